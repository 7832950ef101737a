"""Endings that are no failure of the code: crashes, signals, cancellation."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from legato.engine.control import Control, TimeUp
from legato.exceptions import CancelRun, TerminationSignal
from legato.schemas.states import State, StateDetails, StateType

PARENT_CANCELLED = "The parent flow run was cancelled."


_PACKAGE = str(Path(__file__).parent.parent)


def code_traceback(error: BaseException) -> TracebackType | None:
    """Return the traceback from the user's code on, without the frames of the engine that called it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_PACKAGE):
        trace = trace.tb_next
    return trace


def log_exception(log: logging.LoggerAdapter[Any], error: BaseException) -> None:
    """Log what the user's code raised."""
    log.error("Encountered exception during execution:", exc_info=(type(error), error, code_traceback(error)))


def failed_state(error: BaseException, what: str) -> State[Any]:
    """Return the Failed state for an exception that a run raised."""
    return State(type=StateType.FAILED, message=f"{what} {describe(error)}", data=error)


def timed_out_state(error: BaseException, noun: str, seconds: float | None) -> State[Any]:
    """Return the TimedOut state of a run that took longer than it may."""
    text = f"{noun} exceeded timeout of {seconds} seconds"
    error.args = (text,)
    return State(type=StateType.FAILED, name="TimedOut", message=text, data=error)


def describe(error: BaseException) -> str:
    """Return the type and the text of an exception, on one line where that can be."""
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def interrupted_state(error: BaseException, control: Control | None) -> State[Any]:
    """Return the state of a run whose code was interrupted: what it was stopped for, if it was, else Crashed."""
    if (
        control is not None
        and (ending := control.stopped_for) is not None
        and (isinstance(error, CancelRun) or _is_cancelled_error(error))
    ):
        details = StateDetails(scheduled_time=ending.state_details.scheduled_time)
        return State(type=ending.type, name=ending.name, message=ending.message, state_details=details)
    return State(type=StateType.CRASHED, message=_crash_message(error, control), data=error)


def _crash_message(error: BaseException, control: Control | None) -> str:
    if isinstance(error, TerminationSignal) or (control is not None and control.is_terminated):
        return "Execution was aborted by a termination signal."
    if isinstance(error, KeyboardInterrupt):
        return "Execution was aborted by an interrupt signal."
    if isinstance(error, SystemExit):
        return "Execution was aborted by Python system exit call."
    if _is_cancelled_error(error):
        return "Execution was cancelled by the runtime environment."
    if isinstance(error, TimeUp):
        return "Execution was stopped because the time of the flow run around it was over."
    return f"Execution was interrupted by an unexpected exception: {describe(error)}"


def _is_cancelled_error(error: BaseException) -> bool:
    asyncio = sys.modules.get("asyncio")
    return asyncio is not None and isinstance(error, asyncio.CancelledError)
