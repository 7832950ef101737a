"""Flows whose files import what is not here are deployed all the same: they are read from their text."""

from pathlib import Path

import pytest

from legato.deployments import RunnerDeployment
from legato.engine.parameters import parameter_schema
from legato.exceptions import MissingFlowError, ScriptError

SOURCE = '''
from datetime import date
from typing import Literal

import no_such_library as nsl
import legato
from legato import flow, task
from no_such_library import Frame

LIMIT = 7
NAME = "etl-" + "nightly"


@flow(name=NAME, version="3", retries=nsl.RETRIES, description="Loads.")
def load(
    day: date,
    frame: Frame = None,
    *,
    limit: int = LIMIT,
    mode: Literal["a", "b"] = "a",
    options: nsl.Options = nsl.Options(),
) -> Frame:
    """Load everything.

    Args:
        limit: how many
    """
    return nsl.load()


class Shop:
    @legato.flow
    async def sell(price: float) -> None:
        pass


def plain():
    pass
'''


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with flows that cannot be imported."""
    (tmp_path / "needy.py").write_text(SOURCE)
    monkeypatch.chdir(tmp_path)


def read(name: str) -> RunnerDeployment:
    with pytest.warns(UserWarning, match=rf"needy\.py:{name} is read without being imported: No module named 'no_such"):
        return RunnerDeployment.from_entrypoint(f"needy.py:{name}", "d")


def test_a_flow_is_read_from_its_text() -> None:
    made = read("load")
    assert (made.flow_name, made.version, made.description) == ("etl-nightly", "3", "Loads.")
    schema = made.parameter_openapi_schema
    assert schema is not None
    assert schema["required"] == ["day"]
    properties = schema["properties"]
    assert (properties["day"]["format"], properties["limit"]["default"]) == ("date", 7)
    assert properties["limit"]["description"] == "how many"
    assert properties["mode"]["enum"] == ["a", "b"]
    assert "type" not in properties["frame"]
    made.apply()


def test_a_flow_of_a_class_has_the_version_of_its_file() -> None:
    made = read("Shop.sell")
    assert (made.flow_name, len(made.version or "")) == ("sell", 32)
    assert list((made.parameter_openapi_schema or {})["properties"]) == ["price"]


@pytest.mark.parametrize("name", ["plain", "nothing", "Shop.buy", "Shop"])
def test_what_is_no_flow_is_not_read(name: str) -> None:
    with pytest.raises(MissingFlowError, match=f"There is no flow '{name}' in needy.py"):
        read(name)


def test_other_errors_of_a_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("1 / 0\n")
    with pytest.raises(ScriptError, match="ZeroDivisionError"):
        RunnerDeployment.from_entrypoint("bad.py:f", "d")


def test_a_flow_that_was_only_read_says_so_when_it_is_run() -> None:
    from legato.reading import read_flow

    found = read_flow("needy.py:load")
    assert list(parameter_schema(found.fn).properties) == ["day", "frame", "limit", "mode", "options"]
    with pytest.raises(RuntimeError, match="Flow function 'load' was only read"):
        found.fn(None)
