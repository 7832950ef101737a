"""Calls on notification policies, inputs of flow runs, and what comes with the product."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from legato.client.client import Conversation, given
from legato.contract.collections import ReadCollectionView
from legato.contract.flow_run_inputs import ReadFlowRunInput, ReadFlowRunInputs
from legato.contract.notification_policies import (
    CreateFlowRunNotificationPolicy,
    DeleteFlowRunNotificationPolicy,
    UpdateFlowRunNotificationPolicy,
)
from legato.schemas.flow_run_inputs import FlowRunInput


def create_flow_run_notification_policy(
    block_document_id: UUID,
    is_active: bool = True,
    tags: Iterable[str] | None = None,
    state_names: Iterable[str] | None = None,
    message_template: str | None = None,
) -> Conversation[UUID]:
    """Ask for a message whenever a flow run with a tag enters a state, and return the policy's id."""
    made = yield CreateFlowRunNotificationPolicy(
        block_document_id=block_document_id,
        is_active=is_active,
        tags=list(tags or ()),
        state_names=list(state_names or ()),
        message_template=message_template,
    )
    return made.id  # type: ignore[no-any-return]


def delete_flow_run_notification_policy(id: UUID) -> Conversation[None]:
    """Delete a notification policy."""
    yield DeleteFlowRunNotificationPolicy(id=id)


def update_flow_run_notification_policy(
    id: UUID,
    block_document_id: UUID | None = None,
    is_active: bool | None = None,
    tags: Iterable[str] | None = None,
    state_names: Iterable[str] | None = None,
    message_template: str | None = None,
) -> Conversation[None]:
    """Change a notification policy."""
    changes = given(
        block_document_id=block_document_id,
        is_active=is_active,
        tags=None if tags is None else list(tags),
        state_names=None if state_names is None else list(state_names),
        message_template=message_template,
    )
    yield UpdateFlowRunNotificationPolicy(id=id, **changes)


def filter_flow_run_input(
    flow_run_id: UUID, key_prefix: str, limit: int, exclude_keys: Iterable[str]
) -> Conversation[list[FlowRunInput]]:
    """List the inputs of a flow run whose keys begin so, the oldest first."""
    found: list[FlowRunInput] = yield ReadFlowRunInputs(
        id=flow_run_id, prefix=key_prefix, limit=limit, exclude_keys=sorted(exclude_keys)
    )
    return found


def read_flow_run_input(flow_run_id: UUID, key: str) -> Conversation[str]:
    """Read an input of a flow run, as the JSON text that it is kept as."""
    found = yield ReadFlowRunInput(id=flow_run_id, key=key)
    return bytes(found).decode()


def read_worker_metadata() -> Conversation[dict[str, Any]]:
    """Read which types of workers there are, with the templates of their jobs."""
    found: dict[str, Any] = yield ReadCollectionView(view="aggregate-worker-metadata")
    return found
