"""Faults in the text of a YAML file, worded for people who do not know YAML.

Here is what is looked for before and after parsing, and what YAML allows and a plan does not.
Errors of the parser itself are explained by `sipctl.store.yaml.syntax_errors`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from sipctl.plan.english import excerpt
from sipctl.plan.faults import Fault
from sipctl.plan.model.scalars import control_character
from sipctl.store.yaml import conflicts

if TYPE_CHECKING:
    from sipctl.store.yaml.spans import Positions, Span

_CONFLICT = re.compile(r"^(?:[<>|]{7}(?: [^\r\n]*)?|={7})(?=\r?$)", re.MULTILINE)
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_GLUED = re.compile(r"#(?<=[ \t]#)[^\s#]")  # the literal # first: most files have none
_NOTHING = re.compile(r"(?:\s|#[^\n]*)*")
ODD_SPACE = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000"
"""Other spaces and characters without width, which look like a space or nothing; for a regex."""
_ODD_SPACE = re.compile(f"[{ODD_SPACE}]")


class Unparsable(Exception):
    """The text is not what a plan file may hold; carries the one fault that says so."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def fault_at(
    path: str, slug: str, message: str, advice: str, start: int, end: int | None = None
) -> Fault:
    """An error from one character of a file's text up to another, at least one character long."""
    end = start + 1 if end is None or end <= start else end
    return Fault(slug, "error", message, advice, path, span=(start, end))


# --- before parsing ------------------------------------------------------------------------------


def too_large(path: str) -> Unparsable:
    """A file that no plan needs."""
    message = "this file is larger than 16 MB, more than any plan file needs"
    return Unparsable(fault_at(path, "too-large", message, "is this the right file?", 0))


def not_utf_8(path: str, offset: int) -> Unparsable:
    """A file in another encoding, or not text at all."""
    message = "this file is not UTF-8 text, from here on"
    advice = "save it as UTF-8 (in most editors: Save As, then Encoding)"
    return Unparsable(fault_at(path, "not-utf-8", message, advice, offset))


def refuse(path: str, text: str) -> None:
    """Raises Unparsable for what the parser would report confusingly, or let pass."""
    if control_character(text) is not None:
        _refuse_control(path, text)
    marked = any(sign in text for sign in _MARKS)  # a search of every line takes far longer
    conflict = _CONFLICT.search(text) if marked else None
    if conflict:
        message = "git could not join two people's changes here"
        advice = conflicts.advice(text, conflict.start())
        raise Unparsable(
            fault_at(path, "merge-conflict", message, advice, conflict.start(), conflict.end())
        )


def _refuse_control(path: str, text: str) -> None:
    offset = control_character(text.replace("\r\n", "  "))
    if offset is None:
        return
    if text[offset] == "\0" and text.count("\0") * 3 > len(text):  # UTF-16 without its mark
        raise not_utf_8(path, 0)
    raise Unparsable(_control(path, text[offset], offset, offset + 1))


def _control(path: str, character: str, start: int, end: int) -> Fault:
    if character == "\r":
        message = "this line ends in a way that few programs know (a carriage return alone)"
        advice = "save the file with the line ends of Unix (LF) or Windows (CRLF)"
        return fault_at(path, "control-character", message, advice, start, end)
    message = f"a character stands here that cannot be shown (U+{ord(character):04X})"
    advice = "take it out; such characters come along when text is pasted from other programs"
    return fault_at(path, "control-character", message, advice, start, end)


# --- while parsing -------------------------------------------------------------------------------

_REFUSED = {
    "alias": (
        "a text that begins with * means something special",
        'put quotes round the text: "*…"',
    ),
    "anchor": (
        "a text that begins with & means something special",
        'put quotes round the text: "&…"',
    ),
    "tag": (
        "a text that begins with ! means something special",
        'put quotes round the text: "!…"',
    ),
    "merge-key": (
        "<< in front of a colon is for programs, and a plan does not use it",
        "write the lines out here",
    ),
    "several-documents": (
        "a second document begins here, and a plan file is only one",
        "take this line of --- out, or move what follows to a file of its own",
    ),
    "too-deep": (
        "this is nested deeper than any plan needs",
        "take the extra brackets, hyphens or spaces out",
    ),
    "bad-key": (
        "a name is needed in front of the colon",
        "write a name before the colon; if the colon is part of a text, put quotes round the text",
    ),
}


