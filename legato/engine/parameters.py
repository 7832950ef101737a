"""Parameters: bound to a signature, checked against annotations, described for forms, made fit for the wire."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from legato import secrecy
from legato.exceptions import ParameterBindError, ParameterTypeError
from legato.traversal import PLAIN, replaced

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_EXACT = (int, str, float, bool, bytes, list, dict, tuple, set, type(None))
_MOST_WIRE_BYTES = 512_000


def bind(
    fn: Callable[..., Any], signature: inspect.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, Any]:
    """Return the parameters of a call by name, defaults filled in.

    Raises:
        ParameterBindError: the arguments do not fit the signature.
    """
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError as error:
        raise _misfit(fn, signature, str(error), args, kwargs) from None
    bound.apply_defaults()
    return bound.arguments


def complete(fn: Callable[..., Any], signature: inspect.Signature, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return parameters that are given by name, as a run keeps them, with defaults filled in.

    Those of `*args` are a list under its name and those of `**kwargs` a mapping, which takes all other names as well.

    Raises:
        ParameterBindError: one is missing or unknown, or those of `*args` or `**kwargs` are no list or mapping.
    """
    result: dict[str, Any] = {}
    rest = dict(parameters)
    extra: dict[str, Any] | None = None
    for name, parameter in signature.parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            given = rest.pop(name, ())
            if not isinstance(given, list | tuple):
                raise _misfit(fn, signature, f"{name!r} has to be a list, not {type(given).__name__}", (), parameters)
            result[name] = tuple(given)
        elif parameter.kind is parameter.VAR_KEYWORD:
            given = rest.pop(name, {})
            if not isinstance(given, dict):
                raise _misfit(
                    fn, signature, f"{name!r} has to be a mapping, not {type(given).__name__}", (), parameters
                )
            extra = result[name] = dict(given)
        elif name in rest:
            result[name] = rest.pop(name)
        elif parameter.default is not parameter.empty:
            result[name] = parameter.default
        else:
            raise _misfit(fn, signature, f"missing a required argument: {name!r}", (), parameters)
    if rest and extra is None:
        raise _misfit(fn, signature, f"got an unexpected keyword argument {next(iter(rest))!r}", (), parameters)
    if extra is not None:
        extra.update(rest)
    return result


