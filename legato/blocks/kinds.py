"""What a class of blocks says of itself: its type, its fields as a schema, what its blocks can be used for."""

from __future__ import annotations

import inspect
import re
import unicodedata
from abc import ABC
from importlib.metadata import PackageNotFoundError, version
from textwrap import dedent
from typing import Any, ClassVar
from uuid import UUID

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from legato.blocks.describing import secret_paths, within
from legato.blocks.registry import OURS
from legato.blocks.showing import Shown
from legato.schemas.block_schemas import UNVERSIONED, checksum


class Kind(Shown, ABC):
    """A model that knows what type of block it is."""

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
                for one in cls._kinds_in(field.annotation)
            ]
            if blocks:
                found[field.alias or name] = blocks if len(blocks) > 1 else blocks[0]
        return found

    @classmethod
    def _kinds_in(cls, hint: Any) -> list[type[Kind]]:
        """Return the classes of blocks in an annotation that have blocks of their own, without this one."""
        return [
            one
            for one in within(hint, Kind)
            if issubclass(one, Kind) and one is not cls and one.has_blocks_of_its_own()
        ]

    @classmethod
    def has_blocks_of_its_own(cls) -> bool:
        """Tell whether there can be blocks of this class, and not only of classes derived from it."""
        return ABC not in cls.__bases__ and not inspect.isabstract(cls)

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
        # The docstring of a class that has none of its own is nobody's: `__doc__` is not inherited.
        return inspect.cleandoc(cls.__doc__ or "").partition("\n\n")[0].strip() or None

    @classmethod
    def get_code_example(cls) -> str | None:
        """Return an example of use: `_code_example`, what follows `Example:` in the docstring, or how it is loaded."""
        if cls._code_example is not None:
            return dedent(cls._code_example).strip()
        found = re.search(r"^Examples?:\s*\n((?:[ \t]+.*\n?|\n)+)", inspect.cleandoc(cls.__doc__ or ""), re.MULTILINE)
        if found:
            return dedent(found[1]).strip()
        name, variable = cls.__name__, f"{cls.get_block_type_slug().replace('-', '_')}_block"
        module = OURS.get(cls.get_block_type_slug()) if cls.__module__.startswith("legato.") else None
        return (
            f'```python\nfrom {module or cls.__module__} import {name}\n\n{variable} = {name}.load("BLOCK_NAME")\n```'
        )
