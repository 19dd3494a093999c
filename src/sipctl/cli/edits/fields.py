"""The field that `set` changes, and the value for the plan's file that was typed for it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from sipctl.cli.edits.agreement import known_lead
from sipctl.cli.options import parse_day
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Activity
from sipctl.plan.model.entry import PhrasesShape, default_label
from sipctl.plan.model.kpi import TargetFigures, TargetShape
from sipctl.plan.model.scalars import Flag, ScalarType, control_character
from sipctl.plan.state.resolve import match, resolve
from sipctl.store.edits.changes import Bare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sipctl.cli.edits.subjects import Subject
    from sipctl.plan.model.entries import Plan

_ALIASES = {"aims": "oversees", "lead": "leads", "academy": "academies", "terms": "every"}
_ELSEWHERE = ("moved", "led", "answered", "came_from", "retired")
"""Keys that only other commands write, and are refused with a pointer to them."""
_YES = ("true", "yes", "y")
_NO = ("false", "no", "n")


@dataclasses.dataclass(frozen=True)
class EntryField:
    """A field of an entry: its key in the file, its type, and the keys of its entry in order."""

    key: str
    hint: Any
    order: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        """Whether it holds several values."""
        return get_origin(_unwrapped(self.hint)) is tuple

    @property
    def scalar(self) -> ScalarType | None:
        """What kind of text its value (each of its values) is; None for anything else."""
        return next(
            (mark for mark in _annotations(self.hint) if isinstance(mark, ScalarType)), None
        )

    @property
    def settable(self) -> bool:
        """Whether `set` knows how to read a value of it: neither entries nor mappings of them."""
        is_phrases = any(isinstance(mark, PhrasesShape) for mark in _annotations(self.hint))
        return self.scalar is not None or self.is_target or is_phrases

    @property
    def is_target(self) -> bool:
        """Whether its value may be a target in figures in place of a text."""
        return any(isinstance(mark, TargetShape) for mark in _annotations(self.hint))


def fields_of(entry: type) -> dict[str, EntryField]:
    """The fields of an entry by their keys."""
    hints = get_type_hints(entry, include_extras=True)
    keys = {field.name: field.name.rstrip("_") for field in dataclasses.fields(entry)}
    order = tuple(keys.values())
    return {key: EntryField(key, hints[name], order) for name, key in keys.items()}


def settable_fields(subject: Subject) -> dict[str, EntryField]:
    """The fields that `set` changes of something, by their keys."""
    if subject.entry is None:
        return {"provisional": EntryField("provisional", Flag, ())}
    return {key: field for key, field in fields_of(type(subject.entry)).items() if field.settable}


def find_field(subject: Subject, typed: str) -> EntryField:
    """The field that a word means, by its key or its label; raises Refusal for another word."""
    fields = settable_fields(subject)
    if subject.entry is not None:
        known = fields_of(type(subject.entry))
        fields = {key: field for key, field in known.items() if key in {*fields, *_ELSEWHERE}}
    word = typed.strip().casefold().replace("-", "_").replace(" ", "_")
    word = _ALIASES.get(word, word) if _ALIASES.get(word) in fields else word
    labels = {default_label(key).casefold().replace(" ", "_"): key for key in fields}
    _refuse_status(subject, word)
    message = f'{subject.name} has no field "{typed}"'
    name = resolve(labels.get(word, word), list(fields), message, beginnings=True)
    return fields[name]


def _refuse_status(subject: Subject, word: str) -> None:
    if isinstance(subject.entry, Activity) and word in ("status", "note", "evidence", "complete"):
        message = f"{word} is what happened, which is recorded beside the plan"
        raise Refusal(message, f"sipctl record {subject.name} on-track --note ...")


def refuse_own_command(plan: Plan, subject: Subject, field: EntryField) -> None:
    """Raises Refusal for a field that another command changes, which keeps the earlier value."""
    name, entry, key = subject.name, subject.entry, field.key
    value = getattr(entry, key, None)
    if key == "id":
        message = f"an id never moves to another thing, so {name} stays {name}"
        raise Refusal(message, f"sipctl withdraw {name} gives it up, sipctl add begins another")
    if key in ("moved", "led", "answered", "came_from"):
        written_by = "sipctl roll writes it" if key == "came_from" else _HISTORY
        raise Refusal(f"{key} is history, which the commands that change things keep", written_by)
    if key == "retired":
        message = f"{name} is retired with a command of its own, which keeps why"
        raise Refusal(message, f"sipctl withdraw {name} --agreed WHO --why ...")
    if key == "when" and value and _has_readable_time(plan, value):
        message = f"{name} has a date, and sipctl move keeps where it stood"
        raise Refusal(message, f'sipctl move {name} "Spring 2026" --agreed WHO')
    if key == "leads" and value and isinstance(value, tuple):
        message = f"{name} has a lead, and sipctl handover keeps who led it before"
        raise Refusal(message, f"sipctl handover {value[0]} PQ --only {name} --agreed WHO")
    if key == "query" and value:
        message = f"{name} has an open question, and sipctl answer keeps it with its answer"
        raise Refusal(message, f'sipctl answer {name} "..."')


def _has_readable_time(plan: Plan, phrases: Mapping[str, str]) -> bool:
    """Whether any of an activity's times can be read: `set` may replace what is no date yet."""
    from sipctl.plan.context import timing_context
    from sipctl.plan.timing import Timing, read

    context = timing_context(plan)
    return any(isinstance(read(phrase, context), Timing) for phrase in phrases.values())


