"""Small constrained types that several nouns share."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

BANNED_CHARACTERS = "/%&><"

Name = Annotated[str, Meta(pattern=r"^[^/%&><]*$", max_length=10_000)]
"""A name without the characters that would break a URL."""

Offset = Annotated[int, Meta(ge=0, le=2**53)]
Limit = Annotated[int, Meta(ge=-(2**53), le=2**53)]
