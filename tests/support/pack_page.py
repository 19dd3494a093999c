"""A pack in Markdown, read back: its sentences, and its tables by the caption above each."""

from __future__ import annotations

import re


class Page:
    """A pack in Markdown: its sentences, and its tables by the caption above each."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\\", "")
        self.tables: dict[str, list[list[str]]] = {}
        caption = ""
        for line in self.text.split("\n"):
            if line.startswith("| "):
                cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
                rows = self.tables.setdefault(caption, [])
                if set(cells) == {"---"}:
                    rows.pop()  # the heads stand above their rule
                else:
                    rows.append(cells)
            elif line.endswith(":"):
                caption = line[:-1]

    def number(self, pattern: str) -> int:
        """The number in front of some words of the summary; 0 where they do not stand there."""
        match = re.search(rf"(\d+) (?:{pattern})", self.text)
        return int(match[1]) if match else 0

    def table(self, words: str) -> list[list[str]]:
        """The rows of the first table whose caption has these words; none without such a table."""
        return next((rows for caption, rows in self.tables.items() if words in caption), [])

    def all_tables(self, words: str) -> list[list[str]]:
        """The rows of every table whose caption has these words."""
        return [row for caption, rows in self.tables.items() if words in caption for row in rows]

    def caption_number(self, words: str) -> int:
        """The number with which the first caption with these words begins; 0 without one."""
        caption = next((caption for caption in self.tables if words in caption), "0")
        return int(caption.split(" ")[0])


def ids(rows: list[list[str]]) -> set[str]:
    return {row[0].split(" ")[0].strip("*") for row in rows}


def dates(rows: list[list[str]]) -> int:
    """How many dates the rows of a table stand for."""
    counts = (re.search(r"first of (\d+) dates", " ".join(row)) for row in rows)
    return sum(int(count[1]) if count else 1 for count in counts)
