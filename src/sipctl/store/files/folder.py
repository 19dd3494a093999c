"""Finds the plan's folder, and says which of its files a plan is made of. Nothing here writes."""

from __future__ import annotations

import re
from pathlib import Path

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.store.files.inside import is_link_out

LAYOUT = (
    "plan.yaml, people.yaml, calendar.yaml, aims/*.yaml, records/**/*.yaml, rounds/*.yaml "
    "and frameworks/*.yaml"
)
NEEDED = ("plan.yaml", "people.yaml", "calendar.yaml")
FOLDERS = ("aims", "records", "rounds", "frameworks")


@frozen()
class Folder:
    """A plan's folder. `shown` is how its files are named to people: `plan`, or what they typed."""

    path: Path
    shown: str


def find(asked: str | None, here: Path) -> Folder:
    """The plan's folder; raises Refusal where there is none.

    `asked` is a plan folder, or one that holds `plan/`; without it, look upwards from `here`.
    """
    if asked is not None:
        for path in (Path(asked), Path(asked) / "plan"):
            if _is_file(here / path / "plan.yaml"):
                if path != Path(asked):
                    _refuse_link_out(here / path)
                return Folder(here / path, path.as_posix())
        raise Refusal(f'there is no plan in "{asked}"', "name the folder that holds plan.yaml")
    for folder in (here, *here.parents):
        if _is_file(folder / "plan" / "plan.yaml"):
            _refuse_link_out(folder / "plan")
            return Folder(folder / "plan", "plan")
    raise Refusal(
        "there is no plan here: no plan/plan.yaml in this folder or above it",
        "go to your plan's folder, name it with --plan DIR, or begin a plan with sipctl init",
    )


def _refuse_link_out(path: Path) -> None:
    if is_link_out(path):
        raise Refusal(
            f"{path.name} is a link to somewhere outside its folder, so no plan is read from it",
            "name the folder itself: --plan DIR",
        )


def kind_of(path: str) -> str | None:
    """Which kind of file stands at a path within a plan folder; None for what is not read."""
    if path in NEEDED:
        return path.removesuffix(".yaml")
    if not path.endswith(".yaml"):
        return None
    if path.startswith("records/"):
        return "record"
    folder = path.removesuffix(path.rpartition("/")[2])
    return {"aims/": "aim", "rounds/": "round", "frameworks/": "framework"}.get(folder)


# --- the plans before this one -------------------------------------------------------------------

PAST = "past"
"""Within a plan folder: the folders of the plans that it follows, each whole."""
_IN_PAST = re.compile(r"past/[A-Za-z0-9][A-Za-z0-9._-]*/")


def shared_kind_of(path: str) -> str | None:
    """What `kind_of` says of a file of this plan, or of a plan that it follows."""
    match = _IN_PAST.match(path)
    return kind_of(path[match.end() :]) if match else kind_of(path)


def past_folders(folder: Folder) -> list[str]:
    """The paths within a plan folder of the plans before it: `past/2024-27`."""
    try:
        names = sorted(entry.name for entry in (folder.path / PAST).iterdir())
    except OSError:
        return []
    return [f"{PAST}/{name}" for name in names if past_folder(folder, f"{PAST}/{name}")]


def past_folder(folder: Folder, follows: str) -> Folder | None:
    """The folder of a plan that this one follows; None where there is none, or a link leads out."""
    path = folder.path / follows
    if not _IN_PAST.fullmatch(f"{follows}/") or not _is_file(path / "plan.yaml"):
        return None
    if is_link_out(folder.path / PAST) or is_link_out(path):
        return None
    return Folder(path, f"{folder.shown}/{follows}")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name with a NUL, a folder that may not be entered
        return False
