"""Conditions as SQL: what a filter's parts ask of a column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from legato.schemas import conditions as c
from legato.server.refusals import invalid

Condition = ColumnElement[bool]
_MOST_VALUES = 5_000
_LONGEST_TEXT = 5_000


def one_of(column: ColumnElement[Any], values: Collection[Any]) -> Condition:
    """Return the condition that a column has one of several values."""
    if len(values) > _MOST_VALUES:
        raise invalid(f"A filter may name {_MOST_VALUES} values at most.")
    return column.in_(list(values))


def like(column: ColumnElement[Any], text: str) -> Condition:
    """Return the condition that a column contains a text, whatever the case."""
    if len(text) > _LONGEST_TEXT:
        raise invalid(f"The text of a filter may have {_LONGEST_TEXT} characters at most.")
    if "\0" in text:
        raise invalid("The text of a filter may not hold the character U+0000.")
    return column.icontains(text, autoescape=True)


class holds_tag(FunctionElement[bool]):
    """Whether a JSON list holds a text."""

    inherit_cache = True


@compiles(holds_tag, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    tags, tag = (compiler.process(part, **options) for part in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({tags}) WHERE value = {tag})"


@compiles(holds_tag, "postgresql")
def _in_postgres(element: Any, compiler: Any, **options: Any) -> str:
    tags, tag = (compiler.process(part, **options) for part in element.clauses)
    return f"({tags} @> jsonb_build_array({tag}::text))"


def column_tests(column: ColumnElement[Any], given: Any) -> list[Condition]:
    """Return the conditions on one column: a test for each ending that is set."""
    tests: dict[str, Callable[[Any], Condition]] = {
        "any_": lambda value: one_of(column, value),
        "not_any_": lambda value: ~one_of(column, value),
        "like_": lambda value: like(column, value),
        "is_null_": lambda value: column.is_(None) if value else column.is_not(None),
        "before_": lambda value: column <= value,
        "after_": lambda value: column >= value,
        "ge_": lambda value: column >= value,
        "le_": lambda value: column <= value,
        "eq_": lambda value: column == value,
        "exists_": lambda value: column.is_not(None) if value else column.is_(None),
        "startswith_": lambda value: or_(false(), *(column.istartswith(start, autoescape=True) for start in value)),
    }
    return [test(value) for ending, test in tests.items() if (value := getattr(given, ending, None)) is not None]


def join(conditions: Iterable[Condition], given: Any) -> Condition:
    """Return conditions joined as a filter says."""
    held = list(conditions)
    if not held:
        return true()
    return or_(*held) if getattr(given, "operator", None) is c.Operator.or_ else and_(*held)


def on(column: ColumnElement[Any], given: Any) -> Condition:
    """Return the condition that a filter puts on a column."""
    return join(column_tests(column, given), given)


def tags_test(column: ColumnElement[Any], given: c.Tags) -> Condition:
    """Return the condition that a filter puts on a list of tags."""
    tests: list[Condition] = []
    if given.all_ is not None:
        if len(given.all_) > _MOST_VALUES // 50:
            raise invalid(f"A filter may name {_MOST_VALUES // 50} tags at most.")
        tests.append(and_(true(), *(holds_tag(column, tag) for tag in given.all_)))
    if given.is_null_ is not None:
        tests.append(column == [] if given.is_null_ else column != [])
    return join(tests, given)


Tests = dict[str, Callable[[Any], Condition]]


def noun(tests: Tests, given: Any) -> Condition:
    """Return the condition that the filter of a noun puts on its table, by the test for each part."""
    if given is None:
        return true()
    return join((test(value) for name, test in tests.items() if (value := getattr(given, name)) is not None), given)
