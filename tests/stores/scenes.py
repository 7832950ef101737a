"""Short words for filling a store in tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from legato.contract.request import Request
from legato.ids import uuid7
from legato.schemas.journal import (
    Entry,
    FlowRunCreated,
    JournalReply,
    LogWritten,
    StateEntered,
    TaskRunCreated,
)
from legato.schemas.states import DEFAULT_NAMES, StateDetails, StateType
from legato.server import dispatch, recording
from legato.server.store.store import Store

R = TypeVar("R")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So many seconds after the start of the scene."""
    return START + timedelta(seconds=seconds)


def flow_run(name: str = "brisk-otter", flow: str = "etl", **fields: object) -> FlowRunCreated:
    return FlowRunCreated(uuid7(), at(0), flow, name, **fields)  # type: ignore[arg-type]


def task_run(run: FlowRunCreated | None, key: str = "0", **fields: object) -> TaskRunCreated:
    parent = None if run is None else run.id
    return TaskRunCreated(uuid7(), at(1), parent, "load", key, f"load-{key}", **fields)  # type: ignore[arg-type]


def entered(
    run: FlowRunCreated | TaskRunCreated,
    type: StateType,
    second: float = 0,
    name: str | None = None,
    details: StateDetails | None = None,
    data: object = None,
) -> StateEntered:
    is_task = isinstance(run, TaskRunCreated)
    return StateEntered(
        run.id, uuid7(), at(second), type, name or DEFAULT_NAMES[type], is_task, data=data, details=details
    )


def line(run: FlowRunCreated | None, message: str = "hello", task: TaskRunCreated | None = None) -> LogWritten:
    flow_run_id, task_run_id = run and run.id, task and task.id
    return LogWritten(uuid7(), at(2), flow_run_id, task_run_id, "legato.flow_runs", 20, message)


class Scene:
    """A store that is told and asked things."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def record(self, *entries: Entry, owned: Sequence[UUID] = ()) -> JournalReply:
        """Deliver journal entries."""
        return self.store.write(lambda db: recording.apply(db, entries, owned))

    def ask(self, request: Request[R]) -> R:
        """Send a request."""
        value: R = dispatch.answer(self.store, request).value
        return value
