"""Places in values are filled: with outputs, the environment, blocks and variables of the server."""

import asyncio
from typing import Any

import pytest

from legato import secrecy
from legato.blocks.system import JSON, Secret, String
from legato.blocks.webhook import Webhook
from legato.exceptions import ObjectNotFound, TemplateError
from legato.templating import (
    ABSENT,
    PlaceholderType,
    apply_values,
    find_placeholders,
    resolve_block_document_references,
    resolve_variables,
)
from legato.variables import Variable

VALUES = {"a": 1, "b": {"c": [1, {"d": 2}]}, "s": "x", "n": None, "tricky": "{{ a }}"}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{{ a }}", 1),
        ("{{a}} and {{ s }}", "1 and x"),
        ("{{ b.c }}", [1, {"d": 2}]),
        ("{{ b.c[1].d }}", 2),
        ("{{ n }}", None),
        ("{{ none }}", ABSENT),
        ("x {{ none }} y", "x  y"),
        ("{{ b.c[7] }}", ABSENT),
        ("{{ $SHELF }}", "top"),
        ("{{ $NO_SUCH }}", ""),
        ("{{ tricky }} {{ s }}", "{{ a }} x"),
        ({"k": "{{ none }}", "l": ["{{ none }}", "{{ a }}"], "{{ a }}": 1}, {"l": [1], "{{ a }}": 1}),
        ("{{ prefect.blocks.secret.x }}", "{{ prefect.blocks.secret.x }}"),
        ("{{ legato.variables.x }}", "{{ legato.variables.x }}"),
        ("{{ a b }} {{ a", "{{ a b }} {{ a"),
        (5, 5),
    ],
    ids=str,
)
def test_places_are_filled(template: Any, filled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELF", "top")
    assert apply_values(template, VALUES) == filled
    assert type(apply_values(template, VALUES)) is type(filled)


@pytest.mark.parametrize("template", ["{{ none }}", "x {{ none }}", "{{ $NO_SUCH }}", {"k": ["{{ none }}"]}])
def test_places_without_a_value_may_stay(template: Any) -> None:
    assert apply_values(template, VALUES, remove_notset=False) == template


def test_places_are_found() -> None:
    found = find_placeholders(
        {"a": "{{ x }}", "b": ["{{ $Y }} {{ prefect.blocks.secret.y }}"], "c": "{{ legato.variables.v }}"}
    )
    assert {place.name: place.type for place in found} == {
        "x": PlaceholderType.STANDARD,
        "$Y": PlaceholderType.ENV_VAR,
        "prefect.blocks.secret.y": PlaceholderType.BLOCK_DOCUMENT,
        "legato.variables.v": PlaceholderType.VARIABLE,
    }


@pytest.fixture
def blocks() -> dict[str, Any]:
    """Saved blocks."""
    kept: dict[str, Any] = {
        "sec": Secret(value="hush-hush"),
        "js": JSON(value={"a": {"b": [5]}}),
        "st": String(value="text"),
        "hook": Webhook(url="https://example.com/x", headers={"a": "bearer-b"}),
    }
    for name, block in kept.items():
        block.save(name)
    return kept


@pytest.mark.parametrize("package", ["legato", "prefect"])
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("secret.sec", "hush-hush"),
        ("secret.sec.value", "hush-hush"),
        ("json.js", {"a": {"b": [5]}}),
        ("json.js.value.a.b[0]", 5),
        ("json.js.a.b", [5]),
        ("string.st", "text"),
        ("webhook.hook.url", "https://example.com/x"),
        ("webhook.hook.headers.a", "bearer-b"),
    ],
)
@pytest.mark.usefixtures("blocks")
def test_blocks_stand_for_their_values(package: str, path: str, value: Any) -> None:
    template = {"deep": ["{{ " + f"{package}.blocks.{path}" + " }}"]}
    assert resolve_block_document_references(template) == {"deep": [value]}


def test_a_block_is_named_by_id_too(blocks: dict[str, Any]) -> None:
    found = resolve_block_document_references({"$ref": {"block_document_id": blocks["hook"]._block_document_id}})
    assert (found["url"], found["headers"]) == ("https://example.com/x", {"a": "bearer-b"})


@pytest.mark.usefixtures("blocks")
def test_secrets_that_fill_places_are_masked_from_then_on() -> None:
    secrecy.forget()
    resolve_block_document_references(["{{ legato.blocks.secret.sec }}", "{{ legato.blocks.webhook.hook }}"])
    assert {"hush-hush", "https://example.com/x", "bearer-b"} <= secrecy.known()


@pytest.mark.parametrize(
    ("template", "error", "message"),
    [
        ("x {{ legato.blocks.secret.sec }}", TemplateError, "no surrounding text"),
        ("{{ legato.blocks.secret }}", TemplateError, "by its type and its own name"),
        ("{{ legato.blocks.webhook.hook.nope }}", TemplateError, "nothing at 'nope'"),
        ("{{ legato.blocks.secret.nope }}", ObjectNotFound, "not found"),
    ],
)
@pytest.mark.usefixtures("blocks")
def test_a_place_for_no_block_is_an_error(template: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        resolve_block_document_references(template)


def test_variables_stand_for_their_values() -> None:
    Variable.set("region", "eu")
    template = {
        "a": "{{ legato.variables.region }}",
        "b": ["in-{{ prefect.variables.region }}{{ legato.variables.no }}"],
    }
    assert resolve_variables(template) == {"a": "eu", "b": ["in-eu"]}
    assert resolve_variables(["{{ a }}", 5]) == ["{{ a }}", 5]


def test_in_async_code_they_are_awaited() -> None:
    async def both() -> Any:
        awaited: Any = resolve_variables("{{ legato.variables.no }}")
        return await awaited

    assert asyncio.run(both()) == ""
