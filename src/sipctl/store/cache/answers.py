"""Whole answers, kept under everything that they depend on, and given again.

The question is the command line, the day, the folder, and what is drawn on; the plan is its files'
sizes and times. Where any of that differs, or is too fresh to be trusted, the question is asked
anew.
"""

import os
import sys
import time

from sipctl.store.cache import folder as home
from sipctl.store.cache.listing import Listing, listing, plan_folder

MOST = 400
"""Answers kept; beyond that the oldest half goes."""

ASKING = ("due", "list", "show", "check", "when", "timeline", "leads")
"""Commands that only answer: nothing but the plan, the day and the screen decides what they say."""

_DRAWN_ON = (
    "NO_COLOR",
    "COLORTERM",
    "TERM",
    "COLUMNS",
    "LINES",
    "LC_ALL",
    "LC_CTYPE",
    "LANG",
    "SIPCTL_DEBUG",
    "SIPCTL_PLAN",
)
_COMPLETING = (
    "_SIPCTL_COMPLETE",
    "COMP_WORDS",
    "COMP_CWORD",
    "_TYPER_COMPLETE_ARGS",
    "_TYPER_COMPLETE_FISH_ACTION",
    "_TYPER_COMPLETE_WORD_TO_COMPLETE",
)


# Plain classes: `dataclasses`, and even `typing`, take longer to import than all this takes to run.
class Answer:
    """What was said on stdout, as the bytes it was, and the exit code."""

    def __init__(self, code: int, said: bytes | memoryview) -> None:
        self.code = code
        self.said = said


class CommandLine:
    """A command line that may be answered with what was kept: where its answer is kept, the plan's
    folder and what was found in it, and all of the plan that an answer hangs on.
    """

    def __init__(self, file: str, top: str, files: Listing) -> None:
        self.file = file
        self.top = top
        self.files = files
        self.plan = home.digest(home.program(), files.state).encode()


def lookup(argv: list[str]) -> CommandLine | None:
    """What is known of a command line; None if its answer may not be kept."""
    completing = "_SIPCTL_COMPLETE" in os.environ
    if not completing and (not argv or argv[0] not in ASKING):
        return None
    if _names_plan_oddly(argv, completing=completing):
        return None
    folder = home.home()
    if folder is None:
        return None
    try:
        here = os.getcwd()
    except OSError:
        return None
    top = plan_folder(_plan_asked(argv), here)
    files = listing(top) if top is not None else None
    if top is None or files is None or not files.settled(time.time_ns()):
        return None
    names = (*_DRAWN_ON, *_COMPLETING) if completing else _DRAWN_ON
    environment = [f"{name}={os.environ.get(name)}" for name in names]
    question = repr((argv, here, top, time.localtime()[:3], _terminal(), environment))
    name = home.digest(question.encode("utf-8", "surrogatepass"))
    return CommandLine(os.path.join(folder, f"answer-{name}"), top, files)


def get(line: CommandLine) -> Answer | None:
    """The answer that was given to this command line before, if it still holds."""
    kept = home.get(line.file, line.plan)
    return None if kept is None else Answer(kept[0], kept[1:])


def put(line: CommandLine, answer: Answer) -> None:
    """Keep an answer for the next time."""
    home.put(line.file, bytes([answer.code]) + answer.said, line.plan)
    home.prune(os.path.dirname(line.file), "answer-", MOST)


def _plan_asked(argv: list[str]) -> str | None:
    for at, word in enumerate(argv):
        if word.startswith("--plan="):
            return word[7:]
        if word == "--plan" and at + 1 < len(argv):
            return argv[at + 1]
    return os.environ.get("SIPCTL_PLAN") or None


def _names_plan_oddly(argv: list[str], *, completing: bool) -> bool:
    """Whether `--plan` is given twice, or on the line that is being completed.

    Which plan is meant is then for Typer to say, and not for this light reading of the line.
    """
    line = " ".join(os.environ.get(name, "") for name in _COMPLETING) if completing else ""
    named = sum(word == "--plan" or word.startswith("--plan=") for word in argv)
    return named > 1 or "--plan" in line


def _terminal() -> int | None:
    """How wide the terminal is that stdout is (some say 0); None where it is none."""
    try:
        if not sys.stdout.isatty():
            return None
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return -1
