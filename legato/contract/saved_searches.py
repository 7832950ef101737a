"""Operations on saved searches."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.saved_searches import SavedSearch, SavedSearchCreate
from legato.schemas.words import Limit, Offset


class SaveSearch(SavedSearchCreate, Request[SavedSearch]):
    """Save a search, in place of the one of that name where it exists (200)."""

    method, path, status = "PUT", "/saved_searches/", 201
    also = (200,)


class ReadSavedSearch(Request[SavedSearch]):
    """One saved search by id."""

    method, path = "GET", "/saved_searches/{id}"
    id: UUID


class DeleteSavedSearch(Request[None]):
    """Remove a saved search."""

    method, path, status = "DELETE", "/saved_searches/{id}", 204
    id: UUID


class ReadSavedSearches(Request[list[SavedSearch]]):
    """Saved searches by name."""

    method, path = "POST", "/saved_searches/filter"
    limit: Limit | None = None
    offset: Offset = 0
