"""Every error Legato raises.

    LegatoException
    ├── FailedRun  CrashedRun  CancelledRun  PausedRun  UnfinishedRun      a state without a value
    ├── MissingResult  ResultNotStored  SerializationError
    ├── MissingFlowError  UnspecifiedFlowError  ScriptError
    ├── ParameterTypeError  ParameterBindError  SignatureMismatchError  ReservedArgumentError  InvalidNameError
    ├── MappingLengthMismatch  MappingMissingIterable
    ├── UpstreamTaskError
    ├── Unhashable
    ├── MissingContextError
    ├── FeatureUnavailable
    ├── InvalidBlockRegistration  BlockNotSavedError
    ├── FileMissing  StorageUnreachable  StorageLibraryMissing  InvalidRepositoryURLError
    ├── AddressRefused  NotificationError
    ├── DeploymentApplyError  ImageError  StepExecutionError  TemplateError
    ├── ProfileError
    │   └── MissingProfileError
    ├── SettingError
    ├── HomeNotWritable
    ├── RecordingError
    ├── TaskProcessDied  LaunchFailed
    ├── WorkerError
    │   └── InfrastructureNotFound  InfrastructureNotAvailable
    ├── ApiError
    │   ├── ApiUnreachable
    │   ├── ObjectNotFound  ObjectAlreadyExists
    │   └── RequestInvalid
    └── ServerError
        ├── DatabaseBusy  DatabaseTooNew  DatabaseNotReady
        └── PortInUse
    LegatoSignal (BaseException)
    ├── Abort  Pause
    ├── CancelRun
    └── TerminationSignal

The docstring of a class is its default message.
"""

from __future__ import annotations


class LegatoException(Exception):
    """Something in Legato went wrong."""

    def __init__(self, *args: object) -> None:
        super().__init__(*(args or ((self.__doc__ or "").strip(),)))


class FailedRun(LegatoException):
    """Run failed."""


class CrashedRun(LegatoException):
    """Run crashed."""


class CancelledRun(LegatoException):
    """Run cancelled."""


class PausedRun(LegatoException):
    """Run paused."""


class UnfinishedRun(LegatoException):
    """Run is not finished: its result is not available."""


class MissingResult(LegatoException):
    """The result is not available: it was not persisted and the run's process is gone."""


class ResultNotStored(LegatoException):
    """A result cannot be stored."""


class SerializationError(LegatoException, ValueError):
    """A value cannot be made bytes, or bytes cannot be made a value."""


class MissingFlowError(LegatoException):
    """No flow was found."""


class UnspecifiedFlowError(LegatoException):
    """Several flows were found: name one."""


class ScriptError(LegatoException):
    """A script raised an exception while it was loaded."""


class ParameterTypeError(LegatoException):
    """Parameters do not have the types that the flow asks for."""


class ParameterBindError(LegatoException, TypeError):
    """Arguments do not fit the function's signature."""


class SignatureMismatchError(LegatoException, TypeError):
    """Parameters do not fit the function's signature."""


class ReservedArgumentError(LegatoException, TypeError):
    """A function uses an argument name that Legato reserves."""


class InvalidNameError(LegatoException, ValueError):
    """A name contains characters that are not allowed."""


class MappingLengthMismatch(LegatoException):
    """The iterables given to map have different lengths."""


class MappingMissingIterable(LegatoException):
    """Nothing given to map can be iterated over."""


class UpstreamTaskError(LegatoException):
    """A task run that this one needs did not complete."""


class Unhashable(LegatoException, TypeError):
    """A value has no key that is the same in every process."""

    def __init__(self, value: object, steps: list[str] | None = None, *, reason: str = "") -> None:
        super().__init__(value)
        self.kind, self.steps, self.reason = type(value), steps or [], reason

    def __str__(self) -> str:
        steps = self.steps if len(self.steps) < 40 else [*self.steps[:20], "…", *self.steps[-10:]]
        return f"{''.join(steps) or 'value'}: <{self.kind.__qualname__}> cannot be hashed" + (
            f", because {self.reason}." if self.reason else "."
        )


