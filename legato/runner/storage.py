"""Where code comes from, where users of Prefect 2 look for it."""

from legato.deployments.folders import BlockStorageAdapter as BlockStorageAdapter
from legato.deployments.folders import LocalStorage as LocalStorage
from legato.deployments.folders import RemoteStorage as RemoteStorage
from legato.deployments.repositories import GitCredentials as GitCredentials
from legato.deployments.repositories import GitRepository as GitRepository
from legato.deployments.sources import create_storage_from_source as create_storage_from_source
from legato.deployments.storage import RunnerStorage as RunnerStorage
