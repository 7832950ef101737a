"""Steps are called by name, with what earlier steps gave, and tell what went wrong."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from legato.deployments.steps import run_step, run_steps
from legato.exceptions import ImageError, StepExecutionError
from legato.filesystems import LocalFileSystem
from legato.variables import Variable
from tests.deployments.repositories import repository

SHELL = "legato.deployments.steps.run_shell_script"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the steps run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(a: int, b: int = 1) -> dict[str, int]:
    return {"sum": a + b}


async def later(value: Any) -> Any:
    await asyncio.sleep(0)
    return {"later": value}


@pytest.mark.parametrize("package", ["legato.deployments", "prefect.deployments", "prefect.projects"])
@pytest.mark.parametrize("module", ["", "pull."])
def test_steps_of_both_names_are_ours(package: str, module: str, folder: Path) -> None:
    (folder / "there").mkdir()
    assert run_step({f"{package}.steps.{module}set_working_directory": {"directory": "there"}}) == {
        "directory": "there"
    }
    assert Path.cwd().name == "there"


def test_what_prefects_packages_need_is_not_installed_for_ours(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))
    inputs = {"requires": "prefect-docker>=0.3.1", "image_name": "etl", "tag": "1", "dockerfile": "auto"}
    with pytest.raises(ImageError, match="docker, which is not installed"):
        run_step({"prefect_docker.deployments.steps.build_docker_image": inputs})


def test_outputs_fill_the_places_of_later_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWO", "2")
    Variable.set("three", "3")
    steps = [
        {"tests.deployments.test_steps.add": {"a": 1, "id": "first"}},
        {"tests.deployments.test_steps.add": {"a": "{{ first.sum }}", "b": "{{ sum }}", "id": "second"}},
        {
            "tests.deployments.test_steps.later": {
                "value": ["{{ second.sum }}", "{{ $TWO }}", "{{ legato.variables.three }}"]
            }
        },
    ]
    said: list[str] = []
    outputs = run_steps(steps, print_function=said.append)
    assert outputs == {"sum": 4, "first": {"sum": 2}, "second": {"sum": 4}, "later": [4, "2", "3"]}
    assert said[0] == " > Running add step..."


def test_a_step_without_inputs_is_a_call() -> None:
    with pytest.raises(TypeError, match="missing 1 required"):
        run_step({"tests.deployments.test_steps.add": None})


def test_the_step_that_did_not_succeed_is_named() -> None:
    with pytest.raises(StepExecutionError, match=r"The step legato\.deployments\.steps\.set_working_directory did not"):
        run_steps(
            [{"legato.deployments.steps.set_working_directory": {"directory": "no"}}], print_function=lambda _: None
        )


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({"a.b": {}, "c.d": {}}, "A step is one function with its inputs"),
        ("a.b", "A step is one function with its inputs"),
        ({"a.b": [1]}, "are names with values"),
        ({"no_such_package.steps.go": {}}, "There is no step 'no_such_package.steps.go'"),
        ({"legato.deployments.steps.no_such": {}}, "has no function 'no_such'"),
        ({"nothing": {}}, "names no module"),
        ({"no_such_package.go": {"requires": "--upgrade"}}, "requires what is no package"),
    ],
)
def test_what_is_no_step_is_refused(step: Any, message: str) -> None:
    with pytest.raises((ValueError, StepExecutionError), match=message):
        run_step(step)


def test_code_comes_by_git(folder: Path) -> None:
    source = repository(folder / "origin")
    step = {"prefect.deployments.steps.git_clone": {"repository": f"file://{source}", "branch": "sale"}}
    assert run_step(step) == {"directory": "origin-sale"}
    assert "int = 2" in (folder / "origin-sale" / "shop.py").read_text()


def test_a_token_and_credentials_are_too_much() -> None:
    inputs = {"repository": "https://example.com/a.git", "access_token": "a", "credentials": {"access_token": "b"}}
    with pytest.raises(ValueError, match="either an access token or credentials"):
        run_step({"legato.deployments.steps.git_clone": inputs})


def test_code_comes_from_blocks(folder: Path) -> None:
    (folder / "shelf").mkdir()
    (folder / "shelf" / "shop.py").write_text("x")
    LocalFileSystem(basepath=str(folder / "shelf")).save("shelf")
    inputs = {"block_type_slug": "local-file-system", "block_document_name": "shelf"}
    found = run_step({"legato.deployments.steps.pull_with_block": inputs})
    assert (folder / found["directory"] / "shop.py").read_text() == "x"


def test_programs_are_run_line_by_line_without_a_shell(capfd: pytest.CaptureFixture[str]) -> None:
    script = f"echo one; echo two\n\n# a comment\n{sys.executable} -c 'import sys; print(\"three\", file=sys.stderr)'\n"
    found = run_step({SHELL: {"script": script}})
    assert found == {"stdout": "one; echo two", "stderr": "three"}
    assert capfd.readouterr() == ("one; echo two\n", "three\n")
    assert run_step({SHELL: {"script": "echo quiet", "stream_output": False}})["stdout"] == "quiet"
    assert capfd.readouterr() == ("", "")


def test_programs_get_an_environment_and_a_folder(folder: Path) -> None:
    (folder / "in").mkdir()
    inputs = {"env": {"WHO": "me"}, "directory": "in", "expand_env_vars": True, "stream_output": False}
    assert run_step({SHELL: {"script": "echo $WHO ${WHO} $NO_SUCH\npwd", **inputs}})["stdout"] == (
        f"me me $NO_SUCH\n{folder / 'in'}"
    )


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (f"{sys.executable} -c 'raise SystemExit(\"no way\")'", "ended with exit code 1:\nno way"),
        ("/no/such/program", "/no/such/program cannot be run"),
    ],
)
def test_a_program_that_fails_ends_the_script(script: str, message: str) -> None:
    with pytest.raises(StepExecutionError, match=message):
        run_step({SHELL: {"script": f"{script}\ntouch late"}})
    assert not Path("late").exists()


def test_requirements_are_installed_with_pip(folder: Path) -> None:
    (folder / "requirements.txt").write_text("# nothing\n")
    step = "legato.deployments.steps.pip_install_requirements"
    with pytest.raises(StepExecutionError, match=r"none\.txt"):
        run_step({step: {"requirements_file": "none.txt", "stream_output": False}})


def test_in_async_code_steps_are_awaited() -> None:
    async def awaited() -> Any:
        step: Any = run_step({"tests.deployments.test_steps.later": {"value": 1}})
        return await step

    assert asyncio.run(awaited()) == {"later": 1}
