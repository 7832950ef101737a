"""Block schemas: checksums, versions, capabilities, nesting, filters."""

import json
from typing import Any

from checks.block_scene import new_document, new_schema, new_type
from checks.scene import NOBODY, answers, new_name, raised, raw
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import BlockSchemaCreate

FIELDS = {
    "title": "Crate",
    "description": "What holds things.",
    "type": "object",
    "properties": {"size": {"title": "Size", "type": "integer", "default": 1}},
    "required": ["size"],
    "block_type_slug": "crate",
    "secret_fields": [],
    "block_schema_references": {},
}


@answers(
    [
        201,
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "checksum": "sha256:f287b59a9c22b13eed502deca4b2998051ea5a89f6bd03371a91732e906da68e",
            "fields": {
                "title": "Crate",
                "description": "What holds things.",
                "type": "object",
                "properties": {"size": {"title": "Size", "type": "integer", "default": 1}},
                "required": ["size"],
                "block_type_slug": "crate",
                "secret_fields": [],
                "block_schema_references": {},
            },
            "block_type_id": "<id>",
            "block_type": {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "crate-<new>",
                "slug": "crate-<new>",
                "logo_url": None,
                "documentation_url": None,
                "description": None,
                "code_example": None,
                "is_protected": False,
            },
            "capabilities": ["read", "write"],
            "version": "v-<new>",
        },
    ]
)
async def a_block_schema_has_these_fields(client: PrefectClient) -> object:
    block_type = await new_type(client)
    named = {"capabilities": ["write", "read"], "version": new_name("v")}
    body = {"fields": FIELDS, "block_type_id": block_type["id"]} | named
    status, schema = await raw(client, "POST", "/block_schemas/", json=body)
    return [status, {**schema, "capabilities": sorted(schema["capabilities"])}]


@answers(
    [
        "non-versioned",
        201,
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "checksum": "sha256:f8e6e96abbc38504d4e9c99fc57281fa0026bede1fa42db79f22f984501710f4",
            "fields": {"block_schema_references": {}},
            "block_type_id": "<id>",
            "capabilities": [],
            "version": "v-<new>",
        },
    ]
)
async def a_block_schema_without_anything_has_these_fields(client: PrefectClient) -> object:
    block_type = await new_type(client)
    body = {"block_type_id": block_type["id"]}
    (_, usual), (status, schema) = [
        await raw(client, "POST", "/block_schemas/", json=body | more) for more in ({}, {"version": new_name("v")})
    ]
    schema.pop("block_type")
    return usual["version"], status, schema


@answers(
    [
        [201, 200, 200, 201, 200, 201],
        [0, 0, 0, 3, 3, 5],
        [0, 0, 0, 0, 0, 5],
        [
            [[], "non-versioned"],
            [[], "non-versioned"],
            [[], "non-versioned"],
            [[], "1"],
            [[], "1"],
            [[], "non-versioned"],
        ],
    ]
)
async def a_block_schema_is_made_once_by_checksum_and_version(client: PrefectClient) -> object:
    block_type = await new_type(client)
    fields = {"title": new_name("Crate"), "properties": {}}
    bodies: list[dict[str, Any]] = [
        {"fields": fields},
        {"fields": fields},
        {"fields": fields, "capabilities": ["x"]},
        {"fields": fields, "version": "1"},
        {"fields": fields, "version": "1"},
        {"fields": fields | {"description": "new"}},
    ]
    answered = [
        await raw(client, "POST", "/block_schemas/", json={"block_type_id": block_type["id"]} | body) for body in bodies
    ]
    ids = [schema["id"] for _, schema in answered]
    checksums = [schema["checksum"] for _, schema in answered]
    return [
        [status for status, _ in answered],
        [ids.index(one) for one in ids],
        [checksums.index(one) for one in checksums],
        [[schema["capabilities"], schema["version"]] for _, schema in answered],
    ]


