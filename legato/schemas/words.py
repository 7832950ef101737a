"""Small constrained types that several nouns share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

BANNED_CHARACTERS = "/%&><"

_BANNED = f"Name {{value!r}} contains an invalid character. Must not contain any of: {list(BANNED_CHARACTERS)}."

Name = Annotated[
    str,
    Meta(pattern=r"^[^/%&><]*$", max_length=10_000, extra={"problem": (_BANNED, "value_error.invalidname")}),
]
"""A name without the characters that would break a URL."""

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9-]*$(?!\n)", max_length=10_000)]
"""A name for addresses: small letters, digits and hyphens."""

Url = Annotated[
    str,
    Meta(
        pattern=r"^[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/]",
        max_length=2083,
        extra_json_schema={"format": "uri"},
        extra={"problem": ("invalid or missing URL scheme", "value_error.url.scheme")},
    ),
]
"""An address of the web."""

Offset = Annotated[int, Meta(ge=0, le=2**53)]
Limit = Annotated[int, Meta(ge=-(2**53), le=2**53)]

Moment = Annotated[datetime, Meta(extra_json_schema={"format": "date-time"})]
"""A point in time; one without a time zone is in UTC."""


class Misfit(ValueError):
    """A part of a value is not as it must be; `place` leads to it."""

    def __init__(self, message: str, *place: str | int) -> None:
        super().__init__(message)
        self.place = place
