"""`legato deployment`: what is deployed is looked at, run, scheduled, paused and deleted."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from legato import clock, connect
from legato.cli.moments import moment, span
from legato.contract.flow_runs import ReadFlowRuns
from legato.contract.work_queues import ReadWorkQueueByName
from legato.filesystems import LocalFileSystem
from legato.schemas.flow_runs import FlowRun
from tests.cli.conftest import Run
from tests.cli.test_nouns import NOBODY, cells
from tests.deployments.flows import hello
from tests.deployments.repositories import FLOW


@pytest.fixture
def name() -> str:
    """The name of a deployment with a schedule."""
    hello.to_deployment("d", parameters={"name": "moon"}, cron="@daily").apply()
    return "hello/d"


def only_run() -> FlowRun:
    (run,) = [one for one in connect.send(ReadFlowRuns()) if not one.auto_scheduled]
    return run


def schedules(legato: Run, name: str) -> list[list[str]]:
    return [row[1:] for row in cells(legato("deployment", "schedule", "ls", name))]


def test_deployments_are_listed_and_shown(legato: Run, name: str) -> None:
    assert [[row[0], *row[2:]] for row in cells(legato("deployment", "ls"))] == [[name, "NOT_READY", "", "1 of 1"]]
    assert cells(legato("deployment", "ls", "--flow-name", "other")) == []
    hello.to_deployment("a").apply()
    listed = json.loads(legato("deployment", "ls", "--by-created", "-o", "json"))
    assert [one["name"] for one in listed] == ["a", "d"]
    assert ["parameters", '{"name":"moon"}'] in cells(legato("deployment", "inspect", name))
    assert json.loads(legato("deployment", "inspect", name, "-o", "json"))["name"] == "d"


def test_a_deployment_is_run(legato: Run, name: str) -> None:
    text = legato("deployment", "run", name, "-p", "times=2", "--tag", "x", "-jv", "a=b")
    run = only_run()
    assert run.name in text
    assert (run.parameters, run.tags, run.job_variables) == ({"name": "moon", "times": 2}, ["x"], {"a": "b"})


def test_a_run_starts_later(legato: Run, name: str) -> None:
    now = datetime(2030, 5, 1, 12, tzinfo=UTC)
    with clock.frozen(now):
        made = json.loads(legato("deployment", "run", name, "--start-in", "1h 30m", "-o", "json"))
        assert made["expected_start_time"] == "2030-05-01T13:30:00Z"
        made = json.loads(legato("deployment", "run", name, "--start-at", "2030-06-01 08:00Z", "-o", "json"))
        assert made["expected_start_time"] == "2030-06-01T08:00:00Z"


def test_a_run_is_watched(legato: Run, name: str) -> None:
    text = legato("deployment", "run", name, "--watch", "--watch-interval", "0.1", "--watch-timeout", "0.2", code=1)
    assert "is Scheduled after 0.2 seconds" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("run", "Name a deployment as FLOW/DEPLOYMENT, or give --id"),
        (f"run hello/d --id {NOBODY}", "one of them"),
        ("run hello/none", "Deployment not found"),
        ("run hello", "Name a deployment as FLOW/DEPLOYMENT"),
        (f"run --id {NOBODY}", "Deployment not found"),
        ("run hello/d --param tiems=2", "no parameter 'tiems'. Its parameters are: name, times."),
        ("run hello/d --start-in soon", "'soon' is no span of time"),
        ("run hello/d --start-at someday", "'someday' is no moment"),
        ("run hello/d --start-at now --start-in 5", "Give --start-in or --start-at"),
        ("run hello/d --params [1]", "--params is a JSON object"),
        ("run hello/d --param a=1 --params {}", "Can only pass one of"),
        ("inspect hello/none", "Deployment not found"),
        ("delete hello/none -y", "Deployment not found"),
        ("schedule ls hello/none", "Deployment not found"),
        (f"schedule pause hello/d {NOBODY}", "has no schedule"),
        ("schedule create hello/d", "Either interval, cron, or rrule must be provided"),
        ("schedule create hello/d --cron @daily --interval 5", "Only one of interval, cron, or rrule"),
        ("schedule create hello/d --cron never", "Invalid cron string"),
        ("schedule create hello/d --interval 5 --day-or", "are for --cron"),
        ("schedule create hello/d --cron @daily --max-lateness soon", "'soon' is no span of time"),
        ("schedule create hello/d --cron @daily --max-lateness 0.5", "a second at least"),
        ("schedule preview", "or give a schedule"),
        ("schedule preview hello/d --cron @daily", "one of them"),
        ("schedule preview hello/d --from now", "--from is for a schedule that is given"),
        ("schedule preview --cron @daily --from someday", "'someday' is no moment"),
        ("set-schedule hello/d --cron @daily --no-schedule", "Give a schedule or --no-schedule"),
        ("apply none.yaml", "There is no file none.yaml"),
        ("build tests/deployments/flows.py:nope -n d", "There is no 'nope'"),
        (
            "build tests/deployments/flows.py:hello -n d -i process -ib process/x",
            "Only one of `infra` or `infra_block`",
        ),
    ],
)
@pytest.mark.usefixtures("name")
def test_what_makes_no_sense_is_one_line(legato: Run, arguments: str, message: str) -> None:
    text = legato("deployment", *arguments.split(), code=1)
    assert message in text
    assert len(text.strip().splitlines()) == 1


def test_schedules_are_made_switched_and_removed(legato: Run, name: str) -> None:
    legato("deployment", "schedule", "create", name, "--cron", "0 6 * * 1", "--timezone", "Europe/Berlin", "--day-and")
    legato("deployment", "schedule", "create", name, "--interval", "90", "--inactive")
    assert sorted(schedules(legato, name)) == [
        ["cron: 0 6 * * 1 (Europe/Berlin)", "yes"],
        ["cron: @daily", "yes"],
        ["interval: 90 s (UTC)", "no"],
    ]
    id = next(row[0] for row in cells(legato("deployment", "schedule", "ls", name)) if row[1] == "cron: @daily")
    legato("deployment", "schedule", "pause", name, id)
    assert ["cron: @daily", "no"] in schedules(legato, name)
    legato("deployment", "schedule", "resume", name, id)
    assert ["cron: @daily", "yes"] in schedules(legato, name)
    assert "Give --yes" in legato("--no-prompt", "deployment", "schedule", "delete", name, id, code=1)
    legato("deployment", "schedule", "delete", name, id, "--accept-yes")
    assert len(schedules(legato, name)) == 2
    legato("deployment", "schedule", "create", name, "--rrule", "FREQ=DAILY", "--replace", "-y")
    assert schedules(legato, name) == [["rrule: FREQ=DAILY (UTC)", "yes"]]
    legato("deployment", "schedule", "clear", name, "-y")
    assert schedules(legato, name) == []


def test_a_schedule_says_what_becomes_of_runs_that_overlap_or_are_late(legato: Run, name: str) -> None:
    policies = "--overlap skip --max-active-runs 2 --catchup-policy latest --max-lateness 10m".split()
    legato("deployment", "schedule", "create", name, "--cron", "@hourly", *policies, "--replace", "-y")
    (row,) = schedules(legato, name)
    assert row == [
        "cron: @hourly; overlap: skip; max_active_runs: 2; catchup_policy: latest; max_lateness: 600 s",
        "yes",
    ]
    (made,) = json.loads(legato("deployment", "schedule", "ls", name, "-o", "json"))
    assert (made["overlap"], made["catchup_policy"], made["max_lateness"]) == ("skip", "latest", 600)


def test_the_next_moments_are_shown(legato: Run, name: str) -> None:
    cron = ("--cron", "30 2 * * *", "--timezone", "Europe/Berlin", "--from", "2026-03-28 12:00+00:00", "--count", "2")
    rows = cells(legato("deployment", "schedule", "preview", *cron))
    assert [row[0] for row in rows] == ["2026-03-29 03:00:00+02:00", "2026-03-30 02:30:00+02:00"]
    assert rows[0][2].startswith("Clocks go forward from 02:00 to 03:00 on 2026-03-29.")
    listed = json.loads(legato("deployment", "schedule", "preview", name, "--count", "3", "-o", "json"))
    assert [one["local_time"][11:] for one in listed] == ["00:00:00+00:00"] * 3
    legato("deployment", "pause-schedule", name)
    assert "The deployment is paused." in legato("deployment", "schedule", "preview", name)


def test_older_commands_set_the_one_schedule(legato: Run, name: str) -> None:
    legato("deployment", "set-schedule", name, "--interval", "60")
    assert schedules(legato, name) == [["interval: 60 s (UTC)", "yes"]]
    legato("deployment", "pause-schedule", name)
    assert cells(legato("deployment", "ls"))[0][2] == "PAUSED"
    legato("deployment", "resume-schedule", name)
    assert cells(legato("deployment", "ls"))[0][2] == "NOT_READY"
    legato("deployment", "set-schedule", name, "--no-schedule")
    assert schedules(legato, name) == []


def test_a_deployment_is_deleted_once(legato: Run, name: str) -> None:
    assert "Give --yes" in legato("--no-prompt", "deployment", "delete", name, code=1)
    assert legato("deployments", "delete", name, "-y").strip() == "Deployment 'd' is deleted."
    assert "not found" in legato("deployment", "delete", name, "-y", code=1)


def test_a_deployment_is_built_and_applied_by_a_file(
    legato: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    LocalFileSystem(basepath=str(tmp_path / "shelf")).save("shelf")
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "shop.py").write_text(FLOW.format(price=1))
    monkeypatch.chdir(tmp_path / "code")
    monkeypatch.setattr(sys, "path", list(sys.path))
    text = legato(
        *("deployment", "build", "shop.py:sell", "-n", "old", "-sb", "local-file-system/shelf/v1", "-q", "fast"),
        *("-i", "process", "--override", "env.A=1", "--override", "stream_output=false", "--interval", "60"),
        *("--param", "price=2", "-t", "a"),
    )
    assert "1 files are copied to" in text
    assert (tmp_path / "shelf" / "v1" / "shop.py").exists()
    assert "Deployment 'sell/old' is described in sell-deployment.yaml." in text
    assert "Deployment 'sell/old' is made." in legato("deployment", "apply", "sell-deployment.yaml", "-l", "3")
    found = json.loads(legato("deployment", "inspect", "sell/old", "-o", "json"))
    assert (found["parameters"], found["tags"], found["work_queue_name"]) == ({"price": 2}, ["a"], "fast")
    assert found["job_variables"] == {"env": {"A": "1"}, "stream_output": "false"}
    assert (found["path"], found["entrypoint"]) == ("v1", "shop.py:sell")
    assert None not in (found["infrastructure_document_id"], found["storage_document_id"])
    assert connect.send(ReadWorkQueueByName(name="fast")).concurrency_limit == 3


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10", 10),
        ("10 seconds", 10),
        ("1h 30m", 5400),
        ("2 days", 172800),
        ("in 1 hour and 1 min", 3660),
        ("1.5h", 5400),
    ],
)
def test_a_span_is_read(text: str, seconds: float) -> None:
    assert span(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2030-05-01T08:00:00+02:00", datetime(2030, 5, 1, 6, tzinfo=UTC)),
        ("in 2 hours", datetime(2030, 5, 1, 14, tzinfo=UTC)),
        ("now", datetime(2030, 5, 1, 12, tzinfo=UTC)),
        ("17:30Z", datetime(2030, 5, 1, 17, 30, tzinfo=UTC)),
        ("tomorrow at 09:00Z", datetime(2030, 5, 2, 9, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read(text: str, found: Any) -> None:
    with clock.frozen(datetime(2030, 5, 1, 12, tzinfo=UTC)):
        assert moment(text) == found
