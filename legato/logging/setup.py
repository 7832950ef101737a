"""Which handlers sit on which logger: Legato's own, and those the user names; never the root's."""

from __future__ import annotations

import logging

from legato.logging.console import ConsoleHandler
from legato.logging.journal import JournalHandler
from legato.secrecy import remember_settings
from legato.settings import (
    LEGATO_DEBUG_MODE,
    LEGATO_LOGGING_EXTRA_LOGGERS,
    LEGATO_LOGGING_INTERNAL_LEVEL,
    LEGATO_LOGGING_LEVEL,
    LEGATO_LOGGING_TO_API_ENABLED,
)

_is_set_up = False


def set_up(*, again: bool = False) -> None:
    """Put the handlers in place, once per process, or again after settings changed."""
    global _is_set_up
    if _is_set_up and not again:
        return
    _is_set_up = True
    remember_settings()
    level = "DEBUG" if LEGATO_DEBUG_MODE.value() else LEGATO_LOGGING_LEVEL.value().upper()
    own = logging.getLogger("legato")
    own.setLevel("DEBUG" if LEGATO_DEBUG_MODE.value() else LEGATO_LOGGING_INTERNAL_LEVEL.value().upper())
    own.propagate = False
    _add(own, ConsoleHandler)
    for name in ("legato.launching", "legato.workers"):
        logging.getLogger(name).setLevel(level)
    for name in ("legato.flow_runs", "legato.task_runs"):
        logger = logging.getLogger(name)
        logger.setLevel(level)
        _add_journal(logger)
    for name in LEGATO_LOGGING_EXTRA_LOGGERS.value():
        extra = logging.getLogger(name)
        if extra.level == logging.NOTSET:
            extra.setLevel(level)
        _add_journal(extra)


def flush() -> None:
    """Write what the handlers of run loggers still hold."""
    for handler in logging.getLogger("legato").handlers:
        handler.flush()


def _add_journal(logger: logging.Logger) -> None:
    if LEGATO_LOGGING_TO_API_ENABLED.value():
        _add(logger, JournalHandler)


def _add(logger: logging.Logger, kind: type[logging.Handler]) -> None:
    if not any(isinstance(handler, kind) for handler in logger.handlers):
        logger.addHandler(kind())
