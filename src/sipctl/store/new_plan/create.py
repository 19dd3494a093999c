"""A first plan as files: YAML with comments that explain it, made whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from sipctl.plan.context import calendar_of
from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import clear_leftovers, sync, temp_path
from sipctl.store.files.output_files import refuse_link_out
from sipctl.store.files.source import Source
from sipctl.store.load import load
from sipctl.store.new_plan import texts as text
from sipctl.store.new_plan.schemas import modeline, schemas
from sipctl.store.records import compose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sipctl.plan.model.entries import Plan, Record
    from sipctl.store.new_plan.areas import Comments

UNDONE = "nothing was written"


def files(
    plan: Plan, comments: Comments | None = None, records: Sequence[Record] = ()
) -> dict[str, str]:
    """A plan's files by their path within its folder, with its first records; `comments` stand
    beside what they are about.

    Raises Refusal if the files would not read back as this very plan.
    """
    notes = comments or {}
    bodies = {
        "plan.yaml": text.about(plan.about, notes),
        "people.yaml": text.people(plan.people, notes),
        "calendar.yaml": text.calendar(plan.calendar, notes),
    }
    year = plan.about.runs.from_.year + 1
    for aim in plan.aims:
        bodies[f"aims/{aim.id}-{text.slug(aim.title)}.yaml"] = text.aim(aim, notes, year)
    for path, framework in plan.frameworks.items():
        bodies[path] = text.framework(framework)
    known = {path: f"{modeline(path)}\n{body}" for path, body in bodies.items()}
    loaded = load(Source(path, body.encode()) for path, body in known.items())
    if not loaded.ok:
        first = loaded.faults[0]
        raise Refusal(
            f"this cannot be written as a plan: {first.message}", f"{first.help}; {UNDONE}"
        )
    if loaded.plan() != plan:
        raise Refusal("this cannot be written as a plan: it would read differently", UNDONE)
    calendar = calendar_of(plan.calendar)
    composed = (compose(calendar, record) for record in records)
    return known | schemas() | {file.path: file.data.decode() for file in composed}


def refuse_taken(target: Path) -> None:
    """Raises Refusal where something stands at the place of a new plan."""
    if target.is_symlink() or (target.exists() and not (target.is_dir() and _empty(target))):
        raise _taken(target)
    refuse_link_out(target)


def create(target: Path, bodies: dict[str, str]) -> None:
    """Makes a plan's folder with its files. Raises Refusal where something stands at its place.

    Everything is written into a temporary folder, which is then renamed: a process that is killed
    leaves no plan rather than half of one, and of two that run at once one is refused.
    """
    refuse_taken(target)
    new: list[Path] = []
    temporary = temp_path(target.parent)
    try:
        new = _parents(target.parent)
        for path, body in bodies.items():
            _write(temporary / path, body)
        for folder in sorted({(temporary / path).parent for path in bodies}, reverse=True):
            sync(folder)
        clear_leftovers(temporary)
        temporary.rename(target)
        sync(target.parent)
    except OSError as error:
        _clear(temporary, new)
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR, errno.EISDIR):
            raise _taken(target) from None
        reason = (error.strerror or str(error)).lower()
        raise Refusal(f"{target} cannot be written: {reason}", UNDONE) from None
    except BaseException:
        _clear(temporary, new)
        raise


def _taken(target: Path) -> Refusal:
    return Refusal(
        f"{target} is there already, and init writes over nothing",
        f"name another folder: sipctl init DIR; {UNDONE}",
    )


def _empty(folder: Path) -> bool:
    return next(folder.iterdir(), None) is None


def _parents(folder: Path) -> list[Path]:
    """Makes a folder and its parents; returns the new ones."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir(exist_ok=True)
    return missing


def _write(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _clear(temporary: Path, new: list[Path]) -> None:
    shutil.rmtree(temporary, ignore_errors=True)
    for folder in new:
        with suppress(OSError):
            folder.rmdir()
