"""Messages by blocks as they are kept: what a process without their classes does."""

import subprocess
import sys

import pytest

from legato.exceptions import AddressRefused
from legato.notify import blocks
from tests.listening import listening


def test_a_document_is_enough_to_send_by() -> None:
    with listening() as listener:
        data = {"name": "n", "url": f"{listener.url}/{{{{k}}}}", "json_data": {"t": "{{body}}"}, "secrets": {"k": "v"}}
        assert blocks.send("custom-webhook", data, "text", "subject") is None
        listener.status = 500
        assert blocks.send("custom-webhook", data, "text") == "The webhook 'n' answered 500."
        blocks.call_webhook({"url": listener.url, "method": "PUT"}, {"a": 1})
        assert [(one.method, one.path, one.json) for one in listener.asked] == [
            ("POST", "/v", {"t": "text"}),
            ("POST", "/v", {"t": "text"}),
            ("PUT", "/", {"a": 1}),
        ]
        for call in (
            lambda: blocks.call_webhook({"url": listener.url, "allow_private_urls": False}, None),
            lambda: blocks.send("slack-webhook", {"url": listener.url, "allow_private_urls": False}, "text"),
        ):
            with pytest.raises(AddressRefused):
                call()
        assert len(listener.asked) == 3


def test_other_types_send_no_messages() -> None:
    assert blocks.can_send("slack-webhook")
    assert not blocks.can_send("secret")
    with pytest.raises(KeyError):
        blocks.send("secret", {"value": "x"}, "text")


def test_nothing_heavy_is_loaded_before_a_message_is_sent() -> None:
    program = (
        "import legato.notify.blocks, sys; print(*{'pydantic', 'apprise', 'httpx2', 'requests'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
