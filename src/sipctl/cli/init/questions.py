"""The six answers that a first plan needs: from options, else asked for on a terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import typer

from sipctl.cli.init import typed_leads
from sipctl.cli.init import typed_terms as t
from sipctl.cli.options import parse_day
from sipctl.cli.runtime.prompts import can_ask, print_wrapped
from sipctl.intake import answers as a
from sipctl.intake.tables.cells import tidy
from sipctl.plan.calendar.provisional import TermKey, provisional_calendar
from sipctl.plan.context import calendar_of
from sipctl.plan.faults import Refusal
from sipctl.plan.model import entries as m
from sipctl.views.text.english import join_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from sipctl.plan.calendar.terms import Calendar

T = TypeVar("T")

PROVISIONAL = "provisional"
_SUCH_AS = {"--name": '"Hill Trust"', "--years": "2025-28"}
"""Options that a document may leave open → an example of each."""


@dataclass(frozen=True)
class InitOptions:
    """What was typed as options; empty where nothing was, or nothing but spaces."""

    name: str = ""
    short: str = ""
    years: str = ""
    aims: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    status_as_of: str = ""
    status_by: str = ""

    def typed(self) -> list[tuple[str, str]]:
        """Each option with its text, as it was typed."""
        pairs = [("--name", self.name), ("--short", self.short), ("--years", self.years)]
        pairs += [("--aim", text) for text in self.aims]
        pairs += [("--lead", text) for text in self.leads]
        pairs += [("--terms", text) for text in self.terms]
        pairs += [("--status-as-of", self.status_as_of), ("--status-by", self.status_by)]
        return [(option, text) for option, text in pairs if text]


def read_options(
    name: str | None,
    short: str | None,
    years: str | None,
    aims: list[str] | None,
    leads: list[str] | None,
    terms: list[str] | None,
    status_as_of: str | None = None,
    status_by: str | None = None,
) -> InitOptions:
    """The options, tidied: what is blank was not given. Raises Refusal for unprintable text."""
    titles, people, dates = _tidy_lines(aims), _tidy_lines(leads), _tidy_lines(terms)
    name, short, years = (_tidy_line(text or "") for text in (name, short, years))
    day, by = _tidy_line(status_as_of or ""), _tidy_line(status_by or "")
    return InitOptions(name, short, years, _titles(titles), people, dates, day, by)


def answers_of(options: InitOptions, today: date, *, work: bool = True) -> a.Answers:
    """All six answers; without `work`, aims and leads may stay open: a document has them.

    Raises Refusal naming the options that are missing, where there is no terminal to ask on.
    """
    missing = _missing_options(options, work=work)
    if missing and not can_ask():
        whole = 'such as: sipctl init --name "Hill Trust" --years 2025-28 --aim People --lead JK'
        more = " ".join(f"{option} {_SUCH_AS[option]}" for option in missing if not work)
        raise Refusal(f"init needs {', '.join(missing)}", f"add {more}" if more else whole)
    asks = bool(missing)
    name = options.name or _ask("What is the trust or school called?", str)
    short = options.short or (_ask_short_name(name) if asks else _initials_of(name))
    runs = (
        a.parse_years(options.years)
        if options.years
        else _ask("Which years does the plan run?", a.parse_years, _usual_years(today))
    )
    aims = options.aims
    leads = typed_leads.leads(options.leads)
    if work:
        aims = aims or _ask_several("Its aims, one a line", "Aim", _aim_title)
        leads = leads or typed_leads.leads(
            _ask_several(
                "Who leads the work: initials or a name, and a role if you like",
                "Lead",
                typed_leads.lead,
            )
        )
    six_terms, wants = any(map(t.is_of_six_terms, options.terms)), False
    if asks and not options.terms:
        six_terms, wants = _wanted_terms()
    terms = _term_dates(options.terms, runs, six_terms=six_terms, asks=wants)
    return a.Answers(name, short or None, runs, aims, leads, terms, six_terms=six_terms)


def overrides_of(options: InitOptions, runs: m.Runs) -> a.Overrides:
    """What the options replace of a plan read from an export; it runs `runs` without `--years`."""
    runs_typed = a.parse_years(options.years) if options.years else None
    if not options.terms:
        return a.Overrides(options.name or None, options.short or None, runs_typed)
    six_terms = any(map(t.is_of_six_terms, options.terms))
    terms = _term_dates(options.terms, runs_typed or runs, six_terms=six_terms, asks=False)
    counted = six_terms or any(text.lower() != PROVISIONAL for text in options.terms)
    return a.Overrides(
        options.name or None,
        options.short or None,
        runs_typed,
        terms,
        six_terms=six_terms if counted else None,
    )


def status_source_of(options: InitOptions, heads: list[str], today: date) -> a.StatusSource | None:
    """As of which day a file's statuses are, and who says so: from options, else asked; None where
    nobody can say. Raises Refusal for one without the other."""
    day, by = options.status_as_of, options.status_by
    if not day and not by and can_ask():
        question = f"As of which day are the statuses under {join_words(heads)}? Enter: unknown"
        day = _ask(question, str, optional=True)
        by = _ask("Who says so, by initials?", str) if day else ""
    if not day and not by:
        return None
    if not day or not by:
        raise Refusal(
            "--status-as-of and --status-by go together",
            "such as: --status-as-of 2025-07-18 --status-by JK",
        )
    leads = typed_leads.leads([by])
    return a.StatusSource(parse_day("--status-as-of", day, today, past=True), next(iter(leads)))


def plan_of(answers: a.Answers) -> m.Plan:
    """The plan that the answers make: aims without areas yet."""
    terms = a.terms_of(answers, answers.runs)
    aims = tuple(
        m.Aim(id=number, title=title) for number, title in enumerate(answers.aims, start=1)
    )
    return m.Plan(a.about_of(answers), m.People(leads=answers.leads), terms, aims)


def _missing_options(options: InitOptions, *, work: bool) -> list[str]:
    """The options that a plan needs and that were not given."""
    needed = {"--name": options.name, "--years": options.years}
    if work:
        needed |= {"--aim": "".join(options.aims), "--lead": "".join(options.leads)}
    return [option for option, text in needed.items() if not text]


def _term_dates(
    typed: list[str], runs: m.Runs, *, six_terms: bool, asks: bool
) -> dict[TermKey, m.TermDates]:
    """The terms whose dates are known: from `--terms`, else asked for. The rest are provisional."""
    typed, plain = [text for text in typed if text.lower() not in (PROVISIONAL, t.SIX)], typed
    if plain and not typed:
        return {}
    provisional = provisional_calendar(runs, six_terms=six_terms)
    context = calendar_of(provisional)
    terms = dict(t.parse_term(text, runs, context) for text in typed)
    if terms or not asks:
        return terms
    for year in provisional.years.values():
        for name, dates in year.terms.items():
            terms |= _ask_term((name, dates.starts.year), runs, context)
    return terms


def _wanted_terms() -> tuple[bool, bool]:
    """Whether a school year has six terms, and whether their dates are to be typed."""
    print_wrapped(
        "Your local authority's term dates may be typed now, or left provisional: worked out as "
        "most authorities set them, until somebody confirms them. A school year has three terms; "
        f'answer "{t.SIX}" first if yours has six.'
    )
    six_terms, answer = False, _yes_or_six()
    while answer == t.SIX:
        six_terms, answer = True, _yes_or_six()
    return six_terms, answer == "y" and _say_how_to_type_terms()


def _yes_or_six() -> str:
    """`y`, `n` or `six`, asked for until it is one of them."""
    known = {"": "n", "n": "n", "no": "n", "y": "y", "yes": "y", t.SIX: t.SIX, "6": t.SIX}
    while True:
        question = "Do you want to type them now? [y/N]"
        typed = typer.prompt(question, default="", show_default=False, err=True)
        answer = known.get(str(typed).strip().lower())
        if answer is not None:
            return answer
        typer.echo(f'Error: answer y, n or "{t.SIX}"', err=True)


def _say_how_to_type_terms() -> bool:
    print_wrapped(
        "Such as 3 Sep to 19 Dec, half term 27 to 31 Oct. Enter leaves a term provisional."
    )
    return True


def _ask_term(key: TermKey, runs: m.Runs, context: Calendar) -> dict[TermKey, m.TermDates]:
    """The dates of one term; empty where it is left provisional."""

    def read(text: str) -> dict[TermKey, m.TermDates]:
        return dict([t.parse_term(text, runs, context, key)]) if text else {}

    name, year = key
    return _ask(f"{name.capitalize()} {year}", read, optional=True)


def _usual_years(today: date) -> str:
    start = today.year if today.month >= 3 else today.year - 1
    return f"{start}-{(start + 3) % 100:02d}"


def _ask_short_name(name: str) -> str:
    return _ask("In short, for tables and file names?", str, _initials_of(name))


def _aim_title(text: str) -> str:
    """An aim's title without its number; raises Refusal where there is nothing but a number."""
    titles = _titles([text])
    if not titles:
        raise Refusal("an aim needs more than its number", "such as: People")
    return titles[0]


