"""Flows: the functions that runs are runs of, known by name."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from legato.schemas.words import Moment, Name


class Flow(msgspec.Struct, kw_only=True):
    """A flow."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    tags: list[str] = []


class FlowCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a flow."""

    name: Annotated[Name, msgspec.Meta(min_length=1)]
    tags: list[str] = []


class FlowUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a flow."""

    tags: list[str] | None = None
