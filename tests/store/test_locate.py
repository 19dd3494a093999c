"""Routes → places: the very characters that each kind of route points to."""

from __future__ import annotations

from support.each_row import each_row

from sipctl.plan.faults import Fault, Place, Route
from sipctl.store.locate import locate
from sipctl.store.yaml.read import Source

TEXT = """\
id: 1
title: 'It''s here'
détail😀: "a \\"b\\" \\u00e9 c"
areas:
  - id: 1a
    title: Two
      lines
    kpis: [{id: 1a.k1, measure: "x"}, b]
    note: |
      first
      second
    empty:
    last: >-
      one two
      three
"""


def place(
    text: str, route: Route, *, key: bool = False, part: tuple[int, int] | None = None
) -> Place:
    fault = Fault("a-slug", "error", "m", "h", "x.yaml", route, part, key)
    (placed,) = locate([fault], [Source("x.yaml", text.encode())], "plan")
    assert placed.fault == fault
    return placed.place


def shown(where: Place) -> tuple[int, int, str]:
    """The line, the column, and the marked characters, which lie on that line."""
    assert where.end_line == where.line
    assert where.text is not None
    return where.line, where.column, where.text[where.column - 1 : where.end_column - 1]


@each_row(
    ("route", "key", "expected"),
    [
        ((), False, (1, 1, "id: 1")),
        (("id",), False, (1, 5, "1")),
        (("id",), True, (1, 1, "id")),
        (("title",), False, (2, 8, "'It''s here'")),
        (("détail😀",), False, (3, 10, '"a \\"b\\" \\u00e9 c"')),
        (("détail😀",), True, (3, 1, "détail😀")),
        (("areas",), False, (5, 3, "- id: 1a")),
        (("areas", 0), False, (5, 5, "id: 1a")),
        (("areas", 0), True, (5, 5, "id: 1a")),
        (("areas", 0, "title"), False, (6, 12, "Two")),
        (("areas", 0, "kpis", 0), False, (8, 12, '{id: 1a.k1, measure: "x"}')),
        (("areas", 0, "kpis", 0, "measure"), False, (8, 33, '"x"')),
        (("areas", 0, "kpis", 0, "measure"), True, (8, 24, "measure")),
        (("areas", 0, "kpis", 1), False, (8, 39, "b")),
        (("areas", 0, "note"), False, (9, 11, "|")),
        (("areas", 0, "empty"), False, (12, 5, "empty")),
        (("areas", 0, "empty"), True, (12, 5, "empty")),
        (("areas", 0, "last"), False, (13, 11, ">-")),
        # what is not there: the nearest thing around it
        (("areas", 0, "leads"), False, (5, 5, "id: 1a")),
        (("areas", 0, "kpis", 7, "id"), False, (8, 11, '[{id: 1a.k1, measure: "x"}, b]')),
        (("nothing", 1, "at", "all"), False, (1, 1, "id: 1")),
    ],
)
@each_row("newline", ["\n", "\r\n"])
@each_row("mark", ["", "\ufeff"])
def test_each_kind_of_route(
    route: Route, key: bool, expected: tuple[int, int, str], newline: str, mark: str
) -> None:
    assert shown(place(mark + TEXT.replace("\n", newline), route, key=key)) == expected