def _tidy_line(text: str) -> str:
    """A typed text on one line, as a plan file may hold it; raises Refusal."""
    line = " ".join(tidy(text).split())
    if "\ufffd" in line:
        raise Refusal(f'"{line}" has a character that cannot be shown', "type it again without")
    return line


def _tidy_lines(texts: list[str] | None) -> list[str]:
    """Typed texts, tidied, without those that are blank."""
    return [line for line in map(_tidy_line, texts or ()) if line]


def _ask_several(question: str, label: str, read: Callable[[str], T]) -> list[T]:
    """Answers until an empty one; at least one."""
    print_wrapped(f"{question}. An empty line ends them.")
    answers: list[T] = []
    while True:
        answer = _ask(
            f"  {label} {len(answers) + 1}",
            lambda text: read(text) if text else None,
            optional=True,
        )
        if answer is not None:
            answers.append(answer)
        elif answers:
            return answers
        else:
            print_wrapped("At least one is needed.")


def _ask(
    question: str, read: Callable[[str], T], default: str = "", *, optional: bool = False
) -> T:
    """What `read` makes of an answer; asked again, with the reason, until it raises no Refusal."""
    sign = " " if question.endswith("?") and not default else ": "
    while True:
        text = typer.prompt(
            question,
            default=default,
            show_default=bool(default),
            prompt_suffix=sign,
            err=True,
        )
        try:
            answer = _tidy_line(text)
            if not answer and not optional:
                raise Refusal("nothing was typed", "type an answer, or Ctrl-C to stop")
            return read(answer)
        except Refusal as refusal:
            help_text = f" ({refusal.help})" if refusal.help else ""
            print_wrapped(f"{refusal.message[:1].upper()}{refusal.message[1:]}{help_text}.")


def _titles(options: Iterable[str]) -> list[str]:
    """Titles of aims as they were given, without empty ones and without their numbers."""
    bare = (
        re.sub(r"^(aim )?[0-9]{1,3}\s*[.:)–-]\s*", "", text.strip(), flags=re.I) for text in options
    )
    return [text for text in bare if text]


def _initials_of(name: str) -> str:
    """`HLT` for Hill Learning Trust."""
    return "".join(re.findall(r"\b[A-Z0-9]", name))[:8]
