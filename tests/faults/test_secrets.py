"""A secret does not get out: case 47."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from legato import connect
from legato.contract.artifacts import ReadArtifacts, ReadLatestArtifacts
from legato.contract.events import ReadEvents
from legato.contract.flow_runs import ReadFlowRuns, ReadFlowRunStates
from legato.contract.flows import ReadFlows
from legato.contract.logs import ReadLogs
from legato.contract.task_runs import ReadTaskRuns, ReadTaskRunStates
from tests.test_secrecy import forms

CANARY = 'kanari-"7/+ä vogel%'
OF_ENVIRONMENT, OF_PARAMETER = "umgebung-4711", "parameter-0815"
PROGRAM = """
import os, sys
from pydantic import SecretStr
from legato import flow, get_run_logger, secrecy, tags, task
from legato.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from urllib.parse import quote

CANARY = os.environ["CANARY"]
secrecy.remember(CANARY)

@task(retries=1, task_run_name="work on {x}")
def work(x):
    get_run_logger().info("with %s and %s", x, os.environ["LEGATO_API_KEY"])
    create_table_artifact([{"key": x, x: [x]}], key="table", description=x)
    raise ValueError(f"cannot reach https://me:{quote(x, safe='')}@example.org: {x!r}")

@flow(log_prints=True, flow_run_name="run of {x}")
def main(x, url, secret: SecretStr, more: dict):
    print("printed", x, secret.get_secret_value())
    get_run_logger().error("wrong", exc_info=ValueError(x))
    create_markdown_artifact(f"# {x}", key="text")
    create_link_artifact(url)
    work(x)

with tags(CANARY):
    url = "https://x?k=" + quote(CANARY)
    state = main(CANARY, url, SecretStr("parameter-0815"), {CANARY: [CANARY]}, return_state=True)
assert CANARY in state.message
"""


@pytest.mark.slow
def test_a_secret_is_found_nowhere_outside_of_its_process(home: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    environment = {**os.environ, "CANARY": CANARY, "LEGATO_API_KEY": OF_ENVIRONMENT}
    done = subprocess.run([sys.executable, program], env=environment, capture_output=True, check=True)
    places = {"console": done.stdout + done.stderr}
    places |= {f"spool {path.name}": path.read_bytes() for path in (home / "spool").rglob("*") if path.is_file()}
    assert len(places) == 2

    (run,), tasks = connect.send(ReadFlowRuns()), connect.send(ReadTaskRuns())
    answers = [
        *(connect.send(ReadLogs()), connect.send(ReadArtifacts()), connect.send(ReadLatestArtifacts()), run, tasks),
        *(connect.send(ReadFlowRunStates(flow_run_id=run.id)), connect.send(ReadFlows()), connect.send(ReadEvents())),
        *(connect.send(ReadTaskRunStates(task_run_id=one.id)) for one in tasks),
    ]
    places |= {f"answer {number}": msgspec.json.encode(answer) for number, answer in enumerate(answers)}
    places |= {path.name: path.read_bytes() for path in home.glob("legato.db*")}
    assert {"legato.db", "legato.db-wal"} <= places.keys()

    secrets = [*forms(CANARY).values(), OF_ENVIRONMENT, OF_PARAMETER]
    found = {(place, text) for place, content in places.items() for text in secrets if text.encode() in content}
    assert found == set()
    assert all(b"********" in places[place] for place in ("console", "answer 0", "answer 1", "answer 3", "answer 4"))
    assert run.name == "run of ********"
