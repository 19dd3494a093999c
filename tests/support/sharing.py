"""A plan that several people share: a bare repository, and a clone for each of them."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from support.git_repos import PLAN, commit, fill, git

NO_PUSH_TO_MAIN = """\
#!/bin/sh
while read was now ref; do
  if [ "$ref" = refs/heads/main ]; then
    echo "main is protected: open a pull request"
    exit 1
  fi
done
"""


def shared_plan(
    folder: Path, *people: str, protected: bool = False, more: dict[str, str] | None = None
) -> dict[str, Path]:
    """Clones of one plan by name; `shared` is the bare repository that they come from.

    `protected` lets nobody push to its main branch, as a branch rule does. `more` are files beside
    or in place of the plan's.
    """
    kept = _clones(people, protected, tuple(sorted((more or {}).items()))).name
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    for name in people:
        config = folder / name / ".git/config"
        config.write_text(config.read_text().replace(kept, str(folder)))
    return {"shared": folder / "shared.git"} | {name: folder / name for name in people}


@cache
def _clones(
    people: tuple[str, ...], protected: bool, more: tuple[tuple[str, str], ...]
) -> TemporaryDirectory[str]:
    """What `shared_plan` copies; it goes with this process."""
    kept = TemporaryDirectory(ignore_cleanup_errors=True)
    folder = Path(kept.name)
    shared = folder / "shared.git"
    shared.mkdir()
    git(shared, "init", "--quiet", "--bare", "--initial-branch", "main", "--template=")
    first = folder / "first"
    first.mkdir()
    git(first, "init", "--quiet", "--initial-branch", "main", "--template=")
    fill(first / "plan", PLAN | dict(more))
    (first / "README.md").write_text("Our plan\n", encoding="utf-8")
    commit(first, "The plan as approved")
    git(first, "push", "--quiet", str(shared), "main")
    if protected:
        hook = shared / "hooks/pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(NO_PUSH_TO_MAIN, encoding="utf-8")
        hook.chmod(0o755)
    for name in people:
        git(folder, "clone", "--quiet", "--template=", str(shared), name)
    return kept


def sent_branches(shared: Path) -> list[str]:
    """The branches that were sent, by name."""
    names = git(shared, "for-each-ref", "--format=%(refname:short)")
    return [name for name in names.split() if name.startswith("sipctl/")]


def merge(shared: Path, branch: str, *, squash: bool = False) -> None:
    """Merges a branch into main as a host does: in a clone of its own, past every rule."""
    work = shared.parent / f"merging-{branch.replace('/', '-')}"
    git(shared.parent, "clone", "--quiet", str(shared), str(work))
    if squash:
        git(work, "merge", "--quiet", "--squash", f"origin/{branch}")
        git(work, "commit", "--quiet", "-m", f"Squashed {branch}")
    else:
        git(work, "merge", "--quiet", "--no-ff", "-m", f"Merge {branch}", f"origin/{branch}")
    git(
        work,
        "push",
        "--quiet",
        "--receive-pack=git -c core.hooksPath=/dev/null receive-pack",
        "origin",
        "main",
    )
