"""Every operation answers a body that means harm, or nothing, quickly and politely."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
import msgspec
import pytest

from legato.contract.openapi import operations
from legato.contract.request import Request, operation
from tests.contract.serving import serving

NOBODY = UUID(int=7)
HUNG = 5.0
# What is no JSON is refused before anything else is looked at.
BROKEN = {
    "nothing closed": b'{"a": [',
    "deep": b'{"flow_runs":' * 10_000,
    "deep lists": b"[" * 100_000,
    "not a number": b'{"a": NaN}',
    "half a surrogate": b'{"a": "\\ud800"}',
}
ODD = {
    "a number beyond all where nobody looks": b'{"a": 1e999}',
    "not UTF-8 where nobody looks": b'{"a": "\xff"}',
    "a text": b'"x"',
    "a number": b"1",
    "a list of lists": b"[[]]",
    "an unknown field": b'{"nobody": 1}',
    "a hundred thousand fields": msgspec.json.encode({f"f{n}": n for n in range(100_000)}),
}
WRONG: list[Any] = [[], {"a": {}}, -(2**70), "x" * 100_000, [str(uuid4()) for _ in range(10_000)], "\u0000"]
WITH_BODY = sorted(
    (kind for kind in operations() if operation(kind).body_fields or kind.body), key=lambda kind: kind.__name__
)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A server for all of them: none does harm to it, and so to the next."""
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEGATO_HOME", str(home))
        with serving(home) as running, httpx2.Client(base_url=running.api_url, timeout=20) as client:
            yield client


def quickly(api: httpx2.Client, kind: type[Request[Any]], body: bytes) -> httpx2.Response:
    """The answer to a body, which one of three times takes less than a tenth of a second of this process's work.

    The server is in this process, and what else the machine has to do does not count.
    """
    path = kind.path
    for name in operation(kind).path_fields:
        path = path.replace(f"{{{name}}}", str(NOBODY))
    worked = []
    for _ in range(3):
        begin, start = time.monotonic(), time.process_time()
        answer = api.request(kind.method, path, content=body)
        worked.append(time.process_time() - start)
        assert time.monotonic() - begin < HUNG, f"{kind.__name__} hangs for {body[:60]!r}"
        if worked[-1] < 0.1:
            break
    assert min(worked) < 0.1, f"{kind.__name__}: {worked} for {body[:60]!r}"
    return answer


def fine(answer: httpx2.Response) -> bool:
    return answer.status_code < 500 and "Traceback" not in answer.text


@pytest.mark.parametrize("kind", WITH_BODY, ids=lambda kind: kind.__name__)
def test_what_is_no_json_is_refused(api: httpx2.Client, kind: type[Request[Any]]) -> None:
    for what, body in BROKEN.items():
        answer = quickly(api, kind, body)
        assert (answer.status_code, fine(answer)) == (422, True), f"{what}: {answer.status_code} {answer.text[:300]}"
        assert answer.json()["exception_message"] == "Invalid request received."


@pytest.mark.parametrize("kind", WITH_BODY, ids=lambda kind: kind.__name__)
def test_what_does_not_fit_does_no_harm(api: httpx2.Client, kind: type[Request[Any]]) -> None:
    for what, body in ODD.items():
        answer = quickly(api, kind, body)
        assert fine(answer), f"{what}: {answer.status_code} {answer.text[:300]}"
    fields = [kind.body] if kind.body else operation(kind).body_fields
    for name in fields:
        for wrong in WRONG:
            body = msgspec.json.encode(wrong if kind.body else {name: wrong})
            answer = quickly(api, kind, body)
            assert fine(answer), f"{name}={str(wrong)[:50]}: {answer.status_code} {answer.text[:300]}"
