"""Sending a request to its handler, in the thread where it belongs; errors of the database as errors of Legato."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

from legato.contract.request import Request
from legato.exceptions import ApiError, DatabaseNotReady, ServerError
from legato.server.handling import Handler, Place, Reply, load_handlers
from legato.server.refusals import conflict, invalid
from legato.server.store.store import Store

logger = logging.getLogger("legato.server")


def answer(store: Store, request: Request[Any]) -> Reply:
    """Answer a request, and wait for it."""
    handler = load_handlers()[type(request)]
    if handler.place is Place.HERE:
        return _reply(request, handler.answer(request))
    do = store.write if handler.place is Place.WRITER else store.read
    try:
        return _reply(request, do(_work(handler, request)))
    except Exception as error:
        raise translated(error) from error.__cause__


async def aanswer(store: Store, request: Request[Any], handler: Handler) -> Reply:
    """Answer a request; the event loop does not wait."""
    if handler.place is Place.HERE:
        return _reply(request, handler.answer(request))
    do = store.awrite if handler.place is Place.WRITER else store.aread
    try:
        return _reply(request, await do(_work(handler, request)))
    except Exception as error:
        raise translated(error) from error.__cause__


def _work(handler: Handler, request: Request[Any]) -> Callable[[Any], Any]:
    return partial(handler.answer, request)


def _reply(request: Request[Any], value: Any) -> Reply:
    if isinstance(value, ApiError):
        raise value  # what a handler wrote before it returned the error is committed by now
    return value if isinstance(value, Reply) else Reply(value, request.status)


def translated(error: Exception) -> Exception:
    """Return the error that a client is told of; what happened in the database is for the log."""
    if isinstance(error, ApiError | ServerError):
        return error
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.IntegrityError | psycopg.IntegrityError):
        logger.info("A request was refused by the database: %s", cause)
        return conflict()
    if isinstance(cause, RecursionError):
        return invalid("A value of the request is nested too deeply.")
    if isinstance(cause, OverflowError | sqlite3.DataError | psycopg.DataError):
        return invalid("A value of the request is out of range.")
    if isinstance(cause, psycopg.errors.ProgramLimitExceeded):
        return invalid("A value of the request is too long to be found again by it.")
    if isinstance(cause, sqlite3.OperationalError | psycopg.OperationalError):
        logger.error("The database cannot be used: %s", cause)
        return DatabaseNotReady(f"The database cannot be used: {cause}.")
    return error
