"""The tally of flow runs follows every transaction, on Postgres several at once, and an older database is counted."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, func, insert, select, text, update

from legato.ids import flow_id, uuid7
from legato.schemas.filters import RunScope
from legato.schemas.flow_runs import FlowRunPolicy
from legato.schemas.states import StateDetails, StateType
from legato.server.store import flow_runs, schema, tally
from legato.server.store.engine import make_engine, parse_url
from legato.server.store.store import Store
from legato.server.store.tables import flow, flow_run
from legato.server.store.transaction import Transaction
from tests.stores.scenes import at

S = StateType


def add_flow(connection: Connection) -> None:
    row = {"id": flow_id("etl"), "created": at(0), "updated": at(0), "name": "etl", "tags": []}
    connection.execute(insert(flow), row)


def add_runs(connection: Connection, kind: StateType | None, number: int) -> list[UUID]:
    """Insert runs in one statement of many rows."""
    common = {"created": at(0), "updated": at(0), "flow_id": flow_id("etl"), "name": "x", "parameters": {}}
    common |= {"context": {}, "tags": [], "empirical_policy": FlowRunPolicy(), "state_details": StateDetails()}
    common |= {"state_type": kind, "run_count": 0, "total_run_time": 0.0, "auto_scheduled": False}
    ids = [uuid7() for _ in range(number)]
    connection.execute(insert(flow_run), [common | {"id": id} for id in ids])
    return ids


def become(connection: Connection, ids: list[UUID], kind: StateType) -> None:
    connection.execute(update(flow_run).where(flow_run.c.id.in_(ids)).values(state_type=kind))


def told(connection: Connection) -> tuple[int, dict[StateType, int]]:
    """What the tally says, which is what counting says."""
    db = Transaction(connection)
    rows = db.all(select(flow_run.c.state_type, func.count()).group_by(flow_run.c.state_type))
    counted = {row[0]: row[1] for row in rows}
    said = {kind: number for kind in S if (number := tally.count(db, [kind]))}
    assert said == {kind: number for kind, number in counted.items() if kind is not None}
    assert flow_runs.count(db, RunScope()) == sum(counted.values())
    return sum(counted.values()), said


@pytest.fixture
def begin(database_url: str) -> Iterator[Callable[[], Connection]]:
    """What opens one transaction after the other, each on its own connection, not committed by itself."""
    Store(database_url).close()
    engine = make_engine(parse_url(database_url), writes=True)
    with ExitStack() as stack:

        def opened() -> Connection:
            connection = stack.enter_context(engine.connect())
            connection.begin()
            return connection

        yield opened
    engine.dispose()


def test_every_kind_of_change_is_counted(begin: Callable[[], Connection]) -> None:
    connection = begin()
    add_flow(connection)
    runs = add_runs(connection, S.SCHEDULED, 5)
    new = add_runs(connection, None, 2)
    assert told(connection) == (7, {S.SCHEDULED: 5})
    become(connection, runs[:3], S.RUNNING)
    become(connection, runs[:3], S.RUNNING)
    become(connection, new, S.PENDING)
    assert told(connection) == (7, {S.SCHEDULED: 2, S.RUNNING: 3, S.PENDING: 2})
    connection.execute(delete(flow_run).where(flow_run.c.id.in_(runs[2:4])))
    assert told(connection) == (5, {S.SCHEDULED: 1, S.RUNNING: 2, S.PENDING: 2})
    connection.commit()
    connection.begin()
    connection.execute(delete(flow).where(flow.c.id == flow_id("etl")))
    assert told(connection) == (0, {})
    connection.rollback()
    assert told(begin())[0] == 5


@pytest.mark.slow
def test_transactions_of_postgres_do_not_wait_for_each_other(postgres_url: str) -> None:
    Store(postgres_url).close()
    engine = make_engine(parse_url(postgres_url), writes=True)
    with engine.begin() as connection:
        add_flow(connection)
        runs = add_runs(connection, S.SCHEDULED, 30)
    with ExitStack() as stack:
        open_ones = [stack.enter_context(engine.connect()) for _ in range(10)]
        for number, connection in enumerate(open_ones):
            connection.begin()
            connection.execute(text("SET LOCAL lock_timeout = '2s'"))
            become(connection, runs[number * 3 : number * 3 + 3], S.RUNNING)
        for number, connection in enumerate(open_ones):
            add_runs(connection, S.PENDING, 1)
            connection.rollback() if number % 5 == 0 else connection.commit()
    with engine.begin() as connection:
        assert told(connection) == (38, {S.SCHEDULED: 6, S.RUNNING: 24, S.PENDING: 8})
    engine.dispose()


def test_an_older_database_is_counted_when_it_is_brought_up_to_date(database_url: str) -> None:
    engine = make_engine(parse_url(database_url), writes=True)
    with engine.begin() as connection:
        schema.upgrade(connection, "0002")
        add_flow(connection)
        add_runs(connection, S.COMPLETED, 4)
        add_runs(connection, None, 1)
    with engine.begin() as connection:
        schema.bring_up_to_date(connection)
        become(connection, add_runs(connection, S.RUNNING, 1), S.COMPLETED)
        assert told(connection) == (6, {S.COMPLETED: 5})
    engine.dispose()
