"""Many clients at once."""

import threading
from pathlib import Path

import pytest

from legato import clock
from legato.contract.flow_runs import CountFlowRuns, CreateFlowRun, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.journal import RecordEntries
from legato.contract.logs import CreateLogs
from legato.ids import uuid7
from legato.schemas.journal import FlowRunCreated, StateEntered
from legato.schemas.logs import LogCreate
from legato.schemas.states import StateCreate, StateType
from legato.transport.http import HttpTransport
from tests.processes import server

pytestmark = pytest.mark.slow

CLIENTS = 50
ROUNDS = 10


def test_fifty_clients_that_write_to_sqlite_never_meet_a_locked_database(home: Path) -> None:
    """Fault 21: every write of every client is there, and none was answered with an error."""
    problems: list[BaseException] = []
    with server(home) as running:
        first = HttpTransport(running.api_url)
        flow = first.send(CreateFlow(name="busy"))

        def work() -> None:
            transport = HttpTransport(running.api_url)
            try:
                for _ in range(ROUNDS):
                    run = transport.send(CreateFlowRun(flow_id=flow.id))
                    for state in (StateType.PENDING, StateType.RUNNING, StateType.COMPLETED):
                        transport.send(SetFlowRunState(id=run.id, state=StateCreate(type=state)))
                    line = LogCreate(name="n", level=20, message="m", timestamp=clock.now(), flow_run_id=run.id)
                    transport.send(CreateLogs(logs=[line]))
                    transport.send(RecordEntries(entries=journaled()))
            except BaseException as error:
                problems.append(error)
            finally:
                transport.close()

        threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert problems == []
        assert first.send(CountFlowRuns()) == 2 * CLIENTS * ROUNDS
        first.close()
    assert "locked" not in running.log.read_text()


def journaled() -> list[FlowRunCreated | StateEntered]:
    created = FlowRunCreated(uuid7(), clock.now(), "busy", "journaled")
    names = (StateType.PENDING, "Pending"), (StateType.RUNNING, "Running"), (StateType.COMPLETED, "Completed")
    states = [StateEntered(created.id, uuid7(), clock.now(), kind, name, is_task=False) for kind, name in names]
    return [created, *states]
