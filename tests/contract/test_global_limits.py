"""Global limits hold in the same way over both transports."""

from datetime import UTC, datetime

import pytest

from legato import clock
from legato.contract.global_limits import (
    CreateGlobalLimit,
    DeleteGlobalLimit,
    GiveSlotsBack,
    ReadGlobalLimit,
    ReadGlobalLimits,
    TakeSlots,
    UpdateGlobalLimit,
)
from legato.exceptions import ApiError, ObjectAlreadyExists, ObjectNotFound, RequestInvalid
from legato.schemas.global_limits import GlobalLimitUpdate, LimitMode
from tests.contract.conftest import Send

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def active(send: Send, name: str) -> int:
    return send(ReadGlobalLimit(id_or_name=name)).active_slots


def denied(send: Send, *names: str, slots: int = 1, mode: LimitMode = LimitMode.concurrency) -> float | None:
    """In how many seconds to ask again."""
    with pytest.raises(ApiError, match="Locked") as caught:
        send(TakeSlots(names=list(names), slots=slots, mode=mode))
    assert caught.value.status == 423
    return caught.value.retry_after


def test_global_limits(send: Send) -> None:
    made = send(CreateGlobalLimit(name="db", limit=2))
    assert send(ReadGlobalLimit(id_or_name="db")) == send(ReadGlobalLimit(id_or_name=str(made.id)))
    send(UpdateGlobalLimit(id_or_name="db", update=GlobalLimitUpdate(limit=3, name="store")))
    assert [(one.name, one.limit) for one in send(ReadGlobalLimits())] == [("store", 3)]
    with pytest.raises(ObjectAlreadyExists, match="integrity"):
        send(CreateGlobalLimit(name="store", limit=1))
    send(DeleteGlobalLimit(id_or_name="store"))
    for request in (
        ReadGlobalLimit(id_or_name="store"),
        UpdateGlobalLimit(id_or_name=str(made.id), update=GlobalLimitUpdate(limit=1)),
        DeleteGlobalLimit(id_or_name="store"),
    ):
        with pytest.raises(ObjectNotFound, match="Concurrency Limit not found"):
            send(request)


def test_all_limits_have_room_or_none_is_taken(send: Send) -> None:
    for name in ("free", "full"):
        send(CreateGlobalLimit(name=name, limit=1))
    send(TakeSlots(names=["full"], slots=1))
    denied(send, "free", "full")
    assert active(send, "free") == 0
    send(GiveSlotsBack(names=["full", "full"], slots=5))
    taken = send(TakeSlots(names=["free", "full", "unknown"], slots=1))
    assert sorted(one.name for one in taken) == ["free", "full", "unknown"]
    assert (active(send, "free"), active(send, "full"), active(send, "unknown")) == (1, 1, 0)
    assert not send(ReadGlobalLimit(id_or_name="unknown")).active


def test_who_is_denied_is_remembered_by_the_advice(send: Send) -> None:
    send(CreateGlobalLimit(name="db", limit=2))
    send(TakeSlots(names=["db"], slots=2))
    assert [denied(send, "db"), denied(send, "db"), denied(send, "db", slots=2)] == [1.0, 2.0, 4.0]


def test_requests_that_can_never_be_met_are_refused(send: Send) -> None:
    send(CreateGlobalLimit(name="db", limit=1))
    with pytest.raises(RequestInvalid, match="Slots requested is greater than the limit"):
        send(TakeSlots(names=["db"], slots=2))
    with pytest.raises(RequestInvalid, match="do not have a decay configured: 'db'"):
        send(TakeSlots(names=["db"], slots=1, mode=LimitMode.rate_limit))


def test_slots_decay_however_often_somebody_asks(home: object) -> None:
    from legato.server.direct import Direct

    direct = Direct()
    with clock.frozen(START) as time:
        direct.send(CreateGlobalLimit(name="calls", limit=2, slot_decay_per_second=0.5))
        direct.send(TakeSlots(names=["calls"], slots=2, mode=LimitMode.rate_limit))
        for _ in range(3):
            time.move(0.5)
            assert denied(direct.send, "calls", mode=LimitMode.rate_limit) is not None
        time.move(0.5)
        direct.send(TakeSlots(names=["calls"], slots=1, mode=LimitMode.rate_limit))
        time.move(3600)
        assert active(direct.send, "calls") == 0
    direct.close()
