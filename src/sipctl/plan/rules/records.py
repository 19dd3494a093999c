"""Records: each about something in the plan, in the file and folder that its contents say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.calendar.record_folder import record_folder
from sipctl.plan.model.entries import Activity
from sipctl.plan.rules import terms
from sipctl.plan.rules.context import Finding, RecordAt, RuleContext, called, rule
from sipctl.plan.rules.links import circles
from sipctl.plan.state.progress import kpi_phrases, mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.model.entries import Kpi, Record
    from sipctl.plan.timing import TimingContext

_NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<id>[^-]+)-(?P<by>.+?)(?P<hex>-[0-9a-f]{6})?")


@rule("record-of-nothing", "error")
def record_of_nothing(survey: RuleContext) -> Iterator[Finding]:
    """Records of activities and KPIs that the plan does not have."""
    lost: dict[str, list[RecordAt]] = {}
    for at in survey.records:
        # Where the file's name knows better, the id is a slip, and that is told instead.
        if at.it.subject not in survey.known and _named_id(at) not in survey.known:
            lost.setdefault(at.it.subject, []).append(at)
    for subject, records in lost.items():
        kind = "activity" if records[0].it.activity else "KPI"
        message = f"{kind} {subject} is not in the plan"
        if len(records) > 1:
            message += f", and {len(records)} records are about it"
        near = survey.propose_id(
            subject, survey.plan.activities if records[0].it.activity else survey.plan.kpis
        )
        helped = "if it was taken out, put it back and record it as withdrawn"
        if near.startswith("did"):
            helped += f"; if the id is a slip, {near}"
        yield Finding(records[0].spot.to(_key(records[0].it)), message, helped)


@rule("unknown-occurrence", "error")
def unknown_occurrence(survey: RuleContext) -> Iterator[Finding]:
    """Records whose `for:` names no milestone and no period of their activity or KPI."""
    if not survey.once(terms.days_hold):
        return
    allowed: dict[str, dict[str, None] | None] = {}
    for spot, record in survey.records:
        it = survey.known.get(record.subject)
        if record.for_ is None or it is None:
            continue
        if it.id not in allowed:
            allowed[it.id] = _names(survey, it, survey.frame)
        names = allowed[it.id]
        if names is None or record.for_ in names or _was_known(survey, it, record.for_):
            continue
        otherwise = f"sipctl show {it.id} lists what it has" if names else "take for: out"
        helped = survey.propose(record.for_, names, otherwise=otherwise)
        yield Finding(spot.to("for"), f'{called(it)} has no "{record.for_}"', helped)


def _names(survey: RuleContext, it: Activity | Kpi, frame: TimingContext) -> dict[str, None] | None:
    """What a record's `for` may name: milestones, and period keys, of past dates too.

    None where a phrase cannot be read, so that nobody can tell.
    """
    phrases = it.when if isinstance(it, Activity) else kpi_phrases(it)
    texts = [*phrases.values()]
    if isinstance(it, Activity):
        texts += [move.from_ for move in it.moved]
    names = dict.fromkeys(label for label in phrases if label)
    for text in texts:
        timing = survey.timing(text, frame)
        if timing is None:
            return None
        names |= dict.fromkeys(one.period for one in timing.occurrences)
    return names


def _was_known(survey: RuleContext, it: Activity | Kpi, name: str) -> bool:
    """Whether the name was right until a meeting's dates became known and took its place."""
    if survey.dateless is None:
        return False
    return name in (_names(survey, it, survey.dateless) or ())


# --- names and folders ---------------------------------------------------------------------------


@rule("record-name", "error")
def record_name(survey: RuleContext) -> Iterator[Finding]:
    """Records whose file name or folder does not agree with their contents."""
    calendar_sound = survey.once(terms.are_sound)
    for at in survey.records:
        wrong = _wrong_name(at)
        if wrong:
            key, message = wrong
            helped = f"rename the file to {_right_name(at)}, or correct it here"
            yield Finding(at.spot.to(key), message, helped)
            continue
        folder = _right_folder(survey, at.it) if calendar_sound else None
        if folder and at.spot.file != f"{folder}/{at.name}":
            message = f"a record of {date_title(at.it.date)} does not belong in this folder"
            yield Finding(at.spot.to("date"), message, f"move the file to {folder}/{at.name}")


