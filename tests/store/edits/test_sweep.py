"""Every edit × five styles × LF/CRLF × every entry: what is not edited keeps its bytes."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from support import handwritten, small_plan
from support.all_edits import FileEdit, all_edits
from support.each_row import each_row
from support.plans import EVERYTHING, SCHOOL, TINY
from support.restyled import BREAKS, STYLES, restyled

from sipctl.cli.edits.opened import open_for_edit
from sipctl.plan.faults import Refusal
from sipctl.store.edits.changes import Change, InsertItem, RemoveValue, ReplaceText, resolve_path
from sipctl.store.edits.edit import Edit, edited
from sipctl.store.edits.layout import FLOW, Layout
from sipctl.store.files.source import Source
from sipctl.store.yaml import read as yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sipctl.cli.edits.opened import EditSession
    from sipctl.plan.faults import Route


def files_of(folder: Path) -> dict[str, str]:
    paths = (*folder.glob("*.yaml"), *folder.glob("aims/*.yaml"), *folder.glob("frameworks/*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(paths)}


SHIPPED = files_of(ROOT / "plan")
AIM = "aims/1-teaching.yaml"
FORMS = list(product(STYLES, BREAKS))


def restyled_plan(files: dict[str, str], style: str, broken: str) -> dict[str, bytes]:
    """The files of a plan in one form, those of records aside."""
    sources = [Source(path, text.encode()) for path, text in files.items()]
    return {
        source.path: restyled(yaml.read(source).data, style, broken)
        for source in sources
        if not source.path.startswith("records/")
    }


def handwritten_plan(style: str, broken: str) -> dict[str, bytes]:
    """A plan whose aim somebody wrote by hand."""
    files = {**TINY, AIM: handwritten.STYLES[style]}
    return {path: text.replace("\n", BREAKS[broken]).encode() for path, text in files.items()}


@cache
def areas_alone() -> list[dict[str, str]]:
    """Each area of the shipped plan in a small plan of its own, as short files are quick."""
    plans = []
    for path, text in SHIPPED.items():
        aim = yaml.read(Source(path, text.encode())).data
        for area in aim.get("areas", ()):
            alone = json.dumps({**aim, "areas": [area]}, ensure_ascii=False)
            plans.append({**TINY, "people.yaml": SHIPPED["people.yaml"], AIM: alone})
    return plans


def edits_in(
    folder: Path, files: dict[str, bytes], turn: int
) -> tuple[EditSession, list[FileEdit]]:
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    session = open_for_edit(str(folder), dry_run=True)
    return session, list(all_edits(session, turn))


def one_of_each_entry(edits: list[FileEdit], turn: int) -> list[FileEdit]:
    """Of the edits of each entry, the one whose turn it is."""
    entries: dict[tuple[str, str], list[FileEdit]] = {}
    for edit in edits:
        entries.setdefault((edit.file, edit.entry), []).append(edit)
    return [its[turn % len(its)] for its in entries.values()]


def sweep(session: EditSession, edits: list[FileEdit]) -> None:
    """Makes and judges each edit. Few may be refused for how the file is written."""
    refused = [edit for edit in edits if not is_made(session.source(edit.file), edit)]
    assert edits
    assert len(refused) <= len(edits) / 10, refused


def is_made(source: Source, file_edit: FileEdit) -> bool:
    """Makes an edit and judges it, and its first changes one by one. False where it is refused for
    how the file is written.
    """
    try:
        after = result_of(source, file_edit.changes)
        assert_rest_stays(source, after, file_edit.changes)
        step = source
        for change in file_edit.changes[:3]:
            after = after if len(file_edit.changes) == 1 else result_of(step, [change])
            assert_only(step, after, change)
            step = after
    except Refusal as refusal:  # of some fields, for what no plan may say
        return "by hand" not in refusal.help
    return True


def assert_rest_stays(before: Source, after: Source, changes: Sequence[Change]) -> None:
    """What stands between the places of the changes is there in the same order, byte for byte."""
    layout, data = laid_out(before)
    places = [place_of(layout, resolve_path(data, change.path), change) for change in changes]
    new, start, offset = yaml.text_of(after), 0, 0
    for place in sorted(places):
        piece = layout.text[start : place[0]]
        offset = new.index(piece, offset) + len(piece)
        start = max(start, place[1])
    assert new[offset:].endswith(layout.text[start:])


def result_of(source: Source, changes: Sequence[Change]) -> Source:
    return edited(Edit(source, list(changes), "it cannot be changed", "change it"))


def assert_only(before: Source, after: Source, change: Change) -> None:
    """What goes and what comes stands in the place of the change; breaks, mark and end stay."""
    old, new = before.data.decode(), after.data.decode()
    assert new.startswith("\ufeff") == old.startswith("\ufeff")
    assert new.endswith("\n") == old.endswith("\n")
    crlf = "\r\n" in old
    assert new.count("\n") == new.count("\r\n") if crlf else "\r" not in new
    layout, data = laid_out(before)
    route = resolve_path(data, change.path)
    mark = len(old) - len(layout.text)
    start, end = (mark + offset for offset in place_of(layout, route, change))
    head, tail = old[:start], old[end:]
    assert new.startswith(head)
    assert new[len(head) :].endswith(tail)
    place, new_place = old[start:end], new[start : len(new) - len(tail)]
    if isinstance(change, InsertItem) or route not in layout.positions.values:
        assert is_insertion(place, new_place), (place, new_place)
    elif isinstance(change, RemoveValue):
        assert is_insertion(new_place, place) or new_place.split("#")[0].strip() == ": {}"
        assert place.count("#") - new_place.count("#") <= removed_comments(layout, route)
    elif not isinstance(change, ReplaceText):
        assert all(comment in new_place for comment in comments_beside(layout, route))


@lru_cache(maxsize=8)
def laid_out(source: Source) -> tuple[Layout, Any]:
    return Layout(yaml.text_of(source), yaml.positions(source)), yaml.read(source).data


def place_of(layout: Layout, route: Route, change: Change) -> tuple[int, int]:
    """From where to where a change may touch the text."""
    if isinstance(change, ReplaceText):
        return layout.span(route).start, layout.end(route)
    if route not in layout.positions.values:
        route = route[:-1]
        while route not in layout.positions.values:
            route = route[:-1]
        return layout.line_start(layout.start(route)), layout.line_end(layout.end(route))
    if isinstance(change, InsertItem):
        return layout.line_start(layout.start(route)), layout.line_end(layout.end(route))
    if isinstance(change, RemoveValue):
        start, end = layout.line_start(layout.start(route)), layout.line_end(layout.end(route))
        siblings = layout.children(route[:-1])
        beside = siblings.index(route)
        if len(siblings) == 1 and layout.style(route[:-1]) not in FLOW:
            return value_place(layout, route[:-1])
        if start and end == len(layout.text):
            start -= 2  # the break of the line before goes where the last line has none
        if layout.style(route[:-1]) in FLOW:
            start = layout.end(siblings[beside - 1]) if beside else layout.start(route)
        if beside + 1 < len(siblings):
            end = max(end, layout.start(siblings[beside + 1]))
        return start, end
    return value_place(layout, route)


def value_place(layout: Layout, route: Route) -> tuple[int, int]:
    """From behind a value's key to behind the comment on its last line."""
    key = layout.positions.keys.get(route)
    start = layout.span(route).start if key is None else key.end
    return start, layout.end(route) + len(layout.comment(layout.end(route)))


