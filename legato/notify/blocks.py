"""Messages by blocks as they are kept: from the data of a document, secrets in clear, whichever process has it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from legato.notify.calling import call
from legato.notify.services import Message, send_by, send_to

if TYPE_CHECKING:
    from httpx2 import Response

Data = dict[str, Any]
_PLACE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


ANY = "apprise"
"""What stands for a type of blocks that have an address of whatever service."""


def send(slug: str, data: Data, body: str, subject: str | None = None) -> str | None:
    """Send a message by a block of a type; return what went wrong, or None.

    Raises:
        AddressRefused: the address is private, and those are not allowed.
        KeyError: messages are not sent by blocks of that type.
    """
    kind = data.get("notify_type") or "info"
    # The word of Prefect for a message without any urgency.
    return _SENDERS[slug](data, Message(body, subject, "info" if kind == "prefect_default" else kind))


def can_send(slug: str) -> bool:
    """Tell whether messages are sent by blocks of a type."""
    return slug in _SENDERS


def call_webhook(data: Data, payload: Any) -> Response:
    """Call the address of a webhook with a payload as JSON, and return the answer.

    Raises:
        AddressRefused: the address is private, and those are not allowed.
    """
    is_free, headers = data.get("allow_private_urls", True), data.get("headers") or {}
    return call(data.get("method", "POST"), data["url"], allow_private=is_free, headers=headers, json=payload)


def _to_address(plugin: str, *names: str) -> Callable[[Data, Message], str | None]:
    """Return a sender to an address, which tells the service of some fields."""

    def sender(data: Data, message: Message) -> str | None:
        told = {name: data[name] for name in names if name in data}
        return send_to(data["url"], message, plugin=plugin, allow_private=data.get("allow_private_urls", True), **told)

    return sender


def _by(plugin: str, **names: str) -> Callable[[Data, Message], str | None]:
    """Return a sender by a service, whose arguments are fields of other names."""

    def sender(data: Data, message: Message) -> str | None:
        return send_by(plugin, {argument: data.get(name) for argument, name in names.items()}, message)

    return sender


def _by_opsgenie(data: Data, message: Message) -> str | None:
    marks = {"@": "target_user", "#": "target_team", "*": "target_schedule", "^": "target_escalation"}
    targets = [f"{mark}{target}" for mark, name in marks.items() for target in data.get(name) or ()]
    names = ("apikey", "region_name", "details", "priority", "alias", "entity", "batch", "tags")
    arguments = {name: data.get(name) for name in names}
    return send_by("opsgenie.NotifyOpsgenie", {**arguments, "targets": targets, "action": "new"}, message)


def _by_custom_webhook(data: Data, message: Message) -> str | None:
    response = call(allow_private=True, **custom_request(data, message.body, message.subject))
    return f"The webhook {data['name']!r} answered {response.status_code}." if response.is_error else None


_SENDERS: dict[str, Callable[[Data, Message], str | None]] = {
    ANY: _to_address(""),
    "custom-webhook": _by_custom_webhook,
    "discord-webhook": _by(
        "discord.NotifyDiscord",
        webhook_id="webhook_id",
        webhook_token="webhook_token",
        user="botname",
        tts="tts",
        include_image="include_image",
        avatar="avatar",
        avatar_url="avatar_url",
    ),
    "mattermost-webhook": _by(
        "mattermost.NotifyMattermost",
        token="token",
        fullpath="path",
        host="hostname",
        user="botname",
        targets="channels",
        include_image="include_image",
        port="port",
    ),
    "ms-teams-webhook": _to_address("workflows.NotifyWorkflows", "include_image", "wrap"),
    "opsgenie-webhook": _by_opsgenie,
    "pager-duty-webhook": _by(
        "pagerduty.NotifyPagerDuty",
        apikey="api_key",
        integrationkey="integration_key",
        source="source",
        component="component",
        group="group",
        class_id="class_id",
        region_name="region_name",
        click="clickable_url",
        include_image="include_image",
        details="custom_details",
    ),
    "sendgrid-email": _by("sendgrid.NotifySendGrid", apikey="api_key", from_email="sender_email", targets="to_emails"),
    "slack-webhook": _to_address("slack.NotifySlack"),
    "twilio-sms": _by(
        "twilio.NotifyTwilio",
        account_sid="account_sid",
        auth_token="auth_token",
        source="from_phone_number",
        targets="to_phone_numbers",
    ),
}


def custom_request(data: Data, body: str, subject: str | None) -> dict[str, Any]:
    """Return the parts of the request of a custom webhook for a message."""
    values = {**(data.get("secrets") or {}), "subject": subject, "body": body, "name": data["name"]}
    parts = {part: filled(data.get(name), values) for part, name in CUSTOM_PARTS.items()}
    return {"method": data.get("method", "POST"), **parts, "timeout": data.get("timeout", 10)}


CUSTOM_PARTS = {
    "url": "url",
    "params": "params",
    "json": "json_data",
    "data": "form_data",
    "headers": "headers",
    "cookies": "cookies",
}
"""The parts of the request of a custom webhook, and the fields with their templates."""


def places(value: Any) -> set[str]:
    """Return the names that stand for something in templates."""
    if isinstance(value, str):
        return set(_PLACE.findall(value))
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {place for item in items for place in places(item)}


def filled(value: Any, values: dict[str, Any]) -> Any:
    """Return templates with what their places stand for; a text that is one place becomes that value itself."""
    if isinstance(value, dict):
        return {key: filled(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, values) for item in value]
    if not isinstance(value, str):
        return value
    if whole := _PLACE.fullmatch(value):
        return values[whole[1]]
    # All at once, so that what a message says is no template.
    return _PLACE.sub(lambda place: "" if values[place[1]] is None else str(values[place[1]]), value)
