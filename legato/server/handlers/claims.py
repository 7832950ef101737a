"""Taking runs that are due, starting them, handing them back."""

from __future__ import annotations

from legato.contract.claims import ClaimFlowRuns, HandBackFlowRun, StartFlowRun
from legato.schemas.flow_runs import FlowRun
from legato.schemas.transitions import OrchestrationResult
from legato.server import claiming
from legato.server.handling import handles
from legato.server.store.transaction import Transaction


@handles(ClaimFlowRuns, writes=True)
def claim_flow_runs(request: ClaimFlowRuns, db: Transaction) -> list[FlowRun]:
    """Take runs that are due now."""
    return claiming.claim(db, request)


@handles(StartFlowRun, writes=True)
def start_flow_run(request: StartFlowRun, db: Transaction) -> OrchestrationResult:
    """Start a run that was taken."""
    return claiming.start(db, request)


@handles(HandBackFlowRun, writes=True)
def hand_back_flow_run(request: HandBackFlowRun, db: Transaction) -> OrchestrationResult:
    """Hand a run back that was taken."""
    return claiming.hand_back(db, request)
