"""Tasks: functions whose calls inside flows are tracked, retried, mapped and run concurrently."""

from __future__ import annotations

import io
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, Literal, ParamSpec, TypeVar, cast, overload

from legato import connect
from legato.annotations import Annotation, NotSet, allow_failure, quote, unmapped
from legato.context import FlowRunContext, awaits_here
from legato.either_way import either_way, settled
from legato.engine.definitions import Hook, RetryDelay, RunName, TaskDefinition, refuse_unavailable
from legato.engine.drivers import arun
from legato.engine.inputs import collection_sources, futures_in
from legato.engine.parameters import bind
from legato.engine.recorder import Recorder
from legato.engine.task_run import TaskCall, task_run
from legato.exceptions import MappingLengthMismatch, MappingMissingIterable
from legato.futures import Future, FutureList
from legato.hashing import task_input_hash as task_input_hash
from legato.logging.prints import redirect_prints
from legato.loops import running_loop
from legato.results.options import taken_cache_options, taken_result_options
from legato.schemas.states import State
from legato.schemas.task_runs import TaskRunInput
from legato.task_runners import execute_here

if TYPE_CHECKING:
    from legato.background import BackgroundRun

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def exponential_backoff(backoff_factor: float) -> Callable[[int], list[float]]:
    """Return a function for `retry_delay_seconds`: the delays double, from `backoff_factor` seconds on.

    @task(retries=3, retry_delay_seconds=exponential_backoff(2))  # 2, 4, 8 seconds
    """

    def delays(retries: int) -> list[float]:
        return [backoff_factor * 2**attempt for attempt in range(min(retries, 50))]

    return delays


