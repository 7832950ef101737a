"""What operators change of deployments, and what of it survives when they are deployed anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from legato.schemas.deployments import Deployment, DeploymentCreate
from legato.server.store import deployments
from legato.server.store.transaction import Transaction

SCHEDULES = "schedules"
_VALUES = ("paused", "parameters", "job_variables")


def changed_fields(known: Deployment, changes: dict[str, Any], *, schedules: bool) -> list[str]:
    """Return the fields that operators have changed of a deployment, with those that change now."""
    now = [name for name in _VALUES if name in changes and changes[name] != getattr(known, name)]
    return sorted({*fields_of(known), *now, *([SCHEDULES] if schedules else [])})


def note(db: Transaction, known: Deployment, field: str) -> None:
    """Keep that an operator changed a field of a deployment."""
    fields = sorted({*fields_of(known), field})
    deployments.change(db, known.id, {"operator_fields": fields})


def fields_of(known: Deployment) -> Collection[str]:
    """Return the fields that operators have changed of a deployment."""
    return () if known.operator_fields is msgspec.UNSET else known.operator_fields


def with_changes(known: Deployment, new: DeploymentCreate) -> DeploymentCreate:
    """Return what is deployed with the values that operators set in its place."""
    kept = {name: getattr(known, name) for name in _VALUES if name in fields_of(known)}
    if "paused" in kept:
        kept["is_schedule_active"] = None
    return msgspec.structs.replace(new, **kept)
