"""Runs git in one careful way.

Every call runs without a pager, a prompt, a lock that nobody needs, or any program that a
repository's settings could name (file monitors, diff drivers, signature checks). Paths are literal
and stand behind `--`. What git refuses becomes a sentence; what is not there is None.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUIET = (
    *("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false"),
    *("-c", "log.showSignature=false", "-c", "core.quotePath=false", "-c", "color.ui=never"),
    *("-c", "i18n.commitEncoding=UTF-8", "-c", "i18n.logOutputEncoding=UTF-8"),
)
_READING = ("-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never")
_INHERITED = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_SSH")


@dataclass(frozen=True)
class Repository:
    """A git repository around a plan: `top` is its work tree, `inside` the plan's path in it.

    `inside` ends with a slash, or is "" where the plan folder is the top itself.
    """

    top: Path
    inside: str

    def run(self, *command: str, stdin: bytes = b"", reading: bool = True) -> GitResult:
        """Runs one git command at the top."""
        return _run(self.top, command, stdin, reading)


@dataclass(frozen=True)
class GitResult:
    """The exit code and output of a git command."""

    code: int
    out: bytes
    err: bytes

    @property
    def complaint(self) -> str:
        """The last line of stderr, or its `fatal:` or `error:` line, without that word."""
        lines = [line.strip() for line in self.err.decode("utf-8", "replace").splitlines()]
        lines = [line for line in lines if line and not line.startswith("hint:")]
        chosen = next((line for line in lines if line.startswith(("fatal:", "error:"))), None)
        text = chosen or (lines[-1] if lines else "it did not say why")
        return text.removeprefix("fatal: ").removeprefix("error: ")


def repository(folder: Path) -> Repository | None:
    """The repository that a plan folder lies in; None without one, or without git.

    Raises Refusal where git knows of one and will not open it.
    """
    if not installed():
        return None
    result = _run(folder, ("rev-parse", "--show-toplevel", "--show-prefix"))
    if result.code != 0:
        if b"dubious ownership" in result.err:
            raise Refusal(
                "git does not trust this repository: its folder belongs to somebody else",
                f"git config --global --add safe.directory {folder.resolve()}",
            )
        return None
    top, inside = (result.out.decode("utf-8", "surrogateescape") + "\n").split("\n")[:2]
    return Repository(Path(top), inside)


def installed() -> bool:
    """Whether git is on the path."""
    return shutil.which("git") is not None


def setting(folder: Path, name: str) -> str | None:
    """A git setting as seen from a folder; None where it is not set, or there is no git."""
    if not installed():
        return None
    result = _run(folder, ("config", "--get", name))
    return result.out.decode("utf-8", "replace").strip() or None if result.code == 0 else None


def is_shallow(repository: Repository) -> bool:
    """Whether older history was left behind when the repository was cloned."""
    return repository.run("rev-parse", "--is-shallow-repository").out.strip() == b"true"


def split_nul(data: bytes) -> list[str]:
    """The texts that git ends with NUL. A name that is not UTF-8 keeps its bytes as surrogates."""
    return [part.decode("utf-8", "surrogateescape") for part in data.split(b"\0") if part]


def _run(here: Path, command: Sequence[str], stdin: bytes = b"", reading: bool = True) -> GitResult:
    git = shutil.which("git")
    if git is None:
        raise Refusal("git is not installed here", "install it from https://git-scm.com")
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, options of ours, paths behind `--`
            [git, *_QUIET, *(_READING if reading else ()), *command],
            cwd=here,
            input=stdin,
            capture_output=True,
            env=_environment(reading=reading),
            check=False,
        )
    except OSError as error:
        raise Refusal(f"git could not be run: {(error.strerror or str(error)).lower()}") from None
    return GitResult(done.returncode, done.stdout, done.stderr)


def _environment(*, reading: bool) -> dict[str, str]:
    """The environment without what would lead git elsewhere (a hook's GIT_DIR) or make it ask."""
    inherited = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_INHERITED)
    }
    return (
        inherited
        | {
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "C",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_EDITOR": "true",
        }
        | ({"GIT_OPTIONAL_LOCKS": "0"} if reading else {})
    )
