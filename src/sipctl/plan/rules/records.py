"""Records, each about something in the plan, in the file and folder that its contents say; rounds.

A record is about an activity or a KPI, or about an area or aim as a whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.calendar.record_folder import record_folder
from sipctl.plan.faults import did_you_mean
from sipctl.plan.model.entries import Activity, Aim, Area, Kpi
from sipctl.plan.model.order import record_key
from sipctl.plan.model.statuses import AT_RISK
from sipctl.plan.rules import terms
from sipctl.plan.rules.context import CALENDAR, IDS, Finding, RuleContext, item_name, need, rule
from sipctl.plan.rules.ids import nearest_id
from sipctl.plan.rules.links import circles
from sipctl.plan.rules.locations import Location, RecordAt
from sipctl.plan.state.progress import kpi_phrases
from sipctl.plan.state.settling import is_named
from sipctl.plan.state.standing import mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.model.entries import Record
    from sipctl.plan.model.entry import Entry
    from sipctl.plan.timing import Timing

_NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<id>[^-]+)-(?P<by>.+?)(?P<hex>-[0-9a-f]{6})?")

_KINDS: dict[str, tuple[str, type[Entry]]] = {
    "activity": ("activity", Activity),
    "kpi": ("KPI", Kpi),
    "area": ("area", Area),
    "aim": ("aim", Aim),
}
"""What a record may be about, by its key in the record: its name in messages, and its model."""


@rule("record-of-nothing", "error", needs=IDS)
def record_of_nothing(context: RuleContext) -> Iterator[Finding]:
    """Records of activities and KPIs that the plan does not have."""
    known = {thing.id for thing in context.plan.walk(Aim, Area, Activity, Kpi)}
    lost: dict[str, list[RecordAt]] = {}
    for entry in context.records:
        # Where the file's name has a known id, the record's is a typo, which record-name reports.
        subject = entry.record.subject
        if subject not in known and _named_id(entry) not in known:
            lost.setdefault(subject, []).append(entry)
    ids_of_kind: dict[type, set[str]] = {}
    for subject, records in lost.items():
        first = records[0].record
        message = f"{_KINDS[_key(first)][0]} {subject} is not in the plan"
        if len(records) > 1:
            message += f", and {len(records)} records are about it"
        kind = _KINDS[_key(first)][1]
        if kind not in ids_of_kind:
            ids_of_kind[kind] = {thing.id for thing in context.plan.walk(kind)}
        near = nearest_id(subject, ids_of_kind[kind])
        help_ = "if it was taken out, put it back and record it as withdrawn"
        if near:
            help_ += f"; if the id is a slip, {did_you_mean(near)}"
        yield Finding(records[0].location.to(_key(first)), message, help_)


@rule("unknown-occurrence", "error", needs=(*CALENDAR, need("aim"), need("plan", "kpis")))
def unknown_occurrence(context: RuleContext) -> Iterator[Finding]:
    """Records whose `for:` names no milestone and no period of their activity or KPI."""
    if not context.cached(terms.days_are_certain):
        return
    timings_by_id: dict[str, list[Timing] | None] = {}
    for location, record in context.records:
        item = context.items_by_id.get(record.subject)
        if record.for_ is None or item is None:
            continue
        if item.id not in timings_by_id:
            timings_by_id[item.id] = _timings(context, item)
        timings = timings_by_id[item.id]
        labels = [label for label in _phrases(item) if label]
        if timings is None or record.for_ in labels:
            continue
        if any(is_named(record.for_, timing) for timing in timings):
            continue
        names = dict.fromkeys([*labels, *(name for timing in timings for name in _keys(timing))])
        otherwise = f"sipctl show {item.id} lists what it has" if names else "take for: out"
        help_ = context.propose(record.for_, names, otherwise=otherwise)
        yield Finding(location.to("for"), f'{item_name(item)} has no "{record.for_}"', help_)


def files_without_occurrences(context: RuleContext) -> Iterator[str]:
    """The files in which unreadable times leave it open whether dates that records name exist."""
    named = {record.subject for _, record in context.records if record.for_ is not None}
    items: list[tuple[Location, Activity | Kpi]] = [
        *((location, activity) for location, _, activity in context.activities),
        *((location, kpi) for location, _, kpi in context.kpis),
    ]
    for location, item in items:
        if item.id in named and _timings(context, item) is None:
            yield location.file


def _phrases(item: Activity | Kpi) -> dict[str, str]:
    return item.when if isinstance(item, Activity) else kpi_phrases(item)


def _timings(context: RuleContext, item: Activity | Kpi) -> list[Timing] | None:
    """The timings of an item's dates, and of dates it was moved from; None if one is unreadable."""
    texts = [*_phrases(item).values()]
    if isinstance(item, Activity):
        texts += [move.from_ for move in item.moved]
    timings = [timing for text in texts if (timing := context.timing_of(text)) is not None]
    return timings if len(timings) == len(texts) else None


