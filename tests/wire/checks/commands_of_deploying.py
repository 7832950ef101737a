"""Prefect's own ways from a flow to a deployment: `prefect deploy` with a project file, and those of its library."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from checks.command_line import prefect
from checks.commands_of_values import asked
from checks.scene import answers, new_name, new_word
from prefect import flow
from prefect.deployments import Deployment, run_deployment
from prefect.deployments.runner import RunnerDeployment
from prefect.filesystems import LocalFileSystem
from prefect.settings import PREFECT_EXPERIMENTAL_EVENTS, temporary_settings
from prefect.variables import Variable

FLOW = "from prefect import flow\n\n@flow(name='{name}')\ndef load(limit: int = 3):\n    '''Load everything.'''\n"
KEPT = (
    *("name", "description", "tags", "parameters", "entrypoint", "path", "pull_steps", "work_pool_name"),
    *("work_queue_name", "infra_overrides", "paused", "enforce_parameter_schema"),
)


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """A folder with a flow of a name, which is the current one."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        try:
            (Path(place) / "shop.py").write_text(FLOW.format(name=name))
            yield Path(place)
        finally:
            os.chdir(before)


def kept(deployment: Any) -> dict[str, Any]:
    """What a deployment is, without what differs each time."""
    found = {key: deployment.get(key) for key in KEPT if deployment.get(key) not in (None, [], {}, False)}
    schedules = [one["schedule"] | {"active": one["active"]} for one in deployment["schedules"]]
    for one in schedules:
        one.pop("anchor_date", None)
    return found | {"schedules": sorted(schedules, key=json.dumps)}


def read(flow_name: str, name: str) -> Any:
    """A deployment by name."""
    return asked("GET", f"/deployments/name/{flow_name}/{name}")


def pool() -> str:
    """The name of a new pool."""
    name = new_name("pool")
    prefect("work-pool", "create", name, "-t", "process")
    return name


@answers(
    [
        0,
        0,
        "abc",
        {
            "name": "nightly",
            "description": "Load everything.",
            "tags": ["c"],
            "parameters": {"limit": 5},
            "entrypoint": "shop.py:load",
            "pull_steps": [{"prefect.deployments.steps.set_working_directory": {"directory": "/code"}}],
            "work_pool_name": "pool-<new>",
            "work_queue_name": "default",
            "infra_overrides": {"env": {"A": "abc"}},
            "enforce_parameter_schema": True,
            "schedules": [
                {"cron": "0 2 * * *", "timezone": "Europe/Berlin", "day_or": True, "active": False},
                {"interval": 60.0, "timezone": "UTC", "active": True},
            ],
        },
    ]
)
def a_project_file_is_deployed() -> object:
    name, where, region = new_name("etl"), pool(), new_word("region")
    Variable.set(region, "eu")
    step = {"id": "commit", "script": "echo abc", "stream_output": False}
    content = {
        "name": "shop",
        "build": [{"prefect.deployments.steps.run_shell_script": step}],
        "pull": [{"prefect.deployments.steps.set_working_directory": {"directory": "/code"}}],
        "deployments": [
            {
                "name": "nightly",
                "version": "{{ commit.stdout }}",
                "tags": [f"{{{{ prefect.variables.{region} }}}}", "b"],
                "entrypoint": "shop.py:load",
                "parameters": {"limit": 5},
                "schedules": [{"cron": "0 2 * * *", "timezone": "Europe/Berlin", "active": False}, {"interval": 60}],
                "work_pool": {"name": where, "job_variables": {"env": {"A": "{{ commit.stdout }}"}}},
            }
        ],
    }
    with folder(name) as place:
        (place / "prefect.yaml").write_text(yaml.safe_dump(content))
        first = prefect("deploy", "--all")[0]
        again = prefect("deploy", "--name", "nightly", "--tag", "c", "--enforce-parameter-schema")[0]
    found = read(name, "nightly")
    return [first, again, found["version"], kept(found)]


