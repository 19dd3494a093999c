"""Brings a plan up to date from where it is shared: by a fast-forward, or by a clean merge.

Everything is worked out before anything is written. Uncommitted changes of the plan's files are
merged too; a file that is here already as it arrives is no conflict. Other files are updated by
git, which refuses to write over changed ones. No hook runs, and no filter but the user's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.folder import shared_kind_of
from sipctl.store.files.journal import FileWrite, write_all
from sipctl.store.files.locks import locked
from sipctl.store.files.plan_files import read_file
from sipctl.store.git import versions
from sipctl.store.git.share.git_work import GitWork, copy_file, index_entry, reason_of
from sipctl.store.git.share.merge import Conflict, FileMerger
from sipctl.store.git.share.network import clean_repository
from sipctl.store.git.share.sharing import GONE, PlanFile, changed_files
from sipctl.store.git.tree_diff import FileChange, blob_history, tree_diff

if TYPE_CHECKING:
    from pathlib import Path

    from sipctl.store.git.share.sharing import Sharing

_PLAIN = ("100644", "100755")
_BY_HAND = "nothing was changed; ask somebody who knows git, or begin anew with git clone"


@dataclass(frozen=True)
class Update:
    """An update of a plan, worked out and not applied yet.

    `commit` is where the branch moves to (`merged` if that is a new merge commit). `files` are the
    plan's files to write: each as it is now, and its new contents (None: removed). `entries` are
    the plan's changed entries of the index; `others` says whether other files change too.
    """

    sharing: Sharing
    commit: str
    merged: bool
    files: dict[str, tuple[PlanFile, bytes | None]]
    entries: bytes
    others: bool
    conflicts: tuple[Conflict, ...]


class Updater(GitWork):
    """Brings one plan up to date."""

    def __init__(self, sharing: Sharing, merger: FileMerger) -> None:
        super().__init__(sharing.repository, _BY_HAND)
        self.sharing = sharing
        self.merger = merger

    def prepare(self) -> Update:
        """Works out the update; raises Refusal where git refuses."""
        self.refuse_unfinished()
        sharing = self.sharing
        commit, merged, conflicts = self._commit()
        arriving = tree_diff(self.repository, sharing.head, commit)
        plan = {path: change for path, change in arriving.items() if self._is_ours(path, change)}
        files, more = self._files(plan)
        no_name = "0" * len(sharing.head)
        entries = b"".join(
            index_entry(path, change.mode or "0", change.blob or no_name)
            for path, change in plan.items()
        )
        others = len(plan) < len(arriving)
        return Update(sharing, commit, merged, files, entries, others, (*conflicts, *more))

    def _is_ours(self, path: str, change: FileChange) -> bool:
        """Whether a changed file is one of the plan's, and a plain one on both sides."""
        inside = self.repository.inside
        modes = {change.mode, change.mode_before} - {None}
        return (
            path.startswith(inside)
            and shared_kind_of(path.removeprefix(inside)) is not None
            and modes <= set(_PLAIN)
        )

    # --- the commit ---

    def _commit(self) -> tuple[str, bool, list[Conflict]]:
        """The commit to move the branch to, whether that is a merge, and the conflicts."""
        sharing = self.sharing
        if sharing.base == sharing.head:
            return sharing.tip, False, []
        here = tree_diff(self.repository, sharing.base, sharing.head)
        there = tree_diff(self.repository, sharing.base, sharing.tip)
        entries, conflicts = [], []
        for path, change in here.items():
            other = there.get(path)
            if other is None:
                entries.append(self._entry_of_change(path, change))
            elif (other.blob, other.mode) != (change.blob, change.mode):
                data = self._both(path, change, other)
                if isinstance(data, Conflict):
                    conflicts.append(data)
                else:
                    entries.append(self._entry_of_data(path, data))
        if conflicts:
            return sharing.tip, True, conflicts
        with self.scratch_folder() as folder:
            tree = self.tree(sharing.tip, b"".join(entries), folder / "index")
        if tree == self.git("rev-parse", f"{sharing.tip}^{{tree}}").text:
            return sharing.tip, False, []  # the remote has all that was committed here
        message = f"Merge {sharing.remote.name}/{sharing.remote.main}\n".encode()
        return self.commit_tree(tree, (sharing.head, sharing.tip), message), True, []

    def _entry_of_change(self, path: str, change: FileChange) -> bytes:
        return index_entry(path, change.mode or "0", change.blob or "0" * len(self.sharing.head))

    def _entry_of_data(self, path: str, data: bytes | None) -> bytes:
        if data is None:
            return index_entry(path, "0", "0" * len(self.sharing.head))
        return self.entry(path, data)

    def _both(self, path: str, here: FileChange, there: FileChange) -> bytes | Conflict | None:
        """The merge of a file that was committed differently on both sides; None: it is removed."""
        if not (self._is_ours(path, here) and self._is_ours(path, there)):
            raise Refusal(
                f"{path} was changed both here and there, and sipctl brings only a plan together",
                "merge it with git: git pull",
            )
        inside = path.removeprefix(self.repository.inside)
        if (inside, here.blob) in blob_history(
            self.repository, f"{self.sharing.base}..{self.sharing.tip}", [inside]
        ):
            return self._data(there.blob)
        blobs = (here.blob_before, here.blob, there.blob)
        return self.merger.merge(inside, *(self._data(blob) for blob in blobs))

    def _data(self, blob: str | None) -> bytes | None:
        return None if blob is None else versions.contents(self.repository, [blob])[blob]

    # --- the files ---

    def _files(
        self, plan: dict[str, FileChange]
    ) -> tuple[dict[str, tuple[PlanFile, bytes | None]], list[Conflict]]:
        """The plan's files to write, as in `Update.files`, and the conflicts."""
        sharing, inside = self.sharing, self.repository.inside
        changed = changed_files(sharing.folder, self.repository, sharing.head)
        paths = [path.removeprefix(inside) for path in plan]
        span = f"{sharing.base}..{sharing.tip}"
        arrived = blob_history(self.repository, span, [path for path in paths if path in changed])
        files, conflicts = {}, []
        for path, change in zip(paths, plan.values(), strict=True):
            there = self._data(change.blob)
            file = changed.get(path)
            if file is None:
                data: bytes | Conflict | None = there
                file = self._as_committed(path, change)
            elif file.blob == change.blob:
                continue
            elif (path, file.blob) in arrived:
                data = there
            else:
                before = self._data(change.blob_before)
                data = self.merger.merge(path, before, file.data, there)
            if isinstance(data, Conflict):
                conflicts.append(data)
            elif data != file.data:
                files[path] = (file, _with_line_breaks(file, data))
        return files, conflicts

    def _as_committed(self, path: str, change: FileChange) -> PlanFile:
        """A file that is here as it was committed, line breaks aside."""
        if change.blob_before is None:
            return GONE
        disk = read_file(self.sharing.folder, path).data
        return PlanFile(disk, self._data(change.blob_before), change.blob_before)

    # --- doing it ---

    def apply(self, update: Update) -> None:
        """Writes what `prepare` worked out; raises Refusal, with nothing written, if git refuses.

        The plan's files come first: if it is killed half-way, the next run finds them up to date.
        """
        with locked(self.repository.git_dir), self.scratch_folder() as folder:
            if self.head() != self.sharing.head:
                raise Refusal("something was committed here just now", "run the command again")
            staged = self.staged(update.entries, folder / "staged")
            between = self._between(update, folder) if update.others else ""
            if between:
                self._bring_others(between, update.commit, staged, dry=True)
            lock = self.lock_index()
            try:
                write_all(
                    self.sharing.folder,
                    [
                        FileWrite(path, file.disk, data)
                        for path, (file, data) in update.files.items()
                    ],
                )
                if between:
                    self._bring_others(between, update.commit, staged, dry=False)
                copy_file(staged, lock)
                self._move_branch(update)
                lock.replace(self.index)
                lock = staged
            finally:
                lock.unlink(missing_ok=True)

    def _between(self, update: Update, folder: Path) -> str:
        """The tree of the commit here, with the plan's files as they arrive."""
        return self.tree(self.sharing.head, update.entries, folder / "index")

    def _bring_others(self, before: str, after: str, index: Path, *, dry: bool) -> None:
        """Has git update the files outside the plan; raises Refusal if one was changed here."""
        with clean_repository(self.repository) as (clean, environment):
            git = replace(clean, top=self.repository.top)
            environment |= {"GIT_INDEX_FILE": str(index)}
            # A file with other times but the same bytes is unchanged (a copied folder).
            git.run_as_user("update-index", "-q", "--refresh", environment=environment)
            result = git.run_as_user(
                *("read-tree", *("-n",) * dry, "-m", "-u", before, after),
                environment=environment,
            )
        if result.code != 0:
            reason = result.complaint.replace("Entry ", "").replace(" Cannot merge.", "")
            raise Refusal(
                f"a file beside the plan was changed here and there: {reason}",
                "nothing was changed; commit or undo that first, or use git pull",
            )

    def _move_branch(self, update: Update) -> None:
        kind = "Merge" if update.merged else "Fast-forward"
        command = ("update-ref", "-m", f"sipctl latest: {kind}", "HEAD", update.commit)
        result = self.run_when_free(*command, self.sharing.head)
        if result.code != 0:
            raise self.refusal(reason_of(result))


def _with_line_breaks(file: PlanFile, data: bytes | None) -> bytes | None:
    """The contents with the line breaks that the file has here (CRLF where git has LF)."""
    if data is None or file.disk is None or file.disk == file.data or b"\r\n" in data:
        return data
    return data.replace(b"\n", b"\r\n")
