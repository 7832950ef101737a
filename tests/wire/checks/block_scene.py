"""What checks of blocks build with: types, schemas and documents, by raw requests."""

from typing import Any

from checks.scene import new_name, raw
from prefect.client.orchestration import PrefectClient


async def new_type(client: PrefectClient, **more: Any) -> Any:
    """A block type."""
    name = new_name("crate")
    status, made = await raw(client, "POST", "/block_types/", json={"name": name, "slug": name} | more)
    assert status == 201, made
    return made


async def new_schema(client: PrefectClient, block_type: Any, **more: Any) -> Any:
    """A schema of a type, with fields that nobody else has."""
    fields = {"title": new_name("Crate"), "type": "object", "properties": {}} | more.pop("fields", {})
    body = {"fields": fields, "block_type_id": block_type["id"]} | more
    status, made = await raw(client, "POST", "/block_schemas/", json=body)
    assert status == 201, made
    return made


async def new_document(client: PrefectClient, schema: Any, data: Any, **more: Any) -> Any:
    """A document of a schema."""
    body = {"data": data, "block_schema_id": schema["id"], "block_type_id": schema["block_type_id"]}
    body |= more if "is_anonymous" in more else {"name": new_name("box")} | more
    status, made = await raw(client, "POST", "/block_documents/", json=body)
    assert status == 201, made
    return made
