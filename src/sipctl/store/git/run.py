"""Runs git so that nothing in a repository starts a program or leads elsewhere.

A plan comes by pull request, and its repository's settings may come from a shared folder. So the
git folder and the work tree are named in every call, the environment's `GIT_…` is left out, and
whatever a setting could start is switched off where it has a switch, or never reached: no command
here looks at the work tree, writes a patch, fetches, or uses filters. Paths are literal and stand
behind `--`. What git refuses is raised as a Refusal; what does not exist is None.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.store.git.git_dirs import find_git_dir, top_of
from sipctl.store.programs import find_program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_NOWHERE = "/dev/null"
"""Git knows it on Windows too."""

_SAFE_SETTINGS = {
    "safe.bareRepository": "explicit",
    "core.hooksPath": _NOWHERE,
    "core.fsmonitor": "false",
    "core.attributesFile": _NOWHERE,
    "core.pager": "",
    "core.askPass": "",
    "core.quotePath": "false",
    "color.ui": "never",
    "commit.gpgSign": "false",
    "credential.helper": "",
    "diff.orderFile": _NOWHERE,
    "gc.auto": "0",
    "i18n.commitEncoding": "UTF-8",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showSignature": "false",
    "mailmap.blob": "",
    "mailmap.file": "",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "submodule.recurse": "false",
}
"""Settings of every call. They win over those of the repository."""

_USER_SETTINGS = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_IDENTITY = ("GIT_AUTHOR_", "GIT_COMMITTER_")
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "C",
    "GIT_ALLOW_PROTOCOL": "none",  # also for a git before 2.44, which fetches what is missing
    "GIT_EDITOR": "true",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_NO_SETTINGS_OF_THE_USER = {
    "GIT_CONFIG_GLOBAL": _NOWHERE,
    "GIT_CONFIG_SYSTEM": _NOWHERE,
    "GIT_CONFIG_NOSYSTEM": "1",
}

_TIMEOUT, _FIRST_TIMEOUT = 600, 10
"""Seconds. A git that takes longer is stuck, such as on settings that it reads from a pipe.

The second is for the first call, which only reads the settings.
"""


@frozen()
class GitResult:
    """The exit code and output of a git command."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """What it printed, without the line break at its end."""
        return self.out.decode("utf-8", "surrogateescape").rstrip("\n")

    @property
    def complaint(self) -> str:
        """The last line of stderr, or its `fatal:` or `error:` line, without that word."""
        lines = [line.strip() for line in self.err.decode("utf-8", "replace").splitlines()]
        lines = [line for line in lines if line and not line.startswith("hint:")]
        chosen = next((line for line in lines if line.startswith(("fatal:", "error:"))), None)
        text = chosen or (lines[-1] if lines else "it did not say why")
        return text.removeprefix("fatal: ").removeprefix("error: ")


@frozen()
class Repository:
    """A git repository around a plan: its work tree, the plan's path in that, and its git folder.

    `inside` ends with a slash, or is "" where the plan folder is the top itself.
    """

    top: Path
    inside: str
    git_dir: Path

    def run(
        self,
        *command: str,
        stdin: bytes = b"",
        settings: Mapping[str, str | None] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> GitResult:
        """Runs one git command at the top. The user's own settings and name are not read.

        `settings` and `environment` come on top of what every call has; a setting that is None is
        left to the git folder's own and the user's.
        """
        folders = (f"--git-dir={self.git_dir}", f"--work-tree={self.top}")
        extra = _NO_SETTINGS_OF_THE_USER if environment is None else environment
        return _run(self.top, (*folders, *command), stdin, settings or {}, extra)

    def run_as_user(
        self,
        *command: str,
        stdin: bytes = b"",
        settings: Mapping[str, str | None] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> GitResult:
        """Runs one git command with the user's own settings and name: to make a commit."""
        whole = user_variables() | dict(environment or {})
        return self.run(*command, stdin=stdin, settings=settings, environment=whole)


