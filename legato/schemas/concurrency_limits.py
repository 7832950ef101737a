"""Limits on how many task runs with a tag run at the same time."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from legato.schemas.words import Moment


class ConcurrencyLimit(msgspec.Struct, kw_only=True):
    """A limit, with the task runs that hold its slots."""

    id: UUID
    created: Moment
    updated: Moment
    tag: str
    concurrency_limit: int
    active_slots: list[UUID] = []


class ConcurrencyLimitCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a limit; one of that tag is changed."""

    tag: str
    concurrency_limit: Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)]
