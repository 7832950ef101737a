"""Flows: functions whose calls are runs, recorded with everything that happens in them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, Unpack, cast, overload

from legato import connect
from legato.context import FlowRunContext, awaits_here
from legato.either_way import either_way, settled
from legato.engine.definitions import FlowDefinition, Hook, RunName
from legato.engine.drivers import arun, run
from legato.engine.flow_run import FlowCall, invalid_parameters
from legato.engine.inputs import futures_in
from legato.engine.living import alive, live
from legato.engine.parameters import ParameterSchema, Validator, bind, parameter_schema, wire_parameters
from legato.engine.recorder import Recorder
from legato.engine.task_run import resolve
from legato.entrypoints import is_loading
from legato.exceptions import MissingFlowError, ParameterTypeError
from legato.lazy import names_of
from legato.logging.prints import redirect_prints
from legato.results.options import taken_result_options
from legato.schemas.states import State
from legato.settings import LEGATO_LOGGING_LOG_PRINTS
from legato.task_runners import ConcurrentTaskRunner, TaskRunner

if TYPE_CHECKING:
    from uuid import UUID

    from legato.deployments.declared import DeploymentOptions, EntrypointType, RunnerDeployment
    from legato.deployments.images import DeploymentImage
    from legato.engine.resuming import Earlier
    from legato.loaders import is_entrypoint_async as is_entrypoint_async
    from legato.loaders import load_flow_arguments_from_entrypoint as load_flow_arguments_from_entrypoint
    from legato.loaders import load_flow_from_entrypoint as load_flow_from_entrypoint
    from legato.loaders import load_flow_from_script as load_flow_from_script
    from legato.loaders import load_flow_from_text as load_flow_from_text
    from legato.loaders import load_flows_from_script as load_flows_from_script
    from legato.loaders import select_flow as select_flow

_logger = logging.getLogger("legato.flows")
P = ParamSpec("P")
R = TypeVar("R")


class Flow(FlowDefinition[P, R], Generic[P, R]):
    """A function as a flow: call it to run it. Made by the decorator `flow`."""

    def __init__(self, fn: Callable[P, R], **options: Any) -> None:
        self._options = dict(options)
        self.task_runner = _checked_task_runner(options.pop("task_runner", None))
        results = taken_result_options(options)
        super().__init__(fn, results=results, **options)
        self._validator = Validator(fn, self.signature)
        self._parameters: ParameterSchema | None = None
        self.__name__ = getattr(fn, "__name__", self.name)
        self.__qualname__ = getattr(fn, "__qualname__", self.name)
        self.__module__ = getattr(fn, "__module__", __name__)
        self.__doc__ = fn.__doc__
        self.__wrapped__ = fn

    def __get__(self, instance: object, owner: type | None = None) -> Flow[..., R]:
        """Bind a flow that is a method to its object."""
        if instance is None:
            return self
        bound = cast(Callable[..., R], self.fn.__get__(instance, owner))
        return Flow(bound, **{"name": self.name, **self._options})

    @property
    def parameters(self) -> ParameterSchema:
        """The parameters as a JSON schema."""
        if self._parameters is None:
            self._parameters = parameter_schema(self.fn, self.signature)
        return self._parameters

    def validate_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return parameters checked and coerced as a run would.

        Raises:
            ParameterTypeError: values cannot be coerced.
        """
        return self._validator.validate(parameters)

    def serialize_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return parameters as the plain JSON data that is recorded of them."""
        return wire_parameters(parameters)

    def with_options(
        self,
        *,
        name: str | None = None,
        version: str | None = None,
        retries: int | None = None,
        retry_delay_seconds: float | None = None,
        description: str | None = None,
        flow_run_name: RunName | None = None,
        task_runner: TaskRunner | type[TaskRunner] | None = None,
        timeout_seconds: float | None = None,
        validate_parameters: bool | None = None,
        persist_result: bool | None = None,
        result_storage: Any = None,
        result_serializer: Any = None,
        cache_result_in_memory: bool | None = None,
        log_prints: bool | None = None,
        on_completion: Sequence[Hook] | None = None,
        on_failure: Sequence[Hook] | None = None,
        on_cancellation: Sequence[Hook] | None = None,
        on_crashed: Sequence[Hook] | None = None,
        on_running: Sequence[Hook] | None = None,
    ) -> Flow[P, R]:
        """Return a flow of the same function with other options; those that are not given stay."""
        given = {k: v for k, v in locals().items() if k not in ("self", "__class__") and v is not None}
        made = type(self)(self.fn, **{**self._options, **given})
        made.storage, made.entrypoint = self.storage, self.entrypoint
        return made

    @either_way
    def to_deployment(
        self,
        name: str,
        *,
        entrypoint_type: EntrypointType | str = "file_path",
        **options: Unpack[DeploymentOptions],
    ) -> RunnerDeployment:
        """Return a deployment of this flow; `apply` makes it known to the server, `serve` runs it from here.

        Options: when (`interval`, `cron`, `rrule`, each one or several, or `schedules`; `paused`); with what
        (`parameters`, `enforce_parameter_schema`); upon which events (`triggers`); where (`work_pool_name`,
        `work_queue_name`, `job_variables`); and `description`, `tags`, `version`. In async code it can be awaited.

        Raises:
            MissingFlowError: no file or module leads to the flow.
            TypeError, ValueError: an option is unknown, or cannot be read.
        """
        from legato.deployments.declared import EntrypointType, RunnerDeployment

        return RunnerDeployment.from_flow(self, name, entrypoint_type=EntrypointType(entrypoint_type), **options)

    @either_way
    def deploy(
        self,
        name: str,
        *,
        image: str | DeploymentImage | None = None,
        build: bool = True,
        push: bool = True,
        force: bool = False,
        entrypoint_type: EntrypointType | str = "file_path",
        print_next_steps: bool = True,
        ignore_warnings: bool = False,
        **options: Unpack[DeploymentOptions],
    ) -> UUID:
        """Put a deployment of this flow into a work pool, and return its id.

        The code comes from the source of the flow (`from_source`), from an image that is built and pushed now unless
        told otherwise, or from its module. What somebody has changed of it on the server stays, unless `force` is set.
        `options` are those of `to_deployment`. In async code it can be awaited.

        Raises:
            DeploymentApplyError: the server does not take it, and says why.
            ImageError: the image cannot be built or pushed.
            MissingFlowError: no file or module leads to the flow.
            TypeError, ValueError: an option cannot be, there is no such pool, or workers would not get the code.
        """
        from legato.deployments.declared import EntrypointType, RunnerDeployment
        from legato.deployments.deploying import deploy

        kind = EntrypointType(entrypoint_type)
        made = settled(
            deploy(
                RunnerDeployment.from_flow(self, name, entrypoint_type=kind, **options),
                work_pool_name=options.get("work_pool_name"),
                image=image,
                build=build,
                push=push,
                force=force,
                print_next_steps_message=print_next_steps,
                ignore_warnings=ignore_warnings,
            )
        )
        return made[0]

    @either_way
    def serve(
        self,
        name: str | None = None,
        *,
        pause_on_shutdown: bool = True,
        print_starting_message: bool = True,
        limit: int | None = None,
        webserver: bool = False,
        entrypoint_type: EntrypointType | str = "file_path",
        **options: Unpack[DeploymentOptions],
    ) -> None:
        """Make a deployment of this flow and execute its runs from here, until this process is stopped.

            hello.serve("prod", cron="0 8 * * *")

        `limit` is how many runs are executed at once; `options` are those of `to_deployment`. The name is that of the
        flow unless told otherwise. In async code it can be awaited.

        Raises:
            MissingFlowError: no file or module leads to the flow.
            DeploymentApplyError: the server does not take the deployment.
            TypeError, ValueError: an option is unknown, or cannot be.
        """
        from legato.deployments.declared import EntrypointType, RunnerDeployment
        from legato.runner.serving import serve

        kind = EntrypointType(entrypoint_type)
        made = RunnerDeployment.from_flow(self, name or self.name, entrypoint_type=kind, **options)
        settled(
            serve(
                made,
                pause_on_shutdown=pause_on_shutdown,
                print_starting_message=print_starting_message,
                limit=limit,
                webserver=webserver,
            )
        )

    @classmethod
    @either_way
    def from_source(cls, source: Any, entrypoint: str) -> Flow[..., Any]:
        """Return a flow from code that is fetched now: of a repository, of storage, of a block, of a folder.

            Flow.from_source("https://github.com/me/flows.git", "etl.py:load").deploy("nightly", work_pool_name="pool")

        Deployments of it let workers fetch the code from there. In async code it can be awaited.

        Raises:
            MissingFlowError, ScriptError: there is no such flow, or it cannot be loaded.
            StorageUnreachable: the code cannot be fetched.
            TypeError, ValueError: the source is none.
        """
        from legato import entrypoints
        from legato.deployments.sources import storage_of
        from legato.deployments.storage import fetched

        storage = storage_of(source)
        with fetched(storage) as folder:
            found = entrypoints.load(str(folder / entrypoint) if ":" in entrypoint else entrypoint)
        if not isinstance(found, Flow):
            raise MissingFlowError(f"{entrypoint} is no flow, but {type(found).__name__}: put @flow above it.")
        found.storage, found.entrypoint = storage, entrypoint
        return found

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the flow and return its value, or its final state with `return_state=True`.

        `wait_for` holds back a subflow until other runs completed.

        Raises:
            ParameterBindError: the arguments do not fit the signature.
            ParameterTypeError: they do not have the annotated types.
            HomeNotWritable: there is no place to record the run.
        """
        if is_loading():
            _logger.warning("Flow %r is not run: the script is being loaded for its flows.", self.name)
            return cast(R, None)
        options: dict[str, Any] = dict(kwargs)
        return_state, wait_for = options.pop("return_state", False), options.pop("wait_for", None)
        if wait_for is not None and FlowRunContext.get() is None:
            raise ValueError("Only flows run as subflows can wait for dependencies.")
        parameters = bind(self.fn, self.signature, args, options)
        given = set(self.signature.bind(*args, **options).arguments)
        if not self.isasync:
            return cast(R, _answer(self._run(parameters, given, wait_for), return_state))
        if awaits_here():
            return cast(R, self._arun(parameters, given, wait_for, return_state))
        from legato import portal

        return cast(R, portal.run(lambda: self._arun(parameters, given, wait_for, return_state)))

    def _run(self, parameters: dict[str, Any], given: set[str], wait_for: Iterable[Any] | None) -> State[Any]:
        call, error = self._prepare(parameters, given, wait_for)
        if error is not None:
            return run(invalid_parameters(call, error))
        return live(call)

    def go_on(self, earlier: Earlier, parameters: dict[str, Any]) -> State[Any]:
        """Go on with a flow run of an earlier attempt, in this thread, and return the state that it comes to."""
        call = FlowCall(self, parameters, Recorder(connect.courier()), self.task_runner.duplicate(), earlier=earlier)
        self._set_prints(call)
        if not self.isasync:
            return live(call)
        from legato import portal

        state: State[Any] = portal.run(lambda: alive(call))
        return state

    async def _arun(
        self, parameters: dict[str, Any], given: set[str], wait_for: Iterable[Any] | None, return_state: bool
    ) -> Any:
        for future in futures_in([*parameters.values(), *(wait_for or ())]):
            await future.await_state()
        call, error = self._prepare(parameters, given, wait_for)
        if error is not None:
            return _answer(await arun(invalid_parameters(call, error)), return_state)
        return _answer(await alive(call), return_state)

    def _prepare(
        self, parameters: dict[str, Any], given: set[str], wait_for: Iterable[Any] | None
    ) -> tuple[FlowCall, ParameterTypeError | None]:
        parent = FlowRunContext.get()
        recorder = parent.recorder if parent is not None else Recorder(connect.courier())
        original, error = parameters, None
        parameters = {name: resolve(value) for name, value in parameters.items()}
        for upstream in wait_for or ():
            resolve(upstream)
        if self.should_validate_parameters:
            try:
                parameters = self._validator.validate(parameters, given)
            except ParameterTypeError as problem:
                error = problem
        call = FlowCall(self, parameters, recorder, self.task_runner.duplicate(), wait_for, original)
        self._set_prints(call)
        return call, error

    def _set_prints(self, call: FlowCall) -> None:
        if call.parent is None and self.log_prints is None:
            call.context.log_prints = LEGATO_LOGGING_LOG_PRINTS.value()
        if call.context.log_prints:
            redirect_prints()

    def __repr__(self) -> str:
        return f"<Flow {self.name!r}>"


