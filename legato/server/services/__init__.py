"""What the server does of its own accord, a loop each."""

from legato.server.services import (
    cancellation_cleanup,
    expired_claims,
    foreman,
    late_runs,
    overlapping,
    pause_expirations,
    scheduler,
    task_scheduling,
)

_MODULES = (
    cancellation_cleanup,
    expired_claims,
    foreman,
    late_runs,
    overlapping,
    pause_expirations,
    scheduler,
    task_scheduling,
)
SERVICES = tuple(module.SERVICE for module in _MODULES)
"""All of them."""
