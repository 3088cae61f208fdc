"""Traces a generation with Langfuse's SDK, which sends it as a span: host, secret key."""

import sys

from langfuse import Langfuse

host, key = sys.argv[1:]
client = Langfuse(public_key="pk-lf-any", secret_key=key, host=host)
usage = {"input": 600, "input_cached_tokens": 400, "output": 300, "total": 1300}
with client.start_as_current_observation(name="chat", as_type="span"):
    with client.start_as_current_observation(name="answer", as_type="generation", model="gpt-5-mini") as answer:
        answer.update(usage_details=usage)
    client.start_observation(name="search", as_type="tool").end()
client.shutdown()
