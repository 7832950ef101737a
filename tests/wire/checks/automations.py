"""Automations: every kind of trigger and action, and how they are kept, filtered, related and owned."""

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
        {
            "type": "event",
            "match": {"prefect.resource.id": "prefect.flow-run.*"},
            "match_related": {"prefect.resource.role": "flow", "prefect.resource.id": ["a", "b"]},
            "after": ["x"],
            "expect": ["y", "z.*"],
            "for_each": ["prefect.resource.id", "related:flow:prefect.resource.id"],
            "posture": "Proactive",
            "threshold": 3,
            "within": 60.0,
        },
        {
            "type": "event",
            "match": {},
            "match_related": {},
            "after": [],
            "expect": [],
            "for_each": [],
            "posture": "Reactive",
            "threshold": 1,
            "within": 0.0,
        },
        {
            "type": "event",
            "match": {},
            "match_related": {},
            "after": [],
            "expect": [],
            "for_each": [],
            "posture": "Proactive",
            "threshold": 1,
            "within": 10.0,
        },
        {
            "type": "compound",
            "triggers": [
                {
                    "type": "event",
                    "match": {},
                    "match_related": {},
                    "after": [],
                    "expect": ["a.b"],
                    "for_each": [],
                    "posture": "Reactive",
                    "threshold": 1,
                    "within": 0.0,
                },
                {
                    "type": "event",
                    "match": {"prefect.resource.id": "prefect.flow-run.*"},
                    "match_related": {"prefect.resource.role": "flow", "prefect.resource.id": ["a", "b"]},
                    "after": ["x"],
                    "expect": ["y", "z.*"],
                    "for_each": ["prefect.resource.id", "related:flow:prefect.resource.id"],
                    "posture": "Proactive",
                    "threshold": 3,
                    "within": 60.0,
                },
            ],
            "within": 10.0,
            "require": "any",
        },
        {
            "type": "compound",
            "triggers": [
                {
                    "type": "event",
                    "match": {},
                    "match_related": {},
                    "after": [],
                    "expect": ["a.b"],
                    "for_each": [],
                    "posture": "Reactive",
                    "threshold": 1,
                    "within": 0.0,
                },
                {
                    "type": "event",
                    "match": {},
                    "match_related": {},
                    "after": [],
                    "expect": ["a.b"],
                    "for_each": [],
                    "posture": "Reactive",
                    "threshold": 1,
                    "within": 0.0,
                },
            ],
            "within": None,
            "require": 1,
        },
        {
            "type": "sequence",
            "triggers": [
                {
                    "type": "event",
                    "match": {},
                    "match_related": {},
                    "after": [],
                    "expect": ["a.b"],
                    "for_each": [],
                    "posture": "Reactive",
                    "threshold": 1,
                    "within": 0.0,
                },
                {
                    "type": "event",
                    "match": {"prefect.resource.id": "prefect.flow-run.*"},
                    "match_related": {"prefect.resource.role": "flow", "prefect.resource.id": ["a", "b"]},
                    "after": ["x"],
                    "expect": ["y", "z.*"],
                    "for_each": ["prefect.resource.id", "related:flow:prefect.resource.id"],
                    "posture": "Proactive",
                    "threshold": 3,
                    "within": 60.0,
                },
            ],
            "within": 10.0,
        },
        {
            "type": "compound",
            "triggers": [
                {
                    "type": "event",
                    "match": {},
                    "match_related": {},
                    "after": [],
                    "expect": ["a.b"],
                    "for_each": [],
                    "posture": "Reactive",
                    "threshold": 1,
                    "within": 0.0,
                },
                {
                    "type": "sequence",
                    "triggers": [
                        {
                            "type": "event",
                            "match": {},
                            "match_related": {},
                            "after": [],
                            "expect": ["a.b"],
                            "for_each": [],
                            "posture": "Reactive",
                            "threshold": 1,
                            "within": 0.0,
                        },
                        {
                            "type": "event",
                            "match": {},
                            "match_related": {},
                            "after": [],
                            "expect": ["a.b"],
                            "for_each": [],
                            "posture": "Reactive",
                            "threshold": 1,
                            "within": 0.0,
                        },
                    ],
                    "within": None,
                },
            ],
            "within": None,
            "require": "all",
        },
    ]
)
async def every_trigger_is_kept(client: PrefectClient) -> object:
    whole = {
        "type": "event",
        "match": {"prefect.resource.id": "prefect.flow-run.*"},
        "match_related": {"prefect.resource.role": "flow", "prefect.resource.id": ["a", "b"]},
        "after": ["x"],
        "expect": ["y", "z.*"],
        "for_each": ["prefect.resource.id", "related:flow:prefect.resource.id"],
        "posture": "Proactive",
        "threshold": 3,
        "within": 60,
    }
    triggers: list[dict[str, Any]] = [
        whole,
        {"posture": "Reactive"},
        {"type": "event", "posture": "Proactive"},
        {"type": "compound", "require": "any", "triggers": [EVENT, whole], "within": 10},
        {"type": "compound", "require": 1, "triggers": [EVENT, EVENT]},
        {"type": "sequence", "triggers": [EVENT, whole], "within": 10},
        {
            "type": "compound",
            "require": "all",
            "triggers": [EVENT, {"type": "sequence", "triggers": [EVENT, EVENT]}],
        },
    ]
    made = [await new_automation(client, trigger=trigger, enabled=False) for trigger in triggers]
    return [without_ids(one["trigger"]) for one in made]


