"""What is read from a plan's folder, and what is told of everything else that lies there."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from support.each_row import each_row

from sipctl.plan.faults import Refusal
from sipctl.store.files.folder import Folder, find, kind_of
from sipctl.store.files.plan_files import FolderContents, read, read_file
from sipctl.store.yaml.read import BIGGEST

FILES = ("aims/1-a.yaml", "calendar.yaml", "people.yaml", "plan.yaml")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A folder with the files that every plan has; what is in them does not matter here."""
    top = tmp_path / "plan"
    for name in FILES:
        put(top, name)
    return top


def put(top: Path, name: str, text: str = "a: 1\n") -> Path:
    path = top / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def contents_of(top: Path) -> FolderContents:
    return read(Folder(top, "plan"))


def fault_texts(top: Path) -> list[tuple[str, str, str, str]]:
    return [
        (fault.file, fault.slug, fault.message, fault.help) for fault in contents_of(top).faults
    ]


def paths(top: Path) -> list[str]:
    return [source.path for source in contents_of(top).sources]


LAYOUT = "plan.yaml, people.yaml, calendar.yaml, aims/*.yaml, records/**/*.yaml, rounds/*.yaml and frameworks/*.yaml"
HOLDS = f"a plan folder holds {LAYOUT}"
OUTSIDE = "this is a link to somewhere outside the plan, so it is not read"
NOWHERE = "this cannot be read: it is a link that leads nowhere"
NOT_PLAIN = "this cannot be read: it is not a plain file, but a folder, a pipe or a device"
STRANGE = "sipctl does not read a file of this name here"


def test_a_plan_is_read_in_order_and_whole(plan: Path) -> None:
    put(plan, "records/2024-25/autumn/x/y/deep.yaml", "b: 2\r\n")
    put(plan, "records/top.yaml")
    assert paths(plan) == sorted(
        [*FILES, "records/2024-25/autumn/x/y/deep.yaml", "records/top.yaml"]
    )
    assert fault_texts(plan) == []
    assert read_file(Folder(plan, "plan"), "records/top.yaml").data == b"a: 1\n"
    deep = read_file(Folder(plan, "plan"), "records/2024-25/autumn/x/y/deep.yaml")
    assert deep.data == b"b: 2\r\n"


