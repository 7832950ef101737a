"""Flows are put into work pools, with what workers need to get their code."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from legato import connect, deploy, flow
from legato.client.orchestration import get_client
from legato.contract.deployments import ReadDeployment
from legato.deployments.runner import DeploymentImage
from legato.exceptions import DeploymentApplyError, ImageError, MissingFlowError
from legato.filesystems import LocalFileSystem
from legato.flows import Flow
from legato.schemas.work_pools import WorkPoolCreate
from legato.settings import LEGATO_DEFAULT_WORK_POOL_NAME, temporary_settings
from tests.deployments.flows import greetings, hello
from tests.deployments.repositories import FLOW, repository

IMAGES = {"job_configuration": {}, "variables": {"properties": {"image": {"type": "string"}}}}


@pytest.fixture(autouse=True)
def pools() -> None:
    """A pool of processes, and one whose workers start images."""
    client = get_client(sync_client=True)
    client.create_work_pool(WorkPoolCreate(name="here", type="process"))
    client.create_work_pool(WorkPoolCreate(name="boxes", type="docker", base_job_template=IMAGES))


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The arguments that a program in the place of docker was called with, line by line, and the last Dockerfile."""
    said, program = tmp_path / "said", tmp_path / "bin" / "docker"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$@" >>{said}\n'
        f'for word; do case "$word" in --file=*) cp "${{word#--file=}}" {tmp_path}/Dockerfile;; esac; done\n'
        'test "$1" != push -o "$3" != registry.example/closed:1\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return said


def on_server(id: Any) -> Any:
    return connect.send(ReadDeployment(id=id))


def test_a_flow_from_a_repository_is_deployed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"file://{repository(tmp_path / 'shop.git')}"
    from legato.runner.storage import GitRepository

    storage = GitRepository(url, branch="sale")
    found = Flow.from_source(storage, "shop.py:sell")
    assert found(price=3) == 3
    id = found.with_options(retries=1).deploy("nightly", work_pool_name="here", cron="@daily")
    made = on_server(id)
    assert (made.entrypoint, made.path, made.work_pool_name) == ("shop.py:sell", None, "here")
    assert made.pull_steps == [{"legato.deployments.steps.git_clone": {"repository": url, "branch": "sale"}}]
    printed = capsys.readouterr().out
    assert "legato worker start --pool 'here'" in printed
    assert "legato deployment run 'sell/nightly'" in printed


