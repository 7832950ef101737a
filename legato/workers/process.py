"""The worker that executes runs in processes, on its own machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from legato.exceptions import WorkerError
from legato.launching import children
from legato.launching.crew import Crew
from legato.launching.jobs import Wish, command_line
from legato.launching.killing import TaskStatus, kill, pid_of
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateType
from legato.schemas.worker_types import PROCESS, PROCESS_JOB_TEMPLATE
from legato.workers.base import BaseWorker
from legato.workers.configuration import BaseJobConfiguration, BaseVariables
from legato.workers.outcomes import BaseWorkerResult


class ProcessVariables(BaseVariables):
    """What runs in processes may be told."""

    stream_output: bool = Field(True, description="Whether the worker shows what the process prints.")
    working_dir: Path | None = Field(None, description="The folder to start in; by default a new one for each run.")


class ProcessJobConfiguration(BaseJobConfiguration):
    """How the process of a run is started."""

    stream_output: bool = True
    working_dir: Path | None = None


class ProcessWorkerResult(BaseWorkerResult):
    """What became of a process."""


class ProcessWorker(BaseWorker):
    """Executes runs in processes.

    `is_warm` has them forked from one process that has everything imported, which takes a fraction of the time of a
    new interpreter.
    """

    type: ClassVar[str] = PROCESS
    job_configuration = ProcessJobConfiguration
    job_configuration_variables = ProcessVariables
    _description = "Flow runs in processes of their own, on the machine of the worker."

    def __init__(self, *args: Any, is_warm: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self._ends: dict[UUID, asyncio.Future[int | None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._crew = Crew(f"pool-{_file_name(self.work_pool_name)}", noun="process", is_warm=is_warm, ended=self._ended)

    @classmethod
    def default_prefetch(cls) -> float:
        return 0.0

    @classmethod
    def get_default_base_job_template(cls) -> dict[str, Any]:
        return PROCESS_JOB_TEMPLATE

    async def setup(self) -> None:
        self._loop = asyncio.get_running_loop()
        await super().setup()
        await asyncio.to_thread(self._crew.launcher.warm_up)
        if count := await asyncio.to_thread(self._crew.adopt, Wish(is_echoed=False)):
            self._logger.info("Took over %d runs that another worker had left.", count)

    async def teardown(self, *exc_info: object) -> None:
        await super().teardown(*exc_info)
        await asyncio.to_thread(self._crew.stop, 0.0)

    async def run(
        self, flow_run: FlowRun, configuration: Any, task_status: TaskStatus | None = None
    ) -> BaseWorkerResult:
        folder, is_own = _folder(configuration.working_dir)
        ended = self._ends[flow_run.id] = asyncio.get_running_loop().create_future()
        try:
            command = command_line(configuration.command)
            wish = Wish(configuration.env, str(folder), command, configuration.stream_output)
            pid = await asyncio.to_thread(self._crew.launch, flow_run, wish)
            self._started[flow_run.id] = pid  # the API has been told
            code = await ended
            return ProcessWorkerResult(identifier=pid, status_code=0 if code is None else code)
        finally:
            self._ends.pop(flow_run.id, None)
            if is_own:
                await asyncio.to_thread(shutil.rmtree, folder, True)

    def _ended(self, id: UUID, state: StateType | None, code: int | None) -> None:
        def note() -> None:
            future = self._ends.get(id)
            if future is not None and not future.done():
                future.set_result(code)

        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(note)

    async def finished(self, flow_run: FlowRun, result: BaseWorkerResult) -> None:
        """Do nothing: the crew has seen to the end of the run."""

    async def cancel_run(self, flow_run: FlowRun) -> None:
        if not await asyncio.to_thread(self._crew.cancel, flow_run.id, self.grace_seconds / 2):
            await super().cancel_run(flow_run)

    async def kill_infrastructure(self, infrastructure_pid: str, configuration: Any, grace_seconds: int = 30) -> None:
        pid = pid_of(infrastructure_pid)
        # It hears of it by itself first.
        if not await asyncio.to_thread(children.is_over_within, pid, grace_seconds / 2):
            await asyncio.to_thread(kill, infrastructure_pid, grace_seconds / 2)


def _folder(given: Path | None) -> tuple[Path, bool]:
    """Return the folder of a run's process, and whether it is made for the run.

    Raises:
        WorkerError: it is not there.
    """
    if given is None:
        return Path(tempfile.mkdtemp(prefix="legato-run-")), True
    folder = Path(os.path.expandvars(given)).expanduser()
    if not folder.is_dir():
        raise WorkerError(f"The working directory {folder} is not on the machine of the worker.")
    return folder, False


def _file_name(name: str) -> str:
    return "".join(character if character.isalnum() or character in "-_." else "-" for character in name)[:100]
