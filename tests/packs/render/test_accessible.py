"""Packs under axe-core, best practice too, and under the Nu HTML checker, where these are had.

`AXE_CORE` names `axe.min.js` of the npm package axe-core, `VNU_JAR` the checker's `vnu.jar`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from html import unescape
from pathlib import Path

import pytest
from support.packs import PACKS, pack_bytes, program

pytestmark = pytest.mark.slow

RUN = """<script>axe.run(document, {resultTypes: ["violations"]}).then((found) => {
  const result = document.createElement("pre");
  result.id = "axe";
  result.textContent = JSON.stringify(found.violations.map((one) => [one.id, one.nodes[0].html]));
  document.body.append(result);
});</script>"""


def tool(name: str, what: str) -> Path:
    """A file that an environment variable names; without it, the test says so and is skipped."""
    file = Path(os.environ.get(name, ""))
    if not file.is_file():
        pytest.skip(f"{name} names no {what}")
    return file


@pytest.mark.parametrize("template", PACKS)
def test_axe_finds_nothing(template: str, tmp_path: Path) -> None:
    script = tool("AXE_CORE", "axe.min.js of axe-core").read_text(encoding="utf-8")
    page = pack_bytes("river", template, "html").decode()
    page = re.sub(r"<meta http-equiv[^>]*>", "", page)  # the policy would not let axe run
    file = tmp_path / "pack.html"
    file.write_text(page.replace("</body>", f"<script>{script}</script>{RUN}</body>"), "utf-8")
    shown = subprocess.run(
        [
            *(program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
            *(f"--user-data-dir={tmp_path}/profile", "--virtual-time-budget=20000", file.as_uri()),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    match = re.search(r'<pre id="axe">(.*?)</pre>', shown)
    assert match
    assert json.loads(unescape(match[1])) == []


def test_the_checker_of_html_finds_nothing(tmp_path: Path) -> None:
    jar = tool("VNU_JAR", "vnu.jar")
    files = []
    for template in PACKS:
        files.append(tmp_path / f"{template}.html")
        files[-1].write_bytes(pack_bytes("river", template, "html"))
    command = [program("java"), "-jar", str(jar), "--errors-only", *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert result.stderr == ""
