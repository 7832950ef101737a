"""The runner: executes the runs of deployments that this process declares, each in a process of its own."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Unpack
from uuid import UUID

from legato import connect
from legato.contract.claims import ClaimFlowRuns
from legato.contract.deployments import PauseDeployment
from legato.contract.flow_runs import ReadFlowRun
from legato.deployments.runner import DeploymentOptions, EntrypointType, RunnerDeployment
from legato.deployments.storage import RunnerStorage
from legato.either_way import either_way, settled, twin
from legato.engine.definitions import FlowDefinition
from legato.exceptions import ApiError
from legato.launching.cancelling import Canceller
from legato.launching.crew import Crew
from legato.launching.endings import enter
from legato.launching.health import answering
from legato.launching.jobs import Wish
from legato.launching.stopping import stopped_by_signals
from legato.launching.taking import Taker
from legato.runner.server import routes
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateType
from legato.settings import (
    LEGATO_RUNNER_PROCESS_LIMIT,
    LEGATO_RUNNER_SERVER_ENABLE,
    LEGATO_RUNNER_SERVER_HOST,
    LEGATO_RUNNER_SERVER_PORT,
    LEGATO_WORKER_GRACE_SECONDS,
)


class Runner:
    """Executes runs of deployments, `limit` of them at once, until it is stopped.

    `pause_on_shutdown` pauses the deployments then, as nobody would execute their runs. `webserver` answers questions
    about its health by HTTP. `query_seconds` is not needed, as a runner hears of due runs at once; `prefetch_seconds`
    is how long before it is due a run is given a process.
    """

    def __init__(
        self,
        name: str | None = None,
        query_seconds: float | None = None,
        prefetch_seconds: float = 0,
        limit: int | None = None,
        pause_on_shutdown: bool = True,
        webserver: bool = False,
    ) -> None:
        self.name = Path(name).stem if name else "runner"
        self.limit = LEGATO_RUNNER_PROCESS_LIMIT.value() if limit is None else limit
        if self.limit < 1:
            raise ValueError(f"A runner executes one run at a time at least, not {limit}.")
        self.prefetch_seconds, self.pause_on_shutdown = prefetch_seconds, pause_on_shutdown
        self.webserver = webserver or LEGATO_RUNNER_SERVER_ENABLE.value()
        self.started = threading.Event()
        self._grace = LEGATO_WORKER_GRACE_SECONDS.value()
        self._stopping = threading.Event()
        self._deployments: dict[UUID, RunnerDeployment] = {}
        self._storages: list[_Code] = []
        self._crew: Crew | None = None
        self._place: tempfile.TemporaryDirectory[str] | None = None

    @either_way
    def add_deployment(self, deployment: RunnerDeployment) -> UUID:
        """Make a deployment known to the server, and have its runs executed here; return its id.

        Raises:
            DeploymentApplyError: the server does not take it.
            StorageUnreachable: its code cannot be fetched.
        """
        return self._add(deployment)

    def _add(self, deployment: RunnerDeployment) -> UUID:
        if deployment.storage is not None:
            self._place = self._place or tempfile.TemporaryDirectory(prefix="legato-runner-")
            code = _Code(deployment.storage, Path(self._place.name))
            code.fetch()
            self._storages.append(code)
        id = settled(deployment.apply())
        self._deployments[id] = deployment
        return id

    @either_way
    def add_flow(
        self,
        flow: FlowDefinition[..., Any],
        name: str | None = None,
        entrypoint_type: EntrypointType = EntrypointType.FILE_PATH,
        **options: Unpack[DeploymentOptions],
    ) -> UUID:
        """Make a deployment of a flow, named like the runner unless told otherwise, and have its runs executed here.

        Raises:
            MissingFlowError: no file or module leads to the flow.
            TypeError, ValueError, DeploymentApplyError: something of the deployment cannot be.
        """
        made = RunnerDeployment.from_flow(flow, name or self.name, entrypoint_type=entrypoint_type, **options)
        return self._add(made)

    @either_way
    def start(self, run_once: bool = False, webserver: bool | None = None) -> None:
        """Execute runs until `stop`, SIGTERM or SIGINT; with `run_once` those that are due now.

        Raises:
            OSError: the address of the web server is taken.
        """
        crew = self._crew = Crew(f"runner-{self.name}", noun="process", is_warm=True)
        taker = Taker(crew, self.limit, self._claim, self._start_run)
        canceller = Canceller(crew, self._grace / 2)
        with ExitStack() as stack:
            stack.enter_context(stopped_by_signals(self._stopping))
            if self.webserver if webserver is None else webserver:
                host, port = LEGATO_RUNNER_SERVER_HOST.value(), LEGATO_RUNNER_SERVER_PORT.value()
                stack.enter_context(answering(host, port, routes(self)))
            crew.launcher.warm_up()
            crew.adopt(Wish(cwd=os.getcwd()))
            self.started.set()
            if run_once:
                taker.take_once()
                taker.finish()
                crew.wait_until_empty()
            else:
                self._work(taker, canceller)
            self._end(crew, taker, canceller, is_asked=not run_once)

    astart = twin(start)

    def _work(self, taker: Taker, canceller: Canceller) -> None:
        for work in (taker.run, canceller.run):
            threading.Thread(target=work, name="legato-runner", daemon=True).start()
        while not self._stopping.wait(1.0):
            pass  # a signal is heard between waits

    def _end(self, crew: Crew, taker: Taker, canceller: Canceller, *, is_asked: bool) -> None:
        taker.stop()
        taker.finish()
        if is_asked:
            self._pause_deployments()
            for id in crew.running():
                enter(id, StateType.CANCELLING, "Runner is shutting down.")
                threading.Thread(target=crew.cancel, args=(id, self._grace / 2), daemon=True).start()
        crew.stop(2 * self._grace)
        canceller.stop()
        if self._place is not None:
            self._place.cleanup()

    def _pause_deployments(self) -> None:
        if not self.pause_on_shutdown:
            return
        for id in self._deployments:
            try:
                connect.send(PauseDeployment(id=id, by_operator=False))
            except ApiError as error:
                print(f"legato: a deployment cannot be paused: {error}")

    def _claim(self, limit: int, wait_seconds: float) -> ClaimFlowRuns:
        assert self._crew is not None
        return ClaimFlowRuns(
            taker=f"runner {self.name} {os.getpid()}",
            deployment_ids=list(self._deployments),
            limit=limit,
            holding=self._crew.holding(),
            prefetch_seconds=self.prefetch_seconds,
            wait_seconds=wait_seconds,
        )

    def _start_run(self, run: FlowRun) -> None:
        assert self._crew is not None
        deployment = None if run.deployment_id is None else self._deployments.get(run.deployment_id)
        cwd = os.getcwd()
        for code in self._storages:
            if deployment is not None and code.storage is deployment.storage:
                code.fetch_if_old()
                cwd = str(code.storage.destination)
        given = (run.job_variables or {}).get("env")
        env = {str(name): value for name, value in given.items()} if isinstance(given, dict) else {}
        self._crew.launch(run, Wish(env=env, cwd=cwd))

    def stop(self) -> None:
        """Have `start` end."""
        self._stopping.set()

    @either_way
    def execute_flow_run(self, flow_run_id: UUID, entrypoint: str | None = None) -> StateType | None:
        """Execute one run in a process of its own; return the type of the state it comes to."""
        ended: list[StateType | None] = []
        crew = Crew(
            f"runner-{self.name}", noun="process", is_warm=False, ended=lambda id, state, code: ended.append(state)
        )
        run = connect.send(ReadFlowRun(id=flow_run_id))
        env = {} if entrypoint is None else {"LEGATO__FLOW_ENTRYPOINT": entrypoint}
        crew.launch(run, Wish(env=env, cwd=os.getcwd()))
        crew.wait_until_empty()
        return ended[0] if ended else None

    def has_slots_available(self) -> bool:
        """Tell whether there is room for another run."""
        return self._crew is None or len(self._crew) < self.limit

    def run_count(self) -> int:
        """Return how many runs are being executed."""
        return 0 if self._crew is None else len(self._crew)

    def deployment_ids(self) -> list[UUID]:
        """Return the ids of the deployments whose runs are executed here."""
        return list(self._deployments)


class _Code:
    """The code of deployments with a storage, fetched again when it is old."""

    def __init__(self, storage: RunnerStorage, base: Path) -> None:
        self.storage = storage
        storage.set_base_path(base)
        self._fetched = 0.0
        self._lock = threading.Lock()

    def fetch(self) -> None:
        """Bring the code here."""
        settled(self.storage.pull_code())
        self._fetched = time.monotonic()

    def fetch_if_old(self) -> None:
        """Bring the code up to date, if it is time to."""
        interval = self.storage.pull_interval
        with self._lock:
            if interval is not None and time.monotonic() - self._fetched >= interval:
                self.fetch()
