"""stdout and stderr, made fit to be written to; light enough to come before every answer."""

import os
import sys


def steady() -> None:
    """The same bytes in every locale; and a stream that was closed is not an error of ours."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
