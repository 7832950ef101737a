"""A flow run drawn: its task runs and subflow runs, and which fed which."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

import msgspec

from legato.schemas.states import State, StateType
from legato.schemas.task_runs import TaskRunResult
from legato.schemas.words import Moment


class Edge(msgspec.Struct, kw_only=True):
    """The other end of an arrow."""

    id: UUID


class GraphArtifact(msgspec.Struct, kw_only=True):
    """An artifact's place in the graph."""

    id: UUID
    created: Moment
    key: str | None = None
    type: str
    is_latest: bool


class GraphState(msgspec.Struct, kw_only=True):
    """A state the flow run went through."""

    id: UUID
    timestamp: Moment
    type: StateType
    name: str


class Node(msgspec.Struct, kw_only=True):
    """A task run, or the subflow run that stands for its task run."""

    kind: Literal["flow-run", "task-run"]
    id: UUID
    label: str
    state_type: StateType
    start_time: Moment
    end_time: Moment | None = None
    parents: list[Edge] = []
    children: list[Edge] = []
    artifacts: list[GraphArtifact] = []


class Graph(msgspec.Struct, kw_only=True):
    """The nodes that started or ended since a moment, in order of their start."""

    start_time: Moment | None
    end_time: Moment | None = None
    root_node_ids: list[UUID] = []
    nodes: list[tuple[UUID, Node]] = []
    artifacts: list[GraphArtifact] = []
    states: list[GraphState] = []


class DependencyResult(msgspec.Struct, kw_only=True):
    """A task run with the task runs it took input from; durations in seconds."""

    id: UUID
    name: str
    upstream_dependencies: list[TaskRunResult]
    state: State[Any] | None = None
    expected_start_time: Moment | None = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    total_run_time: float | None = None
    estimated_run_time: float | None = None
    untrackable_result: bool
