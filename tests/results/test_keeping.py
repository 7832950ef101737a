"""What tasks and flows return is kept as they ask: in the state, in a storage, or not at all; and found again."""

import asyncio
import threading
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from legato import connect, flow, task
from legato.contract.block_documents import ReadBlockDocument
from legato.exceptions import MissingResult
from legato.filesystems import LocalFileSystem
from legato.results import PersistedResult, memory, recent, storage
from legato.schemas.states import State
from legato.serializers import JSONSerializer
from legato.settings import (
    LEGATO_RESULTS_AUTOMATIC_LIMIT,
    LEGATO_RESULTS_MEMORY,
    LEGATO_RESULTS_PERSIST_BY_DEFAULT,
    temporary_settings,
)
from tests.recorded import the_flow_run, the_task_run

LIST = list(range(1_000))


def ran(value: Any, **options: Any) -> State[Any]:
    """The state of a task in a flow that returned a value."""

    @task(**options)
    def give() -> Any:
        return value

    @flow
    def around() -> State[Any]:
        return give(return_state=True)

    around(return_state=True)
    return the_task_run().state  # type: ignore[return-value]


def files(home: Path) -> list[Path]:
    return [path for path in (home / "storage").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "value", [None, True, 3, -1.5, "text", [1, [2, {"a": None}]], {"type": "literal", "value": 1}, {"ü": "\u20ac"}]
)
def test_a_small_value_is_carried_by_the_state(home: Path, value: Any) -> None:
    state = ran(value)
    assert state.data == {"type": "literal", "value": value}
    found = state.result()
    assert (found, type(found)) == (value, type(value))
    assert files(home) == []


@pytest.mark.parametrize(
    "value",
    [(1, 2), {1}, float("inf"), 2**60, "x" * 2_000, LIST, {1: 2}, b"x", [[[[1]]]], "a\0b", "\ud800", Path("/")],
    ids=repr,
)
def test_what_json_would_change_lies_in_the_storage(home: Path, value: Any) -> None:
    state = ran(value)
    assert state.data["type"] == "reference"
    assert state.data["storage_key"].startswith("recent/")
    assert len(files(home)) == 1
    found = state.result()
    assert (found, type(found)) == (value, type(value))


def test_asked_to_persist_all_but_nothing_and_truth_lie_in_the_storage(home: Path) -> None:
    assert ran(3, persist_result=True).data["type"] == "reference"
    assert len(files(home)) == 1


def test_asked_not_to_persist_nothing_is_kept(home: Path) -> None:
    state = ran(3, persist_result=False)
    assert state.data == {"type": "unpersisted"}
    with pytest.raises(MissingResult):
        state.result()


def test_a_key_is_made_of_parameters_and_of_the_run(home: Path) -> None:
    @task(result_storage_key="{flow_run.flow_name}/{task_run.task_name}-{parameters[x]}.json", result_serializer="json")
    def double(x: int) -> int:
        return 2 * x

    @flow(name="sums")
    def around() -> None:
        double(4)

    around()
    assert files(home) == [home / "storage" / "sums" / "double-4.json"]
    said = msgspec.json.decode(files(home)[0].read_bytes())
    assert (said["data"], said["serializer"]["type"]) == ("8", "json")


@pytest.mark.parametrize("key", ["../out", "/etc/out", "", "a/../../out", "{parameters[nobody]}", "{nobody}"])
def test_a_key_that_leads_out_of_the_storage_stores_nothing(home: Path, key: str) -> None:
    state = ran(LIST, result_storage_key=key)
    assert state.is_completed()
    assert state.data["type"] == "unpersisted"
    assert "Result not stored" in (state.message or "")
    assert files(home) == []


def cyclic() -> Any:
    ring: list[Any] = []
    ring.append(ring)
    return ring


@pytest.mark.parametrize(("value", "serializer"), [(threading.Lock(), "pickle"), (cyclic(), "json"), (1, "nobody")])
def test_what_cannot_be_stored_goes_on_in_memory(home: Path, value: Any, serializer: str) -> None:
    @task(persist_result=True, result_serializer=serializer)
    def give() -> Any:
        return value

    @flow(persist_result=False)
    def around() -> bool:
        return give() is value

    assert around() is True
    state = the_task_run().state
    assert state is not None
    assert (state.name, (state.message or "")[:18]) == ("Completed", "Result not stored:")
    with pytest.raises(MissingResult, match="not stored"):
        state.result()
    assert files(home) == []


@pytest.mark.parametrize("storage", ["local-file-system/nobody", "no-such-type/x"])
def test_a_storage_that_is_not_there_stores_nothing(storage: str) -> None:
    state = ran(LIST, result_storage=storage, persist_result=True)
    assert state.is_completed()
    assert state.data["artifact_description"].startswith("Result not stored: Unable to find block document")


def test_while_the_api_is_away_a_named_storage_stores_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEGATO_API_URL", "http://127.0.0.1:1/api")
    monkeypatch.setenv("LEGATO_CLIENT_MAX_RETRIES", "0")

    @task(persist_result=True, result_storage="local-file-system/results")
    def give() -> list[int]:
        return LIST

    @flow(persist_result=False)
    def around() -> State[Any]:
        return give(return_state=True)

    state: Any = around(return_state=True)
    assert state.result().result() == LIST
    assert "Result not stored" in state.result().message