def _keys(timing: Timing) -> Iterator[str]:
    for occurrence in timing.occurrences:
        yield occurrence.stands_for or occurrence.period
        yield occurrence.period


# --- names and folders ---------------------------------------------------------------------------


@rule("record-name", "error", needs=(need("calendar"),))
def record_name(context: RuleContext) -> Iterator[Finding]:
    """Records whose file name or folder does not agree with their contents."""
    calendar_sound = context.cached(terms.are_sound)
    for entry in context.records:
        mismatch = _name_mismatch(entry)
        if mismatch:
            key, message = mismatch
            help_ = f"rename the file to {_right_name(entry)}, or correct it here"
            yield Finding(entry.location.to(key), message, help_)
            continue
        folder = _right_folder(context, entry.record) if calendar_sound else None
        if folder and entry.location.file != f"{folder}/{entry.name}":
            message = f"a record of {date_title(entry.record.date)} does not belong in this folder"
            yield Finding(
                entry.location.to("date"), message, f"move the file to {folder}/{entry.name}"
            )


def _name_mismatch(entry: RecordAt) -> tuple[str, str] | None:
    """The key with which a record's file name disagrees, and a message; None if they agree."""
    record, stem = entry.record, entry.name.removesuffix(".yaml")
    start = f"{record.date}-{record.subject}-{record.by}"
    if stem.startswith(start) and re.fullmatch("(-[0-9a-f]{6})?", stem[len(start) :]):
        return None
    match = _NAME.fullmatch(stem)
    if match is None:
        return "date", "this file is not named as records are"
    if match["date"] != str(record.date):
        return "date", f"the file's name says {match['date']}, the record {record.date}"
    if match["id"] != record.subject:
        return _key(record), f"the file's name says {match['id']}, the record {record.subject}"
    return "by", f"the file's name says it is by {match['by']}, the record by {record.by}"


def _right_name(entry: RecordAt) -> str:
    match = _NAME.fullmatch(entry.name.removesuffix(".yaml"))
    digits = (match["hex"] or "") if match else ""
    return f"{entry.record.date}-{entry.record.subject}-{entry.record.by}{digits}.yaml"


def _right_folder(context: RuleContext, record: Record) -> str | None:
    """A record's folder; None without a calendar."""
    calendar = context.timing_context.calendar
    return f"records/{record_folder(calendar, record.date)}" if calendar.sound_terms else None


def _named_id(entry: RecordAt) -> str:
    match = _NAME.fullmatch(entry.name.removesuffix(".yaml"))
    return match["id"] if match else ""


def _key(record: Record) -> str:
    return next(key for key in _KINDS if getattr(record, key) is not None)


# --- days ----------------------------------------------------------------------------------------


@rule("record-in-future", "error", dated="today", needs=())
def record_in_future(context: RuleContext) -> Iterator[Finding]:
    """Records dated after today."""
    for entry in context.records:
        if entry.record.date > context.today and not _name_mismatch(entry):
            message = f"{date_title(entry.record.date)} is still to come"
            yield Finding(entry.location.to("date"), message, "write the day on which it happened")


