"""Reading a flow from the text of its file: what its code imports may be missing where it is deployed from."""

from __future__ import annotations

import ast
import builtins
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from legato.engine.definitions import FlowDefinition
from legato.exceptions import MissingFlowError

_OPTIONS = ("name", "version", "description")
_KNOWN = ("collections.abc", "datetime", "decimal", "enum", "pathlib", "typing", "uuid")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def read_flow(entrypoint: str) -> FlowDefinition[..., Any]:
    """Return the flow at an entrypoint of a file, with its name, its texts and its parameters, which cannot be run.

    An annotation that cannot be understood is taken for any type.

    Raises:
        MissingFlowError: there is no function with the decorator `flow`.
    """
    path, function, decorator, known = _looked_up(entrypoint)
    said = dict(_said(decorator, known))
    options: dict[str, Any] = {name: said[name] for name in _OPTIONS if isinstance(said.get(name), str)}
    return FlowDefinition(_stub(function, known, path), **options)


def options_of(entrypoint: str) -> dict[str, Any]:
    """Return what the decorator of the flow at an entrypoint says, as far as it can be understood, and its name.

    Raises:
        MissingFlowError: there is no function with the decorator `flow`.
    """
    _, function, decorator, known = _looked_up(entrypoint)
    said = {name: value for name, value in _said(decorator, known) if name is not None and value is not ...}
    return {"name": function.name.replace("_", "-"), **said}


def _looked_up(entrypoint: str) -> tuple[Path, _Function, ast.expr, dict[str, Any]]:
    place, _, name = entrypoint.rpartition(":")
    path = Path(place).absolute()
    if not path.is_file():
        raise MissingFlowError(f"The file {path} with the flow is not there.")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    function = _found(tree.body, name.split("."))
    decorator = None if function is None else next(filter(_is_flow, function.decorator_list), None)
    if function is None or decorator is None:
        raise MissingFlowError(f"There is no flow {name!r} in {place}.")
    return path, function, decorator, _names(tree)


def _found(body: list[ast.stmt], names: list[str]) -> _Function | None:
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name == names[0] and len(names) > 1:
            return _found(node.body, names[1:])
        if isinstance(node, _Function) and [node.name] == names:
            return node
    return None


def _is_flow(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", None)) == "flow"


def _said(decorator: ast.expr, known: dict[str, Any]) -> Iterator[tuple[str | None, Any]]:
    for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
        yield keyword.arg, _value(keyword.value, known)


def _names(tree: ast.Module) -> dict[str, Any]:
    """Return what can be known of the names of a file: what it imports of the standard library, and its constants."""
    known: dict[str, Any] = dict(vars(builtins))
    for node in tree.body:
        if isinstance(node, ast.Import):
            known |= {one.asname or one.name: _module(one.name) for one in node.names if one.name in _KNOWN}
        elif isinstance(node, ast.ImportFrom) and node.module in _KNOWN:
            module = _module(node.module)
            known |= {one.asname or one.name: getattr(module, one.name, Any) for one in node.names}
        elif isinstance(node, ast.Assign) and not any(isinstance(part, ast.Call) for part in ast.walk(node)):
            value = _value(node.value, known)
            known |= {one.id: value for one in node.targets if isinstance(one, ast.Name) and value is not ...}
    return known


def _module(name: str) -> Any:
    return importlib.import_module(name)


def _value(node: ast.expr, known: dict[str, Any]) -> Any:
    """Return the value of an expression; `...` where it has one only once its file is imported."""
    try:
        return eval(compile(ast.Expression(node), "<entrypoint>", "eval"), dict(known))
    except Exception:
        return ...


def _stub(function: _Function, known: dict[str, Any], path: Path) -> Any:
    """Return a function with the parameters of another one, that says why it cannot be run."""
    arguments = function.args
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg) and argument.annotation is not None:
            argument.annotation = argument.annotation if _value(argument.annotation, known) is not ... else None
    for defaults in (arguments.defaults, arguments.kw_defaults):
        for number, default in enumerate(defaults):
            if default is not None and _value(default, known) is ...:
                defaults[number] = ast.Constant(None)
    text = f"raise RuntimeError({f'Flow function {function.name!r} was only read, and not imported.'!r})"
    body = [node for node in function.body[:1] if ast.get_docstring(function) is not None]
    function.body, function.decorator_list, function.returns = [*body, *ast.parse(text).body], [], None
    scope = dict(known)
    exec(compile(ast.fix_missing_locations(ast.Module([function], [])), str(path), "exec"), scope)
    return scope[function.name]
