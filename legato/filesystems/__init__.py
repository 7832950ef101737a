"""Files as blocks: on this machine, in any storage that fsspec knows, in clouds, in repositories of git."""

from legato.filesystems.abstract import ReadableDeploymentStorage as ReadableDeploymentStorage
from legato.filesystems.abstract import ReadableFileSystem as ReadableFileSystem
from legato.filesystems.abstract import WritableDeploymentStorage as WritableDeploymentStorage
from legato.filesystems.abstract import WritableFileSystem as WritableFileSystem
from legato.filesystems.clouds import GCS as GCS
from legato.filesystems.clouds import S3 as S3
from legato.filesystems.clouds import SMB as SMB
from legato.filesystems.clouds import Azure as Azure
from legato.filesystems.github import GitHub as GitHub
from legato.filesystems.local import LocalFileSystem as LocalFileSystem
from legato.filesystems.remote import RemoteFileSystem as RemoteFileSystem
