"""Files in storage that fsspec knows: memory, and a stand-in for S3."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr, ValidationError

from legato.exceptions import FileMissing, StorageUnreachable
from legato.filesystems import GCS, S3, SMB, Azure, RemoteFileSystem
from tests.filesystems.trees import names_in
from tests.processes import free_port

PRIVATE = SecretStr("private-key-of-s3")


@pytest.fixture
def files(tmp_path: Path) -> RemoteFileSystem:
    """A place in memory that no other test has."""
    return RemoteFileSystem(basepath=f"memory://{tmp_path.name}/dir/")


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    """The address of a stand-in for S3 with one bucket."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    import boto3

    client = boto3.client(
        "s3", endpoint_url=url, aws_access_key_id="k", aws_secret_access_key="s", region_name="us-east-1"
    )
    client.create_bucket(Bucket="shop")
    client.put_object(Bucket="shop", Key="evil/../../escaped", Body=b"out")
    client.close()
    yield url
    server.stop()


@pytest.fixture
def bucket(s3_url: str, monkeypatch: pytest.MonkeyPatch) -> S3:
    """A bucket of the stand-in."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_url)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    return S3(bucket_path="shop/flows", aws_access_key_id=SecretStr("id"), aws_secret_access_key=PRIVATE)


def test_what_is_written_is_read(files: RemoteFileSystem) -> None:
    address = files.write_path("x/y", b"1")
    assert address == files._resolve_path("x/y") == f"{files.basepath}x/y"
    assert files.read_path("/x/y") == files.read_path(address) == b"1"
    with pytest.raises(FileNotFoundError):
        files.read_path("x/nothing")
    with pytest.raises(ValueError, match="There is nothing at"):
        files.read_path("x/nothing")


@pytest.mark.parametrize("path", ["../x", "a/../../x", "memory://elsewhere/x"])
def test_no_path_leads_elsewhere(files: RemoteFileSystem, path: str) -> None:
    for call in (files.read_path, files.get_directory, lambda to: files.put_directory(".", to)):
        with pytest.raises(ValueError, match="outside of the base path"):
            call(path)
    with pytest.raises(ValueError, match="outside of the base path"):
        files.write_path(path, b"")
    with pytest.raises(ValueError, match="must use the same scheme"):
        files.read_path("s3://bucket/x")


@pytest.mark.parametrize(
    ("basepath", "says"),
    [
        ("nothing", "start with a scheme"),
        ("s3://", "a location"),
        ("file:///tmp", "a location"),
        ("file://a/b", "Local"),
    ],
)
def test_a_place_needs_a_scheme_and_a_location(basepath: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        RemoteFileSystem(basepath=basepath)


def test_folders_go_there_and_back(files: RemoteFileSystem, source: Path, tmp_path: Path) -> None:
    assert files.put_directory(str(source), "to", str(source / ".ignored")) == 5
    files.get_directory("to", str(tmp_path / "got"))
    assert names_in(tmp_path / "got") == [".ignored", "keep.py", "sub/drop.log", "sub/keep.py", "sub/very/deep.txt"]
    with pytest.raises(FileMissing, match="nothing in"):
        files.get_directory("nothing", str(tmp_path / "got"))
    with pytest.raises(FileExistsError, match="is a file at"):
        files.put_directory(str(source / "sub"), "to/sub", overwrite=False)


def test_a_scheme_that_nobody_knows_is_named() -> None:
    with pytest.raises(ValueError, match="zzz"):
        RemoteFileSystem(basepath="zzz://place").read_path("x")


def test_whatever_a_library_raises_is_told_as_ours() -> None:
    class Balky(fsspec.AbstractFileSystem):  # type: ignore[misc]
        protocol = "balky"

        def cat_file(self, path: str, *_: Any, **__: Any) -> bytes:
            """Say no, as that of shares does where nobody answers."""
            raise ValueError("nobody answers")

    fsspec.register_implementation("balky", Balky, clobber=True)
    with pytest.raises(StorageUnreachable, match="balky://place cannot be used: ValueError: nobody answers"):
        RemoteFileSystem(basepath="balky://place").read_path("x")


def test_a_library_that_is_not_installed_is_named_by_its_extra() -> None:
    program = (
        "import sys; sys.modules['s3fs'] = None\n"
        "from legato.filesystems import S3\n"
        "try: S3(bucket_path='b').read_path('x')\n"
        "except ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert 'pip install "legato[s3]"' in done.stdout


def test_a_bucket_is_used_as_a_folder(bucket: S3, source: Path, tmp_path: Path) -> None:
    assert bucket.write_path("a/b.txt", b"in a bucket") == "s3://shop/flows/a/b.txt"
    assert bucket.read_path("a/b.txt") == b"in a bucket"
    assert bucket.put_directory(str(source), "to", str(source / ".ignored")) == 5
    bucket.get_directory(None, str(tmp_path / "got"))
    expected = ["a/b.txt", "to/.ignored", "to/keep.py", "to/sub/drop.log", "to/sub/keep.py", "to/sub/very/deep.txt"]
    assert names_in(tmp_path / "got") == expected
    with pytest.raises(FileMissing):
        bucket.read_path("nothing")
    with pytest.raises(FileMissing):
        bucket.get_directory("nothing")
    with pytest.raises(ValueError, match="outside"):
        bucket.read_path("../other")


def test_a_name_in_a_bucket_that_leads_out_is_refused(bucket: S3, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out of the folder"):
        S3(bucket_path="shop", aws_access_key_id=SecretStr("id"), aws_secret_access_key=PRIVATE).get_directory(
            "evil", str(tmp_path / "a" / "b")
        )
    assert not (tmp_path / "escaped").exists()


def test_a_bucket_that_is_not_there_is_not_made(bucket: S3) -> None:
    elsewhere = bucket.copy(update={"bucket_path": "nobodys"})
    with pytest.raises((FileMissing, StorageUnreachable)):
        elsewhere.write_path("x", b"")


def test_storage_that_does_not_answer_is_told_of(bucket: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    away = bucket.copy(update={"aws_access_key_id": SecretStr("other")})
    with pytest.raises(StorageUnreachable, match="s3://shop/flows cannot be used") as raised:
        away.read_path("x")
    assert PRIVATE.get_secret_value() not in str(raised.value)


def test_addresses_and_credentials_of_clouds() -> None:
    account = SecretStr('{"project_id": "mine", "private_key": "k"}')
    azure = Azure(bucket_path="dir", azure_storage_container=SecretStr("box"), azure_storage_account_key=PRIVATE)
    smb = SMB(share_path="/share/dir", smb_host="files.example.com", smb_port=1445, smb_password=SecretStr("p"))
    found: list[Any] = [
        (one.filesystem.basepath, one.filesystem.settings)
        for one in (GCS(bucket_path="b/p", service_account_info=account), azure, Azure(bucket_path="b"), smb)
    ]
    assert found == [
        ("gcs://b/p", {"token": {"project_id": "mine", "private_key": "k"}, "project": "mine"}),
        ("az://box/dir", {"account_key": PRIVATE.get_secret_value(), "anon": True}),
        ("az://b", {"anon": True}),
        ("smb://files.example.com/share/dir", {"host": "files.example.com", "port": 1445, "password": "p"}),
    ]
    with pytest.raises(ValueError, match="as JSON"):
        GCS(bucket_path="b", service_account_info=SecretStr("{secret")).read_path("x")
