"""Strings in, every fault out: where it stands (between ⟦ and ⟧), its slug, its words."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from support.call_count import work
from support.each_row import each_row

from sipctl.store.yaml.read import (
    BIGGEST,
    Source,
    c_events,
    positions,
    python_events,
    read,
    text_of,
)

PARSERS = [c_events, python_events]

SAYS = {
    "colon-in-text": (
        "this text has a colon in it",
        'put quotes round the whole text, as in title: "HR: choose a system"',
    ),
    "colon-in-text 2": (
        "inside [ ] or { }, a text with a colon needs quotes",
        'put quotes round the text: "https://…"; or, after a name, a space after the colon',
    ),
    "odd-start": ("a text cannot begin with %", 'put quotes round it: "%…"'),
    "odd-start 2": ("a text cannot begin with @", 'put quotes round it: "@…"'),
    "odd-start 3": ("a text cannot begin with `", 'put quotes round it: "`…"'),
    "odd-start 4": ("a text cannot begin with ?", 'put quotes round it: "?…"'),
    "odd-start 5": (
        "a text that begins with > means something special",
        'put quotes round the text: ">…"; or, for a text of many lines, begin it below',
    ),
    "odd-start 6": (
        "a text that begins with | means something special",
        'put quotes round the text: "|…"; or, for a text of many lines, begin it below',
    ),
    "odd-start 7": ("a line cannot begin with %", "indent it, or put quotes round the text"),
    "odd-start 8": ("a text cannot begin with ]", 'put quotes round it: "]…"'),
    "alias": (
        "a text that begins with * means something special",
        'put quotes round the text: "*…"',
    ),
    "anchor": (
        "a text that begins with & means something special",
        'put quotes round the text: "&…"',
    ),
    "tag": ("a text that begins with ! means something special", 'put quotes round the text: "!…"'),
    "several-documents": (
        "a second document begins here, and a plan file is only one",
        "take this line of --- out, or move what follows to a file of its own",
    ),
    "duplicate-key": (
        '"a" stands twice in the same group of lines',
        "keep one of the two: only one would count",
    ),
    "duplicate-key 2": (
        '"b" stands twice in the same group of lines',
        "keep one of the two: only one would count",
    ),
    "merge-key": (
        "<< in front of a colon is for programs, and a plan does not use it",
        "write the lines out here",
    ),
    "bad-key": (
        "a name is needed in front of the colon",
        "write a name before the colon; if the colon is part of a text, put quotes round the text",
    ),
    "open-quote": (
        "the quote that begins here is not closed",
        "close it where the text ends; inside '…' an apostrophe is written twice",
    ),
    "open-quote 2": (
        'the text that begins here runs to the next ", on another line',
        "close it where the text ends; inside '…' an apostrophe is written twice",
    ),
    "text-after-quote": (
        "text goes on here after its closing quote",
        "put the whole text between the quotes; inside '…' an apostrophe is written twice",
    ),
    "open-bracket": (
        "the [ that begins here is not closed, or a comma is missing in it",
        "close it with ], and put a comma between any two things",
    ),
    "open-bracket 2": (
        "the { that begins here is not closed, or a comma is missing in it",
        "close it with }, and put a comma between any two things",
    ),
    "open-bracket 3": ("this ] closes nothing", "take it out, or put quotes round the whole text"),
    "open-bracket 4": ("nothing stands in front of this comma", "take it out"),
    "tab": ("this line is indented with a tab", "use spaces: two for each step"),
    "tab 2": ("a tab stands here", "use a space instead"),
    "indentation": (
        "this line is indented deeper than the one above it allows",
        "line it up with its neighbours; if it is part of a text, put quotes round the text",
    ),
    "indentation 2": (
        "this line does not line up with the ones above it",
        "give it as many spaces as its neighbours have",
    ),
    "no-colon": (
        "this line has no colon, and does not belong to the text above it",
        "write name: value; or indent it deeper, if it goes on with the text above",
    ),
    "no-space": ("a space is needed after this colon", "write name: value"),
    "misplaced-list": (
        "a list cannot begin on the line of its name",
        "begin it on the next line, or put quotes round a text that begins with a hyphen",
    ),
    "bad-escape": ('a \\ inside "…" means something special', "write \\\\ for a backslash"),
    "control-character": (
        "this text holds a character that cannot be shown (U+0000)",
        "take out what begins with a \\ there, or write \\\\ if a backslash is meant",
    ),
    "control-character 2": (
        "this text holds a character that cannot be shown (U+001B)",
        "take out what begins with a \\ there, or write \\\\ if a backslash is meant",
    ),
    "control-character 3": (
        "this text holds a character that cannot be shown (U+0007)",
        "take out what begins with a \\ there, or write \\\\ if a backslash is meant",
    ),
    "control-character 4": (
        "a character stands here that cannot be shown (U+0007)",
        "take it out; such characters come along when text is pasted from other programs",
    ),
    "control-character 5": (
        "a character stands here that cannot be shown (U+001B)",
        "take it out; such characters come along when text is pasted from other programs",
    ),
    "control-character 6": (
        "a character stands here that cannot be shown (U+0000)",
        "take it out; such characters come along when text is pasted from other programs",
    ),
    "control-character 7": (
        "a character stands here that cannot be shown (U+0085)",
        "take it out; such characters come along when text is pasted from other programs",
    ),
    "control-character 8": (
        "a character stands here that cannot be shown (U+2028)",
        "take it out; such characters come along when text is pasted from other programs",
    ),
    "control-character 9": (
        "this line ends in a way that few programs know (a carriage return alone)",
        "save the file with the line ends of Unix (LF) or Windows (CRLF)",
    ),
    "control-character 10": (
        "a character stands here that cannot be shown (U+FEFF)",
        "take it out; such characters come along when text is pasted from other programs",
    ),
    "control-character 11": (
        "a character stands here that cannot be shown (U+007F)",
        "take it out; such characters come along when text is pasted from other programs",
    ),
    "question-in-text": (
        "inside [ ] or { }, a text with a question mark needs quotes",
        'put quotes round the text: "JHo or JHy?"',
    ),
    "odd-space": (
        "an unusual space stands here (U+00A0), as web pages and Word have",
        "delete it, and type an ordinary space if one belongs there",
    ),
    "odd-space 2": (
        "an unusual space stands here (U+200B), as web pages and Word have",
        "delete it, and type an ordinary space if one belongs there",
    ),
    "text-lost-to-comment": (
        '"#4" is lost: after a space, # begins a comment',
        "put quotes round the whole text; or, if a comment is meant, a space after the #",
    ),
    "text-lost-to-comment 2": (
        '"#4 policy" is lost: after a space, # begins a comment',
        "put quotes round the whole text; or, if a comment is meant, a space after the #",
    ),
    "text-lost-to-comment 3": (
        '"#5" is lost: after a space, # begins a comment',
        "put quotes round the whole text; or, if a comment is meant, a space after the #",
    ),
    "text-lost-to-comment 4": (
        '"#4, x]" is lost: after a space, # begins a comment',
        "put quotes round the whole text; or, if a comment is meant, a space after the #",
    ),
    "text-lost-to-comment 5": (
        "a comment cannot stand in the middle of a text",
        "move it to a line of its own; or, if it is part of the text, put quotes round the text",
    ),
    "text-lost-to-comment 6": (
        '"#x" is lost: after a space, # begins a comment',
        "put quotes round the whole text; or, if a comment is meant, a space after the #",
    ),
    "text-lost-to-comment 7": (
        '"#y" is lost: after a space, # begins a comment',
        "put quotes round the whole text; or, if a comment is meant, a space after the #",
    ),
    "text-lost-to-comment 8": (
        '"#ff0000" is lost: after a space, # begins a comment',
        "put quotes round the whole text; or, if a comment is meant, a space after the #",
    ),
    "merge-conflict": (
        "git could not join two people's changes here",
        "keep the lines that are right, then take out the lines of <<<<<<<, ======= and >>>>>>>",
    ),
}
CASES = [
    ("title: HR⟦:⟧ choose a system\n", ["colon-in-text"]),
    ("a: 1\ntitle: HR⟦:⟧ choose a system\nb: 2\n", ["colon-in-text"]),
    ("title: {role: HR⟦:⟧ lead}\n", ["colon-in-text"]),
    ("title: see this⟦:⟧\n  the list\n", ["colon-in-text"]),
    ('title: "HR"⟦:⟧ choose\n', ["colon-in-text"]),
    ("- id: a⟦:⟧ b\n", ["colon-in-text"]),
    ("unit: ⟦%⟧\n", ["odd-start"]),
    ("by: ⟦@⟧jk\n", ["odd-start 2"]),
    ("a: ⟦`⟧x`\n", ["odd-start 3"]),
    ("a: ⟦?⟧ b\n", ["odd-start 4"]),
    ("a: ⟦>⟧ text\n", ["odd-start 5"]),
    ("a: ⟦|⟧ text\n", ["odd-start 6"]),
    ("a: ⟦|⟧0\n  b\n", ["odd-start 6"]),
    ("title: ⟦*⟧bold*\n", ["alias"]),
    ("title: ⟦*⟧*bold**\n", ["alias"]),
    ("when: ⟦*⟧ \n", ["alias"]),
    ("a: R&D\nb: ⟦&⟧ more\n", ["anchor"]),
    ("a: ⟦&⟧x y\nb: ⟦*⟧x\n", ["anchor", "alias"]),
    ("title: ⟦!⟧important\n", ["tag"]),
    ("a: ⟦!⟧foo!bar x\n", ["tag"]),
    ("a: ⟦!⟧<x\n", ["tag"]),
    ("a: 1\n⟦---⟧\nb: 2\n", ["several-documents"]),
    ("a: 1\n...\n⟦b⟧: 2\n", ["several-documents"]),
    ("⟦%⟧YAML 2.0\n---\na: 1\n", ["odd-start 7"]),
    ("⟦%⟧FOO\na: 1\n", ["odd-start 7"]),
    ("a: 1\nb: 2\n⟦a⟧: 3\n⟦b⟧: 4\n", ["duplicate-key", "duplicate-key 2"]),
    ("{a: 1, ⟦a⟧: 2}\n", ["duplicate-key"]),
    ("⟦<<⟧: {a: 1}\n", ["merge-key"]),
    ("? ⟦[⟧a, b]\n: c\n", ["bad-key"]),
    ("{⟦[⟧a]: b}\n", ["bad-key"]),
    ("⟦[⟧a]: c\n", ["bad-key"]),
    ("⟦:⟧ a\n", ["bad-key"]),
    ('a: 1\nb: ⟦"⟧x y\nc: 2\n', ["open-quote"]),
    ("a: 1\nb: it 'x\nc: ⟦'⟧my name\nd: 3\n", ["open-quote"]),
    ('a: ⟦"⟧x', ["open-quote"]),
    ('a: ⟦"⟧x y\nb: "z"\nc: 1\n', ["open-quote 2"]),
    ('a: [x, ⟦"⟧y]\nb: "z"\n', ["open-quote 2"]),
    ('a: ⟦"⟧x\n---\ny"\n', ["open-quote"]),
    ('a: ⟦"⟧x\r\nb: 1\r\n', ["open-quote"]),
    ('a: "x" ⟦y⟧\n', ["text-after-quote"]),
    ("a: 'it'⟦s⟧'\n", ["text-after-quote"]),
    ('a: ["x" ⟦y⟧]\n', ["text-after-quote"]),
    ("a: ⟦[⟧1, 2\nb: 3\n", ["open-bracket"]),
    ("a: ⟦{⟧b: 1\nc: 2\n", ["open-bracket 2"]),
    ("a: ⟦[⟧1, 2\n", ["open-bracket"]),
    ("a: ⟦[⟧1}\n", ["open-bracket"]),
    ("a: [1]⟦]⟧\n", ["open-bracket 3"]),
    ("a: ⟦]⟧\n", ["odd-start 8"]),
    ("a: [⟦,⟧]\n", ["open-bracket 4"]),
    ("a: {b, ⟦,⟧ c}\n", ["open-bracket 4"]),
    ("a:\n⟦\t⟧b: 1\n", ["tab"]),
    ("a:\n  b: 1\n⟦\t⟧c: 2\n", ["tab"]),
    ("a: 1\n⟦\t⟧\nb: 2\n", ["tab"]),
    ("a:\n-⟦\t⟧b\n", ["tab 2"]),
    ("a: |\n⟦\t⟧x\n", ["tab"]),
    ("a: 1\n b⟦:⟧ 2\n", ["indentation"]),
    ("a:\n    b: 1\n  ⟦c⟧: 2\n", ["indentation 2"]),
    ("a:\n  - b: 1\n   ⟦c⟧: 2\n", ["indentation 2"]),
    ("a:\n    - b\n  ⟦-⟧ c\n", ["indentation 2"]),
    ("- a\n⟦b⟧: 1\n", ["indentation 2"]),
    ("a: >-\n  x\n ⟦y⟧\n", ["indentation 2"]),
    ("note: first line\n  second⟦:⟧ line\n", ["indentation"]),
    ("a: 1\n⟦f⟧oo\nb: 2\n", ["no-colon"]),
    ("note: first line\n⟦s⟧econd line\nby: x\n", ["no-colon"]),
    ("a⟦:⟧1\nb: 2\n", ["no-space"]),
    ("b: 2\na⟦:⟧1\n", ["no-space"]),
    ('a⟦:⟧"x"\nb: 2\n', ["no-space"]),
    ("a: ⟦-⟧ x\n", ["misplaced-list"]),
    ('a: "⟦\\⟧q"\n', ["bad-escape"]),
    ('a: "C:⟦\\⟧Users"\n', ["bad-escape"]),
    ('a: "⟦\\⟧xZZ"\n', ["bad-escape"]),
    ('a: "⟦\\⟧U00110000"\n', ["bad-escape"]),
    ('a: ⟦"\\0"⟧\n', ["control-character"]),
    ('a: ⟦"\\e[2J"⟧\n', ["control-character 2"]),
    ('⟦"\\a"⟧: 1\n', ["control-character 3"]),
    ("a: [https⟦:⟧//x.y/z, b]\n", ["colon-in-text 2"]),
    ("a: {b⟦:⟧c, d: e}\n", ["colon-in-text 2"]),
    ("a: {query: JHo or JHy⟦?⟧}\n", ["question-in-text"]),
    ("a: [b⟦?⟧c]\n", ["question-in-text"]),
    ("a:\n⟦\xa0⟧\xa0b: 1\n", ["odd-space"]),
    ("⟦\u200b⟧a: 1\n", ["odd-space 2"]),
    ("when: {Term⟦\xa0⟧1: x}\n", ["odd-space"]),
    ("a: 1\nb:⟦\xa0⟧2\nc: 3\n", ["odd-space"]),
    ("title: Policy ⟦#4⟧\n", ["text-lost-to-comment"]),
    ("title: ⟦#4 policy⟧\n", ["text-lost-to-comment 2"]),
    ("- Policy ⟦#4⟧\n- ⟦#5⟧\n- b\n", ["text-lost-to-comment", "text-lost-to-comment 3"]),
    ("a: [Policy ⟦#4, x]⟧\nb: 1\n", ["text-lost-to-comment 4"]),
    ("title: Policy ⟦#4⟧\n  and more\nb: 1\n", ["text-lost-to-comment"]),
    ("title: Policy ⟦# 4⟧\n  and more\nb: 1\n", ["text-lost-to-comment 5"]),
    ("title: Policy\n  and more ⟦#4⟧\nb: 1\n", ["text-lost-to-comment"]),
    ("a: {b: Policy ⟦#4⟧\n  }\n", ["text-lost-to-comment"]),
    ("a: 1 ⟦#x⟧\nb: 2 ⟦#y⟧\n", ["text-lost-to-comment 6", "text-lost-to-comment 7"]),
    ("colour: ⟦#ff0000⟧\nb: 1\n", ["text-lost-to-comment 8"]),
    ("a: 1\n⟦<<<<<<< HEAD⟧\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n", ["merge-conflict"]),
    ("a: 1\r\n⟦<<<<<<< HEAD⟧\r\nb: 2\r\n", ["merge-conflict"]),
    ("a: 1\n⟦=======⟧\nb: 3\n", ["merge-conflict"]),
    ("a: 1\n⟦||||||| base⟧\n", ["merge-conflict"]),
    ("⟦>>>>>>> theirs⟧\n", ["merge-conflict"]),
    ("a: x⟦\x07⟧y\n", ["control-character 4"]),
    ("a: x⟦\x1b⟧[2Jy\n", ["control-character 5"]),
    ("a: x⟦\x00⟧y\n", ["control-character 6"]),
    ("a: x⟦\x85⟧b: 1\n", ["control-character 7"]),
    ("a: x⟦\u2028⟧b\n", ["control-character 8"]),
    ("a: 1⟦\r⟧b: 2\r", ["control-character 9"]),
    ("a: ⟦\ufeff⟧x\n", ["control-character 10"]),
    ("a: x⟦\x7f⟧\n", ["control-character 11"]),
]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its ⟦ and ⟧, and the offsets that they stood at."""
    parts = re.split("[⟦⟧]", marked)
    ends = [sum(map(len, parts[: n + 1])) for n in range(len(parts) - 1)]
    return "".join(parts), list(zip(ends[::2], ends[1::2], strict=True))


