"""`legato block`."""

from __future__ import annotations

from uuid import UUID

import click

from legato import connect
from legato.cli.output import ago, confirm, fail, output_option, show_facts, show_json, show_table, succeed, yes_option
from legato.contract.block_documents import DeleteBlockDocument, ReadBlockDocument, ReadBlockDocuments
from legato.contract.block_types import (
    DeleteBlockType,
    ReadBlockDocumentByName,
    ReadBlockTypeBySlug,
    ReadBlockTypes,
)
from legato.schemas.block_documents import BlockDocument

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
