"""`sipctl diff`: what a branch changes, in the plan's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.runtime.errors import echo_and_exit
from sipctl.cli.session import AsOfOption, PlanOption, day_asked, find_plan, one_of, screen
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.changes import Comparison, Version
    from sipctl.plan.faults import Placed
    from sipctl.plan.timing import TimingContext
    from sipctl.store.files.folder import Folder
    from sipctl.store.files.source import Source
    from sipctl.store.git.versions import Side
    from sipctl.store.load import Loaded, LoadedFile
    from sipctl.views.changes.diff import Diff

FORMATS = ("text", "markdown", "json")


def command(
    base: Annotated[
        str | None,
        typer.Argument(
            metavar="[BASE]",
            help="A branch, tag or commit. Left out: where this branch left the main one.",
        ),
    ] = None,
    head: Annotated[
        str | None,
        typer.Argument(metavar="[HEAD]", help="The same. Left out: the files as they stand."),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="unagreed-move",
            help="Exit 1 if a date moved and nobody is said to have agreed.",
        ),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, markdown or json.")
    ] = "text",
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """What a branch changes, in the plan's own words."""
    one_of("--format", format, FORMATS)
    if fail_on is not None:
        one_of("--fail-on", fail_on, ("unagreed-move",))
    day = day_asked(as_of)
    before, after = _sides(find_plan(plan), base, head)
    diff = _diff(before, after, day)
    echo_and_exit(
        _written(diff, before, after, format), int(bool(fail_on) and unagreed(diff.comparison))
    )


def unagreed(comparison: Comparison) -> bool:
    """Whether some date moved and `moved` does not say who agreed."""
    from sipctl.plan.changes import Rescheduled

    return any(
        isinstance(change, Rescheduled) and change.doubt is not None
        for change in comparison.changes
    )


@dataclass(frozen=True)
class Read:
    """One side, and what loads of it."""

    side: Side
    loaded: Loaded
    version: Version
    shown: str

    @property
    def models(self) -> dict[str, object]:
        """Each file's model."""
        return {path: file.model for path, file in self.loaded.files.items()}

    def faults(self, frame: TimingContext | None, day: date) -> tuple[Placed, ...]:
        """Every fault that `check` would tell of it on a day."""
        from sipctl.plan import rules
        from sipctl.store.locate import locate

        faults = list(self.loaded.faults)
        if self.loaded.ok and not self.side.empty and frame is not None:
            faults = rules.check(self.version.plan, frame, day)
        return tuple(locate(faults, self.side.contents.sources, self.shown))

    @property
    def named(self) -> dict[str, object]:
        """How JSON names it."""
        loads = self.loaded.ok
        return {"name": self.side.name, "commit": self.side.commit, "loads": loads}


def _sides(folder: Folder, base: str | None, head: str | None) -> tuple[Read, Read]:
    from sipctl.store.git import versions

    repository = versions.repository(folder)
    before = (
        versions.at_fork(repository) if base is None else versions.at_revision(repository, base)
    )
    after = (
        versions.working_tree(folder) if head is None else versions.at_revision(repository, head)
    )
    if after.empty:
        raise Refusal(f"there is no plan at {after.label}", f"it would stand in {folder.shown}/")
    read = _read(before, folder.shown, {})
    known = {source: read.loaded.files[source.path] for source in before.contents.sources}
    return read, _read(after, folder.shown, known)


def _read(side: Side, shown: str, known: dict[Source, LoadedFile]) -> Read:
    """One side understood. A file that is byte for byte the same on the other is `known`."""
    from sipctl.plan.changes import Version
    from sipctl.store.load import combine, load_file

    parts = {
        source.path: known.get(source) or load_file(source) for source in side.contents.sources
    }
    loaded = combine(parts, () if side.empty else side.contents.faults)
    unread = frozenset(fault.file for fault in loaded.faults)
    return Read(side, loaded, Version(loaded.plan(), unread), shown)


def _written(diff: Diff, before: Read, after: Read, format: str) -> str:
    if format == "json":
        from sipctl.views.changes.json import json

        return json(diff, before.named, after.named)
    if format == "markdown":
        from sipctl.views.changes.markdown import markdown

        return markdown(diff)
    from sipctl.views.changes.text import text

    return text(diff, screen())


def _diff(before: Read, after: Read, day: date) -> Diff:
    from sipctl.plan.changes import compare, sides
    from sipctl.plan.changes.faults import newly
    from sipctl.plan.context import calendar_of
    from sipctl.views.changes.diff import Diff

    both = sides(before.version, after.version)
    comparison = compare(both)
    then, now = before.faults(both.base_frame, day), after.faults(both.head_frame, day)
    new, mended = now, 0
    if before.loaded.ok:
        new, mended = newly(then, before.models, now, after.models)
    plans = (before.version.plan, after.version.plan)
    told = [(before, then), (after, now)]
    return Diff(
        title=plans[1].about.title or plans[0].about.title or "The plan",
        base=before.side.label,
        head=after.side.label,
        aims={aim.id: aim.title for plan in plans for aim in plan.aims},
        comparison=replace(
            comparison, left_out=tuple(f"{after.shown}/{one}" for one in comparison.left_out)
        ),
        broken=tuple((one.side.label, those) for one, those in told if not one.loaded.ok),
        faults=new if after.loaded.ok else (),
        mended=mended if after.loaded.ok else 0,
        new=before.side.empty,
        period=calendar_of(plans[1].calendar).title,
    )
