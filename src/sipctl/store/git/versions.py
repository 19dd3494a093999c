"""Versions of a plan: at a commit, or as it stands on disk.

No version is checked out: a commit's files are read from git's object store. What git cannot give
(no repository, no history, a name that is no commit) is refused in a sentence that says what to do.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.english import join_words
from sipctl.plan.faults import Refusal, propose
from sipctl.plan.frozen import frozen
from sipctl.store.files import plan_files
from sipctl.store.files.folder import NEEDED, kind_of
from sipctl.store.files.plan_files import FolderContents
from sipctl.store.files.source import BIGGEST, Source
from sipctl.store.git import run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import Repository

MAIN = ("refs/remotes/origin/HEAD", "origin/main", "main", "origin/master", "master", "trunk")
"""What the main branch may be called, in the order in which it is looked for."""

_PLAIN_FILE = ("100644", "100755", "100664")
_WHOLE = "git fetch --unshallow"


@frozen()
class Side:
    """One version of a plan in a comparison. `commit` is None for the working tree.

    `is_fork` says that it is where the other side left the branch `name`, not that branch's tip.
    """

    name: str
    commit: str | None
    contents: FolderContents
    is_fork: bool = False

    @property
    def empty(self) -> bool:
        """Whether there was no plan at all."""
        return not self.contents.sources

    @property
    def label(self) -> str:
        """`main at 1a2b3c4`, `the working tree`: the version in words."""
        if self.commit is None:
            return self.name
        short = self.commit[:7]
        if self.is_fork:
            return f"where this branch left {self.name} ({short})"
        return short if self.commit.startswith(self.name) else f"{self.name} at {short}"


def repository(
    folder: Folder, lacking: str = "there is no other version to compare with"
) -> Repository:
    """The git repository that a plan is kept in; raises Refusal where there is none.

    `lacking` says what follows from that, for the refusal.
    """
    if not run.installed():
        raise Refusal("git is not installed here, and the plan's history is in git")
    repository = run.repository(folder.path)
    if repository is None:
        raise Refusal(
            f"this plan is not in a git repository, so {lacking}",
            "git init, then commit the plan; from then on git keeps its history",
        )
    return repository


def sides(folder: Folder, base: str | None, head: str | None) -> tuple[Side, Side]:
    """The two versions to compare: `base`, else the fork from main; `head`, else the working tree.

    Raises Refusal where there is no repository, a name is no commit, or `head` holds no plan.
    """
    repo = repository(folder)
    before = at_fork(repo) if base is None else at_revision(repo, base)
    after = working_tree(folder) if head is None else at_revision(repo, head)
    if after.empty:
        raise Refusal(f"there is no plan at {after.label}", f"it would stand in {folder.shown}/")
    return before, after


def working_tree(folder: Folder) -> Side:
    """The plan as it stands on disk, with what git does not know of (staged, untracked)."""
    return Side("the working tree", None, plan_files.read(folder))


def at_revision(repository: Repository, revision: str) -> Side:
    """The plan at a branch, tag or commit; raises Refusal for any other name."""
    commit = revision_commit(repository, revision)
    if commit is None:
        raise unknown_revision(repository, revision)
    return at_commit(repository, revision, commit)


def revision_commit(repository: Repository, revision: str) -> str | None:
    """The full name of the commit that a typed name means; None if it means none."""
    # With a brace left open, the `^{commit}` that commit_of appends would be part of the name.
    whole = bool(revision.strip()) and revision.count("{") == revision.count("}")
    return commit_of(repository, revision) if whole else None


def at_fork(repository: Repository) -> Side:
    """The plan where HEAD left the main branch; raises Refusal where git does not know."""
    commits = commits_of(repository, "HEAD", *MAIN)
    head = commits["HEAD"]
    if head is None:
        raise Refusal(
            "nothing is committed on this branch yet, so there is nothing to compare with",
            "commit the plan, or name what to compare with: sipctl diff BASE",
        )
    name = next((name for name in MAIN if commits[name]), None)
    if name is None:
        raise Refusal(
            f"which is the main branch here? There is no {join_words(MAIN[1:], 'or')}",
            "name what to compare with: sipctl diff BASE; in a clone, git fetch origin brings its"
            " main branch",
        )
    tip = commits[name]
    result = repository.run("merge-base", name, head)
    commit = result.out.decode().strip()
    name = _remote_branch(repository, name) if name == MAIN[0] else name
    if result.code != 0 or not commit:
        raise _unrelated(repository, name)
    return replace(at_commit(repository, name, commit), is_fork=commit != tip)


# --- a commit's files ----------------------------------------------------------------------------


def commit_of(repository: Repository, revision: str) -> str | None:
    """The full name of the commit that a branch, tag or other name means; None if it means none."""
    result = repository.run(
        "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    return result.out.decode().strip() or None if result.code == 0 else None


def commits_of(repository: Repository, *names: str) -> dict[str, str | None]:
    """The full name of the commit that each branch or tag means, asked for in one process.

    For names that git has given or that stand in the code: none has a line break or a space.
    """
    out = repository.run(
        *("cat-file", "--batch-check=%(objectname) %(objecttype)"),
        stdin=_lines(f"{name}^{{commit}}" for name in names),
    ).text
    answers = (line.partition(" ") for line in out.split("\n"))
    commits = (commit if kind == "commit" else None for commit, _, kind in answers)
    return dict.fromkeys(names) | dict(zip(names, commits, strict=False))  # git may stop early


def blobs_at(repository: Repository, commit: str) -> dict[str, str]:
    """The files of the plan at a commit: path within the plan folder → name of its blob.

    Links and submodules are left out, as are files that no plan holds.
    """
    blobs = files_under(repository, commit, repository.inside)
    return {path: name for path, name in blobs.items() if _is_plan_file(path)}


def files_under(repository: Repository, commit: str, prefix: str) -> dict[str, str]:
    """The plain files of a folder at a commit: path within the folder → name of its blob.

    `prefix` is the folder's path from the top, with a slash at its end; "" is the top itself.
    """
    under = ("--", prefix) if prefix else ()
    result = repository.run("ls-tree", "-r", "-z", "--full-tree", commit, *under)
    blobs = {}
    for entry in run.split_nul(result.out):
        head, _, path = entry.partition("\t")
        mode, _, name = head.split(" ")
        if mode in _PLAIN_FILE:
            blobs[path.removeprefix(prefix)] = name
    return blobs


def contents(repository: Repository, blobs: Iterable[str]) -> dict[str, bytes]:
    """The bytes of each blob that there is, by name.

    One larger than any plan file is not read: zeros stand for it, one more than are allowed.
    """
    sizes = _sizes(repository, dict.fromkeys(blobs))
    names = [name for name, size in sizes.items() if size <= BIGGEST]
    data = {}
    if len(names) < len(sizes):
        too_large = bytes(BIGGEST + 1)
        data = {name: too_large for name, size in sizes.items() if size > BIGGEST}
    out = repository.run("cat-file", "--batch", stdin=_lines(names)).out if names else b""
    start = 0
    for name in names:
        if not out.startswith(name.encode(), start):  # deleted since its size was read
            break
        start = out.index(b"\n", start) + 1
        data[name] = out[start : start + sizes[name]]
        start += sizes[name] + 1
    return data


def blob_name(data: bytes, blobs: dict[str, str]) -> str:
    """The name that git gives to a file's contents: SHA-1 or SHA-256, as in `blobs`."""
    sha256 = len(next(iter(blobs.values()), "")) == 64
    state = hashlib.sha256() if sha256 else hashlib.sha1(usedforsecurity=False)
    state.update(b"blob %d\0" % len(data))
    state.update(data)
    return state.hexdigest()


