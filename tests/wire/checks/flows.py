"""Flows: create, read, update, delete."""

from checks.scene import NOBODY, answers, flow_named, new_flow_run, new_name, raised, raw, refused
from prefect.client.orchestration import PrefectClient


@answers([201, 200, True])
async def a_flow_is_made_once_by_name(client: PrefectClient) -> object:
    name = new_name("etl")
    first, second = [await raw(client, "POST", "/flows/", json={"name": name}) for _ in range(2)]
    return first[0], second[0], first[1] == second[1]


@answers(True)
async def the_client_gets_the_same_id_again(client: PrefectClient) -> object:
    flow = flow_named(new_name("etl"))
    return await client.create_flow(flow) == await client.create_flow_from_name(flow.name)


@answers([201, {"id": "<id>", "created": "<moment>", "updated": "<moment>", "name": "etl-<new>", "tags": ["b", "a"]}])
async def a_flow_has_these_fields(client: PrefectClient) -> object:
    return await raw(client, "POST", "/flows/", json={"name": new_name("etl"), "tags": ["b", "a"]})


@answers(["first"])
async def a_flow_that_is_there_keeps_its_tags(client: PrefectClient) -> object:
    name = new_name("etl")
    await raw(client, "POST", "/flows/", json={"name": name, "tags": ["first"]})
    return (await raw(client, "POST", "/flows/", json={"name": name, "tags": ["second"]}))[1]["tags"]


@answers([True, True])
async def a_flow_is_read_by_id_and_by_name(client: PrefectClient) -> object:
    name = new_name("etl")
    flow_id = await client.create_flow_from_name(name)
    return (await client.read_flow(flow_id)).name == name, (await client.read_flow_by_name(name)).id == flow_id


@answers(True)
async def a_flow_with_a_space_and_letters_beyond_ascii_is_read_by_name(client: PrefectClient) -> object:
    name = f"Löhne ? und {new_name('Gehälter')}"
    flow_id = await client.create_flow_from_name(name)
    return (await client.read_flow_by_name(name.replace("?", "%3F"))).id == flow_id


@answers([[204, None], ["x", "y"]])
async def the_tags_of_a_flow_are_replaced(client: PrefectClient) -> object:
    flow_id = await client.create_flow_from_name(new_name("etl"))
    changed = await raw(client, "PATCH", f"/flows/{flow_id}", json={"tags": ["x", "y"]})
    return changed, (await client.read_flow(flow_id)).tags


@answers(["PrefectHTTPStatusError", "ObjectNotFound"])
async def a_flow_is_deleted_with_its_runs(client: PrefectClient) -> object:
    flow = flow_named(new_name("etl"))
    run = await new_flow_run(client, flow=flow)
    await client.delete_flow(run.flow_id)
    return await raised(client.read_flow(run.flow_id)), await raised(client.read_flow_run(run.id))


@answers(["PrefectHTTPStatusError", "ObjectNotFound", "PrefectHTTPStatusError"])
async def what_is_not_there_raises(client: PrefectClient) -> object:
    return [
        await raised(client.read_flow(NOBODY)),
        await raised(client.delete_flow(NOBODY)),
        await raised(client.read_flow_by_name(new_name("nothing"))),
    ]


@answers(
    [
        [404, {"detail": "Flow not found"}],
        [404, {"detail": "Flow not found"}],
        [404, {"detail": "Flow not found"}],
        [404, {"detail": "Flow not found"}],
    ]
)
async def the_bodies_of_what_is_not_there(client: PrefectClient) -> object:
    return [
        await raw(client, "GET", f"/flows/{NOBODY}"),
        await raw(client, "PATCH", f"/flows/{NOBODY}", json={"tags": []}),
        await raw(client, "DELETE", f"/flows/{NOBODY}"),
        await raw(client, "GET", "/flows/name/no-such-flow"),
    ]


@answers(
    [
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
    ]
)
async def a_name_with_a_forbidden_letter_is_refused(client: PrefectClient) -> object:
    return [await refused(client, "POST", "/flows/", {"name": f"a{letter}b"}) for letter in "/%&<>"]


@answers(
    [
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [{"loc": ["body", "name"], "msg": "field required", "type": "value_error.missing"}],
                "request_body": {},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {"loc": ["body", "colour"], "msg": "extra fields not permitted", "type": "value_error.extra"}
                ],
                "request_body": {"name": "x", "colour": "red"},
            },
        ],
    ]
)
async def an_unknown_or_missing_field_is_refused(client: PrefectClient) -> object:
    return [await raw(client, "POST", "/flows/", json=body) for body in ({}, {"name": "x", "colour": "red"})]


@answers(
    [[422, [["body", "name"]]], [422, [["body", "name"]]], [422, [["body", "tags"]]], [422, [["body", "tags", 0]]]]
)
async def a_value_of_the_wrong_type_is_refused_with_its_place(client: PrefectClient) -> object:
    bodies = [{"name": None}, {"name": ["x"]}, {"name": "x", "tags": "red"}, {"name": "x", "tags": [None]}]
    return [await refused(client, "POST", "/flows/", body) for body in bodies]


@answers(307)
async def a_flow_is_created_at_the_address_with_the_slash(client: PrefectClient) -> object:
    return (await raw(client, "POST", "/flows", json={"name": "x"}, follow_redirects=False))[0]
