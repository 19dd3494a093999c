"""Jinja's sandbox, restricted: templates read only classes in `VISIBLE`, and loops are limited.

Jinja's own escaping is not used, because its type for safe text escapes for HTML in every format.
Everything that a template prints goes through `finalize`, which keeps text that the template wrote
itself (`EscapedText`) and escapes all else for the template's format.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from datetime import date
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sipctl.packs.content import items, model
from sipctl.packs.content.paper import rows as paper_rows
from sipctl.packs.content.paper.model import Paper
from sipctl.packs.content.sections import model as sections
from sipctl.packs.render import places
from sipctl.packs.render.phrases import Attention
from sipctl.plan.model.entries import Priority
from sipctl.plan.model.statuses import NO_RECORD
from sipctl.plan.revision import Revision
from sipctl.views.text.english import short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import CodeType

    from jinja2 import BytecodeCache

    from sipctl.packs.render.template_source import TemplateSource

STEPS = 2_000_000
"""The most iterations of all loops of one pack together."""

_FILTERS = (
    *("abs", "batch", "capitalize", "count", "default", "d", "dictsort", "first", "float"),
    *("groupby", "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min"),
    *("reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr", "sort"),
    *("string", "sum", "title", "trim", "truncate", "unique", "upper", "wordcount"),
)
"""Jinja's own filters that templates may use: none that marks text as safe, is random or pads."""

_NOTHING = (None, "", 0, (), NO_RECORD)
"""Values of empty fields."""

_DATE_ATTRIBUTES = ("year", "month", "day")
VISIBLE: tuple[type, ...] = (
    model.Pack,
    items.StatusCount,
    Priority,
    sections.AreaReport,
    sections.AimReport,
    sections.Question,
    sections.Problem,
    sections.PackSection,
    sections.CommitteeSection,
    sections.FrameworkSection,
    sections.PartSection,
    sections.LeadSection,
    model.LinkRole,
    model.PackTerm,
    model.TermSummary,
    items.StatusWord,
    model.Purpose,
    Paper,
    paper_rows.Summary,
    paper_rows.Decision,
    paper_rows.AskedBefore,
    paper_rows.LeadRole,
    paper_rows.PaperKpi,
    paper_rows.KpiCounts,
    paper_rows.Change,
    paper_rows.ChangeCounts,
    items.Note,
    items.LabelledText,
    items.ReportRow,
    items.Finished,
    items.RecurringDone,
    items.Moved,
    items.Reading,
    items.AcademyReadings,
    items.KpiReport,
    items.ActivityReport,
    Revision,
    Attention,
)
"""The classes whose fields a template may read; it can read no attribute of any other.

`Record` and `Lead` are not among them, nor does a field of these hold one: confidential text, and a
lead's initials under `--names roles`, cannot be read.
"""
_VISIBLE = frozenset(VISIBLE)


class EscapedText(str):
    """Text that a template wrote, in which values are escaped already."""

    __slots__ = ()


