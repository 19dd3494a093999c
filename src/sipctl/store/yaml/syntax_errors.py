"""Explains syntax errors: what the person most likely did, and what to type instead.

"mapping values are not allowed in this context" helps nobody. Each function here recognises one
mistake, by the messages of libyaml and of ruamel's own parser, which differ, and by the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sipctl.store.yaml import restrictions
from sipctl.store.yaml.restrictions import Unparsable, fault_at

if TYPE_CHECKING:
    from sipctl.plan.faults import Fault

_TAB = re.compile(r"[ ]*\t")
_UNSPACED = re.compile(r"[ ]*(?:-[ ]+)*[A-Za-z_]+(:)[^\s/:]")
_CUT = re.compile(r"[ \t]+(#[^\n]*)(?:\n\s*|\Z)")
_ODD = re.compile(f"[ ]*(?:-[ ]*)*(?:[^\\s:\"'#]+:)?([{restrictions.ODD_SPACE}])")


@dataclass(frozen=True)
class ParseFailure:
    """Where the parser stopped, and what it had read by then. Places are offsets into the text."""

    path: str
    text: str
    problem: str
    context: str
    offset: int
    start: int
    """Where the parser says that the thing it was reading began; else `offset`."""
    last: tuple[int, int, str] | None
    """The last scalar that was read whole: its place, and its style ("" if plain)."""
    opener: int | None
    """The innermost bracket that was still open."""

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self.text.rfind("\n", 0, offset) + 1

    @property
    def line_before(self) -> str:
        """What stands on the line in front of the place where the parser stopped."""
        return self.text[self.line_start(self.offset) : self.offset]

    @property
    def character(self) -> str:
        """The character at which the parser stopped."""
        return self.text[self.offset : self.offset + 1]

    def has(self, *words: str) -> bool:
        """Whether the parser's complaint has one of these words."""
        return any(word in self.problem for word in words)

    def fault(self, slug: str, message: str, advice: str, offset: int | None = None) -> Fault:
        """A fault of one character, where the parser stopped if nowhere else."""
        return fault_at(self.path, slug, message, advice, self.offset if offset is None else offset)


def explain(
    path: str, text: str, error: Exception, last: Any = None, opener: Any = None
) -> Unparsable:
    """Explains an error of either parser as what the person most likely did."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    most = max(len(text) - 1, 0)
    offset = min(mark.index, most) if mark is not None else 0
    failure = ParseFailure(
        path=path,
        text=text,
        problem=str(getattr(error, "problem", None) or error),
        context=str(getattr(error, "context", None) or ""),
        offset=offset,
        start=min(context.index, most) if context is not None else offset,
        last=None
        if last is None
        else (last.start_mark.index, last.end_mark.index, last.style or ""),
        opener=None if opener is None else opener.start_mark.index,
    )
    for explain in _EXPLAIN:
        fault = explain(failure)
        if fault is not None:
            return Unparsable(fault)
    message = "this line does not read as YAML"
    advice = "look at its indentation, colons and quotes, and at the line above it"
    return Unparsable(failure.fault("not-yaml", message, advice))


def _odd_space(failure: ParseFailure) -> Fault | None:
    for offset in (failure.offset, failure.start):
        match = _ODD.match(failure.text, failure.line_start(offset))
        if match is not None:
            return restrictions.odd_space_at(failure.path, match[1], match.start(1))
    return None


def _tab(failure: ParseFailure) -> Fault | None:
    match = _TAB.match(failure.text, failure.line_start(failure.offset))
    if match is not None and match.end() > failure.offset - 1:
        message = "this line is indented with a tab"
        return failure.fault("tab", message, "use spaces: two for each step", match.end() - 1)
    if failure.character == "\t" or failure.has("tab character"):
        return failure.fault("tab", "a tab stands here", "use a space instead")
    return None


def _open_quote(failure: ParseFailure) -> Fault | None:
    advice = "close it where the text ends; inside '…' an apostrophe is written twice"
    if failure.has("end of stream", "document indicator", "document separator"):
        return failure.fault(
            "open-quote", "the quote that begins here is not closed", advice, failure.start
        )
    if failure.last is None or failure.last[2] not in ("'", '"'):
        return None
    start, end, quote = failure.last
    if failure.text[end : failure.offset].strip(" ,"):
        return None
    if "\n" in failure.text[start:end]:
        message = f"the text that begins here runs to the next {quote}, on another line"
        return failure.fault("open-quote", message, advice, start)
    if failure.character and failure.character in "\r\n,:]}#":
        return None
    message = "text goes on here after its closing quote"
    advice = "put the whole text between the quotes; inside '…' an apostrophe is written twice"
    return failure.fault("text-after-quote", message, advice)


def _special(failure: ParseFailure) -> Fault | None:
    """Markdown's `**bold**`, `& more`, `!!!`: signs that begin something special."""
    for sign, slug in (("*", "alias"), ("&", "anchor"), ("!", "tag")):
        if failure.text[failure.start : failure.start + 1] == sign and (
            slug in failure.context or failure.has("tag handle")
        ):
            return restrictions.refused_at(failure.path, slug, failure.start)
    return None


def _comment(failure: ParseFailure) -> Fault | None:
    """A text of several lines that a comment ends too soon."""
    if failure.last is None or failure.last[2]:
        return None
    cut = _CUT.match(failure.text, failure.last[1])
    if cut is None or cut.end() < failure.offset or not failure.has("expected"):
        return None
    glued = cut[1][1:2].strip(" \t\r#")
    if not glued and failure.opener is not None:
        return None
    fault = restrictions.lost(failure.path, failure.text, cut.start(1))
    if glued:
        return fault
    message = "a comment cannot stand in the middle of a text"
    advice = (
        "move it to a line of its own; or, if it is part of the text, put quotes round the text"
    )
    return replace(fault, message=message, help=advice)