def fault_spans(text: str | bytes, parser: Any = None) -> list[tuple[str, tuple[int, int] | None]]:
    data = text if isinstance(text, bytes) else text.encode()
    return sorted((fault.slug, fault.span) for fault in read(Source("x.yaml", data), parser).faults)


@each_row("parser", PARSERS)
@each_row(("marked", "names"), CASES)
def test_each_trap(marked: str, names: list[str], parser: Any) -> None:
    text, spans = unmarked(marked)
    result = read(Source("x.yaml", text.encode()), parser).faults
    expected = [
        (name.split()[0], span, *SAYS[name]) for name, span in zip(names, spans, strict=True)
    ]
    assert sorted((item.slug, item.span, item.message, item.help) for item in result) == sorted(
        expected
    )
    assert all(item.severity == "error" and item.file == "x.yaml" for item in result)


@each_row("parser", PARSERS)
@each_row(
    ("text", "data"),
    [
        ("", None),
        ("# nothing\n", None),
        ("---\n", None),
        ("\ufeff", None),
        ("a: 1\n...\n", {"a": "1"}),
        ("%YAML 1.2\n---\na: 1\n", {"a": "1"}),
        ("words\n", "words"),
        ("- a\n- b\n", ["a", "b"]),
        (
            "a: NO\nb: 2.10\nc: 12:30\nd: 0o7\ne: ~\nf: null\ng: 2025-02-30\n",
            {
                "a": "NO",
                "b": "2.10",
                "c": "12:30",
                "d": "0o7",
                "e": "~",
                "f": "null",
                "g": "2025-02-30",
            },
        ),
        ("a:\nb: ''\nc: \"\"\nd: []\ne: {}\n", {"a": None, "b": "", "c": "", "d": [], "e": {}}),
        ("{why: Restarted, again}\n", {"why": "Restarted", "again": None}),
        ("? a\n: b\n", {"a": "b"}),
        ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": "1", "b": "x\ny\n"}),
        ("a: b", {"a": "b"}),
        ("\ufeffa: b\n", {"a": "b"}),
        ("a: b\\tc\n", {"a": "b\\tc"}),
        ('a: "b\\tc\\n"\n', {"a": "b\tc\n"}),
        ("a: 😀 é “x”\n", {"a": "😀 é “x”"}),
        ("a: R&D, C# and F#\n", {"a": "R&D, C# and F#"}),
        ("a: http://x.y/#z\n", {"a": "http://x.y/#z"}),
        ("a: x # a comment\n", {"a": "x"}),
        ("a: x  ## a comment\n", {"a": "x"}),
        ('a: "x" #a comment\n', {"a": "x"}),
        ("a: 'x' #a comment\n", {"a": "x"}),
        ("a: [x] #a comment\n", {"a": ["x"]}),
        ("a: #a comment\n  b: 1\n", {"a": {"b": "1"}}),
        ("#a comment\na: 1\n  #another\nb: 2\n", {"a": "1", "b": "2"}),
        ("a: |\n  x #4\n", {"a": "x #4\n"}),
        ("a: >-\n  x #4\n  y\n", {"a": "x #4 y"}),
        ('a: "x #4"\n', {"a": "x #4"}),
        (
            "note: |\n  <<<<<<< HEAD\n  ours\n  =======\n  >>>>>>> theirs\n",
            {
                "note": "<<<<<<< HEAD\nours\n=======\n>>>>>>> theirs\n",
            },
        ),
        ("a: <<<<<<<\n", {"a": "<<<<<<<"}),
        ("a: b?\n", {"a": "b?"}),
        ("a: https://x.y\n", {"a": "https://x.y"}),
        ('a: ["https://x.y", "b?"]\n', {"a": ["https://x.y", "b?"]}),
        ('"<<": x\n', {"<<": "x"}),
        ("Aim\u00e9: x\n", {"Aimé": "x"}),
    ],
)
def test_what_is_no_trap(text: str, data: Any, parser: Any) -> None:
    content = read(Source("x.yaml", text.encode()), parser)
    assert content.faults == []
    assert content.data == data


