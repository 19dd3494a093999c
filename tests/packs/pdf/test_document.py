"""Packs as PDF/UA: tagged, titled, in English, with real headings and heads of tables."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pytest
from support import hundred
from support.packs import PACKS, build, pack_bytes, pack_of, pdf_text, plan_folder, program, write

from sipctl.packs.confined.limits import Limits
from sipctl.packs.confined.run import run_confined
from sipctl.packs.pdf import document as module

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

pytest.importorskip("typst", reason="typst is not installed")
pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed")


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """Every structure element of a document, outermost first."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from tags(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node["/S"]).removeprefix("/"), node
        if "/K" in node:
            yield from tags(node["/K"])


@pytest.mark.parametrize("which", ["river", "shipped"])
@pytest.mark.parametrize("template", PACKS)
def test_what_pdf_ua_asks(which: str, template: str) -> None:
    with pikepdf.open(io.BytesIO(pack_bytes(which, template, "pdf"))) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang).lower() == "en-gb"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        about = bytes(root.Metadata.read_bytes()).decode()
        assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", about)
        assert "Spring 2025" in str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20250405000000")
        result = list(tags(root.StructTreeRoot["/K"]))
        kinds = [kind for kind, _ in result]
        assert kinds.count("H1") == 1
        assert {"H2", "Table", "TH", "TD", "TR", "THead"} <= set(kinds)
        assert template == "lead-sheet" or "Figure" in kinds
        assert all("/Alt" in node for kind, node in result if kind == "Figure")
        for page in pdf.pages:
            assert "/Tabs" in page or "/Annots" not in page


@pytest.mark.parametrize("template", PACKS)
def test_every_table_has_heads_of_columns(template: str) -> None:
    with pikepdf.open(io.BytesIO(pack_bytes("river", template, "pdf"))) as pdf:
        tables = [node for kind, node in tags(pdf.Root.StructTreeRoot["/K"]) if kind == "Table"]
        assert tables
        for table in tables:
            heads = [node for kind, node in tags(table["/K"]) if kind == "TH"]
            assert len(heads) >= 2


def test_headings_go_down_step_by_step() -> None:
    for template in PACKS:
        with pikepdf.open(io.BytesIO(pack_bytes("river", template, "pdf"))) as pdf:
            kinds = [kind for kind, _ in tags(pdf.Root.StructTreeRoot["/K"])]
        levels = [int(kind[1]) for kind in kinds if re.fullmatch("H[1-6]", kind)]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_only_fonts_of_the_wheel_are_in_it() -> None:
    with pikepdf.open(io.BytesIO(pack_bytes("hostile", "lgb-pack", "pdf"))) as pdf:
        fonts = {
            str(font.BaseFont).partition("+")[2].partition("-")[0]
            for page in pdf.pages
            for font in page.resources.Font.values()
        }
    assert fonts <= {"LibertinusSerif", "NewCM10", "NewCMMath", "DejaVuSansMono"}


def test_the_first_page_is_the_summary_and_the_last_the_key() -> None:
    pages = pdf_text(pack_bytes("river", "lgb-pack", "pdf"))
    assert "The term in a minute" in pages[0]
    assert "Look at these first" in pages[0]
    assert "Where each aim stands" in pages[0]
    assert "Key, dates and revision" in pages[-1]
    assert "0123456789ab" in pages[-1]
    assert "2 / " in pages[1]


def test_characters_that_no_font_has_are_asked_of_typst_itself() -> None:
    assert missing("plain – é שלום ✓●▲■○◐‖×↑↓↕") == ""
    assert missing("é漢😀") == "漢😀"


def missing(text: str) -> str:
    """Asked in a child: after Typst's threads have run here, no fork could use them."""
    import typst

    def work() -> dict[str, bytes]:
        characters = module._missing_characters(typst, module.new_compiler(), text)
        return {"": "".join(sorted(characters)).encode()}

    return run_confined(work, "x", Limits())[""].decode()


def test_poppler_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pack_bytes("river", "lgb-pack", "pdf"))
    result = subprocess.run(
        [program("pdfinfo"), str(file)], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"Tagged: +yes", result)
    assert re.search(r"Page size: .*A4", result)


Line = tuple[float, float, float, str]
"""The right edge, top and bottom of a line in points, and its words."""

LINE = re.compile(
    r'<line xMin="[\d.]+" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>'
)


