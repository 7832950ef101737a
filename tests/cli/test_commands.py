"""The command line: what it prints, what it changes, how it refuses."""

import json
from uuid import uuid4

import pytest

from legato import flow, get_run_logger, task
from tests import recorded
from tests.cli.conftest import Run
from tests.processes import free_port


@task
def work() -> None:
    get_run_logger().info("at work")


@flow
def job(x: int) -> int:
    work()
    if x < 0:
        raise ValueError("negative")
    return x


def test_help_names_every_group(legato: Run) -> None:
    text = legato("--help")
    for group in ("config", "flow", "flow-run", "profile", "server", "task-run", "version"):
        assert f"  {group}" in text


def test_unknown_command_suggests_one(legato: Run) -> None:
    assert "Did you mean 'flow-run'?" in legato("flow-rn", code=2)


def test_version_tells_where_this_is(legato: Run) -> None:
    facts = json.loads(legato("version", "-o", "json"))
    assert facts["API version"] == "0.8.4"
    assert facts["Server type"] == "ephemeral"
    assert legato("--version").strip() == facts["Version"]


def test_runs_are_listed_and_filtered(legato: Run) -> None:
    job(1)
    job(-1, return_state=True)
    assert "job" in legato("flow", "ls")
    assert json.loads(legato("flows", "ls", "--output", "json"))[0]["name"] == "job"
    states = [run["state_name"] for run in json.loads(legato("flow-run", "ls", "-o", "json"))]
    assert sorted(states) == ["Completed", "Failed"]
    for option in (["--state", "failed"], ["--state-type", "failed"], ["--state", "Failed", "--flow-name", "job"]):
        (run,) = json.loads(legato("flow-run", "ls", *option, "-o", "json"))
        assert run["state_name"] == "Failed"
    assert json.loads(legato("flow-run", "ls", "--flow-name", "other", "-o", "json")) == []
    table = legato("flow-runs", "ls")
    assert "Completed" in table
    assert str(run["id"]) in table
    assert len(json.loads(legato("task-run", "ls", "--task-run-name", "work-0", "-o", "json"))) == 2


def test_run_is_shown_with_its_lines(legato: Run) -> None:
    job(1)
    run, task_run = recorded.the_flow_run(), recorded.the_task_run()
    assert "Completed" in legato("flow-run", "inspect", str(run.id))
    assert json.loads(legato("flow-run", "inspect", str(run.id), "-o", "json"))["parameters"] == {"x": 1}
    assert "work-0" in legato("task-run", "inspect", str(task_run.id))
    lines = legato("flow-run", "logs", str(run.id)).splitlines()
    assert [line.split(" - ")[1].split(" ")[0] for line in lines] == ["Created", "at", "Finished", "Finished"]
    assert "at work" in legato("task-run", "logs", str(task_run.id))
    assert len(json.loads(legato("flow-run", "logs", str(run.id), "--tail", "-n", "2", "-o", "json"))) == 2
    (first,) = json.loads(legato("flow-run", "logs", str(run.id), "--head", "-n", "1", "-o", "json"))
    assert first["message"].startswith("Created flow run")
    (newest, *_) = json.loads(legato("flow-run", "logs", str(run.id), "--reverse", "-o", "json"))
    assert newest["message"].startswith("Finished in state")
    assert "either --head or --tail" in legato("flow-run", "logs", str(run.id), "--head", "--tail", code=1)


def test_run_is_deleted_only_when_that_is_sure(legato: Run) -> None:
    job(1)
    run = recorded.the_flow_run()
    assert "Give --yes" in legato("--no-prompt", "flow-run", "delete", str(run.id), code=1)
    assert "is deleted" in legato("flow-run", "delete", str(run.id), "--yes")
    assert recorded.flow_runs() == []
    assert recorded.task_runs() == []


def test_run_that_is_over_cannot_be_cancelled(legato: Run) -> None:
    job(1)
    assert "is over: its state is Completed" in legato("flow-run", "cancel", str(recorded.the_flow_run().id), code=1)


