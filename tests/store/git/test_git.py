"""Git asked for real: what a plan was, what became of it, and one file committed."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.plans import TINY

from sipctl.plan.changes import Added, Rescheduled
from sipctl.plan.faults import Refusal
from sipctl.store.files.source import BIGGEST, Source
from sipctl.store.git import run as git
from sipctl.store.git import versions
from sipctl.store.git.history import deleting_commit, plan_history
from sipctl.store.git.plan_edits import PlanEdits
from sipctl.store.git.share.commit import commit_file, commit_files
from sipctl.store.load import load

if TYPE_CHECKING:
    from pathlib import Path

AIM = (
    "id: 1\ntitle: Teaching\nareas:\n  - id: 1a\n    title: Reading\n    activities:\n"
    "      - {id: 1a.1, title: Choose a scheme, leads: [JK], when: Spring 2025}\n"
)
PLAN = {
    **TINY,
    "aims/1-teaching.yaml": AIM,
}


def run(top: Path, *command: str, check: bool = True) -> str:
    done = subprocess.run(
        ["git", *command], cwd=top, capture_output=True, encoding="utf-8", check=False
    )
    assert not check or done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def put(top: Path, files: dict[str, str], inside: str = "plan") -> None:
    for name, text in files.items():
        path = top / inside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def commit(top: Path, subject: str) -> str:
    run(top, "add", "-A")
    run(top, "commit", "-qm", subject)
    return run(top, "rev-parse", "HEAD")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository with a plan in it, committed once."""
    top = tmp_path / "trust"
    top.mkdir()
    run(top, "init", "-qb", "main")
    put(top, PLAN)
    commit(top, "The plan")
    return top


def sources_at(repository: git.Repository, commit: str) -> list[Source]:
    """The plan's files at a commit, those that git has."""
    blobs = versions.blobs_at(repository, commit)
    data = versions.contents(repository, blobs.values())
    return [Source(path, data[name]) for path, name in sorted(blobs.items()) if name in data]


def repo(top: Path) -> git.Repository:
    repository = git.repository(top / "plan")
    assert repository is not None
    return repository


# --- where it is ---------------------------------------------------------------------------------


def test_the_repository_around_a_plan(top: Path) -> None:
    assert repo(top) == git.Repository(top, "plan/", top / ".git")


def test_a_plan_that_is_the_top_itself(tmp_path: Path) -> None:
    put(tmp_path, PLAN, "")
    run(tmp_path, "init", "-qb", "main")
    name = commit(tmp_path, "The plan")
    repository = git.repository(tmp_path)
    assert repository == git.Repository(tmp_path, "", tmp_path / ".git")
    assert [source.path for source in sources_at(repository, name)] == sorted(PLAN)


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert git.repository(tmp_path) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not git.installed()
    assert git.repository(tmp_path) is None
    assert git.setting(tmp_path, "sipctl.lead") is None


@pytest.mark.posix
@pytest.mark.parametrize("name", ["config", "index", "packed-refs", "HEAD"])
def test_a_git_folder_that_would_wait_for_ever(top: Path, name: str) -> None:
    (top / ".git" / name).unlink(missing_ok=True)
    os.mkfifo(top / ".git" / name)
    assert git.repository(top / "plan") is None


@pytest.mark.posix
@pytest.mark.slow
def test_settings_that_never_come(top: Path, tmp_path: Path) -> None:
    run(top, "config", "include.path", str(tmp_path / "pipe"))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refusal, match="git did not answer within 10 seconds"):
        git.repository(top / "plan")


def test_a_setting(top: Path) -> None:
    assert git.setting(top, "sipctl.lead") is None
    run(top, "config", "sipctl.lead", "JK")
    assert git.setting(top / "plan", "sipctl.lead") == "JK"


def test_a_hook_s_environment_leads_nowhere_else(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    run(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))
    assert repo(top).top == top


# --- what a plan was -----------------------------------------------------------------------------


def test_the_sources_at_a_commit(top: Path) -> None:
    first = run(top, "rev-parse", "HEAD")
    put(top, {"aims/1-teaching.yaml": AIM.replace("Spring", "Summer"), "aims/.hidden.yaml": "x"})
    put(top, {"records/2024-25/spring/é ½.yaml": "activity: 1a.1\n", "notes.txt": "x"})
    second = commit(top, "More")
    result = repo(top)
    assert dict(sources_at(result, first)) == {p: t.encode() for p, t in PLAN.items()}
    assert [source.path for source in sources_at(result, second)] == [
        *("aims/1-teaching.yaml", "calendar.yaml", "people.yaml", "plan.yaml"),
        "records/2024-25/spring/é ½.yaml",
    ]
    assert load(sources_at(result, first)).faults == ()


