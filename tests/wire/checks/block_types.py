"""Block types: create, read, update, delete, filter, and the names and types that are protected."""

from typing import Any

from checks.block_scene import new_schema, new_type
from checks.scene import NOBODY, answers, new_name, raised, raw, refused
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import BlockTypeCreate, BlockTypeUpdate


@answers(
    [
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "Crate-<new>",
                "slug": "crate-<new>",
                "logo_url": "https://example.com/logo.png",
                "documentation_url": "https://example.com/docs",
                "description": "What holds things.",
                "code_example": "Crate.load('x')",
                "is_protected": False,
            },
        ],
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "bare-<new>",
                "slug": "bare-<new>",
                "logo_url": None,
                "documentation_url": None,
                "description": None,
                "code_example": None,
                "is_protected": False,
            },
        ],
    ]
)
async def a_block_type_has_these_fields(client: PrefectClient) -> object:
    name = new_name("Crate")
    full = {
        "name": name,
        "slug": name.lower(),
        "logo_url": "https://example.com/logo.png",
        "documentation_url": "https://example.com/docs",
        "description": "What holds things.",
        "code_example": "Crate.load('x')",
    }
    bare = new_name("bare")
    return [
        await raw(client, "POST", "/block_types/", json=full),
        await raw(client, "POST", "/block_types/", json={"name": bare, "slug": bare}),
    ]


@answers(
    [
        [409, {"detail": 'Block type with name "crate-<new>" already exists'}],
        [409, {"detail": 'Block type with name "other-<new>" already exists'}],
    ]
)
async def a_block_type_is_made_once(client: PrefectClient) -> object:
    made = await new_type(client)
    again = {"name": made["name"], "slug": made["slug"]}
    other = {"name": new_name("other"), "slug": made["slug"]}
    return [await raw(client, "POST", "/block_types/", json=body) for body in (again, other)]


@answers([201, [200, True, True, True]])
async def two_block_types_may_share_a_name_but_no_slug(client: PrefectClient) -> object:
    made, slug = await new_type(client), new_name("slug")
    status, _ = await raw(client, "POST", "/block_types/", json={"name": made["name"], "slug": slug})
    # Prefect makes the second and answers with the first, which it looks up by its name.
    found, second = await raw(client, "GET", f"/block_types/slug/{slug}")
    return [status, [found, second["name"] == made["name"], second["slug"] == slug, second["id"] != made["id"]]]


@answers(
    {
        "Prefect Crate": [403, {"detail": "Block type names beginning with 'Prefect' are reserved."}],
        "prefectcrate": [403, {"detail": "Block type names beginning with 'Prefect' are reserved."}],
        "PREFECT": [403, {"detail": "Block type names beginning with 'Prefect' are reserved."}],
        "My Prefect": 201,
    }
)
async def a_name_of_prefects_is_refused(client: PrefectClient) -> object:
    names = ["Prefect Crate", "prefectcrate", "PREFECT", "My Prefect"]
    found: dict[str, Any] = {}
    for name in names:
        found[name] = await raw(client, "POST", "/block_types/", json={"name": f"{name} {new_name('x')}", "slug": "p"})
        if found[name][0] == 201:
            await client.delete_block_type(found[name][1]["id"])
            found[name] = 201
    return found


@answers(
    [
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "slug"]]],
        [422, [["body", "slug"]]],
        [422, [["body", "slug"]]],
        [422, [["body", "slug"]]],
        [422, [["body", "slug"]]],
    ]
)
async def a_name_or_slug_with_a_forbidden_letter_is_refused(client: PrefectClient) -> object:
    bodies = [{"name": f"a{letter}b", "slug": "ab"} for letter in "/%&<>"]
    slugs = [{"name": "ab", "slug": slug} for slug in ("Ab", "a_b", "a b", "a/b", "a.b")]
    return [await refused(client, "POST", "/block_types/", body) for body in bodies + slugs]


@answers(
    [
        422,
        [
            {
                "loc": ["body", "name"],
                "msg": "Name 'a/b' contains an invalid character. Must not contain any of: ['/', '%', '&', '>', '<'].",
                "type": "value_error.invalidname",
            }
        ],
    ]
)
async def a_forbidden_letter_is_named(client: PrefectClient) -> object:
    status, answer = await raw(client, "POST", "/block_types/", json={"name": "a/b", "slug": "ab"})
    return [status, answer["exception_detail"]]


