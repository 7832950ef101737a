"""The agent: executes the runs of queues by the infrastructure that their deployments name. Workers came after it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from legato import connect
from legato.blocks.core import Block
from legato.contract.block_documents import ReadBlockDocument
from legato.contract.deployments import ReadDeployment
from legato.contract.work_pools import CreatePoolQueue, ReadPoolQueues
from legato.either_way import settled
from legato.exceptions import ObjectAlreadyExists, WorkerError
from legato.infrastructure.base import Infrastructure
from legato.infrastructure.process import Process
from legato.launching.killing import TaskStatus
from legato.schemas.flow_runs import FlowRun
from legato.schemas.work_pools import AGENT_POOL, AGENT_TYPE, WorkPool
from legato.settings import LEGATO_AGENT_PREFETCH_SECONDS
from legato.workers.base import BaseWorker
from legato.workers.outcomes import BaseWorkerResult

_PAGE = 200


class Agent(BaseWorker):
    """Executes runs of queues, in the agents' pool unless another one is named.

    `work_queue_prefix` names queues by their beginnings, also those that are made later. `default_infrastructure` is
    for runs whose deployments name none; a process of this machine unless told otherwise.
    """

    type: ClassVar[str] = AGENT_TYPE

    def __init__(
        self,
        work_queues: Iterable[str] = (),
        work_queue_prefix: str | Iterable[str] = (),
        work_pool_name: str | None = None,
        prefetch_seconds: float | None = None,
        default_infrastructure: Infrastructure | None = None,
        limit: int | None = None,
    ) -> None:
        self._prefixes = [work_queue_prefix] if isinstance(work_queue_prefix, str) else list(work_queue_prefix)
        self._named = list(work_queues)
        if not self._named and not self._prefixes and work_pool_name is None:
            raise ValueError("An agent needs a queue, the beginning of a queue's name, or a pool.")
        super().__init__(
            work_pool_name or AGENT_POOL, work_queues=self._named, prefetch_seconds=prefetch_seconds, limit=limit
        )
        self._default = default_infrastructure

    @classmethod
    def default_prefetch(cls) -> float:
        return LEGATO_AGENT_PREFETCH_SECONDS.value()

    @classmethod
    def get_default_base_job_template(cls) -> dict[str, Any]:
        return {}

    def _sync(self) -> None:
        """Look at the pool and at its queues; queues that are named and are not there are made."""
        self._look_at_pool()
        there = connect.send(ReadPoolQueues(work_pool_name=self.work_pool_name, limit=_PAGE))
        names = {queue.name for queue in there}
        for name in set(self._named) - names:
            try:
                connect.send(CreatePoolQueue(work_pool_name=self.work_pool_name, name=name))
            except ObjectAlreadyExists:
                continue  # somebody else has just made it
        matching = [name for name in sorted(names) if name.startswith(tuple(self._prefixes))] if self._prefixes else []
        self.work_queues = [*self._named, *(name for name in matching if name not in self._named)]
        self.has_queues = bool(self.work_queues) or not self._prefixes

    def _look_at_pool(self) -> WorkPool:
        pool = self._found_pool()
        if pool.type != AGENT_TYPE:
            text = f"Work pool {pool.name!r} is for workers of type {pool.type!r}"
            raise WorkerError(f"{text}: start one with `legato worker start --pool {pool.name}`.")
        return pool

    def _read_configuration(self, run: FlowRun) -> Any:
        """Return the infrastructure of a run: its own, that of its deployment, or the default."""
        deployment = None if run.deployment_id is None else connect.send(ReadDeployment(id=run.deployment_id))
        id = run.infrastructure_document_id or (deployment.infrastructure_document_id if deployment else None)
        found = self._default or Process.model_validate({}) if id is None else _block(id)
        given = {**(deployment.job_variables if deployment is not None else {}), **(run.job_variables or {})}
        if given:
            found = type(found)(**{**found.model_dump(), **given})
        return found.prepare_for_flow_run(run, deployment)

    async def run(
        self, flow_run: FlowRun, configuration: Any, task_status: TaskStatus | None = None
    ) -> BaseWorkerResult:
        if not callable(getattr(configuration, "run", None)):
            raise WorkerError(f"Runs in a {type(configuration).__name__} are not executed by agents of this version.")
        result = await asyncio.to_thread(lambda: settled(configuration.run(task_status)))
        return BaseWorkerResult(identifier=result.identifier, status_code=result.status_code)

    async def kill_infrastructure(self, infrastructure_pid: str, configuration: Any, grace_seconds: int = 30) -> None:
        await asyncio.to_thread(lambda: settled(configuration.kill(infrastructure_pid, grace_seconds)))


def _block(id: UUID) -> Any:
    return Block._from_block_document(connect.send(ReadBlockDocument(id=id, include_secrets=True)))