@rule("record-before-plan", "error", needs=(need("plan", "runs"),))
def record_before_plan(context: RuleContext) -> Iterator[Finding]:
    """Records dated before the plan begins."""
    for entry in context.records if context.runs_forward else ():
        if entry.record.date < context.starts and not _name_mismatch(entry):
            message = f"{date_title(entry.record.date)} is before the plan begins"
            help_ = f"the plan runs {context.years_in_words}: write the day on which it happened"
            yield Finding(entry.location.to("date"), message, help_)


# --- evidence and corrections --------------------------------------------------------------------


@rule("no-evidence", "warning", needs=(need("record"),))
def no_evidence(context: RuleContext) -> Iterator[Finding]:
    """Records of completed work that no evidence supports."""
    with_evidence: dict[str, set[str | None]] = {}
    for entry in _newest_first(context):
        record = entry.record
        names = with_evidence.setdefault(record.subject, set())
        if record.evidence:
            names.add(record.for_)
        if record.status != "complete" or names & {record.for_, None}:
            continue
        name = record.subject + (f" ({record.for_})" if record.for_ else "")
        help_ = "write a later record of it as complete, with evidence: and what shows it"
        yield Finding(entry.location.to("status"), f"{name} is complete, with no evidence", help_)
        names.add(record.for_)


@rule("no-reason", "warning", needs=(need("record"),))
def no_reason(context: RuleContext) -> Iterator[Finding]:
    """Newest records of work that is judged at risk or off track, and that do not say why."""
    judged: set[tuple[str, str | None, str | None]] = set()
    for entry in _newest_first(context):
        record = entry.record
        about = (record.subject, record.for_, record.academy)
        if about in judged or record.status is None:
            continue
        judged.add(about)
        if record.status in AT_RISK and not record.note and not record.confidential:
            message = f"{record.subject} is {record.status.replace('-', ' ')}, with no word why"
            help_ = "write a later record of it, with a note: that says why"
            yield Finding(entry.location.to("status"), message, help_)


def _newest_first(context: RuleContext) -> list[RecordAt]:
    """Records of how work stands that no other corrects, the newest first."""
    by_subject = context.plan.records_of.values()
    corrected = {name for records in by_subject for name in mistakes(records)}
    valid = [
        entry
        for entry in context.records
        if entry.name not in corrected and not entry.record.is_of_board
    ]
    return sorted(
        valid,
        key=lambda entry: record_key(entry.name, entry.record),
        reverse=True,
    )


@rule("answered-twice", "warning", needs=(need("record"),))
def answered_twice(context: RuleContext) -> Iterator[Finding]:
    """Answers to one row of a return that differ and are of one day, as two branches may take."""
    newest: dict[tuple[str, str | None], RecordAt] = {}
    for entry in _newest_first(context):
        record = entry.record
        latest = newest.setdefault((record.subject, record.for_), entry)
        if latest is entry or record.row is None or not _are_two_answers(record, latest.record):
            continue
        message = (
            f"{record.by} answered {record.subject} twice on this day, and {latest.name} counts"
        )
        word = record.status or record.result
        of_what = f' --for "{record.for_}"' if record.for_ else ""
        command = f"sipctl record {record.subject} {word}{of_what} --by {record.by}"
        help_ = f"if this one is right, say it again: {command if word else 'in a new record'}"
        yield Finding(entry.location.to("row"), message, help_)


def _are_two_answers(record: Record, other: Record) -> bool:
    """Whether two records are different answers of one day to one row of one return."""
    rows = [
        (answer.return_, (answer.row or "").rpartition("/")[0], answer.date)
        for answer in (record, other)
    ]
    return rows[0] == rows[1] and record.row != other.row


