"""Links in a plan, its templates and its outputs lead out of nothing: no read, no write, no wait."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.git_repos import PLAN, fill

from sipctl.plan.faults import Refusal
from sipctl.store.new_plan.create import refuse_taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Result

pytestmark = pytest.mark.posix  # pipes, devices and alarms

SECRET = "hunter2"
TODAY = ("--as-of", "2025-03-05")
READING = (
    ["check"],
    ["report", "--list"],
    ["report", "--template", "mine", "--format", "markdown", *TODAY],
    ["move", "1a.3", "Autumn 2025", "--agreed", "Trustees", "--why", "Late", *TODAY],
)
"""Each way in which the files of a plan and its templates are read and written."""
OTHERS = (
    ["check", "--format", "json"],
    ["due", *TODAY],
    ["list", *TODAY],
    ["show", "1a.1", *TODAY],
    ["log", *TODAY],
    ["export", "--format", "json", *TODAY],
    ["report", "--template", "templates/mine", "--format", "markdown", *TODAY],
    ["report", "--format", "markdown", *TODAY],
    ["record", "1a.1", "on-track", "--by", "SD", *TODAY],
)
"""More commands, which read the same files."""
FILES = (
    *("plan.yaml", "people.yaml", "calendar.yaml", "aims/1-teaching.yaml", "aims/6.yaml"),
    *("records/2024-25/spring/2025-03-05-1a.1-SD-000000.yaml", "aims/hid\u200bden.yaml"),
    *("templates/mine/pack.md", "templates/mine/about.txt", "templates/mine/base/x.md"),
    *("../templates/mine/pack.md", "../templates/mine/about.txt", "../templates/base/x.md"),
)
FOLDERS = (
    *("aims", "records", "records/2024-25", "records/2024-25/spring", "templates"),
    *("templates/mine", "templates/base", "../templates", "../templates/mine", "../plan"),
    *("../templates/base",),
)


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    """Whoever waits on a pipe is told off."""
    signal.alarm(60)
    yield
    signal.alarm(0)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with what any reader would look for, all of it secret."""
    folder = tmp_path / "outside"
    secret = f"{SECRET}: [{SECRET}\nat: {SECRET}\n"
    names = ("plan.yaml", "6.yaml", "1-teaching.yaml", "pack.md", "about.txt", "x.md", "a.html")
    fill(folder, dict.fromkeys((*names, "mine/pack.md", "base/x.md", "mine/about.txt"), secret))
    fill(folder, {"2024-25/spring/2025-03-05-1a.1-SD-ffffff.yaml": secret})
    return folder


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    top = tmp_path / "trust"
    fill(top / "plan", PLAN)
    text = "# Mine\n\n{% include 'base/x.md' ignore missing %}\n"
    fill(top / "templates", {"mine/pack.md": text, "base/x.md": "Shared\n"})
    return top


