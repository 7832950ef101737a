"""Automations."""

from __future__ import annotations

from collections.abc import Sequence

from legato.contract.automations import (
    CountAutomations,
    CreateAutomation,
    DeleteAutomation,
    DeleteOwnedAutomations,
    PatchAutomation,
    ReadAutomation,
    ReadAutomations,
    ReadRelatedAutomations,
    UpdateAutomation,
)
from legato.exceptions import ObjectNotFound
from legato.schemas.automations import Action, Automation, AutomationPartialUpdate, AutomationUpdate
from legato.server import templates
from legato.server.handling import given, handles, page_limit
from legato.server.hydration import HydrationError, check_templates
from legato.server.refusals import misfit
from legato.server.store import automations
from legato.server.store.transaction import Transaction

_OCCASIONS = ("actions", "actions_on_trigger", "actions_on_resolve")


def _unknown() -> ObjectNotFound:
    message = "Automation not found"
    return ObjectNotFound(message, status=404, body={"exception_message": message})


def _check(request: CreateAutomation | UpdateAutomation) -> None:
    """Make sure that all templates of the actions can be read."""
    for occasion in _OCCASIONS:
        _check_actions(getattr(request, occasion) or (), occasion)


def _check_actions(actions: Sequence[Action], occasion: str) -> None:
    for number, action in enumerate(actions):
        for name in ("subject", "body", "payload"):
            text = getattr(action, name, None)
            if text is not None:
                _check_template(text, ["body", occasion, number, name])
        parameters = getattr(action, "parameters", None) or {}
        problems = []
        for key, value in parameters.items():
            try:
                check_templates(value)
            except HydrationError as error:
                problems.append(f"{key}: {error}")
        if problems:
            text = "Invalid parameters: \n" + "\n  ".join(problems)
            raise misfit(["body", occasion, number, "parameters"], text)


def _check_template(text: str, place: list[str | int]) -> None:
    try:
        templates.check(text)
    except templates.TemplateInvalid as error:
        where = "" if error.line is None else f" on line {error.line}"
        raise misfit(place, f"Invalid jinja template{where}: {error}") from None


@handles(CreateAutomation, writes=True)
def create_automation(request: CreateAutomation, db: Transaction) -> Automation:
    """Make an automation."""
    _check(request)
    return automations.create(db, request, request.owner_resource)


@handles(ReadAutomation)
def read_automation(request: ReadAutomation, db: Transaction) -> Automation:
    """Read an automation."""
    found = automations.by_id(db, request.id)
    if found is None:
        raise _unknown()
    return found


@handles(UpdateAutomation, writes=True)
def update_automation(request: UpdateAutomation, db: Transaction) -> None:
    """Put an automation in the place of another."""
    _check(request)
    if not automations.change(db, request.id, given(request, AutomationUpdate)):
        raise _unknown()


@handles(PatchAutomation, writes=True)
def patch_automation(request: PatchAutomation, db: Transaction) -> None:
    """Switch an automation on or off."""
    if not automations.change(db, request.id, given(request, AutomationPartialUpdate)):
        raise _unknown()


@handles(DeleteAutomation, writes=True)
def delete_automation(request: DeleteAutomation, db: Transaction) -> None:
    """Delete an automation."""
    if not automations.remove(db, request.id):
        raise _unknown()


@handles(ReadAutomations)
def read_automations(request: ReadAutomations, db: Transaction) -> list[Automation]:
    """List automations."""
    return automations.listed(db, request.automations, request.sort, page_limit(request.limit), request.offset)


@handles(CountAutomations)
def count_automations(request: CountAutomations, db: Transaction) -> int:
    """Count automations."""
    return automations.count(db)


@handles(ReadRelatedAutomations)
def read_related_automations(request: ReadRelatedAutomations, db: Transaction) -> list[Automation]:
    """List the automations that name a resource."""
    return automations.related_to(db, request.resource_id)


@handles(DeleteOwnedAutomations, writes=True)
def delete_owned_automations(request: DeleteOwnedAutomations, db: Transaction) -> None:
    """Delete the automations that belong to a resource."""
    automations.remove_owned_by(db, request.resource_id)
