"""The parser's complaints, as what the person most likely did and what to type instead.

"mapping values are not allowed in this context" helps nobody. Each function here knows one slip,
from the words of libyaml and of ruamel's own parser, which differ, and from the text itself.
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
    at: int
    start: int
    """Where the parser says that the thing it was reading began; `at` if it does not say."""
    last: tuple[int, int, str] | None
    """The last scalar that was read whole: its place, and its style ("" if plain)."""
    opener: int | None
    """The innermost bracket that was still open."""

    def line_start(self, at: int) -> int:
        """Where the line of `at` begins."""
        return self.text.rfind("\n", 0, at) + 1

    @property
    def line_before(self) -> str:
        """What stands on the line in front of the place where the parser stopped."""
        return self.text[self.line_start(self.at) : self.at]

    @property
    def character(self) -> str:
        """The character at which the parser stopped."""
        return self.text[self.at : self.at + 1]

    def has(self, *words: str) -> bool:
        """Whether the parser's complaint has one of these words."""
        return any(word in self.problem for word in words)

    def fault(self, slug: str, message: str, helped: str, at: int | None = None) -> Fault:
        """A fault of one character, where the parser stopped if nowhere else."""
        return fault_at(self.path, slug, message, helped, self.at if at is None else at)


def explain(
    path: str, text: str, error: Exception, last: Any = None, opener: Any = None
) -> Unparsable:
    """An error of either parser, as what the person most likely did."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    most = max(len(text) - 1, 0)
    at = min(mark.index, most) if mark is not None else 0
    trouble = ParseFailure(
        path=path,
        text=text,
        problem=str(getattr(error, "problem", None) or error),
        context=str(getattr(error, "context", None) or ""),
        at=at,
        start=min(context.index, most) if context is not None else at,
        last=None
        if last is None
        else (last.start_mark.index, last.end_mark.index, last.style or ""),
        opener=None if opener is None else opener.start_mark.index,
    )
    for explain in _EXPLAIN:
        fault = explain(trouble)
        if fault is not None:
            return Unparsable(fault)
    message = "this line does not read as YAML"
    helped = "look at its indentation, colons and quotes, and at the line above it"
    return Unparsable(trouble.fault("not-yaml", message, helped))


def _odd_space(it: ParseFailure) -> Fault | None:
    for at in (it.at, it.start):
        found = _ODD.match(it.text, it.line_start(at))
        if found is not None:
            return restrictions.odd_space_at(it.path, found[1], found.start(1))
    return None


def _tab(it: ParseFailure) -> Fault | None:
    found = _TAB.match(it.text, it.line_start(it.at))
    if found is not None and found.end() > it.at - 1:
        message = "this line is indented with a tab"
        return it.fault("tab", message, "use spaces: two for each step", found.end() - 1)
    if it.character == "\t" or it.has("tab character"):
        return it.fault("tab", "a tab stands here", "use a space instead")
    return None


def _open_quote(it: ParseFailure) -> Fault | None:
    helped = "close it where the text ends; inside '…' an apostrophe is written twice"
    if it.has("end of stream", "document indicator", "document separator"):
        return it.fault("open-quote", "the quote that begins here is not closed", helped, it.start)
    if it.last is None or it.last[2] not in ("'", '"'):
        return None
    start, end, quote = it.last
    if it.text[end : it.at].strip(" ,"):
        return None
    if "\n" in it.text[start:end]:
        message = f"the text that begins here runs to the next {quote}, on another line"
        return it.fault("open-quote", message, helped, start)
    if it.character and it.character in "\r\n,:]}#":
        return None
    message = "text goes on here after its closing quote"
    helped = "put the whole text between the quotes; inside '…' an apostrophe is written twice"
    return it.fault("text-after-quote", message, helped)


def _special(it: ParseFailure) -> Fault | None:
    """Markdown's `**bold**`, `& more`, `!!!`: signs that begin something special."""
    for sign, slug in (("*", "alias"), ("&", "anchor"), ("!", "tag")):
        if it.text[it.start : it.start + 1] == sign and (
            slug in it.context or it.has("tag handle")
        ):
            return restrictions.refused_at(it.path, slug, it.start)
    return None


def _comment(it: ParseFailure) -> Fault | None:
    """A text of several lines that a comment ends too soon."""
    if it.last is None or it.last[2]:
        return None
    cut = _CUT.match(it.text, it.last[1])
    if cut is None or cut.end() < it.at or not it.has("expected"):
        return None
    glued = cut[1][1:2].strip(" \t\r#")
    if not glued and it.opener is not None:
        return None
    fault = restrictions.lost(it.path, it.text, cut.start(1))
    if glued:
        return fault
    message = "a comment cannot stand in the middle of a text"
    helped = (
        "move it to a line of its own; or, if it is part of the text, put quotes round the text"
    )
    return replace(fault, message=message, help=helped)


