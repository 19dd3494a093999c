"""Lists, counts and quotations in English, for the sentences of every package."""


def join_words(words: list[str] | tuple[str, ...], joint: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def plural(number: int, singular: str, several: str | None = None) -> str:
    """`1 day`, `2 days`, `no days`."""
    word = singular if number == 1 else several or f"{singular}s"
    return f"{number or 'no'} {word}"


def excerpt(text: str, most: int = 60) -> str:
    """A text on one line of at most `most` characters, to be quoted in a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
