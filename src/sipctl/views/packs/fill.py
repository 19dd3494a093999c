"""A template filled in: the text of a format, or which line of which file is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError

from sipctl.plan.faults import Refusal
from sipctl.views.packs import charts, colours, phrases
from sipctl.views.packs.sandbox import Sandbox, Written, printed
from sipctl.views.words import count, listed, long_day, status_word, stretch

if TYPE_CHECKING:
    from collections.abc import Callable

    from sipctl.plan.term import Pack
    from sipctl.views.packs.shelf import Shelf

LONGEST = 20_000_000
"""Characters. No pack of any plan that people keep comes near."""

_OVERSIZE = f"it prints more than {LONGEST // 1_000_000} million characters"
_HELP = "templates/README.md says what a template is given"


@dataclass
class Filler:
    """Fills templates of one shelf for one format, with one way of escaping and of painting."""

    shelf: Shelf
    escape: Callable[[str], str]
    paint: charts.Paint
    font: str = "sans-serif"
    space: str = "\u00a0"
    """What stands between the words of a day, so that it is not broken."""
    extra: dict[str, Any] = field(default_factory=dict)

    def fill(self, name: str, pack: Pack) -> str:
        """The text that a template makes of a pack; raises Refusal with the place of a mistake."""
        sandbox = Sandbox(self.shelf, self.escape, self.space, self._globals(pack))
        sandbox.filters |= FILTERS | {
            "lateness": phrases.lateness_on(pack.day),
            "day": lambda day: printed(day, self.escape, self.space),
            **self.extra,
        }
        try:
            made, size = [], 0
            for part in sandbox.get_template(name).generate():
                size += len(part)
                if size > LONGEST:
                    raise TemplateError(_OVERSIZE)
                made.append(part)
            return "".join(made)
        except TemplateNotFound as error:
            self._missing(error, name)
        except TemplateSyntaxError as error:
            where = f"{error.filename or self.shelf.folder}:{error.lineno}"
            raise Refusal(f"{where}: {error.message}", _HELP) from None
        except RecursionError:
            message = f"{self.shelf.folder}/{name}: its macros or includes call themselves for ever"
            raise Refusal(message, _HELP) from None
        except MemoryError:
            message = f"{self.shelf.folder}/{name}: it asks for more memory than there is"
            raise Refusal(message, _HELP) from None
        except Exception as error:
            self._mistake(error, name)

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

    def _missing(self, error: TemplateNotFound, name: str) -> NoReturn:
        wanted = error.name or name
        if wanted == name:
            raise Refusal(
                f"{self.shelf.folder} has no {name}, so it does not make this format",
                "choose another --format, or write that file",
            ) from None
        where = _place(error) or f"{self.shelf.folder}/{name}"
        raise Refusal(f'{where}: there is no template "{wanted}"', _HELP) from None

    def _mistake(self, error: Exception, name: str) -> NoReturn:
        """A mistake of the template's, with its file and line; one of ours goes on its way."""
        place = _place(error)
        known = isinstance(error, TemplateError | UndefinedError | SecurityError)
        if place is None and not known:
            raise error
        said = " ".join(str(error).split()) or type(error).__name__
        raise Refusal(f"{place or f'{self.shelf.folder}/{name}'}: {said}", _HELP) from None


def _place(error: BaseException) -> str | None:
    """The file and line of a template in which an error arose."""
    found = None
    for frame, line in walk_tb(error.__traceback__):
        if "__jinja_template__" in frame.f_globals or "__jinja_exception__" in frame.f_globals:
            found = f"{frame.f_code.co_filename}:{line}"
    return found


FILTERS: dict[str, Callable[..., Any]] = {
    "long_day": long_day,
    "number": count,
    "listed": lambda words, joint="and": listed([str(word) for word in words], joint),
    "stretch": stretch,
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
