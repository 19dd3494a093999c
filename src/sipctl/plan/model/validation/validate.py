"""Plain data → models, through pydantic; whatever does not fit becomes faults in plain words.

No other module imports pydantic. `read` never raises: its data comes from files that anybody may
have written.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pydantic_core
from pydantic_core import PydanticCustomError, SchemaValidator, ValidationError
from pydantic_core import core_schema as c

from sipctl.plan.english import excerpt
from sipctl.plan.faults import Fault
from sipctl.plan.model import entries as m
from sipctl.plan.model.calendar import YearShape
from sipctl.plan.model.entry import PhrasesShape
from sipctl.plan.model.kpi import TargetShape
from sipctl.plan.model.scalars import ScalarType, TermName, Text
from sipctl.plan.model.validation import messages
from sipctl.plan.model.validation.file_kinds import FILE_MODELS
from sipctl.plan.model.validation.messages import EMPTY_FILE_HELP
from sipctl.plan.model.validation.record_keys import record_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sipctl.plan.model.validation.file_kinds import FileKind


def read(kind: FileKind, data: Any, file: str) -> tuple[Any | None, list[Fault]]:
    """The model of one file's plain data (dicts, lists, text, None), or the faults in it.

    `file` is the path within the plan folder, for the faults. The model is None if there is any.
    """
    model = FILE_MODELS[kind]
    if data is None:
        return None, [
            Fault("empty-file", "error", "this file is empty", EMPTY_FILE_HELP[model], file)
        ]
    entry, errors = validated(kind, data)
    if errors:
        return None, messages.faults(model, errors, data, file)
    faults = constraint_faults(kind, entry, file)
    return (None, faults) if faults else (entry, [])


def validated(kind: FileKind, data: Any) -> tuple[Any | None, Sequence[Mapping[str, Any]]]:
    """The model of plain data, or pydantic's errors as data."""
    try:
        return _validator(kind).validate_python(data), ()
    except ValidationError as error:
        return None, error.errors(include_url=False)


def constraint_faults(kind: FileKind, entry: Any, file: str) -> list[Fault]:
    """The faults of what has to belong together in one file."""
    return list(_CONSTRAINTS[kind](entry, file)) if kind in _CONSTRAINTS else []


CORE_VERSION: str = pydantic_core.__version__


def schema_of(kind: FileKind) -> c.CoreSchema:
    """pydantic's core schema of one kind of file; it can be pickled, and given to `use_schema`."""
    # Imported only here: it takes four times as long as all that a validator needs.
    from pydantic import TypeAdapter

    return TypeAdapter(FILE_MODELS[kind]).core_schema


def use_schema(kind: FileKind, schema: c.CoreSchema) -> None:
    """Makes `read` validate files of one kind by a schema that `schema_of` gave."""
    _validators[kind] = SchemaValidator(schema)


_validators: dict[FileKind, SchemaValidator] = {}


def _validator(kind: FileKind) -> SchemaValidator:
    if kind not in _validators:
        use_schema(kind, schema_of(kind))
    return _validators[kind]


# --- what belongs together in one file ------------------------------------------------------------


def _either_trust_or_school(about: m.About, file: str) -> Iterator[Fault]:
    if about.trust and about.school:
        text = "this plan is a trust's or a school's, not both"
        advice = "take trust: or school: out"
        yield Fault("missing-key", "error", text, advice, file, ("school",), key=True)
    elif not about.trust and not about.school:
        text = "this file does not say whose plan it is"
        advice = "add trust: {name: …}, or school: {name: …} for a single school"
        yield Fault("missing-key", "error", text, advice, file)


_CONSTRAINTS: dict[str, Callable[[Any, str], Iterator[Fault]]] = {
    "plan": _either_trust_or_school,
    "record": record_faults,
}


# --- core schemas of the marks in the models' annotations -----------------------------------------

