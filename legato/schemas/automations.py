"""Automations: a trigger, and the actions that follow when it fires."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from legato.ids import uuid7
from legato.schemas.events import Labels
from legato.schemas.states import StateType
from legato.schemas.words import Moment

LEAST_PROACTIVE_SECONDS = 10.0
Whole = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Seconds = Annotated[float, Meta(le=10**10)]
_RUN_STATES = frozenset(f"prefect.flow-run.{name}" for name in ("Scheduled", "Pending", "Running", "*"))


class Posture(StrEnum):
    """Whether a trigger fires when events come, or when they do not."""

    REACTIVE = "Reactive"
    PROACTIVE = "Proactive"


# ── triggers ────────────────────────────────────────────────────────────────────────────────────


class EventTrigger(msgspec.Struct, kw_only=True, tag="event", tag_field="type"):
    """Fires when so many expected events come within so many seconds, or (proactive) when they do not."""

    id: UUID = msgspec.field(default_factory=uuid7)
    match: Labels = {}
    match_related: Labels = {}
    after: list[str] = []
    expect: list[str] = []
    for_each: list[str] = []
    posture: Posture
    threshold: Whole = 1
    within: Seconds = 0.0

    def __post_init__(self) -> None:
        if self.within < 0:
            raise ValueError("The minimum within is 0 seconds")
        if self.posture is Posture.PROACTIVE:
            if self.within == 0:
                self.within = LEAST_PROACTIVE_SECONDS
            if self.within < LEAST_PROACTIVE_SECONDS:
                raise ValueError("The minimum within for Proactive triggers is 10 seconds")


class CompoundTrigger(msgspec.Struct, kw_only=True, tag="compound", tag_field="type"):
    """Fires when some or all of its triggers have fired within so many seconds."""

    id: UUID = msgspec.field(default_factory=uuid7)
    triggers: list[Trigger]
    within: Seconds | None = None
    require: Whole | Literal["any", "all"]

    def __post_init__(self) -> None:
        if isinstance(self.require, int):
            if self.require < 1:
                raise ValueError("required must be at least 1")
            if self.require > len(self.triggers):
                raise ValueError("required must be less than or equal to the number of triggers")


class SequenceTrigger(msgspec.Struct, kw_only=True, tag="sequence", tag_field="type"):
    """Fires when its triggers have fired in their order within so many seconds."""

    id: UUID = msgspec.field(default_factory=uuid7)
    triggers: list[Trigger]
    within: Seconds | None = None


Trigger = EventTrigger | CompoundTrigger | SequenceTrigger


def event_triggers(trigger: Trigger) -> Iterator[EventTrigger]:
    """Yield the triggers on events that a trigger is made of."""
    if isinstance(trigger, EventTrigger):
        yield trigger
    else:
        for one in trigger.triggers:
            yield from event_triggers(one)


# ── actions ─────────────────────────────────────────────────────────────────────────────────────


class _Action(msgspec.Struct, kw_only=True, tag_field="type"):
    pass


class _Chosen(_Action, kw_only=True):
    """An action on something that is named, or that the event was about."""

    named: ClassVar[str]
    source: Literal["selected", "inferred"] = "selected"

    def __post_init__(self) -> None:
        id = getattr(self, self.named)
        if self.source == "selected" and id is None:
            raise ValueError(f"{self.named} is required")
        if self.source == "inferred" and id is not None:
            raise ValueError(f"{self.named} is not allowed")


class _OfDeployment(_Chosen, kw_only=True):
    named = "deployment_id"
    deployment_id: UUID | None = None


class _OfWorkPool(_Chosen, kw_only=True):
    named = "work_pool_id"
    work_pool_id: UUID | None = None


class _OfWorkQueue(_Chosen, kw_only=True):
    named = "work_queue_id"
    work_queue_id: UUID | None = None


class _OfAutomation(_Chosen, kw_only=True):
    named = "automation_id"
    automation_id: UUID | None = None


class DoNothing(_Action, tag="do-nothing"):
    """Nothing happens but the event that tells so."""


class RunDeployment(_OfDeployment, kw_only=True, tag="run-deployment"):
    """A run of a deployment is made; its parameters may be templates."""

    parameters: dict[str, Any] | None = None
    job_variables: dict[str, Any] | None = None


class PauseDeployment(_OfDeployment, tag="pause-deployment"):
    """The schedules of a deployment stop."""


class ResumeDeployment(_OfDeployment, tag="resume-deployment"):
    """The schedules of a deployment go on."""


class CancelFlowRun(_Action, tag="cancel-flow-run"):
    """The flow run is cancelled."""


class ChangeFlowRunState(_Action, kw_only=True, tag="change-flow-run-state"):
    """The flow run enters a state."""

    name: str | None = None
    state: StateType
    message: str | None = None


class PauseWorkQueue(_OfWorkQueue, tag="pause-work-queue"):
    """A work queue hands out nothing."""


class ResumeWorkQueue(_OfWorkQueue, tag="resume-work-queue"):
    """A work queue hands out runs again."""


class SendNotification(_Action, kw_only=True, tag="send-notification"):
    """A message goes out through a notification block; subject and body are templates."""

    block_document_id: UUID
    subject: str = "Prefect automated notification"
    body: str


class CallWebhook(_Action, kw_only=True, tag="call-webhook"):
    """A webhook block is called; the payload is a template."""

    block_document_id: UUID
    payload: str = ""


class PauseAutomation(_OfAutomation, tag="pause-automation"):
    """An automation is switched off."""


class ResumeAutomation(_OfAutomation, tag="resume-automation"):
    """An automation is switched on."""


class SuspendFlowRun(_Action, tag="suspend-flow-run"):
    """The flow run is suspended."""


class PauseWorkPool(_OfWorkPool, tag="pause-work-pool"):
    """A work pool hands out nothing."""


class ResumeWorkPool(_OfWorkPool, tag="resume-work-pool"):
    """A work pool hands out runs again."""


Action = (
    DoNothing
    | RunDeployment
    | PauseDeployment
    | ResumeDeployment
    | CancelFlowRun
    | ChangeFlowRunState
    | PauseWorkQueue
    | ResumeWorkQueue
    | SendNotification
    | CallWebhook
    | PauseAutomation
    | ResumeAutomation
    | SuspendFlowRun
    | PauseWorkPool
    | ResumeWorkPool
)


# ── automations ─────────────────────────────────────────────────────────────────────────────────


class _Core(msgspec.Struct, kw_only=True):
    name: str
    description: str = ""
    enabled: bool = True
    trigger: Trigger
    actions: list[Action]
    actions_on_trigger: list[Action] = []
    actions_on_resolve: list[Action] = []


class Automation(_Core, kw_only=True):
    """An automation."""

    id: UUID
    created: Moment
    updated: Moment


class AutomationCreate(_Core, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make an automation; it goes when its owner goes."""

    owner_resource: str | None = None

    def __post_init__(self) -> None:
        refuse_loop(self)


