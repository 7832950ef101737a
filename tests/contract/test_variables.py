"""Variables succeed and fail in the same way over both transports."""

from typing import Any
from uuid import UUID

import pytest

from legato.contract.variables import (
    CountVariables,
    CreateVariable,
    DeleteVariable,
    DeleteVariableByName,
    ReadVariable,
    ReadVariableByName,
    ReadVariables,
    UpdateVariable,
    UpdateVariableByName,
)
from legato.exceptions import ObjectAlreadyExists, ObjectNotFound, RequestInvalid
from legato.schemas.conditions import TextInOrLike
from legato.schemas.filters import VariableFilter
from legato.schemas.variables import VariableUpdate
from tests.contract.conftest import Send

NOBODY = UUID(int=7)


def test_variables(send: Send) -> None:
    made = send(CreateVariable(name="one", value="1", tags=["a"]))
    assert send(ReadVariable(id=made.id)) == send(ReadVariableByName(name="one")) == made
    send(UpdateVariable(id=made.id, value="2"))
    send(UpdateVariableByName(name="one", update=VariableUpdate(tags=[], name="two")))
    changed = send(ReadVariable(id=made.id))
    assert (changed.name, changed.value, changed.tags) == ("two", "2", [])
    assert [one.id for one in send(ReadVariables())] == [made.id]
    assert send(CountVariables()) == 1
    send(DeleteVariable(id=made.id))
    send(CreateVariable(name="three", value="3"))
    send(DeleteVariableByName(name="three"))
    assert send(CountVariables()) == 0


def test_a_variable_that_is_not_there(send: Send) -> None:
    for request in (
        ReadVariable(id=NOBODY),
        ReadVariableByName(name="none"),
        UpdateVariable(id=NOBODY, value="1"),
        UpdateVariableByName(name="none", update=VariableUpdate(value="1")),
        DeleteVariable(id=NOBODY),
        DeleteVariableByName(name="none"),
    ):
        with pytest.raises(ObjectNotFound, match=r"Variable not found\."):
            send(request)


def test_a_name_is_taken_once(send: Send) -> None:
    send(CreateVariable(name="one", value="1"))
    two = send(CreateVariable(name="two", value="2"))
    for request in (CreateVariable(name="one", value="3"), UpdateVariable(id=two.id, name="one")):
        with pytest.raises(ObjectAlreadyExists, match="integrity"):
            send(request)
    assert send(ReadVariableByName(name="one")).value == "1"


@pytest.mark.parametrize(("value", "kept"), [(7, "7"), (1.5, "1.5"), (True, "True"), ("ä", "ä")])
def test_a_value_that_is_no_text_becomes_one(send: Send, value: Any, kept: str) -> None:
    assert send(CreateVariable(name="x", value=value)).value == kept


def test_values_are_found_by_a_part_of_them(send: Send) -> None:
    for name, value in (("a", "one Two"), ("b", "two%"), ("c", "x")):
        send(CreateVariable(name=name, value=value))
    found = {
        text: [one.name for one in send(ReadVariables(variables=VariableFilter(value=TextInOrLike(like_=text))))]
        for text in ("two", "o%o", "_")
    }
    assert found == {"two": ["a", "b"], "o%o": ["a"], "_": []}
    with pytest.raises(RequestInvalid, match="wildcards"):
        send(CountVariables(variables=VariableFilter(value=TextInOrLike(like_="%a" * 20))))
