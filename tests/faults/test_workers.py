"""Workers that die, are stopped, or have no API: no run is lost, and none is executed twice. Cases 2, 4, 12, 34."""

import os
from pathlib import Path

import pytest

from legato import connect
from legato.contract.deployments import CreateDeployment, PauseDeployment, ReadDeployment, UpdateDeployment
from legato.contract.flow_runs import ReadFlowRuns, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.schemas.deployments import DeploymentCreate, DeploymentScheduleCreate, DeploymentUpdate
from legato.schemas.schedules import CronSchedule
from legato.schemas.states import StateCreate, StateType
from tests.launching.serving import comes_to, deployed, look, pool, until, wish, worker
from tests.processes import Server
from tests.recorded import history, log_lines, task_runs

pytestmark = pytest.mark.slow


def lines(*places: Path) -> list[list[str]]:
    return [place.read_text().split() for place in places]


def test_runs_of_a_killed_worker_end_and_the_next_worker_takes_over(
    running: Server, home: Path, tmp_path: Path
) -> None:
    pool()
    deployment = deployed("held")
    places = [tmp_path / str(n) for n in range(4)]
    with worker(home) as first:
        runs = [wish(deployment, place=place, until=tmp_path / "go") for place in places]
        for place in places:
            until(place.exists, lambda: f"a run did not start:\n{first.log.read_text()}")
        first.kill()
    pid = look(runs[0]).infrastructure_pid
    assert pid is not None
    os.kill(int(pid.rpartition(":")[2]), 9)  # dies while nobody watches
    with worker(home) as second:
        second.says("Took over 4 runs")
        comes_to(runs[0], "Crashed")
        hooked = ["first", "held", runs[0].name, "Crashed", "None"]
        until(lambda: lines(places[0]) == [hooked], lambda: f"no hook was run: {lines(places[0])}")
        (tmp_path / "go").touch()
        for run in runs[1:]:
            assert comes_to(run, "Completed").run_count == 1
        assert lines(*places[1:]) == [["first", "second"]] * 3
        later = wish(deployment, place=tmp_path / "later", until=tmp_path / "go")
        comes_to(later, "Completed")


@pytest.mark.parametrize("flow", ["held", "holding"])
def test_a_stopped_worker_gives_runs_back_and_they_go_on_elsewhere(
    running: Server, home: Path, tmp_path: Path, flow: str
) -> None:
    pool()
    place = tmp_path / "place"
    with worker(home, LEGATO_WORKER_GRACE_SECONDS="0.2") as first:
        run = wish(deployed(flow), place=place, until=tmp_path / "go")
        until(place.exists, lambda: f"the run did not start:\n{first.log.read_text()}")
        assert first.stop() == 0
    assert look(run).state_name == "Scheduled"
    (tmp_path / "go").touch()
    with worker(home):
        run = comes_to(run, "Completed")
    assert run.run_count == 2
    assert lines(place) == [["first", "second"]]  # what was done before is not done again
    every = connect.send(ReadFlowRuns())
    assert [one.state_name for one in every] == ["Completed"] * (1 if flow == "held" else 2)
    for one in every:
        assert "Crashed" not in history(one)
    inner = next(one for one in every if one.parent_task_run_id is not None or flow == "held")
    assert [one.state_name for one in task_runs(inner.id)] == ["Completed", "Completed"]


def test_a_stopped_worker_waits_for_runs_that_end_soon(running: Server, home: Path, tmp_path: Path) -> None:
    pool()
    place = tmp_path / "place"
    with worker(home) as process:
        run = wish(deployed("held"), place=place, until=tmp_path / "go")
        until(place.exists, lambda: f"the run did not start:\n{process.log.read_text()}")
        process.process.terminate()
        late = wish(deployed("quick"))
        (tmp_path / "go").touch()
        assert process.process.wait(30) == 0
    assert look(run).state_name == "Completed"
    assert look(late).state_name == "Scheduled"


def test_a_worker_waits_for_an_api_that_is_away_and_goes_on(running: Server, home: Path) -> None:
    pool()
    deployment = deployed("quick")
    running.stop()
    with worker(home, "--type", "process", LEGATO_CLIENT_MAX_RETRIES="0") as process:
        process.says("waiting for the API")
        running.start()
        comes_to(wish(deployment), "Completed")
        running.kill()
        until(lambda: process.log.read_text().count("waiting for the API") == 2, process.log.read_text)
        running.start()
        comes_to(wish(deployment), "Completed")
        assert "Traceback" not in process.log.read_text()
        assert process.stop() == 0


