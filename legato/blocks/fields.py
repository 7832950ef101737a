"""Types of fields that blocks may have besides pydantic's own."""

from __future__ import annotations

from typing import Any

from pydantic import Secret

_MASK = "**********"


class SecretDict(Secret[dict[str, Any]]):
    """A dict of which every value is secret."""

    def _display(self) -> Any:
        return dict.fromkeys(self._secret_value, _MASK)

    def dict(self) -> dict[str, str]:
        """Return the names in it, each with a mask."""
        return dict.fromkeys(self._secret_value, _MASK)
