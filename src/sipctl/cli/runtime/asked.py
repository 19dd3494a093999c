"""The plan and the day that a question is about (`--at`, `--as-of`), and the answer's last line.

A plan is read from git with `--at`. For an earlier day of today's plan, the answer says what was
not in the plan then.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sipctl.cli.options import answer_day
from sipctl.cli.session import Session, find_plan, open_plan
from sipctl.plan.faults import Refusal
from sipctl.views.text.english import share_line

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.changes.hindsight import Hindsight
    from sipctl.plan.state.filters import AcademyShare
    from sipctl.store.git.past.commit import PastCommit

TABLES, JSON = ("table", "text"), "json"
"""Formats that end with notes on the plan's version; and the format that has them as keys."""


def open_asked(plan: str | None, as_of: str | None, revision: str | None) -> tuple[Session, date]:
    """The plan and the day that a question is about; raises Refusal.

    A date for `--at` is that day, unless `--as-of` says another.
    """
    day = answer_day(as_of)
    past = find_past(plan, revision)
    return open_plan(plan, past), past_day(past, as_of) if past else day


def past_day(past: PastCommit | None, as_of: str | None) -> date:
    """The day that is asked about: `--as-of`, else the date of `--at`, else today."""
    if past is not None and past.asked is not None and as_of is None:
        return past.asked
    return answer_day(as_of)


def find_past(plan: str | None, revision: str | None) -> PastCommit | None:
    """The commit that `--at` means, None without it; raises Refusal if it may mean two."""
    if revision is None:
        return None
    from sipctl.plan.state.resolve import ambiguous
    from sipctl.plan.state.typed_day import days_meant
    from sipctl.store.git.past import commit as commits

    folder, today = find_plan(plan), answer_day(None)
    days = days_meant(revision, today, past=True)
    commit = commits.at_revision(folder, revision)
    if len(days) + (commit is not None) > 1:
        meanings = [*map(str, days), *([f"commit {commit.short}"] if commit else [])]
        raise ambiguous(f'--at "{revision}"', meanings)
    if commit is not None:
        return commit
    if not days:
        raise commits.unknown_revision(folder, revision)
    if days[0] > today:
        message = f"--at {revision} is still to come"
        raise Refusal(message, f"--as-of {days[0]} asks about a day to come")
    return commits.on_day(folder, days[0])


def print_answer(
    session: Session,
    text: str,
    format: str,
    day: date,
    code: int = 0,
    *,
    hindsight: bool = True,
    share: AcademyShare | None = None,
) -> None:
    """Print an answer with notes on the plan's version, and exit with `code`.

    Without `hindsight` there is no note on changes of the plan since `day`. `share` is how much of
    the answer is for the academies asked for alone; None where the answer says so itself.
    """
    from sipctl.cli.runtime.errors import echo_and_exit

    of_version = hindsight or session.past is not None
    if format == JSON:
        from sipctl.views.json import share_json

        more = share_json(share) | (_version_json(session, day) if of_version else {})
        echo_and_exit(_json_with(more, text), code)
    else:
        lines = [share_line(share)] if share and format in TABLES else []
        lines += version_lines(session, day) if of_version else []
        echo_and_exit(_with_lines(text, format, lines), code)


def with_commit(text: str, format: str, past: PastCommit | None) -> str:
    """An answer that depends on no day, with the commit that it is made from if it has one."""
    if past is None:
        return text
    from sipctl.views.answers import versions as view

    if format == JSON:
        return _json_with(view.commit_json(past.name, past.day), text)
    return _with_lines(text, format, [view.commit_line(past.name, past.day, past.asked)])


def print_notes(session: Session, day: date) -> None:
    """Print to stderr which version an answer is made from, where its format cannot say."""
    _print_lines(version_lines(session, day))


def _print_lines(lines: list[str]) -> None:
    from sipctl.cli.runtime.prompts import print_wrapped

    for line in lines:
        print_wrapped(line)


def version_lines(session: Session, day: date) -> list[str]:
    """Notes for people on the plan's version, a sentence a line."""
    from sipctl.views.answers import versions as view

    past = session.past
    if past is not None:
        return [view.commit_line(past.name, past.day, past.asked)]
    hindsight = find_hindsight(session, day)
    return [view.hindsight_line(hindsight)] if hindsight else []


def _with_lines(text: str, format: str, lines: list[str]) -> str:
    """An answer with lines at its foot; they go to stderr where its format is for programs."""
    if format not in TABLES:
        _print_lines(lines)
        return text
    from sipctl.cli.runtime.terminal import screen
    from sipctl.views.text.style import wrap

    foot = [wrap(line, screen()) for line in lines]
    return "\n".join([text.rstrip("\n"), "", *foot]) + "\n" if foot else text


def _json_with(more: dict[str, Any], text: str) -> str:
    """A JSON text with some more keys."""
    if not more:
        return text
    import json

    from sipctl.views.json import dump

    return dump(json.loads(text) | more)


def _version_json(session: Session, day: date) -> dict[str, Any]:
    from sipctl.views.answers import versions as view

    past = session.past
    if past is not None:
        return view.commit_json(past.name, past.day)
    hindsight = find_hindsight(session, day)
    return view.hindsight_json(hindsight) if hindsight else {}


def find_hindsight(session: Session, day: date) -> Hindsight | None:
    """How the plan has changed since a day, or from when git has it if that is later; else None."""
    if day >= answer_day(None):
        return None
    from sipctl.store.git.git_dirs import find_git_dir

    if find_git_dir(session.folder.path) is None:  # what asks git takes long to import
        return None
    from sipctl.store.git.past import commit as commits

    with suppress(Refusal):  # without git, nothing is known of earlier days
        return _changed_since(session, day)
    with suppress(Refusal):
        since = commits.first_day(session.folder)
        if since is not None and since > day:
            from sipctl.plan.changes.hindsight import Hindsight

            return Hindsight(day, known_since=since)
    return None


def _changed_since(session: Session, day: date) -> Hindsight | None:
    """How the plan's text has changed since a day; raises Refusal where git had none that day."""
    from sipctl.store.git.past import commit as commits

    past = commits.on_day(session.folder, day)
    if past.has_text_of(session.folder, session.opened.loaded.files):
        return None
    from sipctl.plan.changes.hindsight import hindsight
    from sipctl.store.cache.snapshot import open_version

    opened = open_version(session.folder, past.name, past.contents)
    seen = hindsight(opened.plan, session.opened.plan, day) if opened.loaded.ok else None
    return None if seen is None or seen.empty else seen
