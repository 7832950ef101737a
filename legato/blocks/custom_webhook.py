"""Messages by any request of HTTP, whose parts are templates."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field, model_validator

from legato.blocks.abstract import NotificationBlock
from legato.blocks.fields import SecretDict
from legato.either_way import either_way, twin
from legato.exceptions import NotificationError
from legato.notify.calling import call

_PLACE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


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
        if unknown := sorted(_places(self._parts()) - known):
            raise ValueError(
                f"{{{{{unknown[0]}}}}} stands for nothing: it is neither subject, body nor name, nor a secret"
            )
        return self

    def _parts(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "params": self.params,
            "json": self.json_data,
            "data": self.form_data,
            "headers": self.headers,
            "cookies": self.cookies,
        }

    def _build_request_args(self, body: str, subject: str | None) -> dict[str, Any]:
        """Return the parts of the request for a message."""
        values = {**self.secrets.get_secret_value(), "subject": subject, "body": body, "name": self.name}
        parts = {name: _filled(part, values) for name, part in self._parts().items()}
        return {"method": self.method, **parts, "timeout": self.timeout}

    @either_way
    def notify(self, body: str, subject: str | None = None) -> None:
        """Send a message.

        Raises:
            NotificationError: the answer is an error.
        """
        response = call(allow_private=True, **self._build_request_args(body, subject))
        if response.is_error:
            raise NotificationError(f"The webhook {self.name!r} answered {response.status_code}.")

    anotify = twin(notify)


def _places(value: Any) -> set[str]:
    if isinstance(value, str):
        return set(_PLACE.findall(value))
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {place for item in items for place in _places(item)}


def _filled(value: Any, values: dict[str, Any]) -> Any:
    """Return a value with what its places stand for; a text that is one place becomes that value itself."""
    if isinstance(value, dict):
        return {key: _filled(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, values) for item in value]
    if not isinstance(value, str):
        return value
    if whole := _PLACE.fullmatch(value):
        return values[whole[1]]
    # All at once, so that what a message says is no template.
    return _PLACE.sub(lambda place: "" if values[place[1]] is None else str(values[place[1]]), value)