def test_the_parsers_differ_only_over_tabs_behind_text() -> None:
    for text, data in (("a:\tb\n", "b"), ("a: b\tc\n", "b\tc"), ("a: b \t\n", "b")):
        assert read(Source("x.yaml", text.encode()), c_events).data == {"a": data}
        faults = read(Source("x.yaml", text.encode()), python_events).faults
        assert [(fault.slug, fault.message) for fault in faults] == [("tab", "a tab stands here")]


@each_row(
    ("data", "span"),
    [
        ("title: Jos\u00e9\n".encode("latin-1"), (10, 11)),
        ("\ufeffd\u00e9j\u00e0: ".encode() + b"\x96\n", (6, 7)),
        ("title: x\n".encode("utf-16"), (0, 1)),
        ("title: x\n".encode("utf-16-le"), (0, 1)),
        ("title: x\n".encode("utf-16-be"), (0, 1)),
        ("title: x\n".encode("utf-32"), (0, 1)),
        (b"PK\x03\x04\xff\xfe", (4, 5)),
    ],
)
def test_other_encodings(data: bytes, span: tuple[int, int]) -> None:
    (fault,) = read(Source("x.yaml", data)).faults
    assert (fault.slug, fault.span) == ("not-utf-8", span)
    assert fault.message == "this file is not UTF-8 text, from here on"
    assert fault.help == "save it as UTF-8 (in most editors: Save As, then Encoding)"


