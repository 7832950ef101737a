"""Blocks with one value, and addresses that are called."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr, ValidationError

from legato.blocks.core import Block
from legato.blocks.fields import SecretDict
from legato.blocks.system import JSON, DateTime, Secret, String
from legato.blocks.webhook import Webhook
from legato.exceptions import AddressRefused
from tests.listening import Listener, listening


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server that webhooks are to reach."""
    with listening() as listener:
        yield listener


def test_simple_values_come_back() -> None:
    JSON(value={"a": [1, None, "ä"]}).save("v")
    String(value="text").save("v")
    DateTime(value="2024-05-05T12:00:00+02:00").save("v")  # type: ignore[arg-type]
    Secret(value=SecretStr("hush")).save("v")
    assert JSON.load("v").value == {"a": [1, None, "ä"]}
    assert String.load("v").value == "text"
    assert DateTime.load("v").value == datetime(2024, 5, 5, 10, tzinfo=UTC)
    assert DateTime.load("v").value.utcoffset() == timedelta(hours=2)
    assert Secret.load("v").get() == "hush"
    assert isinstance(Block.load("secret/v"), Secret)


def test_a_moment_without_an_offset_is_one_of_utc() -> None:
    assert DateTime(value=datetime(2024, 5, 5)).value == datetime(2024, 5, 5, tzinfo=UTC)


def test_an_error_does_not_show_what_was_given() -> None:
    with pytest.raises(ValidationError) as raised:
        Secret(value=["hush"])  # type: ignore[arg-type]
    assert "hush" not in str(raised.value)


def test_a_webhook_is_called(listener: Listener) -> None:
    hook = Webhook(url=SecretStr(f"{listener.url}/x"), headers=SecretDict({"X-Token": "hush"}))
    hook.save("hook")
    answer = Webhook.load("hook").call({"status": "done"})
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    (asked,) = listener.asked
    assert (asked.method, asked.path, asked.json) == ("POST", "/x", {"status": "done"})
    assert asked.headers["x-token"] == "hush"


def test_a_webhook_is_awaited_in_async_code(listener: Listener) -> None:
    async def main() -> tuple[int, int]:
        hook = Webhook(url=SecretStr(listener.url), method="GET")
        return (await hook.call()).status_code, (await hook.acall()).status_code  # type: ignore[misc]

    assert asyncio.run(main()) == (200, 200)
    assert [one.method for one in listener.asked] == ["GET", "GET"]


def test_a_webhook_calls_no_private_address_unless_it_may(listener: Listener) -> None:
    hook = Webhook(url=SecretStr(f"{listener.url}/hush"), allow_private_urls=False)
    with pytest.raises(AddressRefused, match="private") as raised:
        hook.call()
    assert "hush" not in str(raised.value)
    assert listener.asked == []
