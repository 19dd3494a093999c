"""Fetches from a remote and pushes to it, without the settings of the repository here.

Those may name programs: for ssh, for credentials, for the other end. So git runs in a temporary git
folder that shares only its objects with the repository; what it fetched is then recorded in the
repository's remote-tracking branches. The user's own settings apply (credentials, proxies, keys).
No hook runs on this side.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import temporary_folder
from sipctl.store.git.run import Repository
from sipctl.store.git.share.address import SCHEMES
from sipctl.store.git.share.remote import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.store.git.run import GitResult
    from sipctl.store.git.share.remote import Remote

_SETTINGS: dict[str, str | None] = {"credential.helper": None, "core.askPass": None}
"""Settings left to the user's own: the temporary git folder has none."""

_USER_VARIABLES = (
    *("GIT_ASKPASS", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT"),
    *("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_HTTP_PROXY_AUTHMETHOD"),
)
_KEPT_SETTINGS = {
    "core.autocrlf": r"true|false|input",
    "core.eol": r"lf|crlf|native",
    "core.filemode": r"true|false",
    "core.ignorecase": r"true|false",
    "core.longpaths": r"true|false",
    "core.precomposeunicode": r"true|false",
    "core.symlinks": r"true|false",
}
"""Settings of the repository that describe its disk, each with a pattern of safe values."""


@dataclass(frozen=True)
class Pushed:
    """The result of a push: whether the remote accepted it, what it printed, why it refused."""

    accepted: bool
    says: str
    """The lines that the remote itself printed."""
    reason: str


@contextmanager
def clean_repository(repository: Repository) -> Iterator[tuple[Repository, dict[str, str]]]:
    """A git folder with the objects and branches of a repository, and none of its settings.

    Yields it with the environment in which git is to use it; it is removed afterwards.
    """
    common = repository.top / repository.run("rev-parse", "--git-common-dir").text
    with temporary_folder(repository.git_dir) as folder:
        for name in ("objects", "refs", "work"):
            (folder / name).mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="utf-8")
        (folder / "config").write_text(_config(repository), encoding="utf-8")
        refs = repository.run("for-each-ref", "--format=%(objectname) %(refname)", "refs/remotes")
        (folder / "packed-refs").write_bytes(b"# pack-refs with:\n" + refs.out)
        if (common / "shallow").is_file():
            shutil.copyfile(common / "shallow", folder / "shallow")
        environment = {
            "GIT_OBJECT_DIRECTORY": str(common / "objects"),
            "GIT_ALLOW_PROTOCOL": ":".join(SCHEMES),
            "GIT_TERMINAL_PROMPT": "1" if os.isatty(0) else "0",
        }
        environment |= {name: os.environ[name] for name in _USER_VARIABLES if name in os.environ}
        yield Repository(folder / "work", "", folder), environment


def _config(repository: Repository) -> str:
    sha256 = repository.run("rev-parse", "--show-object-format").text == "sha256"
    lines = ["[core]", f"\trepositoryformatversion = {int(sha256)}", "\tbare = false"]
    for name, pattern in _KEPT_SETTINGS.items():
        value = repository.run("config", "--local", "--get", name).text
        if re.fullmatch(pattern, value):
            lines.append(f"\t{name.partition('.')[2]} = {value}")
    lines += ["[extensions]", "\tobjectFormat = sha256"] if sha256 else []
    return "\n".join(lines) + "\n"


def fetch(repository: Repository, remote: Remote) -> None:
    """Brings the remote's branches into the repository; raises Refusal where it cannot."""
    shown = address_of(repository, remote).shown
    start = remote.ref("")
    with clean_repository(repository) as (clean, environment):
        result = clean.run_as_user(
            *("fetch", "--quiet", "--no-tags", "--prune", "--no-write-fetch-head"),
            *("--no-recurse-submodules", "--no-auto-maintenance", "--", _url(repository, remote)),
            f"+refs/heads/*:{start}*",
            settings=_SETTINGS,
            environment=environment,
        )
        if result.code != 0:
            raise _unreachable(result, remote.url, shown)
        fetched = _branches(clean, start)
    _update_remote_branches(repository, _branches(repository, start), fetched)


