"""Artifacts and their collections: keys, the latest, deletion, filters, counts."""

from typing import Any

from checks.scene import (
    NOBODY,
    answers,
    flow_named,
    new_flow_run,
    new_name,
    new_task_run,
    raised,
    raw,
    refused,
    statuses,
)
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import ArtifactCreate
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactFilter
from prefect.client.schemas.sorting import ArtifactCollectionSort, ArtifactSort


async def new_artifact(client: PrefectClient, **more: Any) -> Any:
    """An artifact."""
    status, made = await raw(client, "POST", "/artifacts/", json=more)
    assert status in (200, 201), made
    return made


@answers(
    [
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "key": "report-<new>",
                "type": "markdown",
                "description": "What there is.",
                "data": "# Report",
                "metadata_": {"a": "b"},
                "flow_run_id": "<id>",
                "task_run_id": "<id>",
            },
        ],
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "key": None,
                "type": None,
                "description": None,
                "data": None,
                "metadata_": None,
                "flow_run_id": None,
                "task_run_id": None,
            },
        ],
    ]
)
async def an_artifact_has_these_fields(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    task_run = await new_task_run(client, run)
    full = {
        "key": new_name("report"),
        "type": "markdown",
        "description": "What there is.",
        "data": "# Report",
        "metadata_": {"a": "b"},
        "flow_run_id": str(run.id),
        "task_run_id": str(task_run.id),
    }
    return [await raw(client, "POST", "/artifacts/", json=body) for body in (full, {})]


@answers([[201, "text"], [201, {"a": [1, None]}], [201, [{"a": 1}]], [201, 7], [201, None], [201, True], [201, 1.5]])
async def data_of_any_kind_is_kept(client: PrefectClient) -> object:
    values: list[Any] = ["text", {"a": [1, None]}, [{"a": 1}], 7, None, True, 1.5]
    found = []
    for value in values:
        status, made = await raw(client, "POST", "/artifacts/", json={"data": value})
        found.append([status, made.get("data") if status < 300 else None])
    return found


@answers([{"long": 503, "short": 1}, "x...", [422, [["body", "metadata_", "a"]]]])
async def long_metadata_is_cut(client: PrefectClient) -> object:
    made = await new_artifact(client, metadata_={"long": "x" * 600, "short": "y"})
    refusal = await refused(client, "POST", "/artifacts/", {"metadata_": {"a": {"b": 1}}})
    return [{key: len(value) for key, value in made["metadata_"].items()}, made["metadata_"]["long"][-4:], refusal]


@answers(
    [
        [
            422,
            [
                {
                    "loc": ["body", "key"],
                    "msg": "Artifact key must only contain lowercase letters, numbers, and dashes.",
                    "type": "value_error",
                }
            ],
        ],
        [
            422,
            [
                {
                    "loc": ["body", "key"],
                    "msg": "Artifact key must only contain lowercase letters, numbers, and dashes.",
                    "type": "value_error",
                }
            ],
        ],
        [
            422,
            [
                {
                    "loc": ["body", "key"],
                    "msg": "Artifact key must only contain lowercase letters, numbers, and dashes.",
                    "type": "value_error",
                }
            ],
        ],
        [201, "7"],
        [422, [{"loc": ["body", "flow_run_id"], "msg": "value is not a valid uuid", "type": "type_error.uuid"}]],
        [422, [{"loc": ["body", "colour"], "msg": "extra fields not permitted", "type": "value_error.extra"}]],
    ]
)
async def an_artifact_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [
        {"key": "Upper"},
        {"key": "a_b"},
        {"key": "a b"},
        {"key": 7},
        {"flow_run_id": "x"},
        {"colour": "red"},
    ]
    found = []
    for body in bodies:
        status, answer = await raw(client, "POST", "/artifacts/", json=body)
        found.append([status, answer["exception_detail"] if status == 422 else answer["key"]])
    return found


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
                "key": "x-<new>",
                "type": None,
                "description": "new",
                "data": "new",
                "metadata_": {"c": "d"},
                "flow_run_id": None,
                "task_run_id": None,
            },
        ],
        [422, 422, 204],
        [204, None],
        [404, {"detail": "Artifact not found."}],
    ]
)
async def an_artifact_is_read_updated_and_deleted(client: PrefectClient) -> object:
    made = await new_artifact(client, key=new_name("x"), data="old", description="old", metadata_={"a": "b"})
    path = f"/artifacts/{made['id']}"
    return [
        (await raw(client, "GET", path))[1] == made,
        await raw(client, "PATCH", path, json={"data": "new"}),
        await raw(client, "PATCH", path, json={"description": "new", "metadata_": {"c": "d"}}),
        await raw(client, "GET", path),
        await statuses(client, "PATCH", path, [{"key": "x"}, {"type": "x"}, {}]),
        await raw(client, "DELETE", path),
        await raw(client, "GET", path),
    ]


