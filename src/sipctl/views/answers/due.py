"""`due` and `list` as people read them: on a screen, on a page, pasted into an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.views.answers import tables
from sipctl.views.faults.text import fault_counts
from sipctl.views.text.columns import table
from sipctl.views.text.english import (
    join_words,
    long_day,
    plural,
    safe_text,
    share_line,
    short_day,
    titled,
)
from sipctl.views.text.markdown import escape, escape_for_code_host
from sipctl.views.text.style import bold, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import Lead
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import AcademyShare
    from sipctl.views.text.columns import TableColumn
    from sipctl.views.text.screen import Screen

UNLED = ""
"""The key, in place of a lead's initials, of work that nobody leads."""


@frozen()
class Agenda:
    """The rows that answer `due` or `list`, and what is shown beside them. `where` gives a row's
    file and line as text; `colours` are the plan's own for statuses.
    """

    title: str
    day: date
    asked: tuple[str, ...]
    rows: Sequence[Row]
    faults: Sequence[Fault]
    where: Callable[[Row], str]
    people: dict[str, Lead]
    colours: Mapping[str, str]
    academies: AcademyShare | None = None
    """How much of the answer is for the academies asked for alone; None if none was asked for."""
    unlisted_kpis: Sequence[Row] = ()
    """KPI readings that are due or coming and that `rows` leave out, to be counted under them."""

    @property
    def heading(self) -> str:
        """The plan, the filters and the day, in one line."""
        return " · ".join([safe_text(self.title), *map(safe_text, self.asked), long_day(self.day)])


def due(agenda: Agenda, leads: Sequence[str], judged: Sequence[Row], screen: Screen) -> str:
    """`due`: a table for each of `leads` (everybody who has a row, if none are named).

    Under it `judged`, what its leads judge at risk, whatever its dates.
    """
    live = [row for row in agenda.rows if row.state != "paused"]
    paused = [row for row in agenda.rows if row.state == "paused"]
    table_columns = tables.columns(
        live,
        agenda.day,
        screen.room,
        leads=False,
        where=agenda.where,
        colours=agenda.colours,
    )
    parts = [_heading(agenda, screen), ""]
    for index, (lead, rows) in enumerate(by_lead(live, leads, agenda.people)):
        parts += [_group_head(lead, rows, agenda, screen)]
        parts += [table(rows, table_columns, screen, among=live, head=index == 0)]
    if not live:
        parts += [wrap(_nothing(agenda), screen), ""]
    if judged:
        parts.append(bold(f"Judged at risk · {tables.figure(judged)}", screen))
        parts += [wrap(f"  {at_risk_line(row, agenda.day)}", screen) for row in judged] + [""]
    parts += [wrap(line, screen) for line in (*_rows_under("Paused", paused), *_foot(agenda))]
    return "\n".join(parts).rstrip("\n") + "\n"


def _due_line(row: Row, day: date) -> str:
    """`2a.3 Build a site – 7 weeks overdue (was due 31 Jan 2025); at risk`."""
    due = {"overdue": "was due ", "upcoming": "due "}.get(row.state, "") + tables.due_day(row)
    standing = f"{tables.lateness(row, day)} ({due})" if row.due else tables.lateness(row, day)
    return f"{row.id} {safe_text(tables.what(row))} – {standing}; {tables.judged(row)}"


def at_risk_line(row: Row, day: date) -> str:
    """A line on work judged at risk: its leads, how late or early it is, and the lead's words."""
    leads = safe_text(tables.lead_words(row.leads)) or "nobody leads it"
    recorded = f", said on {short_day(row.recorded_on)}" if row.recorded_on else ""
    judgement = f"{tables.judged(row)}{recorded}; {tables.lateness(row, day)}"
    reason = safe_text(row.reason) if row.reason else "no reason given"
    return f"{row.id}  {titled(row.milestone, row.title)} ({leads}): {judgement} – {reason}"


def markdown(agenda: Agenda, leads: Sequence[str], judged: Sequence[Row]) -> str:
    """`due` for an e-mail or a summary page: a heading for each lead, and a line for each date.

    A list rather than a table, which an e-mail program shows as rows of bars.
    """
    parts = [f"# {escape(agenda.heading)}"]
    for section in _sections(agenda, leads, judged):
        parts.append(f"## {escape(section.head)}")
        parts.append("\n".join(f"- {escape_for_code_host(line)}" for line in section.lines))
    return "\n\n".join([*parts, *map(escape, _last_lines(agenda))]) + "\n"


def readings_left_out(unlisted: Sequence[Row]) -> str:
    """`KPI readings not listed here: 2 overdue. Add --kpis to see them.`; nothing for none."""
    states = [row.state for row in unlisted]
    counts = [
        f"{states.count(state)} {word}"
        for state, word in tables.STATE_WORDS.items()
        if state in states
    ]
    shown = f"KPI readings not listed here: {join_words(counts)}. Add --kpis to see them."
    return shown if counts else ""


def kpis_left_out(unlisted: Sequence[Row]) -> str:
    """`54 KPIs are not listed here. Add --kpis to see them.`; nothing for none."""
    number = len({row.id for row in unlisted})
    if not number:
        return ""
    are, them = ("is", "it") if number == 1 else ("are", "them")
    return f"{plural(number, 'KPI')} {are} not listed here. Add --kpis to see {them}."


