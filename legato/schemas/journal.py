"""Journal entries: what an engine tells the server of the runs it owns.

On the wire and in the spool an entry is a JSON array `[kind, field, ...]`. Fields may be added at the end of an entry,
with a default; none is ever taken away, so that a spool outlives the version that wrote it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from legato.schemas.flow_runs import FlowRunPolicy
from legato.schemas.states import State, StateDetails, StateType
from legato.schemas.task_runs import TaskRunInput, TaskRunPolicy


class _Entry(msgspec.Struct, array_like=True, tag_field="kind", gc=False):
    pass


class FlowRunCreated(_Entry, tag="flow_run"):
    """A flow run came to be; its flow too, where its name is new."""

    id: UUID
    created: datetime
    flow_name: str
    name: str
    parameters: dict[str, Any] = {}
    tags: list[str] = []
    flow_version: str | None = None
    parent_task_run_id: UUID | None = None
    empirical_policy: FlowRunPolicy | None = None
    context: dict[str, Any] = {}


class TaskRunCreated(_Entry, tag="task_run"):
    """A task run came to be."""

    id: UUID
    created: datetime
    flow_run_id: UUID | None
    task_key: str
    dynamic_key: str
    name: str
    tags: list[str] = []
    task_version: str | None = None
    empirical_policy: TaskRunPolicy | None = None
    task_inputs: dict[str, list[TaskRunInput]] = {}


class StateEntered(_Entry, tag="state"):
    """A run entered a state that its owner decided on."""

    run_id: UUID
    id: UUID
    timestamp: datetime
    type: StateType
    name: str
    is_task: bool = True
    message: str | None = None
    data: Any = None
    details: StateDetails | None = None

    def state(self) -> State[Any]:
        """Return the state that was entered."""
        return State(
            id=self.id,
            timestamp=self.timestamp,
            type=self.type,
            name=self.name,
            message=self.message,
            data=self.data,
            state_details=self.details or StateDetails(),
        )


class RunRenamed(_Entry, tag="name"):
    """A run got its name after it was created."""

    run_id: UUID
    name: str
    is_task: bool = False


class LogWritten(_Entry, tag="log"):
    """A run wrote a log line."""

    id: UUID
    timestamp: datetime
    flow_run_id: UUID | None
    task_run_id: UUID | None
    name: str
    level: int
    message: str


class StorageUsed(_Entry, tag="storage"):
    """Results lie in a folder, which others find as a block document with this id."""

    id: UUID
    folder: str


class ArtifactMade(_Entry, tag="artifact"):
    """Something was left to be looked at, by a run or outside of one."""

    id: UUID
    created: datetime
    key: str | None = None
    type: str | None = None
    description: str | None = None
    data: Any = None
    metadata_: dict[str, str] | None = None
    flow_run_id: UUID | None = None
    task_run_id: UUID | None = None


class ArtifactChanged(_Entry, tag="artifact_change"):
    """An artifact holds something else now; its description stays where none is given."""

    artifact_id: UUID
    updated: datetime
    data: Any = None
    description: str | None = None


Entry = (
    FlowRunCreated
    | TaskRunCreated
    | StateEntered
    | RunRenamed
    | LogWritten
    | ArtifactMade
    | ArtifactChanged
    | StorageUsed
)


class RunNotice(msgspec.Struct, kw_only=True):
    """What the server has to say to the owner of a flow run: the run is in this state, whatever you think."""

    flow_run_id: UUID
    state_type: StateType
    state_name: str
    message: str | None = None


class JournalReply(msgspec.Struct, kw_only=True):
    """How many entries were taken, how many were known already, and what the owners must hear."""

    accepted: int
    known: int = 0
    refused: int = 0
    notices: list[RunNotice] = []
