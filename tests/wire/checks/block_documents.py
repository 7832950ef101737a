"""Block documents: create, read, update, delete; secrets, references, names, filters."""

from typing import Any

from checks.block_scene import new_document, new_schema, new_type
from checks.scene import NOBODY, answers, new_name, raised, raw, refused, statuses
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import BlockDocumentCreate, BlockDocumentUpdate

SECRETS = {"secret_fields": ["password", "keys.*", "nested.token"]}


async def data_of(client: PrefectClient, document: Any, secrets: bool = True) -> Any:
    """The data of a document."""
    query = f"?include_secrets={str(secrets).lower()}"
    return (await raw(client, "GET", f"/block_documents/{document['id']}{query}"))[1]["data"]


async def secret_document(client: PrefectClient) -> Any:
    """A document with secrets in it."""
    schema = await new_schema(client, await new_type(client), fields=SECRETS)
    data = {"user": "ada", "password": "pw", "keys": {"a": "1", "b": "2"}, "nested": {"token": "t", "x": 1}}
    return await new_document(client, schema, data)


@answers(
    [
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "name": "box-<new>",
            "data": {"x": 1, "y": [None, "✓"]},
            "block_schema_id": "<id>",
            "block_type_id": "<id>",
            "block_type_name": "crate-<new>",
            "block_document_references": {},
            "is_anonymous": False,
        },
        True,
        True,
    ]
)
async def a_block_document_has_these_fields(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client), capabilities=["a"])
    made = await new_document(client, schema, {"x": 1, "y": [None, "✓"]})
    whole = {key: made.pop(key) for key in ("block_schema", "block_type")}
    block_type = schema.pop("block_type")
    whole["block_schema"].pop("block_type")
    return [made, whole["block_schema"] == schema, whole["block_type"] == block_type]


@answers([409, {"detail": "Block already exists"}])
async def a_name_is_taken_once_in_a_type(client: PrefectClient) -> object:
    schema, other = await new_schema(client, await new_type(client)), await new_schema(client, await new_type(client))
    await new_document(client, schema, {}, name="same")
    await new_document(client, other, {}, name="same")
    body = {"name": "same", "block_schema_id": schema["id"], "block_type_id": schema["block_type_id"]}
    return await raw(client, "POST", "/block_documents/", json=body)


@answers(
    [
        [[201, "mine", True, {}], [201, "anonymous-<id>", True, {}]],
        [
            422,
            {
                "exception_message": "Invalid request received.",
                "exception_detail": [
                    {
                        "loc": ["body", "__root__"],
                        "msg": "Names must be provided for block documents.",
                        "type": "value_error",
                    }
                ],
                "request_body": {"block_schema_id": "<id>", "block_type_id": "<id>"},
            },
        ],
    ]
)
async def an_anonymous_document_gets_a_name(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client))
    body = {"block_schema_id": schema["id"], "block_type_id": schema["block_type_id"]}
    named = await raw(client, "POST", "/block_documents/", json=body | {"is_anonymous": True, "name": "mine"})
    bare = await raw(client, "POST", "/block_documents/", json=body | {"is_anonymous": True})
    return [
        [[status, one["name"], one["is_anonymous"], one["data"]] for status, one in (named, bare)],
        await raw(client, "POST", "/block_documents/", json=body),
    ]


@answers(
    [
        [422, [["body", "__root__"], ["body", "name"]]],
        [422, [["body", "__root__"], ["body", "name"]]],
        [422, [["body", "__root__"], ["body", "name"]]],
        [422, [["body", "__root__"], ["body", "name"]]],
        [422, [["body", "__root__"], ["body", "name"]]],
        [422, [["body", "__root__"]]],
        [422, [["body", "block_schema_id"], ["body", "block_type_id"]]],
    ]
)
async def a_name_with_a_forbidden_letter_is_refused(client: PrefectClient) -> object:
    ids = {"block_schema_id": str(NOBODY), "block_type_id": str(NOBODY)}
    bodies: list[dict[str, Any]] = [ids | {"name": f"a{letter}b"} for letter in "/%&<>"]
    return [await refused(client, "POST", "/block_documents/", body) for body in [*bodies, ids, {"name": "x"}]]


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
        [201, True],
    ]
)
async def a_document_of_what_is_not_there_is_refused(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client))
    other = await new_type(client)
    ids: list[dict[str, Any]] = [
        {"block_schema_id": str(NOBODY), "block_type_id": schema["block_type_id"]},
        {"block_schema_id": schema["id"], "block_type_id": other["id"]},
    ]
    found = []
    for one in ids:
        status, body = await raw(client, "POST", "/block_documents/", json=one | {"name": new_name("x"), "data": {}})
        found.append([status, body if status > 299 else body["block_type_id"] == other["id"]])
    return found


