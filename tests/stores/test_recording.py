"""Journal entries become rows, once, in order, and not against what others decided."""

from uuid import UUID

import pytest

from legato.contract.flow_runs import (
    CountFlowRuns,
    DeleteFlowRun,
    ReadFlowRun,
    ReadFlowRuns,
    ReadFlowRunStates,
    SetFlowRunState,
)
from legato.contract.flows import CountFlows, DeleteFlow, ReadFlowByName
from legato.contract.logs import ReadLogs
from legato.contract.task_runs import CountTaskRuns, ReadTaskRun, ReadTaskRuns, ReadTaskRunStates
from legato.ids import flow_id, uuid7
from legato.schemas.flow_runs import FlowRunPolicy, RetryType
from legato.schemas.journal import Entry, RunRenamed
from legato.schemas.states import StateCreate, StateDetails, StateType
from legato.schemas.task_runs import Constant, TaskRunPolicy, TaskRunResult
from tests.stores.scenes import Scene, at, entered, flow_run, line, task_run

S = StateType


def test_a_flow_run_and_its_flow_come_into_being(scene: Scene) -> None:
    run = flow_run(parameters={"day": "2026-03-01"}, tags=["nightly"], flow_version="7")
    reply = scene.record(run, entered(run, S.PENDING, 0), entered(run, S.RUNNING, 1), entered(run, S.COMPLETED, 4))
    found = scene.ask(ReadFlowRun(id=run.id))
    assert reply.accepted == 4
    assert found.flow_id == flow_id("etl") == scene.ask(ReadFlowByName(name="etl")).id
    assert (found.state_type, found.state_name, found.run_count) == (S.COMPLETED, "Completed", 1)
    assert (found.expected_start_time, found.start_time, found.end_time) == (at(0), at(1), at(4))
    assert found.total_run_time == 3.0
    assert (found.parameters, found.tags, found.flow_version) == ({"day": "2026-03-01"}, ["nightly"], "7")
    assert [s.type for s in scene.ask(ReadFlowRunStates(flow_run_id=run.id))] == [S.PENDING, S.RUNNING, S.COMPLETED]


def test_a_task_run_and_its_log_lines_come_into_being(scene: Scene) -> None:
    run, other = flow_run(), uuid7()
    inputs = {"x": [TaskRunResult(id=other), Constant(type="int")]}
    task = task_run(run, tags=["db"], task_inputs=inputs, empirical_policy=TaskRunPolicy(retries=2, retry_delay=[1, 2]))
    scene.record(
        *(run, entered(run, S.RUNNING, 0), task, entered(task, S.PENDING, 1), entered(task, S.RUNNING, 2)),
        *(line(run, "from the task", task), entered(task, S.COMPLETED, 3, data={"type": "unpersisted"})),
    )
    found = scene.ask(ReadTaskRun(id=task.id))
    assert (found.state_type, found.run_count, found.flow_run_run_count) == (S.COMPLETED, 1, 1)
    assert (found.task_inputs, found.tags) == (inputs, ["db"])
    assert found.empirical_policy == TaskRunPolicy(retries=2, retry_delay=[1, 2])
    assert found.state is not None
    assert found.state.data == {"type": "unpersisted"}
    assert found.state.state_details == StateDetails(flow_run_id=run.id, task_run_id=task.id)
    assert [log.message for log in scene.ask(ReadLogs())] == ["from the task"]


def test_entries_that_come_one_by_one_give_what_they_give_together(scene: Scene) -> None:
    runs: list[UUID] = []
    for one_by_one in (False, True):
        run = flow_run(flow=f"flow-{one_by_one}")
        task = task_run(run)
        entries: list[Entry] = [run, entered(run, S.RUNNING, 0), task]
        for second, state in enumerate((S.PENDING, S.RUNNING, S.SCHEDULED, S.RUNNING, S.FAILED), 1):
            entries.append(entered(task, state, second, "AwaitingRetry" if state is S.SCHEDULED else None))
        if one_by_one:
            for entry in entries:
                scene.record(entry)
        else:
            scene.record(*entries)
        runs.append(task.id)
    first, second = (scene.ask(ReadTaskRun(id=id)) for id in runs)
    assert (first.run_count, first.total_run_time, first.start_time) == (2, 2.0, at(2))
    for name in ("run_count", "flow_run_run_count", "total_run_time", "start_time", "end_time", "expected_start_time"):
        assert getattr(first, name) == getattr(second, name), name


