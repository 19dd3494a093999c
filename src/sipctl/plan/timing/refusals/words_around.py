"""The words around the readable parts of a phrase, in runs without a part between them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sipctl.plan.timing.describe import quoted
from sipctl.plan.timing.refusals.offers import reads
from sipctl.plan.timing.refusals.parts import Part, in_order
from sipctl.plan.timing.types import TimingContext, Unreadable
from sipctl.plan.timing.words.scan import Tok

_MARK = re.compile(r"[^\w\s]|\n")


class Run(NamedTuple):
    """Words that are in no readable part, and the part that stands right after them, if any."""

    words: str
    start: int
    end: int
    tokens: tuple[Tok, ...]
    following: Part | None

    @property
    def each(self) -> list[str]:
        """Its words in lower case: sats, week."""
        return re.findall(r"[^\W\d_]+", self.words.lower())

    @property
    def known(self) -> bool:
        """Whether each of its words is one of the language."""
        return not any(token.type == "UNKNOWN" for token in self.tokens)


class Around(NamedTuple):
    """A phrase that could not be read, with its readable parts and the words around them."""

    phrase: str
    parts: Sequence[Part]
    context: TimingContext

    @property
    def readable(self) -> list[str]:
        """The readable parts of the phrase, or all of them together where that reads."""
        parts = in_order(self.parts)
        whole = " ".join(part.words for part in parts)
        if len(parts) > 1 and reads(whole, self.context):
            return [whole]  # Sept bake sale 2025: of both, not of 2025 alone
        return [part.words for part in parts if part.refused is None][:3]

    def refusal(self, run: Run, message: str, help_: str) -> Unreadable:
        """The refusal that quotes these words."""
        return Unreadable(self.phrase, run.start, run.end, message, help_)

    def with_following(self, run: Run) -> tuple[int, int, str]:
        """Where these words and the part after them begin and end, and how they are quoted."""
        end = run.following.end if run.following else run.end
        return run.start, end, quoted(self.phrase[run.start : end])


def runs_of(phrase: str, tokens: Sequence[Tok], parts: Sequence[Part]) -> Iterator[Run]:
    """The words outside the readable parts, together where no part stands between them."""
    together: list[Tok] = []
    for token in tokens:
        inside = any(part.start <= token.start and token.end <= part.end for part in parts)
        if inside or (together and _parted(together[-1], token, parts)):
            if together:
                yield _run(phrase, together, parts)
            together = []
        if not inside:
            together.append(token)
    if together:
        yield _run(phrase, together, parts)


def _parted(before: Tok, token: Tok, parts: Sequence[Part]) -> bool:
    return any(before.start <= part.start < token.start for part in parts)


def _run(phrase: str, tokens: Sequence[Tok], parts: Sequence[Part]) -> Run:
    start, end = tokens[0].start, tokens[-1].end
    behind = (part for part in in_order(parts) if part.start >= end)
    next_ = next(behind, None)
    following = next_ if next_ and not _MARK.search(phrase[end : next_.start]) else None
    return Run(quoted(phrase[start:end]), start, end, tuple(tokens), following)