@answers(
    [
        [404, {"detail": "Block document not found"}],
        [404, {"detail": "Block document not found"}],
        [404, {"detail": "Block document not found"}],
        [404, {"detail": "Block document not found"}],
        "ObjectNotFound",
        "ObjectNotFound",
        "ObjectNotFound",
        "ObjectNotFound",
    ]
)
async def a_block_document_that_is_not_there(client: PrefectClient) -> object:
    block_type = await new_type(client)
    by_name = f"/block_types/slug/{block_type['slug']}/block_documents/name/none"
    return [
        await raw(client, "GET", f"/block_documents/{NOBODY}"),
        await raw(client, "DELETE", f"/block_documents/{NOBODY}"),
        await raw(client, "PATCH", f"/block_documents/{NOBODY}", json={"data": {}}),
        await raw(client, "GET", by_name),
        await raised(client.read_block_document(NOBODY)),
        await raised(client.read_block_document_by_name("none", block_type["slug"])),
        await raised(client.delete_block_document(NOBODY)),
        await raised(client.update_block_document(NOBODY, BlockDocumentUpdate(data={}))),
    ]


@answers(
    [
        {
            "user": "ada",
            "password": "********",
            "keys": {"a": "********", "b": "********"},
            "nested": {"token": "********", "x": 1},
        },
        [True, True, True, True, True, True],
        {"user": "ada", "password": "pw", "keys": {"a": "1", "b": "2"}, "nested": {"token": "t", "x": 1}},
        [True, True, True, True],
    ]
)
async def secrets_are_masked_unless_asked_for(client: PrefectClient) -> object:
    document = await secret_document(client)
    slug = document["block_type"]["slug"]
    by_name = f"/block_types/slug/{slug}/block_documents/name/{document['name']}"
    listed = f"/block_types/slug/{slug}/block_documents"
    where = {"block_documents": {"id": {"any_": [document["id"]]}}}
    seen = [
        document["data"],
        await data_of(client, document, secrets=False),
        (await raw(client, "GET", f"/block_documents/{document['id']}"))[1]["data"],
        (await raw(client, "GET", by_name))[1]["data"],
        (await raw(client, "GET", listed))[1][0]["data"],
        (await raw(client, "POST", "/block_documents/filter", json=where))[1][0]["data"],
    ]
    shown = [
        await data_of(client, document),
        (await raw(client, "GET", f"{by_name}?include_secrets=true"))[1]["data"],
        (await raw(client, "GET", f"{listed}?include_secrets=true"))[1][0]["data"],
        (await raw(client, "POST", "/block_documents/filter", json=where | {"include_secrets": True}))[1][0]["data"],
    ]
    return [seen[0], [one == seen[0] for one in seen], shown[0], [one == shown[0] for one in shown]]


@answers(
    [
        {"a": {"x": "********", "y": "********", "z": {"q": "********"}}},
        {"a": "********"},
        {"a": "********"},
        {"b": {"c": {"d": "********", "e": "t"}}},
        {"b": "s"},
        {"e": {"g": {"f": "********", "h": "********"}}},
    ]
)
async def a_star_masks_whatever_is_below(client: PrefectClient) -> object:
    secrets = {"secret_fields": ["a.*", "b.c.d", "e.*.f"]}
    schema = await new_schema(client, await new_type(client), fields=secrets)
    datas: list[Any] = [
        {"a": {"x": 1, "y": "s", "z": {"q": "r"}}},
        {"a": ["s", "t"]},
        {"a": "s"},
        {"b": {"c": {"d": "s", "e": "t"}}},
        {"b": "s"},
        {"e": {"g": {"f": "s", "h": "t"}}},
    ]
    return [(await new_document(client, schema, data))["data"] for data in datas]


@answers([{"x": "********", "y": 1}, {"x": None, "y": 1}, {"x": "********", "y": 1}, {"x": {"b": "c"}, "y": 1}])
async def a_secret_that_is_no_string_is_masked_too(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client), fields={"secret_fields": ["x"]})
    return [
        (await new_document(client, schema, {"x": value, "y": 1}))["data"] for value in ("", None, ["a"], {"b": "c"})
    ]


