"""Answers as people write them: read, or said to be in doubt; never guessed."""

from __future__ import annotations

from support.each_row import each_row

from sipctl.returns.taking.cells.answers import (
    Figure,
    Unclear,
    clean_text,
    read_evidence,
    read_figure,
    read_result,
    read_status,
)

COLOURS = {"at-risk": "amber"}

STATUSES = {
    "on-track": "On track|on-track|ON TRACK|ontrack|green|G|g.|Green (on track)|G - on track|🟢|🟢 On track|"
    "● on track|'on track'|On track!|on_track|ＯＮ track|On\xa0track|On schedule|Green/on track|green: on target",
    "at-risk": "At risk|amber|A|🟠|Amber – at risk|at\u200b-risk",
    "off-track": "red|R|off track|🔴 Red",
    "complete": "done|Done.|Completed|finished|blue|B|✓ Complete|achieved|complete: done",
    "not-started": "not started|Not yet started|not-started",
    "paused": "on hold|paused|purple",
}


@each_row(
    ("text", "status"),
    [(text, name) for name, texts in STATUSES.items() for text in texts.split("|")],
)
def test_a_status_is_read(text: str, status: str) -> None:
    assert read_status(text, COLOURS) == status


@each_row(
    "text",
    [
        "nearly there",
        "almost done",
        "not on track",
        "not done",
        "on track?",
        "Green but at risk",
        "amber to green",
        "late",
        "closed",
        "grey",
        "yes",
        "✓",
        "x",
        "98%",
        "14 March 2025",
        "fertig",
        "on track, off track",
        "not complete",
        "complete by May",
        "G/A",
        "in progress",
        "ongoing",
    ],
)
def test_a_status_in_doubt_is_asked_about(text: str) -> None:
    reading = read_status(text, COLOURS)
    assert isinstance(reading, Unclear)
    assert text.split()[0] in reading.message and reading.help


def test_what_a_doubtful_status_may_mean_is_said() -> None:
    assert read_status("G / A", COLOURS) == Unclear(
        '"G / A" may mean on-track or at-risk',
        "type the one that is meant",
        ("on-track", "at-risk"),
    )


@each_row(
    ("text", "result"),
    [
        (text, name)
        for name, texts in {
            "met": "Yes|y|met|MET|✓|true|achieved|green|Yes - met|yes, met",
            "partly-met": "partly|Partly met|partially|amber|in part",
            "not-met": "No|n|not met|missed|✗|red|no (not met)",
        }.items()
        for text in texts.split("|")
    ],
)
def test_a_result_is_read(text: str, result: str) -> None:
    assert read_result(text, {}) == result


@each_row("text", ["nearly", "not yet", "x", "yes and no", "98%", "maybe", "Yes / No", "on track"])
def test_a_result_in_doubt_is_asked_about(text: str) -> None:
    assert isinstance(read_result(text, {}), Unclear)


@each_row(
    ("text", "value", "unit"),
    [
        ("98%", "98", "%"),
        ("98 %", "98", "%"),
        ("98 per cent", "98", "%"),
        ("98", "98", None),
        ("98.", "98", None),
        ("14.2 days", "14.2", "days"),
        ("14,2", "14.2", None),
        ("-3", "-3", None),
        ("−3", "-3", None),
        ("+3", "3", None),
        ("1,234", "1234", None),
        ("1,234.5", "1234.5", None),
        ("1.234,5", "1234.5", None),
        ("1 234", "1234", None),
        ("£5,000", "5000", "£"),
        ("９８％", "98", "%"),
        ("98\xa0%", "98", "%"),
        ("0.50", "0.50", None),
        ("12'345", "12345", None),
    ],
)
def test_a_figure_is_read(text: str, value: str, unit: str | None) -> None:
    assert read_figure(text) == Figure(value, unit)


@each_row(
    "text",
    [
        "about 95",
        "95-97",
        "95 to 97",
        "95 or 96",
        "14/15",
        "14 out of 15",
        "95+",
        "<5",
        "~95",
        "n/a",
        "tbc",
        "3 April 2025",
        "1e3",
        "1.2.3",
        "1,23,4",
        "5k",
        "ninety",
        "=B2*100",
        "#REF!",
        "#N/A",
        "95ish",
        "95 and 96",
        "1234567890123456",
        "½",
        "0:30",
        "98% (96% last year)",
        "2.5 million",
        "98,",
        "95 95",
    ],
)
def test_what_is_no_single_number_is_said(text: str) -> None:
    assert isinstance(read_figure(text), Unclear), read_figure(text)


def test_a_figure_has_the_unit_that_the_plan_counts() -> None:
    assert read_figure("98", "%") == Figure("98", "%")
    assert read_figure("14", "days") == read_figure("14 day", "days") == Figure("14", "days")
    assert isinstance(read_figure("2 weeks", "days"), Unclear)
    assert isinstance(read_figure("0.98", "%"), Unclear)
    assert read_figure("0.5%", "%") == Figure("0.5", "%")


def test_evidence_is_a_list() -> None:
    text = "• Minutes of 3 March\nhttps://a.example/x;y https://b.example\n- \nn/a\nA note; B note"
    assert read_evidence(text) == (
        "Minutes of 3 March",
        "https://a.example/x;y",
        "https://b.example",
        "A note",
        "B note",
    )


def test_text_keeps_its_lines_and_loses_what_nobody_sees() -> None:
    assert (
        clean_text("\ufeff One\r\nTwo\x0bThree \u200b\x07\n\n\n\nFour\u2028")
        == "One\nTwo\nThree\n\nFour"
    )
    assert [clean_text(text) for text in ("-", " – ", "...", "", "\xa0", "?")] == [
        "",
        "",
        "",
        "",
        "",
        "?",
    ]
