"""Notification policies: create, read, update, delete, filter."""

from typing import Any

from checks.block_scene import new_document, new_schema, new_type
from checks.scene import NOBODY, answers, raised, raw, refused, statuses
from prefect.blocks.notifications import SlackWebhook
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunNotificationPolicyFilter

POLICIES = "/flow_run_notification_policies"


async def document_id(client: PrefectClient) -> str:
    """The id of a block document that policies may name."""
    schema = await new_schema(client, await new_type(client), capabilities=["notify"])
    made: str = (await new_document(client, schema, {}))["id"]
    return made


async def new_policy(client: PrefectClient, **more: Any) -> Any:
    """A policy."""
    body = {"state_names": ["Failed"], "tags": [], "block_document_id": await document_id(client)} | more
    status, made = await raw(client, "POST", f"{POLICIES}/", json=body)
    assert status == 201, made
    return made


@answers(
    [
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "is_active": False,
                "state_names": ["Failed", "Crashed"],
                "tags": ["b", "a"],
                "block_document_id": "<id>",
                "message_template": "{flow_run_name} is {flow_run_state_name}",
            },
        ],
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "is_active": True,
                "state_names": [],
                "tags": [],
                "block_document_id": "<id>",
                "message_template": None,
            },
        ],
    ]
)
async def a_policy_has_these_fields(client: PrefectClient) -> object:
    block = await document_id(client)
    full = {
        "is_active": False,
        "state_names": ["Failed", "Crashed"],
        "tags": ["b", "a"],
        "block_document_id": block,
        "message_template": "{flow_run_name} is {flow_run_state_name}",
    }
    bare: dict[str, Any] = {"state_names": [], "tags": [], "block_document_id": block}
    return [await raw(client, "POST", f"{POLICIES}/", json=body) for body in (full, bare)]


@answers(
    [
        [422, [["body", "block_document_id"], ["body", "state_names"], ["body", "tags"]]],
        [422, [["body", "state_names"]]],
        [422, [["body", "tags"]]],
        [422, [["body", "block_document_id"]]],
        [422, [["body", "message_template"]]],
        [422, [["body", "colour"]]],
    ]
)
async def a_policy_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    good: dict[str, Any] = {"state_names": [], "tags": [], "block_document_id": str(NOBODY)}
    bodies: list[dict[str, Any]] = [
        {},
        good | {"state_names": None},
        good | {"tags": "red"},
        good | {"block_document_id": "x"},
        good | {"message_template": "{what}"},
        good | {"colour": "red"},
    ]
    return [await refused(client, "POST", f"{POLICIES}/", body) for body in bodies]


@answers("Invalid template variable provided")
async def a_template_with_an_unknown_word_is_refused(client: PrefectClient) -> object:
    body = {"state_names": [], "tags": [], "block_document_id": str(NOBODY), "message_template": "{what}"}
    _, answer = await raw(client, "POST", f"{POLICIES}/", json=body)
    return answer["exception_detail"][0]["msg"].split(":")[0]


@answers(
    [
        409,
        {
            "detail": (
                "Data integrity conflict. This usually means a unique or foreign key "
                "constraint was violated. See server logs for details."
            )
        },
    ]
)
async def a_policy_of_no_block_is_refused(client: PrefectClient) -> object:
    body = {"state_names": [], "tags": [], "block_document_id": str(NOBODY)}
    return await raw(client, "POST", f"{POLICIES}/", json=body)


@answers(
    [
        True,
        [204, None],
        [204, None],
        [
            200,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "is_active": False,
                "state_names": [],
                "tags": ["x"],
                "block_document_id": "<id>",
                "message_template": "{flow_name}",
            },
        ],
        [204, 422, 422],
        [204, None],
        [404, {"detail": "flow run notification policy not found"}],
    ]
)
async def a_policy_is_read_updated_and_deleted(client: PrefectClient) -> object:
    made = await new_policy(client)
    path = f"{POLICIES}/{made['id']}"
    return [
        (await raw(client, "GET", path))[1] == made,
        await raw(client, "PATCH", path, json={"is_active": False, "tags": ["x"]}),
        await raw(client, "PATCH", path, json={"message_template": "{flow_name}", "state_names": []}),
        await raw(client, "GET", path),
        await statuses(client, "PATCH", path, [{}, {"colour": "red"}, {"tags": "x"}]),
        await raw(client, "DELETE", path),
        await raw(client, "GET", path),
    ]


@answers(
    [
        [404, {"detail": "flow run notification policy not found"}],
        404,
        [404, {"detail": "flow run notification policy not found"}],
        "ObjectNotFound",
        "ObjectNotFound",
    ]
)
async def a_policy_that_is_not_there(client: PrefectClient) -> object:
    path = f"{POLICIES}/{NOBODY}"
    return [
        await raw(client, "GET", path),
        (await raw(client, "PATCH", path, json={"is_active": False}))[0],
        await raw(client, "DELETE", path),
        await raised(client.delete_flow_run_notification_policy(NOBODY)),
        await raised(client.update_flow_run_notification_policy(NOBODY, is_active=False)),
    ]


@answers(
    [[200, True, True], [200, True, False], [200, False, True], [200, True, True], [200, False, True], [422, 422, 200]]
)
async def policies_are_filtered(client: PrefectClient) -> object:
    on, off = await new_policy(client), await new_policy(client, is_active=False)
    found = []
    for body in (
        {},
        {"flow_run_notification_policy_filter": {"is_active": {"eq_": True}}},
        {"flow_run_notification_policy_filter": {"is_active": {"eq_": False}}},
        {"flow_run_notification_policy_filter": {"is_active": {}}},
        {"flow_run_notification_policy_filter": {}},
    ):
        status, listed = await raw(client, "POST", f"{POLICIES}/filter", json=body)
        ids = [one["id"] for one in listed]
        found.append([status, on["id"] in ids, off["id"] in ids])
    return [
        *found,
        await statuses(client, "POST", f"{POLICIES}/filter", [{"limit": 201}, {"offset": -1}, {"limit": 1}]),
    ]


@answers([404, {"detail": "flow run notification policy not found"}])
async def a_policy_goes_with_its_block(client: PrefectClient) -> object:
    made = await new_policy(client)
    await raw(client, "DELETE", f"/block_documents/{made['block_document_id']}")
    return await raw(client, "GET", f"{POLICIES}/{made['id']}")


@answers([["b"], ["Failed"], "{flow_run_name}", True])
async def the_client_keeps_policies(client: PrefectClient) -> object:
    block = await SlackWebhook(url="https://hooks.example.com/abc")._save(is_anonymous=True)
    made = await client.create_flow_run_notification_policy(
        block_document_id=block, is_active=True, tags=["a"], state_names=["Failed"], message_template="{flow_name}"
    )
    await client.update_flow_run_notification_policy(made, tags=["b"], message_template="{flow_run_name}")
    only = FlowRunNotificationPolicyFilter(is_active={"eq_": True})
    listed = await client.read_flow_run_notification_policies(only, limit=200, offset=0)
    (read,) = [one for one in listed if one.id == made]
    await client.delete_flow_run_notification_policy(made)
    return [read.tags, read.state_names, read.message_template, read.is_active]
