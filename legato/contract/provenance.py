"""Who makes what is made: an automation says so in headers."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

import msgspec

from legato.schemas.flow_runs import CreatedBy

AUTOMATION_HEADERS = {"automation_id": "Prefect-Automation-ID", "automation_name": "Prefect-Automation-Name"}


class ByAutomation(msgspec.Struct, kw_only=True):
    """A request that an automation may send; its name comes in base64."""

    automation_id: UUID | None = None
    automation_name: str | None = None

    def created_by(self) -> CreatedBy | None:
        """Return the automation that sent this, if one did."""
        if self.automation_id is None:
            return None
        return CreatedBy(id=self.automation_id, type="AUTOMATION", display_value=_decoded(self.automation_name))


def _decoded(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return base64.b64decode(name, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return name
