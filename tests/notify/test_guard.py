"""Addresses that are not called where only public ones may be."""

import contextlib
import logging
import socket
import threading
from collections.abc import Iterator

import httpx2
import pytest

from legato.exceptions import AddressRefused
from legato.notify import guard
from legato.notify.calling import call
from tests.listening import Listener, listening

PRIVATE = [
    "http://127.0.0.1/",
    "http://127.0.0.1.:80/",
    "http://localhost:4200/api",
    "http://[::1]/",
    "http://[::]/",
    "http://0.0.0.0/",
    "http://0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.8/",
    "http://172.16.3.4/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[ff02::1]/",
    "http://224.0.0.1/",
    "http://user:password@127.0.0.1/",
    "HTTP://LOCALHOST/",
]


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server on this machine, which nobody is to reach."""
    with listening() as listener:
        yield listener


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises(AddressRefused):
        guard.check(url)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://8.8.8.8/", "gopher://8.8.8.8/", "//8.8.8.8/", "8.8.8.8", "", "http://", "http://[x/"],
)
def test_only_addresses_of_http_are_called(url: str) -> None:
    with pytest.raises(AddressRefused, match=r"Only addresses with|no address"):
        guard.check(url)


@pytest.mark.parametrize("url", ["http://8.8.8.8/", "https://[2001:4860:4860::8888]/x", "http://[64:ff9b::808:808]/"])
def test_public_addresses_are_not_refused(url: str) -> None:
    guard.check(url)


def test_a_name_without_an_address_is_refused() -> None:
    with pytest.raises(AddressRefused, match="cannot be found"):
        guard.check("http://nothing.invalid/")


def test_a_refusal_tells_the_host_and_is_logged(heard: pytest.LogCaptureFixture) -> None:
    with (
        heard.at_level(logging.WARNING),
        pytest.raises(AddressRefused, match=r"'127\.1' is 127\.0\.0\.1, which is private") as e,
    ):
        guard.check("http://me:hush@127.1/path?token=hush")
    assert "hush" not in str(e.value) + heard.text
    assert "127.0.0.1" in heard.text


def test_a_connection_is_judged_by_the_address_it_is_made_to(listener: Listener) -> None:
    """As after a name was switched between being looked up and being called."""
    with pytest.raises(AddressRefused, match="127"), guard.only_public():
        socket.create_connection(("127.0.0.1", listener.port))
    with pytest.raises(AddressRefused), guard.only_public(), httpx2.Client() as client:
        client.get(listener.url)
    assert listener.asked == []


def test_a_name_that_is_switched_to_a_private_address_is_refused(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, looked_up = socket.getaddrinfo, []

    def switching(host: str, port: int, *more: object, **named: object) -> object:
        looked_up.append(host)
        place = "93.184.215.14" if len(looked_up) == 1 else "127.0.0.1"
        return real(place, listener.port, type=socket.SOCK_STREAM)

    monkeypatch.setattr(socket, "getaddrinfo", switching)
    with pytest.raises(AddressRefused, match="127"):
        call("POST", f"http://rebinding.example:{listener.port}/", allow_private=False)
    assert looked_up[:2] == ["rebinding.example"] * 2
    assert listener.asked == []


def test_what_the_code_within_swallows_is_told_all_the_same(listener: Listener) -> None:
    with pytest.raises(AddressRefused), guard.only_public(), contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", listener.port))


def test_local_sockets_are_refused() -> None:
    with pytest.raises(AddressRefused), guard.only_public(), socket.socket(socket.AF_UNIX) as one:
        one.connect("/run/some.sock")


def test_other_threads_and_later_code_connect_as_they_like(listener: Listener) -> None:
    is_done = threading.Event()

    def other() -> None:
        httpx2.get(listener.url)
        is_done.set()

    with guard.only_public():
        threading.Thread(target=other).start()
        assert is_done.wait(30)
    httpx2.get(listener.url)
    assert len(listener.asked) == 2


def test_networks_that_a_setting_names_are_called(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATO_WEBHOOK_ALLOWED_NETWORKS", "10.9.0.0/16, 127.0.0.0/8")
    assert call("GET", listener.url, allow_private=False).status_code == 200
    with pytest.raises(AddressRefused):
        guard.check("http://10.8.0.1/")


def test_nobody_follows_where_a_server_sends_its_callers(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATO_WEBHOOK_ALLOWED_NETWORKS", "127.0.0.0/8")
    listener.status, listener.headers = 302, {"Location": "http://169.254.169.254/"}
    assert call("GET", listener.url, allow_private=False).status_code == 302
    with pytest.raises(AddressRefused, match="169"), guard.only_public():
        httpx2.get(listener.url, follow_redirects=True)


def test_a_guarded_call_goes_through_no_proxy(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATO_WEBHOOK_ALLOWED_NETWORKS", "127.0.0.0/8")
    with listening() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        call("GET", listener.url, allow_private=False)
        assert (len(listener.asked), len(proxy.asked)) == (1, 0)
        call("GET", listener.url, allow_private=True)
        assert (len(listener.asked), len(proxy.asked)) == (1, 1)