def test_a_file_larger_than_a_plan_s_is_not_read(top: Path) -> None:
    with (top / "plan/aims/2-large.yaml").open("wb") as file:
        file.truncate(BIGGEST + 5_000_000)
    data = {source.path: source.data for source in sources_at(repo(top), commit(top, "Large"))}
    assert len(data["aims/2-large.yaml"]) == BIGGEST + 1
    assert {path: text.encode() for path, text in PLAN.items()}.items() <= data.items()


def test_links_and_odd_things_are_left_out(top: Path) -> None:
    (top / "plan/aims/2-link.yaml").symlink_to("1-teaching.yaml")
    name = commit(top, "A link")
    assert "aims/2-link.yaml" not in versions.blobs_at(repo(top), name)


@pytest.mark.parametrize("name", ["main", "HEAD", "HEAD~0", "refs/heads/main"])
def test_a_commit_by_any_name(top: Path, name: str) -> None:
    assert versions.commit_of(repo(top), name) == run(top, "rev-parse", "HEAD")


def test_commits_of_names_that_are_no_utf_8_or_break_a_line(top: Path) -> None:
    """As another remote may have them: é in Latin-1, and Unicode's own line break."""
    head = run(top, "rev-parse", "HEAD")
    latin, missing = "refs/remotes/origin/\udce9t\udce9", "refs/remotes/origin/a\u2028b"
    (top / ".git/packed-refs").write_bytes(f"{head} {latin}\n".encode("utf-8", "surrogateescape"))
    commits = versions.commits_of(repo(top), missing, latin, "HEAD")
    assert commits == {missing: None, latin: head, "HEAD": head}


@each_row("name", ["nowhere", "--all", "-h", "HEAD:plan", "", "a..b", "HEAD^{tree}"])
def test_what_is_no_commit(top: Path, name: str) -> None:
    assert versions.commit_of(repo(top), name) is None


