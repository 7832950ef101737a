"""Steps that run programs."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, TextIO, TypedDict

from legato.either_way import either_way, twin
from legato.exceptions import StepExecutionError


class RunShellScriptResult(TypedDict):
    """What the programs of a script wrote."""

    stdout: str
    stderr: str


@either_way
def run_shell_script(
    script: str,
    directory: str | None = None,
    env: dict[str, str] | None = None,
    stream_output: bool = True,
    expand_env_vars: bool = False,
) -> RunShellScriptResult:
    """Run a program per line of a script, without a shell, and return what they wrote.

    `expand_env_vars` puts variables of the environment in the place of `$NAME` before.

    Raises:
        StepExecutionError: a program cannot be started, or ended with an error; those after it are not run.
    """
    environment = os.environ | (env or {})
    written: RunShellScriptResult = {"stdout": "", "stderr": ""}
    for line in script.splitlines():
        words = shlex.split(_expanded(line, environment) if expand_env_vars else line, comments=True)
        if words:
            out, err = _run(words, directory, environment, stream_output)
            written["stdout"] += out
            written["stderr"] += err
    return {"stdout": written["stdout"].strip(), "stderr": written["stderr"].strip()}


arun_shell_script = twin(run_shell_script)


def _expanded(line: str, environment: dict[str, str]) -> str:
    from string import Template

    return Template(line).safe_substitute(environment)


@either_way
def pip_install_requirements(
    directory: str | None = None, requirements_file: str = "requirements.txt", stream_output: bool = True
) -> RunShellScriptResult:
    """Install what a file of requirements names, with pip, for the Python that runs this.

    Raises:
        StepExecutionError: pip says why not.
    """
    command = [sys.executable, "-m", "pip", "install", "-r", requirements_file]
    out, err = _run(command, directory, dict(os.environ), stream_output)
    return {"stdout": out.strip(), "stderr": err.strip()}


apip_install_requirements = twin(pip_install_requirements)


def _run(
    command: list[str], directory: str | None, environment: dict[str, str], stream_output: bool
) -> tuple[str, str]:
    place = None if directory is None else Path(directory).expanduser()
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            command, cwd=place, env=environment, stdout=pipe, stderr=pipe, text=True, errors="replace"
        )
    except OSError as error:
        raise StepExecutionError(f"{command[0]} cannot be run: {error.strerror}: {error.filename}.") from None
    assert process.stdout is not None
    assert process.stderr is not None
    lines: tuple[list[str], list[str]] = [], []
    sinks = sys.stdout if stream_output else None, sys.stderr if stream_output else None
    beside = threading.Thread(target=_gather, args=(process.stderr, lines[1], sinks[1]))
    with process:
        beside.start()
        _gather(process.stdout, lines[0], sinks[0])
        beside.join()
    out, err = "".join(lines[0]), "".join(lines[1])
    if process.returncode != 0:
        text = f"{shlex.join(command)} ended with exit code {process.returncode}"
        raise StepExecutionError(f"{text}:\n{err.strip()[-2000:]}" if err.strip() else f"{text}.")
    return out, err


def _gather(source: IO[str], lines: list[str], sink: TextIO | None) -> None:
    for line in source:
        lines.append(line)
        if sink is not None:
            sink.write(line)
            sink.flush()
