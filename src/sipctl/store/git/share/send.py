"""Sends what is not shared yet: one commit of the plan's files alone, its branch's name, its push.

The commit is made on top of the remote's main branch, whatever is checked out, staged or committed
here. The files here stay as they are; once the commit is merged, `latest` finds them the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.source import BIGGEST
from sipctl.store.git import versions
from sipctl.store.git.share import network
from sipctl.store.git.share.commit import commit_files
from sipctl.store.git.share.git_work import GitWork, index_entry
from sipctl.store.git.share.sharing import changed_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import Repository
    from sipctl.store.git.share.network import Pushed
    from sipctl.store.git.share.remote import Remote
    from sipctl.store.git.share.sharing import Sharing
    from sipctl.store.git.versions import Side

_BY_HAND = "nothing was sent; what you changed is still here"


class Sender(GitWork):
    """Sends some files of a plan: path within the plan → contents, None for one that is gone."""

    def __init__(self, sharing: Sharing, files: Mapping[str, bytes | None]) -> None:
        super().__init__(sharing.repository, _BY_HAND)
        self.sharing = sharing
        self.files = files
        self.entries = self._entries()

    def _entries(self) -> bytes:
        inside, gone = self.repository.inside, "0" * len(self.sharing.tip)
        entries = []
        for path, data in self.files.items():
            if data is None:
                entries.append(index_entry(f"{inside}{path}", "0", gone))
            elif len(data) > BIGGEST:
                raise self.refusal(f"{self.sharing.folder.shown}/{path} is larger than a plan's")
            else:
                entries.append(self.entry(f"{inside}{path}", data))
        return b"".join(entries)

    def sides(self) -> tuple[Side, Side]:
        """The plan as it is shared, and as it would be with what is sent."""
        sharing = self.sharing
        before = versions.at_commit(self.repository, f"{sharing.remote.main}", sharing.tip)
        with self.scratch_folder() as folder:
            tree = self.tree(sharing.tip, self.entries, folder / "index")
        after = versions.at_commit(self.repository, "what is sent", tree)
        return before, replace(after, commit=None)

    def branch(self, day: date) -> str:
        """A name for the branch: the same for the same changes of the same day."""
        with self.scratch_folder() as folder:
            tree = self.tree(self.sharing.tip, self.entries, folder / "index")
        return f"sipctl/{day}-{tree[:7]}"

    def send(self, message: str, branch: str, *, new: bool) -> Pushed:
        """Commits and pushes; the user's own hooks of both are run. Raises Refusal."""
        self.refuse_redirected_hooks()
        sharing = self.sharing
        with self.scratch_folder() as folder:
            index = folder / "index"
            tree = self.tree(sharing.tip, self.entries, index)
            self.run_hook("pre-commit", index=index)
            text = self.message(message, folder / "COMMIT_EDITMSG", index)
            commit = self.commit_tree(tree, (sharing.tip,), text)
            self._ask_pre_push(commit, branch, index, new=new)
        return network.push(self.repository, sharing.remote, commit, branch, new=new)

    def _ask_pre_push(self, commit: str, branch: str, index: Path, *, new: bool) -> None:
        remote = self.sharing.remote
        there = "0" * len(commit) if new else self.sharing.tip
        line = f"{commit} {commit} refs/heads/{branch} {there}\n"
        arguments = (remote.name, remote.push_url)
        self.run_hook("pre-push", *arguments, index=index, stdin=line.encode())


def send_first(folder: Folder, repository: Repository, remote: Remote, branch: str) -> Pushed:
    """Commits the whole plan here, if it is not, and pushes the branch to an empty remote."""
    empty = repository.run("hash-object", "-t", "tree", "--stdin").text
    head = versions.commit_of(repository, "HEAD")
    changed = changed_files(folder, repository, head or empty)
    if any(file.data is None for file in changed.values()):
        raise Refusal(
            "files of the plan that are committed here are gone from its folder",
            "commit that, or bring them back, with git",
        )
    if changed:
        commit_files(repository, list(changed), "The plan", "the plan")
    head = versions.commit_of(repository, "HEAD")
    if head is None:
        raise Refusal("there is nothing here to share")
    return network.push(repository, remote, head, branch, new=True)
