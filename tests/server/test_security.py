"""Foreign pages get nothing, and our own are kept from harm."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from legato.server.security import is_loopback
from legato.settings import LEGATO_SERVER_CORS_ALLOWED_ORIGINS
from tests.contract.serving import Running, serving

EVIL = "https://evil.example"


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    with serving(home) as running:
        yield running


def test_a_foreign_page_cannot_change_anything(running: Running) -> None:
    for headers in ({"origin": EVIL}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        answer = httpx2.post(f"{running.api_url}/flows/", json={"name": "x"}, headers=headers)
        assert answer.status_code == 403
    own = httpx2.post(f"{running.api_url}/flows/", json={"name": "x"}, headers={"origin": running.url})
    assert own.status_code == 201


def test_a_foreign_page_cannot_read_what_it_asks_for(running: Running) -> None:
    answer = httpx2.get(f"{running.api_url}/hello", headers={"origin": EVIL})
    assert "access-control-allow-origin" not in answer.headers
    probe = httpx2.options(
        f"{running.api_url}/flows/", headers={"origin": EVIL, "access-control-request-method": "POST"}
    )
    assert "access-control-allow-origin" not in probe.headers


def test_a_page_that_is_allowed_may_use_the_api(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEGATO_SERVER_CORS_ALLOWED_ORIGINS.name, EVIL)
    with serving(home) as running:
        answer = httpx2.post(f"{running.api_url}/flows/", json={"name": "x"}, headers={"origin": EVIL})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (201, EVIL)
        other = httpx2.post(f"{running.api_url}/flows/", json={"name": "x"}, headers={"origin": "https://b.example"})
        assert other.status_code == 403


def test_a_name_that_was_bent_to_this_machine_is_refused(running: Running) -> None:
    assert httpx2.get(f"{running.api_url}/hello", headers={"host": "evil.example"}).status_code == 403
    assert httpx2.get(f"{running.api_url}/hello", headers={"host": "localhost:4200"}).status_code == 200


def test_a_name_that_is_none_is_refused(running: Running) -> None:
    for headers in ({"host": "0[x"}, {"host": "]x["}, {"origin": "http://[x"}):
        assert httpx2.post(f"{running.api_url}/flows/", json={"name": "x"}, headers=headers).status_code == 403


def test_pages_carry_a_policy(running: Running) -> None:
    for path in ("/", "/docs", "/api/docs"):
        page = httpx2.get(running.url + path)
        assert page.status_code == 200
        policy = page.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "script-src" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"


def test_pages_load_nothing_from_elsewhere(running: Running) -> None:
    assert "//" not in httpx2.get(f"{running.url}/docs").text.replace("<!doctype", "")


@pytest.mark.parametrize(
    "path", ["/../pyproject.toml", "/%2e%2e/pyproject.toml", "/..%2fpyproject.toml", "//etc/passwd"]
)
def test_no_file_outside_the_interface_is_given(running: Running, path: str) -> None:
    text = httpx2.get(running.url + path).text
    assert "[project]" not in text
    assert "root:" not in text


def test_an_unknown_path_of_the_api_is_not_a_page(running: Running) -> None:
    assert httpx2.get(f"{running.api_url}/nothing").json() == {"detail": "Not Found"}
    assert httpx2.get(f"{running.url}/runs/some/page").headers["content-type"].startswith("text/html")


def test_the_interface_is_told_where_the_api_is(running: Running) -> None:
    assert httpx2.get(f"{running.url}/ui-settings").json()["api_url"] == running.api_url


def test_the_description_is_served(running: Running) -> None:
    for path in ("/openapi.json", "/api/openapi.json"):
        assert "/api/flow_runs/{id}" in httpx2.get(running.url + path).json()["paths"]


@pytest.mark.parametrize(
    ("host", "is_safe"),
    [
        *[(host, True) for host in ("127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.53")],
        *[(host, False) for host in ("0.0.0.0", "10.0.0.1", "legato.example", "")],
    ],
)
def test_loopback_addresses_are_known(host: str, is_safe: bool) -> None:
    assert is_loopback(host) is is_safe
