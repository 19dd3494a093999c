"""Entry point of `python -m sipctl` and of the installed `sipctl`."""

import gc
import sys


def main() -> None:
    """Runs the command line and exits with its code."""
    try:
        code = _answer(sys.argv[1:])
    except KeyboardInterrupt:  # while still importing
        sys.stderr.write("sipctl: stopped\n")
        code = 130
    sys.exit(code)


def _answer(argv: list[str]) -> int:
    """Answers from the cache before anything else is imported, else runs the command."""
    from sipctl.store.cache import answers

    line = answers.lookup(argv)
    answer = answers.get(line) if line is not None else None
    if answer is not None:
        return _print(answer.output, answer.code)
    # A short life: what collecting garbage would free is less than what looking for it costs.
    gc.disable()
    from sipctl.cli.app import run

    code = run(argv, line)
    gc.freeze()  # nor is any collected at exit
    return code


def _print(output: bytes | memoryview, code: int) -> int:
    if sys.stdout is None:  # it was closed
        return code
    try:
        sys.stdout.buffer.write(output)
        sys.stdout.flush()
    except OSError as error:
        from sipctl.cli.runtime import errors

        return errors.report(error, code)
    return code


if __name__ == "__main__":
    main()
