"""Values with places for others: `{{ name }}`, `{{ $ENV }}`, `{{ legato.blocks.TYPE.NAME }}`, and variables.

A place that is a whole text is filled with the value as it is; within a longer text, with its letters. A variable of
the server is `{{ legato.variables.NAME }}`. Places for blocks and variables may start with `prefect` as well.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from legato import connect, secrecy
from legato.contract.block_documents import ReadBlockDocument
from legato.contract.block_types import ReadBlockDocumentByName
from legato.contract.variables import ReadVariableByName
from legato.either_way import either_way, twin
from legato.exceptions import ObjectNotFound, TemplateError
from legato.schemas.block_documents import BlockDocument
from legato.schemas.block_schemas import secret_fields

_PLACE = re.compile(r"{{\s*([\w.\-\[\]$]+)\s*}}")
_STEP = re.compile(r"[^.\[\]]+|\[\d+\]")
ABSENT = msgspec.UNSET
"""What a place for a value that is not there gives, where it is a whole text."""


class PlaceholderType(StrEnum):
    """What a place is for."""

    STANDARD = "standard"
    BLOCK_DOCUMENT = "block_document"
    VARIABLE = "variable"
    ENV_VAR = "env_var"


class Placeholder(NamedTuple):
    """A place for a value in a text."""

    full_match: str
    name: str
    type: PlaceholderType


def determine_placeholder_type(name: str) -> PlaceholderType:
    """Return what a place of this name is for."""
    if name.startswith("$"):
        return PlaceholderType.ENV_VAR
    package, _, rest = name.partition(".")
    if package in ("legato", "prefect") and rest.startswith("blocks."):
        return PlaceholderType.BLOCK_DOCUMENT
    if package in ("legato", "prefect") and rest.startswith("variables."):
        return PlaceholderType.VARIABLE
    return PlaceholderType.STANDARD


def find_placeholders(template: Any) -> set[Placeholder]:
    """Return the places in a value, at any depth."""
    if isinstance(template, str):
        return set(_places(template))
    parts = template.values() if isinstance(template, Mapping) else template if isinstance(template, list) else ()
    return set().union(*(find_placeholders(part) for part in parts))


def _places(text: str) -> Iterator[Placeholder]:
    for found in _PLACE.finditer(text):
        yield Placeholder(found[0], found[1], determine_placeholder_type(found[1]))


def apply_values(template: Any, values: Mapping[str, Any], remove_notset: bool = True) -> Any:
    """Return a template with values, and variables of the environment, in its places.

    A place without a value goes, with the key whose value it is, or stays where `remove_notset` is false. Places for
    blocks and for variables of the server stay.
    """
    if isinstance(template, str):
        return _filled(template, values, remove=remove_notset)
    if isinstance(template, Mapping):
        pairs = ((key, apply_values(item, values, remove_notset)) for key, item in template.items())
        return {key: item for key, item in pairs if item is not ABSENT}
    if isinstance(template, list):
        items = (apply_values(item, values, remove_notset) for item in template)
        return [item for item in items if item is not ABSENT]
    return template


def _filled(text: str, values: Mapping[str, Any], *, remove: bool) -> Any:
    def fill(place: Placeholder) -> Any:
        if place.type is PlaceholderType.STANDARD:
            found = _at(values, place.name)
            return place.full_match if found is ABSENT and not remove else found
        if place.type is PlaceholderType.ENV_VAR:
            missing = "" if remove else place.full_match
            return os.environ.get(place.name.removeprefix("$"), missing)
        return place.full_match

    return _replaced(text, fill)


def _replaced(text: str, fill: Callable[[Placeholder], Any]) -> Any:
    """Return a text with its places filled; the value itself where a place is the whole text."""
    places = list(_places(text))
    if len(places) == 1 and places[0].full_match == text:
        return fill(places[0])
    values = (fill(place) for place in places)
    return _PLACE.sub(lambda _: "" if (value := next(values)) is ABSENT else str(value), text)


def _at(value: Any, path: str) -> Any:
    """Return what a path such as `a.b[0]` leads to in a value; ABSENT where it leads nowhere."""
    for step in _STEP.findall(path):
        try:
            value = value[int(step[1:-1])] if step.startswith("[") else value[step]
        except (KeyError, IndexError, TypeError):
            return ABSENT
    return value


# ── blocks and variables of the server ──────────────────────────────────────────────────────────


@either_way
def resolve_block_document_references(template: Any, client: object = None) -> Any:
    """Return a value with the data of blocks in their places: `{{ legato.blocks.TYPE.NAME }}`, or with a path below it.

    `{"$ref": {"block_document_id": ID}}` stands for a block as well. Secrets in it are masked from then on.

    Raises:
        TemplateError: a place is not the whole text, or a path leads nowhere.
        ObjectNotFound: there is no such block.
    """
    return _with_blocks(template)


aresolve_block_document_references = twin(resolve_block_document_references)


def _with_blocks(template: Any) -> Any:
    if isinstance(template, Mapping):
        reference = template.get("$ref")
        if isinstance(reference, Mapping) and (id := reference.get("block_document_id")):
            request = ReadBlockDocument(id=UUID(str(id)), include_secrets=True)
            return _opened(connect.send(request)).data
        return {key: _with_blocks(item) for key, item in template.items()}
    if isinstance(template, list):
        return [_with_blocks(item) for item in template]
    if isinstance(template, str):
        return _block_at(template)
    return template


def _block_at(text: str) -> Any:
    places = [place for place in _places(text) if place.type is PlaceholderType.BLOCK_DOCUMENT]
    if not places:
        return text
    if len(places) > 1 or places[0].full_match != text:
        raise TemplateError(
            f"Invalid template: {text!r}. Only a single block placeholder is allowed in a string and no surrounding "
            "text is allowed."
        )
    words = places[0].name.split(".", 4)
    if len(words) < 4:
        raise TemplateError(f"Invalid template: {text!r}. A block is named by its type and its own name.")
    slug, name, *path = words[2:]
    request = ReadBlockDocumentByName(slug=slug, block_document_name=name, include_secrets=True)
    data = _opened(connect.send(request)).data
    if not path:
        return data.get("value", data)
    found = _at(data, path[0])
    if found is ABSENT:
        found = _at(data.get("value"), path[0])
    if found is ABSENT:
        raise TemplateError(f"Invalid template: {text!r}. The block has nothing at {path[0]!r}.")
    return found


def _opened(document: BlockDocument) -> BlockDocument:
    """Return a document whose secrets are masked wherever they are written from now on."""
    if document.block_schema is not None:
        for path in secret_fields(document.block_schema.fields):
            for text in _texts(document.data, path.split(".")):
                secrecy.remember(text)
    return document


def _texts(value: Any, steps: list[str]) -> Iterator[str]:
    if isinstance(value, str) and not steps:
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, steps)
    elif isinstance(value, Mapping):
        if steps and steps[0] != "*":
            yield from _texts(value.get(steps[0]), steps[1:])
        else:
            for item in value.values():
                yield from _texts(item, [])


@either_way
def resolve_variables(template: Any, client: object = None) -> Any:
    """Return a value with the values of variables in their places; one that is not there gives an empty text."""
    return _with_variables(template)


aresolve_variables = twin(resolve_variables)


def _with_variables(template: Any) -> Any:
    if isinstance(template, Mapping):
        return {key: _with_variables(item) for key, item in template.items()}
    if isinstance(template, list):
        return [_with_variables(item) for item in template]
    if not isinstance(template, str):
        return template
    return _replaced(
        template,
        lambda place: _variable(place.name) if place.type is PlaceholderType.VARIABLE else place.full_match,
    )


def _variable(name: str) -> str:
    try:
        return connect.send(ReadVariableByName(name=name.split(".", 2)[2])).value
    except ObjectNotFound:
        return ""
