"""States, where users of Prefect 2 look for them."""

from legato.schemas.states import State as State
from legato.schemas.states import StateDetails as StateDetails
from legato.schemas.states import StateType as StateType