def test_a_flow_comes_from_a_folder_and_from_a_block(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(FLOW.format(price=5))
    block = LocalFileSystem(basepath=str(tmp_path))
    block.save("shelf")
    from_source: Any = flow.from_source  # type: ignore[attr-defined]
    for source, step in ((str(tmp_path), "set_working_directory"), (block, "pull_with_block")):
        found = from_source(source, "shop.py:sell")
        assert found() == 5
        id = found.deploy("d", work_pool_name="here", ignore_warnings=True, print_next_steps=False)
        assert list(on_server(id).pull_steps[0]) == [f"legato.deployments.steps.{step}"]


@pytest.mark.parametrize(
    ("source", "entrypoint", "error", "message"),
    [
        ("no/such/folder", "a.py:b", FileNotFoundError, "There is no folder"),
        (".", "no_such.py:b", MissingFlowError, "is not there"),
        (".", "tests/deployments/repositories.py:git", MissingFlowError, "is no flow, but function"),
        (5, "a.py:b", TypeError, "not from int"),
    ],
)
def test_a_source_without_that_flow_is_refused(
    source: Any, entrypoint: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        Flow.from_source(source, entrypoint)


def test_several_are_deployed_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    made = [one.to_deployment("d", entrypoint_type="module_path") for one in (hello, greetings)]
    with temporary_settings({LEGATO_DEFAULT_WORK_POOL_NAME: "here"}):
        ids = deploy(*made, ignore_warnings=True)
    assert [on_server(id).entrypoint for id in ids] == [one.entrypoint for one in made]
    assert "Deployment 'hello/d' is made." in capsys.readouterr().out


def test_one_that_is_not_taken_does_not_keep_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = (hello.to_deployment(name, entrypoint_type="module_path") for name in ("good", "bad"))
    bad.parameters, bad.enforce_parameter_schema = {"times": "many"}, True
    with pytest.raises(DeploymentApplyError, match="Deployment 'bad' cannot be made"):
        deploy(bad, good, work_pool_name="here")
    assert "Deployment 'hello/good' is made." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "A work pool name must be provided"),
        ({"work_pool_name": "nowhere"}, "Could not find work pool 'nowhere'"),
        ({"work_pool_name": "here"}, "Either an image or remote storage location must be provided"),
        ({"work_pool_name": "here", "image": "a:1"}, "'here' does not support custom Docker images"),
        ({"work_pool_name": "boxes", "image": "A b"}, "is no name of an image"),
        ({"work_pool_name": "boxes", "image": "--privileged"}, "is no name of an image"),
    ],
)
def test_what_workers_could_not_run_is_refused(options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hello.deploy("d", **options)


def test_an_image_is_built_and_pushed(docker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "requirements.txt").write_text("polars\n")
    (tmp_path / "shop.py").write_text(FLOW.format(price=1))
    monkeypatch.setattr(sys, "path", list(sys.path))
    from legato.deployments import RunnerDeployment

    image = DeploymentImage("registry.example:5000/shop", tag="1", buildargs={"A": "b c"}, platform="linux/arm64")
    (id,) = deploy(RunnerDeployment.from_entrypoint("shop.py:sell", "d"), work_pool_name="boxes", image=image)
    build, push = docker.read_text().splitlines()
    assert build.startswith("build --tag=registry.example:5000/shop:1 --file=")
    assert build.endswith("--build-arg=A=b c --platform=linux/arm64 -- .")
    assert push == "push -- registry.example:5000/shop:1"
    lines = (tmp_path / "Dockerfile").read_text().splitlines()
    assert f"WORKDIR /opt/legato/{tmp_path.name}" in lines
    assert lines[-3:] == [
        "COPY requirements.txt .",
        "RUN pip install --no-cache-dir -r requirements.txt",
        "COPY . .",
    ]
    assert on_server(id).job_variables == {"image": "registry.example:5000/shop:1"}


def test_an_image_that_is_there_is_only_named(docker: Path) -> None:
    id = hello.deploy("d", work_pool_name="boxes", image="shop:1", build=False)
    assert on_server(id).job_variables == {"image": "shop:1"}
    assert not docker.exists()


def test_what_docker_refuses_is_told(docker: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="docker push did not succeed"):
        hello.deploy("d", work_pool_name="boxes", image="registry.example/closed:1")
    with pytest.raises(ImageError, match="There is no file"):
        DeploymentImage("a", dockerfile=tmp_path / "none").build()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ImageError, match="which is not installed"):
        DeploymentImage("a").build()


def test_images_have_one_tag_and_known_options() -> None:
    assert DeploymentImage("a/b:c").reference == "a/b:c"
    assert DeploymentImage("host:80/b").name == "host:80/b"
    assert DeploymentImage("a/b").tag[:2] == "20"
    with pytest.raises(ValueError, match="Only one tag"):
        DeploymentImage("a:b", tag="c")
    with pytest.raises(TypeError, match="without the option privileged"):
        DeploymentImage("a", privileged=True)


def test_in_async_code_it_is_awaited(tmp_path: Path) -> None:
    async def deployed() -> Any:
        found: Any = Flow.from_source(tmp_path, "shop.py:sell")
        made: Any = (await found).deploy("d", work_pool_name="here", ignore_warnings=True)
        return await made

    (tmp_path / "shop.py").write_text(FLOW.format(price=5))
    assert on_server(asyncio.run(deployed())).work_pool_name == "here"
