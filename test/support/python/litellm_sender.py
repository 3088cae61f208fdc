"""Calls a model through LiteLLM with its generic callback, in each form in which it sends: url, endpoint, key, forms."""

import asyncio
import sys

import litellm
from litellm.integrations.generic_api.generic_api_callback import GenericAPILogger

url, endpoint, key, *forms = sys.argv[1:]


async def call(form):
    headers = {"Authorization": f"Bearer {key}"}
    logger = GenericAPILogger(endpoint=endpoint, headers=headers, log_format=form)
    litellm.callbacks = [logger]
    messages = [{"role": "user", "content": "Hi"}]
    await litellm.acompletion(model="openai/gpt-5-mini", api_base=url, api_key="any", messages=messages)
    while not logger.log_queue:
        await asyncio.sleep(0.02)
    await logger.async_send_batch()


async def main():
    for form in forms:
        await call(form)


asyncio.run(main())