def lines_of_pages(data: bytes) -> list[list[Line]]:
    command = [program("pdftotext"), "-bbox-layout", "-", "-"]
    drawn = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    return [
        [
            (
                float(right),
                float(top),
                float(bottom),
                " ".join(re.findall(">([^<]+)</word>", words)),
            )
            for top, right, bottom, words in LINE.findall(re.sub(r"\s*\n\s*", "", page))
        ]
        for page in drawn.split("<page ")[1:]
    ]


def test_a_long_path_goes_over_no_edge() -> None:
    """A path breaks by itself before a letter alone: not within `records/2024-25/2024-12-10`."""
    pack = build("made-up")
    place = "plan/records/2024-25/2024-12-10-1d.k1-QJK.yaml"
    fault = replace(pack.whole.problems[0], place=place)
    whole = replace(pack.whole, problems=(fault,))
    data = write(replace(pack, whole=whole, with_faults=True), "lgb-pack", "pdf")
    edge = (210 - 20) / 25.4 * 72
    lines = [line for page in lines_of_pages(data) for line in page]
    assert [line for line in lines if line[0] > edge + 0.5] == []
    assert any("2024-12-10-1d.k1-QJK.yaml" in line[3] for line in lines)


def test_the_key_stands_apart_from_the_list_above_it() -> None:
    page = lines_of_pages(pack_bytes("hundred", "whole-plan", "pdf"))[-1]
    number = next(number for number, line in enumerate(page) if line[3].startswith("Key, dates"))
    assert number > 2, "something stands above it on its page"
    assert page[number][1] - page[number - 1][2] > 20


def test_the_key_takes_less_than_half_a_page() -> None:
    page = lines_of_pages(pack_bytes("hundred", "whole-plan", "pdf"))[-1]
    [top] = [line[1] for line in page if line[3].startswith("Key, dates")]
    [end] = [line[2] for line in page if line[3].startswith("To make it again")]
    assert end - top < (297 - 24 - 22) / 25.4 * 72 / 2


def test_a_short_table_of_a_lead_sheet_stays_whole() -> None:
    [page] = [
        page for page in pdf_text(pack_bytes("made-up", "lead-sheet", "pdf")) if "1c.3 " in page
    ]
    assert re.search(r"Everything else in hand.*1c\.3 .*4a\.2 .*4a\.3 ", page)


def test_a_kpi_of_a_lead_sheet_takes_a_line() -> None:
    lines = [line[3] for line in lines_of_pages(pack_bytes("river", "lead-sheet", "pdf"))[0]]
    assert any("1b.k1" in line and line.endswith("19 Mar 2025, unchanged") for line in lines)


@pytest.mark.parametrize("which", ["made-up", "river", "hundred"])
def test_no_page_of_a_lead_sheet_holds_a_line_alone(which: str) -> None:
    """A page has a line in its header and in its foot; a table's row has a caption and heads."""
    pages = lines_of_pages(pack_bytes(which, "lead-sheet", "pdf"))
    assert [len(page) for page in pages if len(page) < 8] == []


@pytest.mark.parametrize(("which", "pages"), [("made-up", 1), ("river", 1), ("hundred", 3)])
def test_a_lead_sheet_fits_its_pages_and_says_when_work_is_due(which: str, pages: int) -> None:
    pack = build(which)
    sheets = [replace(pack, owners=(owner,)) for owner in pack.owners]
    texts = [pdf_text(write(sheet, "lead-sheet", "pdf")) for sheet in sheets]
    assert max(len(text) for text in texts) == pages
    assert any("due 22 Jul 2025" in page for text in texts for page in text)


@pytest.mark.parametrize("template", ["lead-sheet", "lgb-pack", "whole-plan"])
def test_no_line_breaks_between_a_number_and_what_it_counts(template: str) -> None:
    pages = lines_of_pages(pack_bytes("made-up", template, "pdf"))
    words = [line[3] for page in pages for line in page]
    assert any("missed 2 times" in line for line in words)
    counted = r"(days?|weeks?) overdue|times$|20\d\d, due"
    assert [line for line in words if re.match(counted, line)] == []


