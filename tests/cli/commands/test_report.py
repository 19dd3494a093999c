"""`sipctl report`: which term, which day, which format, and where it goes."""

from __future__ import annotations

import io
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.packs import PACKS, plan_folder
from support.plans import TINY

from sipctl.views.text import spinner

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Sipctl = Callable[..., Result]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("cached")]


@pytest.fixture
def report(sipctl: Sipctl) -> Callable[..., Result]:
    def run(asked: str = "", *more: str, cwd: Path | None = None) -> Result:
        plan = ["--plan", str(plan_folder("river"))]
        return sipctl("report", *plan, *asked.split(), *more, cwd=cwd)

    return run


# --- term and day --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "term", "day"),
    [
        ("--term spring-2025 --as-of 2025-04-05", "Spring 2025", "Saturday 5 April 2025"),
        ("--as-of 2025-02-10", "Spring 2025", "Monday 10 February 2025"),
        ("--as-of 2025-04-21", "Spring 2025", "Monday 21 April 2025"),
        ("--as-of 2025-04-22", "Summer 2025", "Tuesday 22 April 2025"),
        ("--term autumn-2023", "Autumn 2023", "Sunday 7 January 2024"),
        ("--term autumn-2023 --as-of 2025-04-05", "Autumn 2023", "Saturday 5 April 2025"),
    ],
)
def test_the_term_and_the_day(
    report: Callable[..., Result], asked: str, term: str, day: str
) -> None:
    done = report(f"{asked} --format markdown")
    assert done.code == 0, done.err
    assert done.out.startswith(f"# {term}: term pack for the governing body\n")
    assert f"As at {day}," in done.out


def test_a_terms_name_as_people_say_it(report: Callable[..., Result]) -> None:
    done = report("--as-of 2025-04-05 --format markdown", "--term", "spring 2025")
    assert done.out.startswith("# Spring 2025")


@pytest.mark.parametrize(
    ("asked", "expected", "helped"),
    [
        (
            "--term summer-2025 --as-of 2025-04-05",
            "Summer 2025 has not begun: it starts on Tuesday 22 April 2025",
            "the last that has is spring-2025",
        ),
        ("--term spring-2035", '--term "spring-2035" is not a term of the calendar', 'did you mean "spring-2025"?'),
        ("--term x", '--term "x" is not a term of the calendar', "one of: autumn-2023"),
        ("--as-of 2020-01-01", "no term of the calendar had begun by 2020-01-01", "the first it knows is autumn-2023"),
        ("--as-of soon", '--as-of "soon" is not a day', "year-month-day"),
        ("--lead ZZ", '--lead "ZZ" is not in this plan', "one of"),
        ("--names full", '--names "full" is not known', "one of: initials, roles"),
        ("--format word", '--format "word" is not known', "one of: html, pdf, docx, markdown"),
        ("--template lgb", 'there is no template "lgb"', 'did you mean "lgb-pack"?'),
        ("-o pack.txt", '-o "pack.txt" does not say which format', "end it in .html"),
    ],
)  # fmt: skip
def test_what_is_refused(
    report: Callable[..., Result], asked: str, expected: str, helped: str
) -> None:
    done = report(asked)
    assert (done.code, done.out) == (2, "")
    assert expected in done.err
    assert helped in done.err


# --- what is printed -----------------------------------------------------------------------------


def test_filters_and_names(report: Callable[..., Result]) -> None:
    asked = "--as-of 2025-04-05 --format markdown --committee curriculum --names roles"
    done = report(asked)
    assert "Only Curriculum Committee." in done.out
    assert "Reading lead" in done.out
    assert "2a.1" not in done.out
    for initials in ("GH", "EF", "CD"):
        assert initials not in done.out
    assert "--committee curriculum --names roles" in done.out


def test_the_command_on_the_last_page_makes_the_same_pack(
    report: Callable[..., Result], sipctl: Sipctl
) -> None:
    done = report(
        "--term autumn-2024 --format markdown --template lead-sheet --lead JK --names roles"
    )
    again = done.out.split("To make it again: ")[1].splitlines()[0].replace("\\", "")
    assert again == (
        "sipctl report --term autumn-2024 --as-of 2025-01-05 --template lead-sheet"
        " --format markdown --lead 'Business manager' --names roles"
    )
    once_more = sipctl(*shlex.split(again)[1:], cwd=plan_folder("river"))
    assert once_more.out == done.out


def test_the_list_of_packs(report: Callable[..., Result]) -> None:
    done = report("--list")
    assert [line.split()[0] for line in done.out.splitlines()[::2]] == sorted(PACKS)
    assert "html, pdf, docx, markdown · templates/lgb-pack" in done.out


# --- where it goes -------------------------------------------------------------------------------

ASKED = "--term spring-2025 --as-of 2025-04-05"


def test_a_dash_is_the_pipe_and_no_file(sipctl: Sipctl, tmp_path: Path) -> None:
    plan = ("--plan", str(plan_folder("river")), "--as-of", "2025-04-05")
    for asked in (("report", "--format", "markdown"), ("report",), ("timeline", "--format", "svg")):
        assert sipctl(*asked, *plan, "-o", "-", cwd=tmp_path).out == sipctl(*asked, *plan).out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.pdf", "a.docx", "A.HTM"])
def test_a_pack_takes_a_packs_place(
    report: Callable[..., Result], tmp_path: Path, name: str
) -> None:
    _needs(name)
    for _ in range(2):
        done = report(ASKED, "-o", name, cwd=tmp_path)
        assert (done.code, done.out, done.err) == (0, f"Wrote {name}\n", "")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("was", [b"my own notes", b"", b"PK\x03\x04 no pack", b"%PDF-1.7 other"])