def refused_at(path: str, slug: str, start: int, end: int | None = None) -> Fault:
    """Something that YAML allows and a plan file does not."""
    message, advice = _REFUSED[slug]
    return fault_at(path, slug, message, advice, start, end)


def refused(path: str, slug: str, event: Any) -> Fault:
    """The fault of one of the parser's events."""
    start, end = event.start_mark.index, event.end_mark.index
    first_only = slug in ("too-deep", "alias", "anchor", "tag")
    return refused_at(path, slug, start, None if first_only else end)


def flow_text(path: str, sign: str, offset: int) -> Fault:
    """A colon or question mark in unquoted text inside brackets: YAML's two versions differ."""
    if sign == "?":
        message = "inside [ ] or { }, a text with a question mark needs quotes"
        advice = 'put quotes round the text: "JHo or JHy?"'
        return fault_at(path, "question-in-text", message, advice, offset)
    message = "inside [ ] or { }, a text with a colon needs quotes"
    advice = 'put quotes round the text: "https://…"; or, after a name, a space after the colon'
    return fault_at(path, "colon-in-text", message, advice, offset)


def twice(path: str, key: str, event: Any) -> Fault:
    """One key twice in one mapping: YAML readers keep the last and say nothing."""
    message = f'"{excerpt(key)}" stands twice in the same group of lines'
    advice = "keep one of the two: only one would count"
    span = event.start_mark.index, event.end_mark.index
    return fault_at(path, "duplicate-key", message, advice, *span)


def odd_space(path: str, text: str, start: int, end: int) -> Fault | None:
    """A space in a name that is not the space bar's: it looks right, and is another name."""
    match = _ODD_SPACE.search(text, start, end)
    return None if match is None else odd_space_at(path, match[0], match.start())


def odd_space_at(path: str, character: str, offset: int) -> Fault:
    """The fault of an odd space whose place is known."""
    message = f"an unusual space stands here (U+{ord(character):04X}), as web pages and Word have"
    advice = "delete it, and type an ordinary space if one belongs there"
    return fault_at(path, "odd-space", message, advice, offset)


def escaped_control(path: str, text: str, span: Span) -> Fault:
    """A control character brought in by an escape in a quoted text."""
    index = control_character(text) or 0
    message = f"this text holds a character that cannot be shown (U+{ord(text[index]):04X})"
    advice = "take out what begins with a \\ there, or write \\\\ if a backslash is meant"
    return fault_at(path, "control-character", message, advice, *span)


# --- after parsing -------------------------------------------------------------------------------


def may_lose_text(text: str) -> bool:
    """Whether some `#` has text right behind it: a quick check, seldom true."""
    return _GLUED.search(text) is not None


def lost_to_comment(path: str, text: str, places: Positions) -> list[Fault]:
    """`title: Policy #4`, `title: #4`: text that YAML takes for a comment."""
    plain = {span.end for route, span in places.values.items() if places.styles[route] == ""}
    empty = sorted(span.start for span in places.values.values() if span.start == span.end)
    faults = []
    for glued in _GLUED.finditer(text):
        before = glued.start()
        while before and text[before - 1] in " \t":
            before -= 1
        if before in plain or _nothing_until(before, empty, text):
            faults.append(lost(path, text, glued.start()))
    return faults


def _nothing_until(before: int, empty: list[int], text: str) -> bool:
    """Whether a key's colon or a list's hyphen ends at `before`, and no value follows it."""
    if text[before - 1 : before] not in (":", "-"):
        return False
    index = bisect_left(empty, before)
    # The C parser marks an empty value at its colon, ruamel's own at whatever comes next.
    return index < len(empty) and _NOTHING.fullmatch(text, before, empty[index]) is not None


def lost(path: str, text: str, start: int) -> Fault:
    """The fault of text that is lost from its `#` to the end of its line."""
    line_end = text.find("\n", start)
    words = text[start : len(text) if line_end < 0 else line_end].rstrip()
    message = f'"{excerpt(words)}" is lost: after a space, # begins a comment'
    advice = "put quotes round the whole text; or, if a comment is meant, a space after the #"
    return fault_at(path, "text-lost-to-comment", message, advice, start, start + len(words))
