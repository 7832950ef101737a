"""Puts the built web interface into the wheel, as `legato/server/ui/`."""

import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebInterface(BuildHookInterface):
    """Ships `ui/dist` inside the package; builds it first when it is missing.

    An editable install reads `ui/dist` of the checkout, and `LEGATO_SKIP_UI=1` makes a wheel of the Python part alone.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable" or os.environ.get("LEGATO_SKIP_UI") == "1":
            return
        root = Path(self.root)
        dist = root / "ui" / "dist"
        if not (dist / "index.html").is_file():
            self._build(root)
        if not (dist / "index.html").is_file():
            raise RuntimeError("The web interface was built, but ui/dist/index.html is not there.")
        build_data["force_include"][str(dist)] = "legato/server/ui"

    @staticmethod
    def _build(root: Path) -> None:
        try:
            subprocess.run([root / "scripts" / "ui-build"], cwd=root, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise RuntimeError(
                "The web interface could not be built. Run `make setup` and `scripts/ui-build` to see why, "
                "or set LEGATO_SKIP_UI=1 for a wheel without it."
            ) from error
