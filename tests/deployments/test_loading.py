"""The flow of a run is brought to where the run is executed."""

import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from legato import clock, connect
from legato.contract.deployments import ReadDeployment
from legato.deployments import RunnerDeployment, run_deployment
from legato.deployments.loading import flow_of, load_flow_from_flow_run
from legato.exceptions import MissingFlowError, ScriptError, StepExecutionError
from legato.filesystems import LocalFileSystem
from legato.runner.storage import GitRepository
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun
from tests.deployments.repositories import FLOW, repository


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder in which a run is executed."""
    place = tmp_path / "run"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return place


def a_run() -> FlowRun:
    now = clock.now()
    return FlowRun(id=uuid4(), created=now, updated=now, name="r", flow_id=uuid4())


def deployment(**fields: Any) -> Deployment:
    now = clock.now()
    return Deployment(id=uuid4(), created=now, updated=now, name="d", flow_id=uuid4(), **fields)


def test_code_is_pulled_and_its_folder_gone_to(tmp_path: Path, folder: Path) -> None:
    step = GitRepository(f"file://{repository(tmp_path / 'shop')}", branch="sale").to_pull_step()
    found = flow_of(a_run(), deployment(pull_steps=[step], entrypoint="shop.py:sell"))
    assert found.fn() == 2
    assert Path.cwd() == folder / "shop-sale"


def test_code_is_copied_from_a_folder(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "shop.py").write_text(FLOW.format(price=6))
    found = flow_of(a_run(), deployment(path=str(tmp_path / "code"), entrypoint="shop.py:sell"))
    assert (found.fn(), Path.cwd()) == (6, folder)
    assert (folder / "shop.py").is_file()


def test_code_is_copied_from_a_block(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "shelf" / "v1").mkdir(parents=True)
    (tmp_path / "shelf" / "v1" / "shop.py").write_text(FLOW.format(price=7))
    id = LocalFileSystem(basepath=str(tmp_path / "shelf")).save("shelf")
    found = flow_of(a_run(), deployment(storage_document_id=id, path="v1", entrypoint="shop.py:sell"))
    assert found.fn() == 7


def test_a_module_is_imported(folder: Path) -> None:
    (folder / "market").mkdir()
    (folder / "market" / "__init__.py").write_text("")
    (folder / "market" / "stall.py").write_text(FLOW.format(price=8))
    assert flow_of(a_run(), deployment(path="/no/such", entrypoint="market.stall.sell")).fn() == 8


def test_a_file_of_a_package_imports_what_stands_beside_it(folder: Path) -> None:
    (folder / "bazaar" / "east").mkdir(parents=True)
    for place in ("bazaar", "bazaar/east"):
        (folder / place / "__init__.py").write_text("")
    (folder / "bazaar" / "prices.py").write_text("PRICE = 9\n")
    (folder / "bazaar" / "east" / "shop.py").write_text(f"from ..prices import PRICE\n{FLOW.format(price='PRICE')}")
    assert flow_of(a_run(), deployment(entrypoint="bazaar/east/shop.py:sell")).fn() == 9


@pytest.mark.parametrize("name", ["LEGATO__FLOW_ENTRYPOINT", "PREFECT__FLOW_ENTRYPOINT"])
def test_the_environment_names_the_flow_before_the_deployment_does(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "shop.py").write_text(FLOW.format(price=10))
    monkeypatch.setenv(name, "shop.py:sell")
    assert flow_of(a_run(), None).fn() == 10


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({}, MissingFlowError, "has no entrypoint: deploy its flow again"),
        ({"entrypoint": "shop.py:sell"}, MissingFlowError, "shop.py with the flow is not there"),
        ({"entrypoint": "shop.py:sell", "path": "/no/such"}, MissingFlowError, "The folder /no/such with the code"),
        ({"entrypoint": "no.such.flow"}, MissingFlowError, "The module 'no.such' cannot be imported"),
        ({"entrypoint": "bad.py:sell"}, ScriptError, "ZeroDivisionError"),
        ({"entrypoint": "bad.py:x", "pull_steps": [{"no.such.step": {}}]}, StepExecutionError, "no.such.step"),
        ({"entrypoint": "plain.py:sell"}, MissingFlowError, "plain.py:sell is no flow, but function"),
        ({"entrypoint": "plain.py:buy"}, MissingFlowError, "There is no 'buy'"),
        ({"entrypoint": "needy.py:sell"}, ScriptError, "No module named 'no_such_library'"),
    ],
)
def test_what_is_missing_is_told(fields: Any, error: type[Exception], message: str, folder: Path) -> None:
    (folder / "bad.py").write_text("1 / 0\n")
    (folder / "plain.py").write_text("def sell(): pass\n")
    (folder / "needy.py").write_text("import no_such_library\n")
    with pytest.raises(error, match=message):
        flow_of(a_run(), deployment(**fields))


def test_without_a_deployment_nobody_knows_the_flow() -> None:
    with pytest.raises(MissingFlowError, match="it has no deployment"):
        flow_of(a_run(), None)


def test_the_flow_of_a_run_is_found_by_its_deployment(tmp_path: Path, folder: Path) -> None:
    storage = GitRepository(f"file://{repository(tmp_path / 'shop')}")
    made = RunnerDeployment.from_storage(storage, "shop.py:sell", "d")
    id = made.apply()
    assert connect.send(ReadDeployment(id=id)).path == str(storage.destination)
    run = run_deployment(id, timeout=0)
    (folder / "shop.py").write_text(FLOW.format(price=11))
    assert load_flow_from_flow_run(run, ignore_storage=True).fn() == 11
