"""The limits of the child process, which the operating system enforces.

Without the module `resource` (on Windows) only the clock and proxies that lead nowhere remain.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from sipctl.plan.frozen import frozen

try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]

MEGABYTE = 1_000_000
NOWHERE = "http://127.0.0.1:9"
"""A proxy address at which nothing answers, so that nothing is fetched."""

EMPTY_ROOT = Path(__file__).parent / "empty_root"
"""An empty folder in the package, so that no run has to make one and remove it."""

_confined = False
"""Whether this process is a child that `apply` has confined."""


@frozen()
class Limits:
    """What making one pack may take."""

    cpu: int = 10
    """Seconds of processor time, all threads together."""
    clock: int = 20
    """Seconds by the clock."""
    memory: int = 1_000 * MEGABYTE
    """Bytes of memory beyond those that the process begins with."""
    output: int = 100 * MEGABYTE
    """Bytes of the finished pack."""


def limits_for(activities: int) -> Limits:
    """The limits for a plan: for each 100 activities, one more second of processor and six by the
    clock."""
    longer = activities // 100
    usual = Limits()
    return Limits(usual.cpu + longer, usual.clock + 6 * longer)


def apply(limits: Limits) -> None:
    """Limit this process: processor time, memory, no file writes, no core dump, no network."""
    global _confined
    _confined = True
    sys.dont_write_bytecode = True
    for scheme in ("http", "https", "all"):
        os.environ[f"{scheme}_proxy"] = os.environ[f"{scheme.upper()}_PROXY"] = NOWHERE
    for name in ("no_proxy", "NO_PROXY"):
        os.environ.pop(name, None)
    if resource is None:
        return
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, limits.cpu)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_DATA, _data_size() + limits.memory)


def close_files() -> None:
    """Let this process open no further file or socket; has an effect only in a confined child.

    Open files stay open. Modules that are not imported yet cannot be imported any more.
    """
    if _confined and resource is not None:
        _lower(resource.RLIMIT_NOFILE, 0)


def _lower(kind: int, most: int) -> None:
    """Lower a soft and hard limit; one that is lower already, or cannot be lowered, is left."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(kind)
        if hard not in (-1, resource.RLIM_INFINITY):
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))


def _data_size() -> int:
    """Bytes of private memory that this process has mapped; 0 if the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0
