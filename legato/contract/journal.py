"""What engines say and ask besides the operations of one run each: what their runs did, and whether others know it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from legato.contract.request import Request
from legato.schemas.journal import Entry, JournalReply
from legato.schemas.states import State
from legato.schemas.words import Moment


class RecordEntries(Request[JournalReply]):
    """Take journal entries, in order; those known already are passed over.

    `owned` are flow runs that the sender executes now: the answer tells what their owner must hear.
    """

    method, path = "POST", "/journal/"
    entries: list[Entry] = []
    owned: list[UUID] = []


class CachedAnswer(msgspec.Struct, kw_only=True):
    """What is kept under a cache key: a completed state, or none; `expired` is when the last one lost its force."""

    state: State[Any] | None = None
    expired: Moment | None = None


class FindCachedState(Request[CachedAnswer]):
    """The completed state that is kept under a cache key, if there is one that has not expired."""

    method, path = "POST", "/journal/cached"
    cache_key: str
