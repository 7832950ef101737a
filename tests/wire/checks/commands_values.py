"""Prefect's own commands about artifacts, variables, limits and automations."""

from typing import Any

from checks.automations import new_automation
from checks.command_line import made, prefect
from checks.scene import answers, new_name, new_word, raw
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import ArtifactCreate, VariableCreate
from prefect.settings import PREFECT_EXPERIMENTAL_EVENTS, temporary_settings


def codes(*commands: list[Any]) -> list[int]:
    """The exit codes of commands, whose questions are all answered by yes."""
    return [prefect(*command, typed="y\n")[0] for command in commands]


def says(word: str, *command: Any) -> list[Any]:
    """The exit code of a command, and whether it printed a word."""
    code, output = prefect(*command)
    return [code, word in output]


@answers([[0, True], [0], [0, True], [1], [0, 1], 1, [0, 1, 1]])
def artifacts_are_listed_inspected_and_deleted() -> object:
    key = new_name("report")
    ids = [
        made(lambda client, data=data: client.create_artifact(ArtifactCreate(key=key, data=data, type="markdown"))).id
        for data in ("old", "new")
    ]
    return [
        says(key, "artifact", "ls", "--limit", 200),
        codes(["artifact", "ls", "--all"]),
        says("'old'", "artifact", "inspect", key),
        codes(["artifact", "inspect", new_name("none")]),
        codes(["artifact", "delete", "--id", ids[0]], ["artifact", "delete", "--id", ids[0]]),
        prefect("artifact", "delete", key, typed="n\n")[0],
        codes(["artifact", "delete", key], ["artifact", "delete", key], ["artifact", "delete"]),
    ]


@answers([[0, True], [0, True], [0, 1, 1]])
def variables_are_listed_inspected_and_deleted() -> object:
    name = new_word("x")
    made(lambda client: client.create_variable(VariableCreate(name=name, value="v4lue", tags=["a"])))
    return [
        says(name, "variable", "ls", "--limit", 200),
        says("v4lue", "variable", "inspect", name),
        codes(["variable", "delete", name], ["variable", "delete", name], ["variable", "inspect", name]),
    ]


@answers([[0], 1, [0, True], [0, True], [0], 0, [0, 1], [1]])
def limits_by_tag_are_made_shown_reset_and_deleted() -> object:
    tag = new_name("tag")

    async def override(client: PrefectClient) -> None:
        await client.reset_concurrency_limit_by_tag(tag, ["00000000-0000-0000-0000-000000000007"])

    async def slots(client: PrefectClient) -> int:
        return len((await client.read_concurrency_limit_by_tag(tag)).active_slots)

    first = codes(["concurrency-limit", "create", tag, 3])
    made(override)
    held = made(slots)
    return [
        first,
        held,
        says(tag, "concurrency-limit", "ls", "--limit", 200),
        says(tag, "concurrency-limit", "inspect", tag),
        codes(["concurrency-limit", "reset", tag]),
        made(slots),
        codes(["concurrency-limit", "delete", tag], ["concurrency-limit", "delete", tag]),
        codes(["concurrency-limit", "inspect", tag]),
    ]


@answers(
    [
        [0],
        [3, True, 0, 0.5],
        [0, [3, False, 0, 0.5]],
        [0, [3, True, 0, 0.5]],
        [0, [7, True, 2, 0.5]],
        [0, [7, False, 2, 0.5]],
        [0, True],
        [0, True],
        [0, 1, 1],
        [0, 1, 1, 1],
    ]
)
def global_limits_are_made_shown_changed_and_deleted() -> object:
    name, noun = new_name("limit"), "global-concurrency-limit"

    async def read(client: PrefectClient) -> list[Any]:
        limit = await client.read_global_concurrency_limit_by_name(name)
        return [limit.limit, limit.active, limit.active_slots, limit.slot_decay_per_second]

    found: list[Any] = [codes([noun, "create", name, "--limit", 3, "--slot-decay-per-second", 0.5]), made(read)]
    for command in (
        ["disable", name],
        ["enable", name],
        ["update", name, "--limit", 7, "--active-slots", 2],
        ["update", name, "--disable"],
    ):
        found.append([prefect(noun, *command)[0], made(read)])
    return [
        *found,
        says(name, noun, "inspect", name),
        says('"limit": 7', noun, "inspect", name, "--output", "json"),
        codes([noun, "ls"], [noun, "create", name, "--limit", 1], [noun, "update", name]),
        codes([noun, "delete", name], [noun, "delete", name], [noun, "inspect", name], [noun, "enable", name]),
    ]


@answers([[0, False], [0, True], [0, False], [0, True], [0, True], [0, True], [0, True], [0, 1, 1], [0, 1]])
def automations_are_listed_inspected_switched_and_deleted() -> object:
    automation = made(new_automation)
    name, noun = automation["name"], "automation"

    async def enabled(client: PrefectClient) -> bool:
        return bool((await raw(client, "GET", f"/automations/{automation['id']}"))[1]["enabled"])

    found: list[Any] = []
    with temporary_settings({PREFECT_EXPERIMENTAL_EVENTS: True}):
        for verb in ("pause", "resume", "disable", "enable"):
            found.append([prefect(noun, verb, name)[0], made(enabled)])
        found.append(says(name, noun, "inspect", name))
        found.append(says(f"name: {name}", noun, "inspect", name, "--yaml"))
        found.append(says(f'"{name}"', noun, "inspect", "--id", automation["id"], "--json"))
        found.append(codes([noun, "ls"], [noun, "inspect", new_name("none")], [noun, "pause", new_name("none")]))
        found.append(codes([noun, "delete", name], [noun, "delete", name]))
    return found
