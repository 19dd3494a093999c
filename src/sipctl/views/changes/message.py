"""Changes as the message of a commit, and conflicting changes as lines of a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.changes import Added, CalendarShift
from sipctl.plan.model.entries import id_key
from sipctl.views.changes.diff import sections
from sipctl.views.changes.english import Markup, census, change_lines, target_name, totals
from sipctl.views.text.english import SUBJECT, join_words, safe_text, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sipctl.plan.changes import Change
    from sipctl.views.changes.diff import Diff

_PLAIN = Markup(safe_text, lambda text: text)


def commit_message(diff: Diff) -> tuple[str, str]:
    """The summary, which every list of commits shows whole, and the list of all changes."""
    lines = []
    for section in sections(diff, _PLAIN):
        lines += ["", section.heading]
        for item in section.items:
            lines += [f"- {item.head}", *(f"  - {line}" for line in item.under)]
    return _summary(diff), "\n".join(lines).strip("\n")


def _summary(diff: Diff) -> str:
    changes = [item for item in diff.comparison.changes if not isinstance(item, CalendarShift)]
    if diff.new:
        return shorten(f"The plan: {census(changes)}", SUBJECT)
    if not changes:
        return "Comments and wording of the plan's files"
    lines = change_lines(changes[0], _PLAIN)
    if len(changes) == 1 and lines:
        return shorten(f"{target_name(changes[0].subject, _PLAIN)}: {lines[0].text}", SUBJECT)
    return shorten(totals(changes), SUBJECT)


def conflict_lines(here: Sequence[Change], there: Sequence[Change]) -> list[str]:
    """What each side changed of the things that both changed; if there are none, all changes."""
    common = {item.subject.id for item in here} & {item.subject.id for item in there}
    lines = []
    names = common or {item.subject.id for item in (*here, *there)}
    for name in sorted(names, key=id_key):
        new = [_title_of_new(side, name) for side in (here, there)]
        if all(new):
            lines.append(f"{safe_text(name)}: two new things of one id, and both are wanted")
            lines += [f"  here: {new[0]}, {_side(here, name)}"]
            lines += [f"  there: {new[1]}, {_side(there, name)}"]
            lines.append(
                "  --keep there, then sipctl add yours again; --keep here is refused, as it"
            )
            lines.append("  would take theirs out")
            continue
        subject = next(item.subject for item in (*here, *there) if item.subject.id == name)
        lines.append(target_name(subject, _PLAIN))
        lines += [f"  here: {_side(here, name)}", f"  there: {_side(there, name)}"]
    return lines


def _title_of_new(changes: Iterable[Change], name: str) -> str:
    """The title of what one side added under an id, or the id; nothing if it added nothing."""
    subjects = (item.subject for item in changes if isinstance(item, Added))
    return next(
        (safe_text(subject.title or name) for subject in subjects if subject.id == name), ""
    )


def _side(changes: Iterable[Change], name: str) -> str:
    lines = [
        line.text
        for change in changes
        if change.subject.id == name
        for line in change_lines(change, _PLAIN)
        if not line.warning
    ]
    return join_words(lines) if lines else "not changed"