@each_row(
    ("written", "value", "word", "expected"),
    [
        ("when: Spring 2025 and Sumer 2026\n", "Spring 2025 and Sumer 2026", "Sumer", (1, 23)),
        ("when: 'Spring and Sumer'\n", "Spring and Sumer", "Sumer", (1, 19)),
        ('when: "Spring and Sumer"\n', "Spring and Sumer", "Sumer", (1, 19)),
        ("when: 'Year 1''s Sumer'\n", "Year 1's Sumer", "Sumer", (1, 18)),
        ('when: "a \\"b\\" \\u00e9 Sumer"\n', 'a "b" é Sumer', "Sumer", (1, 23)),
        ('when: "a\\\n  b Sumer"\n', "ab Sumer", "Sumer", (2, 5)),
        ("when: Spring\n  and\n    Sumer 2026\n", "Spring and Sumer 2026", "Sumer", (3, 5)),
        ("when: 'Spring\n  and Sumer'\n", "Spring and Sumer", "Sumer", (2, 7)),
        ("when: Spring\n\n  Sumer\n", "Spring\nSumer", "Sumer", (3, 3)),
        ("when: >-\n  Spring and\n  Sumer\n", "Spring and Sumer", "Sumer", (3, 3)),
        ("when: |\n  Spring\n\n  Sumer\n", "Spring\n\nSumer\n", "Sumer", (4, 3)),
        ("when: Spring,\t Sumer\n", "Spring,\t Sumer", "Sumer", (1, 16)),
        ("when: {a: Sumer}\n", "Sumer", "Sumer", (1, 11)),
        ("when: 😀 é Sumer\n", "😀 é Sumer", "Sumer", (1, 11)),
    ],
)
@each_row("newline", ["\n", "\r\n"])
def test_part_of_a_phrase(
    written: str, value: str, word: str, expected: tuple[int, int], newline: str
) -> None:
    route: Route = ("when", "a") if "{" in written else ("when",)
    start = value.index(word)
    where = place(written.replace("\n", newline), route, part=(start, start + len(word)))
    assert shown(where) == (*expected, word)


def test_a_part_over_two_lines_ends_with_the_first() -> None:
    where = place("when: Spring\n  and Sumer\n", ("when",), part=(0, 16))
    assert shown(where) == (1, 7, "Spring")


@each_row(
    ("written", "part"),
    [
        ("when: Spring\n", (3, 99)),
        ("when: >-\n  a\n\n  b\n", (2, 3)),
        ("when: |2-\n   a\n", (1, 2)),
    ],
)
def test_a_part_that_cannot_be_found_is_the_whole(written: str, part: tuple[int, int]) -> None:
    assert place(written, ("when",), part=part) == place(written, ("when",))


def test_a_part_of_an_empty_value_is_its_key() -> None:
    assert shown(place("a: 1\nwhen:\n", ("when",), part=(0, 4))) == (2, 1, "when")


def test_a_long_line_is_not_quoted() -> None:
    where = place("a: " + "x" * 1_000_000, ("a",))
    assert (where.line, where.column, where.end_column, where.text) == (1, 4, 1_000_004, None)


def test_faults_of_files_that_were_not_read() -> None:
    fault = Fault("missing-file", "error", "m", "h", "people.yaml")
    (placed,) = locate([fault], [], "../plan")
    assert placed.place == Place("../plan/people.yaml", 1, 1, 1, 2)


def test_a_file_in_another_encoding_is_quoted_as_far_as_it_can_be() -> None:
    data = "\ufefftitle: x\nvision: d".encode() + b"\xe9j\xe0\n"
    fault = Fault("not-utf-8", "error", "m", "h", "x.yaml", span=(18, 19))
    (placed,) = locate([fault], [Source("x.yaml", data)], "plan")
    assert shown(placed.place) == (2, 10, "\ufffd")
    assert placed.place.text == "vision: d\ufffdj\ufffd"


def test_an_empty_file() -> None:
    assert place("", ()) == Place("plan/x.yaml", 1, 1, 1, 2, "")
    assert place("# only this\n", ()).text == "# only this"


def test_faults_come_in_order_of_place() -> None:
    faults = [
        Fault("b", "error", "m", "h", "x.yaml", ("b",)),
        Fault("z", "error", "m", "h", "x.yaml", ("a",)),
        Fault("a", "error", "m", "h", "x.yaml", ("a",)),
        Fault("c", "error", "m", "h", "a.yaml"),
    ]
    placed = locate(faults, [Source("x.yaml", b"a: 1\nb: 2\n")], "plan")
    assert [fault.fault.slug for fault in placed] == ["c", "a", "z", "b"]
