"""Calls a model under OpenLLMetry, Pydantic AI and LangSmith, each with the SDK's own exporter: the model's url."""

import os
import sys

url = sys.argv[1]
os.environ.update(
    LANGSMITH_TRACING="true", LANGSMITH_OTEL_ENABLED="true", LANGSMITH_OTEL_ONLY="true", LANGSMITH_API_KEY="any"
)

import openai
from langsmith import Client, traceable
from langsmith.wrappers import wrap_openai
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.openai import OpenAIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(compression=Compression.Deflate)))
trace.set_tracer_provider(provider)
messages = [{"role": "user", "content": "Hi"}]


def create_client():
    return openai.OpenAI(base_url=url, api_key="any")


langsmith = Client()


@traceable(run_type="retriever", client=langsmith)
def retrieve():
    wrap_openai(create_client(), tracing_extra={"client": langsmith}).chat.completions.create(
        model="gpt-5-mini", messages=messages
    )
    return []


retrieve()
langsmith.flush()

Agent.instrument_all()
Agent(
    OpenAIChatModel("gpt-5-mini", provider=OpenAIProvider(base_url=url, api_key="any"))
).run_sync("Hi")
Agent.instrument_all(False)

OpenAIInstrumentor().instrument(tracer_provider=provider)
create_client().chat.completions.create(model="gpt-5-mini", messages=messages)
provider.shutdown()
