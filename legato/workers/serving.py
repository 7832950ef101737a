"""The loops of a worker."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from legato.exceptions import ApiError, ApiUnreachable, WorkerError
from legato.launching.health import Answer, answering
from legato.launching.patience import Patience
from legato.settings import LEGATO_WORKER_WEBSERVER_HOST, LEGATO_WORKER_WEBSERVER_PORT

if TYPE_CHECKING:
    from legato.workers.base import BaseWorker

_logger = logging.getLogger("legato.workers")
WAIT_SECONDS = 20.0
CANCEL_LOOK_SECONDS = 5.0
_LOOK_SECONDS = 0.2
_SILENT_SECONDS = 90.0


async def lived(worker: BaseWorker, run_once: bool, with_healthcheck: bool) -> None:
    """Have a worker that is set up take runs, until it is stopped."""
    if run_once:
        await worker.get_and_submit_flow_runs()
        await drained(worker, None)
        return
    heard = [time.monotonic()]
    loop = asyncio.get_running_loop()
    with ExitStack() as stack:
        for signum in (signal.SIGTERM, signal.SIGINT):
            with suppress(ValueError, RuntimeError):  # signals are heard in the main thread only
                loop.add_signal_handler(signum, worker.stop)
                stack.callback(loop.remove_signal_handler, signum)
        if with_healthcheck:
            host, port = LEGATO_WORKER_WEBSERVER_HOST.value(), LEGATO_WORKER_WEBSERVER_PORT.value()
            stack.enter_context(answering(host, port, {("GET", "/health"): lambda *_: _health(heard)}))
        loops = [asyncio.create_task(work) for work in (_take(worker, heard), _say(worker), _cancel(worker))]
        while not worker.stopping.is_set():
            await asyncio.sleep(_LOOK_SECONDS)
        for task in loops[1:]:
            task.cancel()
        with suppress(ApiError):
            await worker.get_and_submit_flow_runs()  # ends the request that is under way
        await drained(worker, worker.grace_seconds)


async def drained(worker: BaseWorker, seconds: float | None) -> bool:
    """Wait until nothing that a worker started goes on; False where something does after so many seconds."""
    tasks = list(worker._tasks.values())
    if tasks:
        _, rest = await asyncio.wait(tasks, timeout=seconds)
        return not rest
    return True


def _health(heard: list[float]) -> Answer:
    silent = time.monotonic() - heard[0]
    if silent > _SILENT_SECONDS:
        return 503, {"message": f"Worker has not heard of the API for {silent:.0f} seconds."}
    return 200, {"message": "OK"}


async def _take(worker: BaseWorker, heard: list[float]) -> None:
    patience = Patience()
    while not worker.stopping.is_set():
        if not worker.free():
            await asyncio.wait(list(worker._tasks.values()), timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
            continue
        try:
            await worker.get_and_submit_flow_runs(WAIT_SECONDS)
            heard[0] = time.monotonic()
            patience.over()
        except ApiUnreachable as error:
            await asyncio.sleep(patience.note(error))
        except ApiError as error:
            _logger.error("Runs cannot be taken: %s", error)
            await asyncio.sleep(WAIT_SECONDS)


async def _say(worker: BaseWorker) -> None:
    while True:
        await asyncio.sleep(worker.heartbeat_interval_seconds)
        await _tried(worker.sync_with_backend())
        await _tried(worker.keep_claims())


async def _cancel(worker: BaseWorker) -> None:
    while True:
        await asyncio.sleep(CANCEL_LOOK_SECONDS)
        await _tried(worker.check_for_cancelled_flow_runs())


async def _tried(work: Any) -> None:
    try:
        await work
    except ApiUnreachable:
        pass  # the loop that takes runs says so
    except (ApiError, WorkerError) as error:
        _logger.error("%s", error)
