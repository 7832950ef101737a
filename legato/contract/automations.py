"""Operations on automations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from legato.contract.request import Request
from legato.schemas.automations import Automation, AutomationCreate, AutomationPartialUpdate, AutomationUpdate
from legato.schemas.filters import AutomationFilter
from legato.schemas.sorting import AutomationSort
from legato.schemas.words import Limit, Offset


def with_types(body: Any) -> Any:
    """Return the body of a request with the types of trigger and actions that clients of Prefect leave out."""
    if not isinstance(body, dict):
        return body
    filled = body | {"trigger": _with_type(body["trigger"])} if "trigger" in body else body
    for occasion in ("actions", "actions_on_trigger", "actions_on_resolve"):
        actions = body.get(occasion)
        if isinstance(actions, list):
            filled = filled | {occasion: [_unless_typed(action, "do-nothing") for action in actions]}
    return filled


def _with_type(trigger: Any) -> Any:
    if not isinstance(trigger, dict):
        return trigger
    if isinstance(trigger.get("triggers"), list):
        trigger = trigger | {"triggers": [_with_type(one) for one in trigger["triggers"]]}
    if "posture" in trigger or "triggers" not in trigger:
        return _unless_typed(trigger, "event")
    return _unless_typed(trigger, "compound" if "require" in trigger else "sequence")


def _unless_typed(value: Any, kind: str) -> Any:
    return {"type": kind} | value if isinstance(value, dict) else value


class CreateAutomation(AutomationCreate, Request[Automation]):
    """Make an automation."""

    method, path, status = "POST", "/automations/", 201
    filled = staticmethod(with_types)


class ReadAutomation(Request[Automation]):
    """One automation by id."""

    method, path = "GET", "/automations/{id}"
    id: UUID


class UpdateAutomation(AutomationUpdate, Request[None]):
    """Put an automation in the place of another."""

    method, path, status = "PUT", "/automations/{id}", 204
    filled = staticmethod(with_types)
    id: UUID


class PatchAutomation(AutomationPartialUpdate, Request[None]):
    """Switch an automation on or off."""

    method, path, status = "PATCH", "/automations/{id}", 204
    id: UUID


class DeleteAutomation(Request[None]):
    """Remove an automation."""

    method, path, status = "DELETE", "/automations/{id}", 204
    id: UUID


class ReadAutomations(Request[list[Automation]]):
    """Automations, filtered and sorted."""

    method, path = "POST", "/automations/filter"
    sort: AutomationSort = AutomationSort.NAME_ASC
    automations: AutomationFilter | None = None
    limit: Limit | None = None
    offset: Offset = 0


class CountAutomations(Request[int]):
    """How many automations."""

    method, path = "POST", "/automations/count"


class ReadRelatedAutomations(Request[list[Automation]]):
    """The automations that run a deployment, or belong to a resource."""

    method, path = "GET", "/automations/related-to/{resource_id}"
    resource_id: str


class DeleteOwnedAutomations(Request[None]):
    """Remove the automations that belong to a resource."""

    method, path, status = "DELETE", "/automations/owned-by/{resource_id}", 202
    resource_id: str
