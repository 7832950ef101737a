"""What becomes of every pair of states, kept beside this file: a change of a rule shows as a change of the grid.

To write it anew: `python -m tests.orchestration.test_grid`.
"""

from pathlib import Path

from legato.orchestration.transition import Abort, Decision, Reject, Wait
from legato.schemas.states import StateType
from tests.orchestration.scenes import decide_flow, decide_task, state

GRID = Path(__file__).with_name("grid.txt")
BEFORE: list[StateType | None] = [None, *StateType]


def outcome(decision: Decision) -> str:
    """The verdict in a word, and the state that is entered where it is another one."""
    match decision.verdict:
        case Abort(reason=reason):
            return f"ABORT   {reason}"
        case Wait(seconds=seconds):
            return f"WAIT    {seconds:g} s"
        case Reject(reason=reason, state=None):
            return f"REJECT  {reason}"
        case Reject(reason=reason, state=into) if into is not None:
            return f"REJECT  into {into.name}: {reason}"
    assert decision.state is not None
    changes = [
        f"{name}={value}"
        for name in ("run_count", "flow_run_run_count")
        if (value := getattr(decision, name)) is not None
    ]
    return " ".join(["ACCEPT ", decision.state.name or "", *changes]).rstrip()


def grid() -> str:
    """Every pair, for flow runs and task runs, asked for and forced."""
    lines = []
    for noun, decide in (("flow run", decide_flow), ("task run", decide_task)):
        for force in (False, True):
            lines.append(f"# {noun}{', forced' if force else ''}")
            for before in BEFORE:
                for after in StateType:
                    found = outcome(decide(state(before), state(after), force=force))  # type: ignore[operator]
                    lines.append(f"{before.value if before else '(none)':<11} {after.value:<11} {found}")
            lines.append("")
    return "\n".join(lines)


def test_every_pair_of_states_ends_as_the_grid_says() -> None:
    assert grid() == GRID.read_text()


if __name__ == "__main__":
    GRID.write_text(grid())
