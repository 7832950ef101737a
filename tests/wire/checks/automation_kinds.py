"""Every kind of trigger and action that an automation may have, and what is refused."""

from typing import Any

from checks.automations import EVENT, body, new_automation, without_ids
from checks.scene import NOBODY, answers, raw, statuses
from prefect.client.orchestration import PrefectClient


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
