"""Flows that tests deploy: in a file of their own, as they are loaded anew where they run."""

from legato import flow


@flow(log_prints=True)
def hello(name: str = "world", times: int = 1) -> str:
    """Greet somebody.

    Args:
        name: who is greeted
        times: how often
    """
    return f"hello {name} " * times


@flow(name="Grüße an alle", version="7")
def greetings() -> None:
    pass