def _wrong_name(at: RecordAt) -> tuple[str, str] | None:
    """Where a record's name and contents disagree: the key in the file, and the sentence."""
    record, stem = at.it, at.name.removesuffix(".yaml")
    start = f"{record.date}-{record.subject}-{record.by}"
    if stem.startswith(start) and re.fullmatch("(-[0-9a-f]{6})?", stem[len(start) :]):
        return None
    named = _NAME.fullmatch(stem)
    if named is None:
        return "date", "this file is not named as records are"
    if named["date"] != str(record.date):
        return "date", f"the file's name says {named['date']}, the record {record.date}"
    if named["id"] != record.subject:
        return _key(record), f"the file's name says {named['id']}, the record {record.subject}"
    return "by", f"the file's name says it is by {named['by']}, the record by {record.by}"


def _right_name(at: RecordAt) -> str:
    named = _NAME.fullmatch(at.name.removesuffix(".yaml"))
    digits = (named["hex"] or "") if named else ""
    return f"{at.it.date}-{at.it.subject}-{at.it.by}{digits}.yaml"


def _right_folder(survey: RuleContext, record: Record) -> str | None:
    """A record's folder; None without a calendar."""
    calendar = survey.frame.calendar
    return f"records/{record_folder(calendar, record.date)}" if calendar.sound_terms else None


def _named_id(at: RecordAt) -> str:
    named = _NAME.fullmatch(at.name.removesuffix(".yaml"))
    return named["id"] if named else ""


def _key(record: Record) -> str:
    return "activity" if record.activity is not None else "kpi"


# --- days ----------------------------------------------------------------------------------------


@rule("record-in-future", "error", of_the_day=True)
def record_in_future(survey: RuleContext) -> Iterator[Finding]:
    """Records dated after today."""
    for at in survey.records:
        if at.it.date > survey.today and not _wrong_name(at):
            message = f"{date_title(at.it.date)} is still to come"
            yield Finding(at.spot.to("date"), message, "write the day on which it happened")


@rule("record-before-plan", "error")
def record_before_plan(survey: RuleContext) -> Iterator[Finding]:
    """Records dated before the plan begins."""
    for at in survey.records if survey.runs_forward else ():
        if at.it.date < survey.given.starts and not _wrong_name(at):
            message = f"{date_title(at.it.date)} is before the plan begins"
            helped = f"the plan runs {survey.years}: write the day on which it happened"
            yield Finding(at.spot.to("date"), message, helped)


# --- what a record rests on ----------------------------------------------------------------------


@rule("no-evidence", "warning")
def no_evidence(survey: RuleContext) -> Iterator[Finding]:
    """Records of completed work that no evidence supports."""
    shown: dict[str, set[str | None]] = {}
    for at in _newest_first(survey):
        record = at.it
        seen = shown.setdefault(record.subject, set())
        if record.evidence:
            seen.add(record.for_)
        if record.status != "complete" or seen & {record.for_, None}:
            continue
        what = f"{record.subject}" + (f" ({record.for_})" if record.for_ else "")
        helped = "write a later record of it as complete, with evidence: and what shows it"
        yield Finding(at.spot.to("status"), f"{what} is complete, with no evidence", helped)
        seen.add(record.for_)


def _newest_first(survey: RuleContext) -> list[RecordAt]:
    """Records that no other corrects, the newest first."""
    told = survey.plan.records_of.values()
    void = {name for records in told for name in mistakes(records)}
    standing = [at for at in survey.records if at.name not in void]
    return sorted(standing, key=lambda at: (at.it.date, at.it.at or "", at.name), reverse=True)


@rule("corrects-nothing", "error")
def corrects_nothing(survey: RuleContext) -> Iterator[Finding]:
    """Records whose `corrects:` names no record that they can correct."""
    correcting = [at for at in survey.records if at.it.corrects is not None]
    if not correcting:
        return
    named = {at.name: at.it for at in survey.records}
    links = {at.name: (at.it.corrects or "",) for at in correcting}
    ends = {circle[0]: len(circle) for circle in circles(links)}
    for at in correcting:
        spot, other = at.spot.to("corrects"), named.get(at.it.corrects or "")
        if other is None:
            names = [name for name, _ in survey.plan.records_of[at.it.subject] if name != at.name]
            helped = survey.propose(
                at.it.corrects or "", names, otherwise="write a record's file name"
            )
            yield Finding(spot, "there is no record of that name", helped)
        elif at.name in ends:
            message = "this record corrects itself" if ends[at.name] == 1 else _MUTUAL
            yield Finding(spot, message, "take corrects: out of the one that is right")
        elif other.subject != at.it.subject:
            message = f"that is a record of {other.subject}, and this is one of {at.it.subject}"
            yield Finding(spot, message, f"write the name of a record of {at.it.subject}")


_MUTUAL = "this record and the one that it corrects are each to correct the other"
