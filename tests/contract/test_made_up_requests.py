"""Requests made up from the description of the API: none is answered with an error of the server's own, or otherwise
than described. FUZZ_SECONDS makes more of them.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import server

SECONDS = int(os.environ.get("FUZZ_SECONDS", "60"))
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(SECONDS + 240)]


@pytest.mark.parametrize("phases", ["coverage", "fuzzing,stateful"])
def test_no_request_breaks_the_server_or_the_description(home: Path, phases: str) -> None:
    with server(home) as running:
        command = [
            *(str(Path(sys.executable).parent / "schemathesis"), "run", f"{running.api_url}/openapi.json"),
            *("--exclude-path-regex", "/admin/database", "--checks", CHECKS, "--phases", phases),
            *("--max-time", str(SECONDS), "--max-examples", str(max(1, SECONDS // 15)), "--seed", "1"),
            *("--continue-on-failure", "--no-shrink", "--no-color", "--warnings", "off"),
            *("--generation-database", "none"),
        ]
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-10_000:] + done.stderr
        assert "Traceback" not in running.log.read_text()
    assert "No issues found" in done.stdout