@pytest.mark.parametrize("template", ["lead-sheet", "lgb-pack"])
@pytest.mark.parametrize(("number", "words"), [(7, 300), (2, 1100)])
def test_no_long_note_runs_off_its_page(
    tmp_path: Path, template: str, number: int, words: int
) -> None:
    """A table, or a row, that is kept on one page loses what that page does not hold."""
    hundred.write(tmp_path, at_risk=number, overdue=0, done=0)
    for path in sorted((tmp_path / "plan" / "records").glob("*.yaml")):
        record = re.sub("(?m)^note: .*$", f"note: {'word ' * words}END", path.read_text())
        path.write_text(record)
    pack = pack_of(tmp_path)
    at_risk = tuple(row for row in pack.whole.work if row.at_risk)
    assert len(at_risk) == number
    owners = (replace(owner, part=replace(owner.part, work=at_risk)) for owner in pack.owners)
    pack = replace(pack, owners=tuple(owners))
    lines = [line for page in lines_of_pages(write(pack, template, "pdf")) for line in page]
    assert sum(line[3].count("END") for line in lines) >= number
    assert max(line[2] for line in lines) < 297 / 25.4 * 72 - 20


def test_no_long_detail_runs_off_its_page(tmp_path: Path) -> None:
    """As a cell of somebody's Word document may hold it."""
    hundred.write(tmp_path, at_risk=0, overdue=0, done=0)
    aim = tmp_path / "plan" / "aims" / "1.yaml"
    more = f"{{detail: '{'word ' * 300}', success: ['{'word ' * 300}', '{'word ' * 300} END'], "
    aim.write_text(aim.read_text().replace("- {", f"- {more}", 1))
    lines = lines_of_pages(write(pack_of(tmp_path), "whole-plan", "pdf"))
    assert sum(line[3].count("END") for page in lines for line in page) == 1


def test_two_leads_stand_on_one_line_behind_a_title() -> None:
    lines = [
        line[3]
        for page in lines_of_pages(pack_bytes("hundred", "board-paper", "pdf"))
        for line in page
    ]
    assert any(line.endswith("AB, CD") for line in lines)
    assert [line for line in lines if line.endswith("AB,")] == []


def test_long_roles_behind_a_title_go_over_no_edge() -> None:
    """On one line the roles of three leads ran over the next column and off the page."""
    pack = build("river")
    roles = tuple(
        f"Executive Director of Standards and Improvement {number}" for number in (1, 2, 3)
    )
    rows = tuple(replace(row, leads=roles) for row in pack.paper.off_course)
    paper = replace(pack.paper, off_course=rows)
    data = write(replace(pack, paper=paper), "board-paper", "pdf")
    lines = [line for page in lines_of_pages(data) for line in page]
    edge = (210 - 20) / 25.4 * 72
    assert [line for line in lines if line[0] > edge + 0.5] == []
    assert any("Executive Director" in line[3] for line in lines)


def test_the_command_of_a_pack_breaks_at_spaces_alone() -> None:
    lines = [line[3] for line in lines_of_pages(pack_bytes("made-up", "board-paper", "pdf"))[-1]]
    assert [line for line in lines if line.endswith("-")] == []


@pytest.mark.parametrize("which", ["made-up", "hundred", "river"])
def test_the_first_page_of_a_whole_plan_has_every_aim(which: str) -> None:
    """No page breaks the table before its worst aim; where there is room, the picture follows it."""
    page = lines_of_pages(pack_bytes(which, "whole-plan", "pdf"))[0]
    words = [line[3] for line in page]
    last_aim = {
        "made-up": "5 A sustainable",
        "hundred": "5 A sustainable",
        "river": "3 Sound money",
    }
    assert any(line.startswith(last_aim[which]) for line in words)
    assert any(line.endswith("still to come") for line in words) == (which != "made-up")


def test_a_figure_of_three_digits_stands_on_one_line() -> None:
    lines = [
        line[3]
        for page in lines_of_pages(pack_bytes("hundred", "lgb-pack", "pdf"))
        for line in page
    ]
    assert "68 of 100" in lines


def last_lines(pages: list[list[Line]]) -> list[str]:
    """The lowest line of each page above its foot."""
    return [
        max((line for line in page[:-1] if line[3][:5] != "As at"), key=itemgetter(2))[3]
        for page in pages
    ]


def test_a_part_of_a_framework_begins_on_the_page_of_its_first_area() -> None:
    pack = pack_of(plan_folder("made-up"), by="tq")
    words = last_lines(lines_of_pages(write(pack, "whole-plan", "pdf")))
    assert not [last for last in words if "finished this term" in last]


@pytest.mark.parametrize("which", ["made-up", "river", "hundred"])
def test_what_leads_to_a_list_stands_on_its_page(which: str) -> None:
    short = replace(build(which), annex="short", with_faults=False)
    whole = pack_bytes(which, "trustees-pack", "pdf")
    for data in (write(short, "lgb-pack", "pdf"), whole):
        assert [last for last in last_lines(lines_of_pages(data)) if last.endswith(":")] == []
