"""Conditions on one column of the rows that a list or a count is about.

All that are set must hold, unless `operator` is `or_`; a condition's ending says how it compares: `any_` one of,
`not_any_` none of, `all_` holds all of, `like_` contains (case does not matter), `is_null_`, `exists_`, `before_` and
`after_` inclusive, `ge_` and `le_`, `eq_`, `startswith_` one of several beginnings.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

import msgspec

from legato.schemas.logs import Level
from legato.schemas.states import StateType
from legato.schemas.words import Moment


class Operator(StrEnum):
    """How the conditions of a filter are joined."""

    and_ = "and_"
    or_ = "or_"


class WorkerStatus(StrEnum):
    """Whether a worker has been heard of lately."""

    ONLINE = "ONLINE"
    OFFLINE = "OFFLINE"


class Filter(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A filter, of which any part may be absent."""


class OperatorFilter(Filter, kw_only=True):
    """A filter that says how its parts are joined."""

    operator: Operator = Operator.and_


class IdIn(Filter, kw_only=True):
    """An id out of several."""

    any_: list[UUID] | None = None


class IdInOrNot(IdIn, kw_only=True):
    """An id out of several, or outside of several."""

    not_any_: list[UUID] | None = None


class IdInOrNull(OperatorFilter, kw_only=True):
    """An id out of several, or none at all."""

    any_: list[UUID] | None = None
    is_null_: bool | None = None


class TextIn(Filter, kw_only=True):
    """A text out of several."""

    any_: list[str] | None = None


class TextInOrNot(TextIn, kw_only=True):
    """A text out of several, or outside of several."""

    not_any_: list[str] | None = None


class TextInOrLike(TextIn, kw_only=True):
    """A text out of several, or one that contains a text."""

    like_: str | None = None


class TextLike(Filter, kw_only=True):
    """A text that contains a text."""

    like_: str | None = None


class TextInLikeOrExists(TextInOrLike, kw_only=True):
    """A text out of several, one that contains a text, or any at all."""

    exists_: bool | None = None


class TextInOrNull(OperatorFilter, kw_only=True):
    """A text out of several, or none at all."""

    any_: list[str] | None = None
    is_null_: bool | None = None


class TextInOrStartsWith(TextIn, kw_only=True):
    """A text out of several, or one that begins with one of several."""

    startswith_: list[str] | None = None


class Tags(OperatorFilter, kw_only=True):
    """All of these tags, or no tags."""

    all_: list[str] | None = None
    is_null_: bool | None = None


class HasAll(Filter, kw_only=True):
    """All of these words."""

    all_: list[str] | None = None


class Before(Filter, kw_only=True):
    """No later than a moment."""

    before_: Moment | None = None


class Between(Filter, kw_only=True):
    """A moment between two."""

    before_: Moment | None = None
    after_: Moment | None = None


class BetweenOrNull(Between, kw_only=True):
    """A moment between two, or none at all."""

    is_null_: bool | None = None


class Equal(Filter, kw_only=True):
    """Yes or no."""

    eq_: bool | None = None


class Exists(Filter, kw_only=True):
    """There is such a thing, or there is not."""

    exists_: bool | None = None


class IsNull(OperatorFilter, kw_only=True):
    """There is none, or there is one."""

    is_null_: bool | None = None


class LevelRange(Filter, kw_only=True):
    """A log level between two."""

    ge_: Level | None = None
    le_: Level | None = None


class StateTypeIn(Filter, kw_only=True):
    """A type of state out of several."""

    any_: list[StateType] | None = None


class StateFilter(OperatorFilter, kw_only=True):
    """The type and the name of the current state."""

    type: StateTypeIn | None = None
    name: TextIn | None = None


class ParentFlowRun(OperatorFilter, kw_only=True):
    """Runs that were called from one of these flow runs."""

    any_: list[UUID] | None = None


class WorkerStatusIn(Filter, kw_only=True):
    """A status of a worker out of several, or outside of several."""

    any_: list[WorkerStatus] | None = None
    not_any_: list[WorkerStatus] | None = None
