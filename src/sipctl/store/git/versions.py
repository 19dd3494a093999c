"""The two sides of a comparison: a plan at a commit, or as it stands on disk.

No side is checked out: a commit's files are read from git's own store. What git cannot give (no
repository, no history, a name that is no commit) is refused in a sentence that says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, propose
from sipctl.store.files import folder as folders
from sipctl.store.files.folder import Found
from sipctl.store.files.source import Source
from sipctl.store.git import run

if TYPE_CHECKING:
    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import Repository

MAIN = ("refs/remotes/origin/HEAD", "origin/main", "main", "origin/master", "master", "trunk")
"""What the main branch may be called, in the order in which it is looked for."""


@dataclass(frozen=True)
class Side:
    """One version of a plan. `commit` is None for the working tree.

    `left` says that it is where the other side left the branch `name`, not that branch's tip.
    """

    name: str
    commit: str | None
    found: Found
    left: bool = False

    @property
    def empty(self) -> bool:
        """Whether there was no plan at all."""
        return not self.found.sources

    @property
    def told(self) -> str:
        """`main at 1a2b3c4`, `the working tree`: how people are told of it."""
        if self.commit is None:
            return self.name
        short = self.commit[:7]
        if self.left:
            return f"where this branch left {self.name} ({short})"
        return short if self.commit.startswith(self.name) else f"{self.name} at {short}"


def repository(folder: Folder) -> Repository:
    """The git repository that a plan is kept in; raises Refusal where there is none."""
    if not run.installed():
        raise Refusal("git is not installed here, and the plan's history is in git")
    found = run.repository(folder.path)
    if found is None:
        raise Refusal(
            "this plan is not in a git repository, so there is no other version to compare with",
            "git init, then commit the plan; from then on git keeps its history",
        )
    return found


def working_tree(folder: Folder) -> Side:
    """The plan as it stands on disk, whatever git knows of it: staged and untracked files too."""
    return Side("the working tree", None, folders.read(folder))


def at(repository: Repository, revision: str) -> Side:
    """The plan at a branch, tag or commit; raises Refusal for what is none."""
    # An open brace would swallow what commit_of puts behind the name.
    whole = bool(revision.strip()) and revision.count("{") == revision.count("}")
    commit = run.commit_of(repository, revision) if whole else None
    if commit is None:
        raise _unknown(repository, revision)
    return _side(repository, revision, commit)


def fork(repository: Repository) -> Side:
    """The plan where HEAD left the main branch; raises Refusal where git cannot tell."""
    head = run.commit_of(repository, "HEAD")
    if head is None:
        raise Refusal(
            "nothing is committed on this branch yet, so there is nothing to compare with",
            "commit the plan, or name what to compare with: sipctl diff BASE",
        )
    name = next((name for name in MAIN if run.commit_of(repository, name)), None)
    if name is None:
        raise Refusal(
            f"which is the main branch here? There is no {', '.join(MAIN[1:-1])} or {MAIN[-1]}",
            "name what to compare with: sipctl diff BASE; in a clone, git fetch origin brings its"
            " main branch",
        )
    tip = run.commit_of(repository, name)
    asked = repository.run("merge-base", name, head)
    commit = asked.out.decode().strip()
    name = _short(repository, name)
    if asked.code != 0 or not commit:
        raise _unrelated(repository, name)
    return replace(_side(repository, name, commit), left=commit != tip)


def _short(repository: Repository, name: str) -> str:
    """`origin/main` for `refs/remotes/origin/HEAD`."""
    asked = repository.run("rev-parse", "--abbrev-ref", name)
    return asked.out.decode("utf-8", "replace").strip() or name if asked.code == 0 else name


def _side(repository: Repository, name: str, commit: str) -> Side:
    blobs = run.blobs_at(repository, commit)
    if not blobs:
        repository = _elsewhere(repository, commit) or repository
        blobs = run.blobs_at(repository, commit)
    data = run.contents(repository, blobs.values())
    if any(blob not in data for blob in blobs.values()):
        raise Refusal(
            f"git has not fetched every file of {name} ({commit[:7]}): this is a partial clone",
            "fetch them first: git fetch --refetch --no-filter origin, or clone the whole",
        )
    found = Found([Source(path, data[blob]) for path, blob in sorted(blobs.items())])
    found.faults += folders.lacking(found)
    return Side(name, commit, found)


def _elsewhere(repository: Repository, commit: str) -> Repository | None:
    """The plan's folder as it was called before it was renamed: the only one that is gone since."""
    asked = repository.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    paths = set(run.texts(asked.out))
    folder = [path.removesuffix("plan.yaml") for path in paths if path.endswith("/plan.yaml")]
    gone = [
        inside
        for inside in folder
        if all(f"{inside}{name}" in paths for name in folders.NEEDED)
        and not (repository.top / inside / "plan.yaml").exists()
    ]
    return replace(repository, inside=gone[0]) if len(gone) == 1 else None


def _unknown(repository: Repository, revision: str) -> Refusal:
    if ".." in revision:
        first, _, last = revision.partition("..")
        wanted = " ".join(part for part in (first, last.lstrip(".")) if part)
        return Refusal(
            f'"{revision}" is a range, not a commit', f"name its ends: sipctl diff {wanted}"
        )
    shallow = run.is_shallow(repository)
    asked = repository.run(
        *("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
    )
    names = asked.out.decode("utf-8", "replace").split()
    otherwise = "name a branch, a tag or a commit, such as main or HEAD~1"
    if shallow:
        otherwise = f"this clone is shallow; bring the rest with {_WHOLE}, or {otherwise}"
    helped = propose(revision, names, otherwise=otherwise) if not shallow else otherwise
    return Refusal(f'"{revision}" is not a commit that this repository knows', helped)


_WHOLE = "git fetch --unshallow"


def _unrelated(repository: Repository, name: str) -> Refusal:
    if run.is_shallow(repository):
        return Refusal(
            f"this clone is shallow: the commit where this branch left {name} is not in it",
            f"bring the whole history with {_WHOLE} (in a workflow: fetch-depth: 0), or name what"
            " to compare with: sipctl diff BASE",
        )
    return Refusal(
        f"this branch and {name} have no commit in common",
        f"name what to compare with: sipctl diff {name}",
    )
