"""The shipped plan says what the trust's document says, in words of its own.

`document-runs.txt` holds the first ten digits of a hash of each run of nine words in the document,
so that the test needs none of its sentences.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conftest import SHIPPED
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = 9
RUNS = set((Path(__file__).parent / "document-runs.txt").read_text().split())
TITLES = {
    ("2.3", "title"),
    ("2c", "title"),
    ("3.1", "title"),
    ("3.3", "title"),
}
"""Titles of the document that stand as they are."""


def texts(value: Any, item: str = "", key: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text of a file: the id of what it belongs to, its key, the text. Queries may quote."""
    if isinstance(value, dict):
        for name, child in value.items():
            if name != "query":
                yield from texts(child, str(value.get("id", item)), name)
    elif isinstance(value, list):
        for child in value:
            yield from texts(child, item, key)
    else:
        yield item, key, str(value)


def shared_runs(text: str) -> list[str]:
    words = re.findall(r"[a-z0-9][a-z0-9']*", text.lower().replace("’", "'").replace("‘", "'"))
    runs = (" ".join(words[start : start + WORDS]) for start in range(len(words) - WORDS + 1))
    return [run for run in runs if hashlib.sha256(run.encode()).hexdigest()[:10] in RUNS]


def test_no_sentence_is_the_documents() -> None:
    assert [
        f"{file.name} {item} {key}: {run}"
        for file in sorted(SHIPPED.rglob("*.yaml"))
        for item, key, text in texts(YAML(typ="safe").load(file))
        for run in shared_runs(text)
        if (item, key) not in TITLES
    ] == []


def test_the_hashes_are_of_the_documents_runs() -> None:
    """A run of the document is recognised, whatever its case and punctuation."""
    outcome = "Shared age-related expectations and a consistent approach to assessment"
    assert shared_runs(outcome.replace("age-related", "age related"))
    assert not shared_runs("Nothing that the document says stands in this sentence of a test")
