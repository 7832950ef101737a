"""Blocks that are saved, loaded, changed and deleted; blocks in blocks; classes that change."""

import asyncio
import json
from abc import ABC, abstractmethod
from typing import Any

import cloudpickle
import pytest
from pydantic import BaseModel, SecretBytes, SecretStr, create_model, field_serializer

from legato import connect, flow, secrecy
from legato.blocks.core import Block, BlockNotSavedError, block_schema_to_key
from legato.blocks.fields import SecretDict
from legato.contract.block_documents import ReadBlockDocument
from legato.contract.block_schemas import ReadBlockSchema
from legato.contract.block_types import ReadBlockDocumentByName
from legato.exceptions import InvalidBlockRegistration
from legato.schemas.block_documents import BlockDocument


class Parcel(Block):
    weight: int = 1
    code: SecretStr = SecretStr("parcel-code")


class HeavyParcel(Parcel):
    crane: str = "small"


class Letter(Block):
    text: str = ""


class Stamp(BaseModel):
    token: SecretStr = SecretStr("stamp-token")
    price: int = 3


class Van(Block):
    front: Parcel
    back: Parcel | Letter | None = None
    shelf: list[Parcel] = []
    keys: dict[str, SecretStr] = {}
    raw: SecretBytes = SecretBytes(b"raw-bytes")
    papers: SecretDict = SecretDict({})
    stamp: Stamp = Stamp()
    speed: float = 1.5

    @field_serializer("speed")
    def write_speed(self, speed: float) -> str:
        """Write it with its unit."""
        return f"{speed} km/h"


class Vehicle(Block, ABC):
    @abstractmethod
    def move(self) -> str: ...


class Bicycle(Vehicle):
    wheels: int = 2

    def move(self) -> str:
        """Move."""
        return "ring"


class Trip(Block):
    by: Vehicle


def kept(slug: str, name: str) -> BlockDocument:
    """What the server has, secrets in clear."""
    return connect.send(ReadBlockDocumentByName(slug=slug, block_document_name=name, include_secrets=True))


def test_a_saved_block_comes_back() -> None:
    block = Parcel(weight=3)
    assert block._block_document_id is None
    id = block.save("blue")
    assert (block._block_document_id, block._block_document_name, block._is_anonymous) == (id, "blue", False)
    for loaded in (Parcel.load("blue"), Block.load("parcel/blue")):
        assert isinstance(loaded, Parcel)
        assert loaded == block
        assert loaded.code.get_secret_value() == "parcel-code"


def test_a_name_is_overwritten_only_when_asked() -> None:
    first = Parcel(weight=1).save("blue")
    with pytest.raises(ValueError, match=r"already in use.*overwrite=True"):
        Parcel(weight=2).save("blue")
    block = Parcel(weight=3)
    assert block.save("blue", overwrite=True) == first
    block.weight = 4
    assert block.save(overwrite=True) == first
    assert Parcel.load("blue").weight == 4


def test_an_overwritten_block_holds_nothing_of_the_former() -> None:
    Parcel(weight=1, note="old").save("blue")  # type: ignore[call-arg]
    Parcel(weight=2).save("blue", overwrite=True)
    assert kept("parcel", "blue").data == {"weight": 2, "code": "parcel-code"}


def test_a_block_needs_a_name_or_none() -> None:
    with pytest.raises(ValueError, match="without a name"):
        Parcel().save()
    block = Parcel()
    id = block._save(is_anonymous=True)
    found = connect.send(ReadBlockDocument(id=id))
    assert found.is_anonymous
    assert (block._block_document_name, block._is_anonymous) == (found.name, True)
    with pytest.raises(ValueError, match="without a name"):
        block.save()


@pytest.mark.parametrize("name", ["Parcel", "Block"])
def test_what_is_not_there_is_named(name: str) -> None:
    kind, which = (Parcel, "lost") if name == "Parcel" else (Block, "parcel/lost")
    for call in (kind.load, kind.delete):
        with pytest.raises(ValueError, match="Unable to find block document named lost for block type parcel"):
            call(which)


def test_a_block_of_no_named_type_is_asked_for_its_type() -> None:
    with pytest.raises(ValueError, match="'secret/mine'"):
        Block.load("mine")


