"""Calls a model through OpenAI's client under OpenInference, which sends its span with the SDK's own exporter."""

import sys

import openai
from openinference.instrumentation.openai import OpenAIInstrumentor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
OpenAIInstrumentor().instrument(tracer_provider=provider)
client = openai.OpenAI(base_url=sys.argv[1], api_key="any")
client.chat.completions.create(model="gpt-5-mini", messages=[{"role": "user", "content": "Hi"}])
provider.shutdown()
