"""Where this sipctl was installed from, so that a code host can install the same."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sipctl import __version__

WHEELS = ".github/sipctl"
"""Where a plan's repository keeps the wheel that its code host installs."""
_WHEEL = re.compile(r"sipctl-[\w.+-]+\.whl")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Origin:
    """The requirement by which pip installs this sipctl. Where that is a wheel in the plan's
    repository, `wheel` is the file to copy there, None where it is not known."""

    requirement: str
    wheel: Path | None = None
    checkout: bool = False
    """Whether this sipctl runs from its source, of which no wheel was built."""

    @property
    def lacks_wheel(self) -> bool:
        """Whether somebody has to put the wheel that they installed into the plan's repository."""
        in_repository = self.requirement.startswith(f"{WHEELS}/")
        return in_repository and self.wheel is None and not self.checkout


def installed_from() -> Origin:
    """The origin noted when sipctl was installed here (PEP 610); a wheel that somebody has to copy,
    where the note names nothing that another computer could install."""
    try:
        note = distribution("sipctl").read_text("direct_url.json")
    except PackageNotFoundError:
        note = '{"dir_info": {}}'
    return origin_of(json.loads(note) if note is not None else None)


def origin_of(note: dict[str, Any] | None) -> Origin:
    """The origin that such a note describes; without one, this version from a package index."""
    if note is None:
        return Origin(f"sipctl=={__version__}")
    url, commit = str(note.get("url", "")), str(note.get("vcs_info", {}).get("commit_id", ""))
    parts = urlsplit(url)
    address = f"https://{parts.hostname}{parts.path}"  # without a user's name and password
    if parts.scheme == "https" and _COMMIT.fullmatch(commit):
        return Origin(f"sipctl@git+{address}@{commit}")
    if parts.scheme == "https" and "archive_info" in note:
        return Origin(f"sipctl@{address}")
    wheel = _local_file(url)
    name = wheel.name if wheel else f"sipctl-{__version__}-py3-none-any.whl"
    return Origin(f"{WHEELS}/{name}", wheel, checkout="dir_info" in note)


def _local_file(url: str) -> Path | None:
    """The wheel on this computer that an address means, if it is still there."""
    from urllib.request import url2pathname

    path = Path(url2pathname(urlsplit(url).path)) if url.startswith("file:") else Path()
    return path if _WHEEL.fullmatch(path.name) and path.is_file() else None
