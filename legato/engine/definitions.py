"""What the engine knows of a task and of a flow: the function and its options, checked when it is decorated."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from legato.exceptions import FeatureUnavailable, InvalidNameError, ReservedArgumentError
from legato.results.options import PLAIN, UNCACHED, CacheOptions, ResultOptions
from legato.schemas.states import StateType
from legato.schemas.words import BANNED_CHARACTERS
from legato.settings import (
    LEGATO_FLOW_DEFAULT_RETRIES,
    LEGATO_FLOW_DEFAULT_RETRY_DELAY_SECONDS,
    LEGATO_TASK_DEFAULT_RETRIES,
    LEGATO_TASK_DEFAULT_RETRY_DELAY_SECONDS,
)

if TYPE_CHECKING:
    from legato.deployments.storage import RunnerStorage

P = ParamSpec("P")
R = TypeVar("R")
Hook = Callable[[Any, Any, Any], Any]
RunName = str | Callable[[], str]
RetryDelay = float | int | Sequence[float] | Callable[[int], Sequence[float]]

RESERVED_ARGUMENTS = ("return_state", "wait_for")
MOST_RETRY_DELAYS = 50


class TaskDefinition(Generic[P, R]):
    """A function as a task, with the options of its runs."""

    def __init__(
        self,
        fn: Callable[P, R],
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Iterable[str] | None = None,
        version: str | None = None,
        task_run_name: RunName | None = None,
        retries: int | None = None,
        retry_delay_seconds: RetryDelay | None = None,
        retry_jitter_factor: float | None = None,
        retry_condition_fn: Callable[[Any, Any, Any], Any] | None = None,
        timeout_seconds: float | None = None,
        log_prints: bool | None = None,
        on_completion: Sequence[Hook] | None = None,
        on_failure: Sequence[Hook] | None = None,
        results: ResultOptions = PLAIN,
        caching: CacheOptions = UNCACHED,
    ) -> None:
        self.fn = fn
        self.signature, self.isasync = _read_function(fn, "task")
        self.results, self.caching = results, caching
        self.name: str = _checked_text(name, "name") or _own_name(fn)
        self.description = description or inspect.getdoc(fn)
        self.tags = frozenset(_checked_tags(tags))
        self.version = version
        self.task_key = _task_key(fn)
        self.task_run_name = _checked_run_name(task_run_name, "task_run_name")
        self.retries = _checked_count(retries, "retries", LEGATO_TASK_DEFAULT_RETRIES.value())
        self.retry_delay_seconds = checked_delays(
            LEGATO_TASK_DEFAULT_RETRY_DELAY_SECONDS.value() if retry_delay_seconds is None else retry_delay_seconds,
            self.retries,
        )
        self.retry_jitter_factor = _checked_number(retry_jitter_factor, "retry_jitter_factor")
        self.retry_condition_fn = _checked_callable(retry_condition_fn, "retry_condition_fn")
        self.timeout_seconds = _checked_timeout(timeout_seconds)
        self.log_prints = log_prints
        self.on_completion = checked_hooks(on_completion, "on_completion")
        self.on_failure = checked_hooks(on_failure, "on_failure")

    @property
    def has_policy(self) -> bool:
        """Whether runs are retried."""
        return self.retries > 0


class FlowDefinition(Generic[P, R]):
    """A function as a flow, with the options of its runs."""

    def __init__(
        self,
        fn: Callable[P, R],
        *,
        name: str | None = None,
        version: str | None = None,
        flow_run_name: RunName | None = None,
        retries: int | None = None,
        retry_delay_seconds: float | None = None,
        description: str | None = None,
        timeout_seconds: float | None = None,
        validate_parameters: bool = True,
        log_prints: bool | None = None,
        on_completion: Sequence[Hook] | None = None,
        on_failure: Sequence[Hook] | None = None,
        on_cancellation: Sequence[Hook] | None = None,
        on_crashed: Sequence[Hook] | None = None,
        on_running: Sequence[Hook] | None = None,
        results: ResultOptions = PLAIN,
    ) -> None:
        self.fn = fn
        self.signature, self.isasync = _read_function(fn, "flow")
        self.results = results
        self.name: str = _checked_flow_name(_checked_text(name, "name") or _own_name(fn).replace("_", "-"))
        self.version = version or _source_version(fn)
        self.task_key = _task_key(fn)
        self.flow_run_name = _checked_run_name(flow_run_name, "flow_run_name")
        self.retries = _checked_count(retries, "retries", LEGATO_FLOW_DEFAULT_RETRIES.value())
        delay = LEGATO_FLOW_DEFAULT_RETRY_DELAY_SECONDS.value() if retry_delay_seconds is None else retry_delay_seconds
        self.retry_delay_seconds = _checked_number(delay, "retry_delay_seconds") or 0
        self.description = description or inspect.getdoc(fn)
        self.timeout_seconds = _checked_timeout(timeout_seconds)
        self.should_validate_parameters = validate_parameters
        self.log_prints = log_prints
        self.on_completion = checked_hooks(on_completion, "on_completion")
        self.on_failure = checked_hooks(on_failure, "on_failure")
        self.on_cancellation = checked_hooks(on_cancellation, "on_cancellation")
        self.on_crashed = checked_hooks(on_crashed, "on_crashed")
        self.on_running = checked_hooks(on_running, "on_running")
        # Where the code came from, and where in it the flow stands: of flows that were loaded from storage.
        self.storage: RunnerStorage | None = None
        self.entrypoint: str | None = None

    def hooks_in(self, kind: StateType) -> Sequence[Hook]:
        """Return the hooks for a state that a run has come to."""
        hooks = {
            StateType.COMPLETED: self.on_completion,
            StateType.FAILED: self.on_failure,
            StateType.CANCELLED: self.on_cancellation,
            StateType.CRASHED: self.on_crashed,
        }
        return hooks.get(kind, ())


def is_async_function(fn: object) -> bool:
    """Tell whether calling a function gives something to await or to iterate over asynchronously."""
    call = getattr(fn, "__call__", None)  # noqa: B004 - an object with an async __call__ is async too
    return inspect.iscoroutinefunction(fn) or inspect.isasyncgenfunction(fn) or inspect.iscoroutinefunction(call)


def refuse_unavailable(where: str, **options: tuple[Any, Any, str]) -> None:
    """Refuse options whose machinery this version does not have.

    Each option is its value, the value that asks for nothing, and the name of what is missing.

    Raises:
        FeatureUnavailable: an option asks for something.
    """
    for name, (value, nothing, missing) in options.items():
        if value is not None and value != nothing:
            raise FeatureUnavailable(
                f"{name}={value!r} on a {where} needs {missing}, which this version does not have."
            )


def checked_hooks(hooks: object, name: str) -> list[Hook]:
    """Return hooks as a list.

    Raises:
        TypeError: they are no iterable of functions.
        ValueError: the iterable is empty.
    """
    if hooks is None:
        return []
    if not isinstance(hooks, Iterable):
        raise TypeError(f"Expected a list of functions for '{name}', got {type(hooks).__name__}.")
    hooks = list(hooks)
    if not hooks:
        raise ValueError(f"Empty list passed for '{name}'.")
    for hook in hooks:
        if not callable(hook):
            raise TypeError(f"Expected functions in '{name}', got {type(hook).__name__}.")
    return hooks


def checked_delays(delays: object, retries: int) -> float | list[float]:
    """Return the seconds between tries: one number, or one for each try.

    Raises:
        ValueError: there are more than 50 of them, or one is negative.
    """
    if callable(delays):
        delays = delays(retries)
    if isinstance(delays, Sequence) and not isinstance(delays, str):
        if len(delays) > MOST_RETRY_DELAYS:
            raise ValueError(f"Can not configure more than {MOST_RETRY_DELAYS} retry delays per task.")
        return [_checked_number(delay, "retry_delay_seconds") or 0 for delay in delays]
    return _checked_number(delays, "retry_delay_seconds") or 0


def _read_function(fn: object, noun: str) -> tuple[inspect.Signature, bool]:
    if isinstance(fn, classmethod | staticmethod):
        raise TypeError(f"@{noun} goes below @{type(fn).__name__}, next to the function.")
    if not callable(fn):
        raise TypeError(f"@{noun} is for functions, got {type(fn).__name__}.")
    signature = inspect.signature(fn)
    for reserved in RESERVED_ARGUMENTS:
        if reserved in signature.parameters:
            raise ReservedArgumentError(f"{reserved!r} is a reserved argument name and cannot be used in a {noun}.")
    return signature, is_async_function(fn)


def _own_name(fn: Any) -> str:
    return str(getattr(fn, "__name__", None) or type(fn).__name__)


def _task_key(fn: Any) -> str:
    name = getattr(fn, "__qualname__", None) or type(fn).__qualname__
    code = getattr(fn, "__code__", None)
    content = code.co_code + repr(code.co_names).encode() if code is not None else str(name).encode()
    return f"{name}-{hashlib.sha256(content).hexdigest()[:8]}"


_versions: dict[str, str | None] = {}


def _source_version(fn: Any) -> str | None:
    """Return a hash of the file a function stands in, or None where there is no such file."""
    code = getattr(inspect.unwrap(fn), "__code__", None)
    if code is None:
        return None
    path = code.co_filename
    if path not in _versions:
        try:
            with open(path, "rb") as file:
                _versions[path] = hashlib.md5(file.read(), usedforsecurity=False).hexdigest()
        except OSError:
            _versions[path] = None
    return _versions[path]


def _checked_text(value: object, option: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{option} must be a string, got {type(value).__name__}.")
    return value


def _checked_flow_name(name: str) -> str:
    found = [character for character in BANNED_CHARACTERS if character in name]
    if found or not name.strip():
        problem = f"contains {', '.join(map(repr, found))}" if found else "is empty"
        raise InvalidNameError(f"The flow name {name!r} {problem}; it may not contain any of {BANNED_CHARACTERS}.")
    return name


def _checked_tags(tags: Iterable[str] | None) -> Iterable[str]:
    if isinstance(tags, str):
        raise TypeError(f"tags must be a list of strings; did you mean [{tags!r}]?")
    tags = list(tags or ())
    for tag in tags:
        _checked_text(tag, "a tag")
    return tags


def _checked_run_name(name: object, option: str) -> RunName | None:
    if name is None or isinstance(name, str) or callable(name):
        return name
    raise TypeError(f"Expected a string or a function for '{option}', got {type(name).__name__}.")


def _checked_count(value: object, option: str, default: int) -> int:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{option} must be a whole number, got {type(value).__name__}.")
    if value < 0:
        raise ValueError(f"{option} must not be negative, got {value}.")
    return value


def _checked_number(value: object, option: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{option} must be a number, got {type(value).__name__}.")
    if not value >= 0:
        raise ValueError(f"{option} must not be negative, got {value}.")
    return value


def _checked_timeout(value: object) -> float | None:
    seconds = _checked_number(value, "timeout_seconds")
    return None if seconds is None else float(seconds)


def _checked_callable(value: Any, option: str) -> Any:
    if value is not None and not callable(value):
        raise TypeError(f"Expected a function for '{option}', got {type(value).__name__}.")
    return value