def html(agenda: Agenda, leads: Sequence[str], judged: Sequence[Row]) -> str:
    """An HTML page of the agenda whose looks survive being pasted into an e-mail."""
    from sipctl.views.text import html as html_page

    blocks = []
    for section in _sections(agenda, leads, judged):
        heads = [column.head for column in section.columns]
        rows = [[column.text(row) for column in section.columns] for row in section.rows]
        late = [row.state == "overdue" for row in section.rows]
        blocks += [html_page.heading(section.head), html_page.table(heads, rows, late)]
    blocks += [html_page.paragraph(line) for line in _last_lines(agenda)]
    return html_page.page(agenda.heading, blocks)


@frozen()
class _Section:
    """A heading and the rows under it: as a table, or as `lines`."""

    head: str
    lines: Sequence[str]
    rows: Sequence[Row]
    columns: Sequence[TableColumn[Row]]


def _sections(agenda: Agenda, leads: Sequence[str], judged: Sequence[Row]) -> Iterator[_Section]:
    """One for each lead, then what is judged at risk, then what is paused."""
    live = [row for row in agenda.rows if row.state != "paused"]
    columns = tables.columns(
        *(live, agenda.day, tables.WIDE - 1),
        leads=False,
        where=agenda.where,
        colours=agenda.colours,
    )
    for lead, rows in by_lead(live, leads, agenda.people):
        head = f"{_group_name(lead, agenda)} · {tables.tally(rows)}"
        yield _Section(head, [_due_line(row, agenda.day) for row in rows], rows, columns)
    if judged:
        head = f"Judged at risk · {tables.figure(judged)}"
        lines = [at_risk_line(row, agenda.day) for row in judged]
        yield _Section(head, lines, judged, tables.at_risk_columns(agenda.day))


def _last_lines(agenda: Agenda) -> list[str]:
    """The lines under the tables, the paused work among them."""
    live = [row for row in agenda.rows if row.state != "paused"]
    paused = _rows_under("Paused", [row for row in agenda.rows if row.state == "paused"])
    lines = [*([] if live else [_nothing(agenda)]), *paused, *_foot(agenda)]
    return [" ".join(line.split()) for line in lines if line]


def by_lead(
    rows: Sequence[Row], leads: Sequence[str], people: dict[str, Lead]
) -> list[tuple[str, list[Row]]]:
    """Lead → rows, in the order of people.yaml; rows without a lead come last."""
    rows_of: dict[str, list[Row]] = {lead: [] for lead in leads or people}
    for row in rows:
        for lead in dict.fromkeys(row.leads):
            if not leads or lead in rows_of:
                rows_of.setdefault(lead, []).append(row)
    groups = [(lead, lead_rows) for lead, lead_rows in rows_of.items() if lead_rows]
    nobodys = [] if leads else [row for row in rows if not row.leads]
    return [*groups, (UNLED, nobodys)] if nobodys else groups


def overview(
    agenda: Agenda,
    table_columns: Sequence[TableColumn[Row]],
    screen: Screen,
    left_out: str = "",
    *,
    nothing: str,
) -> str:
    """`list`: one table of everything, or the sentence `nothing` if there are no rows.

    `left_out` is a line about KPIs that are not in the table.
    """
    lines = [left_out] if left_out else []
    if not agenda.rows:
        texts = [wrap(line, screen) for line in (nothing, *lines)]
        return "\n".join([_heading(agenda, screen), "", *texts]) + "\n"
    body = table(agenda.rows, table_columns, screen)
    foot = [wrap(line, screen) for line in (*lines, *_foot(agenda))]
    return "\n".join([_heading(agenda, screen), "", body, *foot]).rstrip("\n") + "\n"


def _heading(agenda: Agenda, screen: Screen) -> str:
    return wrap(bold(agenda.heading, screen), screen)


def _group_head(lead: str, rows: Sequence[Row], agenda: Agenda, screen: Screen) -> str:
    return wrap(f"{bold(_group_name(lead, agenda), screen)} · {tables.tally(rows)}", screen)


def _group_name(lead: str, agenda: Agenda) -> str:
    """`JK (HR director)`."""
    entry = agenda.people.get(lead)
    role = f" ({safe_text(entry.role)})" if entry and entry.role else ""
    return f"{safe_text(lead)}{role}" if lead else "Nobody leads"


def _nothing(agenda: Agenda) -> str:
    asked = f" for {join_words([safe_text(word) for word in agenda.asked])}" if agenda.asked else ""
    return f"Nothing is overdue, due or coming soon{asked}. To look further ahead: sipctl due --all"


def _rows_under(head: str, rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    lines = [f"{head}:"]
    for row in rows:
        reason = f" – {safe_text(row.reason)}" if row.reason else ""
        since = f" since {short_day(row.recorded_on)}" if row.recorded_on else ""
        lines.append(f"  {row.id}  {tables.what(row)}{since}{reason}")
    return [*lines, ""]


def _foot(agenda: Agenda) -> list[str]:
    """The lines under the tables: what they leave out, and the plan's faults."""
    slugs = [fault.slug for fault in agenda.faults]
    lines = []
    if agenda.academies:
        lines.append(share_line(agenda.academies))
    if agenda.unlisted_kpis:
        lines.append(readings_left_out(agenda.unlisted_kpis))
    unled, undated = slugs.count("no-lead"), slugs.count("no-date")
    if unled or undated:
        parts = [f"{plural(unled, 'activity', 'activities')} without a lead"] * bool(unled)
        parts += [f"{plural(undated, 'activity', 'activities')} without a date"] * bool(undated)
        lines.append(f"In the whole plan: {join_words(parts)}.")
    if agenda.faults:
        lines.append(f"The plan has {fault_counts(agenda.faults)}; see them with: sipctl check")
    return lines
