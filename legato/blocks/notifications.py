"""Messages by the services that people use."""

from __future__ import annotations

from abc import ABC
from typing import Any, Literal

from pydantic import AnyHttpUrl, Field, SecretStr

from legato.blocks.abstract import NotificationBlock
from legato.blocks.custom_webhook import CustomWebhookNotificationBlock as CustomWebhookNotificationBlock
from legato.blocks.kinds import Kind
from legato.blocks.values import as_json
from legato.either_way import either_way, twin
from legato.exceptions import NotificationError
from legato.notify import blocks as notify_blocks

Urgency = Literal["prefect_default", "info", "success", "warning", "failure"]


def _urgency(default: Any = "prefect_default") -> Any:
    return Field(default, description="How urgent the message looks where it arrives.")


class AbstractAppriseNotificationBlock(NotificationBlock, ABC):
    """Messages by a service that apprise knows."""

    notify_type: Urgency = _urgency()

    @either_way
    def notify(self, body: str, subject: str | None = None) -> None:
        """Send a message; one that is not sent is logged, or raises within `raise_on_failure`.

        Raises:
            NotificationError: it is not sent, and that is to be raised.
        """
        problem = notify_blocks.send(self._service(), as_json(self), body, subject)
        if problem is None:
            return
        if self._raise_on_failure:
            raise NotificationError(problem)
        self.logger.error("A message was not sent: %s", problem)

    anotify = twin(notify)

    @classmethod
    def _service(cls) -> str:
        """Return which type of block messages are sent as: this one, or the one that the class stands on."""
        slugs = (one.get_block_type_slug() for one in cls.__mro__ if issubclass(one, Kind) and one is not Kind)
        return next(filter(notify_blocks.can_send, slugs), notify_blocks.ANY)


class AppriseNotificationBlock(AbstractAppriseNotificationBlock, ABC):
    """Messages to an address."""

    url: SecretStr = Field(title="Webhook URL", description="The address of the incoming webhook.")
    allow_private_urls: bool = Field(True, description="Whether the address may be one of the local network.")


class SlackWebhook(AppriseNotificationBlock):
    """Messages to a channel of Slack."""

    _block_type_name = "Slack Webhook"


class MicrosoftTeamsWebhook(AppriseNotificationBlock):
    """Messages to a channel of Microsoft Teams."""

    _block_type_name = "Microsoft Teams Webhook"
    _block_type_slug = "ms-teams-webhook"

    url: SecretStr = Field(title="Webhook URL", description="The address of the Teams workflow.")
    include_image: bool = Field(True, description="Whether a picture comes with the message.")
    wrap: bool = Field(True, description="Whether long lines are wrapped.")


class PagerDutyWebHook(AbstractAppriseNotificationBlock):
    """Incidents in PagerDuty."""

    _block_type_name = "Pager Duty Webhook"

    notify_type: Literal["info", "success", "warning", "failure"] = _urgency("info")
    integration_key: SecretStr = Field(description="The key of the service's integration.")
    api_key: SecretStr = Field(title="API Key", description="The key of PagerDuty's API.")
    source: str | None = Field("Legato", description="Who the incident comes from.")
    component: str = Field("Notification", description="Which part of it.")
    group: str | None = Field(None, description="What the incident belongs to.")
    class_id: str | None = Field(None, title="Class ID", description="What kind of incident it is.")
    region_name: Literal["us", "eu"] = Field("us", description="Where the account is.")
    clickable_url: AnyHttpUrl | None = Field(None, title="Clickable URL", description="An address to link to.")
    include_image: bool = Field(True, description="Whether a picture comes with it.")
    custom_details: dict[str, str] | None = Field(None, description="Further details.")


class TwilioSMS(AbstractAppriseNotificationBlock):
    """Text messages by Twilio."""

    _block_type_name = "Twilio SMS"

    account_sid: str = Field(description="The account, found on its home page.")
    auth_token: SecretStr = Field(description="The account's token.")
    from_phone_number: str = Field(description="The number that sends.", examples=["+18001234567"])
    to_phone_numbers: list[str] = Field(description="The numbers that receive.")


class OpsgenieWebhook(AbstractAppriseNotificationBlock):
    """Alerts in Opsgenie."""

    _block_type_name = "Opsgenie Webhook"

    apikey: SecretStr = Field(title="API Key", description="The key of Opsgenie's API.")
    target_user: list[Any] | None = Field(None, description="Users to tell.")
    target_team: list[Any] | None = Field(None, description="Teams to tell.")
    target_schedule: list[Any] | None = Field(None, description="Schedules to tell.")
    target_escalation: list[Any] | None = Field(None, description="Escalations to tell.")
    region_name: Literal["us", "eu"] = Field("us", description="Where the account is.")
    batch: bool = Field(False, description="Whether all are told together.")
    tags: list[Any] | None = Field(None, description="Tags of the alert.")
    priority: str | int | None = Field(3, description="From 1 to 5, the most urgent last.")
    alias: str | None = Field(None, description="Another name of the alert.")
    entity: str | None = Field(None, description="What the alert is about.")
    details: dict[str, str] | None = Field(None, description="Further details.")


class MattermostWebhook(AbstractAppriseNotificationBlock):
    """Messages to channels of Mattermost."""

    _block_type_name = "Mattermost Webhook"

    hostname: str = Field(description="The name of the Mattermost server.", examples=["Mattermost.example.com"])
    token: SecretStr = Field(description="The token of the incoming webhook.")
    botname: str | None = Field(None, title="Bot name", description="Who the message comes from.")
    channels: list[str] | None = Field(None, description="The channels; by default that of the webhook.")
    include_image: bool = Field(False, description="Whether a picture comes with it.")
    path: str | None = Field(None, description="A path that is put before that of the webhook.")
    port: int = Field(8065, description="The server's port.")


class DiscordWebhook(AbstractAppriseNotificationBlock):
    """Messages to a channel of Discord."""

    _block_type_name = "Discord Webhook"

    webhook_id: SecretStr = Field(description="The first part of the webhook's address.")
    webhook_token: SecretStr = Field(description="The second part of the webhook's address.")
    botname: str | None = Field(None, title="Bot name", description="Who the message comes from.")
    tts: bool = Field(False, description="Whether it is read aloud.")
    include_image: bool = Field(False, description="Whether a picture comes with it.")
    avatar: bool = Field(False, description="Whether the sender's picture is ours.")
    avatar_url: str | None = Field(
        None, title="Avatar URL", description="The address of another picture of the sender."
    )


class SendgridEmail(AbstractAppriseNotificationBlock):
    """Mail by Twilio SendGrid."""

    _block_type_name = "Sendgrid Email"

    api_key: SecretStr = Field(title="API Key", description="The key of SendGrid's API.")
    sender_email: str = Field(title="Sender email id", description="The address that sends.")
    to_emails: list[str] = Field(title="Recipient emails", description="The addresses that receive.")
