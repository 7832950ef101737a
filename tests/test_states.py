"""States: constructors, text, values."""

from datetime import UTC, datetime, timedelta

import pytest

from legato import clock
from legato.exceptions import CancelledRun, CrashedRun, FailedRun, MissingResult, PausedRun, UnfinishedRun
from legato.schemas.states import StateType
from legato.states import (
    AwaitingRetry,
    Cancelled,
    Completed,
    Crashed,
    Failed,
    Late,
    Paused,
    Pending,
    Retrying,
    Running,
    Scheduled,
    State,
    Suspended,
    raise_state_exception,
)


def test_names_and_types() -> None:
    made = [Completed(), AwaitingRetry(), Late(), Retrying(), Suspended(), Paused(), Pending()]
    assert [(state.type.value, state.name) for state in made] == [
        ("COMPLETED", "Completed"),
        ("SCHEDULED", "AwaitingRetry"),
        ("SCHEDULED", "Late"),
        ("RUNNING", "Retrying"),
        ("PAUSED", "Suspended"),
        ("PAUSED", "Paused"),
        ("PENDING", "Pending"),
    ]


def test_text_leaves_out_what_the_name_says() -> None:
    assert str(Completed(message="done")) == "Completed('done')"
    assert str(Running()) == "Running()"
    assert str(Late()) == "Late(type=SCHEDULED)"


def test_scheduled_state_has_a_time() -> None:
    with clock.frozen(datetime(2026, 1, 1, tzinfo=UTC)):
        assert Scheduled().state_details.scheduled_time == datetime(2026, 1, 1, tzinfo=UTC)
        paused = Paused(timeout_seconds=60)
    assert paused.state_details.pause_timeout == datetime(2026, 1, 1, 0, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="not both"):
        Paused(timeout_seconds=1, pause_expiration_time=clock.now() + timedelta(1))


@pytest.mark.parametrize(
    ("state", "error", "message"),
    [
        (Failed(data=KeyError("k")), KeyError, "k"),
        (Failed(message="why"), FailedRun, "why"),
        (Failed(), FailedRun, r"Run failed\."),
        (Failed(data="text"), FailedRun, "text"),
        (Failed(data=3), TypeError, "Unexpected result"),
        (Failed(data=[Completed(), Failed(data=KeyError("k"))]), KeyError, "k"),
        (Failed(data=[Completed(), Crashed(message="c")]), CrashedRun, "c"),
        (Cancelled(), CancelledRun, r"Run cancelled\."),
        (Crashed(), CrashedRun, r"Run crashed\."),
        (Paused(), PausedRun, "paused"),
        (Pending(), UnfinishedRun, "Pending"),
        (Completed(data={"type": "unpersisted"}), MissingResult, "not available"),
    ],
)
def test_state_without_a_value_raises(state: State[object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        state.result()


def test_value_and_awaitable_value() -> None:
    import asyncio

    state = Completed(data=5)

    async def values() -> tuple[object, object]:
        return state.result(), await state.result(fetch=True)

    assert state.result() == 5
    assert asyncio.run(values()) == (5, 5)


def test_copy_may_be_a_state_of_its_own() -> None:
    state = Completed(data=1)
    copy = state.copy(update={"name": "Other"}, reset_fields=True)
    assert (copy.name, copy.data, copy.type) == ("Other", 1, StateType.COMPLETED)
    assert copy.id != state.id
    raise_state_exception(copy)
    with pytest.raises(FailedRun):
        raise_state_exception(Failed())
