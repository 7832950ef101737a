"""Looking for runs in hand that somebody cancelled."""

from __future__ import annotations

import threading
from uuid import UUID

from legato import connect
from legato.contract.flow_runs import ReadFlowRuns
from legato.exceptions import ApiError
from legato.launching.crew import Crew
from legato.schemas.conditions import IdInOrNot, StateFilter, StateTypeIn
from legato.schemas.filters import FlowRunFilter
from legato.schemas.states import StateType

LOOK_SECONDS = 5.0
_PAGE = 200


class Canceller:
    """Stops the processes of runs that are to be cancelled; those that hear of it themselves have the grace time."""

    def __init__(self, crew: Crew, grace_seconds: float) -> None:
        self._crew, self._grace = crew, grace_seconds
        self._busy: set[UUID] = set()
        self._stopping = threading.Event()

    def run(self) -> None:
        """Look again and again, until `stop`."""
        while not self._stopping.wait(LOOK_SECONDS):
            if ids := self._crew.running():
                try:
                    self.look(ids)
                except ApiError:
                    continue  # it is away: the next look will tell

    def look(self, ids: list[UUID]) -> None:
        """Have those of these runs that are to be cancelled stopped.

        Raises:
            ApiError: the API is away.
        """
        for start in range(0, len(ids), _PAGE):
            state = StateFilter(type=StateTypeIn(any_=[StateType.CANCELLING]))
            which = FlowRunFilter(id=IdInOrNot(any_=ids[start : start + _PAGE]), state=state)
            for run in connect.send(ReadFlowRuns(flow_runs=which, limit=_PAGE)):
                if run.id not in self._busy:
                    self._busy.add(run.id)
                    threading.Thread(target=self._cancel, args=(run.id,), daemon=True).start()

    def _cancel(self, id: UUID) -> None:
        try:
            self._crew.cancel(id, self._grace)
        finally:
            self._busy.discard(id)

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
