"""States, where users of Prefect 2 look for them."""

from legato.schemas.faces.states import *  # noqa: F403
