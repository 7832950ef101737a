"""When schedules fire: on ordinary days, and on the days on which clocks are changed."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from legato import schedules
from legato.schemas.schedules import CronSchedule, IntervalSchedule, RRuleSchedule, Schedule

BERLIN = "Europe/Berlin"
ZONES = sorted(available_timezones())


def first(schedule: Schedule, start: datetime, count: int) -> list[datetime]:
    """The first moments of a schedule from a moment on."""
    return schedules.dates(schedule, start, enough=lambda found, _: found >= count)


def shown(moments: Sequence[datetime], zone: str = BERLIN) -> list[str]:
    """Moments as a clock on the wall shows them."""
    return [moment.astimezone(ZoneInfo(zone)).strftime("%d %H:%M %z") for moment in moments]


@pytest.mark.parametrize(
    ("cron", "start", "expected"),
    [
        # 31 March 2030: 02:00 becomes 03:00.
        ("30 2 * * *", datetime(2030, 3, 30, tzinfo=UTC), ["30 02:30 +0100", "31 03:00 +0200", "01 02:30 +0200"]),
        ("30 * * * *", datetime(2030, 3, 31, 0, tzinfo=UTC), ["31 01:30 +0100", "31 03:30 +0200", "31 04:30 +0200"]),
        # 27 October 2030: 03:00 becomes 02:00.
        ("30 2 * * *", datetime(2030, 10, 26, tzinfo=UTC), ["26 02:30 +0200", "27 02:30 +0200", "28 02:30 +0100"]),
        ("30 * * * *", datetime(2030, 10, 27, 0, tzinfo=UTC), ["27 02:30 +0200", "27 02:30 +0100", "27 03:30 +0100"]),
        ("0 9 * * *", datetime(2030, 3, 30, tzinfo=UTC), ["30 09:00 +0100", "31 09:00 +0200", "01 09:00 +0200"]),
    ],
)
def test_a_cron_on_the_day_the_clocks_change(cron: str, start: datetime, expected: list[str]) -> None:
    assert shown(first(CronSchedule(cron=cron, timezone=BERLIN), start, 3)) == expected


def test_days_keep_the_time_of_day_and_hours_keep_their_distance() -> None:
    anchor, start = datetime(2030, 1, 1, 7, 30, tzinfo=UTC), datetime(2030, 3, 30, tzinfo=UTC)
    days = IntervalSchedule(interval=86400.0, anchor_date=anchor, timezone=BERLIN)
    assert shown(first(days, start, 3)) == ["30 08:30 +0100", "31 08:30 +0200", "01 08:30 +0200"]
    hours = IntervalSchedule(interval=3 * 3600.0, anchor_date=anchor, timezone=BERLIN)
    found = first(hours, start, 20)
    assert {later - earlier for earlier, later in itertools.pairwise(found)} == {timedelta(hours=3)}


def test_a_rule_keeps_the_time_of_day() -> None:
    rule = RRuleSchedule(rrule="DTSTART:20200101T083000\nRRULE:FREQ=DAILY", timezone=BERLIN)
    found = first(rule, datetime(2030, 10, 26, tzinfo=UTC), 3)
    assert shown(found) == ["26 08:30 +0200", "27 08:30 +0100", "28 08:30 +0100"]


@settings(max_examples=150, deadline=None)
@given(zone=some.sampled_from(ZONES), day=some.integers(0, 20_000), minute=some.integers(0, 59))
def test_an_hourly_cron_leaves_out_and_repeats_no_moment(zone: str, day: int, minute: int) -> None:
    start = datetime(1985, 1, 1, tzinfo=UTC) + timedelta(days=day)
    found = first(CronSchedule(cron=f"{minute} * * * *", timezone=zone), start, 60)
    assert found == sorted(set(found))
    place = ZoneInfo(zone)
    expected = start
    for moment in found:
        while expected.astimezone(place).minute != minute or expected.second:
            expected += timedelta(minutes=1)
        local = moment.astimezone(place)
        if local.utcoffset() == (moment - timedelta(days=1)).astimezone(place).utcoffset():
            assert local.minute == minute
    gaps = [later - earlier for earlier, later in itertools.pairwise(found)]
    assert max(gaps) <= timedelta(hours=2)


@settings(max_examples=150, deadline=None)
@given(
    zone=some.sampled_from(ZONES),
    day=some.integers(0, 20_000),
    hour=some.integers(0, 23),
    minute=some.integers(0, 59),
)
def test_a_daily_cron_fires_once_on_every_day(zone: str, day: int, hour: int, minute: int) -> None:
    start = datetime(1985, 1, 1, tzinfo=UTC) + timedelta(days=day)
    found = first(CronSchedule(cron=f"{minute} {hour} * * *", timezone=zone), start, 40)
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in found]
    assert days == sorted(set(days))
    # A whole day may be left out of a calendar, where a country moved across the date line.
    assert (days[-1] - days[0]).days <= len(days)


@settings(max_examples=100, deadline=None)
@given(
    zone=some.sampled_from(ZONES),
    day=some.integers(0, 20_000),
    seconds=some.integers(60, 86_399),
)
def test_intervals_shorter_than_a_day_keep_their_distance(zone: str, day: int, seconds: int) -> None:
    start = datetime(1985, 1, 1, tzinfo=UTC) + timedelta(days=day)
    schedule = IntervalSchedule(interval=float(seconds), anchor_date=start, timezone=zone)
    found = first(schedule, start, 50)
    assert found == [start + timedelta(seconds=seconds * number) for number in range(50)]


@pytest.mark.parametrize(
    ("schedule", "word"),
    [
        (CronSchedule(cron="61 * * * *"), "Invalid cron string"),
        (CronSchedule(cron="R * * * *"), "Random and Hashed"),
        (CronSchedule(cron="* * * * *", timezone="Mars/Olympus"), "Invalid timezone"),
        (RRuleSchedule(rrule="FREQ=SOMETIMES"), "rrule"),
        (IntervalSchedule(interval=1e-9), "a microsecond or longer"),
    ],
)
def test_a_schedule_that_means_nothing_is_refused(schedule: Schedule, word: str) -> None:
    with pytest.raises(ValueError, match=f"(?i){word}"):
        schedules.check(schedule)


def test_the_29th_of_february_comes_after_years() -> None:
    found = first(CronSchedule(cron="0 0 29 2 *"), datetime(2097, 1, 1, tzinfo=UTC), 1)
    assert found == [datetime(2104, 2, 29, tzinfo=UTC)]


def test_a_cron_without_a_match_ends() -> None:
    assert first(CronSchedule(cron="0 0 30 2 *"), datetime(2030, 1, 1, tzinfo=UTC), 1) == []
