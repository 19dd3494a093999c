"""The page for template authors: the variables of templates, from the docstrings of classes."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from dataclasses import fields, is_dataclass

from sipctl.packs.render.fill import ALIASES
from sipctl.packs.render.sandbox import VISIBLE
from sipctl.views.text.markdown import escape as markdown

GIVEN = {
    "pack": "the pack itself: a `Pack`, below",
    "summary_sentences(part)": "the part in four or five sentences",
    "attention(part)": "what to look at first: `id`, `title` and `why` of five things at most",
    "viewpoint": "the pack's day in relation to its term: `after the end of Spring 2025`",
    "charts.bar(tallies, name)": "a picture: statuses as one bar",
    "charts.timeline(terms, name)": "a picture: what falls due in each term of the plan",
    "charts.course(kpi, name)": "a picture: a KPI's readings from the oldest to the newest",
    "timeline_key": "what may become of a date, as the timeline shows it: name, colour and words",
    "colour(status)": "the colour that the plan gives a status: `green`",
    "ink(name)": "a colour as this format writes it; also `accent`, `text`, `quiet`, `rule`, "
    "`ground`, and each colour with `-tint` for its background",
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
    "movement": "how many of an aim or a part moved: `2 better and 1 worse; 1 newly at risk`",
    "oversight": "what a committee oversees, `Oversees aims 1 and 2`, or that no committee does",
    "whose": "whose judgement it is, where it is not everybody's: `so says WPSA`, or nothing",
    "progress": "how far an activity or row has come: `1 of 2 dates done`, or nothing",
    "finished": "what was finished of a part this term: `3 activities and 1 single date`",
    "readings": "how many KPIs of this term were read in it: `3 have been read`",
    "lateness": "how a `ReportRow` stands to its date: `5 weeks overdue`",
    "tallies": "tallies in words: `3 complete, 2 at risk`",
    "reading": "a `Reading` in words: `4 Apr 2025: 14.2 %, met`",
    "capital": "the first letter large",
    "cut": "at most so many characters of a text, cut between two words: `kpi.measure|cut(90)`",
    "is_link": "whether a text is the address of a web page and nothing else",
    "some": '`rows|some("note", "on")`: whether any row has anything in one of these fields, which '
    "is what a column is worth printing for; `no-record` is nothing",
    "unbroken": "words between which no line breaks, but in Markdown; more than 30 characters are "
    "left as they are",
    "lines": "a text's lines, without the empty ones",
    "picture": "in Typst and Word, the code that shows a picture, with its width: `|picture(80)` "
    'per cent in Word, `|picture("80%")` in Typst',
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
that the packs share: `{% import "base/parts.html" as parts with context %}`, then
`{{ parts.overdue(pack.whole) }}`.

They are Jinja templates in a sandbox. Whatever is printed, `{{ so }}`, is escaped; what a template
writes itself is not. There is no `safe`, an unknown name is a mistake, and all loops together may
go round two million times. A mistake is reported with its file and line.

In a PDF the first cell of each row is marked as its head for screen readers, in every table with a
`table.header` and no cell over several rows; figures that have no such head go into a `grid`.

With `--confidential`, print something where `pack.confidential` is true on every page: a template
that never says the word is refused.

## The trust's own letterhead

1. In Word, make a document with your crest and address in its header, a page number in its footer,
   your margins, and your font as the style *Normal*. *Different first page* keeps the crest there.
2. Save it as `letterhead.docx` in the folder `templates/` in your plan's folder or beside it.
3. `sipctl report -o pack.docx` begins with it. What stands on its page is left out; to keep what is
   above, write `[pack]` in a paragraph of its own where the pack is to begin.
4. Change how packs look by its styles in Word: *Heading 1* to *Heading 4*, *List Bullet*,
   *Caption*, *Cell* and the table style *Pack Table*. Styles that it lacks are added, in its font.
5. Macros, embedded objects, pictures that are only linked, and fields other than page numbers,
   dates and titles are refused, with what is wrong.

## The little HTML of Word packs

The elements of Word packs: `h1` to `h4`, `p`, `ul` and `li`, `table` (with
`widths="3 1 1"`; `together="yes"` keeps it on one page), `caption`, `thead`, `tbody`, `tr`, `th`,
`td`, `strong`, `em`, `br`, `img`, `hr` for a new page, `p` of class `line` for a line to
write on, `a` with the address of a web page, and `span` of class `small`, `late`, `secret` or
`c-green`.
"""