def test_a_file_too_large() -> None:
    large = Source("x.yaml", b"a: b\n" * 10_000_000)
    work(lambda: read(large), most=1_000)
    (fault,) = read(large).faults
    assert (fault.slug, fault.span, fault.help) == ("too-large", (0, 1), "is this the right file?")
    assert fault.message == "this file is larger than 16 MB, more than any plan file needs"
    assert len(text_of(Source("x.yaml", b"#" * BIGGEST))) == BIGGEST
    assert fault_spans(b"#" * (BIGGEST + 1)) == [("too-large", (0, 1))]


@pytest.mark.slow
@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 300, 40),
        ("a: " + "{a: " * 300, 159),
        ("- " * 300, 80),
        ("[\n" * 300, 80),
        ("\n".join(" " * n + "a:" for n in range(1000)), 940),
        ("[a, " * 300, 160),
    ],
)
def test_deep_nesting(text: str, place: int, parser: Any) -> None:
    (fault,) = read(Source("x.yaml", text.encode()), parser).faults
    assert (fault.slug, fault.span) == ("too-deep", (place, place + 1))
    assert fault.message == "this is nested deeper than any plan needs"
    work(lambda: read(Source("x.yaml", text.encode()), parser), most=2_000_000)


@each_row("parser", PARSERS)
def test_as_deep_as_may_be(parser: Any) -> None:
    assert fault_spans("[" * 40 + "]" * 40, parser) == []
    assert fault_spans("[" * 41 + "]" * 41, parser) == [("too-deep", (40, 41))]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: " + "x" * 1_000_000, []),
        ('a: "' + "x y" * 300_000, [("open-quote", (3, 4))]),
        ("a: [" + "x, " * 100_000, [("open-bracket", (3, 4))]),
        ("'" * 1_000_001, [("open-quote", (0, 1))]),
        ("? " * 100_000, [("bad-key", (2, 3))]),
        (": " * 100_000, [("bad-key", (0, 1))]),
        ("a: " * 100_000, [("colon-in-text", (4, 5))]),
        ("x\n" * 300_000, []),
        ("---\n" * 100_000, [("several-documents", (4, 7))]),
        ("a: x #" * 100_000, [("text-lost-to-comment", (5, 600_000))]),
        (" #" * 300_000, []),
        ("a: " + " #x" * 300_000, [("text-lost-to-comment", (4, 900_003))]),
        ("a: 1\n" + "b: 2 #x\n" * 2000 + " #x\n" * 100_000, None),
        ("- #x\n" * 20_000, None),
    ],
)
def test_nothing_takes_long(text: str, expected: list[Any] | None) -> None:
    work(lambda: fault_spans(text), most=6_000_000)
    assert expected is None or fault_spans(text) == expected


