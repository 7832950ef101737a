"""Threads that work on the database: one writer that shares its commits (SQLite), a few that do not, and readers.

A job is a function of a transaction. What it gives is handed over only once the commit has happened; what it changed
is published then too.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from legato.exceptions import DatabaseNotReady
from legato.server.store.transaction import Changes, Transaction

T = TypeVar("T")
Work = Callable[[Transaction], T]
Outcome = tuple[Any, BaseException | None]
_GROUP_JOBS = 64
_TRIES = 6
_TRY_AGAIN = frozenset({"40001", "40P01"})


class _Job:
    __slots__ = ("changes", "error", "future", "loop", "value", "work")

    def __init__(self, work: Work[Any], future: Any, loop: asyncio.AbstractEventLoop | None) -> None:
        self.work, self.future, self.loop = work, future, loop
        self.value: Any = None
        self.error: BaseException | None = None
        self.changes: Changes | None = None


class Crew:
    """Threads with a connection each, which take jobs from one queue."""

    def __init__(
        self,
        engine: Engine,
        *,
        name: str,
        threads: int,
        shares_commits: bool = False,
        publish: Callable[[Changes], None] | None = None,
    ) -> None:
        self._engine, self._shares_commits, self._publish = engine, shares_commits, publish
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._run, name=f"legato-{name}-{number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def call(self, work: Work[T]) -> T:
        """Do a job and wait for it."""
        future: Future[T] = Future()
        self._put(_Job(work, future, None))
        return future.result()

    async def acall(self, work: Work[T]) -> T:
        """Do a job; the event loop does not wait."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(_Job(work, future, loop))
        return await future

    def _put(self, job: _Job) -> None:
        if self._closed:
            raise DatabaseNotReady("The database is closed: the server is ending.")
        self._jobs.put(job)

    def close(self) -> None:
        """Finish what was asked for, then stop."""
        self._closed = True
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        connection: Connection | None = None
        going = True
        while going:
            group, going = self._next_group()
            if not group:
                continue
            try:
                if connection is None or connection.invalidated or connection.closed:
                    connection = self._engine.connect()
                self._do(connection, group)
            except BaseException as error:
                _drop(connection)
                connection = None
                for job in group:
                    job.value, job.error = None, error
            self._hand_over(group)
        _drop(connection)

    def _next_group(self) -> tuple[list[_Job], bool]:
        first = self._jobs.get()
        if first is None:
            return [], False
        group = [first]
        while self._shares_commits and len(group) < _GROUP_JOBS:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return group, False
            group.append(job)
        return group, True

    def _do(self, connection: Connection, group: list[_Job]) -> None:
        if self._shares_commits and len(group) > 1:
            _do_together(connection, group)
            return
        for job in group:
            _do_alone(connection, job)

    def _hand_over(self, group: list[_Job]) -> None:
        if self._publish is not None:
            changes = Changes()
            for job in group:
                if job.changes is not None and job.error is None:
                    changes.add(job.changes)
            if changes:
                self._publish(changes)
        loops: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        for job in group:
            if job.loop is not None:
                loops.setdefault(job.loop, []).append(job)
            elif job.error is not None:
                job.future.set_exception(job.error)
            else:
                job.future.set_result(job.value)
        for loop, jobs in loops.items():
            # One wake-up of the event loop for the whole group.
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, jobs)


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue  # whoever asked has gone away
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.value)


def _do_together(connection: Connection, group: list[_Job]) -> None:
    with connection.begin():
        for job in group:
            db = Transaction(connection)
            connection.exec_driver_sql("SAVEPOINT job")
            try:
                job.value = job.work(db)
            except Exception as error:
                if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
                    raise  # a full disk rolls back everything
                connection.exec_driver_sql("ROLLBACK TO job")
                job.error = error
            else:
                job.changes = db.changes
            connection.exec_driver_sql("RELEASE job")


def _do_alone(connection: Connection, job: _Job) -> None:
    for attempt in range(1, _TRIES + 1):
        db = Transaction(connection)
        try:
            with connection.begin():
                job.value = job.work(db)
        except Exception as error:
            if attempt < _TRIES and _sqlstate(error) in _TRY_AGAIN:
                continue
            if getattr(connection.connection.driver_connection, "closed", False):
                raise  # the connection is lost: the next job gets a new one
            job.error = error
        else:
            job.changes = db.changes
        return


def _sqlstate(error: Exception) -> str | None:
    return getattr(getattr(error, "orig", error), "sqlstate", None)


def _drop(connection: Connection | None) -> None:
    if connection is not None:
        try:
            connection.close()
        except Exception:
            connection.invalidate()
