"""Loading flows from scripts, modules and texts."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from legato import entrypoints, reading
from legato.engine.definitions import FlowDefinition, is_async_function
from legato.exceptions import MissingFlowError, ScriptError, UnspecifiedFlowError

AnyFlow = FlowDefinition[..., Any]


def load_flow_from_entrypoint(entrypoint: str, use_placeholder_flow: bool = True) -> AnyFlow:
    """Return the flow that an entrypoint names: `path/to/file.py:function` or `package.module.function`.

    With `use_placeholder_flow` one whose file imports what is not here is read from its text; it cannot be run.

    Raises:
        MissingFlowError, ScriptError: there is none, or it cannot be loaded.
    """
    try:
        found = entrypoints.load(entrypoint)
    except ScriptError as error:
        if not use_placeholder_flow or not isinstance(error.__cause__, ImportError) or ":" not in entrypoint:
            raise
        warnings.warn(f"{entrypoint} is read without being imported: {error.__cause__}.", stacklevel=2)
        return reading.read_flow(entrypoint)
    if not isinstance(found, FlowDefinition):
        raise MissingFlowError(f"{entrypoint} is no flow, but {type(found).__name__}: put @flow above it.")
    return found


def load_flows_from_script(path: str | Path) -> list[AnyFlow]:
    """Return the flows in a script; calls of flows in it are passed over.

    Raises:
        MissingFlowError: there is no such script.
        ScriptError: it raised an exception while it was loaded.
    """
    names = vars(entrypoints.script(Path(path)))
    return list(dict.fromkeys(value for value in names.values() if isinstance(value, FlowDefinition)))


def load_flow_from_script(path: str | Path, flow_name: str | None = None) -> AnyFlow:
    """Return the flow in a script, or the one of a name.

    Raises:
        MissingFlowError: there is none.
        ScriptError: the script raised an exception while it was loaded.
        UnspecifiedFlowError: there are several, and none is named.
    """
    return select_flow(load_flows_from_script(path), flow_name, f"in script '{path}'")


def load_flow_from_text(script_contents: str | bytes, flow_name: str) -> AnyFlow:
    """Return the flow of a name in the text of a script.

    Raises:
        MissingFlowError: there is none.
        ScriptError: the script raised an exception while it was loaded.
    """
    text = script_contents.encode() if isinstance(script_contents, str) else script_contents
    with tempfile.TemporaryDirectory(prefix="legato-script-") as place:
        path = Path(place) / "script.py"
        path.write_bytes(text)
        return load_flow_from_script(path, flow_name)


def select_flow(flows: Iterable[AnyFlow], flow_name: str | None = None, from_message: str | None = None) -> AnyFlow:
    """Return the flow of a name, or the only one; `from_message` says where they are from.

    Raises:
        MissingFlowError: there is none.
        UnspecifiedFlowError: there are several, and none is named.
    """
    named, where = {flow.name: flow for flow in flows}, f" {from_message}" if from_message else ""
    there = ", ".join(map(repr, named))
    if not named:
        raise MissingFlowError(f"No flows found{where}.")
    if flow_name is not None and flow_name not in named:
        text = f"Flow {flow_name!r} not found{where}. Found the following flows: {there}."
        raise MissingFlowError(f"{text} Check to make sure that your flow function is decorated with `@flow`.")
    if flow_name is None and len(named) > 1:
        raise UnspecifiedFlowError(f"Found {len(named)} flows{where}: {there}. Specify a flow name to select a flow.")
    return named[flow_name] if flow_name is not None else next(iter(named.values()))


def load_flow_arguments_from_entrypoint(entrypoint: str, arguments: Iterable[str] | None = None) -> dict[str, Any]:
    """Return what the decorator of a flow says, read from the text of its file, the name in any case.

    `arguments` are those that are asked for, by default all.

    Raises:
        MissingFlowError: there is no such flow.
    """
    found = reading.options_of(entrypoint)
    return found if arguments is None else {name: found[name] for name in arguments if name in found}


def is_entrypoint_async(entrypoint: str) -> bool:
    """Tell whether the function at an entrypoint is async, from the text of its file.

    Raises:
        MissingFlowError: there is no such flow.
    """
    return is_async_function(reading.read_flow(entrypoint).fn)
