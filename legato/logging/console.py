"""Log lines at the terminal: `12:03:55.123 | INFO    | Task run 'name' - message`."""

from __future__ import annotations

import logging
import sys
import time

from legato.settings import LEGATO_LOGGING_COLORS

_COLORS = {"DEBUG": "2", "INFO": "36", "WARNING": "33", "ERROR": "31", "CRITICAL": "1;31"}


class ConsoleFormatter(logging.Formatter):
    """Formats a line, with the run it belongs to in place of the logger's name."""

    def __init__(self, colors: bool) -> None:
        super().__init__()
        self._colors = colors
        self._second, self._clock = -1, ""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with a traceback below it where the record has one."""
        second = int(record.created)
        if second != self._second:
            self._clock, self._second = time.strftime("%H:%M:%S", time.localtime(second)), second
        level = f"{record.levelname:<7}"
        if self._colors:
            level = f"\033[{_COLORS.get(record.levelname, '0')}m{level}\033[0m"
        line = f"{self._clock}.{int(record.msecs):03d} | {level} | {_who(record)} - {record.getMessage()}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


def _who(record: logging.LogRecord) -> str:
    fields = record.__dict__
    if fields.get("task_run_id") is not None and "task_run_name" in fields:
        return f"Task run {fields['task_run_name']!r}"
    if fields.get("flow_run_id") is not None and "flow_run_name" in fields:
        return f"Flow run {fields['flow_run_name']!r}"
    return record.name


class ConsoleHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to the standard error of the moment, so that it can be redirected."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        colors = LEGATO_LOGGING_COLORS.value() and sys.stderr is not None and sys.stderr.isatty()
        self.setFormatter(ConsoleFormatter(colors))

    @property
    def stream(self) -> object:
        """The stream that lines go to."""
        return sys.stderr

    @stream.setter
    def stream(self, value: object) -> None:
        raise AttributeError("The stream is sys.stderr.")

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        stream = sys.stderr
        if stream is None:
            return
        try:
            stream.write(self.format(record) + "\n")
        except RecursionError:
            raise
        except UnicodeEncodeError:
            stream.write(self.format(record).encode("utf-8", "replace").decode() + "\n")
        except Exception:
            self.handleError(record)