class MissingContextError(LegatoException, RuntimeError):
    """There is no active flow or task run here."""


class FeatureUnavailable(LegatoException, NotImplementedError):
    """This version does not have that feature."""


class InvalidBlockRegistration(LegatoException):
    """A class of blocks cannot be registered."""


class BlockNotSavedError(LegatoException, RuntimeError):
    """A block that is not saved has no name to stand for it."""


class FileMissing(LegatoException, FileNotFoundError, ValueError):
    """There is nothing at that path."""


class StorageUnreachable(LegatoException, OSError):
    """Storage does not answer, or refuses."""


class StorageLibraryMissing(LegatoException, ImportError):
    """Storage needs a library that is not installed."""


class InvalidRepositoryURLError(LegatoException, ValueError):
    """A git repository cannot have such an address."""


class AddressRefused(LegatoException, OSError, ValueError):
    """An address is not called: it is not one of the public network."""


class NotificationError(LegatoException):
    """A message was not sent."""


class DeploymentApplyError(LegatoException, RuntimeError):
    """A deployment cannot be made."""


class ImageError(LegatoException, RuntimeError):
    """An image cannot be built or pushed."""


class StepExecutionError(LegatoException):
    """A step did not succeed."""


class TemplateError(LegatoException, ValueError):
    """A template cannot be filled in."""


class ProfileError(LegatoException, ValueError):
    """The profiles file cannot be used."""


class MissingProfileError(ProfileError):
    """There is no profile with that name."""


class SettingError(LegatoException, ValueError):
    """A setting is unknown or has a value it cannot take."""


class HomeNotWritable(LegatoException, OSError):
    """The home folder cannot be written to."""


class RecordingError(LegatoException):
    """The record of a run could not be kept."""


class TaskProcessDied(LegatoException):
    """The process that ran the task died."""


class LaunchFailed(LegatoException):
    """The process of a flow run could not be started."""


class WorkerError(LegatoException):
    """A worker cannot do what it is to do."""


class InfrastructureNotFound(WorkerError):
    """What executes a run is not there any more."""


class InfrastructureNotAvailable(WorkerError):
    """What executes a run cannot be reached from here."""


class ApiError(LegatoException):
    """The API answered with an error."""

    def __init__(
        self, *args: object, status: int | None = None, body: object = None, retry_after: float | None = None
    ) -> None:
        super().__init__(*args)
        self.status = status
        self.body = body
        self.retry_after = retry_after


class ApiUnreachable(ApiError):
    """The API cannot be reached."""


class ObjectNotFound(ApiError):
    """There is no such object."""


class ObjectAlreadyExists(ApiError):
    """There is such an object already."""


class RequestInvalid(ApiError, ValueError):
    """The request is not valid."""


class ServerError(LegatoException):
    """The server cannot work."""


class DatabaseBusy(ServerError):
    """Another server uses this database."""


class DatabaseTooNew(ServerError):
    """The database was written by a newer version of Legato: upgrade the program."""


class DatabaseNotReady(ServerError):
    """The database cannot be reached."""


class PortInUse(ServerError):
    """The port is in use."""


class LegatoSignal(BaseException):
    """A request to leave a run, not an error."""


class Abort(LegatoSignal):
    """The server refused a transition: stop work on this run."""


class Pause(LegatoSignal):
    """The run is paused or suspended: stop work on it."""

    def __init__(self, *args: object, state: object = None) -> None:
        super().__init__(*args)
        self.state = state


class CancelRun(LegatoSignal):
    """Somebody asked for this run to be cancelled."""


class TerminationSignal(LegatoSignal):
    """The process received SIGTERM."""

    def __init__(self, signal: int = 15) -> None:
        super().__init__(signal)
        self.signal = signal
