"""Variables: texts that people keep on the server, by name."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from legato.schemas.words import Moment

_NAMED = "Variable name must only contain lowercase letters, numbers, and underscores."
VariableName = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z0-9_]*$(?!\n)", max_length=255, extra={"problem": (_NAMED, "value_error")})
]
VariableValue = Annotated[str, msgspec.Meta(max_length=5000)] | int | float | bool
"""A text; numbers and truth values are written out."""


class Variable(msgspec.Struct, kw_only=True):
    """A variable."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    value: str
    tags: list[str] = []


class VariableCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a variable."""

    name: VariableName
    value: VariableValue
    tags: list[str] = []


class VariableUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a variable."""

    name: VariableName | None = None
    value: VariableValue | None = None
    tags: list[str] | None = None
