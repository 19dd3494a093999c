"""The trust's own letterhead: its page, fonts, crest and footer stay; what fetches or runs does not."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from support.each_row import each_row
from support.packs import build, docx_text

from sipctl.packs.render.render import render_pack
from sipctl.packs.render.template_source import Letterhead
from sipctl.plan.faults import Refusal
from sipctl.store.files import templates
from sipctl.store.files.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

docx = pytest.importorskip("docx", reason="python-docx is not installed")

from sipctl.packs.word import letterhead, own_styles  # noqa: E402
from sipctl.packs.word.html_tree import parse_html  # noqa: E402
from sipctl.packs.word.writer import Writer  # noqa: E402

NAME = "templates/letterhead.docx"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
TEXTS = ("SLT · Spring 2025", "As at 4 Apr 2025")
OPEN = "application/vnd.openxmlformats-officedocument"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "<h1>Pack</h1><ul><li>One</li></ul><table><caption>C</caption><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"


def bytes_of(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    xml = f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(xml))


@cache
def sample(*, footer: bool = True, body: str = "Dear parents,") -> bytes:
    """Crest in the header of the first page, footer with page number, wide margins, a font."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(3)
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].add_run("River Trust").add_picture(io.BytesIO(PNG))
    section.header.paragraphs[0].text = "River Trust, page two"
    if footer:
        section.footer.paragraphs[0].text = "Registered 0123 "
        _field(section.footer.paragraphs[0], "PAGE")
    document.styles["Normal"].font.name = "Gill Sans MT"
    for style in ("Heading 2", "List Bullet", "Caption"):
        element = document.styles[style].element
        element.getparent().remove(element)
    document.add_paragraph("[pack]" if body == "marked" else body)
    document.add_paragraph("Yours,")
    for style in [style for style in document.styles if style.element.get(qn("w:type")) == "table"]:
        if style.name != "Normal Table":  # a hundred, which python-docx brings
            style.element.getparent().remove(style.element)
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("stylesWithEffects"):
            del document.part.rels[name]
    return bytes_of(document)


