"""`--names roles`: the initials of leads who have a role are nowhere in what is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.packs import FORMATS, PACKS, docx_text, pdf_text
from support.small_plan import FILES

from sipctl.packs.content.initials import initials_hider
from sipctl.plan.model.entries import Lead

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Write = Callable[[dict[str, str]], Path]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("cached")]

LEADS = ("QZXW", "WVKQ", "XJQZ")
"""Initials that occur nowhere else."""

PLAN = {
    path.replace("JK", "QZXW"): text.replace("JK", "QZXW").replace("SD", "WVKQ")
    for path, text in FILES.items()
} | {
    "people.yaml": """\
leads:
  QZXW: {role: HR director}
  WVKQ: {role: Head of IT, left: 2025-01-31}
  XJQZ: {role: Bursar}
  KEEP: {}
academies:
  HILL: {}
  VALE: {}
"""
}
FAULTY = {
    # named for somebody else, of no known person, in the wrong place, in small letters, of nothing
    "records/2024-25/spring/2025-03-01-1a.9-QZXW.yaml": "activity: 1a.9\ndate: 2025-03-01\nby: WVKQ\nstatus: on-track\nnote: Fine\n",
    "records/2024-25/spring/2025-03-02-1a.9-XJQZ-123abc.yaml": "activity: 1a.1\ndate: 2025-03-03\nby: XJQZ\nstatus: complete\n",
    "records/2024-25/autumn/2025-03-04-2a.1-qzxw.yaml": "activity: 2a.1\ndate: 2025-03-04\nby: QZXW\nstatus: on-track\nnote: Small letters\n",
    "records/2025-03-05-2a.2-WVKQ.yaml": "activity: 2a.2\ndate: 2025-03-05\nby: KEEP\nstatus: on-track\n",
    "records/2024-25/spring/2025-03-06-9z.9-XJQZ.yaml": "activity: 9z.9\ndate: 2025-03-06\nby: XJQZ\nstatus: on-track\nnote: Of nothing\n",
    "records/2024-25/spring/2025-03-07-1a.9-XJQ.yaml": "activity: 1a.9\ndate: 2025-03-07\nby: XJQ\nstatus: on-track\nnote: Nearly one of them\n",
    "records/2024-25/spring/2025-03-09-1a.9-XJQZ.yaml": "activity: 1a.9\ndate: 2026-03-09\nby: XJQZ\nstatus: on-track\nnote: Later\ncorrects: 2025-03-01-1a.9-QZXW-000000.yaml\n",
}
LINE = "report --names roles --with faults --as-of 2025-04-05"


def shown(data: bytes, form: str) -> str:
    """What can be read in a pack; the names of its properties as well."""
    if form == "pdf":
        pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed")
        from io import BytesIO

        with pikepdf.open(BytesIO(data)) as pdf:
            about = pdf.Root.Metadata.read_bytes().decode()
        return " ".join([about, *pdf_text(data)])
    if form == "docx":
        import zipfile
        from io import BytesIO

        with zipfile.ZipFile(BytesIO(data)) as zipped:
            texts = [zipped.read(name).decode("utf-8", "replace") for name in zipped.namelist()]
        return " ".join([*texts, docx_text(data)])
    return data.decode()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("template", PACKS)
def test_no_initials_are_left(
    sipctl: Callable[..., Result], write: Write, template: str, form: str
) -> None:
    module = {"pdf": "typst", "docx": "docx"}.get(form)
    if module:
        pytest.importorskip(module, reason=f"{module} is not installed")
    folder = write(PLAN | FAULTY)
    argv = [*LINE.split(), "--template", template, "--format", form]
    argv += ["--lead", "qzxw", "--lead", "WVKQ"] if template == "lead-sheet" else []
    done = sipctl(*argv, "-o", str(folder / "pack"), "--force", cwd=folder)
    assert done.code == 0, done.err
    text = shown((folder / "pack").read_bytes(), form)
    assert "HR director" in text
    for initials in LEADS:
        assert initials.casefold() not in text.casefold()
        assert initials not in done.out + done.err


def test_the_faults_are_there_to_be_found(sipctl: Callable[..., Result], write: Write) -> None:
    """Or else none of the above would prove anything."""
    folder = write(PLAN | FAULTY)
    asked = ("--with", "faults", "--as-of", "2025-04-05", "--format", "markdown")
    done = sipctl("report", *asked, cwd=folder)
    for initials in LEADS:
        assert initials in done.out
    assert sipctl("check", cwd=folder).out.count("error[") >= len(FAULTY)
    named = sipctl(*LINE.split(), "--format", "markdown", cwd=folder).out.replace("\\", "")
    assert "by HR director, the record by Head of IT" in named
    assert "plan/records/2024-25/spring/2025-03-01-1a.9-*.yaml" in named


def test_a_lead_asked_for_by_role(sipctl: Callable[..., Result], write: Write) -> None:
    folder = write({**PLAN, "people.yaml": PLAN["people.yaml"].replace("Bursar", "Head of IT")})
    asked = [sipctl("due", "--lead", word, cwd=folder) for word in ("QZXW", "hr  Director")]
    assert asked[0].out == asked[1].out != ""
    refused = sipctl("due", "--lead", "Head of IT", cwd=folder)
    assert (refused.code, refused.out) == (2, "")
    assert '--lead "Head of IT" is the role of 2' in refused.err
    assert "one of: WVKQ, XJQZ" in refused.err


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (
            "plan/records/2025-01-01-1a.1-JK-7f3a9c.yaml",
            "plan/records/2025-01-01-1a.1-*-7f3a9c.yaml",
        ),
        ("2025-01-01-1a.1-jk.yaml", "2025-01-01-1a.1-*.yaml"),
        ('did you mean "jk"?', 'did you mean "HR director"?'),
        ("by JK, the record by AB", "by HR director, the record by AB"),
        ("JKK and JK2 stay, and so does jk", "JKK and JK2 stay, and so does jk"),
        ('did you mean "ıt", "İt" or "it"?', 'did you mean "ıt", "İt" or "Head of IT"?'),
    ],
)
def test_where_initials_stand(text: str, hidden: str) -> None:
    leads = {"JK": Lead(role="HR director"), "IT": Lead(role="Head of IT"), "AB": Lead()}
    hide = initials_hider(leads)
    assert hide(text) == hidden
