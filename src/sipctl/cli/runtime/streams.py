"""Makes stdin, stdout and stderr fit for use in every locale. Imports only `os` and `sys`."""

import os
import sys


def normalise() -> None:
    """Write UTF-8 with plain line feeds; replace a closed stream by the null device.

    Typed bytes that are not UTF-8 reach the program as surrogates; whoever reads them decides.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")