def changed(data: bytes, **parts: Any) -> bytes:
    """A document with parts added, or changed by `{part: (old, new)}`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            for before, after in parts.get("texts", {}).get(name, ()):
                assert before.encode() in text, (name, before)
                text = text.replace(before.encode(), after.encode(), 1)
            new.writestr(parts.get("names", {}).get(name, name), text)
        for name, text in parts.get("new", {}).items():
            new.writestr(name, text)
    return buffer.getvalue()


def opened(data: bytes, *, secret: bool = False) -> tuple[Any, list[str]]:
    notices: list[str] = []
    document = letterhead.open_letterhead(data, NAME, notices.append)
    own_styles.complete(document, NAME, TEXTS, secret=secret)
    Writer(document).write(parse_html(PACK))
    return docx.Document(io.BytesIO(bytes_of(document))), notices


def text_of(part: Any) -> str:
    return "".join(paragraph.text for paragraph in part.paragraphs)


# --- what is kept --------------------------------------------------------------------------------


def test_crest_footer_margins_and_font_are_the_trusts() -> None:
    pack, notices = opened(sample())
    section = pack.sections[0]
    assert [len(pack.sections), notices] == [1, []]
    assert "River Trust" in text_of(section.first_page_header)
    pictures = section.first_page_header.part.related_parts.values()
    assert [picture.blob for picture in pictures] == [PNG]
    assert text_of(section.footer).startswith("Registered 0123")
    assert 'w:instr="PAGE"' in section.footer._element.xml
    assert (round(section.left_margin.cm, 1), pack.styles["Normal"].font.name) == (
        3,
        "Gill Sans MT",
    )
    assert [paragraph.text for paragraph in pack.paragraphs][:2] == ["Pack", "One"]
    assert round(sum(cell.width.cm for cell in pack.tables[0].rows[0].cells), 1) == 15


def test_styles_that_it_lacks_are_added_in_its_own_font() -> None:
    pack, _ = opened(sample())
    names = [paragraph.style.name for paragraph in pack.paragraphs]
    assert names[:3] == ["Heading 1", "List Bullet", "Caption"]
    assert pack.styles["List Bullet"].base_style.name == "Normal"
    assert pack.styles["Heading 2"].font.name is None
    assert pack.tables[0].style.name == "Pack Table"
    number = pack.styles["List Bullet"].element.pPr.numPr.numId.val
    numbers = pack.part.numbering_part.element.num_lst
    assert number in [num.numId for num in numbers]


def test_what_stands_before_the_marker_stays() -> None:
    document = docx.Document(io.BytesIO(sample(body="marked")))
    document.paragraphs[0].insert_paragraph_before("1 High Street")
    pack, _ = opened(bytes_of(document))
    texts = [paragraph.text for paragraph in pack.paragraphs]
    assert texts[:2] == ["1 High Street", "Pack"] and "Yours," not in texts


def test_a_footer_of_the_packs_own_where_it_has_none_and_a_warning_on_every_page() -> None:
    pack, _ = opened(sample(footer=False), secret=True)
    section = pack.sections[0]
    assert "As at 4 Apr 2025" in text_of(section.footer)
    for header in (section.header, section.first_page_header):
        assert text_of(header).startswith("CONFIDENTIAL: NOT TO BE PASSED ON")
    bare = io.BytesIO()
    docx.Document().save(bare)
    pack, _ = opened(bare.getvalue())
    assert text_of(pack.sections[0].header) == "SLT · Spring 2025"


@pytest.mark.slow
@each_row(
    "title, defined, first, odd_and_even",
    [
        ("no header at all", [], (False, False), False),
        ("a first page in the second section", [(0, "header")], (False, True), False),
        ("a first page in both", [(0, "first_page_header")], (True, True), False),
        ("headers of the second alone", [(1, "header")], (True, True), True),
        ("even pages", [(0, "header"), (1, "even_page_header")], (False, False), True),
    ],
)
def test_every_header_of_every_section_warns_once(
    title: str, defined: list[tuple[int, str]], first: tuple[bool, bool], odd_and_even: bool
) -> None:
    document = docx.Document()
    document.add_paragraph("Cover")
    document.add_section()
    document.add_paragraph("[pack]")
    document.settings.odd_and_even_pages_header_footer = odd_and_even
    for section, has_first in zip(document.sections, first, strict=True):
        section.different_first_page_header_footer = has_first
    for number, kind in defined:
        getattr(document.sections[number], kind).paragraphs[0].text = "River Trust"
    pack, _ = opened(bytes_of(document), secret=True)
    kept = 0
    for section, has_first in zip(pack.sections, first, strict=True):
        kinds = ["header"] + ["first_page_header"] * has_first + ["even_page_header"] * odd_and_even
        for kind in kinds:
            text = text_of(getattr(section, kind))
            assert text.count(own_styles.pack_styles.WARNING) == 1, (title, kind, text)
            kept += "River Trust" in text and not getattr(section, kind).is_linked_to_previous
    assert kept == len(defined), title


def test_a_section_that_ends_in_a_cover_page_control_warns_too() -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    cover = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:pPr><w:sectPr><w:titlePg/><w:sectPrChange>"
        "<w:sectPr/></w:sectPrChange></w:sectPr></w:pPr></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(0, cover)
    document.sections[-1].header.paragraphs[0].text = "River Trust"
    document.add_paragraph("[pack]")
    pack, _ = opened(bytes_of(document), secret=True)
    named = pack.element.xpath("//w:sdt//w:headerReference/@w:type")
    assert sorted(named) == ["default", "first"] and "sectPrChange" not in pack.element.xml
    for name in names_in(data := bytes_of(pack)):
        if re.fullmatch(r"word/header\d+\.xml", name):
            assert own_styles.pack_styles.WARNING in zipped(data, name)


def test_what_word_leaves_behind_is_left_out_and_a_template_is_told() -> None:
    rels = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    attached = f'<Relationship Id="rId1" Type="{RELATIONS}/attachedTemplate" Target="http://x.test/t.dotm" TargetMode="External"/>'
    settings = re.search(r"<w:settings[^>]*>", zipped(sample(), "word/settings.xml"))
    assert settings is not None
    data = changed(
        sample(),
        texts={
            "word/settings.xml": [
                (
                    settings[0],
                    settings[0]
                    + '<w:attachedTemplate r:id="rId1"/><w:documentProtection w:edit="readOnly"/>',
                )
            ]
        },
        new={"word/_rels/settings.xml.rels": rels.format(attached)},
    )
    pack, notices = opened(data)
    assert notices == [
        f"{NAME} was made from a template somewhere else: the pack is not tied to that."
    ]
    xml = pack.settings.element.xml
    assert "attachedTemplate" not in xml and "documentProtection" not in xml
    data = bytes_of(pack)
    assert "x.test" not in "".join(zipped(data, name) for name in names_in(data))


def zipped(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8", "replace")


def names_in(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


# --- what is refused -----------------------------------------------------------------------------

HEADER = next(
    name
    for name in names_in(sample())
    if "header" in name and name.endswith(".xml") and "page two" in zipped(sample(), name)
)
RUN = "<w:r>"


def in_header(xml: str, **more: Any) -> bytes:
    """The sample with something in the header of its second page."""
    texts = {HEADER: [(RUN, xml + RUN)], **more.pop("texts", {})}
    return changed(sample(), texts=texts, **more)


def relation(
    kind: str, target: str, mode: str = ' TargetMode="External"', part: str = HEADER
) -> dict[str, str]:
    name = "/_rels/".join(part.rsplit("/", 1)) + ".rels"
    return {
        name: '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/relationships"><Relationship Id="rId9" Type="{RELATIONS}/{kind}" '
        f'Target="{target}"{mode}/></Relationships>'
    }


def complex_field(*codes: str) -> str:
    texts = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    marks = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    begin, separate, end = marks
    return f"{begin}{texts}{separate}{end}"


MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
MAIN = f"{OPEN}.wordprocessingml.document.main+xml"
LINK = '<w:hyperlink r:id="rId9"><w:r><w:t>x</w:t></w:r></w:hyperlink>'
BLIP = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata {}/></v:shape></w:pict></w:r>'
TYPES, DOCUMENT_RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
ENTITIES = ("<w:hdr", '<!DOCTYPE w:hdr [<!ENTITY a "b">]><w:hdr')
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://x.test/a.png"/></svg>'


def type_of(part: str, kind: str) -> tuple[str, str]:
    """The change of the content types that gives a new part its kind."""
    return "</Types>", f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'


def renamed_header() -> bytes:
    """The sample with entities in a header whose name does not end in `.xml`."""
    new = HEADER.replace(".xml", ".dat")
    old_tail, new_tail = (name.rpartition("/")[2] for name in (HEADER, new))
    texts = {
        HEADER: [ENTITIES],
        TYPES: [(HEADER, new)],
        DOCUMENT_RELATIONS: [(old_tail, new_tail)],
    }
    return changed(sample(), texts=texts, names={HEADER: new})


def chained_header(kind: str) -> bytes:
    """The sample whose header leads to another part, which leads to a share."""
    part = "word/header9.xml"
    new = {
        part: f'<w:hdr xmlns:w="{WORD}"/>',
        **relation(kind, "header9.xml", ""),
        **relation("oleObject", "file://x.test/share/a.doc", part=part),
    }
    texts = {TYPES: [type_of(part, f"{OPEN}.wordprocessingml.{kind}+xml")]}
    return in_header(LINK, texts=texts, new=new)


def picture_with(text: str, **more: Any) -> bytes:
    """The sample with one more picture in a header, of some bytes."""
    part = "word/media/image9.png"
    new = {part: text, **relation("image", "media/image9.png", ""), **more}
    texts = {TYPES: [type_of(part, "image/png")]}
    return in_header(BLIP.format('r:id="rId9"'), texts=texts, new=new)


HOSTILE = [
    ("no ZIP", b"Dear parents", "is not a Word document"),
    ("an old .doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "format of before 2007"),
    (
        "a workbook",
        changed(b"PK\x05\x06" + bytes(18), new={"xl/workbook.xml": "<a/>"}),
        "is not a Word document",
    ),
    ("cut off", sample()[:-100], "is damaged"),
    ("a .docm", changed(sample(), texts={"[Content_Types].xml": [(MAIN, MACRO)]}), "macros"),
    ("a macro", changed(sample(), new={"word/vbaProject.bin": b"x"}), "macros"),
    (
        "an object",
        changed(sample(), new={"word/embeddings/oleObject1.bin": b"x"}),
        "an embedded object",
    ),
    ("ActiveX", changed(sample(), new={"word/activeX/activeX1.xml": "<a/>"}), "an embedded object"),
    ("OLE in XML", in_header("<w:r><w:object/></w:r>"), "an embedded object"),
    (
        "altChunk",
        changed(
            sample(body="marked"),
            texts={"word/document.xml": [("<w:body>", '<w:body><w:altChunk r:id="rId1"/>')]},
        ),
        "altChunk",
    ),
    (
        "a picture by a relation",
        in_header(BLIP.format('r:id="rId9"'), new=relation("image", "http://x.test/a.png")),
        "fetches",
    ),
    ("a picture by its address", in_header(BLIP.format('src="http://x.test/a.png"')), "fetched"),
    (
        "a link to a share",
        in_header(LINK, new=relation("hyperlink", "file://///x.test/a")),
        "fetches",
    ),
    ("a link that runs", in_header(LINK, new=relation("hyperlink", "javascript:x")), "fetches"),
    ("a part that is not there", in_header(LINK), "is damaged"),
    (
        "another part",
        in_header(
            LINK, new={**relation("oleObject", "footnotes2.xml", ""), "word/footnotes2.xml": "<a/>"}
        ),
        "something other",
    ),
    (
        "DDE",
        in_header('<w:fldSimple w:instr="DDEAUTO c:\\a &quot;b&quot;"/>'),
        'the field "DDEAUTO',
    ),
    ("DDE in pieces", in_header(complex_field("DD", "EAUTO x")), 'the field "DDEAUTO x"'),
    (
        "a field in a code",
        in_header(
            complex_field(
                '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE'
            )
        ),
        "the field",
    ),
    (
        "a picture field",
        in_header(complex_field("INCLUDEPICTURE http://x.test")),
        'the field "INCLUDEPICTURE',
    ),
    ("a link field", in_header(complex_field("HYPERLINK file://x.test")), 'the field "HYPERLINK'),
    ("code without a field", in_header("<w:r><w:instrText>PAGE</w:instrText></w:r>"), "the field"),
    ("a footnote", in_header('<w:r><w:footnoteReference w:id="1"/></w:r>'), "a footnote"),
    (
        "entities",
        changed(sample(), texts={HEADER: [ENTITIES]}),
        "document type",
    ),
    ("entities elsewhere", renamed_header(), "XML under another name"),
    ("a header of a header", chained_header("header"), "something other"),
    ("a footer of a header", chained_header("footer"), "something other"),
    ("the styles of a header", chained_header("styles"), "something other"),
    ("a drawing as a picture", picture_with(SVG), "something other"),
    (
        "a shape that leads to a share",
        in_header(BLIP.format('href="file://x.test/a"')),
        "fetches",
    ),
    ("a bomb", changed(sample(), new={"word/media/a.png": bytes(50_000_000)}), "unpacks to more"),
    ("very deep", in_header("<w:r>" * 250 + "</w:r>" * 250), "nested deeper"),
]


@each_row("title, data, message", HOSTILE)
def test_a_hostile_letterhead_is_refused_in_a_sentence(
    title: str, data: bytes, message: str
) -> None:
    with pytest.raises(Refusal) as refused:
        opened(data)
    assert message in refused.value.message, (title, refused.value.message)
    assert refused.value.message.startswith(NAME) and refused.value.help


def test_links_to_click_on_may_stay() -> None:
    pack, _ = opened(in_header(LINK, new=relation("hyperlink", "https://river.example")))
    targets = [rel.target_ref for rel in pack.sections[0].header.part.rels.values()]
    assert targets == ["https://river.example"]


def test_a_picture_leads_nowhere() -> None:
    part = "word/media/image9.png"
    data = picture_with("PNG", **relation("oleObject", "file://x.test/share", part=part))
    pack, _ = opened(data)
    (picture,) = pack.sections[0].header.part.related_parts.values()
    assert (picture.blob, dict(picture.rels)) == (b"PNG", {})


def test_margins_that_leave_no_room_and_styles_of_another_kind() -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm

    narrow, styled = docx.Document(), docx.Document()
    narrow.sections[0].left_margin = Cm(12)
    styled.styles.add_style("Cell", WD_STYLE_TYPE.CHARACTER)
    for document, message in ((narrow, "less than 8 cm"), (styled, 'a style "Cell" of another')):
        with pytest.raises(Refusal, match=message):
            opened(bytes_of(document))


def test_of_several_styles_of_another_kind_the_first_is_told() -> None:
    from docx.enum.style import WD_STYLE_TYPE

    document = docx.Document()
    for style in ("Gap", "Pack Table", "Cell"):
        document.styles.add_style(style, WD_STYLE_TYPE.CHARACTER)
    with pytest.raises(Refusal, match='a style "Cell"'):
        opened(bytes_of(document))


# --- where it is ---------------------------------------------------------------------------------


def test_it_stands_in_the_plan_or_beside_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "plan", "plan")
    (tmp_path / "plan/templates").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    assert templates.letterhead(folder) is None
    (tmp_path / "templates/letterhead.docx").write_bytes(b"beside")
    assert templates.letterhead(folder) == (b"beside", "templates/letterhead.docx")
    (tmp_path / "plan/templates/letterhead.docx").write_bytes(b"inside")
    assert templates.letterhead(folder) == (b"inside", "plan/templates/letterhead.docx")
    (tmp_path / "plan/templates/letterhead.docx").unlink()
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "plan/templates/letterhead.docx").symlink_to(tmp_path / "secret")
    with pytest.raises(Refusal, match="link to somewhere outside"):
        templates.letterhead(folder)


@pytest.mark.slow
def test_a_pack_on_a_letterhead() -> None:
    pytest.importorskip("typst", reason="typst, which draws the pictures, is not installed")
    shipped = templates.shipped_folder()
    source = templates.Templates(shipped / "board-paper", "board-paper", ((shipped, "templates"),))
    own = Letterhead(sample(), NAME)
    bare = docx.Document()
    for name, relation in list(bare.part.rels.items()):
        if relation.reltype.endswith(("/settings", "/numbering", "/theme", "/fontTable")):
            del bare.part.rels[name]
    assert render_pack(build(), source, "docx", letterhead=Letterhead(bytes_of(bare), NAME))
    data = render_pack(build(), source, "docx", letterhead=own)
    assert data == render_pack(build(), source, "docx", letterhead=own)
    pack = docx.Document(io.BytesIO(data))
    assert "River Trust" in text_of(pack.sections[0].first_page_header)
    plain = docx_text(render_pack(build(), source, "docx"))
    assert "Dear parents" not in docx_text(data) and len(docx_text(data)) > len(plain) * 0.9
    with pytest.raises(Refusal, match="macros"):
        render_pack(build(), source, "docx", letterhead=Letterhead(HOSTILE[5][1], NAME))
