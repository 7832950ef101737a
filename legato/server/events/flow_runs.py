"""The event of a flow run that enters a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import select

from legato.schemas.events import FOLLOWS_WITHIN_SECONDS, RESOURCE_ID, RESOURCE_NAME, RESOURCE_ROLE, Event, Resource
from legato.schemas.flow_runs import CreatedBy
from legato.schemas.states import State, StateType
from legato.server.store.tables import flow, task_run
from legato.server.store.tables.deployments import deployment, work_pool, work_queue
from legato.server.store.transaction import Transaction

_LONGEST_MESSAGE = 100_000


class Subject(Protocol):
    """What an event tells of a flow run."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str | None: ...
    @property
    def flow_id(self) -> UUID: ...
    @property
    def tags(self) -> list[str]: ...
    @property
    def deployment_id(self) -> UUID | None: ...
    @property
    def work_queue_id(self) -> UUID | None: ...
    @property
    def parent_task_run_id(self) -> UUID | None: ...
    @property
    def created_by(self) -> CreatedBy | None: ...


class Entered(NamedTuple):
    """A flow run that went from one state into another; `intended` is the type of the one that was asked for."""

    run: Subject
    initial: State[Any] | None
    intended: StateType
    state: State[Any]


def state_events(db: Transaction, entered: Iterable[Entered]) -> list[Event]:
    """Return the events of flow runs that entered states; where they wait is asked for once for each queue."""
    places = cache(partial(_places, db))
    return [_state_event(db, one, places) for one in entered]


def _state_event(db: Transaction, entered: Entered, places: Callable[[UUID], list[Resource]]) -> Event:
    run, initial, intended, state = entered
    follows = None
    if initial is not None and (state.timestamp - initial.timestamp).total_seconds() <= FOLLOWS_WITHIN_SECONDS:
        follows = initial.id
    return Event(
        id=state.id,
        occurred=state.timestamp,
        event=f"prefect.flow-run.{state.name}",
        resource={
            RESOURCE_ID: f"prefect.flow-run.{run.id}",
            RESOURCE_NAME: run.name or "",
            "prefect.state-message": _message(state),
            "prefect.state-name": state.name or "",
            "prefect.state-timestamp": state.timestamp.isoformat(),
            "prefect.state-type": state.type.value,
        },
        related=_related(db, run, places),
        payload={
            "intended": {"from": None if initial is None else initial.type, "to": intended},
            "initial_state": None if initial is None else _described(initial),
            "validated_state": _described(state),
        },
        follows=follows,
    )


def _message(state: State[Any]) -> str:
    return (state.message or "")[:_LONGEST_MESSAGE]


def _described(state: State[Any]) -> dict[str, Any]:
    described: dict[str, Any] = {"type": state.type, "name": state.name}
    if state.message:
        described["message"] = _message(state)
    if state.type is StateType.PAUSED:
        described["pause_reschedule"] = str(state.state_details.pause_reschedule).lower()
    return described


def resource(kind: str, id: object, role: str, name: str | None = None, **more: str) -> Resource:
    """Return a related resource."""
    named = {} if name is None else {RESOURCE_NAME: name}
    return {RESOURCE_ID: f"prefect.{kind}.{id}", RESOURCE_ROLE: role, **named, **more}


def _related(db: Transaction, run: Subject, places: Callable[[UUID], list[Resource]]) -> list[Resource]:
    found = [resource("flow", run.flow_id, "flow", flow_name(db, run.flow_id))]
    if run.deployment_id is not None:
        found.append(resource("deployment", run.deployment_id, "deployment", _deployment_name(db, run.deployment_id)))
    if run.work_queue_id is not None:
        found += places(run.work_queue_id)
    if run.parent_task_run_id is not None:
        named = db.rows_by(task_run, ("name",), "id", (run.parent_task_run_id,))
        found.append(resource("task-run", run.parent_task_run_id, "task-run", named[0][0] if named else None))
    found += [resource("tag", tag, "tag") for tag in sorted(set(run.tags))]
    if run.created_by is not None and run.created_by.id is not None:
        kind = (run.created_by.type or "user").lower()
        found.append(resource(kind, run.created_by.id, "creator", run.created_by.display_value))
    return found


def _places(db: Transaction, queue_id: UUID) -> list[Resource]:
    joined = work_queue.join(work_pool, work_pool.c.id == work_queue.c.work_pool_id)
    columns = (work_queue.c.name, work_pool.c.id, work_pool.c.name)
    row = db.first(select(*columns).select_from(joined).where(work_queue.c.id == queue_id))
    if row is None:
        return []
    return [
        resource("work-queue", queue_id, "work-queue", row[0]),
        resource("work-pool", row[1], "work-pool", row[2]),
    ]


class _Names:
    """Names that never change, so that they are asked for once."""

    def __init__(self) -> None:
        self._known: dict[UUID, str] = {}

    def get(self, id: UUID) -> str | None:
        return self._known.get(id)

    def keep(self, id: UUID, name: str) -> None:
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[id] = name


_flows, _deployments = _Names(), _Names()


def flow_name(db: Transaction, id: UUID) -> str | None:
    """Return the name of a flow."""
    return _name(db, _flows, flow, id)


def _deployment_name(db: Transaction, id: UUID) -> str | None:
    return _name(db, _deployments, deployment, id)


def _name(db: Transaction, names: _Names, table: Any, id: UUID) -> str | None:
    name = names.get(id)
    if name is None:
        rows = db.rows_by(table, ("name",), "id", (id,))
        if not rows:
            return None
        name = rows[0][0]
        names.keep(id, name)
    return name