@answers(
    [
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {"loc": ["body", "name"], "msg": "field required", "type": "value_error.missing"},
                    {"loc": ["body", "slug"], "msg": "field required", "type": "value_error.missing"},
                ],
                "request_body": {},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [{"loc": ["body", "slug"], "msg": "field required", "type": "value_error.missing"}],
                "request_body": {"name": "x"},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {
                        "loc": ["body", "logo_url"],
                        "msg": "invalid or missing URL scheme",
                        "type": "value_error.url.scheme",
                    }
                ],
                "request_body": {"name": "x", "slug": "x", "logo_url": "no url"},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {
                        "loc": ["body", "documentation_url"],
                        "msg": "invalid or missing URL scheme",
                        "type": "value_error.url.scheme",
                    }
                ],
                "request_body": {"name": "x", "slug": "x", "documentation_url": 7},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {"loc": ["body", "is_protected"], "msg": "extra fields not permitted", "type": "value_error.extra"}
                ],
                "request_body": {"name": "x", "slug": "x", "is_protected": True},
            },
        ],
    ]
)
async def a_block_type_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [
        {},
        {"name": "x"},
        {"name": "x", "slug": "x", "logo_url": "no url"},
        {"name": "x", "slug": "x", "documentation_url": 7},
        {"name": "x", "slug": "x", "is_protected": True},
    ]
    return [await raw(client, "POST", "/block_types/", json=body) for body in bodies]


@answers([True, True, True])
async def a_block_type_is_read_by_id_and_by_slug(client: PrefectClient) -> object:
    made = await new_type(client)
    by_id = await raw(client, "GET", f"/block_types/{made['id']}")
    by_slug = await raw(client, "GET", f"/block_types/slug/{made['slug']}")
    found = await client.read_block_type_by_slug(made["slug"])
    return [by_id == by_slug, by_id[1] == made, str(found.id) == made["id"]]


@answers(
    [
        [404, {"detail": "Block type not found"}],
        [404, {"detail": "Block type not found"}],
        [404, {"detail": "Block type not found"}],
        [404, {"detail": "Block type not found"}],
        [404, {"detail": "Block type not found"}],
        [404, {"detail": "Block document not found"}],
        "ObjectNotFound",
        "ObjectNotFound",
    ]
)
async def a_block_type_that_is_not_there(client: PrefectClient) -> object:
    update = {"description": "x"}
    return [
        await raw(client, "GET", f"/block_types/{NOBODY}"),
        await raw(client, "PATCH", f"/block_types/{NOBODY}", json=update),
        await raw(client, "DELETE", f"/block_types/{NOBODY}"),
        await raw(client, "GET", "/block_types/slug/no-such-type"),
        await raw(client, "GET", "/block_types/slug/no-such-type/block_documents"),
        await raw(client, "GET", "/block_types/slug/no-such-type/block_documents/name/x"),
        await raised(client.read_block_type_by_slug("no-such-type")),
        await raised(client.delete_block_type(str(NOBODY))),
    ]


@answers(
    [
        [
            200,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "crate-<new>",
                "slug": "crate-<new>",
                "logo_url": "https://example.com/new.png",
                "documentation_url": None,
                "description": "new",
                "code_example": "old",
                "is_protected": False,
            },
        ],
        [204, None],
        None,
    ]
)
async def a_block_type_is_updated(client: PrefectClient) -> object:
    made = await new_type(client, description="old", code_example="old")
    await client.update_block_type(
        made["id"], BlockTypeUpdate(logo_url="https://example.com/new.png", description="new")
    )
    first = await raw(client, "GET", f"/block_types/{made['id']}")
    changed = await raw(client, "PATCH", f"/block_types/{made['id']}", json={"description": None})
    second = (await raw(client, "GET", f"/block_types/{made['id']}"))[1]["description"]
    return [first, changed, second]


@answers(
    [
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {"loc": ["body", "name"], "msg": "extra fields not permitted", "type": "value_error.extra"}
                ],
                "request_body": {"name": "other"},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {"loc": ["body", "slug"], "msg": "extra fields not permitted", "type": "value_error.extra"}
                ],
                "request_body": {"slug": "other"},
            },
        ],
    ]
)
async def some_fields_of_a_block_type_cannot_be_updated(client: PrefectClient) -> object:
    made = await new_type(client)
    path = f"/block_types/{made['id']}"
    return [await raw(client, "PATCH", path, json=body) for body in ({"name": "other"}, {"slug": "other"})]


@answers([[204, None], [404, {"detail": "Block schema not found"}], [404, {"detail": "Block document not found"}]])
async def a_block_type_is_deleted_with_its_schemas_and_documents(client: PrefectClient) -> object:
    made = await new_type(client)
    schema = await new_schema(client, made)
    document = {"name": "x", "data": {}, "block_schema_id": schema["id"], "block_type_id": made["id"]}
    _, document = await raw(client, "POST", "/block_documents/", json=document)
    return [
        await raw(client, "DELETE", f"/block_types/{made['id']}"),
        await raw(client, "GET", f"/block_schemas/{schema['id']}"),
        await raw(client, "GET", f"/block_documents/{document['id']}"),
    ]


