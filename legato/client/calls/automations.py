"""Calls on automations."""

from __future__ import annotations

from uuid import UUID

from legato.client.client import Conversation, made_from
from legato.contract.automations import (
    CreateAutomation,
    PatchAutomation,
    ReadAutomation,
    ReadAutomations,
    UpdateAutomation,
)
from legato.exceptions import ObjectNotFound
from legato.schemas.automations import Automation, AutomationCreate, AutomationUpdate
from legato.schemas.conditions import TextIn
from legato.schemas.filters import AutomationFilter

AnyAutomation = AutomationCreate | AutomationUpdate | Automation


def create_automation(automation: AnyAutomation) -> Conversation[UUID]:
    """Make an automation and return its id."""
    made: Automation = yield made_from(CreateAutomation, automation)
    return made.id


def update_automation(automation_id: UUID, automation: AnyAutomation) -> Conversation[None]:
    """Put an automation in the place of another."""
    yield made_from(UpdateAutomation, automation, id=automation_id)


def read_automations_by_name(name: str) -> Conversation[list[Automation]]:
    """List the automations of a name."""
    found: list[Automation] = yield ReadAutomations(automations=AutomationFilter(name=TextIn(any_=[name])))
    return found


def find_automation(id_or_name: UUID | str) -> Conversation[Automation | None]:
    """Return an automation by id, or by name in whatever case; None where there is none."""
    try:
        id = id_or_name if isinstance(id_or_name, UUID) else UUID(id_or_name)
    except ValueError:
        pass
    else:
        try:
            found: Automation = yield ReadAutomation(id=id)
        except ObjectNotFound:
            pass
        else:
            return found
    offset = 0
    while page := (yield ReadAutomations(offset=offset)):
        offset += len(page)
        for one in page:
            if one.name.lower() == str(id_or_name).lower():
                return one  # type: ignore[no-any-return]
    return None


def pause_automation(automation_id: UUID) -> Conversation[None]:
    """Switch an automation off."""
    yield PatchAutomation(id=automation_id, enabled=False)


def resume_automation(automation_id: UUID) -> Conversation[None]:
    """Switch an automation on."""
    yield PatchAutomation(id=automation_id, enabled=True)
