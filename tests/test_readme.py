"""What the README shows is what sipctl says."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib

from support.each_row import each_row
from support.pages import ALONE, BLOCK, PAGES, ROOT, is_tested
from support.terminal import drawn

README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
BLOCKS = [
    (command, shown)
    for text in TEXTS.values()
    for _, command, shown in BLOCK.findall(text)
    if is_tested(command)
]


@each_row(("command", "shown"), BLOCKS)
def test_a_command_and_its_output(command, shown):
    assert drawn(shlex.split(command), ROOT, **ALONE) == shown


def test_there_are_such_blocks():
    assert len(BLOCKS) >= 3


def test_the_fault(tmp_path):
    shutil.copytree(ROOT / "plan", tmp_path / "plan")
    aim = tmp_path / "plan/aims/2-people-learning-and-capacity.yaml"
    aim.write_text(aim.read_text().replace("when: Autumn 2025", "when: Sumer 2025"))
    shown = re.search(r"\$ sipctl check\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert shown[1] in drawn(["check"], tmp_path)


@each_row("command", ["/sipctl due --lead JK", "/pytest"])
def test_both_commands_stand_alone_in_a_block(command):
    """.ci/run runs them as they stand here."""
    assert re.search(
        rf"^```sh\npython3 -m venv [^\n]*{re.escape(command)}\n```$", README, re.MULTILINE
    )


def test_every_command_is_named():
    from sipctl.cli.app import COMMANDS

    assert [name for name in COMMANDS if f"sipctl {name}" not in TEXTS["docs/cli.md"]] == []


@each_row("file", ["README.md", "CHANGELOG.md"])
def test_every_extra_named_is_there(file):
    result = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = re.findall(r"(?:sipctl|\.)\[([a-z]+)\]", (ROOT / file).read_text())
    assert named
    assert set(named) <= set(result["optional-dependencies"])


@each_row("page", TEXTS)
def test_no_host_is_named(page):
    assert "://" not in TEXTS[page]


@each_row("page", TEXTS)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)", TEXTS[page])
    folder = (ROOT / page).parent
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 130
