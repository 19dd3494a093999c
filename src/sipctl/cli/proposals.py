"""Proposes what a command line was most likely meant to be, if it is not a valid one."""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

from sipctl.plan.faults import Refusal, did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sipctl.cli.session import Session

_MEANT = {
    **dict.fromkeys(("late", "overdue", "todo", "next", "upcoming", "tasks", "mine"), ("due",)),
    **dict.fromkeys(("risk", "risks", "amber", "red"), ("due --status at-risk,off-track",)),
    **dict.fromkeys(("status", "summary", "overview", "dashboard", "home"), ("",)),
    **dict.fromkeys(("all", "ls", "activities", "slipped"), ("list",)),
    **dict.fromkeys(("view", "open", "find", "search", "get", "info"), ("show ID",)),
    **dict.fromkeys(("gantt", "chart", "picture"), ("timeline",)),
    **dict.fromkeys(("who", "people", "workload", "team"), ("leads",)),
    **dict.fromkeys(("pack", "print", "pdf", "governors"), ("report",)),
    **dict.fromkeys(("update", "done", "complete", "note", "log-status"), ("record ID STATUS",)),
    "undo": ("record ID STATUS --corrects last", "move ID PHRASE"),
    **dict.fromkeys(("delay", "postpone", "reschedule", "slip", "redate"), ("move ID PHRASE",)),
    **dict.fromkeys(("history", "changes", "blame"), ("log",)),
    **dict.fromkeys(("validate", "lint", "test", "verify", "faults"), ("check",)),
    **dict.fromkeys(("compare",), ("diff",)),
    **dict.fromkeys(("date", "parse", "read"), ("when PHRASE",)),
    **dict.fromkeys(("csv", "ics", "json"), ("export --format {}",)),
    **dict.fromkeys(("xlsx", "excel", "spreadsheet", "workbook"), ("export -o plan.xlsx",)),
    **dict.fromkeys(("calendar",), ("export --format ics",)),
    **dict.fromkeys(("start", "create", "setup"), ("init",)),
    **dict.fromkeys(("import",), ("init --from FILE",)),
    **dict.fromkeys(("kpi", "targets", "readings"), ("kpis", "due --kpis")),
    **dict.fromkeys(("new",), ("add", "init")),
    **dict.fromkeys(("edit", "change"), ("set ID KEY VALUE",)),
    **dict.fromkeys(("delete", "remove", "drop", "cancel"), ("withdraw ID", "record ID withdrawn")),
    **dict.fromkeys(("pull", "sync", "fetch"), ("latest",)),
    **dict.fromkeys(("push", "share", "commit", "publish", "save"), ("send",)),
    **dict.fromkeys(("reassign", "leaver"), ("handover JK PQ",)),
    **dict.fromkeys(("remind", "collect", "chase"), ("ask",)),
}
"""Words that people try as a command → the command lines that do it. The first of several whose
command exists is proposed; for the words in `_BOTH`, all of them."""

_BOTH = ("undo",)
"""Words that may be meant in two ways: `undo` is of a record or of a date."""


def propose_command(args: Sequence[str], commands: Iterable[str]) -> str:
    """A help line for a line whose first word is no command: one for that purpose, else the
    nearest name."""
    known, word = list(commands), args[0]
    with suppress(Exception):  # without a plan that loads, nothing is proposed
        if record := _record_line(args):
            return did_you_mean(record)
    folded = word.casefold()
    meant = [
        f"sipctl {line}".format(folded).strip()
        for line in _MEANT.get(folded, ())
        if not line or line.split()[0] in known
    ]
    if meant:
        return did_you_mean('" or "'.join(meant if folded in _BOTH else meant[:1]))
    near = nearest(word, known)
    if near is not None:
        return did_you_mean(near)
    with suppress(Exception):  # without a plan that loads, nothing is proposed
        names = _shown_names(_open_plan(None), word)
        if names:
            return did_you_mean(f"sipctl show {names[0]}")
    return "sipctl --help lists them all"


def _record_line(args: Sequence[str]) -> str | None:
    """`sipctl record 2a.3 complete` for `done 2a.3`; None where no one status or result is meant.

    Options follow as they were typed.
    """
    from sipctl.plan.model.scalars import RESULTS, STATUSES
    from sipctl.plan.state.resolve import judgements_meant, match

    words = list(takewhile(lambda arg: not arg.startswith("-"), args))
    if len(words) < 2:
        return None
    plan = _open_plan(None).plan
    name = match(words[-1], [*plan.activities, *plan.kpis])
    known = RESULTS if name in plan.kpis else STATUSES
    meant = judgements_meant(" ".join(words[:-1]), known, plan.about.settings.colours)
    if name is None or len(meant) != 1:
        return None
    return shlex.join(["sipctl", "record", name, *meant, *args[len(words) :]])


class PlanCommand(TyperCommand):
    """A command that refuses an option given twice, and proposes a place for an extra word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads the words of the command line into the context; raises Refusal."""
        typed = list(args)
        if not ctx.resilient_parsing:
            refuse_repeated(self.make_parser(ctx).parse_args(args=list(args))[2])
            ctx.allow_extra_args = True
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            words = " ".join(extra)
            message = f'sipctl {ctx.info_name} has no place for "{words}"'
            raise Refusal(message, _propose_place(self, ctx, typed, extra))
        return extra


def refuse_repeated(parameters: Sequence[Any]) -> None:
    """Raises Refusal for a plan, term, date or place that is named twice where one can be.

    `parameters` are those that were given, in order of the command line. Typer would use
    the last alone and drop the others without a word. (Of other options, such as `--by`, the last
    one counts, so that it can overrule that of a shell's alias.)
    """
    seen = set()
    for parameter in parameters:
        option = max(parameter.opts, key=len)
        if option in _ONE_ALONE and option in seen and not parameter.multiple:
            raise Refusal(f"{option} is given twice, and {_ONE_ALONE[option]}", "give one of them")
        seen.add(option)


