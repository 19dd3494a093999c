"""Jinja's sandbox narrowed: templates reach only the classes of `VISIBLE`, in limited loops.

Escaping is not Jinja's: it marks safe text with a type whose joins escape for HTML, whatever the
format. Here everything that a template prints goes through `finalize`, which lets through only what
a template wrote itself (`EscapedText`), and escapes the rest for the template's format.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sipctl.packs.content import items, model
from sipctl.packs.render.phrases import Attention
from sipctl.plan.model.entries import Priority
from sipctl.plan.revision import Revision
from sipctl.views.text.english import short_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import BytecodeCache

    from sipctl.packs.render.template_source import TemplateSource

STEPS = 2_000_000
"""Rounds that all loops of one pack may take together."""

_FILTERS = (
    *("abs", "batch", "capitalize", "count", "default", "d", "dictsort", "first", "float"),
    *("groupby", "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min"),
    *("reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr", "sort"),
    *("string", "sum", "title", "trim", "truncate", "unique", "upper", "wordcount"),
)
"""Jinja's own filters that a template may use: none that marks text as safe, draws lots or pads."""

_DATE_ATTRIBUTES = ("year", "month", "day")
VISIBLE: tuple[type, ...] = (
    model.Pack,
    model.StatusCount,
    Priority,
    model.AreaReport,
    model.AimReport,
    model.Question,
    model.Problem,
    model.PackSection,
    model.CommitteeSection,
    model.LeadSection,
    model.LinkRole,
    model.PackTerm,
    model.TermSummary,
    model.StatusWord,
    model.Purpose,
    items.Note,
    items.LabelledText,
    items.ReportRow,
    items.Finished,
    items.RecurringDone,
    items.Moved,
    items.Reading,
    items.KpiReport,
    items.ActivityReport,
    Revision,
    Attention,
)
"""The classes whose fields a template may read; of no other class it reaches an attribute.

`Record` and `Lead` are not among them and no field of these holds one: what is confidential, and a
lead's initials under `--names roles`, stay out of reach.
"""
_VISIBLE = frozenset(VISIBLE)


class EscapedText(str):
    """Text that a template wrote itself, its values escaped already."""

    __slots__ = ()


def joined(parts: Iterable[str]) -> EscapedText:
    """What a template printed, joined. Jinja calls this for macros, blocks and whole templates."""
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
        self.filters["counted"] = self._counted
        self.globals = {name: self.globals[name] for name in ("range", "namespace")} | globals_
        self.steps = 0

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Whether a template may read an attribute: of `VISIBLE`, of a day, of Jinja's objects."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, date):
            return attr in _DATE_ATTRIBUTES
        return type(obj) in _VISIBLE or type(obj).__module__.startswith("jinja2.")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers may be multiplied; nothing is repeated or raised to a power."""
        if operator != "*" or not all(isinstance(side, int | float) for side in (left, right)):
            raise SecurityError(f"{operator} is for numbers here")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The syntax tree of a template, each of its loops counted."""
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return tree

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self.steps += 1
            if self.steps > STEPS:
                raise TemplateRuntimeError("its loops go round more often than any pack needs")
            yield value


class _Loader(BaseLoader):
    """Templates from a source."""

    def __init__(self, source: TemplateSource) -> None:
        self.source = source

    def get_source(
        self,
        environment: Any,  # noqa: ARG002
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """Text, file, and whether it is up to date: always, for as long as the program runs."""
        text = self.source.read(template)
        if text is None:
            raise TemplateNotFound(template)
        return *text, lambda: True


def printed(value: Any, escape: Callable[[str], str], space: str = " ") -> str:
    """What stands in a pack for a value; `space` keeps a day on one line."""
    if isinstance(value, EscapedText):
        return value
    if value is None:
        return EscapedText()
    if isinstance(value, bool):
        return EscapedText("yes" if value else "no")
    if isinstance(value, date):
        return EscapedText(escape(short_day(value)).replace(" ", space))
    if isinstance(value, str | int | float | Undefined):
        return EscapedText(escape(str(value)))  # of a name that is not there, `str` makes a mistake
    kind = type(value).__name__
    raise TemplateRuntimeError(
        f"a {kind} cannot be printed as it is: name a field, or loop over it"
    )
