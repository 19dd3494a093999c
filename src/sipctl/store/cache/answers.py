"""Whole answers of commands, cached under everything that they depend on.

The key is the command line, the day, the folder and the terminal; the plan is its files' sizes and
times. Where any of that differs, or is too fresh to be trusted, the answer is worked out anew.
"""

import os
import sys
import time

from sipctl.store.cache import folder as cache
from sipctl.store.cache.listing import FRESH, Listing, listing, plan_folder

MOST_FILES = 400
"""Answers cached; beyond that the oldest half is deleted."""

CACHED_COMMANDS = ("due", "list", "show", "kpis", "check", "when", "timeline", "leads")
"""Commands whose output depends on nothing but the plan, the day and the screen.

With one of `_GIT_OPTIONS`, it also depends on the repository's refs.
"""
_GIT_OPTIONS = ("--at", "--as-of")

_SCREEN_VARIABLES = (
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
_COMPLETION_VARIABLES = (
    "_SIPCTL_COMPLETE",
    "COMP_WORDS",
    "COMP_CWORD",
    "_TYPER_COMPLETE_ARGS",
    "_TYPER_COMPLETE_FISH_ACTION",
    "_TYPER_COMPLETE_WORD_TO_COMPLETE",
)


# Plain classes: `dataclasses`, and even `typing`, take longer to import than all this takes to run.
class CachedAnswer:
    """A command's stdout, as bytes, and its exit code."""

    def __init__(self, code: int, output: bytes | memoryview) -> None:
        self.code = code
        self.output = output


class CommandLine:
    """A command line that may be answered from the cache.

    `file` is where its answer is cached, `top` the plan's folder, `files` what is in that, and
    `key` a digest of the program, the plan's files and the git refs that it depends on.
    """

    def __init__(self, file: str, top: str, files: Listing, refs: bytes = b"") -> None:
        self.file = file
        self.top = top
        self.files = files
        self.key = cache.digest(cache.program(), files.state, refs).encode()


def lookup(argv: list[str]) -> CommandLine | None:
    """Where a command line's answer is cached; None if it may not be."""
    completing = "_SIPCTL_COMPLETE" in os.environ
    if not completing and (not argv or argv[0] not in CACHED_COMMANDS):
        return None
    if _plan_is_unclear(argv, completing=completing):
        return None
    folder = cache.cache_folder()
    if folder is None:
        return None
    try:
        here = os.getcwd()
    except OSError:
        return None
    top = plan_folder(_plan_option(argv), here)
    files = listing(top) if top is not None else None
    if top is None or files is None or not files.settled(time.time_ns()):
        return None
    refs = _refs(argv, top)
    if refs is None:
        return None
    names = (*_SCREEN_VARIABLES, *_COMPLETION_VARIABLES) if completing else _SCREEN_VARIABLES
    environment = [f"{name}={os.environ.get(name)}" for name in names]
    question = repr((argv, here, top, time.localtime()[:3], _terminal(), environment))
    name = cache.digest(question.encode("utf-8", "surrogatepass"))
    return CommandLine(os.path.join(folder, f"answer-{name}"), top, files, refs)


def get(line: CommandLine) -> CachedAnswer | None:
    """The answer to this command line, if it is cached and still holds."""
    data = cache.get(line.file, line.key)
    return None if data is None else CachedAnswer(data[0], data[1:])


def put(line: CommandLine, answer: CachedAnswer) -> None:
    """Caches an answer."""
    cache.put(line.file, bytes([answer.code]) + answer.output, line.key)
    cache.prune(os.path.dirname(line.file), "answer-", MOST_FILES)


def _refs(argv: list[str], top: str) -> bytes | None:
    """The state of the git refs that the answer depends on; None if it may not be cached."""
    if not any(word.partition("=")[0] in _GIT_OPTIONS for word in argv):
        return b""
    if any("@{" in word for word in argv):  # a reflog entry means another commit later
        return None
    from sipctl.store.cache.refs import refs_state

    state = refs_state(top)
    return state[0] if state is not None and state[1] < time.time_ns() - FRESH else None


def _plan_option(argv: list[str]) -> str | None:
    for index, word in enumerate(argv):
        if word.startswith("--plan="):
            return word[7:]
        if word == "--plan" and index + 1 < len(argv):
            return argv[index + 1]
    return os.environ.get("SIPCTL_PLAN") or None


def _plan_is_unclear(argv: list[str], *, completing: bool) -> bool:
    """Whether `--plan` is given twice, or on the line that is being completed.

    Only Typer, which parses the whole line, can then tell which plan is meant.
    """
    line = (
        " ".join(os.environ.get(name, "") for name in _COMPLETION_VARIABLES) if completing else ""
    )
    named = sum(word == "--plan" or word.startswith("--plan=") for word in argv)
    return named > 1 or "--plan" in line


def _terminal() -> int | None:
    """The width of the terminal on stdout (some report 0); None for no terminal, -1 if unknown."""
    try:
        if not sys.stdout.isatty():
            return None
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return -1
