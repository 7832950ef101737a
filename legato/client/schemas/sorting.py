"""Orders of lists, where users of Prefect 2 look for them."""

from legato.schemas.faces.sorting import *  # noqa: F403
