"""The same flow file under both names: each side reads what the other stored, and is answered from what it cached."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import environment as own_environment
from tests.wire.peer import BIN, environment, install

pytestmark = [
    pytest.mark.wire,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif("PEER" in os.environ, reason="it is between Prefect and this server"),
]

FLOWS = """
import asyncio, sys
from prefect import flow, get_client, tags, task

def by_name(context, parameters):
    return f"exchanged-{parameters['serializer']}-{parameters['name']}"

@task(persist_result=True)
def stored():
    return {"a": [1, 2, 3], "b": "text"}

@task
def small():
    return [1, 2]

@task(cache_key_fn=by_name)
def cached(serializer, name, value):
    return {"made by": value}

@flow
def exchange(name, value):
    small()
    answers = []
    for serializer in ("pickle", "json", "compressed/pickle", "compressed/json"):
        stored.with_options(result_serializer=serializer)()
        answers.append(cached.with_options(result_serializer=serializer)(serializer, name, value))
    return {answer["made by"] for answer in answers}

async def read():
    async with get_client() as client:
        for run in await client.read_task_runs():
            if "exchanged" in run.tags and run.name.startswith(("stored", "cached")):
                value = await run.state.result(fetch=True)
                print("READ", run.state.name, run.name, sorted(value.items()))

if sys.argv[1] == "read":
    asyncio.run(read())
else:
    with tags("exchanged"):
        print("ANSWERS", *exchange(*sys.argv[1:]))
"""


def test_results_and_answers_go_both_ways(api_url: str, tmp_path: Path) -> None:
    install()
    theirs, ours = tmp_path / "theirs.py", tmp_path / "ours.py"
    theirs.write_text(FLOWS)
    ours.write_text(FLOWS.replace("prefect", "legato"))
    around = environment(tmp_path, PREFECT_API_URL=api_url)
    own = own_environment(tmp_path, LEGATO_API_URL=api_url)

    def prefect(*arguments: str) -> str:
        return output([str(BIN / "python"), str(theirs), *arguments], around)

    def legato(*arguments: str) -> str:
        return output([sys.executable, str(ours), *arguments], own)

    assert "ANSWERS legato\n" in legato("1", "legato")
    assert "ANSWERS legato\n" in prefect("1", "prefect")
    assert "ANSWERS prefect\n" in prefect("2", "prefect")
    assert "ANSWERS prefect\n" in legato("2", "legato")
    for read in (prefect("read"), legato("read")):
        lines = read.splitlines()
        assert sum("READ Cached cached" in line for line in lines) == 8
        assert sum("[('a', [1, 2, 3]), ('b', 'text')]" in line for line in lines) == 16


def output(command: list[str], env: dict[str, str]) -> str:
    """What a process prints."""
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
