"""Variables: create, read, update, delete, filter, count."""

from typing import Any

from checks.scene import NOBODY, answers, new_word, raised, raw, refused, statuses
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import VariableCreate, VariableUpdate
from prefect.variables import Variable


@answers(
    [
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "full_<new>",
                "value": "v ✓",
                "tags": ["b", "a"],
            },
        ],
        [
            201,
            {"id": "<id>", "created": "<moment>", "updated": "<moment>", "name": "bare_<new>", "value": "", "tags": []},
        ],
    ]
)
async def a_variable_has_these_fields(client: PrefectClient) -> object:
    full, bare = new_word("full"), new_word("bare")
    return [
        await raw(client, "POST", "/variables/", json={"name": full, "value": "v ✓", "tags": ["b", "a"]}),
        await raw(client, "POST", "/variables/", json={"name": bare, "value": ""}),
    ]


@answers(
    [
        [
            409,
            {
                "detail": (
                    "Data integrity conflict. This usually means a unique or foreign key "
                    "constraint was violated. See server logs for details."
                )
            },
        ],
        [
            409,
            {
                "detail": (
                    "Data integrity conflict. This usually means a unique or foreign key "
                    "constraint was violated. See server logs for details."
                )
            },
        ],
        [204, None],
        "3",
    ]
)
async def a_name_is_taken_once(client: PrefectClient) -> object:
    one, two = new_word("one"), new_word("two")
    first, second = [await raw(client, "POST", "/variables/", json={"name": name, "value": "1"}) for name in (one, two)]
    return [
        await raw(client, "POST", "/variables/", json={"name": one, "value": "2"}),
        await raw(client, "PATCH", f"/variables/{second[1]['id']}", json={"name": one}),
        await raw(client, "PATCH", f"/variables/name/{one}", json={"name": one, "value": "3"}),
        (await raw(client, "GET", f"/variables/{first[1]['id']}"))[1]["value"],
    ]


@answers(
    [
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "value"]]],
        [422, [["body", "name"]]],
        [422, [["body", "value"]]],
        [422, [["body", "value"]]],
        [422, [["body", "value"]]],
        [422, [["body", "value"]]],
        [422, [["body", "tags"]]],
        [422, [["body", "colour"]]],
    ]
)
async def a_variable_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [
        *({"name": name, "value": "x"} for name in ("Upper", "a-b", "a b", "ä", "a.b", "a" * 256)),
        {"name": "a"},
        {"value": "x"},
        {"name": "a", "value": None},
        {"name": "a", "value": "x" * 5001},
        {"name": "a", "value": {"x": 1}},
        {"name": "a", "value": ["x"]},
        {"name": "a", "value": "x", "tags": "red"},
        {"name": "a", "value": "x", "colour": "red"},
    ]
    return [await refused(client, "POST", "/variables/", body) for body in bodies]


@answers(
    [
        [
            {
                "loc": ["body", "name"],
                "msg": "Variable name must only contain lowercase letters, numbers, and underscores.",
                "type": "value_error",
            }
        ],
        [
            {
                "loc": ["body", "name"],
                "msg": "ensure this value has at most 255 characters",
                "type": "value_error.any_str.max_length",
                "ctx": {"limit_value": 255},
            },
            {
                "loc": ["body", "value"],
                "msg": "ensure this value has at most 5000 characters",
                "type": "value_error.any_str.max_length",
                "ctx": {"limit_value": 5000},
            },
        ],
    ]
)
async def the_bodies_of_such_refusals(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [{"name": "A B", "value": "x"}, {"name": "a" * 256, "value": "x" * 5001}]
    return [(await raw(client, "POST", "/variables/", json=body))[1]["exception_detail"] for body in bodies]


@answers(["7", "1.5", "True"])
async def a_value_that_is_no_string_becomes_one(client: PrefectClient) -> object:
    found = []
    for value in (7, 1.5, True):
        found.append(
            (await raw(client, "POST", "/variables/", json={"name": new_word("x"), "value": value}))[1]["value"]
        )
    return found


@answers([201, 255, 5000])
async def the_longest_name_and_value_fit(client: PrefectClient) -> object:
    name = new_word("x").ljust(255, "y")
    status, made = await raw(client, "POST", "/variables/", json={"name": name, "value": "v" * 5000})
    return [status, len(made["name"]), len(made["value"])]


@answers(
    [
        [True, True],
        [[204, None], [204, None], [204, None], [204, None]],
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "name": "other_<new>",
            "value": "2",
            "tags": ["b"],
        },
        [404, {"detail": "Variable not found."}],
        [204, None],
        [404, {"detail": "Variable not found."}],
    ]
)
async def a_variable_is_read_updated_and_deleted(client: PrefectClient) -> object:
    name, other = new_word("one"), new_word("other")
    _, made = await raw(client, "POST", "/variables/", json={"name": name, "value": "1", "tags": ["a"]})
    by_id, by_name = f"/variables/{made['id']}", f"/variables/name/{name}"
    found = [(await raw(client, "GET", path))[1] == made for path in (by_id, by_name)]
    changes = [
        await raw(client, "PATCH", by_id, json={"value": "2"}),
        await raw(client, "PATCH", by_name, json={"tags": ["b"]}),
        await raw(client, "PATCH", by_name, json={"name": other}),
        await raw(client, "PATCH", by_id, json={}),
    ]
    _, read = await raw(client, "GET", by_id)
    return [
        found,
        changes,
        read,
        await raw(client, "GET", by_name),
        await raw(client, "DELETE", f"/variables/name/{other}"),
        await raw(client, "GET", by_id),
    ]