class Task(TaskDefinition[P, R], Generic[P, R]):
    """A function as a task: call it, `submit` it or `map` it inside a flow. Made by the decorator `task`."""

    def __init__(self, fn: Callable[P, R], **options: Any) -> None:
        viz_return_value = options.pop("viz_return_value", None)
        refuse_unavailable("task", viz_return_value=(viz_return_value, None, "the drawing of flows"))
        self._options = dict(options)
        results, caching = taken_result_options(options), taken_cache_options(options)
        super().__init__(fn, results=results, caching=caching, **options)
        self.__name__ = getattr(fn, "__name__", self.name)
        self.__qualname__ = getattr(fn, "__qualname__", self.name)
        self.__module__ = getattr(fn, "__module__", __name__)
        self.__doc__ = fn.__doc__
        self.__wrapped__ = fn
        if self.log_prints:
            redirect_prints()

    def __get__(self, instance: object, owner: type | None = None) -> Task[..., R]:
        """Bind a task that is a method to its object."""
        if instance is None:
            return self
        bound = cast(Callable[..., R], self.fn.__get__(instance, owner))
        return Task(bound, **{"name": self.name, **self._options})

    def with_options(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Iterable[str] | None = None,
        cache_key_fn: Callable[..., Any] | None = None,
        task_run_name: RunName | None = None,
        cache_expiration: timedelta | None = None,
        retries: int | type[NotSet] | None = NotSet,
        retry_delay_seconds: RetryDelay | type[NotSet] | None = NotSet,
        retry_jitter_factor: float | type[NotSet] | None = NotSet,
        persist_result: bool | type[NotSet] | None = NotSet,
        result_storage: Any = NotSet,
        result_serializer: Any = NotSet,
        result_storage_key: Any = NotSet,
        cache_result_in_memory: bool | None = None,
        timeout_seconds: float | None = None,
        log_prints: bool | type[NotSet] | None = NotSet,
        refresh_cache: bool | type[NotSet] | None = NotSet,
        cache_lock: bool | None = None,
        on_completion: Sequence[Hook] | None = None,
        on_failure: Sequence[Hook] | None = None,
        retry_condition_fn: Callable[..., Any] | None = None,
        viz_return_value: Any = None,
    ) -> Task[P, R]:
        """Return a task of the same function with other options; those that are not given stay."""
        given = {k: v for k, v in locals().items() if k not in ("self", "__class__") and v is not NotSet}
        kept_if_none = {"retries", "retry_delay_seconds", "retry_jitter_factor", "log_prints", "persist_result"}
        kept_if_none |= {"result_storage", "result_serializer", "result_storage_key", "refresh_cache"}
        changes = {k: v for k, v in given.items() if v is not None or k in kept_if_none}
        return type(self)(self.fn, **{**self._options, **changes})

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the task and return its value, or its final state with `return_state=True`."""
        given: dict[str, Any] = dict(kwargs)
        return_state, wait_for = _engine_arguments(given)
        parameters = bind(self.fn, self.signature, args, given)
        if self.isasync and awaits_here():
            return cast(R, self._arun(parameters, wait_for, return_state))
        call = self._call(parameters, wait_for)
        state = execute_here(call)
        return cast(R, state if return_state else state.result())

    async def _arun(self, parameters: dict[str, Any], wait_for: Iterable[Any] | None, return_state: bool) -> Any:
        call = self._call(parameters, wait_for)
        state = await arun(task_run(call))
        call.observe(state)
        return state if return_state else state.result()

    def _call(self, parameters: dict[str, Any], wait_for: Iterable[Any] | None) -> TaskCall:
        context = FlowRunContext.get()
        recorder = context.recorder if context is not None else Recorder(connect.courier())
        return TaskCall(self, parameters, wait_for, recorder)

    @overload
    def submit(
        self: Task[P, Coroutine[Any, Any, T]],
        *args: Any,
        return_state: Literal[False] = ...,
        wait_for: Any = ...,
        **kwargs: Any,
    ) -> Future[T]: ...
    @overload
    def submit(self, *args: Any, return_state: Literal[True], wait_for: Any = ..., **kwargs: Any) -> State[R]: ...
    @overload
    def submit(
        self, *args: Any, return_state: Literal[False] = ..., wait_for: Any = ..., **kwargs: Any
    ) -> Future[R]: ...
    def submit(self, *args: Any, **kwargs: Any) -> Any:
        """Hand the task to the flow's task runner and return a future, or wait for the state with `return_state=True`.

        Raises:
            RuntimeError: this code is not part of a flow run.
        """
        return_state, wait_for = _engine_arguments(kwargs)
        parameters = bind(self.fn, self.signature, args, kwargs)
        future = self._submit(parameters, wait_for)
        return future.wait() if return_state else future

    def _submit(
        self,
        parameters: dict[str, Any],
        wait_for: Iterable[Any] | None,
        collections: dict[str, list[TaskRunInput]] | None = None,
    ) -> Future[Any]:
        context = _flow_context(self)
        call = TaskCall(self, parameters, wait_for, context.recorder, collections)
        future = context.task_runner.submit(call, self.isasync and context.flow.isasync)
        if not call.is_nested:
            context.task_run_futures.append(future)
        return future

    def map(self, *args: Any, return_state: bool = False, wait_for: Iterable[Any] | None = None, **kwargs: Any) -> Any:
        """Submit the task once for each set of items of the iterables given, and return the futures in order.

        What is not iterable, is a text, or is marked `unmapped`, every call gets whole.

        Raises:
            MappingLengthMismatch: the iterables have different lengths.
            MappingMissingIterable: there is no iterable.
        """
        _flow_context(self)
        bound = self.signature.bind(*args, **kwargs).arguments
        pending = [future for future in futures_in(bound.values()) if not future.is_done()]
        if pending and self.isasync and running_loop() is not None:
            return self._amap(bound, pending, wait_for, return_state)
        return _answered(self._map(bound, wait_for), return_state)

    async def _amap(
        self, bound: dict[str, Any], pending: list[Future[Any]], wait_for: Iterable[Any] | None, return_state: bool
    ) -> Any:
        for future in pending:
            await future.await_state()
        answer = _answered(self._map(bound, wait_for), return_state)
        return await answer if return_state and running_loop() is not None else answer

    def _map(self, bound: dict[str, Any], wait_for: Iterable[Any] | None) -> FutureList[Any]:
        mapped, static, whole = _split(self, bound)
        collections = collection_sources(whole, _flow_context(self))
        futures: FutureList[Any] = FutureList()
        for items in zip(*mapped.values(), strict=True):
            given = {**static, **dict(zip(mapped, items, strict=True))}
            arguments = {name: given[name] for name in self.signature.parameters if name in given}
            defaults = {
                name: parameter.default
                for name, parameter in self.signature.parameters.items()
                if name not in given and parameter.default is not parameter.empty
            }
            futures.append(self._submit({**arguments, **defaults}, wait_for, collections))
        return futures

    @either_way
    def delay(self, *args: Any, **kwargs: Any) -> BackgroundRun[Any]:
        """Ask for a run of this task by whoever serves it, and return at once.

            resize.delay("photo.png").result(timeout=60)

        In async code the call gives something to await.

        Raises:
            ParameterBindError: the arguments do not fit the signature.
            ResultNotStored: the parameters cannot be stored for those who serve the task.
        """
        return self._asked_for(bind(self.fn, self.signature, args, kwargs))

    @either_way
    def apply_async(
        self,
        args: Iterable[Any] | None = None,
        kwargs: dict[str, Any] | None = None,
        wait_for: Iterable[Any] | None = None,
    ) -> BackgroundRun[Any]:
        """Do what `delay` does, with the arguments as collections, once other runs are over.

        Raises:
            ParameterBindError: the arguments do not fit the signature.
            ResultNotStored: the parameters cannot be stored for those who serve the task.
        """
        parameters = bind(self.fn, self.signature, tuple(args or ()), dict(kwargs or {}))
        for one in wait_for or ():
            settled(one.wait())
        return self._asked_for(parameters)

    def _asked_for(self, parameters: dict[str, Any]) -> BackgroundRun[Any]:
        from legato.background import BackgroundRun, asked_for

        return BackgroundRun(asked_for(self, parameters))

    @either_way
    def serve(self, limit: int | None = 10, task_runner: object = None) -> None:
        """Execute background runs of this task, `limit` of them at once, until this process is stopped."""
        from legato.task_worker import serve

        settled(serve(self, limit=limit))

    def __repr__(self) -> str:
        return f"<Task {self.name!r}>"


def _answered(futures: FutureList[Any], return_state: bool) -> Any:
    if not return_state:
        return futures
    if any(future.asynchronous for future in futures) and running_loop() is not None:
        return _all_states(futures)
    return [future.wait_here() for future in futures]


async def _all_states(futures: FutureList[Any]) -> list[State[Any] | None]:
    return [await future.await_state() for future in futures]


def _split(task: Task[..., Any], bound: dict[str, Any]) -> tuple[dict[str, list[Any]], dict[str, Any], dict[str, Any]]:
    """Return the parameters to go through item by item, those for every call, and the collections as given."""
    mapped: dict[str, list[Any]] = {}
    static: dict[str, Any] = {}
    whole: dict[str, Any] = {}
    for name, value in bound.items():
        mark = value if isinstance(value, allow_failure | quote) else None
        inner = value.unwrap() if isinstance(value, Annotation) else value
        if isinstance(inner, Future):
            state = inner.wait_here()
            assert state is not None
            inner = state.result()
        if isinstance(value, unmapped):
            static[name] = inner
        elif _is_iterable(inner):
            whole[name] = inner
            mapped[name] = [mark.rewrap(item) for item in inner] if mark is not None else list(inner)
        else:
            static[name] = mark.rewrap(inner) if mark is not None else inner
    if not mapped:
        raise MappingMissingIterable(
            f"No iterable parameters were received for mapping task {task.name!r}. Parameters map to: {static!r:.300}"
        )
    lengths = {name: len(items) for name, items in mapped.items()}
    if len(set(lengths.values())) > 1:
        raise MappingLengthMismatch(
            f"Received iterable parameters with different lengths for mapping task {task.name!r}. "
            f"Got lengths: {lengths}. Mark those that every call shall get whole with unmapped()."
        )
    return mapped, static, whole


def _is_iterable(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | bytearray | io.IOBase)


def _engine_arguments(kwargs: dict[str, Any]) -> tuple[bool, Iterable[Any] | None]:
    return kwargs.pop("return_state", False), kwargs.pop("wait_for", None)


def _flow_context(task: Task[..., Any]) -> FlowRunContext:
    context = FlowRunContext.get()
    if context is None:
        raise RuntimeError(
            f"Task {task.name!r} cannot be submitted or mapped outside of a flow. Call it, do so in a flow, or use "
            "`delay` where somebody serves it."
        )
    return context


@overload
def task(__fn: Callable[P, R], /) -> Task[P, R]: ...
@overload
def task(
    *,
    name: str | None = None,
    description: str | None = None,
    tags: Iterable[str] | None = None,
    version: str | None = None,
    cache_key_fn: Callable[..., Any] | None = None,
    cache_expiration: timedelta | None = None,
    task_run_name: RunName | None = None,
    retries: int | None = None,
    retry_delay_seconds: RetryDelay | None = None,
    retry_jitter_factor: float | None = None,
    persist_result: bool | None = None,
    result_storage: Any = None,
    result_storage_key: str | None = None,
    result_serializer: Any = None,
    cache_result_in_memory: bool = True,
    timeout_seconds: float | None = None,
    log_prints: bool | None = None,
    refresh_cache: bool | None = None,
    cache_lock: bool = False,
    on_completion: Sequence[Hook] | None = None,
    on_failure: Sequence[Hook] | None = None,
    retry_condition_fn: Callable[..., Any] | None = None,
    viz_return_value: Any = None,
) -> Callable[[Callable[P, R]], Task[P, R]]: ...
def task(__fn: Callable[P, R] | None = None, /, **options: Any) -> Any:
    """Make a function a task.

        @task(retries=2, retry_delay_seconds=[1, 10])
        def fetch(url: str) -> bytes: ...

    Options: `name`, `description`, `tags`, `version`; `task_run_name`, a template of the parameters or a function;
    `retries`, `retry_delay_seconds` (a number, one per attempt, or a function of the number of retries),
    `retry_jitter_factor`, `retry_condition_fn(task, task_run, state)`; `timeout_seconds`; `log_prints`;
    `on_completion` and `on_failure`, lists of functions `(task, task_run, state)`; `persist_result`, `result_storage`,
    `result_serializer`, `result_storage_key`, a template of the parameters and of `legato.runtime`, and
    `cache_result_in_memory`; `cache_key_fn(context, parameters)`, whose text names the answer for other runs,
    `cache_expiration`, `refresh_cache`, and `cache_lock`, with which of many runs with one key one computes.

    Raises:
        TypeError, ValueError: an option has a value it cannot take.
        ReservedArgumentError: the function has an argument named `wait_for` or `return_state`.
        FeatureUnavailable: an option needs what this version does not have.
    """
    unknown = options.keys() - _OPTIONS
    if unknown:
        raise TypeError(f"task() got unexpected options: {', '.join(sorted(unknown))}.")
    if __fn is not None:
        return Task(__fn, **options)
    return lambda fn: Task(fn, **options)


_OPTIONS = frozenset(
    """name description tags version cache_key_fn cache_expiration task_run_name retries retry_delay_seconds
    retry_jitter_factor persist_result result_storage result_storage_key result_serializer cache_result_in_memory
    timeout_seconds log_prints refresh_cache cache_lock on_completion on_failure retry_condition_fn
    viz_return_value""".split()
)
