"""What goes wrong in the text of a YAML file, told to people who do not know YAML.

The parser's own words ("mapping values are not allowed in this context") help nobody; these say
what the person most likely did, and what to type instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sipctl.plan.faults import Fault
from sipctl.plan.words import control_character

if TYPE_CHECKING:
    from sipctl.store.source import Places, Span

_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |\r?$)", re.MULTILINE)
_TAB = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)
_GLUED = re.compile(r"(?<=[ \t])#[^\s#]")


class Unparsable(Exception):
    """The text is not what a plan file may hold; carries the one fault that says so."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def _fault(
    path: str, slug: str, message: str, helped: str, start: int, end: int | None = None
) -> Fault:
    end = start + 1 if end is None or end <= start else end
    return Fault(slug, "error", message, helped, path, span=(start, end))


# --- before parsing ------------------------------------------------------------------------------


def too_large(path: str, size: int) -> Unparsable:
    """A file that no plan needs."""
    message = f"this file has {size / 1_000_000:.0f} MB, more than any plan file needs"
    return Unparsable(
        _fault(path, "too-large", message, "is this the right file? 16 MB is the most", 0)
    )


def not_utf_8(path: str, at: int) -> Unparsable:
    """A file in another encoding, or not text at all."""
    helped = "save it as UTF-8 (in most editors: Save As, then Encoding)"
    return Unparsable(_fault(path, "not-utf-8", "this file is not UTF-8 text", helped, at))


def refuse(path: str, text: str) -> None:
    """Raises Unparsable for what the parser would call by a confusing name, or let pass."""
    if control_character(text) is not None:
        at = control_character(text.replace("\r\n", "  "))
        if at is not None:
            raise Unparsable(_control(path, text[at], at, at + 1))
    conflict = _CONFLICT.search(text)
    if conflict:
        message = "git could not merge two people's changes here"
        helped = (
            "keep the lines that are right, then take out the lines of <<<<<<<, ======= and >>>>>>>"
        )
        raise Unparsable(
            _fault(path, "merge-conflict", message, helped, conflict.start(), conflict.end())
        )


def _control(path: str, character: str, start: int, end: int) -> Fault:
    message = f"a character stands here that cannot be shown (U+{ord(character):04X})"
    helped = "take it out; such characters come along when text is pasted from other programs"
    return _fault(path, "control-character", message, helped, start, end)


# --- while parsing -------------------------------------------------------------------------------

_REFUSED = {
    "alias": (
        "a * in front of a word points to text elsewhere, which a plan does not do",
        "put quotes round the text",
    ),
    "anchor": (
        "an & in front of a word names text for use elsewhere, which a plan does not do",
        "put quotes round the text",
    ),
    "tag": (
        "a ! in front of a word is for programs, which a plan does not need",
        "put quotes round the text",
    ),
    "several-documents": (
        "a second document begins here",
        "take this line of --- out, or move what follows to a file of its own",
    ),
    "too-deep": (
        "this is nested deeper than any plan needs",
        "take the extra brackets or indentation out",
    ),
    "bad-key": (
        "a plain word is needed in front of the colon",
        "write a name before the colon, or put quotes round text that holds a colon",
    ),
}


def refused(path: str, slug: str, event: Any) -> Unparsable:
    """Something that YAML allows and a plan file does not."""
    message, helped = _REFUSED[slug]
    start, end = event.start_mark.index, event.end_mark.index
    return Unparsable(
        _fault(path, slug, message, helped, start, start + 1 if slug == "too-deep" else end)
    )


def twice(path: str, key: str, event: Any) -> Fault:
    """One key twice in one mapping: YAML readers keep the last and say nothing."""
    message = f'"{key}" stands twice in the same group'
    return _fault(
        path,
        "duplicate-key",
        message,
        "keep one: only one of them would count",
        event.start_mark.index,
        event.end_mark.index,
    )


def escaped_control(path: str, text: str, span: Span) -> Fault:
    """A control character brought in by an escape in a quoted text."""
    at = control_character(text) or 0
    return _control(path, text[at], span.start, span.end)


