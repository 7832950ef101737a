"""JSON schemas that people give: whether they are ones, and whether values fit them. Nothing is fetched for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable

CIRCULAR = "Unable to validate schema with circular references."


class CircularSchema(ValueError):
    """Unable to validate schema with circular references."""


def check_schema(schema: dict[str, Any]) -> None:
    """Make sure that a schema is one.

    Raises:
        ValueError: it is not.
    """
    found = flaw(schema)
    if found == CIRCULAR:
        raise ValueError(CIRCULAR)
    if found is not None:
        raise ValueError(f"The provided schema is not a valid json schema. Schema error: {found}")


def flaw(schema: dict[str, Any]) -> str | None:
    """Return what keeps a schema from being one; None where nothing does."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return str(error.message)
    except RecursionError:
        return CIRCULAR
    return None


def errors(schema: dict[str, Any], values: Any) -> list[ValidationError]:
    """Return what is wrong with values by a schema, the outermost first.

    Raises:
        CircularSchema: the schema refers to itself.
        ValueError: it refers to something that is not in it.
    """
    try:
        found: Iterable[ValidationError] = Draft202012Validator(schema, registry=Registry()).iter_errors(values)
        return sorted(found, key=lambda error: len(error.absolute_path))
    except RecursionError:
        raise CircularSchema(CIRCULAR) from None
    except re.error as error:
        raise ValueError(f"A pattern of the schema is not valid: {error}") from None
    except Unresolvable as error:
        raise ValueError(f"Unable to resolve a reference of the schema: {error}") from None


def check(schema: dict[str, Any], values: Any) -> None:
    """Make sure that values fit a schema.

    Raises:
        ValueError: they do not; the message names the field and the reason.
    """
    found = errors(schema, values)
    if not found:
        return
    place = ".".join(str(step) for step in found[0].absolute_path)
    where = f"Validation failed for field {place!r}." if place else "Validation failed."
    raise ValueError(f"{where} Failure reason: {found[0].message}")


def without_required(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which nothing at the top has to be given."""
    return {**schema, "required": []}
