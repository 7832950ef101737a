"""Notification policies of flow runs."""

from __future__ import annotations

from msgspec import UNSET

from legato.contract.notification_policies import (
    CreateFlowRunNotificationPolicy,
    DeleteFlowRunNotificationPolicy,
    ReadFlowRunNotificationPolicies,
    ReadFlowRunNotificationPolicy,
    UpdateFlowRunNotificationPolicy,
)
from legato.schemas.notification_policies import (
    FlowRunNotificationPolicy,
    FlowRunNotificationPolicyUpdate,
    check_message,
)
from legato.server.handling import handles, page_limit
from legato.server.refusals import misfit, missing, not_found
from legato.server.store import notification_policies
from legato.server.store.transaction import Transaction

_NOUN = "flow run notification policy"


@handles(CreateFlowRunNotificationPolicy, writes=True)
def create_policy(request: CreateFlowRunNotificationPolicy, db: Transaction) -> FlowRunNotificationPolicy:
    """Make a notification policy."""
    _check_template(request.message_template)
    return notification_policies.create(db, request)


def _check_template(template: object) -> None:
    if not isinstance(template, str):
        return
    try:
        check_message(template)
    except ValueError as error:
        raise misfit(["body", "message_template"], str(error)) from None


@handles(ReadFlowRunNotificationPolicy)
def read_policy(request: ReadFlowRunNotificationPolicy, db: Transaction) -> FlowRunNotificationPolicy:
    """Read a notification policy by id."""
    policy = notification_policies.by_id(db, request.id)
    if policy is None:
        raise not_found(_NOUN)
    return policy


@handles(UpdateFlowRunNotificationPolicy, writes=True)
def update_policy(request: UpdateFlowRunNotificationPolicy, db: Transaction) -> None:
    """Change a notification policy."""
    _check_template(request.message_template)
    given = {name: getattr(request, name) for name in FlowRunNotificationPolicyUpdate.__struct_fields__}
    changes = {name: value for name, value in given.items() if value is not UNSET}
    if not notification_policies.change(db, request.id, changes):
        raise missing(f"Flow run notification policy {request.id} not found")


@handles(DeleteFlowRunNotificationPolicy, writes=True)
def delete_policy(request: DeleteFlowRunNotificationPolicy, db: Transaction) -> None:
    """Delete a notification policy."""
    if not notification_policies.remove(db, request.id):
        raise not_found(_NOUN)


@handles(ReadFlowRunNotificationPolicies)
def read_policies(request: ReadFlowRunNotificationPolicies, db: Transaction) -> list[FlowRunNotificationPolicy]:
    """List notification policies."""
    given = request.flow_run_notification_policy_filter
    return notification_policies.listed(db, given, page_limit(request.limit), request.offset)