def test_all_traps_of_one_text_are_told_at_once() -> None:
    text, spans = unmarked(
        'a: ⟦*⟧x\nb: ⟦&⟧y z\nc: ⟦!⟧w v\nd: 1\n⟦d⟧: ⟦"\\a"⟧\n⟦<<⟧: {}\ne: Policy ⟦#4⟧\n'
    )
    slugs = ["alias", "anchor", "tag", "duplicate-key", "control-character", "merge-key"]
    assert fault_spans(text) == sorted(zip([*slugs, "text-lost-to-comment"], spans, strict=True))


def test_lines_of_ids() -> None:
    text = "id: 1\nareas:\n  - id: 1a\n    kpis:\n    - {id: 1a.k1}\n  - title: x\n    id: 1b\n"
    assert read(Source("x.yaml", text.encode())).lines == {"1": 1, "1a": 3, "1a.k1": 5, "1b": 6}


# --- values, and the places they stand at ----------------------------------------------------


class _Texts(YAML):
    """ruamel's own loader, its scalars left as text."""

    def __init__(self) -> None:
        super().__init__(typ="safe", pure=True)
        construct = self.constructor.__class__
        self.constructor.yaml_constructors = {
            **construct.yaml_constructors,
            **{
                f"tag:yaml.org,2002:{kind}": construct.construct_yaml_str
                for kind in ("bool", "int", "float", "timestamp", "null")
            },
        }


