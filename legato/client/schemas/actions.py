"""What makes and changes things, where users of Prefect 2 look for it."""

from legato.schemas.faces.actions import *  # noqa: F403
