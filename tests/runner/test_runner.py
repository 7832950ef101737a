"""Flows that are served: their runs are executed by the process that declares them."""

import os
import signal
import sys
from pathlib import Path

import httpx2
import pytest

from legato import connect, flow, serve
from legato.cli import main
from legato.contract.deployments import ReadDeployment, ReadDeploymentByName
from legato.contract.flow_runs import SetFlowRunState
from legato.launching.health import answering
from legato.runner.runner import Runner
from legato.runner.server import routes
from legato.schemas.deployments import Deployment
from legato.schemas.states import StateCreate, StateType
from tests.launching.serving import HERE, Process, comes_to, look, runner, until, wish
from tests.processes import Server, free_port
from tests.recorded import log_lines

pytestmark = pytest.mark.slow


def served(name: str, deployment: str = "here") -> Deployment:
    """The deployment of a flow that a runner has made known."""
    found: list[Deployment] = []

    def is_there() -> bool:
        try:
            found.append(connect.send(ReadDeploymentByName(flow_name=name, deployment_name=deployment)))
        except Exception:
            return False
        return True

    until(is_there, lambda: f"no deployment {name}/{deployment}")
    return found[0]


def test_runs_of_a_served_flow_are_executed_and_all_they_write_is_kept(running: Server, home: Path) -> None:
    with runner(home, "quick.serve('here')", LEGATO_API_URL=running.api_url) as process:
        deployment = served("quick")
        run = wish(deployment.id, name="me")
        comes_to(run, "Completed")
        until(lambda: "raw me" in log_lines(run), lambda: f"no raw line in {log_lines(run)}")
        assert [line for line in log_lines(run) if line in ("hello me", "raw me")].count("hello me") == 1
        assert process.stop() == 0
        assert "hello me" in process.log.read_text()
    assert connect.send(ReadDeployment(id=deployment.id)).paused


