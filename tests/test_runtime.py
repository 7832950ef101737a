"""`legato.runtime`: facts about the run, the environment first."""

from typing import Any

import pytest

from legato import flow, tags, task
from legato.runtime import deployment, flow_run, task_run
from legato.testing.utilities import get_most_recent_flow_run, legato_test_harness
from tests import recorded


def test_facts_of_flow_and_task_run() -> None:
    @task
    def inside(x: int) -> Any:
        return task_run.name, task_run.task_name, task_run.parameters, task_run.run_count, flow_run.name, task_run.tags

    @flow(flow_run_name="outer-{x}")
    def outside(x: int) -> Any:
        return flow_run.name, flow_run.flow_name, flow_run.parameters, flow_run.run_count, flow_run.tags, inside(x)

    with tags("t"):
        *facts, inner = outside(1)
    assert facts == ["outer-1", "outside", {"x": 1}, 1, ["t"]]
    assert inner == ("inside-0", "inside", {"x": 1}, 1, "outer-1", ["t"])
    assert recorded.the_flow_run().name == "outer-1"


def test_parent_of_a_subflow_is_known() -> None:
    @flow
    def child() -> Any:
        return flow_run.parent_flow_run_id

    @flow
    def parent() -> Any:
        return flow_run.id, child(), flow_run.parent_flow_run_id

    own, told, above = parent()
    assert own == told
    assert above is None


def test_outside_of_runs_facts_are_empty() -> None:
    assert (flow_run.id, flow_run.tags, flow_run.parameters, flow_run.run_count) == (None, [], {}, 0)
    assert (task_run.id, task_run.tags, deployment.id, deployment.parameters) == (None, [], None, {})
    with pytest.raises(AttributeError, match="no attribute 'colour'"):
        _ = flow_run.colour


def test_environment_wins_and_takes_the_type_of_the_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATO__RUNTIME__FLOW_RUN__NAME", "given")
    monkeypatch.setenv("LEGATO__RUNTIME__FLOW_RUN__RUN_COUNT", "7")
    monkeypatch.setenv("LEGATO__RUNTIME__FLOW_RUN__NEW", "x")
    monkeypatch.setenv("LEGATO__RUNTIME__FLOW_RUN__PARAMETERS", "x")
    assert (flow_run.name, flow_run.run_count, flow_run.new) == ("given", 7, "x")
    with pytest.raises(ValueError, match="cannot be set from outside"):
        _ = flow_run.parameters


def test_harness_keeps_runs_to_itself(home: Any) -> None:
    @flow
    def hidden() -> int:
        return 1

    with legato_test_harness():
        assert hidden() == 1
        run = get_most_recent_flow_run()
        assert run.state_name == "Completed"
    assert list(home.iterdir()) == []
