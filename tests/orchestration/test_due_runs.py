"""What becomes of the runs of a schedule whose time comes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from legato.orchestration.due_runs import Active, Plan, Terms, Waiting, settle
from legato.schemas.deployments import CatchUp, Overlap

NOW = datetime(2030, 5, 5, 12, tzinfo=UTC)


def waiting(*seconds: float) -> list[Waiting]:
    """Runs that are due so many seconds from now."""
    return [Waiting(UUID(int=number), NOW + timedelta(seconds=at)) for number, at in enumerate(seconds, 1)]


def active(count: int, stopping: int = 0) -> list[Active]:
    return [Active(UUID(int=100 + number), f"run-{number}", number < stopping) for number in range(count)]


def drawn(plan: Plan) -> str:
    """A letter for each run: skipped, waiting, or to be started; then how many are cancelled."""
    fates = [plan.fates[id] for id in sorted(plan.fates)]
    letters = "".join("x" if fate.skipped is not None else "w" if fate.waits else "s" for fate in fates)
    return letters + "-" * len(plan.cancel)


@pytest.mark.parametrize(
    ("terms", "going_on", "due", "expected"),
    [
        (Terms(), active(5), (-20, -10, 5), "sss"),
        (Terms(Overlap.SKIP), active(0), (-20, -10, 5), "sww"),
        (Terms(Overlap.SKIP), active(1), (-20, -10, 5), "xxw"),
        (Terms(Overlap.SKIP), active(1), (5,), "w"),
        (Terms(Overlap.SKIP, 2), active(1), (-1, 5), "sw"),
        (Terms(Overlap.SKIP, 2), active(2), (0, 5), "xw"),
        (Terms(Overlap.QUEUE_ONE), active(0), (-20, -10, 5), "sww"),
        (Terms(Overlap.QUEUE_ONE), active(1), (-20, -10, 5), "wxw"),
        (Terms(Overlap.QUEUE_ONE, 2), active(2), (-20, -10, -5), "wxx"),
        (Terms(Overlap.CANCEL_RUNNING), active(0), (-20, -10, 5), "xsw"),
        (Terms(Overlap.CANCEL_RUNNING), active(1), (-20, -10, 5), "xww-"),
        (Terms(Overlap.CANCEL_RUNNING), active(1, stopping=1), (-10,), "w"),
        (Terms(Overlap.CANCEL_RUNNING), active(1), (5,), "w"),
        (Terms(Overlap.CANCEL_RUNNING, 2), active(2), (-10,), "w-"),
        (Terms(Overlap.CANCEL_RUNNING, 2), active(1), (-10, -5), "sw-"),
        (Terms(catch_up=CatchUp.LATEST), active(0), (-7200, -3600, -60, 5), "xxss"),
        (Terms(catch_up=CatchUp.ALL), active(0), (-7200, -3600), "ss"),
        (Terms(catch_up=CatchUp.NONE), active(0), (-61, -59, 5), "xss"),
        (Terms(catch_up=CatchUp.NONE, max_lateness=600), active(0), (-601, -599), "xs"),
        (Terms(catch_up=CatchUp.LATEST, max_lateness=60), active(0), (-100, -70), "xx"),
        (Terms(Overlap.QUEUE_ONE, catch_up=CatchUp.LATEST), active(1), (-20, -10), "xw"),
        (Terms(max_lateness=30), active(3), (-31, -29), "xs"),
    ],
)
def test_each_policy_settles_what_is_due(
    terms: Terms, going_on: list[Active], due: Sequence[float], expected: str
) -> None:
    assert drawn(settle(terms, going_on, waiting(*due), NOW)) == expected


def test_who_is_skipped_is_told_why() -> None:
    plan = settle(Terms(Overlap.QUEUE_ONE), active(1), waiting(-20, -10), NOW)
    assert plan.fates[UUID(int=2)].skipped == "run-0 of its schedule still goes on, and another one waits."
    plan = settle(Terms(Overlap.SKIP, 2), active(2), waiting(-20), NOW)
    assert plan.fates[UUID(int=1)].skipped == "run-0, run-1 of its schedule still go on."


@given(
    overlap=some.sampled_from([Overlap.SKIP, Overlap.QUEUE_ONE, Overlap.CANCEL_RUNNING]),
    limit=some.integers(1, 4),
    going_on=some.integers(0, 5),
    stopping=some.integers(0, 5),
    due=some.lists(some.integers(-300, 60), max_size=8).map(sorted),
)
def test_no_more_runs_go_on_than_may_and_what_is_not_due_is_not_skipped(
    overlap: Overlap, limit: int, going_on: int, stopping: int, due: list[int]
) -> None:
    runs = waiting(*due)
    plan = settle(Terms(overlap, limit), active(going_on, stopping), runs, NOW)
    assert plan.fates.keys() == {run.id for run in runs}
    started = [fate for fate in plan.fates.values() if fate.skipped is None and not fate.waits]
    assert not started or len(started) + going_on <= limit
    assert all(plan.fates[run.id].skipped is None for run in runs if run.due > NOW)
    if overlap is not Overlap.CANCEL_RUNNING:
        assert plan.cancel == []