def test_missing_files_are_each_told(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    assert fault_texts(tmp_path / "plan") == [
        ("plan.yaml", "missing-file", "this file is missing", HOLDS),
        ("people.yaml", "missing-file", "this file is missing", HOLDS),
        ("calendar.yaml", "missing-file", "this file is missing", HOLDS),
        (
            *("aims", "missing-file", "this plan has no aims"),
            "write one file for each aim, such as aims/1-people.yaml",
        ),
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    slugs = [(fault.file, fault.slug) for fault in contents_of(tmp_path / "none").faults]
    assert slugs == [
        ("plan.yaml", "unreadable-file"),
        ("people.yaml", "missing-file"),
        ("calendar.yaml", "missing-file"),
        ("aims", "missing-file"),
    ]


def test_what_editors_and_systems_leave_is_passed_over(plan: Path) -> None:
    for name in (
        *("aims/1-a.yaml~", "aims/.1-a.yaml.swp", "aims/#1-a.yaml#", "aims/1-a.yaml.orig"),
        *("aims/1-a.yaml.bak", ".DS_Store", "aims/.hidden.yaml", ".git/config.yaml", "README.md"),
        *("records/Thumbs.db", "notes/minutes.docx", "aims/1-a.yaml.tmp"),
    ):
        put(plan, name)
    (plan / "aims" / ".#1-a.yaml").symlink_to("somebody@somewhere.1234")
    assert paths(plan) == list(FILES)
    assert fault_texts(plan) == []


@pytest.mark.parametrize(
    ("name", "file", "message", "helped"),
    [
        ("aims/2-b.yml", "aims/2-b.yml", STRANGE, 'rename it to "2-b.yaml"'),
        ("aims/2-b.YAML", "aims/2-b.YAML", STRANGE, 'rename it to "2-b.yaml"'),
        ("records/x.yml", "records/x.yml", STRANGE, 'rename it to "x.yaml"'),
        ("Plan.yaml", "Plan.yaml", STRANGE, 'rename it to "plan.yaml"'),
        ("peeple.yaml", "peeple.yaml", STRANGE, f"{HOLDS}: rename it, or move it out"),
        (
            *("aim/2-b.yaml", "aim"),
            "sipctl reads nothing in this folder, and it has files like a plan's",
            'rename it to "aims"',
        ),
        (
            *("Records/2024-25/x.yaml", "Records"),
            "sipctl reads nothing in this folder, and it has files like a plan's",
            'rename it to "records"',
        ),
        (
            *("aims/old/2-b.yaml", "aims/old"),
            "sipctl reads nothing in this folder, and it has files like a plan's",
            f"{HOLDS}: rename it, or move it out",
        ),
    ],
)
def test_a_file_that_nothing_reads(
    plan: Path, name: str, file: str, message: str, helped: str
) -> None:
    put(plan, name)
    assert paths(plan) == list(FILES)
    assert fault_texts(plan) == [(file, "unknown-file", message, helped)]


def test_a_strange_folder_is_told_once(plan: Path) -> None:
    for number in range(5):
        put(plan, f"archive/{number}.yaml")
    assert [(fault.file, fault.slug) for fault in contents_of(plan).faults] == [
        ("archive", "unknown-file")
    ]


def test_names_that_differ_by_capitals_alone(plan: Path) -> None:
    for name in ("aims/1-A.yaml", "records/\u00e9.yaml", "records/E\u0301.yaml"):
        put(plan, name)
    helped = "rename one of them: many computers take the two for one file"
    assert sorted(fault_texts(plan)) == [
        (
            file,
            "same-name",
            f'this name differs from "{other}" by capitals or accents alone',
            helped,
        )
        for file, other in (("aims/1-a.yaml", "1-A.yaml"), ("records/\u00e9.yaml", "E\u0301.yaml"))
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.yaml", "a\ufffdb.yaml"),
        (b"a\x1b[2Jb.yaml", "a\ufffd[2Jb.yaml"),
        ("a\u202eb.yaml".encode(), "a\ufffdb.yaml"),
        (b"a\xffb.yaml", "a\ufffdb.yaml"),
        ("\u200b.yaml".encode(), "\ufffd.yaml"),
    ],
)
@pytest.mark.parametrize("folder", ["aims", "records/2024-25", "other"])
def test_names_that_nobody_can_see(plan: Path, name: bytes, shown: str, folder: str) -> None:
    (plan / folder).mkdir(parents=True, exist_ok=True)
    Path(os.fsdecode(os.path.join(os.fsencode(plan / folder), name))).write_text("a: 1\n")
    assert fault_texts(plan) == [
        (
            *(f"{folder}/{shown}", "bad-file-name"),
            *("this name has characters that cannot be shown", "rename it in plain letters"),
        )
    ]


def test_a_folder_that_nobody_can_see(plan: Path) -> None:
    bad = Path(os.fsdecode(os.path.join(os.fsencode(plan / "records"), b"\xff")))
    put(bad, "x.yaml")
    assert [(fault.file, fault.slug) for fault in contents_of(plan).faults] == [
        ("records/\ufffd", "bad-file-name")
    ]


@pytest.mark.posix
def test_folders_pipes_and_links_in_the_place_of_files(plan: Path) -> None:
    (plan / "aims" / "2-folder.yaml").mkdir()
    os.mkfifo(plan / "aims" / "3-pipe.yaml")
    (plan / "aims" / "4-dangling.yaml").symlink_to("none.yaml")
    (plan / "aims" / "5-loop.yaml").symlink_to("5-loop.yaml")
    (plan / "aims" / "6-device.yaml").symlink_to("/dev/zero")
    (plan / "aims" / "7-folder.yaml").symlink_to(".")
    finished = threading.Event()
    threading.Timer(20, lambda: finished.is_set() or os._exit(70)).start()
    result = fault_texts(plan)
    finished.set()
    assert result == [
        ("aims/2-folder.yaml", "unreadable-file", NOT_PLAIN, "put a plain file here"),
        ("aims/3-pipe.yaml", "unreadable-file", NOT_PLAIN, "put a plain file here"),
        ("aims/4-dangling.yaml", "unreadable-file", NOWHERE, "put the file itself here"),
        ("aims/5-loop.yaml", "unreadable-file", NOWHERE, "put the file itself here"),
        ("aims/6-device.yaml", "leads-outside", OUTSIDE, "put the file itself here"),
        ("aims/7-folder.yaml", "unreadable-file", NOT_PLAIN, "put a plain file here"),
    ]
    assert paths(plan) == list(FILES)


@pytest.mark.parametrize("name", ["aims/2-b.yaml", "records/r.yaml", "people.yaml"])
def test_a_link_out_of_the_plan_is_not_read(plan: Path, tmp_path: Path, name: str) -> None:
    secret = tmp_path / "plan-of-others" / "secret.yaml"
    put(secret.parent, secret.name, "password: hunter2\n")
    target = plan / name
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    target.symlink_to(secret)
    assert fault_texts(plan) == [(name, "leads-outside", OUTSIDE, "put the file itself here")]
    assert all(b"hunter2" not in source.data for source in contents_of(plan).sources)


@pytest.mark.parametrize("name", ["records", "aims", "records/2024-25"])
def test_a_folder_that_is_a_link_out_of_the_plan(plan: Path, tmp_path: Path, name: str) -> None:
    put(tmp_path / "others", "secret.yaml")
    for file in (plan / "aims").iterdir():
        if name == "aims":
            file.unlink()
            (plan / "aims").rmdir()
    (plan / name).parent.mkdir(exist_ok=True)
    (plan / name).symlink_to(tmp_path / "others")
    assert fault_texts(plan) == [(name, "leads-outside", OUTSIDE, "put the file itself here")]


def test_links_within_the_plan_are_followed_and_folders_go_round_once(plan: Path) -> None:
    (plan / "aims" / "2-same.yaml").symlink_to("1-a.yaml")
    (plan / "records").mkdir()
    (plan / "records" / "round").symlink_to(plan / "records")
    assert paths(plan) == ["aims/1-a.yaml", "aims/2-same.yaml", *FILES[1:]]
    assert fault_texts(plan) == []


def test_a_plan_that_is_itself_a_link(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(plan)
    assert paths(tmp_path / "link") == list(FILES)
    assert fault_texts(tmp_path / "link") == []


def test_a_large_file_is_read_no_further_than_a_plan_may_go(plan: Path) -> None:
    with (plan / "aims" / "2-large.yaml").open("wb") as file:
        file.truncate(5_000_000_000)
    sizes = {source.path: len(source.data) for source in contents_of(plan).sources}
    assert sizes["aims/2-large.yaml"] == BIGGEST + 1
    assert len(read_file(Folder(plan, "plan"), "aims/2-large.yaml").data) == BIGGEST + 1


def test_many_small_files_take_no_more_memory_than_they_are_long(plan: Path) -> None:
    """A buffer of the largest size for each would be a map of memory, of which there are few."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("the system does not say how memory is mapped")
    for number in range(1500):
        put(plan / "records", f"{number}.yaml", "activity: 1a.1\n")
    before = len(maps.read_text().splitlines())
    sources = contents_of(plan).sources
    assert len(sources) > 1500
    assert len(maps.read_text().splitlines()) < before + 200


@pytest.mark.slow
def test_folders_deeper_than_any_call_stack(plan: Path) -> None:
    folders = [str(plan / "records")]
    for _ in range(1200):
        folders.append(f"{folders[-1]}/d")
    for folder in folders:
        os.mkdir(folder)
    file = put(Path(folders[-1]), "x.yaml")
    try:
        assert paths(plan)[-1].endswith("/d/x.yaml")
        assert fault_texts(plan) == []
    finally:  # pytest's own cleaning goes down by recursion
        file.unlink()
        for folder in reversed(folders):
            os.rmdir(folder)


@pytest.mark.posix
def test_reading_one_file_refuses_what_is_none(plan: Path) -> None:
    os.mkfifo(plan / "aims" / "3-pipe.yaml")
    for name in ("aims", "aims/3-pipe.yaml", "aims/none.yaml"):
        with pytest.raises(OSError):
            read_file(Folder(plan, "plan"), name)


# --- finding the plan -------------------------------------------------------------------------


def test_a_plan_is_found_upwards(plan: Path) -> None:
    deep = plan.parent / "a" / "b"
    deep.mkdir(parents=True)
    for here in (plan.parent, plan, deep):
        assert find(None, here) == Folder(plan, "plan")


def test_a_plan_is_found_where_it_is_said_to_be(plan: Path) -> None:
    here = plan.parent
    assert find("plan", here) == Folder(plan, "plan")
    assert find(".", here) == Folder(plan, "plan")
    assert find("./plan/", here) == Folder(plan, "plan")
    assert find(".", plan) == Folder(plan, ".")
    assert find(str(plan), Path("/")) == Folder(plan, str(plan))


@pytest.mark.parametrize("asked", ["none", "plan/aims", "plan/plan.yaml", "", "a\0b", "x" * 5000])
def test_where_there_is_no_plan(plan: Path, asked: str) -> None:
    with pytest.raises(Refusal) as refusal:
        find(asked, plan / "aims")
    assert refusal.value.message == f'there is no plan in "{asked}"'
    assert refusal.value.help == "name the folder that holds plan.yaml"
    assert refusal.value.code == 2


@pytest.mark.posix
def test_no_plan_anywhere(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    os.mkfifo(tmp_path / "plan" / "plan.yaml")
    with pytest.raises(Refusal) as refusal:
        find(None, tmp_path)
    assert refusal.value.message == (
        "there is no plan here: no plan/plan.yaml in this folder or above it"
    )


@each_row(
    ("path", "kind"),
    [
        ("plan.yaml", "plan"),
        ("people.yaml", "people"),
        ("calendar.yaml", "calendar"),
        ("aims/x.yaml", "aim"),
        ("aims/x/y.yaml", None),
        ("records/x.yaml", "record"),
        ("records/a/b/c.yaml", "record"),
        ("other.yaml", None),
        ("aims/x.yml", None),
        ("x/plan.yaml", None),
    ],
)
def test_kinds_of_file(path: str, kind: str | None) -> None:
    assert kind_of(path) == kind
