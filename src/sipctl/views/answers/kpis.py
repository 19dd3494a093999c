"""`kpis`: the state of each KPI, as a table, in an e-mail, for a spreadsheet and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.model.statuses import RESULT_INFO
from sipctl.views.text.columns import TableColumn, markdown_table, table
from sipctl.views.text.english import (
    join_words,
    lead_names,
    long_day,
    overdue_for,
    plural,
    record_result,
    safe_text,
    short_day,
    status_word,
)
from sipctl.views.text.style import bold, flow, painter, status_colours, wrap, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from sipctl.plan.queries.kpis import KpiLine, KpiReading
    from sipctl.views.text.screen import Screen

    Where = Callable[[str], tuple[str, int]]

WIDE = 150
"""Columns from which a table is printed; a narrower terminal gets a block of lines a KPI."""
NO_READING, NOT_JUDGED = "no reading", "not judged"
_DIRECTION_COLOURS = {"towards": "green", "away": "red"}


def render(
    lines: Sequence[KpiLine],
    title: str,
    asked: Sequence[str],
    day: date,
    screen: Screen,
    colours: Mapping[str, str],
) -> str:
    """The table, under a heading and over how many are met; `colours` are the plan's own."""
    heading = " · ".join([safe_text(title), *map(safe_text, asked), long_day(day)])
    head = wrap(bold(heading, screen), screen)
    if not lines:
        return f"{head}\n\nThe plan has no KPI that matches.\n"
    inks = status_colours(colours)
    if screen.room >= WIDE:
        body = table(lines, _columns(day, inks), screen)
    else:
        body = _blocks(lines, day, screen, inks)
    return f"{head}\n\n{body}\n{wrap(_summary(lines), screen)}\n"


def _blocks(lines: Sequence[KpiLine], day: date, screen: Screen, inks: Mapping[str, str]) -> str:
    """Each measure, and under it a line of facts for each academy that reads it."""
    paint = painter(screen)
    width = max(len(line.kpi.id) for line in lines) + 2
    text, above = [], ""
    for line in lines:
        if line.kpi.id != above:
            above = line.kpi.id
            first, *rest = wrapped(f"{above:<{width}}{safe_text(line.kpi.measure)}", screen.width)
            hang = " " * width
            first = f"{paint(first[:width], 'bold')}{first[width:]}"
            text += [first, *(f"{hang}{part.lstrip()}" for part in rest)]
        pieces = [(fact, paint(fact, style)) for fact, style in _facts(line, day, inks)]
        pieces = [(f"{fact} ·", f"{painted} ·") for fact, painted in pieces[:-1]] + pieces[-1:]
        room = screen.width - width if screen.width else None
        text += [f"{' ' * width}{part}" for part in flow(pieces, room)]
    return "".join(f"{part}\n" for part in text)