def test_a_folder_that_takes_nothing_stores_nothing(home: Path) -> None:
    (home / "storage").write_text("in the way")
    state = ran(LIST)
    assert state.is_completed()
    assert "Cannot write" in state.data["artifact_description"]


def test_the_storage_is_a_block_that_others_find(home: Path) -> None:
    state = ran(LIST)
    document = connect.send(ReadBlockDocument(id=state.data["storage_block_id"]))
    assert (document.is_anonymous, document.data) == (True, {"basepath": str(home / "storage")})
    storage.forget()
    assert state.result() == LIST


def test_a_storage_block_and_a_serializer_are_shared_by_the_tasks_of_a_flow(home: Path, tmp_path: Path) -> None:
    block = LocalFileSystem(basepath=str(tmp_path / "results"))
    block.save("mine")

    @task(persist_result=True)
    def give() -> int:
        return 7

    @task(persist_result=True, result_serializer="pickle")
    def give_other() -> int:
        return 8

    @flow(result_storage="local-file-system/mine", result_serializer=JSONSerializer(), persist_result=True)
    def around() -> int:
        return give() + give_other()

    assert around() == 15
    kinds = {msgspec.json.decode(path.read_bytes())["serializer"]["type"] for path in (tmp_path / "results").iterdir()}
    assert kinds == {"json", "pickle"}
    assert files(home) == []
    found = the_flow_run().state
    assert found is not None
    storage.forget()
    assert found.result() == 15


def test_an_unsaved_block_of_users_is_saved_for_readers(tmp_path: Path) -> None:
    state = ran(LIST, result_storage=LocalFileSystem(basepath=str(tmp_path / "r")), persist_result=True)
    storage.forget()
    assert state.result() == LIST


def test_results_of_the_flow_itself_are_kept_where_it_is_a_part(home: Path) -> None:
    @flow
    def inner() -> list[int]:
        return LIST

    @flow
    def outer() -> list[int]:
        return inner()

    assert outer() == LIST
    assert len(files(home)) == 1  # running the outer one again would need the inner one's; nobody needs the outer one's


def test_without_memory_each_reader_gets_a_value_of_its_own() -> None:
    @task(cache_result_in_memory=False)
    def give() -> list[int]:
        return LIST

    @flow
    def around() -> tuple[bool, bool]:
        state: Any = give(return_state=True)
        assert isinstance(state.data, PersistedResult)
        return state.result() == LIST, state.result() is LIST

    assert around() == (True, False)


def test_large_results_leave_memory_and_are_read_again() -> None:
    with temporary_settings({LEGATO_RESULTS_MEMORY: 30_000}):
        memory.start_over()

        @task
        def give(n: int) -> bytes:
            return bytes([n]) * 10_000

        @flow
        def around() -> list[int]:
            futures = give.map(list(range(8)))
            states = [future.wait() for future in futures]
            assert memory.held() <= 30_000
            assert [state.data.has_cached_object() for state in states] != [True] * 8
            return [future.result()[0] for future in futures]

        assert around() == list(range(8))
    memory.start_over()


def test_a_file_that_is_lost_is_named() -> None:
    state = ran(LIST)
    key = state.data["storage_key"]
    for path in [storage.local_folder().folder / key]:
        path.unlink()
    with pytest.raises(MissingResult, match=key):
        state.result()


def test_results_nobody_asked_for_have_a_limit() -> None:
    with temporary_settings({LEGATO_RESULTS_AUTOMATIC_LIMIT: 10_000}):
        state = ran(b"x" * 20_000)
        assert "more than LEGATO_RESULTS_AUTOMATIC_LIMIT" in state.data["artifact_description"]
        assert state.message is None or "Result not stored" in state.message


@pytest.mark.parametrize(("setting", "kind"), [(True, "reference"), (False, "unpersisted"), (None, "literal")])
def test_the_setting_decides_where_nobody_says(setting: bool | None, kind: str) -> None:
    with temporary_settings({LEGATO_RESULTS_PERSIST_BY_DEFAULT: setting}):
        assert ran(5).data["type"] == kind


def test_an_exception_is_kept_where_it_is_asked_for() -> None:
    @task(persist_result=True)
    def fail() -> None:
        raise KeyError("nobody")

    @flow
    def around() -> None:
        fail(return_state=True)

    around(return_state=True)
    state = the_task_run().state
    assert state is not None
    with pytest.raises(KeyError, match="nobody"):
        state.result()
    assert isinstance(state.result(raise_on_failure=False), KeyError)


def test_results_of_async_tasks_are_kept() -> None:
    @task
    async def give() -> list[int]:
        return LIST

    @flow
    async def around() -> int:
        return len(await give())

    assert asyncio.run(around()) == 1_000  # type: ignore[arg-type]
    state = the_task_run().state
    assert state is not None
    assert state.result() == LIST


def test_days_long_past_are_swept(tmp_path: Path) -> None:
    for name in ("2026-01-01", "2026-02-27", "2026-03-01", "notes"):
        (tmp_path / "r" / name).mkdir(parents=True)
        (tmp_path / "r" / name / "x").write_text("x")
    recent.sweep(tmp_path / "r", date(2026, 3, 1))
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == ["2026-02-27", "2026-03-01", "notes"]
    recent.sweep(tmp_path / "nobody", date(2026, 3, 1))
