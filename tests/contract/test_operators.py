"""What operators set of a deployment survives when it is deployed anew, if whoever deploys it wants so."""

from typing import Any

import pytest

from legato.contract.deployments import (
    CreateDeployment,
    CreateDeploymentSchedules,
    DeleteDeploymentSchedule,
    PauseDeployment,
    ReadDeployment,
    ResumeDeployment,
    UpdateDeployment,
    UpdateDeploymentSchedule,
)
from legato.contract.flows import CreateFlow
from legato.exceptions import RequestInvalid
from legato.schemas.deployments import Deployment, DeploymentCreate, DeploymentScheduleCreate, DeploymentUpdate
from legato.schemas.schedules import CronSchedule
from tests.contract.conftest import Send

NIGHTLY = DeploymentScheduleCreate(schedule=CronSchedule(cron="0 2 * * *"))
HOURLY = DeploymentScheduleCreate(schedule=CronSchedule(cron="0 * * * *"))


def deploy(send: Send, **fields: Any) -> Deployment:
    flow = send(CreateFlow(name="etl"))
    whole = {"name": "prod", "flow_id": flow.id, "parameters": {"x": 1}, "schedules": [NIGHTLY]} | fields
    return send(CreateDeployment(deployment=DeploymentCreate(**whole)))


def change(send: Send, made: Deployment, **fields: Any) -> Deployment:
    send(UpdateDeployment(id=made.id, deployment=DeploymentUpdate(**fields)))
    return send(ReadDeployment(id=made.id))


def crons(made: Deployment) -> list[object]:
    return [one.schedule.cron for one in made.schedules]


def test_what_an_operator_changed_is_known_and_stays(send: Send) -> None:
    made = deploy(send)
    changed = change(send, made, paused=True, parameters={"x": 2}, job_variables={"env": {"A": "1"}})
    assert changed.operator_fields == ["job_variables", "parameters", "paused"]
    again = deploy(
        send, version="2", parameters={"x": 3}, schedules=[HOURLY], job_variables={}, keep_operator_changes=True
    )
    assert (again.id, again.version, again.paused) == (made.id, "2", True)
    assert (again.parameters, again.job_variables, crons(again)) == ({"x": 2}, {"env": {"A": "1"}}, ["0 * * * *"])
    assert again.operator_fields == changed.operator_fields


def test_a_deploy_that_does_not_ask_for_it_overwrites_as_ever(send: Send) -> None:
    made = deploy(send)
    change(send, made, paused=True, parameters={"x": 2}, schedules=[HOURLY])
    again = deploy(send)
    assert (again.paused, again.parameters, crons(again)) == (False, {"x": 1}, ["0 2 * * *"])
    assert again.operator_fields == deploy(send, name="never changed").operator_fields
    third = deploy(send, parameters={"x": 4}, keep_operator_changes=True)
    assert third.parameters == {"x": 4}


def test_every_way_to_change_schedules_and_pauses_counts(send: Send) -> None:
    made = deploy(send)
    send(PauseDeployment(id=made.id))
    assert send(ReadDeployment(id=made.id)).operator_fields == ["paused"]
    assert deploy(send, paused=False, keep_operator_changes=True).paused
    send(ResumeDeployment(id=made.id))
    assert not deploy(send, paused=True, keep_operator_changes=True).paused
    (added,) = send(CreateDeploymentSchedules(id=made.id, schedules=[HOURLY]))
    assert crons(deploy(send, schedules=[], keep_operator_changes=True)) == ["0 2 * * *", "0 * * * *"]
    assert crons(deploy(send)) == ["0 2 * * *"]
    (only,) = send(ReadDeployment(id=made.id)).schedules
    send(UpdateDeploymentSchedule(id=made.id, schedule_id=only.id, active=False))
    kept = deploy(send, keep_operator_changes=True)
    assert [(one.id, one.active) for one in kept.schedules] == [(only.id, False)]
    send(DeleteDeploymentSchedule(id=made.id, schedule_id=only.id))
    assert deploy(send, keep_operator_changes=True).schedules == []
    assert added.id != only.id


def test_a_program_that_pauses_what_it_serves_is_no_operator(send: Send) -> None:
    made = deploy(send)
    send(PauseDeployment(id=made.id, by_operator=False))
    paused = send(ReadDeployment(id=made.id))
    assert (paused.paused, paused.operator_fields) == (True, made.operator_fields)
    assert not deploy(send, keep_operator_changes=True).paused


def test_a_change_to_what_it_is_already_is_none(send: Send) -> None:
    made = deploy(send)
    same = change(send, made, paused=False, parameters={"x": 1}, tags=["t"])
    assert (same.tags, same.operator_fields) == (["t"], made.operator_fields)


def test_kept_parameters_must_fit_the_new_schema(send: Send) -> None:
    made = deploy(send)
    change(send, made, parameters={"x": "text"})
    schema = {"type": "object", "properties": {"x": {"type": "integer"}}}
    strict = {"parameter_openapi_schema": schema, "enforce_parameter_schema": True}
    with pytest.raises(RequestInvalid):
        deploy(send, keep_operator_changes=True, **strict)
    assert deploy(send, **strict).parameters == {"x": 1}
