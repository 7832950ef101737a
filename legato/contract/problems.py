"""What is wrong with a request, all of it at once, in the words that clients of Prefect know.

Decoding stops at the first problem; only then is the value looked through again, part by part.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from msgspec import inspect

from legato.schemas.words import Misfit

Place = tuple[str | int, ...]
Problem = dict[str, Any]
_MOST = 100
_NULL = ("none is not an allowed value", "type_error.none.not_allowed")
_LEAVES: tuple[tuple[type[inspect.Type], Any, str, str], ...] = (
    (inspect.BoolType, bool, "value could not be parsed to a boolean", "type_error.bool"),
    (inspect.IntType, int, "value is not a valid integer", "type_error.integer"),
    (inspect.FloatType, float, "value is not a valid float", "type_error.float"),
    (inspect.StrType, str, "str type expected", "type_error.str"),
)
_CONTAINERS = {
    inspect.StructType: dict,
    inspect.DictType: dict,
    inspect.ListType: list,
    inspect.SetType: list,
    inspect.FrozenSetType: list,
    inspect.VarTupleType: list,
}


def problems(kind: Any, value: Any, where: str, found: msgspec.ValidationError) -> list[Problem]:
    """Return what keeps a value from being of a type; `found` is what decoding stopped at."""
    try:
        several = list(islice(_within(_described(kind), value, (where,)), _MOST))
    except RecursionError:
        several = []
    return several or [_problem((where,), str(found).replace("`", "'"), "value_error")]


@cache
def _described(kind: Any) -> inspect.Type:
    return inspect.type_info(kind)


def _problem(place: Place, message: str, kind: str, **context: Any) -> Problem:
    problem: Problem = {"loc": list(place), "msg": message, "type": kind}
    return problem | {"ctx": context} if context else problem


def _within(info: inspect.Type, value: Any, place: Place, said: Any = None) -> Iterator[Problem]:
    """Yield the problems of a value; `said` is what the type itself says of values that do not fit it."""
    match info:
        case inspect.Metadata():
            yield from _within(info.type, value, place, (info.extra or {}).get("problem", said))
        case inspect.AnyType() | inspect.RawType():
            return
        case inspect.UnionType():
            yield from _in_union(info, value, place)
        case inspect.NoneType():
            if value is not None:
                yield _problem(place, "value is not none", "type_error.not_none")
        case _ if value is None:
            yield _problem(place, *_NULL)
        case inspect.StructType():
            yield from _in_struct(info, value, place)
        case inspect.DictType():
            yield from _in_dict(info, value, place)
        case inspect.TupleType():
            yield from _in_tuple(info, value, place)
        case inspect.ListType() | inspect.SetType() | inspect.FrozenSetType() | inspect.VarTupleType():
            yield from _in_list(info, value, place)
        case _:
            yield from _in_leaf(info, value, place, said)


def _in_union(info: inspect.UnionType, value: Any, place: Place) -> Iterator[Problem]:
    if value is None and any(isinstance(one, inspect.NoneType) for one in info.types):
        return
    choices = [one for one in info.types if not isinstance(one, inspect.NoneType)]
    tries = [list(islice(_within(one, value, place), _MOST)) for one in choices]
    if any(not wrong for wrong in tries):
        return
    alike = [wrong for one, wrong in zip(choices, tries, strict=True) if _is_alike(one, value)]
    yield from (alike or tries)[0]


def _is_alike(info: inspect.Type, value: Any) -> bool:
    """Tell whether a value has the shape of a type, and in a tagged union the tag."""
    if isinstance(info, inspect.Metadata):
        return _is_alike(info.type, value)
    if isinstance(info, inspect.StructType) and info.tag_field is not None:
        return isinstance(value, dict) and value.get(info.tag_field) == info.tag
    return isinstance(value, _CONTAINERS.get(type(info), (str, int, float)))


def _in_struct(info: inspect.StructType, value: Any, place: Place) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _problem(place, "value is not a valid dict", "type_error.dict")
        return
    wrong: set[str] = set()
    for field in info.fields:
        name = field.encode_name
        if name in value:
            for problem in _within(field.type, value[name], (*place, name)):
                wrong.add(name)
                yield problem
        elif field.required:
            yield _problem((*place, name), "field required", "value_error.missing")
    known = {field.encode_name for field in info.fields} | {info.tag_field}
    if info.forbid_unknown_fields:
        for name in (name for name in value if name not in known):
            yield _problem((*place, name), "extra fields not permitted", "value_error.extra")
    try:
        msgspec.convert({name: value[name] for name in value.keys() & known - wrong}, info.cls, strict=False)
    except msgspec.ValidationError as error:
        # What the type itself has to say of its fields together.
        if isinstance(error.__cause__, ValueError) and not isinstance(error.__cause__, msgspec.MsgspecError):
            inner = error.__cause__.place if isinstance(error.__cause__, Misfit) else ("__root__",)
            yield _problem((*place, *inner), str(error.__cause__), "value_error")


def _in_dict(info: inspect.DictType, value: Any, place: Place) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _problem(place, "value is not a valid dict", "type_error.dict")
        return
    for key, item in value.items():
        if any(True for _ in _within(info.key_type, key, place)):
            yield from _within(info.key_type, key, (*place, "__key__"))
        yield from _within(info.value_type, item, (*place, key))


def _in_list(info: Any, value: Any, place: Place) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield _problem(place, "value is not a valid list", "type_error.list")
        return
    least, most = info.min_length, info.max_length
    if least is not None and len(value) < least:
        text = f"ensure this value has at least {least} items"
        yield _problem(place, text, "value_error.list.min_items", limit_value=least)
    if most is not None and len(value) > most:
        text = f"ensure this value has at most {most} items"
        yield _problem(place, text, "value_error.list.max_items", limit_value=most)
    for number, item in enumerate(value):
        yield from _within(info.item_type, item, (*place, number))


def _in_tuple(info: inspect.TupleType, value: Any, place: Place) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield _problem(place, "value is not a valid tuple", "type_error.tuple")
    elif len(value) != len(info.item_types):
        there, wanted = len(value), len(info.item_types)
        context = {"actual_length": there, "expected_length": wanted}
        yield _problem(place, f"wrong tuple length {there}, expected {wanted}", "value_error.tuple.length", **context)
    else:
        for number, (kind, item) in enumerate(zip(info.item_types, value, strict=True)):
            yield from _within(kind, item, (*place, number))


def _in_leaf(info: inspect.Type, value: Any, place: Place, said: Any) -> Iterator[Problem]:
    for kind, plain, message, name in _LEAVES:
        if isinstance(info, kind):
            if not _fits(value, plain):
                # Prefect reads a number as its digits, and then says what is wrong with those.
                of_digits: list[Problem] = []
                if said and isinstance(info, inspect.StrType) and isinstance(value, int | float):
                    of_digits = list(_bad_text(info, str(value), place, said))
                yield from of_digits or [_problem(place, message, name)]
            else:
                yield from _out_of_bounds(info, msgspec.convert(value, plain, strict=False), place, said)
            return
    rule = _OTHERS.get(type(info))
    if rule is not None and (problem := rule(info, value)) is not None:
        yield _problem(place, problem[0], problem[1], **problem[2])


def _fits(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind, strict=False)
    except (msgspec.ValidationError, OverflowError):
        return False
    return True


def _out_of_bounds(info: Any, value: Any, place: Place, said: Any) -> Iterator[Problem]:
    if isinstance(info, inspect.StrType):
        yield from _bad_text(info, value, place, said)
        return
    if isinstance(info, inspect.BoolType):
        return
    for limit, breaks, words, name in (
        (info.ge, operator.lt, "greater than or equal to", "not_ge"),
        (info.gt, operator.le, "greater than", "not_gt"),
        (info.le, operator.gt, "less than or equal to", "not_le"),
        (info.lt, operator.ge, "less than", "not_lt"),
    ):
        if limit is not None and breaks(value, limit):
            text = f"ensure this value is {words} {limit}"
            yield _problem(place, text, f"value_error.number.{name}", limit_value=limit)


def _bad_text(info: inspect.StrType, value: str, place: Place, said: Any) -> Iterator[Problem]:
    least, most, pattern = info.min_length, info.max_length, info.pattern
    if least is not None and len(value) < least:
        text = f"ensure this value has at least {least} characters"
        yield _problem(place, text, "value_error.any_str.min_length", limit_value=least)
    elif most is not None and len(value) > most:
        text = f"ensure this value has at most {most} characters"
        yield _problem(place, text, "value_error.any_str.max_length", limit_value=most)
    elif pattern is not None and re.search(pattern, value) is None:
        if said:
            yield _problem(place, said[0].format(value=value), said[1])
        else:
            yield _problem(place, f'string does not match regex "{pattern}"', "value_error.str.regex", pattern=pattern)


Rule = Callable[[Any, Any], tuple[str, str, dict[str, Any]] | None]


def _of(kind: Any, message: str, name: str) -> Rule:
    return lambda info, value: None if _fits(value, kind) else (message, name, {})


def _enum(info: inspect.EnumType, value: Any) -> tuple[str, str, dict[str, Any]] | None:
    values = [one.value for one in info.cls]
    if _fits(value, info.cls):
        return None
    listed = ", ".join(repr(one) for one in values)
    return f"value is not a valid enumeration member; permitted: {listed}", "type_error.enum", {"enum_values": values}


def _literal(info: inspect.LiteralType, value: Any) -> tuple[str, str, dict[str, Any]] | None:
    if value in info.values:
        return None
    listed = ", ".join(repr(one) for one in info.values)
    context = {"given": value, "permitted": list(info.values)}
    return f"unexpected value; permitted: {listed}", "value_error.const", context


_OTHERS: dict[type[inspect.Type], Rule] = {
    inspect.UUIDType: _of(UUID, "value is not a valid uuid", "type_error.uuid"),
    inspect.DateTimeType: _of(datetime, "invalid datetime format", "value_error.datetime"),
    inspect.TimeDeltaType: _of(timedelta, "invalid duration format", "value_error.duration"),
    inspect.EnumType: _enum,
    inspect.LiteralType: _literal,
}