@answers(
    [
        {"type": "do-nothing"},
        {"type": "cancel-flow-run"},
        {"type": "suspend-flow-run"},
        {"type": "pause-deployment", "source": "selected", "deployment_id": "<id>"},
        {"type": "resume-deployment", "source": "selected", "deployment_id": "<id>"},
        {"type": "pause-work-queue", "source": "selected", "work_queue_id": "<id>"},
        {"type": "resume-work-queue", "source": "selected", "work_queue_id": "<id>"},
        {"type": "pause-work-pool", "source": "selected", "work_pool_id": "<id>"},
        {"type": "resume-work-pool", "source": "selected", "work_pool_id": "<id>"},
        {"type": "pause-automation", "source": "selected", "automation_id": "<id>"},
        {"type": "resume-automation", "source": "selected", "automation_id": "<id>"},
        {"type": "pause-deployment", "source": "inferred", "deployment_id": None},
        {"type": "pause-automation", "source": "inferred", "automation_id": None},
        {
            "type": "run-deployment",
            "source": "selected",
            "deployment_id": "<id>",
            "parameters": None,
            "job_variables": None,
        },
        {
            "type": "run-deployment",
            "source": "inferred",
            "deployment_id": None,
            "parameters": {"x": 1},
            "job_variables": {"a": "b"},
        },
        {"type": "change-flow-run-state", "name": None, "state": "FAILED", "message": None},
        {"type": "change-flow-run-state", "name": "Stopped", "state": "CANCELLED", "message": "why"},
        {
            "type": "send-notification",
            "block_document_id": "<id>",
            "subject": "Prefect automated notification",
            "body": "{{ event.id }}",
        },
        {"type": "send-notification", "block_document_id": "<id>", "subject": "s", "body": "b"},
        {"type": "call-webhook", "block_document_id": "<id>", "payload": ""},
        {"type": "call-webhook", "block_document_id": "<id>", "payload": "{}"},
    ]
)
async def every_action_is_kept(client: PrefectClient) -> object:
    sources = ("deployment", "work_queue", "work_pool", "automation")
    plain = [
        {"type": f"{verb}-{noun.replace('_', '-')}", "source": "selected", f"{noun}_id": str(NOBODY)}
        for noun in sources
        for verb in ("pause", "resume")
    ]
    actions: list[dict[str, Any]] = [
        *({"type": name} for name in ("do-nothing", "cancel-flow-run", "suspend-flow-run")),
        *plain,
        {"type": "pause-deployment", "source": "inferred"},
        {"type": "pause-automation", "source": "inferred"},
        {"type": "run-deployment", "deployment_id": str(NOBODY)},
        {"type": "run-deployment", "source": "inferred", "parameters": {"x": 1}, "job_variables": {"a": "b"}},
        {"type": "change-flow-run-state", "state": "FAILED"},
        {"type": "change-flow-run-state", "state": "CANCELLED", "name": "Stopped", "message": "why"},
        {"type": "send-notification", "block_document_id": str(NOBODY), "body": "{{ event.id }}"},
        {"type": "send-notification", "block_document_id": str(NOBODY), "body": "b", "subject": "s"},
        {"type": "call-webhook", "block_document_id": str(NOBODY)},
        {"type": "call-webhook", "block_document_id": str(NOBODY), "payload": "{}"},
    ]
    found = []
    for action in actions:
        status, made = await raw(client, "POST", "/automations/", json=body(actions=[action]))
        found.append(made["actions"][0] if status == 201 else [status, made])
    return found


