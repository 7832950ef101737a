"""Block types, schemas and documents succeed and fail in the same way over both transports."""

from typing import Any
from uuid import UUID

import pytest

from legato.contract.block_documents import (
    CountBlockDocuments,
    CreateBlockDocument,
    DeleteBlockDocument,
    ReadBlockDocument,
    ReadBlockDocuments,
    UpdateBlockDocument,
)
from legato.contract.block_schemas import (
    CreateBlockSchema,
    DeleteBlockSchema,
    ReadBlockCapabilities,
    ReadBlockSchema,
    ReadBlockSchemaByChecksum,
    ReadBlockSchemas,
)
from legato.contract.block_types import (
    CreateBlockType,
    DeleteBlockType,
    InstallSystemBlockTypes,
    ReadBlockDocumentByName,
    ReadBlockType,
    ReadBlockTypeBySlug,
    ReadBlockTypes,
    ReadDocumentsOfBlockType,
    UpdateBlockType,
)
from legato.exceptions import ApiError, ObjectAlreadyExists, ObjectNotFound, RequestInvalid
from legato.schemas.block_documents import BlockDocument
from legato.schemas.block_schemas import BlockSchema, checksum
from legato.schemas.conditions import HasAll, TextIn
from legato.schemas.filters import BlockSchemaFilter, BlockTypeFilter
from tests.contract.conftest import Send

NOBODY = UUID(int=7)
MASK = "********"


def a_schema(send: Send, slug: str = "crate", **fields: Any) -> BlockSchema:
    """A schema of a type that is made where it is missing."""
    try:
        block_type = send(ReadBlockTypeBySlug(slug=slug))
    except ObjectNotFound:
        block_type = send(CreateBlockType(name=slug.title(), slug=slug))
    return send(CreateBlockSchema(block_type_id=block_type.id, fields={"title": slug, **fields}, capabilities=["hold"]))


def a_document(send: Send, schema: BlockSchema, name: str | None = "box", **data: Any) -> BlockDocument:
    ids = {"block_schema_id": schema.id, "block_type_id": schema.block_type_id}
    return send(CreateBlockDocument(name=name, data=data, is_anonymous=name is None, **ids))


def referring_to(document: BlockDocument) -> dict[str, Any]:
    return {"$ref": {"block_document_id": str(document.id)}}


def shown(send: Send, document: BlockDocument) -> Any:
    return send(ReadBlockDocument(id=document.id, include_secrets=True)).data


def test_block_types(send: Send) -> None:
    made = send(CreateBlockType(name="Crate", slug="crate", logo_url="https://example.com/x.png"))
    assert send(ReadBlockType(id=made.id)) == send(ReadBlockTypeBySlug(slug="crate")) == made
    send(UpdateBlockType(id=made.id, description="new"))
    changed = send(ReadBlockType(id=made.id))
    assert (changed.description, changed.logo_url) == ("new", "https://example.com/x.png")
    with pytest.raises(ObjectAlreadyExists, match='Block type with name "Other" already exists'):
        send(CreateBlockType(name="Other", slug="crate"))
    with pytest.raises(ApiError, match="reserved"):
        send(CreateBlockType(name="Prefect Crate", slug="x"))
    send(DeleteBlockType(id=made.id))
    for request in (
        ReadBlockType(id=made.id),
        ReadBlockTypeBySlug(slug="crate"),
        UpdateBlockType(id=made.id),
        DeleteBlockType(id=made.id),
        ReadDocumentsOfBlockType(slug="crate"),
    ):
        with pytest.raises(ObjectNotFound, match="Block type not found"):
            send(request)


def test_the_products_own_types_are_installed_once_and_protected(send: Send) -> None:
    send(InstallSystemBlockTypes())
    first = [one for one in send(ReadBlockTypes()) if one.is_protected]
    secret = send(ReadBlockTypeBySlug(slug="secret"))
    send(UpdateBlockType(id=secret.id, description="changed"))
    send(InstallSystemBlockTypes())
    assert [one.id for one in send(ReadBlockTypes()) if one.is_protected] == [one.id for one in first]
    assert send(ReadBlockTypeBySlug(slug="secret")).description == secret.description
    with pytest.raises(ApiError, match="protected block types cannot be deleted"):
        send(DeleteBlockType(id=secret.id))
    (schema,) = [one for one in send(ReadBlockSchemas()) if one.block_type_id == secret.id]
    with pytest.raises(ApiError, match="protected block types cannot be deleted"):
        send(DeleteBlockSchema(id=schema.id))
    assert schema.checksum == checksum(schema.fields)
    assert {"notify", "read-path", "run-infrastructure"} <= set(send(ReadBlockCapabilities()))


