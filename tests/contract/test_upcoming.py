"""The next moments of schedules are told before anybody deploys, and of what is deployed."""

from datetime import UTC, datetime

import pytest

from legato import clock
from legato.contract.deployments import CreateDeployment, PauseDeployment, PreviewSchedule, ReadUpcomingRuns
from legato.contract.flows import CreateFlow
from legato.exceptions import ObjectNotFound, RequestInvalid
from legato.ids import uuid7
from legato.schemas.deployments import DeploymentCreate, DeploymentScheduleCreate
from legato.schemas.schedules import CronSchedule, RRuleSchedule
from tests.contract.conftest import Send

EVE = datetime(2030, 3, 30, 12, tzinfo=UTC)
NIGHTLY = CronSchedule(cron="30 2 * * *", timezone="Europe/Berlin")
NOON = CronSchedule(cron="0 12 * * *")


def test_a_schedule_is_previewed_with_a_word_on_the_clocks(send: Send) -> None:
    first, second = send(PreviewSchedule(schedule=NIGHTLY, start_time=EVE, count=2))
    assert (first.time, first.local_time) == (datetime(2030, 3, 31, 1, tzinfo=UTC), "2030-03-31T03:00:00+02:00")
    assert first.note is not None
    assert "forward" in first.note
    assert (second.local_time, second.note) == ("2030-04-01T02:30:00+02:00", None)
    assert len(send(PreviewSchedule(schedule=NOON))) == 10
    assert send(PreviewSchedule(schedule=RRuleSchedule(rrule="FREQ=DAILY;UNTIL=20200105T000000"))) == []


@pytest.mark.parametrize(
    "request_",
    [PreviewSchedule(schedule=CronSchedule(cron="61 * * * *")), PreviewSchedule(schedule=NOON, count=101)],
    ids=["no cron", "too many"],
)
def test_what_cannot_be_previewed_is_refused(send: Send, request_: PreviewSchedule) -> None:
    with pytest.raises(RequestInvalid):
        send(request_)


def test_the_next_runs_of_a_deployment_come_from_all_schedules_that_are_on(send: Send) -> None:
    flow = send(CreateFlow(name="etl"))
    off = DeploymentScheduleCreate(schedule=CronSchedule(cron="* * * * *"), active=False)
    schedules = [DeploymentScheduleCreate(schedule=one) for one in (NIGHTLY, NOON)] + [off]
    made = send(CreateDeployment(deployment=DeploymentCreate(name="prod", flow_id=flow.id, schedules=schedules)))
    nightly, noon = made.schedules[:2]
    with clock.frozen(EVE):
        found = send(ReadUpcomingRuns(id=made.id, count=3))
    assert [one.schedule_id for one in found] == [noon.id, nightly.id, noon.id]
    assert [one.time.isoformat()[:16] for one in found] == ["2030-03-30T12:00", "2030-03-31T01:00", "2030-03-31T12:00"]
    send(PauseDeployment(id=made.id))
    assert send(ReadUpcomingRuns(id=made.id)) == []
    with pytest.raises(ObjectNotFound):
        send(ReadUpcomingRuns(id=uuid7()))
