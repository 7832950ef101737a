"""What became of a proposed transition."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from legato.schemas.states import State


class SetStateStatus(StrEnum):
    """The four answers to a proposed state."""

    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    ABORT = "ABORT"
    WAIT = "WAIT"


class StateAcceptDetails(msgspec.Struct, kw_only=True, tag="accept_details", tag_field="type"):
    """The run is in the proposed state."""


class StateRejectDetails(msgspec.Struct, kw_only=True, tag="reject_details", tag_field="type"):
    """The run is in another state, which the client takes over."""

    reason: str | None = None


class StateAbortDetails(msgspec.Struct, kw_only=True, tag="abort_details", tag_field="type"):
    """The run stays as it is and the client stops work on it."""

    reason: str | None = None


class StateWaitDetails(msgspec.Struct, kw_only=True, tag="wait_details", tag_field="type"):
    """The client proposes the state again after so many seconds."""

    delay_seconds: int
    reason: str | None = None


class OrchestrationResult(msgspec.Struct, kw_only=True):
    """The answer to a proposed state, with the state the run is in now."""

    state: State[Any] | None
    status: SetStateStatus
    details: StateAcceptDetails | StateRejectDetails | StateAbortDetails | StateWaitDetails
