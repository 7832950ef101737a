"""The decorators keep signatures: what a type checker sees of flows, tasks and futures."""

import re
from pathlib import Path

from mypy import api

SAMPLE = """
from legato import flow, task, State

@task
def add(x: int, y: int = 1) -> int:
    return x + y

@task(retries=2)
async def fetch(url: str) -> bytes:
    return b""

@flow
def sync_flow(n: int) -> str:
    reveal_type(add(1))
    reveal_type(add.submit(1))
    reveal_type(add.submit(1).result())
    reveal_type(add.submit(1, return_state=True))
    reveal_type(fetch.submit("u").result())
    return "done"

@flow(name="b")
async def async_flow() -> float:
    reveal_type(await fetch("u"))
    return 1.0

async def main() -> None:
    reveal_type(sync_flow(1))
    reveal_type(await async_flow())
    reveal_type(sync_flow)
    add("one")
    sync_flow()
    await fetch(url=3)
"""

REVEALED = [
    "int",
    "legato.futures.Future[int]",
    "int",
    "legato.schemas.states.State[int]",
    "bytes",
    "bytes",
    "str",
    "float",
    "legato.flows.Flow[[n: int], str]",
]


def test_type_checker_sees_arguments_and_values(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(SAMPLE)
    out, err, _ = api.run(["--strict", "--no-incremental", "--config-file=", f"--cache-dir={tmp_path}", str(sample)])
    revealed = re.findall(r'Revealed type is "(.*)"', out)
    assert [text.replace("builtins.", "") for text in revealed] == REVEALED, out + err
    errors = re.findall(r"sample\.py:\d+: error: (.*?)  \[", out)
    assert errors == [
        'Argument 1 to "__call__" of "Task" has incompatible type "str"; expected "int"',
        'Missing positional argument "n" in call to "__call__" of "Flow"',
        'Argument "url" to "__call__" of "Task" has incompatible type "int"; expected "str"',
    ], out