def as_text(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_text(value) for value in data]
    return data or None


SHIPPED = sorted(Path(__file__, "../../../../plan").resolve().rglob("*.yaml"))
FULL = sorted(Path(__file__, "../../../plans/everything/plan").resolve().rglob("*.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED + FULL, ids=lambda path: path.name)
def test_real_files_read_as_others_read_them(path: Path) -> None:
    source = Source(path.name, path.read_bytes())
    theirs = _Texts().load(text_of(source))
    for parser in (c_events, python_events):
        content = read(source, parser)
        assert content.faults == []
        assert as_text(content.data) == as_text(theirs)
        assert_places_hold(source, content.data, parser)


def assert_places_hold(source: Source, data: Any, parser: Any) -> None:
    """Each value's place, cut out of the text, reads as that value again."""
    text = text_of(source)
    result = positions(source, parser)
    for route, span in result.values.items():
        if (
            text[span.start : span.start + 3].strip("+->|")[:1].isdigit()
            and text[span.start] in ">|"
        ):
            continue  # `|2-` counts its spaces from what stands around it
        value = data
        for step in route:
            value = value[step]
        assert span.end >= span.start
        cut = text[span.start : span.end]
        if isinstance(value, dict | list) or result.styles[route] in ("|", ">"):
            line_start = text.rfind("\n", 0, span.start) + 1
            cut = " " * (span.start - line_start) + cut
            if result.styles[route] in ("|", ">"):
                key = result.keys.get(route)
                indent = (key.start - line_start) if key and key.start >= line_start else 0
                cut = " " * indent + "x: " + text[span.start : span.end]
                value = {"x": value}
        assert read(Source("x.yaml", cut.encode()), parser).data == value, (route, cut)
    for route, span in result.keys.items():
        key = read(Source("x.yaml", text[span.start : span.end].encode()), parser).data
        assert key == route[-1]


characters = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs"),
    exclude_characters="\u2028\u2029\ufeff\ufffe\uffff",
)
scalars = st.one_of(
    st.text(characters, max_size=12),
    st.text(st.sampled_from(" #:-?[]{},&*!|>'\"%@`\\\n~é😀a1"), max_size=12),
    st.sampled_from(
        ["NO", "2.10", "12:30", "null", "~", "2025-02-30", "0x1f", "=", "<<", "|", "- a"]
    ),
)
names = st.text(st.sampled_from("abcdeé1 #:'\"-"), min_size=1, max_size=6).filter(
    lambda key: key.strip() == key
)
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
).filter(lambda data: isinstance(data, dict | list))