@answers([200, True, True])
async def the_same_schema_of_another_type_is_the_first_ones(client: PrefectClient) -> object:
    one, other = await new_type(client), await new_type(client)
    fields = {"title": new_name("Crate"), "properties": {}}
    first = await raw(client, "POST", "/block_schemas/", json={"fields": fields, "block_type_id": one["id"]})
    second = await raw(client, "POST", "/block_schemas/", json={"fields": fields, "block_type_id": other["id"]})
    return [second[0], second[1]["id"] == first[1]["id"], second[1]["block_type_id"] == one["id"]]


@answers(
    [
        "sha256:f287b59a9c22b13eed502deca4b2998051ea5a89f6bd03371a91732e906da68e",
        "sha256:f287b59a9c22b13eed502deca4b2998051ea5a89f6bd03371a91732e906da68e",
        "sha256:889d792802b573572c53bb9b7e856a942341f90acd6265f042923436e703f22a",
        [
            409,
            {
                "detail": (
                    "Cannot create block schema because block type 'crate' was not found.Did you "
                    "forget to register the block type?"
                )
            },
        ],
        "sha256:f287b59a9c22b13eed502deca4b2998051ea5a89f6bd03371a91732e906da68e",
        "sha256:74a4f448515470dcd8199f136c8944b3c0fe67395f357b7a884edfb054b99fca",
        "sha256:f143b4efce7fc3398c293269a26dd547dc3967659d084bb4e3e25b1e53f5e428",
        "sha256:f3376d6f2a8ab4615cf2a763ea1f8ab275d75d6b9ac7193effcf4375d9a21428",
        "sha256:f3376d6f2a8ab4615cf2a763ea1f8ab275d75d6b9ac7193effcf4375d9a21428",
    ]
)
async def a_checksum_depends_on_these(client: PrefectClient) -> object:
    block_type = await new_type(client)
    variants: list[dict[str, Any]] = [
        {},
        {"secret_fields": ["size"]},
        {"block_type_slug": "other"},
        {"block_schema_references": {"x": {"block_type_slug": "crate", "block_schema_checksum": "y"}}},
        {"definitions": {"Unused": {"title": "Unused"}}},
        {"required": []},
        {"title": "Other"},
        {"properties": dict(reversed(list((FIELDS["properties"] | {"a": {}}).items())))},
        {"properties": FIELDS["properties"] | {"a": {}}},
    ]
    found = []
    for variant in variants:
        body = {"fields": FIELDS | variant, "block_type_id": block_type["id"], "version": new_name("v")}
        status, schema = await raw(client, "POST", "/block_schemas/", json=body)
        found.append(schema["checksum"] if status == 201 else [status, schema])
    return found


@answers([True, True, True, [404, {"detail": "Block schema not found"}], True])
async def a_block_schema_is_read_by_id_and_by_checksum(client: PrefectClient) -> object:
    block_type, fields = await new_type(client), {"title": new_name("Crate")}
    body = {"fields": fields, "block_type_id": block_type["id"]}
    _, schema = await raw(client, "POST", "/block_schemas/", json=body | {"version": "1", "capabilities": ["a"]})
    newer = await raw(client, "POST", "/block_schemas/", json=body | {"version": "2"})
    path = f"/block_schemas/checksum/{schema['checksum']}"
    latest = await raw(client, "GET", path)
    return [
        (await raw(client, "GET", f"/block_schemas/{schema['id']}"))[1] == schema,
        latest[1]["id"] == newer[1]["id"],
        (await raw(client, "GET", f"{path}?version=1"))[1]["id"] == schema["id"],
        await raw(client, "GET", f"{path}?version=3"),
        str((await client.read_block_schema_by_checksum(schema["checksum"], version="1")).id) == schema["id"],
    ]


