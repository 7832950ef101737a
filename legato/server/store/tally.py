"""How many flow runs are in each type of state, kept by triggers: counting a million rows takes too long for a page.

In SQLite one writer keeps one row for each type. In Postgres many transactions change it at once, and would wait for
each other at such rows; there each takes the first place that no other has just now, and the sum of all places counts.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, text

from legato.schemas.states import StateType
from legato.server.store.transaction import Transaction
from legato.server.store.types import SQLITE

_KINDS = ", ".join(f"('{kind}', 0)" for kind in ("", *StateType))
_STEP = "UPDATE flow_run_tally SET runs = runs {sign} 1 WHERE state_type = coalesce({row}.state_type, '')"
_MORE, _LESS = _STEP.format(sign="+", row="new"), _STEP.format(sign="-", row="old")


def _trigger(moment: str, *steps: str) -> str:
    name = f"flow_run_tally_{moment.split()[0].lower()}"
    return f"CREATE TRIGGER {name} AFTER {moment} ON flow_run BEGIN {'; '.join(steps)}; END"


_IN_SQLITE = (
    "CREATE TABLE flow_run_tally (state_type TEXT NOT NULL PRIMARY KEY, runs INTEGER NOT NULL)",
    f"INSERT INTO flow_run_tally VALUES {_KINDS}",
    _trigger("INSERT", _MORE),
    _trigger("DELETE", _LESS),
    _trigger("UPDATE OF state_type", _LESS, _MORE),
)

# The lock of a place is tried and never waited for, and is given back when the transaction ends.
_ADD = """
    place integer := 0;
BEGIN
    WHILE NOT pg_try_advisory_xact_lock({lock}, place) LOOP
        place := place + 1;
    END LOOP;
    INSERT INTO flow_run_tally AS tally (place, state_type, runs)
        SELECT place, kind, number FROM ({changes}) AS changes (kind, number)
        ON CONFLICT ON CONSTRAINT pk_flow_run_tally DO UPDATE SET runs = tally.runs + excluded.runs;
    RETURN NULL;
END"""
_LOCK = 0x6C656774
_CHANGES = {
    "insert": "SELECT coalesce(state_type, ''), count(*) FROM changed GROUP BY 1",
    "delete": "SELECT coalesce(state_type, ''), -count(*) FROM changed GROUP BY 1",
    "update": "VALUES (coalesce(old.state_type, ''), -1), (coalesce(new.state_type, ''), 1)",
}
_MOMENTS = {
    "insert": "INSERT ON flow_run REFERENCING NEW TABLE AS changed FOR EACH STATEMENT",
    "delete": "DELETE ON flow_run REFERENCING OLD TABLE AS changed FOR EACH STATEMENT",
    "update": "UPDATE OF state_type ON flow_run FOR EACH ROW WHEN (old.state_type IS DISTINCT FROM new.state_type)",
}
_IN_POSTGRES = (
    "CREATE TABLE flow_run_tally (place INTEGER NOT NULL, state_type TEXT NOT NULL, runs BIGINT NOT NULL, "
    "CONSTRAINT pk_flow_run_tally PRIMARY KEY (place, state_type)) WITH (fillfactor = 25)",
    *(
        f"CREATE FUNCTION flow_run_tally_{verb}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$\nDECLARE{_ADD.format(lock=_LOCK, changes=changes)}\n$$"
        for verb, changes in _CHANGES.items()
    ),
    *(
        f"CREATE TRIGGER flow_run_tally_{verb} AFTER {moment} EXECUTE FUNCTION flow_run_tally_{verb}()"
        for verb, moment in _MOMENTS.items()
    ),
)


def create(connection: Connection) -> None:
    """Make the table, empty, and the triggers that keep it."""
    for statement in _IN_SQLITE if connection.dialect.name == SQLITE else _IN_POSTGRES:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Remove what `create` made; the triggers went with the table of flow runs."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS flow_run_tally")
    if connection.dialect.name != SQLITE:
        for verb in _CHANGES:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS flow_run_tally_{verb}()")


def count(db: Transaction, kinds: Collection[StateType] | None) -> int:
    """Return how many flow runs are in states of these types; None counts all."""
    rows = db.all(text("SELECT state_type, runs FROM flow_run_tally"))
    return sum(row[1] for row in rows if kinds is None or row[0] in kinds)
