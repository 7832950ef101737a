"""What blocks of certain kinds can do, for classes of integrations to stand on.

A class may write its methods as functions or as `async def`.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Generic, Self, TypeVar

from pydantic import PrivateAttr

from legato.blocks.core import Block
from legato.exceptions import MissingContextError, NotificationError
from legato.logging import get_logger, get_run_logger

__all__ = [
    "CredentialsBlock",
    "DatabaseBlock",
    "JobBlock",
    "JobRun",
    "NotificationBlock",
    "NotificationError",
    "ObjectStorageBlock",
    "SecretBlock",
]

T = TypeVar("T")
Logger = logging.Logger | logging.LoggerAdapter[Any]


def _logger(of: object) -> Logger:
    """Return the logger of the run that is going on, else one named by a class."""
    try:
        return get_run_logger()
    except MissingContextError:
        return get_logger(type(of).__name__)


class _Logging(Block, ABC):
    """A block that logs."""

    @property
    def logger(self) -> Logger:
        """The logger of the run that is going on, else one named by the class."""
        return _logger(self)


class CredentialsBlock(_Logging, ABC):
    """Credentials, and the client that they are for."""

    @abstractmethod
    def get_client(self, *args: Any, **kwargs: Any) -> Any:
        """Return a client that is logged in."""


class NotificationBlock(_Logging, ABC):
    """A way to send messages."""

    _block_schema_capabilities = ["notify"]
    _raise_on_failure: bool = PrivateAttr(False)

    @abstractmethod
    def notify(self, body: str, subject: str | None = None) -> Any:
        """Send a message."""

    @contextmanager
    def raise_on_failure(self) -> Iterator[None]:
        """Raise `NotificationError` where a message is not sent, and do not just log it."""
        former, self._raise_on_failure = self._raise_on_failure, True
        try:
            yield
        finally:
            self._raise_on_failure = former


class JobRun(ABC, Generic[T]):
    """A job that was started elsewhere."""

    @property
    def logger(self) -> Logger:
        """The logger of the run that is going on, else one named by the class."""
        return _logger(self)

    @abstractmethod
    def wait_for_completion(self) -> Any:
        """Wait until the job has ended."""

    @abstractmethod
    def fetch_result(self) -> Any:
        """Return what the job has made."""


class JobBlock(_Logging, ABC):
    """A job that can be started elsewhere."""

    @abstractmethod
    def trigger(self) -> Any:
        """Start the job and return its `JobRun`."""


class DatabaseBlock(_Logging, ABC):
    """A database: statements are executed, rows are fetched. As a context manager it closes its connections."""

    @abstractmethod
    def fetch_one(self, operation: str, parameters: dict[str, Any] | None = None, **execution_kwargs: Any) -> Any:
        """Return one row of what a statement gives, or None."""

    @abstractmethod
    def fetch_many(
        self,
        operation: str,
        parameters: dict[str, Any] | None = None,
        size: int | None = None,
        **execution_kwargs: Any,
    ) -> Any:
        """Return the next rows of what a statement gives, `size` at most."""

    @abstractmethod
    def fetch_all(self, operation: str, parameters: dict[str, Any] | None = None, **execution_kwargs: Any) -> Any:
        """Return all rows of what a statement gives."""

    @abstractmethod
    def execute(self, operation: str, parameters: dict[str, Any] | None = None, **execution_kwargs: Any) -> Any:
        """Execute a statement that gives no rows."""

    @abstractmethod
    def execute_many(self, operation: str, seq_of_parameters: list[dict[str, Any]], **execution_kwargs: Any) -> Any:
        """Execute a statement with each of several sets of parameters."""

    async def __aenter__(self) -> Self:
        raise NotImplementedError(f"{type(self).__name__} does not support asynchronous context management.")

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError(f"{type(self).__name__} does not support asynchronous context management.")

    def __enter__(self) -> Self:
        raise NotImplementedError(f"{type(self).__name__} does not support context management.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError(f"{type(self).__name__} does not support context management.")


class ObjectStorageBlock(_Logging, ABC):
    """Storage of objects, to and from which files and folders are copied."""

    @abstractmethod
    def download_object_to_path(self, from_path: str, to_path: str | Path, **download_kwargs: Any) -> Any:
        """Copy an object to a file."""

    @abstractmethod
    def download_object_to_file_object(self, from_path: str, to_file_object: BinaryIO, **download_kwargs: Any) -> Any:
        """Copy an object to an open file."""

    @abstractmethod
    def download_folder_to_path(self, from_folder: str, to_folder: str | Path, **download_kwargs: Any) -> Any:
        """Copy a folder of objects to a folder of files."""

    @abstractmethod
    def upload_from_path(self, from_path: str | Path, to_path: str, **upload_kwargs: Any) -> Any:
        """Copy a file to an object."""

    @abstractmethod
    def upload_from_file_object(self, from_file_object: BinaryIO, to_path: str, **upload_kwargs: Any) -> Any:
        """Copy an open file to an object."""

    @abstractmethod
    def upload_from_folder(self, from_folder: str | Path, to_folder: str, **upload_kwargs: Any) -> Any:
        """Copy a folder of files to a folder of objects."""


class SecretBlock(_Logging, ABC):
    """A secret in a store of others."""

    @abstractmethod
    def read_secret(self) -> Any:
        """Return the secret, as bytes."""

    @abstractmethod
    def write_secret(self, secret_data: bytes) -> Any:
        """Put another secret in its place."""
