"""Faults as SARIF 2.1.0, which code-scanning tools and editors read."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sipctl import __version__
from sipctl.views.json import dump
from sipctl.views.text.english import safe_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sipctl.plan.faults import Placed


def log(faults: Sequence[Placed], notices: Sequence[str] = ()) -> str:
    """A SARIF log of one run: its kinds of fault, each fault at its place, and `notices`."""
    slugs = sorted({placed.fault.slug for placed in faults})
    severities = {placed.fault.slug: placed.fault.severity for placed in faults}
    driver = {
        "name": "sipctl",
        "version": __version__,
        "rules": [_rule(slug, severities[slug]) for slug in slugs],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": _results(_errors_first(faults), slugs),
    }
    if notices:
        notes = [{"level": "note", "message": {"text": notice}} for notice in notices]
        invocation = {"executionSuccessful": True, "toolExecutionNotifications": notes}
        run["invocations"] = [invocation]
    return dump({"version": "2.1.0", "runs": [run]})


def _errors_first(faults: Iterable[Placed]) -> list[Placed]:
    return sorted(faults, key=lambda placed: placed.fault.severity)


def _rule(slug: str, severity: str) -> dict[str, Any]:
    """What one kind of fault is, with the manual page that `check --explain` shows."""
    page = _page(slug)
    first = page.split("\n\n", 1)[0].replace("\n", " ")
    return {
        "id": slug,
        "helpUri": f"urn:sipctl:check:{slug}",  # the manual has no web address
        "shortDescription": {"text": first},
        "fullDescription": {"text": page},
        "help": {"text": page},
        "defaultConfiguration": {"level": severity},
    }


def _page(slug: str) -> str:
    from sipctl.plan.faults import Refusal
    from sipctl.plan.rules.pages import manual

    try:
        return manual.page(slug).split("\n", 2)[-1].strip() or slug
    except Refusal:
        return slug.replace("-", " ")


def _results(faults: Iterable[Placed], slugs: list[str]) -> list[dict[str, Any]]:
    """Each fault with a fingerprint, by which a host knows it again on another line."""
    seen: Counter[str] = Counter()
    results = []
    for placed in faults:
        fingerprint = _fingerprint(placed)
        seen[fingerprint] += 1
        result = _result(placed, slugs.index(placed.fault.slug))
        result["partialFingerprints"] = {"sipctlFault/v1": f"{fingerprint}:{seen[fingerprint]}"}
        results.append(result)
    return results


def _fingerprint(placed: Placed) -> str:
    """A hash of a fault's kind, its file, and the text of its line (or what is wrong with it)."""
    line = placed.fault.message if placed.place.text is None else placed.place.text.strip()
    identity = "\0".join((placed.fault.slug, placed.fault.file, line))
    return sha256(identity.encode("utf-8", "replace")).hexdigest()[:32]


def _result(placed: Placed, rule: int) -> dict[str, Any]:
    fault, place = placed.fault, placed.place
    text = (
        f"{safe_text(fault.message)}\n{safe_text(fault.help)}"
        if fault.help
        else safe_text(fault.message)
    )
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    location = {"uri": _uri(place.file)}
    return {
        "ruleId": fault.slug,
        "ruleIndex": rule,
        "level": fault.severity,
        "message": {"text": _unlinked(text)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
    }


def _uri(file: str) -> str:
    """A path as a reference relative to where sipctl ran; an absolute one as a file's address."""
    path = quote(file.encode("utf-8", "replace"), safe="/")
    return f"file://{path}" if path.startswith("/") else path


def _unlinked(text: str) -> str:
    """A plain-text message in which brackets and braces stand for themselves.

    SARIF takes `[x](1)` for a link and `{0}` for a place to fill in.
    """
    escaped = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return escaped.replace("{", "{{").replace("}", "}}")
