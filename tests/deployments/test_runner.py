"""Deployments that code declares, and what the server then knows of them."""

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from legato import connect, flow
from legato.client.orchestration import get_client
from legato.contract.automations import ReadRelatedAutomations
from legato.contract.deployments import ReadDeployment
from legato.deployments import EntrypointType, RunnerDeployment
from legato.deployments.commits import commit_of
from legato.events import DeploymentEventTrigger
from legato.exceptions import DeploymentApplyError, InvalidNameError, MissingFlowError
from legato.schemas.automations import CompoundTrigger, EventTrigger, Posture, RunDeployment
from legato.schemas.deployments import Deployment
from legato.schemas.work_pools import WorkPoolCreate
from tests.deployments.flows import greetings, hello

FILE = Path("tests/deployments/flows.py")


def on_server(id: UUID) -> Deployment:
    return connect.send(ReadDeployment(id=id))


def a_pool(name: str, **template: Any) -> None:
    get_client(sync_client=True).create_work_pool(WorkPoolCreate(name=name, type="process", **template))


def test_a_deployment_says_what_its_flow_says() -> None:
    found = on_server(hello.to_deployment("nightly", parameters={"name": "moon"}, tags=["a"], cron="@daily").apply())
    assert (found.name, found.entrypoint, found.path) == ("nightly", f"{FILE}:hello", ".")
    assert found.description == hello.description
    assert found.version == hello.version
    assert (found.parameters, found.tags, found.paused) == ({"name": "moon"}, ["a"], False)
    assert [one.schedule.cron for one in found.schedules] == ["@daily"]
    schema = found.parameter_openapi_schema
    assert schema is not None
    assert schema["properties"]["name"] == {
        **{"title": "name", "type": "string", "default": "world", "description": "who is greeted", "position": 0}
    }


def test_a_second_one_of_that_name_takes_its_place() -> None:
    first = hello.to_deployment("nightly", interval=60).apply()
    second = hello.to_deployment("nightly", description="Quietly.", version="2", paused=True).apply()
    found = on_server(second)
    assert first == second
    assert (found.description, found.version, found.paused, found.schedules) == ("Quietly.", "2", True, [])


def test_a_flow_is_found_by_its_module() -> None:
    made = greetings.to_deployment("m", entrypoint_type=EntrypointType.MODULE_PATH)
    assert (made.entrypoint, made.entrypoint_type) == ("tests.deployments.flows.greetings", EntrypointType.MODULE_PATH)
    assert (made.flow_name, made.version) == ("Grüße an alle", "7")


@pytest.mark.parametrize("entrypoint", [f"{FILE}:hello", "tests.deployments.flows.hello"])
def test_a_deployment_is_made_from_an_entrypoint(entrypoint: str) -> None:
    made = RunnerDeployment.from_entrypoint(entrypoint, "e", tags=["x"])
    assert (made.entrypoint, made.flow_name, made.tags) == (entrypoint, "hello", ["x"])
    assert on_server(made.apply()).entrypoint == entrypoint


def test_an_entrypoint_without_a_flow_is_refused() -> None:
    with pytest.raises(MissingFlowError, match="is no flow, but function: put @flow above it"):
        RunnerDeployment.from_entrypoint("tests/deployments/test_runner.py:on_server", "e")


def test_a_flow_that_no_process_can_find_is_refused() -> None:
    @flow
    def inner() -> None:
        pass

    with pytest.raises(MissingFlowError, match="move it to the top level of a file"):
        inner.to_deployment("d")
    with pytest.raises(MissingFlowError, match="import it from its module"):
        inner.to_deployment("d", entrypoint_type="module_path")


def test_the_name_of_a_file_gives_its_stem() -> None:
    assert hello.to_deployment(__file__).name == "test_runner"
    assert hello.to_deployment("v1.2").name == "v1.2"


