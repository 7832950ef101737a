"""Templates, schemas, collections, tokens and settings: what the server says beside its nouns."""

from typing import Any

from checks.scene import answers, raw, statuses
from prefect.client.orchestration import PrefectClient


@answers(
    [
        [204, None, None],
        [204, None, None],
        [204, None, None],
        [422, ["error"], None],
        [422, ["error"], None],
        [204, None, None],
    ]
)
async def a_template_is_validated(client: PrefectClient) -> object:
    found: list[Any] = []
    for template in ("{{ event.id }}", "plain", "", "{{ x", "{% if %}", "{{ x | nothing }}"):
        status, body = await raw(client, "POST", "/templates/validate", json=template)
        found.append([status, body if body is None else sorted(body), body and body.get("source")])
    return found


@answers(
    [
        422,
        {
            "error": {
                "line": 2,
                "message": "unexpected end of template, expected 'end of print statement'.",
                "source": "line one\n{{ x",
            }
        },
    ]
)
async def a_broken_template_is_explained(client: PrefectClient) -> object:
    return await raw(client, "POST", "/templates/validate", json="line one\n{{ x")


SCHEMA = {
    "title": "Parameters",
    "type": "object",
    "properties": {
        "size": {"type": "integer", "title": "Size"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "who": {"$ref": "#/definitions/Who"},
    },
    "required": ["size"],
    "definitions": {"Who": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}},
}


@answers(
    [
        [200, {"errors": [], "valid": True}],
        [200, {"errors": [{"property": "size", "errors": ["'size' is a required property"]}], "valid": False}],
        [200, {"errors": [{"property": "size", "errors": ["'x' is not of type 'integer'"]}], "valid": False}],
        [
            200,
            {
                "errors": [{"property": "tags", "errors": [{"index": 1, "errors": ["7 is not of type 'string'"]}]}],
                "valid": False,
            },
        ],
        [
            200,
            {
                "errors": [
                    {"property": "who", "errors": [{"property": "name", "errors": ["'name' is a required property"]}]}
                ],
                "valid": False,
            },
        ],
        [
            200,
            {
                "errors": [
                    {"property": "who", "errors": [{"property": "name", "errors": ["7 is not of type 'string'"]}]}
                ],
                "valid": False,
            },
        ],
        [200, {"errors": [], "valid": True}],
        [200, {"errors": [], "valid": True}],
        [
            200,
            {
                "errors": [
                    {
                        "property": "size",
                        "errors": [
                            "Invalid JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
                        ],
                    }
                ],
                "valid": False,
            },
        ],
        [200, {"errors": [], "valid": True}],
        [
            200,
            {"errors": [{"property": "size", "errors": ["Missing 'value' key in __prefect object"]}], "valid": False},
        ],
        [200, {"errors": [], "valid": True}],
        [
            200,
            {
                "errors": [{"property": "size", "errors": ["Variable 'no_such_variable' not found in workspace."]}],
                "valid": False,
            },
        ],
        [200, {"errors": [], "valid": True}],
        [
            200,
            {
                "errors": [
                    {
                        "property": "size",
                        "errors": ["Invalid jinja: unexpected end of template, expected 'end of print statement'."],
                    }
                ],
                "valid": False,
            },
        ],
    ]
)
async def values_are_validated_against_a_schema(client: PrefectClient) -> object:
    values: list[Any] = [
        {"size": 1},
        {},
        {"size": "x"},
        {"size": 1, "tags": ["a", 7]},
        {"size": 1, "who": {}},
        {"size": 1, "who": {"name": 7}},
        {"size": 1, "extra": True},
        {"size": {"__prefect_kind": "json", "value": "3"}},
        {"size": {"__prefect_kind": "json", "value": "{"}},
        {"size": {"__prefect_kind": "none", "value": 3}},
        {"size": {"__prefect_kind": "none"}},
        {"size": {"__prefect_kind": "what", "value": 3}},
        {"size": {"__prefect_kind": "workspace_variable", "variable_name": "no_such_variable"}},
        {"size": {"__prefect_kind": "jinja", "template": "{{ 3 }}"}},
        {"size": {"__prefect_kind": "jinja", "template": "{{ 3"}},
    ]
    return [
        await raw(client, "POST", "/ui/schemas/validate", json={"schema": SCHEMA, "values": value}) for value in values
    ]


@answers(
    [
        [422, 422, 422],
        [200, {"errors": [], "valid": True}],
        [422, {"detail": "Invalid schema: 'no-such-type' is not valid under any of the given schemas"}],
    ]
)
async def a_schema_that_is_none_is_refused(client: PrefectClient) -> object:
    bodies: list[Any] = [{}, {"schema": {}}, {"values": {}}]
    circular = {"type": "object", "properties": {"x": {"$ref": "#/definitions/X"}}}
    circular["definitions"] = {"X": {"type": "object", "properties": {"x": {"$ref": "#/definitions/X"}}}}  # type: ignore[assignment]
    broken = {"schema": {"type": "no-such-type"}, "values": {}}
    return [
        await statuses(client, "POST", "/ui/schemas/validate", bodies),
        await raw(client, "POST", "/ui/schemas/validate", json={"schema": circular, "values": {}}),
        await raw(client, "POST", "/ui/schemas/validate", json=broken),
    ]


@answers([200, True, [404, {"detail": "View no-such-view not found in registry"}]])
async def collections_can_be_looked_at(client: PrefectClient) -> object:
    status, view = await raw(client, "GET", "/collections/views/aggregate-worker-metadata")
    return [status, "prefect" in view, await raw(client, "GET", "/collections/views/no-such-view")]


@answers(
    [
        ["default_base_job_configuration", "display_name", "logo_url", "type"],
        "process",
        ["job_configuration", "variables"],
        ["command", "env", "labels", "name", "stream_output", "working_dir"],
        ["command", "env", "labels", "name", "stream_output", "working_dir"],
    ]
)
async def the_metadata_of_the_process_worker_is_known(client: PrefectClient) -> object:
    workers = await client.read_worker_metadata()
    process = workers["prefect"]["process"]
    template = process["default_base_job_configuration"]
    return [
        sorted({"type", "default_base_job_configuration", "display_name", "logo_url"} & set(process)),
        process["type"],
        sorted(template),
        sorted(template["variables"]["properties"]),
        sorted(template["job_configuration"]),
    ]


@answers([[422, {"detail": "CSRF protection is disabled."}], 422])
async def no_token_is_needed_while_protection_is_off(client: PrefectClient) -> object:
    return [await raw(client, "GET", "/csrf-token?client=me"), (await raw(client, "GET", "/csrf-token"))[0]]


@answers(
    [
        200,
        {
            "PREFECT_API_DEFAULT_LIMIT": 200,
            "PREFECT_API_KEY": "********",
            "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": False,
        },
    ]
)
async def settings_are_shown_without_secrets(client: PrefectClient) -> object:
    status, settings = await raw(client, "GET", "/admin/settings")
    known = {
        key: settings[key]
        for key in (
            "PREFECT_API_DEFAULT_LIMIT",
            "PREFECT_API_KEY",
            "PREFECT_SERVER_CSRF_PROTECTION_ENABLED",
        )
    }
    return [status, known]


@answers([200, True, [200, "0.8.4"]])
async def the_version_of_the_package_is_told(client: PrefectClient) -> object:
    status, version = await raw(client, "GET", "/admin/version")
    return [status, isinstance(version, str), await raw(client, "GET", "/version")]
