"""Log lines at the terminal: `12:03:55.123 | INFO    | Task run 'name' - message`."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from typing import TextIO

from legato.secrecy import masked
from legato.settings import LEGATO_LOGGING_COLORS

_GATHER_SECONDS = 0.02
_COLORS = {"DEBUG": "2", "INFO": "36", "WARNING": "33", "ERROR": "31", "CRITICAL": "1;31"}


class ConsoleFormatter(logging.Formatter):
    """Formats a line, with the run it belongs to in place of the logger's name."""

    def __init__(self, colors: bool) -> None:
        super().__init__()
        self._colors = colors
        self._clock = (-1, "")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with a traceback below it where the record has one."""
        second = int(record.created)
        then, clock = self._clock
        if second != then:
            clock = time.strftime("%H:%M:%S", time.localtime(second))
            self._clock = (second, clock)
        level = f"{record.levelname:<7}"
        if self._colors:
            level = f"\033[{_COLORS.get(record.levelname, '0')}m{level}\033[0m"
        line = f"{clock}.{int(record.msecs):03d} | {level} | {_who(record)} - {record.getMessage()}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return masked(line)


def _who(record: logging.LogRecord) -> str:
    fields = record.__dict__
    if fields.get("task_run_id") is not None and "task_run_name" in fields:
        return f"Task run {fields['task_run_name']!r}"
    if fields.get("flow_run_id") is not None and "flow_run_name" in fields:
        return f"Flow run {fields['flow_run_name']!r}"
    return record.name


_console: TextIO | None = None


def write_to(fd: int) -> None:
    """Write to a file descriptor from now on: what else this process writes goes to the logs of its run by itself."""
    global _console
    _console = os.fdopen(fd, "w", encoding="utf-8", errors="backslashreplace")


def _stream() -> TextIO | None:
    return sys.stderr if _console is None else _console


class ConsoleHandler(logging.Handler):
    """Writes to the standard error of the moment, so that it can be redirected.

    At a terminal each line is written at once. Elsewhere lines are gathered for up to 20 ms, because every write gives
    up the interpreter lock, which costs a flow with many threads more than the rest of a task's run; what is an error,
    and the end of a run, does not wait.
    """

    def __init__(self) -> None:
        super().__init__()
        colors = LEGATO_LOGGING_COLORS.value() and sys.stderr is not None and sys.stderr.isatty()
        self.setFormatter(ConsoleFormatter(colors))
        self._lines: list[str] = []
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._stream: object = None
        self._is_terminal = False
        self._flushing = threading.Lock()

    def createLock(self) -> None:
        """Do without the lock of a handler: threads that log would queue at it, and each turn costs a task's time."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, now or soon."""
        try:
            self._lines.append(self.format(record))
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)
            return
        if record.levelno >= logging.ERROR or self._is_at_terminal():
            self.flush()
        elif not self._wake.is_set():
            self._wake.set()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._write_on, name="legato-console", daemon=True)
                self._thread.start()

    def _is_at_terminal(self) -> bool:
        stream = _stream()
        if stream is not self._stream:
            self._stream, self._is_terminal = stream, stream is not None and stream.isatty()
        return self._is_terminal

    def _write_on(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(_GATHER_SECONDS)
            self._wake.clear()
            self.flush()

    def flush(self) -> None:
        """Write what was gathered."""
        with self._flushing:
            lines, self._lines = self._lines, []
            stream = _stream()
            if not lines or stream is None:
                return
            text = "\n".join(lines) + "\n"
            try:
                stream.write(text)
                stream.flush()
            except UnicodeEncodeError:
                stream.write(text.encode("ascii", "backslashreplace").decode())
            except (OSError, ValueError):
                pass  # the stream is closed: there is nobody to tell
