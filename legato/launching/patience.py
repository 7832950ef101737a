"""Asking the API for as long as it takes."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import ClassVar, TypeVar

from legato.exceptions import ApiUnreachable

T = TypeVar("T")
_SAY_SECONDS = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 10.0


class Patience:
    """Waits between tries, longer each time, and says what it waits for: once a minute, however many wait."""

    _said: ClassVar[float | None] = None
    _saying: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self) -> None:
        self.pause = _FIRST_PAUSE

    def note(self, error: ApiUnreachable) -> float:
        """Note that the API is away; return how many seconds to wait before the next try."""
        now = time.monotonic()
        with self._saying:
            if Patience._said is None or now - Patience._said >= _SAY_SECONDS:
                Patience._said = now
                print(f"legato: waiting for the API: {error}", file=sys.stderr, flush=True)
        pause, self.pause = self.pause, min(2 * self.pause, _LONGEST_PAUSE)
        return error.retry_after or pause

    def over(self) -> None:
        """Note that the API is there."""
        self.pause = _FIRST_PAUSE
        Patience._said = None


def patiently(ask: Callable[[], T]) -> T:
    """Return an answer of the API, however long it is away.

    Raises:
        ApiError: what the API answers once it does.
    """
    patience: Patience | None = None
    while True:
        try:
            answer = ask()
        except ApiUnreachable as error:
            patience = patience or Patience()
            time.sleep(patience.note(error))
        else:
            if patience is not None:
                patience.over()
            return answer