def test_a_batch_that_comes_twice_leaves_everything_as_it_was(scene: Scene) -> None:
    run = flow_run()
    task = task_run(run)
    batch: list[Entry] = [run, entered(run, S.RUNNING), task, entered(task, S.RUNNING, 2), line(run)]
    scene.record(*batch)
    before = scene.ask(ReadFlowRun(id=run.id)), scene.ask(ReadTaskRun(id=task.id))
    reply = scene.record(*batch)
    assert (reply.accepted, reply.known, reply.refused) == (0, 5, 0)
    after = scene.ask(ReadFlowRun(id=run.id)), scene.ask(ReadTaskRun(id=task.id))
    for old, new in zip(before, after, strict=True):
        assert (old.run_count, old.state_id, old.updated) == (new.run_count, new.state_id, new.updated)
    assert len(scene.ask(ReadTaskRunStates(task_run_id=task.id))) == 1
    assert len(scene.ask(ReadLogs())) == 1


def test_an_entry_that_stands_twice_in_a_batch_is_taken_once(scene: Scene) -> None:
    run = flow_run()
    state = entered(run, S.RUNNING)
    reply = scene.record(run, state, run, state)
    assert (reply.accepted, reply.known) == (2, 2)
    assert scene.ask(ReadFlowRun(id=run.id)).run_count == 1


def test_entries_of_unknown_runs_are_refused(scene: Scene) -> None:
    run = flow_run()
    task = task_run(run)
    reply = scene.record(task, entered(task, S.RUNNING), entered(run, S.RUNNING), line(run), RunRenamed(run.id, "x"))
    assert (reply.accepted, reply.refused) == (0, 5)
    assert scene.ask(CountTaskRuns()) == 0


@pytest.mark.parametrize("deletes_flow", [False, True])
def test_nothing_enters_after_deletion(scene: Scene, deletes_flow: bool) -> None:
    run = flow_run()
    task = task_run(run)
    batch: list[Entry] = [run, entered(run, S.RUNNING), task, entered(task, S.RUNNING), line(run)]
    scene.record(*batch)
    scene.ask(DeleteFlow(id=flow_id("etl")) if deletes_flow else DeleteFlowRun(id=run.id))
    reply = scene.record(*batch, owned=[run.id])
    assert (reply.accepted, reply.refused) == (0, 5)
    assert [(n.flow_run_id, n.state_type, n.state_name) for n in reply.notices] == [(run.id, S.CANCELLED, "Deleted")]
    assert scene.ask(CountFlowRuns()) == scene.ask(CountTaskRuns()) == len(scene.ask(ReadLogs())) == 0


def test_an_owner_hears_of_a_request_to_cancel(scene: Scene) -> None:
    run = flow_run()
    scene.record(run, entered(run, S.RUNNING))
    scene.ask(SetFlowRunState(id=run.id, state=StateCreate(type=S.CANCELLING)))
    reply = scene.record(owned=[run.id])
    assert [(n.flow_run_id, n.state_type) for n in reply.notices] == [(run.id, S.CANCELLING)]


def test_a_run_that_is_cancelling_takes_only_cancelled(scene: Scene) -> None:
    run = flow_run()
    scene.record(run, entered(run, S.RUNNING))
    scene.ask(SetFlowRunState(id=run.id, state=StateCreate(type=S.CANCELLING)))
    reply = scene.record(entered(run, S.COMPLETED, 5))
    assert (reply.accepted, reply.refused) == (0, 1)
    assert [n.state_name for n in reply.notices] == ["Cancelling"]
    assert scene.record(entered(run, S.CANCELLED, 6)).accepted == 1
    assert scene.ask(ReadFlowRun(id=run.id)).state_type is S.CANCELLED


def test_a_run_that_is_over_stays_over(scene: Scene) -> None:
    run = flow_run()
    scene.record(run, entered(run, S.RUNNING), entered(run, S.CANCELLED, 1))
    reply = scene.record(entered(run, S.FAILED, 2), entered(run, S.RUNNING, 3), entered(run, S.CRASHED, 4))
    assert (reply.accepted, reply.refused) == (0, 3)
    assert scene.ask(ReadFlowRun(id=run.id)).state_type is S.CANCELLED


def test_a_failure_is_final_when_the_owner_says_so(scene: Scene) -> None:
    run = flow_run(empirical_policy=FlowRunPolicy(retries=3))
    scene.record(run, entered(run, S.RUNNING), entered(run, S.FAILED, 1))
    assert scene.ask(ReadFlowRun(id=run.id)).state_type is S.FAILED


def test_a_retry_in_the_process_is_noted_in_the_policy(scene: Scene) -> None:
    run = flow_run(empirical_policy=FlowRunPolicy(retries=1))
    scene.record(run, entered(run, S.RUNNING), entered(run, S.SCHEDULED, 1, "AwaitingRetry"))
    assert scene.ask(ReadFlowRun(id=run.id)).empirical_policy.retry_type is RetryType.IN_PROCESS
    scene.record(entered(run, S.RUNNING, 2, "Retrying"))
    assert scene.ask(ReadFlowRun(id=run.id)).run_count == 2