def page() -> str:
    """The text of templates/README.md."""
    parts = [_HEAD, "## What a template is given\n", _table("name", GIVEN), _aliases()]
    parts += ["## Filters besides Jinja's own\n", _table("filter", FILTERED)]
    parts.append("## The model\n")
    for cls in VISIBLE:
        parts += [f"### {cls.__name__}\n", f"{_meaning(cls)}\n", _field_table(cls)]
    return "\n".join(parts)


Member = tuple[str, str]
"""The kind and the meaning of a field or property."""


def _table(head: str, rows: dict[str, str]) -> str:
    lines = [f"| {head} | gives |", "| --- | --- |"]
    lines += [f"| `{name}` | {_on_one_line(words)} |" for name, words in rows.items()]
    return "\n".join(lines) + "\n"


def _aliases() -> str:
    names = (f"`{old}` for `{new}`" for old, new in ALIASES.items())
    return f"Older names still work: {', '.join(names)}.\n"


def _field_table(cls: type) -> str:
    lines = ["| field | kind | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {kind} | {words} |" for name, (kind, words) in members(cls).items()]
    return "\n".join(lines) + "\n"


def _meaning(cls: type) -> str:
    return _on_one_line(inspect.getdoc(cls) or "")


def members(cls: type) -> dict[str, Member]:
    """The fields and properties of a class that a template may print or loop over, by name."""
    members_by_name: dict[str, Member] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("sipctl."):
            members_by_name |= _members_written_in(base)
    descriptions = _descriptions(cls)
    return {
        name: (kind, words or descriptions.get(name, ""))
        for name, (kind, words) in members_by_name.items()
        if kind and not name.startswith("_")
    }


def _descriptions(cls: type) -> dict[str, str]:
    """Field → its description in the plan's model, which hover and JSON Schema show too."""
    if not is_dataclass(cls):
        return {}
    described = {field.name: field.metadata.get("description", "") for field in fields(cls)}
    return {name: _on_one_line(words) for name, words in described.items()}


def _members_written_in(cls: type) -> dict[str, Member]:
    """The members in a class's own source: fields with the docstring below them, and properties."""
    node = ast.parse(inspect.getsource(cls)).body[0]
    assert isinstance(node, ast.ClassDef)  # noqa: S101
    written: dict[str, Member] = {}
    for index, line in enumerate(node.body):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            below = node.body[index + 1] if index + 1 < len(node.body) else None
            words = below.value if isinstance(below, ast.Expr) else None
            meaning = str(words.value) if isinstance(words, ast.Constant) else ""
            written[line.target.id] = (_kind(line.annotation), _on_one_line(meaning))
        elif isinstance(line, ast.FunctionDef) and "property" in map(
            ast.unparse, line.decorator_list
        ):
            meaning = ast.get_docstring(line) or ""
            kind = _kind(line.returns) if line.returns else ""
            written[line.name] = (kind, _on_one_line(meaning))
    return written


_KINDS = {
    "str": "text",
    "State": "text",
    "Trend": "text",
    "int": "number",
    "float": "number",
    "w.AimId": "number",
    "date": "day",
    "tuple[date, date]": "two days",
    "bool": "yes or no",
} | {cls.__name__: cls.__name__ for cls in VISIBLE}
"""Annotation of a type that a template may print or loop over → the word for it."""


def _kind(annotation: ast.expr) -> str:
    """A type in words: `several: ReportRow`, `day, or nothing`; "" for one out of reach."""
    text = ast.unparse(annotation)
    optional = text.endswith(" | None")
    text = text.removesuffix(" | None")
    several = re.fullmatch(r"tuple\[(.+), \.\.\.\]", text)
    text = several[1] if several else text
    word = _KINDS.get(text) or ("text" if re.match(r"w\.|Literal\[", text) else "")
    word = f"several: {word}" if several and word else word
    return markdown(f"{word}, or nothing" if optional and word else word)


def _on_one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Print the page."""
    sys.stdout.write(page())


if __name__ == "__main__":
    main()
