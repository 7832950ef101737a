"""The bulk operation by which engines tell what their runs did."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.journal import Entry, JournalReply


class RecordEntries(Request[JournalReply]):
    """Take journal entries, in order; those known already are passed over.

    `owned` are flow runs that the sender executes now: the answer tells what their owner must hear.
    """

    method, path = "POST", "/journal/"
    entries: list[Entry] = []
    owned: list[UUID] = []