def test_block_schemas(send: Send) -> None:
    schema = a_schema(send)
    assert a_schema(send).id == schema.id
    assert send(ReadBlockSchema(id=schema.id)) == send(ReadBlockSchemaByChecksum(checksum=schema.checksum)) == schema
    newer = send(CreateBlockSchema(block_type_id=schema.block_type_id, fields={"title": "crate"}, version="2"))
    assert newer.checksum == schema.checksum
    assert send(ReadBlockSchemaByChecksum(checksum=schema.checksum)).id == newer.id
    able = BlockSchemaFilter(block_capabilities=HasAll(all_=["hold"]))
    assert [one.id for one in send(ReadBlockSchemas(block_schemas=able))] == [schema.id]
    assert [one.slug for one in send(ReadBlockTypes(block_schemas=able))] == ["crate"]
    assert "hold" in send(ReadBlockCapabilities())
    send(DeleteBlockSchema(id=schema.id))
    for request in (
        ReadBlockSchema(id=schema.id),
        DeleteBlockSchema(id=schema.id),
        ReadBlockSchemaByChecksum(checksum=schema.checksum, version="non-versioned"),
    ):
        with pytest.raises(ObjectNotFound, match="Block schema not found"):
            send(request)
    with pytest.raises(ObjectNotFound, match=f"Block type {NOBODY} not found"):
        send(CreateBlockSchema(block_type_id=NOBODY))


def test_a_nested_schema_is_made_from_its_definition_and_comes_back_with_it(send: Send) -> None:
    inner_type = send(CreateBlockType(name="Inner", slug="inner"))
    inner = {"title": "Inner", "block_type_slug": "inner", "block_schema_references": {}, "secret_fields": ["x"]}
    outer = {
        "properties": {"in": {"$ref": "#/definitions/Inner"}, "plain": {"$ref": "#/definitions/Plain"}},
        "definitions": {"Inner": inner, "Plain": {"enum": [1]}, "Unused": {}},
        "block_schema_references": {"in": {"block_type_slug": "inner", "block_schema_checksum": checksum(inner)}},
    }
    made = a_schema(send, "outer", **outer)
    read = send(ReadBlockSchema(id=made.id)).fields
    assert read["definitions"] == {"Inner": inner, "Plain": {"enum": [1]}}
    assert read["block_schema_references"] == outer["block_schema_references"]
    assert send(ReadBlockSchemaByChecksum(checksum=checksum(inner))).block_type_id == inner_type.id


@pytest.mark.parametrize(
    ("reference", "error"),
    [
        ({"block_type_slug": "nobody", "block_schema_checksum": "x"}, ObjectAlreadyExists),
        ({"block_type_slug": "crate", "block_schema_checksum": "x"}, ObjectAlreadyExists),
        ({"block_type_slug": "crate"}, RequestInvalid),
        ("crate", RequestInvalid),
    ],
)
def test_a_schema_that_refers_to_nothing_is_refused(send: Send, reference: Any, error: type[ApiError]) -> None:
    a_schema(send)
    with pytest.raises(error):
        a_schema(send, block_schema_references={"in": reference}, definitions={})
    assert len(send(ReadBlockSchemas(block_schemas=BlockSchemaFilter(version=TextIn(any_=["non-versioned"])))))


def test_block_documents(send: Send) -> None:
    schema = a_schema(send)
    made = a_document(send, schema, x=1)
    assert send(ReadBlockDocument(id=made.id)) == made
    assert send(ReadBlockDocumentByName(slug="crate", block_document_name="box")) == made
    assert (made.block_type_name, made.block_schema and made.block_schema.id) == ("Crate", schema.id)
    nameless = a_document(send, schema, None)
    assert nameless.name is not None
    assert nameless.name.startswith("anonymous-")
    assert send(ReadDocumentsOfBlockType(slug="crate")) == send(ReadBlockDocuments()) == [made]
    crates = BlockTypeFilter(slug=TextIn(any_=["crate"]))
    assert send(CountBlockDocuments(block_types=crates)) == 1
    with pytest.raises(ObjectAlreadyExists, match="Block already exists"):
        a_document(send, schema)
    with pytest.raises(ObjectAlreadyExists, match="integrity"):
        send(CreateBlockDocument(name="x", block_schema_id=NOBODY, block_type_id=schema.block_type_id))
    send(DeleteBlockDocument(id=made.id))
    for request in (
        ReadBlockDocument(id=made.id),
        UpdateBlockDocument(id=made.id),
        DeleteBlockDocument(id=made.id),
        ReadBlockDocumentByName(slug="crate", block_document_name="box"),
    ):
        with pytest.raises(ObjectNotFound, match="Block document not found"):
            send(request)


