"""Automations: how they are kept, filtered, related and owned."""

from typing import Any

from checks.scene import NOBODY, answers, flow_named, new_name, raw, statuses
from prefect.client.orchestration import PrefectClient

EVENT: dict[str, Any] = {"type": "event", "expect": ["a.b"], "posture": "Reactive"}


def body(**more: Any) -> dict[str, Any]:
    """What an automation is made of."""
    return {"name": new_name("rule"), "trigger": EVENT, "actions": [{"type": "do-nothing"}]} | more


async def new_automation(client: PrefectClient, **more: Any) -> Any:
    """An automation."""
    status, made = await raw(client, "POST", "/automations/", json=body(**more))
    assert status == 201, made
    return made


def without_ids(trigger: Any) -> Any:
    """A trigger without what was made up, and its sets in order."""
    return {
        key: [without_ids(one) for one in value]
        if key == "triggers"
        else sorted(value)
        if key in ("after", "expect", "for_each")
        else value
        for key, value in trigger.items()
        if key != "id"
    }


@answers(
    [
        [
            201,
            {
                "name": "rule-<new>",
                "description": "What it does.",
                "enabled": False,
                "trigger": {
                    "type": "event",
                    "id": "<id>",
                    "match": {},
                    "match_related": {},
                    "after": [],
                    "expect": ["a.b"],
                    "for_each": [],
                    "posture": "Reactive",
                    "threshold": 1,
                    "within": 0.0,
                },
                "actions": [{"type": "do-nothing"}],
                "actions_on_trigger": [{"type": "do-nothing"}],
                "actions_on_resolve": [{"type": "cancel-flow-run"}],
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
            },
        ],
        [
            201,
            {
                "name": "rule-<new>",
                "description": "",
                "enabled": True,
                "trigger": {
                    "type": "event",
                    "id": "<id>",
                    "match": {},
                    "match_related": {},
                    "after": [],
                    "expect": ["a.b"],
                    "for_each": [],
                    "posture": "Reactive",
                    "threshold": 1,
                    "within": 0.0,
                },
                "actions": [{"type": "do-nothing"}],
                "actions_on_trigger": [],
                "actions_on_resolve": [],
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
            },
        ],
    ]
)
async def an_automation_has_these_fields(client: PrefectClient) -> object:
    full = body(
        description="What it does.",
        enabled=False,
        actions_on_trigger=[{"type": "do-nothing"}],
        actions_on_resolve=[{"type": "cancel-flow-run"}],
    )
    return [await raw(client, "POST", "/automations/", json=one) for one in (full, body())]


@answers(
    [
        422,
        422,
        422,
        422,
        422,
        [
            {"loc": ["body", "name"], "msg": "field required", "type": "value_error.missing"},
            {"loc": ["body", "trigger"], "msg": "field required", "type": "value_error.missing"},
            {"loc": ["body", "actions"], "msg": "field required", "type": "value_error.missing"},
        ],
    ]
)
async def an_automation_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [{}, body(name=None), body(actions=None), body(colour="red"), body(enabled="maybe")]
    found = await statuses(client, "POST", "/automations/", bodies)
    return [*found, (await raw(client, "POST", "/automations/", json={}))[1]["exception_detail"]]


@answers(True)
async def two_automations_may_share_a_name(client: PrefectClient) -> object:
    first = await new_automation(client)
    return (await new_automation(client, name=first["name"]))["id"] != first["id"]


@answers(
    [
        True,
        [204, None],
        [
            200,
            {
                "name": "rule-<new>",
                "description": "old",
                "enabled": False,
                "trigger": {
                    "type": "event",
                    "id": "<id>",
                    "match": {},
                    "match_related": {},
                    "after": [],
                    "expect": ["a.b"],
                    "for_each": [],
                    "posture": "Reactive",
                    "threshold": 1,
                    "within": 0.0,
                },
                "actions": [{"type": "suspend-flow-run"}],
                "actions_on_trigger": [],
                "actions_on_resolve": [],
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
            },
        ],
        [422, 422, 422],
        [204, None],
        [404, {"exception_message": "Automation not found"}],
    ]
)
async def an_automation_is_read_replaced_and_deleted(client: PrefectClient) -> object:
    made = await new_automation(client, description="old")
    path, new = f"/automations/{made['id']}", body(enabled=False, actions=[{"type": "suspend-flow-run"}])
    return [
        (await raw(client, "GET", path))[1] == made,
        await raw(client, "PUT", path, json=new),
        await raw(client, "GET", path),
        await statuses(client, "PUT", path, [{}, {"name": "x"}, new | {"owner_resource": "x"}]),
        await raw(client, "DELETE", path),
        await raw(client, "GET", path),
    ]


