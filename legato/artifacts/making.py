"""Functions that make artifacts. None of them waits for the network: artifacts travel with the records of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from legato.artifacts.kinds import (
    ImageArtifact,
    LinkArtifact,
    MarkdownArtifact,
    ProgressArtifact,
    TableArtifact,
    percent,
    record_change,
)
from legato.either_way import either_way, twin


class Frame(Protocol):
    """A DataFrame of pandas."""

    @property
    def columns(self) -> Any:
        """The names of the columns."""
        ...

    @property
    def iloc(self) -> Any:
        """Its parts by their place."""
        ...


Table = Mapping[str, Sequence[Any]] | Sequence[Mapping[str, Any]] | Sequence[Sequence[Any]] | Frame


@either_way
def create_link_artifact(
    link: str,
    link_text: str | None = None,
    key: str | None = None,
    description: str | None = None,
    client: object = None,
) -> UUID:
    """Leave a link behind; return the artifact's id.

    Raises:
        InvalidNameError: the key has other characters than small letters, digits and dashes.
    """
    return LinkArtifact(link=link, link_text=link_text, key=key, description=description).make().id


acreate_link_artifact = twin(create_link_artifact)


@either_way
def create_markdown_artifact(markdown: str, key: str | None = None, description: str | None = None) -> UUID:
    """Leave a text in Markdown behind; return the artifact's id.

        create_markdown_artifact("# Done", key="report")

    Raises:
        InvalidNameError: the key has other characters than small letters, digits and dashes.
    """
    return MarkdownArtifact(markdown=markdown, key=key, description=description).make().id


acreate_markdown_artifact = twin(create_markdown_artifact)


@either_way
def create_table_artifact(table: Table, key: str | None = None, description: str | None = None) -> UUID:
    """Leave a table behind: a list of dicts, a list of lists, a dict of lists or a DataFrame; return the artifact's id.

    NaN and the infinities become null.

    Raises:
        InvalidNameError: the key has other characters than small letters, digits and dashes.
        TypeError: it is no table.
    """
    return TableArtifact(table=table, key=key, description=description).make().id


acreate_table_artifact = twin(create_table_artifact)


@either_way
def create_progress_artifact(progress: float, key: str | None = None, description: str | None = None) -> UUID:
    """Show how far something is, from 0 to 100; return the artifact's id, for `update_progress_artifact`.

    Raises:
        InvalidNameError: the key has other characters than small letters, digits and dashes.
        ValueError: the progress is NaN.
    """
    return ProgressArtifact(progress=progress, key=key, description=description).make().id


acreate_progress_artifact = twin(create_progress_artifact)


@either_way
def update_progress_artifact(
    artifact_id: UUID, progress: float, description: str | None = None, client: object = None
) -> UUID:
    """Show how far something is now; a description that is not given stays. Return the artifact's id.

    Raises:
        ValueError: the progress is NaN.
    """
    record_change(artifact_id, percent(progress), description)
    return artifact_id


aupdate_progress_artifact = twin(update_progress_artifact)


@either_way
def create_image_artifact(image_url: str, key: str | None = None, description: str | None = None) -> UUID:
    """Show an image that lies at a public address; return the artifact's id.

    Raises:
        InvalidNameError: the key has other characters than small letters, digits and dashes.
    """
    return ImageArtifact(image_url=image_url, key=key, description=description).make().id


acreate_image_artifact = twin(create_image_artifact)
