"""Blocks: their types, schemas and documents over the wire, and Prefect's own block classes."""

import pytest

from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]

KINDS = ("block_types", "block_schemas", "block_documents", "block_references")


@pytest.mark.parametrize("check", checks(*KINDS), ids=str)
def test_a_block_is_kept_as_prefect_keeps_it(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("block_classes"), ids=str)
def test_a_block_class_of_prefect_is_saved_and_loaded(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected
