"""Blocks: their types, schemas and documents over the wire, and Prefect's own block classes."""

from datetime import datetime
from typing import Any

import pytest
from pydantic import SecretStr

from legato.blocks.core import Block
from legato.blocks.fields import SecretDict
from legato.blocks.notifications import CustomWebhookNotificationBlock
from legato.blocks.system import JSON, DateTime, Secret
from legato.blocks.webhook import Webhook
from legato.filesystems import S3, LocalFileSystem, RemoteFileSystem
from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]

KINDS = ("block_types", "block_schemas", "block_documents", "block_references")


@pytest.mark.parametrize("check", checks(*KINDS), ids=str)
def test_a_block_is_kept_as_prefect_keeps_it(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("block_classes"), ids=str)
def test_a_block_class_of_prefect_is_saved_and_loaded(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


class Drawer(Block):
    _block_type_name = "Wire Drawer"

    size: int = 1


class Cupboard(Block):
    _block_type_name = "Wire Cupboard"

    upper: Drawer
    lower: Drawer


def test_blocks_are_saved_by_one_and_loaded_by_the_other(
    client: Client, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEGATO_API_URL", api_url)
    ours, theirs = checks("shared_blocks")
    address, secret = SecretStr("http://hooks.example.com/x"), SecretDict({"token": "hush"})
    for block in (
        Secret(value=SecretStr("hush")),
        JSON(value={"a": [1, None]}),
        DateTime(value=datetime.fromisoformat("2024-05-05T12:00:00+02:00")),
        Webhook(url=address, headers=secret),
        LocalFileSystem(basepath="/files"),
        S3(bucket_path="bucket/dir", aws_access_key_id=SecretStr("key-of-s3")),
        CustomWebhookNotificationBlock(name="n", url="http://hooks.example.com/{{token}}", secrets=secret),
    ):
        block.save("by-legato", overwrite=True)
    assert client.ask(ours, api_url) == ours.expected
    assert client.ask(theirs, api_url) == theirs.expected
    assert (Secret.load("by-peer").get(), Secret.load("by-legato").get()) == ("hush", "changed")
    hook: Any = Block.load("webhook/by-peer")
    assert (hook.url, hook.headers) == (address, secret)
    assert RemoteFileSystem.load("by-peer").settings == {"a": 1}
    cupboard = Cupboard.load("by-peer")
    assert (cupboard.upper.size, cupboard.lower.size) == (4, 9)
    assert (cupboard.upper._block_document_name, cupboard.lower._block_document_name) == ("upper", None)
