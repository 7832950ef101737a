"""Who makes what is made: an automation says so in headers."""

from __future__ import annotations

import base64
import binascii
from typing import Protocol
from uuid import UUID

from legato.schemas.flow_runs import CreatedBy

AUTOMATION_HEADERS = {"automation_id": "Prefect-Automation-ID", "automation_name": "Prefect-Automation-Name"}


class ByAutomation(Protocol):
    """A request that an automation may send; its name comes in base64."""

    automation_id: UUID | None
    automation_name: str | None


def created_by(request: ByAutomation) -> CreatedBy | None:
    """Return the automation that sent a request, if one did."""
    if request.automation_id is None:
        return None
    return CreatedBy(id=request.automation_id, type="AUTOMATION", display_value=_decoded(request.automation_name))


def _decoded(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return base64.b64decode(name, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return name