def test_a_run_goes_on_while_the_api_is_away(running: Server, home: Path, tmp_path: Path) -> None:
    pool()
    place = tmp_path / "place"
    with worker(home) as process:
        run = wish(deployed("held"), place=place, until=tmp_path / "go")
        until(place.exists, lambda: f"the run did not start:\n{process.log.read_text()}")
        running.kill()
        (tmp_path / "go").touch()
        until(lambda: lines(place) == [["first", "second"]], lambda: "the run did not go on")
        running.start()
        comes_to(run, "Completed")


def test_a_run_whose_pool_or_code_is_wrong_crashes_or_fails_with_the_reason(
    running: Server, home: Path, tmp_path: Path
) -> None:
    pool()
    with worker(home):
        missing = wish(deployed("quick", job_variables={"working_dir": str(tmp_path / "nowhere")}))
        state = comes_to(missing, "Crashed").state
        assert state is not None
        assert f"The working directory {tmp_path / 'nowhere'} is not on the machine" in (state.message or "")
        lost = wish(deployed("told", entrypoint="flows.py:no_such_flow"))
        state = comes_to(lost, "Failed").state
        assert state is not None
        assert "Flow could not be retrieved from deployment." in (state.message or "")
        wrong = wish(deployed("held"), place=1)
        state = comes_to(wrong, "Failed").state
        assert state is not None
        assert "Validation of flow parameters failed" in (state.message or "")
        assert any("missing a required argument: 'until'" in line for line in log_lines(wrong))


def test_what_a_pool_a_deployment_and_a_run_say_reaches_the_process(
    running: Server, home: Path, tmp_path: Path
) -> None:
    pool()
    place, folder = tmp_path / "place", tmp_path / "folder"
    folder.mkdir()
    variables = {"env": {"FIRST": "1", "SECOND": "2"}, "working_dir": str(folder)}
    entrypoint = str(Path(__file__).parent.parent / "launching" / "flows.py") + ":told"
    deployment = deployed("told", job_variables=variables, entrypoint=entrypoint)
    for options in ((), ("--no-warm",)):
        with worker(home, *options, FIRST="0", THIRD="3"):
            run = wish(deployment, place=place, names=["FIRST", "SECOND", "THIRD"])
            comes_to(run, "Completed")
        assert place.read_text().splitlines()[1:] == ["FIRST=1", "SECOND=2", "THIRD=3"]


def test_a_run_that_waits_is_cancelled_before_it_starts(running: Server, home: Path) -> None:
    pool()
    run = wish(deployed("quick"))
    connect.send(SetFlowRunState(id=run.id, state=StateCreate(type=StateType.CANCELLING)))
    assert look(run).state_name == "Cancelled"
    with worker(home, "--run-once") as process:
        assert process.process.wait(30) == 0
    assert history(run) == ["Scheduled", "Cancelled"]


VERSIONED = """
import time
from pathlib import Path
from legato import flow

@flow
def versioned(place: str, until: str):
    Path(place).write_text("started ")
    while not Path(until).exists():
        time.sleep(0.02)
    Path(place).write_text(VERSION)

VERSION = {version!r}
"""


def test_runs_go_on_with_their_code_when_their_flow_is_deployed_anew(
    running: Server, home: Path, tmp_path: Path
) -> None:
    pool()
    code = tmp_path / "code"
    code.mkdir()

    def deploy(version: str) -> DeploymentCreate:
        (code / "versions.py").write_text(VERSIONED.format(version=version))
        return DeploymentCreate(
            name="prod",
            flow_id=connect.send(CreateFlow(name="versioned")).id,
            entrypoint="versions.py:versioned",
            pull_steps=[{"legato.deployments.steps.set_working_directory": {"directory": str(code)}}],
            work_pool_name="pool",
            schedules=[DeploymentScheduleCreate(schedule=CronSchedule(cron="@daily"))],
            keep_operator_changes=True,
        )

    id = connect.send(CreateDeployment(deployment=deploy("old"))).id
    with worker(home) as process:
        old = wish(id, place=tmp_path / "old", until=tmp_path / "go")
        until((tmp_path / "old").exists, lambda: f"the run did not start:\n{process.log.read_text()}")
        connect.send(PauseDeployment(id=id))
        connect.send(UpdateDeployment(id=id, deployment=DeploymentUpdate(parameters={"until": str(tmp_path / "go")})))
        assert connect.send(CreateDeployment(deployment=deploy("new"))).id == id
        known = connect.send(ReadDeployment(id=id))
        assert (known.paused, known.parameters) == (True, {"until": str(tmp_path / "go")})
        (tmp_path / "go").touch()
        new = wish(id, place=tmp_path / "new")
        assert comes_to(old, "Completed", "Failed").state_name == "Completed"
        comes_to(new, "Completed")
    assert [(tmp_path / name).read_text() for name in ("old", "new")] == ["old", "new"]
