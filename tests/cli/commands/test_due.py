"""`sipctl due` as people and programs read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.small_plan import AIM_1, FILES, states

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def plan(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(FILES)


def test_due_by_lead_as_people_read_it(sipctl, plan):
    result = sipctl("due", "--as-of", "2025-04-05", cwd=plan)
    assert result.err == ""
    assert result.code == 0
    assert result.out == (
        "School Plan 2024–25 · Saturday 5 April 2025\n"
        "\n"
        "JK (HR director) · 2 activities overdue\n"
        "Id     What                                                       Milestone  Leads  "
        " Due          State             Status     Where\n"
        "1a.9   Look at policies (1 missed and 1 judged at risk in a row)             JK     "
        " 20 Dec 2024  15 weeks overdue  at risk    plan/aims/1-people.yaml:15\n"
        "1a.1   Choose HR software                                                    JK, SD "
        " 4 Apr 2025   1 day overdue     no record  plan/aims/1-people.yaml:7\n"
        "\n"
        "SD · 2 activities overdue\n"
        "1a.2   Map forums                                                 Launch     SD     "
        " 31 Jan 2025  9 weeks overdue   no record  plan/aims/1-people.yaml:8\n"
        "1a.1   Choose HR software                                                    JK, SD "
        " 4 Apr 2025   1 day overdue     no record  plan/aims/1-people.yaml:7\n"
        "\n"
        "Nobody leads · 1 activity overdue\n"
        "1a.10  Buy chairs [red] 椅子                                                 nobody  "
        "4 Apr 2025   1 day overdue     no record  plan/aims/1-people.yaml:16\n"
        "\n"
        "Judged at risk · 1 activity\n"
        "  1a.9  Look at policies (JK): at risk, said on 1 Feb 2025; 15 weeks overdue – Two "
        "left\n"
        "\n"
        "KPI readings not listed here: 2 overdue. Add --kpis to see them.\n"
        "In the whole plan: 1 activity without a lead and 1 activity without a date.\n"
        "The plan has 3 warnings; see them with: sipctl check\n"
    )


def test_the_last_day_is_not_overdue(sipctl, plan):
    result = sipctl("due", "--as-of", "2025-04-04", "--format", "json", "--lead", "JK", cwd=plan)
    assert states(result.out) == [("1a.9", None, "overdue", 105), ("1a.1", None, "due", 0)]
    result = sipctl("due", "--as-of", "2025-04-05", "--format", "json", "--lead", "JK", cwd=plan)
    assert states(result.out) == [("1a.9", None, "overdue", 106), ("1a.1", None, "overdue", 1)]


@each_row(
    ("asked", "expected"),
    [
        (["--lead", "jk"], {"1a.1", "1a.9"}),
        (["--lead", "JK", "--lead", "SD"], {"1a.1", "1a.2", "1a.9"}),
        (["--aim", "1", "--academy", "VALE"], {"1a.1", "1a.9", "1a.10"}),
        (["--academy", "HILL"], {"1a.1", "1a.2", "1a.9"}),
        (["--committee", "far"], set()),
        (["--committee", "pcg"], {"1a.1", "1a.2", "1a.9", "1a.10"}),
        (["--committee", "far", "--aim", "1"], set()),
        (["--within", "3w"], {"1a.1", "1a.2", "1a.9", "1a.10"}),
        (["--all"], {"1a.1", "1a.2", "1a.9", "1a.10", "2a.3"}),
        (["--area", "2a", "--all"], {"2a.3"}),
        (["--term", "summer-2025"], {"1a.2", "1a.9", "2a.3"}),
        (["--term", "Summer 2025", "--lead", "JK"], {"1a.9"}),
        (["--status", "at-risk,off-track"], {"1a.9"}),
        (["--status", "amber", "--lead", "SD"], set()),
        (["--status", "no record"], {"1a.1", "1a.2", "1a.10"}),
    ],
)
def test_filters(sipctl, plan, asked, expected):
    result = sipctl("due", "--as-of", "2025-04-05", "--format", "json", *asked, cwd=plan)
    assert {row[0] for row in states(result.out)} == expected


FAR_OFF = (
    "activity: 2a.3\ndate: 2025-03-20\nby: SD\nstatus: off-track\n"
    "note: Tenders came in a third too dear\n"
)


@pytest.fixture
def far_off(write, plan) -> Path:
    """A plan of which something that nobody need think of before July is off track."""
    return write({"records/2024-25/spring/2025-03-20-2a.3-SD.yaml": FAR_OFF}) and plan


def test_what_is_judged_at_risk_is_named_whatever_its_dates(sipctl, far_off):
    out = sipctl("due", "--as-of", "2025-04-05", cwd=far_off).out
    assert (
        "Judged at risk · 2 activities\n"
        "  2a.3  Let the hall (SD): off track, said on 20 Mar 2025; opens 1 Jul 2025"
        " – Tenders came in a third too dear\n"
        "  1a.9  Look at policies (JK): at risk, said on 1 Feb 2025; 15 weeks overdue – Two left\n"
    ) in out
    assert "2a.3" not in sipctl("due", "--as-of", "2025-04-05", "--lead", "JK", cwd=far_off).out
    quiet = sipctl("due", "--as-of", "2025-03-19", "--lead", "SD", cwd=far_off).out
    assert "Judged at risk" not in quiet


@pytest.mark.parametrize("asked", [[], ["--within", "1d"], ["--term", "autumn-2024"], ["--kpis"]])
def test_what_is_judged_at_risk_is_in_every_format(sipctl, far_off, asked):
    line = ("due", "--as-of", "2025-04-05", *asked)
    answer = json.loads(sipctl(*line, "--format", "json", cwd=far_off).out)
    assert [(row["id"], row["status"], row["reason"]) for row in answer["judged_at_risk"]] == [
        ("2a.3", "off-track", "Tenders came in a third too dear"),
        ("1a.9", "at-risk", "Two left"),
    ]
    for kind in ("csv", "markdown"):
        assert (
            "Tenders came in a third too dear" in sipctl(*line, "--format", kind, cwd=far_off).out
        )


def test_what_is_asked_for_by_its_status_is_shown_whatever_its_dates(sipctl, far_off):
    line = ("--as-of", "2025-04-05", "--status", "amber,red", "--format", "json")
    due, listed = (states(sipctl(name, *line, cwd=far_off).out) for name in ("due", "list"))
    assert due == [("1a.9", None, "overdue", 106), ("2a.3", None, "upcoming", 0)]
    assert sorted(due) == sorted(listed)


def test_a_status_that_is_none_proposes_one(sipctl, plan):
    result = sipctl("due", "--status", "at-rsk", cwd=plan)
    assert result.code == 2
    assert 'did you mean "at-risk"?' in result.err


def test_kpis_only_where_asked(sipctl, plan):
    result = sipctl("due", "--as-of", "2025-04-05", "--format", "json", "--kpis", cwd=plan)
    assert [row for row in states(result.out) if row[0] == "1a.k1"] == [
        ("1a.k1", "baseline", "overdue", 106),
        ("1a.k1", "monitoring", "overdue", 106),
    ]


def test_fail_on_overdue(sipctl, plan):
    assert sipctl("due", "--as-of", "2025-04-05", "--fail-on", "overdue", cwd=plan).code == 1
    assert sipctl("due", "--as-of", "2024-09-02", "--fail-on", "overdue", cwd=plan).code == 0


def test_markdown_keeps_what_people_typed_inside_its_line(sipctl, plan, write):
    write({"aims/1-people.yaml": AIM_1.replace("Choose HR software", '"a | b <b> `c` *d*"')})
    result = sipctl(
        "due", "--format", "markdown", "--as-of", "2025-04-05", "--lead", "JK", cwd=plan
    )
    assert r" a \| b \<b> \`c\` \*d\* – " in result.out


def test_markdown_has_a_heading_for_each_lead_and_no_needless_backslash(sipctl, plan, write):
    write({"aims/1-people.yaml": AIM_1.replace("Choose HR software", '"Choose (e.g. v1.2) [HR]"')})
    out = sipctl("due", "--format", "markdown", "--as-of", "2025-04-05", cwd=plan).out
    heads = [line for line in out.splitlines() if line.startswith("#")]
    assert heads[0].endswith("Saturday 5 April 2025")
    assert [head.split()[1] for head in heads[1:]][:2] == ["JK", "SD"]
    assert "Choose (e.g. v1.2) [HR]" in out
    assert "\\" not in out


def test_html_says_the_same_as_markdown_and_shows_what_was_typed_as_text(sipctl, plan, write):
    write({"aims/1-people.yaml": AIM_1.replace("Choose HR software", '"<b>1</b> & 2"')})
    line = ("due", "--as-of", "2025-04-05", "--lead", "JK", "--format")
    html = sipctl(*line, "html", cwd=plan).out
    markdown = sipctl(*line, "markdown", cwd=plan).out
    assert html.startswith("<!DOCTYPE html>")
    assert "&lt;b&gt;1&lt;/b&gt; &amp; 2" in html
    rows = [row for row in markdown.splitlines() if row.startswith("- 1")]
    assert html.count('<th scope="row"') == len(rows)
