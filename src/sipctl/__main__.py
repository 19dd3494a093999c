"""`python -m sipctl`, and what the installed `sipctl` calls."""

import gc
import sys


def main() -> None:
    """Answer the command line and leave with its exit code.

    An answer that was given before, and still holds, is given again before anything is imported
    that could work it out.
    """
    from sipctl.store.kept import answers

    question = answers.asked(sys.argv[1:])
    answer = answers.recall(question) if question is not None else None
    if answer is not None:
        sys.exit(_say_again(answer.said, answer.code))
    # A short life: what collecting garbage would free is less than what looking for it costs.
    gc.disable()
    from sipctl.cli.app import run

    sys.exit(run(sys.argv[1:], question))


def _say_again(said: str, code: int) -> int:
    from sipctl.cli import streams

    streams.steady()
    try:
        sys.stdout.write(said)
        sys.stdout.flush()
    except (OSError, KeyboardInterrupt) as error:
        from sipctl.cli import endings

        return endings.ended(error)
    return code


if __name__ == "__main__":
    main()
