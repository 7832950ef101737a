"""Deployments with their schedules, notification policies and automations: what names other things."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from legato.contract.automations import CreateAutomation, ReadAutomations
from legato.contract.deployments import CreateDeployment, ReadDeploymentByName, ReadDeployments
from legato.contract.flows import CreateFlow, ReadFlow, ReadFlowByName
from legato.contract.notification_policies import CreateFlowRunNotificationPolicy, ReadFlowRunNotificationPolicies
from legato.importing.blocks import Blocks
from legato.importing.transfer import Transfer, same
from legato.schemas.automations import Automation
from legato.schemas.deployments import Deployment, DeploymentCreate, DeploymentScheduleCreate
from legato.schemas.filters import FlowRunNotificationPolicyFilter
from legato.schemas.flows import Flow

_COMPARED = (
    *("version", "description", "tags", "parameters", "parameter_openapi_schema", "enforce_parameter_schema", "path"),
    *("entrypoint", "pull_steps", "manifest_path", "paused", "work_pool_name", "work_queue_name"),
)
_NAMED = ("deployment_id", "work_pool_id", "work_queue_id", "block_document_id", "automation_id")


def deployments(transfer: Transfer, blocks: Blocks) -> None:
    """Take over deployments, and the flows they are of."""
    flows: dict[UUID, Flow] = {}
    for one in transfer.pages(ReadDeployments):
        flow = flows.get(one.flow_id)
        if flow is None:
            flow = flows[one.flow_id] = transfer.source.send(ReadFlow(id=one.flow_id))
        _deployment(transfer, blocks, one, flow)


def _deployment(transfer: Transfer, blocks: Blocks, one: Deployment, flow: Flow) -> None:
    name = f"{flow.name}/{one.name}"
    known = transfer.find(ReadDeploymentByName(flow_name=flow.name, deployment_name=one.name))
    if known is not None:
        transfer.ids[one.id] = known.id
        is_same = same(one, known, _COMPARED) and _variables(one) == _variables(known)
        transfer.note("deployment", name, is_same and _schedules(one) == _schedules(known))
        return
    new = DeploymentCreate(
        name=one.name,
        flow_id=_flow(transfer, flow),
        schedules=_schedules(one),
        job_variables=_variables(one),
        storage_document_id=_block(blocks, one.storage_document_id),
        infrastructure_document_id=_block(blocks, one.infrastructure_document_id),
        **{field: getattr(one, field) for field in _COMPARED},
    )
    made = transfer.make("deployment", name, CreateDeployment(deployment=new))
    if made is not None:
        transfer.ids[one.id] = made.id


def _flow(transfer: Transfer, flow: Flow) -> UUID:
    known = transfer.find(ReadFlowByName(name=flow.name))
    if known is None and flow.id not in transfer.ids:
        known = transfer.make("flow", flow.name, CreateFlow(name=flow.name, tags=flow.tags))
        transfer.ids[flow.id] = flow.id if known is None else known.id
    return transfer.ids[flow.id] if known is None else known.id


def _variables(one: Deployment) -> dict[str, Any]:
    return one.job_variables or one.infra_overrides


def _schedules(one: Deployment) -> list[DeploymentScheduleCreate]:
    return [
        DeploymentScheduleCreate(
            schedule=schedule.schedule,
            active=schedule.active,
            max_active_runs=schedule.max_active_runs,
            max_scheduled_runs=schedule.max_scheduled_runs,
            catchup=schedule.catchup,
        )
        for schedule in one.schedules
    ]


def _block(blocks: Blocks, id: UUID | None) -> UUID | None:
    return None if id is None else blocks.by_id(id)


def notification_policies(transfer: Transfer, blocks: Blocks) -> None:
    """Take over notification policies: those with the same words, states and tags are the same."""
    every = FlowRunNotificationPolicyFilter(is_active=None)
    compared = ("state_names", "tags", "message_template", "block_document_id", "is_active")
    known = list(transfer.here(ReadFlowRunNotificationPolicies, flow_run_notification_policy_filter=every))
    for one in transfer.pages(ReadFlowRunNotificationPolicies, flow_run_notification_policy_filter=every):
        name = f"{', '.join(one.state_names) or 'any state'} ({', '.join(one.tags) or 'any tag'})"
        block = blocks.by_id(one.block_document_id)
        if block is None and not transfer.dry:
            transfer.fail("notification policy", name, "its block is not there")
            continue
        wanted = msgspec.structs.replace(one, block_document_id=block or one.block_document_id)
        if any(same(wanted, other, compared) for other in known):
            transfer.note("notification policy", name, True)
            continue
        request = CreateFlowRunNotificationPolicy(**{field: getattr(wanted, field) for field in compared})
        transfer.make("notification policy", name, request)


def automations(transfer: Transfer, blocks: Blocks) -> None:
    """Take over automations; what they name has another id here."""
    known: dict[str, list[Automation]] = {}
    for mine in transfer.here(ReadAutomations):
        known.setdefault(mine.name, []).append(mine)
    for one in transfer.pages(ReadAutomations):
        wanted = _renamed(transfer, blocks, one)
        if one.name in known:
            transfer.note("automation", one.name, any(_plain(wanted) == _plain(mine) for mine in known[one.name]))
            continue
        core = {f: getattr(wanted, f) for f in CreateAutomation.__struct_fields__ if hasattr(wanted, f)}
        transfer.make("automation", one.name, CreateAutomation(**core))


def _renamed(transfer: Transfer, blocks: Blocks, one: Automation) -> Automation:
    """Return an automation whose actions name what is here."""
    text = msgspec.json.encode(one).decode()
    for occasion in (one.actions, one.actions_on_trigger, one.actions_on_resolve):
        for action in occasion:
            for field in _NAMED:
                id = getattr(action, field, None)
                if id is None:
                    continue
                here = blocks.by_id(id) if field == "block_document_id" else transfer.ids.get(id)
                text = text.replace(str(id), str(here or id))
    for there, here in transfer.ids.items():
        text = text.replace(str(there), str(here))
    return msgspec.json.decode(text, type=Automation)


def _plain(one: Automation) -> Any:
    """An automation without ids of its own, for comparison."""
    plain = msgspec.to_builtins(one)
    for field in ("id", "created", "updated"):
        plain.pop(field)
    return _without_ids(plain)


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items() if key != "id"}
    return [_without_ids(item) for item in value] if isinstance(value, list) else value