@answers(
    [
        [204, None],
        {"user": "bob", "password": "pw", "keys": {"a": "1", "b": "2"}, "nested": {"token": "t", "x": 1}},
        {"password": "pw"},
    ]
)
async def a_mask_that_is_written_back_keeps_the_secret(client: PrefectClient) -> object:
    document = await secret_document(client)
    path = f"/block_documents/{document['id']}"
    changed = await raw(client, "PATCH", path, json={"data": document["data"] | {"user": "bob"}})
    kept = await data_of(client, document)
    await raw(client, "PATCH", path, json={"data": {"password": "********"}, "merge_existing_data": False})
    replaced = await data_of(client, document)
    return [changed, kept, replaced]


@answers(
    [
        [204, {"a": 1, "b": {"x": 7}, "c": [3], "d": None}],
        [204, {"a": None, "b": {"x": 7}, "c": [3], "d": None}],
        [204, {"a": None, "b": {"x": 7}, "c": [3], "d": None}],
        [204, {"a": None, "b": {"x": 7}, "c": [3], "d": None}],
        [204, {"only": 1}],
        [204, {}],
        [422, {}],
    ]
)
async def data_is_merged_or_replaced(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client))
    document = await new_document(client, schema, {"a": 1, "b": {"x": 1, "y": 2}, "c": [1, 2]})
    path = f"/block_documents/{document['id']}"
    found = []
    for body in (
        {"data": {"b": {"x": 7}, "c": [3], "d": None}},
        {"data": {"a": None}},
        {"data": {}},
        {},
        {"data": {"only": 1}, "merge_existing_data": False},
        {"data": {}, "merge_existing_data": False},
        {"data": None},
    ):
        status, _ = await raw(client, "PATCH", path, json=body)
        found.append([status, await data_of(client, document)])
    return found


@answers(
    [
        [[204, None], True, True, {"a": 1, "b": 2}],
        [400, {"detail": "Must migrate block document to a block schema of the same block type."}],
        [
            [
                422,
                {
                    "exception_message": "Invalid request received.",
                    "exception_detail": [
                        {"loc": ["body", "name"], "msg": "extra fields not permitted", "type": "value_error.extra"}
                    ],
                    "request_body": {"name": "x"},
                },
            ],
            [
                422,
                {
                    "exception_message": "Invalid request received.",
                    "exception_detail": [
                        {
                            "loc": ["body", "is_anonymous"],
                            "msg": "extra fields not permitted",
                            "type": "value_error.extra",
                        }
                    ],
                    "request_body": {"is_anonymous": "x"},
                },
            ],
            [
                422,
                {
                    "exception_message": "Invalid request received.",
                    "exception_detail": [
                        {
                            "loc": ["body", "block_type_id"],
                            "msg": "extra fields not permitted",
                            "type": "value_error.extra",
                        }
                    ],
                    "request_body": {"block_type_id": "x"},
                },
            ],
        ],
    ]
)
async def a_document_migrates_to_another_schema_of_its_type(client: PrefectClient) -> object:
    block_type = await new_type(client)
    old, new = await new_schema(client, block_type), await new_schema(client, block_type)
    alien = await new_schema(client, await new_type(client))
    document = await new_document(client, old, {"a": 1})
    path = f"/block_documents/{document['id']}"
    moved = await raw(client, "PATCH", path, json={"block_schema_id": new["id"], "data": {"b": 2}})
    read = (await raw(client, "GET", path))[1]
    return [
        [moved, read["block_schema_id"] == new["id"], read["block_schema"]["id"] == new["id"], read["data"]],
        await raw(client, "PATCH", path, json={"block_schema_id": alien["id"], "data": {}}),
        [await raw(client, "PATCH", path, json={name: "x"}) for name in ("name", "is_anonymous", "block_type_id")],
    ]


