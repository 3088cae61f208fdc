"""
Makes calls of each kind through LiteLLM. Sends the payloads of its callbacks, and the rows that its proxy would write of
the same calls: providers, endpoint of payloads, endpoint of rows, key.
"""

import asyncio
import json
import sys
import urllib.request

import litellm
from litellm.integrations.custom_logger import CustomLogger
from litellm.proxy.spend_tracking.spend_tracking_utils import get_logging_payload

url, to_payloads, to_rows, key = sys.argv[1:]
messages = [{"role": "user", "content": "Hi"}]
to = {"api_key": "any", "api_base": url}
claude = {"model": "anthropic/claude-sonnet-4-5", "messages": messages, "max_tokens": 10, **to}
mock = {"model": "openai/gpt-5", "messages": messages, "mock_response": "Hello"}

kinds = [
    lambda: litellm.acompletion(**claude),
    lambda: litellm.acompletion(**claude, stream=True),
    lambda: litellm.anthropic_messages(**claude),
    lambda: litellm.anthropic_messages(**claude, stream=True),
    lambda: litellm.aresponses(model="openai/gpt-5", input="Hi", **to),
    lambda: litellm.aget_responses("answer-5", custom_llm_provider="openai", **to),
    lambda: litellm.acompletion(model="gemini/gemini-2.5-flash", messages=messages, **to),
    lambda: litellm.aembedding(model="openai/text-embedding-3-small", input=["Hi"], **to),
    lambda: litellm.amoderation(model="openai/omni-moderation-latest", input="Hi", **to),
    lambda: litellm.arerank(
        model="cohere/rerank-v3.5", query="Hi", documents=["Hello"], api_key="any", api_base=f"{url}/rerank"
    ),
    lambda: litellm.acompletion(model="openai/gpt-5", messages=messages, max_retries=0, **to),
]


payloads = []
rows = []


class Collector(CustomLogger):
    async def async_log_success_event(self, kwargs, response_obj, start_time, end_time):
        payloads.append(kwargs["standard_logging_object"])
        rows.append(get_logging_payload(kwargs, response_obj, start_time, end_time))

    async def async_log_failure_event(self, kwargs, response_obj, start_time, end_time):
        payloads.append(kwargs["standard_logging_object"])


async def call(make):
    before = len(payloads)
    try:
        answer = await make()
        if hasattr(answer, "__aiter__"):
            async for _ in answer:
                pass
    except litellm.NotFoundError:
        pass
    for _ in range(500):
        if len(payloads) > before:
            break
        await asyncio.sleep(0.01)
    # The answer is put into the cache after it is given.
    await asyncio.sleep(0.1)


async def main():
    litellm.suppress_debug_info = True
    litellm.callbacks = [Collector()]
    for make in kinds:
        await call(make)
    litellm.cache = litellm.Cache(type="local")
    for _ in range(2):
        await call(lambda: litellm.acompletion(**mock, caching=True))


asyncio.run(main())
for endpoint, records in ((to_payloads, payloads), (to_rows, rows)):
    body = "\n".join(json.dumps(record, default=str) for record in records).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/x-ndjson"}
    urllib.request.urlopen(urllib.request.Request(endpoint, body, headers)).read()
