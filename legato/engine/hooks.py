"""Hooks: functions of the user that run when a run enters a state."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from legato.engine.definitions import Hook, is_async_function
from legato.engine.effects import Call, Life
from legato.schemas.states import State

Log = logging.Logger | logging.LoggerAdapter[Any]


def run_hooks(hooks: Sequence[Hook], subject: Any, run: Any, state: State[Any], log: Log) -> Life[None]:
    """Call hooks one after the other; one that raises is logged and the next one called."""
    for hook in hooks:
        name = getattr(hook, "__name__", None) or type(hook).__name__
        log.info("Running hook %r in response to entering state %r", name, state.name)
        try:
            yield Call(hook, (subject, run, state), is_async=is_async_function(hook))
        except Exception:
            log.exception("An error was encountered while running hook %r", name)
        else:
            log.info("Hook %r finished running successfully", name)
