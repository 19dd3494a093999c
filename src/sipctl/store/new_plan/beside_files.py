"""Files that stand beside a new plan: what git leaves out, and a code host's check of each edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.store.files.atomic import create
from sipctl.store.files.folder import Folder
from sipctl.store.new_plan.origin import Origin, installed_from

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = Path(__file__).parent / "beside"
_IGNORED = {".gitignore": "gitignore"}
_OF_CODE_HOST = {
    ".github/workflows/plan.yml": "plan.yml",
    ".github/pull_request_template.md": "pull_request_template.md",
}
"""What a code host reads at the top of a repository, and nowhere else."""


def beside_files(origin: Origin, *, at_top: bool) -> dict[str, bytes]:
    """The files' contents by their path within the folder that holds the plan. `at_top` of its
    repository, these include what only a code host reads, and the wheel that it installs."""
    names = _IGNORED | (_OF_CODE_HOST if at_top else {})
    texts = {path: (_TEXTS / name).read_text(encoding="utf-8") for path, name in names.items()}
    files = {path: text.replace("SOURCE", origin.requirement) for path, text in texts.items()}
    wheel = {origin.requirement: origin.wheel.read_bytes()} if origin.wheel and at_top else {}
    return {path: text.encode() for path, text in files.items()} | wheel


def write_beside(holder: Path, *, at_top: bool) -> list[str]:
    """Writes the files, and returns their paths; one that is there already stays as it is.

    Raises Refusal where one cannot be written."""
    return list(_written(Folder(holder, holder.as_posix()), at_top=at_top))


def missing_wheel(holder: Path) -> str | None:
    """The path of the wheel that a code host installs, if the repository still lacks it."""
    origin = installed_from()
    return (
        origin.requirement
        if origin.lacks_wheel and not (holder / origin.requirement).exists()
        else None
    )


def _written(holder: Folder, *, at_top: bool) -> Iterator[str]:
    for path, content in beside_files(installed_from(), at_top=at_top).items():
        try:
            create(holder, path, content)
        except FileExistsError:
            continue
        yield path
