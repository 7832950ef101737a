"""Messages by any request of HTTP, whose parts are templates."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from legato.blocks.abstract import NotificationBlock
from legato.blocks.fields import SecretDict
from legato.blocks.values import as_json
from legato.either_way import either_way, twin
from legato.exceptions import NotificationError
from legato.notify import blocks as notify_blocks


class CustomWebhookNotificationBlock(NotificationBlock):
    """Messages by any request of HTTP, whose parts are templates.

    `{{subject}}`, `{{body}}`, `{{name}}` and the names in `secrets` stand for their values.

    Example:
        ```python
        from legato.blocks.notifications import CustomWebhookNotificationBlock

        CustomWebhookNotificationBlock(
            name="alerts",
            url="https://chat.example.com/rooms/1",
            json_data={"text": "{{subject}}: {{body}}", "token": "{{token}}"},
            secrets={"token": "..."},
        ).notify("All is well", "Report")
        ```
    """

    _block_type_name = "Custom Webhook"

    name: str = Field(description="What the webhook is called.")
    url: str = Field(title="Webhook URL", description="The address.", examples=["https://hooks.example.com/abc"])
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = Field("POST", description="The method of the request.")
    params: dict[str, str] | None = Field(None, title="Query Params", description="Parameters in the address.")
    json_data: dict[str, Any] | None = Field(
        None, title="JSON Data", description="The body as JSON.", examples=[{"text": "{{subject}}: {{body}}"}]
    )
    form_data: dict[str, str] | None = Field(None, title="Form Data", description="The body as a form.")
    headers: dict[str, str] | None = Field(None, description="Headers.")
    cookies: dict[str, str] | None = Field(None, description="Cookies.")
    timeout: float = Field(10, description="Seconds to wait for an answer.")
    secrets: SecretDict = Field(
        default_factory=lambda: SecretDict({}),
        title="Custom Secret Values",
        description="Secrets that the templates may use.",
    )

    @model_validator(mode="after")
    def _fits_together(self) -> CustomWebhookNotificationBlock:
        if self.json_data is not None and self.form_data is not None:
            raise ValueError("both `Form Data` and `JSON Data` provided")
        known = {"subject", "body", "name", *self.secrets.get_secret_value()}
        templates = [getattr(self, name) for name in notify_blocks.CUSTOM_PARTS.values()]
        if unknown := sorted(notify_blocks.places(templates) - known):
            raise ValueError(
                f"{{{{{unknown[0]}}}}} stands for nothing: it is neither subject, body nor name, nor a secret"
            )
        return self

    def _build_request_args(self, body: str, subject: str | None) -> dict[str, Any]:
        """Return the parts of the request for a message."""
        return notify_blocks.custom_request(as_json(self), body, subject)

    @either_way
    def notify(self, body: str, subject: str | None = None) -> None:
        """Send a message.

        Raises:
            NotificationError: the answer is an error.
        """
        problem = notify_blocks.send("custom-webhook", as_json(self), body, subject)
        if problem is not None:
            raise NotificationError(problem)

    anotify = twin(notify)
