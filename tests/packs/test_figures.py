"""Every figure that stands twice in a pack, compared: one count, one unit."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.pack_page import Page, dates, ids
from support.packs import build, plan_folder, write

from sipctl.plan.model.statuses import STATUS_INFO
from sipctl.views.text.english import duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

QUICK = ("river", "spring-2025", date(2025, 4, 5))
"""What a quick run looks at too, in one test of all counts."""
CASES = [
    pytest.param(*case, marks=pytest.mark.slow)
    for case in (
        ("river", "autumn-2024", date(2024, 11, 1)),
        ("river", "spring-2025", date(2025, 2, 14)),
        ("river", "spring-2025", date(2025, 4, 5)),
        ("river", "spring-2025", date(2025, 9, 30)),
        ("river", "summer-2025", date(2025, 7, 22)),
        ("shipped", "autumn-2025", date(2025, 9, 30)),
        ("made-up", "spring-2025", date(2025, 4, 5)),
        ("made-up", "summer-2025", date(2025, 7, 1)),
        ("hundred", "spring-2025", date(2025, 4, 5)),
    )
]


@pytest.mark.parametrize(("which", "term", "day"), CASES)
def test_figures_that_stand_twice_agree(which: str, term: str, day: date) -> None:
    pack = build(which, term, day)
    page = Page(write(pack, "lgb-pack", "markdown").decode())
    aims = page.table("Activities of each aim")
    judged = {
        word: sum(int(match[1]) for row in aims if (match := re.search(rf"(\d+) {word}\b", row[1])))
        for word in ("off track", "at risk", "no record")
    }
    total = page.number("activities")
    assert total == sum(int(re.findall(r"of (\d+)", row[-1])[0]) for row in aims)
    assert page.number("activities have a date overdue|activity has a date overdue") == len(
        ids(page.table("Dates that had passed"))
    )
    at_risk = page.number("activities are off track|activity is off track") + page.number(
        "activities are at risk|activity is at risk"
    )
    assert at_risk == judged["off track"] + judged["at risk"]
    assert at_risk == len(page.table("judged off track or at risk by"))
    assert at_risk == page.caption_number("judged off track or at risk by")
    recorded = re.search(r"said how (\d+) of them", page.text)
    assert total - judged["no record"] == (int(recorded[1]) if recorded else 0) or (
        "said of every one" in page.text and not judged["no record"]
    )
    newly = [re.search(r"(\d+) newly at risk", row[2]) for row in aims]
    assert page.number("newly at risk or off track") == sum(
        int(fault[1]) for fault in newly if fault
    )


@pytest.mark.parametrize(("which", "term", "day"), CASES)
def test_dates_of_the_timeline_are_those_of_the_sentences_and_tables(
    which: str, term: str, day: date
) -> None:
    pack = build(which, term, day)
    page = Page(write(pack, "lgb-pack", "markdown").decode())
    terms = {
        row[0].strip("*"): list(map(int, row[1:])) for row in page.table("Dates of activities")
    }
    for due, *fates in terms.values():
        assert due == sum(fates)
    assert pack.next is not None
    falls = page.number(f"dates? f(?:alls?|ell) due in {pack.next.title}")
    assert falls == terms[pack.next.title][0]
    still = page.number("of them still to be met")
    coming = page.table(f"still to be met in {pack.next.title}")
    assert page.caption_number(f"still to be met in {pack.next.title}") == dates(coming)
    if falls and "none of them still to be met" not in page.text and day <= pack.next.until:
        assert dates(coming) == (still or falls)
    rest = page.table(f"still to come in {pack.term.title}")
    assert page.caption_number(f"still to come in {pack.term.title}") == dates(rest)
    if not pack.over:
        assert page.number("dates? (?:is|are) still to come this term") == dates(rest)


@pytest.mark.parametrize(("which", "term", "day"), CASES)
def test_what_was_finished_and_moved_is_counted_in_its_own_unit(
    which: str, term: str, day: date
) -> None:
    pack = build(which, term, day)
    page = Page(write(pack, "lgb-pack", "markdown").decode())
    finished = page.number("activit(?:y|ies)(?: and \\d+ single dates?)? (?:was|were) finished")
    single = page.number("single dates? (?:was|were) finished")
    assert finished + single == len(page.table("Recorded as finished"))
    moves = [(row[0]) for row in page.table("Decisions from")]
    assert page.number("dates? (?:was|were) moved") == len(set(moves))
    html = re.sub(r"<[^>]+>", " ", write(pack, "lgb-pack", "html").decode())
    html = re.sub(r"\s+", " ", html)
    for words, number in (
        (f"of {pack.whole.activities} activities with a date overdue", pack.whole.late),
        (f"of {pack.whole.activities} activities judged at risk", len(pack.whole.at_risk)),
        (f"{'date' if pack.whole.next_dates == 1 else 'dates'} due next term", falls_next(page)),
    ):
        assert f"{number} {words}" in html


def falls_next(page: Page) -> int:
    return page.number("dates? f(?:alls?|ell) due in")


@pytest.mark.parametrize(("which", "term", "day"), CASES)
def test_committees_and_leads_count_as_their_own_tables_do(
    which: str, term: str, day: date
) -> None:
    pack = build(which, term, day)
    for section in (*pack.committees, *pack.owners):
        part = section.part
        assert part.late == len({row.id for row in part.overdue})
        assert len(part.at_risk) == sum(row.at_risk for row in part.work)
        assert part.coming_dates <= part.next_dates
        assert sum(aim.overdue for aim in part.aims) == part.late
        assert sum(aim.newly_at_risk for aim in part.aims) == part.newly_at_risk
    parts = [committee.part for committee in pack.committees if not committee.same_as]
    if len({aim for committee in pack.committees for aim in committee.aims}) == sum(
        len(committee.aims) for committee in pack.committees if not committee.same_as
    ):
        assert sum(part.next_dates for part in parts) == pack.whole.next_dates


@pytest.mark.parametrize(("which", "term", "day"), CASES)
def test_figures_are_those_of_the_list(
    which: str, term: str, day: date, sipctl: Callable[..., Result]
) -> None:
    pack = build(which, term, day)
    asked = ("--plan", str(plan_folder(which)), "--as-of", day.isoformat(), "--format", "json")
    rows = json.loads(sipctl("list", "--all", *asked).out)["rows"]
    assert pack.next is not None
    first, last = pack.next.starts.isoformat(), pack.next.until.isoformat()
    falls = sum(
        first <= occurrence["due"] <= last
        for row in rows
        if row["state"] != "withdrawn"
        for occurrence in row["occurrences"]
    )
    its_term = next(item for item in pack.timeline if item.term.key == pack.next.key)
    assert falls == pack.whole.next_dates == its_term.due
    overdue = {row["id"] for row in rows if row["state"] == "overdue"}
    assert pack.whole.late == len(overdue)
    at_risk = {row["id"] for row in rows if row["status"] in ("at-risk", "off-track")}
    assert {row.id for row in pack.paper.at_risk} == at_risk
    long_overdue = {row["id"] for row in rows if row["days_overdue"] > pack.paper.long_overdue}
    assert {row.id for row in pack.paper.off_course} == at_risk | long_overdue
    kpis = json.loads(sipctl("kpis", *asked).out)["rows"]
    results = [row["judgement"] for row in kpis if row["readings"]]
    counts = pack.paper.kpi_counts
    assert (counts.read, counts.read + counts.unread) == (len(results), len(kpis))
    assert (counts.met, counts.not_met) == (results.count("met"), results.count("not-met"))


class Answers:
    """What `list --all`, `log` and `kpis` say of a plan on a day."""

    def __init__(self, sipctl: Callable[..., Result], which: str, day: date) -> None:
        self.asked = ("--plan", str(plan_folder(which)), "--as-of", day.isoformat())
        self.sipctl = sipctl
        self.rows = self.json("list", "--all")["rows"]
        self.status = {
            row["id"]: row["status"] if row["recorded_on"] else "no-record" for row in self.rows
        }
        self.late = {row["id"] for row in self.rows if row["state"] == "overdue"}

    def json(self, *words: str) -> Any:
        return json.loads(self.sipctl(*words, *self.asked, "--format", "json").out)

    def longest(self, name: str) -> int:
        """Days that the oldest date missed of an activity is overdue; 0 if none is."""
        return max(row["days_overdue"] for row in self.rows if row["id"] == name)

    def dates(self, first: date, last: date) -> int:
        """Dates between two days that nothing settled yet, of work that may still settle them."""
        return sum(
            first.isoformat() <= occurrence["due"] <= last.isoformat()
            and occurrence["settled_on"] is None
            for row in self.rows
            if row["state"] not in ("settled", "paused", "withdrawn")
            for occurrence in row["occurrences"]
        )


def plural(number: int, singular: str, several: str) -> str:
    return f"{number} {singular if number == 1 else several}"


@pytest.mark.parametrize(("which", "term", "day"), CASES)
def test_each_number_of_page_one_is_that_of_an_answer(
    which: str, term: str, day: date, sipctl: Callable[..., Result]
) -> None:
    """The minute's sentences, the aims' rows and the sentence of KPIs, built from answers alone."""
    pack = build(which, term, day)
    now, then = Answers(sipctl, which, day), Answers(sipctl, which, pack.before)
    text = write(pack, "board-paper", "markdown").decode().replace("\\", "")
    minute = text.partition("## The term in a minute")[2].partition("\n#")[0]
    judged = [name for name, status in now.status.items() if status != "no-record"]
    risky = [name for name, status in now.status.items() if status in ("off-track", "at-risk")]
    newly = [name for name in risky if then.status.get(name) not in ("off-track", "at-risk")]
    new = [name for name in judged if then.status.get(name, "no-record") == "no-record"]
    numbers = [len(now.status)]
    if judged and len(judged) < len(now.status):
        numbers += [len(judged), len(now.status) - len(judged)]
    assert numbers_of(minute, "The plan holds") == numbers
    if now.late:
        worst = max(now.rows, key=lambda row: row["days_overdue"])
        late = [len(now.late), *([len(then.late)] if pack.last else [])]
        assert numbers_of(minute, "a date overdue")[: len(late)] == late
        assert f"the longest, {worst['id']}, by {duration(worst['days_overdue'])}." in minute
    else:
        assert "Nothing is overdue." in minute
    for status, words in (("off-track", "off track"), ("at-risk", "at risk")):
        count = list(now.status.values()).count(status)
        sentence = plural(count, "activity is", "activities are") + f" {words}"
        assert not count or sentence in minute
    if pack.last:
        assert not newly or f"{len(newly)} newly at risk or off track" in minute
        assert not new or plural(len(new), "was", "were") + " judged for the first time" in minute
    assert pack.next is not None
    left = now.dates(max(day, pack.next.starts), pack.next.until)
    assert left == pack.whole.coming_dates
    over = day > pack.next.until
    assert (f"fell due in {pack.next.title}." in minute) is over, "none of them is still to come"
    if not pack.over:
        rest = now.dates(day, pack.term.until)
        assert not rest or plural(rest, "date is", "dates are") + " still to come" in minute
    for aim in pack.whole.aims:
        own = {row["id"] for row in now.rows if row["aim"] == aim.id}
        row = next(line for line in text.split("\n") if line.startswith(f"| **{aim.id}** "))
        late = f"{len(own & now.late) or 'none'} of {len(own)}"
        before = f", {len(own & then.late)} before the term" if pack.last else ""
        assert row.endswith(f"| {late}{before} |")
        for status in {now.status[name] for name in own}:
            count = sum(now.status[name] == status for name in own)
            assert f" {count} {status.replace('-', ' ')}" in row


def numbers_of(text: str, words: str) -> list[int]:
    """The numbers of the line that has some words."""
    line = next((line for line in text.split("\n") if words in line), "")
    return [int(number) for number in re.findall(r"(?<![\w.])\d+(?![\w.]\w)", line)]


@pytest.mark.parametrize(("which", "term", "day"), [QUICK, *CASES])
def test_what_changed_and_what_comes_is_that_of_an_answer(
    which: str, term: str, day: date, sipctl: Callable[..., Result]
) -> None:
    """The paper's counts of changes, of what is fine, of KPIs and of dates before the meeting."""
    paper = build(which, term, day).paper
    now, then = Answers(sipctl, which, day), Answers(sipctl, which, paper.since)
    ranks = {status: STATUS_INFO[status].rank for status in STATUS_INFO}
    both = {name: (ranks[then.status[name]], ranks[now.status[name]]) for name in now.status}
    done = {name for name in now.status if now.status[name] == "complete" != then.status[name]}
    better = {name for name, (old, new) in both.items() if None not in (old, new) and old < new}
    worse = {name for name, (old, new) in both.items() if None not in (old, new) and old > new}
    newly = {name for name in now.status if risky(now.status[name]) > risky(then.status[name])}
    assert paper.change_counts.better == len(better - done)
    assert paper.change_counts.worse == len(worse | newly)
    listed = [change.id for change in paper.changes if change.what.startswith("finished on")]
    assert done == {name for name in listed if now.status[name] == "complete"}
    assert paper.change_counts.finished == len(listed)
    log = now.json("log", "--since", (paper.since + timedelta(days=1)).isoformat())["entries"]
    moves = {(line["id"], line["milestone"]) for line in log if line["kind"] == "move"}
    assert paper.change_counts.moved == len(moves)
    first = paper.since if paper.since_meeting else paper.since + timedelta(days=1)
    decided = [line for line in now.json("log")["entries"] if line["kind"] == "decided"]
    assert paper.change_counts.decided == sum(line["date"] >= f"{first}" for line in decided)
    late = {row["id"]: row["days_overdue"] for row in now.rows if row["days_overdue"]}
    at_risk = {name for name, status in now.status.items() if risky(status)}
    assert paper.fine == len(now.status.keys() - at_risk - late.keys())
    short = {name for name in late.keys() - at_risk if now.longest(name) <= paper.long_overdue}
    assert paper.less_late == len(short)
    assert {row.id: row.days_overdue for row in paper.off_course} == {
        name: now.longest(name) for name in at_risk | (late.keys() - short)
    }
    if paper.until is not None:
        assert paper.coming_dates == now.dates(day, paper.until)
    rows = [row for row in now.json("kpis")["rows"] if not row["retired"]]
    read = [row for row in rows if row["readings"]]
    counts = paper.kpi_counts
    assert counts.partly_met == sum(row["judgement"] == "partly-met" for row in read)
    assert counts.unjudged == sum(row["judgement"] is None for row in read)
    assert counts.towards == sum(row["direction"] == "towards" for row in read)
    assert counts.away == sum(row["direction"] == "away" for row in read)
    assert {(kpi.id, kpi.academy) for kpi in paper.kpis} == {
        (row["id"], row["academy"])
        for row in read
        if row["judgement"] in ("partly-met", "not-met") or row["direction"] == "away"
    }


