"""`legato block`."""

from __future__ import annotations

import sys
from importlib import import_module
from runpy import run_path
from typing import Any
from uuid import UUID

import click
import msgspec

from legato import connect
from legato.cli.output import (
    ago,
    confirm,
    console,
    fail,
    output_option,
    show_facts,
    show_json,
    show_table,
    succeed,
    yes_option,
)
from legato.contract.block_documents import (
    CreateBlockDocument,
    DeleteBlockDocument,
    ReadBlockDocument,
    ReadBlockDocuments,
)
from legato.contract.block_schemas import ReadBlockSchemas
from legato.contract.block_types import (
    DeleteBlockType,
    ReadBlockDocumentByName,
    ReadBlockTypeBySlug,
    ReadBlockTypes,
)
from legato.schemas.block_documents import BlockDocument
from legato.schemas.block_schemas import BlockSchema, secret_fields
from legato.schemas.conditions import IdIn
from legato.schemas.filters import BlockSchemaFilter

id_option = click.option("--id", "id_", type=click.UUID, help="The block document with this id.")


@click.group("block")
def command() -> None:
    """Look after blocks: configuration and secrets, by type and name."""


def _found(slug: str | None, id: UUID | None) -> BlockDocument:
    if (slug is None) is (id is None):
        fail("Name a block as TYPE/NAME, or give --id: one of them.")
    if id is not None:
        return connect.send(ReadBlockDocument(id=id))
    kind, slash, name = str(slug).partition("/")
    if not slash:
        fail(f"Name a block as TYPE/NAME, not {slug!r}.")
    return connect.send(ReadBlockDocumentByName(slug=kind, block_document_name=name))


def _slug(document: BlockDocument) -> str:
    kind = "?" if document.block_type is None else document.block_type.slug
    return f"{kind}/{document.name}"


@command.command("ls")
@output_option
def list_blocks(output: str | None) -> None:
    """List blocks by type and name."""
    found: list[BlockDocument] = []
    while page := connect.send(ReadBlockDocuments(offset=len(found))):
        found += page
    if output == "json":
        show_json(found)
        return
    rows = ((one.id, one.block_type_name, one.name, _slug(one), ago(one.updated)) for one in sorted(found, key=_slug))
    show_table("Blocks", ["id", "type", "name", "slug", "updated"], rows)


@command.command("register")
@click.option("--module", "-m", "module", metavar="NAME", help="Import the classes of blocks of this module.")
@click.option("--file", "-f", "path", type=click.Path(exists=True, dir_okay=False), help="Read them from this file.")
@output_option
def register_blocks(module: str | None, path: str | None, output: str | None) -> None:
    """Make the classes of blocks of a module or a file known to the server."""
    if (module is None) is (path is None):
        fail("Name a module with --module, or a file with --file: one of them.")
    from legato.blocks.core import classes_in

    found = classes_in(_names_in_module(str(module)) if path is None else _names_in_file(path))
    if not found:
        fail(f"There are no classes of blocks in {module or path!r}.")
    for one in found:
        one.register_type_and_schema()
    if output == "json":
        facts = [(one.get_block_type_slug(), one.get_block_schema_checksum()) for one in found]
        show_json([{"slug": slug, "checksum": sum} for slug, sum in facts])
        return
    rows = ((one.get_block_type_slug(), one.get_block_type_name(), one.get_description()) for one in found)
    show_table("Registered block types", ["slug", "name", "description"], rows)


def _names_in_module(name: str) -> dict[str, Any]:
    sys.path.insert(0, "")
    try:
        return dict(vars(import_module(name)))
    except Exception as error:
        return dict(fail(f"Module {name!r} cannot be imported: {type(error).__name__}: {error}"))


def _names_in_file(path: str) -> dict[str, Any]:
    try:
        return run_path(path)
    except Exception as error:
        return dict(fail(f"File {path!r} cannot be read: {type(error).__name__}: {error}"))