def _block_header(failure: ParseFailure) -> Fault | None:
    if "block scalar" not in failure.context:
        return None
    sign = failure.text[failure.start : failure.start + 1]
    message = f"a text that begins with {sign} means something special"
    advice = f'put quotes round the text: "{sign}…"; or, for a text of many lines, begin it below'
    return failure.fault("odd-start", message, advice, failure.start)


def _unspaced(failure: ParseFailure) -> Fault | None:
    """`id:1`: a text to YAML, so that the next line surprises the parser."""
    if not failure.has("mapping values are not allowed", "expected ':'"):
        return None
    line = failure.line_start(failure.start)
    for start in (line, failure.line_start(max(line - 1, 0))):
        match = _UNSPACED.match(failure.text, start)
        if match is not None and match.start(1) != failure.offset:
            message = "a space is needed after this colon"
            return failure.fault("no-space", message, "write name: value", match.start(1))
    return None


def _colon(failure: ParseFailure) -> Fault | None:
    flow = failure.has("',' or")
    nothing = (
        failure.has("node content") and failure.opener is not None and failure.character == ":"
    )
    if nothing or failure.has("found unexpected ':'"):
        return restrictions.flow_text(failure.path, ":", failure.offset)
    if flow and failure.character == "?":
        return restrictions.flow_text(failure.path, "?", failure.offset)
    if not failure.has("mapping values are not allowed") and not (
        flow and failure.character == ":"
    ):
        return None
    line = failure.line_before
    if ": " in line or ":\t" in line or line.lstrip(" -").startswith(("'", '"')):
        message = "this text has a colon in it"
        advice = 'put quotes round the whole text, as in title: "HR: choose a system"'
        return failure.fault("colon-in-text", message, advice)
    if flow:
        return None
    message = "this line is indented deeper than the one above it allows"
    advice = "line it up with its neighbours; if it is part of a text, put quotes round the text"
    return failure.fault("indentation", message, advice)


def _no_colon(failure: ParseFailure) -> Fault | None:
    if not failure.has("could not find expected ':'"):
        return None
    message = "this line has no colon, and does not belong to the text above it"
    advice = "write name: value; or indent it deeper, if it goes on with the text above"
    return failure.fault("no-colon", message, advice, failure.start)


def _brackets(failure: ParseFailure) -> Fault | None:
    nothing = failure.has("node content")
    if nothing and failure.character == "," and failure.opener is not None:
        return failure.fault("open-bracket", "nothing stands in front of this comma", "take it out")
    if failure.has("',' or") or (nothing and failure.opener is not None):
        opener = failure.start if failure.opener is None else failure.opener
        sign = failure.text[opener : opener + 1]
        message = f"the {sign} that begins here is not closed, or a comma is missing in it"
        closing = "}" if sign == "{" else "]"
        advice = f"close it with {closing}, and put a comma between any two things"
        return failure.fault("open-bracket", message, advice, opener)
    if failure.character and failure.character in "]}" and not nothing:
        message = f"this {failure.character} closes nothing"
        return failure.fault(
            "open-bracket", message, "take it out, or put quotes round the whole text"
        )
    return None


def _start(failure: ParseFailure) -> Fault | None:
    if failure.has("sequence entries are not allowed"):
        message = "a list cannot begin on the line of its name"
        advice = "begin it on the next line, or put quotes round a text that begins with a hyphen"
        return failure.fault("misplaced-list", message, advice)
    if failure.has("cannot start any token", "mapping keys are not allowed", "node content"):
        sign = failure.character
        message = f"a text cannot begin with {sign}"
        return failure.fault("odd-start", message, f'put quotes round it: "{sign}…"')
    start = 0 if failure.has("<document start>") else failure.line_start(failure.offset)
    if failure.text[start : start + 1] == "%":
        message = "a line cannot begin with %"
        return failure.fault("odd-start", message, "indent it, or put quotes round the text", start)
    if failure.has("expected key") and failure.character == ":":
        return restrictions.refused_at(failure.path, "bad-key", failure.offset)
    return None


def _document(failure: ParseFailure) -> Fault | None:
    if not failure.has("<document start>"):
        return None
    if failure.text[: failure.offset].rstrip().endswith("\n..."):
        return restrictions.refused_at(failure.path, "several-documents", failure.offset)
    message = "the file's text ends above, and more stands here"
    return failure.fault("not-yaml", message, "write every line as name: value")


def _indentation(failure: ParseFailure) -> Fault | None:
    if not failure.has("expected key", "'-' indicator", "<block end>"):
        return None
    message = "this line does not line up with the ones above it"
    return failure.fault("indentation", message, "give it as many spaces as its neighbours have")


def _escape(failure: ParseFailure) -> Fault | None:
    if not failure.has("escape", "hexdecimal", "chr()"):
        return None
    offset = failure.text.rfind("\\", 0, failure.offset + 1)
    if failure.has("chr()"):  # ruamel's own parser gives no place for an impossible character
        match = re.search(r"\\U(?!000|0010)", failure.text)
        offset = match.start() if match else -1
    message = 'a \\ inside "…" means something special'
    return failure.fault("bad-escape", message, "write \\\\ for a backslash", max(offset, 0))


_EXPLAIN = (
    _odd_space,
    _tab,
    _open_quote,
    _special,
    _comment,
    _block_header,
    _unspaced,
    _colon,
    _no_colon,
    _brackets,
    _start,
    _document,
    _indentation,
    _escape,
)
