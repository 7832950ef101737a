"""print() in runs that log their prints."""

from __future__ import annotations

import builtins
import io
import sys
from typing import Any

from legato.context import FlowRunContext, TaskRunContext
from legato.logging.loggers import get_run_logger

_print = builtins.print


def print_as_log(*args: Any, **kwargs: Any) -> None:
    """Print; in a run that logs its prints, write a log line instead of a line on the terminal."""
    context = TaskRunContext.get() or FlowRunContext.get()
    if context is None or not context.log_prints or kwargs.get("file") not in (None, sys.stdout, sys.stderr):
        _print(*args, **kwargs)
        return
    buffer = io.StringIO()
    _print(*args, **{**kwargs, "file": buffer, "end": kwargs.get("end") or ""})
    get_run_logger(context).info("%s", buffer.getvalue().removesuffix("\n"))


def redirect_prints() -> None:
    """Put `print_as_log` in the place of print; it prints as ever outside of runs that log their prints."""
    if builtins.print is not print_as_log:
        global _print
        _print = builtins.print
        builtins.print = print_as_log
