"""Prefect's own commands for variables, artifacts, limits and blocks."""

from typing import Any

from checks.command_line import made, prefect, rows
from checks.scene import answers, new_name, new_word, plain, raw
from prefect.cli import app
from typer.testing import CliRunner


def said(*arguments: object) -> list[Any]:
    """The exit code and the words of a command, all of whose questions are answered with yes."""
    words = [str(argument) for argument in arguments]
    result = CliRunner().invoke(app, words, input="y\n", catch_exceptions=False)
    return [result.exit_code, plain(" ".join(result.output.split()))]


def asked(method: str, path: str, **body: Any) -> Any:
    """What the API answers."""
    return made(lambda client: raw(client, method, path, **({"json": body} if body else {})))[1]


def tells(output: str, *words: str) -> list[str]:
    """The words that are in an output."""
    return [plain(word) for word in words if word in " ".join(output.split())]


@answers([["blue", "warm", "colour_<new>"], ["colour_<new>"], [0, "Deleted variable 'colour_<new>'."], 1, 1])
def a_variable_is_listed_inspected_and_deleted() -> object:
    name = new_word("colour")
    asked("POST", "/variables/", name=name, value="blue", tags=["warm"])
    return [
        tells(prefect("variable", "inspect", name)[1], "blue", "warm", name),
        [row[0] for row in rows(prefect("variable", "ls", "--limit", 200)[1]) if row[0] == plain(name)][:1],
        said("variable", "delete", name),
        said("variable", "inspect", name)[0],
        said("variable", "delete", name)[0],
    ]


@answers([0, 3, 0, [["tag-<new>", "<id>"]], 0, 0, 1, 1])
def a_limit_by_tag_is_kept() -> object:
    tag = new_name("tag")
    return [
        said("concurrency-limit", "create", tag, 3)[0],
        asked("GET", f"/concurrency_limits/tag/{tag}")["concurrency_limit"],
        said("concurrency-limit", "inspect", tag)[0],
        [row[:2] for row in rows(prefect("concurrency-limit", "ls", "--limit", 200)[1]) if row[0] == plain(tag)][:1],
        said("concurrency-limit", "reset", tag)[0],
        said("concurrency-limit", "delete", tag)[0],
        said("concurrency-limit", "inspect", tag)[0],
        said("concurrency-limit", "delete", tag)[0],
    ]


@answers([0, 5, 0, 7, 0, False, 0, True, ["limit-<new>", "7"], ["limit-<new>"], 0, 1, 1])
def a_global_limit_is_kept() -> object:
    name = new_name("limit")
    path = f"/v2/concurrency_limits/{name}"
    group = "global-concurrency-limit"
    seen = [said(group, "create", name, "--limit", 5, "--slot-decay-per-second", 0.5)[0], asked("GET", path)["limit"]]
    seen += [said(group, "update", name, "--limit", 7)[0], asked("GET", path)["limit"]]
    seen += [said(group, "disable", name)[0], asked("GET", path)["active"]]
    seen += [said(group, "enable", name)[0], asked("GET", path)["active"]]
    seen += [tells(prefect(group, "inspect", name)[1], name, "7"), tells(prefect(group, "ls")[1], name)]
    return [*seen, said(group, "delete", name)[0], said(group, "inspect", name)[0], said(group, "delete", name)[0]]


@answers([[["report-<new>", "markdown"]], ["# one", "# two", "report-<new>"], 0, 0, 1, 0])
def artifacts_are_listed_inspected_and_deleted() -> object:
    key = new_name("report")
    one = asked("POST", "/artifacts/", key=key, type="markdown", data="# one")
    asked("POST", "/artifacts/", key=key, type="markdown", data="# two")
    return [
        [row[1:3] for row in rows(prefect("artifact", "ls")[1]) if row[1] == plain(key)][:1],
        tells(prefect("artifact", "inspect", key)[1], "# one", "# two", key),
        said("artifact", "delete", "--id", one["id"])[0],
        said("artifact", "delete", key)[0],
        said("artifact", "inspect", key)[0],
        len(asked("POST", "/artifacts/filter", artifacts={"key": {"any_": [key]}})),
    ]


@answers([[0, True], ["secret/secret-<new>"], ["secret-<new>", "Secret", "********"], 0, 1, 1])
def blocks_are_registered_listed_inspected_and_deleted() -> object:
    name = new_name("secret")
    registered = said("block", "register", "-m", "prefect.blocks.system")
    block_type = asked("GET", "/block_types/slug/secret")
    schema = asked("POST", "/block_schemas/filter", block_schemas={"block_type_id": {"any_": [block_type["id"]]}})[0]
    body = {"name": name, "data": {"value": "x"}, "block_type_id": block_type["id"], "block_schema_id": schema["id"]}
    asked("POST", "/block_documents/", **body)
    return [
        [registered[0], "Successfully registered" in registered[1]],
        tells(prefect("block", "ls")[1], f"secret/{name}"),
        tells(prefect("block", "inspect", f"secret/{name}")[1], name, "Secret", "********"),
        said("block", "delete", f"secret/{name}")[0],
        said("block", "inspect", f"secret/{name}")[0],
        said("block", "delete", f"secret/{name}")[0],
    ]


@answers([["crate-<new>"], ["crate-<new>"], 0, 1, 1, 0, 1])
def block_types_are_listed_inspected_and_deleted() -> object:
    slug = new_name("crate")
    asked("POST", "/block_types/", name=slug, slug=slug, description="A box.")
    return [
        tells(prefect("block", "type", "ls")[1], slug),
        tells(prefect("block", "type", "inspect", slug)[1], slug, "A box."),
        said("block", "type", "delete", slug)[0],
        said("block", "type", "inspect", slug)[0],
        said("block", "type", "delete", "secret")[0],
        said("block", "create", "secret")[0],
        said("block", "create", slug)[0],
    ]
