"""How a file is known for one that sipctl made and nobody has worked in: it may be replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class OutputKind:
    """A kind of file: what one in the way would have to be, and whether some bytes are that."""

    what: str
    holds: Callable[[bytes], bool]


def put(path: Path, data: bytes, form: str, *, force: bool) -> None:
    """Write a file of a form; raises Refusal where something is in the way that is not ours."""
    put_all({path: data}, form, force=force)


def put_all(files: Mapping[Path, bytes], form: str, *, force: bool) -> None:
    """Write several files of a form, or none; raises Refusal as `put` does."""
    from sipctl.store.files import output_files

    output_files.write_outputs(files, KINDS[form].holds, force=force, what=KINDS[form].what)


def earlier(path: Path, form: str) -> bytes:
    """What stands in a file of sipctl's own, which is about to be replaced; else nothing."""
    from sipctl.store.files import output_files

    return output_files.read_earlier(path, KINDS[form].holds)


def _begins(pattern: bytes) -> Callable[[bytes], bool]:
    """Whether the head of a file is as sipctl writes it: others write theirs in their own way."""
    head = re.compile(pattern)
    return lambda data: head.match(data) is not None


def _our_workbook(data: bytes) -> bool:
    """Whether nobody has saved the workbook since: whoever does signs it, and dates it anew."""
    from sipctl.views.exports.xlsx import untouched

    return untouched(data)


_CALENDAR = rb"BEGIN:VCALENDAR\r?\n(?s:.{0,400}?)PRODID:-//sipctl//"
_JSON = rb'\{\s*"version": 1,\s+"as_of": "[0-9]{4}-[0-9]{2}-[0-9]{2}",\s+"(?:trust|from)": '
_SVG = rb'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="[0-9. ]+" class="sip" '

KINDS = {
    "ics": OutputKind("a calendar of sipctl's", _begins(_CALENDAR)),
    "json": OutputKind("an export of sipctl's", _begins(_JSON)),
    "ndjson": OutputKind("an export of sipctl's", _begins(_JSON)),
    "xlsx": OutputKind("a workbook as sipctl left it", _our_workbook),
    "svg": OutputKind("a picture of sipctl's", _begins(_SVG)),
    "csv": OutputKind("known to be as sipctl left it", lambda _: False),
    "table": OutputKind("known to be as sipctl left it", lambda _: False),
}
"""CSV, and text that people read, do not say who wrote in them last."""
