"""Which files in the way may be replaced: those that sipctl wrote and nobody has changed since."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@frozen()
class OutputKind:
    """A kind of output file: its name in a refusal, and whether some bytes are one of sipctl's."""

    what: str
    recognises: Callable[[bytes], bool]


def write(path: Path, data: bytes, format: str, *, force: bool) -> None:
    """Write one file; raises Refusal where a file is in the way that is not sipctl's own."""
    write_all({path: data}, format, force=force)


def write_all(files: Mapping[Path, bytes], format: str, *, force: bool) -> None:
    """Write several files, or none of them; raises Refusal as `write` does."""
    from sipctl.store.files import output_files

    kind = KINDS[format]
    output_files.write_outputs(files, kind.recognises, force=force, what=kind.what)


def earlier(path: Path, format: str) -> bytes:
    """The bytes of the file of sipctl's that is about to be replaced; b"" where there is none."""
    from sipctl.store.files import output_files

    return output_files.read_earlier(path, KINDS[format].recognises)


def _begins_with(pattern: bytes) -> Callable[[bytes], bool]:
    """A test of whether a file begins as only sipctl writes it."""
    head = re.compile(pattern)
    return lambda data: head.match(data) is not None


def _is_untouched_workbook(data: bytes) -> bool:
    """Whether nobody has saved the workbook since: Excel and others change its author and date."""
    from sipctl.views.exports.xlsx import untouched

    return untouched(data)


_CALENDAR = rb"BEGIN:VCALENDAR\r?\n(?s:.{0,400}?)PRODID:-//sipctl//"
_JSON = rb'\{\s*"version": 1,\s+"as_of": "[0-9]{4}-[0-9]{2}-[0-9]{2}",\s+"(?:trust|from)": '
_SVG = rb'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="[0-9. ]+" class="sip" '

KINDS = {
    "ics": OutputKind("a calendar of sipctl's", _begins_with(_CALENDAR)),
    "json": OutputKind("an export of sipctl's", _begins_with(_JSON)),
    "ndjson": OutputKind("an export of sipctl's", _begins_with(_JSON)),
    "xlsx": OutputKind("a workbook as sipctl left it", _is_untouched_workbook),
    "svg": OutputKind("a picture of sipctl's", _begins_with(_SVG)),
    "csv": OutputKind("known to be as sipctl left it", lambda _: False),
    "table": OutputKind("known to be as sipctl left it", lambda _: False),
}
"""Format → its kind of file. CSV and plain text do not say who wrote in them last."""