def dumped(data: Any, style: str | None, flow: bool, width: int) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_style = style  # type: ignore[assignment]
    yaml.default_flow_style = flow
    yaml.width = width
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


@pytest.mark.slow
@given(
    data=documents,
    style=st.sampled_from(["'", '"', "|", ">", None]),
    flow=st.booleans(),
    width=st.sampled_from([20, 80, 4096]),
    crlf=st.booleans(),
)
def test_values_survive_in_every_style(
    data: Any, style: str | None, flow: bool, width: int, crlf: bool
) -> None:
    text = dumped(data, style, flow, width)
    try:
        theirs = as_text(_Texts().load(text))
    except YAMLError:
        return
    if "!!" in text or theirs != as_text(data):  # a tag, or a slip of the writer's own
        return
    source = Source("x.yaml", (text.replace("\n", "\r\n") if crlf else text).encode())
    for parser in (c_events, python_events):
        content = read(source, parser)
        if content.faults:
            # What the writer leaves plain inside brackets (a:b, a?, :'), neither parser takes.
            slugs = {fault.slug for fault in content.faults}
            assert (flow and style is None) or slugs == {"merge-key"}, (slugs, text)
            continue
        assert as_text(content.data) == as_text(data), text
        assert_places_hold(source, content.data, parser)