@pytest.mark.parametrize("group", ["flow-run", "task-run"])
def test_run_that_does_not_exist_is_one_line(legato: Run, group: str) -> None:
    text = legato(group, "inspect", str(uuid4()), code=1)
    assert "not found" in text.lower()
    assert len(text.strip().splitlines()) == 1
    legato(group, "inspect", "no-id", code=2)


def test_settings_are_set_shown_and_unset_in_the_active_profile(legato: Run) -> None:
    legato("profile", "create", "dev")
    legato("profile", "use", "dev")
    legato("config", "set", "LEGATO_LOGGING_LEVEL=DEBUG", "LEGATO_API_KEY=secret")
    view = legato("config", "view")
    assert "LEGATO_LOGGING_LEVEL='DEBUG' (from profile)" in view
    assert "LEGATO_PROFILE='dev'" in view
    assert "secret" not in view
    assert "secret" in legato("config", "view", "--show-secrets")
    assert "secret" not in legato("profile", "inspect")
    assert json.loads(legato("config", "view", "-o", "json"))["profile"] == "dev"
    assert "LEGATO_API_DEFAULT_LIMIT='200' (from default)" in legato("config", "view", "--show-defaults")
    assert "All settings are valid" in legato("config", "validate")
    legato("config", "unset", "LEGATO_LOGGING_LEVEL")
    assert "LEGATO_LOGGING_LEVEL" not in legato("config", "view")
    assert "is not set" in legato("config", "unset", "LEGATO_LOGGING_LEVEL", code=1)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("LEGATO_LOGING_LEVEL=INFO", "Did you mean LEGATO_LOGGING_LEVEL?"),
        ("LEGATO_LOGGING_LEVEL=LOUD", "is none of"),
        ("LEGATO_LOGGING_LEVEL", "NAME=VALUE"),
        ("LEGATO_HOME=/tmp", "set it in the environment"),
    ],
)
def test_wrong_setting_is_refused_and_nothing_changes(legato: Run, argument: str, message: str) -> None:
    assert message in legato("config", "set", "LEGATO_API_KEY=x", argument, code=1)
    assert "LEGATO_API_KEY" not in legato("config", "view")


def test_profiles_are_made_copied_renamed_and_deleted(legato: Run) -> None:
    legato("config", "set", "LEGATO_LOGGING_LEVEL=DEBUG")
    legato("profile", "create", "copy", "--from", "default")
    assert "LEGATO_LOGGING_LEVEL='DEBUG'" in legato("profile", "inspect", "copy")
    assert "already" in legato("profile", "create", "copy", code=1)
    legato("profile", "rename", "copy", "other")
    assert json.loads(legato("profile", "ls", "-o", "json")) == {"active": "default", "profiles": ["default", "other"]}
    assert "'default' (from profile)" not in legato("--profile", "other", "config", "view")
    assert "There is no profile 'copy'" in legato("--profile", "copy", "config", "view", code=1)
    assert "active profile" in legato("profile", "delete", "default", "-y", code=1)
    legato("profile", "delete", "other", "-y")
    assert legato("profile", "ls").strip() == "* default"


def test_api_that_is_away_is_one_line(legato: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATO_API_URL", f"http://127.0.0.1:{free_port()}/api")
    text = legato("flow-run", "ls", code=1)
    assert "cannot be reached" in text
    assert len(text.strip().splitlines()) == 1


def test_database_commands(legato: Run, home: object) -> None:
    assert "is empty" in legato("server", "database", "check", code=1)
    assert "is at revision" in legato("server", "database", "upgrade", "-y")
    assert "up to date" in legato("server", "database", "check")
    job(1)
    assert len(recorded.flow_runs()) == 1
    assert "Give --yes" in legato("--no-prompt", "server", "database", "reset", code=1)
    legato("server", "database", "reset", "-y")
    assert recorded.flow_runs() == []
    assert "No server runs" in legato("server", "stop", code=1)
