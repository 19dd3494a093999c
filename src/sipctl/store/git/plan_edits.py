"""What each commit changed of the plan itself, in the plan's own terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.plan import changes as diff
from sipctl.plan.changes import Version
from sipctl.store.files.source import Source
from sipctl.store.git import run
from sipctl.store.load import Loaded, part

if TYPE_CHECKING:
    from sipctl.plan.changes import Change
    from sipctl.store.git.history import Commit
    from sipctl.store.git.run import Repository
    from sipctl.store.load import LoadedFile

_AROUND = ("plan.yaml", "people.yaml", "calendar.yaml")


def _about(change: Change) -> tuple[object, ...]:
    """What a change is about and what it says now: the same whatever was said before."""
    said = (getattr(change, name, None) for name in ("label", "field", "now", "phrase"))
    return (type(change), change.subject.of, change.subject.id, *said)


@dataclass
class Edits:
    """Compares what a commit touched with what it was; a file that stayed is read once.

    `around` are today's files, by path: what a phrase is read against where a commit left the
    calendar alone.
    """

    repository: Repository
    around: dict[str, LoadedFile]
    seen: dict[tuple[str, str], LoadedFile] = field(default_factory=dict)

    def of(self, commit: Commit) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """What a commit changed, and the files of it that do not load.

        A merge changed what is otherwise than on every side of it.
        """
        names = {blob for one in commit.files for blob in (*one.before, one.after) if blob}
        data = run.contents(self.repository, names)
        parents = max((len(one.before) for one in commit.files), default=0)
        after = self._version(commit, data, None)
        befores = [self._version(commit, data, at) for at in range(parents)]
        found = [diff.compare(diff.sides(before, after)) for before in befores]
        if not found:
            return (), ()
        everywhere = [{_about(one) for one in side.changes} for side in found]
        changes = (one for one in found[0].changes if all(_about(one) in on for on in everywhere))
        return tuple(changes), found[0].left_out

    def _version(self, commit: Commit, data: dict[str, bytes], side: int | None) -> Version:
        """The plan of a commit's own files: as one parent had them, or as it left them."""
        parts = {path: self.around[path] for path in _AROUND if path in self.around}
        for one in commit.files:
            blob = one.after if side is None else one.before[side]
            if blob is None:
                parts.pop(one.path, None)
            elif blob in data:
                parts[one.path] = self._part(one.path, blob, data[blob])
        unread = frozenset(path for path, one in parts.items() if one.model is None)
        return Version(Loaded(parts, ()).plan(), unread)

    def _part(self, path: str, blob: str, data: bytes) -> LoadedFile:
        if (path, blob) not in self.seen:
            self.seen[path, blob] = part(Source(path, data))
        return self.seen[path, blob]
