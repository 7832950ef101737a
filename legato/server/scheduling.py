"""Making the runs that schedules ask for, ahead of their time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from legato import clock
from legato.schedules import dates, zone
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRunCreate
from legato.schemas.schedules import Schedule
from legato.schemas.states import State, StateDetails, StateType
from legato.server.store import deployments, flow_runs
from legato.server.store.flow_runs import Placement
from legato.server.store.transaction import Transaction
from legato.server.transitions import propose_flow_state

AUTO_TAG = "auto-scheduled"
MIN_RUNS, MAX_RUNS = 3, 100
MIN_TIME, MAX_TIME = timedelta(hours=1), timedelta(days=100)


class Window:
    """How far ahead runs are made: so many at least and for so long, so many at most and until then."""

    def __init__(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        min_time: timedelta | None = None,
        min_runs: int | None = None,
        max_runs: int | None = None,
    ) -> None:
        self.start = clock.now() if start is None else clock.utc(start)
        self.max_runs = MAX_RUNS if max_runs is None else max_runs
        self._min_runs = MIN_RUNS if min_runs is None else min_runs
        self.end = self.start + MAX_TIME if end is None else clock.utc(end)
        self._until = self.start + (MIN_TIME if min_time is None else min_time)

    def moments(self, schedule: Schedule) -> list[datetime]:
        """Return the moments of a schedule for which runs are made."""
        if self.max_runs < 1:
            return []
        return dates(schedule, self.start, enough=self._is_enough, end=self.end)

    def _is_enough(self, count: int, moment: datetime) -> bool:
        return count >= self.max_runs or (count >= self._min_runs and moment >= self._until)


def schedule(db: Transaction, deployment: Deployment, window: Window) -> list[UUID]:
    """Make the runs of a deployment within a window that are not there yet, and return their ids."""
    planned: dict[str, datetime] = {}
    for one in deployment.schedules:
        if one.active:
            place = zone(one.schedule.timezone)
            planned |= {_key(deployment.id, moment, place): moment for moment in window.moments(one.schedule)}
    placement = placed(db, deployment, auto_scheduled=True)
    ids = [_make(db, deployment, placement, key, moment) for key, moment in planned.items()]
    return [id for id in ids if id is not None]


def _key(deployment_id: UUID, moment: datetime, place: ZoneInfo) -> str:
    return f"scheduled {deployment_id} {moment.astimezone(place).isoformat()}"


def placed(db: Transaction, deployment: Deployment, *, auto_scheduled: bool = False) -> Placement:
    """Return where runs of a deployment wait."""
    return Placement(
        job_variables={},
        auto_scheduled=auto_scheduled,
        deployment_id=deployment.id,
        deployment_version=deployment.version,
        work_queue_id=deployments.queue_id(db, deployment.id),
        work_queue_name=deployment.work_queue_name,
    )


def _make(db: Transaction, deployment: Deployment, placement: Placement, key: str, moment: datetime) -> UUID | None:
    new = FlowRunCreate(
        flow_id=deployment.flow_id,
        parameters=deployment.parameters,
        idempotency_key=key,
        tags=[AUTO_TAG, *deployment.tags],
        infrastructure_document_id=deployment.infrastructure_document_id,
    )
    run, is_new = flow_runs.create(db, new, placement)
    if not is_new:
        return None
    details = StateDetails(scheduled_time=moment)
    state: State[object] = State(type=StateType.SCHEDULED, message="Flow run scheduled", state_details=details)
    propose_flow_state(db, run.id, state, force=True)
    return run.id
