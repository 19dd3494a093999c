"""`sipctl check`: a folder for each kind of fault, with a small broken plan and the exact output.

`tests/rules/<slug>/plan` holds only the files that differ from those of `tests/rules/sound`;
`without.txt` names those to leave out. `SIPCTL_REWRITE=1 pytest tests/test_rules.py` writes every
expected.txt anew: read what changed before you keep it.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from string import ascii_letters
from time import process_time
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row

import sipctl
from sipctl.cli.app import run
from sipctl.cli.commands.check import find_faults
from sipctl.cli.session import find_plan
from sipctl.plan import rules
from sipctl.plan.context import timing_context
from sipctl.plan.faults import Fault, Refusal
from sipctl.plan.model import entries as m
from sipctl.plan.rules.links import circles
from sipctl.plan.rules.pages import manual
from sipctl.plan.timing import Timing, Unreadable
from sipctl.plan.timing.types import PhraseError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = Path(__file__).parents[2] / "rules"
SOUND = FOLDERS / "sound"
SLUGS = sorted(path.name for path in FOLDERS.iterdir() if path != SOUND)
NO_FOLDER_CAN_HOLD = {
    *("too-large", "unreadable-file", "bad-file-name", "leads-outside", "same-name")
}
TODAY = "2025-03-05"


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sound plan in it, and nothing that speaks from outside."""
    for name in [name for name in os.environ if name.startswith("SIPCTL_")]:
        monkeypatch.delenv(name)
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay_over(school: Path, broken: Path) -> None:
    shutil.copytree(broken, school, dirs_exist_ok=True)
    left_out = broken / "without.txt"
    for name in left_out.read_text(encoding="utf-8").split() if left_out.exists() else ():
        (school / name).unlink()