def repository(folder: Path) -> Repository | None:
    """The repository that a plan folder lies in; None without one, or without git.

    Raises Refusal where git does not trust its owner.
    """
    git_dirs = find_git_dir(folder) if installed() else None
    if git_dirs is None:
        return None
    top, git_dir = git_dirs
    # With --git-dir, git does not check who owns it: so this one call lets git find it.
    environment = user_variables() | {"GIT_CEILING_DIRECTORIES": str(top.parent)}
    command = ("rev-parse", "--absolute-git-dir")
    result = _run(top, command, environment=environment, timeout=_FIRST_TIMEOUT)
    if b"dubious ownership" in result.err:
        raise Refusal(
            "git does not trust this repository: its folder belongs to somebody else",
            f"git config --global --add safe.directory {top}",
        )
    if result.code != 0 or not _is_same(result.text, git_dir):
        return None
    inside = os.path.relpath(os.path.realpath(folder), top).replace(os.sep, "/")
    return Repository(top, "" if inside == "." else f"{inside}/", git_dir)


def _is_same(path: str, other: Path) -> bool:
    try:
        return other.samefile(path)
    except (OSError, ValueError):
        return False


def installed() -> bool:
    """Whether git is on the path."""
    return find_program("git") is not None


def setting(folder: Path, name: str) -> str | None:
    """A git setting as seen from a plan folder; None where it is not set, or there is no git."""
    if not installed():
        return None
    try:
        holder = repository(folder)
    except Refusal:
        holder = None
    git_dir = _NOWHERE if holder is None else str(holder.git_dir)
    command = (f"--git-dir={git_dir}", "config", "--get", name)
    result = _run(folder, command, environment=user_variables())
    return result.out.decode("utf-8", "replace").strip() or None if result.code == 0 else None


def start_repository(folder: Path) -> None:
    """Makes a folder a git repository, with nobody's hooks or settings in it.

    Raises Refusal where it lies in one already, or git refuses.
    """
    if top_of(folder) is not None:
        raise Refusal("there is a git repository here already", "nothing was changed in it")
    command = ("init", "--quiet", "--template=", "--initial-branch=main")
    result = _run(folder, command, environment=_NO_SETTINGS_OF_THE_USER)
    if result.code != 0:
        raise Refusal(f"git could not start a repository: {result.complaint}", "git init")


def is_shallow(repository: Repository) -> bool:
    """Whether older history was left behind when the repository was cloned."""
    return repository.run("rev-parse", "--is-shallow-repository").out.strip() == b"true"


def split_nul(data: bytes) -> list[str]:
    """The texts that git ends with NUL. A name that is not UTF-8 keeps its bytes as surrogates."""
    return [part.decode("utf-8", "surrogateescape") for part in data.split(b"\0") if part]


def user_variables() -> dict[str, str]:
    """The environment's git variables that say where the user's settings are, and who they are."""
    return {
        name: text
        for name, text in os.environ.items()
        if name in _USER_SETTINGS or name.startswith(_IDENTITY)
    }


def environment_without_git() -> dict[str, str]:
    """The environment without what would lead git elsewhere (a hook's GIT_DIR) or start things."""
    return {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}


def _run(
    here: Path,
    command: Sequence[str],
    stdin: bytes = b"",
    settings: Mapping[str, str | None] | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: int = _TIMEOUT,
) -> GitResult:
    git = find_program("git")
    if git is None:
        raise Refusal("git is not installed here", "install it from https://git-scm.com")
    all_settings = {**_SAFE_SETTINGS, **(settings or {})}
    options = [
        part
        for key, value in all_settings.items()
        if value is not None
        for part in ("-c", f"{key}={value}")
    ]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, options of ours, paths behind `--`
            [git, "--no-pager", *options, *command],
            cwd=here,
            input=stdin,
            capture_output=True,
            env=environment_without_git() | _ENVIRONMENT | dict(environment or {}),
            check=False,
            timeout=timeout,
        )
    except OSError as error:
        raise Refusal(f"git could not be run: {(error.strerror or str(error)).lower()}") from None
    except subprocess.TimeoutExpired:
        raise Refusal(f"git did not answer within {timeout} seconds") from None
    return GitResult(done.returncode, done.stdout, done.stderr)
