"""Statuses, where users of Prefect 2 look for them."""

from legato.schemas.conditions import WorkerStatus as WorkerStatus
from legato.schemas.deployments import DeploymentStatus as DeploymentStatus
from legato.schemas.work_pools import WorkPoolStatus as WorkPoolStatus
from legato.schemas.work_pools import WorkQueueStatus as WorkQueueStatus
