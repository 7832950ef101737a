"""A flow that writes down when its first line ran; executed by workers."""

import importlib
import os
import time
from pathlib import Path

subject = importlib.import_module(os.environ.get("SUBJECT", "legato"))


@subject.flow
def due(place: str) -> None:
    Path(place).write_text(str(time.time()))
