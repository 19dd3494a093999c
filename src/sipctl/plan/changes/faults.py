"""Faults of one version that the other does not have."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sipctl.plan.faults import Fault, Placed


def new_faults(
    base: Sequence[Placed],
    base_models: Mapping[str, Any],
    head: Sequence[Placed],
    head_models: Mapping[str, Any],
) -> tuple[tuple[Placed, ...], int]:
    """The faults of the head that the base did not have, and the number of those it no longer has.

    `*_models` are each file's model by its path within the plan folder.

    The same fault of the same thing is no new one, whatever line it stands on now.
    """
    before = Counter(_key(placed.fault, base_models) for placed in base)
    new = []
    for placed in head:
        key = _key(placed.fault, head_models)
        if before[key]:
            before[key] -= 1
        else:
            new.append(placed)
    return tuple(new), before.total()


def _key(fault: Fault, models: Mapping[str, Any]) -> tuple[str, ...]:
    """The identity of a fault: its kind, what it is about, and its message."""
    file = fault.file.rsplit("/", 1)[-1] if fault.file.startswith("records/") else ""
    return (fault.slug, fault.severity, fault.message, file, *_steps(fault, models))


def _steps(fault: Fault, models: Mapping[str, Any]) -> list[str]:
    """The steps of a route, each index in a list replaced by the id or name of what is there."""
    here: Any = models.get(fault.file)
    steps = [] if here is None else [_name(here)]
    for step in fault.route:
        here = _inside(here, step)
        steps.append(step if isinstance(step, str) else _name(here))
    return steps


def _name(here: Any) -> str:
    return str(getattr(here, "id", None) or getattr(here, "name", None) or "")


def _inside(here: Any, step: str | int) -> Any:
    try:
        if isinstance(step, int) or isinstance(here, dict):
            return here[step]
        return getattr(here, step, None) or getattr(here, f"{step}_", None)
    except (KeyError, IndexError, TypeError):
        return None