@answers(
    [
        [404, {"detail": "Artifact not found."}],
        [404, {"detail": "Artifact not found."}],
        [404, {"detail": "Artifact not found."}],
        [404, {"detail": "Artifact not found."}],
        "ObjectNotFound",
    ]
)
async def an_artifact_that_is_not_there(client: PrefectClient) -> object:
    return [
        await raw(client, "GET", f"/artifacts/{NOBODY}"),
        await raw(client, "PATCH", f"/artifacts/{NOBODY}", json={"data": "x"}),
        await raw(client, "DELETE", f"/artifacts/{NOBODY}"),
        await raw(client, "GET", f"/artifacts/{new_name('none')}/latest"),
        await raised(client.delete_artifact(NOBODY)),
    ]


@answers(
    [
        [
            200,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "key": "report-<new>",
                "type": "b",
                "description": None,
                "data": "2",
                "metadata_": None,
                "flow_run_id": None,
                "task_run_id": None,
            },
        ],
        200,
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "key": "report-<new>",
            "latest_id": "<id>",
            "type": "b",
            "description": None,
            "data": "2",
            "metadata_": None,
            "flow_run_id": None,
            "task_run_id": None,
        },
        True,
        [200, 1],
        [200, 2],
    ]
)
async def the_latest_of_a_key_is_kept_in_a_collection(client: PrefectClient) -> object:
    key = new_name("report")
    made = [await new_artifact(client, key=key, data=data, type=kind) for data, kind in (("1", "a"), ("2", "b"))]
    where = {"artifacts": {"key": {"any_": [key]}}}
    status, (collection,) = await raw(client, "POST", "/artifacts/latest/filter", json=where)
    return [
        await raw(client, "GET", f"/artifacts/{key}/latest"),
        status,
        collection,
        collection["latest_id"] == made[1]["id"],
        await raw(client, "POST", "/artifacts/latest/count", json=where),
        await raw(client, "POST", "/artifacts/count", json=where),
    ]


@answers([["new", "new", True], ["new", "new", True]])
async def an_update_of_the_latest_is_seen_in_the_collection(client: PrefectClient) -> object:
    key = new_name("report")
    old, new = [await new_artifact(client, key=key, data=data) for data in ("1", "2")]
    where = {"artifacts": {"key": {"any_": [key]}}}
    found = []
    for made, data in ((new, "new"), (old, "old")):
        await raw(client, "PATCH", f"/artifacts/{made['id']}", json={"data": data, "description": data})
        _, (collection,) = await raw(client, "POST", "/artifacts/latest/filter", json=where)
        found.append([collection["data"], collection["description"], collection["latest_id"] == new["id"]])
    return found


@answers([["3", ["3"]], ["1", ["1"]], [{"detail": "Artifact not found."}, []]])
async def a_deleted_latest_falls_back_to_the_one_before(client: PrefectClient) -> object:
    key = new_name("report")
    made = [await new_artifact(client, key=key, data=data) for data in ("1", "2", "3")]
    where = {"artifacts": {"key": {"any_": [key]}}}
    found = []
    for number in (1, 2, 0):
        await raw(client, "DELETE", f"/artifacts/{made[number]['id']}")
        latest = await raw(client, "GET", f"/artifacts/{key}/latest")
        _, collections = await raw(client, "POST", "/artifacts/latest/filter", json=where)
        found.append([latest[1].get("data", latest[1]), [one["data"] for one in collections]])
    return found