class AutomationUpdate(_Core, kw_only=True, forbid_unknown_fields=True):
    """What an automation is to be from now on; what may be left out stays as it is."""

    description: str | UnsetType = UNSET  # type: ignore[assignment]
    enabled: bool | UnsetType = UNSET  # type: ignore[assignment]
    actions_on_trigger: list[Action] | UnsetType = UNSET  # type: ignore[assignment]
    actions_on_resolve: list[Action] | UnsetType = UNSET  # type: ignore[assignment]

    def __post_init__(self) -> None:
        refuse_loop(self)


class AutomationPartialUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of an automation alone."""

    enabled: bool | UnsetType = UNSET


def actions_of(automation: _Core) -> list[Action]:
    """Return the actions of an automation for all occasions."""
    return [*automation.actions, *(automation.actions_on_trigger or ()), *(automation.actions_on_resolve or ())]


def refuse_loop(automation: _Core) -> None:
    """Raise ValueError where each run that is made would make another one."""
    inferred = any(isinstance(one, RunDeployment) and one.source == "inferred" for one in actions_of(automation))
    if not inferred:
        return
    for trigger in event_triggers(automation.trigger):
        if trigger.posture is Posture.REACTIVE and not _RUN_STATES.isdisjoint(trigger.expect):
            raise ValueError(
                "Running an inferred deployment from a flow run state change event will lead to an infinite loop of "
                "flow runs.  Please choose a specific deployment and add additional filtering labels to the match or "
                "match_related for this automation's trigger."
            )


def related_resources(automation: _Core) -> set[str]:
    """Return the ids of the resources that an automation is shown with: the deployments that it runs."""
    runs = [action for action in automation.actions if isinstance(action, RunDeployment)]
    return {f"prefect.deployment.{action.deployment_id}" for action in runs if action.deployment_id is not None}