@answers(
    [
        [200, [1, 0, 2], [200, 3]],
        [200, [1, 0, 2], [200, 3]],
        [200, [3], [200, 1]],
        [200, [1, 3, 0, 2], [200, 4]],
        [200, [1], [200, 1]],
        [200, [1, 0, 2], [200, 3]],
        [200, [], [200, 0]],
        [200, [1, 0], [200, 2]],
        [200, [2, 0, 1], [200, 3]],
        [200, [1, 2, 0], [200, 3]],
        [200, [1, 2], [200, 2]],
        [200, [0], [200, 1]],
        [200, [0], [200, 1]],
        [200, [1, 2], [200, 2]],
        [200, [0], [200, 3]],
    ]
)
async def documents_are_filtered_counted_and_sorted(client: PrefectClient) -> object:
    own = new_name("own")
    one, two = await new_type(client, name=f"z-{own}"), await new_type(client, name=f"a-{own}")
    schemas = [await new_schema(client, one, capabilities=[own]), await new_schema(client, two, version=own)]
    made = [
        await new_document(client, schemas[0], {}, name=f"b-{own}"),
        await new_document(client, schemas[1], {}, name=f"a-{own}"),
        await new_document(client, schemas[1], {}, name=f"c-{own}"),
        await new_document(client, schemas[1], {}, is_anonymous=True),
    ]
    ids = [document["id"] for document in made]
    like: dict[str, Any] = {"name": {"like_": own}}
    types, nameless = {"block_type_id": {"any_": [one["id"], two["id"]]}}, {"is_anonymous": None}
    wheres: list[dict[str, Any]] = [
        {"block_documents": like},
        {"block_documents": types},
        {"block_documents": types | {"is_anonymous": {"eq_": True}}},
        {"block_documents": types | nameless},
        {"block_documents": {"name": {"any_": [f"a-{own}", "none"]}}},
        {"block_documents": {"id": {"any_": ids}}},
        {"block_documents": {"id": {"any_": ids[:1]}, "name": {"any_": [f"a-{own}"]}}},
        {"block_documents": {"id": {"any_": ids[:1]}, "name": {"any_": [f"a-{own}"]}, "operator": "or_"} | nameless},
        {"block_documents": like, "sort": "NAME_DESC"},
        {"block_documents": like, "sort": "BLOCK_TYPE_AND_NAME_ASC"},
        {"block_types": {"slug": {"any_": [two["slug"]]}}},
        {"block_types": {"name": {"like_": f"z-{own}"}}},
        {"block_schemas": {"block_capabilities": {"all_": [own]}}},
        {"block_schemas": {"version": {"any_": [own]}}},
        {"block_documents": like, "limit": 1, "offset": 1},
    ]
    found = []
    for where in wheres:
        status, body = await raw(client, "POST", "/block_documents/filter", json=where)
        counted = {key: value for key, value in where.items() if key.startswith("block")}
        found.append(
            [
                status,
                [ids.index(o["id"]) for o in body],
                (await raw(client, "POST", "/block_documents/count", json=counted)),
            ]
        )
    return found


@answers([422, 422, 422, 422, 422])
async def a_filter_of_documents_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies = [
        {"sort": "CREATED_DESC"},
        {"limit": 201},
        {"include_secrets": "maybe"},
        {"block_documents": {"data": {}}},
        {"block_documents": {"is_anonymous": {"any_": []}}},
    ]
    return await statuses(client, "POST", "/block_documents/filter", bodies)


@answers([200, ["a", "b"], ["a", "b"]])
async def the_documents_of_a_type_are_listed(client: PrefectClient) -> object:
    block_type = await new_type(client)
    schema = await new_schema(client, block_type)
    for name in ("b", "a"):
        await new_document(client, schema, {"n": name}, name=name)
    await new_document(client, schema, {}, is_anonymous=True)
    status, listed = await raw(client, "GET", f"/block_types/slug/{block_type['slug']}/block_documents")
    read = await client.read_block_documents_by_type(block_type["slug"])
    return [status, [one["name"] for one in listed], [one.name for one in read]]


@answers(
    [
        {"password": "********"},
        {"password": "pw", "user": "ada"},
        {"password": "********", "user": "ada"},
        {"password": "pw", "user": "ada"},
        True,
        "ValidationError",
        "ObjectNotFound",
    ]
)
async def the_client_makes_reads_and_deletes_a_document(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client), fields=SECRETS)
    name = new_name("box")
    made = await client.create_block_document(
        BlockDocumentCreate(
            name=name, data={"password": "pw"}, block_schema_id=schema["id"], block_type_id=schema["block_type_id"]
        )
    )
    slug = schema["block_type"]["slug"]
    await client.update_block_document(made.id, BlockDocumentUpdate(data={"user": "ada"}))
    found = [
        made.data,
        (await client.read_block_document(made.id)).data,
        (await client.read_block_document(made.id, include_secrets=False)).data,
        (await client.read_block_document_by_name(name, slug)).data,
        made.id in [one.id for one in await client.read_block_documents()],
        await raised(client.create_block_document(made)),
    ]
    await client.delete_block_document(made.id)
    return [*found, await raised(client.read_block_document(made.id))]
