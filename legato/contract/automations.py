"""Operations on automations."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.automations import Automation, AutomationCreate, AutomationPartialUpdate, AutomationUpdate
from legato.schemas.filters import AutomationFilter
from legato.schemas.sorting import AutomationSort
from legato.schemas.words import Limit, Offset


class CreateAutomation(AutomationCreate, Request[Automation]):
    """Make an automation."""

    method, path, status = "POST", "/automations/", 201


class ReadAutomation(Request[Automation]):
    """One automation by id."""

    method, path = "GET", "/automations/{id}"
    id: UUID


class UpdateAutomation(AutomationUpdate, Request[None]):
    """Put an automation in the place of another."""

    method, path, status = "PUT", "/automations/{id}", 204
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
    """The automations that name a resource, or belong to it."""

    method, path = "GET", "/automations/related-to/{resource_id}"
    resource_id: str


class DeleteOwnedAutomations(Request[None]):
    """Remove the automations that belong to a resource."""

    method, path, status = "DELETE", "/automations/owned-by/{resource_id}", 202
    resource_id: str
