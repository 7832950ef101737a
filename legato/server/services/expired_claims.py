"""Expired claims: runs that were taken by who is gone are there to be taken again."""

from __future__ import annotations

from legato.server import claiming
from legato.server.services.loop import Service
from legato.server.store.transaction import Transaction
from legato.settings import (
    LEGATO_API_SERVICES_EXPIRED_CLAIMS_ENABLED,
    LEGATO_API_SERVICES_EXPIRED_CLAIMS_LOOP_SECONDS,
)


def turn(db: Transaction) -> float | None:
    """Put back the runs whose takers are gone."""
    claiming.take_back(db)
    return None


SERVICE = Service(
    "expired claims",
    turn,
    LEGATO_API_SERVICES_EXPIRED_CLAIMS_LOOP_SECONDS.value,
    LEGATO_API_SERVICES_EXPIRED_CLAIMS_ENABLED.value,
)
