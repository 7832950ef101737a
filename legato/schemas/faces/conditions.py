"""The parts of filters by the names that Prefect gives each of them: `FlowRunFilterName` is a `TextInOrLike`."""

from __future__ import annotations

from legato.schemas import conditions as c

ArtifactCollectionFilterFlowRunId = ArtifactCollectionFilterLatestId = ArtifactCollectionFilterTaskRunId = c.IdIn
ArtifactCollectionFilterKey = ArtifactFilterKey = c.TextInLikeOrExists
ArtifactCollectionFilterType = ArtifactFilterType = c.TextInOrNot
ArtifactFilterFlowRunId = ArtifactFilterId = ArtifactFilterTaskRunId = c.IdIn
AutomationFilterCreated = c.Before
AutomationFilterName = c.TextIn
BlockDocumentFilterBlockTypeId = BlockDocumentFilterId = c.IdIn
BlockDocumentFilterIsAnonymous = c.Equal
BlockDocumentFilterName = c.TextInOrLike
BlockSchemaFilterBlockTypeId = BlockSchemaFilterId = c.IdIn
BlockSchemaFilterCapabilities = c.HasAll
BlockSchemaFilterVersion = c.TextIn
BlockTypeFilterName = c.TextLike
BlockTypeFilterSlug = c.TextIn
DeploymentFilterId = c.IdIn
DeploymentFilterIsScheduleActive = DeploymentFilterPaused = c.Equal
DeploymentFilterName = c.TextInOrLike
DeploymentFilterTags = c.Tags
DeploymentFilterWorkQueueName = c.TextIn
FlowFilterDeployment = c.IsNull
FlowFilterId = c.IdIn
FlowFilterName = c.TextInOrLike
FlowFilterTags = c.Tags
FlowRunFilterDeploymentId = FlowRunFilterParentTaskRunId = c.IdInOrNull
FlowRunFilterExpectedStartTime = FlowRunFilterNextScheduledStartTime = c.Between
FlowRunFilterFlowVersion = c.TextIn
FlowRunFilterId = c.IdInOrNot
FlowRunFilterIdempotencyKey = c.TextInOrNot
FlowRunFilterName = c.TextInOrLike
FlowRunFilterParentFlowRunId = c.ParentFlowRun
FlowRunFilterStartTime = c.BetweenOrNull
FlowRunFilterState = TaskRunFilterState = c.StateFilter
FlowRunFilterStateName = TaskRunFilterStateName = c.TextIn
FlowRunFilterStateType = TaskRunFilterStateType = c.StateTypeIn
FlowRunFilterTags = c.Tags
FlowRunFilterWorkQueueName = c.TextInOrNull
FlowRunNotificationPolicyFilterIsActive = c.Equal
LogFilterFlowRunId = LogFilterTaskRunId = c.IdIn
LogFilterLevel = c.LevelRange
LogFilterTimestamp = c.Between
Operator = c.Operator
TaskRunFilterFlowRunId = c.IdInOrNull
TaskRunFilterId = c.IdIn
TaskRunFilterName = c.TextInOrLike
TaskRunFilterStartTime = c.BetweenOrNull
TaskRunFilterSubFlowRuns = c.Exists
TaskRunFilterTags = c.Tags
VariableFilterId = c.IdIn
VariableFilterName = VariableFilterValue = c.TextInOrLike
VariableFilterTags = c.Tags
WorkPoolFilterId = c.IdIn
WorkPoolFilterName = WorkPoolFilterType = c.TextIn
WorkQueueFilterId = c.IdIn
WorkQueueFilterName = c.TextInOrStartsWith
WorkerFilterLastHeartbeatTime = c.Between
WorkerFilterStatus = c.WorkerStatusIn
