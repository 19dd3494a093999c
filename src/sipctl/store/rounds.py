"""Writes rounds of asking: one small file a term, to which a later asking adds leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.calendar.record_folder import record_folder
from sipctl.plan.faults import Refusal
from sipctl.store.files import atomic
from sipctl.store.files.inside import read_inside
from sipctl.store.files.journal import FileWrite, write_all
from sipctl.store.files.source import BIGGEST, Source
from sipctl.store.yaml import writer

if TYPE_CHECKING:
    from sipctl.plan.calendar.terms import Calendar, Term
    from sipctl.plan.model.entries import Round
    from sipctl.store.files.folder import Folder


def path_of(calendar: Calendar, term: Term) -> str:
    """`rounds/2024-25-spring.yaml`, within the plan folder."""
    return f"rounds/{record_folder(calendar, term.starts).replace('/', '-')}.yaml"


def text_of(asking: Round) -> str:
    """A round as YAML, one key a line."""
    return "".join(f"{line}\n" for line in _lines(asking).values())


def _lines(asking: Round) -> dict[str, str]:
    return {
        "term": f"term: {asking.term}",
        "asked": f"asked: {asking.asked}",
        "by": f"by: {asking.by}",
        "leads": f"leads: {writer.row(asking.leads)}",
    }


def save(folder: Folder, path: str, asking: Round, before: Round | None) -> bool:
    """Writes a round to its file, or the lines that changed of one that is there; whether any did.

    Raises Refusal where it cannot be written, or would not read back as it was meant.
    """
    if asking == before:
        return False
    if before is None:
        data = text_of(asking).encode()
        _prove(path, data, asking)
        try:
            atomic.create(folder, path, data)
        except FileExistsError:
            raise atomic.ChangedMeanwhile(folder, path) from None
        return True
    written = read_inside(folder.path, path, BIGGEST)
    text = written.decode()
    for key, line in _lines(asking).items():
        if line != _lines(before)[key]:
            text = re.sub(rf"^{key}:[^\r\n]*", lambda _, line=line: line, text, flags=re.MULTILINE)  # type: ignore[misc]
    _prove(path, text.encode(), asking)
    write_all(folder, [FileWrite(path, written, text.encode())])
    return True


def _prove(path: str, data: bytes, asking: Round) -> None:
    """Raises Refusal unless the bytes read back as the round."""
    from sipctl.store.load import load_file

    if load_file(Source(path, data)).model != asking:
        raise Refusal(
            f"{path} is written in a way that sipctl cannot add to",
            "write its keys term, asked, by and leads on a line each, as in docs/plan-format.md",
        )