def test_a_flow_is_served_by_a_command(running: Server, home: Path) -> None:
    command = [sys.executable, "-m", "legato", "flow", "serve", "flows.py:quick", "-n", "here", "-t", "mine"]
    process = Process(home, [*command, "--cron", "@yearly", "--timezone", "Europe/Berlin", "--limit", "2"])
    try:
        deployment = served("quick")
        assert (deployment.tags, deployment.schedules[0].schedule.timezone) == (["mine"], "Europe/Berlin")
        comes_to(wish(deployment.id, name="me"), "Completed")
        assert process.stop() == 0
    finally:
        process.process.kill()
    assert connect.send(ReadDeployment(id=deployment.id)).paused


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("none.py:quick -n here", "none.py with the flow is not there"),
        ("flows.py:nope -n here", "There is no 'nope'"),
        ("flows.py:once -n here", "put @flow above it"),
        ("flows.py:quick -n here --cron never", "Invalid cron string"),
        ("flows.py:quick -n a/b", "a/b"),
        ("flows.py:quick -n here --timezone UTC", "are for a schedule"),
        ("flows.py:quick -n here --cron @daily --interval 5", "Only one of interval, cron"),
    ],
)
def test_what_cannot_be_served_by_a_command_is_one_line(
    arguments: str, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(SystemExit) as ended:
        main(["flow", "serve", *arguments.split()])
    assert ended.value.code == 1
    printed = capsys.readouterr().err.strip()
    assert message in printed
    assert len(printed.splitlines()) == 1


def test_a_run_whose_process_dies_has_crashed(running: Server, home: Path) -> None:
    script = "serve(dying.to_deployment('here'), leaving.to_deployment('here'))"
    with runner(home, script, LEGATO_API_URL=running.api_url):
        died, left = wish(served("dying").id), wish(served("leaving").id)
        state = comes_to(died, "Crashed").state
        assert state is not None
        assert state.message is not None
        assert state.message.startswith("Flow run process exited with non-zero status code -9.")
        state = comes_to(left, "Crashed").state
        assert state is not None
        assert state.message == "Flow run process exited with non-zero status code 3."


def test_a_run_is_cancelled_by_itself_or_by_force(running: Server, home: Path, tmp_path: Path) -> None:
    script = "serve(held.to_deployment('here'), deaf.to_deployment('here'))"
    cancelling = StateCreate(type=StateType.CANCELLING)
    with runner(home, script, LEGATO_API_URL=running.api_url, LEGATO_WORKER_GRACE_SECONDS="2"):
        place = tmp_path / "place"
        kind, stubborn = (
            wish(served("held").id, place=place, until=tmp_path / "never"),
            wish(served("deaf").id, place=tmp_path / "deaf"),
        )
        until((tmp_path / "deaf").exists, lambda: "the deaf flow did not start")
        until(place.exists, lambda: "the other flow did not start")
        for run in (kind, stubborn):
            connect.send(SetFlowRunState(id=run.id, state=cancelling))
        comes_to(kind, "Cancelled")
        comes_to(stubborn, "Cancelled")
        text = look(stubborn).infrastructure_pid
        assert text is not None
        with pytest.raises(ProcessLookupError):
            os.kill(int(text.rpartition(":")[2]), 0)
        hooked = f"deaf\ndeaf {stubborn.name} Cancelled None\n"
        until(lambda: (tmp_path / "deaf").read_text() == hooked, lambda: (tmp_path / "deaf").read_text())


def test_as_many_runs_as_the_limit_are_executed_at_once(running: Server, home: Path, tmp_path: Path) -> None:
    with runner(home, "serve(held.to_deployment('here'), limit=2)", LEGATO_API_URL=running.api_url):
        deployment = served("held")
        runs = [wish(deployment.id, place=tmp_path / f"{n}", until=tmp_path / "go") for n in range(3)]
        until(lambda: len(list(tmp_path.glob("[012]"))) == 2, lambda: "two runs did not start")
        assert sorted(look(run).state_name or "" for run in runs) == ["Running", "Running", "Scheduled"]
        (tmp_path / "go").touch()
        for run in runs:
            comes_to(run, "Completed")


def test_stopping_a_runner_cancels_its_runs(running: Server, home: Path, tmp_path: Path) -> None:
    with runner(home, "held.serve('here')", LEGATO_API_URL=running.api_url) as process:
        run = wish(served("held").id, place=tmp_path / "place", until=tmp_path / "never")
        until((tmp_path / "place").exists, lambda: "the run did not start")
        assert process.stop(signal.SIGINT) == 0
        assert look(run).state_name == "Cancelled"


def test_a_runner_tells_of_itself_by_http(running: Server, home: Path) -> None:
    port = free_port()
    settings = {"LEGATO_API_URL": running.api_url, "LEGATO_RUNNER_SERVER_PORT": str(port)}
    with runner(home, "quick.serve('here', webserver=True)", **settings) as process:
        deployment = served("quick")
        _answers(f"http://127.0.0.1:{port}/health")
        assert httpx2.get(f"http://127.0.0.1:{port}/run_count").json() == 0
        made = httpx2.post(f"http://127.0.0.1:{port}/deployment/{deployment.id}/run", json={"name": "web"})
        assert made.status_code == 201
        assert httpx2.post(f"http://127.0.0.1:{port}/deployment/nothing/run").status_code == 422
        assert httpx2.get(f"http://127.0.0.1:{port}/elsewhere").status_code == 404
        foreign = {"origin": "http://evil.example"}
        assert httpx2.post(f"http://127.0.0.1:{port}/shutdown", headers=foreign).status_code == 403
        assert httpx2.post(f"http://127.0.0.1:{port}/shutdown").status_code == 200
        _ends(process)


def _answers(url: str) -> None:
    def is_so() -> bool:
        try:
            return httpx2.get(url).status_code == 200
        except httpx2.TransportError:
            return False

    until(is_so, lambda: f"nobody answers at {url}")


def _ends(process: Process) -> None:
    assert process.process.wait(60) == 0


def test_what_cannot_be_served_is_said_at_once() -> None:
    @flow
    def local() -> None: ...

    with pytest.raises(TypeError, match="needs deployments"):
        serve()
    with pytest.raises(TypeError, match=r"use flow.to_deployment\(\)"):
        serve(local)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected options: times"):
        serve(times=3)
    with pytest.raises(ValueError, match="at least"):
        Runner(limit=0)
    with pytest.raises(PermissionError, match="anybody could give orders"), answering("0.0.0.0", 0, routes(Runner())):
        pass
