"""Addresses that are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, SecretStr

from legato.blocks.core import Block
from legato.blocks.fields import SecretDict
from legato.blocks.values import as_json
from legato.either_way import either_way, twin
from legato.notify.blocks import call_webhook

if TYPE_CHECKING:
    from httpx2 import Response


class Webhook(Block):
    """An address that is called with a request of HTTP.

    Example:
        ```python
        from legato.blocks.webhook import Webhook

        Webhook.load("BLOCK_NAME").call({"status": "done"})
        ```
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = Field("POST", description="The method of the request.")
    url: SecretStr = Field(title="Webhook URL", description="The address.", examples=["https://hooks.example.com/abc"])
    allow_private_urls: bool = Field(True, description="Whether the address may be one of the local network.")
    headers: SecretDict = Field(
        default_factory=lambda: SecretDict({}), title="Webhook Headers", description="Headers of the request."
    )

    @either_way
    def call(self, payload: dict[str, Any] | str | None = None) -> Response:
        """Call the address with a payload as JSON, and return the answer.

        Raises:
            AddressRefused: the address is private, and those are not allowed.
        """
        return call_webhook(as_json(self), payload)

    acall = twin(call)