# The models do not import pydantic. Importing this module adds to the marks in their annotations
# the method by which pydantic asks for a schema.
_HOOK = "__get_pydantic_core_schema__"


def _scalar_schema(kind: ScalarType, _source: Any, _handler: Any) -> c.CoreSchema:
    return c.no_info_plain_validator_function(partial(_scalar, kind))


def _scalar(kind: ScalarType, value: Any) -> Any:
    if isinstance(value, str):
        try:
            return kind.read(value)
        except ValueError:
            pass
    raise _text_error(kind, value)


def _text_error(kind: ScalarType, value: Any) -> PydanticCustomError:
    shown = f'"{excerpt(value)}"' if isinstance(value, str) else messages.shape_name(value)
    slug = {"date": "bad-date", "number": "bad-number"}.get(kind.name, "wrong-text")
    return _error(
        slug, f"{shown} is not {kind.expected}", kind.help, kind=kind.name, expected=kind.expected
    )


def _error(slug: str, message: str, advice: str, **details: str) -> PydanticCustomError:
    """An error in our own words, for `messages`.

    `details` are the `kind` of text that was `expected`; or the `key` that the error is about, if
    that stands further in.
    """
    context = {"message": message, "help": advice, "kind": "", "expected": "", **details}
    return PydanticCustomError(f"sipctl:{slug}", "see its context", context)


def _phrases_schema(_mark: PhrasesShape, _source: Any, _handler: Any) -> c.CoreSchema:
    """`when`: a phrase alone, or one for each label. The former is held under the label ""."""
    return c.no_info_plain_validator_function(_phrases)


def _phrases(value: Any) -> dict[str, str]:
    if value is None:
        return {}
    if isinstance(value, str) and value.strip():
        return {"": value}
    advice = 'write one phrase, such as "Spring 2025", or lines such as Launch: January 2025'
    if not isinstance(value, dict) or not value:
        raise _error("wrong-shape", "a time is one phrase, or a phrase for each milestone", advice)
    for label, text in value.items():
        if not label.strip():
            raise _error("bad-name", "this milestone has no name", advice, key=label)
        if not isinstance(text, str) or not text.strip():
            raise _error(
                "wrong-shape",
                f'"{excerpt(label)}" has no time',
                advice,
                key=label,
            )
    return dict(value)


def _target_schema(_mark: TargetShape, _source: Any, handler: Any) -> c.CoreSchema:
    """`target`: words, or a group of lines in figures."""
    choices = {
        "words": handler.generate_schema(Text),
        "figures": handler.generate_schema(m.TargetFigures),
    }
    return c.tagged_union_schema(choices, discriminator=_target_kind)


def _target_kind(value: Any) -> str:
    return "figures" if isinstance(value, dict) else "words"


def _year_schema(_mark: YearShape, _source: Any, handler: Any) -> c.CoreSchema:
    """`2024/25:` holds terms by name and, beside them, `provisional`."""
    inner = c.dict_schema(handler.generate_schema(TermName), handler.generate_schema(m.TermDates))
    return c.no_info_wrap_validator_function(_year, inner)


def _year(value: Any, validate: Any) -> m.SchoolYear:
    if not isinstance(value, dict):
        advice = "write a line for each term under it: autumn: {starts: …, ends: …}"
        raise _error("wrong-shape", "an academic year is a group of terms", advice)
    provisional = value.get("provisional", "false")
    if provisional not in ("true", "false"):
        advice = "write provisional: true, or take the line out"
        raise _error("wrong-text", '"provisional" is true or false', advice, key="provisional")
    terms = validate({name: term for name, term in value.items() if name != "provisional"})
    return m.SchoolYear(terms=terms, provisional=provisional == "true")


setattr(ScalarType, _HOOK, _scalar_schema)
setattr(PhrasesShape, _HOOK, _phrases_schema)
setattr(YearShape, _HOOK, _year_schema)
setattr(TargetShape, _HOOK, _target_schema)
