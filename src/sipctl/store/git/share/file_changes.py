"""The changes of a plan between two versions of some of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan import changes as diff
from sipctl.plan.changes import CalendarShift, Recorded, Version
from sipctl.plan.frozen import frozen
from sipctl.store.files.folder import kind_of
from sipctl.store.files.source import Source
from sipctl.store.git import versions
from sipctl.store.load import Loaded, load_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sipctl.plan.changes import Change
    from sipctl.store.git.share.sharing import Sharing
    from sipctl.store.load import LoadedFile

CONTEXT = ("plan.yaml", "people.yaml", "calendar.yaml")


@frozen()
class FileChanges:
    """Compares files of a plan. `context` are those of CONTEXT, against which phrases are read."""

    context: Mapping[str, LoadedFile]

    def between(
        self, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]
    ) -> tuple[Change, ...]:
        """The changes, without the due days that only moved because the calendar changed."""
        pair = diff.version_pair(self._version(before), self._version(after))
        changes = diff.compare(pair).changes
        return tuple(change for change in changes if not isinstance(change, CalendarShift))

    def _version(self, contents: Mapping[str, bytes | None]) -> Version:
        files = {name: self.context[name] for name in CONTEXT if name in self.context}
        for path, data in contents.items():
            files.pop(path, None)
            if data is not None and kind_of(path):
                files[path] = load_file(Source(path, data))
        unread = frozenset(name for name, file in files.items() if file.model is None)
        return Version(Loaded(files, ()).plan(), unread)


def unshared_count(sharing: Sharing) -> int:
    """How many things of a plan are not shared: records, and whatever else was changed.

    A file whose changes cannot be said (it does not load, or only a comment is new) is one thing.
    """
    files = sharing.unshared
    if not files:
        return 0
    blobs = versions.blobs_at(sharing.repository, sharing.base)
    wanted = {path: blobs[path] for path in (*files, *CONTEXT) if path in blobs}
    data = versions.contents(sharing.repository, wanted.values())
    base = {path: data.get(blob) for path, blob in wanted.items()}
    context = load_context(base)
    moved = {file.blob for path, file in files.items() if kind_of(path) is None}
    gone = {path for path, file in files.items() if file.blob is None}
    before = {
        path: base.get(path) for path in files if path not in gone or blobs.get(path) not in moved
    }
    changes = FileChanges(context).between(before, {path: files[path].data for path in before})
    records = sum(len(change.records) for change in changes if isinstance(change, Recorded))
    others = {_thing(change) for change in changes if not isinstance(change, Recorded)}
    return max(records + len(others), 1)


def _thing(change: Change) -> tuple[str, str]:
    """The kind and id of what a change is about; a term counts as its year."""
    of, name = change.subject.of, change.subject.id
    return ("year", name.split()[0]) if of == "term" else (of, name)


def load_context(contents: Mapping[str, bytes | None]) -> dict[str, LoadedFile]:
    """The files that phrases are read against, loaded."""
    present = ((path, contents.get(path)) for path in CONTEXT)
    return {path: load_file(Source(path, data)) for path, data in present if data is not None}