def _sizes(repository: Repository, names: Iterable[str]) -> dict[str, int]:
    """The size of each blob that there is."""
    out = repository.run("cat-file", "--batch-check", stdin=_lines(names)).out.decode()
    heads = (line.split(" ") for line in out.splitlines())
    return {head[0]: int(head[2]) for head in heads if len(head) == 3 and head[1] == "blob"}


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")


def _is_plan_file(path: str) -> bool:
    return kind_of(path) is not None and not any(step.startswith(".") for step in path.split("/"))


def _remote_branch(repository: Repository, name: str) -> str:
    """`origin/main` for `refs/remotes/origin/HEAD`."""
    result = repository.run("rev-parse", "--abbrev-ref", name)
    return result.out.decode("utf-8", "replace").strip() or name if result.code == 0 else name


def at_commit(repository: Repository, name: str, commit: str) -> Side:
    """The plan at a commit or tree, shown as `name`; raises Refusal where files are missing."""
    blobs = blobs_at(repository, commit)
    if not blobs:
        repository = _before_renaming(repository, commit) or repository
        blobs = blobs_at(repository, commit)
    data = contents(repository, blobs.values())
    if any(blob not in data for blob in blobs.values()):
        raise Refusal(
            f"git has not fetched every file of {name} ({commit[:7]}): this is a partial clone",
            "fetch them first: git fetch --refetch --no-filter origin, or clone the whole",
        )
    files = FolderContents([Source(path, data[blob]) for path, blob in sorted(blobs.items())])
    files.faults += plan_files.missing_files(files)
    return Side(name, commit, files)


def _before_renaming(repository: Repository, commit: str) -> Repository | None:
    """The repository with the plan's folder as it was named at a commit, before it was renamed.

    None unless that commit has exactly one plan whose folder no longer exists.
    """
    result = repository.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    paths = set(run.split_nul(result.out))
    folders = [path.removesuffix("plan.yaml") for path in paths if path.endswith("/plan.yaml")]
    gone = [
        inside
        for inside in folders
        if all(f"{inside}{name}" in paths for name in NEEDED)
        and not (repository.top / inside / "plan.yaml").exists()
    ]
    return replace(repository, inside=gone[0]) if len(gone) == 1 else None


# --- refusals ------------------------------------------------------------------------------------


def unknown_revision(repository: Repository, revision: str) -> Refusal:
    """The refusal of a name that is no commit, with the nearest branch or tag."""
    if ".." in revision:
        first, _, last = revision.partition("..")
        wanted = " ".join(part for part in (first, last.lstrip(".")) if part)
        return Refusal(
            f'"{revision}" is a range, not a commit', f"name its ends: sipctl diff {wanted}"
        )
    otherwise = "name a branch, a tag or a commit, such as main or HEAD~1"
    if run.is_shallow(repository):
        advice = f"this clone is shallow; bring the rest with {_WHOLE}, or {otherwise}"
    else:
        advice = propose(revision, _ref_names(repository), otherwise=otherwise)
    return Refusal(f'"{revision}" is not a commit that this repository knows', advice)


def _ref_names(repository: Repository) -> list[str]:
    result = repository.run(
        *("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
    )
    return result.out.decode("utf-8", "replace").split()


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
