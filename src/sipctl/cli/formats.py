"""In which format an answer is written: as `--format` says, or else as the file's name ends."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from sipctl.cli.session import one_of
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping


def form_of(
    asked: str | None,
    output: PurePath | str | None,
    endings: Mapping[str, str],
    otherwise: str | None = None,
) -> str:
    """The format of an answer; `otherwise` where it goes to no file and nothing was asked.

    `endings` are those of names, in small letters, and the format that each means. Raises Refusal
    where no format is meant, or the file's name means another than was asked for.
    """
    meant = endings.get(PurePath(output).suffix.lower()) if output is not None else None
    if asked is not None:
        one_of("--format", asked, tuple(dict.fromkeys(endings.values())))
        if meant not in (None, asked):
            ending = next(ending for ending, form in endings.items() if form == asked)
            helped = f"end the name in {ending}, or leave --format out"
            raise Refusal(f'--format {asked} and -o "{output}" do not agree', helped)
        return asked
    form = otherwise if output is None else meant
    if form is None and output is None:
        forms = ", ".join(dict.fromkeys(endings.values()))
        raise Refusal("no format was named", f"add --format with one of {forms}, or -o FILE")
    if form is None:
        helped = f"end it in {', '.join(endings)}, or say --format"
        raise Refusal(f'-o "{output}" does not say which format', helped)
    return form
