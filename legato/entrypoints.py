"""Where a flow stands, as text that any process can load it by: `path/to/file.py:function`, `package.module:function`.

While a script is loaded for its flows, calls of flows in it are passed over: without a main guard it runs nothing.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from legato.exceptions import MissingFlowError, ScriptError

_loading: ContextVar[bool] = ContextVar("legato_loading", default=False)


def entrypoint_of(fn: Any) -> str | None:
    """Return the entrypoint of a function; None where no file or no name leads to it."""
    fn = inspect.unwrap(fn)
    code = getattr(fn, "__code__", None)
    name = getattr(fn, "__qualname__", "")
    if code is None or "<" in name or "<" in code.co_filename:
        return None
    return f"{Path(code.co_filename).absolute()}:{name}"


def is_loading() -> bool:
    """Tell whether a script is being loaded for its flows."""
    return _loading.get()


@contextmanager
def _passing_over_calls() -> Iterator[None]:
    token = _loading.set(True)
    try:
        yield
    finally:
        _loading.reset(token)


def load(entrypoint: str) -> Any:
    """Return what an entrypoint names.

    Raises:
        MissingFlowError: there is no such file, module or name.
        ScriptError: the file or module raised an exception while it was loaded.
    """
    place, colon, name = entrypoint.rpartition(":")
    if not colon:
        place, _, name = entrypoint.rpartition(".")
    if not place or not name:
        raise MissingFlowError(f"The entrypoint {entrypoint!r} is not 'path/to/file.py:function' or 'module:function'.")
    found: Any = script(Path(place)) if place.endswith(".py") else _module(place)
    for part in name.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            raise MissingFlowError(f"There is no {name!r} in {place}.") from None
    return found


class _AsWritten(SourceFileLoader):
    """Reads the file itself, whatever bytecode is kept of it.

    Bytecode passes for current where a file of the same size takes a file's place within a second, as it does when
    a folder is fetched anew.
    """

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.get_data(self.path), self.path)


def script(path: Path) -> ModuleType:
    """Return the module of a file.

    Raises:
        MissingFlowError: there is no such file.
        ScriptError: it raised an exception while it was loaded.
    """
    from importlib.util import module_from_spec, spec_from_file_location

    path = path.expanduser().absolute()
    if not path.is_file():
        raise MissingFlowError(f"The file {path} with the flow is not there.")
    if (path.parent / "__init__.py").is_file() and (found := _in_package(path)) is not None:
        return found
    name = f"__legato_{path.stem}_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}__"
    loader = _AsWritten(name, str(path))
    spec = spec_from_file_location(name, path, loader=loader)
    assert spec is not None  # as there is a loader
    module = module_from_spec(spec)
    folder, is_known = str(path.parent), str(path.parent) in sys.path
    if not is_known:
        sys.path.insert(0, folder)  # as if the script were run: what stands beside it can be imported, then and later
    sys.modules[name] = module
    arguments, sys.argv = sys.argv, [str(path)]
    try:
        with _passing_over_calls():
            loader.exec_module(module)
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, Exception | SystemExit):
            raise ScriptError(f"{path} could not be loaded: {type(error).__name__}: {error}") from error
        raise
    finally:
        sys.argv = arguments
    return module


def _in_package(path: Path) -> ModuleType | None:
    """Return the module of a package that a file is, so that it can import what stands beside it by `from .`.

    None where another package of that name is in the way.
    """
    root, parts = path.parent, [] if path.stem == "__init__" else [path.stem]
    while (root / "__init__.py").is_file():
        parts.insert(0, root.name)
        root = root.parent
    if not all(part.isidentifier() for part in parts):
        return None
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    module = _module(".".join(parts))
    return module if Path(module.__file__ or "").absolute() == path else None


def _module(name: str) -> ModuleType:
    try:
        with _passing_over_calls():
            return importlib.import_module(name)
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and f"{name}.".startswith(f"{error.name}."):
            raise MissingFlowError(f"The module {name!r} cannot be imported: {error}.") from error
        raise ScriptError(f"{name} could not be loaded: {type(error).__name__}: {error}") from error