def risky(status: str) -> bool:
    return status in ("off-track", "at-risk")


@pytest.mark.parametrize(("which", "term", "day"), CASES)
def test_the_paper_is_the_first_pages_of_every_pack(which: str, term: str, day: date) -> None:
    pack = build(which, term, day)
    paper, *packs = (
        write(pack, template, "markdown").decode().partition("## The term in a minute")[2]
        for template in ("board-paper", "lgb-pack", "trustees-pack")
    )
    body = paper.partition("\n---\n")[0].strip()
    assert [text.strip().startswith(body) for text in packs] == [True, True]


@pytest.mark.parametrize(("which", "term", "day"), CASES)
def test_the_terms_of_the_chart_are_those_of_the_list(
    which: str, term: str, day: date, sipctl: Callable[..., Result]
) -> None:
    pack, answers = build(which, term, day), Answers(sipctl, which, day)
    table = Page(write(pack, "lgb-pack", "markdown").decode()).table("Dates of activities")
    chart = re.search(r"<figure>.*?</figure>", write(pack, "lgb-pack", "html").decode(), re.DOTALL)
    assert chart
    for item, row in zip(pack.timeline, table, strict=True):
        every = [
            occurrence
            for line in answers.rows
            if line["status"] != "withdrawn"
            for occurrence in line["occurrences"]
            if item.term.starts.isoformat() <= occurrence["due"] <= item.term.until.isoformat()
        ]
        assert int(row[1]) == item.due == len(every), item.term.title
        dealt = [occurrence for occurrence in every if occurrence["settled_on"]]
        assert len(dealt) <= item.settled + item.late + item.judged <= len(dealt) + item.judged
        in_time = [occurrence for occurrence in dealt if not occurrence["judged"]]
        late = sum(occurrence["settled_on"] > occurrence["due"] for occurrence in in_time)
        assert (item.settled, item.late) == (len(in_time) - late, late)
        shown = f"{item.term.title}: {len(every) or 'nothing'} d"
        assert shown.removesuffix(" d") in chart[0], "in the words that a screen reader reads"
