"""A plan's file written in five styles of YAML, each with what an editor of text might trip over."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from sipctl.store.yaml import scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLES = ("block", "flush", "flow", "mixed", "marked")
BREAKS = {"LF": "\n", "CRLF": "\r\n"}


def restyled(data: Any, style: str, line_break: str) -> bytes:
    """`data` (mappings, lists and texts) as a file in a style, with a key of `BREAKS`."""
    rows = list(_Writer(style).mapping(data, ""))
    text = "".join(f"{row}\n" for row in rows)
    if style == "flush":
        text = text.removesuffix("\n")
    if style == "marked":
        text = f"\ufeff---\n{text}...\n"
    return text.replace("\n", BREAKS[line_break]).encode()


class _Writer:
    """Rows of one style; `flow` is block down to the second level, and in brackets below it."""

    def __init__(self, style: str) -> None:
        self.style = style
        self.turns = count()

    def mapping(self, data: dict[str, Any], indent: str) -> Iterator[str]:
        for key, value in data.items():
            if self.style == "marked" and indent:
                yield from ("", f"{indent}# about {key}")
            yield from self._entry(key, value, indent)

    def _entry(self, key: str, value: Any, indent: str) -> Iterator[str]:
        turn = next(self.turns)
        quoted = self.style == "mixed" and turn % 2
        name = f"'{key}'" if quoted else scalars.written(key, bracketed=not _is_fixed(key))
        name = key if _is_fixed(key) and not quoted else name
        if isinstance(value, str):
            yield from self._text(name, value, indent, turn)
        elif not value or self._is_bracketed(value, indent):
            comment = "  # all of it" if turn % 4 == 0 else ""
            yield f"{indent}{name}: {self._flow(value, indent)}{comment}"
        elif isinstance(value, dict):
            yield f"{indent}{name}:{'   # each' if turn % 3 == 0 else ''}"
            yield from self.mapping(value, indent + " " * self._step)
        else:
            yield f"{indent}{name}:{'   # a list' if turn % 3 == 0 else ''}"
            yield from self._items(value, indent if self.style == "flush" else f"{indent}  ")

    @property
    def _step(self) -> int:
        return 4 if self.style == "mixed" else 2

    def _items(self, items: list[Any], indent: str) -> Iterator[str]:
        dash = "-   " if self.style in ("flush", "mixed") else "- "
        inner = indent + " " * len(dash)
        for number, item in enumerate(items):
            if self.style in ("block", "marked"):
                yield from [""] * (number > 0)
                yield f"{indent}# item {number + 1}"
            if isinstance(item, dict) and item and not self._is_bracketed(item, inner):
                first, *rest = self.mapping(item, inner)
                while not first.strip() or first.lstrip().startswith("#"):
                    yield first
                    first, *rest = rest
                yield f"{indent}{dash}{first.removeprefix(inner)}"
                yield from rest
            else:
                text = self._flow(item, inner)
                yield f"{indent}{dash}{text}{' # one' if number % 2 else ''}"

    def _text(self, name: str, text: str, indent: str, turn: int) -> Iterator[str]:
        comment = "    # as agreed" if turn % 3 == 1 else ""
        if "\n" in text and self.style != "mixed":
            yield from scalars.value(name, text, indent).split("\n")
        elif self.style == "flush" and turn % 5 == 0 and " " in text and text == text.strip():
            first, _, rest = text.partition(" ")
            yield from (f"{indent}{name}: >-", f"{indent}  {first}", f"{indent}  {rest}")
        elif self.style == "marked" and turn % 7 == 0 and not _is_fixed(text):
            yield from (f"{indent}{name}:", "", f"{indent}  {self._scalar(text, bracketed=False)}")
        else:
            yield f"{indent}{name}: {self._scalar(text, bracketed=False)}{comment}"

    def _is_bracketed(self, value: Any, indent: str) -> bool:
        plain = all(isinstance(part, str) for part in _parts(value))
        short = plain and len(_parts(value)) < 4 and len(repr(value)) < 60
        return len(indent) > 1 if self.style == "flow" else short and self.style != "flush"

    def _flow(self, value: Any, indent: str) -> str:
        if isinstance(value, str):
            return self._scalar(value, bracketed=True)
        if isinstance(value, dict):
            pad = " " if self.style == "mixed" else ""
            pairs = [
                f"{key if _is_fixed(key) else scalars.written(key, bracketed=True)}: "
                f"{self._flow(item, f'{indent}  ')}"
                for key, item in value.items()
            ]
            return f"{{{pad}{', '.join(pairs)}{pad}}}" if pairs else "{}"
        items = [self._flow(item, f"{indent}  ") for item in value]
        if not any(isinstance(item, dict) for item in value):
            return f"[{', '.join(items)}]"
        rows = ",\n".join(f"{indent}  {item}" for item in items)  # as people lay out long lists
        return f"[\n{rows},\n{indent}]" if len(items) % 2 else f"[\n{rows}]"

    def _scalar(self, text: str, *, bracketed: bool) -> str:
        if self.style == "mixed" and next(self.turns) % 2 and text.isprintable():
            return scalars.written(text, quote="'")
        return text if _is_fixed(text) else scalars.written(text, bracketed=bracketed)


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _is_fixed(text: str) -> bool:
    """Whether a text is an id, a day or a number, which people leave bare."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9./_-]*", text) is not None
