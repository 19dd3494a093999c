"""The timeline: what is drawn and where, at every width, off a terminal, and as a picture."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from support import terminal
from support.call_count import work
from support.drawings import (
    DAY,
    EVERYTHING,
    FILES,
    OVERLAPPING,
    SIX_TERMS,
    TWO_TERMS,
    opened,
)
from support.each_row import each_row

from sipctl.plan.faults import Refusal
from sipctl.plan.queries.timeline import Bar, Chart, chart, span_of
from sipctl.views import svg
from sipctl.views.text.screen import Screen
from sipctl.views.timeline import svg as timeline_svg
from sipctl.views.timeline import text as timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Snapshot

PIPED = Screen()
WIDTHS = (80, 120, 200)


def drawn(as_of: date = DAY, files: dict[str, str] = FILES, **more: Any) -> Chart:
    plan, frame = opened(files, **{k: v for k, v in more.items() if k == "calendar"})
    stretch = span_of(frame, more.get("from_"), more.get("to"))
    options = {k: v for k, v in more.items() if k in ("kpis", "withdrawn")}
    return chart(plan, frame, as_of, more.get("asked", EVERYTHING), stretch, **options)


def bar(of: Chart, name: str, milestone: str | None = None) -> Bar:
    items = [
        the_bar
        for the_bar in of.bars
        if (the_bar.row.id, the_bar.row.milestone) == (name, milestone)
    ]
    assert len(items) == 1
    return items[0]


def looks(of: Bar) -> str:
    return " ".join(mark.look for mark in of.marks)


# --- what it is made of --------------------------------------------------------------------------


@each_row(
    ("name", "milestone", "kind", "rows"),
    [
        ("1a.1", None, "date", "settled"),
        ("1a.2", None, "date", "open"),
        ("1a.3", "launch", "milestone", "settled"),
        ("1a.3", "develop further", "milestone", "open coming"),
        ("1a.5", None, "series", "missed settled coming coming coming coming"),
        ("1a.6", None, "series", "overdue open" + 8 * " coming"),
        ("2a.2", None, "date", "overdue"),
        ("2a.4", None, "date", "paused"),
    ],
)
def test_each_occurrence_looks_like_what_became_of_it(
    name: str, milestone: str | None, kind: str, rows: str
) -> None:
    result = bar(drawn(), name, milestone)
    assert (result.kind, looks(result)) == (kind, rows)


def test_a_moved_date_keeps_a_ghost_where_it_first_stood() -> None:
    result = bar(drawn(), "1a.4")
    assert (result.ghost, result.marks[0].due) == (date(2024, 12, 20), date(2025, 12, 19))
    before = bar(drawn(date(2025, 1, 19)), "1a.4")
    assert (before.ghost, before.marks[0].due) == (None, date(2024, 12, 20))


def alone(*activities: str) -> dict[str, str]:
    """A plan of these activities and no records."""
    listed = "".join(f"      - {{{activity}}}\n" for activity in activities)
    head = "id: 1\ntitle: A\nareas:\n  - id: 1a\n    title: A\n    activities:\n"
    files = {path: text for path, text in FILES.items() if path[0] not in "ar"}
    return files | {"aims/1.yaml": head + listed}


@each_row(
    ("when", "last"),
    [
        ("Spring 2025", "2025-04-04"),
        ("January 2025 and July 2025", "2025-07-31"),
        ("half-termly from Spring 2025", "2025-02-14"),
    ],
)
def test_a_slip_ends_where_slippage_is_counted_to(when: str, last: str) -> None:
    slipped = "moved: [{from: November 2024, date: 2025-01-10, agreed: CEO}]"
    result = bar(drawn(files=alone(f"id: 1a.1, title: A, when: {when}, {slipped}")), "1a.1")
    assert result.slip == (date(2024, 11, 30), date.fromisoformat(last))
    assert (result.slip[1] - result.slip[0]).days == result.row.slipped_days


@each_row(
    ("from_", "to", "kinds", "rows", "lead_in", "slip"),
    [
        ("autumn-2024", "autumn-2024", "date series", "overdue settled missed", 1, 1),
        ("summer-2026", "summer-2026", "series date", "coming", 0, 0),
        ("spring-2026", None, "series date", "coming paused", 0, 0),
    ],
)
def test_what_is_seen_is_what_lies_between_the_days(
    from_: str, to: str | None, kinds: str, rows: str, lead_in: int, slip: int
) -> None:
    of = drawn(from_=from_, to=to)
    seen = of.seen(of.first, of.last)
    assert (seen.kinds, seen.looks) == (set(kinds.split()), set(rows.split()))
    assert (seen.lead_in, seen.slip) == (lead_in, slip)


def test_work_that_begins_before_its_window_says_so() -> None:
    assert bar(drawn(), "1a.3", "launch").begins == date(2024, 9, 2)
    assert bar(drawn(), "1a.2").begins is None


def test_what_has_no_date_is_named_and_what_lies_outside_is_counted() -> None:
    whole = drawn()
    assert (whole.undated, whole.outside) == (("2a.6",), 0)
    part = drawn(from_="Spring 2026")
    assert (part.undated, part.outside) == (("2a.6",), 8)
    assert {the_bar.row.id for the_bar in part.bars} == {"1a.5", "1a.6", "2a.3", "2a.4"}


def test_withdrawn_work_and_kpis_are_drawn_where_they_are_asked_for() -> None:
    assert "2a.5" not in {the_bar.row.id for the_bar in drawn().bars}
    assert looks(bar(drawn(withdrawn=True), "2a.5")) == "paused"
    assert looks(bar(drawn(kpis=True), "1a.k1", "baseline")) == "settled"


@each_row(
    ("from_", "to", "first", "last"),
    [
        (None, None, "2024-09-01", "2026-08-31"),
        ("2025-01-06", "2025-04-04", "2025-01-06", "2025-04-04"),
        ("spring-2025", "summer-2025-1", "2025-01-06", "2025-05-23"),
        ("Easter 2025", "by Easter 2026", "2025-04-05", "2026-03-27"),
        ("2024/25", "2024/25", "2024-09-01", "2025-08-31"),
        (None, "2023-05-09", "2022-05-01", "2023-05-09"),
        ("2030", None, "2030-01-01", "2030-01-01"),
    ],
)
def test_dates_keys_and_phrases_say_from_when_to_when(
    from_: str | None, to: str | None, first: str, last: str
) -> None:
    days = span_of(opened()[1], from_, to)
    assert days == (date.fromisoformat(first), date.fromisoformat(last))


@each_row(
    ("from_", "to", "expected"),
    [
        ("Sumer 2025", None, '--from "Sumer 2025"'),
        ("termly", None, '--from "termly" is not one time'),
        (None, "ad hoc", '--to "ad hoc" is not one time'),
        ("2025-04-04", "2025-04-03", "comes after"),
        ("1900", None, "more than one picture can hold"),
    ],
)
def test_what_is_no_time_is_refused(from_: str | None, to: str | None, expected: str) -> None:
    with pytest.raises(Refusal, match=re.escape(expected)) as refused:
        span_of(opened()[1], from_, to)
    assert refused.value.help


# --- in a terminal -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_in_a_terminal(width: int, snapshot: Snapshot) -> None:
    snapshot(f"timeline-{width}.txt", timeline.render(drawn(kpis=True), Screen(width)))


def test_in_colour(snapshot: Snapshot) -> None:
    text = timeline.render(drawn(), Screen(80, "256"))
    snapshot("timeline-80-colour.txt", text)
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == timeline.render(drawn(), Screen(80))


def test_piped_it_is_neither_cut_nor_coloured(snapshot: Snapshot) -> None:
    text = timeline.render(drawn(), PIPED)
    snapshot("timeline-piped.txt", text)
    assert "\x1b" not in text
    assert "…" not in text


def test_where_only_ascii_is_shown(snapshot: Snapshot) -> None:
    plan = {path: text for path, text in FILES.items() if "sites" not in path and "/d" not in path}
    plan = {path: text for path, text in plan.items() if "2a" not in text}
    plan["plan.yaml"] = plan["plan.yaml"].replace("–", "-")
    text = timeline.render(drawn(files=plan, kpis=True), Screen(80), plain=True)
    snapshot("timeline-80-ascii.txt", text)
    assert text.isascii()


@each_row("width", [40, 41, 57, *WIDTHS])
@each_row("calendar", [None, TWO_TERMS, SIX_TERMS, OVERLAPPING])
@each_row("stretch", [(None, None), ("2024-10", "2025-05"), ("2010", "2034")])
def test_no_line_is_wider_than_the_screen(
    width: int, calendar: str | None, stretch: tuple[str | None, str | None]
) -> None:
    more = {"calendar": calendar} if calendar else {}
    files = {path: text for path, text in FILES.items() if not (calendar and "aims" in path)}
    if calendar:
        files["aims/1.yaml"] = (
            "{id: 1, title: A, areas: [{id: 1a, title: A, activities: ["
            "{id: 1a.1, title: 日本語の長い題名がここにあります, when: May 2025, leads: [AB]}]}]}"
        )
        files = {path: text for path, text in files.items() if "records" not in path}
    of = drawn(files=files, from_=stretch[0], to=stretch[1], kpis=True, **more)
    lines = timeline.render(of, Screen(width, "truecolor")).split("\n")
    bare = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    assert max(map(cell_len, bare)) <= width, max(bare, key=cell_len)


@each_row("width", [40, 60, 80])
def test_what_has_no_date_is_named_on_as_many_lines_as_it_takes(width: int) -> None:
    ids = [f"1a.{n}" for n in range(1, 31)]
    files = alone("id: 1a.40, title: B, when: May 2025", *(f"id: {name}, title: A" for name in ids))
    text = " ".join(timeline.render(drawn(files=files), Screen(width)).split())
    assert f"30 things have no date to draw: {', '.join(ids)}." in text


@each_row(
    ("label", "expected"),
    [
        ("launch", "Launch: Re-engineer…"),
        ("key processes live", "Key proce…: Re-engi…"),
        ("", "Re-engineer People…"),
    ],
)
def test_a_milestone_leaves_room_for_its_activity(label: str, expected: str) -> None:
    when = f"{{{label}: May 2025}}" if label else "May 2025"
    files = alone(f"id: 1a.1, title: Re-engineer People processes, when: {when}")
    (item,) = drawn(files=files).bars
    assert timeline._name(item, 20, "…").rstrip() == expected


def test_wide_letters_leave_the_columns_where_they_are() -> None:
    lines = timeline.render(drawn(), Screen(120)).split("\n")
    ruled = [line for line in lines if line[:2] in ("1a", "2a") and "│" in line]
    assert len(ruled) > 4
    assert len({cell_len(line[: line.index("│")]) for line in ruled}) == 1


def test_nothing_to_draw_is_said() -> None:
    assert "Nothing that was asked for" in timeline.render(drawn(from_="1999", to="1999"), PIPED)


# --- as a picture --------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


def picture(**more: Any) -> ET.Element:
    return ET.fromstring(timeline_svg.render_svg(drawn(**more)))


def test_the_picture_is_svg_with_a_title_a_description_and_a_role() -> None:
    root = picture()
    ids = root.attrib["aria-labelledby"].split()
    assert (root.tag, root.attrib["role"]) == (f"{SVG}svg", "img")
    assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert [root[0].attrib["id"], root[1].attrib["id"]] == ids
    assert root[0].text == "Improvement Plan 2024–26"
    assert "as it stood on Monday 31 March 2025" in (root[1].text or "")
    assert "overdue" in (root[1].text or "")
    assert "width" not in root.attrib


def test_titles_are_text_and_nothing_else() -> None:
    text = timeline_svg.render_svg(drawn())
    assert '&lt;now&gt; &amp; "soon"' in text
    words = "".join(picture().itertext())
    assert "改善計画" in words
    assert "שיפור בית הספר" in words


def test_every_word_lies_within_the_picture() -> None:
    root = picture(kpis=True)
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    for element in root.iter(f"{SVG}text"):
        assert 0 <= float(element.attrib["x"]) < width
        assert 0 < float(element.attrib["y"]) < height
    for element in root.iter(f"{SVG}circle"):
        assert 0 < float(element.attrib["cx"]) < width


def test_shapes_tell_kinds_apart_and_the_key_names_them() -> None:
    words = [element.text for element in picture().iter(f"{SVG}text")]
    for named in ("a milestone", "comes back", "overdue", "open now", "first due", "work begins"):
        assert named in words
    assert "2024/25" in words
    assert words.count("Spring") == 2


@each_row(("from_", "to"), [("summer-2026", None), ("summer-2025", "summer-2025")])
def test_both_pictures_have_the_same_key_and_foot(from_: str, to: str | None) -> None:
    of = drawn(from_=from_, to=to)
    words = [element.text for element in picture(from_=from_, to=to).iter(f"{SVG}text")]
    text = timeline.render(of, PIPED)
    for named in (
        *timeline.KINDS.values(),
        *timeline.LOOK_WORDS.values(),
        "work begins",
        "first due",
    ):
        assert (named in words) == (f" {named}   " in text or f" {named}\n" in text), named
    assert {item.strip() for item in timeline.foot(of)} <= set(words)
    assert all(item in text for item in timeline.foot(of))
    assert len(timeline.foot(of)) == 4  # what is judged at risk, what is outside, what is undated


def test_a_series_reaches_to_the_edges_of_both_pictures() -> None:
    of = drawn(from_="summer-2025", to="autumn-2025")
    line = next(line for line in timeline.render(of, PIPED).split("\n") if line.startswith("1a.5"))
    assert re.search(r"  ·+○·+○›", line), line
    root = picture(from_="summer-2025", to="autumn-2025")
    dotted = [
        element for element in root.iter(f"{SVG}line") if element.get("stroke-dasharray") == "1 4"
    ]
    ends = {(float(name.attrib["x1"]), float(name.attrib["x2"])) for name in dotted}
    assert (540.0, 1260.0) in ends


def test_in_the_dark_it_has_colours_of_its_own() -> None:
    text = timeline_svg.render_svg(drawn())
    assert "prefers-color-scheme: dark" in text
    used = set(re.findall(r'class="([^"]+)"', text)) - {"sip"}
    names = {name for item in used for name in item.split()}
    assert all(f".sip .{name} {{" in text for name in names)


def test_the_same_plan_gives_the_same_bytes(snapshot: Snapshot) -> None:
    snapshot("timeline.svg", timeline_svg.render_svg(drawn(kpis=True)))


def test_characters_that_xml_forbids_do_not_reach_it() -> None:
    ET.fromstring(f"<a>{svg.safe('<&>' + chr(0xFFFE) + chr(0xFFFF) + chr(7) + chr(0x202E))}</a>")


# --- asked on the command line -------------------------------------------------------------------


def test_timeline_answers(write: Callable[..., Path], sipctl: Callable[..., Any]) -> None:
    here = write(FILES)
    asked = sipctl("timeline", "--as-of", "2025-03-31", cwd=here)
    assert (asked.code, asked.err) == (0, "")
    assert asked.out == timeline.render(drawn(), PIPED)
    result = sipctl("timeline", "--lead", "EF", "--from", "spring-2025", cwd=here)
    assert "1a.6" in result.out
    assert "1a.2" not in result.out


def test_a_dumb_terminal_gets_ascii_symbols(
    write: Callable[..., Path], sipctl: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = write(FILES)
    lines = [(*ask, "--as-of", "2025-03-31") for ask in ((), ("timeline",), ("leads",))]
    piped = [sipctl(*line, cwd=here).out for line in lines]
    for name, value in (("LC_ALL", "C"), ("TERM", "dumb"), ("COLUMNS", "50"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
        assert [sipctl(*line, cwd=here).out for line in lines] == piped, "the same bytes piped"
    monkeypatch.undo()
    assert "▼ today" in piped[1]
    assert "V today" in terminal.drawn([*lines[1]], here, TERM="dumb")


@pytest.mark.parametrize("ask", [(), ("timeline",), ("leads",), ("due",), ("list",)])
def test_no_terminal_is_wider_than_a_wall(write: Callable[..., Path], ask: tuple[str, ...]) -> None:
    wide = terminal.drawn([*ask, "--as-of", "2025-03-31"], write(FILES), COLUMNS="99999999999")
    assert "not enough memory" not in wide
    assert 40 < max(map(len, wide.split("\n"))) <= 500


def test_a_picture_goes_where_it_is_told(
    write: Callable[..., Path], sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    here = write(FILES)
    line = ("timeline", "--as-of", "2025-03-31", "--format", "svg")
    file = tmp_path / "plan.svg"
    assert sipctl(*line, "-o", str(file), cwd=here).out == f"Wrote {file}\n"
    assert file.read_bytes().decode() == sipctl(*line, cwd=here).out
    lost = sipctl(*line, "-o", str(tmp_path / "no" / "plan.svg"), cwd=here)
    assert (lost.code, "no such file" in lost.err) == (2, True)


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("svg", "<svg "), ("SVG", "<svg "), ("json", "{\n"), ("txt", "Improvement")],
)
def test_the_end_of_a_name_says_what_is_written(
    write: Callable[..., Path], sipctl: Callable[..., Any], ending: str, begins: str
) -> None:
    here = write(FILES)
    assert sipctl("timeline", "-o", f"plan.{ending}", cwd=here).code == 0
    assert (here / f"plan.{ending}").read_text().startswith(begins)


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (("timeline", "-o", "x.png"), '-o "x.png" does not say which format'),
        (("timeline", "-o", "x.svg", "--format", "json"), "do not agree"),
        (("export", "-o", "x.xlsx", "-f", "csv"), "end the name in .csv, or leave --format out"),
        (("report", "-o", "x.pdf", "--format", "md"), "end the name in .md, or"),
        (("report", "-o", "x"), "end it in .html, .htm, .pdf"),
        (("export",), "no format was named"),
    ],
)
def test_a_file_whose_name_means_no_format_or_another_is_refused(
    write: Callable[..., Path], sipctl: Callable[..., Any], argv: tuple[str, ...], expected: str
) -> None:
    here = write(FILES)
    refused = sipctl(*argv, cwd=here)
    assert (refused.code, refused.out) == (2, "")
    assert expected in refused.err
    assert [path.name for path in here.iterdir()] == ["plan"]


@pytest.mark.parametrize("form", ["svg", "json", "table"])
def test_a_picture_is_not_put_over_somebody_s_work(
    write: Callable[..., Path], sipctl: Callable[..., Any], form: str
) -> None:
    here = write(FILES)
    file = here / "plan" / "plan.yaml"
    was = file.read_bytes()
    line = ("timeline", "--as-of", "2025-03-31", "--format", form, "-o")
    refused = sipctl(*line, str(file), cwd=here)
    assert (refused.code, file.read_bytes()) == (2, was)
    assert "is there already, and is not " in refused.err
    own = str(here / "own")
    assert sipctl(*line, own, cwd=here).code == 0
    assert sipctl(*line, own, cwd=here).code == (2 if form == "table" else 0)
    assert sipctl(*line, own, "--force", cwd=here).code == 0


@pytest.mark.parametrize(
    ("form", "theirs"),
    [
        ("json", '{"as_of": "2025-01-01","mine":1}'),
        ("json", '{"version": 1, "as_of": "2025-01-01", "mine": 1}'),
        ("svg", '<?xml version="1.0"?>\n<svg\n   class="sip"\n   aria-labelledby="sip-1-title"/>'),
    ],
)
@pytest.mark.parametrize("command", ["timeline", "export"])
def test_what_only_looks_like_sipctl_s_is_somebody_s_work(
    write: Callable[..., Path], sipctl: Callable[..., Any], command: str, form: str, theirs: str
) -> None:
    here = write(FILES)
    file = here / f"m.{form}"
    file.write_text(theirs)
    form = "json" if command == "export" else form
    refused = sipctl(command, "--format", form, "-o", str(file), cwd=here)
    assert (refused.code, file.read_text()) == (2, theirs)
    assert "is there already, and is not " in refused.err


def test_as_data(write: Callable[..., Path], sipctl: Callable[..., Any]) -> None:
    asked = sipctl(
        *("timeline", "--as-of", "2025-03-31", "--format", "json", "--aim", "1"), cwd=write(FILES)
    )
    data = json.loads(asked.out)
    assert (data["version"], data["as_of"], data["from"]) == (1, "2025-03-31", "2024-09-01")
    assert data["columns"][0] == {
        "key": "autumn-2024-1",
        "title": "Autumn 2024, first half",
        "from": "2024-09-01",
        "to": "2024-11-03",
    }
    moved = next(the_bar for the_bar in data["bars"] if the_bar["id"] == "1a.4")
    assert (moved["first_due"], moved["slipped_days"]) == ("2024-12-20", 364)
    assert moved["marks"] == [{"opens": "2025-09-03", "due": "2025-12-19", "state": "coming"}]


def many(number: int) -> dict[str, str]:
    """A plan of so many activities, a third of them series."""
    whens = ("termly", "Spring 2025", "half-termly from Autumn 2024", "{a: May 2025, b: July 2025}")
    activities = "".join(
        f"      - {{id: 1a.{n}, title: Do this and that {n}, leads: [{'ABCDEF'[n % 3 * 2 :][:2]}],"
        f" when: {whens[n % 4]}}}\n"
        for n in range(1, number + 1)
    )
    head = "id: 1\ntitle: Everything\nareas:\n  - id: 1a\n    title: All\n    activities:\n"
    files = {path: text for path, text in FILES.items() if path[0] != "r" and path[0] != "a"}
    return files | {"aims/1.yaml": head + activities}


@pytest.mark.slow
def test_ten_times_the_activities_take_ten_times_as_long() -> None:
    spent = []
    for number in (50, 500):
        plan, frame = opened(many(number))
        stretch = span_of(frame, None, None)

        def picture(plan=plan, frame=frame, stretch=stretch) -> None:
            of = chart(plan, frame, DAY, EVERYTHING, stretch)
            timeline.render(of, Screen(80, "256"))
            timeline_svg.render_svg(of)

        spent.append(work(picture))
    assert spent[1] < 11 * spent[0]


def test_on_a_telephone_the_picture_is_words(sipctl: Callable[..., Any]) -> None:
    result = sipctl("timeline", "--format", "svg", "--as-of", "2025-04-05").out
    assert "@media (max-width: 640px)" in result
    narrow = result.split('<g class="sip-narrow" display="none">')[1]
    sizes = set(re.findall(r'font-size="(\d+)"', narrow))
    assert sizes == {"44"}  # of 1280, which is 13 of 390
    texts = " ".join(re.findall(r">([^<]+)</text>", narrow))
    assert "As it stood on Saturday 5 April 2025." in texts
    assert "2 People, learning and capacity: 19 lines: 9 overdue and 10 upcoming" in texts


def test_days_in_words_begin_and_end_a_chart() -> None:
    context, today = opened()[1], date(2025, 3, 12)
    assert span_of(context, "a week ago", "yesterday", today) == (
        date(2025, 3, 5),
        date(2025, 3, 11),
    )
    assert span_of(context, "last Friday", None, today)[0] == date(2025, 3, 7)
    with pytest.raises(Refusal, match="may mean"):
        span_of(context, "Friday", None, today)
