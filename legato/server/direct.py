"""The server's handlers in this very process: the transport for those who have no server."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TypeVar, cast

from legato.contract.request import Request, checked
from legato.server import dispatch
from legato.server.handling import Place, load_handlers
from legato.server.spooling import Intake
from legato.server.store.store import Store
from legato.settings import LEGATO_HOME

R = TypeVar("R")


class Direct:
    """Answers requests here and now; the database is opened when it is first needed.

    What other processes left in the home's spool is taken in first, so that it is there to be read.
    """

    def __init__(self, url: str | None = None, home: Path | None = None) -> None:
        self._url, self._home = url, home or LEGATO_HOME.value()
        self._open: tuple[Store, Intake] | None = None
        self._lock = threading.Lock()

    def _opened(self) -> tuple[Store, Intake]:
        with self._lock:
            if self._open is None:
                store = Store(self._url, readers=1)
                self._open = store, Intake(store, self._home)
            return self._open

    def send(self, request: Request[R]) -> R:
        """Answer a request.

        Raises:
            ApiError: as the HTTP client raises it: ObjectNotFound, ObjectAlreadyExists, RequestInvalid.
            ServerError: the database cannot be used.
        """
        request = checked(request)
        store, intake = self._opened()
        if load_handlers()[type(request)].place is not Place.HERE:
            intake.ingest()
        return cast(R, dispatch.answer(store, request).value)

    def close(self) -> None:
        """Let the database go."""
        with self._lock:
            if self._open is not None:
                self._open[0].close()
                self._open = None
