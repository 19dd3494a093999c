"""Renders a template to the text of a format, or says which line of which file is wrong."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from sipctl.packs.confined.reply import LimitError
from sipctl.packs.content.paper.room import cut_at_word
from sipctl.packs.render import charts, colours, phrases, places
from sipctl.packs.render.sandbox import EscapedText, Sandbox, describe, printed
from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import field, frozen
from sipctl.views.text.english import duration, join_words, long_day, plural, status_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import BytecodeCache

    from sipctl.packs.content.model import Pack
    from sipctl.packs.render.template_source import Letterhead, TemplateSource

MOST_CHARACTERS = 20_000_000
"""The most characters of a rendered pack, far more than any real plan needs."""

_OVERSIZE = f"it prints more than {MOST_CHARACTERS // 1_000_000} million characters"
ALIASES = {
    "fates": "timeline_key",
    "heed": "attention",
    "minute": "summary_sentences",
    "standpoint": "viewpoint",
}
"""Earlier name of a variable in templates → its present name."""

_HELP = "templates/README.md says what a template is given"


@frozen()
class RenderJob:
    """A pack, and the template to render it by; `compiled` caches compiled templates."""

    pack: Pack
    source: TemplateSource
    template: str
    compiled: BytecodeCache | None = None
    letterhead: Letterhead | None = None
    """The trust's own letterhead, with which a Word pack begins; None without one."""
    notices: list[str] = field(default_factory=list)
    """Sentences for the person who makes the pack, collected while it is made."""

    @property
    def name(self) -> str:
        """The template's file name for messages."""
        return f"{self.source.folder}/{self.template}"

    def check_confidential(self, text: str) -> None:
        """Raise Refusal for a confidential pack whose text does not say so."""
        if self.pack.confidential and "confidential" not in text.lower():
            raise Refusal(
                f"{self.name} does not say that the pack is confidential",
                "print something where pack.confidential is true, or leave --confidential out",
            )


@dataclass
class TemplateRenderer:
    """Renders a template to one format, by its escape function and its colours."""

    job: RenderJob
    escape: Callable[[str], str]
    paint: charts.Paint
    font: str = "sans-serif"
    space: str = "\u00a0"
    """The non-breaking space of the format, between the words of a day."""
    extra: dict[str, Any] | None = None

    def render(self) -> str:
        """The text that the template makes of the pack; raises Refusal with a mistake's place."""
        job = self.job
        try:
            text = self._text()
        except TemplateNotFound as error:
            self._missing(error)
        except TemplateSyntaxError as error:
            where = f"{error.filename or job.name}:{error.lineno}"
            raise Refusal(f"{where}: {error.message}", _HELP) from None
        except RecursionError:
            message = f"{job.name}: its macros or includes call themselves for ever"
            raise Refusal(message, _HELP) from None
        except (LimitError, MemoryError):
            raise
        except Exception as error:
            self._mistake(error)
        job.check_confidential(text)
        return text

    def place_of(self, line: int, column: int) -> str:
        """The template's file and line that wrote a position of the rendered text.

        Lines count from 1, columns from 0. Only the file if the line is not known. The template is
        rendered once more for it.
        """
        with suppress(Exception):
            uncached = replace(self, job=replace(self.job, compiled=None))
            place = places.place_of(uncached._text(marks_lines=True), line, column)
            return place or self.job.name
        return self.job.name

    def _text(self, *, marks_lines: bool = False) -> str:
        job = self.job
        sandbox = Sandbox(
            job.source, self.escape, self.space, self._globals(job.pack), job.compiled
        )
        sandbox.marks_lines = marks_lines
        lateness = phrases.lateness_on(job.pack.day)
        sandbox.filters |= FILTERS | {
            "lateness": lambda row: self._unbroken(lateness(row)),
            "unbroken": lambda words: self._unbroken(phrases.unbroken(words)),
            "day": lambda day: printed(day, self.escape, self.space),
            **(self.extra or {}),
        }
        parts, size = [], 0
        for part in sandbox.get_template(job.template).generate():
            size += len(part)
            if size > MOST_CHARACTERS:
                raise TemplateError(_OVERSIZE)
            parts.append(part)
        return "".join(parts)

    def _unbroken(self, words: str) -> str:
        """A phrase of sipctl's with the format's non-breaking spaces."""
        parts = words.split(phrases.UNBROKEN)
        return EscapedText(self.space.join(self.escape(part) for part in parts))

    def _globals(self, pack: Pack) -> dict[str, Any]:
        status_colours = {
            word.status: colours.known(word.colour) for word in (*pack.statuses, *pack.results)
        }
        pictures = charts.Charts(self.paint, status_colours, self.font)
        given = {
            "pack": pack,
            "charts": {
                "bar": pictures.bar,
                "timeline": pictures.timeline,
                "course": pictures.course,
            },
            "colour": lambda status: status_colours.get(status, "grey"),
            "timeline_key": charts.TIMELINE_KEY,
            "attention": phrases.attention,
            "summary_sentences": lambda part: phrases.summary_sentences(part, pack),
            "viewpoint": phrases.viewpoint(pack),
            "light": EscapedText(colours.variables(colours.LIGHT)),
            "dark": EscapedText(colours.variables(colours.DARK)),
            "ink": lambda name: self.paint[name],
        }
        return given | {old: given[new] for old, new in ALIASES.items()}

    def _missing(self, error: TemplateNotFound) -> NoReturn:
        job = self.job
        wanted = error.name or job.template
        if wanted == job.template:
            raise Refusal(
                f"{job.source.folder} has no {wanted}, so it does not make this format",
                "choose another --format, or write that file",
            ) from None
        where = _place(error) or job.name
        raise Refusal(f'{where}: there is no template "{wanted}"', _HELP) from None

    def _mistake(self, error: Exception) -> NoReturn:
        """Raise Refusal with the place of a template's mistake."""
        raise Refusal(f"{_place(error) or self.job.name}: {describe(error)}", _HELP) from None


def _place(error: BaseException) -> str | None:
    """The file and line of a template in which an error arose."""
    place = None
    for frame, line in walk_tb(error.__traceback__):
        if "__jinja_template__" in frame.f_globals or "__jinja_exception__" in frame.f_globals:
            place = f"{frame.f_code.co_filename}:{line}"
    return place


FILTERS: dict[str, Callable[..., Any]] = {
    "long_day": long_day,
    "number": plural,
    "listed": lambda words, joint="and": join_words([str(word) for word in words], joint),
    "stretch": duration,
    "word": status_word,
    "sign": phrases.sign,
    "way": phrases.trend_words,
    "progress": phrases.progress,
    "whose": phrases.whose,
    "oversight": phrases.oversight,
    "movement": phrases.movement,
    "finished": phrases.finished_words,
    "readings": phrases.readings,
    "shift": phrases.shift,
    "capital": phrases.capital,
    "span": phrases.spans,
    "tallies": phrases.tally_words,
    "reading": charts.reading_words,
    "is_link": phrases.is_link,
    "cut": cut_at_word,
    "lines": lambda text: [line for line in str(text).splitlines() if line.strip()],
}
"""The filters of templates, besides Jinja's own and those of one pack."""