@answers(
    [
        0,
        {
            "name": "one",
            "description": "Load everything.",
            "parameters": {"limit": 9},
            "entrypoint": "shop.py:load",
            "pull_steps": [["prefect.deployments.steps.set_working_directory"]],
            "work_pool_name": "pool-<new>",
            "work_queue_name": "fast",
            "infra_overrides": {"name": "busy"},
            "schedules": [{"cron": "@daily", "timezone": None, "day_or": True, "active": True}],
        },
        [["one__automation_1", "run-deployment"]],
        1,
    ]
)
def a_flow_is_deployed_by_its_entrypoint() -> object:
    name, where = new_name("etl"), pool()
    trigger = json.dumps({"enabled": True, "expect": ["order.paid"], "match": {}})
    with folder(name), temporary_settings({PREFECT_EXPERIMENTAL_EVENTS: True}):
        code, output = prefect(
            *("deploy", "shop.py:load", "-n", "one", "-p", where, "-q", "fast", "--cron", "@daily"),
            *("--param", "limit=9", "-jv", "name=busy", "--trigger", trigger, "--version", "2"),
        )
        assert code == 0, output
        found = read(name, "one")
        owned = asked("GET", f"/automations/related-to/prefect.deployment.{found['id']}")
        missing = prefect("deploy", "shop.py:load", "-n", "one", "-p", new_name("none"))[0]
    seen = kept(found)
    seen["pull_steps"] = [list(step) for step in seen["pull_steps"]]
    return [code, seen, [[one["name"], one["actions"][0]["type"]] for one in owned], missing]


@answers(
    [
        True,
        [["prefect.deployments.steps.set_working_directory"]],
        [
            {
                "name": "served",
                "description": "Load everything.",
                "tags": ["a"],
                "entrypoint": "shop.py:load",
                "schedules": [{"interval": 60.0, "timezone": "UTC", "active": True}],
            },
            {
                "name": "pulled",
                "description": "Load everything.",
                "entrypoint": "shop.py:load",
                "work_pool_name": "pool-<new>",
                "work_queue_name": "default",
                "schedules": [],
            },
        ],
        "Scheduled",
        {"limit": 1},
        ["a", "b"],
    ]
)
def a_deployment_is_made_by_the_library() -> object:
    @flow(name=new_name("etl"))
    def load(limit: int = 3) -> None:
        """Load everything."""

    with folder(load.name) as place:
        first = RunnerDeployment.from_entrypoint("shop.py:load", "served", interval=60, tags=["a"]).apply()
        pulled = flow.from_source(str(place), "shop.py:load")
        second = pulled.deploy("pulled", work_pool_name=pool(), print_next_steps=False)
        seen = [kept(asked("GET", f"/deployments/{id}")) for id in (first, second)]
        is_here = seen[0].pop("path") == str(place)
        run = run_deployment(f"{load.name}/served", timeout=0, parameters={"limit": 1}, tags=["b"])
    steps = [list(step) for step in seen[1].pop("pull_steps")]
    return [is_here, steps, seen, run.state_name, run.parameters, sorted(run.tags)]


@answers(
    [
        0,
        0,
        True,
        "old",
        {
            "name": "old",
            "description": "Load everything.",
            "tags": ["a"],
            "parameters": {"limit": 2},
            "entrypoint": "shop.py:load",
            "path": "v1",
            "work_pool_name": "pool-<new>",
            "work_queue_name": "default",
            "infra_overrides": {"name": "busy"},
            "schedules": [{"cron": "@daily", "timezone": None, "day_or": True, "active": True}],
        },
        [True, True],
    ]
)
def a_deployment_with_blocks_is_built_and_applied() -> object:
    name, block, where = new_name("etl"), new_name("shelf"), pool()
    with folder(name) as place:
        shelf = LocalFileSystem(basepath=str(place / "shelf"))
        shelf.save(block)
        built = prefect(
            *("deployment", "build", "shop.py:load", "-n", "old", "-sb", f"local-file-system/{block}/v1", "-t", "a"),
            *("--cron", "@daily", "--param", "limit=2", "-o", "old.yaml", "--override", "name=busy", "-p", where),
        )[0]
        applied = prefect("deployment", "apply", "old.yaml")[0]
        loaded = Deployment.load_from_yaml("old.yaml")
        copied = (place / "shelf" / "v1" / "shop.py").exists()
    found = read(name, "old")
    seen = kept(found)
    blocks = [found["storage_document_id"] is not None, found["infrastructure_document_id"] is not None]
    return [built, applied, copied, loaded.name, seen, blocks]
