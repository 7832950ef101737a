"""Counts of runs per stretch of time."""

from __future__ import annotations

import msgspec

from legato.schemas.states import StateType
from legato.schemas.words import Moment


class HistoryResponseState(msgspec.Struct, kw_only=True):
    """How many runs of a stretch are in one state; sums in seconds."""

    state_type: StateType
    state_name: str
    count_runs: int
    sum_estimated_run_time: float
    sum_estimated_lateness: float


class HistoryResponse(msgspec.Struct, kw_only=True):
    """One stretch of time."""

    interval_start: Moment
    interval_end: Moment
    states: list[HistoryResponseState] = []
