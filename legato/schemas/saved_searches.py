"""Saved searches: filters of the run list that people gave a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from legato.schemas.words import Moment


class SavedSearchFilter(msgspec.Struct, kw_only=True):
    """One condition of a saved search."""

    object: str
    property: str
    type: str
    operation: str
    value: Any = None


class SavedSearch(msgspec.Struct, kw_only=True):
    """A saved search."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    filters: list[SavedSearchFilter] = []


class SavedSearchCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to save a search."""

    name: str
    filters: list[SavedSearchFilter] = []
