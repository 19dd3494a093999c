"""The parser of grammar.lark, for phrases that are split into tokens already.

lark's parse table of the grammar is kept beside it in table.json: computing it takes as long as all
the rest of a first answer. `python tests/support/grammar_table.py` writes it. A table of another
grammar or another lark is not used, so that a stale one costs only time.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lark
from lark import Lark, Token, Transformer
from lark.lexer import Lexer

GRAMMAR, TABLE = (Path(__file__).with_name(name) for name in ("grammar.lark", "table.json"))


class TokenLexer(Lexer):
    """The lexer that lark asks for: it passes on the tokens that it is given."""

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        """Tokens of (type, value, first character, the one after the last)."""
        for type_, value, start, end in data:
            yield Token(type_, value, start, end_pos=end)


def parser(transformer: Transformer[Any, Any]) -> Lark:
    """A parser of tokens; `transformer` has a method for each rule, which makes its value."""
    grammar = GRAMMAR.read_text(encoding="utf-8")
    try:
        table = json.loads(TABLE.read_text(encoding="utf-8"))
    except OSError:
        table = {}
    if (table.get("lark"), table.get("grammar")) != (lark.__version__, grammar):
        return Lark(grammar, parser="lalr", lexer=TokenLexer, transformer=transformer)
    data = table["data"]
    data["options"] = {"parser": "lalr", "lexer": TokenLexer, "transformer": transformer}
    data["parser"]["lexer_conf"]["lexer_type"] = TokenLexer
    actions = data["parser"]["parser"]
    actions["tokens"] = _int_keys(actions["tokens"])
    actions["states"] = {
        state: _int_keys(row) for state, row in _int_keys(actions["states"]).items()
    }
    return Lark.load({"data": data, "memo": _int_keys(table["memo"])})


def _int_keys(table: dict[str, Any]) -> dict[int, Any]:
    """A table with the keys that it had before JSON made texts of them."""
    return {int(key): value for key, value in table.items()}
