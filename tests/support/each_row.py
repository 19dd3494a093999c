"""One test of many rows: `@each_row` in the place of `@pytest.mark.parametrize`, for rows that need
nothing of their own. It lists every row that fails, and costs one test.
"""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Test = Callable[..., None]

MOST_LINES = 12
"""Of what is wrong with one row."""


def each_row(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Calls a test for each row; `names` and `rows` as parametrize takes them. Fixtures are shared."""
    keys = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    kept = [row if len(keys) > 1 else (row,) for row in rows]

    def of_all(test: Test) -> Test:
        @functools.wraps(test)
        def run(**fixtures: Any) -> None:
            failures = [_failure(test, dict(zip(keys, row, strict=True)), fixtures) for row in kept]
            wrong = [failure for failure in failures if failure]
            assert not wrong, f"{len(wrong)} of {len(kept)} rows:\n\n" + "\n\n".join(wrong)

        signature = inspect.signature(test)
        others = [item for name, item in signature.parameters.items() if name not in keys]
        run.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return run

    return of_all


def _failure(test: Test, row: dict[str, Any], fixtures: dict[str, Any]) -> str:
    try:
        test(**row, **fixtures)
    except (Exception, pytest.fail.Exception) as error:
        lines = f"{type(error).__name__}: {error}".splitlines()[:MOST_LINES]
        shown = ", ".join(f"{key}={value!r:.300}" for key, value in row.items())
        return "\n    ".join([shown, *lines])
    return ""