def joined(parts: Iterable[str]) -> EscapedText:
    """The parts that a template printed as one. Jinja calls it for macros, blocks and templates."""
    return EscapedText("".join(parts))


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, narrowed to the values of a pack."""

    concat = staticmethod(joined)
    intercepted_binops = frozenset(["*", "**"])

    def __init__(
        self,
        source: TemplateSource,
        escape: Callable[[str], str],
        space: str,
        globals_: dict[str, Any],
        compiled: BytecodeCache | None = None,
    ) -> None:
        super().__init__(
            loader=_Loader(source),
            undefined=StrictUndefined,
            finalize=lambda value: printed(value, escape, space),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=compiled,
            cache_size=50,
            auto_reload=False,
        )
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters |= {"counted": self._counted, "some": self._some}
        self.globals = {name: self.globals[name] for name in ("range", "namespace")} | globals_
        self.steps = 0
        self.marks_lines = False
        """Whether templates print marks of `places`; templates compiled so must not be cached."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Whether a template may read an attribute: of `VISIBLE`, of a day, of Jinja's objects."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, date):
            return attr in _DATE_ATTRIBUTES
        return type(obj) in _VISIBLE or type(obj).__module__.startswith("jinja2.")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiplies numbers; raises SecurityError for other operands of `*`, and for `**`."""
        if operator != "*" or not all(isinstance(side, int | float) for side in (left, right)):
            raise SecurityError(f"{operator} is for numbers here")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The syntax tree of a template, with `_counted` around what each loop runs over."""
        with _placed(name, filename):
            tree = super()._parse(source, name, filename)
        if self.marks_lines:
            for data in tree.find_all(nodes.TemplateData):
                data.data = places.mark_lines(data.data, filename or "", data.lineno)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return tree

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """The Python that Jinja makes of a syntax tree."""
        with _placed(name, filename):
            return super()._generate(source, name, filename, defer_init)

    def _compile(self, source: str, filename: str) -> CodeType:
        """The code of a template's Python."""
        with _placed(filename, filename, source):
            return super()._compile(source, filename)

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self.steps += 1
            if self.steps > STEPS:
                raise TemplateRuntimeError("its loops go round more often than any pack needs")
            yield value

    def _some(self, rows: Iterable[Any], *names: str) -> bool:
        """Whether any of `rows` has a value in one of the fields, and so needs the column."""
        return any(
            self.getattr(row, name) not in _NOTHING for row in self._counted(rows) for name in names
        )


class _Loader(BaseLoader):
    """Templates from a source."""

    def __init__(self, source: TemplateSource) -> None:
        self.source = source

    def get_source(
        self,
        environment: Any,  # noqa: ARG002
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """Text, file, and a test of whether the text is up to date, which is always true here."""
        text = self.source.read(template)
        if text is None:
            raise TemplateNotFound(template)
        return *text, lambda: True


def describe(error: Exception) -> str:
    """An error in words, on one line."""
    if isinstance(error, RecursionError):
        return "it nests deeper than a template can"
    if isinstance(error, SyntaxError):
        return error.msg
    return " ".join(str(error).split()).partition("; use sys.")[0] or type(error).__name__


@contextmanager
def _placed(name: str | None, filename: str | None, python: str = "") -> Iterator[None]:
    """Turns errors of Python in compiling a template into TemplateSyntaxError, with its line.

    `python` is Jinja's Python code of the template, if that is what is compiled.
    """
    try:
        yield
    except TemplateError:
        raise
    except (SyntaxError, ValueError, OverflowError, RecursionError) as error:
        python_line = getattr(error, "lineno", None) or 0
        line = _template_line(python, python_line) if python else _line(error)
        raise TemplateSyntaxError(describe(error), line, name, filename) from None


def _line(error: Exception) -> int:
    """The line of a template that Jinja was at when an error arose; 1 if that is not known."""
    for frame, _ in reversed(list(walk_tb(error.__traceback__))):
        node = frame.f_locals.get("node")
        line = getattr(node, "lineno", None) or frame.f_locals.get("lineno")
        if isinstance(line, int):
            return line
    return 1


def _template_line(source: str, line: int) -> int:
    """The template's line for a line of the Python that Jinja made of it; 1 if it is not known."""
    pairs = re.search(r"^debug_info = '([0-9=&]*)'$", source, re.MULTILINE)
    known = 1
    with suppress(ValueError):
        for pair in pairs[1].split("&") if pairs else ():
            template_line, _, python_line = pair.partition("=")
            if int(python_line) <= line:
                known = int(template_line)
    return known


def printed(value: Any, escape: Callable[[str], str], space: str = " ") -> str:
    """The text by which a value is printed; `space` is between the words of a day."""
    if isinstance(value, EscapedText):
        return value
    if value is None:
        return EscapedText()
    if isinstance(value, bool):
        return EscapedText("yes" if value else "no")
    if isinstance(value, date):
        return EscapedText(escape(short_day(value)).replace(" ", space))
    if isinstance(value, str | int | float | Undefined):
        return EscapedText(escape(str(value)))  # `str` of an undefined name raises
    kind = type(value).__name__
    raise TemplateRuntimeError(
        f"a {kind} cannot be printed as it is: name a field, or loop over it"
    )
