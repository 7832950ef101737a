"""What people say about schedules becomes what the server keeps, or one clear error."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from legato.client.schemas.objects import MinimalDeploymentSchedule
from legato.client.schemas.schedules import CronSchedule, IntervalSchedule, NoSchedule, RRuleSchedule
from legato.deployments.schedules import create_minimal_deployment_schedule, wire_schedules

DAILY = "FREQ=DAILY;BYHOUR=6"


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"interval": 60}, [{"interval": 60}]),
        ({"interval": timedelta(minutes=2)}, [{"interval": 120}]),
        ({"interval": [60, timedelta(hours=1)]}, [{"interval": 60}, {"interval": 3600}]),
        ({"cron": "0 6 * * *"}, [{"cron": "0 6 * * *"}]),
        ({"cron": ("0 6 * * *", "@daily"), "timezone": "Europe/Berlin"}, [{"cron": "0 6 * * *"}, {"cron": "@daily"}]),
        ({"rrule": DAILY}, [{"rrule": DAILY}]),
        ({"schedule": CronSchedule(cron="@hourly")}, [{"cron": "@hourly"}]),
        ({"schedule": {"rrule": DAILY}}, [{"rrule": DAILY}]),
        ({"schedule": NoSchedule()}, []),
        ({"schedules": []}, []),
        ({"schedules": [IntervalSchedule(interval=5), {"cron": "@daily"}]}, [{"interval": 5}, {"cron": "@daily"}]),
        ({"schedules": [{"schedule": RRuleSchedule(rrule=DAILY)}]}, [{"rrule": DAILY}]),
        ({"schedules": [{"schedule": {"interval": timedelta(seconds=9)}}]}, [{"interval": 9}]),
        ({}, []),
    ],
)
def test_schedules_are_said_in_many_ways(given: Any, fields: list[dict[str, Any]]) -> None:
    made = wire_schedules(**given)
    assert [
        {name: getattr(one.schedule, name) for name in wanted} for one, wanted in zip(made, fields, strict=True)
    ] == (fields)
    assert all(one.active for one in made)


def test_a_schedule_may_be_switched_off() -> None:
    cron = CronSchedule(cron="@daily")
    for way in ({"schedule": cron, "active": False}, {"cron": "@daily", "active": False}):
        assert [one.active for one in wire_schedules(schedules=[way])] == [False]
    assert not create_minimal_deployment_schedule(cron, active=False).active
    assert wire_schedules(schedules=[MinimalDeploymentSchedule(schedule=cron, active=False)])[0].active is False


def test_an_interval_is_counted_from_its_anchor() -> None:
    made = wire_schedules(interval=60, anchor_date="2024-05-01T06:00:00", timezone="Europe/Berlin")[0].schedule
    assert (made.anchor_date, made.timezone) == (datetime(2024, 5, 1, 6, tzinfo=UTC), "Europe/Berlin")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"cron": "@daily", "interval": 5}, "Only one of interval, cron, rrule, schedule, or schedules"),
        ({"cron": "every day"}, 'Invalid cron string: "every day"'),
        ({"cron": "@daily", "timezone": "Moon/Base"}, 'Invalid timezone: "Moon/Base"'),
        ({"rrule": "FREQ=NEVER"}, "Invalid RRule string"),
        ({"interval": 0}, "must be longer than nothing"),
        ({"interval": "5"}, "a number of seconds, or a timedelta"),
        ({"cron": "@daily", "anchor_date": "2024-01-01"}, "An anchor date can only be provided with an interval"),
        ({"schedules": [{"cron": "@daily", "activ": True}]}, "unknown keys: activ"),
        ({"schedules": [{"cron": "@daily", "interval": 3}]}, "just one of them"),
        ({"schedules": [{}]}, "just one of them"),
        ({"schedules": ["@daily"]}, "'@daily' is no schedule"),
    ],
)
def test_what_is_no_schedule_is_refused_at_once(given: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wire_schedules(**given)
