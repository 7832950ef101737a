"""Clients with a named method for every operation. Written by scripts/client from the contract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal, overload
from uuid import UUID

from msgspec import UNSET, UnsetType

from legato.client.calls import automations, blocks, deployments, limits, notices, records, runs, work
from legato.client.calls.runs import AnyFlow, AnyTask
from legato.client.client import AsyncClient, SyncClient, given
from legato.contract.admin import (
    ClearDatabase,
    CreateDatabase,
    DropDatabase,
    ReadApiVersion,
    ReadHealth,
    ReadHello,
    ReadReady,
    ReadServerSettings,
    ReadServerVersion,
)
from legato.contract.artifacts import (
    CountArtifacts,
    CountLatestArtifacts,
    DeleteArtifact,
    ReadArtifact,
    ReadArtifacts,
    ReadLatestArtifact,
    ReadLatestArtifacts,
    UpdateArtifact,
)
from legato.contract.automations import (
    CountAutomations,
    DeleteAutomation,
    DeleteOwnedAutomations,
    PatchAutomation,
    ReadAutomation,
    ReadAutomations,
    ReadRelatedAutomations,
)
from legato.contract.block_documents import CountBlockDocuments, DeleteBlockDocument
from legato.contract.block_schemas import (
    DeleteBlockSchema,
    ReadBlockCapabilities,
    ReadBlockSchema,
    ReadBlockSchemaByChecksum,
    ReadBlockSchemas,
)
from legato.contract.block_types import (
    DeleteBlockType,
    InstallSystemBlockTypes,
    ReadBlockType,
    ReadBlockTypeBySlug,
    ReadBlockTypes,
    ReadDocumentsOfBlockType,
)
from legato.contract.claims import ClaimFlowRuns, HandBackFlowRun, StartFlowRun
from legato.contract.collections import ReadCollectionView
from legato.contract.concurrency_limits import (
    DeleteConcurrencyLimit,
    DeleteConcurrencyLimitByTag,
    ReadConcurrencyLimit,
    ReadConcurrencyLimitByTag,
    ReadConcurrencyLimits,
    ResetConcurrencyLimit,
)
from legato.contract.csrf import ReadCsrfToken
from legato.contract.deployments import (
    CheckDeploymentQueues,
    CountDeployments,
    DeleteDeployment,
    DeleteDeploymentSchedule,
    PauseDeployment,
    PreviewSchedule,
    ReadDeployment,
    ReadDeployments,
    ReadDeploymentSchedules,
    ReadScheduledRunsOfDeployments,
    ReadUpcomingRuns,
    ResumeDeployment,
    ScheduleDeployment,
    SetScheduleActive,
    SetScheduleInactive,
)
from legato.contract.events import CountEvents, CreateEvents, ReadEvents, ReadNextEvents
from legato.contract.flow_run_inputs import CreateFlowRunInput, DeleteFlowRunInput, ReadFlowRunInputs
from legato.contract.flow_runs import (
    CountFlowRuns,
    DeleteFlowRun,
    ReadFlowRun,
    ReadFlowRunDots,
    ReadFlowRunGraph,
    ReadFlowRunGraphV2,
    ReadFlowRunHistory,
    ReadFlowRunLateness,
    ReadFlowRuns,
    ReadFlowRunState,
    ReadFlowRunStates,
    ResumeFlowRun,
    UpdateFlowRun,
)
from legato.contract.flows import CountFlows, DeleteFlow, ReadFlow, ReadFlowByName, ReadFlows, UpdateFlow
from legato.contract.global_limits import (
    CreateGlobalLimit,
    DeleteGlobalLimit,
    GiveSlotsBack,
    ReadGlobalLimit,
    ReadGlobalLimits,
    TakeSlots,
    UpdateGlobalLimit,
)
from legato.contract.journal import CachedAnswer, FindCachedState, RecordEntries
from legato.contract.notification_policies import ReadFlowRunNotificationPolicies, ReadFlowRunNotificationPolicy
from legato.contract.saved_searches import DeleteSavedSearch, ReadSavedSearch, ReadSavedSearches, SaveSearch
from legato.contract.task_runs import (
    CountTaskRuns,
    CountTaskRunsByState,
    DeleteTaskRun,
    ReadTaskRun,
    ReadTaskRunCountsOverTime,
    ReadTaskRunHistory,
    ReadTaskRuns,
    ReadTaskRunState,
    ReadTaskRunStates,
    UpdateTaskRun,
)
from legato.contract.validation import ValidateTemplate, ValidateValues, ValuesChecked
from legato.contract.variables import (
    CountVariables,
    DeleteVariable,
    DeleteVariableByName,
    ReadVariable,
    ReadVariables,
    UpdateVariableByName,
)
from legato.contract.work_pools import (
    CountWorkPools,
    CreatePoolQueue,
    DeletePoolQueue,
    DeleteWorker,
    DeleteWorkPool,
    ReadPoolQueue,
    ReadPoolQueues,
    ReadScheduledRunsOfPool,
    ReadWorkers,
    ReadWorkPool,
    ReadWorkPools,
    UpdatePoolQueue,
)
from legato.contract.work_queues import DeleteWorkQueue, ReadRunsInWorkQueue, ReadWorkQueue, ReadWorkQueueStatus
from legato.schemas.artifacts import Artifact, ArtifactCollection, ArtifactCreate
from legato.schemas.automations import Automation, AutomationCreate, AutomationUpdate
from legato.schemas.block_documents import BlockDocument, BlockDocumentCreate, BlockDocumentUpdate
from legato.schemas.block_schemas import BlockSchema, BlockSchemaCreate
from legato.schemas.block_types import BlockType, BlockTypeCreate, BlockTypeUpdate
from legato.schemas.concurrency_limits import ConcurrencyLimit
from legato.schemas.csrf import CsrfToken
from legato.schemas.deployments import Deployment, DeploymentSchedule, DeploymentScheduleCreate, UpcomingRun
from legato.schemas.events import Countable, Event, EventCount, EventFilter, EventPage, TimeUnit
from legato.schemas.filters import (
    ArtifactCollectionFilter,
    ArtifactFilter,
    AutomationFilter,
    BlockDocumentFilter,
    BlockSchemaFilter,
    BlockTypeFilter,
    DeploymentFilter,
    FlowFilter,
    FlowRunFilter,
    FlowRunNotificationPolicyFilter,
    LogFilter,
    TaskRunFilter,
    VariableFilter,
    WorkerFilter,
    WorkPoolFilter,
    WorkQueueFilter,
)
from legato.schemas.flow_run_inputs import FlowRunInput
from legato.schemas.flow_runs import FlowRun, FlowRunPolicy, SimpleFlowRun
from legato.schemas.flows import Flow
from legato.schemas.global_limits import (
    GlobalLimit,
    GlobalLimitCreate,
    GlobalLimitInUse,
    GlobalLimitUpdate,
    LimitInShort,
    LimitMode,
)
from legato.schemas.graph import DependencyResult, Graph
from legato.schemas.history import HistoryResponse
from legato.schemas.journal import (
    ArtifactChanged,
    ArtifactMade,
    FlowRunCreated,
    JournalReply,
    LogWritten,
    RunRenamed,
    StateEntered,
    StorageUsed,
    TaskRunCreated,
)
from legato.schemas.logs import Log, LogCreate
from legato.schemas.notification_policies import FlowRunNotificationPolicy
from legato.schemas.saved_searches import SavedSearch, SavedSearchFilter
from legato.schemas.schedules import Schedule, Upcoming
from legato.schemas.sorting import (
    ArtifactCollectionSort,
    ArtifactSort,
    AutomationSort,
    DeploymentSort,
    FlowRunSort,
    FlowSort,
    LogSort,
    TaskRunSort,
    VariableSort,
)
from legato.schemas.states import State, StateCreate
from legato.schemas.task_runs import Constant, CountByState, Parameter, TaskRun, TaskRunCount, TaskRunResult
from legato.schemas.transitions import OrchestrationResult
from legato.schemas.variables import Variable, VariableCreate, VariableUpdate
from legato.schemas.work_pools import (
    QueueFilter,
    Worker,
    WorkerFlowRun,
    WorkPool,
    WorkPoolCreate,
    WorkPoolUpdate,
    WorkQueue,
    WorkQueueStatusDetail,
)


class LegatoClient(AsyncClient):
    """A method for each operation of the API, awaited."""

    async def check_deployment_queues(self, deployment_id: UUID) -> list[WorkQueue]:
        """The agents' queues that take runs of a deployment."""
        return await self.send(CheckDeploymentQueues(id=deployment_id))

    async def claim_flow_runs(
        self,
        taker: str,
        *,
        limit: int | None = None,
        work_pool_name: str | None = None,
        work_queue_names: list[str] | None = None,
        deployment_ids: list[UUID] | None = None,
        holding: list[UUID] | None = None,
        prefetch_seconds: float | None = None,
        wait_seconds: float | None = None,
    ) -> list[FlowRun]:
        """Take runs that are due, of a work pool or of deployments; those that are answered are Pending, and the taker's."""
        return await self.send(
            ClaimFlowRuns(
                taker=taker,
                **given(
                    limit=limit,
                    work_pool_name=work_pool_name,
                    work_queue_names=work_queue_names,
                    deployment_ids=deployment_ids,
                    holding=holding,
                    prefetch_seconds=prefetch_seconds,
                    wait_seconds=wait_seconds,
                ),
            )
        )

    async def clear_database(self, *, confirm: bool | None = None) -> None:
        """Delete all rows."""
        return await self.send(ClearDatabase(**given(confirm=confirm)))

    async def count_artifacts(
        self,
        *,
        artifact_filter: ArtifactFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        flow_filter: FlowFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
    ) -> int:
        """How many artifacts."""
        return await self.send(
            CountArtifacts(
                **given(
                    artifacts=artifact_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    flows=flow_filter,
                    deployments=deployment_filter,
                )
            )
        )

    async def count_automations(self) -> int:
        """How many automations."""
        return await self.send(CountAutomations())

    async def count_block_documents(
        self,
        *,
        block_document_filter: BlockDocumentFilter | None = None,
        block_type_filter: BlockTypeFilter | None = None,
        block_schema_filter: BlockSchemaFilter | None = None,
    ) -> int:
        """How many block documents."""
        return await self.send(
            CountBlockDocuments(
                **given(
                    block_documents=block_document_filter,
                    block_types=block_type_filter,
                    block_schemas=block_schema_filter,
                )
            )
        )

    async def count_deployments(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> int:
        """How many deployments."""
        return await self.send(
            CountDeployments(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def count_events(
        self,
        countable: Countable,
        event_filter: EventFilter,
        *,
        time_unit: TimeUnit | None = None,
        time_interval: float | None = None,
    ) -> list[EventCount]:
        """How many events have a day, a stretch of time, a name or a resource in common."""
        return await self.send(
            CountEvents(
                countable=countable, filter=event_filter, **given(time_unit=time_unit, time_interval=time_interval)
            )
        )

    async def count_flow_runs(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> int:
        """How many flow runs."""
        return await self.send(
            CountFlowRuns(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def count_flows(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> int:
        """How many flows."""
        return await self.send(
            CountFlows(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def count_latest_artifacts(
        self,
        *,
        artifact_filter: ArtifactCollectionFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        flow_filter: FlowFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
    ) -> int:
        """How many keys of artifacts."""
        return await self.send(
            CountLatestArtifacts(
                **given(
                    artifacts=artifact_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    flows=flow_filter,
                    deployments=deployment_filter,
                )
            )
        )

    async def count_task_runs(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> int:
        """How many task runs."""
        return await self.send(
            CountTaskRuns(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def count_task_runs_by_state(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> CountByState:
        """How many task runs are in each type of state."""
        return await self.send(
            CountTaskRunsByState(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def count_variables(self, *, variable_filter: VariableFilter | None = None) -> int:
        """How many variables."""
        return await self.send(CountVariables(**given(variables=variable_filter)))

    async def count_work_pools(self, *, work_pool_filter: WorkPoolFilter | None = None) -> int:
        """How many work pools."""
        return await self.send(CountWorkPools(**given(work_pools=work_pool_filter)))

    async def create_artifact(self, artifact: ArtifactCreate) -> Artifact:
        """Keep an artifact."""
        return await self._converse(records.create_artifact(artifact))

    async def create_automation(self, automation: AutomationCreate | AutomationUpdate | Automation) -> UUID:
        """Make an automation and return its id."""
        return await self._converse(automations.create_automation(automation))

    async def create_block_document(
        self, block_document: BlockDocument | BlockDocumentCreate, include_secrets: bool = True
    ) -> BlockDocument:
        """Make a block document; what comes back shows its secrets unless told otherwise."""
        return await self._converse(blocks.create_block_document(block_document, include_secrets))

    async def create_block_schema(self, block_schema: BlockSchemaCreate) -> BlockSchema:
        """Make a block schema, or find the one with these fields and that version."""
        return await self._converse(blocks.create_block_schema(block_schema))

    async def create_block_type(self, block_type: BlockTypeCreate) -> BlockType:
        """Make a block type."""
        return await self._converse(blocks.create_block_type(block_type))

    async def create_concurrency_limit(self, tag: str, concurrency_limit: int) -> UUID:
        """Limit how many task runs with a tag run at once, and return the limit's id."""
        return await self._converse(limits.create_concurrency_limit(tag, concurrency_limit))

    async def create_database(self, *, confirm: bool | None = None) -> None:
        """Make all tables."""
        return await self.send(CreateDatabase(**given(confirm=confirm)))

    async def create_deployment(
        self,
        flow_id: UUID,
        name: str,
        version: str | None = None,
        schedule: Schedule | None = None,
        schedules: Sequence[DeploymentScheduleCreate] | None = None,
        parameters: dict[str, Any] | None = None,
        description: str | None = None,
        work_queue_name: str | None = None,
        work_pool_name: str | None = None,
        tags: Iterable[str] | None = None,
        storage_document_id: UUID | None = None,
        manifest_path: str | None = None,
        path: str | None = None,
        entrypoint: str | None = None,
        infrastructure_document_id: UUID | None = None,
        infra_overrides: dict[str, Any] | None = None,
        parameter_openapi_schema: dict[str, Any] | None = None,
        is_schedule_active: bool | None = None,
        paused: bool | None = None,
        pull_steps: list[dict[str, Any]] | None = None,
        enforce_parameter_schema: bool | None = None,
        job_variables: dict[str, Any] | None = None,
    ) -> UUID:
        """Make a deployment, or put it in place of the one of that flow and name, and return its id."""
        return await self._converse(
            deployments.create_deployment(
                flow_id,
                name,
                version,
                schedule,
                schedules,
                parameters,
                description,
                work_queue_name,
                work_pool_name,
                tags,
                storage_document_id,
                manifest_path,
                path,
                entrypoint,
                infrastructure_document_id,
                infra_overrides,
                parameter_openapi_schema,
                is_schedule_active,
                paused,
                pull_steps,
                enforce_parameter_schema,
                job_variables,
            )
        )

    async def create_deployment_schedules(
        self, deployment_id: UUID, schedules: Iterable[tuple[Schedule, bool]]
    ) -> list[DeploymentSchedule]:
        """Give a deployment more schedules, each with whether it is active."""
        return await self._converse(deployments.create_deployment_schedules(deployment_id, schedules))

    async def create_events(self, events: list[Event]) -> None:
        """Keep events that happened elsewhere."""
        return await self.send(CreateEvents(events=events))

    async def create_flow(self, flow: AnyFlow) -> UUID:
        """Make a flow, or find it by its name, and return its id."""
        return await self._converse(runs.create_flow(flow))

    async def create_flow_from_name(self, flow_name: str) -> UUID:
        """Make a flow of a name, or find it, and return its id."""
        return await self._converse(runs.create_flow_from_name(flow_name))

    async def create_flow_run(
        self,
        flow: AnyFlow,
        name: str | None = None,
        parameters: dict[str, Any] | None = None,
        context: dict[str, Any] | None = None,
        tags: Iterable[str] | None = None,
        parent_task_run_id: UUID | None = None,
        state: State[Any] | StateCreate | None = None,
    ) -> FlowRun:
        """Make a run of a flow, and the flow where it is new."""
        return await self._converse(
            runs.create_flow_run(flow, name, parameters, context, tags, parent_task_run_id, state)
        )

    async def create_flow_run_from_deployment(
        self,
        deployment_id: UUID,
        *,
        parameters: dict[str, Any] | None = None,
        context: dict[str, Any] | None = None,
        state: State[Any] | StateCreate | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        idempotency_key: str | None = None,
        parent_task_run_id: UUID | None = None,
        work_queue_name: str | None = None,
        job_variables: dict[str, Any] | None = None,
        enforce_parameter_schema: bool | None = None,
    ) -> FlowRun:
        """Make a run of a deployment, due now unless a state says otherwise."""
        return await self._converse(
            deployments.create_flow_run_from_deployment(
                deployment_id,
                parameters=parameters,
                context=context,
                state=state,
                name=name,
                tags=tags,
                idempotency_key=idempotency_key,
                parent_task_run_id=parent_task_run_id,
                work_queue_name=work_queue_name,
                job_variables=job_variables,
                enforce_parameter_schema=enforce_parameter_schema,
            )
        )

    async def create_flow_run_input(
        self, flow_run_id: UUID, key: str, value: str, *, sender: str | None = None
    ) -> None:
        """Leave an input for a flow run."""
        return await self.send(CreateFlowRunInput(id=flow_run_id, key=key, value=value, **given(sender=sender)))

    async def create_flow_run_notification_policy(
        self,
        block_document_id: UUID,
        is_active: bool = True,
        tags: Iterable[str] | None = None,
        state_names: Iterable[str] | None = None,
        message_template: str | None = None,
    ) -> UUID:
        """Ask for a message whenever a flow run with a tag enters a state, and return the policy's id."""
        return await self._converse(
            notices.create_flow_run_notification_policy(
                block_document_id, is_active, tags, state_names, message_template
            )
        )

    async def create_global_concurrency_limit(self, concurrency_limit: GlobalLimitCreate) -> UUID:
        """Make a global limit and return its id."""
        return await self._converse(limits.create_global_concurrency_limit(concurrency_limit))

    async def create_global_limit(
        self,
        name: str,
        limit: int,
        *,
        active: bool | None = None,
        active_slots: int | None = None,
        denied_slots: int | None = None,
        slot_decay_per_second: float | None = None,
    ) -> GlobalLimit:
        """Make a global limit."""
        return await self.send(
            CreateGlobalLimit(
                name=name,
                limit=limit,
                **given(
                    active=active,
                    active_slots=active_slots,
                    denied_slots=denied_slots,
                    slot_decay_per_second=slot_decay_per_second,
                ),
            )
        )

    async def create_logs(self, logs: Iterable[LogCreate | dict[str, Any]]) -> None:
        """Write log lines."""
        return await self._converse(runs.create_logs(logs))

    async def create_pool_queue(
        self,
        work_pool_name: str,
        name: str,
        *,
        description: str | None = None,
        is_paused: bool | None = None,
        concurrency_limit: int | None = None,
        priority: int | None = None,
        event_filter: QueueFilter | None = None,
    ) -> WorkQueue:
        """Make a queue in a work pool."""
        return await self.send(
            CreatePoolQueue(
                work_pool_name=work_pool_name,
                name=name,
                **given(
                    description=description,
                    is_paused=is_paused,
                    concurrency_limit=concurrency_limit,
                    priority=priority,
                    filter=event_filter,
                ),
            )
        )

    async def create_task_run(
        self,
        task: AnyTask,
        flow_run_id: UUID | None,
        dynamic_key: str,
        name: str | None = None,
        extra_tags: Iterable[str] | None = None,
        state: State[Any] | StateCreate | None = None,
        task_inputs: dict[str, list[TaskRunResult | Parameter | Constant]] | None = None,
    ) -> TaskRun:
        """Make a run of a task."""
        return await self._converse(
            runs.create_task_run(task, flow_run_id, dynamic_key, name, extra_tags, state, task_inputs)
        )

    async def create_variable(self, variable: VariableCreate) -> Variable:
        """Make a variable."""
        return await self._converse(records.create_variable(variable))

    async def create_work_pool(self, work_pool: WorkPoolCreate, overwrite: bool = False) -> WorkPool:
        """Make a work pool; with `overwrite` change the one of that name."""
        return await self._converse(work.create_work_pool(work_pool, overwrite))

    async def create_work_queue(
        self,
        name: str,
        tags: Iterable[str] | None = None,
        description: str | None = None,
        is_paused: bool | None = None,
        concurrency_limit: int | None = None,
        priority: int | None = None,
        work_pool_name: str | None = None,
    ) -> WorkQueue:
        """Make a queue in a work pool, by default the agents'."""
        return await self._converse(
            work.create_work_queue(name, tags, description, is_paused, concurrency_limit, priority, work_pool_name)
        )

    async def delete_artifact(self, artifact_id: UUID) -> None:
        """Remove an artifact; the one before it becomes the latest of its key."""
        return await self.send(DeleteArtifact(id=artifact_id))

    async def delete_automation(self, automation_id: UUID) -> None:
        """Remove an automation."""
        return await self.send(DeleteAutomation(id=automation_id))

    async def delete_block_document(self, block_document_id: UUID) -> None:
        """Remove a block document."""
        return await self.send(DeleteBlockDocument(id=block_document_id))

    async def delete_block_schema(self, block_schema_id: UUID) -> None:
        """Remove a block schema with its documents."""
        return await self.send(DeleteBlockSchema(id=block_schema_id))

    async def delete_block_type(self, block_type_id: UUID) -> None:
        """Remove a block type with its schemas and documents."""
        return await self.send(DeleteBlockType(id=block_type_id))

    async def delete_concurrency_limit(self, concurrency_limit_id: UUID) -> None:
        """Remove a limit by id."""
        return await self.send(DeleteConcurrencyLimit(id=concurrency_limit_id))

    async def delete_concurrency_limit_by_tag(self, tag: str) -> None:
        """Remove a limit by tag."""
        return await self.send(DeleteConcurrencyLimitByTag(tag=tag))

    async def delete_deployment(self, deployment_id: UUID) -> None:
        """Remove a deployment with its schedules and its scheduled runs."""
        return await self.send(DeleteDeployment(id=deployment_id))

    async def delete_deployment_schedule(self, deployment_id: UUID, schedule_id: UUID) -> None:
        """Take a schedule from a deployment."""
        return await self.send(DeleteDeploymentSchedule(id=deployment_id, schedule_id=schedule_id))

    async def delete_flow(self, flow_id: UUID) -> None:
        """Remove a flow with its runs."""
        return await self.send(DeleteFlow(id=flow_id))

    async def delete_flow_run(self, flow_run_id: UUID) -> None:
        """Remove a flow run with its task runs, states and logs."""
        return await self.send(DeleteFlowRun(id=flow_run_id))

    async def delete_flow_run_input(self, flow_run_id: UUID, key: str) -> None:
        """Remove an input."""
        return await self.send(DeleteFlowRunInput(id=flow_run_id, key=key))

    async def delete_flow_run_notification_policy(self, id: UUID) -> None:
        """Delete a notification policy."""
        return await self._converse(notices.delete_flow_run_notification_policy(id))

    async def delete_global_concurrency_limit_by_name(self, name: str) -> None:
        """Delete a global limit."""
        return await self._converse(limits.delete_global_concurrency_limit_by_name(name))

    async def delete_global_limit(self, id_or_name: str) -> None:
        """Remove a global limit."""
        return await self.send(DeleteGlobalLimit(id_or_name=id_or_name))

    async def delete_pool_queue(self, work_pool_name: str, queue: str) -> None:
        """Remove a queue of a work pool."""
        return await self.send(DeletePoolQueue(work_pool_name=work_pool_name, queue=queue))

    async def delete_resource_owned_automations(self, resource_id: str) -> None:
        """Remove the automations that belong to a resource."""
        return await self.send(DeleteOwnedAutomations(resource_id=resource_id))

    async def delete_saved_search(self, saved_search_id: UUID) -> None:
        """Remove a saved search."""
        return await self.send(DeleteSavedSearch(id=saved_search_id))

    async def delete_task_run(self, task_run_id: UUID) -> None:
        """Remove a task run with its states and logs."""
        return await self.send(DeleteTaskRun(id=task_run_id))

    async def delete_variable(self, variable_id: UUID) -> None:
        """Remove a variable."""
        return await self.send(DeleteVariable(id=variable_id))

    async def delete_variable_by_name(self, name: str) -> None:
        """Remove the variable of a name."""
        return await self.send(DeleteVariableByName(name=name))

    async def delete_work_pool(self, work_pool_name: str) -> None:
        """Remove a work pool with its queues and workers."""
        return await self.send(DeleteWorkPool(name=work_pool_name))

    async def delete_work_queue(self, work_queue_id: UUID) -> None:
        """Remove a queue."""
        return await self.send(DeleteWorkQueue(id=work_queue_id))

    async def delete_work_queue_by_id(self, id: UUID) -> None:
        """Delete a queue."""
        return await self._converse(work.delete_work_queue_by_id(id))

    async def delete_worker(self, work_pool_name: str, name: str) -> None:
        """Forget a worker."""
        return await self.send(DeleteWorker(work_pool_name=work_pool_name, name=name))

    async def drop_database(self, *, confirm: bool | None = None) -> None:
        """Delete all tables."""
        return await self.send(DropDatabase(**given(confirm=confirm)))

    async def filter_flow_run_input(
        self, flow_run_id: UUID, key_prefix: str, limit: int, exclude_keys: Iterable[str]
    ) -> list[FlowRunInput]:
        """List the inputs of a flow run whose keys begin so, the oldest first."""
        return await self._converse(notices.filter_flow_run_input(flow_run_id, key_prefix, limit, exclude_keys))

    async def find_automation(self, id_or_name: UUID | str) -> Automation | None:
        """Return an automation by id, or by name in whatever case; None where there is none."""
        return await self._converse(automations.find_automation(id_or_name))

    async def find_cached_state(self, cache_key: str) -> CachedAnswer:
        """The completed state that is kept under a cache key, if there is one that has not expired."""
        return await self.send(FindCachedState(cache_key=cache_key))

    async def get_most_recent_block_schema_for_block_type(self, block_type_id: UUID) -> BlockSchema | None:
        """Return the newest schema of a block type, or None where it has none."""
        return await self._converse(blocks.get_most_recent_block_schema_for_block_type(block_type_id))

    async def get_runs_in_work_queue(
        self, id: UUID, limit: int = 10, scheduled_before: datetime | None = None
    ) -> list[FlowRun]:
        """Return runs that wait in a queue."""
        return await self._converse(work.get_runs_in_work_queue(id, limit, scheduled_before))

    async def get_scheduled_flow_runs_for_deployments(
        self, deployment_ids: Iterable[UUID], scheduled_before: datetime | None = None, limit: int | None = None
    ) -> list[FlowRun]:
        """Return runs of deployments that are due."""
        return await self._converse(
            deployments.get_scheduled_flow_runs_for_deployments(deployment_ids, scheduled_before, limit)
        )

    async def get_scheduled_flow_runs_for_work_pool(
        self,
        work_pool_name: str,
        work_queue_names: Iterable[str] | None = None,
        scheduled_before: datetime | None = None,
        limit: int | None = None,
    ) -> list[WorkerFlowRun]:
        """Return runs that wait in a work pool."""
        return await self._converse(
            work.get_scheduled_flow_runs_for_work_pool(work_pool_name, work_queue_names, scheduled_before, limit)
        )

    async def give_slots_back(
        self, slots: int, names: list[str], *, occupancy_seconds: float | None = None
    ) -> list[LimitInShort]:
        """Give slots of the named limits back, and say for how long they were held."""
        return await self.send(GiveSlotsBack(slots=slots, names=names, **given(occupancy_seconds=occupancy_seconds)))

    async def hand_back_flow_run(
        self, flow_run_id: UUID, claim: UUID, *, message: str | None = None
    ) -> OrchestrationResult:
        """Give a run back that was taken and has not started: it is there to be taken again, at the time it was due."""
        return await self.send(HandBackFlowRun(id=flow_run_id, claim=claim, **given(message=message)))

    async def hello(self) -> str:
        """A greeting."""
        return await self.send(ReadHello())

    async def increment_concurrency_slots(self, names: Iterable[str], slots: int, mode: str) -> list[LimitInShort]:
        """Take slots of global limits, of all or of none."""
        return await self._converse(limits.increment_concurrency_slots(names, slots, mode))

    async def install_system_block_types(self) -> None:
        """Make the block types that the product brings with it, where they are missing or differ."""
        return await self.send(InstallSystemBlockTypes())

    async def match_work_queues(self, prefixes: Iterable[str], work_pool_name: str | None = None) -> list[WorkQueue]:
        """List all queues whose names begin in one of some ways."""
        return await self._converse(work.match_work_queues(prefixes, work_pool_name))

    async def patch_automation(self, automation_id: UUID, *, enabled: bool | UnsetType = UNSET) -> None:
        """Switch an automation on or off."""
        return await self.send(PatchAutomation(id=automation_id, enabled=enabled))

    async def pause_automation(self, automation_id: UUID) -> None:
        """Switch an automation off."""
        return await self._converse(automations.pause_automation(automation_id))

    async def pause_deployment(self, deployment_id: UUID, *, by_operator: bool | None = None) -> None:
        """Stop the schedules of a deployment, and remove the runs they made that have not started."""
        return await self.send(PauseDeployment(id=deployment_id, **given(by_operator=by_operator)))

    async def preview_schedule(
        self, schedule: Schedule, *, start_time: datetime | None = None, count: int | None = None
    ) -> list[Upcoming]:
        """The next moments of a schedule, whether a deployment has it or not."""
        return await self.send(PreviewSchedule(schedule=schedule, **given(start_time=start_time, count=count)))

    async def read_api_version(self) -> str:
        """The version of the API."""
        return await self.send(ReadApiVersion())

    async def read_artifact(self, artifact_id: UUID) -> Artifact:
        """One artifact by id."""
        return await self.send(ReadArtifact(id=artifact_id))

    async def read_artifacts(
        self,
        *,
        artifact_filter: ArtifactFilter | None = None,
        sort: ArtifactSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        flow_filter: FlowFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
    ) -> list[Artifact]:
        """Artifacts, filtered and sorted."""
        return await self.send(
            ReadArtifacts(
                **given(
                    artifacts=artifact_filter,
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    flows=flow_filter,
                    deployments=deployment_filter,
                )
            )
        )

    async def read_automation(self, automation_id: UUID) -> Automation:
        """One automation by id."""
        return await self.send(ReadAutomation(id=automation_id))

    async def read_automations(
        self,
        *,
        sort: AutomationSort | None = None,
        automation_filter: AutomationFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[Automation]:
        """Automations, filtered and sorted."""
        return await self.send(
            ReadAutomations(**given(sort=sort, automations=automation_filter, limit=limit, offset=offset))
        )

    async def read_automations_by_name(self, name: str) -> list[Automation]:
        """List the automations of a name."""
        return await self._converse(automations.read_automations_by_name(name))

    async def read_block_capabilities(self) -> list[str]:
        """Every capability that some block schema has."""
        return await self.send(ReadBlockCapabilities())

    async def read_block_document(self, block_document_id: UUID, include_secrets: bool = True) -> BlockDocument:
        """Read a block document, with its secrets unless told otherwise."""
        return await self._converse(blocks.read_block_document(block_document_id, include_secrets))

    async def read_block_document_by_name(
        self, name: str, block_type_slug: str, include_secrets: bool = True
    ) -> BlockDocument:
        """Read the block document of a type and a name, with its secrets unless told otherwise."""
        return await self._converse(blocks.read_block_document_by_name(name, block_type_slug, include_secrets))

    async def read_block_documents(
        self, offset: int | None = None, limit: int | None = None, include_secrets: bool = True
    ) -> list[BlockDocument]:
        """List block documents, with their secrets unless told otherwise."""
        return await self._converse(blocks.read_block_documents(offset, limit, include_secrets))

    async def read_block_documents_by_type(
        self, block_type_slug: str, include_secrets: bool = True
    ) -> list[BlockDocument]:
        """List the block documents of a type, with their secrets unless told otherwise."""
        return await self._converse(blocks.read_block_documents_by_type(block_type_slug, include_secrets))

    async def read_block_schema(self, block_schema_id: UUID) -> BlockSchema:
        """One block schema by id."""
        return await self.send(ReadBlockSchema(id=block_schema_id))

    async def read_block_schema_by_checksum(self, checksum: str, *, version: str | None = None) -> BlockSchema:
        """The newest block schema with a checksum, or the one of a version."""
        return await self.send(ReadBlockSchemaByChecksum(checksum=checksum, **given(version=version)))

    async def read_block_schemas(
        self,
        *,
        block_schema_filter: BlockSchemaFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[BlockSchema]:
        """Block schemas, newest first."""
        return await self.send(ReadBlockSchemas(**given(block_schemas=block_schema_filter, limit=limit, offset=offset)))

    async def read_block_type(self, block_type_id: UUID) -> BlockType:
        """One block type by id."""
        return await self.send(ReadBlockType(id=block_type_id))

    async def read_block_type_by_slug(self, slug: str) -> BlockType:
        """One block type by slug."""
        return await self.send(ReadBlockTypeBySlug(slug=slug))

    async def read_block_types(
        self,
        *,
        block_type_filter: BlockTypeFilter | None = None,
        block_schema_filter: BlockSchemaFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[BlockType]:
        """Block types by name."""
        return await self.send(
            ReadBlockTypes(
                **given(block_types=block_type_filter, block_schemas=block_schema_filter, limit=limit, offset=offset)
            )
        )

    async def read_collection_view(self, view: str) -> dict[str, Any]:
        """The block types, flows or workers that come with the product, by the collection that they are of."""
        return await self.send(ReadCollectionView(view=view))

    async def read_concurrency_limit(self, concurrency_limit_id: UUID) -> ConcurrencyLimit:
        """One limit by id."""
        return await self.send(ReadConcurrencyLimit(id=concurrency_limit_id))

    async def read_concurrency_limit_by_tag(self, tag: str) -> ConcurrencyLimit:
        """One limit by tag."""
        return await self.send(ReadConcurrencyLimitByTag(tag=tag))

    async def read_concurrency_limits(
        self, *, limit: int | None = None, offset: int | None = None
    ) -> list[ConcurrencyLimit]:
        """Limits by tag."""
        return await self.send(ReadConcurrencyLimits(**given(limit=limit, offset=offset)))

    async def read_csrf_token(self, client: str) -> CsrfToken:
        """A new token for a client; the one it had is good no more."""
        return await self.send(ReadCsrfToken(client=client))

    async def read_deployment(self, deployment_id: UUID) -> Deployment:
        """One deployment by id."""
        return await self.send(ReadDeployment(id=deployment_id))

    async def read_deployment_by_name(self, name: str) -> Deployment:
        """Read a deployment by `FLOW/DEPLOYMENT`."""
        return await self._converse(deployments.read_deployment_by_name(name))

    async def read_deployment_schedules(self, deployment_id: UUID) -> list[DeploymentSchedule]:
        """The schedules of a deployment."""
        return await self.send(ReadDeploymentSchedules(id=deployment_id))

    async def read_deployments(
        self,
        *,
        sort: DeploymentSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[Deployment]:
        """Deployments, filtered and sorted."""
        return await self.send(
            ReadDeployments(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def read_documents_of_block_type(
        self, slug: str, *, include_secrets: bool | None = None
    ) -> list[BlockDocument]:
        """The documents of a block type by name, without the anonymous ones."""
        return await self.send(ReadDocumentsOfBlockType(slug=slug, **given(include_secrets=include_secrets)))

    async def read_events(self, *, event_filter: EventFilter | None = None, limit: int | None = None) -> EventPage:
        """Events, filtered, with the way to the next page."""
        return await self.send(ReadEvents(**given(filter=event_filter, limit=limit)))

    async def read_flow(self, flow_id: UUID) -> Flow:
        """One flow by id."""
        return await self.send(ReadFlow(id=flow_id))

    async def read_flow_by_name(self, name: str) -> Flow:
        """One flow by name."""
        return await self.send(ReadFlowByName(name=name))

    async def read_flow_run(self, flow_run_id: UUID) -> FlowRun:
        """One flow run by id."""
        return await self.send(ReadFlowRun(id=flow_run_id))

    async def read_flow_run_dots(
        self,
        *,
        sort: FlowRunSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[SimpleFlowRun]:
        """Flow runs as dots of a chart."""
        return await self.send(
            ReadFlowRunDots(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def read_flow_run_graph(self, flow_run_id: UUID) -> list[DependencyResult]:
        """The task runs of a flow run, with what each took input from."""
        return await self.send(ReadFlowRunGraph(id=flow_run_id))

    async def read_flow_run_graph_v2(self, flow_run_id: UUID, *, since: datetime | None = None) -> Graph:
        """The task runs and subflow runs of a flow run that started or ended since a moment, as a graph."""
        return await self.send(ReadFlowRunGraphV2(id=flow_run_id, **given(since=since)))

    async def read_flow_run_history(
        self,
        history_start: datetime,
        history_end: datetime,
        history_interval_seconds: float,
        *,
        work_queues: WorkQueueFilter | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[HistoryResponse]:
        """Counts of flow runs by state for each interval between two moments."""
        return await self.send(
            ReadFlowRunHistory(
                history_start=history_start,
                history_end=history_end,
                history_interval_seconds=history_interval_seconds,
                **given(
                    work_queues=work_queues,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                ),
            )
        )

    async def read_flow_run_input(self, flow_run_id: UUID, key: str) -> str:
        """Read an input of a flow run, as the JSON text that it is kept as."""
        return await self._converse(notices.read_flow_run_input(flow_run_id, key))

    async def read_flow_run_inputs(
        self, flow_run_id: UUID, prefix: str, *, limit: int | None = None, exclude_keys: list[str] | None = None
    ) -> list[FlowRunInput]:
        """Inputs of a flow run whose keys start with a prefix, oldest first."""
        return await self.send(
            ReadFlowRunInputs(id=flow_run_id, prefix=prefix, **given(limit=limit, exclude_keys=exclude_keys))
        )

    async def read_flow_run_lateness(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> float | None:
        """The average lateness of flow runs, in seconds; null where there are none."""
        return await self.send(
            ReadFlowRunLateness(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def read_flow_run_notification_policies(
        self,
        *,
        flow_run_notification_policy_filter: FlowRunNotificationPolicyFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[FlowRunNotificationPolicy]:
        """Notification policies, in the order they were made."""
        return await self.send(
            ReadFlowRunNotificationPolicies(
                **given(
                    flow_run_notification_policy_filter=flow_run_notification_policy_filter, limit=limit, offset=offset
                )
            )
        )

    async def read_flow_run_notification_policy(
        self, flow_run_notification_policy_id: UUID
    ) -> FlowRunNotificationPolicy:
        """One notification policy by id."""
        return await self.send(ReadFlowRunNotificationPolicy(id=flow_run_notification_policy_id))

    async def read_flow_run_state(self, state_id: UUID) -> State[Any]:
        """One state of a flow run by id."""
        return await self.send(ReadFlowRunState(id=state_id))

    async def read_flow_run_states(self, flow_run_id: UUID) -> list[State[Any]]:
        """All states that a flow run went through, oldest first."""
        return await self.send(ReadFlowRunStates(flow_run_id=flow_run_id))

    async def read_flow_runs(
        self,
        *,
        sort: FlowRunSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[FlowRun]:
        """Flow runs, filtered and sorted."""
        return await self.send(
            ReadFlowRuns(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def read_flows(
        self,
        *,
        sort: FlowSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[Flow]:
        """Flows, filtered and sorted."""
        return await self.send(
            ReadFlows(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def read_global_concurrency_limit_by_name(self, name: str) -> GlobalLimitInUse:
        """Read a global limit."""
        return await self._converse(limits.read_global_concurrency_limit_by_name(name))

    async def read_global_concurrency_limits(self, limit: int = 10, offset: int = 0) -> list[GlobalLimitInUse]:
        """List global limits by name."""
        return await self._converse(limits.read_global_concurrency_limits(limit, offset))

    async def read_global_limit(self, id_or_name: str) -> GlobalLimitInUse:
        """One global limit by id or name."""
        return await self.send(ReadGlobalLimit(id_or_name=id_or_name))

    async def read_global_limits(
        self, *, limit: int | None = None, offset: int | None = None
    ) -> list[GlobalLimitInUse]:
        """Global limits by name."""
        return await self.send(ReadGlobalLimits(**given(limit=limit, offset=offset)))

    async def read_health(self) -> bool:
        """True while the server answers."""
        return await self.send(ReadHealth())

    async def read_latest_artifact(self, key: str) -> Artifact:
        """The latest artifact of a key."""
        return await self.send(ReadLatestArtifact(key=key))

    async def read_latest_artifacts(
        self,
        *,
        artifact_filter: ArtifactCollectionFilter | None = None,
        sort: ArtifactCollectionSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        flow_filter: FlowFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
    ) -> list[ArtifactCollection]:
        """The latest artifact of each key, filtered and sorted."""
        return await self.send(
            ReadLatestArtifacts(
                **given(
                    artifacts=artifact_filter,
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    flows=flow_filter,
                    deployments=deployment_filter,
                )
            )
        )

    async def read_logs(
        self,
        log_filter: LogFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: LogSort = LogSort.TIMESTAMP_ASC,
    ) -> list[Log]:
        """List log lines, filtered and sorted."""
        return await self._converse(runs.read_logs(log_filter, limit, offset, sort))

    async def read_next_events(self, page_token: str) -> EventPage:
        """The page of events that another page leads to."""
        return await self.send(ReadNextEvents(page_token=page_token))

    async def read_pool_queue(self, work_pool_name: str, queue: str) -> WorkQueue:
        """One queue of a work pool by name."""
        return await self.send(ReadPoolQueue(work_pool_name=work_pool_name, queue=queue))

    async def read_pool_queues(
        self,
        work_pool_name: str,
        *,
        work_queue_filter: WorkQueueFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[WorkQueue]:
        """Queues of a work pool, filtered, by priority."""
        return await self.send(
            ReadPoolQueues(
                work_pool_name=work_pool_name, **given(work_queues=work_queue_filter, limit=limit, offset=offset)
            )
        )

    async def read_ready(self) -> dict[str, str]:
        """200 while the database can be used, 503 else."""
        return await self.send(ReadReady())

    async def read_resource_related_automations(self, resource_id: str) -> list[Automation]:
        """The automations that run a deployment, or belong to a resource."""
        return await self.send(ReadRelatedAutomations(resource_id=resource_id))

    async def read_runs_in_work_queue(
        self,
        work_queue_id: UUID,
        *,
        scheduled_before: datetime | None = None,
        agent_id: UUID | None = None,
        limit: int | None = None,
    ) -> list[FlowRun]:
        """Runs that wait in a queue; whoever asks is noted as an agent."""
        return await self.send(
            ReadRunsInWorkQueue(
                id=work_queue_id, **given(scheduled_before=scheduled_before, agent_id=agent_id, limit=limit)
            )
        )

    async def read_saved_search(self, saved_search_id: UUID) -> SavedSearch:
        """One saved search by id."""
        return await self.send(ReadSavedSearch(id=saved_search_id))

    async def read_saved_searches(self, *, limit: int | None = None, offset: int | None = None) -> list[SavedSearch]:
        """Saved searches by name."""
        return await self.send(ReadSavedSearches(**given(limit=limit, offset=offset)))

    async def read_scheduled_runs_of_deployments(
        self, deployment_ids: list[UUID], *, scheduled_before: datetime | None = None, limit: int | None = None
    ) -> list[FlowRun]:
        """Runs of deployments that are due up to a moment."""
        return await self.send(
            ReadScheduledRunsOfDeployments(
                deployment_ids=deployment_ids, **given(scheduled_before=scheduled_before, limit=limit)
            )
        )

    async def read_scheduled_runs_of_pool(
        self,
        work_pool_name: str,
        *,
        work_queue_names: list[str] | None = None,
        scheduled_before: datetime | None = None,
        scheduled_after: datetime | None = None,
        limit: int | None = None,
    ) -> list[WorkerFlowRun]:
        """Runs that wait in a pool, the most urgent queue first, as many as its limits allow."""
        return await self.send(
            ReadScheduledRunsOfPool(
                name=work_pool_name,
                **given(
                    work_queue_names=work_queue_names,
                    scheduled_before=scheduled_before,
                    scheduled_after=scheduled_after,
                    limit=limit,
                ),
            )
        )

    async def read_server_settings(self) -> dict[str, Any]:
        """The server's settings, with secrets hidden."""
        return await self.send(ReadServerSettings())

    async def read_server_version(self) -> str:
        """The version of the program."""
        return await self.send(ReadServerVersion())

    async def read_task_run(self, task_run_id: UUID) -> TaskRun:
        """One task run by id."""
        return await self.send(ReadTaskRun(id=task_run_id))

    async def read_task_run_counts_over_time(
        self,
        task_run_filter: TaskRunFilter,
        *,
        work_queues: WorkQueueFilter | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[TaskRunCount]:
        """Completed and failed task runs in 20 equal stretches of the time the filter names."""
        return await self.send(
            ReadTaskRunCountsOverTime(
                task_runs=task_run_filter,
                **given(
                    work_queues=work_queues,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                ),
            )
        )

    async def read_task_run_history(
        self,
        history_start: datetime,
        history_end: datetime,
        history_interval_seconds: float,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[HistoryResponse]:
        """Counts of task runs by state for each interval between two moments."""
        return await self.send(
            ReadTaskRunHistory(
                history_start=history_start,
                history_end=history_end,
                history_interval_seconds=history_interval_seconds,
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                ),
            )
        )

    async def read_task_run_state(self, state_id: UUID) -> State[Any]:
        """One state of a task run by id."""
        return await self.send(ReadTaskRunState(id=state_id))

    async def read_task_run_states(self, task_run_id: UUID) -> list[State[Any]]:
        """All states that a task run went through, oldest first."""
        return await self.send(ReadTaskRunStates(task_run_id=task_run_id))

    async def read_task_runs(
        self,
        *,
        sort: TaskRunSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[TaskRun]:
        """Task runs, filtered and sorted."""
        return await self.send(
            ReadTaskRuns(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    async def read_upcoming_runs(self, deployment_id: UUID, *, count: int | None = None) -> list[UpcomingRun]:
        """The next moments at which the schedules of a deployment that are on let it run; none while it is paused."""
        return await self.send(ReadUpcomingRuns(id=deployment_id, **given(count=count)))

    async def read_variable(self, variable_id: UUID) -> Variable:
        """One variable by id."""
        return await self.send(ReadVariable(id=variable_id))

    async def read_variable_by_name(self, name: str) -> Variable | None:
        """Read a variable; None where there is none of that name."""
        return await self._converse(records.read_variable_by_name(name))

    async def read_variables(
        self,
        *,
        variable_filter: VariableFilter | None = None,
        sort: VariableSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[Variable]:
        """Variables, filtered and sorted."""
        return await self.send(ReadVariables(**given(variables=variable_filter, sort=sort, limit=limit, offset=offset)))

    async def read_work_pool(self, work_pool_name: str) -> WorkPool:
        """One work pool by name."""
        return await self.send(ReadWorkPool(name=work_pool_name))

    async def read_work_pools(
        self, *, work_pool_filter: WorkPoolFilter | None = None, limit: int | None = None, offset: int | None = None
    ) -> list[WorkPool]:
        """Work pools, filtered, by name."""
        return await self.send(ReadWorkPools(**given(work_pools=work_pool_filter, limit=limit, offset=offset)))

    async def read_work_queue(self, work_queue_id: UUID) -> WorkQueue:
        """One queue by id."""
        return await self.send(ReadWorkQueue(id=work_queue_id))

    async def read_work_queue_by_name(self, name: str, work_pool_name: str | None = None) -> WorkQueue:
        """Read a queue of a work pool, by default the agents'."""
        return await self._converse(work.read_work_queue_by_name(name, work_pool_name))

    async def read_work_queue_status(self, work_queue_id: UUID) -> WorkQueueStatusDetail:
        """How a queue is."""
        return await self.send(ReadWorkQueueStatus(id=work_queue_id))

    async def read_work_queues(
        self,
        work_pool_name: str | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[WorkQueue]:
        """List the queues of a work pool by priority, or all by name."""
        return await self._converse(work.read_work_queues(work_pool_name, work_queue_filter, limit, offset))

    async def read_worker_metadata(self) -> dict[str, Any]:
        """Read which types of workers there are, with the templates of their jobs."""
        return await self._converse(notices.read_worker_metadata())

    async def read_workers(
        self,
        work_pool_name: str,
        *,
        worker_filter: WorkerFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[Worker]:
        """Workers of a work pool, filtered, the one heard of last first."""
        return await self.send(
            ReadWorkers(work_pool_name=work_pool_name, **given(workers=worker_filter, limit=limit, offset=offset))
        )

    async def read_workers_for_work_pool(
        self,
        work_pool_name: str,
        worker_filter: WorkerFilter | None = None,
        offset: int | None = None,
        limit: int | None = None,
    ) -> list[Worker]:
        """List the workers of a work pool."""
        return await self._converse(work.read_workers_for_work_pool(work_pool_name, worker_filter, offset, limit))

    async def record_entries(
        self,
        *,
        entries: list[
            FlowRunCreated
            | TaskRunCreated
            | StateEntered
            | RunRenamed
            | LogWritten
            | ArtifactMade
            | ArtifactChanged
            | StorageUsed
        ]
        | None = None,
        owned: list[UUID] | None = None,
    ) -> JournalReply:
        """Take journal entries, in order; those known already are passed over."""
        return await self.send(RecordEntries(**given(entries=entries, owned=owned)))

    async def release_concurrency_slots(
        self, names: Iterable[str], slots: int, occupancy_seconds: float
    ) -> list[LimitInShort]:
        """Give slots of global limits back, and say for how long they were held."""
        return await self._converse(limits.release_concurrency_slots(names, slots, occupancy_seconds))

    async def reset_concurrency_limit_by_tag(self, tag: str, *, slot_override: list[UUID] | None = None) -> None:
        """Free all slots of a limit, or say who holds them."""
        return await self.send(ResetConcurrencyLimit(tag=tag, **given(slot_override=slot_override)))

    async def resume_automation(self, automation_id: UUID) -> None:
        """Switch an automation on."""
        return await self._converse(automations.resume_automation(automation_id))

    async def resume_deployment(self, deployment_id: UUID, *, by_operator: bool | None = None) -> None:
        """Let the schedules of a deployment make runs again; `by_operator` is off where the program does that serves it."""
        return await self.send(ResumeDeployment(id=deployment_id, **given(by_operator=by_operator)))

    async def resume_flow_run(
        self, flow_run_id: UUID, *, run_input: dict[str, Any] | None = None
    ) -> OrchestrationResult:
        """Let a paused flow run go on, with the input that it waits for."""
        return await self.send(ResumeFlowRun(id=flow_run_id, **given(run_input=run_input)))

    async def save_search(self, name: str, *, filters: list[SavedSearchFilter] | None = None) -> SavedSearch:
        """Save a search, in place of the one of that name where it exists (200)."""
        return await self.send(SaveSearch(name=name, **given(filters=filters)))

    async def schedule_deployment(
        self,
        deployment_id: UUID,
        *,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        min_time: float | None = None,
        min_runs: int | None = None,
        max_runs: int | None = None,
    ) -> None:
        """Make the runs that the schedules of a deployment ask for between two moments."""
        return await self.send(
            ScheduleDeployment(
                id=deployment_id,
                **given(
                    start_time=start_time, end_time=end_time, min_time=min_time, min_runs=min_runs, max_runs=max_runs
                ),
            )
        )

    async def send_worker_heartbeat(
        self, work_pool_name: str, worker_name: str, heartbeat_interval_seconds: float | None = None
    ) -> None:
        """Tell that a worker lives."""
        return await self._converse(work.send_worker_heartbeat(work_pool_name, worker_name, heartbeat_interval_seconds))

    async def set_deployment_paused_state(self, deployment_id: UUID, paused: bool) -> None:
        """Pause a deployment, or let its schedules make runs again."""
        return await self._converse(deployments.set_deployment_paused_state(deployment_id, paused))

    async def set_flow_run_state(
        self, flow_run_id: UUID, state: State[Any] | StateCreate, force: bool = False
    ) -> OrchestrationResult:
        """Propose a state for a flow run; `force` keeps all rules but a few out of it."""
        return await self._converse(runs.set_flow_run_state(flow_run_id, state, force))

    async def set_schedule_active(self, deployment_id: UUID) -> None:
        """Resume a deployment, as older clients say it."""
        return await self.send(SetScheduleActive(id=deployment_id))

    async def set_schedule_inactive(self, deployment_id: UUID) -> None:
        """Pause a deployment, as older clients say it."""
        return await self.send(SetScheduleInactive(id=deployment_id))

    async def set_task_run_name(self, task_run_id: UUID, name: str) -> None:
        """Give a task run another name."""
        return await self._converse(runs.set_task_run_name(task_run_id, name))

    async def set_task_run_state(
        self, task_run_id: UUID, state: State[Any] | StateCreate, force: bool = False
    ) -> OrchestrationResult:
        """Propose a state for a task run; `force` keeps all rules but a few out of it."""
        return await self._converse(runs.set_task_run_state(task_run_id, state, force))

    async def start_flow_run(
        self, flow_run_id: UUID, *, claim: UUID | None = None, commit: str | None = None
    ) -> OrchestrationResult:
        """Ask for the start of a run by the process that is to execute it."""
        return await self.send(StartFlowRun(id=flow_run_id, **given(claim=claim, commit=commit)))

    async def take_slots(self, slots: int, names: list[str], *, mode: LimitMode | None = None) -> list[LimitInShort]:
        """Take slots of all named limits or of none; answers 423 where there is no room. Unknown names let everybody in."""
        return await self.send(TakeSlots(slots=slots, names=names, **given(mode=mode)))

    async def update_artifact(
        self,
        artifact_id: UUID,
        *,
        data: Any = UNSET,
        description: str | UnsetType | None = UNSET,
        metadata_: dict[str, str | int | float | bool] | UnsetType | None = UNSET,
    ) -> None:
        """Change an artifact."""
        return await self.send(UpdateArtifact(id=artifact_id, data=data, description=description, metadata_=metadata_))

    async def update_automation(
        self, automation_id: UUID, automation: AutomationCreate | AutomationUpdate | Automation
    ) -> None:
        """Put an automation in the place of another."""
        return await self._converse(automations.update_automation(automation_id, automation))

    async def update_block_document(self, block_document_id: UUID, block_document: BlockDocumentUpdate) -> None:
        """Change a block document."""
        return await self._converse(blocks.update_block_document(block_document_id, block_document))

    async def update_block_type(self, block_type_id: UUID, block_type: BlockTypeUpdate) -> None:
        """Change a block type."""
        return await self._converse(blocks.update_block_type(block_type_id, block_type))

    async def update_deployment(
        self, deployment: Deployment, schedule: Schedule | None = None, is_schedule_active: bool | None = None
    ) -> None:
        """Change a deployment to what an object says."""
        return await self._converse(deployments.update_deployment(deployment, schedule, is_schedule_active))

    async def update_deployment_schedule(
        self, deployment_id: UUID, schedule_id: UUID, active: bool | None = None, schedule: Schedule | None = None
    ) -> None:
        """Change a schedule of a deployment."""
        return await self._converse(
            deployments.update_deployment_schedule(deployment_id, schedule_id, active, schedule)
        )

    async def update_flow(self, flow_id: UUID, *, tags: list[str] | None = None) -> None:
        """Change a flow's tags."""
        return await self.send(UpdateFlow(id=flow_id, **given(tags=tags)))

    async def update_flow_run(
        self,
        flow_run_id: UUID,
        *,
        name: str | UnsetType | None = UNSET,
        flow_version: str | UnsetType | None = UNSET,
        parameters: dict[str, Any] | UnsetType = UNSET,
        empirical_policy: FlowRunPolicy | UnsetType = UNSET,
        tags: list[str] | UnsetType = UNSET,
        infrastructure_pid: str | UnsetType | None = UNSET,
        job_variables: dict[str, Any] | UnsetType | None = UNSET,
    ) -> None:
        """Change a flow run."""
        return await self.send(
            UpdateFlowRun(
                id=flow_run_id,
                name=name,
                flow_version=flow_version,
                parameters=parameters,
                empirical_policy=empirical_policy,
                tags=tags,
                infrastructure_pid=infrastructure_pid,
                job_variables=job_variables,
            )
        )

    async def update_flow_run_notification_policy(
        self,
        id: UUID,
        block_document_id: UUID | None = None,
        is_active: bool | None = None,
        tags: Iterable[str] | None = None,
        state_names: Iterable[str] | None = None,
        message_template: str | None = None,
    ) -> None:
        """Change a notification policy."""
        return await self._converse(
            notices.update_flow_run_notification_policy(
                id, block_document_id, is_active, tags, state_names, message_template
            )
        )

    async def update_global_concurrency_limit(self, name: str, concurrency_limit: GlobalLimitUpdate) -> None:
        """Change a global limit."""
        return await self._converse(limits.update_global_concurrency_limit(name, concurrency_limit))

    async def update_global_limit(self, id_or_name: str, update: GlobalLimitUpdate) -> None:
        """Change a global limit."""
        return await self.send(UpdateGlobalLimit(id_or_name=id_or_name, update=update))

    async def update_pool_queue(
        self,
        work_pool_name: str,
        queue: str,
        *,
        name: str | UnsetType | None = UNSET,
        description: str | UnsetType | None = UNSET,
        is_paused: bool | UnsetType = UNSET,
        concurrency_limit: int | UnsetType | None = UNSET,
        priority: int | UnsetType | None = UNSET,
        last_polled: datetime | UnsetType | None = UNSET,
        event_filter: QueueFilter | UnsetType | None = UNSET,
    ) -> None:
        """Change a queue of a work pool."""
        return await self.send(
            UpdatePoolQueue(
                work_pool_name=work_pool_name,
                queue=queue,
                name=name,
                description=description,
                is_paused=is_paused,
                concurrency_limit=concurrency_limit,
                priority=priority,
                last_polled=last_polled,
                filter=event_filter,
            )
        )

    async def update_schedule(self, deployment_id: UUID, active: bool = True) -> None:
        """Switch the schedules of a deployment on or off, as older code says it."""
        return await self._converse(deployments.update_schedule(deployment_id, active))

    async def update_task_run(self, task_run_id: UUID, *, name: str | None = None) -> None:
        """Change a task run's name."""
        return await self.send(UpdateTaskRun(id=task_run_id, **given(name=name)))

    async def update_variable(self, variable: VariableUpdate) -> None:
        """Change the variable whose name the change has."""
        return await self._converse(records.update_variable(variable))

    async def update_variable_by_name(self, name: str, update: VariableUpdate) -> None:
        """Change the variable of a name."""
        return await self.send(UpdateVariableByName(name=name, update=update))

    async def update_work_pool(self, work_pool_name: str, work_pool: WorkPoolUpdate) -> None:
        """Change a work pool."""
        return await self._converse(work.update_work_pool(work_pool_name, work_pool))

    async def update_work_queue(self, id: UUID, **changes: Any) -> None:
        """Change a queue."""
        return await self._converse(work.update_work_queue(id, **changes))

    async def validate_template(self, template: str) -> None:
        """Whether a template can be read; nothing of it is executed."""
        return await self.send(ValidateTemplate(template=template))

    async def validate_values(self, schema: dict[str, Any], values: dict[str, Any]) -> ValuesChecked:
        """Whether values fit a JSON schema."""
        return await self.send(ValidateValues(schema=schema, values=values))


class SyncLegatoClient(SyncClient):
    """A method for each operation of the API, called."""

    def check_deployment_queues(self, deployment_id: UUID) -> list[WorkQueue]:
        """The agents' queues that take runs of a deployment."""
        return self.send(CheckDeploymentQueues(id=deployment_id))

    def claim_flow_runs(
        self,
        taker: str,
        *,
        limit: int | None = None,
        work_pool_name: str | None = None,
        work_queue_names: list[str] | None = None,
        deployment_ids: list[UUID] | None = None,
        holding: list[UUID] | None = None,
        prefetch_seconds: float | None = None,
        wait_seconds: float | None = None,
    ) -> list[FlowRun]:
        """Take runs that are due, of a work pool or of deployments; those that are answered are Pending, and the taker's."""
        return self.send(
            ClaimFlowRuns(
                taker=taker,
                **given(
                    limit=limit,
                    work_pool_name=work_pool_name,
                    work_queue_names=work_queue_names,
                    deployment_ids=deployment_ids,
                    holding=holding,
                    prefetch_seconds=prefetch_seconds,
                    wait_seconds=wait_seconds,
                ),
            )
        )

    def clear_database(self, *, confirm: bool | None = None) -> None:
        """Delete all rows."""
        return self.send(ClearDatabase(**given(confirm=confirm)))

    def count_artifacts(
        self,
        *,
        artifact_filter: ArtifactFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        flow_filter: FlowFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
    ) -> int:
        """How many artifacts."""
        return self.send(
            CountArtifacts(
                **given(
                    artifacts=artifact_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    flows=flow_filter,
                    deployments=deployment_filter,
                )
            )
        )

    def count_automations(self) -> int:
        """How many automations."""
        return self.send(CountAutomations())

    def count_block_documents(
        self,
        *,
        block_document_filter: BlockDocumentFilter | None = None,
        block_type_filter: BlockTypeFilter | None = None,
        block_schema_filter: BlockSchemaFilter | None = None,
    ) -> int:
        """How many block documents."""
        return self.send(
            CountBlockDocuments(
                **given(
                    block_documents=block_document_filter,
                    block_types=block_type_filter,
                    block_schemas=block_schema_filter,
                )
            )
        )

    def count_deployments(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> int:
        """How many deployments."""
        return self.send(
            CountDeployments(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def count_events(
        self,
        countable: Countable,
        event_filter: EventFilter,
        *,
        time_unit: TimeUnit | None = None,
        time_interval: float | None = None,
    ) -> list[EventCount]:
        """How many events have a day, a stretch of time, a name or a resource in common."""
        return self.send(
            CountEvents(
                countable=countable, filter=event_filter, **given(time_unit=time_unit, time_interval=time_interval)
            )
        )

    def count_flow_runs(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> int:
        """How many flow runs."""
        return self.send(
            CountFlowRuns(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def count_flows(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> int:
        """How many flows."""
        return self.send(
            CountFlows(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def count_latest_artifacts(
        self,
        *,
        artifact_filter: ArtifactCollectionFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        flow_filter: FlowFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
    ) -> int:
        """How many keys of artifacts."""
        return self.send(
            CountLatestArtifacts(
                **given(
                    artifacts=artifact_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    flows=flow_filter,
                    deployments=deployment_filter,
                )
            )
        )

    def count_task_runs(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> int:
        """How many task runs."""
        return self.send(
            CountTaskRuns(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def count_task_runs_by_state(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> CountByState:
        """How many task runs are in each type of state."""
        return self.send(
            CountTaskRunsByState(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def count_variables(self, *, variable_filter: VariableFilter | None = None) -> int:
        """How many variables."""
        return self.send(CountVariables(**given(variables=variable_filter)))

    def count_work_pools(self, *, work_pool_filter: WorkPoolFilter | None = None) -> int:
        """How many work pools."""
        return self.send(CountWorkPools(**given(work_pools=work_pool_filter)))

    def create_artifact(self, artifact: ArtifactCreate) -> Artifact:
        """Keep an artifact."""
        return self._converse(records.create_artifact(artifact))

    def create_automation(self, automation: AutomationCreate | AutomationUpdate | Automation) -> UUID:
        """Make an automation and return its id."""
        return self._converse(automations.create_automation(automation))

    def create_block_document(
        self, block_document: BlockDocument | BlockDocumentCreate, include_secrets: bool = True
    ) -> BlockDocument:
        """Make a block document; what comes back shows its secrets unless told otherwise."""
        return self._converse(blocks.create_block_document(block_document, include_secrets))

    def create_block_schema(self, block_schema: BlockSchemaCreate) -> BlockSchema:
        """Make a block schema, or find the one with these fields and that version."""
        return self._converse(blocks.create_block_schema(block_schema))

    def create_block_type(self, block_type: BlockTypeCreate) -> BlockType:
        """Make a block type."""
        return self._converse(blocks.create_block_type(block_type))

    def create_concurrency_limit(self, tag: str, concurrency_limit: int) -> UUID:
        """Limit how many task runs with a tag run at once, and return the limit's id."""
        return self._converse(limits.create_concurrency_limit(tag, concurrency_limit))

    def create_database(self, *, confirm: bool | None = None) -> None:
        """Make all tables."""
        return self.send(CreateDatabase(**given(confirm=confirm)))

    def create_deployment(
        self,
        flow_id: UUID,
        name: str,
        version: str | None = None,
        schedule: Schedule | None = None,
        schedules: Sequence[DeploymentScheduleCreate] | None = None,
        parameters: dict[str, Any] | None = None,
        description: str | None = None,
        work_queue_name: str | None = None,
        work_pool_name: str | None = None,
        tags: Iterable[str] | None = None,
        storage_document_id: UUID | None = None,
        manifest_path: str | None = None,
        path: str | None = None,
        entrypoint: str | None = None,
        infrastructure_document_id: UUID | None = None,
        infra_overrides: dict[str, Any] | None = None,
        parameter_openapi_schema: dict[str, Any] | None = None,
        is_schedule_active: bool | None = None,
        paused: bool | None = None,
        pull_steps: list[dict[str, Any]] | None = None,
        enforce_parameter_schema: bool | None = None,
        job_variables: dict[str, Any] | None = None,
    ) -> UUID:
        """Make a deployment, or put it in place of the one of that flow and name, and return its id."""
        return self._converse(
            deployments.create_deployment(
                flow_id,
                name,
                version,
                schedule,
                schedules,
                parameters,
                description,
                work_queue_name,
                work_pool_name,
                tags,
                storage_document_id,
                manifest_path,
                path,
                entrypoint,
                infrastructure_document_id,
                infra_overrides,
                parameter_openapi_schema,
                is_schedule_active,
                paused,
                pull_steps,
                enforce_parameter_schema,
                job_variables,
            )
        )

    def create_deployment_schedules(
        self, deployment_id: UUID, schedules: Iterable[tuple[Schedule, bool]]
    ) -> list[DeploymentSchedule]:
        """Give a deployment more schedules, each with whether it is active."""
        return self._converse(deployments.create_deployment_schedules(deployment_id, schedules))

    def create_events(self, events: list[Event]) -> None:
        """Keep events that happened elsewhere."""
        return self.send(CreateEvents(events=events))

    def create_flow(self, flow: AnyFlow) -> UUID:
        """Make a flow, or find it by its name, and return its id."""
        return self._converse(runs.create_flow(flow))

    def create_flow_from_name(self, flow_name: str) -> UUID:
        """Make a flow of a name, or find it, and return its id."""
        return self._converse(runs.create_flow_from_name(flow_name))

    def create_flow_run(
        self,
        flow: AnyFlow,
        name: str | None = None,
        parameters: dict[str, Any] | None = None,
        context: dict[str, Any] | None = None,
        tags: Iterable[str] | None = None,
        parent_task_run_id: UUID | None = None,
        state: State[Any] | StateCreate | None = None,
    ) -> FlowRun:
        """Make a run of a flow, and the flow where it is new."""
        return self._converse(runs.create_flow_run(flow, name, parameters, context, tags, parent_task_run_id, state))

    def create_flow_run_from_deployment(
        self,
        deployment_id: UUID,
        *,
        parameters: dict[str, Any] | None = None,
        context: dict[str, Any] | None = None,
        state: State[Any] | StateCreate | None = None,
        name: str | None = None,
        tags: Iterable[str] | None = None,
        idempotency_key: str | None = None,
        parent_task_run_id: UUID | None = None,
        work_queue_name: str | None = None,
        job_variables: dict[str, Any] | None = None,
        enforce_parameter_schema: bool | None = None,
    ) -> FlowRun:
        """Make a run of a deployment, due now unless a state says otherwise."""
        return self._converse(
            deployments.create_flow_run_from_deployment(
                deployment_id,
                parameters=parameters,
                context=context,
                state=state,
                name=name,
                tags=tags,
                idempotency_key=idempotency_key,
                parent_task_run_id=parent_task_run_id,
                work_queue_name=work_queue_name,
                job_variables=job_variables,
                enforce_parameter_schema=enforce_parameter_schema,
            )
        )

    def create_flow_run_input(self, flow_run_id: UUID, key: str, value: str, *, sender: str | None = None) -> None:
        """Leave an input for a flow run."""
        return self.send(CreateFlowRunInput(id=flow_run_id, key=key, value=value, **given(sender=sender)))

    def create_flow_run_notification_policy(
        self,
        block_document_id: UUID,
        is_active: bool = True,
        tags: Iterable[str] | None = None,
        state_names: Iterable[str] | None = None,
        message_template: str | None = None,
    ) -> UUID:
        """Ask for a message whenever a flow run with a tag enters a state, and return the policy's id."""
        return self._converse(
            notices.create_flow_run_notification_policy(
                block_document_id, is_active, tags, state_names, message_template
            )
        )

    def create_global_concurrency_limit(self, concurrency_limit: GlobalLimitCreate) -> UUID:
        """Make a global limit and return its id."""
        return self._converse(limits.create_global_concurrency_limit(concurrency_limit))

    def create_global_limit(
        self,
        name: str,
        limit: int,
        *,
        active: bool | None = None,
        active_slots: int | None = None,
        denied_slots: int | None = None,
        slot_decay_per_second: float | None = None,
    ) -> GlobalLimit:
        """Make a global limit."""
        return self.send(
            CreateGlobalLimit(
                name=name,
                limit=limit,
                **given(
                    active=active,
                    active_slots=active_slots,
                    denied_slots=denied_slots,
                    slot_decay_per_second=slot_decay_per_second,
                ),
            )
        )

    def create_logs(self, logs: Iterable[LogCreate | dict[str, Any]]) -> None:
        """Write log lines."""
        return self._converse(runs.create_logs(logs))

    def create_pool_queue(
        self,
        work_pool_name: str,
        name: str,
        *,
        description: str | None = None,
        is_paused: bool | None = None,
        concurrency_limit: int | None = None,
        priority: int | None = None,
        event_filter: QueueFilter | None = None,
    ) -> WorkQueue:
        """Make a queue in a work pool."""
        return self.send(
            CreatePoolQueue(
                work_pool_name=work_pool_name,
                name=name,
                **given(
                    description=description,
                    is_paused=is_paused,
                    concurrency_limit=concurrency_limit,
                    priority=priority,
                    filter=event_filter,
                ),
            )
        )

    def create_task_run(
        self,
        task: AnyTask,
        flow_run_id: UUID | None,
        dynamic_key: str,
        name: str | None = None,
        extra_tags: Iterable[str] | None = None,
        state: State[Any] | StateCreate | None = None,
        task_inputs: dict[str, list[TaskRunResult | Parameter | Constant]] | None = None,
    ) -> TaskRun:
        """Make a run of a task."""
        return self._converse(
            runs.create_task_run(task, flow_run_id, dynamic_key, name, extra_tags, state, task_inputs)
        )

    def create_variable(self, variable: VariableCreate) -> Variable:
        """Make a variable."""
        return self._converse(records.create_variable(variable))

    def create_work_pool(self, work_pool: WorkPoolCreate, overwrite: bool = False) -> WorkPool:
        """Make a work pool; with `overwrite` change the one of that name."""
        return self._converse(work.create_work_pool(work_pool, overwrite))

    def create_work_queue(
        self,
        name: str,
        tags: Iterable[str] | None = None,
        description: str | None = None,
        is_paused: bool | None = None,
        concurrency_limit: int | None = None,
        priority: int | None = None,
        work_pool_name: str | None = None,
    ) -> WorkQueue:
        """Make a queue in a work pool, by default the agents'."""
        return self._converse(
            work.create_work_queue(name, tags, description, is_paused, concurrency_limit, priority, work_pool_name)
        )

    def delete_artifact(self, artifact_id: UUID) -> None:
        """Remove an artifact; the one before it becomes the latest of its key."""
        return self.send(DeleteArtifact(id=artifact_id))

    def delete_automation(self, automation_id: UUID) -> None:
        """Remove an automation."""
        return self.send(DeleteAutomation(id=automation_id))

    def delete_block_document(self, block_document_id: UUID) -> None:
        """Remove a block document."""
        return self.send(DeleteBlockDocument(id=block_document_id))

    def delete_block_schema(self, block_schema_id: UUID) -> None:
        """Remove a block schema with its documents."""
        return self.send(DeleteBlockSchema(id=block_schema_id))

    def delete_block_type(self, block_type_id: UUID) -> None:
        """Remove a block type with its schemas and documents."""
        return self.send(DeleteBlockType(id=block_type_id))

    def delete_concurrency_limit(self, concurrency_limit_id: UUID) -> None:
        """Remove a limit by id."""
        return self.send(DeleteConcurrencyLimit(id=concurrency_limit_id))

    def delete_concurrency_limit_by_tag(self, tag: str) -> None:
        """Remove a limit by tag."""
        return self.send(DeleteConcurrencyLimitByTag(tag=tag))

    def delete_deployment(self, deployment_id: UUID) -> None:
        """Remove a deployment with its schedules and its scheduled runs."""
        return self.send(DeleteDeployment(id=deployment_id))

    def delete_deployment_schedule(self, deployment_id: UUID, schedule_id: UUID) -> None:
        """Take a schedule from a deployment."""
        return self.send(DeleteDeploymentSchedule(id=deployment_id, schedule_id=schedule_id))

    def delete_flow(self, flow_id: UUID) -> None:
        """Remove a flow with its runs."""
        return self.send(DeleteFlow(id=flow_id))

    def delete_flow_run(self, flow_run_id: UUID) -> None:
        """Remove a flow run with its task runs, states and logs."""
        return self.send(DeleteFlowRun(id=flow_run_id))

    def delete_flow_run_input(self, flow_run_id: UUID, key: str) -> None:
        """Remove an input."""
        return self.send(DeleteFlowRunInput(id=flow_run_id, key=key))

    def delete_flow_run_notification_policy(self, id: UUID) -> None:
        """Delete a notification policy."""
        return self._converse(notices.delete_flow_run_notification_policy(id))

    def delete_global_concurrency_limit_by_name(self, name: str) -> None:
        """Delete a global limit."""
        return self._converse(limits.delete_global_concurrency_limit_by_name(name))

    def delete_global_limit(self, id_or_name: str) -> None:
        """Remove a global limit."""
        return self.send(DeleteGlobalLimit(id_or_name=id_or_name))

    def delete_pool_queue(self, work_pool_name: str, queue: str) -> None:
        """Remove a queue of a work pool."""
        return self.send(DeletePoolQueue(work_pool_name=work_pool_name, queue=queue))

    def delete_resource_owned_automations(self, resource_id: str) -> None:
        """Remove the automations that belong to a resource."""
        return self.send(DeleteOwnedAutomations(resource_id=resource_id))

    def delete_saved_search(self, saved_search_id: UUID) -> None:
        """Remove a saved search."""
        return self.send(DeleteSavedSearch(id=saved_search_id))

    def delete_task_run(self, task_run_id: UUID) -> None:
        """Remove a task run with its states and logs."""
        return self.send(DeleteTaskRun(id=task_run_id))

    def delete_variable(self, variable_id: UUID) -> None:
        """Remove a variable."""
        return self.send(DeleteVariable(id=variable_id))

    def delete_variable_by_name(self, name: str) -> None:
        """Remove the variable of a name."""
        return self.send(DeleteVariableByName(name=name))

    def delete_work_pool(self, work_pool_name: str) -> None:
        """Remove a work pool with its queues and workers."""
        return self.send(DeleteWorkPool(name=work_pool_name))

    def delete_work_queue(self, work_queue_id: UUID) -> None:
        """Remove a queue."""
        return self.send(DeleteWorkQueue(id=work_queue_id))

    def delete_work_queue_by_id(self, id: UUID) -> None:
        """Delete a queue."""
        return self._converse(work.delete_work_queue_by_id(id))

    def delete_worker(self, work_pool_name: str, name: str) -> None:
        """Forget a worker."""
        return self.send(DeleteWorker(work_pool_name=work_pool_name, name=name))

    def drop_database(self, *, confirm: bool | None = None) -> None:
        """Delete all tables."""
        return self.send(DropDatabase(**given(confirm=confirm)))

    def filter_flow_run_input(
        self, flow_run_id: UUID, key_prefix: str, limit: int, exclude_keys: Iterable[str]
    ) -> list[FlowRunInput]:
        """List the inputs of a flow run whose keys begin so, the oldest first."""
        return self._converse(notices.filter_flow_run_input(flow_run_id, key_prefix, limit, exclude_keys))

    def find_automation(self, id_or_name: UUID | str) -> Automation | None:
        """Return an automation by id, or by name in whatever case; None where there is none."""
        return self._converse(automations.find_automation(id_or_name))

    def find_cached_state(self, cache_key: str) -> CachedAnswer:
        """The completed state that is kept under a cache key, if there is one that has not expired."""
        return self.send(FindCachedState(cache_key=cache_key))

    def get_most_recent_block_schema_for_block_type(self, block_type_id: UUID) -> BlockSchema | None:
        """Return the newest schema of a block type, or None where it has none."""
        return self._converse(blocks.get_most_recent_block_schema_for_block_type(block_type_id))

    def get_runs_in_work_queue(
        self, id: UUID, limit: int = 10, scheduled_before: datetime | None = None
    ) -> list[FlowRun]:
        """Return runs that wait in a queue."""
        return self._converse(work.get_runs_in_work_queue(id, limit, scheduled_before))

    def get_scheduled_flow_runs_for_deployments(
        self, deployment_ids: Iterable[UUID], scheduled_before: datetime | None = None, limit: int | None = None
    ) -> list[FlowRun]:
        """Return runs of deployments that are due."""
        return self._converse(
            deployments.get_scheduled_flow_runs_for_deployments(deployment_ids, scheduled_before, limit)
        )

    def get_scheduled_flow_runs_for_work_pool(
        self,
        work_pool_name: str,
        work_queue_names: Iterable[str] | None = None,
        scheduled_before: datetime | None = None,
        limit: int | None = None,
    ) -> list[WorkerFlowRun]:
        """Return runs that wait in a work pool."""
        return self._converse(
            work.get_scheduled_flow_runs_for_work_pool(work_pool_name, work_queue_names, scheduled_before, limit)
        )

    def give_slots_back(
        self, slots: int, names: list[str], *, occupancy_seconds: float | None = None
    ) -> list[LimitInShort]:
        """Give slots of the named limits back, and say for how long they were held."""
        return self.send(GiveSlotsBack(slots=slots, names=names, **given(occupancy_seconds=occupancy_seconds)))

    def hand_back_flow_run(self, flow_run_id: UUID, claim: UUID, *, message: str | None = None) -> OrchestrationResult:
        """Give a run back that was taken and has not started: it is there to be taken again, at the time it was due."""
        return self.send(HandBackFlowRun(id=flow_run_id, claim=claim, **given(message=message)))

    def hello(self) -> str:
        """A greeting."""
        return self.send(ReadHello())

    def increment_concurrency_slots(self, names: Iterable[str], slots: int, mode: str) -> list[LimitInShort]:
        """Take slots of global limits, of all or of none."""
        return self._converse(limits.increment_concurrency_slots(names, slots, mode))

    def install_system_block_types(self) -> None:
        """Make the block types that the product brings with it, where they are missing or differ."""
        return self.send(InstallSystemBlockTypes())

    def match_work_queues(self, prefixes: Iterable[str], work_pool_name: str | None = None) -> list[WorkQueue]:
        """List all queues whose names begin in one of some ways."""
        return self._converse(work.match_work_queues(prefixes, work_pool_name))

    def patch_automation(self, automation_id: UUID, *, enabled: bool | UnsetType = UNSET) -> None:
        """Switch an automation on or off."""
        return self.send(PatchAutomation(id=automation_id, enabled=enabled))

    def pause_automation(self, automation_id: UUID) -> None:
        """Switch an automation off."""
        return self._converse(automations.pause_automation(automation_id))

    def pause_deployment(self, deployment_id: UUID, *, by_operator: bool | None = None) -> None:
        """Stop the schedules of a deployment, and remove the runs they made that have not started."""
        return self.send(PauseDeployment(id=deployment_id, **given(by_operator=by_operator)))

    def preview_schedule(
        self, schedule: Schedule, *, start_time: datetime | None = None, count: int | None = None
    ) -> list[Upcoming]:
        """The next moments of a schedule, whether a deployment has it or not."""
        return self.send(PreviewSchedule(schedule=schedule, **given(start_time=start_time, count=count)))

    def read_api_version(self) -> str:
        """The version of the API."""
        return self.send(ReadApiVersion())

    def read_artifact(self, artifact_id: UUID) -> Artifact:
        """One artifact by id."""
        return self.send(ReadArtifact(id=artifact_id))

    def read_artifacts(
        self,
        *,
        artifact_filter: ArtifactFilter | None = None,
        sort: ArtifactSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        flow_filter: FlowFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
    ) -> list[Artifact]:
        """Artifacts, filtered and sorted."""
        return self.send(
            ReadArtifacts(
                **given(
                    artifacts=artifact_filter,
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    flows=flow_filter,
                    deployments=deployment_filter,
                )
            )
        )

    def read_automation(self, automation_id: UUID) -> Automation:
        """One automation by id."""
        return self.send(ReadAutomation(id=automation_id))

    def read_automations(
        self,
        *,
        sort: AutomationSort | None = None,
        automation_filter: AutomationFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[Automation]:
        """Automations, filtered and sorted."""
        return self.send(ReadAutomations(**given(sort=sort, automations=automation_filter, limit=limit, offset=offset)))

    def read_automations_by_name(self, name: str) -> list[Automation]:
        """List the automations of a name."""
        return self._converse(automations.read_automations_by_name(name))

    def read_block_capabilities(self) -> list[str]:
        """Every capability that some block schema has."""
        return self.send(ReadBlockCapabilities())

    def read_block_document(self, block_document_id: UUID, include_secrets: bool = True) -> BlockDocument:
        """Read a block document, with its secrets unless told otherwise."""
        return self._converse(blocks.read_block_document(block_document_id, include_secrets))

    def read_block_document_by_name(
        self, name: str, block_type_slug: str, include_secrets: bool = True
    ) -> BlockDocument:
        """Read the block document of a type and a name, with its secrets unless told otherwise."""
        return self._converse(blocks.read_block_document_by_name(name, block_type_slug, include_secrets))

    def read_block_documents(
        self, offset: int | None = None, limit: int | None = None, include_secrets: bool = True
    ) -> list[BlockDocument]:
        """List block documents, with their secrets unless told otherwise."""
        return self._converse(blocks.read_block_documents(offset, limit, include_secrets))

    def read_block_documents_by_type(self, block_type_slug: str, include_secrets: bool = True) -> list[BlockDocument]:
        """List the block documents of a type, with their secrets unless told otherwise."""
        return self._converse(blocks.read_block_documents_by_type(block_type_slug, include_secrets))

    def read_block_schema(self, block_schema_id: UUID) -> BlockSchema:
        """One block schema by id."""
        return self.send(ReadBlockSchema(id=block_schema_id))

    def read_block_schema_by_checksum(self, checksum: str, *, version: str | None = None) -> BlockSchema:
        """The newest block schema with a checksum, or the one of a version."""
        return self.send(ReadBlockSchemaByChecksum(checksum=checksum, **given(version=version)))

    def read_block_schemas(
        self,
        *,
        block_schema_filter: BlockSchemaFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[BlockSchema]:
        """Block schemas, newest first."""
        return self.send(ReadBlockSchemas(**given(block_schemas=block_schema_filter, limit=limit, offset=offset)))

    def read_block_type(self, block_type_id: UUID) -> BlockType:
        """One block type by id."""
        return self.send(ReadBlockType(id=block_type_id))

    def read_block_type_by_slug(self, slug: str) -> BlockType:
        """One block type by slug."""
        return self.send(ReadBlockTypeBySlug(slug=slug))

    def read_block_types(
        self,
        *,
        block_type_filter: BlockTypeFilter | None = None,
        block_schema_filter: BlockSchemaFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[BlockType]:
        """Block types by name."""
        return self.send(
            ReadBlockTypes(
                **given(block_types=block_type_filter, block_schemas=block_schema_filter, limit=limit, offset=offset)
            )
        )

    def read_collection_view(self, view: str) -> dict[str, Any]:
        """The block types, flows or workers that come with the product, by the collection that they are of."""
        return self.send(ReadCollectionView(view=view))

    def read_concurrency_limit(self, concurrency_limit_id: UUID) -> ConcurrencyLimit:
        """One limit by id."""
        return self.send(ReadConcurrencyLimit(id=concurrency_limit_id))

    def read_concurrency_limit_by_tag(self, tag: str) -> ConcurrencyLimit:
        """One limit by tag."""
        return self.send(ReadConcurrencyLimitByTag(tag=tag))

    def read_concurrency_limits(self, *, limit: int | None = None, offset: int | None = None) -> list[ConcurrencyLimit]:
        """Limits by tag."""
        return self.send(ReadConcurrencyLimits(**given(limit=limit, offset=offset)))

    def read_csrf_token(self, client: str) -> CsrfToken:
        """A new token for a client; the one it had is good no more."""
        return self.send(ReadCsrfToken(client=client))

    def read_deployment(self, deployment_id: UUID) -> Deployment:
        """One deployment by id."""
        return self.send(ReadDeployment(id=deployment_id))

    def read_deployment_by_name(self, name: str) -> Deployment:
        """Read a deployment by `FLOW/DEPLOYMENT`."""
        return self._converse(deployments.read_deployment_by_name(name))

    def read_deployment_schedules(self, deployment_id: UUID) -> list[DeploymentSchedule]:
        """The schedules of a deployment."""
        return self.send(ReadDeploymentSchedules(id=deployment_id))

    def read_deployments(
        self,
        *,
        sort: DeploymentSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[Deployment]:
        """Deployments, filtered and sorted."""
        return self.send(
            ReadDeployments(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def read_documents_of_block_type(self, slug: str, *, include_secrets: bool | None = None) -> list[BlockDocument]:
        """The documents of a block type by name, without the anonymous ones."""
        return self.send(ReadDocumentsOfBlockType(slug=slug, **given(include_secrets=include_secrets)))

    def read_events(self, *, event_filter: EventFilter | None = None, limit: int | None = None) -> EventPage:
        """Events, filtered, with the way to the next page."""
        return self.send(ReadEvents(**given(filter=event_filter, limit=limit)))

    def read_flow(self, flow_id: UUID) -> Flow:
        """One flow by id."""
        return self.send(ReadFlow(id=flow_id))

    def read_flow_by_name(self, name: str) -> Flow:
        """One flow by name."""
        return self.send(ReadFlowByName(name=name))

    def read_flow_run(self, flow_run_id: UUID) -> FlowRun:
        """One flow run by id."""
        return self.send(ReadFlowRun(id=flow_run_id))

    def read_flow_run_dots(
        self,
        *,
        sort: FlowRunSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[SimpleFlowRun]:
        """Flow runs as dots of a chart."""
        return self.send(
            ReadFlowRunDots(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def read_flow_run_graph(self, flow_run_id: UUID) -> list[DependencyResult]:
        """The task runs of a flow run, with what each took input from."""
        return self.send(ReadFlowRunGraph(id=flow_run_id))

    def read_flow_run_graph_v2(self, flow_run_id: UUID, *, since: datetime | None = None) -> Graph:
        """The task runs and subflow runs of a flow run that started or ended since a moment, as a graph."""
        return self.send(ReadFlowRunGraphV2(id=flow_run_id, **given(since=since)))

    def read_flow_run_history(
        self,
        history_start: datetime,
        history_end: datetime,
        history_interval_seconds: float,
        *,
        work_queues: WorkQueueFilter | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[HistoryResponse]:
        """Counts of flow runs by state for each interval between two moments."""
        return self.send(
            ReadFlowRunHistory(
                history_start=history_start,
                history_end=history_end,
                history_interval_seconds=history_interval_seconds,
                **given(
                    work_queues=work_queues,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                ),
            )
        )

    def read_flow_run_input(self, flow_run_id: UUID, key: str) -> str:
        """Read an input of a flow run, as the JSON text that it is kept as."""
        return self._converse(notices.read_flow_run_input(flow_run_id, key))

    def read_flow_run_inputs(
        self, flow_run_id: UUID, prefix: str, *, limit: int | None = None, exclude_keys: list[str] | None = None
    ) -> list[FlowRunInput]:
        """Inputs of a flow run whose keys start with a prefix, oldest first."""
        return self.send(
            ReadFlowRunInputs(id=flow_run_id, prefix=prefix, **given(limit=limit, exclude_keys=exclude_keys))
        )

    def read_flow_run_lateness(
        self,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> float | None:
        """The average lateness of flow runs, in seconds; null where there are none."""
        return self.send(
            ReadFlowRunLateness(
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def read_flow_run_notification_policies(
        self,
        *,
        flow_run_notification_policy_filter: FlowRunNotificationPolicyFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[FlowRunNotificationPolicy]:
        """Notification policies, in the order they were made."""
        return self.send(
            ReadFlowRunNotificationPolicies(
                **given(
                    flow_run_notification_policy_filter=flow_run_notification_policy_filter, limit=limit, offset=offset
                )
            )
        )

    def read_flow_run_notification_policy(self, flow_run_notification_policy_id: UUID) -> FlowRunNotificationPolicy:
        """One notification policy by id."""
        return self.send(ReadFlowRunNotificationPolicy(id=flow_run_notification_policy_id))

    def read_flow_run_state(self, state_id: UUID) -> State[Any]:
        """One state of a flow run by id."""
        return self.send(ReadFlowRunState(id=state_id))

    def read_flow_run_states(self, flow_run_id: UUID) -> list[State[Any]]:
        """All states that a flow run went through, oldest first."""
        return self.send(ReadFlowRunStates(flow_run_id=flow_run_id))

    def read_flow_runs(
        self,
        *,
        sort: FlowRunSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[FlowRun]:
        """Flow runs, filtered and sorted."""
        return self.send(
            ReadFlowRuns(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def read_flows(
        self,
        *,
        sort: FlowSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[Flow]:
        """Flows, filtered and sorted."""
        return self.send(
            ReadFlows(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def read_global_concurrency_limit_by_name(self, name: str) -> GlobalLimitInUse:
        """Read a global limit."""
        return self._converse(limits.read_global_concurrency_limit_by_name(name))

    def read_global_concurrency_limits(self, limit: int = 10, offset: int = 0) -> list[GlobalLimitInUse]:
        """List global limits by name."""
        return self._converse(limits.read_global_concurrency_limits(limit, offset))

    def read_global_limit(self, id_or_name: str) -> GlobalLimitInUse:
        """One global limit by id or name."""
        return self.send(ReadGlobalLimit(id_or_name=id_or_name))

    def read_global_limits(self, *, limit: int | None = None, offset: int | None = None) -> list[GlobalLimitInUse]:
        """Global limits by name."""
        return self.send(ReadGlobalLimits(**given(limit=limit, offset=offset)))

    def read_health(self) -> bool:
        """True while the server answers."""
        return self.send(ReadHealth())

    def read_latest_artifact(self, key: str) -> Artifact:
        """The latest artifact of a key."""
        return self.send(ReadLatestArtifact(key=key))

    def read_latest_artifacts(
        self,
        *,
        artifact_filter: ArtifactCollectionFilter | None = None,
        sort: ArtifactCollectionSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        flow_filter: FlowFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
    ) -> list[ArtifactCollection]:
        """The latest artifact of each key, filtered and sorted."""
        return self.send(
            ReadLatestArtifacts(
                **given(
                    artifacts=artifact_filter,
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    flows=flow_filter,
                    deployments=deployment_filter,
                )
            )
        )

    def read_logs(
        self,
        log_filter: LogFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: LogSort = LogSort.TIMESTAMP_ASC,
    ) -> list[Log]:
        """List log lines, filtered and sorted."""
        return self._converse(runs.read_logs(log_filter, limit, offset, sort))

    def read_next_events(self, page_token: str) -> EventPage:
        """The page of events that another page leads to."""
        return self.send(ReadNextEvents(page_token=page_token))

    def read_pool_queue(self, work_pool_name: str, queue: str) -> WorkQueue:
        """One queue of a work pool by name."""
        return self.send(ReadPoolQueue(work_pool_name=work_pool_name, queue=queue))

    def read_pool_queues(
        self,
        work_pool_name: str,
        *,
        work_queue_filter: WorkQueueFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[WorkQueue]:
        """Queues of a work pool, filtered, by priority."""
        return self.send(
            ReadPoolQueues(
                work_pool_name=work_pool_name, **given(work_queues=work_queue_filter, limit=limit, offset=offset)
            )
        )

    def read_ready(self) -> dict[str, str]:
        """200 while the database can be used, 503 else."""
        return self.send(ReadReady())

    def read_resource_related_automations(self, resource_id: str) -> list[Automation]:
        """The automations that run a deployment, or belong to a resource."""
        return self.send(ReadRelatedAutomations(resource_id=resource_id))

    def read_runs_in_work_queue(
        self,
        work_queue_id: UUID,
        *,
        scheduled_before: datetime | None = None,
        agent_id: UUID | None = None,
        limit: int | None = None,
    ) -> list[FlowRun]:
        """Runs that wait in a queue; whoever asks is noted as an agent."""
        return self.send(
            ReadRunsInWorkQueue(
                id=work_queue_id, **given(scheduled_before=scheduled_before, agent_id=agent_id, limit=limit)
            )
        )

    def read_saved_search(self, saved_search_id: UUID) -> SavedSearch:
        """One saved search by id."""
        return self.send(ReadSavedSearch(id=saved_search_id))

    def read_saved_searches(self, *, limit: int | None = None, offset: int | None = None) -> list[SavedSearch]:
        """Saved searches by name."""
        return self.send(ReadSavedSearches(**given(limit=limit, offset=offset)))

    def read_scheduled_runs_of_deployments(
        self, deployment_ids: list[UUID], *, scheduled_before: datetime | None = None, limit: int | None = None
    ) -> list[FlowRun]:
        """Runs of deployments that are due up to a moment."""
        return self.send(
            ReadScheduledRunsOfDeployments(
                deployment_ids=deployment_ids, **given(scheduled_before=scheduled_before, limit=limit)
            )
        )

    def read_scheduled_runs_of_pool(
        self,
        work_pool_name: str,
        *,
        work_queue_names: list[str] | None = None,
        scheduled_before: datetime | None = None,
        scheduled_after: datetime | None = None,
        limit: int | None = None,
    ) -> list[WorkerFlowRun]:
        """Runs that wait in a pool, the most urgent queue first, as many as its limits allow."""
        return self.send(
            ReadScheduledRunsOfPool(
                name=work_pool_name,
                **given(
                    work_queue_names=work_queue_names,
                    scheduled_before=scheduled_before,
                    scheduled_after=scheduled_after,
                    limit=limit,
                ),
            )
        )

    def read_server_settings(self) -> dict[str, Any]:
        """The server's settings, with secrets hidden."""
        return self.send(ReadServerSettings())

    def read_server_version(self) -> str:
        """The version of the program."""
        return self.send(ReadServerVersion())

    def read_task_run(self, task_run_id: UUID) -> TaskRun:
        """One task run by id."""
        return self.send(ReadTaskRun(id=task_run_id))

    def read_task_run_counts_over_time(
        self,
        task_run_filter: TaskRunFilter,
        *,
        work_queues: WorkQueueFilter | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[TaskRunCount]:
        """Completed and failed task runs in 20 equal stretches of the time the filter names."""
        return self.send(
            ReadTaskRunCountsOverTime(
                task_runs=task_run_filter,
                **given(
                    work_queues=work_queues,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                ),
            )
        )

    def read_task_run_history(
        self,
        history_start: datetime,
        history_end: datetime,
        history_interval_seconds: float,
        *,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[HistoryResponse]:
        """Counts of task runs by state for each interval between two moments."""
        return self.send(
            ReadTaskRunHistory(
                history_start=history_start,
                history_end=history_end,
                history_interval_seconds=history_interval_seconds,
                **given(
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                ),
            )
        )

    def read_task_run_state(self, state_id: UUID) -> State[Any]:
        """One state of a task run by id."""
        return self.send(ReadTaskRunState(id=state_id))

    def read_task_run_states(self, task_run_id: UUID) -> list[State[Any]]:
        """All states that a task run went through, oldest first."""
        return self.send(ReadTaskRunStates(task_run_id=task_run_id))

    def read_task_runs(
        self,
        *,
        sort: TaskRunSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
        flow_filter: FlowFilter | None = None,
        flow_run_filter: FlowRunFilter | None = None,
        task_run_filter: TaskRunFilter | None = None,
        deployment_filter: DeploymentFilter | None = None,
        work_pool_filter: WorkPoolFilter | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
    ) -> list[TaskRun]:
        """Task runs, filtered and sorted."""
        return self.send(
            ReadTaskRuns(
                **given(
                    sort=sort,
                    limit=limit,
                    offset=offset,
                    flows=flow_filter,
                    flow_runs=flow_run_filter,
                    task_runs=task_run_filter,
                    deployments=deployment_filter,
                    work_pools=work_pool_filter,
                    work_pool_queues=work_queue_filter,
                )
            )
        )

    def read_upcoming_runs(self, deployment_id: UUID, *, count: int | None = None) -> list[UpcomingRun]:
        """The next moments at which the schedules of a deployment that are on let it run; none while it is paused."""
        return self.send(ReadUpcomingRuns(id=deployment_id, **given(count=count)))

    def read_variable(self, variable_id: UUID) -> Variable:
        """One variable by id."""
        return self.send(ReadVariable(id=variable_id))

    def read_variable_by_name(self, name: str) -> Variable | None:
        """Read a variable; None where there is none of that name."""
        return self._converse(records.read_variable_by_name(name))

    def read_variables(
        self,
        *,
        variable_filter: VariableFilter | None = None,
        sort: VariableSort | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[Variable]:
        """Variables, filtered and sorted."""
        return self.send(ReadVariables(**given(variables=variable_filter, sort=sort, limit=limit, offset=offset)))

    def read_work_pool(self, work_pool_name: str) -> WorkPool:
        """One work pool by name."""
        return self.send(ReadWorkPool(name=work_pool_name))

    def read_work_pools(
        self, *, work_pool_filter: WorkPoolFilter | None = None, limit: int | None = None, offset: int | None = None
    ) -> list[WorkPool]:
        """Work pools, filtered, by name."""
        return self.send(ReadWorkPools(**given(work_pools=work_pool_filter, limit=limit, offset=offset)))

    def read_work_queue(self, work_queue_id: UUID) -> WorkQueue:
        """One queue by id."""
        return self.send(ReadWorkQueue(id=work_queue_id))

    def read_work_queue_by_name(self, name: str, work_pool_name: str | None = None) -> WorkQueue:
        """Read a queue of a work pool, by default the agents'."""
        return self._converse(work.read_work_queue_by_name(name, work_pool_name))

    def read_work_queue_status(self, work_queue_id: UUID) -> WorkQueueStatusDetail:
        """How a queue is."""
        return self.send(ReadWorkQueueStatus(id=work_queue_id))

    def read_work_queues(
        self,
        work_pool_name: str | None = None,
        work_queue_filter: WorkQueueFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[WorkQueue]:
        """List the queues of a work pool by priority, or all by name."""
        return self._converse(work.read_work_queues(work_pool_name, work_queue_filter, limit, offset))

    def read_worker_metadata(self) -> dict[str, Any]:
        """Read which types of workers there are, with the templates of their jobs."""
        return self._converse(notices.read_worker_metadata())

    def read_workers(
        self,
        work_pool_name: str,
        *,
        worker_filter: WorkerFilter | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[Worker]:
        """Workers of a work pool, filtered, the one heard of last first."""
        return self.send(
            ReadWorkers(work_pool_name=work_pool_name, **given(workers=worker_filter, limit=limit, offset=offset))
        )

    def read_workers_for_work_pool(
        self,
        work_pool_name: str,
        worker_filter: WorkerFilter | None = None,
        offset: int | None = None,
        limit: int | None = None,
    ) -> list[Worker]:
        """List the workers of a work pool."""
        return self._converse(work.read_workers_for_work_pool(work_pool_name, worker_filter, offset, limit))

    def record_entries(
        self,
        *,
        entries: list[
            FlowRunCreated
            | TaskRunCreated
            | StateEntered
            | RunRenamed
            | LogWritten
            | ArtifactMade
            | ArtifactChanged
            | StorageUsed
        ]
        | None = None,
        owned: list[UUID] | None = None,
    ) -> JournalReply:
        """Take journal entries, in order; those known already are passed over."""
        return self.send(RecordEntries(**given(entries=entries, owned=owned)))

    def release_concurrency_slots(
        self, names: Iterable[str], slots: int, occupancy_seconds: float
    ) -> list[LimitInShort]:
        """Give slots of global limits back, and say for how long they were held."""
        return self._converse(limits.release_concurrency_slots(names, slots, occupancy_seconds))

    def reset_concurrency_limit_by_tag(self, tag: str, *, slot_override: list[UUID] | None = None) -> None:
        """Free all slots of a limit, or say who holds them."""
        return self.send(ResetConcurrencyLimit(tag=tag, **given(slot_override=slot_override)))

    def resume_automation(self, automation_id: UUID) -> None:
        """Switch an automation on."""
        return self._converse(automations.resume_automation(automation_id))

    def resume_deployment(self, deployment_id: UUID, *, by_operator: bool | None = None) -> None:
        """Let the schedules of a deployment make runs again; `by_operator` is off where the program does that serves it."""
        return self.send(ResumeDeployment(id=deployment_id, **given(by_operator=by_operator)))

    def resume_flow_run(self, flow_run_id: UUID, *, run_input: dict[str, Any] | None = None) -> OrchestrationResult:
        """Let a paused flow run go on, with the input that it waits for."""
        return self.send(ResumeFlowRun(id=flow_run_id, **given(run_input=run_input)))

    def save_search(self, name: str, *, filters: list[SavedSearchFilter] | None = None) -> SavedSearch:
        """Save a search, in place of the one of that name where it exists (200)."""
        return self.send(SaveSearch(name=name, **given(filters=filters)))

    def schedule_deployment(
        self,
        deployment_id: UUID,
        *,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        min_time: float | None = None,
        min_runs: int | None = None,
        max_runs: int | None = None,
    ) -> None:
        """Make the runs that the schedules of a deployment ask for between two moments."""
        return self.send(
            ScheduleDeployment(
                id=deployment_id,
                **given(
                    start_time=start_time, end_time=end_time, min_time=min_time, min_runs=min_runs, max_runs=max_runs
                ),
            )
        )

    def send_worker_heartbeat(
        self, work_pool_name: str, worker_name: str, heartbeat_interval_seconds: float | None = None
    ) -> None:
        """Tell that a worker lives."""
        return self._converse(work.send_worker_heartbeat(work_pool_name, worker_name, heartbeat_interval_seconds))

    def set_deployment_paused_state(self, deployment_id: UUID, paused: bool) -> None:
        """Pause a deployment, or let its schedules make runs again."""
        return self._converse(deployments.set_deployment_paused_state(deployment_id, paused))

    def set_flow_run_state(
        self, flow_run_id: UUID, state: State[Any] | StateCreate, force: bool = False
    ) -> OrchestrationResult:
        """Propose a state for a flow run; `force` keeps all rules but a few out of it."""
        return self._converse(runs.set_flow_run_state(flow_run_id, state, force))

    def set_schedule_active(self, deployment_id: UUID) -> None:
        """Resume a deployment, as older clients say it."""
        return self.send(SetScheduleActive(id=deployment_id))

    def set_schedule_inactive(self, deployment_id: UUID) -> None:
        """Pause a deployment, as older clients say it."""
        return self.send(SetScheduleInactive(id=deployment_id))

    def set_task_run_name(self, task_run_id: UUID, name: str) -> None:
        """Give a task run another name."""
        return self._converse(runs.set_task_run_name(task_run_id, name))

    def set_task_run_state(
        self, task_run_id: UUID, state: State[Any] | StateCreate, force: bool = False
    ) -> OrchestrationResult:
        """Propose a state for a task run; `force` keeps all rules but a few out of it."""
        return self._converse(runs.set_task_run_state(task_run_id, state, force))

    def start_flow_run(
        self, flow_run_id: UUID, *, claim: UUID | None = None, commit: str | None = None
    ) -> OrchestrationResult:
        """Ask for the start of a run by the process that is to execute it."""
        return self.send(StartFlowRun(id=flow_run_id, **given(claim=claim, commit=commit)))

    def take_slots(self, slots: int, names: list[str], *, mode: LimitMode | None = None) -> list[LimitInShort]:
        """Take slots of all named limits or of none; answers 423 where there is no room. Unknown names let everybody in."""
        return self.send(TakeSlots(slots=slots, names=names, **given(mode=mode)))

    def update_artifact(
        self,
        artifact_id: UUID,
        *,
        data: Any = UNSET,
        description: str | UnsetType | None = UNSET,
        metadata_: dict[str, str | int | float | bool] | UnsetType | None = UNSET,
    ) -> None:
        """Change an artifact."""
        return self.send(UpdateArtifact(id=artifact_id, data=data, description=description, metadata_=metadata_))

    def update_automation(
        self, automation_id: UUID, automation: AutomationCreate | AutomationUpdate | Automation
    ) -> None:
        """Put an automation in the place of another."""
        return self._converse(automations.update_automation(automation_id, automation))

    def update_block_document(self, block_document_id: UUID, block_document: BlockDocumentUpdate) -> None:
        """Change a block document."""
        return self._converse(blocks.update_block_document(block_document_id, block_document))

    def update_block_type(self, block_type_id: UUID, block_type: BlockTypeUpdate) -> None:
        """Change a block type."""
        return self._converse(blocks.update_block_type(block_type_id, block_type))

    def update_deployment(
        self, deployment: Deployment, schedule: Schedule | None = None, is_schedule_active: bool | None = None
    ) -> None:
        """Change a deployment to what an object says."""
        return self._converse(deployments.update_deployment(deployment, schedule, is_schedule_active))

    def update_deployment_schedule(
        self, deployment_id: UUID, schedule_id: UUID, active: bool | None = None, schedule: Schedule | None = None
    ) -> None:
        """Change a schedule of a deployment."""
        return self._converse(deployments.update_deployment_schedule(deployment_id, schedule_id, active, schedule))

    def update_flow(self, flow_id: UUID, *, tags: list[str] | None = None) -> None:
        """Change a flow's tags."""
        return self.send(UpdateFlow(id=flow_id, **given(tags=tags)))

    def update_flow_run(
        self,
        flow_run_id: UUID,
        *,
        name: str | UnsetType | None = UNSET,
        flow_version: str | UnsetType | None = UNSET,
        parameters: dict[str, Any] | UnsetType = UNSET,
        empirical_policy: FlowRunPolicy | UnsetType = UNSET,
        tags: list[str] | UnsetType = UNSET,
        infrastructure_pid: str | UnsetType | None = UNSET,
        job_variables: dict[str, Any] | UnsetType | None = UNSET,
    ) -> None:
        """Change a flow run."""
        return self.send(
            UpdateFlowRun(
                id=flow_run_id,
                name=name,
                flow_version=flow_version,
                parameters=parameters,
                empirical_policy=empirical_policy,
                tags=tags,
                infrastructure_pid=infrastructure_pid,
                job_variables=job_variables,
            )
        )

    def update_flow_run_notification_policy(
        self,
        id: UUID,
        block_document_id: UUID | None = None,
        is_active: bool | None = None,
        tags: Iterable[str] | None = None,
        state_names: Iterable[str] | None = None,
        message_template: str | None = None,
    ) -> None:
        """Change a notification policy."""
        return self._converse(
            notices.update_flow_run_notification_policy(
                id, block_document_id, is_active, tags, state_names, message_template
            )
        )

    def update_global_concurrency_limit(self, name: str, concurrency_limit: GlobalLimitUpdate) -> None:
        """Change a global limit."""
        return self._converse(limits.update_global_concurrency_limit(name, concurrency_limit))

    def update_global_limit(self, id_or_name: str, update: GlobalLimitUpdate) -> None:
        """Change a global limit."""
        return self.send(UpdateGlobalLimit(id_or_name=id_or_name, update=update))

    def update_pool_queue(
        self,
        work_pool_name: str,
        queue: str,
        *,
        name: str | UnsetType | None = UNSET,
        description: str | UnsetType | None = UNSET,
        is_paused: bool | UnsetType = UNSET,
        concurrency_limit: int | UnsetType | None = UNSET,
        priority: int | UnsetType | None = UNSET,
        last_polled: datetime | UnsetType | None = UNSET,
        event_filter: QueueFilter | UnsetType | None = UNSET,
    ) -> None:
        """Change a queue of a work pool."""
        return self.send(
            UpdatePoolQueue(
                work_pool_name=work_pool_name,
                queue=queue,
                name=name,
                description=description,
                is_paused=is_paused,
                concurrency_limit=concurrency_limit,
                priority=priority,
                last_polled=last_polled,
                filter=event_filter,
            )
        )

    def update_schedule(self, deployment_id: UUID, active: bool = True) -> None:
        """Switch the schedules of a deployment on or off, as older code says it."""
        return self._converse(deployments.update_schedule(deployment_id, active))

    def update_task_run(self, task_run_id: UUID, *, name: str | None = None) -> None:
        """Change a task run's name."""
        return self.send(UpdateTaskRun(id=task_run_id, **given(name=name)))

    def update_variable(self, variable: VariableUpdate) -> None:
        """Change the variable whose name the change has."""
        return self._converse(records.update_variable(variable))

    def update_variable_by_name(self, name: str, update: VariableUpdate) -> None:
        """Change the variable of a name."""
        return self.send(UpdateVariableByName(name=name, update=update))

    def update_work_pool(self, work_pool_name: str, work_pool: WorkPoolUpdate) -> None:
        """Change a work pool."""
        return self._converse(work.update_work_pool(work_pool_name, work_pool))

    def update_work_queue(self, id: UUID, **changes: Any) -> None:
        """Change a queue."""
        return self._converse(work.update_work_queue(id, **changes))

    def validate_template(self, template: str) -> None:
        """Whether a template can be read; nothing of it is executed."""
        return self.send(ValidateTemplate(template=template))

    def validate_values(self, schema: dict[str, Any], values: dict[str, Any]) -> ValuesChecked:
        """Whether values fit a JSON schema."""
        return self.send(ValidateValues(schema=schema, values=values))


@overload
def get_client(*, sync_client: Literal[True]) -> SyncLegatoClient: ...


@overload
def get_client(*, sync_client: Literal[False] = False) -> LegatoClient: ...


def get_client(*, sync_client: bool = False) -> LegatoClient | SyncLegatoClient:
    """Return a client of the API that is set, or else of the server's handlers in this very process.

    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(limit=5)
    """
    return SyncLegatoClient() if sync_client else LegatoClient()
