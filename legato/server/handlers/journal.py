"""The journal, and the answers that are kept for others."""

from __future__ import annotations

from legato.contract.journal import CachedAnswer, FindCachedState, RecordEntries
from legato.schemas.journal import JournalReply
from legato.server import recording
from legato.server.handling import handles
from legato.server.store import task_run_cache
from legato.server.store.transaction import Transaction


@handles(RecordEntries, writes=True)
def record_entries(request: RecordEntries, db: Transaction) -> JournalReply:
    """Take journal entries."""
    return recording.apply(db, request.entries, request.owned)


@handles(FindCachedState)
def find_cached_state(request: FindCachedState, db: Transaction) -> CachedAnswer:
    """Find the answer that is kept under a key."""
    state = task_run_cache.find(db, request.cache_key)
    expired = task_run_cache.expired(db, request.cache_key) if state is None else None
    return CachedAnswer(state=state, expired=expired)
