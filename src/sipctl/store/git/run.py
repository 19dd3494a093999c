"""Git, asked in one careful way; and what a plan was at a commit.

Every call runs without a pager, a prompt, a lock that nobody needs, or any program that a
repository's settings could name (file monitors, diff drivers, signature checks). Paths are literal
and stand behind `--`. What git refuses is told in a sentence; what is not there is None.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.folder import kind_of
from sipctl.store.files.source import BIGGEST, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_QUIET = (
    *("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false"),
    *("-c", "log.showSignature=false", "-c", "core.quotePath=false", "-c", "color.ui=never"),
    *("-c", "i18n.commitEncoding=UTF-8", "-c", "i18n.logOutputEncoding=UTF-8"),
)
_READING = ("-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never")
_KEPT = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_SSH")
_PLAIN_FILE = ("100644", "100755", "100664")


@dataclass(frozen=True)
class Repository:
    """A git repository around a plan: `top` is its work tree, `inside` the plan's path in it.

    `inside` ends with a slash, or is "" where the plan folder is the top itself.
    """

    top: Path
    inside: str

    def run(self, *command: str, given: bytes = b"", reading: bool = True) -> Answer:
        """One git command, run at the top."""
        return _run(self.top, command, given, reading)


@dataclass(frozen=True)
class Answer:
    """What a git command left behind."""

    code: int
    out: bytes
    err: bytes

    @property
    def told(self) -> str:
        """The last thing that it said in complaint, on one line."""
        lines = [line.strip() for line in self.err.decode("utf-8", "replace").splitlines()]
        said = [line for line in lines if line and not line.startswith("hint:")]
        chosen = next((line for line in said if line.startswith(("fatal:", "error:"))), None)
        text = chosen or (said[-1] if said else "it did not say why")
        return text.removeprefix("fatal: ").removeprefix("error: ")


def repository(folder: Path) -> Repository | None:
    """The repository that a plan folder lies in; None without one, or without git.

    Raises Refusal where git knows of one and will not open it.
    """
    if not installed():
        return None
    asked = _run(folder, ("rev-parse", "--show-toplevel", "--show-prefix"))
    if asked.code != 0:
        if b"dubious ownership" in asked.err:
            raise Refusal(
                "git does not trust this repository: its folder belongs to somebody else",
                f"git config --global --add safe.directory {folder.resolve()}",
            )
        return None
    top, inside = (asked.out.decode("utf-8", "surrogateescape") + "\n").split("\n")[:2]
    return Repository(Path(top), inside)


def installed() -> bool:
    """Whether there is a git to ask."""
    return shutil.which("git") is not None


def setting(folder: Path, name: str) -> str | None:
    """A git setting as seen from a folder; None where it is not set, or there is no git."""
    if not installed():
        return None
    asked = _run(folder, ("config", "--get", name))
    return asked.out.decode("utf-8", "replace").strip() or None if asked.code == 0 else None


def is_shallow(repository: Repository) -> bool:
    """Whether older history was left behind when the repository was cloned."""
    return repository.run("rev-parse", "--is-shallow-repository").out.strip() == b"true"


# --- what a plan was -----------------------------------------------------------------------------


def commit_of(repository: Repository, revision: str) -> str | None:
    """The full name of the commit that a branch, tag or other name means; None if it means none."""
    asked = repository.run(
        "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    return asked.out.decode().strip() or None if asked.code == 0 else None


def blobs_at(repository: Repository, commit: str) -> dict[str, str]:
    """The files of the plan at a commit: path within the plan folder → its blob's name.

    Links and submodules are left out, as are files that no plan holds.
    """
    prefix = repository.inside
    under = ("--", prefix) if prefix else ()
    asked = repository.run("ls-tree", "-r", "-z", "--full-tree", commit, *under)
    found = {}
    for entry in texts(asked.out):
        about, _, path = entry.partition("\t")
        mode, _, name = about.split(" ")
        inner = path.removeprefix(prefix)
        if mode in _PLAIN_FILE and _read_by_us(inner):
            found[inner] = name
    return found


def _read_by_us(path: str) -> bool:
    return kind_of(path) is not None and not any(step.startswith(".") for step in path.split("/"))


def contents(repository: Repository, blobs: Iterable[str]) -> dict[str, bytes]:
    """The bytes of each blob that there is, by its name. One larger than any plan file is cut."""
    names = list(dict.fromkeys(blobs))
    asked = repository.run("cat-file", "--batch", given="".join(f"{n}\n" for n in names).encode())
    found, at, out = {}, 0, asked.out
    while at < len(out):
        end = out.index(b"\n", at)
        head = out[at:end].split(b" ")
        at = end + 1
        if len(head) != 3:  # `<name> missing`
            continue
        size = int(head[2])
        found[head[0].decode()] = out[at : at + min(size, BIGGEST + 1)]
        at += size + 1
    return found


def sources_at(repository: Repository, commit: str) -> list[Source]:
    """The plan's files at a commit, in order of path: what `store.load` reads."""
    blobs = blobs_at(repository, commit)
    data = contents(repository, blobs.values())
    return [Source(path, data[name]) for path, name in sorted(blobs.items()) if name in data]


# --- running git ---------------------------------------------------------------------------------


def _run(here: Path, command: Sequence[str], given: bytes = b"", reading: bool = True) -> Answer:
    git = shutil.which("git")
    if git is None:
        raise Refusal("git is not installed here", "install it from https://git-scm.com")
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, options of ours, paths behind `--`
            [git, *_QUIET, *(_READING if reading else ()), *command],
            cwd=here,
            input=given,
            capture_output=True,
            env=_environment(reading=reading),
            check=False,
        )
    except OSError as error:
        raise Refusal(f"git could not be run: {(error.strerror or str(error)).lower()}") from None
    return Answer(done.returncode, done.stdout, done.stderr)


def _environment(*, reading: bool) -> dict[str, str]:
    """Without anything that would lead git elsewhere (a hook's GIT_DIR) or make it ask."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return (
        kept
        | {
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "C",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_EDITOR": "true",
        }
        | ({"GIT_OPTIONAL_LOCKS": "0"} if reading else {})
    )


def texts(data: bytes) -> list[str]:
    """What git ends with NUL, one by one. A name that is not UTF-8 keeps its bytes in disguise."""
    return [part.decode("utf-8", "surrogateescape") for part in data.split(b"\0") if part]
