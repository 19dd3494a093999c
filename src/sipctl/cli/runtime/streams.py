"""The three streams, made fit to be used; light enough to come before every answer."""

import os
import sys


def steady() -> None:
    """The same bytes in every locale; and a stream that was closed is not an error of ours.

    What is typed may not be text: that is for whoever asked to judge, not for the stream.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")
