"""The six answers that a first plan needs: from options, else from whoever sits at a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import typer

from sipctl.cli.runtime.prompts import can_ask, print_wrapped
from sipctl.intake import answers as firstplan
from sipctl.intake import typed_leads
from sipctl.intake.tables.cells import tidy
from sipctl.plan.context import calendar_of
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sipctl.plan.model import entries as m

T = TypeVar("T")

PROVISIONAL = "provisional"


@dataclass(frozen=True)
class Given:
    """What was typed as options; empty where nothing was, or nothing but spaces."""

    name: str = ""
    short: str = ""
    years: str = ""
    aims: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


def given(
    name: str | None,
    short: str | None,
    years: str | None,
    aims: list[str] | None,
    leads: list[str] | None,
    terms: list[str] | None,
) -> Given:
    """Options as they came, made tidy: what is blank was not given. Raises Refusal."""
    lists = ([_typed(text) for text in texts or ()] for texts in (aims, leads, terms))
    titles, people, days = ([text for text in texts if text] for texts in lists)
    called, initials, span = (_typed(text or "") for text in (name, short, years))
    return Given(called, initials, span, firstplan.titles(titles), people, days)


def answered(given: Given, today: date, *, work: bool = True) -> firstplan.Answers:
    """All six answers; without `work`, aims and leads may stay open: a document has them.

    Raises Refusal naming the options that are missing, if nobody can be asked.
    """
    missing = _missing(given, work=work)
    if missing and not can_ask():
        raise Refusal(
            f"init needs {', '.join(missing)}",
            'such as: sipctl init --name "Hill Trust" --years 2025-28 --aim People --lead JK',
        )
    asks = bool(missing)
    name = given.name or _asked("What is the trust or school called?", str)
    short = given.short or (_asked_short(name) if asks else firstplan.initials_of(name))
    runs = (
        firstplan.years(given.years)
        if given.years
        else _asked("Which years does the plan run?", firstplan.years, _usual_years(today))
    )
    aims = given.aims
    leads = typed_leads.leads(given.leads)
    if work:
        aims = aims or _several("Its aims, one a line", "Aim", _title)
        leads = leads or typed_leads.leads(
            _several(
                "Who leads the work: initials or a name, and a role if you like",
                "Lead",
                typed_leads.lead,
            )
        )
    terms = _terms(given.terms, runs, asks=asks)
    return firstplan.Answers(name, short or None, runs, aims, leads, terms)


def _missing(given: Given, *, work: bool) -> list[str]:
    """The options that a plan needs and that were not given."""
    needed = {"--name": given.name, "--years": given.years}
    if work:
        needed |= {"--aim": "".join(given.aims), "--lead": "".join(given.leads)}
    return [option for option, told in needed.items() if not told]


def _terms(told: list[str], runs: m.Runs, *, asks: bool) -> dict[tuple[str, int], m.TermDates]:
    if [text.lower() for text in told] == [PROVISIONAL]:
        return {}
    worked_out = firstplan.calendar(runs)
    frame = calendar_of(worked_out)
    found = dict(firstplan.term(text, runs, frame) for text in told)
    if found or not asks:
        return found
    print_wrapped(
        "Your local authority's term dates may be typed now, or left provisional: worked out as "
        "most authorities set them, until somebody confirms them."
    )
    if not typer.confirm("Do you want to type them now?", default=False, err=True):
        return {}
    print_wrapped(
        "Such as 3 Sep to 19 Dec, half term 27 to 31 Oct. Enter leaves a term provisional."
    )
    for year in worked_out.years.values():
        for name, dates in year.terms.items():
            asked = (name, dates.starts.year)
            answer = _asked(
                f"{name.capitalize()} {dates.starts.year}",
                lambda text, asked=asked: (  # type: ignore[misc]
                    firstplan.term(text, runs, frame, asked) if text else None
                ),
                optional=True,
            )
            found |= dict([answer] if answer else [])
    return found


def _usual_years(today: date) -> str:
    start = today.year if today.month >= 3 else today.year - 1
    return f"{start}-{(start + 3) % 100:02d}"


def _asked_short(name: str) -> str:
    return _asked("In short, for tables and file names?", str, firstplan.initials_of(name))


def _title(text: str) -> str:
    """An aim's title without its number; raises Refusal where it is no more than that."""
    titles = firstplan.titles([text])
    if not titles:
        raise Refusal("an aim needs more than its number", "such as: People")
    return titles[0]


def _typed(text: str) -> str:
    """What was typed, on one line, as a plan file may hold it; raises Refusal."""
    told = " ".join(tidy(text).split())
    if "\ufffd" in told:
        raise Refusal(f'"{told}" has a character that cannot be shown', "type it again without")
    return told


def _several(question: str, label: str, read: Callable[[str], T]) -> list[T]:
    """Answers until an empty one; at least one."""
    print_wrapped(f"{question}. An empty line ends them.")
    found: list[T] = []
    while True:
        answer = _asked(
            f"  {label} {len(found) + 1}",
            lambda text: read(text) if text else None,
            optional=True,
        )
        if answer is not None:
            found.append(answer)
        elif found:
            return found
        else:
            print_wrapped("At least one is needed.")


def _asked(
    question: str, read: Callable[[str], T], default: str = "", *, optional: bool = False
) -> T:
    """An answer that a plan can hold and that can be understood; asked again until there is one."""
    sign = " " if question.endswith("?") else ": "
    while True:
        told = typer.prompt(
            question,
            default=default,
            show_default=bool(default),
            prompt_suffix=sign if not default else ": ",
            err=True,
        )
        try:
            answer = _typed(told)
            if not answer and not optional:
                raise Refusal("nothing was typed", "type an answer, or Ctrl-C to stop")
            return read(answer)
        except Refusal as refusal:
            helped = f" ({refusal.help})" if refusal.help else ""
            print_wrapped(f"{refusal.message[:1].upper()}{refusal.message[1:]}{helped}.")