def check(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = run(["check", "--as-of", TODAY, *more])
    result = capsys.readouterr()
    assert result.err == ""
    return code, result.out


def slugs_in(output: str) -> set[str]:
    return set(re.findall(r"^\S.*?: (?:error|warning)\[([a-z0-9-]+)\]: ", output, re.MULTILINE))


# --- the folders ---------------------------------------------------------------------------------


def test_a_sound_plan_gives_nothing(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys) == (0, "The plan is sound.\n")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_broken_plan_gives_this_and_no_more(
    slug: str, school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite = "SIPCTL_REWRITE" in ENVIRONMENT
    lay_over(school, FOLDERS / slug)
    code, output = check(capsys)
    expected = FOLDERS / slug / "expected.txt"
    if rewrite:
        expected.write_text(output, encoding="utf-8")
    assert output == expected.read_text(encoding="utf-8")
    assert slugs_in(output) == {slug}, "one cause, one kind of fault"
    assert code == (1 if f"error[{slug}]" in output else 0)


ENVIRONMENT = dict(os.environ)


@each_row("slug", SLUGS)
def test_every_fault_says_what_to_do(slug: str) -> None:
    output = (FOLDERS / slug / "expected.txt").read_text(encoding="utf-8")
    faults = len(re.findall(r"^\S.*\[[a-z0-9-]+\]: ", output, re.MULTILINE))
    assert output.count(" = help: ") == faults > 0


# --- no decision is made by a message ------------------------------------------------------------

HEAD = re.compile(r"^(\S.*?):(\d+):(\d+): (error|warning)\[([a-z0-9-]+)\]: ", re.MULTILINE)
OTHER_LETTERS = str.maketrans(ascii_letters, ascii_letters[1:] + ascii_letters[:1])


def reword(text: str) -> str:
    """Other words in the place of a text; once only, for what is copied is reworded already."""
    return text if not text or text.startswith("¤") else f"¤{text.translate(OTHER_LETTERS)}"


def reword_all(monkeypatch: pytest.MonkeyPatch, cls: type, *fields: str) -> None:
    """Has every instance of a class say something else in these fields."""
    build = cls.__init__  # type: ignore[misc]

    def reworded(self: object, *given: object, **values: object) -> None:
        build(self, *given, **values)
        for field in fields:
            value = self.__dict__[field]
            if isinstance(value, tuple):
                self.__dict__[field] = tuple(map(reword, value))
            elif value is not None:
                self.__dict__[field] = reword(value)

    monkeypatch.setattr(cls, "__init__", reworded)


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_rewording_changes_nothing_but_words(
    slug: str, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_over(school, FOLDERS / slug)
    for cls in (Fault, Unreadable, PhraseError):
        reword_all(monkeypatch, cls, "message", "help")
    reword_all(monkeypatch, Timing, "cadence", "reading", "notes")
    faults = find_faults(find_plan(None), date.fromisoformat(TODAY))
    assert all(fault.fault.message.startswith("¤") for fault in faults)
    expected = HEAD.findall((FOLDERS / slug / "expected.txt").read_text(encoding="utf-8"))
    assert expected == [
        (
            fault.place.file,
            str(fault.place.line),
            str(fault.place.column),
            fault.fault.severity,
            fault.fault.slug,
        )
        for fault in faults
    ]


def test_a_misspelt_required_key_is_one_fault_in_any_words(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = school / "plan/aims/1-reading.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "titel: ", 1), encoding="utf-8")
    reword_all(monkeypatch, Fault, "message", "help")
    faults = find_faults(find_plan(None), date.fromisoformat(TODAY))
    assert [fault.fault.slug for fault in faults] == ["unknown-key"]


# --- slugs, pages and folders --------------------------------------------------------------------


READERS = ("plan/model", "store")
"""The folders whose modules find faults while a plan's files are read."""
MAKERS = {"Fault", "fault_at", "fault", "_fault", "add_fault", "_error", "refused", "refused_at"}


def slugs_in_the_code() -> set[str]:
    """Every slug that reading a plan's files can give: what the code hands to a maker of faults."""
    result: set[str] = set()
    for folder in READERS:
        for path in (Path(sipctl.__file__).parent / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                result |= set(_slugs_at(node))
    return result


def _slugs_at(node: ast.AST) -> Iterator[str]:
    given: list[ast.expr | None] = []
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        texts = [
            arg for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        given = list(texts[:1]) if name in MAKERS else []
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("slug", "_REFUSED"):
        given = [node.value] if ast.unparse(node.targets[0]) == "slug" else [*node.value.keys]  # type: ignore[attr-defined]
    for option in given:
        for constant in ast.walk(option or ast.Pass()):
            text = constant.value if isinstance(constant, ast.Constant) else ""
            if re.fullmatch("[a-z0-9-]+", str(text)) and text not in NO_SLUGS:
                yield str(text)


NO_SLUGS = {"error", "date", "number"}
"""A severity, and kinds of text by which schema.py chooses a slug."""


def test_every_slug_has_a_page_and_a_folder() -> None:
    assert sorted(slugs_in_the_code() | set(rules.RULES)) == manual.slugs()
    assert set(SLUGS) | NO_FOLDER_CAN_HOLD == set(manual.slugs())
    assert not set(SLUGS) & NO_FOLDER_CAN_HOLD


@each_row("slug", manual.slugs())
def test_a_page_says_what_it_means_and_how_to_mend_it(slug: str) -> None:
    page = manual.page(slug)
    assert re.match(rf"{slug} \((error|warning)\)\n\n\S", page)
    assert page.endswith("\n") and not page.endswith("\n\n")
    assert max(map(len, page.split("\n"))) <= 100
    assert len(page.split("\n\n")) >= 3


def test_an_unknown_page_proposes_the_nearest() -> None:
    with pytest.raises(Refusal) as refused:
        manual.page("unknown-leed")
    assert refused.value.message == 'there is no fault called "unknown-leed"'
    assert refused.value.help == 'did you mean "unknown-lead"?'


def test_explain_shows_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--explain", "no-lead"]) == 0
    assert capsys.readouterr().out == manual.page("no-lead")


# --- what no folder can hold ---------------------------------------------------------------------


def test_a_file_that_is_too_large(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (school / "plan/people.yaml").write_bytes(b"#" * 16_000_001)
    code, output = check(capsys, "--format", "concise")
    assert (code, slugs_in(output)) == (1, {"too-large"})


def test_something_that_is_no_file(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes among the files here")
    os.mkfifo(school / "plan/aims/2-sums.yaml")
    code, output = check(capsys, "--format", "concise")
    assert (code, slugs_in(output)) == (1, {"unreadable-file"})


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems refuse such names")
def test_a_name_that_is_not_text(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(os.fsdecode(os.fsencode(school / "plan/aims") + b"/caf\xe9.yaml")).touch()
    code, output = check(capsys, "--format", "concise")
    assert (code, slugs_in(output)) == (1, {"bad-file-name"})


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems take the two for one")
def test_two_names_that_differ_by_capitals(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (school / "plan/aims/Sums.yaml").write_text("id: 2\ntitle: Sums\n", encoding="utf-8")
    (school / "plan/aims/sums.yaml").write_text("id: 3\ntitle: Sums\n", encoding="utf-8")
    code, output = check(capsys, "--format", "concise")
    assert (code, slugs_in(output)) == (1, {"same-name"})


def test_a_link_that_leads_out(
    school: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "people.yaml"
    (school / "plan/people.yaml").rename(outside)
    (school / "plan/people.yaml").symlink_to(outside)
    code, output = check(capsys, "--format", "concise")
    assert (code, slugs_in(output)) == (1, {"leads-outside"})


# --- one cause, one fault ------------------------------------------------------------------------

OVER_ALL = [
    ("an area's id", "aims/1-reading.yaml", "- id: 1a\n", "- id: 1b\n", {"misplaced-id"}),
    ("an aim's id", "aims/1-reading.yaml", "id: 1\n", "id: 2\n", {"misplaced-id"}),
    ("no leads at all", "people.yaml", "  JK: {}\n  SD: {}\n", "  ZZ: {}\n", {"unknown-lead"}),
]


@pytest.mark.parametrize(("file", "old", "new", "slugs"), [item[1:] for item in OVER_ALL])
def test_one_slip_is_told_once(
    file: str,
    old: str,
    new: str,
    slugs: set[str],
    school: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = school / "plan" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert slugs_in(check(capsys, "--format", "concise")[1]) == slugs


def test_a_copied_aim_is_one_fault(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    aims = school / "plan/aims"
    shutil.copy(aims / "1-reading.yaml", aims / "1-reading-copy.yaml")
    output = check(capsys, "--format", "concise")[1]
    assert output.splitlines() == [
        "plan/aims/1-reading.yaml:1:5: error[duplicate-id]: there is another aim 1 already "
        "(help: the other is in aims/1-reading-copy.yaml: give this one a number of its own, such as 2)"
    ]


def test_a_stranger_all_over_the_plan_is_told_once(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = school / "plan/aims/1-reading.yaml"
    text = path.read_text(encoding="utf-8").replace("[JK]", "[QQ]").replace("[SD]", "[QQ]")
    more = "      - {id: 1a.3, title: Hold a reading week, leads: [QQ], when: Summer 2025}\n"
    path.write_text(text.replace("    kpis:\n", f"{more}    kpis:\n"), encoding="utf-8")
    assert check(capsys, "--format", "concise")[1].splitlines() == [
        "plan/aims/1-reading.yaml:13:17: error[unknown-lead]: "
        '"QQ" is not among the leads in people.yaml, and is named in 3 places '
        '(help: write "QQ: {}" under leads: in people.yaml)'
    ]


# --- what is no fault ----------------------------------------------------------------------------

SOUND_TOO = [
    ("people.yaml", "SD: {}", "SD: {left: 2025-07-31}"),
    ("people.yaml", "committees:\n  - {id: board, name: Governing board, oversees: [1]}\n", ""),
    ("aims/1-reading.yaml", "when: Autumn 2024", "when: as needed"),
    ("aims/1-reading.yaml", "when: Autumn 2024", "when: at each Governing board meeting"),
    ("aims/1-reading.yaml", "starts: Autumn 2024", "starts: June 2023"),
    ("aims/1-reading.yaml", "[1a.1]", "[]"),
    ("plan.yaml", "from: 2024-09-01", "from: 2024-08-01"),
    ("calendar.yaml", "starts: 2024-09-02", "starts: 2024-08-28"),
]


@pytest.mark.parametrize(("file", "old", "new"), SOUND_TOO)
def test_what_is_no_fault(
    file: str, old: str, new: str, school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = school / "plan" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert check(capsys) == (0, "The plan is sound.\n")


def test_records_keep_their_meaning_when_dates_of_meetings_become_known(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = school / "plan"
    aim, calendar = plan / "aims/1-reading.yaml", plan / "calendar.yaml"
    text = aim.read_text(encoding="utf-8")
    aim.write_text(
        text.replace("when: Autumn 2024", "when: at each Governing board meeting"), "utf-8"
    )
    folder = plan / "records/2024-25/spring"
    (folder / "2025-02-10-1a.1-SD.yaml").write_text(
        "activity: 1a.1\ndate: 2025-02-10\nby: SD\nstatus: on-track\nfor: spring-2025-1\n", "utf-8"
    )
    assert check(capsys) == (0, "The plan is sound.\n")
    text = calendar.read_text(encoding="utf-8")
    calendar.write_text(
        text.replace("every: half-termly", "every: half-termly, dates: [2025-02-05]"), "utf-8"
    )
    assert check(capsys) == (0, "The plan is sound.\n")


# --- pure, and quick -----------------------------------------------------------------------------


def test_circles_of_any_length() -> None:
    chain = {str(number): [str(number + 1)] for number in range(20_000)}
    assert circles(chain) == []
    assert [len(circle) for circle in circles(chain | {"20000": ["0"]})] == [20_001]
    assert circles({"a": ["b", "c"], "b": ["a"], "c": ["c"]}) == [["a", "b"], ["c"]]


def _large(good: bool) -> m.Plan:
    def term(starts: str, ends: str) -> m.TermDates:
        return m.TermDates(starts=date.fromisoformat(starts), ends=date.fromisoformat(ends))

    terms = {"autumn": term("2024-09-02", "2024-12-20"), "spring": term("2025-01-06", "2025-04-04")}
    areas = tuple(_large_area(f"1{letter}", good) for letter in "abcdefghij")
    records = {}
    for number in range(5_000):
        subject = f"{areas[number % 10].id}.{number % 500 + (1 if good else 7_000)}"
        day = date(2025, 1, 10) + timedelta(number % 60)
        path = f"records/2024-25/spring/{day}-{subject}-JK-{number:06x}.yaml"
        records[path] = m.Record(
            activity=subject, date=day, by="JK", status="complete", for_="spring-2025"
        )
    return m.Plan(
        about=m.About(
            title="Large",
            school=m.Body(name="Large"),
            runs=m.Runs(from_=date(2024, 9, 1), to=date(2025, 4, 30)),
        ),
        people=m.People(leads={"JK": m.Lead()}),
        calendar=m.TermCalendar(years={"2024/25": m.SchoolYear(terms=terms)}),
        aims=(m.Aim(id=1, title="Large", areas=areas),),
        records=records,
        aim_files=("aims/1-large.yaml",),
    )


def _large_area(name: str, good: bool) -> m.Area:
    activities = tuple(
        m.Activity(
            id=f"{name}.{number}",
            title="Do it",
            leads=("JK" if good else f"Q{number}",),
            when={"": "termly" if good else "Sumer 2025"},
            after=(f"{name}.{number - 1}",) if number > 1 else () if good else (f"{name}.500",),
            see=() if good else (f"9z.{number}",),
        )
        for number in range(1, 501)
    )
    return m.Area(id=name, title="Large", activities=activities)


@pytest.mark.slow
@pytest.mark.parametrize("good", [True, False])
def test_five_thousand_activities_and_records(good: bool) -> None:
    plan = _large(good)
    frame = timing_context(plan)
    begun = process_time()
    faults = rules.check(plan, frame, date(2025, 3, 31))
    assert process_time() - begun < (2 if good else 8), "it takes a third of that"
    assert ({fault.slug for fault in faults} & {"record-of-nothing"} == set()) is good
