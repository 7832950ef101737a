"""Runs in the interpreter of the real Prefect 2 and answers requests for checks, a line each, until its input ends."""

import asyncio
import importlib
import inspect
import json
import os
import sys
import traceback
from typing import Any

from checks.scene import plain
from prefect import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings


async def with_client(check: Any) -> object:
    """What a check that is a coroutine function finds with a client."""
    async with get_client() as client:
        return await check(client)


def answer(check: str, api: str) -> object:
    """What a check finds at an API."""
    module, name = check.split(".")
    function = getattr(importlib.import_module(f"checks.{module}"), name)
    os.environ["PREFECT_API_URL"] = api  # for the command line, which reads its settings anew
    with temporary_settings({PREFECT_API_URL: api}):
        if inspect.iscoroutinefunction(function):
            return plain(asyncio.run(with_client(function)))
        return plain(function())


def main() -> None:
    """Answer until the input ends; what flows print goes to the error output."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            reply = {"answer": answer(**json.loads(line))}
        except BaseException:
            reply = {"error": traceback.format_exc()}
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    main()
