"""Blocks with one value."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import Field, SecretStr, field_validator

from legato.blocks.core import Block


class JSON(Block):
    """A value that JSON can hold.

    Example:
        ```python
        from legato.blocks.system import JSON

        value = JSON.load("BLOCK_NAME").value
        ```
    """

    _block_type_name = "JSON"

    value: Any = Field(description="The value.")


class String(Block):
    """A text.

    Example:
        ```python
        from legato.blocks.system import String

        text = String.load("BLOCK_NAME").value
        ```
    """

    value: str = Field(description="The text.")


class DateTime(Block):
    """A moment.

    Example:
        ```python
        from legato.blocks.system import DateTime

        moment = DateTime.load("BLOCK_NAME").value
        ```
    """

    _block_type_name = "Date Time"

    value: datetime = Field(description="The moment, as ISO 8601; without an offset it is one of UTC.")

    @field_validator("value")
    @classmethod
    def _with_an_offset(cls, value: datetime) -> datetime:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


class Secret(Block):
    """A text that is kept secret: it is encrypted, and hidden wherever it is shown.

    Example:
        ```python
        from legato.blocks.system import Secret

        password = Secret.load("BLOCK_NAME").get()
        ```
    """

    value: SecretStr = Field(description="The text to keep.")

    def get(self) -> str:
        """Return the text."""
        return self.value.get_secret_value()
