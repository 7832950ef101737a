"""The checks call every public method that Prefect's client has in 2.20.27."""

import re
from pathlib import Path

CHECKS = Path(__file__).parent / "checks"

NOT_CALLED = {
    "api_url",  # an attribute
    "resolve_datadoc",  # asks no server
}

METHODS = """
api_healthcheck api_url create_artifact create_automation create_block_document create_block_schema
create_block_type create_concurrency_limit create_deployment create_deployment_schedules create_flow
create_flow_from_name create_flow_run create_flow_run_from_deployment create_flow_run_input
create_flow_run_notification_policy create_global_concurrency_limit create_logs create_task_run
create_variable create_work_pool create_work_queue delete_artifact delete_automation delete_block_document
delete_block_type delete_concurrency_limit_by_tag delete_deployment delete_deployment_schedule delete_flow
delete_flow_run delete_flow_run_input delete_flow_run_notification_policy
delete_global_concurrency_limit_by_name delete_resource_owned_automations delete_task_run
delete_variable_by_name delete_work_pool delete_work_queue_by_id filter_flow_run_input find_automation
get_most_recent_block_schema_for_block_type get_runs_in_work_queue get_scheduled_flow_runs_for_deployments
get_scheduled_flow_runs_for_work_pool hello increment_concurrency_slots match_work_queues pause_automation
read_artifacts read_automation read_automations read_automations_by_name read_block_document
read_block_document_by_name read_block_documents read_block_documents_by_type read_block_schema_by_checksum
read_block_schemas read_block_type_by_slug read_block_types read_concurrency_limit_by_tag
read_concurrency_limits read_deployment read_deployment_by_name read_deployment_schedules read_deployments
read_flow read_flow_by_name read_flow_run read_flow_run_input read_flow_run_notification_policies
read_flow_run_states read_flow_runs read_flows read_global_concurrency_limit_by_name
read_global_concurrency_limits read_latest_artifacts read_logs read_resource_related_automations read_task_run
read_task_run_states read_task_runs read_variable_by_name read_variables read_work_pool read_work_pools
read_work_queue read_work_queue_by_name read_work_queue_status read_work_queues read_worker_metadata
read_workers_for_work_pool release_concurrency_slots reset_concurrency_limit_by_tag resolve_datadoc
resume_automation resume_flow_run send_worker_heartbeat set_deployment_paused_state set_flow_run_state
set_task_run_name set_task_run_state update_automation update_block_document update_block_type
update_deployment update_deployment_schedule update_flow_run update_flow_run_notification_policy
update_global_concurrency_limit update_schedule update_variable update_work_pool update_work_queue
"""


def test_every_method_of_prefects_client_is_called_by_a_check() -> None:
    called = set(re.findall(r"\bclient\.(\w+)", "".join(path.read_text() for path in CHECKS.glob("*.py"))))
    assert set(METHODS.split()) - called == NOT_CALLED - called


def test_every_check_is_asked_by_a_test() -> None:
    tests = "".join(path.read_text() for path in CHECKS.parent.glob("test_*.py"))
    asked = set(re.findall(r'"(\w+)"', tests))
    with_checks = {path.stem for path in CHECKS.glob("*.py") if "@answers(" in path.read_text()}
    assert with_checks <= asked