@rule("corrects-nothing", "error", needs=(need("record"),))
def corrects_nothing(context: RuleContext) -> Iterator[Finding]:
    """Records whose `corrects:` names no record that they can correct."""
    correcting = [entry for entry in context.records if entry.record.corrects is not None]
    if not correcting:
        return
    by_name = {entry.name: entry.record for entry in context.records}
    links = {entry.name: (entry.record.corrects or "",) for entry in correcting}
    circle_lengths = {circle[0]: len(circle) for circle in circles(links)}
    for entry in correcting:
        location, other = entry.location.to("corrects"), by_name.get(entry.record.corrects or "")
        if other is None:
            names = [
                name
                for name, _ in context.plan.records_of[entry.record.subject]
                if name != entry.name
            ]
            help_ = context.propose(
                entry.record.corrects or "", names, otherwise="write a record's file name"
            )
            yield Finding(location, "there is no record of that name", help_)
        elif entry.name in circle_lengths:
            message = "this record corrects itself" if circle_lengths[entry.name] == 1 else _MUTUAL
            yield Finding(location, message, "take corrects: out of the one that is right")
        elif other.subject != entry.record.subject:
            message = (
                f"that is a record of {other.subject}, and this is one of {entry.record.subject}"
            )
            yield Finding(
                location, message, f"write the name of a record of {entry.record.subject}"
            )


_MUTUAL = "this record and the one that it corrects are each to correct the other"


@rule("answers-nothing", "error", needs=(need("record"),))
def answers_nothing(context: RuleContext) -> Iterator[Finding]:
    """Records whose `answers:` names no record in which a board asked about the same thing."""
    answering = [entry for entry in context.records if entry.record.answers is not None]
    by_name = {entry.name: entry.record for entry in context.records if answering}
    asked_about: dict[str, list[str]] = {}
    for file, record in by_name.items():
        if record.asked is not None:
            asked_about.setdefault(record.subject, []).append(file)
    for entry in answering:
        subject, name = entry.record.subject, entry.record.answers or ""
        asked = by_name.get(name)
        if asked is not None and asked.asked is not None and asked.subject == subject:
            continue
        message = "there is no record of that name"
        if asked is not None and asked.asked is None:
            message = "in that record no board asks anything"
        elif asked is not None:
            message = f"that is asked about {asked.subject}, and this is a record of {subject}"
        questions = asked_about.get(subject, [])
        otherwise = f"take answers: out: nothing is asked about {subject}"
        if questions:
            otherwise = f"write the file name of what is asked, such as {questions[-1]}"
        help_ = context.propose(name, questions, otherwise=otherwise)
        yield Finding(entry.location.to("answers"), message, help_)


# --- rounds --------------------------------------------------------------------------------------


@rule("unknown-term", "error", needs=(need("calendar"),))
def unknown_term(context: RuleContext) -> Iterator[Finding]:
    """Rounds of asking for a term that the calendar does not have."""
    calendar = context.timing_context.calendar
    for path, asking in context.plan.rounds.items():
        if calendar.terms and calendar.term(asking.term) is None:
            terms_known = [term.key for term in calendar.terms]
            help_ = context.propose(asking.term, terms_known, otherwise="add it to calendar.yaml")
            message = f'"{asking.term}" is not a term of calendar.yaml'
            yield Finding(Location(path, ("term",)), message, help_)


@rule("round-backwards", "error", needs=())
def round_backwards(context: RuleContext) -> Iterator[Finding]:
    """Rounds whose day to answer by is before the day on which the leads were asked."""
    for path, asking in context.plan.rounds.items():
        if asking.by < asking.asked:
            message = f"{date_title(asking.by)} is before the leads were asked"
            yield Finding(Location(path, ("by",)), message, "write the day by which to answer")


@rule("round-twice", "error", needs=())
def round_twice(context: RuleContext) -> Iterator[Finding]:
    """A second round of asking for one term, in a file of its own."""
    first: dict[str, str] = {}
    for path, asking in context.plan.rounds.items():
        other = first.setdefault(asking.term, path)
        if other != path:
            message = f"{other} is the round of {asking.term} already"
            help_ = "put the leads of both into one of the two files, and take the other out"
            yield Finding(Location(path, ("term",)), message, help_)
