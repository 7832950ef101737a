"""Saved searches."""

from __future__ import annotations

from legato.contract.saved_searches import DeleteSavedSearch, ReadSavedSearch, ReadSavedSearches, SaveSearch
from legato.schemas.saved_searches import SavedSearch
from legato.server.handling import Reply, handles, page_limit
from legato.server.refusals import not_found
from legato.server.store import saved_searches
from legato.server.store.transaction import Transaction


@handles(SaveSearch, writes=True)
def save_search(request: SaveSearch, db: Transaction) -> SavedSearch | Reply:
    """Save a search under its name."""
    search, is_new = saved_searches.save(db, request.name, request.filters)
    return search if is_new else Reply(search, 200)


@handles(ReadSavedSearch)
def read_saved_search(request: ReadSavedSearch, db: Transaction) -> SavedSearch:
    """Read a saved search."""
    search = saved_searches.by_id(db, request.id)
    if search is None:
        raise not_found("Saved search")
    return search


@handles(DeleteSavedSearch, writes=True)
def delete_saved_search(request: DeleteSavedSearch, db: Transaction) -> None:
    """Delete a saved search."""
    if not saved_searches.remove(db, request.id):
        raise not_found("Saved search")


@handles(ReadSavedSearches)
def read_saved_searches(request: ReadSavedSearches, db: Transaction) -> list[SavedSearch]:
    """List saved searches."""
    return saved_searches.listed(db, page_limit(request.limit), request.offset)
