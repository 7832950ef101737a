"""Messages by services, sent to a server on this machine in their places."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from legato.blocks.abstract import DatabaseBlock, NotificationBlock, NotificationError
from legato.blocks.fields import SecretDict
from legato.blocks.notifications import (
    AppriseNotificationBlock,
    CustomWebhookNotificationBlock,
    DiscordWebhook,
    MattermostWebhook,
    MicrosoftTeamsWebhook,
    OpsgenieWebhook,
    PagerDutyWebHook,
    SendgridEmail,
    SlackWebhook,
    TwilioSMS,
)
from legato.exceptions import AddressRefused
from tests.listening import Listener, listening

SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
KEY = SecretStr("k" * 32)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server in the place of a service."""
    with listening() as listener:
        yield listener


@pytest.fixture
def places(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> Listener:
    """Where the services would be, were this not a test."""
    from apprise.plugins import discord, opsgenie, pagerduty, sendgrid, slack, twilio

    monkeypatch.setattr(slack.NotifySlack, "webhook_url", f"{listener.url}/slack")
    monkeypatch.setattr(discord.NotifyDiscord, "notify_url", f"{listener.url}/discord")
    monkeypatch.setattr(sendgrid.NotifySendGrid, "notify_url", f"{listener.url}/sendgrid")
    monkeypatch.setattr(twilio.NotifyTwilio, "notify_sms_url", f"{listener.url}/twilio/{{sid}}")
    monkeypatch.setitem(pagerduty.PAGERDUTY_API_LOOKUP, "us", f"{listener.url}/pagerduty")
    monkeypatch.setitem(opsgenie.OPSGENIE_API_LOOKUP, "us", f"{listener.url}/opsgenie")
    return listener


SERVICES: dict[str, tuple[NotificationBlock, str]] = {
    "slack": (SlackWebhook(url=SecretStr(SLACK)), "/slack/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"),
    "discord": (DiscordWebhook(webhook_id=SecretStr("123"), webhook_token=SecretStr("tok")), "/discord/123/tok"),
    "sendgrid": (SendgridEmail(api_key=KEY, sender_email="a@example.com", to_emails=["b@example.com"]), "/sendgrid"),
    "twilio": (
        TwilioSMS(
            account_sid="AC" + "a" * 32,
            auth_token=SecretStr("b" * 32),
            from_phone_number="+18005551234",
            to_phone_numbers=["+18005551235"],
        ),
        "/twilio/AC" + "a" * 32,
    ),
    "pagerduty": (PagerDutyWebHook(integration_key=KEY, api_key=KEY, custom_details={"room": "4"}), "/pagerduty"),
    "opsgenie": (
        OpsgenieWebhook(apikey=KEY, target_team=["night"], tags=["x"], details={"room": "4"}),
        "/opsgenie",
    ),
}


ANSWERS = {"slack": (200, b"ok"), "opsgenie": (202, b'{"requestId": "r"}'), "twilio": (201, b"{}")}
"""What services answer that expect more of themselves than 200."""


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_message_reaches_its_service(places: Listener, name: str) -> None:
    places.status, places.body = ANSWERS.get(name, (200, b"{}"))
    block, path = SERVICES[name]
    block.save(name, overwrite=True)
    loaded = type(block).load(name)
    with loaded.raise_on_failure():
        loaded.notify("the body of it", subject="a subject")
    (asked,) = places.asked
    assert asked.path == path
    assert "the body of it" in asked.body.decode().replace("+", " ").replace("%20", " ")
    assert "a subject" in asked.body.decode().replace("+", " ").replace("%20", " ")


def test_a_message_reaches_mattermost(listener: Listener) -> None:
    token = SecretStr("t" * 24)
    block = MattermostWebhook(
        hostname="127.0.0.1", port=listener.port, token=token, channels=["one", "two"], botname="bot"
    )
    with block.raise_on_failure():
        block.notify("text")
    assert [asked.json["channel"] for asked in listener.asked] == ["one", "two"]
    assert [asked.json["username"] for asked in listener.asked] == ["bot", "bot"]


def test_a_workflow_of_teams_is_read_from_its_address() -> None:
    from legato.notify.services import _made

    url = "https://prod-01.westeurope.logic.azure.com:443/workflows/wf1/triggers/manual/paths/invoke?sig=s1g"
    block = MicrosoftTeamsWebhook(url=SecretStr(url), wrap=False)
    made = _made(url, "workflows.NotifyWorkflows", {"include_image": block.include_image, "wrap": block.wrap})
    assert (made.workflow, made.signature, made.wrap, made.include_image) == ("wf1", "s1g", False, True)


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "nothing at all", "zzz://place"])
def test_an_address_of_no_service_is_told(url: str, heard: pytest.LogCaptureFixture) -> None:
    block = SlackWebhook(url=SecretStr(url))
    with heard.at_level(logging.ERROR):
        block.notify("text")
    assert "none of a service that is known" in heard.text
    assert url not in heard.text
    with block.raise_on_failure(), pytest.raises(NotificationError, match="none of a service"):
        block.notify("text")


