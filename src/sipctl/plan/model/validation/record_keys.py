"""Which keys a record may have, by what it is about, and which of them it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.faults import Fault
from sipctl.plan.frozen import frozen
from sipctl.plan.model.entry import attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.model.records import Record


@frozen()
class SubjectKeys:
    """The keys of records of one kind: one of `any_of` is needed, `never` are for other kinds.

    `needs` says in words what is needed, `advice` what to write.
    """

    words: str
    any_of: tuple[str, ...]
    needs: str
    advice: str
    never: tuple[str, ...]


_JUDGED = ("status", "result", "value", "unit", "for", "note", "agreed", "new_date_wanted")
_SUMMED = ("summary", "help_wanted", "decision_wanted")
_SUMMARY = "add summary:, how it stands in its owner's words"
SUBJECTS = {
    "activity": SubjectKeys(
        "an activity",
        ("status",),
        "a status",
        "add status:, such as on-track",
        ("result", "value", "unit", "summary", "decision_wanted"),
    ),
    "kpi": SubjectKeys(
        "a KPI",
        ("result", "value"),
        "a result or a value",
        "add result: met, partly-met or not-met, or a value: such as 14.2",
        ("status", *_SUMMED, "agreed", "new_date_wanted"),
    ),
    "area": SubjectKeys("an area", _SUMMED, "a summary", _SUMMARY, _JUDGED),
    "aim": SubjectKeys("an aim", _SUMMED, "a summary", _SUMMARY, _JUDGED),
}
"""What a record may be about, by the key that says so."""

_NEVER_OF_BOARD = (
    *("status", "result", "value", "unit", "for", "summary", "agreed", "help_wanted"),
    *("new_date_wanted", "decision_wanted", "return", "row"),
)
BOARD = SubjectKeys("a board's question or decision", ("asked", "decided"), "", "", _NEVER_OF_BOARD)
_ANSWER = SubjectKeys(
    "an answer to a board",
    ("note",),
    "a note",
    "add note:, with the answer",
    _NEVER_OF_BOARD,
)


def record_faults(record: Record, file: str) -> Iterator[Fault]:
    """The faults of keys that do not belong together in one record."""
    named = [key for key in SUBJECTS if getattr(record, key)]
    if len(named) > 1:
        message = f"a record is about one thing, and this one has {':, '.join(named)}:"
        if named == ["activity", "kpi"]:
            message = "a record is about an activity or a KPI, not both"
        advice = "take one of the two out, and write another record for it"
        yield _fault(file, message, advice, named[1])
    elif named:
        yield from _of_subject(record, named[0], file)
    else:
        message = "this record does not say what it is about"
        yield _fault(file, message, "add activity: 2a.3, or kpi: 2a.k1")
    if record.asked and (record.decided or record.answers):
        key = "decided" if record.decided else "answers"
        advice = "take one of the two out, and write another record for it"
        yield _fault(file, f'a record with "asked" has no "{key}"', advice, key)
    if (record.return_ is None) != (record.row is None):
        key, other = ("row", "return") if record.return_ is None else ("return", "row")
        advice = "sipctl take writes the two together: take this one out"
        yield _fault(file, f'a record with "{key}" needs "{other}"', advice, key)


def _of_subject(record: Record, subject: str, file: str) -> Iterator[Fault]:
    keys = _keys(record, subject)
    wrong = [key for key in keys.never if getattr(record, attribute(key))]
    for key in wrong:
        advice = f"take {key}: out"
        if subject == "activity" and key in ("result", "value", "unit"):
            advice += "; or write kpi: in place of activity:, if it is about a KPI"
        if (subject, key) == ("kpi", "status"):
            advice = "write result: met, partly-met or not-met, or a value: such as 14.2"
        yield _fault(file, f'a record of {keys.words} has no "{key}"', advice, key)
    given = any(getattr(record, key) for key in keys.any_of)
    if not given and not (subject == "kpi" and "status" in wrong):
        yield _fault(file, f"a record of {keys.words} needs {keys.needs}", keys.advice)


def _keys(record: Record, subject: str) -> SubjectKeys:
    """The keys for a record: a board's, and an answer to one, have the same for any subject."""
    if record.is_by_board:
        return BOARD
    return _ANSWER if record.is_of_board else SUBJECTS[subject]


def _fault(file: str, message: str, advice: str, *route: str) -> Fault:
    return Fault("record-subject", "error", message, advice, file, route, key=bool(route))
