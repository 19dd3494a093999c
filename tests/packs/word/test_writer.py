"""The little HTML of Word packs as paragraphs: links, and where pages begin."""

from __future__ import annotations

from typing import Any

import pytest
from support.each_row import each_row

from sipctl.packs.word.html_tree import parse_html

docx = pytest.importorskip("docx", reason="python-docx is not installed")
WD_TAB_LEADER = pytest.importorskip("docx.enum.text").WD_TAB_LEADER


def written(html: str, margin: float = 1.9) -> Any:
    """A document of the HTML on A4, with so many centimetres to the left and right."""
    from docx.shared import Cm

    from sipctl.packs.word.styles import apply_styles
    from sipctl.packs.word.writer import Writer

    document = docx.Document()
    apply_styles(document, ("", ""), secret=False)
    [page] = document.sections
    page.left_margin = page.right_margin = Cm(margin)
    Writer(document).write(parse_html(html))
    return document


def links(document: Any) -> list[tuple[str, str]]:
    return [
        (link.text, link.address)
        for paragraph in document.paragraphs
        for link in paragraph.hyperlinks
    ]


def test_a_link_leads_to_a_web_page_and_nowhere_else() -> None:
    page = '<a href="https://example.org/minutes">Minutes</a>'
    document = written(
        f'<p>See {page} and <a href="javascript:alert(1)">this</a>, <a href="file:///etc">that</a>, '
        "<a>nothing</a>.</p>"
    )
    assert links(document) == [("Minutes", "https://example.org/minutes")]
    assert document.paragraphs[-1].text == "See Minutes and this, that, nothing."


def test_what_follows_a_rule_begins_a_page() -> None:
    document = written("<p>one</p><hr><h2>two</h2><p>three</p>")
    begins = [paragraph.paragraph_format.page_break_before for paragraph in document.paragraphs]
    assert begins == [None, True, None]


TABLE = "<table><tbody><tr><td>x</td></tr></tbody></table>"
WHOLE = TABLE.replace("<table>", '<table together="yes">')


@each_row(
    ("html", "keeps"),
    [
        ("<h2>one</h2><p>two</p>" + TABLE, [True, True]),
        ("<h2>three</h2><p>four</p><p>five</p>", [True, None, None]),
        ("<p>one</p><p>two:</p><ul><li>three</li></ul><p>four</p>", [None, True, None, None]),
        ("<p>one:</p><ul><li>two</li><li>three</li></ul>" + TABLE, [True, True, True]),
        ("<ul><li>1</li><li>2</li><li>3</li><li>4</li></ul>" + TABLE, [None] * 4),
        ("<h2>1</h2><p>2</p><h3>3</h3><p>4</p><h3>5</h3>", [True, True, True, None, True]),
    ],
)
def test_what_leads_to_a_list_or_a_table_stays_on_its_page(
    html: str, keeps: list[bool | None]
) -> None:
    kept = [
        paragraph.paragraph_format.keep_with_next
        for paragraph in written(html).paragraphs
        if paragraph.text
    ]
    assert kept == keeps


def test_the_last_paragraph_has_the_row_above_it_on_its_page() -> None:
    rows = "<tr><td>1</td></tr><tr><td>2</td></tr>"
    document = written(f"<table><tbody>{rows}</tbody></table><p>end</p>")
    cells = [row.cells[0].paragraphs[0] for row in document.tables[0].rows]
    kept = [part.paragraph_format.keep_with_next for part in [*cells, *document.paragraphs]]
    assert kept == [None, True, True, None]


@each_row(
    ("html", "keeps"),
    [
        ("<h2>1</h2>" + TABLE + "<h2>2</h2>", [None]),
        (TABLE + "<p>1</p><p>2</p>", [None]),
        (WHOLE + TABLE, [None, None]),
        (WHOLE + WHOLE + "<p>1</p><p>2</p>", [True, None]),
    ],
)
def test_only_tables_that_stay_whole_stay_with_the_table_beneath(
    html: str, keeps: list[bool | None]
) -> None:
    cells = [table.rows[-1].cells[0] for table in written(html).tables]
    assert [cell.paragraphs[0].paragraph_format.keep_with_next for cell in cells] == keeps


@each_row(
    ("margin", "widths"),
    [
        (1.9, [8.2, 3.0, 6.0]),
        (3.0, [6.0, 3.0, 6.0]),
        (5.0, [4.5 * 11 / 13.5, 3.0 * 11 / 13.5, 6.0 * 11 / 13.5]),
    ],
)
def test_the_widest_column_gives_way_first(margin: float, widths: list[float]) -> None:
    cells = "<td>sentences</td><td>20 Dec 2024</td><td>no record</td>"
    html = f'<table widths="82 30 60"><tbody><tr>{cells}</tr></tbody></table>'
    [table] = written(html, margin).tables
    assert [cell.width.cm for cell in table.rows[0].cells] == pytest.approx(widths, abs=0.01)


def test_a_heading_and_a_caption_keep_with_what_they_head_whatever_their_styles_say() -> None:
    document = written("<h2>one</h2>" + TABLE.replace("<tbody>", "<caption>c</caption><tbody>"))
    heading, caption, _ = document.paragraphs
    assert heading.paragraph_format.keep_with_next
    assert caption.paragraph_format.keep_with_next


def test_the_head_of_a_table_keeps_with_its_first_row() -> None:
    row = "<tr><td>x</td></tr>"
    document = written(f"<table><thead>{row}</thead><tbody>{row}{row}</tbody></table>")
    rows = [(row.cells[0].paragraphs[0], row._tr.trPr) for row in document.tables[0].rows]
    kept = [
        (item.paragraph_format.keep_with_next, len(tr.xpath("w:cantSplit"))) for item, tr in rows
    ]
    assert kept == [(True, 0), (None, 1), (None, 1)]


def test_a_line_to_write_on_reaches_from_margin_to_margin() -> None:
    document = written('<p class="line"></p>')
    [line] = document.paragraphs
    [stop] = line.paragraph_format.tab_stops
    assert line.text == "\t"
    assert (stop.leader, round(stop.position.cm, 2)) == (WD_TAB_LEADER.LINES, 17.2)


def test_a_list_stands_apart_from_what_follows_and_its_items_close_together() -> None:
    style = written("<ul><li>one</li></ul>").styles["List Bullet"]
    assert style.paragraph_format.space_after.pt == 5
    assert style.element.pPr.xpath("w:contextualSpacing")


def test_headings_of_every_level_stand_upright() -> None:
    document = written("<h1>1</h1><h2>2</h2><h3>3</h3><h4>4</h4>")
    assert [heading.style.font.italic for heading in document.paragraphs] == [False] * 4
