"""The contract as OpenAPI: what the UI's types and other people's clients are generated from."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import msgspec

from legato import contract
from legato.contract.request import Operation, Request, operation

_REFERENCE = "#/components/schemas/{name}"
_REFUSALS = {
    400: "The request cannot be met as things are.",
    403: "Nobody may do that.",
    404: "There is no such thing.",
    409: "Something stands in the way.",
    413: "The request is too large.",
    422: "The request is not valid.",
    423: "There is no room now; Retry-After says when to ask again.",
    503: "The database cannot be used now.",
}


def operations() -> list[type[Request[Any]]]:
    """Return every operation of the contract."""
    found: dict[str, type[Request[Any]]] = {}
    for entry in iter_modules(contract.__path__, "legato.contract."):
        module = import_module(entry.name)
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Request) and hasattr(value, "path"):
                found[value.__name__] = value
    return sorted(found.values(), key=lambda kind: (kind.path, kind.method))


def openapi() -> dict[str, Any]:
    """Return the description of the API; paths are relative to the server's address, so they begin with /api."""
    kinds = operations()
    schemas, components = _schemas(kinds)
    paths: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        paths.setdefault(f"/api{kind.path}", {})[kind.method.lower()] = _described(kind, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Legato", "version": "0.8.4", "description": "Workflow orchestration."},
        "paths": paths,
        "components": {"schemas": components},
    }


def _schemas(kinds: Iterable[type[Request[Any]]]) -> tuple[dict[Any, Any], dict[str, Any]]:
    """Return the schema of each type by the type's place in an operation, and the named schemas they refer to."""
    keys: list[tuple[Any, ...]] = []
    types: list[Any] = []
    for kind in kinds:
        plan = operation(kind)
        for part, type_ in (("answer", plan.answer), ("body", plan.body_type)):
            keys.append((kind, part))
            types.append(type_)
        for part, struct in _parts(plan):
            for field in msgspec.structs.fields(struct):
                keys.append((kind, part, field.name))
                types.append(field.type)
    found, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    return dict(zip(keys, found, strict=True)), dict(components)


def _parts(plan: Operation) -> tuple[tuple[str, type[msgspec.Struct]], ...]:
    return ("path", plan.path_type), ("query", plan.query_type), ("header", plan.header_type)


def _described(kind: type[Request[Any]], schemas: dict[Any, Any]) -> dict[str, Any]:
    plan = operation(kind)
    described: dict[str, Any] = {
        "operationId": kind.__name__,
        "tags": [kind.__module__.rpartition(".")[2]],
        "summary": (kind.__doc__ or "").strip().splitlines()[0],
        "parameters": _parameters(kind, plan, schemas),
        "responses": _responses(kind, plan, schemas),
    }
    if plan.body_fields:
        content = {"application/json": {"schema": schemas[kind, "body"]}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _responses(kind: type[Request[Any]], plan: Operation, schemas: dict[Any, Any]) -> dict[str, Any]:
    refused = {400, 403, 503, *kind.errors}
    if plan.path_fields:
        refused.add(404)
    if plan.path_fields or plan.query_fields or plan.header_fields or plan.body_fields:
        refused.add(422)
    if kind.method not in ("GET", "DELETE"):
        refused.add(413)
    answered = {str(status): _answer(kind, schemas) for status in (kind.status, *kind.also)}
    return answered | {str(status): {"description": _REFUSALS[status]} for status in sorted(refused)}


def _parameters(kind: type[Request[Any]], plan: Operation, schemas: dict[Any, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": kind.headers.get(field.name) or kind.query_names.get(field.name, field.name),
            "in": part,
            "required": part == "path" or field.required,
            "schema": schemas[kind, part, field.name],
        }
        for part, struct in _parts(plan)
        for field in msgspec.structs.fields(struct)
    ]


def _answer(kind: type[Request[Any]], schemas: dict[Any, Any]) -> dict[str, Any]:
    if kind.status == 204:
        return {"description": "Done."}
    return {"description": "The answer.", "content": {"application/json": {"schema": schemas[kind, "answer"]}}}
