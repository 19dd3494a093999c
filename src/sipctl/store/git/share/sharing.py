"""Finds what of a plan is not shared yet: files as they are here, and in no branch of the remote.

Every file is compared by its contents, whatever git's index says and however much is committed
here. What a pushed branch holds is shared, and so is what has arrived in the main branch since,
also under another commit (a squash merge). The network is not used: the last fetch counts.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.store.files import plan_files
from sipctl.store.files.folder import Folder, past_folders, shared_kind_of
from sipctl.store.files.source import Source
from sipctl.store.git import run, versions
from sipctl.store.git.share.commit import ignored
from sipctl.store.git.share.remote import find_remote
from sipctl.store.git.tree_diff import blob_history
from sipctl.store.git.versions import blob_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sipctl.store.git.run import Repository
    from sipctl.store.git.share.remote import Remote

MOST_BRANCHES = 50
"""Branches of the remote that are looked at, the newest first."""


@frozen()
class PlanFile:
    """A file of the plan as it stands here.

    `disk` is its bytes there, `data` the same as git would have them (they differ in line breaks
    alone), `blob` its name in git. All are None for a file that is gone.
    """

    disk: bytes | None
    data: bytes | None
    blob: str | None


GONE = PlanFile(None, None, None)


@frozen()
class Sharing:
    """A plan, here and where it is shared.

    `head` is the commit that is checked out, `tip` the remote's main branch, `base` the last commit
    that both have. `changed` are the files that differ here from `base`, by path within the plan,
    and `unshared` those of them that no branch of the remote has as they are here.
    """

    folder: Folder
    repository: Repository
    remote: Remote
    head: str
    tip: str
    base: str
    changed: dict[str, PlanFile]
    unshared: dict[str, PlanFile]

    @property
    def behind(self) -> bool:
        """Whether the remote's main branch has commits that are not here."""
        return self.base != self.tip


def read_sharing(folder: Folder, repository: Repository, remote: Remote) -> Sharing:
    """How a plan is shared, by what was last fetched; raises Refusal where nothing is in common."""
    commits = versions.commits_of(repository, "HEAD", remote.main_ref)
    head, tip = commits["HEAD"], commits[remote.main_ref]
    base = common_commit(repository, head, tip) if head and tip else None
    if head is None or tip is None or base is None:
        raise Refusal(
            f'this folder and what is shared at "{remote.name}" have no history in common',
            "begin from what is shared: git clone ADDRESS, and put your changes there",
        )
    changed = changed_files(folder, repository, base)
    unshared = changed
    if changed:
        shared = _arrived(repository, base, tip, changed) | _pushed(
            repository, remote, tip, changed
        )
        unshared = {path: file for path, file in changed.items() if (path, file.blob) not in shared}
    return Sharing(folder, repository, remote, head, tip, base, changed, unshared)


def unshared_files(folder: Folder) -> Sharing | None:
    """How a plan is shared; None where it is not, or git does not say."""
    try:
        repository = run.repository(folder.path)
        remote = find_remote(repository) if repository is not None else None
        if repository is None or remote is None or remote.main is None:
            return None
        return read_sharing(folder, repository, remote)
    except Refusal:
        return None


def common_commit(repository: Repository, left: str, right: str) -> str | None:
    """The last commit that two have in common."""
    result = repository.run("merge-base", left, right)
    return result.text or None if result.code == 0 else None


# --- what stands here ----------------------------------------------------------------------------


def changed_files(folder: Folder, repository: Repository, commit: str) -> dict[str, PlanFile]:
    """The plan's files that differ from a commit's; none that a .gitignore leaves out."""
    blobs = shared_blobs(repository, commit)
    changed = {}
    present = set()
    for source in _sources(folder):
        present.add(source.path)
        name = blob_name(source.data, blobs)
        if name != blobs.get(source.path):
            changed[source.path] = PlanFile(source.data, source.data, name)
    changed = _with_line_breaks_of_git(repository, blobs, changed)
    new = [path for path in changed if path not in blobs]
    for full_path in ignored(repository, [repository.inside + path for path in new]):
        changed.pop(full_path.removeprefix(repository.inside), None)
    for path in blobs.keys() - present:
        if not os.path.lexists(folder.path / path):
            changed[path] = GONE
    return dict(sorted(changed.items()))


def shared_blobs(repository: Repository, commit: str) -> dict[str, str]:
    """The files of the plan at a commit, and of those that it follows: path → blob."""
    blobs = versions.files_under(repository, commit, repository.inside)
    return {path: name for path, name in blobs.items() if shared_kind_of(path)}


def _sources(folder: Folder) -> Iterator[Source]:
    """The files of the plan and of those that it follows, as they stand here."""
    yield from plan_files.read(folder).sources
    for inside in past_folders(folder):
        past = Folder(folder.path / inside, inside)
        for source in plan_files.read(past).sources:
            yield Source(f"{inside}/{source.path}", source.data)


def _with_line_breaks_of_git(
    repository: Repository, blobs: dict[str, str], files: dict[str, PlanFile]
) -> dict[str, PlanFile]:
    """Changed files without those whose line breaks alone differ (CRLF here, LF in git)."""
    suspects = [path for path in files if path in blobs and b"\r\n" in (files[path].data or b"")]
    known = versions.contents(repository, [blobs[path] for path in suspects]) if suspects else {}
    for path in suspects:
        if b"\r\n" in known.get(blobs[path], b"\r\n"):
            continue
        disk = files[path].disk or b""
        data = disk.replace(b"\r\n", b"\n")
        name = blob_name(data, blobs)
        if name == blobs[path]:
            del files[path]
        else:
            files[path] = PlanFile(disk, data, name)
    return files


# --- what stands there ---------------------------------------------------------------------------


def _arrived(
    repository: Repository, base: str, tip: str, paths: Iterable[str]
) -> set[tuple[str, str | None]]:
    """Path and blob of every version of some files on the main branch since `base`."""
    if base == tip:
        return set()
    return blob_history(repository, f"{base}..{tip}", paths)


def _pushed(
    repository: Repository, remote: Remote, tip: str, files: dict[str, PlanFile]
) -> set[tuple[str, str | None]]:
    """Path and blob of versions on a pushed branch that the main branch has not had since."""
    result = repository.run(
        *("for-each-ref", "--format=%(objectname)", "--sort=-committerdate"),
        *(f"--count={MOST_BRANCHES}", f"--no-merged={tip}", remote.ref("")),
    )
    held: set[tuple[str, str | None]] = set()
    for branch in dict.fromkeys(result.text.split()):
        fork = common_commit(repository, branch, tip)
        if fork is not None:
            before, after = (shared_blobs(repository, commit) for commit in (fork, branch))
            wanted = {
                (path, file.blob)
                for path, file in files.items()
                if after.get(path) == file.blob != before.get(path)
            }
            held |= wanted - _arrived(repository, fork, tip, [path for path, _ in wanted])
    return held