def test_thousands_of_entries_are_left_out_at_once() -> None:
    """With the whole text split and joined again for each of them, these took half a minute."""
    broken = "".join(f"  - id: 1a.{n}\n    title: x\n    title: y\n" for n in range(1, 5_001))
    text = f"activities:\n{broken}  - id: 1a.0\n    title: z\n"
    parsed = read(Source("x.yaml", text.encode()))
    assert {fault.slug for fault in parsed.faults} == {"duplicate-key"}
    assert len(parsed.faults) == 5_000
    assert parsed.rest == {"activities": [{"id": "1a.0", "title": "z"}]}


@given(st.text(st.sampled_from(" \t\n#:-?[]{},&*!|>'\"%@`\\ab1é\u00a0"), max_size=40))
def test_both_parsers_find_a_fault_or_read_the_same(text: str) -> None:
    source = Source("x.yaml", text.encode())
    ours, theirs = read(source, c_events), read(source, python_events)
    if not ours.faults and not theirs.faults:
        assert ours.data == theirs.data


@given(st.binary(max_size=60))
def test_no_bytes_raise(data: bytes) -> None:
    for parser in (c_events, python_events):
        content = read(Source("x.yaml", data), parser)
        length = len(data.decode("utf-8", "replace"))
        assert all(fault.span and fault.span[0] <= length for fault in content.faults)
