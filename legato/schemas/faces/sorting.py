"""Orders of lists, where users of Prefect 2 look for them."""

from legato.schemas.sorting import ArtifactCollectionSort as ArtifactCollectionSort
from legato.schemas.sorting import ArtifactSort as ArtifactSort
from legato.schemas.sorting import AutomationSort as AutomationSort
from legato.schemas.sorting import BlockDocumentSort as BlockDocumentSort
from legato.schemas.sorting import DeploymentSort as DeploymentSort
from legato.schemas.sorting import FlowRunSort as FlowRunSort
from legato.schemas.sorting import FlowSort as FlowSort
from legato.schemas.sorting import LogSort as LogSort
from legato.schemas.sorting import TaskRunSort as TaskRunSort
from legato.schemas.sorting import VariableSort as VariableSort