def _block_header(it: ParseFailure) -> Fault | None:
    if "block scalar" not in it.context:
        return None
    sign = it.text[it.start : it.start + 1]
    message = f"a text that begins with {sign} means something special"
    helped = f'put quotes round the text: "{sign}…"; or, for a text of many lines, begin it below'
    return it.fault("odd-start", message, helped, it.start)


def _unspaced(it: ParseFailure) -> Fault | None:
    """`id:1`: a text to YAML, so that the next line surprises the parser."""
    if not it.has("mapping values are not allowed", "expected ':'"):
        return None
    here = it.line_start(it.start)
    for start in (here, it.line_start(max(here - 1, 0))):
        found = _UNSPACED.match(it.text, start)
        if found is not None and found.start(1) != it.at:
            message = "a space is needed after this colon"
            return it.fault("no-space", message, "write name: value", found.start(1))
    return None


def _colon(it: ParseFailure) -> Fault | None:
    flow = it.has("',' or")
    nothing = it.has("node content") and it.opener is not None and it.character == ":"
    if nothing or it.has("found unexpected ':'"):
        return restrictions.flow_text(it.path, ":", it.at)
    if flow and it.character == "?":
        return restrictions.flow_text(it.path, "?", it.at)
    if not it.has("mapping values are not allowed") and not (flow and it.character == ":"):
        return None
    line = it.line_before
    if ": " in line or ":\t" in line or line.lstrip(" -").startswith(("'", '"')):
        message = "this text has a colon in it"
        helped = 'put quotes round the whole text, as in title: "HR: choose a system"'
        return it.fault("colon-in-text", message, helped)
    if flow:
        return None
    message = "this line is indented deeper than the one above it allows"
    helped = "line it up with its neighbours; if it is part of a text, put quotes round the text"
    return it.fault("indentation", message, helped)


def _no_colon(it: ParseFailure) -> Fault | None:
    if not it.has("could not find expected ':'"):
        return None
    message = "this line has no colon, and does not belong to the text above it"
    helped = "write name: value; or indent it deeper, if it goes on with the text above"
    return it.fault("no-colon", message, helped, it.start)


def _brackets(it: ParseFailure) -> Fault | None:
    nothing = it.has("node content")
    if nothing and it.character == "," and it.opener is not None:
        return it.fault("open-bracket", "nothing stands in front of this comma", "take it out")
    if it.has("',' or") or (nothing and it.opener is not None):
        opener = it.start if it.opener is None else it.opener
        sign = it.text[opener : opener + 1]
        message = f"the {sign} that begins here is not closed, or a comma is missing in it"
        closing = "}" if sign == "{" else "]"
        helped = f"close it with {closing}, and put a comma between any two things"
        return it.fault("open-bracket", message, helped, opener)
    if it.character and it.character in "]}" and not nothing:
        message = f"this {it.character} closes nothing"
        return it.fault("open-bracket", message, "take it out, or put quotes round the whole text")
    return None


def _start(it: ParseFailure) -> Fault | None:
    if it.has("sequence entries are not allowed"):
        message = "a list cannot begin on the line of its name"
        helped = "begin it on the next line, or put quotes round a text that begins with a hyphen"
        return it.fault("misplaced-list", message, helped)
    if it.has("cannot start any token", "mapping keys are not allowed", "node content"):
        sign = it.character
        message = f"a text cannot begin with {sign}"
        return it.fault("odd-start", message, f'put quotes round it: "{sign}…"')
    at = 0 if it.has("<document start>") else it.line_start(it.at)
    if it.text[at : at + 1] == "%":
        message = "a line cannot begin with %"
        return it.fault("odd-start", message, "indent it, or put quotes round the text", at)
    if it.has("expected key") and it.character == ":":
        return restrictions.refused_at(it.path, "bad-key", it.at)
    return None


def _document(it: ParseFailure) -> Fault | None:
    if not it.has("<document start>"):
        return None
    if it.text[: it.at].rstrip().endswith("\n..."):
        return restrictions.refused_at(it.path, "several-documents", it.at)
    message = "the file's text ends above, and more stands here"
    return it.fault("not-yaml", message, "write every line as name: value")


def _indentation(it: ParseFailure) -> Fault | None:
    if not it.has("expected key", "'-' indicator", "<block end>"):
        return None
    message = "this line does not line up with the ones above it"
    return it.fault("indentation", message, "give it as many spaces as its neighbours have")


def _escape(it: ParseFailure) -> Fault | None:
    if not it.has("escape", "hexdecimal", "chr()"):
        return None
    at = it.text.rfind("\\", 0, it.at + 1)
    if it.has("chr()"):  # ruamel's own parser gives no place for a character that cannot be
        found = re.search(r"\\U(?!000|0010)", it.text)
        at = found.start() if found else -1
    message = 'a \\ inside "…" means something special'
    return it.fault("bad-escape", message, "write \\\\ for a backslash", max(at, 0))


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
