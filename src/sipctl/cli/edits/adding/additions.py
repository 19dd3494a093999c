"""The words and options typed after `add`, or asked for, as the values of a new entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sipctl.cli.edits.fields import EntryField, fields_of, read_values
from sipctl.plan.faults import Refusal
from sipctl.plan.state.resolve import readings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.store.edits.changes import Change


@dataclass(frozen=True)
class Addition:
    """A new entry: its file, the changes of that file, and its name in messages.

    `text` is the whole of a new file, for an entry that has a file of its own.
    """

    file: str
    changes: tuple[Change, ...]
    name: str
    notes: tuple[str, ...] = ()
    tolerated: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Typed:
    """What was typed after `add`: the kind, the words after it, and the options by field."""

    kind: str
    words: tuple[str, ...]
    options: Mapping[str, Sequence[str]]

    def refuse_options_but(self, *keys: str) -> None:
        """Raises Refusal for an option that an entry of this kind has no field for."""
        for key in self.options:
            if key not in keys:
                option = OPTIONS.get(key, key)
                message = f"{'an' if self.kind[0] in 'ao' else 'a'} {self.kind} has no --{option}"
                raise Refusal(message, "leave it out")

    def text(self, key: str) -> str | None:
        """The text of an option that is given once; None where it is not given."""
        given = self.options.get(key)
        return given[0].strip() if given else None


OPTIONS = {"leads": "lead", "academies": "academy"}
"""Field → its option, where that has another name."""


def entry_values(
    session: Session, entry: type, typed: Typed, today: date, first: Mapping[str, Any]
) -> dict[str, Any]:
    """The entry's values by key, in field order: `first`, then those read from the options."""
    fields = fields_of(entry)
    values: dict[str, Any] = {}
    for key, field in fields.items():
        if key in first:
            values[key] = first[key]
        elif key in typed.options:
            values[key] = _read(session, field, typed.options[key], today)
    return values


def _read(session: Session, field: EntryField, texts: Sequence[str], today: date) -> Any:
    from sipctl.cli.edits.agreement import known_lead

    if field.key == "leads":
        words = [part for text in texts for part in text.replace(",", " ").split()]
        return [known_lead(session.plan, initials) for initials in words]
    return read_values(session.plan, field, texts, today)


# --- asked for -----------------------------------------------------------------------------------


def typed_word(typed: Typed, place: int, question: str, example: str) -> str:
    """The word at an index after the kind, else asked for; without a terminal raises Refusal."""
    from sipctl.cli.runtime.prompts import ask_text, can_ask

    if place < len(typed.words):
        given = typed.words[place].strip()
        if given:
            return given
        raise Refusal(f"{question} It is empty", f"such as: {example}")
    if can_ask():
        return ask_text(question)
    raise Refusal(question, f"such as: {example}")


def with_answers(typed: Typed, questions: Mapping[str, str]) -> Typed:
    """The same with answers to `questions` (by field) as options, if a terminal is there to ask on
    and no option was given."""
    from sipctl.cli.runtime.prompts import ask_or_skip, can_ask

    if typed.options or not can_ask():
        return typed
    answers = {
        key: ask_or_skip(f"{question} Enter for none") for key, question in questions.items()
    }
    given = {key: _parts(key, text) for key, text in answers.items() if text}
    return Typed(typed.kind, typed.words, given)


def _parts(key: str, text: str) -> list[str]:
    several = key in ("leads", "academies", "after", "see", "oversees")
    return [part for part in text.replace(",", " ").split() if part] if several else [text]


def refuse_extra_words(typed: Typed, most: int, example: str) -> None:
    """Raises Refusal for more than `most` words."""
    if len(typed.words) > most:
        more = " ".join(typed.words[most:])
        raise Refusal(f'what is "{more}"? Put a text in quotes', f"such as: {example}")


def refuse_known(name: str, known: list[str]) -> None:
    """Raises Refusal for a name that the plan has already, capitals or not."""
    same = readings(name, known)
    if same:
        raise Refusal(f"{same[0]} is there already", f"sipctl set {same[0]} FIELD VALUE changes it")
