"""A record's text, name, folder and time: text of any kind survives, in any reader of YAML."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from support.each_row import each_row
from support.states import FRAME

from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Record
from sipctl.plan.model.scalars import control_character
from sipctl.store import records
from sipctl.store.files.folder import Folder
from sipctl.store.load import load_file
from sipctl.store.yaml import scalars
from sipctl.store.yaml.read import Source

if TYPE_CHECKING:
    from pathlib import Path

CALENDAR = FRAME.calendar
BASE = Record(activity="2a.2", date=date(2025, 3, 4), by="JK", at="14:05:09", status="on-track")

TEXTS = {
    "plain": "Three systems shortlisted",
    "a comma": "Three, no four",
    "emoji": "Done 🎉 👩‍🏫 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "Welsh": "Ysgol Gynradd Dŵr y Felin – “da iawn”",
    "Arabic": "مدرسة",
    "quotes": "She said \"yes\", and 'no'",
    "an apostrophe": "JK's own",
    "a hash": "Policy #4 of #5",
    "a colon": "HR: choose a system",
    "a colon at the end": "as follows:",
    "leading spaces": "   indented",
    "trailing spaces": "left   ",
    "a line break": "First line\nsecond line",
    "blank lines": "One\n\n\nTwo",
    "ends with a break": "One\nTwo\n",
    "ends with breaks": "One\n\n\n",
    "begins with a break": "\nOne",
    "indented lines": "A list:\n  - one\n    - two",
    "only spaces inside": "a\n   \nb",
    "a tab": "a\tb",
    "a tab first": "\tb",
    "backslashes": r"C:\new\table",
    "Rich markup": "[bold]not bold[/bold] [/] [due]",
    "ANSI in words": "\\x1b[31mred",
    "percent": "14%",
    "percent first": "% of pupils",
    "braces": "{not: a map}",
    "brackets": "[not, a, list]",
    "dash": "- not a list",
    "question": "? not a key",
    "document": "---",
    "dots": "...",
    "conflict": "<<<<<<< HEAD",
    "at": "@home",
    "backquote": "`code`",
    "alias": "*bold*",
    "anchor": "&and",
    "tag": "!important",
    "pipe": "| a | b |",
    "greater": "> quoted",
    "a very long word": "x" * 500,
    "10,000 characters": "All went well, more or less. " * 345,
    "10,000 characters in lines": "All went well,\nmore or less.\n" * 345,
    "nbsp": "a\u00a0b \u00a0",
    "zero width": "a\u200bb",
    "right to left": "a\u202eb",
    "astral": "\U0001d518\U0010fffd",
    "the comment trap": "see #4\nsee # 5\n #6",
    "double spaces": "a  b " * 40,
}
TEXTS |= {
    f"guessed {word}": word
    for word in (
        *("yes", "No", "ON", "off", "y", "N", "true", "False", "null", "Null", "~", "NaN", ".nan"),
        *(
            "2021",
            "2.10",
            "5e-1",
            "12:30",
            "0x1F",
            "0o17",
            "010",
            "1_000",
            "+1",
            "-1",
            ".5",
            "-.inf",
        ),
        *("2025-03-14", "2025-03-14 10:00", "2025-03-14T10:00:00Z", "<<", "=", "1:2:3", "0b11"),
        *("1e5", "1.", "12e03", "685_230.15", "190:20:30", "inf", ".inf"),
    )
}


def read_by_others(text: str) -> list[Any]:
    """What other YAML readers make of a file: of YAML 1.2, and of YAML 1.1 as older tools read it."""
    items = []
    for version in ("1.2", "1.1"):
        yaml = YAML(typ="safe", pure=True)
        yaml.version = version
        head = f"%YAML {version}\n---\n"
        items.append(yaml.load(head + text))
    items.append(YAML(typ="safe").load(text))
    return items


def proven(text: str) -> str:
    """A note and an evidence of that text, written and read back by sipctl and by others."""
    record = replace(BASE, note=text, confidential=text, evidence=(text, text))
    written = records.compose(CALENDAR, record)
    read = load_file(Source(written.path, written.data))
    assert read.faults == ()
    assert read.model == record
    for other in read_by_others(written.data.decode()):
        assert other["note"] == other["confidential"] == text
        assert other["evidence"] == [text, text]
    return written.data.decode()


@each_row("name", TEXTS)
def test_text_of_any_kind_survives(name: str) -> None:
    written = proven(TEXTS[name])
    assert all(ord(character) >= 32 or character in "\n\t" for character in written)


@given(st.text(min_size=1).filter(lambda t: t.strip() and control_character(t) is None))
@example("a\n\x20\nb")
@example("a: b #c\n\n")
def test_any_text_survives(text: str) -> None:
    proven(text)


@given(
    st.text(alphabet="ab :#-'\"\n\\,[]{}%&*!|>?0 1.y~/", min_size=1, max_size=200).filter(str.strip)
)
def test_any_text_of_yaml_s_own_marks_survives(text: str) -> None:
    proven(text)


@each_row("character", ["\x00", "\x07", "\x1b", "\r", "\x7f", "\x85", "\u2028", "\ufeff"])
@each_row("key", ["note", "confidential", "unit", "for_", "evidence"])
def test_control_characters_are_refused(character: str, key: str) -> None:
    text: Any = f"a{character}b"
    record = replace(BASE, **{key: (text,) if key == "evidence" else text})
    with pytest.raises(Refusal) as refused:
        records.compose(CALENDAR, record)
    assert f"U+{ord(character):04X}" in refused.value.message


def test_people_can_read_it() -> None:
    record = replace(
        BASE,
        at="14:05:09",
        for_="spring-2025",
        note="Three systems shortlisted: A, B and C.\nDemos on 12 March.\n\nHR to book the room.",
        confidential="The supplier of A is in trouble, says the press, and its staff are leaving; so "
        "we shall keep B warm.",
        academy="WPSA",
        evidence=("https://example.org/minutes#4", "Minutes, 4 March"),
    )
    assert records.text_of(record) == (
        "activity: 2a.2\n"
        "date: 2025-03-04\n"
        "by: JK\n"
        "at: 14:05:09\n"
        "status: on-track\n"
        "for: spring-2025\n"
        "note: |-\n"
        "  Three systems shortlisted: A, B and C.\n"
        "  Demos on 12 March.\n"
        "\n"
        "  HR to book the room.\n"
        "confidential: >-\n"
        "  The supplier of A is in trouble, says the press, and its staff are leaving; so we shall keep B\n"
        "  warm.\n"
        "academy: WPSA\n"
        "evidence:\n"
        "  - https://example.org/minutes#4\n"
        "  - Minutes, 4 March\n"
    )


def test_a_kpi_s_reading() -> None:
    record = Record(
        kpi="2a.k1", date=date(2025, 3, 4), by="NO", result="met", value="14.2", unit="%"
    )
    text = records.text_of(record)
    assert text == ('kpi: 2a.k1\ndate: 2025-03-04\nby: "NO"\nresult: met\nvalue: 14.2\nunit: "%"\n')
    assert [other["by"] for other in read_by_others(text)] == ["NO"] * 3


@each_row(
    ("text", "bracketed", "written"),
    [
        ("Spring 2026", False, "Spring 2026"),
        ("Spring 2026", True, "Spring 2026"),
        ("January, April and July 2025", False, "January, April and July 2025"),
        ("January, April and July 2025", True, '"January, April and July 2025"'),
        ("2021", False, '"2021"'),
        ("2025-03", False, '"2025-03"'),
        ("JK's own", False, "JK's own"),
        ("a:b", False, "a:b"),
        ("a:b", True, '"a:b"'),
        ("½ termly", False, "½ termly"),
        ("“Spring”", False, '"“Spring”"'),
    ],
)
def test_plain_where_it_may_be(text: str, bracketed: bool, written: str) -> None:
    assert scalars.written(text, bracketed=bracketed) == written


# --- its name and its folder ---------------------------------------------------------------------


def test_its_name_and_folder() -> None:
    written = records.compose(CALENDAR, BASE)
    assert re.fullmatch(
        r"records/2024-25/spring/2025-03-04-2a\.2-JK-[0-9a-f]{6}\.yaml", written.path
    )
    digits = records.digits(written.data)
    assert written.path.endswith(f"-{digits}.yaml")
    assert records.digits(written.data.replace(b"\n", b"\r\n")) == digits
    assert records.compose(CALENDAR, replace(BASE, note="x")).path != written.path


# --- its time ------------------------------------------------------------------------------------


def keep(folder: Path, now: time, **more: Any) -> Record:
    record = replace(BASE, at=None, **more)
    return records.save(Folder(folder, "plan"), CALENDAR, record, now).record


def test_what_is_recorded_later_sorts_later(tmp_path: Path) -> None:
    times = [
        keep(tmp_path, time(14, 5, 9), note="first").at,
        keep(tmp_path, time(14, 5, 9, 250_000), note="the same second").at,
        keep(tmp_path, time(14, 5, 9, 100_000), note="a clock put back").at,
        keep(tmp_path, time(9, 0), note="entered at an earlier time of a later day").at,
        keep(tmp_path, time(15, 0), note="an hour later").at,
    ]
    assert times == [
        *("14:05:09", "14:05:09.250000", "14:05:09.250001", "14:05:09.250002", "15:00:00"),
    ]
    assert keep(tmp_path, time(9, 0), activity="2a.20").at == "09:00:00"
    assert keep(tmp_path, time(9, 0), date=date(2025, 3, 5)).at == "09:00:00"


@pytest.mark.parametrize("place", ["99", "::", "24:61", "9", '"9', "7:5:3.1.2"])
def test_a_broken_record_of_the_same_day_is_not_in_the_way(tmp_path: Path, place: str) -> None:
    keep(tmp_path, time(8))
    [first] = tmp_path.rglob("*.yaml")
    first.write_text(re.sub("at: .*", f"at: {place}", first.read_text()))
    assert keep(tmp_path, time(9)).at == "09:00:00"


def test_the_last_moment_of_a_day(tmp_path: Path) -> None:
    keep(tmp_path, time(23, 59, 59, 999_999))
    for number in range(3):
        result = keep(tmp_path, time(23, 59, 59, 999_999), note=f"more {number}").at
    assert result == "23:59:59.999999"


def test_the_same_words_in_the_same_moment_are_two_records(tmp_path: Path) -> None:
    first, second = keep(tmp_path, time(9)), keep(tmp_path, time(9))
    assert (first.at, second.at) == ("09:00:00", "09:00:00.000000")
    assert len(list(tmp_path.rglob("*.yaml"))) == 2


def test_a_question_inside_brackets_is_quoted():
    """Plain, the reader refuses it there: some parsers take the mark for the start of a key."""
    from sipctl.store.yaml.scalars import written

    assert written("JHo or JHy?", bracketed=True) == '"JHo or JHy?"'
    assert written("JHo or JHy?") == "JHo or JHy?"
