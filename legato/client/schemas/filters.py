"""Filters, where users of Prefect 2 look for them."""

from legato.schemas.faces.filters import *  # noqa: F403
