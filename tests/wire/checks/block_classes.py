"""Prefect's own block classes: saved, loaded, deleted, nested, migrated."""

from typing import Any

from checks.scene import answers, new_name, raised, raw
from prefect.blocks.core import Block
from prefect.blocks.notifications import SlackWebhook
from prefect.blocks.system import JSON, DateTime, Secret, String
from prefect.client.orchestration import PrefectClient
from prefect.filesystems import LocalFileSystem
from prefect.infrastructure import Process
from pydantic import VERSION

if VERSION.startswith("2."):
    from pydantic.v1 import Field, SecretStr
else:
    from pydantic import Field, SecretStr


class Account(Block):
    """Who may come in."""

    _block_type_name = "Wire Account"
    _block_schema_capabilities = ["enter"]

    user: str
    password: SecretStr


class Shop(Block):
    """Where things are sold."""

    _block_type_name = "Wire Shop"

    account: Account
    second: Account | None = None
    shelves: dict[str, Any] = Field(default_factory=dict)
    notes: list[str] = Field(default_factory=list)


@answers(["s3cret", "**********", {"value": "********"}, "ValueError", "other", "ValueError"])
async def a_secret_is_saved_loaded_and_deleted(client: PrefectClient) -> object:
    name = new_name("secret")
    await Secret(value="s3cret").save(name)
    loaded = await Secret.load(name)
    _, read = await raw(client, "GET", f"/block_types/slug/secret/block_documents/name/{name}")
    again = await raised(Secret(value="other").save(name))
    await Secret(value="other").save(name, overwrite=True)
    newer = (await Block.load(f"secret/{name}")).get()
    await Secret.delete(name)
    return [loaded.get(), str(loaded.value), read["data"], again, newer, await raised(Secret.load(name))]


@answers([{"a": [1, None, "ä"]}, "text", "2024-05-05 12:00:00+02:00"])
async def simple_values_come_back(client: PrefectClient) -> object:
    name = new_name("value")
    await JSON(value={"a": [1, None, "ä"]}).save(name)
    await String(value="text").save(name)
    await DateTime(value="2024-05-05T12:00:00+02:00").save(name)
    return [
        (await JSON.load(name)).value,
        (await String.load(name)).value,
        (await DateTime.load(name)).value.isoformat().replace("T", " "),
    ]


@answers(
    [
        "content",
        {"basepath": "~/files-<new>"},
        ["get-directory", "put-directory", "read-path", "write-path"],
        ["basepath"],
    ]
)
async def a_file_system_keeps_what_is_written(client: PrefectClient) -> object:
    name = new_name("files")
    await LocalFileSystem(basepath=f"~/{name}").save(name)
    files = await LocalFileSystem.load(name)
    await files.write_path("a/b.txt", b"content")
    _, read = await raw(client, "GET", f"/block_types/slug/local-file-system/block_documents/name/{name}")
    capabilities = sorted(read["block_schema"]["capabilities"])
    known = sorted(read["block_schema"]["fields"]["properties"])
    return [(await files.read_path("a/b.txt")).decode(), read["data"], capabilities, known]


@answers([{"A": "b"}, ["true"], True, True])
async def an_infrastructure_block_is_kept(client: PrefectClient) -> object:
    name = new_name("process")
    await Process(env={"A": "b"}, command=["true"]).save(name)
    loaded = await Process.load(name)
    return [loaded.env, loaded.command, loaded.stream_output, loaded._block_document_id is not None]


@answers(
    [
        {"notify_type": "prefect_default", "url": "********", "allow_private_urls": True},
        ["notify"],
        "https://hooks.example.com/abc",
    ]
)
async def a_notification_block_hides_its_address(client: PrefectClient) -> object:
    name = new_name("slack")
    await SlackWebhook(url="https://hooks.example.com/abc").save(name)
    _, read = await raw(client, "GET", f"/block_types/slug/slack-webhook/block_documents/name/{name}")
    loaded = await SlackWebhook.load(name)
    return [read["data"], sorted(read["block_schema"]["capabilities"]), loaded.url.get_secret_value()]


@answers(
    [
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "name": "Wire Account",
            "slug": "wire-account",
            "logo_url": None,
            "documentation_url": None,
            "description": "Who may come in.",
            "code_example": (
                "```python\nfrom checks.block_classes import Account\n\nwire_account_block = "
                'Account.load("BLOCK_NAME")\n```'
            ),
            "is_protected": False,
        },
        {
            "title": "Account",
            "description": "Who may come in.",
            "type": "object",
            "properties": {
                "user": {"title": "User", "type": "string"},
                "password": {"title": "Password", "type": "string", "writeOnly": True, "format": "password"},
            },
            "required": ["user", "password"],
            "block_type_slug": "wire-account",
            "secret_fields": ["password"],
            "block_schema_references": {},
        },
        ["enter"],
        "non-versioned",
        "sha256:71f67df1ed90b4b9c6aaa8c5fd25aefb8e473d42895c7614cb8136f82db49216",
        "nothing",
    ]
)
async def a_class_of_ones_own_is_registered_as_this(client: PrefectClient) -> object:
    await Account.register_type_and_schema()
    _, block_type = await raw(client, "GET", "/block_types/slug/wire-account")
    schema = await client.read_block_schema_by_checksum(Account._calculate_schema_checksum())
    again = await raised(Account.register_type_and_schema())
    return [block_type, schema.fields, schema.capabilities, schema.version, schema.checksum, again]


