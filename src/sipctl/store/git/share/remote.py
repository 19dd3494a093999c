"""Finds where a plan is shared: a remote of its repository, and the remote's main branch."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.store.files.inside import is_inside
from sipctl.store.git import run
from sipctl.store.git.share.address import parse_address

if TYPE_CHECKING:
    from sipctl.store.git.run import Repository
    from sipctl.store.git.share.address import Address

_MAIN = ("main", "master", "trunk")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@frozen()
class Remote:
    """A remote: its name, the addresses it is fetched from and pushed to, its main branch.

    `main` is None where nothing of it has been fetched yet, or it is empty.
    """

    name: str
    url: str
    push_url: str
    main: str | None

    def ref(self, branch: str) -> str:
        """The ref here that tracks one of its branches: `refs/remotes/origin/main`."""
        return f"refs/remotes/{self.name}/{branch}"

    @property
    def main_ref(self) -> str:
        """The ref here that tracks its main branch; "" where that is not known."""
        return self.ref(self.main) if self.main else ""


def find_remote(repository: Repository) -> Remote | None:
    """The remote of the branch that is checked out, else `origin`, else the only one."""
    settings = _settings(repository)
    names = [key.split(".")[1] for key in settings if re.fullmatch(r"remote\..*\.url", key)]
    names = [name for name in names if _NAME.fullmatch(name) and f"remote.{name}.url" in settings]
    branch = current_branch(repository)
    wanted = (settings.get(f"branch.{branch}.remote", ""), "origin", *names[: len(names) == 1])
    name = next((name for name in wanted if name in names), None)
    if name is None:
        return None
    url = settings[f"remote.{name}.url"]
    push_url = settings.get(f"remote.{name}.pushurl", url)
    return Remote(name, url, push_url, main_branch(repository, name))


def _settings(repository: Repository) -> dict[str, str]:
    """The repository's own settings of remotes and branches, the first of each."""
    result = repository.run(
        *("config", "--local", "--includes", "-z", "--get-regexp", r"^(remote|branch)\..")
    )
    settings: dict[str, str] = {}
    for pair in run.split_nul(result.out) if result.code == 0 else []:
        key, _, value = pair.partition("\n")
        settings.setdefault(key, value)
    return settings


def current_branch(repository: Repository) -> str:
    """The branch that is checked out; "" where none is."""
    result = repository.run("symbolic-ref", "--quiet", "HEAD")
    return result.text.removeprefix("refs/heads/") if result.code == 0 else ""


def main_branch(repository: Repository, remote: str) -> str | None:
    """A remote's main branch: what its HEAD names, else a usual name, else its only branch."""
    start = f"refs/remotes/{remote}/"
    result = repository.run("for-each-ref", "--format=%(refname)%00%(symref)", start)
    rows = [line.partition("\0")[::2] for line in result.text.splitlines()]
    branches = [ref.removeprefix(start) for ref, target in rows if not target]
    head = next((target.removeprefix(start) for ref, target in rows if target), "")
    wanted = (head, *_MAIN, *branches[: len(branches) == 1])
    return next((name for name in wanted if name in branches), None)


def address_of(repository: Repository, remote: Remote) -> Address:
    """The parts of the address that is pushed to; raises Refusal for one that is not safe.

    That is one of a kind that might start a program, and a folder inside the repository: it may
    have come with a pull request, and with it hooks of its own.
    """
    _safe_address(repository, remote, remote.url)
    return _safe_address(repository, remote, remote.push_url)


def _safe_address(repository: Repository, remote: Remote, url: str) -> Address:
    address = parse_address(url)
    change = f"git remote set-url {remote.name} ADDRESS"
    if address is None:
        raise Refusal(
            f'the address of the remote "{remote.name}" is of a kind that sipctl does not use',
            f"give it one that begins with https:// or ssh://: {change}",
        )
    if address.on_disk and _is_within(repository, address.path):
        raise Refusal(
            f'the remote "{remote.name}" is a folder inside this very repository, which may'
            " have come with a pull request",
            f"keep it somewhere else: {change}",
        )
    return address


def _is_within(repository: Repository, path: str) -> bool:
    real_path = os.path.realpath(repository.top / Path(path))
    folders = [os.path.realpath(folder) for folder in (repository.top, repository.git_dir)]
    return any(real_path == folder or is_inside(real_path, folder) for folder in folders)
