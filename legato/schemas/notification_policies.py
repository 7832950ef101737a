"""Notification policies: which flow runs somebody is told of, in which states, by which block and in which words."""

from __future__ import annotations

import re
import string
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from legato.schemas.words import Moment

MESSAGE_WORDS = (
    *("flow_run_notification_policy_id", "flow_id", "flow_name", "flow_run_url", "flow_run_id", "flow_run_name"),
    *("flow_run_parameters", "flow_run_state_type", "flow_run_state_name", "flow_run_state_timestamp"),
    "flow_run_state_message",
)
"""What a message may name in braces."""

_SHORT_FORMAT = re.compile(r"[^{}]{0,3}\d{0,3}[^{}\d]{0,2}")


class FlowRunNotificationPolicy(Struct, kw_only=True):
    """A notification policy; without names of states or tags it holds for all."""

    id: UUID
    created: Moment
    updated: Moment
    is_active: bool = True
    state_names: list[str]
    tags: list[str]
    block_document_id: UUID
    message_template: str | None = None


class FlowRunNotificationPolicyCreate(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a notification policy."""

    is_active: bool = True
    state_names: list[str]
    tags: list[str]
    block_document_id: UUID
    message_template: str | None = None


class FlowRunNotificationPolicyUpdate(Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a notification policy."""

    is_active: bool | UnsetType | None = UNSET
    state_names: list[str] | UnsetType | None = UNSET
    tags: list[str] | UnsetType | None = UNSET
    block_document_id: UUID | UnsetType | None = UNSET
    message_template: str | UnsetType | None = UNSET


def check_message(template: str) -> None:
    """Make sure that a message can be filled in, and reaches nothing but its words.

    Raises:
        ValueError: it cannot.
    """
    for _, word, form, _ in string.Formatter().parse(template):
        if word is not None and word not in MESSAGE_WORDS:
            raise ValueError(f"Invalid template variable provided: {word!r}")
        if form and not _SHORT_FORMAT.fullmatch(form):
            raise ValueError(f"Invalid format specifier {form!r}")
    template.format(**dict.fromkeys(MESSAGE_WORDS, "test"))
