"""Inputs of flow runs: values that others leave for a run, by key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec


class FlowRunInput(msgspec.Struct, kw_only=True):
    """An input of a flow run; its value is text, usually JSON."""

    id: UUID
    created: datetime
    updated: datetime
    flow_run_id: UUID
    key: str
    value: str
    sender: str | None = None
