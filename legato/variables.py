"""Variables: texts that people keep on the server by name, for flows to read."""

from __future__ import annotations

import re
from uuid import UUID

import msgspec

from legato import connect
from legato.contract.variables import (
    CreateVariable,
    DeleteVariableByName,
    ReadVariableByName,
    UpdateVariableByName,
)
from legato.either_way import either_way, twin
from legato.exceptions import InvalidNameError, ObjectAlreadyExists, ObjectNotFound
from legato.schemas.variables import VariableUpdate

LONGEST_NAME, LONGEST_VALUE = 255, 5_000
_NAME = re.compile(r"[a-z0-9_]+")


class Variable(msgspec.Struct, kw_only=True):
    """A variable as it is on the server: its name, its value, its tags.

    Variable.set("region", "eu")
    Variable.get("region").value
    """

    name: str
    value: str
    tags: list[str] | None = None
    id: UUID | None = None

    @classmethod
    @either_way
    def set(cls, name: str, value: str, tags: list[str] | None = None, overwrite: bool = False) -> Variable:
        """Make a variable, or give one another value and other tags where `overwrite` is true; return it.

        Raises:
            ValueError: there is one of that name already, the name is none (small letters, digits and `_`, up to
                255), or the value is too long (up to 5,000 characters).
            TypeError: the value is no text, number or truth value.
        """
        name, value = _checked_name(name), _checked_value(value)
        try:
            made = connect.send(CreateVariable(name=name, value=value, tags=tags or []))
        except ObjectAlreadyExists:
            if not overwrite:
                text = f"There is a variable {name!r} already. Give overwrite=True to change its value."
                raise ValueError(text) from None
            change = VariableUpdate(value=value, tags=tags or [])
            connect.send(UpdateVariableByName(name=name, update=change))
            made = connect.send(ReadVariableByName(name=name))
        return cls(name=made.name, value=made.value, tags=made.tags, id=made.id)

    aset = twin(set)

    @classmethod
    @either_way
    def get(cls, name: str, default: str | None = None) -> Variable | str | None:
        """Return the variable of a name, or the default where there is none."""
        try:
            found = connect.send(ReadVariableByName(name=name))
        except ObjectNotFound:
            return default
        return cls(name=found.name, value=found.value, tags=found.tags, id=found.id)

    aget = twin(get)

    @classmethod
    @either_way
    def unset(cls, name: str) -> bool:
        """Delete the variable of a name; tell whether there was one."""
        try:
            connect.send(DeleteVariableByName(name=name))
        except ObjectNotFound:
            return False
        return True

    aunset = twin(unset)


@either_way
def get(name: str, default: str | None = None) -> str | None:
    """Return the value of the variable of a name, or the default where there is none. `Variable.get` tells more."""
    try:
        return connect.send(ReadVariableByName(name=name)).value
    except ObjectNotFound:
        return default


aget = twin(get)


def _checked_name(name: object) -> str:
    if not isinstance(name, str) or _NAME.fullmatch(name) is None:
        raise InvalidNameError(
            f"Variable name {name!r:.100} must only contain lowercase letters, numbers, and underscores."
        )
    if len(name) > LONGEST_NAME:
        raise InvalidNameError(f"Variable name {name[:20]!r}… has {len(name)} characters, at most {LONGEST_NAME} fit.")
    return name


def _checked_value(value: object) -> str:
    if not isinstance(value, str | int | float):
        text = (
            f"The value of a variable is a text, not {type(value).__name__}: write it out, for example with json.dumps."
        )
        raise TypeError(text)
    if len(text := str(value)) > LONGEST_VALUE:
        raise ValueError(f"The value has {len(text):,} characters; a variable takes at most {LONGEST_VALUE:,}.")
    return text
