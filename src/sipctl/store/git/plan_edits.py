"""The changes that each commit made to the plan itself, in the plan's own terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.plan import changes as diff
from sipctl.plan.changes import Version
from sipctl.store.files.source import Source
from sipctl.store.git import versions
from sipctl.store.load import Loaded, load_file

if TYPE_CHECKING:
    from sipctl.plan.changes import Change
    from sipctl.store.git.history import Commit
    from sipctl.store.git.run import Repository
    from sipctl.store.load import LoadedFile

_CONTEXT = ("plan.yaml", "people.yaml", "calendar.yaml")


def _identity(change: Change) -> tuple[object, ...]:
    """The subject and the new values of a change, which are the same against each parent."""
    values = (getattr(change, name, None) for name in ("label", "field", "now", "phrase"))
    return (type(change), change.subject.of, change.subject.id, *values)


@dataclass
class PlanEdits:
    """Compares the files of a commit with its parents'; each blob is loaded once.

    `context` are today's plan.yaml, people.yaml and calendar.yaml, against which phrases are read
    where a commit did not change those files.
    """

    repository: Repository
    context: dict[str, LoadedFile]
    loaded: dict[tuple[str, str], LoadedFile] = field(default_factory=dict)

    def changes_of(self, commit: Commit) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """The changes of a commit, and the files of it that do not load.

        Of a merge these are the changes against every one of its parents.
        """
        blobs = {blob for file in commit.files for blob in (*file.before, file.after) if blob}
        data = versions.contents(self.repository, blobs)
        parents = max((len(file.before) for file in commit.files), default=0)
        after = self._version(commit, data, None)
        befores = [self._version(commit, data, parent) for parent in range(parents)]
        comparisons = [diff.compare(diff.version_pair(before, after)) for before in befores]
        if not comparisons:
            return (), ()
        identities = [{_identity(change) for change in side.changes} for side in comparisons]
        changes = (
            change
            for change in comparisons[0].changes
            if all(_identity(change) in side for side in identities)
        )
        return tuple(changes), comparisons[0].left_out

    def _version(self, commit: Commit, data: dict[str, bytes], parent: int | None) -> Version:
        """The plan of a commit's own files: as one parent had them, or as the commit left them."""
        files = {path: self.context[path] for path in _CONTEXT if path in self.context}
        for file in commit.files:
            blob = file.after if parent is None else file.before[parent]
            if blob is None:
                files.pop(file.path, None)
            elif blob in data:
                files[file.path] = self._load(file.path, blob, data[blob])
        unread = frozenset(path for path, file in files.items() if file.model is None)
        return Version(Loaded(files, ()).plan(), unread)

    def _load(self, path: str, blob: str, data: bytes) -> LoadedFile:
        if (path, blob) not in self.loaded:
            self.loaded[path, blob] = load_file(Source(path, data))
        return self.loaded[path, blob]