def test_what_is_no_pack_is_not_written_over(
    report: Callable[..., Result], tmp_path: Path, was: bytes
) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(was)
    done = report(ASKED, "-o", str(file))
    assert done.code == 2
    assert "is there already, and is not a pack" in done.err
    assert "--force" in done.err
    assert file.read_bytes() == was
    assert report(ASKED, "-o", str(file), "--force").code == 0
    assert file.read_bytes().startswith(b"<!doctype html>")


def test_whole_or_not_at_all(
    report: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    assert report(ASKED, "-o", str(file)).code == 0
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = report("--term autumn-2024", "-o", str(file))
    assert done.code == 2
    assert f"{file} cannot be written: no space left on device" in done.err
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_folder_that_is_not_there(report: Callable[..., Result], tmp_path: Path) -> None:
    done = report(ASKED, "-o", str(tmp_path / "no" / "a.md"))
    assert done.code == 2
    assert "cannot be written: no such file or directory" in done.err
    assert "is a folder" in report(f"{ASKED} --format html", "-o", str(tmp_path)).err


def test_a_link_stays_a_link(report: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("<!-- sipctl-pack -->")
    (tmp_path / "link.md").symlink_to("real.md")
    assert report(ASKED, "-o", "link.md", cwd=tmp_path).code == 0
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text().startswith("# Spring 2025")


def test_a_document_goes_to_a_pipe_as_bytes_and_from_a_terminal_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    from sipctl.cli import app

    asked = ["report", "--plan", str(plan_folder("river")), *ASKED.split(), "--format", "pdf"]
    monkeypatch.chdir(tmp_path)
    pipe = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", pipe)
    assert app.run(asked, None) == 0
    pipe.seek(0)
    assert pipe.buffer.read().startswith(b"%PDF-1.7")
    screen = io.StringIO()
    screen.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert app.run(asked, None) == 0
    assert (tmp_path / "trf-lgb-pack-spring-2025.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_a_folder_gets_a_sheet_for_each_lead(report: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "sheets").mkdir()
    done = report(
        "--term spring-2025 --template lead-sheet --format markdown -o", str(tmp_path / "sheets")
    )
    assert (done.code, done.err) == (0, "")
    assert done.out == f"Wrote 6 sheets to {tmp_path / 'sheets'}.\n"
    names = sorted(path.name for path in (tmp_path / "sheets").iterdir())
    assert names[0] == "trf-lead-sheet-AB-spring-2025.md"
    assert len(names) == 6
    text = (tmp_path / "sheets" / names[0]).read_text("utf-8")
    assert "## AB, Executive head" in text
    assert "## CD" not in text
    assert "--lead AB" in text


@pytest.mark.parametrize(("form", "module"), [("pdf", "typst"), ("docx", "docx")])
def test_without_the_extra_it_says_what_to_install(
    report: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, form: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    done = report(f"{ASKED} --format {form}")
    assert done.code == 2
    assert "is not installed" in done.err
    assert 'pip install "sipctl[packs]"' in done.err


# --- while it takes long -------------------------------------------------------------------------


def test_work_longer_than_patience_shows_itself_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import time

    monkeypatch.setattr(spinner, "PATIENCE", 0.01)
    for on_a_terminal in (True, False):
        screen = io.StringIO()
        screen.isatty = lambda there=on_a_terminal: there  # type: ignore[misc]
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setenv("TERM", "xterm")
        with spinner.waiting("Making the pack"):
            time.sleep(0.3)
        assert ("Making the pack" in screen.getvalue()) is on_a_terminal


def _needs(name: str) -> None:
    module = {".pdf": "typst", ".docx": "docx"}.get(Path(name).suffix)
    if module:
        pytest.importorskip(module, reason=f"{module} is not installed")


# --- roles ---------------------------------------------------------------------------------------


def test_who_has_no_role_keeps_initials_and_is_named(report: Callable[..., Result]) -> None:
    line = "--term spring-2025 --as-of 2025-04-05 --format markdown"
    named = report(f"{line} --names roles")
    assert (named.code, named.err) == (0, "No role in people.yaml: LM keeps initials.\n")
    assert "LM" in named.out
    assert "role not given" not in named.out
    assert report(line).err == ""


def test_whoever_stands_in_a_pack_by_initials_is_named_and_whose_role_is_shared(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    people = "leads: {JK: {role: Headteacher}, SD: {role: Headteacher}, PQ: {}}\n"
    moved = "moved: [{from: Spring 2025, date: 2025-05-02, agreed: JK, why: Late}]}"
    aim = TINY["aims/1-teaching.yaml"].replace("when: Summer 2025}", f"when: Summer 2025, {moved}")
    record = "activity: 1a.1\ndate: 2025-05-01\nby: PQ\nstatus: at-risk\nnote: No time\n"
    files = {"records/2024-25/summer/2025-05-01-1a.1-PQ.yaml": record}
    top = write({**TINY, "people.yaml": people, "aims/1-teaching.yaml": aim, **files})
    asked = ("report", "--as-of", "2025-05-05", "--format", "markdown", "--names", "roles")
    named = sipctl(*asked, cwd=top)
    assert named.code == 0
    assert "No time (PQ, 1 May 2025)" in named.out
    assert "Headteacher, 2 May 2025: Late" in named.out
    assert "1 lead without one keeps them" in named.out
    assert named.err.splitlines() == [
        "No role in people.yaml: PQ keeps initials.",
        "Headteacher is the role of JK and SD: the pack does not tell them apart.",
    ]
