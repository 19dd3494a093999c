"""Opens a pull request with GitHub's own program, `gh`, where it is installed and signed in."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from sipctl.store.files.atomic import temporary_folder
from sipctl.store.git.run import environment_without_git
from sipctl.store.git.share.address import parse_address
from sipctl.store.programs import find_program

if TYPE_CHECKING:
    from pathlib import Path

_TIMEOUT = 60
"""Seconds for one call of gh."""
_ENVIRONMENT = {"GH_PROMPT_DISABLED": "1", "GH_NO_UPDATE_NOTIFIER": "1", "NO_COLOR": "1"}


def open_pull_request(url: str, main: str, branch: str, title: str, body: str) -> str | None:
    """The page of the new pull request; None where gh cannot open one.

    gh starts git where it runs, so it runs in an empty folder, and is told which repository it is.
    """
    address = parse_address(url)
    gh = find_program("gh")
    if gh is None or address is None or "github" not in address.host:
        return None
    host = address.host.partition(":")[0]
    repository = f"{host}/{address.path}"
    with temporary_folder() as folder:
        if _run(folder, [gh, "auth", "status", "--hostname", host]) is None:
            return None
        command = [gh, "pr", "create", "--repo", repository, "--head", branch, "--base", main]
        out = _run(folder, [*command, "--title", title, "--body-file", "-"], body)
    pages = [line.strip() for line in (out or "").splitlines()]
    return next((page for page in pages if page.startswith(f"https://{host}/")), None)


def _run(folder: Path, command: list[str], text: str = "") -> str | None:
    """What gh prints; None where it fails."""
    environment = environment_without_git() | _ENVIRONMENT
    environment["GIT_CEILING_DIRECTORIES"] = str(folder.parent)
    try:
        done = subprocess.run(  # noqa: S603 - a program of the user's own, found by its name
            command,
            cwd=folder,
            input=text.encode(),
            capture_output=True,
            env=environment,
            check=False,
            timeout=_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
