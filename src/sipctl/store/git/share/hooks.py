"""Runs the hooks of a commit: the repository's own, or those that the user's settings name.

A repository's own settings may name another folder for its hooks, such as one of its work tree,
where a pull request can put programs. Those are not run.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.git import run

if TYPE_CHECKING:
    from sipctl.store.git.run import GitResult, Repository

_KEY = "core.hooksPath"


class HookRunner:
    """The hooks of one repository; `redirected` if its own settings name a folder for them."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        common = repository.run("rev-parse", "--git-common-dir").text
        folder = repository.top / common / "hooks"
        shared = repository.run_as_user(
            "config", "--global", "--includes", "--type=path", "--get", _KEY
        )
        named = shared.text if shared.code == 0 else ""
        self.folder = Path(named) if Path(named).is_absolute() else folder
        local = repository.run("config", "--local", "--includes", "--get", _KEY)
        self.redirected = local.code == 0 and local.text != ""

    @property
    def settings(self) -> dict[str, str | None]:
        """Settings with which git runs these hooks itself."""
        return {_KEY: str(self.folder)}

    def run(
        self, name: str, *arguments: str, index: Path | None = None, stdin: bytes = b""
    ) -> GitResult | None:
        """Runs a hook, with `index` as git's index if given; None where there is no such hook."""
        path = self.folder / name
        if not path.is_file() or not os.access(path, os.X_OK):
            return None
        own = {"GIT_EDITOR": ":"} | ({"GIT_INDEX_FILE": str(index)} if index else {})
        environment = run.environment_without_git() | run.user_variables() | own
        if sys.platform == "win32":  # only git knows how to start a script there
            command = ("hook", "run", "--ignore-missing", name, "--", *arguments)
            settings = self.settings
            return self.repository.run_as_user(
                *command, stdin=stdin, settings=settings, environment=own
            )
        try:
            return self._start([str(path), *arguments], environment, stdin)
        except OSError as error:
            if error.errno != errno.ENOEXEC:
                raise Refusal(f"the hook {name} could not be run: {error.strerror}") from None
            return self._start(["/bin/sh", str(path), *arguments], environment, stdin)

    def _start(self, command: list[str], environment: dict[str, str], stdin: bytes) -> GitResult:
        done = subprocess.run(  # noqa: S603 - the user's own hook
            command,
            cwd=self.repository.top,
            input=stdin,
            capture_output=True,
            env=environment,
            check=False,
        )
        return run.GitResult(done.returncode, done.stdout, done.stderr)
