"""Prefect's own commands for automations, which it offers where events are switched on."""

from typing import Any

from checks.automations import body
from checks.command_line import prefect
from checks.commands_of_values import asked, said, tells
from checks.scene import answers
from prefect.settings import PREFECT_EXPERIMENTAL_EVENTS, temporary_settings


def new_automation() -> Any:
    """An automation that is off."""
    return asked("POST", "/automations/", **body(enabled=False, description="What it does."))


@answers([["rule-<new>"], [[0, ["rule-<new>", "<id>"]], [0, ["rule-<new>", "<id>"]]], [0, 0], 1])
def an_automation_is_listed_and_inspected() -> object:
    with temporary_settings({PREFECT_EXPERIMENTAL_EVENTS: True}):
        one = new_automation()
        shown = [prefect("automation", "inspect", *how) for how in ([one["name"]], ["--id", one["id"]])]
        return [
            tells(prefect("automation", "ls")[1], one["name"]),
            [[code, tells(output, one["name"], one["id"], "do-nothing")] for code, output in shown],
            [prefect("automation", "inspect", one["name"], format_)[0] for format_ in ("--yaml", "--json")],
            prefect("automation", "inspect", "nobody-has-this")[0],
        ]


@answers([[0, True], [0, False], [0, True], [0, False], [0, 1], [0, 1], [1, 1]])
def an_automation_is_switched_and_deleted() -> object:
    with temporary_settings({PREFECT_EXPERIMENTAL_EVENTS: True}):
        one, other = new_automation(), new_automation()
        path = f"/automations/{one['id']}"
        return [
            [said("automation", "resume", one["name"])[0], asked("GET", path)["enabled"]],
            [said("automation", "pause", one["name"])[0], asked("GET", path)["enabled"]],
            [said("automation", "resume", "--id", one["id"])[0], asked("GET", path)["enabled"]],
            [said("automation", "pause", "--id", one["id"])[0], asked("GET", path)["enabled"]],
            [said("automation", "delete", one["name"])[0], said("automation", "inspect", one["name"])[0]],
            [said("automation", "delete", "--id", other["id"])[0], said("automation", "inspect", other["name"])[0]],
            [said("automation", "delete", "nobody-has-this")[0], said("automation", "pause", "nobody-has-this")[0]],
        ]
