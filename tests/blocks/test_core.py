"""Classes of blocks: what they say of themselves, and what the server keeps of them."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Annotated, Any, Optional

import pytest
from pydantic import BaseModel, Field, SecretBytes, SecretStr

from legato import connect
from legato.blocks.core import Block, classes_in
from legato.blocks.fields import SecretDict
from legato.contract.block_schemas import ReadBlockSchemaByChecksum, ReadBlockSchemas
from legato.contract.block_types import ReadBlockTypeBySlug
from legato.exceptions import InvalidBlockRegistration


class Inner(BaseModel):
    token: Optional[SecretStr] = None  # noqa: UP045
    plain: str = ""


class Login(Block):
    """Who one is.

    More about it.

    Example:
        Login(user="me")
    """

    user: str
    password: SecretStr


class Storage(Block, ABC):
    _block_schema_capabilities = ["put-directory"]

    @abstractmethod
    def put(self) -> None: ...


class Crate(Storage):
    _block_type_name = "Große Crate 2"
    _description = "Holds things."
    _block_schema_capabilities = ["get-directory"]

    login: Login
    either: Login | Inner | None = None
    raw: SecretBytes = SecretBytes(b"")
    many: dict[str, SecretStr] = {}
    rows: list[Inner] = []
    whole: SecretDict = SecretDict({})
    spelled: Annotated[SecretStr | None, Field(alias="Spelled")] = None

    def put(self) -> None:
        """Do nothing."""


def test_what_a_class_says_of_itself() -> None:
    assert (Login.get_block_type_name(), Login.get_block_type_slug()) == ("Login", "login")
    assert (Login.get_description(), Login.get_code_example()) == ("Who one is.", 'Login(user="me")')
    assert (Crate.get_block_type_name(), Crate.get_block_type_slug()) == ("Große Crate 2", "grosse-crate-2")
    example = 'grosse_crate_2_block = Crate.load("BLOCK_NAME")'
    assert (Crate.get_description(), example in str(Crate.get_code_example())) == ("Holds things.", True)
    assert Crate.get_block_capabilities() == {"get-directory", "put-directory"}
    assert Crate.get_block_schema_version() == "non-versioned"


def test_secrets_are_found_wherever_they_are() -> None:
    assert Crate.get_block_schema_fields()["secret_fields"] == [
        "login.password",
        "either.password",
        "either.token",
        "raw",
        "many.*",
        "rows.*.token",
        "whole.*",
        "Spelled",
    ]


def test_a_schema_names_the_blocks_in_it() -> None:
    fields = Crate.get_block_schema_fields()
    login = {"block_type_slug": "login", "block_schema_checksum": Login.get_block_schema_checksum()}
    assert fields["block_schema_references"] == {"login": login, "either": login}
    assert fields["definitions"]["Login"]["secret_fields"] == ["password"]
    assert fields["required"] == ["login"]


def test_a_docstring_makes_no_new_schema() -> None:
    def login(words: str) -> type[Block]:
        return type("Login", (Block,), {"__doc__": words, "__annotations__": {"user": str}, "__module__": __name__})

    assert login("One.").get_block_schema_checksum() == login("Another.").get_block_schema_checksum()


def test_a_class_and_those_in_it_become_known(home: Path) -> None:
    for _ in range(2):
        Crate.register_type_and_schema()
    kind = connect.send(ReadBlockTypeBySlug(slug="grosse-crate-2"))
    assert (kind.id, kind.name, kind.description) == (Crate._block_type_id, "Große Crate 2", "Holds things.")
    schema = connect.send(ReadBlockSchemaByChecksum(checksum=Crate.get_block_schema_checksum()))
    assert (schema.id, schema.capabilities) == (Crate._block_schema_id, ["get-directory", "put-directory"])
    assert schema.fields["definitions"]["Login"]["properties"].keys() == {"user", "password"}
    assert connect.send(ReadBlockTypeBySlug(slug="login")).description == "Who one is."
    ours = [one for one in connect.send(ReadBlockSchemas(limit=200)) if one.block_type_id == kind.id]
    assert len(ours) == 1


def test_what_changed_in_a_class_changes_its_type(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Login.register_type_and_schema()
    monkeypatch.setattr(Login, "_description", "Somebody.")
    Login.register_type_and_schema()
    assert connect.send(ReadBlockTypeBySlug(slug="login")).description == "Somebody."


@pytest.mark.parametrize("kind", [Block, Storage])
def test_what_others_are_derived_from_is_not_registered(kind: type[Block]) -> None:
    with pytest.raises(InvalidBlockRegistration, match="register a class derived from it"):
        kind.register_type_and_schema()


def test_only_classes_that_have_blocks_are_taken_from_a_module() -> None:
    names: dict[str, Any] = {"Block": Block, "S": Storage, "C": Crate, "Again": Crate, "Inner": Inner, "x": Crate.put}
    assert classes_in(names) == [Crate]