_ONE_ALONE = {
    "--plan": "sipctl answers for one plan at a time",
    "--term": "an answer is for one term",
    "--for": "a record settles one date",
    "--milestone": "one milestone moves at a time",
    "--academy": "a record is of one academy",
}
"""Options of one value of which people may well give two, and why they cannot."""


# --- a word too many -----------------------------------------------------------------------------


def _propose_place(command: Any, ctx: Any, typed: list[str], extra: list[str]) -> str:
    """A help line: the command line with the extra words where they belong."""
    otherwise = f"{ctx.command_path} --help says what there is"
    try:
        session = _open_plan(ctx.params.get("plan"))
        lines = _quoted_lines(command, ctx, session, typed, extra)
        lines = lines or _option_lines(command, ctx, session, typed, extra)
    except Exception:  # without a plan that loads, nothing is proposed
        return otherwise
    return did_you_mean('" or "'.join(lines)) if lines else otherwise


def _open_plan(plan: str | None) -> Session:
    from sipctl.cli.session import open_plan

    return open_plan(plan)


def _without_extra(typed: list[str], extra: list[str]) -> list[str]:
    """The words of a command line without the extra ones, each removed where it stands last."""
    rest = list(typed)
    for word in reversed(extra):
        if word in rest:
            del rest[len(rest) - 1 - rest[::-1].index(word)]
    return rest


def _quoted_lines(
    command: Any, ctx: Any, session: Session, typed: list[str], extra: list[str]
) -> list[str]:
    """The line with its last words as one: `when Spring 2025`, `record 2a.3 on track`."""
    from sipctl.plan.model.scalars import RESULTS, STATUSES
    from sipctl.plan.state.resolve import judgements_meant
    from sipctl.plan.timing import Timing, read

    arguments = [item.name for item in command.params if item.param_type_name == "argument"]
    last = arguments[-1] if arguments else ""
    first = str(ctx.params.get(last) or "")
    whole = " ".join([first, *extra])
    colours = session.plan.about.settings.colours
    if last == "status":
        fits = len(judgements_meant(whole, (*STATUSES, *RESULTS), colours)) == 1
    else:
        fits = last == "phrase" and isinstance(read(whole, session.context), Timing)
    if not fits or first not in typed:
        return []
    rest = _without_extra(typed, extra)
    rest[len(rest) - 1 - rest[::-1].index(first)] = whole
    return [shlex.join(["sipctl", str(ctx.info_name), *rest])]


def _option_lines(
    command: Any, ctx: Any, session: Session, typed: list[str], extra: list[str]
) -> list[str]:
    """The line with an option in front of the extra words: `due JK`, `list 2a`, `due last Friday`.

    For an id or lead that none of its options takes, `show` is proposed: `due 2a.3`.
    """
    from sipctl.cli.formats import FORMATS
    from sipctl.plan.state.filters import known_leads_of

    options = {option for item in command.params for option in item.opts}
    word, rest = " ".join(extra), _without_extra(typed, extra)
    name, folded = str(ctx.info_name), word.casefold()
    meant = next(iter(_MEANT.get(folded, ())), "").format(folded)
    if meant.startswith(f"{name} ") or (meant == "due" and name != "due"):
        return [f"sipctl {meant}"]
    if folded in FORMATS.get(name, ()):
        return [shlex.join(["sipctl", name, *rest, "--format", folded])]
    lines = [
        shlex.join(["sipctl", str(ctx.info_name), *rest, option, value])
        for option, value in _option_values(session, word)
        if option in options
    ]
    if lines:
        return lines
    shown = _shown_names(session, word)
    if shown:
        return [f"sipctl show {shown[0]}"]
    near = nearest(word, known_leads_of(session.plan)) if "--lead" in options else None
    return [shlex.join(["sipctl", str(ctx.info_name), *rest, "--lead", near])] if near else []


def _option_values(session: Session, word: str) -> Iterator[tuple[str, str]]:
    """Each option that would take a word, and what is to be typed after it."""
    from datetime import date

    from sipctl.plan.model.scalars import STATUSES
    from sipctl.plan.state.filters import known_leads_of
    from sipctl.plan.state.resolve import judgements_meant, match
    from sipctl.plan.state.typed_day import days_meant

    plan, terms = session.plan, session.context.calendar.terms
    known: dict[str, Callable[[], Iterable[str]]] = {
        "--lead": lambda: known_leads_of(plan),
        "--aim": lambda: (str(aim.id) for aim in plan.aims),
        "--area": lambda: (area.id for _, area in plan.areas()),
        "--academy": lambda: plan.people.academies,
        "--committee": lambda: (committee.id for committee in plan.people.committees),
        "--term": lambda: (term.key for term in terms),
    }
    for option, names in known.items():
        name = match(word, names())
        if name is not None:
            yield option, name
    title = match(word, (term.title for term in terms))
    if title is not None:
        yield "--term", next(term.key for term in terms if term.title == title)
    if re.fullmatch(r"[0-9]{1,4} ?(d|days?|w|weeks?)", word):
        yield "--within", word
    statuses = judgements_meant(word, STATUSES, plan.about.settings.colours)
    if statuses:
        yield "--status", ",".join(statuses)
    if len(days_meant(word, date.max)) == 1 and not word.isdigit():
        yield "--as-of", word


def _shown_names(session: Session, word: str) -> list[str]:
    """What `show` would show for a word: an id or a lead."""
    from sipctl.plan.queries.details import shown_names
    from sipctl.plan.state.resolve import readings

    return readings(word, shown_names(session.plan))