@answers(
    [
        {
            "second": {"user": "bob", "password": "********", "block_type_slug": "wire-account"},
            "shelves": {"a": 1},
            "notes": ["x"],
            "account": {"user": "ada", "password": "********"},
        },
        {"account": ["block_document_references", "block_type", "id", "is_anonymous", "name"]},
        "pw",
        True,
        "bob",
        [{"a": 1}, ["x"]],
    ]
)
async def nested_blocks_are_documents_of_their_own(client: PrefectClient) -> object:
    name = new_name("shop")
    account = Account(user="ada", password="pw")
    await account.save(new_name("account"))
    shop = Shop(account=account, second=Account(user="bob", password="pw2"), shelves={"a": 1}, notes=["x"])
    await shop.save(name)
    _, read = await raw(client, "GET", f"/block_types/slug/wire-shop/block_documents/name/{name}")
    loaded = await Shop.load(name)
    references = {key: sorted(one["block_document"]) for key, one in read["block_document_references"].items()}
    return [
        read["data"],
        references,
        loaded.account.password.get_secret_value(),
        loaded.account._block_document_id == account._block_document_id,
        loaded.second.user if loaded.second else None,
        [loaded.shelves, loaded.notes],
    ]


@answers(
    [
        {
            "title": "Shop",
            "description": "Where things are sold.",
            "type": "object",
            "properties": {
                "account": {"$ref": "#/definitions/Account"},
                "second": {"$ref": "#/definitions/Account"},
                "shelves": {"title": "Shelves", "type": "object"},
                "notes": {"title": "Notes", "type": "array", "items": {"type": "string"}},
            },
            "required": ["account"],
            "block_type_slug": "wire-shop",
            "secret_fields": ["account.password", "second.password"],
            "block_schema_references": {
                "account": {
                    "block_schema_checksum": "sha256:71f67df1ed90b4b9c6aaa8c5fd25aefb8e473d42895c7614cb8136f82db49216",
                    "block_type_slug": "wire-account",
                },
                "second": {
                    "block_schema_checksum": "sha256:71f67df1ed90b4b9c6aaa8c5fd25aefb8e473d42895c7614cb8136f82db49216",
                    "block_type_slug": "wire-account",
                },
            },
            "definitions": {
                "Account": {
                    "title": "Account",
                    "description": "Who may come in.",
                    "type": "object",
                    "properties": {
                        "user": {"title": "User", "type": "string"},
                        "password": {"title": "Password", "type": "string", "writeOnly": True, "format": "password"},
                    },
                    "required": ["user", "password"],
                    "block_type_slug": "wire-account",
                    "secret_fields": ["password"],
                    "block_schema_references": {},
                }
            },
        },
        "sha256:22eebfb56b36a44dd348f66a9999054f32ce69121ab15195c6eba23f45cef6cf",
    ]
)
async def a_schema_with_a_nested_block_refers_to_it(client: PrefectClient) -> object:
    await Shop.register_type_and_schema()
    schema = await client.read_block_schema_by_checksum(Shop._calculate_schema_checksum())
    return [schema.fields, schema.checksum]


@answers([True, "bob", "pw"])
async def a_changed_document_is_saved_again(client: PrefectClient) -> object:
    name = new_name("account")
    account = Account(user="ada", password="pw")
    first = await account.save(name)
    account.user = "bob"
    second = await account.save(name, overwrite=True)
    loaded = await Account.load(name)
    return [first == second, loaded.user, loaded.password.get_secret_value()]


@answers(["RuntimeError", 7, 5])
async def a_document_of_an_older_schema_is_loaded_when_it_fits(client: PrefectClient) -> object:
    word = new_name("Wire")

    class Old(Block):
        _block_type_name = word
        x: int = 1

    class New(Block):
        _block_type_name = word
        x: int = 1
        y: int

    name = new_name("box")
    await Old(x=7).save(name)
    await New.register_type_and_schema()
    strict = await raised(New.load(name))
    loose = await New.load(name, validate=False)
    loose.y = 5
    await loose.save(name, overwrite=True)
    return [strict, loose.x, (await New.load(name)).y]


@answers([True, "anonymous-<id>", True])
async def an_anonymous_block_is_saved_without_a_name(client: PrefectClient) -> object:
    account = Account(user="ada", password="pw")
    block_id = await account._save(is_anonymous=True)
    read = await client.read_block_document(block_id)
    return [read.is_anonymous, read.name, account._is_anonymous]


@answers(["ValueError", "ValueError", "ValueError"])
async def what_is_not_there_cannot_be_loaded(client: PrefectClient) -> object:
    return [
        await raised(Secret.load("no-such-secret")),
        await raised(Block.load("no-such-type/x")),
        await raised(Secret.delete("no-such-secret")),
    ]