@command.command("create")
@click.argument("block_type_slug")
@click.option("--name", help="What the block is to be called; without it the fields of the type are shown.")
@click.option("--field", "-f", "fields", multiple=True, metavar="NAME=VALUE", help="A field, as JSON or as plain text.")
@output_option
def create_block(block_type_slug: str, name: str | None, fields: tuple[str, ...], output: str | None) -> None:
    """Make a block of a type."""
    kind = connect.send(ReadBlockTypeBySlug(slug=block_type_slug))
    which = BlockSchemaFilter(block_type_id=IdIn(any_=[kind.id]))
    schemas = connect.send(ReadBlockSchemas(block_schemas=which, limit=1))
    if not schemas:
        fail(f"Block type {block_type_slug!r} has no schema: register its class with `legato block register`.")
    schema = schemas[0]
    if name is None:
        _show_fields(kind.slug, schema)
        return
    data = dict(_field(text) for text in fields)
    _check_fields(schema, data)
    new = CreateBlockDocument(name=name, data=data, block_type_id=kind.id, block_schema_id=schema.id)
    made = connect.send(new)
    if output == "json":
        show_json(made)
        return
    succeed(f"Block {_slug(made)!r} is there, as {made.id}.")


def _field(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        fail(f"Write a field as NAME=VALUE, not {text!r}.")
    try:
        return name, msgspec.json.decode(value)
    except msgspec.DecodeError:
        return name, value


def _check_fields(schema: BlockSchema, data: dict[str, Any]) -> None:
    known, needed = schema.fields.get("properties", {}), schema.fields.get("required", [])
    if unknown := sorted(data.keys() - known.keys()):
        fail(f"The type has no field {unknown[0]!r}; its fields are: {', '.join(known) or 'none'}.")
    for field in secret_fields(schema.fields):
        if field in needed and field not in data and sys.stdin.isatty():
            data[field] = click.prompt(field, hide_input=True)
    if missing := [field for field in needed if field not in data]:
        fail(f"Field {missing[0]!r} is required: give it with --field {missing[0]}=…")


def _show_fields(slug: str, schema: BlockSchema) -> None:
    needed, secret = set(schema.fields.get("required", [])), secret_fields(schema.fields)
    rows = (
        (field, _type_of(says), "yes" if field in needed else "", "yes" if field in secret else "")
        for field, says in schema.fields.get("properties", {}).items()
    )
    show_table(f"Fields of {slug!r}", ["field", "type", "required", "secret"], rows)
    console().print(f"Make one: legato block create {slug} --name NAME --field FIELD=VALUE …", markup=False)


def _type_of(says: dict[str, Any]) -> str:
    kinds = [one.get("type", "") for one in says.get("anyOf", ())] or [says.get("type", "")]
    return " or ".join(kind for kind in kinds if kind and kind != "null")


@command.command("inspect")
@click.argument("slug", required=False)
@id_option
@output_option
def inspect_block(slug: str | None, id_: UUID | None, output: str | None) -> None:
    """Show a block, with its secrets hidden."""
    found = _found(slug, id_)
    if output == "json":
        show_json(found)
        return
    show_facts(f"Block {_slug(found)}", {"id": found.id, "updated": found.updated, **found.data})


@command.command("delete")
@click.argument("slug", required=False)
@id_option
@yes_option
def delete_block(slug: str | None, id_: UUID | None, yes: bool) -> None:
    """Delete a block."""
    found = _found(slug, id_)
    if not yes:
        confirm(f"Delete block {_slug(found)!r}?")
    connect.send(DeleteBlockDocument(id=found.id))
    succeed(f"Block {_slug(found)!r} is deleted.")


@command.group("type")
def block_type() -> None:
    """Look after types of blocks."""


@block_type.command("ls")
@output_option
def list_types(output: str | None) -> None:
    """List types of blocks by name."""
    found = connect.send(ReadBlockTypes(limit=200))
    if output == "json":
        show_json(found)
        return
    rows = ((one.slug, one.name, one.description, "yes" if one.is_protected else "") for one in found)
    show_table("Block types", ["slug", "name", "description", "protected"], rows)


@block_type.command("inspect")
@click.argument("slug")
@output_option
def inspect_type(slug: str, output: str | None) -> None:
    """Show everything about a type of block."""
    found = connect.send(ReadBlockTypeBySlug(slug=slug))
    if output == "json":
        show_json(found)
        return
    show_facts(f"Block type {slug!r}", {field: getattr(found, field) for field in found.__struct_fields__})


@block_type.command("delete")
@click.argument("slug")
@yes_option
def delete_type(slug: str, yes: bool) -> None:
    """Delete a type of block with all its blocks."""
    found = connect.send(ReadBlockTypeBySlug(slug=slug))
    if not yes:
        confirm(f"Delete block type {slug!r} with all its blocks?")
    connect.send(DeleteBlockType(id=found.id))
    succeed(f"Block type {slug!r} is deleted.")
