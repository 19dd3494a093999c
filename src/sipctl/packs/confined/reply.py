"""The reply of a child process as bytes: named bytes, or why there are none."""

from __future__ import annotations

import json
from traceback import format_exception
from typing import TYPE_CHECKING, Any

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from sipctl.packs.confined.limits import Limits

NO_MEMORY = 77
"""The exit code of a child that had no memory left to answer with."""


class ChildError(Exception):
    """Raised where the child failed by an error in sipctl itself."""


class LimitError(Exception):
    """Raised where a limit ended the child; `limit` is a field of `Limits`, `depth` or `crash`."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


def answer(work: Callable[[], dict[str, bytes]], limits: Limits) -> bytes:
    """In the child: the result of `work`, or how it failed, as bytes for `read`."""
    try:
        parts = work()
    except Refusal as refusal:
        return _pack({"refusal": [refusal.message, refusal.help, refusal.code]})
    except LimitError as error:
        return _pack({"limit": error.limit})
    except MemoryError:
        return _pack({"limit": "memory"})
    except RecursionError:
        return _pack({"limit": "depth"})
    except BaseException as error:
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        return _pack({"error": [cause, "".join(format_exception(error))]})
    if sum(map(len, parts.values())) > limits.output:
        return _pack({"limit": "output"})
    return _pack({"parts": [[name, len(data)] for name, data in parts.items()]}, *parts.values())


def read(reply: bytes) -> dict[str, bytes] | None:
    """In the parent: the result of the work; None for an incomplete reply.

    Raises Refusal as the work did, LimitError, or ChildError.
    """
    header_end = reply.find(b"\n")
    if header_end < 0:
        return None
    header: dict[str, Any] = json.loads(reply[:header_end])
    if "refusal" in header:
        raise Refusal(*header["refusal"])
    if "limit" in header:
        raise LimitError(header["limit"])
    if "error" in header:
        cause, trace = header["error"]
        error = ChildError(cause)
        error.add_note(trace)
        raise error
    parts, start = {}, header_end + 1
    for name, size in header["parts"]:
        parts[name] = reply[start : start + size]
        start += size
    return parts if start == len(reply) else None


def _pack(header: dict[str, Any], *parts: bytes) -> bytes:
    return b"".join((json.dumps(header).encode(), b"\n", *parts))
