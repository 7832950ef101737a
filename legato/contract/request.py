"""A request as a value, and its passage to and from HTTP.

The class of a request is the operation. Its fields named in the path go to the path; of the others those of GET and
DELETE go to the query, those of POST, PUT and PATCH to a JSON body. An operation whose whole body is one value
(a list, say) names the field in `body`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar, get_args
from urllib.parse import quote, urlencode

import msgspec

from legato.exceptions import RequestInvalid

R = TypeVar("R")
_PLACEHOLDER = re.compile(r"{(\w+)}")


class Request(msgspec.Struct, Generic[R], kw_only=True, omit_defaults=True):
    """An operation of the API, with its arguments; R is the type of the answer."""

    method: ClassVar[str]
    path: ClassVar[str]
    status: ClassVar[int] = 200
    body: ClassVar[str | None] = None


class Operation(NamedTuple):
    """What can be read off the class of a request."""

    name: str
    answer: Any
    path_fields: tuple[str, ...]
    query_fields: tuple[str, ...]
    body_fields: tuple[str, ...]
    path_type: type[msgspec.Struct]
    query_type: type[msgspec.Struct]
    body_type: Any


class HttpRequest(NamedTuple):
    """A request on its way out; `path` has the query in it, and is relative to the API's address."""

    method: str
    path: str
    body: bytes | None


@cache
def operation(request_type: type[Request[Any]]) -> Operation:
    """Return what the class of a request says."""
    fields = {f.name: f for f in msgspec.structs.fields(request_type)}
    in_path = tuple(_PLACEHOLDER.findall(request_type.path))
    rest = tuple(name for name in fields if name not in in_path)
    in_query = rest if request_type.method in ("GET", "DELETE") else ()
    in_body = tuple(name for name in rest if name not in in_query)
    strict = request_type.__struct_config__.forbid_unknown_fields

    def part(names: tuple[str, ...], forbid: bool) -> type[msgspec.Struct]:
        columns = [(n, fields[n].type, _default(fields[n])) for n in names]
        return msgspec.defstruct(
            request_type.__name__, columns, kw_only=True, omit_defaults=True, forbid_unknown_fields=forbid
        )

    body: Any = fields[request_type.body].type if request_type.body else part(in_body, strict)
    return Operation(
        request_type.__name__,
        _answer(request_type),
        in_path,
        in_query,
        in_body,
        part(in_path, False),
        part(in_query, False),
        body,
    )


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return msgspec.field(default_factory=field.default_factory)
    return msgspec.field() if field.default is msgspec.NODEFAULT else msgspec.field(default=field.default)


def _answer(request_type: type[Request[Any]]) -> Any:
    for base in getattr(request_type, "__orig_bases__", ()):
        if getattr(base, "__origin__", None) is Request:
            return get_args(base)[0]
    raise TypeError(f"{request_type.__name__} does not say what it answers.")


_encoder = msgspec.json.Encoder()


def to_http(request: Request[Any]) -> HttpRequest:
    """Return the request as method, path with query, and JSON body."""
    plan = operation(type(request))
    path = request.path
    for name in plan.path_fields:
        path = path.replace(f"{{{name}}}", quote(str(getattr(request, name)), safe=""))
    given = {n: v for n in plan.query_fields if (v := getattr(request, n)) is not None}
    if given:
        path += "?" + urlencode(msgspec.to_builtins(given, str_keys=True), doseq=True)
    body = None
    if request.body:
        body = _encoder.encode(getattr(request, request.body))
    elif plan.body_fields:
        body = _encoder.encode(plan.body_type(**{n: getattr(request, n) for n in plan.body_fields}))
    return HttpRequest(request.method, path, body)


@cache
def _body_decoder(request_type: type[Request[Any]]) -> msgspec.json.Decoder[Any]:
    body_type = operation(request_type).body_type
    return msgspec.json.Decoder(_null_for_absent(body_type) if _is_loose(request_type) else body_type, strict=False)


def _is_loose(request_type: type[Request[Any]]) -> bool:
    """Whether null in the body stands for what is not given: clients of Prefect write every argument of a query."""
    return not request_type.body and not request_type.__struct_config__.forbid_unknown_fields


def _null_for_absent(body: type[msgspec.Struct]) -> type[msgspec.Struct]:
    columns = [(f.name, f.type) if f.required else (f.name, f.type | None, None) for f in msgspec.structs.fields(body)]
    return msgspec.defstruct(body.__name__, columns, kw_only=True)


def from_http(
    request_type: type[Request[R]], path: Mapping[str, str], query: Mapping[str, Any], body: bytes
) -> Request[R]:
    """Return the request that came in over HTTP.

    Raises:
        RequestInvalid: `body` of the error is a list of `{loc, msg, type}`, one for what is wrong.
    """
    plan = operation(request_type)
    values: dict[str, Any] = {}
    where = "path"
    try:
        if plan.path_fields:
            part = msgspec.convert(dict(path), plan.path_type, strict=False)
            values.update((n, getattr(part, n)) for n in plan.path_fields)
        where = "query"
        if plan.query_fields:
            part = msgspec.convert(dict(query), plan.query_type, strict=False)
            values.update((n, getattr(part, n)) for n in plan.query_fields)
        where = "body"
        if plan.body_fields:
            content = _body_decoder(request_type).decode(body or (b"[]" if request_type.body else b"{}"))
            if request_type.body:
                values[request_type.body] = content
            else:
                given = {n: getattr(content, n) for n in plan.body_fields}
                values |= {n: v for n, v in given.items() if v is not None} if _is_loose(request_type) else given
    except msgspec.ValidationError as error:
        raise RequestInvalid("Invalid request received.", status=422, body=[_explain(where, str(error))]) from None
    except (msgspec.DecodeError, RecursionError, UnicodeError, ValueError) as error:
        problem = {"loc": [where], "msg": f"not valid JSON: {error}", "type": "value_error.jsondecode"}
        raise RequestInvalid("Invalid request received.", status=422, body=[problem]) from None
    return request_type(**values)


_KINDS = (
    (re.compile(r"unknown field `(.*?)`"), "extra fields not permitted", "value_error.extra"),
    (re.compile(r"missing required field `(.*?)`"), "field required", "value_error.missing"),
)
_TYPES = (
    ("Invalid UUID", "type_error.uuid"),
    ("Invalid RFC3339", "value_error.datetime"),
    ("Invalid enum value", "type_error.enum"),
    ("matching regex", "value_error.str.regex"),
    ("length", "value_error.any_str.length"),
    ("Expected `int` >=", "value_error.number.not_ge"),
    ("Expected `int` <=", "value_error.number.not_le"),
)


def _explain(where: str, message: str) -> dict[str, Any]:
    text, _, at = message.partition(" - at `")
    steps: list[str | int] = [int(s) if s.isdigit() else s for s in re.findall(r"\w+", at.rstrip("`"))]
    for pattern, sentence, kind in _KINDS:
        if found := pattern.search(text):
            return {"loc": [where, *steps, found[1]], "msg": sentence, "type": kind}
    kind = next((kind for start, kind in _TYPES if start in text), "type_error")
    return {"loc": [where, *steps], "msg": text.replace("`", "'"), "type": kind}
