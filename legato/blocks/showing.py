"""Models as mappings and as text: their secrets hidden unless they are asked for, and the type of a block named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, SerializationInfo, SerializerFunctionWrapHandler, model_serializer
from pydantic_core import to_jsonable_python

from legato.blocks.fields import SecretDict
from legato.blocks.values import shown

Self = TypeVar("Self", bound="Shown")
_V1 = frozenset({"encoder", "models_as_dict", "skip_defaults"})


class Shown(BaseModel):
    """A model that hides its secrets when it is written down."""

    @classmethod
    def get_block_type_slug(cls) -> str:
        """Return what the block type is called in addresses."""
        raise NotImplementedError

    @model_serializer(mode="wrap")
    def _written(self, handler: SerializerFunctionWrapHandler, info: SerializationInfo) -> Mapping[str, Any]:
        """Return the fields, with the type of the block so that it is known again within another."""
        said = {**handler(self)}
        if info.context and info.context.get("include_secrets"):
            said |= self._secrets_of(said, is_json=info.mode == "json")
        elif info.mode == "json":
            held = ((name, getattr(self, name, None)) for name in said)
            said |= {name: value.dict() for name, value in held if isinstance(value, SecretDict)}
        return {**said, "block_type_slug": self.get_block_type_slug()}

    def _secrets_of(self, said: Mapping[str, Any], *, is_json: bool) -> Mapping[str, Any]:
        found = {}
        for name, field in type(self).model_fields.items():
            for key in {name, field.serialization_alias or field.alias or name} & said.keys():
                clear = _opened(getattr(self, name), said[key])
                found[key] = to_jsonable_python(clear) if is_json else clear
        return found

    def model_dump(self, *, include_secrets: bool = False, **options: Any) -> Any:
        """Return the fields as a mapping; `include_secrets` shows secrets in clear."""
        return super().model_dump(**_options(options, include_secrets))

    def model_dump_json(self, *, include_secrets: bool = False, **options: Any) -> str:
        """Return the fields as JSON; `include_secrets` shows secrets in clear."""
        return super().model_dump_json(**_options(options, include_secrets))

    def json(self, *, include_secrets: bool = False, **options: Any) -> str:
        """Return the fields as JSON, as models of pydantic 1 do; further options are those of `json.dumps`."""
        ours = ("by_alias", "exclude", "exclude_defaults", "exclude_none", "exclude_unset", "include")
        chosen = {name: options.pop(name) for name in ours if name in options}
        left = {name: value for name, value in options.items() if name not in _V1}
        return json.dumps(self.model_dump(mode="json", include_secrets=include_secrets, **chosen), **left)

    def dict(self, *, include_secrets: bool = False, **options: Any) -> Any:
        """Return the fields as a mapping, as models of pydantic 1 do."""
        left = {name: value for name, value in options.items() if name not in _V1}
        return self.model_dump(include_secrets=include_secrets, **left)

    def copy(
        self: Self,
        *,
        include: Any = None,
        exclude: Any = None,
        update: Mapping[str, Any] | None = None,
        deep: bool = False,
    ) -> Self:
        """Return a copy, as models of pydantic 1 do; `update` changes fields of it without looking at them."""
        made = self.model_copy(update=update, deep=deep)
        for name in list(made.__dict__):
            if name in (exclude or ()) or (include is not None and name not in include):
                del made.__dict__[name]
                made.model_fields_set.discard(name)
        return made


def _options(options: Mapping[str, Any], include_secrets: bool) -> Mapping[str, Any]:
    context = {**(options.get("context") or {})}
    if include_secrets:
        context["include_secrets"] = True
    # A block in a field may be of a class derived from the one that the field names.
    return {"serialize_as_any": True, **options, "context": context or None}


def _opened(value: Any, said: Any) -> Any:
    """Return what was said of a value, with the secrets in it in clear."""
    if isinstance(value, Shown):
        return said  # it has seen to its own
    if isinstance(value, BaseModel) and isinstance(said, Mapping):
        return {key: _opened(getattr(value, key, None), item) for key, item in said.items()}
    if isinstance(value, Mapping) and isinstance(said, Mapping):
        items = {str(key): item for key, item in value.items()}
        return {key: _opened(items.get(str(key)), item) for key, item in said.items()}
    if isinstance(value, list | tuple) and isinstance(said, list | tuple) and len(value) == len(said):
        return [_opened(one, other) for one, other in zip(value, said, strict=True)]
    clear = shown(value)
    return said if clear is value else clear