def comments_beside(layout: Layout, route: Route) -> list[str]:
    """The comments behind a value and behind its key, which stay where the value changes."""
    key = layout.positions.keys.get(route)
    behind_key = layout.comment(layout.text.index(":", key.end) + 1) if key else ""
    return [behind_key.strip(), layout.comment(layout.end(route)).strip()]


def removed_comments(layout: Layout, route: Route) -> int:
    """How many marks of comments a value takes with it: its own, and that behind it."""
    end = layout.end(route)
    return layout.text[layout.start(route) : end + len(layout.comment(end))].count("#")


def common(text: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(text, other, strict=False))
    shorter = min(len(text), len(other))
    return next((index for index, pair in pairs if pair[0] != pair[1]), shorter)


def is_insertion(text: str, longer: str) -> bool:
    """Whether one text is the other with something put in at one place."""
    head = common(text, longer)
    tail = common(text[::-1], longer[::-1])
    return len(text) <= len(longer) and head + tail >= len(text)


@pytest.mark.slow
@each_row(("style", "broken"), FORMS)
def test_each_edit_of_each_entry(style: str, broken: str, tmp_path: Path) -> None:
    """Of the plan that has every key there is, and of handwritten aims: a quarter in each form."""
    turn = FORMS.index((style, broken))
    for name, files in {
        "everything": restyled_plan(files_of(EVERYTHING / "plan"), style, broken),
        "handwritten": handwritten_plan(style, broken),
    }.items():
        session, edits = edits_in(tmp_path / f"{name}-{turn}" / "plan", files, turn // 2)
        sweep(session, edits[(turn + turn // 2) % 4 :: 4])


@pytest.mark.slow
@each_row(("style", "broken"), FORMS)
def test_every_entry_of_whole_plans(style: str, broken: str, tmp_path: Path) -> None:
    """One edit of each entry, another in each form; of the shipped plan's areas, by turns, more."""
    turn = FORMS.index((style, broken))
    rest = {path: text for path, text in SHIPPED.items() if not path.startswith("aims/")}
    plans = [SCHOOL, small_plan.FILES, {**TINY, **rest}]
    for number, plan in enumerate(plans[(turn + turn // 2) % 2 :: 2]):
        files = restyled_plan(plan, style, broken)
        session, edits = edits_in(tmp_path / f"{turn}-{number}" / "plan", files, turn)
        sweep(session, one_of_each_entry(edits, turn // 2))
    for number, plan in enumerate(areas_alone()[turn :: len(FORMS)]):
        files = restyled_plan(plan, style, broken)
        session, edits = edits_in(tmp_path / f"{turn}-area-{number}" / "plan", files, turn)
        sweep(session, [edit for edit in edits if edit.file == AIM][::10])


@each_row("style", STYLES)
def test_some_edits_in_each_style(style: str, tmp_path: Path) -> None:
    turn = STYLES.index(style)
    broken = list(BREAKS)[turn % 2]
    folder = tmp_path / style / "plan"
    session, edits = edits_in(folder, handwritten_plan(style, broken), turn)
    sweep(session, one_of_each_entry(edits, turn))
