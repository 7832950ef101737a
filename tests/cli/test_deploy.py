"""`legato deploy` and `legato init`: from a folder with flows to deployments on the server."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from legato import connect
from legato.contract.automations import ReadRelatedAutomations
from legato.contract.deployments import ReadDeploymentByName
from legato.deployments.project import read_project
from legato.deployments.recipes import RECIPES
from legato.schemas.deployments import Deployment
from legato.variables import Variable
from tests.cli.conftest import Run
from tests.cli.test_nouns import cells

FLOWS = '''
from legato import flow

@flow
def load_all(limit: int = 3, where: str = "here"):
    """Load everything."""

@flow
def clean():
    pass
'''

COMMIT = {"id": "commit", "script": "echo abc", "stream_output": False}
PROJECT: dict[str, Any] = {
    "name": "etl",
    "build": [{"prefect.deployments.steps.run_shell_script": COMMIT}],
    "deployments": [
        {
            "name": "nightly",
            "version": "{{ commit.stdout }}",
            "tags": ["{{ legato.variables.region }}", "b"],
            "schedule": {"cron": "0 2 * * *", "timezone": "Europe/Berlin", "active": False},
            "entrypoint": "flows.py:load_all",
            "parameters": {"where": "{{ $SHELF }}"},
            "triggers": [{"expect": ["order.paid"], "parameters": {"limit": 1}}],
            "work_pool": {
                "name": "here",
                "job_variables": {"env": {"A": "{{ legato.variables.region }}", "B": "{{ commit.stdout }}"}},
            },
        },
        {
            "name": "hourly",
            "entrypoint": "flows.py:clean",
            "schedules": [{"interval": 3600}],
            "work_pool": {"name": "here"},
        },
    ],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, legato: Run) -> Path:
    """A folder with flows, which is the current one, and a pool."""
    place = tmp_path / "etl"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setattr(sys, "path", list(sys.path))
    (place / "flows.py").write_text(FLOWS)
    legato("work-pool", "create", "here", "--type", "process")
    return place


def project(folder: Path, content: Any = PROJECT, name: str = "legato.yaml") -> Path:
    (folder / name).write_text(content if isinstance(content, str) else yaml.safe_dump(content))
    return folder / name


def on_server(flow: str, name: str) -> Deployment:
    return connect.send(ReadDeploymentByName(flow_name=flow, deployment_name=name))


def test_a_flow_is_deployed_by_its_entrypoint(legato: Run, folder: Path) -> None:
    text = legato(
        *("deploy", "flows.py:load_all", "-n", "one", "-p", "here", "--cron", "@daily", "--interval", "60"),
        *("--timezone", "Europe/Berlin", "-t", "a", "--param", "limit=5", "--param", "where=there", "--version", "3"),
        *(
            "-jv",
            'env={"A": "1"}',
            "-jv",
            "name=5",
            "-q",
            "fast",
            "--trigger",
            '{"expect": ["a.b"]}',
            "-d",
            "What for.",
        ),
        "--enforce-parameter-schema",
    )
    assert "Deployment 'load-all/one' is made" in text
    found = on_server("load-all", "one")
    assert (found.work_pool_name, found.work_queue_name, found.tags, found.version) == ("here", "fast", ["a"], "3")
    assert found.parameters == {"limit": 5, "where": "there"}
    assert found.job_variables == {"env": {"A": "1"}, "name": "5"}
    assert {(one.schedule.timezone, str(one.schedule.interval)) for one in found.schedules} == {
        ("Europe/Berlin", "UNSET"),
        ("Europe/Berlin", "60.0"),
    }
    assert (found.description, found.enforce_parameter_schema) == ("What for.", True)
    assert found.pull_steps == [{"legato.deployments.steps.set_working_directory": {"directory": str(folder)}}]
    assert len(connect.send(ReadRelatedAutomations(resource_id=f"prefect.deployment.{found.id}"))) == 1


@pytest.mark.parametrize("name", ["legato.yaml", "prefect.yaml", "other.yaml"])
def test_a_project_file_is_deployed(legato: Run, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELF", "top")
    Variable.set("region", "eu")
    project(folder, name=name)
    legato("deploy", "--all", *(["--prefect-file", name] if name == "other.yaml" else []))
    found = on_server("load-all", "nightly")
    assert (found.version, found.tags, found.parameters) == ("abc", ["eu", "b"], {"where": "top"})
    assert found.job_variables == {"env": {"A": "{{ legato.variables.region }}", "B": "abc"}}
    (schedule,) = found.schedules
    assert (schedule.schedule.cron, schedule.active) == ("0 2 * * *", False)
    assert on_server("clean", "hourly").schedules[0].schedule.interval == 3600


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (["-n", "hourly"], {"hourly"}),
        (["-n", "load-all/*"], {"nightly"}),
        (["-n", "*ly", "-n", "nothing"], {"hourly", "nightly"}),
        (["flows.py:clean"], {"hourly"}),
        (["-n", "clean/hourly"], {"hourly"}),
    ],
)
def test_some_of_a_file_are_named(legato: Run, folder: Path, arguments: list[str], made: set[str]) -> None:
    project(folder)
    legato("deploy", *arguments)
    listed = json.loads(legato("deployment", "ls", "-o", "json"))
    assert {one["name"] for one in listed} == made


def test_the_command_line_says_more_than_the_file(legato: Run, folder: Path) -> None:
    project(folder)
    legato("deploy", "-n", "nightly", "--cron", "@weekly", "-t", "x", "--param", "limit=9", "-jv", "name=n")
    found = on_server("load-all", "nightly")
    assert ([one.schedule.cron for one in found.schedules], found.tags) == (["@weekly"], ["x"])
    assert found.parameters["limit"] == 9
    assert found.job_variables["name"] == "n"
    assert "would be for 2 deployments" in legato("deploy", "--all", "--cron", "@weekly", code=1)


def test_a_plan_shows_what_would_change_and_changes_nothing(legato: Run, folder: Path) -> None:
    said = ("deploy", "flows.py:load_all", "-n", "one", "-p", "here")
    assert "Deployment 'load-all/one' would be made." in legato(*said, "--plan")
    legato(*said, "--param", "limit=5", "--interval", "60", "--trigger", '{"expect": ["a.b"]}')
    same = (*said, "--param", "limit=5", "--interval", "60", "--trigger", '{"expect": ["a.b"]}')
    assert "Deployment 'load-all/one' stays as it is." in legato(*same, "--plan")
    text = legato(*said, "--param", "where=x", "-t", "a", "--trigger", '{"expect": ["c"], "name": "n"}', "--plan")
    rows = {row[0]: row[1:] for row in cells(text)}
    assert rows["parameters.limit"] == ["5", ""]
    assert rows["parameters.where"] == ["", "x"]
    assert rows["tags"] == ["[]", '["a"]']
    assert rows["schedules"][1] == "[]"
    assert "triggers" in rows
    assert on_server("load-all", "one").parameters == {"limit": 5}
    assert 'Work pool "nowhere" not found' in legato(*said[:-1], "nowhere", "--plan", code=1)


def test_a_plan_runs_no_steps(legato: Run, folder: Path) -> None:
    content = PROJECT | {"build": [{"legato.deployments.steps.run_shell_script": {"script": "touch built"}}]}
    project(folder, content)
    legato("deploy", "--all", "--plan")
    assert not (folder / "built").exists()
    legato("deploy", "--all")
    assert (folder / "built").exists()


def test_what_somebody_changed_since_survives_unless_it_is_forced(legato: Run, folder: Path) -> None:
    said = ("deploy", "flows.py:load_all", "-n", "one", "-p", "here", "--cron", "@daily")
    legato(*said)
    legato("deployment", "pause-schedule", "load-all/one")
    legato("deployment", "set-schedule", "load-all/one", "--cron", "@weekly")
    text = legato(*said, "--plan", "-t", "a")
    assert [row[0] for row in cells(text)] == ["tags"]
    assert "As somebody has set it on the server: paused, schedules." in text
    legato(*said, "-t", "a")
    found = on_server("load-all", "one")
    assert (found.paused, [one.schedule.cron for one in found.schedules], found.tags) == (True, ["@weekly"], ["a"])
    legato(*said, "--force")
    found = on_server("load-all", "one")
    assert (found.paused, [one.schedule.cron for one in found.schedules]) == (False, ["@daily"])


@pytest.mark.slow
def test_a_check_loads_the_flow_as_a_worker_would(legato: Run, folder: Path) -> None:
    said = ("deploy", "flows.py:load_all", "-n", "one", "-p", "here", "--check")
    assert "can be loaded by workers" in legato(*said)
    assert "can be loaded by workers" in legato(*said, "-jv", "image=etl:1")
    pull = [{"legato.deployments.steps.run_shell_script": {"script": "echo nothing"}}]
    project(folder, {"pull": pull})
    text = legato(*said, code=1)
    assert "A worker could not load the flow of 'one'" in text
    assert "flows.py with the flow is not there" in text
    assert legato("deployment", "ls", "-o", "json").strip() == "[]"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"deployment": []}, "the key 'deployment' of the file means nothing. Did you mean 'deployments'?"),
        ({"deployments": [{"nam": "a"}]}, "the key 'nam' of deployments[0] means nothing. Did you mean 'name'?"),
        (
            {"deployments": [{}, {"work_pool": {"job_variable": {}}}]},
            "the key 'job_variable' of deployments[1].work_pool means nothing. Did you mean 'job_variables'?",
        ),
        ({"deployments": [{"schedules": [{"corn": "x"}]}]}, "Did you mean 'cron'?"),
        ({"deployments": {"a": 1}}, "cannot be read"),
        ("- a", "is no list of keys with values"),
        ("a: [", "is no YAML"),
    ],
)
def test_a_file_that_is_wrong_is_refused(legato: Run, folder: Path, change: Any, message: str) -> None:
    project(folder, change)
    assert message in legato("deploy", "--all", code=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Say what to deploy"),
        (["-n", "nope"], "No deployment is called nope"),
        (["flows.py:load_all"], "has no name: give one with --name"),
        (["flows.py:load_all", "-n", "a"], "has no work pool"),
        (["flows.py:nope", "-n", "a", "-p", "here"], "There is no 'nope'"),
        (["none.py:f", "-n", "a", "-p", "here"], "none.py with the flow is not there"),
        (["flows.py:clean", "-n", "a", "-p", "nowhere"], 'Work pool "nowhere" not found'),
        (["flows.py:clean", "-n", "a", "-p", "here", "--cron", "never"], 'Invalid cron string: "never"'),
        (["flows.py:clean", "-n", "a", "-p", "here", "--timezone", "UTC"], "--timezone is for a schedule"),
        (["flows.py:clean", "-n", "a", "-p", "here", "--anchor-date", "x"], "--anchor-date is for --interval"),
        (["flows.py:clean", "-n", "a", "-p", "here", "--params", "[1]"], "--params is a JSON object"),
        (["flows.py:clean", "-n", "a", "-p", "here", "--param", "x"], "is not NAME=JSON"),
        (["flows.py:clean", "-n", "a", "-p", "here", "-jv", "{1"], "are no JSON"),
        (["flows.py:clean", "-n", "a", "-p", "here", "--trigger", "{1"], "is neither JSON nor a file"),
        (["flows.py:clean", "-n", "a", "-p", "here", "--trigger", "no.yaml"], "no.yaml cannot be read"),
        (["--file", "no.yaml"], "There is no project file no.yaml"),
    ],
)
def test_what_cannot_be_deployed_is_one_line(legato: Run, arguments: list[str], message: str) -> None:
    text = legato("deploy", *arguments, code=1)
    assert message in text
    assert len(text.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"work_pool": {"name": "nowhere"}}, "not found"),
        ({"schedules": [{"cron": "never"}]}, "Invalid cron string"),
        ({"schedules": [{"cron": "@daily", "overlap": "skipp"}]}, "Invalid enum value 'skipp' - at `$.overlap`"),
        ({"entrypoint": "flows.py:nope"}, "There is no 'nope'"),
        ({"triggers": [{"expct": []}]}, "unknown field"),
    ],
)
def test_what_is_wrong_is_told_before_steps_are_run(legato: Run, folder: Path, change: Any, message: str) -> None:
    content = PROJECT | {
        "build": [{"legato.deployments.steps.run_shell_script": {"script": "touch built"}}],
        "deployments": [PROJECT["deployments"][1] | change],
    }
    project(folder, content)
    assert message in legato("deploy", code=1)
    assert not (folder / "built").exists()


def test_a_step_that_fails_ends_it(legato: Run, folder: Path) -> None:
    content = PROJECT | {"push": [{"legato.deployments.steps.run_shell_script": {"script": "false"}}]}
    project(folder, content)
    text = legato("deploy", "-n", "nightly", code=1)
    assert "The step legato.deployments.steps.run_shell_script did not succeed" in text
    assert legato("deployment", "ls", "-o", "json").strip() == "[]"


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Answers to the questions of the next command."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_what_is_missing_is_asked_for(legato: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "asked", "nowhere", "here")
    legato("--prompt", "deploy", "flows.py:clean")
    assert on_server("clean", "asked").work_pool_name == "here"
    typed(monkeypatch, "git", "https://example.com/a.git")
    assert "Workers clone a repository of git." in legato("--prompt", "init")
    assert "https://example.com/a.git" in (folder / "legato.yaml").read_text()


FIELDS = {"repository": "https://example.com/a.git", "image_name": "registry.example/etl", "bucket": "shelf"}


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_writes_a_project_file(legato: Run, folder: Path, recipe: str) -> None:
    fields = [f"{name}={FIELDS[name]}" for name, default in RECIPES[recipe].fields.items() if default is None]
    legato("init", "--recipe", recipe, "--name", "my: etl", *(word for one in fields for word in ("--field", one)))
    found = read_project(folder / "legato.yaml")
    assert found.name == "my: etl"
    assert found.pull
    variables = found.deployments[0].work_pool.job_variables if found.deployments[0].work_pool else None
    assert variables == ({"image": "{{ image.image }}"} if "docker" in recipe else {})
    assert (folder / ".legatoignore").exists()


def test_a_project_starts_with_a_recipe(legato: Run, folder: Path) -> None:
    text = legato("init")
    assert "Written: legato.yaml, .legatoignore." in text
    file = folder / "legato.yaml"
    file.write_text(file.read_text().replace("my_flow", "load_all"))
    legato("deploy", "-p", "here")
    assert on_server("load-all", "default").pull_steps == [
        {"legato.deployments.steps.set_working_directory": {"directory": str(folder)}}
    ]
    assert "There is a project file already: legato.yaml" in legato("init", code=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--recipe", "dokcer"], "There is no recipe 'dokcer'. Did you mean 'docker'?"),
        (["--recipe", "git"], "The recipe needs repository"),
        (["--recipe", "git", "-f", "repo=x"], "The recipe has no field repo. It has: repository, branch."),
        (["-f", "x"], "is not NAME=VALUE"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused(legato: Run, folder: Path, arguments: list[str], message: str) -> None:
    assert message in legato("init", *arguments, code=1)
    assert not (folder / "legato.yaml").exists()
