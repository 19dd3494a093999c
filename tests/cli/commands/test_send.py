"""`sipctl send` and `latest` on a real bare repository: what is shared, and what arrives."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from support.git_repos import CONFIDENTIAL, commit, fill, git, replace
from support.records import output
from support.sharing import merge, sent_branches, shared_plan

from sipctl.store.git.share.github import open_pull_request

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

DAY = ("--as-of", "2025-03-05")
PEOPLE = "plan/aims/2-people.yaml"
AGREED = ("--agreed", "Trustees", "--on", "2025-03-04", *DAY)


def record_three(sipctl: Callable[..., Result], clone: Path) -> None:
    for words in (
        ("2a.1", "on-track", "--note", "First draft read"),
        ("2a.2", "at-risk", "--note", "The tender is late", "--confidential", CONFIDENTIAL),
        ("2a.k1", "--value", "94", "--unit", "%"),
    ):
        output(sipctl("record", *words, "--by", "JK", *DAY, cwd=clone))


def test_three_records_become_a_branch(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clones = shared_plan(tmp_path, "jk", protected=True)
    jk, shared = clones["jk"], clones["shared"]
    (jk / "README.md").write_text("Mine\n", encoding="utf-8")
    (jk / "notes.txt").write_text("Not for others\n", encoding="utf-8")
    git(jk, "add", "notes.txt")
    record_three(sipctl, jk)
    last = output(sipctl("record", "2a.1", "on-track", "--by", "JK", *DAY, cwd=jk))
    assert last.endswith("4 things here are not shared yet: sipctl send\n")
    assert last.splitlines()[-1] in output(sipctl(*DAY, cwd=jk))
    before = git(jk, "status", "--short")
    answer = output(sipctl("send", *DAY, cwd=jk))
    assert "2a.2 HR software: still at risk (JK, 5 Mar 2025: The tender is late)" in answer.replace(
        " [a confidential note is kept]", ""
    )
    assert CONFIDENTIAL not in answer
    [branch] = sent_branches(shared)
    assert f"as the branch {branch}: 4 records\n" in answer
    assert "bring that branch into main" in answer
    assert git(jk, "status", "--short") == before
    assert git(jk, "symbolic-ref", "--short", "HEAD") == "main"
    names = git(shared, "diff", "--name-only", "main", branch).splitlines()
    assert len(names) == 4
    assert all(name.startswith("plan/records/") for name in names)
    assert git(shared, "rev-list", "--count", f"main..{branch}") == "1"
    message = git(shared, "log", "-1", "--format=%B", branch)
    assert message.startswith("4 records\n\nAim 2: People\n- 2a.1 Write the people strategy")
    assert CONFIDENTIAL not in message
    assert output(sipctl("send", *DAY, cwd=jk)) == "Everything here is shared already.\n"


@pytest.mark.slow
@pytest.mark.parametrize("squash", [False, True])
def test_what_was_merged_arrives(
    squash: bool, tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    clones = shared_plan(tmp_path, "jk", "office")
    jk, shared = clones["jk"], clones["shared"]
    record_three(sipctl, jk)
    output(sipctl("move", "2a.1", "Autumn 2025", *AGREED, cwd=jk))
    output(sipctl("send", *DAY, cwd=jk))
    merge(shared, sent_branches(shared)[0], squash=squash)
    arrivals = {jk: "Nothing in the plan changed.", clones["office"]: "Summer 2025 → Autumn 2025"}
    for clone, arrival in arrivals.items():
        answer = output(sipctl("latest", *DAY, cwd=clone))
        assert arrival in answer
        assert "not shared" not in answer
        assert git(clone, "status", "--short") == ""
        assert git(clone, "rev-parse", "HEAD") == git(shared, "rev-parse", "main")
    assert output(sipctl("latest", *DAY, cwd=jk)) == "Nothing new at origin/main.\n"


@pytest.mark.slow
def test_two_branches_meet_in_one_file(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clones = shared_plan(tmp_path, "jk", "office")
    jk, office, shared = clones["jk"], clones["office"], clones["shared"]
    output(sipctl("move", "2a.1", "Autumn 2025", *AGREED, cwd=jk))
    output(sipctl("move", "2a.2", "Spring 2026", *AGREED, cwd=office))
    output(sipctl("send", *DAY, cwd=jk))
    [first] = sent_branches(shared)
    merge(shared, first, squash=True)
    answer = output(sipctl("send", *DAY, cwd=office))
    assert "Others have shared something since" in answer
    [second] = set(sent_branches(shared)) - {first}
    merge(shared, second)
    for clone in (jk, office):
        output(sipctl("latest", *DAY, cwd=clone))
        text = (clone / PEOPLE).read_text(encoding="utf-8")
        assert "when: Autumn 2025\n" in text
        assert "when: Spring 2026\n" in text
        assert git(clone, "status", "--short") == ""
        assert sipctl("check", *DAY, cwd=clone).code == 0


@pytest.mark.slow
def test_a_conflict_is_told_with_both_sides(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clones = shared_plan(tmp_path, "jk", "office")
    jk, office, shared = clones["jk"], clones["office"], clones["shared"]
    output(sipctl("move", "2a.1", "Autumn 2025", *AGREED, cwd=jk))
    output(sipctl("move", "2a.1", "Spring 2026", *AGREED, cwd=office))
    output(sipctl("record", "1a.1", "on-track", "--by", "SD", *DAY, cwd=office))
    output(sipctl("send", "--direct", *DAY, cwd=jk))
    before = (office / PEOPLE).read_bytes(), git(office, "rev-parse", "HEAD")
    result = sipctl("send", *DAY, cwd=office)
    assert result.code == 2
    assert (
        "\n    2a.1 Write the people strategy\n      here: Summer 2025 → Spring 2026" in result.err
    )
    assert "\n      there: Summer 2025 → Autumn 2025" in result.err
    assert "sipctl latest --keep there" in result.err
    assert before == ((office / PEOPLE).read_bytes(), git(office, "rev-parse", "HEAD"))
    assert sent_branches(shared) == []
    output(sipctl("latest", "--keep", "there", *DAY, cwd=office))
    assert (office / PEOPLE).read_bytes() == (jk / PEOPLE).read_bytes()
    assert "1 record.\n" in output(sipctl("send", *DAY, cwd=office))


@pytest.mark.slow
def test_two_new_things_of_one_id_are_both_kept(
    tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    clones = shared_plan(tmp_path, "jk", "office")
    jk, office = clones["jk"], clones["office"]
    output(sipctl("add", "activity", "2a", "Buy shelves", "--when", "Summer 2025", cwd=jk))
    paint = ("add", "activity", "2a", "Paint walls", "--when", "Spring 2026")
    output(sipctl(*paint, cwd=office))
    output(sipctl("send", "--direct", *DAY, cwd=jk))
    before = (office / PEOPLE).read_bytes()
    for keep in ((), ("--keep", "here")):  # which would take out what has been shared
        refused = sipctl("latest", *keep, *DAY, cwd=office)
        assert refused.code == 2
        printed = " ".join(refused.err.split())
        assert "2a.3: two new things of one id, and both are wanted" in printed
        assert "here: Paint walls, new" in printed
        assert "there: Buy shelves, new" in printed
        assert "--keep there, then sipctl add yours again" in printed
        assert (office / PEOPLE).read_bytes() == before
    answer = output(sipctl("latest", "--keep", "there", *DAY, cwd=office))
    assert "where both had changed the same, theirs stands" in answer
    assert "still in it" not in answer
    output(sipctl(*paint, cwd=office))
    text = (office / PEOPLE).read_text(encoding="utf-8")
    assert "id: 2a.3\n        title: Buy shelves" in text or "2a.3, title: Buy shelves" in text
    assert "id: 2a.4\n        title: Paint walls" in text or "2a.4, title: Paint walls" in text


@pytest.mark.slow
def test_direct_and_its_rule(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clones = shared_plan(tmp_path / "free", "jk")
    record_three(sipctl, clones["jk"])
    answer = output(sipctl("send", "--direct", *DAY, cwd=clones["jk"]))
    assert "as the branch main: 3 records" in answer
    assert git(clones["jk"], "status", "--short") == ""
    assert git(clones["jk"], "rev-parse", "HEAD") == git(clones["shared"], "rev-parse", "main")
    clones = shared_plan(tmp_path / "ruled", "jk", protected=True)
    record_three(sipctl, clones["jk"])
    result = sipctl("send", "--direct", *DAY, cwd=clones["jk"])
    assert result.code == 2
    assert "main is protected: open a pull request" in result.err
    assert "sipctl send, without --direct" in result.err
    assert len(git(clones["jk"], "status", "--short", "-uall").splitlines()) == 3


@pytest.mark.slow
def test_errors_of_its_own_keep_it_here(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clones = shared_plan(tmp_path, "jk")
    jk, shared = clones["jk"], clones["shared"]
    replace(jk / "plan/aims/1-teaching.yaml", ("Spring 2025", "Sumer 2026"))
    result = sipctl("send", *DAY, cwd=jk)
    assert result.code == 1
    assert '"Sumer 2026" is not a time this plan knows' in result.err
    assert sent_branches(shared) == []
    git(jk, "commit", "--quiet", "-am", "A slip")
    git(jk, "push", "--quiet", "origin", "main")
    output(sipctl("record", "1a.2", "on-track", "--by", "SD", *DAY, cwd=jk))
    assert "1 record.\n" in output(sipctl("send", *DAY, cwd=jk))


@pytest.mark.slow
def test_a_dry_run_sends_nothing(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clones = shared_plan(tmp_path, "jk")
    record_three(sipctl, clones["jk"])
    answer = output(sipctl("send", "--dry-run", *DAY, cwd=clones["jk"]))
    assert "That would be sent to origin as the branch sipctl/2025-03-05-" in answer
    assert sent_branches(clones["shared"]) == []


@pytest.mark.slow
def test_what_is_committed_here_is_sent_too(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clones = shared_plan(tmp_path, "jk")
    jk, shared = clones["jk"], clones["shared"]
    answer = output(sipctl("record", "2a.1", "on-track", "--by", "JK", "--commit", *DAY, cwd=jk))
    assert "1 thing here is not shared yet: sipctl send\n" in answer
    output(sipctl("send", *DAY, cwd=jk))
    merge(shared, sent_branches(shared)[0], squash=True)
    output(sipctl("latest", *DAY, cwd=jk))
    assert git(jk, "rev-parse", "HEAD") == git(shared, "rev-parse", "main")


@pytest.mark.slow
def test_without_a_place_to_share_it_says_what_to_do(
    tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    clones = shared_plan(tmp_path, "jk")
    jk = clones["jk"]
    git(jk, "remote", "remove", "origin")
    result = sipctl("send", *DAY, cwd=jk)
    assert result.code == 2
    assert "git remote add origin ADDRESS" in result.err
    assert "not shared" not in output(
        sipctl("record", "2a.1", "on-track", "--by", "JK", *DAY, cwd=jk)
    )
    empty = tmp_path / "empty.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", str(empty))
    git(jk, "remote", "add", "origin", str(empty))
    assert "sipctl send --direct" in sipctl("send", *DAY, cwd=jk).err
    assert "The plan is shared at" in output(sipctl("send", "--direct", *DAY, cwd=jk))
    assert git(empty, "rev-parse", "main") == git(jk, "rev-parse", "HEAD")
    assert output(sipctl("send", *DAY, cwd=jk)) == "Everything here is shared already.\n"


@pytest.mark.slow
def test_other_files_arrive_unless_they_were_changed_here(
    tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    clones = shared_plan(tmp_path, "jk", "office")
    jk, office = clones["jk"], clones["office"]
    fill(office, {"README.md": "Ours\n", "docs/new.md": "New\n"})
    replace(office / PEOPLE, ("title: HR software", "title: HR system"))
    commit(office, "Other words")
    git(office, "push", "--quiet", "origin", "main")
    (jk / "README.md").write_text("Mine\n", encoding="utf-8")
    result = sipctl("latest", *DAY, cwd=jk)
    assert result.code == 2
    assert "README.md" in result.err
    assert "HR software" in (jk / PEOPLE).read_text(encoding="utf-8")
    git(jk, "checkout", "--", "README.md")
    os.utime(jk / "README.md", (1, 1))  # as a copied folder has it: other times, the same bytes
    output(sipctl("record", "2a.1", "on-track", "--by", "JK", *DAY, cwd=jk))
    answer = output(sipctl("latest", *DAY, cwd=jk))
    assert answer.endswith("1 thing here is not shared yet: sipctl send\n")
    assert (jk / "docs/new.md").read_text(encoding="utf-8") == "New\n"
    assert git(jk, "status", "--short") == "?? plan/records/2024-25/spring/"


@pytest.mark.slow
def test_windows_line_breaks_are_no_change(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clones = shared_plan(tmp_path, "jk", "office")
    jk, office, shared = clones["jk"], clones["office"], clones["shared"]
    for path in (jk / "plan").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert output(sipctl("send", *DAY, cwd=jk)) == "Everything here is shared already.\n"
    output(sipctl("move", "2a.1", "Autumn 2025", *AGREED, cwd=jk))
    output(sipctl("move", "2a.2", "Spring 2026", *AGREED, cwd=office))
    output(sipctl("send", "--direct", *DAY, cwd=office))
    output(sipctl("send", "--direct", *DAY, cwd=jk))
    assert b"\r" not in git(shared, "show", "main:" + PEOPLE).encode()
    data = (jk / PEOPLE).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"when: Spring 2026\r\n" in data


GH = """\
#!/bin/sh
case "$1" in
  auth) exit 0;;
  pr) pwd > "{log}/folder"; cat > "{log}/body"; printf '%s\\n' "$@" > "{log}/words"
      echo https://github.com/trust/plan/pull/7;;
esac
"""


@pytest.mark.posix
def test_gh_opens_the_pull_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told the repository, and runs where no git repository is."""
    program = tmp_path / "bin/gh"
    program.parent.mkdir()
    program.write_text(GH.format(log=tmp_path))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    url = "git@github.com:trust/plan.git"
    page = open_pull_request(url, "main", "sipctl/x", "3 records", "All of *them*")
    assert page == "https://github.com/trust/plan/pull/7"
    words = (tmp_path / "words").read_text().splitlines()
    assert words[:4] == ["pr", "create", "--repo", "github.com/trust/plan"]
    assert (tmp_path / "body").read_text() == "All of *them*"
    assert ".sipctl-" in (tmp_path / "folder").read_text()
    assert open_pull_request("https://gitlab.com/t/plan", "main", "b", "t", "b") is None
    program.write_text("#!/bin/sh\nexit 1\n")
    assert open_pull_request(url, "main", "sipctl/x", "3 records", "") is None
