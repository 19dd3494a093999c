"""Every setting of git's manual that names a program, each with a program that leaves its mark.

The list is that of `git help --config` of git 2.39, and what newer manuals add (`hook.<name>`).
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from support.git_repos import git

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    *("add", "cat-file", "check-ignore", "commit", "commit-tree", "config", "diff", "for-each-ref"),
    *("hash-object", "log", "ls-files", "ls-tree", "merge-base", "read-tree", "rev-parse", "show"),
    *("status", "update-index", "update-ref", "write-tree"),
    *("diff-tree", "fetch", "merge-file", "push", "receive-pack", "symbolic-ref", "upload-pack"),
)
"""Git's commands, each of which may have an alias and a pager."""

PROGRAMS = (
    *("browser.evil.cmd", "browser.evil.path", "core.alternateRefsCommand", "core.askPass"),
    *("core.editor", "core.fsmonitor", "core.gitProxy", "core.pager", "core.sshCommand"),
    *("credential.helper", "credential.https://example.invalid.helper", "diff.evil.command"),
    *("diff.evil.textconv", "diff.external", "difftool.evil.cmd", "difftool.evil.path"),
    *("filter.evil.clean", "filter.evil.process", "filter.evil.smudge", "gpg.openpgp.program"),
    *("gpg.program", "gpg.ssh.defaultKeyCommand", "gpg.ssh.program", "gpg.x509.program"),
    *("guitool.evil.cmd", "hook.evil.command", "imap.tunnel", "instaweb.httpd"),
    *("interactive.diffFilter", "man.evil.cmd", "man.evil.path", "merge.evil.driver"),
    *("mergetool.evil.cmd", "mergetool.evil.path", "remote.origin.receivepack"),
    *("remote.origin.uploadpack", "sendemail.ccCmd", "sendemail.headerCmd"),
    *("sendemail.sendmailCmd", "sendemail.toCmd", "sequence.editor", "tar.evil.command"),
    *("trailer.evil.cmd", "trailer.evil.command", "uploadpack.packObjectsHook"),
    *(f"pager.{command}" for command in COMMANDS),
)
"""Settings whose value is a program, or a line for the shell."""

SHOUTED = (*(f"alias.{command}" for command in COMMANDS), "submodule.evil.update")
"""Settings whose value is one behind an exclamation mark."""

SWITCHES = {
    "browser.tool": "evil",
    "commit.gpgSign": "true",
    "commit.verbose": "true",
    "core.fsmonitorHookVersion": "2",
    "core.preloadIndex": "true",
    "diff.tool": "evil",
    "diff.submodule": "log",
    "fetch.recurseSubmodules": "true",
    "push.gpgSign": "true",
    "push.recurseSubmodules": "on-demand",
    "gc.auto": "1",
    "gpg.format": "ssh",
    "hook.evil.event": "pre-commit",
    "log.showSignature": "true",
    "merge.tool": "evil",
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "protocol.file.allow": "always",
    "submodule.recurse": "true",
    "tag.gpgSign": "true",
    "web.browser": "evil",
}
"""Settings that have git reach for the programs above."""

HOOKS = (
    *("applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch", "post-checkout"),
    *("post-commit", "post-index-change", "post-merge", "post-receive", "post-rewrite"),
    *("post-update", "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-merge-commit"),
    *("pre-push", "pre-rebase", "pre-receive", "prepare-commit-msg", "push-to-checkout"),
    *("reference-transaction", "sendemail-validate", "update"),
)

OF_A_COMMIT = {
    *("hook:commit-msg", "hook:post-commit", "hook:pre-commit", "hook:prepare-commit-msg"),
    "hook:reference-transaction",
}
"""The hooks of the user's own that `record --commit` runs."""


OF_A_SEND = {"hook:commit-msg", "hook:pre-commit", "hook:pre-push", "hook:prepare-commit-msg"}
"""The hooks of the user's own that `send` runs."""


class Marks:
    """A folder of programs, each of which leaves a file with its name when it is started."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "programs"
        self.marks = folder / "marks"
        self.programs.mkdir(parents=True)
        self.marks.mkdir()

    def program(self, name: str, prefix: str = "") -> str:
        """The path of a program that marks that it ran; a filter hands on what it is given."""
        file = self.programs / (prefix + name).translate(str.maketrans("/:", "__"))
        mark = self.marks / file.name
        hand_on = "exec cat" if name.startswith(("filter.", "pager.", "core.pager")) else "exit 0"
        file.write_text(f"#!/bin/sh\ntouch '{mark}'\n{hand_on}\n")
        file.chmod(0o755)
        return str(file)

    def taken(self) -> set[str]:
        """What has been started since this was last asked."""
        names = {path.name for path in self.marks.iterdir()}
        for path in self.marks.iterdir():
            path.unlink()
        return {name.replace("hook_", "hook:") for name in names}


def config(marks: Marks, **more: str) -> str:
    """A configuration with every setting above."""
    settings = {name: marks.program(name) for name in PROGRAMS}
    settings |= {name: f"!{marks.program(name)}" for name in SHOUTED}
    settings |= SWITCHES | more
    return "".join(map(_line, settings, settings.values()))


def _line(name: str, value: str) -> str:
    section, _, key = name.partition(".")
    inner, _, key = key.rpartition(".")
    head = f'[{section} "{inner}"]' if inner else f"[{section}]"
    return f'{head}\n\t{key} = "{value}"\n'


def add_hooks(marks: Marks, folder: Path, prefix: str = "hook:") -> None:
    """Every hook there is, each a program that leaves its mark."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in HOOKS:
        shutil.copy(marks.program(name, prefix), folder / name)


def bare_repository_inside(plan: Path, marks: Marks) -> None:
    """Lays the files of a bare repository of this very plan into its folder, as git would add them.

    Its index says that nothing has changed, its settings and hooks run programs.
    """
    inner = plan.parent / "inner"
    shutil.copytree(plan, inner)
    git(inner, "init", "--quiet", "--initial-branch", "main")
    git(inner, "add", "--all")
    git(inner, "commit", "--quiet", "-m", "The plan")
    for path in (inner / ".git").iterdir():
        (shutil.copytree if path.is_dir() else shutil.copy)(path, plan / path.name)
    shutil.rmtree(inner)
    for empty in [folder for folder, *inside in os.walk(plan) if not any(inside)]:
        (plan / empty / "none").write_text("git keeps no empty folders\n")
    core = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n"
    (plan / "config").write_text(core + config(marks))
    (plan / "info/attributes").write_text("* filter=evil diff=evil merge=evil\n")
    add_hooks(marks, plan / "hooks", "inner-")
