"""Deployments with infrastructure and storage of their own, in code and in files."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from legato import connect
from legato.blocks.core import Block
from legato.blocks.system import Secret
from legato.client.schemas.schedules import CronSchedule
from legato.contract.automations import ReadRelatedAutomations
from legato.contract.block_documents import ReadBlockDocument
from legato.contract.deployments import ReadDeployment
from legato.contract.work_queues import ReadWorkQueueByName
from legato.deployments import Deployment, load_deployments_from_yaml
from legato.exceptions import DeploymentApplyError
from legato.filesystems import LocalFileSystem
from legato.infrastructure import DockerContainer, Process
from legato.schemas.deployments import Deployment as Known
from tests.deployments.flows import hello


def on_server(id: Any) -> Known:
    return connect.send(ReadDeployment(id=id))


def block_of(id: Any) -> Any:
    return Block._from_block_document(connect.send(ReadBlockDocument(id=id, include_secrets=True)))


def test_a_deployment_is_built_of_a_flow() -> None:
    made = Deployment.build_from_flow(
        hello, "old", tags=["a"], schedule=CronSchedule(cron="@daily"), infra_overrides={"env": {"A": "1"}}, apply=True
    )
    assert (made.flow_name, made.location, made.job_variables) == ("hello", str(Path.cwd()), {"env": {"A": "1"}})
    found = on_server(made.apply())
    assert (found.entrypoint, found.path) == ("tests/deployments/flows.py:hello", str(Path.cwd()))
    assert (found.tags, found.version, found.description) == (["a"], hello.version, hello.description)
    assert [one.schedule.cron for one in found.schedules] == ["@daily"]
    assert found.job_variables == {"env": {"A": "1"}}
    assert isinstance(block_of(found.infrastructure_document_id), Process)


def test_what_is_not_said_is_taken_over_from_the_server() -> None:
    box = DockerContainer(image="a:1")
    box.save("box")
    fields: dict[str, Any] = {"tags": ["a"], "parameters": {"times": 2}, "infrastructure": box}
    Deployment.build_from_flow(hello, "old", schedules=[{"cron": "@daily"}], apply=True, **fields)
    made = Deployment.build_from_flow(hello, "old", tags=["b"])
    assert (made.tags, made.parameters, len(made.schedules)) == (["b"], {"times": 2}, 1)
    assert made.infrastructure == box
    fresh = Deployment.build_from_flow(hello, "old", load_existing=False)
    assert (fresh.tags, fresh.parameters, fresh.schedules) == ([], {}, [])


def test_the_code_is_put_into_storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "code").mkdir()
    monkeypatch.chdir(tmp_path / "code")
    for name, text in (("shop.py", "x"), ("big.log", "x"), (".prefectignore", "*.log\n")):
        Path(name).write_text(text)
    shelf = LocalFileSystem(basepath=str(tmp_path / "shelf"))
    shelf.save("shelf")
    made = Deployment.build_from_flow(hello, "old", storage=shelf, path="v1", apply=True)
    assert sorted(file.name for file in (tmp_path / "shelf" / "v1").iterdir()) == [".prefectignore", "shop.py"]
    assert made.location == f"{tmp_path}/shelf/v1"
    found = on_server(made.apply())
    assert (found.path, block_of(found.storage_document_id)) == ("v1", shelf)
    other = Deployment.build_from_flow(hello, "other", skip_upload=True)
    assert other.upload_to_storage("local-file-system/shelf/v2") == 2
    assert (tmp_path / "shelf" / "v2" / "shop.py").exists()


def test_a_file_holds_a_deployment(tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    box = DockerContainer(image="a:1")
    box.save("box")
    trigger = {"expect": ["a.b"]}
    made = Deployment.build_from_flow(
        hello, "old", file, infrastructure=box, schedules=[{"interval": 60}], triggers=[trigger], skip_upload=True
    )
    assert file.read_text().startswith("###\n### A complete description of a deployment of flow 'hello'.")
    found = Deployment.load_from_yaml(file)
    assert found.model_dump(exclude={"timestamp"}) == made.model_dump(exclude={"timestamp"})
    assert (found.infrastructure, found.timestamp) == (box, made.timestamp)
    id = found.apply()
    assert on_server(id).infrastructure_document_id == box._block_document_id
    assert len(connect.send(ReadRelatedAutomations(resource_id=f"prefect.deployment.{id}"))) == 1


def test_files_of_prefect_are_read(tmp_path: Path) -> None:
    described = {
        **{"name": "old", "flow_name": "hello", "tags": ["x"], "schedule": {"cron": "@daily", "timezone": None}},
        **{"infra_overrides": {"env": {"A": "1"}}, "entrypoint": "a.py:hello", "storage": None, "version": None},
        "infrastructure": {
            **{"type": "process", "env": {}, "command": None, "_block_document_name": "anonymous-1"},
            **{
                "_block_document_id": "1",
                "_is_anonymous": True,
                "block_type_slug": "process",
                "_block_type_slug": "process",
            },
        },
    }
    file = tmp_path / "old.yaml"
    file.write_text(yaml.safe_dump_all([described, {**described, "name": "older"}]))
    first, second = load_deployments_from_yaml(file)
    assert (first.name, second.name, first.job_variables) == ("old", "older", {"env": {"A": "1"}})
    assert isinstance(first.infrastructure, Process)
    assert [one.schedule.cron for one in first.schedules] == ["@daily"]
    with pytest.raises(ValueError, match="describes 2 deployments"):
        Deployment.load_from_yaml(file)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("a: [", ValueError, "is no YAML"),
        ("- 1", ValueError, "describes no deployment"),
        ("name: a\nflow_nam: b", ValidationError, "flow_nam"),
        (None, FileNotFoundError, "There is no file"),
    ],
)
def test_a_file_with_something_else_is_refused(
    text: str | None, error: type[Exception], message: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.yaml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(error, match=message):
        Deployment.load_from_yaml(file)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"schedule": {"cron": "never"}}, "Invalid cron string"),
        ({"schedule": {"cron": "@daily"}, "schedules": [{"cron": "@daily"}]}, "not both"),
        ({"storage": Secret(value="x")}, "no folder can be fetched"),
        ({"tag": ["a"]}, "tag"),
        ({"triggers": [{"expct": []}]}, "unknown field `expct`"),
    ],
)
def test_a_field_that_cannot_be_is_refused(fields: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Deployment(name="d", flow_name="hello", **fields)


def test_fields_are_changed() -> None:
    made = Deployment(name="d", flow_name="hello", description="a")
    made.update(description=None, tags=["a"], ignore_none=True)
    assert (made.description, made.tags) == ("a", ["a"])
    with pytest.raises(ValueError, match="no field tag"):
        made.update(tag=["a"])


def test_its_queue_gets_a_limit() -> None:
    Deployment(name="d", flow_name="hello", work_queue_name="q").apply(work_queue_concurrency=3)
    assert connect.send(ReadWorkQueueByName(name="q")).concurrency_limit == 3


def test_what_the_server_refuses_is_told() -> None:
    with pytest.raises(DeploymentApplyError, match='Work pool "nowhere" not found'):
        Deployment(name="d", flow_name="hello", work_pool_name="nowhere").apply()
    with pytest.raises(ValueError, match="Both a deployment name and flow name"):
        Deployment(name="d").apply()
