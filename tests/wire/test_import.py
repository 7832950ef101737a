"""What Prefect's own server knows is taken over once; a second time changes nothing."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from legato.contract.automations import CreateAutomation
from legato.contract.block_documents import CreateBlockDocument
from legato.contract.block_schemas import CreateBlockSchema
from legato.contract.block_types import CreateBlockType
from legato.contract.concurrency_limits import CreateConcurrencyLimit
from legato.contract.deployments import CreateDeployment
from legato.contract.flows import CreateFlow
from legato.contract.global_limits import CreateGlobalLimit
from legato.contract.notification_policies import CreateFlowRunNotificationPolicy
from legato.contract.request import Request
from legato.contract.variables import CreateVariable
from legato.contract.work_pools import CreatePoolQueue, CreateWorkPool
from legato.schemas.automations import EventTrigger, Posture, RunDeployment, SendNotification
from legato.schemas.deployments import DeploymentCreate, DeploymentScheduleCreate
from legato.schemas.schedules import CronSchedule
from legato.transport.http import HttpTransport
from tests.processes import environment
from tests.wire.peer import install, own_server

pytestmark = [
    pytest.mark.wire,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif("PEER" in os.environ, reason="it is Legato that takes over"),
]
SECRET = "s3cret-of-the-crate"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Prefect's own server with something of everything."""
    install()
    with own_server(tmp_path_factory.mktemp("peer")) as url:
        transport = HttpTransport(url)
        fill(transport)
        transport.close()
        yield url


def fill(transport: HttpTransport) -> None:
    """Make something of everything, through the very contract that Legato has."""

    def send(request: Request[Any]) -> Any:
        return transport.send(request)

    send(CreateVariable(name="region", value="eu", tags=["a"]))
    send(CreateConcurrencyLimit(tag="database", concurrency_limit=3))
    send(CreateGlobalLimit(name="api", limit=2, slot_decay_per_second=0.5))
    send(CreateWorkPool(name="farm", type="process", description="all of it", concurrency_limit=7))
    send(CreatePoolQueue(work_pool_name="farm", name="urgent", priority=1))
    crate, inner = crate_types(send)
    kept = send(CreateBlockDocument(name="kept", data={"word": "plain", "key": SECRET}, **inner))
    reference = {"$ref": {"block_document_id": str(kept.id)}}
    outer = send(CreateBlockDocument(name="outer", data={"inner": reference}, **crate))
    flow = send(CreateFlow(name="nightly", tags=["t"]))
    schedule = DeploymentScheduleCreate(schedule=CronSchedule(cron="0 3 * * *", timezone="Europe/Berlin"))
    new = DeploymentCreate(
        name="prod",
        flow_id=flow.id,
        schedules=[schedule],
        parameters={"x": 1},
        tags=["p"],
        work_pool_name="farm",
        work_queue_name="urgent",
        job_variables={"env": {"A": "1"}},
        paused=True,
    )
    deployment = send(CreateDeployment(deployment=new))
    words = {"state_names": ["Failed"], "tags": ["p"], "message_template": "{flow_run_name} failed"}
    send(CreateFlowRunNotificationPolicy(block_document_id=kept.id, **words))
    trigger = EventTrigger(expect=["prefect.flow-run.Failed"], posture=Posture.REACTIVE)
    actions = [RunDeployment(deployment_id=deployment.id), SendNotification(block_document_id=outer.id, body="oh")]
    send(CreateAutomation(name="again", trigger=trigger, actions=actions))


def crate_types(send: Any) -> tuple[dict[str, UUID], dict[str, UUID]]:
    """The types and schemas of a block, and of a block nested in it."""
    inner_type = send(CreateBlockType(name="Inner", slug="inner"))
    plain = {"title": "Inner", "type": "object", "properties": {"word": {"type": "string"}, "key": {"type": "string"}}}
    inner_fields = {**plain, "block_type_slug": "inner", "secret_fields": ["key"], "block_schema_references": {}}
    inner = send(CreateBlockSchema(fields=inner_fields, block_type_id=inner_type.id))
    crate_type = send(CreateBlockType(name="Crate", slug="crate"))
    reference = {"block_type_slug": "inner", "block_schema_checksum": inner.checksum}
    fields = {
        "title": "Crate",
        "type": "object",
        "properties": {"inner": {"$ref": "#/definitions/Inner"}},
        "definitions": {"Inner": inner_fields},
        "block_type_slug": "crate",
        "secret_fields": [],
        "block_schema_references": {"inner": reference},
    }
    crate = send(CreateBlockSchema(fields=fields, block_type_id=crate_type.id))
    return (
        {"block_schema_id": crate.id, "block_type_id": crate_type.id},
        {"block_schema_id": inner.id, "block_type_id": inner_type.id},
    )


def legato(home: Path, *arguments: str) -> Any:
    """What a command prints as JSON."""
    command = [sys.executable, "-m", "legato", *arguments, "--output", "json"]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_everything_is_taken_over_once(filled: str, home: Path) -> None:
    planned = legato(home, "import", "--from", filled, "--dry-run")
    assert legato(home, "variable", "ls") == []
    first = legato(home, "import", "--from", filled)
    made = {(one["noun"], one["name"]) for one in first if one["done"] == "made"}
    assert {(one["noun"], one["name"]) for one in planned if one["done"] == "made"} >= made
    assert made >= {
        ("variable", "region"),
        ("limit on a tag", "database"),
        ("global limit", "api"),
        ("work pool", "farm"),
        ("work queue", "farm/urgent"),
        ("block", "inner/kept"),
        ("block", "crate/outer"),
        ("deployment", "nightly/prod"),
        ("notification policy", "Failed (p)"),
        ("automation", "again"),
    }
    notes = {one["name"]: one["note"] for one in first if one["note"]}
    assert notes == {"inner/kept": "secrets to fill in: key"}
    second = legato(home, "import", "--from", filled)
    assert Counter(one["done"] for one in second) == {"unchanged": len(second)}


def test_what_was_taken_over_hangs_together(filled: str, home: Path) -> None:
    legato(home, "import", "--from", filled, "--secrets", "copy")
    (automation,) = legato(home, "automation", "ls")
    outer = legato(home, "block", "inspect", "crate/outer")
    assert automation["actions"][1]["block_document_id"] == outer["id"]
    assert outer["data"]["inner"] == {"word": "plain", "key": "********"}
    (queue,) = [one for one in legato(home, "work-queue", "ls", "--pool", "farm") if one["name"] == "urgent"]
    assert queue["priority"] == 1
    assert Counter(one["done"] for one in legato(home, "import", "--from", filled, "--secrets", "copy"))["made"] == 0
