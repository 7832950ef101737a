"""Functions, by their code and what it closes over; classes and modules, by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from types import (
    BuiltinFunctionType,
    CodeType,
    FunctionType,
    GenericAlias,
    MethodType,
    MethodWrapperType,
    ModuleType,
    UnionType,
    WrapperDescriptorType,
)
from typing import Any, NamedTuple

from legato.hashing.builtin import _SINGLE
from legato.hashing.containers import feed_fields
from legato.hashing.sink import Feeder, Sink, class_name, family, feeds

_SETTLED = frozenset({bool, int, float, complex, str, bytes, *map(type, _SINGLE)})


@feeds(CodeType)
def _feed_code(sink: Sink, code: CodeType) -> None:
    """Take what a function does; not where it stands, nor how its lines are numbered."""
    sink.parts.append(b"(")
    sink.feed(code.co_code)
    sink.feed(code.co_consts)
    for names in (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars):
        sink.feed(names)
    sink.feed((code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags))
    sink.feed(code.co_exceptiontable)


_digests: dict[int, tuple[CodeType, bytes]] = {}
_MOST_DIGESTS = 2_048


def _code_digest(code: CodeType) -> bytes:
    known = _digests.get(id(code))  # the code is kept with its digest, so the id stays its own
    if known is not None:
        return known[1]
    sink = Sink()
    sink.feed(code)
    digest = sink.digest()
    if len(_digests) >= _MOST_DIGESTS:
        _digests.clear()
    _digests[id(code)] = code, digest
    return digest


@feeds(FunctionType)
def _feed_function(sink: Sink, fn: FunctionType) -> None:
    if id(fn) in sink.path:
        sink.count(b"^", len(sink.path) - sink.path[id(fn)])  # it calls itself
        return
    sink.parts.append(b"L" + _code_digest(fn.__code__))
    feed_fields(sink, fn, _function_fields(fn))


def _function_fields(fn: FunctionType) -> Iterator[tuple[str, Any]]:
    yield "__defaults__", fn.__defaults__
    yield "__kwdefaults__", fn.__kwdefaults__
    for name, cell in zip(fn.__code__.co_freevars, fn.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:
            yield f"{name} (not set)", None


class TaskCode(NamedTuple):
    """What a task's function does, under the name of the task, as far as it is settled when it is called."""

    task_key: str
    fn: Callable[..., Any]


@feeds(TaskCode)
def _feed_task_code(sink: Sink, code: TaskCode) -> None:
    sink.text(b"task", code.task_key)
    _feed_settled(sink, code.fn)


def _feed_settled(sink: Sink, fn: Callable[..., Any]) -> None:
    """Take what a function does.

    Of what it closes over that is numbers, texts and functions, but for variables that it sets itself: lists to which
    calls append, counters and clients must not make every call another one.
    """
    if not isinstance(fn, FunctionType):
        _feed_other_callable(sink, fn)
        return
    sink.parts.append(b"L" + _code_digest(fn.__code__))
    sink.enter(fn)
    for name, content in _settled_variables(fn):
        if id(content) not in sink.path:
            sink.text(b".", name)
            sink.feed(content) if type(content) in _SETTLED else _feed_settled(sink, content)
    sink.leave(fn)
    sink.parts.append(b";")


def _settled_variables(fn: FunctionType) -> Iterator[tuple[str, Any]]:
    changed = _set_variables(fn.__code__)
    for name, cell in zip(fn.__code__.co_freevars, fn.__closure__ or (), strict=True):
        try:
            content = cell.cell_contents
        except ValueError:
            continue
        if name not in changed and (type(content) in _SETTLED or isinstance(content, FunctionType)):
            yield name, content


def _feed_other_callable(sink: Sink, fn: Any) -> None:
    if isinstance(fn, MethodType):
        _feed_settled(sink, fn.__func__)
    elif isinstance(fn, partial):
        _feed_settled(sink, fn.func)
        sink.feed(fn.args)
        sink.feed(fn.keywords)
    elif isinstance(fn, BuiltinFunctionType | type):
        sink.feed(fn)
    elif isinstance(called := vars(type(fn)).get("__call__"), FunctionType):
        _feed_settled(sink, called)
    else:
        sink.text(b"g", class_name(type(fn)))


@lru_cache(maxsize=2_048)
def _set_variables(code: CodeType) -> frozenset[str]:
    """Return the variables around a function that it sets, or that functions in it do."""
    if not code.co_freevars:
        return frozenset()
    import dis

    own = {step.argval for step in dis.get_instructions(code) if step.opname in ("STORE_DEREF", "DELETE_DEREF")}
    inner = (_set_variables(const) for const in code.co_consts if isinstance(const, CodeType))
    return frozenset(own.union(*inner))


@feeds(MethodType)
def _feed_method(sink: Sink, method: MethodType) -> None:
    sink.parts.append(b"k")
    sink.feed(method.__func__)
    sink.feed(method.__self__)


@feeds(BuiltinFunctionType, MethodWrapperType)
def _feed_builtin(sink: Sink, fn: Any) -> None:
    sink.text(b"g", f"{fn.__module__ if hasattr(fn, '__module__') else ''}.{fn.__qualname__}")
    owner = fn.__self__
    if owner is not None and not isinstance(owner, ModuleType):
        sink.feed(owner)


@feeds(type(str.upper), type(dict.__dict__["fromkeys"]), WrapperDescriptorType)
def _feed_descriptor(sink: Sink, fn: Any) -> None:
    sink.text(b"g", f"{class_name(fn.__objclass__)}.{fn.__name__}")


@feeds(partial)
def _feed_partial(sink: Sink, value: partial[Any]) -> None:
    sink.parts.append(b"%")
    given = (("func", value.func), ("args", value.args), ("keywords", value.keywords), ("+", value.__dict__))
    feed_fields(sink, value, given)


@feeds(staticmethod, classmethod, property)
def _feed_wrapper(sink: Sink, value: Any) -> None:
    sink.text(b"&", type(value).__name__)
    parts = (value.fget, value.fset, value.fdel) if isinstance(value, property) else (value.__func__,)
    sink.feed(parts)


@feeds(ModuleType)
def _feed_module(sink: Sink, module: ModuleType) -> None:
    sink.text(b"@", module.__name__)


@feeds(GenericAlias, UnionType)
def _feed_alias(sink: Sink, value: Any) -> None:
    sink.text(b"G", class_name(type(value)))
    sink.feed(getattr(value, "__origin__", None))
    sink.feed(value.__args__)


@feeds(type)
def _feed_class(sink: Sink, kind: type) -> None:
    sink.text(b"K", class_name(kind))


@family
def _find(kind: type) -> Feeder | None:
    return _feed_class if issubclass(kind, type) else None
