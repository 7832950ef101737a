"""Block documents that refer to others: filled in, replaced, gone."""

from typing import Any

from checks.block_scene import new_document, new_schema, new_type
from checks.scene import NOBODY, answers, new_name, raw
from prefect.client.orchestration import PrefectClient


@answers(
    [
        {"z": 3, "inside": {"y": 2, "deep": {"key": "********", "x": 1}}},
        {
            "inside": [
                ["block_document"],
                ["block_document_references", "block_type", "id", "is_anonymous", "name"],
                "middle",
                False,
                {
                    "deep": [
                        ["block_document"],
                        ["block_document_references", "block_type", "id", "is_anonymous", "name"],
                        "inner",
                        False,
                        {},
                    ]
                },
            ]
        },
        {"z": 3, "inside": {"y": 2, "deep": {"key": "k", "x": 7}}},
        [204, None],
        {"z": 3, "inside": {"y": 2}},
    ]
)
async def a_reference_is_filled_in_and_named(client: PrefectClient) -> object:
    inner_schema = await new_schema(client, await new_type(client), fields={"secret_fields": ["key"]})
    inner = await new_document(client, inner_schema, {"key": "k", "x": 1})
    middle = await new_document(
        client,
        await new_schema(client, await new_type(client)),
        {"deep": {"$ref": {"block_document_id": inner["id"]}}, "y": 2},
    )
    outer = await new_document(
        client,
        await new_schema(client, await new_type(client)),
        {"inside": {"$ref": {"block_document_id": middle["id"]}}, "z": 3},
    )
    path = f"/block_documents/{outer['id']}"
    await raw(client, "PATCH", f"/block_documents/{inner['id']}", json={"data": {"x": 7}})
    read = await raw(client, "GET", f"{path}?include_secrets=true")
    return [
        outer["data"],
        plainly(outer["block_document_references"], inner, middle),
        read[1]["data"],
        await raw(client, "DELETE", f"/block_documents/{inner['id']}"),
        (await raw(client, "GET", path))[1]["data"],
    ]


def plainly(references: Any, inner: Any, middle: Any) -> Any:
    """References without what differs from time to time."""
    known = {inner["name"]: "inner", middle["name"]: "middle"}
    found: dict[str, Any] = {}
    for key, reference in references.items():
        one = reference["block_document"]
        found[key] = [sorted(reference), sorted(one), known[one["name"]], one["is_anonymous"]]
        found[key].append(plainly(one["block_document_references"], inner, middle))
    return found


@answers([{"a": 1, "in": {"n": 2}}, True, {"a": 1, "in": "text"}, {}])
async def a_reference_is_replaced_by_an_update(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client))
    first, second = [await new_document(client, schema, {"n": n}) for n in (1, 2)]
    outer = await new_document(client, schema, {"in": {"$ref": {"block_document_id": first["id"]}}, "a": 1})
    path = f"/block_documents/{outer['id']}"
    await raw(client, "PATCH", path, json={"data": {"in": {"$ref": {"block_document_id": second["id"]}}}})
    replaced = (await raw(client, "GET", path))[1]
    await raw(client, "PATCH", path, json={"data": {"in": "text"}})
    gone = (await raw(client, "GET", path))[1]
    return [
        replaced["data"],
        replaced["block_document_references"]["in"]["block_document"]["name"] == second["name"],
        gone["data"],
        gone["block_document_references"],
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
        [201, {"in": [{"$ref": {"block_document_id": "<id>"}}], "at": {"x": {"$ref": {"block_document_id": "7"}}}}],
    ]
)
async def a_reference_to_nothing_or_within_a_list(client: PrefectClient) -> object:
    schema = await new_schema(client, await new_type(client))
    inner = await new_document(client, schema, {"n": 1})
    body = {"block_schema_id": schema["id"], "block_type_id": schema["block_type_id"]}
    missing = {"in": {"$ref": {"block_document_id": str(NOBODY)}}}
    listed = {"in": [{"$ref": {"block_document_id": inner["id"]}}], "at": {"x": {"$ref": {"block_document_id": "7"}}}}
    found = []
    for data in (missing, listed):
        status, made = await raw(client, "POST", "/block_documents/", json=body | {"name": new_name("x"), "data": data})
        found.append([status, made.get("data", made)])
    return found
