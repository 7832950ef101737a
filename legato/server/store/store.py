"""The store: a database with its writer and its readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from legato.server.store import schema
from legato.server.store.engine import make_engine, parse_url, sqlite_file
from legato.server.store.transaction import Changes
from legato.server.store.writer import Crew, Work
from legato.settings import LEGATO_API_DATABASE_CONNECTION_URL, LEGATO_SQLALCHEMY_POOL_SIZE

T = TypeVar("T")


class Store:
    """An open database. Whoever writes is answered after the commit; `listeners` hear what changed then."""

    def __init__(self, url: str | None = None, *, migrate: bool = True, readers: int = 3) -> None:
        self.url = parse_url(url or LEGATO_API_DATABASE_CONNECTION_URL.value())
        self.file = sqlite_file(self.url)
        self.listeners: list[Callable[[Changes], None]] = []
        schema.ensure(self.url, migrate=migrate)
        size = LEGATO_SQLALCHEMY_POOL_SIZE.value()
        writers = 1 if self.is_sqlite else max(1, size // 2)
        self._writer = Crew(
            make_engine(self.url, writes=True),
            name="writer",
            threads=writers,
            shares_commits=self.is_sqlite,
            publish=self._publish,
        )
        self._readers = Crew(
            make_engine(self.url, writes=False),
            name="reader",
            threads=readers if self.is_sqlite else max(1, size - writers),
        )

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is SQLite."""
        return self.file is not None

    def read(self, work: Work[T]) -> T:
        """Do a job that only reads, and wait for it."""
        return self._readers.call(work)

    def write(self, work: Work[T]) -> T:
        """Do a job that writes, and wait until it is committed."""
        return self._writer.call(work)

    async def aread(self, work: Work[T]) -> T:
        """Do a job that only reads."""
        return await self._readers.acall(work)

    async def awrite(self, work: Work[T]) -> T:
        """Do a job that writes; the answer comes after the commit."""
        return await self._writer.acall(work)

    def close(self) -> None:
        """Finish all jobs and let the database go."""
        self._writer.close()
        self._readers.close()

    def _publish(self, changes: Changes) -> None:
        for listener in self.listeners:
            listener(changes)
