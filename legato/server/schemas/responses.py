"""Answers, where users of Prefect 2 look for them."""

from legato.schemas.faces.responses import *  # noqa: F403
