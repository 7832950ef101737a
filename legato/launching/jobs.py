"""What a process for a flow run is to be like."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import msgspec

from legato.settings.environment import as_environment

FLOW_RUN_ID, CLAIM, CONSOLE = "LEGATO__FLOW_RUN_ID", "LEGATO__CLAIM", "LEGATO__CONSOLE_FD"
HOOKS = "LEGATO__HOOKS"
"""Where it is set, a process runs the hooks of a run that has ended, instead of the run."""

HAND_BACK = signal.SIGUSR1
"""The signal by which a worker that is stopped asks the process of a run to leave the run to others."""

_ENGINES = (
    ("-m", "legato.engine"),
    ("-m", "legato.execution"),
    ("-m", "prefect.engine"),
    ("legato", "flow-run", "execute"),
    ("prefect", "flow-run", "execute"),
)
_OF_INTERPRETER = ("PYTHON", "LD_", "DYLD_", "MALLOC_")


class Wish(NamedTuple):
    """How a run is to be started, as its pool, deployment and worker say."""

    env: Mapping[str, str | None] = {}
    cwd: str | None = None
    command: list[str] | None = None
    is_echoed: bool = True


class Job(msgspec.Struct, kw_only=True):
    """A process to be started: its whole environment, its folder, and the file for what it writes.

    Without a command it executes the flow run.
    """

    flow_run_id: UUID
    env: dict[str, str]
    output: str
    cwd: str | None = None
    command: list[str] | None = None

    def arguments(self) -> list[str]:
        """Return the command line of a process of its own."""
        return self.command or [sys.executable, "-m", "legato.execution", str(self.flow_run_id)]

    def needs_interpreter(self) -> bool:
        """Tell whether only a new interpreter will do: for another command, or what interpreters read as they start."""
        if self.command is not None:
            return True
        names = {name for name in {*self.env, *os.environ} if name.startswith(_OF_INTERPRETER)}
        return any(self.env.get(name) != os.environ.get(name) for name in names)


def environment(flow_run_id: UUID, claim: UUID | None, more: Mapping[str, str | None]) -> dict[str, str]:
    """Return the environment of a run's process: that of this process, with the settings in force here.

    What `more` names is set besides; None takes a variable away.
    """
    own = {FLOW_RUN_ID: str(flow_run_id), CLAIM: str(claim) if claim is not None else None}
    merged = {**os.environ, **as_environment(), **more, **own}
    return {name: value for name, value in merged.items() if value is not None}


def command_line(text: str | list[str] | None) -> list[str] | None:
    """Return the words of a command; None where it only says what is done anyhow: execute the flow run.

    Raises:
        ValueError: it is no command line.
    """
    words = shlex.split(text) if isinstance(text, str) else list(text or ())
    if not words or any(_ends_with(words, engine) for engine in _ENGINES):
        return None
    return words


def _ends_with(words: list[str], engine: tuple[str, ...]) -> bool:
    start = 1 if engine[0] == "-m" else 0
    return tuple(words[start:]) == engine and (start == 0 or Path(words[0]).name.startswith("python"))
