"""Log lines on their way to the journal."""

from __future__ import annotations

import logging
import warnings
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from legato.context import FlowRunContext, TaskRunContext
from legato.exceptions import MissingContextError
from legato.ids import uuid7
from legato.schemas.journal import LogWritten
from legato.settings import LEGATO_LOGGING_TO_API_MAX_LOG_SIZE, LEGATO_LOGGING_TO_API_WHEN_MISSING_FLOW

if TYPE_CHECKING:
    from legato.engine.recorder import Recorder

_formatter = logging.Formatter()


class JournalHandler(logging.Handler):
    """Keeps lines with the run they belong to."""

    def __init__(self) -> None:
        super().__init__()
        self._most = LEGATO_LOGGING_TO_API_MAX_LOG_SIZE.value()

    def createLock(self) -> None:
        """Do without the lock of a handler, which the journal does not need."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line; `extra={"send_to_api": False}` keeps it out."""
        fields = record.__dict__
        if fields.get("send_to_api") is False:
            return
        flow_run_id, task_run_id = fields.get("flow_run_id"), fields.get("task_run_id")
        recorder = fields.get("recorder")
        if recorder is None:
            found = _from_context()
            if found is None:
                self._miss(record)
                return
            recorder, context_flow_run_id, context_task_run_id = found
            if flow_run_id is None and task_run_id is None:
                flow_run_id, task_run_id = context_flow_run_id, context_task_run_id
        recorder.append(
            LogWritten(
                uuid7(),
                datetime.fromtimestamp(record.created, UTC),
                flow_run_id,
                task_run_id,
                record.name,
                record.levelno,
                self._message(record),
            )
        )

    def _message(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + _formatter.formatException(record.exc_info)
        if len(text) > self._most:
            text = f"{text[: self._most]}… (cut: {len(text):,} characters)"
        return text

    def _miss(self, record: logging.LogRecord) -> None:
        what = LEGATO_LOGGING_TO_API_WHEN_MISSING_FLOW.value()
        if record.name not in ("legato.flow_runs", "legato.task_runs") or what == "ignore":
            return
        text = f"Logger {record.name!r} was used outside of a run: the line is not kept with any."
        if what == "error":
            raise MissingContextError(text)
        warnings.warn(text, stacklevel=8)


def _from_context() -> tuple[Recorder, Any, Any] | None:
    task_context, flow_context = TaskRunContext.get(), FlowRunContext.get()
    if flow_context is None:
        return None
    task_run_id = task_context.task_run.id if task_context is not None else None
    return flow_context.recorder, flow_context.flow_run.id, task_run_id
