"""A request as a value, and its passage to and from HTTP.

The class of a request is the operation. Its fields named in the path go to the path; of the others those of GET and
DELETE go to the query, those of POST, PUT and PATCH to a JSON body. An operation whose whole body is one value
(a list, say) names the field in `body`; fields that travel as headers are named with their headers in `headers`,
and those whose names in the query are no names in Python in `query_names`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar, get_args
from urllib.parse import quote, urlencode

import msgspec

from legato.contract.problems import problems
from legato.exceptions import RequestInvalid

R = TypeVar("R")
_LOOKED_THROUGH_BYTES = 100_000
_PLACEHOLDER = re.compile(r"{(\w+)}")


class Request(msgspec.Struct, Generic[R], kw_only=True, omit_defaults=True):
    """An operation of the API, with its arguments; R is the type of the answer."""

    method: ClassVar[str]
    path: ClassVar[str]
    status: ClassVar[int] = 200
    body: ClassVar[str | None] = None
    headers: ClassVar[Mapping[str, str]] = {}
    query_names: ClassVar[Mapping[str, str]] = {}
    also: ClassVar[tuple[int, ...]] = ()
    """Other statuses of success: 200 where what was to be made is there already."""
    errors: ClassVar[tuple[int, ...]] = ()
    """Statuses of refusals that cannot be read off the shape of the request."""

    waits: ClassVar[bool] = False
    """Whether the answer may wait for something to happen."""

    @staticmethod
    def filled(body: Any) -> Any:
        """Return a body with what its sender left unsaid, as it is read."""
        return body


class Operation(NamedTuple):
    """What can be read off the class of a request."""

    name: str
    answer: Any
    path_fields: tuple[str, ...]
    query_fields: tuple[str, ...]
    body_fields: tuple[str, ...]
    header_fields: tuple[str, ...]
    path_type: type[msgspec.Struct]
    query_type: type[msgspec.Struct]
    header_type: type[msgspec.Struct]
    body_type: Any


class HttpRequest(NamedTuple):
    """A request on its way out; `path` has the query in it, and is relative to the API's address."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]


@cache
def operation(request_type: type[Request[Any]]) -> Operation:
    """Return what the class of a request says."""
    fields = {f.name: f for f in msgspec.structs.fields(request_type)}
    in_path = tuple(_PLACEHOLDER.findall(request_type.path))
    in_header = tuple(request_type.headers)
    rest = tuple(name for name in fields if name not in (*in_path, *in_header))
    in_query = rest if request_type.method in ("GET", "DELETE") else ()
    in_body = tuple(name for name in rest if name not in in_query)
    strict = request_type.__struct_config__.forbid_unknown_fields

    def part(names: tuple[str, ...], forbid: bool, check: Any = None) -> type[msgspec.Struct]:
        columns = [(n, fields[n].type, _default(fields[n])) for n in names]
        checked = {"__post_init__": check} if check else None
        return msgspec.defstruct(
            request_type.__name__,
            columns,
            namespace=checked,
            kw_only=True,
            omit_defaults=True,
            forbid_unknown_fields=forbid,
        )

    check = getattr(request_type, "__post_init__", None)
    body: Any = fields[request_type.body].type if request_type.body else part(in_body, strict, check)
    return Operation(
        request_type.__name__,
        _answer(request_type),
        in_path,
        in_query,
        in_body,
        in_header,
        part(in_path, False),
        part(in_query, False),
        part(in_header, False),
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
    names = request.query_names
    given = {names.get(n, n): v for n in plan.query_fields if (v := getattr(request, n)) is not None}
    if given:
        path += "?" + urlencode(msgspec.to_builtins(given, str_keys=True), doseq=True)
    body = None
    if request.body:
        body = _encoder.encode(getattr(request, request.body))
    elif plan.body_fields:
        body = _encoder.encode(plan.body_type(**{n: getattr(request, n) for n in plan.body_fields}))
    sent = {header: value for name, header in request.headers.items() if (value := getattr(request, name)) is not None}
    headers = {header: str(msgspec.to_builtins(value)) for header, value in sent.items()}
    return HttpRequest(request.method, path, body, headers)


@cache
def _body_decoder(request_type: type[Request[Any]]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_body_kind(request_type), strict=False)


def _body_kind(request_type: type[Request[Any]]) -> Any:
    body_type = operation(request_type).body_type
    return _null_for_absent(body_type) if _is_loose(request_type) else body_type


def _to_look_through(body: bytes) -> Any:
    """Return what a body holds; of a long one only the first mistake is told, as reading it all takes too long."""
    if len(body) > _LOOKED_THROUGH_BYTES:
        return msgspec.UNSET
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeError, ValueError):
        return msgspec.UNSET