@answers(
    [
        [404, {"detail": "Variable not found."}],
        [404, {"detail": "Variable not found."}],
        [404, {"detail": "Variable not found."}],
        [404, {"detail": "Variable not found."}],
        [404, {"detail": "Variable not found."}],
        [404, {"detail": "Variable not found."}],
    ]
)
async def a_variable_that_is_not_there(client: PrefectClient) -> object:
    return [
        await raw(client, method, path, **more)
        for path in (f"/variables/{NOBODY}", "/variables/name/nothing")
        for method, more in (("GET", {}), ("PATCH", {"json": {"value": "x"}}), ("DELETE", {}))
    ]


@answers([422, 422, 422, 422])
async def an_update_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    _, made = await raw(client, "POST", "/variables/", json={"name": new_word("x"), "value": "1"})
    bodies: list[dict[str, Any]] = [{"name": "A"}, {"value": "x" * 5001}, {"colour": "red"}, {"tags": [None]}]
    return await statuses(client, "PATCH", f"/variables/{made['id']}", bodies)


@answers(
    [
        [200, [1, 0, 2], [200, 3]],
        [200, [1, 0, 2], [200, 3]],
        [200, [1], [200, 1]],
        [200, [1, 2], [200, 2]],
        [200, [1], [200, 1]],
        [200, [1, 2], [200, 2]],
        [200, [1, 0, 2], [200, 3]],
        [200, [1, 0], [200, 2]],
        [200, [1], [200, 1]],
        [200, [2], [200, 1]],
        [200, [1, 0], [200, 2]],
        [200, [1, 0], [200, 2]],
        [200, [2, 0, 1], [200, 3]],
        [200, [2, 1, 0], [200, 3]],
        [200, [0, 2, 1], [200, 3]],
        [200, [0], [200, 3]],
    ]
)
async def variables_are_filtered_counted_and_sorted(client: PrefectClient) -> object:
    own = new_word("own")
    made = []
    for letter, value, tags in (("b", "one Two", ["x"]), ("a", "three", ["x", "y"]), ("c", "two%", [])):
        body = {"name": f"{letter}_{own}", "value": f"{own} {value}", "tags": tags}
        made.append((await raw(client, "POST", "/variables/", json=body))[1])
    await raw(client, "PATCH", f"/variables/{made[0]['id']}", json={"tags": ["x"]})
    ids, name = [one["id"] for one in made], {"name": {"like_": own}}
    wheres: list[dict[str, Any]] = [
        {"variables": name},
        {"variables": {"name": {"like_": own.upper()}}},
        {"variables": {"name": {"any_": [f"a_{own}", "none"]}}},
        {"variables": {"id": {"any_": ids[1:]}}},
        {"variables": {"value": {"any_": [f"{own} three"]}}},
        {"variables": {"value": {"like_": f"{own} T"}}},
        {"variables": {"value": {"like_": f"{own}%"}}},
        {"variables": name | {"tags": {"all_": ["x"]}}},
        {"variables": name | {"tags": {"all_": ["x", "y"]}}},
        {"variables": name | {"tags": {"is_null_": True}}},
        {"variables": name | {"tags": {"is_null_": False}}},
        {"variables": {"operator": "or_", "id": {"any_": ids[:1]}, "name": {"any_": [f"a_{own}"]}}},
        {"variables": name, "sort": "NAME_DESC"},
        {"variables": name, "sort": "CREATED_DESC"},
        {"variables": name, "sort": "UPDATED_DESC"},
        {"variables": name, "limit": 1, "offset": 1},
    ]
    found = []
    for where in wheres:
        status, body = await raw(client, "POST", "/variables/filter", json=where)
        count = await raw(client, "POST", "/variables/count", json={"variables": where["variables"]})
        found.append([status, [ids.index(one["id"]) for one in body], count])
    return found


@answers([422, 422, 422, 422])
async def a_filter_of_variables_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [
        {"sort": "VALUE_ASC"},
        {"limit": 201},
        {"variables": {"colour": {}}},
        {"variables": {"name": {"all_": []}}},
    ]
    return await statuses(client, "POST", "/variables/filter", bodies)


@answers([["a"], "PrefectHTTPStatusError", "2", ["a"], 1, None, "ObjectNotFound"])
async def the_client_keeps_variables(client: PrefectClient) -> object:
    name = new_word("x")
    made = await client.create_variable(VariableCreate(name=name, value="1", tags=["a"]))
    again = await raised(client.create_variable(VariableCreate(name=name, value="1")))
    await client.update_variable(VariableUpdate(name=name, value="2"))
    read = await client.read_variable_by_name(name)
    listed = [one.name for one in await client.read_variables(limit=200) if one.id == made.id]
    await client.delete_variable_by_name(name)
    return [
        made.tags,
        again,
        read.value if read else None,
        read.tags if read else None,
        len(listed),
        await client.read_variable_by_name(name),
        await raised(client.delete_variable_by_name(name)),
    ]


@answers([[None, "default"], "ValueError", "3", []])
async def the_class_sets_gets_and_unsets(client: PrefectClient) -> object:
    name = new_word("x")
    missing = [await Variable.get(name), await Variable.get(name, "default")]
    await Variable.set(name, "1", tags=["a"])
    refused_again = await raised(Variable.set(name, "2"))
    await Variable.set(name, "3", overwrite=True)
    kept = await Variable.get(name)
    return [missing, refused_again, kept.value if kept else None, kept.tags if kept else None]
