"""The groups of commands for what a server keeps besides runs: lists, single things, changes, refusals."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from legato import clock, connect
from legato.cli import _GROUPS, cli
from legato.contract.artifacts import CreateArtifact
from legato.contract.automations import CreateAutomation
from legato.contract.block_documents import CreateBlockDocument
from legato.contract.block_schemas import CreateBlockSchema
from legato.contract.block_types import CreateBlockType
from legato.contract.events import CreateEvents
from legato.ids import uuid7
from legato.schemas.automations import DoNothing, EventTrigger, Posture
from legato.schemas.events import Event
from legato.transport.http import HttpTransport
from tests.cli.conftest import Run
from tests.contract.serving import serving

NOBODY = "00000000-0000-0000-0000-000000000007"


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    """The words of every command, groups as well."""
    with click.Context(group) as context:
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            yield (*path, name)
            if isinstance(found, click.Group):
                yield from commands(found, *path, name)


def a_block(secret: str = "hunter2") -> str:
    kind = connect.send(CreateBlockType(name="Crate", slug="crate"))
    fields = {"title": "Crate", "secret_fields": ["key"], "properties": {"key": {"type": "string"}}}
    schema = connect.send(CreateBlockSchema(block_type_id=kind.id, fields=fields))
    new = CreateBlockDocument(name="box", data={"key": secret}, block_type_id=kind.id, block_schema_id=schema.id)
    return str(connect.send(new).id)


def an_automation(name: str = "watch") -> str:
    made = connect.send(
        CreateAutomation(name=name, trigger=EventTrigger(posture=Posture.REACTIVE), actions=[DoNothing()])
    )
    return str(made.id)


def cells(table: str) -> list[list[str]]:
    """The rows of a table that was printed."""
    return [[cell.strip() for cell in row.split("│")[1:-1]] for row in table.splitlines() if row.startswith("│")]


@pytest.mark.parametrize("path", list(commands(cli)), ids=" ".join)
def test_every_command_tells_what_it_does(legato: Run, path: tuple[str, ...]) -> None:
    text = legato(*path, "--help").splitlines()
    assert text[0].startswith(f"Usage: legato {' '.join(path)}")
    assert text[2].strip()[0].isupper()


@pytest.mark.parametrize("group", sorted(_GROUPS))
def test_a_command_that_is_none_ends_with_its_usage(legato: Run, group: str) -> None:
    assert "Usage:" in legato(group, "no-such-command", code=2)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("variable inspect no", "Variable not found."),
        ("variable get no", "Variable not found."),
        ("variable delete no -y", "Variable not found."),
        ("concurrency-limit inspect no", "Concurrency limit not found"),
        ("concurrency-limit reset no", "Concurrency limit not found"),
        ("concurrency-limit delete no -y", "Concurrency limit not found"),
        ("gcl inspect no", "Concurrency Limit not found"),
        ("gcl enable no", "Concurrency Limit not found"),
        ("gcl disable no", "Concurrency Limit not found"),
        ("gcl update no --limit 1", "Concurrency Limit not found"),
        ("gcl delete no -y", "Concurrency Limit not found"),
        ("work-pool inspect no", 'Work pool "no" not found.'),
        ("work-pool pause no", 'Work pool "no" not found.'),
        ("work-pool resume no", 'Work pool "no" not found.'),
        ("work-pool update no --description x", 'Work pool "no" not found.'),
        ("work-pool set-concurrency-limit no 1", 'Work pool "no" not found.'),
        ("work-pool clear-concurrency-limit no", 'Work pool "no" not found.'),
        ("work-pool preview no", 'Work pool "no" not found.'),
        ("work-pool delete no -y", 'Work pool "no" not found.'),
        ("work-queue inspect no", "work queue not found"),
        ("work-queue ls --pool no", 'Work pool "no" not found.'),
        ("work-queue create x --pool no", 'Work pool "no" not found.'),
        ("work-queue pause no", "work queue not found"),
        ("work-queue resume no", "work queue not found"),
        ("work-queue set-concurrency-limit no 1", "work queue not found"),
        ("work-queue clear-concurrency-limit no", "work queue not found"),
        ("work-queue preview no", "work queue not found"),
        ("work-queue read-runs no", "work queue not found"),
        ("work-queue delete no --pool no -y", "Work pool queue 'no/no' not found."),
        ("block inspect no/no", "Block document not found"),
        (f"block inspect --id {NOBODY}", "Block document not found"),
        ("block delete no/no -y", "Block document not found"),
        ("block type inspect no", "Block type not found"),
        ("block type delete no -y", "Block type not found"),
        ("automation inspect no", "There is no automation with the name 'no'."),
        (f"automation inspect --id {NOBODY}", "Automation not found"),
        ("automation pause no", "There is no automation with the name 'no'."),
        ("automation enable no", "There is no automation with the name 'no'."),
        ("automation delete no -y", "There is no automation with the name 'no'."),
        ("artifact inspect no", "There is no artifact with the key 'no'."),
        ("artifact delete no -y", "There is no artifact with the key 'no'."),
        (f"artifact delete --id {NOBODY} -y", "Artifact not found."),
    ],
)
def test_what_does_not_exist_is_one_line(legato: Run, command: str, message: str) -> None:
    assert legato(*command.split(), code=1).strip() == message


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("variable set a/b 1", "name: "),
        ("gcl create a/b --limit 1", "name: "),
        ("gcl update g", "Say what to change"),
        ("work-pool create p", "Name the type of its workers"),
        ("work-pool create p --type moon", "Unknown work pool type 'moon'"),
        ("work-pool create Prefect-p --type process", "reserved"),
        ("work-pool update p", "Say what to change"),
        ("work-pool get-default-base-job-template --type moon", "Unknown worker type 'moon'"),
        ("block inspect", "Name a block as TYPE/NAME, or give --id"),
        ("block inspect secret", "not 'secret'"),
        ("automation inspect", "Name an automation, or give --id"),
        (f"automation inspect x --id {NOBODY}", "one of them"),
        ("artifact delete", "Name a key, or give --id"),
        ("event stream", "start one with `legato server start`"),
    ],
)
def test_what_makes_no_sense_is_one_line(legato: Run, command: str, message: str) -> None:
    text = legato(*command.split(), code=1)
    assert message in text
    assert len(text.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    [
        "concurrency-limit create db many",
        "concurrency-limit ls --limit 0",
        "gcl create g",
        "gcl create g --limit 0",
        "work-pool set-concurrency-limit p -- -1",
        "work-pool update p --base-job-template /no/such/file",
        "work-queue create q --priority 0",
        "work-queue preview q --hours 0",
        "block inspect --id no-id",
        "artifact ls --limit 201",
        "event stream --format xml",
        "variable set only-a-name",
    ],
)
def test_what_cannot_be_read_ends_with_the_usage(legato: Run, command: str) -> None:
    assert "Usage: legato" in legato(*command.split(), code=2)


@pytest.mark.parametrize(
    ("made", "deletion"),
    [
        ("variable set a 1", "variable delete a"),
        ("concurrency-limit create a 1", "concurrency-limit delete a"),
        ("gcl create a --limit 1", "gcl delete a"),
        ("work-pool create a --type process", "work-pool delete a"),
        ("work-queue create a", "work-queue delete a"),
    ],
)
def test_nothing_is_deleted_before_that_is_sure(legato: Run, made: str, deletion: str) -> None:
    legato(*made.split())
    assert "Give --yes" in legato("--no-prompt", *deletion.split(), code=1)
    assert legato(*deletion.split(), "--yes").strip().endswith(("is deleted.", "is removed."))
    assert "not found" in legato(*deletion.split(), "--yes", code=1)


def test_variables(legato: Run) -> None:
    assert legato("variable", "set", "region", "eu", "--tag", "x").strip() == "Variable 'region' is set."
    assert "give --overwrite" in legato("variable", "set", "region", "us", code=1)
    legato("variable", "set", "region", "us", "--overwrite")
    assert legato("variable", "get", "region") == "us\n"
    assert [row[:3] for row in cells(legato("variable", "ls"))] == [["region", "us", "x"]]
    assert ["tags", '["x"]'] in cells(legato("variable", "inspect", "region"))
    assert json.loads(legato("variable", "inspect", "region", "-o", "json"))["value"] == "us"


def test_limits_by_tag(legato: Run) -> None:
    text = "At most 3 task runs with the tag 'db' run at the same time."
    assert legato("concurrency-limit", "create", "db", "3").strip() == text
    legato("concurrency-limit", "create", "db", "4")
    assert [row[:3] for row in cells(legato("concurrency-limit", "ls"))] == [["db", "4", "0"]]
    assert ["concurrency_limit", "4"] in cells(legato("concurrency-limit", "inspect", "db"))
    assert json.loads(legato("concurrency-limit", "inspect", "db", "-o", "json"))["active_slots"] == []
    assert "are free" in legato("concurrency-limit", "reset", "db")


def test_global_limits(legato: Run, tmp_path: Path) -> None:
    assert legato("gcl", "create", "g", "-l", "2").strip() == "Global concurrency limit 'g' is made."
    assert "already: change it with `update`" in legato("gcl", "create", "g", "-l", "2", code=1)
    assert [row[:5] for row in cells(legato("gcl", "ls"))] == [["g", "2", "0", "yes", "0.0"]]
    assert "enabled already" in legato("gcl", "enable", "g", code=1)
    legato("gcl", "disable", "g")
    assert "disabled already" in legato("gcl", "disable", "g", code=1)
    legato("gcl", "update", "g", "--limit", "5", "--slot-decay-per-second", "0.5", "--enable")
    found = json.loads(legato("gcl", "inspect", "g", "-o", "json"))
    assert (found["limit"], found["slot_decay_per_second"], found["active"]) == (5, 0.5, True)
    legato("gcl", "inspect", "g", "--file", str(tmp_path / "g.json"))
    assert json.loads((tmp_path / "g.json").read_text())["name"] == "g"
    assert "cannot be written" in legato("gcl", "inspect", "g", "--file", str(tmp_path / "no" / "g.json"), code=1)


def test_work_pools(legato: Run, tmp_path: Path) -> None:
    template = tmp_path / "template.json"
    assert legato("work-pool", "create", "p", "--type", "process").strip() == "Work pool 'p' is made."
    assert "already exists" in legato("work-pool", "create", "p", "--type", "process", code=1)
    legato("work-pool", "create", "p", "--type", "process", "--overwrite", "--paused")
    assert cells(legato("work-pool", "ls")) == [["p", "process", "PAUSED", ""]]
    legato("work-pool", "resume", "p")
    legato("work-pool", "set-concurrency-limit", "p", "2")
    assert cells(legato("work-pool", "ls")) == [["p", "process", "NOT_READY", "2"]]
    legato("work-pool", "clear-concurrency-limit", "p")
    legato("work-pool", "update", "p", "--description", "For all.")
    found = json.loads(legato("work-pool", "inspect", "p", "-o", "json"))
    assert (found["concurrency_limit"], found["description"]) == (None, "For all.")
    default = legato("work-pool", "get-default-base-job-template", "--type", "process")
    assert json.loads(default) == found["base_job_template"]
    for text, message in (("[1]", "holds no JSON object"), ("{", "is no JSON")):
        template.write_text(text)
        assert message in legato("work-pool", "update", "p", "--base-job-template", str(template), code=1)
    assert legato("work-pool", "preview", "p", "-o", "json").strip() == "[]"
    legato("work-pool", "create", "q", "--type", "process", "--set-as-default")
    assert "LEGATO_DEFAULT_WORK_POOL_NAME='q' (from profile)" in legato("config", "view")


def test_work_queues(legato: Run) -> None:
    legato("work-pool", "create", "p", "--type", "process")
    text = "Work queue 'w' is made in work pool 'p', with priority 1."
    assert legato("work-queue", "create", "w", "--pool", "p", "-q", "1", "-l", "3").strip() == text
    assert "already exists" in legato("work-queue", "create", "w", "--pool", "p", code=1)
    rows = cells(legato("work-queue", "ls", "--pool", "p"))
    assert rows == [["w", "p", "1", "3", "NOT_READY"], ["default", "p", "2", "", "NOT_READY"]]
    assert [row[0] for row in cells(legato("work-queue", "ls", "--match", "w"))] == ["w"]
    legato("work-queue", "pause", "w", "--pool", "p")
    legato("work-queue", "set-concurrency-limit", "w", "7", "--pool", "p")
    found = json.loads(legato("work-queue", "inspect", "w", "--pool", "p", "-o", "json"))
    queue = found["work_queue"]
    assert (queue["is_paused"], queue["concurrency_limit"], queue["status"]) == (True, 7, "PAUSED")
    assert found["status"]["late_runs_count"] == 0
    legato("work-queue", "resume", "w", "--pool", "p")
    legato("work-queue", "clear-concurrency-limit", "w", "--pool", "p")
    assert ["concurrency_limit", ""] in cells(legato("work-queue", "inspect", "w", "--pool", "p"))
    for command in ("preview", "read-runs"):
        assert legato("work-queue", command, "w", "--pool", "p", "-o", "json").strip() == "[]"
    assert "cannot be deleted" in legato("work-queue", "delete", "default", "--pool", "p", "-y", code=1)


def test_blocks(legato: Run) -> None:
    id = a_block()
    assert [row[:4] for row in cells(legato("block", "ls"))] == [[id, "Crate", "box", "crate/box"]]
    for which in (["crate/box"], ["--id", id]):
        text = legato("block", "inspect", *which)
        assert ["key", "********"] in cells(text)
        assert "hunter2" not in text + legato("block", "inspect", *which, "-o", "json")
    assert [row[:2] for row in cells(legato("block", "type", "ls"))] == [["crate", "Crate"]]
    assert json.loads(legato("block", "type", "inspect", "crate", "-o", "json"))["is_protected"] is False
    assert "Give --yes" in legato("--no-prompt", "block", "delete", "crate/box", code=1)
    assert legato("block", "delete", "crate/box", "-y").strip() == "Block 'crate/box' is deleted."
    assert "Give --yes" in legato("--no-prompt", "block", "type", "delete", "crate", code=1)
    assert legato("block", "type", "delete", "crate", "-y").strip() == "Block type 'crate' is deleted."


def test_automations(legato: Run) -> None:
    id = an_automation()
    assert cells(legato("automation", "ls")) == [["watch", id, "yes", "event", "do-nothing"]]
    for word, said, on in (("pause", "off", "no"), ("resume", "on", "yes"), ("disable", "off", "no")):
        assert legato("automation", word, "watch").strip() == f"Automation 'watch' is switched {said}."
        assert cells(legato("automation", "ls"))[0][2] == on
    legato("automation", "enable", "--id", id)
    assert json.loads(legato("automation", "inspect", "watch", "--json"))["enabled"] is True
    assert "name: watch" in legato("automation", "inspect", "--id", id, "--yaml")
    assert ["name", "watch"] in cells(legato("automation", "inspect", "watch"))
    other = an_automation()
    assert f"give the --id of one. {id}" in legato("automation", "inspect", "watch", code=1)
    legato("automation", "delete", "--id", other, "-y")
    assert "Give --yes" in legato("--no-prompt", "automation", "delete", "watch", code=1)
    assert legato("automation", "delete", "watch", "-y").strip() == "Automation 'watch' is deleted."


def test_progress_and_images_are_shown_as_what_they_are(legato: Run) -> None:
    address = "https://example.org/" + "long/" * 30 + "image.png"
    connect.send(CreateArtifact(key="load", type="progress", data=52.5))
    connect.send(CreateArtifact(key="plot", type="image", data=address))
    text = legato("artifact", "inspect", "load")
    assert "█" * 10 + "░" * 10 + " 52.5 %" in text
    assert address in legato("artifact", "inspect", "plot").replace("\n", "").replace(" ", "")
    (shown,) = json.loads(legato("artifact", "inspect", "load", "--output", "json"))
    assert (shown["type"], shown["data"]) == ("progress", 52.5)


def test_artifacts(legato: Run) -> None:
    old, new = (connect.send(CreateArtifact(key="report", type="markdown", data="x" * n)) for n in (3, 100))
    assert [row[:3] for row in cells(legato("artifact", "ls"))] == [[str(new.id), "report", "markdown"]]
    assert len(json.loads(legato("artifact", "ls", "--all", "-o", "json"))) == 2
    text = legato("artifact", "inspect", "report")
    assert text.index(str(new.id)) < text.index(str(old.id))
    assert f"{'x' * 80}…" in text
    assert len(json.loads(legato("artifact", "inspect", "report", "--limit", "1", "-o", "json"))) == 1
    assert "Give --yes" in legato("--no-prompt", "artifact", "delete", "report", code=1)
    assert str(new.id) in legato("artifact", "delete", "report", "-y")
    assert str(old.id) in legato("artifact", "delete", "--id", str(old.id), "-y")


@pytest.mark.slow
@pytest.mark.parametrize("place", ["terminal", "file", "nowhere"])
def test_events_are_told_as_they_happen(
    legato: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    file = tmp_path / ("no/events" if place == "nowhere" else "events")
    options = [] if place == "terminal" else ["--output-file", str(file)]
    is_over = threading.Event()

    def happen(api_url: str) -> None:
        transport = HttpTransport(api_url)
        resource: dict[str, Any] = {"prefect.resource.id": "door.1"}
        while not is_over.wait(0.1):  # until somebody listens
            event = Event(id=uuid7(), occurred=clock.now(), event="door.opened", resource=resource)
            transport.send(CreateEvents(events=[event]))
        transport.close()

    with serving(home) as running:
        monkeypatch.setenv("LEGATO_API_URL", running.api_url)
        thread = threading.Thread(target=happen, args=(running.api_url,))
        thread.start()
        try:
            text = legato("event", "stream", "--run-once", *options, code=1 if place == "nowhere" else 0)
        finally:
            is_over.set()
            thread.join()
    if place == "nowhere":
        assert "cannot be written" in text
    else:
        told = text if place == "terminal" else file.read_text()
        assert json.loads(told.splitlines()[0])["event"] == "door.opened"
