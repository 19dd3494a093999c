"""`python -m sipctl`, and what the installed `sipctl` calls."""

import gc
import sys


def main() -> None:
    """Answer the command line and leave with its exit code."""
    try:
        code = _answer(sys.argv[1:])
    except KeyboardInterrupt:  # while still importing
        sys.stderr.write("sipctl: stopped\n")
        code = 130
    sys.exit(code)


def _answer(argv: list[str]) -> int:
    """An answer that was given before, and still holds, is given again before anything is imported
    that could work it out.
    """
    from sipctl.store.cache import answers

    line = answers.lookup(argv)
    answer = answers.get(line) if line is not None else None
    if answer is not None:
        return _say_again(answer.said, answer.code)
    # A short life: what collecting garbage would free is less than what looking for it costs.
    gc.disable()
    from sipctl.cli.app import run

    code = run(argv, line)
    gc.freeze()  # nor is anything looked for on the way out
    return code


def _say_again(said: bytes | memoryview, code: int) -> int:
    if sys.stdout is None:  # it was closed: there is nobody to say it to
        return code
    try:
        sys.stdout.buffer.write(said)
        sys.stdout.flush()
    except OSError as error:
        from sipctl.cli.runtime import errors

        return errors.report(error, code)
    return code


if __name__ == "__main__":
    main()
