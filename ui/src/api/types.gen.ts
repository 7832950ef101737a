// Generated from the server's OpenAPI document by `pnpm generate`. Do not edit.

export interface paths {
    "/flow_run_states/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All states that a flow run went through, oldest first. */
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
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["State_Any_"][];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
    "/flow_runs/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many flow runs. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CountFlowRuns"];
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": number;
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
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
        /** Flow runs, filtered and sorted. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReadFlowRuns"];
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FlowRun"][];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
        /** One flow run by id. */
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
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FlowRun"];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a flow run with its task runs, states and logs. */
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
                /** @description Done. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
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
        /** The task runs and subflow runs of a flow run that started or ended since a moment, as a graph. */
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
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Graph"];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
    "/flow_runs/{id}/set_state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose a state for a flow run; `force` keeps all rules but a few out of it. */
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
                    "application/json": components["schemas"]["SetFlowRunState"];
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrchestrationResult"];
                    };
                };
                /** @description The answer. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrchestrationResult"];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
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
        /** Flows, filtered and sorted. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReadFlows"];
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Flow"][];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One flow by id. */
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
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Flow"];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
        /** Log lines, filtered and sorted. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReadLogs"];
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Log"][];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
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
        /** All states that a task run went through, oldest first. */
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
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["State_Any_"][];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
        /** How many task runs. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CountTaskRuns"];
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": number;
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
        /** Task runs, filtered and sorted. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReadTaskRuns"];
                };
            };
            responses: {
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskRun"][];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is too large. */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
        /** One task run by id. */
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
                /** @description The answer. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskRun"];
                    };
                };
                /** @description The request cannot be met as things are. */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Nobody may do that. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description There is no such thing. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid. */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The database cannot be used now. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Between
         * @description A moment between two.
         */
        Between: {
            /** @default null */
            before_?: string | null;
            /** @default null */
            after_?: string | null;
        };
        /**
         * BetweenOrNull
         * @description A moment between two, or none at all.
         */
        BetweenOrNull: {
            /** @default null */
            before_?: string | null;
            /** @default null */
            after_?: string | null;
            /** @default null */
            is_null_?: boolean | null;
        };
        /**
         * Constant
         * @description An input that is a plain value.
         */
        Constant: {
            /** @enum {unknown} */
            input_type: "constant";
            type: string;
        };
        /** CountFlowRuns */
        CountFlowRuns: {
            /** @default null */
            flows?: components["schemas"]["FlowFilter"] | null;
            /** @default null */
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            /** @default null */
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            /** @default null */
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            /** @default null */
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            /** @default null */
            work_pool_queues?: components["schemas"]["WorkQueueFilter"] | null;
        };
        /** CountTaskRuns */
        CountTaskRuns: {
            /** @default null */
            flows?: components["schemas"]["FlowFilter"] | null;
            /** @default null */
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            /** @default null */
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            /** @default null */
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            /** @default null */
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            /** @default null */
            work_pool_queues?: components["schemas"]["WorkQueueFilter"] | null;
        };
        /**
         * CreatedBy
         * @description Who made something.
         */
        CreatedBy: {
            /** @default null */
            id?: string | null;
            /** @default null */
            type?: string | null;
            /** @default null */
            display_value?: string | null;
        };
        /**
         * DeploymentFilter
         * @description Which deployments.
         */
        DeploymentFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            id?: components["schemas"]["IdIn"] | null;
            /** @default null */
            name?: components["schemas"]["TextInOrLike"] | null;
            /** @default null */
            paused?: components["schemas"]["Equal"] | null;
            /** @default null */
            is_schedule_active?: components["schemas"]["Equal"] | null;
            /** @default null */
            tags?: components["schemas"]["Tags"] | null;
            /** @default null */
            work_queue_name?: components["schemas"]["TextIn"] | null;
        };
        /**
         * Edge
         * @description The other end of an arrow.
         */
        Edge: {
            /** Format: uuid */
            id: string;
        };
        /**
         * Equal
         * @description Yes or no.
         */
        Equal: {
            /** @default null */
            eq_?: boolean | null;
        };
        /**
         * Exists
         * @description There is such a thing, or there is not.
         */
        Exists: {
            /** @default null */
            exists_?: boolean | null;
        };
        /**
         * Flow
         * @description A flow.
         */
        Flow: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            updated: string;
            name: string;
            /** @default [] */
            tags?: string[];
        };
        /**
         * FlowFilter
         * @description Which flows.
         */
        FlowFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            id?: components["schemas"]["IdIn"] | null;
            /** @default null */
            deployment?: components["schemas"]["IsNull"] | null;
            /** @default null */
            name?: components["schemas"]["TextInOrLike"] | null;
            /** @default null */
            tags?: components["schemas"]["Tags"] | null;
        };
        /**
         * FlowRun
         * @description A flow run; times of duration are in seconds.
         */
        FlowRun: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            updated: string;
            name: string;
            /** Format: uuid */
            flow_id: string;
            /** @default null */
            state_id?: string | null;
            /** @default null */
            deployment_id?: string | null;
            /** @default null */
            deployment_version?: string | null;
            /** @default null */
            work_queue_id?: string | null;
            /** @default null */
            work_queue_name?: string | null;
            /** @default null */
            flow_version?: string | null;
            /** @default {} */
            parameters?: Record<string, never>;
            /** @default null */
            idempotency_key?: string | null;
            /** @default {} */
            context?: Record<string, never>;
            empirical_policy?: components["schemas"]["FlowRunPolicy"];
            /** @default [] */
            tags?: string[];
            /** @default null */
            parent_task_run_id?: string | null;
            /** @default null */
            state_type?: components["schemas"]["StateType"] | null;
            /** @default null */
            state_name?: string | null;
            /** @default 0 */
            run_count?: number;
            /** @default null */
            expected_start_time?: string | null;
            /** @default null */
            next_scheduled_start_time?: string | null;
            /** @default null */
            start_time?: string | null;
            /** @default null */
            end_time?: string | null;
            /** @default 0 */
            total_run_time?: number;
            /** @default 0 */
            estimated_run_time?: number;
            /** @default 0 */
            estimated_start_time_delta?: number;
            /** @default false */
            auto_scheduled?: boolean;
            /** @default null */
            infrastructure_document_id?: string | null;
            /** @default null */
            infrastructure_pid?: string | null;
            /** @default null */
            created_by?: components["schemas"]["CreatedBy"] | null;
            /** @default null */
            work_pool_id?: string | null;
            /** @default null */
            work_pool_name?: string | null;
            /** @default null */
            state?: components["schemas"]["State_Any_"] | null;
            /** @default null */
            job_variables?: Record<string, never> | null;
        };
        /**
         * FlowRunFilter
         * @description Which flow runs.
         */
        FlowRunFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            id?: components["schemas"]["IdInOrNot"] | null;
            /** @default null */
            name?: components["schemas"]["TextInOrLike"] | null;
            /** @default null */
            tags?: components["schemas"]["Tags"] | null;
            /** @default null */
            deployment_id?: components["schemas"]["IdInOrNull"] | null;
            /** @default null */
            work_queue_name?: components["schemas"]["TextInOrNull"] | null;
            /** @default null */
            state?: components["schemas"]["StateFilter"] | null;
            /** @default null */
            flow_version?: components["schemas"]["TextIn"] | null;
            /** @default null */
            start_time?: components["schemas"]["BetweenOrNull"] | null;
            /** @default null */
            expected_start_time?: components["schemas"]["Between"] | null;
            /** @default null */
            next_scheduled_start_time?: components["schemas"]["Between"] | null;
            /** @default null */
            parent_flow_run_id?: components["schemas"]["ParentFlowRun"] | null;
            /** @default null */
            parent_task_run_id?: components["schemas"]["IdInOrNull"] | null;
            /** @default null */
            idempotency_key?: components["schemas"]["TextInOrNot"] | null;
        };
        /**
         * FlowRunPolicy
         * @description How a flow run is retried, and what its pauses left behind; `retry_delay` is in seconds.
         */
        FlowRunPolicy: {
            /** @default 0 */
            max_retries?: number;
            /** @default 0 */
            retry_delay_seconds?: number;
            /** @default null */
            retries?: number | null;
            /** @default null */
            retry_delay?: number | null;
            /** @default [] */
            pause_keys?: string[];
            /** @default false */
            resuming?: boolean;
            /** @default null */
            retry_type?: components["schemas"]["RetryType"] | null;
        };
        /**
         * FlowRunSort
         * @description Orders of flow runs.
         * @enum {unknown}
         */
        FlowRunSort: "END_TIME_DESC" | "EXPECTED_START_TIME_ASC" | "EXPECTED_START_TIME_DESC" | "ID_DESC" | "NAME_ASC" | "NAME_DESC" | "NEXT_SCHEDULED_START_TIME_ASC" | "START_TIME_ASC" | "START_TIME_DESC";
        /**
         * FlowSort
         * @description Orders of flows.
         * @enum {unknown}
         */
        FlowSort: "CREATED_DESC" | "NAME_ASC" | "NAME_DESC" | "UPDATED_DESC";
        /**
         * Graph
         * @description The nodes that started or ended since a moment, in order of their start.
         */
        Graph: {
            start_time: string | null;
            /** @default null */
            end_time?: string | null;
            /** @default [] */
            root_node_ids?: string[];
            /** @default [] */
            nodes?: [
                string,
                components["schemas"]["Node"]
            ][];
            /** @default [] */
            artifacts?: components["schemas"]["GraphArtifact"][];
            /** @default [] */
            states?: components["schemas"]["GraphState"][];
        };
        /**
         * GraphArtifact
         * @description An artifact's place in the graph.
         */
        GraphArtifact: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created: string;
            /** @default null */
            key?: string | null;
            type: string;
            is_latest: boolean;
        };
        /**
         * GraphState
         * @description A state the flow run went through.
         */
        GraphState: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            timestamp: string;
            type: components["schemas"]["StateType"];
            name: string;
        };
        /**
         * IdIn
         * @description An id out of several.
         */
        IdIn: {
            /** @default null */
            any_?: string[] | null;
        };
        /**
         * IdInOrNot
         * @description An id out of several, or outside of several.
         */
        IdInOrNot: {
            /** @default null */
            any_?: string[] | null;
            /** @default null */
            not_any_?: string[] | null;
        };
        /**
         * IdInOrNull
         * @description An id out of several, or none at all.
         */
        IdInOrNull: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            any_?: string[] | null;
            /** @default null */
            is_null_?: boolean | null;
        };
        /**
         * IsNull
         * @description There is none, or there is one.
         */
        IsNull: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            is_null_?: boolean | null;
        };
        /**
         * LevelRange
         * @description A log level between two.
         */
        LevelRange: {
            /** @default null */
            ge_?: number | null;
            /** @default null */
            le_?: number | null;
        };
        /**
         * Log
         * @description A log line; `level` is a number of the logging module.
         */
        Log: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            updated: string;
            name: string;
            level: number;
            message: string;
            /** Format: date-time */
            timestamp: string;
            /** @default null */
            flow_run_id?: string | null;
            /** @default null */
            task_run_id?: string | null;
        };
        /**
         * LogFilter
         * @description Which log lines.
         */
        LogFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            level?: components["schemas"]["LevelRange"] | null;
            /** @default null */
            timestamp?: components["schemas"]["Between"] | null;
            /** @default null */
            flow_run_id?: components["schemas"]["IdIn"] | null;
            /** @default null */
            task_run_id?: components["schemas"]["IdIn"] | null;
        };
        /**
         * LogSort
         * @description Orders of log lines.
         * @enum {unknown}
         */
        LogSort: "TIMESTAMP_ASC" | "TIMESTAMP_DESC";
        /**
         * Node
         * @description A task run, or the subflow run that stands for its task run.
         */
        Node: {
            /** @enum {unknown} */
            kind: "flow-run" | "task-run";
            /** Format: uuid */
            id: string;
            label: string;
            state_type: components["schemas"]["StateType"];
            /** Format: date-time */
            start_time: string;
            /** @default null */
            end_time?: string | null;
            /** @default [] */
            parents?: components["schemas"]["Edge"][];
            /** @default [] */
            children?: components["schemas"]["Edge"][];
            /** @default [] */
            artifacts?: components["schemas"]["GraphArtifact"][];
        };
        /**
         * Operator
         * @description How the conditions of a filter are joined.
         * @enum {unknown}
         */
        Operator: "and_" | "or_";
        /**
         * OrchestrationResult
         * @description The answer to a proposed state, with the state the run is in now.
         */
        OrchestrationResult: {
            state: components["schemas"]["State_Any_"] | null;
            status: components["schemas"]["SetStateStatus"];
            details: components["schemas"]["StateAcceptDetails"] | components["schemas"]["StateRejectDetails"] | components["schemas"]["StateAbortDetails"] | components["schemas"]["StateWaitDetails"];
        };
        /**
         * Parameter
         * @description An input that is a parameter of the flow.
         */
        Parameter: {
            /** @enum {unknown} */
            input_type: "parameter";
            name: string;
        };
        /**
         * ParentFlowRun
         * @description Runs that were called from one of these flow runs.
         */
        ParentFlowRun: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            any_?: string[] | null;
        };
        /** ReadFlowRuns */
        ReadFlowRuns: {
            /** @default ID_DESC */
            sort?: components["schemas"]["FlowRunSort"];
            /** @default null */
            limit?: number | null;
            /** @default 0 */
            offset?: number;
            /** @default null */
            flows?: components["schemas"]["FlowFilter"] | null;
            /** @default null */
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            /** @default null */
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            /** @default null */
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            /** @default null */
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            /** @default null */
            work_pool_queues?: components["schemas"]["WorkQueueFilter"] | null;
        };
        /** ReadFlows */
        ReadFlows: {
            /** @default NAME_ASC */
            sort?: components["schemas"]["FlowSort"];
            /** @default null */
            limit?: number | null;
            /** @default 0 */
            offset?: number;
            /** @default null */
            flows?: components["schemas"]["FlowFilter"] | null;
            /** @default null */
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            /** @default null */
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            /** @default null */
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            /** @default null */
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            /** @default null */
            work_pool_queues?: components["schemas"]["WorkQueueFilter"] | null;
        };
        /** ReadLogs */
        ReadLogs: {
            /** @default null */
            logs?: components["schemas"]["LogFilter"] | null;
            /** @default TIMESTAMP_ASC */
            sort?: components["schemas"]["LogSort"];
            /** @default null */
            limit?: number | null;
            /** @default 0 */
            offset?: number;
        };
        /** ReadTaskRuns */
        ReadTaskRuns: {
            /** @default ID_DESC */
            sort?: components["schemas"]["TaskRunSort"];
            /** @default null */
            limit?: number | null;
            /** @default 0 */
            offset?: number;
            /** @default null */
            flows?: components["schemas"]["FlowFilter"] | null;
            /** @default null */
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            /** @default null */
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            /** @default null */
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            /** @default null */
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            /** @default null */
            work_pool_queues?: components["schemas"]["WorkQueueFilter"] | null;
        };
        /**
         * RetryType
         * @description Where a failed flow run is tried again.
         * @enum {unknown}
         */
        RetryType: "in_process" | "reschedule";
        /** SetFlowRunState */
        SetFlowRunState: {
            state: components["schemas"]["StateCreate"];
            /** @default false */
            force?: boolean;
        };
        /**
         * SetStateStatus
         * @description The four answers to a proposed state.
         * @enum {unknown}
         */
        SetStateStatus: "ABORT" | "ACCEPT" | "REJECT" | "WAIT";
        /**
         * State[Any]
         * @description One state of a run.
         *
         *         `data` is the value, or the exception, that the run ended with: the object itself in the process
         *         of the run, a JSON description of it elsewhere.
         */
        State_Any_: {
            type: components["schemas"]["StateType"];
            /** @default null */
            name?: string | null;
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            timestamp?: string;
            /** @default null */
            message?: string | null;
            /** @default null */
            data?: unknown;
            state_details?: components["schemas"]["StateDetails"];
        };
        /**
         * StateAbortDetails
         * @description The run stays as it is and the client stops work on it.
         */
        StateAbortDetails: {
            /** @enum {unknown} */
            type: "abort_details";
            /** @default null */
            reason?: string | null;
        };
        /**
         * StateAcceptDetails
         * @description The run is in the proposed state.
         */
        StateAcceptDetails: {
            /** @enum {unknown} */
            type: "accept_details";
        };
        /**
         * StateCreate
         * @description A state that a client proposes; `timestamp` and `id` are accepted and not used.
         */
        StateCreate: {
            type: components["schemas"]["StateType"];
            /** @default null */
            name?: string | null;
            /** @default null */
            message?: string | null;
            /** @default null */
            data?: unknown;
            /** @default null */
            state_details?: components["schemas"]["StateDetails"] | null;
            /** @default null */
            timestamp?: string | null;
            /** @default null */
            id?: string | null;
        };
        /**
         * StateDetails
         * @description Facts about a state that rules and other runs need.
         */
        StateDetails: {
            /** @default null */
            flow_run_id?: string | null;
            /** @default null */
            task_run_id?: string | null;
            /** @default null */
            child_flow_run_id?: string | null;
            /** @default null */
            scheduled_time?: string | null;
            /** @default null */
            cache_key?: string | null;
            /** @default null */
            cache_expiration?: string | null;
            /** @default false */
            untrackable_result?: boolean;
            /** @default null */
            pause_timeout?: string | null;
            /** @default false */
            pause_reschedule?: boolean;
            /** @default null */
            pause_key?: string | null;
            /** @default null */
            run_input_keyset?: {
                [key: string]: string;
            } | null;
            /** @default null */
            refresh_cache?: boolean | null;
            /** @default null */
            retriable?: boolean | null;
            /** @default null */
            transition_id?: string | null;
            /** @default null */
            task_parameters_id?: string | null;
        };
        /**
         * StateFilter
         * @description The type and the name of the current state.
         */
        StateFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            type?: components["schemas"]["StateTypeIn"] | null;
            /** @default null */
            name?: components["schemas"]["TextIn"] | null;
        };
        /**
         * StateRejectDetails
         * @description The run is in another state, which the client takes over.
         */
        StateRejectDetails: {
            /** @enum {unknown} */
            type: "reject_details";
            /** @default null */
            reason?: string | null;
        };
        /**
         * StateType
         * @description The nine types of state.
         * @enum {unknown}
         */
        StateType: "CANCELLED" | "CANCELLING" | "COMPLETED" | "CRASHED" | "FAILED" | "PAUSED" | "PENDING" | "RUNNING" | "SCHEDULED";
        /**
         * StateTypeIn
         * @description A type of state out of several.
         */
        StateTypeIn: {
            /** @default null */
            any_?: components["schemas"]["StateType"][] | null;
        };
        /**
         * StateWaitDetails
         * @description The client proposes the state again after so many seconds.
         */
        StateWaitDetails: {
            /** @enum {unknown} */
            type: "wait_details";
            delay_seconds: number;
            /** @default null */
            reason?: string | null;
        };
        /**
         * Tags
         * @description All of these tags, or no tags.
         */
        Tags: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            all_?: string[] | null;
            /** @default null */
            is_null_?: boolean | null;
        };
        /**
         * TaskRun
         * @description A task run; times of duration are in seconds.
         */
        TaskRun: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            updated: string;
            name: string;
            /** @default null */
            flow_run_id?: string | null;
            task_key: string;
            dynamic_key: string;
            /** @default null */
            cache_key?: string | null;
            /** @default null */
            cache_expiration?: string | null;
            /** @default null */
            task_version?: string | null;
            empirical_policy?: components["schemas"]["TaskRunPolicy"];
            /** @default [] */
            tags?: string[];
            /** @default null */
            state_id?: string | null;
            /** @default {} */
            task_inputs?: {
                [key: string]: (components["schemas"]["TaskRunResult"] | components["schemas"]["Parameter"] | components["schemas"]["Constant"])[];
            };
            /** @default null */
            state_type?: components["schemas"]["StateType"] | null;
            /** @default null */
            state_name?: string | null;
            /** @default 0 */
            run_count?: number;
            /** @default 0 */
            flow_run_run_count?: number;
            /** @default null */
            expected_start_time?: string | null;
            /** @default null */
            next_scheduled_start_time?: string | null;
            /** @default null */
            start_time?: string | null;
            /** @default null */
            end_time?: string | null;
            /** @default 0 */
            total_run_time?: number;
            /** @default 0 */
            estimated_run_time?: number;
            /** @default 0 */
            estimated_start_time_delta?: number;
            /** @default null */
            state?: components["schemas"]["State_Any_"] | null;
        };
        /**
         * TaskRunFilter
         * @description Which task runs.
         */
        TaskRunFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            id?: components["schemas"]["IdIn"] | null;
            /** @default null */
            name?: components["schemas"]["TextInOrLike"] | null;
            /** @default null */
            tags?: components["schemas"]["Tags"] | null;
            /** @default null */
            state?: components["schemas"]["StateFilter"] | null;
            /** @default null */
            start_time?: components["schemas"]["BetweenOrNull"] | null;
            /** @default null */
            subflow_runs?: components["schemas"]["Exists"] | null;
            /** @default null */
            flow_run_id?: components["schemas"]["IdInOrNull"] | null;
        };
        /**
         * TaskRunPolicy
         * @description How a task run is retried: `retry_delay` seconds, one number or one per attempt.
         */
        TaskRunPolicy: {
            /** @default 0 */
            max_retries?: number;
            /** @default 0 */
            retry_delay_seconds?: number;
            /** @default null */
            retries?: number | null;
            /** @default null */
            retry_delay?: number | number[] | null;
            /** @default null */
            retry_jitter_factor?: number | null;
        };
        /**
         * TaskRunResult
         * @description An input that another task run made.
         */
        TaskRunResult: {
            /** @enum {unknown} */
            input_type: "task_run";
            /** Format: uuid */
            id: string;
        };
        /**
         * TaskRunSort
         * @description Orders of task runs.
         * @enum {unknown}
         */
        TaskRunSort: "END_TIME_DESC" | "EXPECTED_START_TIME_ASC" | "EXPECTED_START_TIME_DESC" | "ID_DESC" | "NAME_ASC" | "NAME_DESC" | "NEXT_SCHEDULED_START_TIME_ASC";
        /**
         * TextIn
         * @description A text out of several.
         */
        TextIn: {
            /** @default null */
            any_?: string[] | null;
        };
        /**
         * TextInOrLike
         * @description A text out of several, or one that contains a text.
         */
        TextInOrLike: {
            /** @default null */
            any_?: string[] | null;
            /** @default null */
            like_?: string | null;
        };
        /**
         * TextInOrNot
         * @description A text out of several, or outside of several.
         */
        TextInOrNot: {
            /** @default null */
            any_?: string[] | null;
            /** @default null */
            not_any_?: string[] | null;
        };
        /**
         * TextInOrNull
         * @description A text out of several, or none at all.
         */
        TextInOrNull: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            any_?: string[] | null;
            /** @default null */
            is_null_?: boolean | null;
        };
        /**
         * TextInOrStartsWith
         * @description A text out of several, or one that begins with one of several.
         */
        TextInOrStartsWith: {
            /** @default null */
            any_?: string[] | null;
            /** @default null */
            startswith_?: string[] | null;
        };
        /**
         * WorkPoolFilter
         * @description Which work pools.
         */
        WorkPoolFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            id?: components["schemas"]["IdIn"] | null;
            /** @default null */
            name?: components["schemas"]["TextIn"] | null;
            /** @default null */
            type?: components["schemas"]["TextIn"] | null;
        };
        /**
         * WorkQueueFilter
         * @description Which work queues.
         */
        WorkQueueFilter: {
            /** @default and_ */
            operator?: components["schemas"]["Operator"];
            /** @default null */
            id?: components["schemas"]["IdIn"] | null;
            /** @default null */
            name?: components["schemas"]["TextInOrStartsWith"] | null;
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
