"""Things, where users of Prefect 2 look for them."""

from legato.schemas.faces.objects import *  # noqa: F403
