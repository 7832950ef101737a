"""Whether values fit a schema, told for each property that does not, with values that are said in another way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jsonschema.exceptions import ValidationError

from legato.server import json_schema, templates
from legato.server.hydration import KIND

Place = tuple[str | int, ...]
_NEEDS = {"none": "value", "json": "value", "jinja": "template", "workspace_variable": "variable_name"}


def problems(schema: dict[str, Any], values: Any, variable: Callable[[str], str | None]) -> list[Any]:
    """Return what is wrong with values: messages, within the properties and items that they are about.

    Raises:
        ValueError: the schema is of no use.
    """
    reading = _Reading(variable)
    said = reading.read(values, ())
    found = [(place, message) for place, message in reading.wrong.items()]
    for error in json_schema.errors(schema, said):
        place = (*error.absolute_path, *_missing(error))
        if not reading.hides(place):
            found.append((place, error.message))
    return list(_nested(found))


def _missing(error: ValidationError) -> Iterator[str]:
    """Yield the property that an error finds missing."""
    if error.validator == "required" and isinstance(error.instance, dict):
        for name in error.validator_value:
            if error.message == f"{name!r} is a required property":
                yield name


def _nested(found: Iterable[tuple[Place, str]]) -> Iterator[Any]:
    inner: dict[str | int, list[tuple[Place, str]]] = {}
    for place, message in found:
        if place:
            inner.setdefault(place[0], []).append((place[1:], message))
        else:
            yield message
    for step, errors in inner.items():
        key = "index" if isinstance(step, int) else "property"
        yield {key: step, "errors": list(_nested(errors))}


class _Reading:
    """Values being read: what is wrong with them where, and which are not known before they are used."""

    def __init__(self, variable: Callable[[str], str | None]) -> None:
        self._variable = variable
        self.wrong: dict[Place, str] = {}
        self._unknown: set[Place] = set()

    def hides(self, place: Place) -> bool:
        """Tell whether what a schema says of a place is about something that cannot be judged."""
        return any(place[: len(known)] == known for known in (*self.wrong, *self._unknown))

    def read(self, value: Any, place: Place) -> Any:
        """Return a value with all that stands in it for another value replaced."""
        if isinstance(value, list):
            return [self.read(item, (*place, number)) for number, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if KIND not in value:
            return {key: self.read(item, (*place, key)) for key, item in value.items()}
        return self._stood_for(value, place)

    def _stood_for(self, value: dict[str, Any], place: Place) -> Any:
        kind = value[KIND] if isinstance(value[KIND], str) else "none"
        key = _NEEDS.get(kind, "value")
        if key not in value:
            self.wrong[place] = f"Missing {key!r} key in __prefect object"
            return None
        given = value[key]
        try:
            if kind == "json":
                return json.loads(given)
            if kind == "jinja":
                self._unknown.add(place)
                templates.check_syntax(str(given))
                return None
            if kind == "workspace_variable":
                return self._value_of(str(given), place)
        except templates.TemplateInvalid as error:
            self.wrong[place] = f"Invalid jinja: {error}"
            return None
        except (ValueError, TypeError, RecursionError) as error:
            self.wrong[place] = f"Invalid JSON: {error}"
            return None
        return self.read(given, place)

    def _value_of(self, name: str, place: Place) -> str | None:
        found = self._variable(name)
        if found is None:
            self.wrong[place] = f"Variable {name!r} not found in workspace."
        return found
