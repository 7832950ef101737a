"""The flows whose runs the browser tests look at: `python seed.py NAME`."""

import os
import sys
import time
from pathlib import Path

from legato import flow, get_run_logger, tags, task


@task(tags=["extract"])
def extract(count: int) -> list[int]:
    get_run_logger().info("Reading %s records", count)
    return list(range(count))


@task
def double(number: int) -> int:
    get_run_logger().debug("Doubling %s", number)
    time.sleep(0.02)
    return number * 2


attempts = 0


@task(retries=2, retry_delay_seconds=0)
def add_up(numbers: list[int]) -> int:
    global attempts
    attempts += 1
    if attempts == 1:
        get_run_logger().warning("The connection was reset")
        raise ConnectionError("connection reset by peer")
    return sum(numbers)


@task
def render(form: str) -> str:
    return form


@flow(name="report")
def report(total: int) -> list[str]:
    return [future.result() for future in render.map(["html", "pdf"])]


@flow(name="nightly-load", log_prints=True)
def nightly_load(count: int = 6, region: str = "eu-west") -> int:
    total = add_up([future.result() for future in double.map(extract(count))])
    report(total)
    get_run_logger().error("One row was refused:\n  ValueError: bad value")
    print("loaded", total, "from", region)
    return total


@flow(name="hello", log_prints=True)
def hello() -> None:
    print("hello there")


@flow(name="always-fails")
def always_fails() -> None:
    raise RuntimeError("The disk of host db-7 is full")


@task
def tick(number: int) -> None:
    get_run_logger().info("tick %s", number)
    time.sleep(0.1)


@flow(name="until-told")
def until_told() -> None:
    """Goes on until the file named by SEED_STOP exists."""
    number = 0
    while not Path(os.environ["SEED_STOP"]).exists():
        tick(number)
        number += 1


FLOWS = {"nightly-load": nightly_load, "hello": hello, "always-fails": always_fails, "until-told": until_told}

if __name__ == "__main__":
    name = sys.argv[1]
    try:
        with tags("prod", "etl") if name == "nightly-load" else tags():
            FLOWS[name]()
    except RuntimeError as error:
        print("ended by", error)