def _checked_task_runner(task_runner: object) -> TaskRunner:
    made = task_runner() if isinstance(task_runner, type) else task_runner
    if made is None:
        return ConcurrentTaskRunner()
    if not isinstance(made, TaskRunner):
        raise TypeError(f"task_runner must be a TaskRunner, got {type(made).__name__}.")
    return made


def _answer(state: State[Any], return_state: bool) -> Any:
    return state if return_state else state.result()


@overload
def flow(__fn: Callable[P, R], /) -> Flow[P, R]: ...
@overload
def flow(
    *,
    name: str | None = None,
    version: str | None = None,
    flow_run_name: RunName | None = None,
    retries: int | None = None,
    retry_delay_seconds: float | None = None,
    task_runner: TaskRunner | type[TaskRunner] | None = None,
    description: str | None = None,
    timeout_seconds: float | None = None,
    validate_parameters: bool = True,
    persist_result: bool | None = None,
    result_storage: Any = None,
    result_serializer: Any = None,
    cache_result_in_memory: bool = True,
    log_prints: bool | None = None,
    on_completion: Sequence[Hook] | None = None,
    on_failure: Sequence[Hook] | None = None,
    on_cancellation: Sequence[Hook] | None = None,
    on_crashed: Sequence[Hook] | None = None,
    on_running: Sequence[Hook] | None = None,
) -> Callable[[Callable[P, R]], Flow[P, R]]: ...
def flow(__fn: Callable[P, R] | None = None, /, **options: Any) -> Any:
    """Make a function a flow.

        @flow(log_prints=True)
        def hello(name: str = "world") -> None:
            print(f"Hello, {name}!")

    Options: `name`, `version`, `description`; `flow_run_name`, a template of the parameters or a function; `retries`,
    `retry_delay_seconds`; `task_runner`; `timeout_seconds`; `validate_parameters`; `log_prints`; `on_running`,
    `on_completion`, `on_failure`, `on_cancellation` and `on_crashed`, lists of functions `(flow, flow_run, state)`;
    `persist_result`, `cache_result_in_memory`, and `result_storage` and `result_serializer`, also for its tasks.

    Raises:
        TypeError, ValueError: an option has a value it cannot take.
        ReservedArgumentError: the function has an argument named `wait_for` or `return_state`.
        InvalidNameError: the name has a character that would break an address.
        FeatureUnavailable: an option needs what this version does not have.
    """
    unknown = options.keys() - _OPTIONS
    if unknown:
        raise TypeError(f"flow() got unexpected options: {', '.join(sorted(unknown))}.")
    if __fn is not None:
        return Flow(__fn, **options)
    return lambda fn: Flow(fn, **options)


_OPTIONS = frozenset(
    """name version flow_run_name retries retry_delay_seconds task_runner description timeout_seconds
    validate_parameters persist_result result_storage result_serializer cache_result_in_memory log_prints
    on_completion on_failure on_cancellation on_crashed on_running""".split()
)


setattr(flow, "from_source", Flow.from_source)  # noqa: B010 - users of Prefect 2 write `flow.from_source(...)`

_LOADERS = """is_entrypoint_async load_flow_arguments_from_entrypoint load_flow_from_entrypoint load_flow_from_script
load_flow_from_text load_flows_from_script select_flow""".split()
__getattr__, __dir__ = names_of(__name__, dict.fromkeys(_LOADERS, "legato.loaders"))