@answers([[200, 1], [200, 0]])
async def an_artifact_without_a_key_is_in_no_collection(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    await new_artifact(client, flow_run_id=str(run.id))
    where = {"artifacts": {"flow_run_id": {"any_": [str(run.id)]}}}
    return [await raw(client, "POST", f"/artifacts/{path}", json=where) for path in ("count", "latest/count")]


async def scene(client: PrefectClient) -> tuple[str, list[str], Any, Any]:
    """Artifacts of a flow run and its task run."""
    own, flow = new_name("own"), flow_named(new_name("etl"))
    run = await new_flow_run(client, flow=flow, tags=["red"])
    task_run = await new_task_run(client, run)
    plan: list[dict[str, Any]] = [
        {"key": f"b-{own}", "type": "table", "flow_run_id": str(run.id)},
        {"key": f"a-{own}", "type": "table", "flow_run_id": str(run.id), "task_run_id": str(task_run.id)},
        {"key": f"b-{own}", "type": "link", "flow_run_id": str(run.id)},
        {"type": "result", "flow_run_id": str(run.id)},
    ]
    return own, [(await new_artifact(client, **one))["id"] for one in plan], run, task_run


@answers(
    [
        [200, [3, 2, 1, 0], [200, 4]],
        [200, [2, 1, 0], [200, 3]],
        [200, [1], [200, 1]],
        [200, [3], [200, 1]],
        [200, [1], [200, 3]],
        [200, [1], [200, 3]],
        [200, [1], [200, 1]],
        [200, [1], [200, 1]],
        [200, [2, 1, 0], [200, 3]],
        [200, [1, 0], [200, 2]],
        [200, [1, 0], [200, 2]],
        [200, [3, 2, 1, 0], [200, 4]],
        [200, [1], [200, 1]],
        [200, [3, 2, 1, 0], [200, 4]],
        [200, [], [200, 0]],
        [200, [2, 1], [200, 4]],
    ]
)
async def artifacts_are_filtered_counted_and_sorted(client: PrefectClient) -> object:
    own, ids, run, task_run = await scene(client)
    mine: dict[str, Any] = {"flow_run_id": {"any_": [str(run.id)]}}
    flow = {"id": {"any_": [str(run.flow_id)]}}
    wheres: list[dict[str, Any]] = [
        {"artifacts": mine, "sort": "CREATED_DESC"},
        {"artifacts": {"key": {"like_": own.upper()}}, "sort": "CREATED_DESC"},
        {"artifacts": {"key": {"any_": [f"a-{own}"]}}},
        {"artifacts": mine | {"key": {"exists_": False}}},
        {"artifacts": mine | {"key": {"exists_": True}}, "sort": "KEY_ASC", "limit": 1},
        {"artifacts": mine | {"key": {"exists_": True}}, "sort": "KEY_DESC", "offset": 2},
        {"artifacts": {"id": {"any_": ids[1:2]}}},
        {"artifacts": {"task_run_id": {"any_": [str(task_run.id)]}}},
        {"artifacts": mine | {"type": {"any_": ["link", "table"]}}, "sort": "CREATED_DESC"},
        {"artifacts": mine | {"type": {"not_any_": ["link", "result"]}}, "sort": "CREATED_DESC"},
        {"artifacts": {"operator": "or_", "id": {"any_": ids[:1]}, "key": {"any_": [f"a-{own}"]}}, "sort": "KEY_ASC"},
        {"flow_runs": {"id": {"any_": [str(run.id)]}}, "sort": "CREATED_DESC"},
        {"task_runs": {"id": {"any_": [str(task_run.id)]}}},
        {"flows": flow, "sort": "CREATED_DESC"},
        {"flows": flow, "deployments": {"name": {"like_": "x"}}},
        {"artifacts": mine, "sort": "UPDATED_DESC", "limit": 2, "offset": 1},
    ]
    found = []
    for where in wheres:
        status, body = await raw(client, "POST", "/artifacts/filter", json=where)
        counted = {key: value for key, value in where.items() if key not in ("sort", "limit", "offset")}
        count = await raw(client, "POST", "/artifacts/count", json=counted)
        found.append([status, [ids.index(one["id"]) for one in body], count])
    return found


@answers(
    [
        [200, [1, 2], [200, 2]],
        [200, [2, 1], [200, 2]],
        [200, [1, 2], [200, 2]],
        [200, [2, 1], [200, 2]],
        [200, [1], [200, 1]],
        [200, [2], [200, 1]],
        [200, [1, 2], [200, 2]],
        [200, [1], [200, 1]],
        [200, [2], [200, 1]],
        [200, [1], [200, 1]],
        [200, [1, 2], [200, 2]],
        [200, [1, 2], [200, 2]],
        [200, [1], [200, 1]],
        [200, [2], [200, 2]],
    ]
)
async def collections_are_filtered_counted_and_sorted(client: PrefectClient) -> object:
    own, ids, run, task_run = await scene(client)
    like: dict[str, Any] = {"key": {"like_": own}}
    wheres: list[dict[str, Any]] = [
        {"artifacts": like, "sort": "KEY_ASC"},
        {"artifacts": like, "sort": "KEY_DESC"},
        {"artifacts": like, "sort": "CREATED_DESC"},
        {"artifacts": like, "sort": "UPDATED_DESC"},
        {"artifacts": {"key": {"any_": [f"a-{own}"]}}},
        {"artifacts": {"latest_id": {"any_": [ids[0], ids[2]]}}},
        {"artifacts": {"flow_run_id": {"any_": [str(run.id)]}}, "sort": "KEY_ASC"},
        {"artifacts": {"task_run_id": {"any_": [str(task_run.id)]}}},
        {"artifacts": like | {"type": {"any_": ["link"]}}},
        {"artifacts": like | {"type": {"not_any_": ["link"]}}},
        {"artifacts": like | {"key": {"exists_": True, "like_": own}}, "sort": "KEY_ASC"},
        {"flow_runs": {"id": {"any_": [str(run.id)]}}, "sort": "KEY_ASC"},
        {"task_runs": {"id": {"any_": [str(task_run.id)]}}},
        {"flows": {"id": {"any_": [str(run.flow_id)]}}, "sort": "KEY_ASC", "offset": 1},
    ]
    found = []
    for where in wheres:
        status, body = await raw(client, "POST", "/artifacts/latest/filter", json=where)
        counted = {key: value for key, value in where.items() if key not in ("sort", "limit", "offset")}
        count = await raw(client, "POST", "/artifacts/latest/count", json=counted)
        found.append([status, [ids.index(one["latest_id"]) for one in body], count])
    return found


@answers([[422, 422, 422, 422], [422, 422, 422, 422]])
async def a_filter_of_artifacts_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [{"sort": "NAME_ASC"}, {"limit": 201}, {"artifacts": {"data": {}}}, {"offset": -1}]
    return [await statuses(client, "POST", f"/artifacts/{path}", bodies) for path in ("filter", "latest/filter")]


@answers([200, "<id>"])
async def artifacts_outlive_their_flow_run(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    made = await new_artifact(client, key=new_name("report"), flow_run_id=str(run.id))
    await client.delete_flow_run(run.id)
    status, read = await raw(client, "GET", f"/artifacts/{made['id']}")
    return status, read["flow_run_id"]


@answers([["2", "1"], [True], ["1"]])
async def the_client_keeps_artifacts(client: PrefectClient) -> object:
    key = new_name("report")
    made = [await client.create_artifact(ArtifactCreate(key=key, data=data, type="text")) for data in ("1", "2")]
    mine = ArtifactFilter(key={"any_": [key]})
    read = await client.read_artifacts(artifact_filter=mine, sort=ArtifactSort.CREATED_DESC)
    latest = await client.read_latest_artifacts(
        artifact_filter=ArtifactCollectionFilter(key={"any_": [key]}), sort=ArtifactCollectionSort.KEY_ASC
    )
    await client.delete_artifact(made[1].id)
    rest = await client.read_artifacts(artifact_filter=mine)
    return [[one.data for one in read], [one.latest_id == made[1].id for one in latest], [one.data for one in rest]]
