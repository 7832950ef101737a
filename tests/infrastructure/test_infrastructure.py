"""Blocks of infrastructure say what would be executed for a run."""

import json
import sys
from typing import Any
from uuid import uuid4

import pytest
import yaml
from pydantic import ValidationError

from legato import clock, connect
from legato.blocks.core import Block
from legato.contract.work_pools import ReadWorkPool
from legato.infrastructure import DockerContainer, DockerRegistry, Infrastructure, KubernetesJob, Process
from legato.infrastructure.patches import patched
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun
from legato.settings import LEGATO_LOGGING_LEVEL, temporary_settings
from tests.deployments.flows import hello


@pytest.fixture
def run() -> FlowRun:
    """A flow run."""
    now = clock.now()
    return FlowRun(id=uuid4(), created=now, updated=now, name="brisk-otter", flow_id=uuid4())


def test_a_block_is_prepared_for_one_run(run: FlowRun) -> None:
    now = clock.now()
    deployment = Deployment(id=uuid4(), created=now, updated=now, name="d", flow_id=run.flow_id)
    block = Process(env={"B": "2"}, labels={"a": "b"})
    made = block.prepare_for_flow_run(run, deployment, hello)
    assert made.env == {"LEGATO__FLOW_RUN_ID": str(run.id), "B": "2"}
    assert made.labels.items() >= {
        ("a", "b"),
        ("prefect.io/flow-run-name", "brisk-otter"),
        ("prefect.io/flow-name", "hello"),
        ("prefect.io/deployment-name", "d"),
    }
    assert (made.name, made.command) == ("brisk-otter", [sys.executable, "-m", "legato.execution"])
    assert (block.env, block.name, block.command) == ({"B": "2"}, None, None)


def test_a_process_is_shown_as_one_would_type_it() -> None:
    with temporary_settings({LEGATO_LOGGING_LEVEL: "DEBUG"}):
        shown = Process(command=["echo", "hi there"], env={"B": "2 3", "LEGATO_HOME": None}).preview()
    assert shown == "LEGATO_LOGGING_LEVEL=DEBUG \\\nB='2 3' \\\necho 'hi there'"


def test_a_container_is_shown_as_docker_makes_it(run: FlowRun) -> None:
    block = DockerContainer(image="a:1", networks=["n"], volumes=["/a:/b"], env={"LEGATO_HOME": None})
    made = json.loads(block.prepare_for_flow_run(run).preview())
    assert (made["image"], made["network"], made["volumes"], made["name"]) == ("a:1", "n", ["/a:/b"], "brisk-otter")
    assert made["environment"] == {"LEGATO__FLOW_RUN_ID": str(run.id)}
    assert made["labels"]["io.prefect.flow-run-name"] == "brisk-otter"
    with pytest.raises(ValidationError, match="Expected format 'path:container_path'"):
        DockerContainer(volumes=["/a"])


def test_a_job_is_shown_as_its_manifest(run: FlowRun) -> None:
    block = KubernetesJob(
        image="a:1",
        namespace="flows",
        image_pull_policy="Always",
        finished_job_ttl=60,
        env={"LEGATO_HOME": None},
        customizations='[{"op": "add", "path": "/spec/backoffLimit", "value": 0}]',
    )
    made = yaml.safe_load(block.prepare_for_flow_run(run).preview())
    container = made["spec"]["template"]["spec"]["containers"][0]
    assert made["metadata"]["generateName"] == "brisk-otter-"
    assert made["metadata"]["labels"]["prefect.io/flow-run-id"] == str(run.id)
    assert (made["spec"]["backoffLimit"], made["spec"]["ttlSecondsAfterFinished"]) == (0, 60)
    assert (container["image"], container["imagePullPolicy"]) == ("a:1", "Always")
    assert container["env"] == [{"name": "LEGATO__FLOW_RUN_ID", "value": str(run.id)}]
    assert KubernetesJob.base_job_manifest()["metadata"] == {"labels": {}}


@pytest.mark.parametrize(
    ("job", "message"),
    [
        ({"kind": "Job"}, "missing required attributes at the following paths: /apiVersion, /metadata"),
        ({**KubernetesJob.base_job_manifest(), "kind": "Pod"}, "incompatible values"),
    ],
)
def test_a_manifest_that_is_no_job_is_refused(job: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        KubernetesJob(job=job)


@pytest.mark.parametrize(
    "block",
    [
        Process(env={"A": "1"}, working_dir="/somewhere"),
        DockerContainer(
            image="a:1", image_registry=DockerRegistry(username="u", password="p", registry_url="r.example")
        ),
        KubernetesJob(image="a:1"),
    ],
    ids=lambda block: type(block).__name__,
)
def test_they_are_saved_and_loaded(block: Infrastructure) -> None:
    block.save("here")
    found = Block.load(f"{block.get_block_type_slug()}/here")
    assert type(found) is type(block)
    assert found.model_dump() == block.model_dump()
    assert "run-infrastructure" in found.get_block_capabilities()


def test_a_pool_is_made_of_a_block() -> None:
    Process(env={"A": "1"}, command=["echo", "hi"]).publish_as_work_pool("pool")
    found = connect.send(ReadWorkPool(name="pool"))
    variables = found.base_job_template["variables"]["properties"]
    assert found.type == "process"
    assert (variables["env"]["default"], variables["command"]["default"]) == ({"A": "1"}, "echo hi")
    with pytest.raises(ValueError, match="Name the work pool"):
        Process().publish_as_work_pool()


DATA = {"a": [1, {"b/c": 2}], "d~": None}


@pytest.mark.parametrize(
    ("change", "made"),
    [
        ({"op": "add", "path": "/a/-", "value": 3}, {"a": [1, {"b/c": 2}, 3], "d~": None}),
        ({"op": "add", "path": "/a/0", "value": 3}, {"a": [3, 1, {"b/c": 2}], "d~": None}),
        ({"op": "remove", "path": "/a/1/b~1c"}, {"a": [1, {}], "d~": None}),
        ({"op": "replace", "path": "/d~0", "value": {}}, {"a": [1, {"b/c": 2}], "d~": {}}),
        ({"op": "replace", "path": "", "value": 5}, 5),
        ({"op": "move", "from": "/a/0", "path": "/e"}, {"a": [{"b/c": 2}], "d~": None, "e": 1}),
        ({"op": "copy", "from": "/a/0", "path": "/e"}, {**DATA, "e": 1}),
        ({"op": "test", "path": "/a/0", "value": 1}, DATA),
    ],
    ids=str,
)
def test_data_is_changed_by_data(change: Any, made: Any) -> None:
    assert patched(DATA, [change]) == made
    assert DATA == {"a": [1, {"b/c": 2}], "d~": None}


@pytest.mark.parametrize(
    "change",
    [
        {"op": "remove", "path": "/none"},
        {"op": "replace", "path": "/none", "value": 1},
        {"op": "add", "path": "/a/9", "value": 1},
        {"op": "add", "path": "a", "value": 1},
        {"op": "test", "path": "/a/0", "value": 2},
        {"op": "grow", "path": "/a"},
        {"op": "add"},
    ],
    ids=str,
)
def test_a_change_that_does_not_fit_is_refused(change: Any) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        patched(DATA, [change])