def _facts(line: KpiLine, day: date, inks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The facts of a KPI, each with its style; those not known are left out."""
    academy = f"{line.academy}: " if line.academy else ""
    yield f"{academy}{_last_readings(line)}", "" if line.readings else "dim"
    if line.baseline or line.kpi.baseline:
        yield f"baseline {_baseline(line)}", ""
    if line.kpi.target_words:
        yield f"target {safe_text(line.kpi.target_words)}", ""
    if line.direction != "unknown":
        yield line.direction, _DIRECTION_COLOURS.get(line.direction, "dim")
    if line.judgement:
        yield judgement_words(line, day), inks[line.judgement.result]
    next_ = _next(line, day)
    yield next_ if line.retired or line.overdue_since else f"next {next_}", _next_colour(line)


def markdown(lines: Sequence[KpiLine], day: date) -> str:
    """The table in Markdown, for an e-mail or a code host."""
    return markdown_table(lines, _columns(day, status_colours({})))


def _columns(day: date, inks: Mapping[str, str]) -> list[TableColumn[KpiLine]]:
    return [
        TableColumn("Id", lambda line: line.kpi.id, lambda line: "bold"),
        TableColumn("Measure", _measure, wraps=True),
        TableColumn("Leads", lambda line: lead_names(line.leads)),
        TableColumn("Baseline", _baseline),
        TableColumn("Last readings", _last_readings),
        TableColumn("Target", lambda line: safe_text(line.kpi.target_words or "none"), wraps=True),
        TableColumn(
            "Way",
            lambda line: line.direction,
            lambda line: _DIRECTION_COLOURS.get(line.direction, "dim"),
        ),
        TableColumn(
            "Met",
            lambda line: judgement_words(line, day),
            lambda line: inks[line.judgement.result] if line.judgement else "dim",
        ),
        TableColumn("Next", lambda line: _next(line, day), _next_colour),
    ]


def _measure(line: KpiLine) -> str:
    """The measure, after the academy whose readings these are."""
    measure = safe_text(line.kpi.measure)
    return f"{line.academy}: {measure}" if line.academy else measure


def _baseline(line: KpiLine) -> str:
    if line.baseline is not None:
        return f"{_reading(line.baseline)}, {short_day(line.baseline.record.date)}"
    return safe_text(line.kpi.baseline or "none")


def _reading(reading: KpiReading) -> str:
    """`94 %`, or the result where no value was read."""
    return record_result(reading.record)[-1]


def _last_readings(line: KpiLine) -> str:
    """`91 → 92 → 94 %, 4 Mar 2025`: the newest last, with its day; a unit that they share once."""
    if not line.readings:
        return NO_READING
    *before, newest = line.last
    shared = all(
        reading.record.value and newest.record.unit == reading.record.unit for reading in line.last
    )
    values = [
        safe_text(reading.record.value or "") if shared else _reading(reading) for reading in before
    ]
    return f"{' → '.join([*values, _reading(newest)])}, {short_day(newest.record.date)}"


def judgement_words(line: KpiLine, day: date) -> str:
    """`met`, `not met yet` before a target's day, `not judged`."""
    judgement = line.judgement
    if judgement is None:
        return NOT_JUDGED
    ahead = judgement.by == "figures" and line.by is not None and line.by >= day
    words = status_word(judgement.result) + " yet" * (ahead and judgement.result == "not-met")
    newest = line.readings[-1].record.date if line.readings else judgement.day
    return words if judgement.day == newest else f"{words} on {short_day(judgement.day)}"


def _next(line: KpiLine, day: date) -> str:
    """When the next reading is due, and how long one has been overdue."""
    if line.retired and line.kpi.retired:
        return f"retired {short_day(line.kpi.retired.date)}"
    if line.overdue_since is not None:
        return overdue_for((day - line.overdue_since).days)
    return short_day(line.next_due) or "none"


def _next_colour(line: KpiLine) -> str:
    return "bold red" if line.overdue_since else "dim" if line.retired else ""


def _summary(lines: Sequence[KpiLine]) -> str:
    """`54 KPIs: 3 met, 1 not met and 50 not judged; 12 readings overdue.`"""
    kpis = len({line.kpi.id for line in lines})
    results = [line.judgement.result if line.judgement else NOT_JUDGED for line in lines]
    words = [word for word in (*RESULT_INFO, NOT_JUDGED) if word in results]
    counts = [f"{results.count(word)} {status_word(word)}" for word in words]
    head = plural(kpis, "KPI")
    if len(lines) > kpis:
        head += f" in {len(lines)} lines, one for each academy that reads it"
    late = sum(line.overdue_since is not None for line in lines)
    overdue = f"; {plural(late, 'reading')} overdue" if late else ""
    return f"{head}: {join_words(counts)}{overdue}. One of them whole: sipctl show ID"


# --- for other programs --------------------------------------------------------------------------


def render_json(lines: Sequence[KpiLine], day: date, where: Where) -> str:
    """The lines as JSON."""
    from sipctl.views.json import VERSION, dump

    rows = [_line_json(line, where) for line in lines]
    return dump({"version": VERSION, "as_of": day, "rows": rows})


def _line_json(line: KpiLine, where: Where) -> dict[str, Any]:
    from sipctl.views.json import entry_json

    kpi, judgement = line.kpi, line.judgement
    file, number = where(kpi.id)
    return {
        "id": kpi.id,
        "measure": kpi.measure,
        "aim": line.aim,
        "area": line.area,
        "leads": list(line.leads),
        "academy": line.academy,
        "baseline": kpi.baseline,
        "baseline_reading": _reading_json(line.baseline) if line.baseline else None,
        "readings": [_reading_json(reading) for reading in line.last],
        "readings_in_all": len(line.readings),
        "target": entry_json(kpi.figures) if kpi.figures else kpi.target,
        "target_due": line.by,
        "direction": line.direction,
        "judgement": judgement.result if judgement else None,
        "judged_by": judgement.by if judgement else None,
        "judged_on": judgement.day if judgement else None,
        "next_due": line.next_due,
        "overdue_since": line.overdue_since,
        "retired": entry_json(kpi.retired) if line.retired and kpi.retired else None,
        "file": file,
        "line": number,
    }


def _reading_json(reading: KpiReading) -> dict[str, Any]:
    from sipctl.views.json import record_json

    keys = ("date", "value", "unit", "academy")
    return record_json(reading.record, *keys) | {
        "period": reading.period,
        **record_json(reading.record, "result", "by"),
    }


def render_csv(lines: Sequence[KpiLine], where: Where) -> str:
    """The lines as CSV: readings in one cell, oldest first, a target in words."""
    import csv
    from io import StringIO

    from sipctl.views.json import cell

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADS)
    for line in lines:
        values = _line_json(line, where)
        values |= {
            "baseline_reading": _dated(line.baseline) if line.baseline else None,
            "readings": "; ".join(_dated(reading) for reading in line.last),
            "target": line.kpi.target_words,
            "retired": line.kpi.retired.date if line.retired and line.kpi.retired else None,
        }
        writer.writerow([cell(values[head]) for head in HEADS])
    return buffer.getvalue()


HEADS = (
    *("id", "measure", "aim", "area", "leads", "academy", "baseline", "baseline_reading"),
    *("readings", "readings_in_all", "target", "target_due", "direction", "judgement"),
    *("judged_by", "judged_on", "next_due", "overdue_since", "retired", "file", "line"),
)


def _dated(reading: KpiReading) -> str:
    """`2025-03-04 94 %`."""
    return f"{reading.record.date} {_reading(reading)}"
