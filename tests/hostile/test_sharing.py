"""`send` and `latest` start nothing that a repository, or what arrives in it, names."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.git_repos import commit, fill, git
from support.sharing import sent_branches, shared_plan

from hostile.git_settings import OF_A_SEND, Marks, add_hooks, config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = pytest.mark.posix  # the programs are shell scripts

DAY = ("--as-of", "2025-03-05")
LESS_LIKELY = ("helper", "git folder", "option")
RECORD = ("record", "2a.1", "on-track", "--by", "JK", *DAY)


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    return Marks(tmp_path / "evil")


@pytest.fixture
def clones(tmp_path: Path) -> dict[str, Path]:
    return shared_plan(tmp_path / "trust", "jk", "office")


def hostile_config(clone: Path, marks: Marks, **more: str) -> None:
    file = clone / ".git/config"
    file.write_text(file.read_text() + config(marks, **more))


def something_arrives(office: Path, marks: Marks) -> None:
    """A pull request with attributes, hooks and links out, merged by somebody who did not look."""
    fill(
        office,
        {
            ".gitattributes": "* filter=evil diff=evil merge=evil text\n",
            "README.md": "Other words\n",
            "plan/records/2024-25/spring/2025-03-01-1a.1-SD.yaml": (
                "activity: 1a.1\ndate: 2025-03-01\nby: SD\nstatus: on-track\n"
            ),
        },
    )
    add_hooks(marks, office / "hooks", "theirs-")
    (office / "out").symlink_to("/etc")
    commit(office, "A pull request")
    git(office, "push", "--quiet", "origin", "main")


@pytest.mark.slow
def test_settings_start_nothing(
    clones: dict[str, Path], marks: Marks, sipctl: Callable[..., Result]
) -> None:
    jk = clones["jk"]
    something_arrives(clones["office"], marks)
    add_hooks(marks, jk / ".git/hooks")
    mine = (jk / ".git/config").read_text()
    hostile_config(jk, marks, **{"remote.origin.vcs": "evil"})
    subprocess.run(["git", "fetch"], cwd=jk, capture_output=True, check=False, timeout=60)
    assert marks.taken(), "the attack is not one"
    assert sipctl(*RECORD, cwd=jk).code == 0
    for line in (["latest", "--dry-run"], ["latest"], ["send", "--dry-run"], [], RECORD[:0]):
        result = sipctl(*line, *DAY, cwd=jk)
        assert (line, result.code, result.err, marks.taken()) == (line, 0, "", set())
    assert (jk / "README.md").read_text() == "Other words\n"
    result = sipctl("send", *DAY, cwd=jk)
    assert (result.code, result.err) == (0, "")
    assert marks.taken() == OF_A_SEND
    assert "Your own git hooks ran: pre-commit, " in result.out
    (jk / ".git/config").write_text(mine)
    [branch] = sent_branches(clones["shared"])
    names = git(clones["shared"], "diff", "--name-only", "main", branch)
    assert names.startswith("plan/records/")
    assert "\n" not in names


@pytest.mark.parametrize(
    "kind",
    ["ext", "inside", *(pytest.param(kind, marks=pytest.mark.slow) for kind in LESS_LIKELY)],
)
def test_an_address_starts_nothing(
    kind: str, clones: dict[str, Path], marks: Marks, sipctl: Callable[..., Result]
) -> None:
    jk = clones["jk"]
    git(jk, "clone", "--quiet", "--bare", str(clones["shared"]), "plan/inner")
    add_hooks(marks, jk / "plan/inner/hooks", "inner-")
    git(jk, "clone", "--quiet", "--bare", str(clones["shared"]), ".git/inner")
    add_hooks(marks, jk / ".git/inner/hooks", "inner-")
    addresses = {
        "ext": f"ext::{marks.program('ext')}",
        "helper": f"evil::{clones['shared']}",
        "inside": "./plan/inner",
        "git folder": f"file://{jk}/.git/inner",
        "option": f"--upload-pack={marks.program('option')}",
    }
    git(jk, "config", "remote.origin.url", addresses[kind])
    sipctl(*RECORD, cwd=jk)
    for line in (["latest"], ["send"], ["send", "--direct"]):
        result = sipctl(*line, *DAY, cwd=jk)
        assert (kind, line, result.code, marks.taken()) == (kind, line, 2, set())
        assert "git remote set-url origin" in result.err


def test_hooks_that_the_repository_names_are_not_run(
    clones: dict[str, Path], marks: Marks, sipctl: Callable[..., Result]
) -> None:
    jk = clones["jk"]
    add_hooks(marks, jk / "plan/hooks", "theirs-")
    git(jk, "config", "core.hooksPath", "plan/hooks")
    sipctl(*RECORD, cwd=jk)
    result = sipctl("send", *DAY, cwd=jk)
    assert (result.code, marks.taken()) == (2, set())
    assert "hooks" in result.err
    assert sent_branches(clones["shared"]) == []


def test_a_link_in_the_place_of_a_file_that_arrives(
    clones: dict[str, Path], sipctl: Callable[..., Result], tmp_path: Path
) -> None:
    """What arrives is written into the plan, and nowhere that a link here leads to."""
    jk, office = clones["jk"], clones["office"]
    victim = tmp_path / "victim"
    victim.mkdir()
    something = "activity: 1a.1\ndate: 2025-03-01\nby: SD\nstatus: on-track\n"
    fill(office, {"plan/records/2024-25/spring/2025-03-01-1a.1-SD.yaml": something})
    commit(office, "A record")
    git(office, "push", "--quiet", "origin", "main")
    (jk / "plan/records/2024-25/spring").symlink_to(victim)
    result = sipctl("latest", *DAY, cwd=jk)
    assert result.code == 2
    assert "outside the plan" in result.err
    assert os.listdir(victim) == []


def test_a_password_in_the_address_is_not_shown(
    clones: dict[str, Path], sipctl: Callable[..., Result]
) -> None:
    url = "https://clerk:s3cret@127.0.0.1:1/trust/plan.git"
    git(clones["jk"], "config", "remote.origin.url", url)
    result = sipctl("latest", *DAY, cwd=clones["jk"])
    assert result.code == 2
    assert "127.0.0.1:1/trust/plan" in result.err
    assert "s3cret" not in result.err
