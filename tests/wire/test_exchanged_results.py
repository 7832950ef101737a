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
import sys
from prefect import flow, task

SERIALIZER = sys.argv[1]

def by_name(context, parameters):
    return f"shared-{parameters['name']}"

@task(persist_result=True, result_serializer=SERIALIZER)
def stored():
    return {"a": [1, 2, 3], "b": "text"}

@task
def small():
    return [1, 2]

@task(cache_key_fn=by_name, result_serializer=SERIALIZER)
def cached(name, value):
    return {"made by": value}

@flow
def exchange(name, value):
    small()
    stored()
    return cached(name, value)

if sys.argv[2] == "run":
    state = exchange(sys.argv[3], sys.argv[4], return_state=True)
    print("ANSWER", state.result()["made by"])
else:
    import asyncio
    from prefect import get_client

    async def read():
        async with get_client() as client:
            for run in await client.read_task_runs():
                if run.name.startswith(("stored", "cached")):
                    assert run.state.data is not None
                    value = await run.state.result(fetch=True)
                    print("READ", run.state.name, run.name, sorted(value.items()))

    asyncio.run(read())
"""


@pytest.mark.parametrize("serializer", ["pickle", "json", "compressed/pickle", "compressed/json"])
def test_results_and_answers_go_both_ways(api_url: str, tmp_path: Path, serializer: str) -> None:
    install()
    theirs, ours = tmp_path / "theirs.py", tmp_path / "ours.py"
    theirs.write_text(FLOWS)
    ours.write_text(FLOWS.replace("prefect", "legato"))
    around = environment(tmp_path, PREFECT_API_URL=api_url)
    own = own_environment(tmp_path, LEGATO_API_URL=api_url)

    def say(program: Path | str, script: Path, env: dict[str, str], *arguments: str) -> str:
        command = [str(program), str(script), serializer, *arguments]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    name = serializer.replace("/", "-")
    assert "ANSWER legato" in say(sys.executable, ours, own, "run", f"{name}-1", "legato")
    assert "ANSWER legato" in say(BIN / "python", theirs, around, "run", f"{name}-1", "prefect")
    assert "ANSWER prefect" in say(BIN / "python", theirs, around, "run", f"{name}-2", "prefect")
    assert "ANSWER prefect" in say(sys.executable, ours, own, "run", f"{name}-2", "legato")
    for read in (say(BIN / "python", theirs, around, "read"), say(sys.executable, ours, own, "read")):
        lines = read.splitlines()
        assert sum("READ Cached cached" in line for line in lines) >= 2
        assert sum("[('a', [1, 2, 3]), ('b', 'text')]" in line for line in lines) >= 4