@answers(
    [
        [200, ["a", "b", "c"]],
        [200, ["a", "b", "c"]],
        [200, ["a", "c"]],
        [200, []],
        [200, ["b"]],
        [200, []],
        [200, ["b"]],
        [200, ["b"]],
        [200, []],
        [200, []],
    ]
)
async def block_types_are_filtered_and_sorted_by_name(client: PrefectClient) -> object:
    own = new_name("own")
    made = [await new_type(client, name=f"{start}{own}", slug=f"{start}{own}") for start in ("b", "a", "c")]
    _, schema = await raw(
        client,
        "POST",
        "/block_schemas/",
        json={"fields": {"title": own}, "block_type_id": made[0]["id"], "capabilities": [own, "more"]},
    )
    wheres: list[dict[str, Any]] = [
        {"block_types": {"name": {"like_": own}}},
        {"block_types": {"name": {"like_": own.upper()}}},
        {"block_types": {"slug": {"any_": [f"a{own}", f"c{own}", "none"]}}},
        {"block_types": {"name": {"like_": f"b{own}"}, "slug": {"any_": [f"a{own}"]}}},
        {"block_schemas": {"block_capabilities": {"all_": [own]}}},
        {"block_schemas": {"block_capabilities": {"all_": [own, "other"]}}},
        {"block_schemas": {"id": {"any_": [schema["id"]]}}, "block_types": {"name": {"like_": own}}},
        {"block_types": {"name": {"like_": own}}, "limit": 1, "offset": 1},
        {"block_types": {"name": {"like_": own}}, "offset": 3},
        {"block_types": {"name": {"like_": own}}, "limit": 0},
    ]
    found = []
    for where in wheres:
        status, body = await raw(client, "POST", "/block_types/filter", json=where)
        found.append([status, [one["name"].replace(own, "") for one in body]])
    return found


@answers(
    [
        [422, {"detail": "Invalid limit: must be greater than or equal to 0."}],
        [422, {"detail": "Invalid limit: must be less than or equal to 200."}],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {
                        "loc": ["body", "offset"],
                        "msg": "ensure this value is greater than or equal to 0",
                        "type": "value_error.number.not_ge",
                        "ctx": {"limit_value": 0},
                    }
                ],
                "request_body": {"offset": -1},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {
                        "loc": ["body", "block_types", "id"],
                        "msg": "extra fields not permitted",
                        "type": "value_error.extra",
                    }
                ],
                "request_body": {"block_types": {"id": {}}},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {
                        "loc": ["body", "block_types", "name", "any_"],
                        "msg": "extra fields not permitted",
                        "type": "value_error.extra",
                    }
                ],
                "request_body": {"block_types": {"name": {"any_": []}}},
            },
        ],
    ]
)
async def a_filter_of_block_types_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies = [
        {"limit": -1},
        {"limit": 201},
        {"offset": -1},
        {"block_types": {"id": {}}},
        {"block_types": {"name": {"any_": []}}},
    ]
    return [await raw(client, "POST", "/block_types/filter", json=body) for body in bodies]


@answers(
    [
        [200, None],
        [
            200,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "Secret",
                "slug": "secret",
                "is_protected": True,
            },
        ],
        [True, True, True, True],
        [403, {"detail": "protected block types cannot be deleted."}],
        [204, None],
    ]
)
async def prefects_own_types_are_there_and_protected(client: PrefectClient) -> object:
    status = await raw(client, "POST", "/block_types/install_system_block_types")
    secret = await raw(client, "GET", "/block_types/slug/secret")
    described = [bool(secret[1].pop(key)) for key in ("logo_url", "documentation_url", "description", "code_example")]
    deleted = await raw(client, "DELETE", f"/block_types/{secret[1]['id']}")
    changed = await raw(client, "PATCH", f"/block_types/{secret[1]['id']}", json={"code_example": "x"})
    await raw(client, "POST", "/block_types/install_system_block_types")
    return [status, secret, described, deleted, changed]


@answers(["date-time", "json", "local-file-system", "process", "secret", "webhook"])
async def these_types_are_there_from_the_start(client: PrefectClient) -> object:
    await raw(client, "POST", "/block_types/install_system_block_types")
    _, types = await raw(client, "POST", "/block_types/filter", json={})
    return sorted(one["slug"] for one in types if one["is_protected"])


@answers(["crate-<new>", "ObjectAlreadyExists", 1, "ObjectNotFound"])
async def the_client_makes_a_block_type(client: PrefectClient) -> object:
    name = new_name("crate")
    made = await client.create_block_type(BlockTypeCreate(name=name, slug=name))
    again = await raised(client.create_block_type(BlockTypeCreate(name=name, slug=name)))
    listed = [one for one in await client.read_block_types() if one.id == made.id]
    await client.delete_block_type(str(made.id))
    return [made.name, again, len(listed), await raised(client.read_block_type_by_slug(name))]
