"""Flows that tests have executed in processes."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from legato import Flow, State, flow, secrecy, task
from legato.client.schemas import FlowRun
from legato.deployments import run_deployment


def note(flow: Flow[..., Any], run: FlowRun, state: State) -> None:
    """Leave a line for the state that a run has come to."""
    print(f"hook for {state.name}")
    with Path(run.parameters["place"]).open("a") as file:
        file.write(f"{flow.name} {run.name} {state.name} {os.environ.get('WORD')}\n")


def linger(flow: Flow[..., Any], run: FlowRun, state: State) -> None:
    """Take as long as it takes for a file to be there."""
    print("lingering")
    while not Path(run.parameters["until"]).exists():
        time.sleep(0.02)


@task(persist_result=True)
def once(place: str, name: str) -> str:
    """Leave a line for each time it is executed."""
    with Path(place).open("a") as file:
        file.write(f"{name}\n")
    return name


@flow(log_prints=True)
def quick(name: str = "you") -> str:
    print(f"hello {name}")
    os.write(1, f"raw {name}\n".encode())
    return name


@flow(log_prints=True)
def open_ended(first: int, *rest: int, **named: int) -> None:
    print(first, rest, named)


@flow
def told(place: str, names: list[str]) -> None:
    """Write down what environment and folder it has."""
    lines = [f"{name}={os.environ.get(name)}" for name in names]
    Path(place).write_text("\n".join([os.getcwd(), *lines]))


@flow(on_crashed=[note])
def held(place: str, until: str) -> str:
    """Do a task, wait for a file, do another one."""
    once(place, "first")
    while not Path(until).exists():
        time.sleep(0.02)
    return once(place, "second")


@flow
def holding(place: str, until: str) -> str:
    """Have a part of it held."""
    return held(place, until)


@flow(on_crashed=[note])
def dying(place: str = os.devnull) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@flow(on_crashed=[linger], log_prints=True)
def dying_once(place: str, until: str) -> None:
    """Die the first time."""
    if not Path(place).exists():
        Path(place).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    os.write(1, b"second time\n")


@flow
def leaving() -> None:
    os._exit(3)


@flow(on_cancellation=[note])
def deaf(place: str) -> None:
    """Heed no signal that can be ignored, and no interrupt."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Path(place).write_text("deaf\n")
    while True:
        try:
            time.sleep(60)
        except BaseException:
            print("not now", file=sys.stderr)


@flow
def asking(name: str) -> None:
    """Ask for a run of a deployment and do not wait for it."""
    run_deployment(name, timeout=0)


@flow
def telling(secret: str) -> None:
    """Print a secret that this process knows."""
    secrecy.remember(secret)
    print(f"psst: {secret}")
    print(f"again: {secret}", file=sys.stderr)
