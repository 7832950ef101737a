"""Blocks that Legato's classes have saved, loaded by Prefect's; and some that are saved for Legato's."""

from checks.scene import answers
from prefect.blocks.core import Block
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.blocks.system import JSON, DateTime, Secret
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import PrefectClient
from prefect.filesystems import S3, LocalFileSystem, RemoteFileSystem


class Drawer(Block):
    """Where things are kept."""

    _block_type_name = "Wire Drawer"

    size: int = 1


class Cupboard(Block):
    """Where drawers are."""

    _block_type_name = "Wire Cupboard"

    upper: Drawer
    lower: Drawer


@answers(
    [
        "hush",
        {"a": [1, None]},
        "2024-05-05 12:00:00+02:00",
        ["http://hooks.example.com/x", {"token": "hush"}],
        ["/files", "bucket/dir", "key-of-s3", None],
        {"token": "hush"},
    ]
)
async def blocks_of_legato_are_loaded(client: PrefectClient) -> object:
    hook, s3 = await Webhook.load("by-legato"), await S3.load("by-legato")
    return [
        (await Secret.load("by-legato")).get(),
        (await JSON.load("by-legato")).value,
        (await DateTime.load("by-legato")).value.isoformat().replace("T", " "),
        [hook.url.get_secret_value(), hook.headers.get_secret_value()],
        [
            (await LocalFileSystem.load("by-legato")).basepath,
            s3.bucket_path,
            s3.aws_access_key_id.get_secret_value(),
            s3.aws_secret_access_key,
        ],
        (await CustomWebhookNotificationBlock.load("by-legato")).secrets.get_secret_value(),
    ]


@answers(None)
async def blocks_are_saved_for_legato(client: PrefectClient) -> object:
    await Secret(value="hush").save("by-peer", overwrite=True)
    await Secret(value="changed").save("by-legato", overwrite=True)
    await Webhook(url="http://hooks.example.com/x", headers={"token": "hush"}).save("by-peer", overwrite=True)
    await RemoteFileSystem(basepath="memory://x", settings={"a": 1}).save("by-peer", overwrite=True)
    upper = Drawer(size=4)
    await upper.save("upper", overwrite=True)
    await Cupboard(upper=upper, lower=Drawer(size=9)).save("by-peer", overwrite=True)
    return None
