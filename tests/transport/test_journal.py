"""The journal in memory."""

import threading
from uuid import uuid4

import msgspec

from legato import clock
from legato.schemas.journal import Entry, FlowRunCreated, LogWritten, RunRenamed
from legato.transport.journal import HIGH_WATER, Journal, encode


def entry(name: str = "n") -> RunRenamed:
    return RunRenamed(uuid4(), name)


def test_entries_leave_in_order() -> None:
    journal = Journal()
    entries = [entry(str(n)) for n in range(5)]
    for each in entries:
        journal.append(each)
    assert journal.take(2) == entries[:2]
    journal.put_back(entries[:2])
    assert journal.take(10) == entries


def test_who_appends_too_much_waits_until_half_is_gone() -> None:
    journal = Journal()
    for _ in range(HIGH_WATER - 1):
        journal.append(entry())
    appended = threading.Event()

    def append_one_more() -> None:
        journal.append(entry())
        appended.set()

    thread = threading.Thread(target=append_one_more)
    thread.start()
    while len(journal) < HIGH_WATER:
        pass
    journal.take(100)
    journal.made_room()
    assert not appended.is_set()
    journal.take(HIGH_WATER // 2)
    journal.made_room()
    assert appended.wait(10)
    thread.join()


def test_entries_survive_the_wire_whatever_is_in_them() -> None:
    cycle: list[object] = []
    cycle.append(cycle)
    entries: list[Entry] = [
        LogWritten(uuid4(), clock.now(), None, None, "n", 20, "half \ud83d"),
        FlowRunCreated(uuid4(), clock.now(), "f", "n", {"a": object(), "b": cycle, "c": {"\ud83d": float("nan")}}),
        entry("fine"),
    ]
    log, run, last = msgspec.json.decode(encode(entries), type=list[Entry])
    assert isinstance(log, LogWritten)
    assert log.message == "half ?"
    assert isinstance(run, FlowRunCreated)
    assert run.parameters["a"] == "<object>"
    assert last == entries[2]