@answers([422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422])
async def an_action_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    actions: list[dict[str, Any]] = [
        {"type": "dance"},
        {"type": "run-deployment"},
        {"type": "run-deployment", "source": "inferred", "deployment_id": str(NOBODY)},
        {"type": "run-deployment", "source": "guessed"},
        {"type": "pause-deployment", "source": "selected"},
        {"type": "pause-work-queue", "source": "inferred", "work_queue_id": str(NOBODY)},
        {"type": "resume-work-pool"},
        {"type": "pause-automation"},
        {"type": "change-flow-run-state"},
        {"type": "change-flow-run-state", "state": "DANCING"},
        {"type": "send-notification", "block_document_id": str(NOBODY)},
        {"type": "send-notification", "block_document_id": str(NOBODY), "body": "{{ x", "subject": "s"},
        {"type": "call-webhook"},
        {"type": "call-webhook", "block_document_id": str(NOBODY), "payload": "{% x"},
    ]
    return await statuses(client, "POST", "/automations/", [body(actions=[action]) for action in actions])


@answers([422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422, 422])
async def a_trigger_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    triggers: list[Any] = [
        {},
        {"type": "event"},
        EVENT | {"posture": "Lazy"},
        EVENT | {"type": "metric"},
        EVENT | {"within": -1},
        EVENT | {"posture": "Proactive", "within": 5},
        EVENT | {"threshold": "many"},
        {"type": "compound", "triggers": [EVENT]},
        {"type": "compound", "triggers": [EVENT], "require": 2},
        {"type": "compound", "triggers": [EVENT], "require": 0},
        {"type": "compound", "triggers": [EVENT], "require": "some"},
        {"type": "sequence"},
        None,
    ]
    return await statuses(client, "POST", "/automations/", [body(trigger=trigger) for trigger in triggers])


@answers(
    [
        [
            422,
            [
                {
                    "loc": ["body", "__root__"],
                    "msg": (
                        "Running an inferred deployment from a flow run state change event will lead "
                        "to an infinite loop of flow runs.  Please choose a specific deployment and "
                        "add additional filtering labels to the match or match_related for this "
                        "automation's trigger."
                    ),
                    "type": "value_error",
                }
            ],
        ],
        [
            422,
            [
                {
                    "loc": ["body", "__root__"],
                    "msg": (
                        "Running an inferred deployment from a flow run state change event will lead "
                        "to an infinite loop of flow runs.  Please choose a specific deployment and "
                        "add additional filtering labels to the match or match_related for this "
                        "automation's trigger."
                    ),
                    "type": "value_error",
                }
            ],
        ],
        [201, "made"],
    ]
)
async def a_loop_is_refused(client: PrefectClient) -> object:
    run = [{"type": "run-deployment", "source": "inferred"}]
    found = []
    for expect in ("prefect.flow-run.Pending", "prefect.flow-run.*", "prefect.flow-run.Completed"):
        status, answer = await raw(
            client, "POST", "/automations/", json=body(trigger=EVENT | {"expect": [expect]}, actions=run)
        )
        found.append([status, answer.get("exception_detail", "made")])
    return found


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