def test_hostile_settings_run_nothing(top: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\necho evil >> '{ran}'\ncat\n")
    script.chmod(0o755)
    for name in ("core.fsmonitor", "diff.external", "diff.evil.textconv", "diff.evil.command"):
        run(top, "config", name, str(script))
    run(top, "config", "core.pager", str(script))
    run(top, "config", "pager.log", str(script))
    run(top, "config", "gpg.program", str(script))
    run(top, "config", "log.showSignature", "true")
    (top / ".git/info/attributes").write_text("*.yaml diff=evil\n")
    result = repo(top)
    head = versions.commit_of(result, "HEAD") or ""
    assert len(sources_at(result, head)) == 4
    past = plan_history(result)
    assert len(past.commits) == 1
    deleting_commit(result, "1a.1")
    PlanEdits(result, {}).changes_of(past.commits[0])
    assert not ran.exists()


# --- history -------------------------------------------------------------------------------------


def test_who_changed_what(top: Path) -> None:
    put(top, {"aims/1-teaching.yaml": AIM.replace("Spring", "Summer")})
    commit(top, "Later\n\nbecause")
    put(top, {"records/2024-25/spring/x.yaml": "no edit of the plan"})
    commit(top, "A record")
    put(top, {"aims/2-more.yaml": "id: 2\ntitle: More\n"})
    run(top, "add", "-A")
    author = "--author=Kath Růžička <k@x>"
    run(top, "commit", "-qm", "More", author, "--date=2025-03-05T01:30:00+02:00")
    past = plan_history(repo(top))
    assert not past.shallow
    assert [(c.subject, c.author, str(c.day), c.at, c.first) for c in past.commits] == [
        ("More", "Kath Růžička", "2025-03-04", "23:30:00", False),
        ("Later", "A Clerk", "2025-03-04", "09:00:00", False),
        ("The plan", "A Clerk", "2025-03-04", "09:00:00", True),
    ]
    assert [file.path for file in past.commits[1].files] == ["aims/1-teaching.yaml"]
    edits = PlanEdits(repo(top), {p.path: p for p in []})
    [change] = edits.changes_of(past.commits[1])[0]
    assert isinstance(change, Rescheduled)
    assert (change.was, change.now) == ("Spring 2025", "Summer 2025")
    assert all(isinstance(change, Added) for change in edits.changes_of(past.commits[0])[0])


def test_a_merge_tells_only_what_neither_side_said(top: Path) -> None:
    run(top, "checkout", "-qb", "a")
    put(top, {"aims/1-teaching.yaml": AIM.replace("Spring 2025", "Summer 2025")})
    commit(top, "A")
    run(top, "checkout", "-q", "main")
    put(top, {"aims/1-teaching.yaml": AIM.replace("Spring 2025", "Autumn 2025")})
    commit(top, "B")
    run(top, "merge", "-q", "a", check=False)
    put(top, {"aims/1-teaching.yaml": AIM.replace("Spring 2025", "Summer 2026")})
    commit(top, "Merged")
    past = plan_history(repo(top))
    merged = next(the_commit for the_commit in past.commits if the_commit.subject == "Merged")
    edits = PlanEdits(repo(top), {})
    [change] = edits.changes_of(merged)[0]
    assert isinstance(change, Rescheduled)
    assert change.now == "Summer 2026"


def test_a_shallow_clone_says_so_and_tells_no_false_beginning(top: Path, tmp_path: Path) -> None:
    put(top, {"aims/1-teaching.yaml": AIM.replace("Spring", "Summer")})
    commit(top, "Later")
    clone = tmp_path / "clone"
    run(tmp_path, "clone", "-q", "--depth=1", f"file://{top}", str(clone))
    past = plan_history(repo(clone))
    assert past.shallow
    assert past.commits == ()


def test_nothing_committed_yet(tmp_path: Path) -> None:
    put(tmp_path, PLAN)
    run(tmp_path, "init", "-q")
    past = plan_history(repo(tmp_path))
    assert (past.commits, past.shallow) == ((), False)


def test_a_version_that_does_not_load(top: Path) -> None:
    put(top, {"aims/1-teaching.yaml": AIM.replace("when:", "when")})
    commit(top, "Broken")
    put(top, {"aims/1-teaching.yaml": AIM})
    commit(top, "Mended")
    past = plan_history(repo(top))
    edits = PlanEdits(repo(top), {})
    assert [edits.changes_of(the_commit)[1] for the_commit in past.commits] == [
        *(("aims/1-teaching.yaml",), ("aims/1-teaching.yaml",), ()),
    ]


def test_in_which_commit_an_activity_went(top: Path) -> None:
    more = AIM + '      - {id: "1a.10", title: Ten}\n'
    put(top, {"aims/1-teaching.yaml": more})
    commit(top, "Ten")
    put(top, {"aims/1-teaching.yaml": AIM})
    gone = commit(top, "Ten is gone")
    put(top, {"people.yaml": "leads: {JK: {}, AB: {}}\n"})
    commit(top, "Something else")
    the_commit = deleting_commit(repo(top), "1a.10")
    assert the_commit is not None
    assert (the_commit.name, the_commit.subject) == (gone, "Ten is gone")
    assert deleting_commit(repo(top), "9z.9") is None


# --- one file committed --------------------------------------------------------------------------

RECORD = "records/2024-25/spring/2025-03-04-1a.1-JK-000000.yaml"


def recorded(top: Path, path: str = RECORD) -> str:
    put(top, {path: f"activity: 1a.1\nnote: {path}\n"})
    return path


def status(top: Path) -> list[str]:
    out = run(top, "status", "--porcelain", "-uall")
    return out.split("\n") if out else []


def test_that_file_alone_whatever_else_is_staged(top: Path) -> None:
    put(top, {"people.yaml": "leads: {JK: {}, AB: {}}\n", "staged.txt": "x", "loose.txt": "x"})
    run(top, "add", "plan/people.yaml", "plan/staged.txt")
    before = status(top)
    name = commit_file(repo(top), recorded(top), "1a.1 Choose: on track (JK, 4 March 2025)")
    assert run(top, "show", "--format=%h|%s|%an", "--name-only") == (
        f"{name}|1a.1 Choose: on track (JK, 4 March 2025)|A Clerk\n\nplan/{RECORD}"
    )
    assert status(top) == before


def test_several_files_in_one_commit(top: Path) -> None:
    other = RECORD.replace("1a.1", "1a.2")
    commit_files(repo(top), [recorded(top), recorded(top, other)], "Two records")
    assert run(top, "show", "--format=%s", "--name-only").split("\n\n") == [
        "Two records",
        f"plan/{RECORD}\nplan/{other}",
    ]
    assert status(top) == []


def test_a_change_of_this_very_second_stays_a_change(top: Path) -> None:
    """Git goes by times: an index that looks newer than a changed file hides the change."""
    run(top, "config", "core.trustctime", "false")
    second = (1_700_000_000, 1_700_000_000)
    people, index = top / "plan/people.yaml", top / ".git/index"
    for text in ("leads: {AB: {}}\n", "leads: {CD: {}}\n"):
        people.write_text(text)
        os.utime(people, second)
        if "AB" in text:
            run(top, "add", "-A")
    os.utime(index, second)
    commit_file(repo(top), recorded(top), "A record")
    assert status(top) == ["MM plan/people.yaml"]


def test_the_first_commit_of_all(tmp_path: Path) -> None:
    put(tmp_path, PLAN)
    run(tmp_path, "init", "-qb", "main")
    commit_file(repo(tmp_path), recorded(tmp_path), "A record")
    assert run(tmp_path, "ls-tree", "-r", "--name-only", "HEAD") == f"plan/{RECORD}"


def test_in_a_worktree(top: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    run(top, "worktree", "add", "-qb", "mine", str(tree))
    commit_file(repo(tree), recorded(tree), "A record")
    assert run(top, "log", "-1", "--format=%s", "mine") == "A record"
    assert run(top, "log", "-1", "--format=%s", "main") == "The plan"


def test_a_name_that_looks_like_a_pattern(top: Path) -> None:
    put(top, {"records/other.yaml": "x", "records/[o]*.yaml": "y"})
    commit_file(repo(top), "records/[o]*.yaml", "A record")
    assert run(top, "show", "--format=", "--name-only") == "plan/records/[o]*.yaml"


def refused(top: Path, path: str = RECORD) -> str:
    before = status(top)
    with pytest.raises(Refusal) as refusal:
        commit_file(repo(top), recorded(top, path), "A record")
    assert (top / "plan" / path).exists()
    after = status(top)
    assert after == before or sorted(after) == sorted([*before, f"?? plan/{path}"])
    assert f"git add plan/{path}" in refusal.value.help
    return refusal.value.message


def test_a_hook_that_fails(top: Path) -> None:
    hook = top / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'error: the plan must be checked first' >&2\nexit 1\n")
    hook.chmod(0o755)
    assert refused(top) == "git refused: the plan must be checked first"


def add_hook(folder: Path, name: str, script: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.posix
def test_hooks_see_the_commit_and_may_change_its_message(top: Path, tmp_path: Path) -> None:
    hooks = top / ".git/hooks"
    seen = tmp_path / "seen"
    add_hook(hooks, "pre-commit", f"git diff --cached --name-only >> '{seen}'")
    add_hook(hooks, "commit-msg", "printf '\\nReviewed-by: A Clerk\\n\\n' >> \"$1\"")
    add_hook(hooks, "post-commit", f"git log -1 --format=%s >> '{seen}'")
    put(top, {"people.yaml": "leads: {AB: {}}\n"})
    run(top, "add", "-A")
    commit_file(repo(top), recorded(top), "A record")
    assert seen.read_text() == f"plan/{RECORD}\nA record\n"
    assert run(top, "log", "-1", "--format=%B") == "A record\n\nReviewed-by: A Clerk"


@pytest.mark.posix
def test_hooks_of_the_user_s_own_settings(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings"
    settings.write_text(f'[core]\n\thooksPath = "{tmp_path}/mine"\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    add_hook(tmp_path / "mine", "pre-commit", "echo 'error: not today' >&2; exit 1")
    add_hook(top / ".git/hooks", "pre-commit", "exit 0")
    assert refused(top) == "git refused: not today"


def test_nobody_s_name(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        for what in ("NAME", "EMAIL"):
            monkeypatch.delenv(f"GIT_{who}_{what}")
    monkeypatch.setenv("HOME", str(top))
    run(top, "config", "user.useConfigOnly", "true")
    assert refused(top).startswith("git does not know who you are")


def test_a_merge_half_done(top: Path) -> None:
    run(top, "checkout", "-qb", "a")
    put(top, {"aims/1-teaching.yaml": AIM.replace("Spring", "Summer")})
    commit(top, "A")
    run(top, "checkout", "-q", "main")
    put(top, {"aims/1-teaching.yaml": AIM.replace("Spring", "Autumn")})
    commit(top, "B")
    run(top, "merge", "-q", "a", check=False)
    assert refused(top) == "a merge or cherry-pick is not finished here"


def test_records_left_out_by_gitignore(top: Path) -> None:
    (top / ".gitignore").write_text("records/\n")
    commit(top, "Ignore")
    assert refused(top) == "a .gitignore leaves the plan's records out"


def test_another_git_at_work(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipctl.store.git.share.git_work._PAUSE", 0.001)
    (top / ".git/index.lock").touch()
    assert refused(top) == "another git is at work here, or was stopped half-way"


@pytest.mark.slow
def test_many_at_once_wait_for_each_other(top: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from sipctl.store.git import run as git;"
        "from sipctl.store.git.share.commit import commit_file\n"
        "commit_file(git.repository(Path('plan')), sys.argv[1], 'A record')\n"
    )
    paths = [recorded(top, f"records/{number}.yaml") for number in range(6)]
    working = [
        subprocess.Popen([sys.executable, "-c", script, path], cwd=top, env=os.environ)
        for path in paths
    ]
    assert [row.wait(timeout=60) for row in working] == [0] * 6
    assert run(top, "rev-list", "--count", "HEAD") == "7"
    assert status(top) == []
