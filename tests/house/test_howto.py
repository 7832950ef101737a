"""What the pages about blocks and files show runs as it stands, in the order in which it is shown."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
PAGES = {
    "cache-answers": "[9, 9]\n",
    "deploy-flows": "Scheduled\n",
    "keep-results": "{'rows': 3}\n1\n",
    "keep-configuration-in-blocks": "ann@db.example.com\nhost='db.example.com' login=Login(user='ann', "
    "password=SecretStr('**********'))\ntulip\n",
    "package-blocks": "",
    "send-notifications": "",
    "serve-and-work": "'echo', 'process'",
    "store-files": "b'all is well'\nb'all is well'\n1\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs(page: str, tmp_path: Path) -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", (HOWTO / f"{page}.md").read_text(), re.DOTALL))
    (tmp_path / "page.py").write_text(code)
    environment = {**os.environ, "LEGATO_HOME": str(tmp_path / "home"), "LEGATO_LOGGING_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, "page.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert PAGES[page] in done.stdout
