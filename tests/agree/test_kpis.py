"""The KPIs of packs, row by row: readings, results and dates are those of `kpis` and `list`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.asked import BIG, Row, asked, folders, short
from support.pack_page import Page, ids

from sipctl.views.text.english import duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.asked import Asked

__all__ = ["asked", "folders"]

PACKS = ("board-paper", "lgb-pack", "trustees-pack", "lead-sheet", "whole-plan")
RESULTS = {"met": "met", "partly met": "partly-met", "not met": "not-met"}
MOVES = {
    "moving towards what is wanted": "towards",
    "moving away from what is wanted": "away",
    "unchanged": "unchanged",
}
IS_READING = re.compile(r"\d+ [A-Z][a-z]{2} \d{4}: ")


class PackReading(NamedTuple):
    """A reading as a pack prints it: its day, its words, and what is said of it."""

    on: str
    words: tuple[str, ...]
    academy: str | None
    result: str | None
    direction: str | None


def readings_in(cell: str) -> Iterator[PackReading]:
    """The readings of a cell: `1 Mar 2025: 84 %, WPSA, ■ not met, moving towards …; …`."""
    for text in cell.split("; ") if IS_READING.match(cell) else ():
        on, _, rest = text.partition(": ")
        words = rest.split(", ")
        academy = next((part for part in words if re.fullmatch("W[A-Z]{3}", part)), None)
        results = [RESULTS[part.lstrip("✓◐■ ")] for part in words if part.lstrip("✓◐■ ") in RESULTS]
        moves = next((MOVES[part] for part in words if part in MOVES), None)
        own = tuple(part for part in words if part != academy and part not in MOVES)
        shown = tuple(part for part in own if part[0] not in "✓◐■")
        yield PackReading(on, shown, academy, results[0] if results else None, moves)


def shown_words(reading: Row) -> tuple[str, ...]:
    """A reading of the JSON as packs write it: `84 %`, `partly met`."""
    value = " ".join(part for part in (reading["value"], reading["unit"]) if part)
    return tuple(part for part in (value, word_of(reading["result"])) if part)


def word_of(result: str | None) -> str:
    return (result or "").replace("-", " ")


def kpis_of(view: Asked) -> dict[tuple[str, str | None], Row]:
    return {(row["id"], row["academy"]): row for row in view.json("kpis")["rows"]}


def kpi_cells(pack: str) -> Iterator[tuple[str, list[str]]]:
    """The cells of each line of a pack that is about one KPI, with its id."""
    for line in pack.split("\n"):
        named = re.match(r"(?:- |\| )\*\*([\w.]+\.k\d+)\*\* ", line)
        if named and line.startswith("- "):
            yield named[1], [line.partition(": ")[2] if line.count(": ") else ""]
        elif named:
            yield named[1], line.strip("| ").split(" | ")[1:]


def earlier(view: Asked) -> Asked:
    """The pack of the first term, written on the same day: newer readings are there already."""
    return replace(view, term="autumn-2024")


@pytest.mark.parametrize("template", PACKS)
def test_every_reading_of_a_pack_is_one_of_kpis(asked: Asked, template: str) -> None:
    """With what stood when it was taken: a newer reading says nothing of an older one."""
    for view in (asked, earlier(asked)):
        items = [
            (name, reading)
            for name, cells in kpi_cells(view.pack(template))
            for cell in cells
            for reading in readings_in(cell)
        ]
        assert items or template not in ("trustees-pack", "whole-plan")
        rows = kpis_of(view)
        for name, reading in items:
            known = {(short(own["date"]), shown_words(own)): own
                     for own in rows[name, reading.academy]["readings"]}  # fmt: skip
            own = known[reading.on, reading.words]
            row = kpis_of(replace(view, day=own["date"]))[name, reading.academy]
            if reading.result:
                assert reading.result == row["judgement"], (name, reading)
            if reading.direction:
                assert reading.direction == row["direction"], (name, reading)


def is_off(row: Row) -> bool:
    """Not met, met in part, or moving away from what is wanted."""
    unmet = row["judgement"] not in (None, "met")
    return not row["retired"] and (unmet or row["direction"] == "away")


def target_words(target: str | Row | None) -> str | None:
    """A target as packs write it: `90 %, from 80`."""
    if isinstance(target, str) or target is None:
        return target
    goal = " ".join(part for part in (target["value"], target.get("unit")) if part)
    goal += f" by {target['by']}" if target.get("by") else ""
    return goal + (f", from {target['from']}" if target.get("from") else "")


@pytest.mark.parametrize("template", ["board-paper", "lgb-pack", "trustees-pack"])
def test_the_paper_has_what_kpis_say_is_off(asked: Asked, template: str) -> None:
    """Each line, with its target, its newest reading, whether it is met and which way it goes."""
    page = Page(asked.pack(template))
    off = [row for row in asked.json("kpis")["rows"] if is_off(row)]
    printed = page.table("Not met, met in part, or moving away")
    aimed = any(row["target"] for row in off)
    expected = []
    for row in off:
        where = f", {row['academy']}" if row["academy"] else ""
        newest = row["readings"][-1]
        value = " ".join(part for part in (newest["value"], newest["unit"]) if part)
        moves = [words for words, way in MOVES.items() if way == row["direction"]]
        expected.append(
            [
                f"**{row['id']}** {row['measure']}{where}",
                *([target_words(row["target"]) or "none given"] if aimed else []),
                ", ".join(part for part in (value, short(newest["date"])) if part),
                ", ".join(part for part in (word_of(row["judgement"]), *moves) if part),
            ]
        )
    assert printed == expected or (asked.which == BIG and not printed), "there may be no room"
    for way in ("towards", "away"):
        count = sum(
            row["direction"] == way for row in kpis_of(asked).values() if not row["retired"]
        )
        stated = re.search(rf"(\d+) moved {way}", page.text)
        assert (int(stated[1]) if stated else 0) == count, way


@pytest.mark.parametrize("template", ["trustees-pack", "whole-plan"])
def test_all_kpis_stand_in_packs_as_in_kpis_and_list(asked: Asked, template: str) -> None:
    """The newest reading of each academy, how it stands to its dates, and what nobody has read."""
    page = Page(asked.pack(template))
    rows = kpis_of(asked)
    listed = [row for row in asked.rows() if row["kind"] == "kpi"]
    table = page.all_tables("Every KPI that has been read")
    read = {name for (name, _), row in rows.items() if row["readings"]}
    assert ids(table) == read
    unread = re.findall(r"KPIs? ha(?:s|ve) no reading so far: (.*)\.\n", page.text)
    assert {name for names in unread for name in names.split(", ")} == {
        name for name, _ in rows
    } - read
    for cells in table:
        name = ids([cells]).pop()
        printed = {(item.academy, item.on, item.words) for item in readings_in(cells[2])}
        assert printed == {
            (academy, short(row["readings"][-1]["date"]), shown_words(row["readings"][-1]))
            for (known, academy), row in rows.items()
            if known == name and row["readings"]
        }
        dates = [standing_words(row, asked) for row in listed if row["id"] == name]
        assert len(cells) < 4 or cells[3] == ("; ".join(dates) or "no date"), cells


def standing_words(row: Row, view: Asked) -> str:
    """How a row of `list` stands to its date, as packs say it: `monitoring: done (4 Apr 2025)`."""
    unjudged = row["missed"] - row["missed_judged_at_risk"]
    days_left = (
        (date.fromisoformat(row["due"]) - date.fromisoformat(view.day)).days if row["due"] else 0
    )
    words = {
        "overdue": f"{duration(row['days_overdue'])} overdue"
        + (f", missed {unjudged} times" if unjudged > 1 else ""),
        "due": f"open now, due in {duration(days_left)}" if days_left else "due today",
        "upcoming": f"opens {short(row['opens'])}" if row["opens"] else "upcoming",
        "settled": "done",
        "withdrawn": "retired",
    }.get(row["state"], row["state"].replace("-", " "))
    due = row["missed_since"] or row["due"]
    label = f"{row['milestone']}: " if row["milestone"] else ""
    still = "due " if row["state"] == "upcoming" else ""
    return f"{label}{words}" + (f" ({still}{short(due)})" if due else "")


@pytest.mark.parametrize("template", ["lgb-pack", "trustees-pack"])
def test_kpis_are_read_when_list_says(asked: Asked, template: str) -> None:
    """Each date on which a reading is due next term, and how many there are."""
    pack = asked.pack(template)
    listed = [row for row in asked.rows() if row["kind"] == "kpi"]
    coming = re.findall(r"^- (\d+ \w{3} \d{4}): ([\w.]+\.k\d.*)$", pack, re.MULTILINE)
    stated = re.findall(r"(\d+) KPI readings? (?:is|are) due", pack)
    assert bool(coming) == bool(stated)
    number = 0
    for day, names in coming:
        for item in names.split("; "):
            named = re.fullmatch(r"([\w.]+)(?: \((.*)\))?(?:, first of (\d+))?", item)
            assert named, item
            name, label, times = named.groups()
            number += int(times or 1)
            [row] = [
                row
                for row in listed
                if (row["id"], row["milestone"]) == (name, label or "monitoring")
            ]
            pending = [own for own in row["occurrences"] if not own["settled_on"]]
            assert day in {short(own["due"]) for own in pending}, item
    assert number == sum(map(int, stated))


@pytest.mark.parametrize("template", ["lgb-pack", "trustees-pack", "lead-sheet"])
def test_a_kpi_that_nobody_has_read_is_as_late_as_in_kpis(asked: Asked, template: str) -> None:
    """Since the first of its dates that was missed, in whichever term that was."""
    since = {row["id"]: row["overdue_since"] for row in asked.json("kpis")["rows"]}
    today = date.fromisoformat(asked.day)
    lines = asked.pack(template).split("\n")
    unread = [
        late.groups()
        for late in (
            re.match(r"- \*\*(.*\.k\d+)\*\* .*?, (\d+ \w+) overdue", line) for line in lines
        )
        if late
    ]
    assert unread
    for name, late in unread:
        assert late == duration((today - date.fromisoformat(since[name])).days), name


def test_list_judges_a_kpi_as_kpis_does(asked: Asked) -> None:
    """The result of the whole, or the worst of those of its academies, and whose it is."""
    order = ["not-met", "partly-met", "met"]
    for row in asked.rows():
        if row["kind"] != "kpi" or row["state"] == "withdrawn":
            continue
        lines = {
            academy: own for (name, academy), own in kpis_of(asked).items() if name == row["id"]
        }
        results = [own["judgement"] for own in lines.values() if own["judgement"]]
        worst = min(results, key=order.index, default=None)
        assert row["status"] == (worst or "not-started"), row["id"]
        own = {academy for academy, line in lines.items() if line["judgement"] == worst}
        assert set(row["status_of"]) == (own - {None} if worst else set()), row["id"]
        days = {line["judged_on"] for line in lines.values() if line["judgement"] == worst}
        assert row["recorded_on"] in days | {None}, row["id"]


def test_a_kpi_is_overdue_in_list_since_the_day_that_kpis_names(asked: Asked) -> None:
    since: dict[str, set[str]] = {}
    for row in asked.rows():
        if row["kind"] == "kpi" and row["state"] == "overdue":
            since.setdefault(row["id"], set()).add(row["missed_since"])
    late: dict[str, set[str]] = {}
    for (name, _), line in kpis_of(asked).items():
        if line["overdue_since"]:
            late.setdefault(name, set()).add(line["overdue_since"])
    assert since
    assert {name: min(days) for name, days in since.items()} == {
        name: min(days) for name, days in late.items()
    }


@pytest.mark.parametrize("template", ["board-paper", "lgb-pack"])
def test_what_to_look_at_first_is_off(asked: Asked, template: str) -> None:
    """A KPI to look at first is one that can still be read, and off where it says."""
    for view in (asked, earlier(asked)):
        off = {key: row for key, row in kpis_of(view).items() if is_off(row)}
        for name, words in re.findall(
            r"- \*\*(.*\.k\d+)\*\* .*: \*\*(.*)\*\*", view.pack(template)
        ):
            for part in words.split("; "):
                reason, _, where = part.partition(" at ")
                academies = where.replace(" and ", ", ").split(", ") if where else [None]
                for academy in academies:
                    row = off[name, academy]
                    assert reason in (word_of(row["judgement"]), moves_words(row)), part


def moves_words(row: Row) -> str:
    return next((words for words, way in MOVES.items() if way == row["direction"]), "")
