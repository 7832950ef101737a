"""Secrets are masked in whatever form they appear, and nothing else is."""

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, SecretBytes, SecretStr

from legato import clock, flow, secrecy, task
from legato.schemas.journal import ArtifactMade, Entry, FlowRunCreated, LogWritten, StateEntered, TaskRunCreated
from legato.schemas.states import StateType
from legato.secrecy import MASK, masked, masked_data, remember
from legato.task_runners import ProcessPoolTaskRunner
from legato.transport.journal import encode
from tests.recorded import log_lines, the_flow_run

SECRET = 'sk-"7/+ä canary\\n%'


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    secrecy.forget()
    yield
    secrecy.forget()


def forms(secret: str) -> dict[str, str]:
    content = secret.encode()
    return {
        "as it is": secret,
        "in Python": repr([secret])[2:-2],
        "in an address": quote(secret, safe=""),
        "in a path": quote(secret),
        "in a query": quote_plus(secret),
        "in JSON": json.dumps(secret)[1:-1],
        "in readable JSON": json.dumps(secret, ensure_ascii=False)[1:-1],
        "in JSON in JSON": json.dumps(json.dumps(secret))[3:-3],
        "in base64": base64.b64encode(content).decode(),
        "in a header": base64.b64encode(b"user:" + content + b":x").decode(),
        "in base64 for addresses": base64.urlsafe_b64encode(b"name:" + content).decode(),
    }


@pytest.mark.parametrize("form", forms(SECRET))
def test_a_secret_is_masked(form: str) -> None:
    remember(SECRET)
    text = forms(SECRET)[form]
    assert text not in masked(f"before {text} after")
    assert masked("before after") == "before after"


@pytest.mark.parametrize("form", forms(SECRET))
def test_a_secret_is_masked_in_records(form: str) -> None:
    text = forms(SECRET)[form]
    line = LogWritten(uuid4(), clock.now(), uuid4(), None, "n", 20, f"before {text} after")
    other = LogWritten(uuid4(), clock.now(), uuid4(), None, "n", 20, "hello")
    before = encode([other])
    remember(SECRET)
    found = msgspec.json.decode(encode([line, other]), type=list[Entry])
    assert isinstance(found[0], LogWritten)
    assert text not in found[0].message
    assert MASK in found[0].message
    assert found[1] == other
    assert encode([other]) == before


@settings(deadline=None)
@given(st.text(min_size=4).filter(lambda text: len(text.strip()) >= 4), st.text(), st.text())
def test_any_secret_is_masked_in_any_text(secret: str, before: str, after: str) -> None:
    secrecy.forget()
    remember(secret)
    text = before + secret + after
    assert secret not in masked(text) or secret in MASK * 3
    entry = LogWritten(uuid4(), clock.now(), None, None, "n", 20, text)
    (found,) = msgspec.json.decode(encode([entry]), type=list[Entry])
    assert found.message == masked(text.encode("utf-8", "replace").decode())  # type: ignore[union-attr]


@pytest.mark.parametrize("value", ["", "abc", "   a   ", None, b"x"])
def test_what_is_short_is_let_through(value: Any) -> None:
    remember(value)
    assert masked("abc   a   x") == "abc   a   x"
    assert secrecy.known() == frozenset()


def test_data_is_masked_at_any_depth() -> None:
    remember("hunter2x")
    data = {"a": ["say hunter2x", {"hunter2x": 1, "n": None, "t": True, "f": 1.5}], "b": ("x", 12345)}
    assert masked_data(data) == {"a": [f"say {MASK}", {MASK: 1, "n": None, "t": True, "f": 1.5}], "b": ["x", 12345]}
    remember("12345")
    assert masked_data(data)["b"] == ["x", MASK]


@pytest.mark.parametrize("secret", ["true", "null", "2026", "flow_run", "COMPLETED", "state", "0000", '","', "]],["])
def test_a_secret_that_is_a_word_of_records_leaves_them_whole(secret: str) -> None:
    run = FlowRunCreated(uuid4(), clock.now(), "flow_run", "2026 name", {"true": None, "n": [True, 2026]}, ["null"])
    entries: list[Entry] = [
        run,
        TaskRunCreated(uuid4(), clock.now(), run.id, "state", "0", "COMPLETED"),
        StateEntered(run.id, uuid4(), clock.now(), StateType.COMPLETED, "state", message="COMPLETED in 2026"),
        ArtifactMade(uuid4(), clock.now(), "null", "table", None, [[1, "0000"]], {"true": "null"}),
    ]
    remember(secret)
    found = msgspec.json.decode(encode(entries), type=list[Entry])
    assert [type(entry) for entry in found] == [type(entry) for entry in entries]
    assert found[0].id == run.id  # type: ignore[union-attr]
    assert found[2].type is StateType.COMPLETED  # type: ignore[union-attr]


def test_lines_of_a_long_secret_are_masked_one_by_one() -> None:
    remember("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nabc\n-----END KEY-----")
    assert masked("at MIIEvQIBADANBgkqhkiG9w0!") == f"at {MASK}!"
    assert masked("-----BEGIN KEY-----") == "-----BEGIN KEY-----"


def test_secret_settings_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATO_API_KEY", "api-key-canary")
    monkeypatch.setenv("LEGATO_SERVER_ENCRYPTION_KEY", "first-key,second-key")
    monkeypatch.setenv("LEGATO_API_DATABASE_CONNECTION_URL", "postgresql://me:pass%21word@db/legato")
    secrecy.remember_settings()
    assert secrecy.known() == {"api-key-canary", "first-key", "second-key", "pass%21word", "pass!word"}
    assert masked("postgresql://me:pass%21word@db/legato") == f"postgresql://me:{MASK}@db/legato"


class Login(BaseModel):
    user: str
    password: SecretStr


def test_secret_parameters_are_masked_wherever_they_appear(capfd: pytest.CaptureFixture[str]) -> None:
    @flow(log_prints=True)
    def main(login: Login, token: SecretStr, more: dict[str, SecretBytes]) -> None:
        print(login.password.get_secret_value(), token.get_secret_value(), more["k"].get_secret_value())

    main(Login(user="me", password=SecretStr("swordfish")), SecretStr("tok-en-9"), {"k": SecretBytes(b"byt-es-9")})
    run = the_flow_run()
    assert run.parameters["token"] == run.parameters["login"]["password"] == "**********"
    assert f"{MASK} {MASK} b'{MASK}'" in log_lines(run)
    console = capfd.readouterr()
    everything = msgspec.json.encode(run).decode() + console.err + console.out
    assert [word for word in ("swordfish", "tok-en-9", "byt-es-9") if word in everything] == []


def test_processes_of_tasks_mask_what_they_and_the_flow_know(capfd: pytest.CaptureFixture[str]) -> None:
    @task(log_prints=True)
    def work() -> None:
        secrecy.remember("of-the-task")
        print("of-the-flow", "of-the-task")
        raise ValueError("not of-the-task")

    @flow(task_runner=ProcessPoolTaskRunner(1))
    def main() -> None:
        secrecy.remember("of-the-flow")
        work.submit().wait()

    main(return_state=True)  # type: ignore[call-arg]
    lines = log_lines(the_flow_run())
    assert f"{MASK} {MASK}" in lines
    assert [line for line in lines if "of-the" in line] == []
    assert "of-the" not in capfd.readouterr().err
