"""What travels between clients and servers, where users of Prefect 2 look for it; its home is `legato.schemas`."""

from legato.schemas.faces.actions import BlockTypeUpdate as BlockTypeUpdate
from legato.schemas.faces.actions import StateCreate as StateCreate
from legato.schemas.faces.objects import BlockDocument as BlockDocument
from legato.schemas.faces.objects import BlockSchema as BlockSchema
from legato.schemas.faces.objects import BlockType as BlockType
from legato.schemas.faces.objects import FlowRun as FlowRun
from legato.schemas.faces.objects import FlowRunPolicy as FlowRunPolicy
from legato.schemas.faces.objects import State as State
from legato.schemas.faces.objects import StateDetails as StateDetails
from legato.schemas.faces.objects import StateType as StateType
from legato.schemas.faces.objects import TaskRun as TaskRun
from legato.schemas.faces.objects import TaskRunInput as TaskRunInput
from legato.schemas.faces.objects import TaskRunPolicy as TaskRunPolicy
from legato.schemas.faces.objects import TaskRunResult as TaskRunResult
from legato.schemas.faces.responses import OrchestrationResult as OrchestrationResult
from legato.schemas.faces.responses import SetStateStatus as SetStateStatus
from legato.schemas.faces.responses import StateAbortDetails as StateAbortDetails
from legato.schemas.faces.responses import StateAcceptDetails as StateAcceptDetails
from legato.schemas.faces.responses import StateRejectDetails as StateRejectDetails