@answers(
    [
        [404, {"detail": "Block schema not found"}],
        [404, {"detail": "Block schema not found"}],
        [404, {"detail": "Block schema not found"}],
        "ObjectNotFound",
        [404, {"detail": "Block type <id> not found."}],
        [404, {"detail": "Block type <id> not found."}],
    ]
)
async def a_block_schema_that_is_not_there(client: PrefectClient) -> object:
    return [
        await raw(client, "GET", f"/block_schemas/{NOBODY}"),
        await raw(client, "DELETE", f"/block_schemas/{NOBODY}"),
        await raw(client, "GET", "/block_schemas/checksum/sha256:nothing"),
        await raised(client.read_block_schema_by_checksum("sha256:nothing")),
        await raw(client, "POST", "/block_schemas/", json={"block_type_id": str(NOBODY)}),
        await raw(client, "POST", "/block_schemas/", json={"block_type_id": str(NOBODY), "fields": {"title": "x"}}),
    ]


@answers(
    [
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {"loc": ["body", "block_type_id"], "msg": "field required", "type": "value_error.missing"}
                ],
                "request_body": {},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {"loc": ["body", "block_type_id"], "msg": "value is not a valid uuid", "type": "type_error.uuid"}
                ],
                "request_body": {"block_type_id": "x"},
            },
        ],
        [404, {"detail": "Block type <id> not found."}],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {"loc": ["body", "capabilities"], "msg": "value is not a valid list", "type": "type_error.list"}
                ],
                "request_body": {"block_type_id": "<id>", "capabilities": "x"},
            },
        ],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {"loc": ["body", "checksum"], "msg": "extra fields not permitted", "type": "value_error.extra"}
                ],
                "request_body": {"block_type_id": "<id>", "checksum": "x"},
            },
        ],
    ]
)
async def a_block_schema_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [
        {},
        {"block_type_id": "x"},
        {"block_type_id": str(NOBODY), "fields": []},
        {"block_type_id": str(NOBODY), "capabilities": "x"},
        {"block_type_id": str(NOBODY), "checksum": "x"},
    ]
    return [await raw(client, "POST", "/block_schemas/", json=body) for body in bodies]


@answers([[204, None], [404, {"detail": "Block schema not found"}], [404, {"detail": "Block document not found"}]])
async def a_block_schema_is_deleted_with_its_documents(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client))
    document = await new_document(client, schema, {})
    return [
        await raw(client, "DELETE", f"/block_schemas/{schema['id']}"),
        await raw(client, "GET", f"/block_schemas/{schema['id']}"),
        await raw(client, "GET", f"/block_documents/{document['id']}"),
    ]


@answers([403, {"detail": "Block schemas for protected block types cannot be deleted."}])
async def a_schema_of_a_protected_type_cannot_be_deleted(client: PrefectClient) -> object:
    await raw(client, "POST", "/block_types/install_system_block_types")
    secret = await client.read_block_type_by_slug("secret")
    schema = await client.get_most_recent_block_schema_for_block_type(secret.id)
    return await raw(client, "DELETE", f"/block_schemas/{schema.id}")


@answers(
    [
        [200, [3, 2, 1, 0]],
        [200, [1, 0]],
        [200, [2, 1, 0]],
        [200, [2, 0]],
        [200, [1]],
        [200, [3, 2, 1]],
        [200, [3, 2, 1, 0]],
        [200, [2, 1]],
        [422, None],
        [422, None],
    ]
)
async def block_schemas_are_filtered_newest_first(client: PrefectClient) -> object:
    one, other, own = await new_type(client), await new_type(client), new_name("cap")
    made = [
        await new_schema(client, one, version="1", capabilities=[own, "read"]),
        await new_schema(client, one, version="2", capabilities=[own]),
        await new_schema(client, other, version="2", capabilities=[own, "read", "write"]),
        await new_schema(client, other),
    ]
    ids = [schema["id"] for schema in made]
    types = {"block_type_id": {"any_": [one["id"], other["id"]]}}
    wheres: list[dict[str, Any]] = [
        {"block_schemas": types},
        {"block_schemas": {"block_type_id": {"any_": [one["id"]]}}},
        {"block_schemas": {"block_capabilities": {"all_": [own]}}},
        {"block_schemas": {"block_capabilities": {"all_": [own, "read"]}}},
        {"block_schemas": {"id": {"any_": [ids[1], str(NOBODY)]}}},
        {"block_schemas": types | {"version": {"any_": ["2", "non-versioned"]}}},
        {"block_schemas": types | {"operator": "or_", "version": {"any_": ["none"]}}},
        {"block_schemas": types, "limit": 2, "offset": 1},
        {"block_schemas": types, "limit": 201},
        {"block_schemas": {"checksum": {}}},
    ]
    found = []
    for where in wheres:
        status, body = await raw(client, "POST", "/block_schemas/filter", json=where)
        found.append([status, [ids.index(one["id"]) for one in body] if status == 200 else None])
    return found


