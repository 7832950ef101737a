"""The journal."""

from __future__ import annotations

from legato.contract.journal import RecordEntries
from legato.schemas.journal import JournalReply
from legato.server import recording
from legato.server.handling import handles
from legato.server.store.transaction import Transaction


@handles(RecordEntries, writes=True)
def record_entries(request: RecordEntries, db: Transaction) -> JournalReply:
    """Take journal entries."""
    return recording.apply(db, request.entries, request.owned)
