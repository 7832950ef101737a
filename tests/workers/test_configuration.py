"""What a worker is told of a run: defaults of the pool, then the deployment, then the run."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import Field, ValidationError

from legato import clock
from legato.exceptions import TemplateError
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun
from legato.schemas.worker_types import PROCESS_JOB_TEMPLATE
from legato.variables import Variable
from legato.workers.configuration import BaseJobConfiguration, BaseVariables, merged_variables
from legato.workers.process import ProcessJobConfiguration


def filled(template: dict[str, Any], **values: Any) -> BaseJobConfiguration:
    return BaseJobConfiguration._filled(template, values)


def test_variables_have_the_values_of_the_pool_unless_told_otherwise() -> None:
    template = {
        "job_configuration": {"command": "{{ command }}", "name": "{{ kind }}-{{ name }}", "env": "{{ env }}"},
        "variables": {
            "properties": {
                "command": {"default": "go"}, "kind": {"default": "job"}, "name": {}, "env": {"default": {"A": "1"}},
            },
        },
    }  # fmt: skip
    found = filled(template, name="me", env={"B": 2, "C": True, "D": None})
    assert (found.command, found.name, found.env) == ("go", "job-me", {"B": "2", "C": "true", "D": None})
    assert filled(template, name="me").env == {"A": "1"}


def test_a_variable_that_the_pool_asks_for_must_have_a_value() -> None:
    template = {
        "job_configuration": {"name": "{{ name }}"},
        "variables": {"properties": {"name": {}}, "required": ["name"]},
    }
    with pytest.raises(TemplateError, match="asks for variables that have no value: name"):
        filled(template)
    assert filled(template, name="x").name == "x"


def test_a_value_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(ValidationError, match="stream_output"):
        ProcessJobConfiguration._filled(PROCESS_JOB_TEMPLATE, {"stream_output": "perhaps"})


def test_variables_of_the_server_are_filled_in() -> None:
    Variable.set("region", "eu")
    template = {"job_configuration": {"env": {"REGION": "{{ prefect.variables.region }}"}}, "variables": {}}
    assert filled(template).env == {"REGION": "eu"}


def test_what_a_run_says_wins_over_its_deployment_and_environments_are_merged() -> None:
    now, variables = clock.now(), {"env": {"B": "2"}, "command": "mine"}
    run = FlowRun(id=uuid4(), created=now, updated=now, name="r", flow_id=uuid4(), job_variables=variables)
    first = {"env": {"A": "1", "B": "1"}, "command": "theirs", "name": "n"}
    deployment = Deployment(id=uuid4(), created=now, updated=now, name="d", flow_id=run.flow_id, job_variables=first)
    assert merged_variables(deployment, run) == {"env": {"A": "1", "B": "2"}, "command": "mine", "name": "n"}
    assert merged_variables(None, run) == {"env": {"B": "2"}, "command": "mine"}


def test_a_derived_configuration_has_its_own_template() -> None:
    class Configuration(BaseJobConfiguration):
        image: str = Field("plain", json_schema_extra={"template": "{{ image }}:latest"})

    class Variables(BaseVariables):
        image: str = "plain"

    assert Configuration.json_template()["image"] == "{{ image }}:latest"
    assert "image" in Variables.model_json_schema()["properties"]
