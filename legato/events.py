"""Events, what waits for them and what follows them, where users of Prefect 2 look for it."""

from legato.deployments.triggers import DeploymentCompoundTrigger as DeploymentCompoundTrigger
from legato.deployments.triggers import DeploymentEventTrigger as DeploymentEventTrigger
from legato.deployments.triggers import DeploymentSequenceTrigger as DeploymentSequenceTrigger
from legato.deployments.triggers import DeploymentTrigger
from legato.schemas.automations import Automation as Automation
from legato.schemas.automations import CallWebhook as CallWebhook
from legato.schemas.automations import CancelFlowRun as CancelFlowRun
from legato.schemas.automations import ChangeFlowRunState as ChangeFlowRunState
from legato.schemas.automations import CompoundTrigger as CompoundTrigger
from legato.schemas.automations import DoNothing as DoNothing
from legato.schemas.automations import EventTrigger as EventTrigger
from legato.schemas.automations import PauseAutomation as PauseAutomation
from legato.schemas.automations import PauseDeployment as PauseDeployment
from legato.schemas.automations import PauseWorkPool as PauseWorkPool
from legato.schemas.automations import PauseWorkQueue as PauseWorkQueue
from legato.schemas.automations import Posture as Posture
from legato.schemas.automations import ResumeAutomation as ResumeAutomation
from legato.schemas.automations import ResumeDeployment as ResumeDeployment
from legato.schemas.automations import ResumeWorkPool as ResumeWorkPool
from legato.schemas.automations import ResumeWorkQueue as ResumeWorkQueue
from legato.schemas.automations import RunDeployment as RunDeployment
from legato.schemas.automations import SendNotification as SendNotification
from legato.schemas.automations import SequenceTrigger as SequenceTrigger
from legato.schemas.automations import SuspendFlowRun as SuspendFlowRun
from legato.schemas.automations import Trigger
from legato.schemas.events import Event as Event
from legato.schemas.events import ReceivedEvent as ReceivedEvent

TriggerTypes = Trigger
DeploymentTriggerTypes = DeploymentTrigger
