"""What the server does of its own accord, a loop each."""

from legato.server.services import scheduler

SERVICES = (scheduler.SERVICE,)
"""All of them."""
