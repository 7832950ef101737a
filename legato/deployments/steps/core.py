"""Running steps: `{"legato.deployments.steps.git_clone": {"repository": ..., "branch": ...}}` is a call of a function.

`id` among the inputs names the outputs for later steps, as in `{{ clone.directory }}`; `requires` names what has to be
installed for the function.
"""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module, invalidate_caches
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

from legato.either_way import either_way, settled, twin
from legato.exceptions import StepExecutionError
from legato.templating import apply_values, resolve_block_document_references, resolve_variables

_logger = logging.getLogger("legato.deployments")
_OURS = re.compile(r"(?:(?:legato|prefect)\.(?:deployments|projects)|prefect_docker\.deployments)\.steps\.")
_HOME = "legato.deployments.steps."
_REQUIREMENT = re.compile(r"[A-Za-z0-9][^\s;&|]*")


@either_way
def run_step(step: Mapping[str, Any], upstream_outputs: Mapping[str, Any] | None = None) -> Any:
    """Call the function of a step and return its output; outputs of earlier steps fill the places in its inputs.

    Raises:
        StepExecutionError: there is no such function.
        TemplateError, ObjectNotFound: a place in its inputs cannot be filled.
        ValueError: it is no step.
    """
    return _run(step, upstream_outputs or {})


arun_step = twin(run_step)


def _run(step: Mapping[str, Any], outputs: Mapping[str, Any]) -> Any:
    name, inputs = named(step)
    function = _function(name, inputs.pop("requires", None))
    inputs.pop("id", None)
    filled = resolve_block_document_references(apply_values(inputs, outputs))
    return settled(function(**resolve_variables(filled)))


@either_way
def run_steps(
    steps: Iterable[Mapping[str, Any]],
    upstream_outputs: Mapping[str, Any] | None = None,
    print_function: Callable[[str], Any] = print,
) -> dict[str, Any]:
    """Call the functions of steps in order and return their outputs, by name, and by the id of the step.

    Raises:
        StepExecutionError: one did not succeed; the message says which.
    """
    outputs = dict(upstream_outputs or {})
    for step in steps:
        name, inputs = named(step)
        print_function(f" > Running {name.rpartition('.')[2]} step...")
        try:
            output = _run(step, outputs)
        except Exception as error:
            raise StepExecutionError(f"The step {name} did not succeed: {error}") from error
        if isinstance(output, Mapping):
            outputs.update(output)
        if isinstance(id := inputs.get("id"), str):
            outputs[id] = output
    return outputs


arun_steps = twin(run_steps)


def named(step: Any) -> tuple[str, dict[str, Any]]:
    """Return the name of the function of a step, and the inputs.

    Raises:
        ValueError: it is no step.
    """
    if not isinstance(step, Mapping) or len(step) != 1:
        found = ", ".join(map(str, step)) if isinstance(step, Mapping) else repr(step)
        raise ValueError(f"A step is one function with its inputs, such as {{{_HOME}git_clone: ...}}, not: {found}.")
    ((name, inputs),) = step.items()
    if inputs is not None and not isinstance(inputs, Mapping):
        raise ValueError(f"The inputs of step {name} are names with values, not {inputs!r:.200}.")
    return str(name), dict(inputs or {})


def _function(name: str, requires: str | Iterable[str] | None) -> Callable[..., Any]:
    """Return the function that a step names, once what it requires is installed.

    Raises:
        StepExecutionError: there is none, or what it requires cannot be installed.
    """
    needed, is_ours = [requires] if isinstance(requires, str) else list(requires or ()), bool(_OURS.match(name))
    if is_ours:
        # Where one of Prefect's packages has the step, ours needs nothing of it.
        needed = [one for one in needed if not str(one).startswith("prefect")]
    if missing := [one for one in needed if not _is_installed(name, str(one))]:
        _install(name, missing)
    try:
        return _imported(_OURS.sub(_HOME, name, count=1) if is_ours else name)
    except ImportError as error:
        raise StepExecutionError(f"There is no step {name!r}: {error}.") from None


def _is_installed(name: str, requirement: str) -> bool:
    """Tell whether there is a package of a requirement, whatever its version."""
    if not _REQUIREMENT.fullmatch(requirement):
        raise StepExecutionError(f"The step {name!r} requires what is no package: {requirement!r}.")
    found = re.match(r"[\w.-]+", requirement)
    try:
        distribution(found[0] if found else requirement)
    except PackageNotFoundError:
        return False
    return True


def _imported(path: str) -> Callable[..., Any]:
    module, _, name = path.rpartition(".")
    if not module:
        raise ImportError(f"{path!r} names no module")
    function = getattr(import_module(module), name, None)
    if not callable(function):
        raise ImportError(f"module {module!r} has no function {name!r}")
    found: Callable[..., Any] = function
    return found


def _install(name: str, needed: list[str]) -> None:
    _logger.warning("The step %s requires %s, which is installed now.", name, ", ".join(needed))
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", *needed], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        text = f"What step {name!r} requires cannot be installed: {done.stderr.strip()[-1000:]}"
        raise StepExecutionError(text)
    invalidate_caches()
