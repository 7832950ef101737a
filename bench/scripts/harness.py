"""The test harness: seconds from entering it until a flow ran in it."""

import time

from legato import flow
from legato.testing.utilities import legato_test_harness


@flow
def nothing() -> None: ...


if __name__ == "__main__":
    start = time.perf_counter()
    with legato_test_harness():
        nothing()
        print(time.perf_counter() - start)
