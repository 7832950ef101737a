"""What the server registers when it starts is what our classes register themselves."""

import pytest

from legato import connect
from legato.blocks import registry
from legato.blocks.core import Block
from legato.blocks.system import Secret
from legato.contract.block_documents import ReadBlockDocuments
from legato.contract.block_schemas import ReadBlockSchemas
from legato.contract.block_types import ReadBlockTypeBySlug, ReadBlockTypes
from legato.exceptions import ObjectNotFound
from legato.schemas.block_schemas import BlockSchema
from tests.processes import server


def schemas() -> list[BlockSchema]:
    """Every schema that is known."""
    found: list[BlockSchema] = []
    while page := connect.send(ReadBlockSchemas(offset=len(found))):
        found += page
    return found


@pytest.mark.slow
def test_our_classes_find_their_types_and_schemas(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server(tmp_path_factory.mktemp("server")) as running:
        monkeypatch.setenv("LEGATO_API_URL", running.api_url)
        before = {one.id: one for one in schemas()}
        types = {one.slug: one for one in connect.send(ReadBlockTypes(limit=200))}
        for slug in registry.OURS:
            kind = Block.get_block_class_from_key(slug)
            kind.register_type_and_schema()
            assert kind._block_schema_id in before, f"{slug} has another schema than the server knows"
            schema = before[kind._block_schema_id]
            assert (schema.fields, schema.checksum) == (
                kind.get_block_schema_fields(),
                kind.get_block_schema_checksum(),
            )
            assert set(schema.capabilities) == kind.get_block_capabilities()
            assert schema.version == kind.get_block_schema_version()
        assert {one.id for one in schemas()} == before.keys()
        assert {one.slug: one for one in connect.send(ReadBlockTypes(limit=200))} == types
        assert {"azure", "gcs", "github", "s3", "smb", "process"} <= types.keys()


def test_a_secret_is_saved_where_the_server_has_started_once() -> None:
    Secret(value="hush").save("mine")  # type: ignore[arg-type]
    (found,) = connect.send(ReadBlockDocuments())
    assert (found.name, found.data) == ("mine", {"value": "********"})


def test_a_type_that_nobody_has_is_not_there() -> None:
    with pytest.raises(ObjectNotFound):
        connect.send(ReadBlockTypeBySlug(slug="nobodys"))
