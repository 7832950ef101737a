"""Schedules, where users of Prefect 2 look for them."""

from legato.schemas.faces.schedules import *  # noqa: F403
