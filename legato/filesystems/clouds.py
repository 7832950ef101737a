"""Files in the storage of clouds and on shares of Windows: addresses and credentials for `RemoteFileSystem`."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any

from pydantic import Field, SecretStr

from legato.either_way import either_way, twin
from legato.filesystems.abstract import WritableDeploymentStorage, WritableFileSystem
from legato.filesystems.remote import RemoteFileSystem

_BUCKET = "The bucket, and a folder in it that paths start from."


class _Cloud(WritableFileSystem, WritableDeploymentStorage, ABC):
    """Storage with an address and credentials of its own kind."""

    @property
    @abstractmethod
    def basepath(self) -> str:
        """Where paths start from, with the scheme of the storage."""

    @abstractmethod
    def _settings(self) -> dict[str, Any]:
        """Return the arguments of fsspec's file system; those that are None are left to its defaults."""

    @property
    def filesystem(self) -> RemoteFileSystem:
        """The same storage by its address."""
        settings = {name: value for name, value in self._settings().items() if value is not None}
        return RemoteFileSystem(basepath=self.basepath, settings=settings)

    @either_way
    def read_path(self, path: str) -> bytes:
        """Return what is in a file, as `RemoteFileSystem.read_path` does."""
        return self.filesystem._read(path)

    aread_path = twin(read_path)

    @either_way
    def write_path(self, path: str, content: bytes) -> str:
        """Write a file and return its address, as `RemoteFileSystem.write_path` does."""
        return self.filesystem._write(path, content)

    awrite_path = twin(write_path)

    @either_way
    def get_directory(self, from_path: str | None = None, local_path: str | None = None) -> None:
        """Copy a folder to a local one, as `RemoteFileSystem.get_directory` does."""
        self.filesystem._get(from_path, local_path)

    aget_directory = twin(get_directory)

    @either_way
    def put_directory(
        self, local_path: str | None = None, to_path: str | None = None, ignore_file: str | None = None
    ) -> int:
        """Copy a local folder here and return how many files, as `RemoteFileSystem.put_directory` does."""
        return self.filesystem._put(local_path, to_path, ignore_file)

    aput_directory = twin(put_directory)


def _clear(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


class S3(_Cloud):
    """Files in a bucket of AWS S3; needs `legato[s3]`."""

    _block_type_name = "S3"

    bucket_path: str = Field(description=_BUCKET, examples=["my-bucket/a-directory-within"])
    aws_access_key_id: SecretStr | None = Field(
        None, title="AWS Access Key ID", description="The id of the key; by default what the environment says."
    )
    aws_secret_access_key: SecretStr | None = Field(None, title="AWS Secret Access Key", description="The key.")

    @property
    def basepath(self) -> str:
        """Where paths start from."""
        return f"s3://{self.bucket_path}"

    def _settings(self) -> dict[str, Any]:
        return {"key": _clear(self.aws_access_key_id), "secret": _clear(self.aws_secret_access_key)}


class GCS(_Cloud):
    """Files in a bucket of Google Cloud Storage; needs `legato[gcs]`."""

    _block_type_name = "GCS"

    bucket_path: str = Field(description=_BUCKET, examples=["my-bucket/a-directory-within"])
    service_account_info: SecretStr | None = Field(
        None, description="A service account's key, as JSON; by default what the environment says."
    )
    project: str | None = Field(None, description="The project; by default that of the service account.")

    @property
    def basepath(self) -> str:
        """Where paths start from."""
        return f"gcs://{self.bucket_path}"

    def _settings(self) -> dict[str, Any]:
        text = _clear(self.service_account_info)
        try:
            account = None if text is None else json.loads(text)
        except json.JSONDecodeError:
            raise ValueError("Unable to load provided service_account_info as JSON.") from None
        return {"token": account, "project": self.project or (account or {}).get("project_id")}


class Azure(_Cloud):
    """Files in a container of Azure Blob Storage; needs `legato[azure]`."""

    _block_type_name = "Azure"

    bucket_path: str = Field(
        description="A folder that paths start from, after the container where that is not given by itself.",
        examples=["my-container/a-directory-within"],
    )
    azure_storage_connection_string: SecretStr | None = Field(
        None, title="Azure storage connection string", description="A connection string, in place of all else."
    )
    azure_storage_account_name: SecretStr | None = Field(
        None, title="Azure storage account name", description="The name of the storage account."
    )
    azure_storage_account_key: SecretStr | None = Field(
        None, title="Azure storage account key", description="The key of the storage account."
    )
    azure_storage_tenant_id: SecretStr | None = Field(
        None, title="Azure storage tenant ID", description="The tenant of a service principal."
    )
    azure_storage_client_id: SecretStr | None = Field(
        None, title="Azure storage client ID", description="The id of a service principal."
    )
    azure_storage_client_secret: SecretStr | None = Field(
        None, title="Azure storage client secret", description="The secret of a service principal."
    )
    azure_storage_anon: bool = Field(
        True,
        title="Azure storage anonymous connection",
        description="Whether to come without credentials where none are given, and not with those of the environment.",
    )
    azure_storage_container: SecretStr | None = Field(
        None, title="Azure storage container", description="The container."
    )

    @property
    def basepath(self) -> str:
        """Where paths start from."""
        container = _clear(self.azure_storage_container)
        return f"az://{container}/{self.bucket_path}" if container else f"az://{self.bucket_path}"

    def _settings(self) -> dict[str, Any]:
        return {
            "connection_string": _clear(self.azure_storage_connection_string),
            "account_name": _clear(self.azure_storage_account_name),
            "account_key": _clear(self.azure_storage_account_key),
            "tenant_id": _clear(self.azure_storage_tenant_id),
            "client_id": _clear(self.azure_storage_client_id),
            "client_secret": _clear(self.azure_storage_client_secret),
            "anon": self.azure_storage_anon,
        }


class SMB(_Cloud):
    """Files on a share of Windows or Samba; needs `legato[smb]`."""

    _block_type_name = "SMB"

    share_path: str = Field(description="The share, and a folder on it that paths start from.", examples=["/share/dir"])
    smb_username: SecretStr | None = Field(None, title="SMB Username", description="Who comes.")
    smb_password: SecretStr | None = Field(None, title="SMB Password", description="The password.")
    smb_host: str = Field(title="SMB server/hostname", description="The name or address of the server.")
    smb_port: int | None = Field(None, title="SMB port", description="The server's port; by default 445.")

    @property
    def basepath(self) -> str:
        """Where paths start from."""
        return f"smb://{self.smb_host.rstrip('/')}/{self.share_path.lstrip('/')}"

    def _settings(self) -> dict[str, Any]:
        return {
            "host": self.smb_host,
            "port": self.smb_port,
            "username": _clear(self.smb_username),
            "password": _clear(self.smb_password),
        }
