"""Taking runs as they become due, as many as there is room for, and having them started."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from legato import connect
from legato.contract.claims import ClaimFlowRuns
from legato.exceptions import ApiError, ApiUnreachable
from legato.launching.crew import Crew
from legato.launching.endings import HANDED_BACK
from legato.launching.patience import Patience
from legato.schemas.flow_runs import FlowRun

_logger = logging.getLogger("legato.launching")
WAIT_SECONDS = 20.0
_MOST_AT_ONCE = 100
_STARTERS = 4
Claim = Callable[[int, float], ClaimFlowRuns]


class Taker:
    """Takes runs for a crew. `claim` makes the request for so many runs, `start` has a run started."""

    def __init__(self, crew: Crew, limit: int | None, claim: Claim, start: Callable[[FlowRun], None]) -> None:
        self._crew, self._limit, self._claim, self._start = crew, limit, claim, start
        self._stopping = threading.Event()
        self._starters = ThreadPoolExecutor(_STARTERS, thread_name_prefix="legato-starter")

    def free(self) -> int:
        """Return how many runs there is room for."""
        return _MOST_AT_ONCE if self._limit is None else max(0, min(_MOST_AT_ONCE, self._limit - len(self._crew)))

    def take_once(self, wait_seconds: float = 0.0) -> list[FlowRun]:
        """Take what is due, and have it started; wait so many seconds for something to become due.

        Raises:
            ApiError: the API is away, or refuses.
        """
        runs = connect.send(self._claim(self.free(), wait_seconds))
        self._crew.take(runs)
        for run in runs:
            if self._stopping.is_set():
                self._crew.hand_back(run, HANDED_BACK)
            else:
                self._starters.submit(self._started, run)
        return runs

    def _started(self, run: FlowRun) -> None:
        try:
            self._start(run)
        except Exception as error:
            self._crew.refuse(run, f"{type(error).__name__}: {error}")

    def run(self) -> None:
        """Take runs until `stop`, however long the API is away in between."""
        patience = Patience()
        while not self._stopping.is_set():
            if not self._crew.wait_for_room(self._limit, 1.0):
                continue
            try:
                self.take_once(WAIT_SECONDS)
                patience.over()
            except ApiUnreachable as error:
                self._stopping.wait(patience.note(error))
            except ApiError as error:
                _logger.error("Runs cannot be taken: %s", error)
                self._stopping.wait(WAIT_SECONDS)

    def stop(self) -> None:
        """Take no more runs, not even by a request that is under way."""
        self._stopping.set()
        with suppress(ApiError):
            self._crew.take(connect.send(self._claim(0, 0.0)))

    def finish(self) -> None:
        """Wait until everything that was taken has been started."""
        self._starters.shutdown(wait=True)
