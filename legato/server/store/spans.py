"""Arithmetic on moments in the database, which keeps them as integers of microseconds or as timestamps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds_between(FunctionElement[float]):
    """The seconds that a moment is after another: `seconds_between(later, earlier)`."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _seconds_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    later, earlier = (compiler.process(part, **options) for part in element.clauses)
    return f"(({later} - {earlier}) / 1e6)"


@compiles(seconds_between, "postgresql")
def _seconds_in_postgres(element: Any, compiler: Any, **options: Any) -> str:
    later, earlier = (compiler.process(part, **options) for part in element.clauses)
    return f"EXTRACT(EPOCH FROM {later} - {earlier})::double precision"


class interval_number(FunctionElement[int]):
    """Which of equal intervals a moment is in, from 0: `interval_number(moment, start, seconds)`."""

    type = Integer()
    inherit_cache = True


@compiles(interval_number, "sqlite")
def _number_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    moment, start, seconds = (compiler.process(part, **options) for part in element.clauses)
    return f"CAST(({moment} - {start}) / ({seconds} * 1e6) AS INTEGER)"


@compiles(interval_number, "postgresql")
def _number_in_postgres(element: Any, compiler: Any, **options: Any) -> str:
    moment, start, seconds = (compiler.process(part, **options) for part in element.clauses)
    return f"floor(EXTRACT(EPOCH FROM {moment} - {start}) / {seconds})::integer"
