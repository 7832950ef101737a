"""Statuses, where users of Prefect 2 look for them."""

from legato.schemas.faces.statuses import *  # noqa: F403
