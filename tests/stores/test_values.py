"""Blocks, artifacts and limits, where databases could differ: order, secrecy, and several writers at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from legato.contract.artifacts import CreateArtifact, ReadArtifacts, ReadLatestArtifacts
from legato.contract.block_documents import CreateBlockDocument, ReadBlockDocument, ReadBlockDocuments
from legato.contract.block_schemas import CreateBlockSchema, ReadBlockSchema
from legato.contract.block_types import CreateBlockType, InstallSystemBlockTypes, ReadBlockTypes
from legato.contract.global_limits import CreateGlobalLimit, GiveSlotsBack, ReadGlobalLimit, TakeSlots
from legato.contract.variables import CountVariables, CreateVariable, ReadVariable
from legato.exceptions import ApiError, ServerError
from legato.schemas.block_schemas import BlockSchema
from legato.schemas.conditions import Tags
from legato.schemas.filters import VariableFilter
from legato.server.store import encryption
from legato.server.store.tables.blocks import block_document
from legato.server.store.tables.configuration import configuration
from tests.stores.scenes import Scene

CANARY = "canary-5f1d"
WRITERS = 8


def a_schema(scene: Scene, **fields: Any) -> BlockSchema:
    block_type = scene.ask(CreateBlockType(name="Crate", slug="crate"))
    return scene.ask(CreateBlockSchema(block_type_id=block_type.id, fields=fields))


def a_document(scene: Scene, schema: BlockSchema, name: str, **data: Any) -> UUID:
    ids = {"block_schema_id": schema.id, "block_type_id": schema.block_type_id}
    return scene.ask(CreateBlockDocument(name=name, data=data, **ids)).id


def at_once(work: Any) -> list[Any]:
    """What several threads get that do the same at the same time; an error is its class."""

    def attempt(number: int) -> Any:
        try:
            return work(number)
        except ApiError as error:
            return type(error)

    with ThreadPoolExecutor(WRITERS) as threads:
        return list(threads.map(attempt, range(WRITERS)))


def test_the_fields_of_a_schema_and_the_columns_of_a_table_keep_their_order(scene: Scene) -> None:
    schema = a_schema(scene, properties={"zeta": {}, "alpha": {}})
    assert list(scene.ask(ReadBlockSchema(id=schema.id)).fields["properties"]) == ["zeta", "alpha"]
    made = scene.ask(CreateArtifact(data=[{"zeta": 1, "alpha": 2}]))
    (read,) = scene.ask(ReadArtifacts())
    assert list(read.data[0]) == list(made.data[0]) == ["zeta", "alpha"]


def test_no_data_of_a_block_lies_in_the_database_as_it_is(scene: Scene) -> None:
    a_document(scene, a_schema(scene), "box", value=CANARY)
    rows = scene.store.read(lambda db: db.all(select(block_document)))
    assert CANARY not in str(rows)


def test_a_new_key_encrypts_and_the_former_still_opens(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = a_schema(scene)
    old = a_document(scene, schema, "old", value=1)
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd28=")
    new = a_document(scene, schema, "new", value=2)
    assert [scene.ask(ReadBlockDocument(id=id)).data["value"] for id in (old, new)] == [1, 2]
    assert len(scene.store.read(lambda db: db.all(select(block_document.c.key_id).distinct()))) == 2
    monkeypatch.delenv("LEGATO_SERVER_ENCRYPTION_KEY")
    with pytest.raises(ServerError, match="cannot be decrypted"):
        scene.ask(ReadBlockDocument(id=new))


def test_what_was_tampered_with_is_not_read(scene: Scene) -> None:
    id = a_document(scene, a_schema(scene), "box", value=1)
    scene.store.write(lambda db: db.execute(update(block_document).values(data="gAAAAAB")))
    with pytest.raises(ServerError, match="cannot be decrypted"):
        scene.ask(ReadBlockDocument(id=id))


def test_a_setting_that_is_no_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", "short")
    with pytest.raises(ServerError, match="is not a key"):
        encryption.check_setting()


def test_writers_at_once_make_one_key_and_one_of_each_system_type(scene: Scene) -> None:
    schema = a_schema(scene)
    at_once(lambda number: a_document(scene, schema, f"box-{number}", value=number))
    at_once(lambda number: scene.ask(InstallSystemBlockTypes()))
    assert len(scene.store.read(lambda db: db.all(select(configuration.c.key)))) == 1
    assert {one.data["value"] for one in scene.ask(ReadBlockDocuments())} == set(range(WRITERS))
    slugs = [one.slug for one in scene.ask(ReadBlockTypes())]
    assert len(slugs) == len(set(slugs)) > 10


def test_a_limit_is_never_exceeded_by_writers_at_once(scene: Scene) -> None:
    names = ["a", "b", "c"]
    for name in names:
        scene.ask(CreateGlobalLimit(name=name, limit=3))

    def take(number: int) -> Any:
        return scene.ask(TakeSlots(names=names[number % 3 :] + names[: number % 3], slots=1))

    answers = at_once(take)
    assert answers.count(ApiError) == WRITERS - 3
    assert [scene.ask(ReadGlobalLimit(id_or_name=name)).active_slots for name in names] == [3, 3, 3]
    at_once(lambda number: scene.ask(GiveSlotsBack(names=names, slots=1)))
    assert [scene.ask(ReadGlobalLimit(id_or_name=name)).active_slots for name in names] == [0, 0, 0]
    made = at_once(lambda number: scene.ask(TakeSlots(names=["new", "newer"], slots=1)))
    assert ApiError not in made


def test_the_latest_artifact_is_one_however_many_come_at_once(scene: Scene) -> None:
    at_once(lambda number: scene.ask(CreateArtifact(key="report", data=number)))
    (collection,) = scene.ask(ReadLatestArtifacts())
    newest = max(scene.ask(ReadArtifacts()), key=lambda one: (one.created, one.id))
    assert (collection.latest_id, collection.data) == (newest.id, newest.data)


def test_a_variable_with_an_odd_text_comes_back(scene: Scene) -> None:
    made = scene.ask(CreateVariable(name="x", value="a'b\"\\%_\x00✓", tags=["'", "ä"]))
    read = scene.ask(ReadVariable(id=made.id))
    assert (read.value.replace("�", "\0"), read.tags) == ("a'b\"\\%_\x00✓", ["'", "ä"])
    assert scene.ask(CountVariables(variables=VariableFilter(tags=Tags(all_=["ä"])))) == 1
