"""Operations on notification policies of flow runs."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.filters import FlowRunNotificationPolicyFilter
from legato.schemas.notification_policies import (
    FlowRunNotificationPolicy,
    FlowRunNotificationPolicyCreate,
    FlowRunNotificationPolicyUpdate,
)
from legato.schemas.words import Limit, Offset


class CreateFlowRunNotificationPolicy(FlowRunNotificationPolicyCreate, Request[FlowRunNotificationPolicy]):
    """Make a notification policy."""

    method, path, status = "POST", "/flow_run_notification_policies/", 201
    errors = (409,)


class ReadFlowRunNotificationPolicy(Request[FlowRunNotificationPolicy]):
    """One notification policy by id."""

    method, path = "GET", "/flow_run_notification_policies/{id}"
    id: UUID


class UpdateFlowRunNotificationPolicy(FlowRunNotificationPolicyUpdate, Request[None]):
    """Change a notification policy."""

    method, path, status = "PATCH", "/flow_run_notification_policies/{id}", 204
    errors = (409,)
    id: UUID


class DeleteFlowRunNotificationPolicy(Request[None]):
    """Remove a notification policy."""

    method, path, status = "DELETE", "/flow_run_notification_policies/{id}", 204
    id: UUID


class ReadFlowRunNotificationPolicies(Request[list[FlowRunNotificationPolicy]]):
    """Notification policies, in the order they were made."""

    method, path = "POST", "/flow_run_notification_policies/filter"
    flow_run_notification_policy_filter: FlowRunNotificationPolicyFilter | None = None
    limit: Limit | None = None
    offset: Offset = 0