def _url(repository: Repository, remote: Remote, *, push: bool = False) -> str:
    """The remote's address; a folder's is made absolute, as git runs in another folder."""
    url = remote.push_url if push else remote.url
    address = address_of(repository, remote)
    is_path = address.on_disk and "://" not in url
    return os.path.abspath(repository.top / url) if is_path else url  # noqa: PTH100 - keeps links


def _branches(repository: Repository, start: str) -> dict[str, str]:
    """A remote's branches, ref → commit, without its HEAD, which only points to one of them."""
    result = repository.run("for-each-ref", "--format=%(objectname) %(refname) %(symref)", start)
    rows = [line.split(" ") for line in result.text.splitlines()]
    return {row[1]: row[0] for row in rows if len(row) == 3 and not row[2]}


def _update_remote_branches(
    repository: Repository, before: dict[str, str], after: dict[str, str]
) -> None:
    """Updates the repository's remote-tracking branches to what was fetched."""
    gone = [f"delete {ref} {name}" for ref, name in before.items() if ref not in after]
    moved = [f"update {ref} {name}" for ref, name in after.items() if before.get(ref) != name]
    for lines in (gone, moved):
        if lines:
            text = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
            result = repository.run_as_user("update-ref", "--stdin", stdin=text)
            if result.code != 0:
                raise Refusal(f"git refused: {result.complaint}")


def push(repository: Repository, remote: Remote, commit: str, branch: str, *, new: bool) -> Pushed:
    """Pushes a commit to a branch of the remote: a `new` one, or one that it fast-forwards.

    Raises Refusal where the remote cannot be reached; a rejected push is a result.
    """
    shown = address_of(repository, remote).shown
    ref = f"refs/heads/{branch}"
    lease = (f"--force-with-lease={ref}:",) if new else ()
    with clean_repository(repository) as (clean, environment):
        result = clean.run_as_user(
            *("push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-signed", *lease),
            *("--recurse-submodules=no", "--", _url(repository, remote, push=True)),
            f"{commit}:{ref}",
            settings=_SETTINGS,
            environment=environment,
        )
    says = _remote_lines(result)
    if result.code == 0:
        repository.run_as_user("update-ref", remote.ref(branch), commit)
        return Pushed(True, says, "")
    if b"!\t" not in result.out:
        raise _unreachable(result, remote.push_url, shown)
    return Pushed(False, says, _rejection(result))


def _remote_lines(result: GitResult) -> str:
    """What the remote printed, without git's `remote:` before each line."""
    lines = result.err.decode("utf-8", "replace").splitlines()
    texts = [line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")]
    return "\n".join(text for text in texts if text)


def _rejection(result: GitResult) -> str:
    """Why the remote rejected a push: `pre-receive hook declined`."""
    text = result.out.decode("utf-8", "replace")
    match = re.search(r"\[(?:remote )?rejected\] \(([^)]*)\)", text)
    return match[1] if match else result.complaint


_CAUSES = (
    (
        r"Authentication failed|could not read (Username|Password)|Permission denied|HTTP Basic"
        r"|access denied|returned error: 40[13]",
        "it does not let you in",
        "sign in as your trust told you to (on GitHub: gh auth login), then run this again",
    ),
    (
        r"Could not resolve host|Failed to connect|Could not connect|timed out|unreachable"
        r"|Connection refused|Connection reset",
        "it cannot be reached",
        "nothing is lost: run this again when you are connected",
    ),
    (
        r"not found|does not appear to be a git repository|does not exist|No such file",
        "there is no shared plan at that address",
        "ask who keeps the shared plan for its address: git remote set-url NAME ADDRESS",
    ),
    (
        r"dubious ownership",
        "git does not trust it: its folder belongs to somebody else",
        "git config --global --add safe.directory FOLDER",
    ),
)


def _unreachable(result: GitResult, url: str, shown: str) -> Refusal:
    text = result.err.decode("utf-8", "replace")
    for pattern, reason, advice in _CAUSES:
        if re.search(pattern, text, re.IGNORECASE):
            return Refusal(f"{shown}: {reason}", advice)
    complaint = result.complaint.replace(url, shown)
    complaint = re.sub(r"://[^/\s@]*@", "://", complaint)
    return Refusal(f"{shown}: git refused: {complaint}")
