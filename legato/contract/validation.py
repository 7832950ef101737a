"""Operations that only look at what somebody writes: templates, and values by a schema."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from legato.contract.request import Request


class ValuesChecked(msgspec.Struct, kw_only=True):
    """Whether values fit a schema, and where they do not: messages, within the properties and items they are about."""

    valid: bool
    errors: list[Any] = []


class ValidateTemplate(Request[None]):
    """Whether a template can be read; nothing of it is executed."""

    method, path, status = "POST", "/templates/validate", 204
    body: ClassVar[str | None] = "template"
    template: str


class ValidateValues(Request[ValuesChecked]):
    """Whether values fit a JSON schema."""

    method, path = "POST", "/ui/schemas/validate"
    schema: dict[str, Any]
    values: dict[str, Any]
