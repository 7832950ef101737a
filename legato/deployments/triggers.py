"""Triggers of deployments: events at which a run of the deployment is made, kept as automations that it owns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from legato import connect
from legato.contract.automations import CreateAutomation, DeleteOwnedAutomations, with_types
from legato.exceptions import ObjectNotFound
from legato.schemas.automations import (
    AutomationCreate,
    CompoundTrigger,
    EventTrigger,
    Posture,
    RunDeployment,
    SequenceTrigger,
    Trigger,
)


class DeploymentEventTrigger(EventTrigger, kw_only=True, tag="event", forbid_unknown_fields=True):
    """Makes a run of the deployment when so many expected events come, or (proactive) when they do not.

    `within` is in seconds, or a timedelta; `after`, `expect` and `for_each` may be sets.
    """

    posture: Posture = Posture.REACTIVE
    name: str | None = None
    description: str = ""
    enabled: bool = True
    parameters: dict[str, Any] | None = None
    job_variables: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.within, timedelta):
            self.within = self.within.total_seconds()
        for name in ("after", "expect", "for_each"):
            if isinstance(given := getattr(self, name), str):
                raise ValueError(f"{name} must be a list of strings; did you mean [{given!r}]?")
            setattr(self, name, sorted(given))
        super().__post_init__()


class DeploymentCompoundTrigger(CompoundTrigger, kw_only=True, tag="compound", forbid_unknown_fields=True):
    """Makes a run of the deployment when some or all of its triggers have fired."""

    name: str | None = None
    description: str = ""
    enabled: bool = True
    parameters: dict[str, Any] | None = None
    job_variables: dict[str, Any] | None = None


class DeploymentSequenceTrigger(SequenceTrigger, kw_only=True, tag="sequence", forbid_unknown_fields=True):
    """Makes a run of the deployment when its triggers have fired in their order."""

    name: str | None = None
    description: str = ""
    enabled: bool = True
    parameters: dict[str, Any] | None = None
    job_variables: dict[str, Any] | None = None


DeploymentTrigger = DeploymentEventTrigger | DeploymentCompoundTrigger | DeploymentSequenceTrigger
AnyTrigger = DeploymentTrigger | Trigger | Mapping[str, Any]

_KINDS: dict[type, type[Any]] = {
    EventTrigger: DeploymentEventTrigger,
    CompoundTrigger: DeploymentCompoundTrigger,
    SequenceTrigger: DeploymentSequenceTrigger,
}


def read_triggers(triggers: Iterable[AnyTrigger] | None, deployment_name: str) -> list[DeploymentTrigger]:
    """Return triggers of a deployment, each with a name.

    Raises:
        ValueError: one cannot be read.
    """
    found = [_read(one) for one in triggers or ()]
    for number, trigger in enumerate(found, start=1):
        trigger.name = trigger.name or f"{deployment_name}__automation_{number}"
    return found


def _read(given: AnyTrigger) -> DeploymentTrigger:
    if isinstance(given, DeploymentTrigger):
        return given
    if type(given) in _KINDS:
        fields = {name: getattr(given, name) for name in given.__struct_fields__}  # type: ignore[union-attr]
        made: DeploymentTrigger = _KINDS[type(given)](**fields)
        return made
    if not isinstance(given, Mapping):
        raise ValueError(f"{type(given).__name__} is no trigger.")
    try:
        found: DeploymentTrigger = msgspec.convert(_filled(dict(given)), DeploymentTrigger, strict=False)
        return found
    except msgspec.ValidationError as error:
        raise ValueError(f"A trigger cannot be read: {error}.") from None


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a trigger with what may be left out."""
    if said.get("type") == "metric" or "metric" in said:
        raise ValueError("Triggers on metrics are not there: use one on events.")
    filled: dict[str, Any] = with_types({"trigger": said})["trigger"]
    if isinstance(filled.get("triggers"), list):
        filled["triggers"] = [_filled(dict(one)) for one in filled["triggers"] if isinstance(one, Mapping)]
    if filled["type"] == "event":
        filled.setdefault("posture", Posture.REACTIVE)
    if isinstance(within := filled.get("within"), timedelta):
        filled["within"] = within.total_seconds()
    return filled


def as_automation(trigger: DeploymentTrigger, deployment_id: UUID) -> AutomationCreate:
    """Return the automation that runs a deployment when its trigger fires, and goes when the deployment goes."""
    kind: Any = next(kind for kind in _KINDS if isinstance(trigger, kind))
    fields = {name: getattr(trigger, name) for name in kind.__struct_fields__}
    return AutomationCreate(
        name=trigger.name or "",
        description=trigger.description,
        enabled=trigger.enabled,
        trigger=kind(**fields),
        actions=[
            RunDeployment(
                source="selected",
                deployment_id=deployment_id,
                parameters=trigger.parameters,
                job_variables=trigger.job_variables,
            )
        ],
        owner_resource=owner(deployment_id),
    )


def owner(deployment_id: UUID) -> str:
    """Return the name by which automations know the deployment that they belong to."""
    return f"prefect.deployment.{deployment_id}"


def keep_triggers(triggers: Iterable[DeploymentTrigger], deployment_id: UUID) -> None:
    """Let the automations that a deployment owns be those of its triggers."""
    triggers = list(triggers)
    try:
        connect.send(DeleteOwnedAutomations(resource_id=owner(deployment_id)))
    except ObjectNotFound:  # a server that knows no automations
        if triggers:
            raise
    for trigger in triggers:
        connect.send(CreateAutomation(**msgspec.structs.asdict(as_automation(trigger, deployment_id))))
