"""The life of a worker, whatever its type: it takes due runs from a work pool, and says that it lives."""

from __future__ import annotations

import asyncio
import builtins
import logging
import os
import socket
import threading
from abc import ABC, abstractmethod
from typing import Any, ClassVar
from uuid import UUID, uuid4

from legato import connect
from legato.contract.claims import ClaimFlowRuns, HandBackFlowRun
from legato.contract.deployments import ReadDeployment
from legato.contract.flow_runs import ReadFlowRuns, UpdateFlowRun
from legato.contract.flows import ReadFlow
from legato.contract.work_pools import CreateWorkPool, ReadWorkPool, SendWorkerHeartbeat
from legato.exceptions import (
    ApiError,
    ApiUnreachable,
    InfrastructureNotAvailable,
    InfrastructureNotFound,
    ObjectAlreadyExists,
    ObjectNotFound,
    WorkerError,
)
from legato.launching.endings import CANCELLED, enter, enter_cancelled, report_end
from legato.launching.killing import TaskStatus
from legato.launching.patience import Patience
from legato.logging.loggers import RunLogger, run_logger
from legato.logging.setup import set_up
from legato.schemas.conditions import StateFilter, StateTypeIn, TextIn, TextInOrStartsWith
from legato.schemas.filters import FlowRunFilter, WorkPoolFilter, WorkQueueFilter
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateType
from legato.schemas.work_pools import WorkPool
from legato.settings import LEGATO_WORKER_GRACE_SECONDS, LEGATO_WORKER_HEARTBEAT_SECONDS, LEGATO_WORKER_PREFETCH_SECONDS
from legato.workers import kinds
from legato.workers.configuration import BaseJobConfiguration, BaseVariables, merged_variables
from legato.workers.outcomes import BaseWorkerResult

_MOST_AT_ONCE = 100
_PAGE = 200