def state(folder: Path) -> dict[str, bytes]:
    """Every file in a folder."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def replace_with(link: Path, target: str) -> None:
    if link.is_dir():
        shutil.rmtree(link)
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(target)


@pytest.fixture
def tells_nothing(
    trust: Path, outside: Path, sipctl: Callable[..., Result], thorough: bool
) -> Callable[..., None]:
    def run(*, briefly: bool = False) -> None:
        before = state(outside)
        for argv in (*READING, *(OTHERS if thorough and not briefly else ())):
            result = sipctl(*argv, cwd=trust)
            assert SECRET not in result.out + result.err, argv
            assert "went wrong" not in result.err, (argv, result.err)
            assert result.code in (0, 1, 2)
        assert state(outside) == before

    return run


@pytest.mark.parametrize("absolute", [True, False])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_a_link(
    name: str, absolute: bool, trust: Path, outside: Path, tells_nothing: Callable[..., None]
) -> None:
    link = trust / "plan" / name
    target = next((path for path in outside.rglob(link.name)), outside / "6.yaml")
    link.parent.mkdir(parents=True, exist_ok=True)
    replace_with(link, str(target) if absolute else os.path.relpath(target, link.parent))
    tells_nothing()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_is_a_link(
    name: str, trust: Path, outside: Path, tells_nothing: Callable[..., None]
) -> None:
    replace_with(Path(os.path.normpath(trust / "plan" / name)), str(outside))
    tells_nothing()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pipe", "loop", "nowhere", "/dev/zero", "/proc/self/environ"])
@pytest.mark.parametrize("name", FILES)
def test_what_would_never_end(
    name: str, kind: str, trust: Path, outside: Path, tells_nothing: Callable[..., None]
) -> None:
    link = trust / "plan" / name
    target = {"pipe": str(outside / "pipe"), "loop": link.name, "nowhere": str(outside / "no")}
    os.mkfifo(outside / "pipe")
    replace_with(link, target.get(kind, kind))
    tells_nothing(briefly=True)
    if kind == "pipe":
        link.unlink()
        os.mkfifo(link)
        tells_nothing(briefly=True)


WRITING = (
    ["report", "--format", "html", "-o", "{}", *TODAY],
    ["timeline", "--format", "svg", "-o", "{}", *TODAY],
    ["export", "--format", "csv", "-o", "{}", *TODAY],
    ["export", "--format", "ics", "-o", "{}", *TODAY],
    ["export", "--format", "json", "-o", "{}", "--force", *TODAY],
)


@pytest.mark.slow
@pytest.mark.parametrize("argv", WRITING, ids=" ".join)
@pytest.mark.parametrize(
    ("link", "target", "output"),
    [
        ("out.html", "../outside/new.html", "out.html"),
        ("out.html", "../outside/a.html", "out.html"),
        ("out.html", "../outside/a.html", "{here}/out.html"),
        ("out", "../outside", "out/new.html"),
        ("out", "../outside", "out/deep/../new.html"),
        ("out", "../outside", "{here}/out/new.html"),
        ("out/deep", "../../outside", "out/deep/a.html"),
        ("one", "two", "one"),
    ],
)
def test_an_output_by_way_of_a_link(
    argv: list[str],
    link: str,
    target: str,
    output: str,
    trust: Path,
    outside: Path,
    sipctl: Callable[..., Result],
) -> None:
    replace_with(trust / link, target)
    if link == "one":
        (trust / "two").symlink_to("../outside/new.html")
    (outside / "deep").mkdir()
    before = state(outside)
    result = sipctl(*(part.format(output.format(here=trust)) for part in argv), cwd=trust)
    assert result.code == 2
    assert "is a link to somewhere outside its folder" in result.err
    assert state(outside) == before


@pytest.mark.parametrize("argv", [["export", "--format", "ics", "-o", "cal/", *TODAY]])
@pytest.mark.parametrize("link", ["cal", "cal/SD.ics"])
def test_a_folder_of_outputs(
    argv: list[str], link: str, trust: Path, outside: Path, sipctl: Callable[..., Result]
) -> None:
    replace_with(trust / link, str(outside if link == "cal" else outside / "SD.ics"))
    before = state(outside)
    assert sipctl(*argv, cwd=trust).code == 2
    assert sipctl("schema", "--write", "cal", cwd=trust).code == (2 if link == "cal" else 0)
    assert state(outside) == before


def test_a_new_plan_by_way_of_a_link(
    trust: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (trust / "new").symlink_to(outside)
    monkeypatch.chdir(trust)
    for target in (trust / "new" / "plan", Path("new/plan")):
        with pytest.raises(Refusal, match="link to somewhere outside"):
            refuse_taken(target)


def test_the_users_own_links_are_followed(
    trust: Path, outside: Path, sipctl: Callable[..., Result]
) -> None:
    """What the user names in full, or a link that stays where it is, is no way out."""
    (trust / "latest.csv").symlink_to("spring.csv")
    assert sipctl("export", "-o", "latest.csv", *TODAY, cwd=trust).code == 0
    assert (trust / "spring.csv").exists()
    (outside.parent / "mine").symlink_to(trust / "plan")
    assert sipctl("due", "--plan", str(outside.parent / "mine"), *TODAY, cwd=outside).code == 0
