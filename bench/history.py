"""A database with a past: so many flow runs, over a month, in the mix of states of a busy installation.

usage: python -m bench.history RUNS [TASKS [DATABASE]]
With TASKS each flow run has so many task runs, a log line for each, an event, and a deployment that it is of.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from legato.contract.deployments import CreateDeployment
from legato.contract.work_pools import CreateWorkPool
from legato.ids import flow_id, run_name, uuid7
from legato.schemas.deployments import DeploymentCreate
from legato.schemas.flow_runs import FlowRunPolicy
from legato.schemas.states import StateDetails, StateType
from legato.server.dispatch import answer
from legato.server.store import schema
from legato.server.store.engine import make_engine, parse_url
from legato.server.store.store import Store
from legato.server.store.tables import flow, flow_run, log, task_run
from legato.server.store.tables.events import event

ROOT = Path(__file__).parent.parent
FLOWS = 20
BATCH = 5_000
MIX = [StateType.COMPLETED] * 90 + [StateType.FAILED] * 5 + [StateType.CRASHED] * 2 + [StateType.CANCELLED] * 2
MIX += [StateType.RUNNING]


def database(runs: int, tasks: int = 0) -> str:
    """Return the address of a SQLite database with so many flow runs, and task runs of each, made once."""
    path = ROOT / ".cache" / "bench" / f"history-{runs}-{tasks}-{schema.REVISIONS[-1]}.db"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        fill(f"sqlite:///{part}", runs, tasks)
        part.rename(path)
    return f"sqlite:///{path}"


def fill(address: str, runs: int, tasks: int = 0) -> None:
    """Write flows, flow runs and what belongs to them into a database, which is made where there is none."""
    url = parse_url(address)
    schema.ensure(url)
    engine = make_engine(url, writes=True)
    begin = datetime.now(UTC) - timedelta(days=30)
    names = [f"flow-{n}" for n in range(FLOWS)]
    chance = random.Random(1)
    with engine.begin() as connection:
        rows = [{"id": flow_id(n), "created": begin, "updated": begin, "name": n, "tags": []} for n in names]
        connection.execute(insert(flow), rows)
    places = _deployed(address, names) if tasks else {}
    for first in range(0, runs, BATCH):
        count = min(BATCH, runs - first)
        moments = [begin + timedelta(days=30) * ((first + n) / runs) for n in range(count)]
        made = [_run(moment, chance, names) for moment in moments]
        with engine.begin() as connection:
            connection.execute(insert(flow_run), [one | places.get(one["flow_id"], {}) for one in made])
            if tasks:
                steps = [_task_run(one, n, chance) for one in made for n in range(tasks)]
                connection.execute(insert(task_run), steps)
                connection.execute(insert(log), [_line(one) for one in steps])
                connection.execute(insert(event), [_event(one, chance) for one in made])
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


def _deployed(address: str, names: list[str]) -> dict[UUID, dict[str, Any]]:
    """Give each flow a deployment in one work pool; return where the runs of each flow wait."""
    store, places = Store(address), dict[UUID, dict[str, Any]]()
    pool = answer(store, CreateWorkPool(name="farm", type="process")).value
    for name in names:
        new = DeploymentCreate(name="prod", flow_id=flow_id(name), work_pool_name="farm")
        made = answer(store, CreateDeployment(deployment=new)).value
        queue = {"work_queue_id": pool.default_queue_id, "work_queue_name": "default"}
        places[made.flow_id] = {"deployment_id": made.id, **queue}
    store.close()
    return places


def _task_run(run: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    moment = run["start_time"] + timedelta(seconds=number)
    same = ("empirical_policy", "state_type", "state_name", "state_details", "run_count", "end_time", "total_run_time")
    return {name: run[name] for name in same} | {
        "id": _id_at(moment, chance),
        "created": moment,
        "updated": moment,
        "name": f"step-{number}",
        "flow_run_id": run["id"],
        "task_key": "step",
        "dynamic_key": str(number),
        "tags": [],
        "task_inputs": {},
        "state_id": uuid7(),
        "state_timestamp": moment,
        "expected_start_time": moment,
        "start_time": moment,
        "flow_run_run_count": 1,
    }


def _line(step: dict[str, Any]) -> dict[str, Any]:
    moment = step["start_time"]
    said = {"name": "legato.task_runs", "level": 20, "message": "Finished in state Completed()"}
    ids = {"flow_run_id": step["flow_run_id"], "task_run_id": step["id"]}
    return {"id": uuid7(), "created": moment, "timestamp": moment, **said, **ids}


def _event(run: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    name, resource = f"prefect.flow-run.{run['state_name']}", f"prefect.flow-run.{run['id']}"
    return {
        "id": _id_at(run["updated"], chance),
        "occurred": run["updated"],
        "received": run["updated"],
        "event": name,
        "resource_id": resource,
        "resource": {"prefect.resource.id": resource, "prefect.resource.name": run["name"]},
        "related": [{"prefect.resource.id": f"prefect.flow.{run['flow_id']}", "prefect.resource.role": "flow"}],
        "payload": {},
    }


def _id_at(moment: datetime, chance: random.Random) -> UUID:
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    if sys.argv[3:]:
        fill(sys.argv[3], *numbers)
    else:
        print(database(*numbers))
