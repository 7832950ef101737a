"""The facts of an API: what OpenAPI says of each operation, reduced to what can be held against another one's."""

from typing import Any

Json = dict[str, Any]


def facts(description: Json) -> dict[str, Json]:
    """What there is to know of each operation, by method and path."""
    schemas = description["components"]["schemas"]
    found = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            found[f"{method.upper()} {path}"] = _operation(operation, schemas)
    return found


def _operation(operation: Json, schemas: Json) -> Json:
    parameters = {f"{p['in']} {p['name']}": kind(p["schema"], schemas) for p in operation.get("parameters", [])}
    statuses = [status for status in operation["responses"] if status.startswith("2")]
    found: Json = {"parameters": parameters, "status": statuses}
    if "requestBody" in operation:
        found["body"] = fields(operation["requestBody"]["content"]["application/json"]["schema"], schemas)
    content = operation["responses"][statuses[0]].get("content")
    if content:
        found["answer"] = fields(content["application/json"]["schema"], schemas)
    return found


def _resolved(schema: Json, schemas: Json) -> Json:
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]] | {k: v for k, v in schema.items() if k == "default"}
    return schema


def kind(schema: Json, schemas: Json) -> str:
    """The type of a value in a word; null is no type of its own."""
    schema = _resolved(schema, schemas)
    choices = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if choices:
        return " | ".join(sorted({kind(one, schemas) for one in choices}))
    if "enum" in schema:
        return "enum " + " ".join(sorted(map(str, schema["enum"])))
    if "const" in schema:
        return f"enum {schema['const']}"
    name = schema.get("type", "any")
    if name == "string" and schema.get("format") in ("uuid", "date-time"):
        return str(schema["format"])
    if name != "array":
        return str(name)
    items = schema.get("prefixItems") or [schema.get("items", {})]
    return f"[{' '.join(kind(item, schemas) for item in items)}]"


def fields(schema: Json, schemas: Json) -> Any:
    """The fields of an object, or of the objects in a list; of anything else its type."""
    schema = _resolved(schema, schemas)
    choices = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if len(choices) == 1:
        return fields(choices[0], schemas)
    if schema.get("type") == "array" and "properties" in _resolved(schema.get("items") or {}, schemas):
        return {"[]": fields(schema["items"], schemas)}
    if "properties" not in schema:
        return kind(schema, schemas)
    required = schema.get("required", [])
    found: Json = {}
    for name, part in schema["properties"].items():
        found[name] = {"type": kind(part, schemas)} | ({"required": True} if name in required else {})
        if part.get("default") is not None:
            found[name]["default"] = part["default"]
    return found
