"""Artifacts: what runs leave behind for people to see, and the latest one of each key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import msgspec

from legato.schemas.words import Moment

_KEYED = "Artifact key must only contain lowercase letters, numbers, and dashes."
ArtifactKey = (
    Annotated[
        str, msgspec.Meta(pattern=r"^[a-z0-9-]*$(?!\n)", max_length=10_000, extra={"problem": (_KEYED, "value_error")})
    ]
    | Annotated[int, msgspec.Meta(ge=0)]
)
"""A word for addresses; a number is written out."""

Metadata = dict[str, str | int | float | bool]
_LONGEST_METADATA = 500


class Artifact(msgspec.Struct, kw_only=True):
    """An artifact."""

    id: UUID
    created: Moment
    updated: Moment
    key: str | None = None
    type: str | None = None
    description: str | None = None
    data: Any = None
    metadata_: dict[str, str] | None = None
    flow_run_id: UUID | None = None
    task_run_id: UUID | None = None


class ArtifactCollection(msgspec.Struct, kw_only=True):
    """A key of artifacts, with what its latest artifact holds."""

    id: UUID
    created: Moment
    updated: Moment
    key: str
    latest_id: UUID
    type: str | None = None
    description: str | None = None
    data: Any = None
    metadata_: dict[str, str] | None = None
    flow_run_id: UUID | None = None
    task_run_id: UUID | None = None


class ArtifactCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be said of a new artifact."""

    key: ArtifactKey | None = None
    type: str | None = None
    description: str | None = None
    data: Any = None
    metadata_: Metadata | None = None
    flow_run_id: UUID | None = None
    task_run_id: UUID | None = None


class ArtifactUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of an artifact."""

    data: Any = msgspec.UNSET
    description: str | msgspec.UnsetType | None = msgspec.UNSET
    metadata_: Metadata | msgspec.UnsetType | None = msgspec.UNSET


def shortened(metadata: Mapping[str, str | int | float | bool] | None) -> dict[str, str] | None:
    """Return metadata as texts, cut where they are long."""
    if metadata is None:
        return None
    texts = {key: str(value) for key, value in metadata.items()}
    return {
        key: text if len(text) <= _LONGEST_METADATA else f"{text[:_LONGEST_METADATA]}..." for key, text in texts.items()
    }
