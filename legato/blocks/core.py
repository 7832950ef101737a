"""The class of all blocks: how it is called, what it says of itself, and how the server comes to know it."""

from __future__ import annotations

import inspect
import re
import unicodedata
from abc import ABC
from importlib.metadata import PackageNotFoundError, version
from textwrap import dedent
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from legato import connect
from legato.blocks.describing import secret_paths, within
from legato.contract.block_schemas import CreateBlockSchema
from legato.contract.block_types import CreateBlockType, ReadBlockTypeBySlug, UpdateBlockType
from legato.exceptions import InvalidBlockRegistration, ObjectAlreadyExists, ObjectNotFound
from legato.schemas.block_schemas import UNVERSIONED, checksum


class Block(BaseModel, ABC):
    """Configuration with a class: its fields are typed, and the server keeps documents of it by name.

    A subclass says more about itself in `_block_type_name`, `_block_type_slug`, `_description`, `_code_example`,
    `_logo_url`, `_documentation_url` and `_block_schema_capabilities`.
    """

    model_config = ConfigDict(extra="allow", arbitrary_types_allowed=True)

    _block_type_name: ClassVar[str | None] = None
    _block_type_slug: ClassVar[str | None] = None
    _description: ClassVar[str | None] = None
    _code_example: ClassVar[str | None] = None
    _logo_url: ClassVar[Any] = None
    _documentation_url: ClassVar[Any] = None
    _block_schema_capabilities: ClassVar[list[str] | None] = None
    _block_type_id: ClassVar[UUID | None] = None
    _block_schema_id: ClassVar[UUID | None] = None

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler.resolve_ref_schema(handler(core_schema))
        # What is told apart by other means, and would make a new schema of every change of a docstring.
        schema.pop("description", None)
        schema.pop("additionalProperties", None)
        schema["block_type_slug"] = cls.get_block_type_slug()
        schema["secret_fields"] = secret_paths(cls)
        schema["block_schema_references"] = cls._references()
        return schema

    @classmethod
    def _references(cls) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, field in cls.model_fields.items():
            blocks = [
                {"block_type_slug": one.get_block_type_slug(), "block_schema_checksum": one.get_block_schema_checksum()}
                for one in cls._blocks_in(field.annotation)
            ]
            if blocks:
                found[field.alias or name] = blocks if len(blocks) > 1 else blocks[0]
        return found

    @classmethod
    def _blocks_in(cls, hint: Any) -> list[type[Block]]:
        return [one for one in within(hint, Block) if issubclass(one, Block) and one is not cls]

    @staticmethod
    def is_block_class(value: Any) -> bool:
        """Tell whether a value is a class of blocks."""
        return isinstance(value, type) and issubclass(value, Block)

    @classmethod
    def get_block_type_name(cls) -> str:
        """Return the name of the block type: `_block_type_name`, or the name of the class."""
        return cls._block_type_name or cls.__name__

    @classmethod
    def get_block_type_slug(cls) -> str:
        """Return what the block type is called in addresses."""
        if cls._block_type_slug:
            return cls._block_type_slug
        plain = unicodedata.normalize("NFKD", cls.get_block_type_name().casefold()).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

    @classmethod
    def get_block_capabilities(cls) -> frozenset[str]:
        """Return what a block can be used for, as its class and the classes it stands on say."""
        lists = (one.__dict__.get("_block_schema_capabilities") or () for one in cls.__mro__)
        return frozenset(capability for capabilities in lists for capability in capabilities)

    @classmethod
    def get_block_schema_version(cls) -> str:
        """Return the version of the package that the class comes from; `non-versioned` where it comes from none."""
        try:
            return version(cls.__module__.partition(".")[0])
        except (PackageNotFoundError, ValueError):
            return UNVERSIONED

    @classmethod
    def get_block_schema_fields(cls) -> dict[str, Any]:
        """Return the fields of the block as a JSON schema, in which other blocks are among the `definitions`."""
        schema = cls.model_json_schema(ref_template="#/definitions/{model}")
        definitions: dict[str, Any] = schema.pop("$defs", {})
        if "$ref" in schema:  # a class that refers to itself
            schema = definitions[schema["$ref"].rpartition("/")[2]]
        return {**schema, "definitions": definitions} if definitions else schema

    @classmethod
    def get_block_schema_checksum(cls) -> str:
        """Return what tells the fields of the block from others."""
        return checksum(cls.get_block_schema_fields())

    @classmethod
    def get_description(cls) -> str | None:
        """Return what the block is: `_description`, or the first paragraph of the docstring."""
        if cls._description is not None:
            return dedent(cls._description).strip()
        own = inspect.cleandoc(cls.__doc__ or "") if cls.__doc__ is not Block.__doc__ else ""
        return own.partition("\n\n")[0].strip() or None

    @classmethod
    def get_code_example(cls) -> str | None:
        """Return an example of use: `_code_example`, or what follows `Example:` in the docstring."""
        if cls._code_example is not None:
            return dedent(cls._code_example).strip()
        found = re.search(r"^Examples?:\s*\n((?:[ \t]+.*\n?|\n)+)", inspect.cleandoc(cls.__doc__ or ""), re.MULTILINE)
        return dedent(found[1]).strip() if found else None

    @classmethod
    def register_type_and_schema(cls) -> None:
        """Make the block type and its present schema known to the server, with those of the blocks in it.

        Raises:
            InvalidBlockRegistration: it is `Block` itself, or a class that only others are derived from.
        """
        if cls is Block or ABC in cls.__bases__ or inspect.isabstract(cls):
            raise InvalidBlockRegistration(
                f"{cls.__name__} has no blocks of its own: register a class derived from it."
            )
        for field in cls.model_fields.values():
            for inner in cls._blocks_in(field.annotation):
                inner.register_type_and_schema()
        cls._block_type_id = cls._register_type()
        schema = connect.send(
            CreateBlockSchema(
                fields=cls.get_block_schema_fields(),
                block_type_id=cls._block_type_id,
                capabilities=sorted(cls.get_block_capabilities()),
                version=cls.get_block_schema_version(),
            )
        )
        cls._block_schema_id = schema.id

    @classmethod
    def _register_type(cls) -> UUID:
        slug = cls.get_block_type_slug()
        said = {
            "logo_url": _text(cls._logo_url),
            "documentation_url": _text(cls._documentation_url),
            "description": cls.get_description(),
            "code_example": cls.get_code_example(),
        }
        try:
            known = connect.send(ReadBlockTypeBySlug(slug=slug))
        except ObjectNotFound:
            try:
                return connect.send(CreateBlockType(name=cls.get_block_type_name(), slug=slug, **said)).id
            except ObjectAlreadyExists:  # somebody else was quicker
                known = connect.send(ReadBlockTypeBySlug(slug=slug))
        if any(getattr(known, name) != value for name, value in said.items()):
            connect.send(UpdateBlockType(id=known.id, **said))
        return known.id


def _text(url: Any) -> str | None:
    return None if url is None else str(url)


def classes_in(names: dict[str, Any]) -> list[type[Block]]:
    """Return the classes of blocks among the names of a module that have blocks of their own."""
    found = (value for value in names.values() if Block.is_block_class(value))
    return [
        one
        for one in dict.fromkeys(found)
        if one is not Block and ABC not in one.__bases__ and not inspect.isabstract(one)
    ]
