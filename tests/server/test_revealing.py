"""Whoever is shown secrets is in the server's log."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from legato import connect
from legato.blocks.core import Block
from legato.blocks.system import Secret
from legato.contract.block_documents import ReadBlockDocuments
from legato.contract.block_types import ReadBlockDocumentByName
from tests.processes import server


class Chest(Block):
    secret: Secret


@pytest.mark.slow
def test_secrets_that_are_shown_are_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with server(tmp_path) as running:
        monkeypatch.setenv("LEGATO_API_URL", running.api_url)
        secret = Secret(value=SecretStr("hush-hush"))
        id = secret.save("mine")
        chest_id = Chest(secret=secret).save("box")
        connect.send(ReadBlockDocumentByName(slug="secret", block_document_name="mine"))
        connect.send(ReadBlockDocuments())
        assert "Secrets shown" not in running.log.read_text()
        Secret.load("mine")
        Chest.load("box")
        connect.send(ReadBlockDocuments(include_secrets=True))
        log = running.log.read_text()
    lines = [line for line in log.splitlines() if "Secrets shown to" in line]
    assert len(lines) == 3
    assert all(re.search(r"Secrets shown to 127\.0\.0\.1 \('python-httpx", line) for line in lines)
    assert [f"'secret/mine' ({id})" in line for line in lines] == [True, True, True]
    assert [f"'chest/box' ({chest_id})" in line for line in lines] == [False, True, True]
    assert "hush-hush" not in log
