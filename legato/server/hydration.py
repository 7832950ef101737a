"""Values that are said in another way: `{"__prefect_kind": "json", "value": "[1, 2]"}` stands for `[1, 2]`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from legato.server import templates

KIND = "__prefect_kind"
_ABSENT = object()


class HydrationError(ValueError):
    """A value cannot be read the way it says."""


def hydrate(value: Any, variable: Callable[[str], str | None], names: Mapping[str, Any] | None = None) -> Any:
    """Return a value with all that stands in it for another value replaced.

    `variable` gives the value of a variable, or None where there is none; `names` are what templates may use.

    Raises:
        HydrationError: something in it cannot be read.
    """
    if isinstance(value, list):
        return [hydrate(item, variable, names) for item in value]
    if not isinstance(value, dict):
        return value
    if KIND in value:
        return _read(value, variable, names or {})
    found = {key: hydrate(item, variable, names) for key, item in value.items()}
    return {key: item for key, item in found.items() if item is not _ABSENT}


def _read(value: dict[str, Any], variable: Callable[[str], str | None], names: Mapping[str, Any]) -> Any:
    kind = value[KIND]
    inner = hydrate({key: item for key, item in value.items() if key != KIND}, variable, names)
    if kind == "json":
        return _json(inner)
    if kind == "jinja":
        return _rendered(inner, names)
    if kind == "workspace_variable":
        return _variable(inner, variable)
    return inner.get("value", _ABSENT)


def _json(value: dict[str, Any]) -> Any:
    text = value.get("value", _ABSENT)
    if text is _ABSENT:
        return _ABSENT
    if not isinstance(text, str):
        raise HydrationError(f"Invalid JSON: the JSON object must be str, not {type(text).__name__}")
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise HydrationError(f"Invalid JSON: {error}") from None


def _rendered(value: dict[str, Any], names: Mapping[str, Any]) -> Any:
    text = value.get("template", _ABSENT)
    if text is _ABSENT:
        return _ABSENT
    try:
        return templates.render(text, names)
    except templates.TemplateInvalid as error:
        raise HydrationError(f"Invalid jinja: {error}") from None


def _variable(value: dict[str, Any], variable: Callable[[str], str | None]) -> Any:
    name = value.get("variable_name", _ABSENT)
    if name is _ABSENT:
        return _ABSENT
    found = variable(str(name))
    if found is None:
        raise HydrationError(f"Variable {str(name)!r} not found in workspace.")
    return found


def check_templates(value: Any) -> None:
    """Make sure that the templates in a value can be read; nothing is filled in.

    Raises:
        HydrationError: one cannot.
    """
    if isinstance(value, list):
        for item in value:
            check_templates(item)
    if not isinstance(value, dict):
        return
    if value.get(KIND) == "jinja" and isinstance(text := value.get("template"), str):
        try:
            templates.check(text)
        except templates.TemplateInvalid as error:
            raise HydrationError(f"Invalid jinja: {error}") from None
    else:
        for item in value.values():
            check_templates(item)
