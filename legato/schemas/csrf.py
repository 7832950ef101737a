"""CSRF tokens: what a client shows with every change, so that no other site can make one in its name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

TOKEN_HEADER = "Prefect-Csrf-Token"
CLIENT_HEADER = "Prefect-Csrf-Client"


class CsrfToken(msgspec.Struct, kw_only=True):
    """A token of a client."""

    id: UUID
    created: datetime
    updated: datetime
    token: str
    client: str
    expiration: datetime
