"""Things, where users of Prefect 2 look for them."""

from legato.schemas.artifacts import Artifact as Artifact
from legato.schemas.artifacts import ArtifactCollection as ArtifactCollection
from legato.schemas.block_documents import BlockDocument as BlockDocument
from legato.schemas.block_schemas import BlockSchema as BlockSchema
from legato.schemas.block_types import BlockType as BlockType
from legato.schemas.concurrency_limits import ConcurrencyLimit as ConcurrencyLimit
from legato.schemas.conditions import WorkerStatus as WorkerStatus
from legato.schemas.deployments import Deployment as Deployment
from legato.schemas.deployments import DeploymentSchedule as DeploymentSchedule
from legato.schemas.deployments import DeploymentScheduleCreate as DeploymentScheduleCreate
from legato.schemas.deployments import DeploymentStatus as DeploymentStatus
from legato.schemas.flow_run_inputs import FlowRunInput as FlowRunInput
from legato.schemas.flow_runs import CreatedBy as CreatedBy
from legato.schemas.flow_runs import FlowRun as FlowRun
from legato.schemas.flow_runs import FlowRunPolicy as FlowRunPolicy
from legato.schemas.flows import Flow as Flow
from legato.schemas.logs import Log as Log
from legato.schemas.notification_policies import FlowRunNotificationPolicy as FlowRunNotificationPolicy
from legato.schemas.saved_searches import SavedSearch as SavedSearch
from legato.schemas.saved_searches import SavedSearchFilter as SavedSearchFilter
from legato.schemas.states import State as State
from legato.schemas.states import StateDetails as StateDetails
from legato.schemas.states import StateType as StateType
from legato.schemas.task_runs import Constant as Constant
from legato.schemas.task_runs import Parameter as Parameter
from legato.schemas.task_runs import TaskRun as TaskRun
from legato.schemas.task_runs import TaskRunInput as TaskRunInput
from legato.schemas.task_runs import TaskRunPolicy as TaskRunPolicy
from legato.schemas.task_runs import TaskRunResult as TaskRunResult
from legato.schemas.variables import Variable as Variable
from legato.schemas.work_pools import QueueFilter as QueueFilter
from legato.schemas.work_pools import Worker as Worker
from legato.schemas.work_pools import WorkPool as WorkPool
from legato.schemas.work_pools import WorkPoolStatus as WorkPoolStatus
from legato.schemas.work_pools import WorkQueue as WorkQueue
from legato.schemas.work_pools import WorkQueueHealthPolicy as WorkQueueHealthPolicy
from legato.schemas.work_pools import WorkQueueStatus as WorkQueueStatus
from legato.schemas.work_pools import WorkQueueStatusDetail as WorkQueueStatusDetail

MinimalDeploymentSchedule = DeploymentScheduleCreate