@pytest.mark.parametrize("name", ["a/b", "", "50%"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InvalidNameError, match="is no name of a deployment"):
        hello.to_deployment(name)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"crn": "@daily"}, "no option 'crn'. Did you mean 'cron'?"),
        ({"tags": "a"}, "did you mean \\['a'\\]"),
        ({"paused": True, "is_schedule_active": True}, "give one of them"),
        ({"triggers": [{"expct": ["a"]}]}, "unknown field `expct`"),
        ({"triggers": [{"type": "metric", "metric": {}}]}, "Triggers on metrics are not there"),
        ({"triggers": ["a"]}, "str is no trigger"),
    ],
)
def test_options_are_checked_before_anything_is_sent(options: Any, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        hello.to_deployment("d", **options)


def test_paused_is_said_in_two_ways() -> None:
    assert hello.to_deployment("d", is_schedule_active=False).paused
    assert not hello.to_deployment("d", paused=False).paused


def test_a_deployment_goes_to_a_pool_that_is_there() -> None:
    with pytest.raises(DeploymentApplyError, match='Work pool "nowhere" not found'):
        hello.to_deployment("d", work_pool_name="nowhere").apply()
    a_pool("here")
    found = on_server(hello.to_deployment("d", job_variables={"env": {"A": "1"}}).apply(work_pool_name="here"))
    assert (found.work_pool_name, found.work_queue_name, found.pull_steps) == ("here", "default", [])
    assert found.job_variables == {"env": {"A": "1"}}


def test_an_image_is_for_pools_that_start_images() -> None:
    made = hello.to_deployment("d")
    with pytest.raises(ValueError, match="name the work pool"):
        made.apply(image="a:1")
    for name, properties in (("plain", {}), ("docker", {"image": {"type": "string"}})):
        template = {"job_configuration": {}, "variables": {"properties": properties}}
        a_pool(name, base_job_template=template)
    with pytest.raises(DeploymentApplyError, match="'plain' does not start its runs from images"):
        made.apply("plain", image="a:1")
    assert on_server(made.apply("docker", image="a:1")).job_variables == {"image": "a:1"}


def test_triggers_are_automations_that_the_deployment_owns() -> None:
    triggers: list[Any] = [
        {"expect": ["order.paid"], "match": {"prefect.resource.id": "shop.*"}, "within": 5, "parameters": {"times": 2}},
        DeploymentEventTrigger(
            name="silence",
            posture=Posture.PROACTIVE,
            expect={"order.paid"},  # type: ignore[arg-type]
            within=timedelta(minutes=1),  # type: ignore[arg-type]
        ),
        CompoundTrigger(triggers=[EventTrigger(posture=Posture.REACTIVE, expect=["a"])], require="any"),
    ]
    id = hello.to_deployment("d", triggers=triggers).apply()
    owned = connect.send(ReadRelatedAutomations(resource_id=f"prefect.deployment.{id}"))
    assert sorted(one.name for one in owned) == ["d__automation_1", "d__automation_3", "silence"]
    first = next(one for one in owned if one.name == "d__automation_1")
    silence = next(one.trigger for one in owned if one.name == "silence")
    assert isinstance(silence, EventTrigger)
    assert (silence.within, silence.expect) == (60, ["order.paid"])
    assert [
        (type(one), one.deployment_id, one.parameters) for one in first.actions if isinstance(one, RunDeployment)
    ] == [(RunDeployment, id, {"times": 2})]
    hello.to_deployment("d").apply()
    assert connect.send(ReadRelatedAutomations(resource_id=f"prefect.deployment.{id}")) == []


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit_kept(made: RunnerDeployment) -> Any:
    return (on_server(made.apply()).parameter_openapi_schema or {}).get("x-commit")


def test_the_commit_of_the_code_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "shop.py"
    script.write_text("from legato import flow\n\n@flow\ndef sell(): pass\n")
    monkeypatch.chdir(tmp_path)
    assert commit_of(script) is None
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "shop.py")
    git(tmp_path, "commit", "--quiet", "-m", "First")
    commit = git(tmp_path, "rev-parse", "HEAD")
    made = RunnerDeployment.from_entrypoint("shop.py:sell", "d")
    assert commit_kept(made) == commit
    script.write_text(script.read_text() + "# more\n")
    assert commit_kept(made) == f"{commit}+changes"
    assert commit_of(tmp_path / "other.py") is None


async def _awaited() -> UUID:
    made: Any = hello.to_deployment("d", version="9")
    return await (await made).apply()  # type: ignore[no-any-return]


def test_in_async_code_it_is_awaited() -> None:
    import asyncio

    assert on_server(asyncio.run(_awaited())).version == "9"
