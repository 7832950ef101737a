"""CSRF tokens: what a client shows with every change, so that no other site can make one in its name."""

from __future__ import annotations

from uuid import UUID

import msgspec

from legato.schemas.words import Moment

TOKEN_HEADER = "Prefect-Csrf-Token"
CLIENT_HEADER = "Prefect-Csrf-Client"


class CsrfToken(msgspec.Struct, kw_only=True):
    """A token of a client."""

    id: UUID
    created: Moment
    updated: Moment
    token: str
    client: str
    expiration: Moment
