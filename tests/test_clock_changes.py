"""Schedules on days on which clocks change, in every time zone, beside other readings of the same words."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from cronsim import CronSim
from dateutil import tz
from dateutil.rrule import DAILY, rrule
from hypothesis import given, settings
from hypothesis import strategies as some

from legato import schedules
from legato.schedules.clocks import change_between
from legato.schedules.preview import preview
from legato.schemas.schedules import CronSchedule, IntervalSchedule, RRuleSchedule, Schedule

YEARS = range(2025, 2027)
HOUR = timedelta(hours=1)


def first(schedule: Schedule, start: datetime, count: int) -> list[datetime]:
    return schedules.dates(schedule, start, enough=lambda found, _: found >= count)


def changes(zone: str) -> Iterator[datetime]:
    """The moments of some years at which the clocks of a zone change."""
    place = ZoneInfo(zone)
    days = (datetime(YEARS[0], 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366 * len(YEARS)))
    for before, after in itertools.pairwise(days):
        if before.astimezone(place).utcoffset() != after.astimezone(place).utcoffset():
            yield change_between(place, before, after)


@cache
def all_changes() -> list[tuple[str, datetime]]:
    """Every change of every zone, those of zones with the same one left out."""
    seen: dict[tuple[object, ...], tuple[str, datetime]] = {}
    for zone in sorted(available_timezones()):
        for change in changes(zone):
            local = change.astimezone(ZoneInfo(zone))
            seen.setdefault((change, local.utcoffset()), (zone, change))
    return list(seen.values())


def by_cronsim(cron: str, zone: str, start: datetime, count: int) -> list[datetime]:
    found = CronSim(cron, start.astimezone(ZoneInfo(zone)))
    return [moment.astimezone(UTC) for moment in itertools.islice(found, count)]


def test_times_of_day_fire_once_on_the_day_of_every_change_there_is() -> None:
    """Fault 26: what is left out fires when clocks change, what comes twice fires the first time; as cronsim says."""
    assert len(all_changes()) > 50
    for zone, change in all_changes():
        local = change.astimezone(ZoneInfo(zone))
        start = change - timedelta(days=1, seconds=1)
        for minutes in (-90, -30, 0, 15, 30, 90):
            wall = local.replace(tzinfo=None) + timedelta(minutes=minutes)
            cron = f"{wall.minute} {wall.hour} * * *"
            found = first(CronSchedule(cron=cron, timezone=zone), start, 3)
            assert found == by_cronsim(cron, zone, start, 3), (zone, change, cron)


def test_what_comes_hourly_leaves_out_and_repeats_no_moment_at_any_change() -> None:
    """Fault 26, in zones whose clocks change by whole hours: elsewhere the minute on the wall moves."""
    for zone, change in all_changes():
        place = ZoneInfo(zone)
        before, after = ((change + side).astimezone(place).utcoffset() for side in (-HOUR, HOUR))
        if before is None or after is None or (after - before) % HOUR:
            continue
        for minute in (0, 30):
            found = first(CronSchedule(cron=f"{minute} * * * *", timezone=zone), change - 3 * HOUR, 7)
            assert {later - earlier for earlier, later in itertools.pairwise(found)} == {HOUR}, (zone, change)
            assert found == by_cronsim(f"{minute} * * * *", zone, change - 3 * HOUR - timedelta(seconds=1), 7)


def test_rules_keep_the_time_of_day_at_every_change_as_dateutil_does() -> None:
    for zone, change in all_changes():
        place = tz.gettz(zone)
        wall = change.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + timedelta(minutes=30, days=-2)
        text = f"DTSTART:{wall:%Y%m%dT%H%M%S}\nRRULE:FREQ=DAILY"
        found = first(RRuleSchedule(rrule=text, timezone=zone), change - timedelta(days=3), 4)
        walls = rrule(DAILY, dtstart=wall, count=4)
        assert found == [tz.resolve_imaginary(one.replace(tzinfo=place)).astimezone(UTC) for one in walls], zone


@settings(max_examples=200, deadline=None)
@given(data=some.data(), hours=some.integers(1, 100), offset=some.integers(0, 86_400))
def test_intervals_keep_the_distance_of_hours_and_the_time_of_days(
    data: some.DataObject, hours: int, offset: int
) -> None:
    zone, change = data.draw(some.sampled_from(all_changes()))
    place, anchor = ZoneInfo(zone), change - timedelta(days=5, seconds=offset)
    schedule = IntervalSchedule(interval=hours * 3600.0, anchor_date=anchor, timezone=zone)
    found = first(schedule, anchor, 10)
    days, rest = divmod(hours, 24)
    wall = anchor.astimezone(place).replace(tzinfo=None)
    expected = [
        (wall + timedelta(days=days * number)).replace(tzinfo=place).astimezone(UTC) + timedelta(hours=rest * number)
        for number in range(10)
    ]
    assert found == expected
    if not days:
        assert {later - earlier for earlier, later in itertools.pairwise(found)} == {timedelta(hours=hours)}


BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("cron", "start", "expected"),
    [
        (
            "30 2 * * *",
            datetime(2030, 3, 30, tzinfo=UTC),
            [
                ("2030-03-30T02:30:00+01:00", None),
                (
                    "2030-03-31T03:00:00+02:00",
                    "Clocks go forward from 02:00 to 03:00 on 2030-03-31. Times of day in between fire then.",
                ),
            ],
        ),
        (
            "30 2 * * *",
            datetime(2030, 10, 27, tzinfo=UTC),
            [
                ("2030-10-27T02:30:00+02:00", "This time of day comes twice; this is the first time."),
                ("2030-10-28T02:30:00+01:00", "Clocks go back from 03:00 to 02:00 on 2030-10-27."),
            ],
        ),
        (
            "30 * * * *",
            datetime(2030, 10, 27, 1, tzinfo=UTC),
            [
                (
                    "2030-10-27T02:30:00+01:00",
                    "This time of day comes twice; this is the second time.",
                ),
                ("2030-10-27T03:30:00+01:00", None),
            ],
        ),
    ],
)
def test_a_preview_says_what_clocks_do(cron: str, start: datetime, expected: list[tuple[str, str | None]]) -> None:
    found = preview(CronSchedule(cron=cron, timezone=BERLIN), start, 2)
    assert [(one.local_time, one.note) for one in found] == expected