def _is_loose(request_type: type[Request[Any]]) -> bool:
    """Whether null in the body stands for what is not given: clients of Prefect write every argument of a query."""
    return not request_type.body and not request_type.__struct_config__.forbid_unknown_fields


@cache
def _null_for_absent(body: type[msgspec.Struct]) -> type[msgspec.Struct]:
    columns = [(f.name, f.type) if f.required else (f.name, f.type | None, None) for f in msgspec.structs.fields(body)]
    return msgspec.defstruct(body.__name__, columns, kw_only=True)


def from_http(
    request_type: type[Request[R]],
    path: Mapping[str, str],
    query: Mapping[str, Any],
    body: bytes,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Request[R]:
    """Return the request that came in over HTTP.

    Raises:
        RequestInvalid: `body` of the error is a list of `{loc, msg, type}`, one for what is wrong.
    """
    plan, values = operation(request_type), dict[str, Any]()
    names = request_type.query_names
    for where, fields, kind, held in (
        ("path", plan.path_fields, plan.path_type, path),
        ("query", plan.query_fields, plan.query_type, query),
        ("header", plan.header_fields, plan.header_type, headers),
    ):
        if fields:
            called = request_type.headers if where == "header" else names
            said = {name: value for name in fields if (value := held.get(called.get(name, name))) is not None}
            values |= _part(kind, said, where)
    if plan.body_fields:
        values |= _from_body(request_type, plan, body)
    return request_type(**values)


def _part(kind: type[msgspec.Struct], said: dict[str, Any], where: str) -> dict[str, Any]:
    try:
        part = msgspec.convert(said, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _refusal(problems(kind, said, where, error)) from None
    return {name: getattr(part, name) for name in kind.__struct_fields__}


def _from_body(request_type: type[Request[Any]], plan: Operation, body: bytes) -> dict[str, Any]:
    body = body or (b"[]" if request_type.body else b"{}")
    kind = _body_kind(request_type)
    value: Any = msgspec.UNSET
    try:
        if request_type.filled is Request.filled:
            content = _body_decoder(request_type).decode(body)
        else:
            value = request_type.filled(msgspec.json.decode(body))
            content = msgspec.convert(value, kind, strict=False, str_keys=True)
    except msgspec.ValidationError as error:
        value = _to_look_through(body) if value is msgspec.UNSET else value
        raise _refusal(problems(Any if value is msgspec.UNSET else kind, value, "body", error)) from None
    except (msgspec.DecodeError, RecursionError, UnicodeError, ValueError) as error:
        problem = {"loc": ["body"], "msg": f"not valid JSON: {error}", "type": "value_error.jsondecode"}
        raise _refusal([problem]) from None
    if request_type.body:
        return {request_type.body: content}
    given = {name: getattr(content, name) for name in plan.body_fields}
    return {n: v for n, v in given.items() if v is not None} if _is_loose(request_type) else given


def _refusal(found: list[dict[str, Any]]) -> RequestInvalid:
    return RequestInvalid("Invalid request received.", status=422, body=found)


def checked(request: Request[R]) -> Request[R]:
    """Return a request as HTTP would bring it: with values of the types that its fields have.

    Raises:
        RequestInvalid: a value does not fit.
    """
    try:
        return msgspec.json.decode(_encoder.encode(request), type=type(request), strict=False)
    except msgspec.ValidationError as error:
        found = problems(type(request), msgspec.to_builtins(request, str_keys=True), "body", error)
        raise _refusal(found) from None
