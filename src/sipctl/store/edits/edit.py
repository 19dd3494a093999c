"""Edits of files: changes spliced into the text, read again, and proved to be what was meant.

A YAML writer would re-wrap, re-quote and lose comments. So new text is put at the very place that
the parser gives, in the style of what stands around it; then the file is read again, and must say
what it said before with those changes. If it does not, nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sipctl.plan.faults import Refusal
from sipctl.store.edits.changes import SetValue, applied, resolve_path, still_apply
from sipctl.store.edits.layout import Layout
from sipctl.store.edits.splice import splice_of, spliced
from sipctl.store.files.atomic import ChangedMeanwhile
from sipctl.store.files.folder import kind_of
from sipctl.store.files.journal import FileWrite, locked_plan, write_while_locked
from sipctl.store.files.plan_files import read_file
from sipctl.store.files.source import Source
from sipctl.store.load import load_file
from sipctl.store.yaml import read as yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sipctl.plan.faults import Route
    from sipctl.store.edits.changes import Change
    from sipctl.store.files.folder import Folder


@dataclass(frozen=True)
class Edit:
    """Changes of one file, and what to say where they cannot be made.

    `refusal` begins that sentence (`2a.2 cannot be moved`); `by_hand` says what to change instead.
    """

    source: Source
    changes: Sequence[Change]
    refusal: str
    by_hand: str


def edited(edit: Edit) -> Source:
    """The file with its changes made.

    Raises Refusal where they cannot be made without touching anything else, or where the file would
    not validate; KeyError where it lacks what they are about.
    """
    parsed = yaml.read(edit.source)
    expected = applied(parsed.data, edit.changes)
    _refuse_invalid(edit, expected)
    text = yaml.text_of(edit.source)
    mark = b"\xef\xbb\xbf" if edit.source.data.startswith(b"\xef\xbb\xbf") else b""
    after, rest = edit.source, list(edit.changes)
    try:
        while rest:
            layout, data = Layout(text, yaml.positions(after)), parsed.data
            batch = list(_independent(data, layout, rest))
            splices = [splice_of(layout, data, route, change) for route, change in batch]
            rest = rest[len(batch) :]
            text = spliced(text, splices)
            after = Source(edit.source.path, mark + text.encode())
            parsed = yaml.read(after)
    except LookupError:
        raise _by_hand(edit, "it is written in a way that sipctl cannot change") from None
    model = load_file(after)
    if model.faults or repr(parsed.data) != repr(expected):
        faults = [*parsed.faults, *model.faults]
        why = faults[0].message if faults else "more than its own lines would have changed"
        raise _by_hand(edit, why)
    return after


def save(folder: Folder, edits: Sequence[Edit], new_files: Sequence[FileWrite] = ()) -> None:
    """Writes edits of several files, and new files: all of them or none.

    What others changed in these files meanwhile stays. Raises Refusal where an edit cannot be made,
    or where others changed the very thing that it is about.
    """
    with locked_plan(folder):
        write_while_locked(folder, [*writes_of(folder, edits), *new_files])


def writes_of(folder: Folder, edits: Sequence[Edit]) -> list[FileWrite]:
    """The file writes of edits, applied to the files as they are now; raises Refusal as `save`."""
    latest = [_on_top(folder, edit) for edit in edits]
    return [FileWrite(edit.source.path, edit.source.data, edited(edit).data) for edit in latest]


def _on_top(folder: Folder, edit: Edit) -> Edit:
    """The edit for the file as it is now; raises ChangedMeanwhile if others changed its values."""
    try:
        now = read_file(folder, edit.source.path)
    except OSError:
        raise ChangedMeanwhile(folder, edit.source.path) from None
    if now.data == edit.source.data:
        return edit
    before, data = yaml.read(edit.source).data, yaml.read(now).data
    if load_file(now).model is None or not still_apply(before, data, edit.changes):
        raise ChangedMeanwhile(folder, edit.source.path)
    return Edit(now, edit.changes, edit.refusal, edit.by_hand)


def _refuse_invalid(edit: Edit, data: Any) -> None:
    """Raises Refusal where the changed data would not validate."""
    from sipctl.plan.model.validation import validate

    kind = kind_of(edit.source.path)
    _, faults = validate.read(kind, data, edit.source.path)  # type: ignore[arg-type]
    if faults:
        raise Refusal(f"{edit.refusal}: {faults[0].message}", faults[0].help)


def _by_hand(edit: Edit, why: str) -> Refusal:
    message = f"{edit.refusal} in {edit.source.path} ({why}), so nothing was changed"
    return Refusal(message, f"{edit.by_hand} by hand, then run sipctl check")


def _independent(
    data: Any, layout: Layout, changes: Sequence[Change]
) -> Iterator[tuple[Route, Change]]:
    """The first changes that do not touch each other, with their routes in the file as it is."""
    touched: list[Route] = []
    for change in changes:
        try:
            route = resolve_path(data, change.path)
        except KeyError:
            if touched:  # an earlier change creates what this one is about
                return
            raise
        inside = isinstance(change, SetValue) and route in layout.positions.values
        place = route if inside else route[:-1]
        if any(place[: len(other)] == other[: len(place)] for other in touched):
            return
        touched.append(place)
        yield route, change
