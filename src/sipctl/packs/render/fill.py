"""A template filled in: the text of a format, or which line of which file is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from sipctl.packs.render import charts, colours, phrases
from sipctl.packs.render.sandbox import Sandbox, Written, printed
from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.views.text.english import duration, join_words, long_day, plural, status_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import BytecodeCache

    from sipctl.packs.content.model import Pack
    from sipctl.packs.render.template_source import TemplateSource

LONGEST = 20_000_000
"""Characters. No pack of any plan that people keep comes near."""

_OVERSIZE = f"it prints more than {LONGEST // 1_000_000} million characters"
_HELP = "templates/README.md says what a template is given"


@frozen()
class RenderJob:
    """What is to be made: a pack, by one template of a shelf. `compiled` saves compiling anew."""

    pack: Pack
    shelf: TemplateSource
    sheet: str
    compiled: BytecodeCache | None = None

    @property
    def name(self) -> str:
        """The template's file as people know it."""
        return f"{self.shelf.folder}/{self.sheet}"

    def prove(self, text: str) -> None:
        """Raises Refusal where a template keeps quiet about what is confidential."""
        if self.pack.confidential and "confidential" not in text.lower():
            raise Refusal(
                f"{self.name} does not say that the pack is confidential",
                "print something where pack.confidential is true, or leave --confidential out",
            )


@dataclass
class TemplateRenderer:
    """Fills in templates for one format, with one way of escaping and of painting."""

    order: RenderJob
    escape: Callable[[str], str]
    paint: charts.Paint
    font: str = "sans-serif"
    space: str = "\u00a0"
    """What stands between the words of a day, so that it is not broken."""
    extra: dict[str, Any] | None = None

    def fill(self) -> str:
        """The text that the template makes of the pack; raises Refusal with a mistake's place."""
        order = self.order
        try:
            text = self._text()
        except TemplateNotFound as error:
            self._missing(error)
        except TemplateSyntaxError as error:
            where = f"{error.filename or order.name}:{error.lineno}"
            raise Refusal(f"{where}: {error.message}", _HELP) from None
        except RecursionError:
            message = f"{order.name}: its macros or includes call themselves for ever"
            raise Refusal(message, _HELP) from None
        except MemoryError:
            message = f"{order.name}: it asks for more memory than there is"
            raise Refusal(message, _HELP) from None
        except Exception as error:
            self._mistake(error)
        order.prove(text)
        return text

    def _text(self) -> str:
        order = self.order
        sandbox = Sandbox(
            order.shelf, self.escape, self.space, self._globals(order.pack), order.compiled
        )
        sandbox.filters |= FILTERS | {
            "lateness": phrases.lateness_on(order.pack.day),
            "day": lambda day: printed(day, self.escape, self.space),
            **(self.extra or {}),
        }
        made, size = [], 0
        for part in sandbox.get_template(order.sheet).generate():
            size += len(part)
            if size > LONGEST:
                raise TemplateError(_OVERSIZE)
            made.append(part)
        return "".join(made)

    def _globals(self, pack: Pack) -> dict[str, Any]:
        status_colours = {
            word.status: colours.known(word.colour) for word in (*pack.statuses, *pack.results)
        }
        drawn = charts.Charts(self.paint, status_colours, self.font)
        return {
            "pack": pack,
            "charts": {"bar": drawn.bar, "timeline": drawn.timeline, "course": drawn.course},
            "colour": lambda status: status_colours.get(status, "grey"),
            "fates": charts.FATES,
            "heed": phrases.heed,
            "minute": lambda part: phrases.minute(part, pack),
            "standpoint": phrases.standpoint(pack),
            "light": Written(colours.variables(colours.LIGHT)),
            "dark": Written(colours.variables(colours.DARK)),
            "ink": lambda name: self.paint[name],
        }

    def _missing(self, error: TemplateNotFound) -> NoReturn:
        order = self.order
        wanted = error.name or order.sheet
        if wanted == order.sheet:
            raise Refusal(
                f"{order.shelf.folder} has no {wanted}, so it does not make this format",
                "choose another --format, or write that file",
            ) from None
        where = _place(error) or order.name
        raise Refusal(f'{where}: there is no template "{wanted}"', _HELP) from None

    def _mistake(self, error: Exception) -> NoReturn:
        """A mistake of the template's, with its file and line; one of ours goes on its way."""
        place = _place(error)
        if place is None and not isinstance(error, TemplateError):
            raise error
        said = " ".join(str(error).split()) or type(error).__name__
        raise Refusal(f"{place or self.order.name}: {said}", _HELP) from None


def _place(error: BaseException) -> str | None:
    """The file and line of a template in which an error arose."""
    found = None
    for frame, line in walk_tb(error.__traceback__):
        if "__jinja_template__" in frame.f_globals or "__jinja_exception__" in frame.f_globals:
            found = f"{frame.f_code.co_filename}:{line}"
    return found


FILTERS: dict[str, Callable[..., Any]] = {
    "long_day": long_day,
    "number": plural,
    "listed": lambda words, joint="and": join_words([str(word) for word in words], joint),
    "stretch": duration,
    "word": status_word,
    "sign": phrases.sign,
    "way": phrases.way,
    "shift": phrases.shift,
    "capital": phrases.capital,
    "span": phrases.spans,
    "tallies": phrases.tally_words,
    "reading": charts.reading_words,
    "lines": lambda text: [line for line in str(text).splitlines() if line.strip()],
}
"""What a template may do to values, besides Jinja's own filters."""