def _misfit(
    fn: Callable[..., Any], signature: inspect.Signature, problem: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> ParameterBindError:
    name = getattr(fn, "__name__", str(fn))
    return ParameterBindError(
        f"Error binding parameters for function '{name}': {problem}.\n"
        f"Function '{name}' has signature '{signature}' but received "
        f"args: {args!r:.500} and kwargs: {list(kwargs)!r}."
    )


def call_arguments(signature: inspect.Signature, parameters: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments by position and by keyword with which to call the function."""
    bound = inspect.BoundArguments(signature, parameters)
    return bound.args, bound.kwargs


# ── validation ──────────────────────────────────────────────────────────────────────────────────


class Validator:
    """Checks and coerces parameters against a function's annotations, with pydantic where a look does not suffice."""

    def __init__(self, fn: Callable[..., Any], signature: inspect.Signature) -> None:
        self._fn, self._signature = fn, signature
        self._hints: dict[str, Any] | None = None
        self._adapters: dict[str, TypeAdapter[Any]] = {}

    @property
    def hints(self) -> dict[str, Any]:
        """The annotation of each annotated parameter."""
        if self._hints is None:
            self._hints = _hints(self._fn, self._signature)
        return self._hints

    def validate(self, parameters: dict[str, Any], given: set[str] | None = None) -> dict[str, Any]:
        """Return the parameters with those in `given` (all, by default) checked and coerced.

        Raises:
            ParameterTypeError: values cannot be coerced; the message has a line for each.
        """
        problems: list[str] = []
        result = dict(parameters)
        for name, hint in self.hints.items():
            if name not in parameters or (given is not None and name not in given):
                continue
            result[name] = self._validate_one(name, hint, parameters[name], problems)
        if problems:
            raise ParameterTypeError("Flow run received invalid parameters:\n" + "\n".join(problems))
        return result

    def _validate_one(self, name: str, hint: Any, value: Any, problems: list[str]) -> Any:
        kind = self._signature.parameters[name].kind
        if kind is inspect.Parameter.VAR_POSITIONAL:
            return tuple(self._checked(f"{name}.{i}", name, hint, v, problems) for i, v in enumerate(value))
        if kind is inspect.Parameter.VAR_KEYWORD:
            return {k: self._checked(f"{name}.{k}", name, hint, v, problems) for k, v in value.items()}
        return self._checked(name, name, hint, value, problems)

    def _checked(self, label: str, name: str, hint: Any, value: Any, problems: list[str]) -> Any:
        if hint is Any or (type(value) is hint and hint in _EXACT):
            return value
        import pydantic

        try:
            return self._adapter(name, hint).validate_python(value)
        except pydantic.ValidationError as error:
            for problem in error.errors(include_url=False):
                where = ".".join([label, *map(str, problem["loc"])])
                problems.append(f" - {where}: {problem['msg']}")
            return value

    def _adapter(self, name: str, hint: Any) -> TypeAdapter[Any]:
        if name not in self._adapters:
            self._adapters[name] = _type_adapter(hint)
        return self._adapters[name]


def _hints(fn: Callable[..., Any], signature: inspect.Signature) -> dict[str, Any]:
    annotated = {n: p.annotation for n, p in signature.parameters.items() if p.annotation is not p.empty}
    if not any(isinstance(annotation, str) for annotation in annotated.values()):
        return annotated
    from typing import get_type_hints

    target = inspect.unwrap(fn)
    try:
        hints = get_type_hints(target, include_extras=True)
    except (NameError, TypeError, AttributeError):
        # names that exist for type checkers only: what can be read on its own is read
        scope = getattr(target, "__globals__", {})
        hints = {n: _evaluated(a, scope) for n, a in annotated.items()}
    return {name: hints.get(name, Any) for name in annotated}


def _evaluated(annotation: Any, scope: dict[str, Any]) -> Any:
    if not isinstance(annotation, str):
        return annotation
    try:
        return eval(annotation, scope)
    except Exception:
        return Any


def _type_adapter(hint: Any) -> TypeAdapter[Any]:
    import pydantic

    try:
        return pydantic.TypeAdapter(hint, config=pydantic.ConfigDict(arbitrary_types_allowed=True))
    except pydantic.errors.PydanticUserError:  # the type has a configuration of its own
        return pydantic.TypeAdapter(hint)


# ── description ─────────────────────────────────────────────────────────────────────────────────


class ParameterSchema(msgspec.Struct, kw_only=True):
    """The parameters of a function as a JSON schema."""

    title: str = "Parameters"
    type: str = "object"
    properties: dict[str, Any] = {}
    required: list[str] = []
    definitions: dict[str, Any] = {}

    def dict(self) -> dict[str, Any]:
        """Return the schema as plain data."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


def parameter_schema(fn: Callable[..., Any], signature: inspect.Signature | None = None) -> ParameterSchema:
    """Return the JSON schema of a function's parameters, described by its docstring."""
    signature = signature or inspect.signature(fn)
    hints, sentences = _hints(fn, signature), _docstring_parameters(inspect.getdoc(fn))
    schema = ParameterSchema(properties={}, required=[], definitions={})
    for position, (name, parameter) in enumerate(signature.parameters.items()):
        entry = {"title": name, **_type_schema(hints.get(name, Any), parameter.kind, schema.definitions)}
        entry["title"] = name
        if parameter.default is not parameter.empty:
            entry["default"] = to_wire(parameter.default)
        elif parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            schema.required.append(name)
        if name in sentences:
            entry["description"] = sentences[name]
        entry["position"] = position
        schema.properties[name] = entry
    return schema


def _type_schema(hint: Any, kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint is Any:
        inner: dict[str, Any] = {}
    else:
        from pydantic.errors import PydanticSchemaGenerationError, PydanticUserError

        try:
            inner = _type_adapter(hint).json_schema(ref_template="#/definitions/{model}")
        except (PydanticUserError, PydanticSchemaGenerationError):
            inner = {}  # a type that JSON does not know
        definitions.update(inner.pop("$defs", {}))
    if kind is inspect.Parameter.VAR_POSITIONAL:
        return {"type": "array", "items": inner}
    if kind is inspect.Parameter.VAR_KEYWORD:
        return {"type": "object", "additionalProperties": inner or True}
    return inner


def _docstring_parameters(docstring: str | None) -> dict[str, str]:
    if not docstring:
        return {}
    import docstring_parser

    parsed = docstring_parser.parse(docstring)
    return {param.arg_name: param.description for param in parsed.params if param.description}


# ── the wire ────────────────────────────────────────────────────────────────────────────────────


def to_wire(value: Any) -> Any:
    """Return a value as plain JSON data; what JSON does not know becomes `<TypeName>`."""
    if type(value) in (int, str, bool, type(None)):
        return value
    try:
        return msgspec.to_builtins(value, str_keys=True, enc_hook=_unknown_to_wire)
    except (TypeError, ValueError, RecursionError, NotImplementedError):
        return f"<{type(value).__name__}>"


def _unknown_to_wire(value: Any) -> Any:
    pydantic = sys.modules.get("pydantic")
    if pydantic is not None and isinstance(value, pydantic.BaseModel):
        return value.model_dump(mode="json")
    if pydantic is not None and isinstance(value, pydantic.SecretStr | pydantic.SecretBytes | pydantic.Secret):
        return "**********"
    item = getattr(value, "item", None)
    if item is not None and getattr(value, "shape", None) == ():  # a scalar of numpy or the like
        return item()
    return f"<{type(value).__name__}>"


def wire_parameters(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return parameters as plain JSON data; a value too large to be looked at is described instead."""
    _remember_secrets(parameters)
    result = {name: to_wire(value) for name, value in parameters.items()}
    for name, value in result.items():
        if isinstance(value, list | dict | str) and (size := _wire_size(value)) > _MOST_WIRE_BYTES:
            result[name] = f"<{type(parameters[name]).__name__}: {size:,} bytes, not recorded>"
    return result


def _remember_secrets(parameters: dict[str, Any]) -> None:
    """Have what is secret among parameters masked wherever the run writes it."""
    pydantic = sys.modules.get("pydantic")
    if pydantic is None or all(type(value) in PLAIN for value in parameters.values()):
        return

    def note(secret: Any) -> Any:
        value = secret.get_secret_value()
        if isinstance(value, str | bytes):
            secrecy.remember(value)
        return secret

    replaced(parameters, (pydantic.SecretStr, pydantic.SecretBytes, pydantic.Secret), note)


def _wire_size(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    try:
        return len(msgspec.json.encode(value))
    except (UnicodeError, TypeError, ValueError):
        return 0  # mended on its way
