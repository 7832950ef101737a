"""A database with a past: so many flow runs, over a month, in the mix of states of a busy installation."""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from legato.ids import flow_id, run_name, uuid7
from legato.schemas.flow_runs import FlowRunPolicy
from legato.schemas.states import StateDetails, StateType
from legato.server.store import schema
from legato.server.store.engine import make_engine, parse_url
from legato.server.store.tables import flow, flow_run

ROOT = Path(__file__).parent.parent
FLOWS = 20
BATCH = 5_000
MIX = [StateType.COMPLETED] * 90 + [StateType.FAILED] * 5 + [StateType.CRASHED] * 2 + [StateType.CANCELLED] * 2
MIX += [StateType.RUNNING]


def database(runs: int) -> str:
    """Return the address of a SQLite database with so many flow runs, made once."""
    path = ROOT / ".cache" / "bench" / f"history-{runs}-{schema.REVISIONS[-1]}.db"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        fill(f"sqlite:///{part}", runs)
        part.rename(path)
    return f"sqlite:///{path}"


def fill(address: str, runs: int) -> None:
    """Write flows and flow runs into a database, which is made where there is none."""
    url = parse_url(address)
    schema.ensure(url)
    engine = make_engine(url, writes=True)
    begin = datetime.now(UTC) - timedelta(days=30)
    names = [f"flow-{n}" for n in range(FLOWS)]
    chance = random.Random(1)
    with engine.begin() as connection:
        rows = [{"id": flow_id(n), "created": begin, "updated": begin, "name": n, "tags": []} for n in names]
        connection.execute(insert(flow), rows)
    for first in range(0, runs, BATCH):
        count = min(BATCH, runs - first)
        moments = [begin + timedelta(days=30) * ((first + n) / runs) for n in range(count)]
        with engine.begin() as connection:
            connection.execute(insert(flow_run), [_run(moment, chance, names) for moment in moments])
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    engine.dispose()


def _run(moment: datetime, chance: random.Random, names: list[str]) -> dict[str, Any]:
    state, seconds = chance.choice(MIX), chance.expovariate(1 / 60)
    end = moment + timedelta(seconds=seconds)
    is_over = state is not StateType.RUNNING
    return {
        "id": _id_at(moment, chance),
        "created": moment,
        "updated": end,
        "name": run_name(),
        "flow_id": flow_id(chance.choice(names)),
        "parameters": {"day": moment.date().isoformat()},
        "context": {},
        "empirical_policy": FlowRunPolicy(),
        "tags": ["nightly"] if chance.random() < 0.2 else [],
        "state_id": uuid7(),
        "state_type": state,
        "state_name": state.value.capitalize(),
        "state_timestamp": end if is_over else moment,
        "state_details": StateDetails(),
        "run_count": 1,
        "expected_start_time": moment,
        "start_time": moment,
        "end_time": end if is_over else None,
        "total_run_time": seconds if is_over else 0.0,
        "auto_scheduled": False,
    }


def _id_at(moment: datetime, chance: random.Random) -> UUID:
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62))


if __name__ == "__main__":
    print(database(int(sys.argv[1])))
