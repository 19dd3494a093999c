"""Finds and reads the templates of packs: the plan's own first, then those of sipctl."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, propose
from sipctl.plan.frozen import frozen
from sipctl.store.files.inside import LinkOutError, is_link_out, link_out, read_inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.store.files.folder import Folder

SHARED = "base"
"""The folder of templates that several packs import; it is no pack itself."""

BIGGEST = 1_000_000
LETTERHEAD, BIGGEST_LETTERHEAD = "letterhead.docx", 8_000_000
"""The trust's own letterhead in a folder of templates, and how many bytes it may have."""
_TEMPLATE_NAMES = ("pack.html", "pack.typ", "pack.docx.html", "pack.md")


TemplateText = tuple[str, str]
"""A template's text, and its path as shown to people."""


@frozen()
class Templates:
    """A pack's own folder with its path as shown, and the folders whose templates it may import."""

    own: Path
    folder: str
    rest: tuple[tuple[Path, str], ...]

    def read(self, name: str) -> TemplateText | None:
        """A template's text by its name; None if there is none. A name leads to no other folder."""
        for top, shown in ((self.own, self.folder), *self.rest):
            path = top / name
            if ".." in Path(name).parts or Path(name).is_absolute() or not path.is_file():
                continue
            return _read_text(top, name, f"{shown}/{name}"), f"{shown}/{name}"
        return None


@frozen()
class PackInfo:
    """A pack that can be made: its name, folder and templates, and what its `about.txt` says."""

    name: str
    folder: str
    sheets: tuple[str, ...]
    about: str


def find(asked: str, folder: Folder, here: Path) -> Templates:
    """The templates of a pack by name, or by the path of its folder; raises Refusal."""
    tops = _template_folders(folder)
    for top, shown in tops:
        if is_name(asked) and asked != SHARED and (top / asked).is_dir():
            _refuse_link_out(top / asked, f"{shown}/{asked}")
            return Templates(top / asked, f"{shown}/{asked}", tuple(tops))
    path = here / asked
    if not is_name(asked) or path.is_dir():
        own = path if path.is_dir() else path.parent
        shown = Path(os.path.relpath(own, here)).as_posix()
        _refuse_link_out(own, shown, here)
        if any((own / name).is_file() for name in _TEMPLATE_NAMES):
            return Templates(own, shown, tuple(tops))
        raise Refusal(
            f'--template "{asked}" is no folder with templates in it',
            f"a pack's folder holds any of {', '.join(_TEMPLATE_NAMES)}",
        )
    names = [pack.name for pack in list_packs(folder)]
    raise Refusal(f'there is no template "{asked}"', propose(asked, names))


def letterhead(folder: Folder) -> tuple[bytes, str] | None:
    """The trust's own letterhead, and its path as shown; None where there is none."""
    for top, shown in own_folders(folder):
        if os.path.lexists(top / LETTERHEAD):
            return _read(top, LETTERHEAD, f"{shown}/{LETTERHEAD}", BIGGEST_LETTERHEAD)
    return None


def list_packs(folder: Folder) -> list[PackInfo]:
    """Every pack that can be made from a plan, the plan's own first."""
    packs: dict[str, PackInfo] = {}
    for top, shown in _template_folders(folder):
        for path in sorted(top.iterdir()):
            sheets = tuple(name for name in _TEMPLATE_NAMES if (path / name).is_file())
            if sheets and path.name != SHARED and not is_link_out(path):
                about = _about(path)
                packs.setdefault(
                    path.name, PackInfo(path.name, f"{shown}/{path.name}", sheets, about)
                )
    return list(packs.values())


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every plain file in a folder of templates: its path within the folder, and its bytes."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink():
            yield name, read_inside(folder, name, BIGGEST_LETTERHEAD + 1)


def _template_folders(folder: Folder) -> list[tuple[Path, str]]:
    return [*own_folders(folder), (shipped_folder(), "templates")]


def own_folders(folder: Folder) -> Iterator[tuple[Path, str]]:
    """The template folders of a plan: inside its folder, and beside one that is called plan."""
    inside = folder.path / "templates"
    if inside.is_dir():
        _refuse_link_out(inside, f"{folder.shown}/templates")
        yield inside, f"{folder.shown}/templates"
    beside = folder.path.parent / "templates"
    if folder.path.name == "plan" and beside.is_dir() and not _is_same(beside, shipped_folder()):
        shown = (Path(folder.shown).parent / "templates").as_posix()
        _refuse_link_out(beside, shown)
        yield beside, shown


def _is_same(path: Path, other: Path) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def shipped_folder() -> Path:
    """The templates that come with sipctl: in the package, or at the top of its source."""
    package = Path(__file__).parents[2]
    packaged = package / "shipped" / "templates"
    return packaged if packaged.is_dir() else package.parents[1] / "templates"


def is_name(asked: str) -> bool:
    """Whether a text is the name of a pack rather than the path of its folder."""
    return asked not in ("", ".", "..") and "/" not in asked and os.sep not in asked


def _refuse_link_out(path: Path, shown: str, here: Path | None = None) -> None:
    if is_link_out(path) if here is None else link_out(path, here):
        raise Refusal(
            f"{shown} is a link to somewhere outside its folder",
            "put the folder itself there, or name where it is: --template DIR",
        )


def _about(path: Path) -> str:
    """What a pack is for, in the words of its `about.txt`."""
    try:
        return " ".join(_read_text(path, "about.txt", "about.txt").split())
    except (OSError, Refusal):
        return ""


def _read_text(folder: Path, name: str, shown: str) -> str:
    return decoded(_read(folder, name, shown, BIGGEST)[0], shown)


def _read(folder: Path, name: str, shown: str, most: int) -> tuple[bytes, str]:
    """A file's bytes, cut one byte after `most`, and its path as shown; raises Refusal."""
    try:
        return read_inside(folder, name, most + 1), shown
    except LinkOutError:
        raise Refusal(f"{shown} is a link to somewhere outside its folder") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refusal(f"{shown} cannot be read: {reason}", "put a plain file there") from None


def decoded(data: bytes, shown: str) -> str:
    """The text of a template's file; raises Refusal if it is too large or not UTF-8."""
    if len(data) > BIGGEST:
        raise Refusal(f"{shown} is larger than any template needs to be")
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refusal(f"{shown} is not UTF-8 text", "save it as UTF-8") from None
