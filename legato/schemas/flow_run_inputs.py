"""Inputs of flow runs: values that others leave for a run, by key."""

from __future__ import annotations

from uuid import UUID

import msgspec

from legato.schemas.words import Moment


class FlowRunInput(msgspec.Struct, kw_only=True):
    """An input of a flow run; its value is text, usually JSON."""

    id: UUID
    created: Moment
    updated: Moment
    flow_run_id: UUID
    key: str
    value: str
    sender: str | None = None