def test_secrets_are_masked_and_a_mask_keeps_them(send: Send) -> None:
    schema = a_schema(send, secret_fields=["password", "keys.*", "in.token"])
    data = {"password": "pw", "keys": {"a": {"b": 1}}, "in": {"token": "t", "x": 1}, "none": None}
    document = a_document(send, schema, **data)
    masked = {"password": MASK, "keys": {"a": {"b": MASK}}, "in": {"token": MASK, "x": 1}, "none": None}
    assert document.data == send(ReadBlockDocument(id=document.id)).data == masked
    send(UpdateBlockDocument(id=document.id, data={**masked, "in": {"token": MASK, "x": 2}}))
    assert shown(send, document) == {**data, "in": {"token": "t", "x": 2}}
    send(UpdateBlockDocument(id=document.id, data={"password": MASK}, merge_existing_data=False))
    assert shown(send, document) == {"password": "pw"}


def test_a_document_moves_only_to_a_schema_of_its_type(send: Send) -> None:
    document = a_document(send, a_schema(send), a=1)
    newer, alien = a_schema(send, description="newer"), a_schema(send, "alien")
    send(UpdateBlockDocument(id=document.id, block_schema_id=newer.id, data={"b": 2}))
    moved = send(ReadBlockDocument(id=document.id))
    assert (moved.block_schema_id, moved.data) == (newer.id, {"a": 1, "b": 2})
    with pytest.raises(ApiError, match="same block type"):
        send(UpdateBlockDocument(id=document.id, block_schema_id=alien.id))
    with pytest.raises(ObjectNotFound, match="Block schema not found"):
        send(UpdateBlockDocument(id=document.id, block_schema_id=NOBODY))


def test_references_are_filled_in_replaced_and_forgotten(send: Send) -> None:
    schema = a_schema(send, secret_fields=["key"])
    inner, other = a_document(send, schema, "inner", key="k"), a_document(send, schema, "other", n=2)
    outer = a_document(send, schema, "outer", at=referring_to(inner), z=3)
    assert outer.data == {"at": {"key": MASK}, "z": 3}
    assert outer.block_document_references["at"]["block_document"]["name"] == "inner"
    assert shown(send, outer) == {"at": {"key": "k"}, "z": 3}
    send(UpdateBlockDocument(id=outer.id, data={"at": referring_to(other)}))
    assert shown(send, outer) == {"at": {"n": 2}, "z": 3}
    send(DeleteBlockDocument(id=other.id))
    assert shown(send, outer) == {"z": 3}


def test_references_that_lead_nowhere_or_back_are_refused(send: Send) -> None:
    schema = a_schema(send)
    first = a_document(send, schema, "first")
    second = a_document(send, schema, "second", next=referring_to(first))
    for target in (first, second):
        with pytest.raises(ApiError, match="cannot refer to itself"):
            send(UpdateBlockDocument(id=first.id, data={"next": referring_to(target)}))
    for reference in ({"block_document_id": "x"}, {}, "x", None):
        with pytest.raises(RequestInvalid, match="not the id of a block document"):
            a_document(send, schema, "third", next={"$ref": reference})
    with pytest.raises(ObjectAlreadyExists, match="integrity"):
        a_document(send, schema, "third", next={"$ref": {"block_document_id": str(NOBODY)}})
    assert shown(send, first) == {}
    assert send(CountBlockDocuments()) == 2


def test_documents_are_not_filled_in_without_end(send: Send) -> None:
    schema = a_schema(send)
    document = a_document(send, schema, "0")
    for number in range(1, 9):
        document = a_document(send, schema, str(number), **dict.fromkeys(("a", "b"), referring_to(document)))
    with pytest.raises(ApiError, match="may refer to 1000 others"):
        a_document(send, schema, "9", **dict.fromkeys(("a", "b"), referring_to(document)))
    assert send(CountBlockDocuments()) == 9
