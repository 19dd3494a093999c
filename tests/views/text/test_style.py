"""Text broken between words for a terminal, and for a picture's two lines."""

from __future__ import annotations

from support.each_row import each_row

from sipctl.views.text.screen import Screen
from sipctl.views.text.style import reflowed, wrap, wrapped


@each_row(
    ("line", "lines"),
    [
        ("", [""]),
        ("one two", ["one two"]),
        ("one two three", ["one two", "  three"]),
        ("  one two three", ["  one", "    two", "    three"]),
        ("threehundred one", ["threehundred", "  one"]),
        ("one 日本語 two", ["one", "  日本語", "  two"]),
        ("one\x1b[1m two three\x1b[0m", ["one\x1b[1m two", "  three\x1b[0m"]),
    ],
)
def test_a_line_is_broken_between_words_and_its_rest_hangs(line: str, lines: list[str]) -> None:
    assert wrapped(line, 8) == lines
    assert wrapped(line, None) == [line]


@each_row(
    ("text", "lines"),
    [
        ("one two three four", ["one two", "three f…"]),
        ("one", ["one"]),
        ("日本語日本語日本語", ["日本語…"]),
        ("oneword twowords", ["oneword", "twowords"]),
    ],
)
def test_of_more_than_two_lines_the_second_is_cut(text: str, lines: list[str]) -> None:
    assert wrapped(text, 8, 0, 2) == lines


def test_each_line_of_a_text_is_broken_by_itself() -> None:
    assert wrap("one two three\n\n  four\n", Screen(8)) == "one two\n  three\n\n  four\n"
    assert wrap("one two three\n", Screen()) == "one two three\n"


def test_a_paragraph_is_set_anew_and_an_example_is_not() -> None:
    page = "one two three four\nfive six\n\n    leads: [JK, SD]\n    when: soon\nseven\n"
    assert reflowed(page, Screen(24)) == (
        "one two three four five\nsix\n\n    leads: [JK, SD]\n    when: soon\nseven\n"
    )
    assert reflowed(page, Screen()) == page
