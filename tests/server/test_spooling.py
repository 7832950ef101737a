"""What processes without a server leave in the spool is taken in, once, whatever state it is in."""

import logging
import multiprocessing
import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from legato import spool
from legato.contract.flow_runs import CountFlowRuns, ReadFlowRun
from legato.contract.logs import ReadLogs
from legato.exceptions import ServerError
from legato.ids import uuid7
from legato.schemas.journal import Entry, FlowRunCreated, LogWritten, StateEntered
from legato.schemas.states import StateType
from legato.server import dispatch
from legato.server.direct import Direct
from legato.server.spooling import Intake
from legato.server.store.store import Store

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def a_run(name: str = "brisk-otter") -> tuple[FlowRunCreated, StateEntered, LogWritten]:
    run = FlowRunCreated(uuid7(), NOW, "etl", name)
    state = StateEntered(run.id, uuid7(), NOW, StateType.RUNNING, "Running", False)
    return run, state, LogWritten(uuid7(), NOW, run.id, None, "x", 20, "hello")


def left_behind(home: Path, *payloads: bytes) -> Path:
    """Write a spool file and let it go, as a process that ended does."""
    writer = spool.SpoolWriter(spool.folder(home))
    for payload in payloads:
        writer.append(payload)
    writer.close()
    return writer.path


def frame(*entries: Entry) -> bytes:
    return msgspec.json.encode(list(entries))


def count(store: Store) -> int:
    found: int = dispatch.answer(store, CountFlowRuns()).value
    return found


def test_a_file_that_was_left_behind_is_taken_in_and_removed(store: Store, home: Path) -> None:
    run, *rest = a_run()
    path = left_behind(home, frame(run), frame(*rest))
    assert Intake(store, home).ingest() == 3
    assert not path.exists()
    assert dispatch.answer(store, ReadFlowRun(id=run.id)).value.state_type is StateType.RUNNING


def test_a_file_that_is_still_written_is_taken_in_and_stays(store: Store, home: Path) -> None:
    run, state, log = a_run()
    writer = spool.SpoolWriter(spool.folder(home))
    intake = Intake(store, home)
    writer.append(frame(run))
    assert intake.ingest() == 1
    writer.append(frame(state))
    assert (intake.ingest(), intake.ingest()) == (1, 0)
    writer.clear()
    writer.append(frame(log))
    assert intake.ingest() == 1
    assert writer.path.exists()
    writer.close()
    assert intake.ingest() == 0
    assert not writer.path.exists()


def test_a_torn_tail_is_dropped(store: Store, home: Path) -> None:
    first, second = a_run("first"), a_run("second")
    path = left_behind(home, frame(*first), frame(*second))
    os.truncate(path, path.stat().st_size - 3)
    assert Intake(store, home).ingest() == 3
    assert count(store) == 1


def test_a_file_that_comes_again_changes_nothing(store: Store, home: Path) -> None:
    entries = a_run()
    for _ in range(2):
        left_behind(home, frame(*entries), frame(*entries))
        Intake(store, home).ingest()
    assert count(store) == len(dispatch.answer(store, ReadLogs()).value) == 1


def test_what_cannot_be_read_is_set_aside_and_blocks_nothing(
    store: Store, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    left_behind(home, b"not JSON", b'[["no_such_kind", 1]]', frame(*a_run()))
    with caplog.at_level(logging.ERROR, "legato.server"):
        assert Intake(store, home).ingest() == 3
    assert len(list((home / "spool" / "rejected").iterdir())) == 2
    assert len(caplog.records) == 2


def test_what_the_database_cannot_take_is_set_aside(store: Store, home: Path) -> None:
    run, state, log = a_run()
    log.level = 2**70
    left_behind(home, frame(run, state), frame(log))
    Intake(store, home).ingest()
    assert count(store) == 1
    assert len(list((home / "spool" / "rejected").iterdir())) == 1


def test_everything_stays_while_the_database_cannot_be_used(home: Path) -> None:
    path = left_behind(home, frame(*a_run()))
    direct = Direct("postgresql://nobody@127.0.0.1:1/none", home)
    with pytest.raises(ServerError):
        direct.send(CountFlowRuns())
    direct.close()
    assert path.exists()


def test_the_direct_transport_takes_in_the_spool_before_it_reads(home: Path) -> None:
    direct = Direct()
    assert direct.send(CountFlowRuns()) == 0
    writer = spool.SpoolWriter(spool.folder(home))
    writer.append(frame(*a_run()))
    assert direct.send(CountFlowRuns()) == 1
    writer.close()
    direct.close()


def _look(home: Path, barrier: object, answers: "multiprocessing.Queue[object]") -> None:
    barrier.wait()  # type: ignore[attr-defined]
    try:
        direct = Direct(home=home)
        answers.put(direct.send(CountFlowRuns()))
        direct.close()
    except BaseException as error:
        answers.put(repr(error))


@pytest.mark.slow
def test_fifty_processes_take_in_a_spool_at_once(home: Path) -> None:
    for number in range(50):
        left_behind(home, *(frame(*a_run(f"run-{number}-{part}")) for part in range(4)))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["legato.server.direct"])
    barrier, answers = context.Barrier(50), context.Queue()
    processes = [context.Process(target=_look, args=(home, barrier, answers)) for _ in range(50)]
    for process in processes:
        process.start()
    found = [answers.get(timeout=100) for _ in processes]
    for process in processes:
        process.join()
    assert found == [200] * 50
    assert list(spool.folder(home).glob("*.journal")) == []
    direct = Direct(home=home)
    assert direct.send(CountFlowRuns()) == len(direct.send(ReadLogs(limit=200))) == 200
    direct.close()


def test_a_server_that_is_ending_leaves_everything_in_the_spool(home: Path, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'legato.db'}")
    path = left_behind(home, frame(*a_run()), frame(*a_run()))
    intake = Intake(store, home)
    store.close()
    with pytest.raises(ServerError, match="closed"):
        intake.ingest()
    assert path.exists()
    assert not (home / "spool" / "rejected").exists()