def syntax(path: str, text: str, error: Exception) -> Unparsable:
    """The parser's complaint, as what the person most likely did."""
    problem = str(getattr(error, "problem", None) or "")
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    at = min(mark.index, max(len(text) - 1, 0)) if mark is not None else 0
    start = context.index if context is not None else at
    for explain in (_tab, _open_quote, _second_colon, _open_bracket, _odd_start, _escape):
        told = explain(text, problem, at, start)
        if told is not None:
            slug, message, helped, where = told
            return Unparsable(_fault(path, slug, message, helped, where))
    told_by_parser = problem or (str(error).splitlines() or ["unreadable"])[0]
    message = f"this line does not read as YAML ({told_by_parser})"
    helped = "look at the line's indentation, colons and quotes, and at the line above it"
    return Unparsable(_fault(path, "not-yaml", message, helped, at))


_Told = tuple[str, str, str, int] | None


def _tab(text: str, problem: str, at: int, start: int) -> _Told:
    line_start = text.rfind("\n", 0, at) + 1
    tab = _TAB.match(text, line_start)
    if tab is None:
        return None
    where = text.index("\t", line_start)
    return "tab", "this line is indented with a tab", "use spaces: two for each step", where


def _open_quote(text: str, problem: str, at: int, start: int) -> _Told:
    if "end of stream" not in problem and "document indicator" not in problem:
        return None
    return (
        "open-quote",
        "the quote that begins here is not closed",
        "end the text with the same quote; an apostrophe inside '…' is written twice",
        start,
    )


def _second_colon(text: str, problem: str, at: int, start: int) -> _Told:
    if "mapping values are not allowed" not in problem:
        return None
    line = text[text.rfind("\n", 0, at) + 1 : at]
    if ": " in line or line.lstrip(" -").startswith(("'", '"')):
        return (
            "colon-in-text",
            "this text has a colon in it",
            'put quotes round the text: title: "HR: choose a system"',
            at,
        )
    return (
        "indentation",
        "this line is indented deeper than the one above it allows",
        "line it up with the lines of the same kind above",
        at,
    )


def _open_bracket(text: str, problem: str, at: int, start: int) -> _Told:
    if "did not find expected ',' or" not in problem and "flow" not in problem:
        return None
    return (
        "open-bracket",
        f"the {text[start : start + 1] or 'bracket'} that begins here is not closed, or a comma is missing",
        "close it, with a comma between any two things inside",
        start,
    )


def _odd_start(text: str, problem: str, at: int, start: int) -> _Told:
    if "cannot start any token" in problem:
        return (
            "odd-start",
            f"a text cannot begin with {text[at : at + 1]}",
            'put quotes round it: unit: "%"',
            at,
        )
    if "did not find expected" in problem and (
        "indicator" in problem or "key" in problem or "block" in problem
    ):
        after_quote = text[:at].rstrip(" ")[-1:] in ("'", '"')
        if after_quote:
            return (
                "text-after-quote",
                "text goes on here after its closing quote",
                "put the whole text between the quotes",
                at,
            )
        return (
            "indentation",
            "this line does not line up with the ones above it",
            "give it the same number of spaces as its neighbours",
            at,
        )
    return None


def _escape(text: str, problem: str, at: int, start: int) -> _Told:
    if "escape" not in problem:
        return None
    return (
        "bad-escape",
        'a \\ inside "…" means something special',
        "write the text between '…' instead, or write \\\\ for a backslash",
        at,
    )


# --- after parsing -------------------------------------------------------------------------------


def may_lose_text(text: str) -> bool:
    """Whether some line may have a comment glued to its `#`: cheap, and seldom true."""
    return _GLUED.search(text) is not None


def lost_to_comment(path: str, text: str, places: Places) -> list[Fault]:
    """`title: Policy #4`: text behind a plain value that YAML takes for a comment."""
    scalars = sorted(
        (span, places.styles[route])
        for route, span in places.values.items()
        if places.styles[route] not in ("{", "[")
    )
    ends = {span.end: style for span, style in scalars if span.end > span.start}
    faults = []
    for glued in _GLUED.finditer(text):
        value_end = len(text[: glued.start()].rstrip(" \t"))
        if ends.get(value_end) != "" or value_end not in ends:
            continue
        line_end = re.compile(r"[\r\n]|\Z").search(text, glued.start())
        end = line_end.start() if line_end else len(text)
        lost = text[glued.start() : end].rstrip()
        message = f'"{lost}" is lost: after a space, # begins a comment'
        faults.append(
            _fault(
                path,
                "text-lost-to-comment",
                message,
                "put quotes round the whole text",
                glued.start(),
                glued.start() + len(lost),
            )
        )
    return faults