@answers([True, True])
async def a_listed_block_schema_has_its_type_with_it(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client), capabilities=["a"])
    where = {"block_schemas": {"id": {"any_": [schema["id"]]}}}
    _, (listed,) = await raw(client, "POST", "/block_schemas/filter", json=where)
    return [listed == schema, listed["block_type"]["id"] == schema["block_type_id"]]


@answers([200, True, True, True])
async def every_capability_is_known(client: PrefectClient) -> object:
    own = new_name("cap")
    await new_schema(client, await new_type(client), capabilities=[own, "get-directory"])
    status, known = await raw(client, "GET", "/block_capabilities/")
    return status, own in known, "get-directory" in known, len(known) == len(set(known))


@answers(
    [
        {
            "title": "Crate-<new>",
            "type": "object",
            "properties": {"inner": {"$ref": "#/definitions/Inner"}},
            "block_type_slug": "crate-<new>",
            "block_schema_references": {
                "inner": {"block_type_slug": "crate-<new>", "block_schema_checksum": "<checksum>"}
            },
            "definitions": {
                "Inner": {
                    "title": "Crate-<new>",
                    "type": "object",
                    "properties": {},
                    "block_type_slug": "crate-<new>",
                    "block_schema_references": {},
                }
            },
        },
        {
            "title": "Crate-<new>",
            "type": "object",
            "properties": {"inner": {"$ref": "#/definitions/Inner"}},
            "block_type_slug": "crate-<new>",
            "block_schema_references": {
                "inner": {"block_schema_checksum": "<checksum>", "block_type_slug": "crate-<new>"}
            },
            "definitions": {
                "Crate-<new>": {
                    "title": "Crate-<new>",
                    "type": "object",
                    "properties": {},
                    "block_type_slug": "crate-<new>",
                    "block_schema_references": {},
                }
            },
        },
    ]
)
async def a_nested_schema_comes_back_with_what_it_refers_to(client: PrefectClient) -> object:
    inner_type, outer_type = await new_type(client), await new_type(client)
    inner = await new_schema(client, inner_type, fields={"block_type_slug": inner_type["slug"]})
    reference = {"block_type_slug": inner_type["slug"], "block_schema_checksum": inner["checksum"]}
    fields = {
        "block_type_slug": outer_type["slug"],
        "properties": {"inner": {"$ref": "#/definitions/Inner"}},
        "block_schema_references": {"inner": reference},
        "definitions": {"Inner": inner["fields"] | {"block_schema_references": {}}},
    }
    outer = await new_schema(client, outer_type, fields=fields)
    read = await raw(client, "GET", f"/block_schemas/{outer['id']}")
    shown = [json.loads(json.dumps(one).replace(inner["checksum"], "<checksum>")) for one in (outer, read[1])]
    return [one["fields"] for one in shown]


@answers([["a"], "non-versioned", True, 1, None])
async def the_client_makes_a_block_schema(client: PrefectClient) -> object:
    block_type = await new_type(client)
    made = await client.create_block_schema(
        BlockSchemaCreate(fields={"title": new_name("Crate")}, block_type_id=block_type["id"], capabilities=["a"])
    )
    latest = await client.get_most_recent_block_schema_for_block_type(block_type["id"])
    listed = [schema for schema in await client.read_block_schemas() if schema.id == made.id]
    empty = await client.get_most_recent_block_schema_for_block_type((await new_type(client))["id"])
    return [made.capabilities, made.version, latest.id == made.id, len(listed), empty]