class BaseWorker(ABC):
    """Takes runs from a work pool and has them executed.

    A derived class has a `type`, a `job_configuration` and `job_configuration_variables`, a coroutine `run` that starts
    a run and waits for its end, and one `kill_infrastructure` that ends it early.
    """

    type: ClassVar[str]
    job_configuration: ClassVar[builtins.type[BaseJobConfiguration]] = BaseJobConfiguration
    job_configuration_variables: ClassVar[builtins.type[BaseVariables] | None] = None
    _documentation_url: ClassVar[str] = ""
    _logo_url: ClassVar[str] = ""
    _description: ClassVar[str] = ""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if isinstance(getattr(cls, "type", None), str):
            kinds.add(cls)

    def __init__(
        self,
        work_pool_name: str,
        work_queues: list[str] | None = None,
        name: str | None = None,
        prefetch_seconds: float | None = None,
        create_pool_if_not_found: bool = True,
        limit: int | None = None,
        heartbeat_interval_seconds: float | None = None,
        *,
        base_job_template: dict[str, Any] | None = None,
    ) -> None:
        if name is not None and ("/" in name or "%" in name):
            raise ValueError("Worker name cannot contain '/' or '%'")
        if limit is not None and limit < 1:
            raise ValueError(f"A worker has at least one run at a time, not {limit}.")
        self.name = name or f"{type(self).__name__} {uuid4()}"
        self.work_pool_name, self.work_queues, self.limit = work_pool_name, list(work_queues or ()), limit
        self.prefetch_seconds = self.default_prefetch() if prefetch_seconds is None else prefetch_seconds
        self.heartbeat_interval_seconds = heartbeat_interval_seconds or LEGATO_WORKER_HEARTBEAT_SECONDS.value()
        self.grace_seconds = LEGATO_WORKER_GRACE_SECONDS.value()
        self.is_setup = False
        self.has_queues = True
        self.stopping = threading.Event()
        self._create_pool, self._base_job_template = create_pool_if_not_found, base_job_template
        self._logger = logging.getLogger("legato.workers")
        self._pool: WorkPool | None = None
        self._taken: dict[UUID, FlowRun] = {}
        self._started: dict[UUID, str] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._cancelling: dict[UUID, asyncio.Task[None]] = {}

    # ── what the class says of itself ───────────────────────────────────────────────────────────

    @classmethod
    def default_prefetch(cls) -> float:
        """Return how many seconds before they are due runs are taken."""
        return LEGATO_WORKER_PREFETCH_SECONDS.value()

    @classmethod
    def get_documentation_url(cls) -> str:
        """Return where it is documented."""
        return cls._documentation_url

    @classmethod
    def get_logo_url(cls) -> str:
        """Return where its logo lies."""
        return cls._logo_url

    @classmethod
    def get_description(cls) -> str:
        """Return a sentence about it."""
        return cls._description

    @classmethod
    def get_default_base_job_template(cls) -> dict[str, Any]:
        """Return the template that new pools of the type get."""
        variables = cls.job_configuration_variables or BaseVariables
        schema = variables.model_json_schema(ref_template="#/definitions/{model}")
        return {"job_configuration": cls.job_configuration.json_template(), "variables": schema}

    @staticmethod
    def get_worker_class_from_type(type: str) -> builtins.type[BaseWorker] | None:
        """Return the class of the workers of a type; None where there is none."""
        return kinds.find(type)

    @staticmethod
    def get_all_available_worker_types() -> list[str]:
        """Return all types of workers that can be started here."""
        return kinds.known()

    # ── what a derived class does ───────────────────────────────────────────────────────────────

    @abstractmethod
    async def run(
        self, flow_run: FlowRun, configuration: Any, task_status: TaskStatus | None = None
    ) -> BaseWorkerResult:
        """Start a run, tell `task_status` what it is found by, and wait for its end."""

    async def kill_infrastructure(self, infrastructure_pid: str, configuration: Any, grace_seconds: int = 30) -> None:
        """End what executes a run.

        Raises:
            InfrastructureNotFound: it is gone.
            InfrastructureNotAvailable: it is elsewhere.
        """
        raise NotImplementedError(f"Workers of type {self.type!r} do not cancel runs.")

    async def finished(self, flow_run: FlowRun, result: BaseWorkerResult) -> None:
        """Have a run that was left unfinished end as what its infrastructure came to."""
        await asyncio.to_thread(report_end, flow_run.id, result.status_code, "infrastructure")

    # ── the life of a worker ────────────────────────────────────────────────────────────────────

    async def start(self, run_once: bool = False, with_healthcheck: bool = False) -> None:
        """Take runs until `stop`; with `run_once` those that are due now, and wait for their ends.

        Raises:
            WorkerError: the pool is not there, or is for workers of another type.
        """
        from legato.workers.serving import lived

        async with self:
            await lived(self, run_once, with_healthcheck)

    def stop(self) -> None:
        """Have `start` end: nothing more is taken, and what does not end in time is given back."""
        self.stopping.set()

    async def __aenter__(self) -> BaseWorker:
        await self.setup()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.teardown(*exc_info)

    async def setup(self) -> None:
        """Find the pool, however long the API is away, and say that this worker is there."""
        set_up()
        patience = Patience()
        while not self.stopping.is_set():
            try:
                await self.sync_with_backend()
                patience.over()
                break
            except ApiUnreachable as error:
                await asyncio.sleep(patience.note(error))
        self.is_setup = True

    async def teardown(self, *exc_info: object) -> None:
        """Give back what was taken and has not been started."""
        self.is_setup = False
        for run in list(self._taken.values()):
            if run.id not in self._started and run.state_id is not None:
                request = HandBackFlowRun(id=run.id, claim=run.state_id, message="Handed back by a stopped worker.")
                try:
                    await asyncio.to_thread(connect.send, request)
                except ApiError as error:
                    self._logger.warning("Flow run %r cannot be handed back: %s", run.name, error)

    async def sync_with_backend(self) -> None:
        """Say that this worker lives, and look at its pool as it is now; one that is not there is made.

        Raises:
            WorkerError: it is not there and is not to be made, or is for workers of another type.
        """
        await asyncio.to_thread(self._sync)

    def _found_pool(self) -> WorkPool:
        try:
            return connect.send(ReadWorkPool(name=self.work_pool_name))
        except ObjectNotFound:
            return self._made_pool()

    def _sync(self) -> None:
        pool = self._found_pool()
        if pool.type != self.type:
            text = f"Work pool {pool.name!r} is for workers of type {pool.type!r}, not {self.type!r}"
            raise WorkerError(f"{text}: start one with --type {pool.type}, or name another pool.")
        self._pool = pool
        seconds = max(1, round(self.heartbeat_interval_seconds))
        connect.send(
            SendWorkerHeartbeat(work_pool_name=self.work_pool_name, name=self.name, heartbeat_interval_seconds=seconds)
        )

    def _made_pool(self) -> WorkPool:
        if not self._create_pool:
            text = f"There is no work pool {self.work_pool_name!r}"
            raise WorkerError(f"{text}: make one with `legato work-pool create {self.work_pool_name}`.") from None
        template = self._base_job_template or self.get_default_base_job_template()
        request = CreateWorkPool(name=self.work_pool_name, type=self.type, base_job_template=template)
        try:
            made = connect.send(request)
            self._logger.info("Work pool %r was made.", made.name)
        except ObjectAlreadyExists:
            made = connect.send(ReadWorkPool(name=self.work_pool_name))
        return made

    def get_status(self) -> dict[str, Any]:
        """Return what is to be known of this worker."""
        return {
            "name": self.name,
            "work_pool": self._pool,
            "settings": {"prefetch_seconds": self.prefetch_seconds, "limit": self.limit},
        }

    # ── taking and starting runs ────────────────────────────────────────────────────────────────

    def free(self) -> int:
        """Return how many runs there is room for."""
        if self.stopping.is_set() or not self.has_queues:
            return 0
        return _MOST_AT_ONCE if self.limit is None else max(0, min(_MOST_AT_ONCE, self.limit - len(self._tasks)))

    async def get_and_submit_flow_runs(self, wait_seconds: float = 0.0) -> list[FlowRun]:
        """Take runs that are due and start them; wait so many seconds for something to become due.

        Raises:
            ApiError: the API is away, or refuses.
        """
        request = self._claim(self.free(), wait_seconds)
        runs = await asyncio.to_thread(connect.send, request)
        for run in runs:
            self._taken[run.id] = run
            if not self.stopping.is_set():
                self._tasks[run.id] = asyncio.create_task(self._submit(run))
        return runs

    def _claim(self, limit: int, wait_seconds: float) -> ClaimFlowRuns:
        return ClaimFlowRuns(
            taker=f"worker {self.name} {socket.gethostname()} {os.getpid()}"[:200],
            work_pool_name=self.work_pool_name,
            work_queue_names=self.work_queues or None,
            limit=limit,
            holding=[id for id in self._taken if id not in self._started],
            prefetch_seconds=self.prefetch_seconds,
            wait_seconds=wait_seconds,
        )

    async def keep_claims(self) -> None:
        """Have the server know that runs which take long to start are still this worker's.

        Raises:
            ApiError: the API is away.
        """
        request = self._claim(0, 0.0)
        if request.holding:
            await asyncio.to_thread(connect.send, request)

    async def _submit(self, run: FlowRun) -> None:
        try:
            configuration = await self._configuration(run)
            loop = asyncio.get_running_loop()
            status = TaskStatus(lambda pid: loop.call_soon_threadsafe(self._note_start, run.id, pid))
            result = await self.run(run, configuration, status)
            await self.finished(run, result)
        except Exception as error:
            await asyncio.to_thread(self._crash, run, error)
        finally:
            for kept in (self._taken, self._started, self._tasks):
                kept.pop(run.id, None)

    def _note_start(self, id: UUID, pid: str) -> None:
        self._started[id] = pid
        if pid:
            request = UpdateFlowRun(id=id, infrastructure_pid=pid)
            asyncio.get_running_loop().run_in_executor(None, _sent, request)

    def _crash(self, run: FlowRun, error: Exception) -> None:
        place = "could not be submitted to infrastructure" if run.id not in self._started else "was lost"
        text = f"Flow run {place}: {type(error).__name__}: {error}"
        self.get_flow_run_logger(run).error(text, exc_info=error if not isinstance(error, WorkerError) else None)
        enter(run.id, StateType.CRASHED, text)

    async def _configuration(self, run: FlowRun) -> BaseJobConfiguration:
        return await asyncio.to_thread(self._read_configuration, run)

    def _read_configuration(self, run: FlowRun) -> BaseJobConfiguration:
        deployment = None if run.deployment_id is None else connect.send(ReadDeployment(id=run.deployment_id))
        if deployment is not None and deployment.storage_document_id is not None:
            raise WorkerError("Deployments whose code lies in a storage block are executed by agents only.")
        flow = connect.send(ReadFlow(id=run.flow_id))
        template = connect.send(ReadWorkPool(name=self.work_pool_name)).base_job_template
        made = self.job_configuration._filled(template, merged_variables(deployment, run))
        made.prepare_for_flow_run(run, deployment, flow)
        return made

    def get_flow_run_logger(self, flow_run: FlowRun) -> RunLogger:
        """Return a logger whose lines belong to a run."""
        from legato.engine.recorder import Recorder

        return run_logger(flow_run, Recorder(connect.courier())).getChild("worker")

    # ── cancelling ──────────────────────────────────────────────────────────────────────────────

    async def check_for_cancelled_flow_runs(self) -> list[FlowRun]:
        """End the runs of the pool that are to be cancelled and that this worker can end; return them.

        Raises:
            ApiError: the API is away.
        """
        runs = await asyncio.to_thread(self._to_be_cancelled)
        found = [run for run in runs if run.id not in self._cancelling]
        for run in found:
            self._cancelling[run.id] = asyncio.create_task(self._cancelled(run))
        return found

    def _to_be_cancelled(self) -> list[FlowRun]:
        state = StateFilter(type=StateTypeIn(any_=[StateType.CANCELLING]))
        queues = WorkQueueFilter(name=TextInOrStartsWith(any_=self.work_queues)) if self.work_queues else None
        request = ReadFlowRuns(
            flow_runs=FlowRunFilter(state=state),
            work_pools=WorkPoolFilter(name=TextIn(any_=[self.work_pool_name])),
            work_pool_queues=queues,
            limit=_PAGE,
        )
        return connect.send(request)

    async def _cancelled(self, run: FlowRun) -> None:
        try:
            await self.cancel_run(run)
        except Exception as error:
            self._logger.exception("Flow run %r cannot be cancelled now: %s", run.name, error)
        finally:
            self._cancelling.pop(run.id, None)

    async def cancel_run(self, flow_run: FlowRun) -> None:
        """End what executes a run, and the run with it."""
        pid = flow_run.infrastructure_pid or self._started.get(flow_run.id)
        message = CANCELLED
        if not pid:
            if flow_run.id in self._tasks:
                return  # it is being started: the next look finds it
            message = "Flow run cancelled: it had not been started."
        else:
            try:
                configuration = await self._configuration(flow_run)
                await self.kill_infrastructure(pid, configuration, round(self.grace_seconds))
            except InfrastructureNotFound:
                message = "Flow run cancelled: what executed it was gone."
            except InfrastructureNotAvailable as error:
                self._logger.warning("Flow run %r is not cancelled from here: %s", flow_run.name, error)
                return
        await asyncio.to_thread(enter_cancelled, flow_run.id, message)


def _sent(request: UpdateFlowRun) -> None:
    from legato.launching.patience import patiently

    patiently(lambda: connect.send(request))
