"""For tests of users: run loggers that do nothing, and logs that can be looked at."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from legato.logging import loggers


@contextmanager
def disable_logger(name: str) -> Iterator[None]:
    """Keep a logger silent for as long as the block lasts."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


@contextmanager
def disable_run_logger() -> Iterator[None]:
    """Let `get_run_logger` be called outside of runs, and keep run loggers silent, for as long as the block lasts."""
    silent = loggers.RunLogger(logging.Logger("null", logging.CRITICAL + 1), {})
    before, loggers._fallback = loggers._fallback, silent
    with disable_logger("legato.flow_runs"), disable_logger("legato.task_runs"):
        try:
            yield
        finally:
            loggers._fallback = before


class LogEavesdropper(logging.Handler):
    """Collects the lines of a logger for as long as the block lasts.

    with LogEavesdropper("my.library") as heard:
        ...
    heard.text()
    """

    def __init__(self, eavesdrop_on: str, level: int = logging.NOTSET) -> None:
        super().__init__(level)
        self._target = logging.getLogger(eavesdrop_on)
        self._lines: list[str] = []

    def __enter__(self) -> LogEavesdropper:
        self._target.addHandler(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._target.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self._lines.append(self.format(record))

    def text(self) -> str:
        """Return the lines so far."""
        return "\n".join(self._lines)
