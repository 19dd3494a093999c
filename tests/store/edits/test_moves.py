"""Moves spliced into text: five styles × LF/CRLF, every activity, every other byte as it was."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from support.each_row import each_row
from support.handwritten import BLOCK, FLOW, FLUSH, STYLES

from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Activity, Aim, Move
from sipctl.plan.model.scalars import control_character
from sipctl.store.edits.changes import ById
from sipctl.store.edits.edit import Edit, edited, save
from sipctl.store.edits.moves import move_edit
from sipctl.store.files.folder import Folder
from sipctl.store.load import load_file
from sipctl.store.yaml.read import Source

if TYPE_CHECKING:
    from pathlib import Path

PATH = "aims/1-teaching.yaml"

BREAKS = {"LF": "\n", "CRLF": "\r\n"}


def edit_of(source: Source, name: str, phrase: str, entry: Move) -> Edit:
    path = ("areas", ById(name.split(".")[0]), "activities", ById(name))
    return move_edit(source, path, name, phrase, entry)


def move(source: Source, name: str, phrase: str, entry: Move) -> Source:
    return edited(edit_of(source, name, phrase, entry))


def source(text: str, broken: str = "\n") -> Source:
    return Source(PATH, text.replace("\n", broken).encode())


def aim_of(item: Source) -> Aim:
    read = load_file(item)
    assert read.faults == (), read.faults
    return read.model  # type: ignore[no-any-return]


def every_move() -> list[Any]:
    """Each activity and milestone of each style, with LF and CRLF."""
    return [
        (style, broken, activity.id, label)
        for style, text in STYLES.items()
        for broken in BREAKS
        for area in aim_of(source(text)).areas
        for activity in area.activities
        for label in activity.when
    ]


def activity_of(aim: Aim, name: str) -> Activity:
    return next(
        activity for area in aim.areas for activity in area.activities if activity.id == name
    )


ENTRIES = [
    {"agreed": "Trustees", "why": "Procurement restarted"},
    {
        "agreed": "A, B & C",
        "why": 'It\'s "late": #4, again, and for a reason that takes some telling',
    },
]


@each_row("more", ENTRIES)
@each_row(("style", "broken", "name", "label"), every_move())
def test_only_the_date_moves(style: str, broken: str, name: str, label: str, more: Any) -> None:
    before = source(STYLES[style], BREAKS[broken])
    aim = aim_of(before)
    work = activity_of(aim, name)
    entry = Move(milestone=label or None, from_=work.when[label], date=date(2025, 3, 4), **more)
    after = move(before, name, "Summer 2026", entry)
    moved = activity_of(aim_of(after), name)
    assert moved.when == work.when | {label: "Summer 2026"}
    assert moved.moved == (*work.moved, entry)
    assert_only(before.data, after.data, BREAKS[broken])
    others_read(after)


def assert_only(before: bytes, after: bytes, broken: str) -> None:
    """What was taken out is the old phrase alone; what was put in is on lines of its own, or in
    brackets; and line breaks, the mark at the beginning and the end of the file are as they were."""
    old, new = before.decode(), after.decode()
    head = alike(old, new)
    tail = alike(old[: head - 1 : -1], new[: head - 1 : -1])
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    opcodes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    words = "".join(was[start:end] for tag, start, end, *_ in opcodes if tag != "equal")
    assert len(words) <= 40, words
    assert "#" not in words
    assert new.startswith("\ufeff") == old.startswith("\ufeff")
    assert new.endswith("\n") == old.endswith("\n")
    assert new.count("\n") - new.count("\r\n") == (0 if broken == "\r\n" else new.count("\n"))
    lost = [line for line in old.split(broken) if line not in new.split(broken)]
    assert len(lost) <= 3, lost
    for line in old.split(broken):
        comment = line.partition(" #")[2]
        assert comment in new


def alike(item: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(item, other, strict=False))
    )


def others_read(item: Source) -> None:
    """Other readers of YAML see the same dates."""
    other = YAML(typ="safe").load(item.data.decode())
    phrases = [
        move["from"]
        for area in other["areas"]
        for activity in area.get("activities", [])
        for move in activity.get("moved", [])
    ]
    model = [move.from_ for area in aim_of(item).areas for a in area.activities for move in a.moved]
    assert [phrase.strip() for phrase in phrases] == [phrase.strip() for phrase in model]


@pytest.mark.slow
@each_row("broken", BREAKS)
@each_row("style", STYLES)
def test_moved_again_and_again(style: str, broken: str) -> None:
    """Every activity of a file moved three times, one after another."""
    result = source(STYLES[style], BREAKS[broken])
    aim = aim_of(result)
    for phrase in ("Summer 2026", "14 March 2026", "January, April and July 2026"):
        for area in aim.areas:
            for activity in area.activities:
                for label in activity.when:
                    was = activity_of(aim_of(result), activity.id).when[label]
                    entry = Move(
                        milestone=label or None, from_=was, date=date(2025, 3, 4), agreed="Trustees"
                    )
                    result = move(result, activity.id, phrase, entry)
    for area in aim_of(result).areas:
        for activity in area.activities:
            assert set(activity.when.values()) == {"January, April and July 2026"}
            before = len(activity_of(aim, activity.id).moved)
            assert len(activity.moved) == before + 3 * len(activity.when)
    assert b"\r" not in result.data.replace(b"\r\n", b"")


def diff_of(text: str, name: str, phrase: str = "Summer 2026", **more: Any) -> str:
    """The lines that come and go, as `diff` marks them."""
    from difflib import ndiff

    before = source(text)
    label = more.get("milestone") or ""
    was = activity_of(aim_of(before), name).when[label]
    entry = Move(from_=was, date=date(2025, 3, 4), **{"agreed": "Trustees"} | more)
    after = move(before, name, phrase, entry)
    rows = ndiff(text.splitlines(), after.data.decode().removeprefix("\ufeff").splitlines())
    return "\n".join(row for row in rows if row[0] in "+-")


def test_block_style_keeps_its_indentation_and_comments() -> None:
    assert diff_of(BLOCK, "1a.1") == (
        "-         when: Spring 2025             # not later\n"
        "+         when: Summer 2026             # not later\n"
        "+         moved:\n"
        "+           - {from: Spring 2025, date: 2025-03-04, agreed: Trustees}"
    )


def test_a_list_in_line_with_its_key_stays_so() -> None:
    assert diff_of(FLUSH, "1a.1") == (
        "-     when: Spring 2025\n"
        "+     when: Summer 2026\n"
        "+     moved:\n"
        "+     - {from: Spring 2025, date: 2025-03-04, agreed: Trustees}"
    )


def test_an_item_is_written_as_the_one_before_it() -> None:
    assert diff_of(BLOCK, "1a.4", why="Late") == (
        '-         when: "Spring 2026"\n'
        '+         when: "Summer 2026"\n'
        "+           - from: Spring 2026\n"
        "+             date: 2025-03-04\n"
        "+             agreed: Trustees\n"
        "+             why: Late"
    )
    assert diff_of(BLOCK, "1a.3") == (
        "+         when: Summer 2026\n"
        "-         when: Autumn 2024 and\n"
        "-           ongoing\n"
        "+           - {from: Autumn 2024 and ongoing, date: 2025-03-04, agreed: Trustees}"
    )


def test_a_list_in_brackets_grows_in_its_own_way() -> None:
    assert diff_of(FLOW, "1a.4").split("\n")[2:] == [
        "-       {from: January 2025, date: 2024-11-01, agreed: B}",
        "+       {from: January 2025, date: 2024-11-01, agreed: B},",
        "+       {from: Spring 2025, date: 2025-03-04, agreed: Trustees}",
    ]


def test_quotes_where_the_phrase_needs_them() -> None:
    result = diff_of(FLOW, "1a.1", "January, April and July 2026")
    assert 'when: "January, April and July 2026"' in result
    assert "when: January, April and July 2026" in diff_of(
        BLOCK, "1a.1", "January, April and July 2026"
    )
    assert 'when: "2026"' in diff_of(BLOCK, "1a.1", "2026")


@given(
    st.sampled_from(sorted(STYLES)),
    st.sampled_from(sorted(BREAKS)),
    st.text(min_size=1, max_size=120).filter(lambda t: t.strip() and control_character(t) is None),
)
def test_whatever_the_reason_it_reads_back(style: str, broken: str, why: str) -> None:
    before = source(STYLES[style], BREAKS[broken])
    aim = aim_of(before)
    for activity in [activity for area in aim.areas for activity in area.activities][:3]:
        label, was = next(iter(activity.when.items()))
        entry = Move(milestone=label or None, from_=was, date=date(2025, 3, 4), agreed=why, why=why)
        after = move(before, activity.id, "Summer 2026", entry)
        assert activity_of(aim_of(after), activity.id).moved[-1] == entry


# --- refused -------------------------------------------------------------------------------------

ODD = {
    "a question mark for a key": BLOCK.replace(
        "        when: Spring 2025             # not later\n",
        "        ? when\n        : Spring 2025\n",
    ),
    "a list on the line of its dash": FLUSH.replace(
        "      moved:\n      -   {from: Autumn 2024, date: 2024-10-01, agreed: Trustees}\n",
        "      moved:\n      -\n        {from: Autumn 2024, date: 2024-10-01, agreed: Trustees}\n",
    ),
}


@each_row("name", ODD)
def test_an_odd_style_is_moved_rightly_or_refused(name: str) -> None:
    before = source(ODD[name])
    aim = aim_of(before)
    for area in aim.areas:
        for activity in area.activities:
            for label, was in activity.when.items():
                entry = Move(milestone=label or None, from_=was, date=date(2025, 3, 4), agreed="T")
                try:
                    after = move(before, activity.id, "Summer 2026", entry)
                except Refusal as refused:
                    assert refused.message.endswith("so nothing was changed")
                    assert "by hand" in refused.help
                    continue
                assert activity_of(aim_of(after), activity.id).moved[-1] == entry


def test_an_activity_that_is_not_there() -> None:
    entry = Move(from_="Spring 2025", date=date(2025, 3, 4))
    with pytest.raises(KeyError):
        move(source(BLOCK), "9z.9", "Summer 2026", entry)


def test_what_would_not_read_back_is_refused() -> None:
    """A text that YAML cannot hold: nothing is guessed, nothing is changed."""
    entry = Move(from_="Spring 2025", date=date(2025, 3, 4), agreed="Trustees\x07")
    with pytest.raises(Refusal) as refused:
        move(source(BLOCK), "1a.1", "Summer 2026", entry)
    assert refused.value.message.startswith("1a.1 cannot be moved in aims/1-teaching.yaml")
    assert replace(entry, agreed="Trustees").agreed == "Trustees"


# --- at once -------------------------------------------------------------------------------------

MANY = (
    "id: 1\ntitle: Teaching\nareas:\n  - id: 1a\n    title: Reading\n    activities:\n"
    + "".join(
        f"      - id: 1a.{n}\n        title: Step {n}\n        when: Spring 2025\n"
        for n in range(1, 9)
    )
)


@pytest.mark.slow
@pytest.mark.parametrize("locks", ["import fcntl", "import sys; sys.modules['fcntl'] = None"])
def test_moves_of_different_activities_at_once_are_all_made(tmp_path: Path, locks: str) -> None:
    file = tmp_path / PATH
    file.parent.mkdir()
    file.write_text(MANY)
    script = (
        f"{locks}\nimport sys; from pathlib import Path; from datetime import date\n"
        "from sipctl.store.edits.edit import save; from sipctl.store.files.folder import Folder\n"
        "from sipctl.store.edits.moves import move_edit; from sipctl.store.edits.changes import ById\n"
        "from sipctl.store.load import load_file\n"
        "from sipctl.plan.model.entries import Move; from sipctl.store.yaml.read import Source\n"
        f"path = {PATH!r}; folder = Folder(Path(sys.argv[1]), 'plan')\n"
        "source = Source(path, (folder.path / path).read_bytes()); load_file(source)\n"
        "print(flush=True); input()\n"
        "entry = Move(from_='Spring 2025', date=date(2025, 3, 4), agreed='Trustees')\n"
        "steps = ('areas', ById('1a'), 'activities', ById(sys.argv[2]))\n"
        "save(folder, [move_edit(source, steps, sys.argv[2], 'Summer 2025', entry)])\n"
    )
    names = [f"1a.{n}" for n in range(1, 9)]
    movers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in names
    ]
    for mover in movers:  # every one has read the file as it was
        assert mover.stdout is not None
        mover.stdout.readline()
    for mover in movers:
        mover.communicate(b"\n", timeout=60)
    assert [mover.returncode for mover in movers] == [0] * len(names)
    moved = aim_of(Source(PATH, file.read_bytes())).areas[0].activities
    assert {(the_move.id, the_move.when[""], len(the_move.moved)) for the_move in moved} == {
        (name, "Summer 2025", 1) for name in names
    }
    assert list(file.parent.iterdir()) == [file]


def test_of_two_moves_of_one_activity_the_later_is_refused(tmp_path: Path) -> None:
    folder, file = Folder(tmp_path, "plan"), tmp_path / PATH
    file.parent.mkdir()
    file.write_text(MANY)
    seen = source(MANY)
    entry = Move(from_="Spring 2025", date=date(2025, 3, 4), agreed="Trustees")
    save(folder, [edit_of(seen, "1a.1", "Summer 2025", entry)])
    save(folder, [edit_of(seen, "1a.2", "Summer 2025", entry)])
    before = file.read_bytes()
    with pytest.raises(Refusal, match="was changed by somebody else just now"):
        save(folder, [edit_of(seen, "1a.1", "Autumn 2025", entry)])
    assert file.read_bytes() == before
