"""Variables are made, read, changed and removed, in sync and in async code."""

import asyncio
from typing import Any

import pytest

from legato import flow, task, variables
from legato.variables import Variable


def test_a_variable_is_made_and_read() -> None:
    made = Variable.set("region", "eu", tags=["infra"])
    found = Variable.get("region")
    assert isinstance(found, Variable)
    assert found == made
    assert (found.name, found.value, found.tags) == ("region", "eu", ["infra"])
    assert variables.get("region") == "eu"


def test_where_there_is_none_the_default_is_given() -> None:
    assert Variable.get("nothing") is None
    assert Variable.get("nothing", "x") == variables.get("nothing", "x") == "x"
    assert variables.get("nothing") is None


def test_a_variable_is_changed_only_where_that_is_asked_for() -> None:
    Variable.set("region", "eu", tags=["infra"])
    with pytest.raises(ValueError, match=r"There is a variable 'region' already\. Give overwrite=True"):
        Variable.set("region", "us")
    assert variables.get("region") == "eu"
    assert Variable.set("region", "us", overwrite=True).value == "us"
    assert Variable.set("new_one", "1", overwrite=True).value == "1"


def test_a_variable_is_removed_once() -> None:
    Variable.set("region", "eu")
    assert (Variable.unset("region"), Variable.unset("region")) == (True, False)
    assert Variable.get("region") is None


@pytest.mark.parametrize("name", ["Region", "my-region", "a b", "", "ä", "a\n", "x" * 256, "../flows", 5])
def test_a_name_that_is_none_is_refused(name: Any) -> None:
    with pytest.raises(ValueError, match="Variable name"):
        Variable.set(name, "x")


def test_a_value_is_a_text_of_limited_length() -> None:
    assert Variable.set("n", 5).value == "5"  # type: ignore[arg-type]
    assert Variable.set("long", "x" * 5000).value == "x" * 5000
    with pytest.raises(ValueError, match="5,001 characters"):
        Variable.set("longer", "x" * 5001)
    with pytest.raises(TypeError, match=r"json\.dumps"):
        Variable.set("d", {"a": 1})  # type: ignore[arg-type]


def test_a_name_that_no_variable_can_have_gives_the_default() -> None:
    assert Variable.get("no/such?name#", "x") == "x"


def test_flows_and_tasks_of_either_kind_read_variables() -> None:
    Variable.set("region", "eu")

    @task
    def in_task() -> str | None:
        return variables.get("region")

    @flow
    def sync_flow() -> list[str | None]:
        return [variables.get("region"), in_task()]

    @flow
    async def async_flow() -> list[Any]:
        value: Any = variables.get("region")
        making: Any = Variable.set("zone", "a")
        made = await making
        await Variable.aset("zone", "b", overwrite=True)
        found = await Variable.aget("zone")
        assert isinstance(found, Variable)
        return [await value, made.value, found.value, await variables.aget("zone"), in_task()]

    assert sync_flow() == ["eu", "eu"]
    assert asyncio.run(async_flow()) == ["eu", "a", "b", "b", "eu"]  # type: ignore[arg-type]
