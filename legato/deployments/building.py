"""From a project file to a deployment: its steps are run, and what they gave is filled in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from legato import connect
from legato.contract.work_pools import ReadWorkPool
from legato.deployments.declared import DeploymentOptions, RunnerDeployment
from legato.deployments.project import Project, ProjectDeployment, Steps, WorkPoolChoice
from legato.deployments.steps import run_steps
from legato.deployments.storage import STEPS
from legato.either_way import settled
from legato.loaders import load_flow_from_entrypoint
from legato.settings import LEGATO_DEFAULT_WORK_POOL_NAME
from legato.templating import apply_values, find_placeholders, resolve_block_document_references, resolve_variables

_OPTIONS = (
    "version",
    "tags",
    "description",
    "parameters",
    "enforce_parameter_schema",
    "schedule",
    "schedules",
    "triggers",
)
_FILLED = (*_OPTIONS, "name", "entrypoint", "paused", "is_schedule_active")


class Actions(NamedTuple):
    """The steps of one deployment: its own, or else those of its project."""

    build: Steps
    push: Steps
    pull: Steps


def actions_of(project: Project, deployment: ProjectDeployment) -> Actions:
    """Return the steps of a deployment; workers go to the current folder where nobody says how they get the code."""
    build, push, pull = (
        getattr(project, name) if getattr(deployment, name) is None else getattr(deployment, name)
        for name in ("build", "push", "pull")
    )
    return Actions(build or [], push or [], _usual_pull(build or []) if pull is None else pull)


def _usual_pull(build: Steps) -> Steps:
    here = Path.cwd()
    in_image = any(name.endswith(".build_docker_image") for step in build for name in step)
    folder = f"/opt/legato/{here.name}" if in_image else str(here)
    return [{f"{STEPS}.set_working_directory": {"directory": folder}}]


def built(
    project: Project,
    deployment: ProjectDeployment,
    *,
    runs_steps: bool = True,
    say: Callable[[str], Any] = print,
) -> RunnerDeployment:
    """Return a deployment of a project, ready to be applied, once its steps to build and to push were run.

    Without `runs_steps` what these would give stays open.

    Raises:
        MissingFlowError, ScriptError: there is no such flow, or it cannot be loaded.
        ObjectNotFound: its work pool is not there.
        StepExecutionError: a step did not succeed.
        ValueError: something is missing, or cannot be read.
    """
    if not deployment.entrypoint:
        raise ValueError(
            f"{deployment.label()!r} has no entrypoint: say where its flow stands, such as path/to/file.py:function."
        )
    if not deployment.name:
        raise ValueError(f"The deployment of {deployment.entrypoint} has no name: give one with --name.")
    flow = load_flow_from_entrypoint(deployment.entrypoint)
    pool, said = _pool(deployment), {name: getattr(deployment, name) for name in _FILLED}
    actions, outputs = actions_of(project, deployment), {}
    if runs_steps:
        # What is wrong with it is told before anything is built for it.
        plain = {name: value for name, value in said.items() if not find_placeholders(value)}
        RunnerDeployment.of(flow, deployment.name, deployment.entrypoint, None, _options(plain, pool))
        outputs = settled(run_steps([*actions.build, *actions.push], print_function=say))
    said = apply_values(said, outputs, runs_steps)
    if runs_steps:
        said = settled(resolve_variables(settled(resolve_block_document_references(said))))
    made = RunnerDeployment.of(flow, said["name"], said["entrypoint"], None, _options(said, pool))
    made.job_variables = apply_values(pool.job_variables or {}, outputs, runs_steps)
    made.flow_name = deployment.flow_name or made.flow_name
    made.pull_steps = apply_values(actions.pull, outputs, False)
    return made


def _pool(deployment: ProjectDeployment) -> WorkPoolChoice:
    """Return the pool of a deployment, which is there.

    Raises:
        ObjectNotFound: it is not.
        ValueError: none is named.
    """
    chosen = deployment.work_pool or WorkPoolChoice()
    name = chosen.name or LEGATO_DEFAULT_WORK_POOL_NAME.value()
    if name is None:
        raise ValueError(f"{deployment.label()!r} has no work pool: name one with --pool, or `work_pool` in the file.")
    connect.send(ReadWorkPool(name=name))
    return msgspec.structs.replace(chosen, name=name)


def _options(said: dict[str, Any], pool: WorkPoolChoice) -> DeploymentOptions:
    given = {name: said[name] for name in _OPTIONS if said.get(name) is not None}
    tags, triggers = given.get("tags", []), given.get("triggers", [])
    given |= {
        "version": None if given.get("version") is None else str(given["version"]),
        "tags": [str(tag) for tag in ([tags] if isinstance(tags, str) else tags)],
        "triggers": [triggers] if isinstance(triggers, dict) else triggers,
        "work_pool_name": pool.name,
        "work_queue_name": pool.work_queue_name,
    }
    return cast(DeploymentOptions, given)
