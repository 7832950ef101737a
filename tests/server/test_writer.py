"""Who writes shares a commit with those who wait; one that fails harms nobody else."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import event, text

from legato.contract.flows import CountFlows, CreateFlow
from legato.exceptions import DatabaseNotReady
from legato.ids import uuid7
from legato.server import dispatch
from legato.server.handlers.flows import create_flow
from legato.server.store.store import Store
from legato.server.store.transaction import Changes, Transaction
from legato.server.store.writer import Work


def block(store: Store) -> tuple[threading.Event, threading.Thread]:
    """Keep the writer busy until the event is set, so that jobs gather."""
    started, go = threading.Event(), threading.Event()

    def work(db: Transaction) -> None:
        started.set()
        assert go.wait(20)

    thread = threading.Thread(target=store.write, args=(work,))
    thread.start()
    assert started.wait(20)
    return go, thread


def add(number: int) -> Work[object]:
    return partial(create_flow, CreateFlow(name=f"flow-{number}"))


def fill(store: Store) -> None:
    for number in range(1000):
        dispatch.answer(store, CreateFlow(name=f"{number}" * 500))


def test_jobs_that_wait_share_a_commit(store: Store) -> None:
    commits = []
    store.write(lambda db: event.listen(db.connection.engine, "commit", commits.append))
    before = len(commits)
    go, thread = block(store)
    with ThreadPoolExecutor(20) as pool:
        waiting = [pool.submit(store.write, add(n)) for n in range(20)]
        while store._writer._jobs.qsize() < 20:
            threading.Event().wait(0.001)
        go.set()
        for job in waiting:
            job.result()
    thread.join()
    assert dispatch.answer(store, CountFlows()).value == 20
    assert len(commits) - before <= 3


def test_a_job_that_fails_is_undone_alone(store: Store) -> None:
    go, thread = block(store)

    def fail(db: Transaction) -> None:
        add(99)(db)
        raise ZeroDivisionError

    with ThreadPoolExecutor(3) as pool:
        jobs = [pool.submit(store.write, work) for work in (add(1), fail, add(2))]
        while store._writer._jobs.qsize() < 3:
            threading.Event().wait(0.001)
        go.set()
        with pytest.raises(ZeroDivisionError):
            jobs[1].result()
        jobs[0].result(), jobs[2].result()
    thread.join()
    assert dispatch.answer(store, CountFlows()).value == 2


def test_a_failed_commit_is_told_to_all_who_shared_it(store: Store) -> None:
    go, thread = block(store)
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(store.write, work) for work in (add(1), lambda db: db.execute(text("ROLLBACK")))]
        while store._writer._jobs.qsize() < 2:
            threading.Event().wait(0.001)
        go.set()
        errors = [job.exception() for job in jobs]
    thread.join()
    assert all(errors)
    assert dispatch.answer(store, CountFlows()).value == 0
    dispatch.answer(store, CreateFlow(name="after"))
    assert dispatch.answer(store, CountFlows()).value == 1


def test_what_failed_is_not_published(store: Store) -> None:
    heard: list[Changes] = []
    store.listeners.append(heard.append)

    def fail(db: Transaction) -> None:
        db.changes.deleted.add(uuid7())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(fail)
    assert heard == []


def test_an_event_loop_waits_for_many_jobs_at_once(store: Store) -> None:
    async def main() -> None:
        await asyncio.gather(*(store.awrite(add(n)) for n in range(100)))
        assert await store.aread(lambda db: db.scalar(text("SELECT count(*) FROM flow"))) == 100

    asyncio.run(main())


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match="readonly"):
        store.read(lambda db: db.execute(text("DELETE FROM log")))


def test_a_full_disk_is_told_and_passes(store: Store) -> None:
    dispatch.answer(store, CreateFlow(name="before"))
    pages = store.write(lambda db: db.scalar(text("PRAGMA page_count")))
    store.write(lambda db: db.scalar(text(f"PRAGMA max_page_count = {pages}")))
    with pytest.raises(DatabaseNotReady, match="full"):
        fill(store)
    store.write(lambda db: db.scalar(text("PRAGMA max_page_count = 1000000")))
    dispatch.answer(store, CreateFlow(name="after"))
    assert store.read(lambda db: db.scalar(text("PRAGMA integrity_check"))) == "ok"


def test_a_closed_store_says_so(store: Store) -> None:
    other = Store(str(store.url.render_as_string(hide_password=False)))
    other.close()
    with pytest.raises(DatabaseNotReady, match="closed"):
        other.read(lambda db: None)
