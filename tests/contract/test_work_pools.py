"""Work pools, queues, workers and agents, over both transports."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from legato.contract.deployments import CreateDeployment, CreateFlowRunFromDeployment
from legato.contract.flow_runs import ReadFlowRun, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.work_pools import (
    CountWorkPools,
    CreatePoolQueue,
    CreateWorkPool,
    DeletePoolQueue,
    DeleteWorker,
    DeleteWorkPool,
    ReadPoolQueue,
    ReadPoolQueues,
    ReadScheduledRunsOfPool,
    ReadWorkers,
    ReadWorkPool,
    ReadWorkPools,
    SendWorkerHeartbeat,
    UpdatePoolQueue,
    UpdateWorkPool,
)
from legato.contract.work_queues import (
    CreateWorkQueue,
    DeleteWorkQueue,
    ReadRunsInWorkQueue,
    ReadWorkQueue,
    ReadWorkQueueByName,
    ReadWorkQueues,
    ReadWorkQueueStatus,
    UpdateWorkQueue,
)
from legato.exceptions import ApiError, ObjectAlreadyExists, ObjectNotFound, RequestInvalid
from legato.schemas.conditions import WorkerStatus
from legato.schemas.deployments import DeploymentCreate
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateCreate, StateDetails, StateType
from legato.schemas.work_pools import WorkPoolStatus, WorkQueueStatus
from tests.contract.conftest import Send

NOBODY = UUID(int=7)


def a_run(send: Send, pool: str | None, queue: str | None = None, *, minutes_late: int = 0) -> FlowRun:
    """A run that waits in a queue of a pool, since so many minutes."""
    flow = send(CreateFlow(name="etl"))
    place = {"work_pool_name": pool, "work_queue_name": queue}
    made = send(CreateDeployment(deployment=DeploymentCreate(name=f"{pool}-{queue}", flow_id=flow.id, **place)))
    due = datetime.now(UTC) - timedelta(minutes=minutes_late)
    state = StateCreate(type=StateType.SCHEDULED, state_details=StateDetails(scheduled_time=due))
    return send(CreateFlowRunFromDeployment(id=made.id, state=state))


def handed_out(send: Send, pool: str = "farm", **more: Any) -> list[UUID]:
    """The runs that a worker of a pool is given."""
    return [one.flow_run.id for one in send(ReadScheduledRunsOfPool(name=pool, **more))]


def test_a_pool_comes_with_a_queue_and_takes_it_along(send: Send) -> None:
    made = send(CreateWorkPool(name="farm", type="process", description="d", concurrency_limit=2))
    queue = send(ReadPoolQueue(work_pool_name="farm", queue="default"))
    assert (made.default_queue_id, queue.priority, queue.work_pool_id) == (queue.id, 1, made.id)
    assert send(CountWorkPools()) == 1
    send(UpdateWorkPool(name="farm", is_paused=True, description=None))
    read = send(ReadWorkPool(name="farm"))
    assert (read.is_paused, read.status, read.concurrency_limit) == (True, WorkPoolStatus.PAUSED, 2)
    send(DeleteWorkPool(name="farm"))
    assert send(ReadWorkPools()) == []
    assert send(ReadWorkQueues()) == []


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": "farm"}, ObjectAlreadyExists),
        ({"name": "Prefect pool"}, ApiError),
        ({"name": "a/b"}, RequestInvalid),
        ({"name": ""}, ApiError),
        ({"name": "b", "base_job_template": {"variables": {}}}, ApiError),
        (
            {"name": "b", "base_job_template": {"job_configuration": {"x": "{{ nobody }}"}, "variables": {}}},
            ApiError,
        ),
    ],
)
def test_a_pool_that_does_not_fit_is_refused(send: Send, fields: Any, error: type[Exception]) -> None:
    send(CreateWorkPool(name="farm", type="process"))
    with pytest.raises(error):
        send(CreateWorkPool(**fields))
    assert send(CountWorkPools()) == 1


def test_what_is_not_there(send: Send) -> None:
    send(CreateWorkPool(name="farm", type="process"))
    for request in (
        ReadWorkPool(name="no"),
        UpdateWorkPool(name="no", is_paused=True),
        DeleteWorkPool(name="no"),
        ReadScheduledRunsOfPool(name="no"),
        CreatePoolQueue(work_pool_name="no", name="q"),
        ReadPoolQueue(work_pool_name="farm", queue="no"),
        UpdatePoolQueue(work_pool_name="farm", queue="no", is_paused=True),
        DeletePoolQueue(work_pool_name="farm", queue="no"),
        ReadScheduledRunsOfPool(name="farm", work_queue_names=["no"]),
        DeleteWorker(work_pool_name="farm", name="no"),
        ReadWorkQueue(id=NOBODY),
        ReadWorkQueueByName(name="no"),
        ReadWorkQueueStatus(id=NOBODY),
        UpdateWorkQueue(id=NOBODY, is_paused=True),
        DeleteWorkQueue(id=NOBODY),
        ReadRunsInWorkQueue(id=NOBODY),
    ):
        with pytest.raises(ObjectNotFound):
            send(request)


def test_queues_keep_distinct_priorities(send: Send) -> None:
    send(CreateWorkPool(name="farm", type="process"))
    for name, priority in (("a", None), ("b", 1), ("c", 2)):
        send(CreatePoolQueue(work_pool_name="farm", name=name, priority=priority))
    found = {queue.name: queue.priority for queue in send(ReadPoolQueues(work_pool_name="farm"))}
    assert sorted(found.values()) == [1, 2, 3, 4]
    assert (found["b"], found["c"]) == (1, 2)
    send(UpdatePoolQueue(work_pool_name="farm", queue="a", priority=1))
    found = {queue.name: queue.priority for queue in send(ReadPoolQueues(work_pool_name="farm"))}
    assert (found["a"], sorted(found.values())) == (1, [1, 2, 3, 4])
    with pytest.raises(ObjectAlreadyExists):
        send(CreatePoolQueue(work_pool_name="farm", name="a"))
    with pytest.raises(ApiError):
        send(DeletePoolQueue(work_pool_name="farm", queue="default"))
    send(DeletePoolQueue(work_pool_name="farm", queue="a"))
    assert len(send(ReadPoolQueues(work_pool_name="farm"))) == 3


def test_the_urgent_queue_and_the_early_run_go_first(send: Send) -> None:
    send(CreateWorkPool(name="farm", type="process"))
    send(CreatePoolQueue(work_pool_name="farm", name="slow", priority=2))
    late_and_slow = a_run(send, "farm", "slow", minutes_late=9)
    young = a_run(send, "farm", "default", minutes_late=1)
    old = a_run(send, "farm", "default", minutes_late=5)
    assert handed_out(send, scheduled_before=datetime.now(UTC)) == [old.id, young.id, late_and_slow.id]
    assert handed_out(send, limit=1) == [old.id]
    assert handed_out(send, work_queue_names=["slow"]) == [late_and_slow.id]
    before = datetime.now(UTC) - timedelta(minutes=3)
    assert handed_out(send, work_queue_names=["default"], scheduled_before=before) == [old.id]


def test_limits_and_pauses_hold_runs_back(send: Send) -> None:
    send(CreateWorkPool(name="farm", type="process", concurrency_limit=2))
    runs = [a_run(send, "farm", minutes_late=late) for late in (9, 8, 7)]
    assert handed_out(send) == [runs[0].id, runs[1].id]
    send(SetFlowRunState(id=runs[0].id, state=StateCreate(type=StateType.PENDING)))
    assert handed_out(send) == [runs[1].id]
    send(UpdatePoolQueue(work_pool_name="farm", queue="default", concurrency_limit=1))
    assert handed_out(send) == []
    send(UpdatePoolQueue(work_pool_name="farm", queue="default", concurrency_limit=None))
    send(UpdatePoolQueue(work_pool_name="farm", queue="default", is_paused=True))
    assert handed_out(send) == []
    send(UpdatePoolQueue(work_pool_name="farm", queue="default", is_paused=False))
    send(UpdateWorkPool(name="farm", is_paused=True))
    assert handed_out(send) == []
    send(UpdateWorkPool(name="farm", is_paused=False, concurrency_limit=None))
    assert handed_out(send) == [runs[1].id, runs[2].id]


def test_a_worker_is_known_by_its_heartbeat(send: Send) -> None:
    send(CreateWorkPool(name="farm", type="process"))
    assert send(ReadWorkPool(name="farm")).status is WorkPoolStatus.NOT_READY
    for _ in range(2):
        send(SendWorkerHeartbeat(work_pool_name="farm", name="hand", heartbeat_interval_seconds=30))
    (worker,) = send(ReadWorkers(work_pool_name="farm"))
    assert (worker.name, worker.status, worker.heartbeat_interval_seconds) == ("hand", WorkerStatus.ONLINE, 30)
    assert send(ReadWorkPool(name="farm")).status is WorkPoolStatus.READY
    send(DeleteWorker(work_pool_name="farm", name="hand"))
    assert send(ReadWorkers(work_pool_name="farm")) == []


def test_agents_have_a_pool_of_their_own(send: Send) -> None:
    queue = send(CreateWorkQueue(name="night", concurrency_limit=1))
    assert queue.work_pool_name == "default-agent-pool"
    assert send(ReadWorkQueueByName(name="night")).id == queue.id
    runs = [a_run(send, None, "night", minutes_late=late) for late in (5, 4)]
    assert [run.id for run in send(ReadRunsInWorkQueue(id=queue.id))] == [runs[0].id]
    assert send(ReadWorkQueue(id=queue.id)).status is WorkQueueStatus.READY
    status = send(ReadWorkQueueStatus(id=queue.id))
    assert (status.late_runs_count, status.healthy) == (0, True)
    send(UpdateWorkQueue(id=queue.id, is_paused=True))
    assert send(ReadRunsInWorkQueue(id=queue.id)) == []
    send(DeleteWorkQueue(id=queue.id))
    read = send(ReadFlowRun(id=runs[1].id))
    assert (read.state_type, read.work_queue_name) == (StateType.SCHEDULED, "night")