_HISTORY = "sipctl move, handover and answer write it"


# --- what was typed ------------------------------------------------------------------------------


def read_values(plan: Plan, field: EntryField, texts: Sequence[str], today: date) -> Any:
    """The value for the file of what was typed; raises Refusal for what the field cannot hold."""
    for text in texts:
        if not text.strip():
            raise Refusal(f"{field.key} would be empty", "--none takes it out")
        if control_character(text) is not None:
            raise Refusal(f"{field.key} holds a character that cannot be shown", "take it out")
    if field.is_list:
        return _list(plan, field, texts, today)
    if any(isinstance(mark, PhrasesShape) for mark in _annotations(field.hint)):
        return _phrases(field, texts)
    if len(texts) > 1:
        example = f'"{" ".join(texts)}"'
        raise Refusal(f"{field.key} takes one text", f"put it in quotes: {example}")
    if field.is_target and texts[0].replace(" ", "").startswith("value:"):
        return _figures(texts[0])
    return _scalar(field, texts[0], today)


def _list(plan: Plan, field: EntryField, texts: Sequence[str], today: date) -> list[Any]:
    kind = field.scalar.name if field.scalar else "text"
    if kind == "text":
        return [text.strip() for text in texts]
    words = [word for text in texts for word in text.replace(" to ", ",").split(",")]
    words = [part for word in words for part in _parts(kind, word)]
    if kind == "initials":
        return [known_lead(plan, word) for word in words]
    known = _known(plan, kind)
    values = [_scalar(field, match(word, known) or word, today) for word in words]
    if get_args(_unwrapped(field.hint))[-1] is not Ellipsis and len(values) != 2:
        raise Refusal(
            f"{field.key} takes two days", "the first and the last, 2025-10-27 2025-10-31"
        )
    return values


def _parts(kind: str, word: str) -> list[str]:
    """The values in a part of a list: a day may have several words, anything else has one."""
    return [word.strip()] if kind == "date" else word.split()


def _known(plan: Plan, kind: str) -> list[str]:
    if kind == "academy":
        return list(plan.people.academies)
    if kind == "part of a framework":
        return list(plan.parts)
    return [thing.id for thing in plan.walk()]


def _scalar(field: EntryField, text: str, today: date) -> str:
    kind = field.scalar.name if field.scalar else "text"
    if kind == "text":
        return text.strip()
    if kind == "date":
        return Bare(parse_day(field.key, text, today))
    if kind == "true or false":
        word = text.strip().casefold()
        return Bare("true" if word in _YES else "false" if word in _NO else text)
    return Bare(text.strip())


def _phrases(field: EntryField, texts: Sequence[str]) -> Any:
    """One time, or several with their labels: `Launch: January 2025`."""
    if len(texts) == 1 and ": " not in texts[0]:
        return texts[0].strip()
    labelled = [text.partition(":") for text in texts]
    if not all(label.strip() and phrase.strip() for label, _, phrase in labelled):
        message = f"{field.key} takes one time, or several with a label each"
        raise Refusal(message, '"Launch: January 2025" "Develop further: Summer 2025"')
    return {label.strip(): phrase.strip() for label, _, phrase in labelled}


def _figures(text: str) -> dict[str, str]:
    """A target in figures: `value: 95, unit: %, by: Summer 2027`."""
    known = fields_of(TargetFigures)
    figures: dict[str, str] = {}
    for part in text.split(","):
        key, _, value = (word.strip() for word in part.partition(":"))
        name = resolve(key, list(known), f'a target has no "{key}"')
        number = known[name].scalar is not None and known[name].scalar.name == "number"  # type: ignore[union-attr]
        figures[name] = Bare(value) if number or name == "better" else value
    return figures


# --- types ---------------------------------------------------------------------------------------


def _unwrapped(hint: Any) -> Any:
    """A type without `| None`, and without what `Annotated` adds to a collection."""
    options = [option for option in get_args(hint) if option is not type(None)]
    if get_origin(hint) not in (tuple, dict, Annotated) and type(None) in get_args(hint):
        return _unwrapped(options[0])
    return hint


def _annotations(hint: Any) -> list[Any]:
    """Everything that `Annotated` adds anywhere within a type of values (not of mappings)."""
    if get_origin(hint) is dict:
        return []
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        return [*marks, *_annotations(inner)]
    return [mark for option in get_args(hint) for mark in _annotations(option)]
