"""The limits of the child process, as the operating system holds them.

Where there is no `resource` (Windows), there are the clock and proxies that lead nowhere alone.
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
"""A proxy that nobody answers at, so that nothing is fetched."""

EMPTY_ROOT = Path(__file__).parent / "empty_root"
"""A folder with nothing to read. It lies here, so that no run leaves one behind."""

_confined = False
"""Whether this process is a child that `apply` has confined."""


@frozen()
class Limits:
    """What making one pack may take."""

    cpu: int = 10
    """Seconds of the processor, all threads together."""
    clock: int = 20
    """Seconds by the clock."""
    memory: int = 1_000 * MEGABYTE
    """Bytes, beyond what the process began with."""
    output: int = 100 * MEGABYTE
    """Bytes of the finished pack."""


def limits_for(activities: int) -> Limits:
    """The limits for a plan: a second more for each 100 activities, six by the clock."""
    longer = activities // 100
    usual = Limits()
    return Limits(usual.cpu + longer, usual.clock + 6 * longer)


def apply(limits: Limits) -> None:
    """Confine this process: processor, memory, no file written, no core, no way to the network."""
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
    """Let this process open no file and no socket from now on; only in a confined child.

    What is open stays so. Modules that are still to be imported cannot be any more.
    """
    if _confined and resource is not None:
        _lower(resource.RLIMIT_NOFILE, 0)


def _lower(kind: int, most: int) -> None:
    """Lower a limit, the hard one too; leave what is lower already, or what cannot be lowered."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(kind)
        if hard not in (-1, resource.RLIM_INFINITY):
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))


def _data_size() -> int:
    """Bytes of private memory that this process has mapped; 0 where that is not to be known."""
    with suppress(OSError, ValueError, IndexError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0
