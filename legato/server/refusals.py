"""The ways in which a handler says no; `body` is what HTTP shows."""

from __future__ import annotations

from uuid import UUID

from legato.exceptions import ApiError, ObjectAlreadyExists, ObjectNotFound, RequestInvalid

_CONFLICT = (
    "Data integrity conflict. This usually means a unique or foreign key constraint was violated. "
    "See server logs for details."
)


def not_found(noun: str) -> ObjectNotFound:
    """There is no object with the id or name that was asked for."""
    message = f"{noun} not found"
    return ObjectNotFound(message, status=404, body={"detail": message})


def unknown_run(noun: str, id: UUID) -> ObjectNotFound:
    """There is no run with the id that something was to be done with."""
    message = f"{noun} with id {id} not found"
    return ObjectNotFound(message, status=404, body={"exception_message": message})


def conflict() -> ObjectAlreadyExists:
    """A row refers to one that is not there, or takes the place of one that is."""
    return ObjectAlreadyExists(_CONFLICT, status=409, body={"detail": _CONFLICT})


def invalid(message: str) -> RequestInvalid:
    """The request says something that does not make sense."""
    return RequestInvalid(message, status=422, body={"detail": message})


def refused(message: str) -> ApiError:
    """The request cannot be met as things are."""
    return ApiError(message, status=400, body={"detail": message})


def misfit(place: list[str | int], message: str, kind: str = "value_error") -> RequestInvalid:
    """A value of the request does not make sense; `place` leads to it."""
    text = "Invalid request received."
    return RequestInvalid(text, status=422, body=[{"loc": place, "msg": message, "type": kind}])


def forbidden(message: str) -> ApiError:
    """Nobody may do that."""
    return ApiError(message, status=403, body={"detail": message})


def taken(message: str) -> ObjectAlreadyExists:
    """Something stands in the way of what is to be."""
    return ObjectAlreadyExists(message, status=409, body={"detail": message})


def missing(message: str) -> ObjectNotFound:
    """There is no such thing; the message says which."""
    return ObjectNotFound(message, status=404, body={"detail": message})


def locked(seconds: float) -> ApiError:
    """There is no room now; there may be in so many seconds."""
    return ApiError("Locked", status=423, body={"detail": "Locked"}, retry_after=seconds)
