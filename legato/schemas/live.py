"""The live feed: which runs changed, told over a websocket."""

from __future__ import annotations

from uuid import UUID

import msgspec


class Subscribe(msgspec.Struct, kw_only=True, tag="subscribe", forbid_unknown_fields=True):
    """Which flow runs a subscriber wants to hear about; None means all. May be sent again."""

    flow_run_ids: list[UUID] | None = None


class Ready(msgspec.Struct, kw_only=True, tag="ready"):
    """The subscription stands: changes from now on are told."""


class Changed(msgspec.Struct, kw_only=True, tag="changed"):
    """The ids of flow runs that changed, whose task runs changed, that wrote logs, that are gone."""

    flow_runs: list[UUID] = []
    task_runs_of: list[UUID] = []
    logs_of: list[UUID] = []
    deleted: list[UUID] = []
