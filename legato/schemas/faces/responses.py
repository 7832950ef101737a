"""Answers, where users of Prefect 2 look for them."""

from legato.schemas.history import HistoryResponse as HistoryResponse
from legato.schemas.history import HistoryResponseState as HistoryResponseState
from legato.schemas.transitions import OrchestrationResult as OrchestrationResult
from legato.schemas.transitions import SetStateStatus as SetStateStatus
from legato.schemas.transitions import StateAbortDetails as StateAbortDetails
from legato.schemas.transitions import StateAcceptDetails as StateAcceptDetails
from legato.schemas.transitions import StateRejectDetails as StateRejectDetails
from legato.schemas.transitions import StateWaitDetails as StateWaitDetails
