"""The class of all blocks: how blocks are saved, loaded and deleted, and how the server comes to know their class."""

from __future__ import annotations

import warnings
from abc import ABC
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from pydantic import ConfigDict, ModelWrapValidatorHandler, PrivateAttr, ValidationError, model_validator

from legato import connect, secrecy
from legato.blocks import documents, registry
from legato.blocks.kinds import Kind
from legato.blocks.values import secret_texts
from legato.contract.block_documents import DeleteBlockDocument
from legato.contract.block_schemas import CreateBlockSchema
from legato.contract.block_types import CreateBlockType, ReadBlockTypeBySlug, UpdateBlockType
from legato.either_way import either_way, twin
from legato.exceptions import BlockNotSavedError, InvalidBlockRegistration, ObjectAlreadyExists, ObjectNotFound
from legato.schemas.block_documents import BlockDocument
from legato.schemas.block_schemas import BlockSchema

__all__ = ["Block", "BlockNotSavedError", "InvalidBlockRegistration", "block_schema_to_key", "classes_in"]

_TYPE = "block_type_slug"


def block_schema_to_key(schema: BlockSchema) -> str:
    """Return what the class of a schema is found by: the slug of its type."""
    return schema.block_type.slug if schema.block_type is not None else str(schema.fields[_TYPE])


