// Generated from the server's OpenAPI document by `pnpm generate`. Do not edit.

export interface paths {
    "/flows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Flow"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Body_read_flows_flows_filter_post"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Flow"][];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow_runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FlowRunResponse"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow_runs/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Body_count_flow_runs_flow_runs_count_post"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": number;
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow_runs/{id}/graph-v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    since?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Graph"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow_runs/filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Body_read_flow_runs_flow_runs_filter_post"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FlowRunResponse"][];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow_runs/{id}/set_state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Body_set_flow_run_state_flow_runs__id__set_state_post"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrchestrationResult"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task_runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskRun"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task_runs/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Body_count_task_runs_task_runs_count_post"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": number;
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task_runs/filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Body_read_task_runs_task_runs_filter_post"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskRun"][];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow_run_states/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query: {
                    flow_run_id: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["State"][];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task_run_states/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query: {
                    task_run_id: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["State"][];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logs/filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Body_read_logs_logs_filter_post"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Log"][];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HTTPValidationError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Body_count_flow_runs_flow_runs_count_post: {
            flows?: components["schemas"]["FlowFilter"];
            flow_runs?: components["schemas"]["FlowRunFilter"];
            task_runs?: components["schemas"]["TaskRunFilter"];
            deployments?: components["schemas"]["DeploymentFilter"];
            work_pools?: components["schemas"]["WorkPoolFilter"];
            work_pool_queues?: components["schemas"]["WorkQueueFilter"];
        };
        Body_count_task_runs_task_runs_count_post: {
            flows?: components["schemas"]["FlowFilter"];
            flow_runs?: components["schemas"]["FlowRunFilter"];
            task_runs?: components["schemas"]["TaskRunFilter"];
            deployments?: components["schemas"]["DeploymentFilter"];
        };
        Body_read_flow_runs_flow_runs_filter_post: {
            /** @default ID_DESC */
            sort?: components["schemas"]["FlowRunSort"];
            /** @default 0 */
            offset?: number;
            flows?: components["schemas"]["FlowFilter"];
            flow_runs?: components["schemas"]["FlowRunFilter"];
            task_runs?: components["schemas"]["TaskRunFilter"];
            deployments?: components["schemas"]["DeploymentFilter"];
            work_pools?: components["schemas"]["WorkPoolFilter"];
            work_pool_queues?: components["schemas"]["WorkQueueFilter"];
            limit?: number;
        };
        Body_read_flows_flows_filter_post: {
            /** @default 0 */
            offset?: number;
            flows?: components["schemas"]["FlowFilter"];
            flow_runs?: components["schemas"]["FlowRunFilter"];
            task_runs?: components["schemas"]["TaskRunFilter"];
            deployments?: components["schemas"]["DeploymentFilter"];
            work_pools?: components["schemas"]["WorkPoolFilter"];
            /** @default NAME_ASC */
            sort?: components["schemas"]["FlowSort"];
            limit?: number;
        };
        Body_read_logs_logs_filter_post: {
            /** @default 0 */
            offset?: number;
            logs?: components["schemas"]["LogFilter"];
            /** @default TIMESTAMP_ASC */
            sort?: components["schemas"]["LogSort"];
            limit?: number;
        };
        Body_read_task_runs_task_runs_filter_post: {
            /** @default ID_DESC */
            sort?: components["schemas"]["TaskRunSort"];
            /** @default 0 */
            offset?: number;
            flows?: components["schemas"]["FlowFilter"];
            flow_runs?: components["schemas"]["FlowRunFilter"];
            task_runs?: components["schemas"]["TaskRunFilter"];
            deployments?: components["schemas"]["DeploymentFilter"];
            limit?: number;
        };
        Body_set_flow_run_state_flow_runs__id__set_state_post: {
            state: components["schemas"]["StateCreate"];
            /** @default false */
            force?: boolean;
        };
        Constant: {
            /**
             * @default constant
             * @enum {string}
             */
            input_type?: "constant";
            type: string;
        };
        CreatedBy: {
            /** Format: uuid */
            id?: string;
            type?: string;
            display_value?: string;
        };
        DeploymentFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["DeploymentFilterId"];
            name?: components["schemas"]["DeploymentFilterName"];
            paused?: components["schemas"]["DeploymentFilterPaused"];
            is_schedule_active?: components["schemas"]["DeploymentFilterIsScheduleActive"];
            tags?: components["schemas"]["DeploymentFilterTags"];
            work_queue_name?: components["schemas"]["DeploymentFilterWorkQueueName"];
        };
        DeploymentFilterId: {
            any_?: string[];
        };
        DeploymentFilterIsScheduleActive: {
            eq_?: boolean;
        };
        DeploymentFilterName: {
            any_?: string[];
            like_?: string;
        };
        DeploymentFilterPaused: {
            eq_?: boolean;
        };
        DeploymentFilterTags: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            all_?: string[];
            is_null_?: boolean;
        };
        DeploymentFilterWorkQueueName: {
            any_?: string[];
        };
        Edge: {
            /** Format: uuid */
            id: string;
        };
        Flow: {
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            created?: string;
            /** Format: date-time */
            updated?: string;
            name: string;
            tags?: string[];
        };
        FlowFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["FlowFilterId"];
            deployment?: components["schemas"]["FlowFilterDeployment"];
            name?: components["schemas"]["FlowFilterName"];
            tags?: components["schemas"]["FlowFilterTags"];
        };
        FlowFilterDeployment: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            is_null_?: boolean;
        };
        FlowFilterId: {
            any_?: string[];
        };
        FlowFilterName: {
            any_?: string[];
            like_?: string;
        };
        FlowFilterTags: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            all_?: string[];
            is_null_?: boolean;
        };
        FlowRunFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["FlowRunFilterId"];
            name?: components["schemas"]["FlowRunFilterName"];
            tags?: components["schemas"]["FlowRunFilterTags"];
            deployment_id?: components["schemas"]["FlowRunFilterDeploymentId"];
            work_queue_name?: components["schemas"]["FlowRunFilterWorkQueueName"];
            state?: components["schemas"]["FlowRunFilterState"];
            flow_version?: components["schemas"]["FlowRunFilterFlowVersion"];
            start_time?: components["schemas"]["FlowRunFilterStartTime"];
            expected_start_time?: components["schemas"]["FlowRunFilterExpectedStartTime"];
            next_scheduled_start_time?: components["schemas"]["FlowRunFilterNextScheduledStartTime"];
            parent_flow_run_id?: components["schemas"]["FlowRunFilterParentFlowRunId"];
            parent_task_run_id?: components["schemas"]["FlowRunFilterParentTaskRunId"];
            idempotency_key?: components["schemas"]["FlowRunFilterIdempotencyKey"];
        };
        FlowRunFilterDeploymentId: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            any_?: string[];
            is_null_?: boolean;
        };
        FlowRunFilterExpectedStartTime: {
            /** Format: date-time */
            before_?: string;
            /** Format: date-time */
            after_?: string;
        };
        FlowRunFilterFlowVersion: {
            any_?: string[];
        };
        FlowRunFilterId: {
            any_?: string[];
            not_any_?: string[];
        };
        FlowRunFilterIdempotencyKey: {
            any_?: string[];
            not_any_?: string[];
        };
        FlowRunFilterName: {
            any_?: string[];
            like_?: string;
        };
        FlowRunFilterNextScheduledStartTime: {
            /** Format: date-time */
            before_?: string;
            /** Format: date-time */
            after_?: string;
        };
        FlowRunFilterParentFlowRunId: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            any_?: string[];
        };
        FlowRunFilterParentTaskRunId: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            any_?: string[];
            is_null_?: boolean;
        };
        FlowRunFilterStartTime: {
            /** Format: date-time */
            before_?: string;
            /** Format: date-time */
            after_?: string;
            is_null_?: boolean;
        };
        FlowRunFilterState: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            type?: components["schemas"]["FlowRunFilterStateType"];
            name?: components["schemas"]["FlowRunFilterStateName"];
        };
        FlowRunFilterStateName: {
            any_?: string[];
        };
        FlowRunFilterStateType: {
            any_?: components["schemas"]["StateType"][];
        };
        FlowRunFilterTags: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            all_?: string[];
            is_null_?: boolean;
        };
        FlowRunFilterWorkQueueName: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            any_?: string[];
            is_null_?: boolean;
        };
        FlowRunPolicy: {
            /**
             * @deprecated
             * @default 0
             */
            max_retries?: number;
            /**
             * @deprecated
             * @default 0
             */
            retry_delay_seconds?: number;
            retries?: number;
            retry_delay?: number;
            pause_keys?: unknown[];
            /** @default false */
            resuming?: boolean;
            /** @enum {string} */
            retry_type?: "in_process" | "reschedule";
        };
        FlowRunResponse: {
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            created?: string;
            /** Format: date-time */
            updated?: string;
            name?: string;
            /** Format: uuid */
            flow_id: string;
            /** Format: uuid */
            state_id?: string;
            /** Format: uuid */
            deployment_id?: string;
            deployment_version?: string;
            /** Format: uuid */
            work_queue_id?: string;
            work_queue_name?: string;
            flow_version?: string;
            parameters?: Record<string, never>;
            idempotency_key?: string;
            context?: Record<string, never>;
            empirical_policy?: components["schemas"]["FlowRunPolicy"];
            tags?: string[];
            /** Format: uuid */
            parent_task_run_id?: string;
            state_type?: components["schemas"]["StateType"];
            state_name?: string;
            /** @default 0 */
            run_count?: number;
            /** Format: date-time */
            expected_start_time?: string;
            /** Format: date-time */
            next_scheduled_start_time?: string;
            /** Format: date-time */
            start_time?: string;
            /** Format: date-time */
            end_time?: string;
            /**
             * Format: time-delta
             * @default 0
             */
            total_run_time?: number;
            /**
             * Format: time-delta
             * @default 0
             */
            estimated_run_time?: number;
            /**
             * Format: time-delta
             * @default 0
             */
            estimated_start_time_delta?: number;
            /** @default false */
            auto_scheduled?: boolean;
            /** Format: uuid */
            infrastructure_document_id?: string;
            infrastructure_pid?: string;
            created_by?: components["schemas"]["CreatedBy"];
            /** Format: uuid */
            work_pool_id?: string;
            work_pool_name?: string;
            state?: components["schemas"]["State"];
            job_variables?: Record<string, never>;
        };
        /** @enum {string} */
        FlowRunSort: "ID_DESC" | "START_TIME_ASC" | "START_TIME_DESC" | "EXPECTED_START_TIME_ASC" | "EXPECTED_START_TIME_DESC" | "NAME_ASC" | "NAME_DESC" | "NEXT_SCHEDULED_START_TIME_ASC" | "END_TIME_DESC";
        /** @enum {string} */
        FlowSort: "CREATED_DESC" | "UPDATED_DESC" | "NAME_ASC" | "NAME_DESC";
        Graph: {
            /** Format: date-time */
            start_time: string;
            /** Format: date-time */
            end_time?: string;
            root_node_ids: string[];
            nodes: [
                string,
                components["schemas"]["Node"]
            ][];
            artifacts: components["schemas"]["GraphArtifact"][];
            states: components["schemas"]["GraphState"][];
        };
        GraphArtifact: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created: string;
            key?: string;
            type: string;
            is_latest: boolean;
        };
        GraphState: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            timestamp: string;
            type: components["schemas"]["StateType"];
            name: string;
        };
        HTTPValidationError: {
            detail?: components["schemas"]["ValidationError"][];
        };
        Log: {
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            created?: string;
            /** Format: date-time */
            updated?: string;
            name: string;
            level: number;
            message: string;
            /** Format: date-time */
            timestamp: string;
            /** Format: uuid */
            flow_run_id?: string;
            /** Format: uuid */
            task_run_id?: string;
        };
        LogFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            level?: components["schemas"]["LogFilterLevel"];
            timestamp?: components["schemas"]["LogFilterTimestamp"];
            flow_run_id?: components["schemas"]["LogFilterFlowRunId"];
            task_run_id?: components["schemas"]["LogFilterTaskRunId"];
        };
        LogFilterFlowRunId: {
            any_?: string[];
        };
        LogFilterLevel: {
            ge_?: number;
            le_?: number;
        };
        LogFilterTaskRunId: {
            any_?: string[];
        };
        LogFilterTimestamp: {
            /** Format: date-time */
            before_?: string;
            /** Format: date-time */
            after_?: string;
        };
        /** @enum {string} */
        LogSort: "TIMESTAMP_ASC" | "TIMESTAMP_DESC";
        Node: {
            /** @enum {string} */
            kind: "flow-run" | "task-run";
            /** Format: uuid */
            id: string;
            label: string;
            state_type: components["schemas"]["StateType"];
            /** Format: date-time */
            start_time: string;
            /** Format: date-time */
            end_time?: string;
            parents: components["schemas"]["Edge"][];
            children: components["schemas"]["Edge"][];
            artifacts: components["schemas"]["GraphArtifact"][];
        };
        /** @enum {string} */
        Operator: "and_" | "or_";
        OrchestrationResult: {
            state?: components["schemas"]["State"];
            status: components["schemas"]["SetStateStatus"];
            details: components["schemas"]["StateAcceptDetails"] | components["schemas"]["StateWaitDetails"] | components["schemas"]["StateRejectDetails"] | components["schemas"]["StateAbortDetails"];
        };
        Parameter: {
            /**
             * @default parameter
             * @enum {string}
             */
            input_type?: "parameter";
            name: string;
        };
        /** @enum {string} */
        SetStateStatus: "ACCEPT" | "REJECT" | "ABORT" | "WAIT";
        State: {
            /** Format: uuid */
            id?: string;
            type: components["schemas"]["StateType"];
            name?: string;
            /** Format: date-time */
            timestamp?: string;
            message?: string;
            data?: unknown;
            state_details?: components["schemas"]["StateDetails"];
        };
        StateAbortDetails: {
            /**
             * @default abort_details
             * @enum {string}
             */
            type?: "abort_details";
            reason?: string;
        };
        StateAcceptDetails: {
            /**
             * @default accept_details
             * @enum {string}
             */
            type?: "accept_details";
        };
        StateCreate: {
            type: components["schemas"]["StateType"];
            name?: string;
            message?: string;
            data?: unknown;
            state_details?: components["schemas"]["StateDetails"];
            /** Format: date-time */
            timestamp?: string;
            /** Format: uuid */
            id?: string;
        };
        StateDetails: {
            /** Format: uuid */
            flow_run_id?: string;
            /** Format: uuid */
            task_run_id?: string;
            /** Format: uuid */
            child_flow_run_id?: string;
            /** Format: date-time */
            scheduled_time?: string;
            cache_key?: string;
            /** Format: date-time */
            cache_expiration?: string;
            /** @default false */
            untrackable_result?: boolean;
            /** Format: date-time */
            pause_timeout?: string;
            /** @default false */
            pause_reschedule?: boolean;
            pause_key?: string;
            run_input_keyset?: {
                [key: string]: string;
            };
            refresh_cache?: boolean;
            retriable?: boolean;
            /** Format: uuid */
            transition_id?: string;
            /** Format: uuid */
            task_parameters_id?: string;
        };
        StateRejectDetails: {
            /**
             * @default reject_details
             * @enum {string}
             */
            type?: "reject_details";
            reason?: string;
        };
        /** @enum {string} */
        StateType: "SCHEDULED" | "PENDING" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED" | "CRASHED" | "PAUSED" | "CANCELLING";
        StateWaitDetails: {
            /**
             * @default wait_details
             * @enum {string}
             */
            type?: "wait_details";
            delay_seconds: number;
            reason?: string;
        };
        TaskRun: {
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            created?: string;
            /** Format: date-time */
            updated?: string;
            name?: string;
            /** Format: uuid */
            flow_run_id?: string;
            task_key: string;
            dynamic_key: string;
            cache_key?: string;
            /** Format: date-time */
            cache_expiration?: string;
            task_version?: string;
            empirical_policy?: components["schemas"]["TaskRunPolicy"];
            tags?: string[];
            /** Format: uuid */
            state_id?: string;
            task_inputs?: {
                [key: string]: (components["schemas"]["TaskRunResult"] | components["schemas"]["Parameter"] | components["schemas"]["Constant"])[];
            };
            state_type?: components["schemas"]["StateType"];
            state_name?: string;
            /** @default 0 */
            run_count?: number;
            /** @default 0 */
            flow_run_run_count?: number;
            /** Format: date-time */
            expected_start_time?: string;
            /** Format: date-time */
            next_scheduled_start_time?: string;
            /** Format: date-time */
            start_time?: string;
            /** Format: date-time */
            end_time?: string;
            /**
             * Format: time-delta
             * @default 0
             */
            total_run_time?: number;
            /**
             * Format: time-delta
             * @default 0
             */
            estimated_run_time?: number;
            /**
             * Format: time-delta
             * @default 0
             */
            estimated_start_time_delta?: number;
            state?: components["schemas"]["State"];
        };
        TaskRunFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["TaskRunFilterId"];
            name?: components["schemas"]["TaskRunFilterName"];
            tags?: components["schemas"]["TaskRunFilterTags"];
            state?: components["schemas"]["TaskRunFilterState"];
            start_time?: components["schemas"]["TaskRunFilterStartTime"];
            subflow_runs?: components["schemas"]["TaskRunFilterSubFlowRuns"];
            flow_run_id?: components["schemas"]["TaskRunFilterFlowRunId"];
        };
        TaskRunFilterFlowRunId: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            any_?: string[];
            /** @default false */
            is_null_?: boolean;
        };
        TaskRunFilterId: {
            any_?: string[];
        };
        TaskRunFilterName: {
            any_?: string[];
            like_?: string;
        };
        TaskRunFilterStartTime: {
            /** Format: date-time */
            before_?: string;
            /** Format: date-time */
            after_?: string;
            is_null_?: boolean;
        };
        TaskRunFilterState: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            type?: components["schemas"]["TaskRunFilterStateType"];
            name?: components["schemas"]["TaskRunFilterStateName"];
        };
        TaskRunFilterStateName: {
            any_?: string[];
        };
        TaskRunFilterStateType: {
            any_?: components["schemas"]["StateType"][];
        };
        TaskRunFilterSubFlowRuns: {
            exists_?: boolean;
        };
        TaskRunFilterTags: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            all_?: string[];
            is_null_?: boolean;
        };
        TaskRunPolicy: {
            /**
             * @deprecated
             * @default 0
             */
            max_retries?: number;
            /**
             * @deprecated
             * @default 0
             */
            retry_delay_seconds?: number;
            retries?: number;
            retry_delay?: number | number[];
            retry_jitter_factor?: number;
        };
        TaskRunResult: {
            /**
             * @default task_run
             * @enum {string}
             */
            input_type?: "task_run";
            /** Format: uuid */
            id: string;
        };
        /** @enum {string} */
        TaskRunSort: "ID_DESC" | "EXPECTED_START_TIME_ASC" | "EXPECTED_START_TIME_DESC" | "NAME_ASC" | "NAME_DESC" | "NEXT_SCHEDULED_START_TIME_ASC" | "END_TIME_DESC";
        ValidationError: {
            loc: (string | number)[];
            msg: string;
            type: string;
        };
        WorkPoolFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["WorkPoolFilterId"];
            name?: components["schemas"]["WorkPoolFilterName"];
            type?: components["schemas"]["WorkPoolFilterType"];
        };
        WorkPoolFilterId: {
            any_?: string[];
        };
        WorkPoolFilterName: {
            any_?: string[];
        };
        WorkPoolFilterType: {
            any_?: string[];
        };
        WorkQueueFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["WorkQueueFilterId"];
            name?: components["schemas"]["WorkQueueFilterName"];
        };
        WorkQueueFilterId: {
            any_?: string[];
        };
        WorkQueueFilterName: {
            any_?: string[];
            startswith_?: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