def test_a_task_run_remembers_the_attempt_of_its_flow_run(scene: Scene) -> None:
    run = flow_run(empirical_policy=FlowRunPolicy(retries=1))
    first, second = task_run(run, "0"), task_run(run, "1")
    scene.record(run, entered(run, S.RUNNING, 0), first, entered(first, S.RUNNING, 1), entered(first, S.FAILED, 2))
    scene.record(
        *(entered(run, S.SCHEDULED, 3, "AwaitingRetry"), entered(run, S.RUNNING, 4), second),
        *(entered(second, S.RUNNING, 5), entered(first, S.RUNNING, 6, "Retrying")),
    )
    assert [scene.ask(ReadTaskRun(id=t.id)).flow_run_run_count for t in (first, second)] == [2, 2]
    assert scene.ask(ReadTaskRun(id=first.id)).run_count == 1  # a run that was over starts to count anew


def test_a_subflow_run_is_tied_to_its_task_run_in_the_same_batch(scene: Scene) -> None:
    parent = flow_run()
    task = task_run(parent)
    child = flow_run(flow="inner", parent_task_run_id=task.id)
    inner = task_run(child)
    scene.record(parent, entered(parent, S.RUNNING), task, child, entered(child, S.RUNNING, 1), inner)
    found = scene.ask(ReadFlowRun(id=child.id))
    assert found.parent_task_run_id == task.id
    assert found.state is not None
    assert found.state.state_details.task_run_id == task.id
    assert scene.ask(CountFlows()) == 2


def test_a_subflow_run_of_an_unknown_parent_stands_alone(scene: Scene) -> None:
    child = flow_run(parent_task_run_id=uuid7())
    assert scene.record(child).accepted == 1
    assert scene.ask(ReadFlowRun(id=child.id)).parent_task_run_id is None


def test_deleting_a_parent_leaves_its_subflow_runs(scene: Scene) -> None:
    parent = flow_run()
    task = task_run(parent)
    child = flow_run(flow="inner", parent_task_run_id=task.id)
    scene.record(parent, task, child)
    scene.ask(DeleteFlowRun(id=parent.id))
    assert scene.ask(CountTaskRuns()) == 0
    assert scene.ask(ReadFlowRun(id=child.id)).parent_task_run_id is None


def test_journaled_states_of_a_subflow_run_are_not_mirrored_again(scene: Scene) -> None:
    parent = flow_run()
    task = task_run(parent)
    child = flow_run(flow="inner", parent_task_run_id=task.id)
    scene.record(parent, task, child, entered(child, S.RUNNING), entered(child, S.COMPLETED, 1))
    assert scene.ask(ReadTaskRunStates(task_run_id=task.id)) == []


def test_a_second_task_run_in_the_same_place_is_refused(scene: Scene) -> None:
    run = flow_run()
    first, second = task_run(run), task_run(run)
    scene.record(run, first)
    reply = scene.record(second, entered(second, S.RUNNING), task_run(run, "1"))
    assert (reply.accepted, reply.refused) == (1, 2)
    assert {found.id for found in scene.ask(ReadTaskRuns())} >= {first.id}
    assert scene.ask(CountTaskRuns()) == 2


def test_runs_are_renamed(scene: Scene) -> None:
    run = flow_run()
    task = task_run(run)
    scene.record(run, task, RunRenamed(run.id, "march"))
    reply = scene.record(RunRenamed(run.id, "march"), RunRenamed(task.id, "first", True))
    assert (reply.accepted, reply.known) == (1, 1)
    assert scene.ask(ReadFlowRun(id=run.id)).name == "march"
    assert scene.ask(ReadTaskRun(id=task.id)).name == "first"


def test_the_null_character_does_not_stop_a_batch(scene: Scene) -> None:
    run = flow_run(name="a\0b", flow="f\0", parameters={"text": "\0", "backslash": "\\u0000"}, tags=["\0"])
    scene.record(run, entered(run, S.RUNNING, data={"x": "\0"}), line(run, "zero \0 byte"))
    (found,) = scene.ask(ReadFlowRuns())
    assert found.id == run.id
    assert found.parameters["backslash"] in ("\\u0000", "\\\ufffd", "\\ufffd")
    assert scene.ask(ReadLogs())[0].message.startswith("zero ")


def test_big_numbers_and_odd_text_are_kept(scene: Scene) -> None:
    run = flow_run(parameters={"big": 2**70, "text": "ключ 🎼 \u202e", "nested": [[{"a": None}]]})
    scene.record(run)
    assert scene.ask(ReadFlowRun(id=run.id)).parameters == run.parameters


def test_changes_are_published_after_the_commit(scene: Scene) -> None:
    heard = []
    scene.store.listeners.append(heard.append)
    run = flow_run()
    task = task_run(run)
    scene.record(run, entered(run, S.RUNNING), task, entered(task, S.RUNNING), line(run))
    (changes,) = heard
    assert changes.flow_runs == changes.task_runs_of == changes.logs_of == {run.id}
    scene.record(entered(run, S.RUNNING), owned=[run.id])
    scene.ask(DeleteFlowRun(id=run.id))
    assert heard[-1].deleted == {run.id}
