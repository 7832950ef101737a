"""Classes for integrations to stand on."""

import asyncio
import logging
from typing import Any

import pytest

from legato import flow
from legato.blocks.abstract import CredentialsBlock, DatabaseBlock, JobBlock, JobRun, SecretBlock
from legato.either_way import settled


class Ticket(JobRun[int]):
    def wait_for_completion(self) -> None:
        """Wait for nothing."""
        self.logger.info("waited")

    async def fetch_result(self) -> int:
        """Return it."""
        return 7


class Counter(JobBlock):
    async def trigger(self) -> Ticket:
        """Start it."""
        return Ticket()


class Rows(DatabaseBlock):
    rows: list[int] = [1, 2, 3]

    def fetch_one(self, operation: str, parameters: Any = None, **_: Any) -> int:
        """Return the first."""
        return self.rows[0]

    def fetch_many(self, operation: str, parameters: Any = None, size: int | None = None, **_: Any) -> list[int]:
        """Return some."""
        return self.rows[:size]

    def fetch_all(self, operation: str, parameters: Any = None, **_: Any) -> list[int]:
        """Return all."""
        return self.rows

    def execute(self, operation: str, parameters: Any = None, **_: Any) -> None:
        """Do nothing."""

    def execute_many(self, operation: str, seq_of_parameters: Any, **_: Any) -> None:
        """Do nothing."""


class Vault(SecretBlock):
    def read_secret(self) -> bytes:
        """Return it."""
        return b"hush"

    def write_secret(self, secret_data: bytes) -> str:
        """Say where."""
        return "there"


def test_methods_may_be_functions_or_async(heard: pytest.LogCaptureFixture) -> None:
    run = settled(Counter().trigger())
    with heard.at_level(logging.INFO, "legato.Ticket"):
        settled(run.wait_for_completion())
    assert "waited" in heard.text
    assert settled(run.fetch_result()) == 7
    assert settled(Vault().read_secret()) == b"hush"


def test_a_job_logs_for_the_run_it_is_part_of(heard: pytest.LogCaptureFixture) -> None:
    @flow
    def main() -> str:
        Ticket().wait_for_completion()
        return str(Ticket().logger.name)

    assert main() == "legato.flow_runs"


def test_a_database_closes_itself_only_where_its_class_says_how() -> None:
    async def main() -> None:
        async with Rows():
            pass

    assert Rows().fetch_many("", size=2) == [1, 2]
    with pytest.raises(NotImplementedError, match="Rows does not support context"), Rows():
        pass
    with pytest.raises(NotImplementedError, match="asynchronous"):
        asyncio.run(main())


def test_what_a_class_has_to_say_is_asked_for() -> None:
    with pytest.raises(TypeError, match="get_client"):
        CredentialsBlock()  # type: ignore[abstract]
