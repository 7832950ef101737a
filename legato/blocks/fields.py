"""Types of fields that blocks may have besides pydantic's own."""

from __future__ import annotations

from typing import Any

from pydantic import Secret


class SecretDict(Secret[dict[str, Any]]):
    """A dict of which every value is secret."""