def test_a_deleted_block_is_gone() -> None:
    Parcel().save("one")
    Parcel().save("two")
    Parcel.delete("one")
    Block.delete("parcel/two")
    for name in ("one", "two"):
        with pytest.raises(ValueError, match=name):
            Parcel.load(name)


def test_saved_blocks_within_are_referred_to_and_others_are_written_out() -> None:
    front = Parcel(weight=7)
    id = front.save("front")
    van = Van(
        front=front,
        back=Letter(text="hi"),
        shelf=[HeavyParcel(crane="tall"), front],
        keys={"door": SecretStr("door-key")},
        papers=SecretDict({"plate": {"number": "plate-number"}}),
    )
    van.save("daily")
    found = kept("van", "daily")
    assert found.block_document_references["front"]["block_document"]["id"] == id
    assert found.data["back"] == {"text": "hi", "block_type_slug": "letter"}
    assert [one["block_type_slug"] for one in found.data["shelf"]] == ["heavyparcel", "parcel"]
    assert found.data["keys"] == {"door": "door-key"}
    assert found.data["raw"] == "raw-bytes"
    assert found.data["papers"] == {"plate": {"number": "plate-number"}}
    assert found.data["stamp"] == {"token": "stamp-token", "price": 3}
    assert found.data["speed"] == "1.5 km/h"
    Parcel(weight=8).save("front", overwrite=True)
    assert kept("van", "daily").data["front"]["weight"] == 8


def test_blocks_within_have_their_classes_and_names_again() -> None:
    front = HeavyParcel(weight=7)
    front.save("front")
    Van(front=front, back=Letter(text="hi"), shelf=[HeavyParcel(crane="tall")], speed=2).save("daily")
    found = kept("van", "daily")
    data = found.data | {"speed": 2}
    loaded = Van._from_block_document(BlockDocument(**_fields(found) | {"data": data}))
    assert isinstance(loaded.front, HeavyParcel)
    assert (loaded.front._block_document_name, loaded.front._is_anonymous) == ("front", False)
    assert loaded.front._block_document_id == front._block_document_id
    assert (type(loaded.back), type(loaded.shelf[0])) == (Letter, HeavyParcel)
    assert loaded.papers.get_secret_value() == {}


def _fields(document: BlockDocument) -> dict[str, Any]:
    return {name: getattr(document, name) for name in document.__struct_fields__}


def test_a_field_may_name_a_class_that_others_are_derived_from() -> None:
    bicycle = Bicycle(wheels=3)
    bicycle.save("mine")
    Trip(by=bicycle).save("home")
    assert Trip.load("home").by == bicycle
    with pytest.raises(ValueError, match="name a type"):
        Trip(by={"wheels": 2})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no Vehicle"):
        Trip(by={"block_type_slug": "letter"})  # type: ignore[arg-type]


def test_secrets_are_hidden_where_a_block_is_written_down() -> None:
    van = Van(front=HeavyParcel(), keys={"door": SecretStr("door-key")}, papers=SecretDict({"a": "paper-a"}))
    secrets = ("parcel-code", "door-key", "paper-a", "raw-bytes", "stamp-token")
    for text in (van.json(), van.model_dump_json(), repr(van), str(van.dict()), str(van.model_dump())):
        assert not any(secret in text for secret in secrets)
    for text in (van.json(include_secrets=True), van.model_dump_json(include_secrets=True)):
        assert all(secret in text for secret in secrets)
    assert json.loads(van.json())["front"]["block_type_slug"] == "heavyparcel"
    assert json.loads(van.json())["papers"] == {"a": "**********"}
    assert van.dict(include_secrets=True)["front"]["crane"] == "small"
    assert json.loads(van.json(include={"speed"}, indent=2))["speed"] == "1.5 km/h"


def test_a_copy_has_the_fields_that_are_asked_for() -> None:
    parcel = Parcel(weight=2)
    assert parcel.copy(update={"weight": 5}).weight == 5
    assert "weight" not in parcel.copy(exclude={"weight"}).dict()
    assert parcel.copy(include={"weight"}).dict() == {"weight": 2, "block_type_slug": "parcel"}


