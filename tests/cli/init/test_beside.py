"""What `init` sets up beside a plan: files for git and its host, a repository, the next commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from ruamel.yaml import YAML
from support.each_row import each_row
from support.git_repos import git
from support.terminal import converse

from sipctl import __version__
from sipctl.plan.faults import Refusal
from sipctl.store.git.run import start_repository
from sipctl.store.new_plan.beside_files import beside_files, write_beside
from sipctl.store.new_plan.origin import WHEELS, Origin, origin_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALL = [".github/pull_request_template.md", ".github/workflows/plan.yml", ".gitignore"]
TABLE = "Action,Lead,When\nBuy new books,JK,Spring 2025\n"
BY_HAND = f"{WHEELS}/sipctl-{__version__}-py3-none-any.whl"
FROM = ("--from", "plan.csv", "--name", "Hill School", "--years", "2024-26")


def files_beside(holder: Path) -> list[str]:
    """The files of a folder outside its plan and its repository."""
    paths = (path.relative_to(holder).as_posix() for path in holder.rglob("*") if path.is_file())
    return sorted(path for path in paths if not path.startswith(("plan/", ".git/")))


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    (tmp_path / "plan.csv").write_text(TABLE)
    return tmp_path


def test_a_new_plan_has_what_it_needs_beside_it_and_says_what_to_type_next(
    sipctl: Callable[..., Any], csv: Path
) -> None:
    done = sipctl("init", "new", *FROM, cwd=csv)
    assert files_beside(csv / "new") == ALL
    assert done.out.splitlines()[-8:] == [
        "Beside it: .gitignore, .github/workflows/plan.yml and .github/pull_request_template.md.",
        "Next, type:",
        "  cd new",
        "  sipctl check",
        "  sipctl due",
        "  git init",
        "  git add .",
        '  git commit -m "Begin the plan"',
    ]
    assert not (csv / "new/.git").exists()  # nobody was asked


def test_what_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    assert sorted(write_beside(tmp_path, at_top=True)) == ALL[:2]
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


@pytest.mark.posix
def test_nothing_is_written_by_way_of_a_link_that_leads_out(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "new/.github").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refusal, match="link"):
        write_beside(tmp_path / "new", at_top=True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_below_the_top_of_a_repository_its_checks_are_left_alone(
    sipctl: Callable[..., Any], csv: Path
) -> None:
    git(csv, "init", "-q")
    done = sipctl("init", "new", *FROM, cwd=csv)
    assert files_beside(csv / "new") == [".gitignore"]
    assert "is the top of its git repository" in done.out
    assert "git init" not in done.out


def test_a_repository_is_started_where_somebody_agrees(csv: Path) -> None:
    code, screen = converse(("init", "new", *FROM), csv, ahead="\n\n")
    assert code == 0, screen
    assert "Keep the history of new with git?" in screen
    assert (csv / "new/.git/HEAD").read_text() == "ref: refs/heads/main\n"
    assert not list((csv / "new/.git").glob("hooks/*"))
    assert "git init" not in screen


def test_a_repository_is_never_started_within_one(tmp_path: Path) -> None:
    for name in ("whole", "damaged", "bare"):
        (tmp_path / name / "inner").mkdir(parents=True)
    git(tmp_path / "whole", "init", "-q")
    git(tmp_path / "bare", "init", "-q", "--bare")
    (tmp_path / "damaged/.git").write_text("gitdir: nowhere\n")
    for name in ("whole", "damaged", "bare", "whole/inner", "damaged/inner", "bare/inner"):
        with pytest.raises(Refusal, match="here already"):
            start_repository(tmp_path / name)


def test_the_workflow_is_that_of_this_repository_with_sipctl_installed() -> None:
    text = beside_files(Origin("sipctl==9"), at_top=True)[".github/workflows/plan.yml"].decode()
    ours = (ROOT / ".github/workflows/plan.yml").read_text(encoding="utf-8")
    reader = YAML(typ="safe", pure=True)
    steps, our_steps = (reader.load(item)["jobs"]["plan"]["steps"] for item in (text, ours))
    assert [step for step in steps if "Install" not in step.get("name", "")] == [
        step for step in our_steps if "Install" not in step.get("name", "")
    ]
    assert steps[2]["run"] == 'python -m pip install --quiet "$SIPCTL"'
    assert "${{" not in str([step.get("run") for step in steps])


COMMIT = "0123456789abcdef0123456789abcdef01234567"


@each_row(
    ("note", "requirement"),
    [
        (None, f"sipctl=={__version__}"),
        (
            {"url": "https://me:secret@host.test/a/sipctl.git", "vcs_info": {"commit_id": COMMIT}},
            f"sipctl@git+https://host.test/a/sipctl.git@{COMMIT}",
        ),
        (
            {"url": "https://host.test/sipctl-9-py3-none-any.whl", "archive_info": {}},
            "sipctl@https://host.test/sipctl-9-py3-none-any.whl",
        ),
        ({"url": "file:///gone/sipctl-9-py3-none-any.whl", "archive_info": {}}, BY_HAND),
        ({"url": "file:///home/me/sipctl", "dir_info": {"editable": True}}, BY_HAND),
        ({"url": "ssh://git@host.test/a.git", "vcs_info": {"commit_id": COMMIT}}, BY_HAND),
        ({}, BY_HAND),
    ],
)
def test_a_code_host_installs_what_is_installed_here(
    note: dict[str, Any] | None, requirement: str
) -> None:
    origin = origin_of(note)
    assert origin.requirement == requirement
    assert origin.lacks_wheel == (requirement == BY_HAND and "dir_info" not in (note or {}))


def test_a_wheel_is_put_into_the_repository(tmp_path: Path) -> None:
    wheel = tmp_path / "sipctl-9-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    origin = origin_of({"url": wheel.as_uri(), "archive_info": {}})
    files = beside_files(origin, at_top=True)
    assert files[f"{WHEELS}/{wheel.name}"] == b"wheel"
    assert f'SIPCTL: "{WHEELS}/{wheel.name}"' in files[".github/workflows/plan.yml"].decode()
    assert list(beside_files(origin, at_top=False)) == [".gitignore"]
