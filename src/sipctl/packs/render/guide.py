"""The page for template authors: what a template is given, taken from the model's own words."""

from __future__ import annotations

import ast
import inspect
import sys
from typing import TYPE_CHECKING

from sipctl.packs.content import items, model
from sipctl.packs.render.escape import markdown
from sipctl.plan import revision

if TYPE_CHECKING:
    from collections.abc import Iterator

GIVEN = {
    "pack": "the pack itself: a `Pack`, below",
    "minute(part)": "the part in four or five sentences",
    "heed(part)": "what to look at first: `id`, `title` and `why` of five things at most",
    "standpoint": "from where the pack looks: `after the end of Spring 2025`",
    "charts.bar(tallies, name)": "a picture: statuses as one bar",
    "charts.timeline(seasons, name)": "a picture: what falls due in each term of the plan",
    "charts.course(kpi, name)": "a picture: a KPI's readings from the oldest to the newest",
    "fates": "the timeline's key: name, colour and words of each fate",
    "colour(status)": "the colour that the plan gives a status: `green`",
    "ink(name)": "a colour as this format writes it; also `accent`, `text`, `quiet`, `rule`, "
    "`ground`, and each colour with `-tint` for what lies behind it",
    "light, dark": "all colours as CSS variables",
}
FILTERED = {
    "day": "`4 Apr 2025`; a day printed without a filter looks the same",
    "long_day": "`Friday 4 April 2025`",
    "number": '`3|number("day")` is `3 days`; a third word for an odd plural',
    "listed": "`a, b and c`",
    "stretch": "days as people say them: `12 days`, `6 weeks`",
    "shift": "days by which a date has moved: `6 weeks later`",
    "span": "two days: `17 Feb 2025 to 21 Feb 2025`",
    "word": "a status, result or state without its hyphen: `on track`",
    "sign": "the sign that stands beside it: `●`",
    "way": "which way something moved, in words",
    "lateness": "how a `Line` stands to its date: `36 days overdue`",
    "tallies": "tallies in words: `3 complete, 2 at risk`",
    "reading": "a `Reading` in words: `4 Apr 2025: 14.2 %, met`",
    "capital": "the first letter large",
    "lines": "a text's lines, without the empty ones",
    "picture": "in Typst and Word, what shows a picture, with its width: `|picture(80)` of a "
    'hundred in Word, `|picture("80%")` in Typst',
}

_HEAD = """\
# Templates of packs

A pack's folder holds a template for each format that it makes, and `about.txt`, the line that
`sipctl report --list` shows:

| file | makes | prints are escaped for |
| --- | --- | --- |
| `pack.html` | a web page: one file, nothing fetched | HTML |
| `pack.typ` | PDF, through Typst | Typst, in text and within quotes |
| `pack.docx.html` | Word, through the little HTML below | HTML |
| `pack.md` | Markdown for e-mail | Markdown, in text and in tables |

Yours go into `templates/<name>/` in your plan's folder or beside it, and win over those of the same
name here; or name a folder: `sipctl report --template path/to/folder`. `base/` holds the sections
that the four packs share: `{% import "base/parts.html" as parts with context %}`, then
`{{ parts.overdue(pack.whole) }}`.

They are Jinja templates in a sandbox. Whatever is printed, `{{ so }}`, is escaped; what a template
writes itself is not. There is no `safe`, a name that is not there is a mistake, and all loops
together may go round two million times. A mistake is told with its file and line.

With `--confidential`, print something where `pack.confidential` is true on every page: a template
that never says the word is refused.

The little HTML of Word packs: `h1` to `h4`, `p`, `ul` and `li`, `table` (with
`widths="3 1 1"`), `caption`, `thead`, `tbody`, `tr`, `th`, `td`, `strong`, `em`, `br`, `img`, `hr`
for a new page, and `span` of class `small`, `late`, `secret` or `c-green`.
"""


def page() -> str:
    """templates/README.md, whole."""
    parts = [_HEAD, "## What a template is given\n", _table("name", GIVEN)]
    parts += ["## Filters besides Jinja's own\n", _table("filter", FILTERED)]
    parts.append("## The model\n")
    for name, about, fields in sorted(_classes(), key=lambda one: one[0] != "Pack"):
        parts += [f"### {name}\n", f"{about}\n", _fields(fields)]
    return "\n".join(parts)


Field = tuple[str, str, str]
"""Name, kind, meaning."""


def _table(head: str, rows: dict[str, str]) -> str:
    lines = [f"| {head} | gives |", "| --- | --- |"]
    lines += [f"| `{name}` | {_plain(words)} |" for name, words in rows.items()]
    return "\n".join(lines) + "\n"


def _fields(fields: list[Field]) -> str:
    lines = ["| field | kind | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {kind} | {words} |" for name, kind, words in fields]
    return "\n".join(lines) + "\n"


def _classes() -> Iterator[tuple[str, str, list[Field]]]:
    """Every class of the model: name, what it is, fields."""
    for module in (model, items, revision):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                yield node.name, _plain(ast.get_docstring(node) or ""), list(_told(node))


def _told(node: ast.ClassDef) -> Iterator[Field]:
    """The fields of a class with the words below them, then its properties."""
    for at, line in enumerate(node.body):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            after = node.body[at + 1] if at + 1 < len(node.body) else None
            words = after.value if isinstance(after, ast.Expr) else None
            said = words.value if isinstance(words, ast.Constant) else ""
            yield line.target.id, _kind(line.annotation), _plain(str(said))
        elif isinstance(line, ast.FunctionDef):
            kind = _kind(line.returns) if line.returns else ""
            yield line.name, kind, _plain(ast.get_docstring(line) or "")


def _kind(annotation: ast.expr) -> str:
    """A type in words: `several Lines`, `a day or nothing`."""
    text = ast.unparse(annotation)
    words = {"str": "text", "int": "number", "float": "number", "date": "day", "bool": "yes or no"}
    optional = text.endswith(" | None")
    text = text.removesuffix(" | None")
    several = text.startswith("tuple[") and text.endswith(", ...]")
    if several:
        text = text.removeprefix("tuple[").removesuffix(", ...]")
    if text == "tuple[date, date]":
        text = "two days"
    word = words.get(text, text)
    word = f"several: {word}" if several else word
    return markdown(f"{word}, or nothing" if optional else word)


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Print the page."""
    sys.stdout.write(page())


if __name__ == "__main__":
    main()