def test_secrets_are_remembered() -> None:
    Van(front=Parcel(code=SecretStr("remembered-1")), keys={"x": SecretStr("remembered-2")})
    papers = SecretDict({"a": {"b": ["remembered-3"]}})
    van = Van(front=Parcel(), papers=papers, raw=SecretBytes(b"remembered-4"))
    van.stamp = Stamp(token=SecretStr("remembered-5"))
    van.save("remembered")
    assert {f"remembered-{number}" for number in range(1, 6)} <= secrecy.known()
    assert "" not in secrecy.known()
    parcel = Parcel(code=SecretStr("remembered-6"))
    parcel.code = SecretStr("remembered-7")
    assert "remembered-7" in secrecy.known()


def test_secrets_are_remembered_where_a_block_is_sent_to(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = cloudpickle.dumps(Parcel(weight=5, code=SecretStr("remembered-8")))
    monkeypatch.setattr(secrecy, "_known", None)
    assert cloudpickle.loads(sent).code.get_secret_value() == "remembered-8"
    assert "remembered-8" in secrecy.known()


def test_a_block_is_set_up_after_its_fields() -> None:
    class Warm(Block):
        degrees: int = 0

        def block_initialization(self) -> None:
            """Note what it is."""
            self.seen = self.degrees

    assert Warm(degrees=4).seen == 4
    Warm(degrees=5).save("w")
    assert Warm.load("w").seen == 5


def _drift(**fields: Any) -> type[Block]:
    return create_model("Drift", __base__=Block, __module__=__name__, **fields)


def test_a_class_that_has_changed_says_how_to_load_what_was_saved() -> None:
    older: Any = _drift(a=(int, 1), when=(SecretStr, "hidden-when"))
    older(a=2).save("d")
    newer = _drift(a=(int, ...), b=(str, ...), when=(int, 0))
    with pytest.raises(RuntimeError, match=r"(?s)validate=False.*overwrite=True.*b: Field required") as raised:
        newer.load("d")
    assert "hidden-when" not in str(raised.value)
    with pytest.warns(UserWarning, match="no value for: b"):
        loaded: Any = newer.load("d", validate=False)
    assert (loaded.a, loaded.b, loaded.when) == (2, None, "hidden-when")
    loaded.b, loaded.when = "now", 3
    loaded.save(overwrite=True)
    again: Any = Block.load("drift/d")
    assert (again.a, again.b, again.when) == (2, "now", 3)


def test_a_class_is_found_by_its_schema() -> None:
    Parcel().save("one")
    assert Parcel._block_schema_id is not None
    schema = connect.send(ReadBlockSchema(id=Parcel._block_schema_id))
    assert block_schema_to_key(schema) == "parcel"
    assert Block.get_block_class_from_schema(schema) is Parcel
    with pytest.raises(KeyError, match="import the module"):
        Block.get_block_class_from_key("nobody-has-this")


def test_a_placeholder_names_a_saved_block() -> None:
    block = Parcel()
    with pytest.raises(BlockNotSavedError):
        block.get_block_placeholder()
    block.save("blue")
    assert block.get_block_placeholder() == "legato.blocks.parcel.blue"


@pytest.mark.parametrize("kind", [Block, Vehicle])
def test_only_classes_with_blocks_of_their_own_are_saved(kind: type[Block]) -> None:
    with pytest.raises(InvalidBlockRegistration):
        kind.register_type_and_schema()


def test_a_mask_that_is_saved_keeps_the_secret() -> None:
    Parcel(weight=1, code=SecretStr("kept-code")).save("blue")
    masked = connect.send(ReadBlockDocumentByName(slug="parcel", block_document_name="blue"))
    block = Parcel._from_block_document(masked)
    assert block.code.get_secret_value() == "********"
    block.weight = 9
    block.save(overwrite=True)
    loaded = Parcel.load("blue")
    assert (loaded.weight, loaded.code.get_secret_value()) == (9, "kept-code")


def test_in_async_code_all_of_it_is_awaited() -> None:
    async def main() -> None:
        block = Parcel(weight=6)
        await block.save("blue")  # type: ignore[misc]
        await block.asave("blue", overwrite=True)
        assert await Parcel.aload("blue") == await Block.load("parcel/blue")  # type: ignore[misc]
        await Parcel.adelete("blue")

    asyncio.run(main())


def test_a_flow_loads_blocks() -> None:
    @flow
    def main() -> int:
        Parcel(weight=11).save("in-flow", overwrite=True)
        return Parcel.load("in-flow").weight

    assert main() == 11
