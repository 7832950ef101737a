"""The kinds of artifacts, and how each is written down."""

from __future__ import annotations

import math
import re
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from legato import clock, connect
from legato.artifacts.tables import checked_table, json_text
from legato.context import FlowRunContext, TaskRunContext
from legato.contract.artifacts import ReadLatestArtifact
from legato.either_way import either_way, twin
from legato.engine.recorder import Recorder
from legato.exceptions import InvalidNameError, ObjectNotFound
from legato.ids import uuid7
from legato.schemas.artifacts import Artifact as KeptArtifact
from legato.schemas.artifacts import shortened
from legato.schemas.journal import ArtifactChanged, ArtifactMade

_KEY = re.compile(r"[a-z0-9-]*")


class Artifact(msgspec.Struct, kw_only=True):
    """Data of any kind, to be kept and shown as JSON.

    Artifact(key="report", type="json", data={"rows": 3}).create()
    """

    kind: ClassVar[str | None] = None

    key: str | None = None
    type: str | None = None
    description: str | None = None
    data: Any = None
    metadata_: dict[str, str] | None = None
    flow_run_id: UUID | None = None
    task_run_id: UUID | None = None

    def __post_init__(self) -> None:
        """Check the key, before anything is made."""
        if self.key is not None and _KEY.fullmatch(str(self.key)) is None:
            raise InvalidNameError(
                f"Artifact key {self.key!r:.100} must only contain lowercase letters, numbers, and dashes."
            )
        self.type = self.type or self.kind

    def content(self) -> Any:
        """Return the data as it is kept."""
        return json_text(self.data)

    @either_way
    def format(self) -> Any:
        """Return the data as it is kept."""
        return self.content()

    aformat = twin(format)

    @either_way
    def create(self, client: object = None) -> KeptArtifact:
        """Make the artifact, part of the run that this code is in, and return it; this waits for nothing."""
        return self.make()

    acreate = twin(create)

    def make(self) -> KeptArtifact:
        """Record the artifact and return it."""
        recorder, flow_run_id, task_run_id = _here()
        entry = ArtifactMade(
            uuid7(),
            clock.now(),
            self.key,
            self.type,
            self.description,
            self.content(),
            shortened(self.metadata_),
            self.flow_run_id or flow_run_id,
            self.task_run_id or task_run_id,
        )
        recorder.append(entry)
        fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
        return KeptArtifact(**fields, updated=entry.created)

    @classmethod
    @either_way
    def get(cls, key: str, client: object = None) -> KeptArtifact | None:
        """Return the latest artifact of a key, or None where there is none."""
        return _latest(key)

    aget = twin(get)

    @classmethod
    @either_way
    def get_or_create(
        cls, key: str, description: str | None = None, data: Any = None, client: object = None, **fields: Any
    ) -> tuple[KeptArtifact, bool]:
        """Return the latest artifact of a key, or a new one where there is none; and whether it is new."""
        if (found := _latest(key)) is not None:
            return found, False
        return cls(key=key, description=description, data=data, **fields).make(), True

    aget_or_create = twin(get_or_create)


class LinkArtifact(Artifact, kw_only=True):
    """A link, with a text in its place if there is one."""

    kind: ClassVar[str | None] = "markdown"
    link: str
    link_text: str | None = None

    def content(self) -> str:
        """Return the link as Markdown."""
        return f"[{self.link_text or self.link}]({self.link})"


class MarkdownArtifact(Artifact, kw_only=True):
    """A text in Markdown."""

    kind: ClassVar[str | None] = "markdown"
    markdown: str

    def content(self) -> str:
        """Return the text."""
        return self.markdown


class TableArtifact(Artifact, kw_only=True):
    """A table: columns by name, rows as dicts, rows as lists, or a frame of pandas."""

    kind: ClassVar[str | None] = "table"
    table: Any

    def content(self) -> str:
        """Return the table as JSON text."""
        return json_text(checked_table(self.table))


class ProgressArtifact(Artifact, kw_only=True):
    """How far something is, in percent."""

    kind: ClassVar[str | None] = "progress"
    progress: float

    def content(self) -> float:
        """Return the number, not below 0 nor above 100."""
        return percent(self.progress)


class ImageArtifact(Artifact, kw_only=True):
    """An image that lies at a public address."""

    kind: ClassVar[str | None] = "image"
    image_url: str

    def content(self) -> str:
        """Return the address."""
        return self.image_url


def percent(progress: float) -> float:
    """Return a number between 0 and 100: what is outside is the nearest of them.

    Raises:
        ValueError: it is no number.
    """
    if math.isnan(progress):
        raise ValueError("Progress is a number from 0 to 100, not NaN.")
    return max(0.0, min(100.0, float(progress)))


def record_change(artifact_id: UUID, data: Any, description: str | None) -> None:
    """Record that an artifact holds something else now."""
    _here()[0].append(ArtifactChanged(artifact_id, clock.now(), data, description))


def _here() -> tuple[Recorder, UUID | None, UUID | None]:
    """Return where to record, and the ids of the runs that this code is part of."""
    task_context, flow_context = TaskRunContext.get(), FlowRunContext.get()
    recorder = flow_context.recorder if flow_context is not None else Recorder(connect.courier())
    if task_context is not None:
        return recorder, task_context.task_run.flow_run_id, task_context.task_run.id
    return recorder, flow_context.flow_run.id if flow_context is not None else None, None


def _latest(key: str) -> KeptArtifact | None:
    if not key:
        raise ValueError("Artifacts are found by their key: give one.")
    connect.courier().flush()  # what this process has just made counts too
    try:
        return connect.send(ReadLatestArtifact(key=key))
    except ObjectNotFound:
        return None