def test_a_service_that_refuses_is_told(places: Listener, heard: pytest.LogCaptureFixture) -> None:
    places.status = 500
    block = SlackWebhook(url=SecretStr(SLACK))
    block.notify("text")
    assert "A message was not sent" in heard.text
    with block.raise_on_failure(), pytest.raises(NotificationError, match="500"):
        block.notify("text")
    block.notify("text")


def test_what_does_not_fit_a_service_is_told_without_secrets() -> None:
    block = TwilioSMS(
        account_sid="AC" + "a" * 32, auth_token=SecretStr("hush hush"), from_phone_number="1", to_phone_numbers=[]
    )
    with block.raise_on_failure(), pytest.raises(NotificationError) as raised:
        block.notify("text")
    assert "hush hush" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:{}/x", "json://127.0.0.1:{}/x", "jsons://localhost:{}", "syslog://"])
def test_private_addresses_get_no_message_unless_they_may(listener: Listener, url: str) -> None:
    block = SlackWebhook(url=SecretStr(url.format(listener.port)), allow_private_urls=False)
    with pytest.raises(AddressRefused):
        block.notify("text")
    assert listener.asked == []


def test_private_addresses_that_may_get_their_message(listener: Listener) -> None:
    block = SlackWebhook(url=SecretStr(f"json://127.0.0.1:{listener.port}/x"), notify_type="failure")
    with block.raise_on_failure():
        asyncio.run(block.anotify("text", "subject"))
    (asked,) = listener.asked
    assert (asked.json["message"], asked.json["title"], asked.json["type"]) == ("text", "subject", "failure")


def test_kinds_of_blocks_are_for_classes_to_stand_on() -> None:
    for kind in (NotificationBlock, AppriseNotificationBlock, DatabaseBlock):
        assert not kind.has_blocks_of_its_own()


def custom(listener: Listener, **fields: Any) -> CustomWebhookNotificationBlock:
    """A webhook at a server."""
    return CustomWebhookNotificationBlock(name="alerts", url=f"{listener.url}/{{{{room}}}}", **fields)


def test_a_custom_webhook_fills_its_templates(listener: Listener) -> None:
    block = custom(
        listener,
        json_data={"text": "{{subject}}: {{ body }}", "list": ["{{name}}", 1], "subject": "{{subject}}"},
        headers={"X-Token": "{{token}}"},
        params={"q": "{{name}}"},
        cookies={"c": "{{token}}"},
        secrets=SecretDict({"token": "hush", "room": "4"}),
    )
    block.notify("{{token}}", "S")
    block.notify("b")
    first, second = listener.asked
    assert (first.method, first.path) == ("POST", "/4?q=alerts")
    assert first.json == {"text": "S: {{token}}", "list": ["alerts", 1], "subject": "S"}
    assert (first.headers["x-token"], first.headers["cookie"]) == ("hush", "c=hush")
    assert second.json == {"text": ": b", "list": ["alerts", 1], "subject": None}


def test_a_custom_webhook_sends_a_form(listener: Listener) -> None:
    custom(listener, form_data={"text": "{{body}}"}, secrets={"room": "4"}).notify("b & c")
    assert listener.asked[0].form == {"text": ["b & c"]}


def test_a_custom_webhook_says_when_it_is_refused(listener: Listener) -> None:
    listener.status = 404
    with pytest.raises(NotificationError, match="'alerts' answered 404"):
        custom(listener, secrets={"room": "4"}).notify("b")


def test_a_custom_webhook_that_cannot_work_is_refused(listener: Listener) -> None:
    with pytest.raises(ValidationError, match="both `Form Data` and `JSON Data`"):
        custom(listener, json_data={}, form_data={}, secrets={"room": "4"})
    with pytest.raises(ValidationError, match=r"\{\{room\}\} stands for nothing"):
        custom(listener)


def test_a_class_of_users_sends_as_the_one_it_stands_on(listener: Listener) -> None:
    class Elsewhere(AppriseNotificationBlock):
        pass

    class OurSlack(SlackWebhook):
        pass

    address = SecretStr(f"json://127.0.0.1:{listener.port}/x")
    for block in (Elsewhere(url=address), OurSlack(url=address)):
        with block.raise_on_failure():
            block.notify("text")
    assert [asked.json["message"] for asked in listener.asked] == ["text", "text"]
    assert (Elsewhere._service(), OurSlack._service()) == ("apprise", "slack-webhook")