class Block(Kind, ABC):
    """Configuration with a class: its fields are typed, and the server keeps documents of it by name.

    A subclass says more about itself in `_block_type_name`, `_block_type_slug`, `_description`, `_code_example`,
    `_logo_url`, `_documentation_url` and `_block_schema_capabilities`. Where the server is asked, a call gives
    something to await in async code, and its value elsewhere; `asave`, `aload` and so on are always awaited.
    """

    # Errors do not show what was given: it may be a secret.
    model_config = ConfigDict(extra="allow", arbitrary_types_allowed=True, hide_input_in_errors=True)

    _block_document_id: UUID | None = PrivateAttr(None)
    _block_document_name: str | None = PrivateAttr(None)
    _is_anonymous: bool | None = PrivateAttr(None)

    def __init__(self, **data: Any) -> None:
        data.pop(_TYPE, None)
        super().__init__(**data)
        self._remember_secrets()
        self.block_initialization()

    def block_initialization(self) -> None:
        """Do what a block needs once its fields are set; for subclasses."""

    def __setstate__(self, state: dict[Any, Any]) -> None:
        super().__setstate__(state)
        self._remember_secrets()

    if not TYPE_CHECKING:  # a type checker would take any name for an attribute then

        def __setattr__(self, name: str, value: Any) -> None:
            super().__setattr__(name, value)
            for text in secret_texts(value):
                secrecy.remember(text)

    def _remember_secrets(self) -> None:
        for text in secret_texts(self):
            secrecy.remember(text)

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        super().__pydantic_init_subclass__(**options)
        registry.add(cls.get_block_type_slug(), cls)

    @model_validator(mode="wrap")
    @classmethod
    def _of_the_class_it_names(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Make what names a type of block a block of that type."""
        if isinstance(value, dict) and _TYPE in value:
            slug, fields = value[_TYPE], {key: item for key, item in value.items() if key != _TYPE}
            if slug == cls.get_block_type_slug():
                return handler(fields)
            named = registry.find(slug)
            if named is None or not issubclass(named, cls):
                raise ValueError(f"a block of type {slug!r} is no {cls.__name__}")
            made: Self = named.model_validate(fields)
            return made
        if isinstance(value, dict) and not cls.has_blocks_of_its_own():
            raise ValueError(f"there are no blocks of {cls.__name__} itself: name a type in {_TYPE!r}")
        return handler(value)

    @staticmethod
    def is_block_class(value: Any) -> bool:
        """Tell whether a value is a class of blocks."""
        return isinstance(value, type) and issubclass(value, Block)

    @classmethod
    def get_block_class_from_key(cls, key: str) -> type[Self]:
        """Return the class of the type with this slug.

        Raises:
            KeyError: no module that is imported or installed defines it.
        """
        found = registry.find(key)
        if found is None:
            raise KeyError(f"No class of blocks is known for {key!r}: import the module that defines it first.")
        return found

    @classmethod
    def get_block_class_from_schema(cls, schema: BlockSchema) -> type[Self]:
        """Return the class that the documents of a schema are of."""
        return cls.get_block_class_from_key(block_schema_to_key(schema))

    def get_block_placeholder(self) -> str:
        """Return what stands for this block in a template: `legato.blocks.TYPE.NAME`.

        Raises:
            BlockNotSavedError: it is not saved under a name.
        """
        if not self._block_document_name or self._is_anonymous:
            raise BlockNotSavedError("Could not generate block placeholder for unsaved block.")
        return f"legato.blocks.{self.get_block_type_slug()}.{self._block_document_name}"

    @either_way
    def save(self, name: str | None = None, overwrite: bool = False, client: object = None) -> UUID:
        """Save the block under a name, by default the one it has, and return the id of its document.

        `client` is taken from those who hand one over; the block goes to the API of this process.

        Raises:
            ValueError: there is no name, or it is taken and `overwrite` is not set.
        """
        return self._keep(name, is_anonymous=False, overwrite=overwrite)

    asave = twin(save)

    @either_way
    def _save(
        self, name: str | None = None, is_anonymous: bool = False, overwrite: bool = False, client: object = None
    ) -> UUID:
        """Save the block under a name or, with `is_anonymous`, without one; return the id of its document."""
        return self._keep(name, is_anonymous=is_anonymous, overwrite=overwrite)

    def _keep(self, name: str | None, *, is_anonymous: bool, overwrite: bool) -> UUID:
        if name is None and not is_anonymous:
            name = None if self._is_anonymous else self._block_document_name
            if name is None:
                raise ValueError(
                    "You're attempting to save a block document without a name. Please either call `save` with a "
                    "`name` or pass `is_anonymous=True` to save an anonymous block."
                )
        self._remember_secrets()
        kind = type(self)
        type_id, schema_id = kind._registered()
        slug, data = kind.get_block_type_slug(), documents.data_of(self)
        kept = documents.write(slug, None if is_anonymous else name, data, type_id, schema_id, overwrite=overwrite)
        self._is_document(kept.id, kept.name, is_anonymous)
        return kept.id

    def _is_document(self, id: UUID, name: str | None, is_anonymous: bool) -> None:
        self._block_document_id, self._block_document_name, self._is_anonymous = id, name, is_anonymous

    @classmethod
    @either_way
    def load(cls, name: str, validate: bool = True, client: object = None) -> Self:
        """Load a block by name; with `Block.load`, by type and name as `slug/name`.

        `validate=False` takes what an older class has saved: fields that are missing become None.

        Raises:
            ValueError: there is no such block.
            RuntimeError: what is saved does not fit the class.
        """
        return cls._loaded(name, validate=validate)

    aload = twin(load)

    @classmethod
    def _loaded(cls, name: str, *, validate: bool) -> Self:
        slug, plain = cls._slug_and_name(name)
        return cls._from_block_document(documents.read(slug, plain), validate=validate)

    @classmethod
    def _slug_and_name(cls, name: str) -> tuple[str, str]:
        if cls is not Block:
            return cls.get_block_type_slug(), name
        slug, slash, plain = name.partition("/")
        if not slash:
            raise ValueError(f"Name a block by type and name, such as {'secret/' + name!r}; not {name!r} alone.")
        return slug, plain

    @classmethod
    def _from_block_document(cls, document: BlockDocument, *, validate: bool = True) -> Self:
        """Return the block that a document holds."""
        kind = cls
        if cls is Block and document.block_schema is not None:
            kind = cls.get_block_class_from_schema(document.block_schema)
        block = kind._made_of(document, validate=validate)
        block._is_document(document.id, document.name, document.is_anonymous)
        for inner, known in documents.references_in(block, documents.references_of(document)):
            if isinstance(inner, Block):
                inner._is_document(UUID(str(known["id"])), known["name"], bool(known["is_anonymous"]))
        return block

    @classmethod
    def _made_of(cls, document: BlockDocument, *, validate: bool) -> Self:
        values = documents.values_of(document)
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            slug = cls.get_block_type_slug()
            if validate:
                raise RuntimeError(
                    f"Unable to load {document.name!r} of block type {slug!r}: what is saved does not fit the class "
                    f"{cls.__name__} as it is now. To load without validation, try loading again with "
                    "`validate=False`; then set what is missing and save the block again with `overwrite=True`.\n"
                    # Not the error itself: it shows the values, and some are secret.
                    + "\n".join(f"  {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
                ) from None
            missing = [
                str(one["loc"][0]) for one in error.errors() if one["type"] == "missing" and len(one["loc"]) == 1
            ]
        if missing:
            text = (
                f"Block {slug}/{document.name} has no value for: {', '.join(missing)}. They are None now; set them and "
            )
            warnings.warn(f"{text}save the block with `overwrite=True`.", stacklevel=2)
        return cls._unchecked({**values, **dict.fromkeys(missing)})

    @classmethod
    def _unchecked(cls, values: dict[str, Any]) -> Self:
        """Return a block with these values: each as its field has it where it fits, as it is where it does not."""
        block = cls.model_construct(**values)
        for name, field in cls.model_fields.items():
            key = field.alias or name
            if values.get(key) is not None:
                try:
                    cls.__pydantic_validator__.validate_assignment(block, name, values[key])
                except ValidationError:
                    block.__dict__[name] = values[key]
        block._remember_secrets()
        block.block_initialization()
        return block

    @classmethod
    @either_way
    def delete(cls, name: str, client: object = None) -> None:
        """Delete a block by name; with `Block.delete`, by type and name as `slug/name`.

        Raises:
            ValueError: there is no such block.
        """
        slug, plain = cls._slug_and_name(name)
        connect.send(DeleteBlockDocument(id=documents.read(slug, plain, secrets=False).id))

    adelete = twin(delete)

    @classmethod
    @either_way
    def register_type_and_schema(cls, client: object = None) -> None:
        """Make the block type and its present schema known to the server, with those of the blocks in it.

        Raises:
            InvalidBlockRegistration: it is `Block` itself, or a class that only others are derived from.
        """
        cls._registered()

    aregister_type_and_schema = twin(register_type_and_schema)

    @classmethod
    def _registered(cls) -> tuple[UUID, UUID]:
        """Register the class; return the ids of its type and of its schema."""
        if not cls.has_blocks_of_its_own():
            raise InvalidBlockRegistration(
                f"{cls.__name__} has no blocks of its own: register a class derived from it."
            )
        for field in cls.model_fields.values():
            for inner in cls._kinds_in(field.annotation):
                if issubclass(inner, Block):
                    inner._registered()
        cls._block_type_id = type_id = cls._register_type()
        schema = connect.send(
            CreateBlockSchema(
                fields=cls.get_block_schema_fields(),
                block_type_id=type_id,
                capabilities=sorted(cls.get_block_capabilities()),
                version=cls.get_block_schema_version(),
            )
        )
        cls._block_schema_id = schema.id
        return type_id, schema.id

    @classmethod
    def _register_type(cls) -> UUID:
        slug = cls.get_block_type_slug()
        texts = {"logo_url": cls._logo_url, "documentation_url": cls._documentation_url}
        told = {**texts, "description": cls.get_description(), "code_example": cls.get_code_example()}
        said = {name: str(value) for name, value in told.items() if value is not None}
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


def classes_in(names: dict[str, Any]) -> list[type[Block]]:
    """Return the classes of blocks among the names of a module that have blocks of their own."""
    found = (value for value in names.values() if Block.is_block_class(value))
    return [one for one in dict.fromkeys(found) if one.has_blocks_of_its_own()]
