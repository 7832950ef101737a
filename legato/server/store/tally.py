"""How many flow runs are in each type of state, kept by SQLite itself.

Counting a million rows takes longer than a page of the run list may take. Only SQLite has this table: there one writer
keeps it, while in Postgres all writers would wait for each other at its rows.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import text

from legato.schemas.states import StateType
from legato.server.store.transaction import Transaction

TABLE = "flow_run_tally"
_KINDS = ", ".join(f"('{kind}', 0)" for kind in ("", *StateType))
_STEP = "UPDATE flow_run_tally SET runs = runs {sign} 1 WHERE state_type = coalesce({row}.state_type, '')"
_MORE, _LESS = _STEP.format(sign="+", row="new"), _STEP.format(sign="-", row="old")


def _trigger(moment: str, *steps: str) -> str:
    name = f"flow_run_tally_{moment.split()[0].lower()}"
    return f"CREATE TRIGGER {name} AFTER {moment} ON flow_run BEGIN {'; '.join(steps)}; END"


CREATE = (
    "CREATE TABLE flow_run_tally (state_type TEXT NOT NULL PRIMARY KEY, runs INTEGER NOT NULL)",
    f"INSERT INTO flow_run_tally VALUES {_KINDS}",
    _trigger("INSERT", _MORE),
    _trigger("DELETE", _LESS),
    _trigger("UPDATE OF state_type", _LESS, _MORE),
)


def count(db: Transaction, kinds: Collection[StateType] | None) -> int:
    """Return how many flow runs are in states of these types; None counts all."""
    rows = db.all(text("SELECT state_type, runs FROM flow_run_tally"))
    return sum(row[1] for row in rows if kinds is None or row[0] in kinds)
