"""Writes table.json, what lark makes of grammar.lark: `python tests/support/grammar_table.py`."""

import json

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from sipctl.plan.timing.grammar.parser import GRAMMAR, TABLE, TokenLexer


def write() -> None:
    grammar = GRAMMAR.read_text(encoding="utf-8")
    data, memo = Lark(grammar, parser="lalr", lexer=TokenLexer).memo_serialize([TerminalDef, Rule])
    del data["options"], data["parser"]["lexer_conf"]["lexer_type"]
    items = {"lark": lark.__version__, "grammar": grammar, "data": data, "memo": memo}
    text = json.dumps(items, separators=(",", ":"), ensure_ascii=False)
    TABLE.write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
