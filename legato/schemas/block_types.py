"""Block types: what kinds of configured things there are."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from legato.schemas.words import Moment, Name, Slug, Url


class BlockType(msgspec.Struct, kw_only=True):
    """A block type; those that the product itself needs are protected."""

    id: UUID
    created: Moment
    updated: Moment
    name: str
    slug: str
    logo_url: str | None = None
    documentation_url: str | None = None
    description: str | None = None
    code_example: str | None = None
    is_protected: bool = False


class BlockTypeUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a block type."""

    logo_url: Url | msgspec.UnsetType | None = msgspec.UNSET
    documentation_url: Url | msgspec.UnsetType | None = msgspec.UNSET
    description: str | msgspec.UnsetType | None = msgspec.UNSET
    code_example: str | msgspec.UnsetType | None = msgspec.UNSET


class BlockTypeCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a block type."""

    name: Annotated[Name, msgspec.Meta(min_length=1)]
    slug: Annotated[Slug, msgspec.Meta(min_length=1)]
    logo_url: Url | None = None
    documentation_url: Url | None = None
    description: str | None = None
    code_example: str | None = None
