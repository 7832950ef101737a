"""Artifacts arrive once and complete, whatever happens on their way."""

from pathlib import Path

import pytest

from legato import connect
from legato.contract.artifacts import ReadArtifacts, ReadLatestArtifacts
from legato.schemas.artifacts import Artifact
from legato.schemas.sorting import ArtifactSort
from tests import recorded
from tests.processes import Proxy, Script, Server, run_script, server

pytestmark = pytest.mark.slow

REPORT = """
import os, sys, time
from legato import flow, task
from legato.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact

@task
def part(n):
    create_markdown_artifact(f"part {n}", key="report")

@flow
def report():
    bar = create_progress_artifact(0, key="bar")
    for n in range(1, 5):
        part(n)
        update_progress_artifact(bar, n * 25)
        if n == 2:
            print("at 2", flush=True)
            time.sleep(float(os.environ.get("PAUSE", "0")))
report()
"""
LATER = """
import os, time
from legato import connect
from legato.artifacts import create_markdown_artifact

create_markdown_artifact("of a later process, which brings what others left")
folder, end = connect.courier().directory, time.monotonic() + 25
while len(list(folder.glob("*.journal"))) > 1 and time.monotonic() < end:
    time.sleep(0.02)
"""
WHOLE = ["part 1", "part 2", "part 3", "part 4"]


def artifacts(key: str) -> list[Artifact]:
    found = connect.send(ReadArtifacts(sort=ArtifactSort.ID_DESC))
    return [one for one in reversed(found) if one.key == key]


def assert_whole() -> None:
    parts, (bar,) = artifacts("report"), artifacts("bar")
    assert [one.data for one in parts] == WHOLE
    assert bar.data == 100.0
    assert {one.key: one.data for one in connect.send(ReadLatestArtifacts())} == {"report": "part 4", "bar": 100.0}
    assert {one.flow_run_id for one in (*parts, bar)} == {recorded.the_flow_run().id}
    assert [one.task_run_id for one in parts] == [run.id for run in recorded.task_runs()]


def test_artifacts_of_a_script_without_a_server_are_kept(home: Path) -> None:
    run_script(home, REPORT)
    assert_whole()


def test_artifacts_made_while_the_api_is_away_arrive_later(home: Path, tmp_path: Path) -> None:
    """Fault 11."""
    away = tmp_path / "script"
    away.mkdir()
    running = Server(home).start()
    try:
        script = Script(away, REPORT, PAUSE="1", LEGATO_API_URL=running.api_url)
        script.wait_for_line("at 2")
        running.kill()
        returncode, _, err = script.end()
        assert returncode == 0, err
        running.start()
        run_script(away, LATER, LEGATO_API_URL=running.api_url)
        assert [one.data for one in artifacts("report")] == WHOLE
        assert [one.data for one in artifacts("bar")] == [100.0]
    finally:
        running.stop()


def test_a_killed_script_leaves_the_artifacts_it_made(home: Path) -> None:
    """Fault 1."""
    # The last entries are on the disk within 50 ms.
    script = Script(home, REPORT.replace("if n == 2:", "if n == 2:\n            time.sleep(0.3)"), PAUSE="60")
    script.wait_for_line("at 2")
    script.kill()
    script.end()
    assert [one.data for one in artifacts("report")] == WHOLE[:2]
    assert [one.data for one in artifacts("bar")] == [50.0]


def test_lost_answers_leave_no_artifact_twice(home: Path, tmp_path: Path) -> None:
    """Fault 13."""
    elsewhere = tmp_path / "script"
    elsewhere.mkdir()
    with server(home) as running:
        proxy = Proxy(running.port)
        proxy.answers_to_swallow = 2
        api_url = f"http://127.0.0.1:{proxy.port}/api"
        run_script(elsewhere, REPORT, PAUSE="1", LEGATO_API_URL=api_url)
        assert proxy.answers_to_swallow < 2
        proxy.answers_to_swallow = 0
        run_script(elsewhere, LATER, LEGATO_API_URL=api_url)
        proxy.close()
        assert_whole()
