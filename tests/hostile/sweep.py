"""Every edit of every entry of the tests' plans and the shipped one, in every form of their files.

The tests try some of each (tests/store/edits/test_sweep.py); `python tests/hostile/run.py sweep` tries
all of them and prints its counts.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from store.edits import test_sweep as sweep
from support import small_plan
from support.plans import EVERYTHING, SCHOOL, TINY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.all_edits import FileEdit

    from sipctl.cli.edits.opened import EditSession


def plans_in(style: str, broken: str) -> Iterator[dict[str, bytes]]:
    """The files of each plan in one form; of the shipped one each area by itself."""
    rest = {path: text for path, text in sweep.SHIPPED.items() if not path.startswith("aims/")}
    everything = sweep.files_of(EVERYTHING / "plan")
    for files in (everything, SCHOOL, small_plan.FILES, TINY | rest, *sweep.areas_alone()):
        yield sweep.restyled_plan(files, style, broken)
    yield sweep.handwritten_plan(style, broken)


def verdict(session: EditSession, edit: FileEdit) -> str:
    """Makes one edit: `made`, `refused` with nothing written, or `fault`, which is printed."""
    try:
        return "made" if sweep.is_made(session.source(edit.file), edit) else "refused"
    except Exception as error:
        sys.stdout.write(f"{session.folder.path}/{edit.file} {edit.entry}: {error!r}\n")
        return "fault"


def main() -> int:
    """Makes and judges every edit; 1 if one changed what it should not."""
    counts: Counter[str] = Counter()
    for turn, (style, broken) in enumerate(sweep.FORMS):
        for files in plans_in(style, broken):
            with tempfile.TemporaryDirectory() as folder:
                session, edits = sweep.edits_in(Path(folder) / "plan", files, turn)
                for edit in edits:
                    counts[verdict(session, edit)] += 1
        sys.stdout.write(f"{style}, {broken}: {dict(counts)}\n")
        sys.stdout.flush()
    return int(counts["fault"] > 0)
