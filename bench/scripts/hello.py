"""A flow with one task: the whole process counts."""

import importlib
import os

subject = importlib.import_module(os.environ["SUBJECT"])


@subject.task
def greet(name: str) -> str:
    return f"Hello, {name}!"


@subject.flow
def hello(name: str = "world") -> str:
    return greet(name)


if __name__ == "__main__":
    hello()