@answers([[[204, False], [204, True], [204, False], [204, False]], True, [422, 422]])
async def an_automation_is_switched_off_and_on(client: PrefectClient) -> object:
    made = await new_automation(client)
    path, found = f"/automations/{made['id']}", []
    for change in ({"enabled": False}, {"enabled": True}, {"enabled": False}, {}):
        status, _ = await raw(client, "PATCH", path, json=change)
        found.append([status, (await raw(client, "GET", path))[1]["enabled"]])
    same = without_ids((await raw(client, "GET", path))[1]["trigger"]) == without_ids(made["trigger"])
    return [found, same, await statuses(client, "PATCH", path, [{"name": "x"}, {"enabled": "maybe"}])]


@answers(
    [
        [404, {"exception_message": "Automation not found"}],
        [404, {"exception_message": "Automation not found"}],
        [404, {"exception_message": "Automation not found"}],
        [404, {"exception_message": "Automation not found"}],
    ]
)
async def an_automation_that_is_not_there(client: PrefectClient) -> object:
    path = f"/automations/{NOBODY}"
    return [
        await raw(client, "GET", path),
        await raw(client, "PUT", path, json=body()),
        await raw(client, "PATCH", path, json={"enabled": False}),
        await raw(client, "DELETE", path),
    ]


@answers(
    [
        [200, [1, 0, 2]],
        [200, [2, 0, 1]],
        [200, [2, 1, 0]],
        [200, [0, 2, 1]],
        [200, [1, 0]],
        [200, [1]],
        [200, [1, 0]],
        [200, [0]],
        [422, 422, 422],
    ]
)
async def automations_are_filtered_and_sorted(client: PrefectClient) -> object:
    own = new_name("own")
    made = [await new_automation(client, name=f"{letter}-{own}") for letter in "bac"]
    ids, names = [one["id"] for one in made], {"name": {"any_": [one["name"] for one in made]}}
    await raw(client, "PATCH", f"/automations/{ids[0]}", json={"enabled": False})
    wheres: list[dict[str, Any]] = [
        {"automations": names},
        {"automations": names, "sort": "NAME_DESC"},
        {"automations": names, "sort": "CREATED_DESC"},
        {"automations": names, "sort": "UPDATED_DESC"},
        {"automations": names | {"created": {"before_": made[1]["created"]}}},
        {"automations": {"name": {"any_": [f"a-{own}"]}}},
        {"automations": {"operator": "or_", "name": {"any_": [f"a-{own}", f"b-{own}"]}}},
        {"automations": names, "limit": 1, "offset": 1},
    ]
    found = []
    for where in wheres:
        status, listed = await raw(client, "POST", "/automations/filter", json=where)
        found.append([status, [ids.index(one["id"]) for one in listed]])
    bad: list[dict[str, Any]] = [{"sort": "ID_DESC"}, {"limit": 201}, {"automations": {"enabled": {}}}]
    return [*found, await statuses(client, "POST", "/automations/filter", bad)]


@answers([200, 1])
async def automations_are_counted(client: PrefectClient) -> object:
    _, before = await raw(client, "POST", "/automations/count")
    await new_automation(client)
    status, after = await raw(client, "POST", "/automations/count")
    return status, after - before


@answers([200, [True], [202, None], 404, 200, [200, []], [202, None]])
async def an_owner_takes_its_automations_along(client: PrefectClient) -> object:
    owner = f"prefect.deployment.{new_name('x')}"
    owned = await new_automation(client, owner_resource=owner)
    free = await new_automation(client)
    related = await raw(client, "GET", f"/automations/related-to/{owner}")
    deleted = await raw(client, "DELETE", f"/automations/owned-by/{owner}")
    return [
        related[0],
        [one["id"] == owned["id"] for one in related[1]],
        deleted,
        (await raw(client, "GET", f"/automations/{owned['id']}"))[0],
        (await raw(client, "GET", f"/automations/{free['id']}"))[0],
        await raw(client, "GET", f"/automations/related-to/{owner}"),
        await raw(client, "DELETE", f"/automations/owned-by/{owner}"),
    ]


@answers([[200, [True]], [200, []], [200, []]])
async def an_automation_is_related_to_what_its_actions_name(client: PrefectClient) -> object:
    flow_id = await client.create_flow(flow_named(new_name("etl")))
    deployment = await client.create_deployment(flow_id, name="x")
    other = await new_automation(client)
    made = await new_automation(
        client,
        trigger=EVENT | {"match": {"prefect.resource.id": f"prefect.flow.{flow_id}"}},
        actions=[
            {"type": "run-deployment", "deployment_id": str(deployment)},
            {"type": "pause-automation", "automation_id": other["id"]},
        ],
    )
    found = []
    for resource in (
        f"prefect.deployment.{deployment}",
        f"prefect.automation.{other['id']}",
        f"prefect.flow.{flow_id}",
    ):
        status, listed = await raw(client, "GET", f"/automations/related-to/{resource}")
        found.append([status, [one["id"] == made["id"] for one in listed]])
    return found
