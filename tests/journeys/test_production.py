"""From a function to production: projects are deployed, a worker follows their schedules and takes code from git."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from legato import connect
from legato.contract.flow_runs import ReadFlowRuns
from legato.schemas.conditions import TextInOrLike
from legato.schemas.filters import DeploymentFilter
from legato.schemas.flow_runs import FlowRun
from tests.launching.serving import until, worker
from tests.processes import Server, environment

pytestmark = pytest.mark.slow
EXAMPLES = Path(__file__).parents[2] / "examples"


def legato(home: Path, folder: Path, *words: str, **settings: str) -> str:
    """Run a command in a folder, which must end well, and return what it printed."""
    command = [sys.executable, "-m", "legato", *words]
    around = environment(home, **settings)
    done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def runs(deployment: str, *states: str) -> list[FlowRun]:
    """The runs of a deployment that are in one of some states."""
    which = DeploymentFilter(name=TextInOrLike(any_=[deployment]))
    return [run for run in connect.send(ReadFlowRuns(deployments=which)) if run.state_name in states]


def test_the_weather_is_loaded_every_five_seconds(running: Server, home: Path) -> None:
    legato(home, EXAMPLES, "work-pool", "create", "weather", "--type", "process")
    assert "would be made" in legato(home, EXAMPLES, "deploy", "--all", "--plan")
    legato(home, EXAMPLES, "deploy", "--all")
    with worker(home, pool="weather") as process:
        until(lambda: len(runs("every-five-seconds", "Completed")) >= 2, process.log.read_text)
        moments = [run.expected_start_time for run in runs("every-five-seconds", "Completed")]
        assert {round(moment.timestamp() % 5, 3) for moment in moments if moment is not None} == {
            round(moments[0].timestamp() % 5, 3) if moments[0] is not None else None
        }
        legato(home, EXAMPLES, "deployment", "pause-schedule", "weather-etl/every-five-seconds")
        assert process.stop() == 0
    assert not runs("every-five-seconds", "Crashed", "Failed")


def test_a_flow_comes_from_a_repository(running: Server, home: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(EXAMPLES, source / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "Flows"]):
        identity = ["-c", "user.name=me", "-c", "user.email=me@example.org"]
        subprocess.run(["git", *identity, *words], cwd=source, check=True)
    legato(home, tmp_path, "work-pool", "create", "weather", "--type", "process")
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(EXAMPLES / "from_git" / "legato.yaml", project)
    shutil.copytree(source / "examples", project / "examples")
    legato(home, project, "deploy", "--all", FLOWS_REPOSITORY=source.as_uri())
    with worker(home, pool="weather", FLOWS_REPOSITORY=source.as_uri()) as process:
        legato(home, project, "deployment", "run", "weather-etl/from-git")
        until(lambda: runs("from-git", "Completed", "Failed", "Crashed"), process.log.read_text)
        (run,) = runs("from-git", "Completed", "Failed", "Crashed")
        assert run.state_name == "Completed"
        head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=source, check=True, capture_output=True, text=True)
        assert run.context["commit"] == head.stdout.strip()
        assert process.stop() == 0
