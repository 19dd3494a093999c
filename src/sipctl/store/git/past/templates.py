"""Templates of packs as a commit has them: the plan's own from git, then those of sipctl.

A pack of an earlier version comes out the same again only with that version's templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.store.files import templates
from sipctl.store.files.templates import Templates, TemplateText, decoded
from sipctl.store.git import versions
from sipctl.store.git.revision import path_in

if TYPE_CHECKING:
    from pathlib import Path

    from sipctl.store.files.folder import Folder
    from sipctl.store.git.past.commit import PastCommit


@frozen()
class CommittedTemplates:
    """The templates of one folder at a commit: name within the folder → contents."""

    folder: str
    files: dict[str, bytes]

    def read(self, name: str) -> TemplateText | None:
        """A template's text; None if there is none of that name."""
        shown = f"{self.folder}/{name}"
        return (decoded(self.files[name], shown), shown) if name in self.files else None

    def inside(self, name: str) -> CommittedTemplates:
        """The templates of a folder within this one."""
        prefix = f"{name}/"
        files = {
            path.removeprefix(prefix): data
            for path, data in self.files.items()
            if path.startswith(prefix)
        }
        return CommittedTemplates(f"{self.folder}/{name}", files)


@frozen()
class TemplateLayers:
    """A pack's own templates, then those that it may import: a name is looked up in this order."""

    layers: tuple[CommittedTemplates | Templates, ...]

    @property
    def folder(self) -> str:
        """The path of the pack's folder as shown to people."""
        return self.layers[0].folder

    def read(self, name: str) -> TemplateText | None:
        """A template's text; None if there is none of that name."""
        texts = (layer.read(name) for layer in self.layers)
        return next((text for text in texts if text is not None), None)


def find(asked: str, folder: Folder, here: Path, past: PastCommit) -> TemplateLayers:
    """The templates of a pack at a commit, by name or by the path of its folder; raises Refusal."""
    tops = [_committed(past, path, shown) for path, shown in templates.own_folders(folder)]
    shipped = templates.shipped_folder()
    rest: tuple[CommittedTemplates | Templates, ...] = (*tops, Templates(shipped, "templates", ()))
    if templates.is_name(asked):
        for top in tops:
            if asked != templates.SHARED and top.inside(asked).files:
                return TemplateLayers((top.inside(asked), *rest))
        if asked != templates.SHARED and (shipped / asked).is_dir():
            return TemplateLayers((Templates(shipped / asked, f"templates/{asked}", ()), *rest))
    own = templates.find(asked, folder, here)  # found by its path, else refused
    committed = _committed(past, own.own, own.folder)
    if committed.files:
        return TemplateLayers((committed, *rest))
    if path_in(past.repository, own.own) is not None:
        raise Refusal(f"there was no template {own.folder} at {past.short} of {past.day}")
    return TemplateLayers((Templates(own.own, own.folder, ()), *rest))


def letterhead(folder: Folder, past: PastCommit) -> tuple[bytes, str] | None:
    """The trust's own letterhead at a commit, and its path as shown; None where there is none."""
    for path, shown in templates.own_folders(folder):
        data = _committed(past, path, shown).files.get(templates.LETTERHEAD)
        if data is not None:
            return data, f"{shown}/{templates.LETTERHEAD}"
    return None


def _committed(past: PastCommit, path: Path, shown: str) -> CommittedTemplates:
    inside = path_in(past.repository, path)
    if inside is None:
        return CommittedTemplates(shown, {})
    blobs = versions.files_under(past.repository, past.name, f"{inside}/")
    data = versions.contents(past.repository, blobs.values())
    return CommittedTemplates(
        shown, {name: data[blob] for name, blob in blobs.items() if blob in data}
    )
