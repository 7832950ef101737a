"""`legato deployment schedule`, and the older commands for the schedule of a deployment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import click
from msgspec import UNSET

from legato import clock, connect, schedules
from legato.cli.moments import moment, span
from legato.cli.output import ago, confirm, fail, output_option, show_json, show_table, succeed
from legato.cli.runs import with_options
from legato.client.orchestration import get_client
from legato.contract.deployments import (
    CreateDeploymentSchedules,
    DeleteDeploymentSchedule,
    PauseDeployment,
    ReadUpcomingRuns,
    ResumeDeployment,
    UpdateDeploymentSchedule,
)
from legato.schemas.deployments import (
    CatchUp,
    Deployment,
    DeploymentSchedule,
    DeploymentScheduleCreate,
    Overlap,
)
from legato.schemas.schedules import CronSchedule, Schedule, Upcoming, construct_schedule

_when: list[Callable[[Any], Any]] = [
    click.option("--interval", type=click.FloatRange(min=0, min_open=True), help="Run every so many seconds."),
    click.option("--anchor-date", metavar="MOMENT", help="When the interval starts to be counted."),
    click.option("--rrule", help="Run whenever this recurrence rule (RFC 5545) says so."),
    click.option("--cron", help="Run whenever this cron expression says so."),
    click.option("--day-or/--day-and", "--day_or", default=None, help="Whether a day or a weekday of cron suffices."),
    click.option("--timezone", metavar="ZONE", help="Its time zone, such as Europe/Berlin."),
]

_policies: list[Callable[[Any], Any]] = [
    click.option(
        "--overlap",
        type=click.Choice([one.value for one in Overlap]),
        help="What becomes of a run while earlier ones go on.",
    ),
    click.option("--max-active-runs", type=click.IntRange(min=1), help="How many may go on before that counts."),
    click.option(
        "--catchup-policy",
        type=click.Choice([one.value for one in CatchUp]),
        help="Which moments that were missed get runs.",
    ),
    click.option("--max-lateness", metavar="SPAN", help="How late a run may start, such as 10m; later it is skipped."),
]


def named(name: str) -> Deployment:
    """Return the deployment of a name, FLOW/DEPLOYMENT."""
    return get_client(sync_client=True).read_deployment_by_name(name)


def _schedule(given: dict[str, Any]) -> Schedule:
    """Return the one schedule that options ask for; where they ask for none or several, end."""
    day_or = given.pop("day_or")
    try:
        made = construct_schedule(**given)
        if day_or is not None:
            if not isinstance(made, CronSchedule):
                raise ValueError("--day-or and --day-and are for --cron.")
            made = CronSchedule(cron=made.cron, timezone=made.timezone, day_or=day_or)
        schedules.check(made)
    except (TypeError, ValueError) as error:
        fail(str(error))
    return made


@click.group("schedule")
def command() -> None:
    """Look after the schedules of a deployment."""


@command.command("create")
@click.argument("name")
@with_options(_when)
@with_options(_policies)
@click.option("--active/--inactive", default=True, help="Whether it makes runs from now on.")
@click.option("--replace", is_flag=True, help="Remove the schedules that are there.")
@click.option("--accept-yes", "--yes", "-y", "yes", is_flag=True, help="Do not ask.")
def create_schedule(name: str, active: bool, replace: bool, yes: bool, **given: Any) -> None:
    """Give a deployment, named as FLOW/DEPLOYMENT, a schedule."""
    policies = _taken_policies(given)
    new = DeploymentScheduleCreate(schedule=_schedule(given), active=active, **policies)
    found = named(name)
    if replace and found.schedules and not yes:
        confirm(f"Replace {len(found.schedules)} schedules of deployment {name!r}?")
    (made,) = connect.send(CreateDeploymentSchedules(id=found.id, schedules=[new]))
    for one in found.schedules if replace else ():
        connect.send(DeleteDeploymentSchedule(id=found.id, schedule_id=one.id))
    succeed(f"Deployment {name!r} has the schedule {made.id}.")


def _taken_policies(given: dict[str, Any]) -> dict[str, Any]:
    """Take the policies out of options and return those that are given."""
    names = ("overlap", "max_active_runs", "catchup_policy", "max_lateness")
    policies = {name: value for name in names if (value := given.pop(name)) is not None}
    if "overlap" in policies:
        policies["overlap"] = Overlap(policies["overlap"])
    if "catchup_policy" in policies:
        policies["catchup_policy"] = CatchUp(policies["catchup_policy"])
    if "max_lateness" in policies:
        try:
            policies["max_lateness"] = span(policies["max_lateness"]).total_seconds()
        except ValueError as error:
            fail(str(error))
        if policies["max_lateness"] < 1:
            fail("--max-lateness is a second at least.")
    return policies


def _one_of(found: Deployment, schedule_id: UUID) -> None:
    if all(one.id != schedule_id for one in found.schedules):
        fail(f"Deployment {found.name!r} has no schedule {schedule_id}.")


@command.command("delete")
@click.argument("name")
@click.argument("schedule_id", type=click.UUID)
@click.option("--accept-yes", "--yes", "-y", "yes", is_flag=True, help="Do not ask.")
def delete_schedule(name: str, schedule_id: UUID, yes: bool) -> None:
    """Take a schedule from a deployment."""
    found = named(name)
    _one_of(found, schedule_id)
    if not yes:
        confirm(f"Delete schedule {schedule_id} of deployment {name!r}?")
    connect.send(DeleteDeploymentSchedule(id=found.id, schedule_id=schedule_id))
    succeed(f"Schedule {schedule_id} is deleted.")


def _switch(name: str, schedule_id: UUID, *, active: bool) -> None:
    found = named(name)
    _one_of(found, schedule_id)
    connect.send(UpdateDeploymentSchedule(id=found.id, schedule_id=schedule_id, active=active))
    succeed(f"Schedule {schedule_id} {'makes runs' if active else 'is paused'}.")


@command.command("pause")
@click.argument("name")
@click.argument("schedule_id", type=click.UUID)
def pause_schedule(name: str, schedule_id: UUID) -> None:
    """Let a schedule make no runs."""
    _switch(name, schedule_id, active=False)


@command.command("resume")
@click.argument("name")
@click.argument("schedule_id", type=click.UUID)
def resume_schedule(name: str, schedule_id: UUID) -> None:
    """Let a schedule make runs again."""
    _switch(name, schedule_id, active=True)


@command.command("ls")
@click.argument("name")
@output_option
def list_schedules(name: str, output: str | None) -> None:
    """List the schedules of a deployment."""
    found = named(name).schedules
    if output == "json":
        show_json(found)
        return
    rows = ((one.id, with_rules(one), "yes" if one.active else "no") for one in found)
    show_table(f"Schedules of {name!r}", ["id", "schedule", "active"], rows)


@command.command("preview")
@click.argument("name", required=False)
@with_options(_when)
@click.option("--count", type=click.IntRange(1, 100), default=10, show_default=True, help="How many moments.")
@click.option("--from", "start", metavar="MOMENT", help="From when on, for a schedule that is given; by default now.")
@output_option
def preview_schedule(name: str | None, count: int, start: str | None, output: str | None, **when: Any) -> None:
    """Show when a deployment runs next, or when a schedule would; with a word on clock changes."""
    is_given = any(value is not None for value in when.values())
    if (name is None) != is_given:
        fail("Name a deployment as FLOW/DEPLOYMENT, or give a schedule such as --cron '0 2 * * *': one of them.")
    if name is None:
        _show_upcoming("Next moments", _moments(_schedule(when), start, count), output)
        return
    if start is not None:
        fail("--from is for a schedule that is given.")
    found = named(name)
    upcoming = connect.send(ReadUpcomingRuns(id=found.id, count=count))
    _show_upcoming(f"Next runs of {name!r}", upcoming, output)
    if output != "json" and found.paused:
        click.echo("The deployment is paused.")


def _moments(schedule: Schedule, start: str | None, count: int) -> list[Upcoming]:
    from legato.schedules.preview import preview

    try:
        return preview(schedule, clock.now() if start is None else clock.utc(moment(start)), count)
    except ValueError as error:
        fail(str(error))


def _show_upcoming(title: str, upcoming: Sequence[Upcoming], output: str | None) -> None:
    if output == "json":
        show_json(upcoming)
        return
    rows = ((one.local_time.replace("T", " "), ago(one.time), one.note) for one in upcoming)
    show_table(title, ["local time", "", "note"], rows)


@command.command("clear")
@click.argument("name")
@click.option("--accept-yes", "--yes", "-y", "yes", is_flag=True, help="Do not ask.")
def clear_schedules(name: str, yes: bool) -> None:
    """Take all schedules from a deployment."""
    found = named(name)
    if found.schedules and not yes:
        confirm(f"Delete {len(found.schedules)} schedules of deployment {name!r}?")
    for one in found.schedules:
        connect.send(DeleteDeploymentSchedule(id=found.id, schedule_id=one.id))
    succeed(f"Deployment {name!r} has no schedules any more.")


def in_words(schedule: Schedule) -> str:
    """Return a schedule on one line."""
    zone = f" ({schedule.timezone})" if schedule.timezone else ""
    if schedule.interval is not UNSET:
        return f"interval: {schedule.interval:g} s{zone}"
    kind = "cron" if schedule.cron is not UNSET else "rrule"
    return f"{kind}: {getattr(schedule, kind)}{zone}"


def with_rules(one: DeploymentSchedule) -> str:
    """Return a schedule of a deployment and its rules on one line."""
    policies = {
        "overlap": one.overlap,
        "max_active_runs": one.max_active_runs,
        "catchup_policy": one.catchup_policy,
        "max_lateness": one.max_lateness if one.max_lateness is UNSET else f"{one.max_lateness:g} s",
    }
    said = [f"{name}: {value}" for name, value in policies.items() if value is not None and value is not UNSET]
    return "; ".join([in_words(one.schedule), *said])


# ── older commands ──────────────────────────────────────────────────────────────────────────────


@click.command("set-schedule")
@click.argument("name")
@with_options(_when)
@click.option("--no-schedule", is_flag=True, help="Let it have none.")
def set_schedule(name: str, no_schedule: bool, **when: Any) -> None:
    """Let a deployment have just one schedule, or none."""
    if no_schedule and any(value is not None for value in when.values()):
        fail("Give a schedule or --no-schedule.")
    schedule, found = None if no_schedule else _schedule(when), named(name)
    if schedule is not None:
        connect.send(CreateDeploymentSchedules(id=found.id, schedules=[DeploymentScheduleCreate(schedule=schedule)]))
    for one in found.schedules:
        connect.send(DeleteDeploymentSchedule(id=found.id, schedule_id=one.id))
    succeed(f"Deployment {name!r} has {'no schedule' if schedule is None else in_words(schedule)}.")


@click.command("pause-schedule")
@click.argument("name")
def pause_all(name: str) -> None:
    """Let no schedule of a deployment make runs."""
    connect.send(PauseDeployment(id=named(name).id))
    succeed(f"Deployment {name!r} is paused.")


@click.command("resume-schedule")
@click.argument("name")
def resume_all(name: str) -> None:
    """Let the schedules of a deployment make runs again."""
    connect.send(ResumeDeployment(id=named(name).id))
    succeed(f"Deployment {name!r} is resumed.")


older = (set_schedule, pause_all, resume_all)
