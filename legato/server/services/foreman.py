"""The foreman: workers, pools, queues and deployments that are not served any more are marked so."""

from __future__ import annotations

from datetime import timedelta

from legato import clock
from legato.schemas.deployments import DeploymentStatus
from legato.schemas.work_pools import WorkPoolStatus, WorkQueueStatus
from legato.server.events import places
from legato.server.services.loop import Service
from legato.server.store import silence
from legato.server.store.transaction import Transaction
from legato.settings import (
    LEGATO_API_SERVICES_FOREMAN_DEPLOYMENT_LAST_POLLED_TIMEOUT_SECONDS,
    LEGATO_API_SERVICES_FOREMAN_ENABLED,
    LEGATO_API_SERVICES_FOREMAN_FALLBACK_HEARTBEAT_INTERVAL_SECONDS,
    LEGATO_API_SERVICES_FOREMAN_INACTIVITY_HEARTBEAT_MULTIPLE,
    LEGATO_API_SERVICES_FOREMAN_LOOP_SECONDS,
    LEGATO_API_SERVICES_FOREMAN_WORK_QUEUE_LAST_POLLED_TIMEOUT_SECONDS,
    Setting,
)


def turn(db: Transaction) -> float | None:
    """Mark who was silent for too long, and what only they served."""
    now = clock.now()
    silence.lose_workers(
        db,
        now,
        heartbeats=LEGATO_API_SERVICES_FOREMAN_INACTIVITY_HEARTBEAT_MULTIPLE.value(),
        usual_interval=LEGATO_API_SERVICES_FOREMAN_FALLBACK_HEARTBEAT_INTERVAL_SECONDS.value(),
    )
    for pool in silence.pools_without_workers(db):
        places.pool_became(db, pool, WorkPoolStatus.NOT_READY)
    left = silence.deployments_not_polled(
        db, now - _seconds(LEGATO_API_SERVICES_FOREMAN_DEPLOYMENT_LAST_POLLED_TIMEOUT_SECONDS)
    )
    places.deployments_became(db, left, DeploymentStatus.NOT_READY)
    queues = silence.queues_not_polled(
        db, now - _seconds(LEGATO_API_SERVICES_FOREMAN_WORK_QUEUE_LAST_POLLED_TIMEOUT_SECONDS)
    )
    places.queues_became(db, queues, WorkQueueStatus.NOT_READY)
    return None


def _seconds(setting: Setting[int]) -> timedelta:
    return timedelta(seconds=setting.value())


SERVICE = Service(
    "foreman",
    turn,
    LEGATO_API_SERVICES_FOREMAN_LOOP_SECONDS.value,
    LEGATO_API_SERVICES_FOREMAN_ENABLED.value,
)
