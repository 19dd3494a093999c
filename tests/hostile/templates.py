"""Templates that hang, fill memory, reach for files and the network, or are wrong in odd ways.

Every one of them has to end as a pack or as a refusal that begins with the template's name, within
the limits, and with nothing sent, written or left behind.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from support.packs import build

from sipctl.packs.confined.limits import Limits, limits_for
from sipctl.packs.render import render
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

FILES = {"markdown": "pack.md", "html": "pack.html", "pdf": "pack.typ", "docx": "pack.docx.html"}
STRICT = Limits(cpu=1, clock=15, memory=300_000_000, output=20_000_000)
"""Limits that make a short run short."""

NS = "{% set ns = namespace(s='ab', n=3, l=[1, 2], k=0) %}"


def many(body: str, times: int = 70) -> str:
    """A body done again and again: what doubles in it passes every bound."""
    return f"{NS}{{% for i in range({times}) %}}{body}{{% endfor %}}"


JINJA = {
    # macros, includes and blocks that call themselves
    "macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(90) }}",
    "macro that calls itself thrice": "{% macro m(n) %}{% if n %}{{ m(n-1) ~ m(n-1) ~ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "two macros in turn": "{% macro a(n) %}{% if n %}{{ b(n-1) }}{{ b(n-1) }}{% endif %}{% endmacro %}{% macro b(n) %}{% if n %}{{ a(n-1) }}{{ a(n-1) }}{% endif %}{% endmacro %}{{ a(90) }}",
    "macro that prints its doubled argument": "{% macro m(n, s) %}{% if n %}{{ m(n-1, s ~ s) }}{% endif %}{% endmacro %}{{ m(60, 'xy') }}",
    "macro with callers": "{% macro m(n) %}{% if n %}{% call m(n-1) %}x{% endcall %}{% call m(n-1) %}x{% endcall %}{% endif %}{% endmacro %}{{ m(90) }}",
    "macro given to itself": "{% macro m(f, n) %}{% if n %}{{ f(f, n-1) }}{{ f(f, n-1) }}{% endif %}{% endmacro %}{{ m(m, 90) }}",
    "macro in a filter": "{% macro m(n) %}{% if n %}{{ [n-1, n-1]|map('string')|join }}{{ m(n-1)|upper }}{{ m(n-1)|lower }}{% endif %}{% endmacro %}{{ m(90) }}",
    "macro with varargs": "{% macro m() %}{{ m(*(varargs + varargs)) }}{% endmacro %}{{ m(1, 2) }}",
    "macro with kwargs": "{% macro m(n) %}{% if n %}{{ m(n=n-1, **kwargs) }}{{ m(n=n-1, a=kwargs) }}{% endif %}{% endmacro %}{{ m(90) }}",
    "block that calls itself": "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}",
    "include of itself": "{% include 'FILE' %}",
    "include of itself in a loop": "{% for i in range(3) %}{% include 'FILE' %}{% endfor %}",
    "include of itself, twice, to a depth": "{% set d = (d or 0) + 1 %}{% if d < 60 %}{% include 'FILE' %}{% include 'FILE' %}{% endif %}",
    "import of itself": "{% import 'FILE' as me %}{{ me }}",
    "extends itself": "{% extends 'FILE' %}",
    "include that is chosen": "{% include ['nothing', 'FILE'] %}",
    "macro imported from itself": "{% from 'FILE' import m %}{% macro m() %}x{% endmacro %}{{ m() }}",
    # loops
    "loop in loop": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "range too long": "{% for a in range(10 * 1000 * 1000 * 1000) %}x{% endfor %}",
    "range backwards": "{% for a in range(9000000000, 0, -1) %}x{% endfor %}",
    "recursive loop": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "recursive loop, twice": many(
        "{% for a in [1, 1] recursive %}{% if loop.depth < 80 %}{{ loop([1, 1]) }}{{ loop([1, 1]) }}{% endif %}{% endfor %}",
        1,
    ),
    "recursive loop, wide": "{% for a in range(3) recursive %}{% if loop.depth < 60 %}{{ loop(range(3)) }}{% endif %}{% endfor %}",
    "loop over a doubled list": many("{% set ns.l = ns.l + ns.l %}{% for a in ns.l %}{% endfor %}"),
    "loop with a condition": "{% for a in range(99999) if range(99999)|list|sum > 0 %}{% endfor %}",
    "loop changed": "{% for a in range(99999) %}{% if loop.changed(range(99999)|list) %}x{% endif %}{% endfor %}",
    "loop cycle": "{% for a in range(99999) %}{{ loop.cycle(*range(9999)) }}{% endfor %}",
    "loop neighbours": "{% for a in range(99999) %}{{ loop.nextitem }}{{ loop.previtem }}{{ loop.length }}{% endfor %}",
    # work inside filters, which no loop counts
    "sum of many": "{% for a in range(99999) %}{{ range(99999)|sum }}{% endfor %}",
    "sort of many": "{% for a in range(99999) %}{{ range(99999)|sort|length }}{% endfor %}",
    "sort in filters": "{{ " + "range(99999)|list" + "|sort|reverse|list" * 400 + "|length }}",
    "sum of lists": many("{% set ns.l = [ns.l, ns.l]|sum(start=[]) %}"),
    "map of map": "{{ range(99999)|map('string')|map('upper')|map('lower')|map('title')|join|length }}"
    * 200,
    "groupby": "{% for a in range(999) %}{{ pack.whole.work|groupby('id')|list|length }}{{ range(99999)|unique|list|length }}{% endfor %}",
    "unique": "{{ range(99999)|map('string')|unique|list|length }}" * 100,
    "max and min": "{% for a in range(99999) %}{{ range(99999)|max }}{{ range(99999)|min }}{% endfor %}",
    "select by": "{% for a in range(99999) %}{{ range(99999)|select('odd')|list|length }}{% endfor %}",
    "dictsort": "{% for a in range(99999) %}{{ {1: 2, 3: 4}|dictsort }}{% endfor %}",
    "in a long list": "{% set l = range(99999)|list %}{% for a in range(99999) %}{{ 'x' in l }}{% endfor %}",
    "comparison of long lists": "{% set l = range(99999)|list %}{% set k = range(99999)|list %}{% for a in range(99999) %}{% if l == k %}{% endif %}{% endfor %}",
    # doubling
    "text doubled": many("{% set ns.s = ns.s ~ ns.s %}"),
    "text doubled by plus": many("{% set ns.s = ns.s + ns.s %}"),
    "text doubled by join": many("{% set ns.s = [ns.s, ns.s]|join %}"),
    "text doubled by a long joint": many("{% set ns.s = ['a', 'b', 'c']|join(ns.s) %}"),
    "text doubled by replace": many("{% set ns.s = ns.s|replace('a', 'aa')|replace('b', ns.s) %}"),
    "replace of replace": "{{ 'a'" + "|replace('a', 'aaaaaaaaaaaaaaaaaaaa')" * 12 + " }}",
    "replace of nothing": many("{% set ns.s = ns.s|replace('', ns.s) %}"),
    "text doubled by a block": many(
        "{% set x %}{{ ns.s }}{{ ns.s }}{% endset %}{% set ns.s = x %}"
    ),
    "text doubled by a filter block": "{% filter replace('a', 'aaaaaaaaaa') %}" * 12
    + "a"
    + "{% endfilter %}" * 12,
    "text doubled by percent": many("{% set ns.s = '%s%s' % (ns.s, ns.s) %}"),
    "text doubled by title": many("{% set ns.s = (ns.s|title ~ ns.s|upper)|trim %}"),
    "text sliced": many("{% set ns.s = ns.s[::-1] ~ ns.s[:] %}"),
    "list doubled": many("{% set ns.l = ns.l + ns.l %}"),
    "list in list": many("{% set ns.l = [ns.l, ns.l] %}") + "{{ ns.l|string }}",
    "list as text": many("{% set ns.s = [ns.s, ns.s]|string %}"),
    "dict in dict": many("{% set ns.l = {1: ns.l, 2: ns.l} %}") + "{{ ns.l|string }}",
    "namespace in itself": "{% set ns = namespace() %}{% set ns.x = [ns] %}{{ ns.x|string }}",
    "number doubled": many("{% set ns.n = ns.n * ns.n %}"),
    "number doubled and printed": many("{% set ns.n = ns.n * ns.n %}{{ ns.n }}", 20),
    "number doubled by plus": many("{% set ns.n = ns.n + ns.n %}", 99999),
    "number divided": many("{% set ns.n = ns.n * ns.n %}{% set ns.k = ns.n // 7 %}{{ ns.n % 7 }}"),
    "number as a key": many("{% set ns.n = ns.n * ns.n %}{% set x = {ns.n: 1} %}"),
    "power": "{{ 9 ** 9 ** 9 ** 9 }}",
    "text times": "{{ 'x' * 10000000000 }}",
    "list times": "{{ ([1] * 10000000000)|length }}",
    # numbers and widths in what formats
    "digits after the point": "{{ '%.999999999f' % 1.0 }}",
    "digits of an integer": "{{ '%999999999d' % 1 }}",
    "width given": "{{ '%*d' % (2000000000, 1) }}",
    "precision of text": "{{ '%.2000000000s' % 'x' }}",
    "width of text": "{{ '%2000000000s' % 'x' }}",
    "widths many": "{{ '" + "%99999999d" * 30 + "' % (1,) }}",
    "rounding finely": "{{ 1.5|round(999999999) }}",
    "rounding up finely": "{{ 1.5|round(99999999, 'ceil') }}",
    "rounding down finely": "{{ 1|round(99999999, 'floor') }}",
    "batch": "{{ [1]|batch(2000000000, 'x')|list|length }}",
    "batch of one": "{{ range(99999)|batch(1)|list|batch(1)|list|length }}" * 100,
    "join": "{{ range(99999)|join('" + "x" * 9999 + "')|length }}",
    "truncate": "{{ ('x'|replace('x', 'x y ' ~ 'z'))|truncate(99999999999, end='"
    + "x" * 99999
    + "') }}",
    "int of any base": "{{ '" + "9" * 90_000 + "'|int(0, 36) }}",
    "float": "{{ '1e999999'|float }}{{ 1e400 }}",
    "wordcount": many("{% set ns.s = ns.s ~ ' ' ~ ns.s %}{{ ns.s|wordcount }}", 40),
    "cycler": "{% set c = cycler(1, 2) %}{{ c.next() }}",
    "joiner": "{% set j = joiner(',') %}{{ j() }}",
    "lipsum": "{{ lipsum(n=100000) }}",
    "dict": "{{ dict(a=1) }}",
    # too much, too deep, wrong
    "prints for ever": "{% for a in range(99999) %}" + "x" * 9999 + "{% endfor %}",
    "prints in a macro": "{% macro m() %}{% for a in range(99999) %}"
    + "x" * 9999
    + "{% endfor %}{% endmacro %}{{ m() }}",
    "brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "lists in lists": "{{ " + "[" * 3000 + "]" * 3000 + "|string }}",
    "nots": "{{ " + "not " * 20_000 + "1 }}",
    "minuses": "{{ " + "-" * 20_000 + "1 }}",
    "plus without end": "{{ 1" + "+1" * 20_000 + " }}",
    "filters without end": "{{ 'a'" + "|upper" * 20_000 + " }}",
    "ifs in ifs": "{% if 1 %}" * 500 + "{% endif %}" * 500,
    "thirty loops deep": "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
    "withs": "{% with a = 1 %}" * 300 + "{% endwith %}" * 300,
    "blocks in blocks": "".join(f"{{% block b{i} %}}" for i in range(300)) + "{% endblock %}" * 300,
    "ten thousand macros": "".join(f"{{% macro m{i}() %}}x{{% endmacro %}}" for i in range(10_000)),
    "number of 5,000 digits": "\n\n{{ " + "9" * 5_000 + " }}",
    "number of a million digits": "{{ " + "9" * 900_000 + " }}",
    "hex of 5,000 digits": "{{ 0x" + "f" * 5_000 + " }}",
    "name of a million letters": "{{ " + "a" * 900_000 + " }}",
    "escapes": "{{ '\\N{nothing}' }}{{ '\\x' }}",
    "surrogate": "{{ '\\ud800' }}",
    "NUL": "a\x00b\x00c:1\x00{{ '\x00' }}",
    "division by nothing": "{{ 1 / 0 }}{{ 1 % 0 }}",
    "percent wrong": "{{ '%d %d' % 1 }}{{ '%q' % 1 }}",
    "chart of numbers": "{{ charts.bar(range(99999), 'x') }}",
    "chart of nothing": "{{ charts.timeline([1], 'x') }}{{ charts.course(1, 'x') }}",
    "filters of the wrong kind": "{{ 1|long_day }}",
    "reaching out": "{{ pack.__init__.__globals__ }}",
    "attribute by filter": "{{ pack.whole.work|map(attribute='__class__.__mro__')|list|string }}",
    "attribute by groupby": "{{ [pack]|groupby('__class__')|string }}",
    "attribute by sort": "{{ [pack, pack]|sort(attribute='__class__.__subclasses__')|length }}",
}
"""Kind → a template that any format may have; FILE stands for its own name."""

FETCH = "preview/cetz:0.3.0"
TYPST = {
    # packages and files
    "package": f'#import "@{FETCH}"',
    "package added up": f'#import "@" + "{FETCH}": *',
    "package escaped": '#import "\\u{40}preview/cetz:0.3.0"',
    "package by variable": f'#let p = "{FETCH}"; #import ("@" + p)',
    "package by eval": f'#eval("import " + "\\"" + "@" + "{FETCH}" + "\\"")',
    "package from characters": '#import (str.from-unicode(64) + "preview/cetz:0.3.0")',
    "package reversed": '#import "0.3.0:ztec/weiverp@".rev()',
    "package by replace": f'#import "#{FETCH}".replace("#", "@")',
    "package local": '#import "@" + "local/a:1.0.0"',
    "package included": f'#include "@" + "{FETCH}"',
    "package in a loop": f'#for i in range(50) [#import "@" + "{FETCH}"]',
    **{
        f"{call} of {path}": f'#{call}("{path}")'
        for call in (
            "read",
            "json",
            "csv",
            "toml",
            "yaml",
            "xml",
            "cbor",
            "image",
            "plugin",
            "bibliography",
        )
        for path in (
            "/etc/passwd",
            "../../../../etc/passwd",
            "/proc/self/environ",
            "README.txt/../../run.py",
            "pack.typ",
        )
    },
    "include of a file": '#include "/etc/hosts.typ"',
    "import of a file": '#import "../../../a.typ"',
    "raw syntax": '#raw("x", syntaxes: "/etc/passwd")',
    "raw theme": '#set raw(theme: "/etc/passwd")\n```py x = 1```',
    # loops and recursion
    "while": "#while true {}",
    "while that writes": "#while true [x]",
    "for": "#for i in range(2000000000) {}",
    "for in for": "#for i in range(999999) {for j in range(999999) {}}",
    "function that calls itself": "#let f(n) = f(n + 1); #f(0)",
    "function that calls itself twice": "#let f(n) = if n < 1 {0} else {f(n - 1) + f(n - 2)}; #f(80)",
    "function by itself": "#let f(g, n) = {g(g, n + 1); g(g, n + 1)}; #f(f, 0)",
    "eval in eval": '#let f(s) = eval("f(s); f(s)", scope: (f: f, s: s)); #f("")',
    "eval of a loop": '#eval("while true {}")',
    "regex": '#("a" * 60000).matches(regex("(a*)*(a*)*b"))',
    "regex large": '#"a".match(regex("(a{1000}){1000}{1000}"))',
    "sort": "#let a = range(2000000); #for i in range(9999) {a = a.rev().sorted()}",
    "sort by": "#range(2000000).sorted(key: x => range(99999).sum())",
    # memory
    "text times": '#("x" * 100000000000)',
    "text times by variable": '#let n = 10000000000; #("x" * n).len()',
    "array times": "#((1,) * 10000000000)",
    "range": "#range(20000000000).len()",
    "text doubled": '#let s = "x"; #for i in range(80) {s = s + s}',
    "array doubled": "#let a = (1, 2); #for i in range(80) {a = a + a}",
    "content doubled": "#let c = [x]; #for i in range(60) {c = [#c#c]}; #c",
    "dictionary grown": '#let d = (:); #let i = 0; #while true {d.insert(str(i), "x" * 1000); i += 1}',
    "bytes": "#bytes((255,) * 2000000000)",
    "replace": '#let s = "ab"; #for i in range(60) {s = s.replace("a", s)}',
    "join": '#range(99999).map(i => "x" * 99999).join()',
    "repr": "#let a = (1,); #for i in range(60) {a = (a, a)}; #repr(a)",
    "lorem": "#lorem(2000000000)",
    "number": "#calc.pow(10, 400)",
    "number long": "#" + "9" * 5_000,
    "factorial": "#calc.fact(99999)",
    "bits": "#(1).bit-lshift(4000)",
    "digits": '#int("9" * 5000)',
    # layout
    "pages without end": "#while true {pagebreak()}",
    "a million pages": "#for i in range(1000000) {pagebreak()}",
    "a page without width": "#set page(width: auto, height: auto)\n#rect(width: 1e30pt, height: 1e30pt)",
    "a page of nothing": "#set page(width: 0pt, height: 0pt)\nx",
    "a margin of everything": "#set page(margin: 100cm)\n#lorem(5000)",
    "text of no size": "#set text(size: 0pt)\n#lorem(500)",
    "text of a great size": "#set text(size: 1e9pt)\n#lorem(500)",
    "negative leading": "#set par(leading: -1e9pt)\n#lorem(500)",
    "columns": "#table(columns: 1000000)[x]",
    "columns of fractions": "#grid(columns: (1fr,) * 300000, [x])",
    "rows": "#table(columns: 1, ..range(3000000).map(i => [x]))",
    "cell that spans": "#table(columns: 2, table.cell(rowspan: 1000000000)[x])",
    "layout of layout": "#let f(n) = layout(s => f(n + 1)); #f(0)",
    "measure of measure": "#let f(n) = context {measure(f(n + 1)); measure(f(n + 1))}; #f(0)",
    "show of itself": '#show "a": it => [aa#it]\na',
    "show that doubles": '#show "a": "bb"\n#show "b": "aa"\na',
    "show heading": "#show heading: it => [= x]\n= y",
    "show everything": "#show: it => [#it#it]\n" * 60 + "x",
    "state that never rests": '#let s = state("s", 0)\n#context {s.update(s.final() + 1)}\n#context s.final()',
    "counter far": '#counter("a").update(9999999999)\n#context counter("a").display("i")',
    "numerals": '#numbering("i", 2000000000)',
    "numerals in letters": '#numbering("*", 2000000000)',
    "query that grows": "#context {for i in range(query(metadata).len() + 1) [#metadata(1)]}",
    "outline of outlines": "#outline()\n" * 300,
    "repeat": "#box(width: 1e9pt, repeat[.])",
    "floats": "#for i in range(9999) [#place(auto, float: true)[x]]",
    "footnotes": "#for i in range(30000) [#footnote[#lorem(9)]]",
    "footnote in footnote": "#let f() = footnote[#f()]; #f()",
    "nested boxes": "#let b = [x]; #for i in range(5000) {b = box(b)}; #b",
    "nested rotations": "#let b = [x]; #for i in range(3000) {b = rotate(1deg, b)}; #b",
    "nested lists": "\n".join(" " * i + "- x" for i in range(1200)),
    "nested brackets": "#" + "[" * 50_000 + "]" * 50_000,
    "nested parentheses": "#" + "(" * 50_000 + "1" + ")" * 50_000,
    "nested mathematics": "$ " + "sqrt(" * 2_000 + "x" + ")" * 2_000 + " $",
    "fractions": "$ " + "1/(" * 2_000 + "x" + ")" * 2_000 + " $",
    "matrix": "$ mat(" + "1, 2; " * 30_000 + ") $",
    "gradient": "#rect(fill: gradient.linear(..range(99999).map(i => (red, i / 99999 * 100%))))",
    "tiling": "#rect(width: 100%, height: 100%, fill: tiling(size: (0.0001pt, 0.0001pt))[x])",
    "curve": "#curve(..range(500000).map(i => curve.line((i * 1pt, 0pt))))",
    "picture large": '#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"1e9\\" height=\\"1e9\\"><rect width=\\"1e9\\" height=\\"1e9\\"/></svg>"))',
    "picture that reaches out": '#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"><image href=\\"file:///etc/passwd\\"/><image href=\\"http://127.0.0.1:1/x.png\\"/></svg>"))',
    "picture of laughs": '#image(bytes("<!DOCTYPE a [<!ENTITY a \\"xxxxxxxxxx\\"><!ENTITY b \\"&a;&a;&a;&a;&a;&a;&a;&a;\\"><!ENTITY c \\"&b;&b;&b;&b;&b;&b;&b;&b;\\">]><svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"><text>&c;</text></svg>"))',
    "picture that uses itself": '#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"><g id=\\"a\\"><use href=\\"#a\\"/><use href=\\"#a\\"/></g></svg>"))',
    "picture that is none": '#image(bytes("nothing"))',
    "plugin that is none": "#plugin(bytes((0, 97, 115, 109, 1, 0, 0, 0)))",
    "plugin that loops": "#plugin(bytes((0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11,8,1,0)))",
    "panic": '#panic("x")',
    "assert": "#assert(false)",
    "not closed": "#{",
    "string not closed": '#let x = "',
    "unknown": "a\n\nb #nothing()",
}
"""Kind → a template that writes Typst."""

SVG = "&lt;svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='{0}'/&gt;"
WORD = {
    **{
        f'widths="{widths}"': f'<p>x</p>\n<table widths="{widths}"><tr><td>a</td><td>b</td></tr><tbody><tr><td>a</td><td>b</td></tr></tbody></table>'
        for widths in (
            "0 0",
            "nan nan",
            "inf inf",
            "-1 2",
            "1e308 1e308",
            "1e-320 1",
            "x y",
            "9" * 5_000 + " 1",
            "1",
        )
    },
    **{
        f'width="{width}"': f'<p>\n<img src="{SVG.format(9)}" width="{width}"></p>'
        for width in ("0", "-1", "nan", "inf", "1e400", "x", "", "9" * 5_000, "100000000")
    },
    **{
        f'src="{src[:30]}"': f'<p>x</p>\n\n<p><img src="{src}"></p>'
        for src in (
            "",
            "nothing",
            "/etc/passwd",
            "file:///etc/passwd",
            "http://127.0.0.1:1/",
            "&lt;svg",
            SVG.format(0),
            SVG.format("1e9"),
            SVG.format(60_000),
            SVG.format("nan"),
            "&#0;",
        )
    },
    "img without src": "<p><img></p>",
    **{
        f"character {code}": f"<p>a</p>\n<p>x{code}y</p>"
        for code in (
            "&#0;",
            "&#1;",
            "&#x8;",
            "&#xB;",
            "&#x1F;",
            "&#xFFFE;",
            "&#xFFFF;",
            "&#xD800;",
            "&#xDFFF;",
            "&#x110000;",
            "&#99999999999;",
            "&#" + "9" * 5_000 + ";",
            "\x01",
            "\x00",
            "\ufffe",
        )
    },
    "character in a caption": "<table><caption>a&#2;</caption><tbody><tr><td>x</td></tr></tbody></table>",
    "character in alt": f'<p><img src="{SVG.format(9)}" alt="a&#3;"></p>',
    "character in a heading": "<h1>a&#4;</h1>",
    "character in a cell": "<table><tbody><tr><td>a</td><td>&#5;</td></tr></tbody></table>",
    "spans in spans": "<p>" + "<span>" * 20_000 + "x" + "</span>" * 20_000 + "</p>",
    "lists in lists": "<ul><li>" * 5_000 + "x" + "</li></ul>" * 5_000,
    "a caption of spans": "<table><caption>"
    + "<span>" * 20_000
    + "x"
    + "</span>" * 20_000
    + "</caption></table>",
    "a hundred thousand cells": "<table><tbody><tr>"
    + "<td>x</td>" * 90_000
    + "</tr></tbody></table>",
    "a hundred thousand rows": "<table><tbody>{% for a in range(99999) %}<tr><td>x</td></tr>{% endfor %}</tbody></table>",
    "a wide table of rows": "<table><tbody>{% for a in range(5000) %}<tr>{% for b in range(60) %}<td>x</td>{% endfor %}</tr>{% endfor %}</tbody></table>",
    "a million paragraphs": "{% for a in range(99999) %}<p>a</p><p>b</p><p>c</p>{% endfor %}",
    "ten thousand pictures": '{% for a in range(9999) %}<p><img src="'
    + SVG.format(900)
    + '"></p>{% endfor %}',
    "a table without rows": "<table></table>",
    "a table of heads": "<table><thead></thead></table>",
    "a row without cells": "<table><tbody><tr></tr></tbody></table>",
    "a table in a table": "<table><tbody><tr><td><table><tbody><tr><td>x</td></tr></tbody></table></td></tr></tbody></table>",
    "a heading too deep": "<h9>x</h9>",
    "a tag unknown": "<p>a</p>\n<p>b</p>\n<script>x</script>",
    "never closed": "<p>a",
    "closed wrongly": "<p><em>a</p></em>",
    "closed twice": "</p></p>",
    "a section": "<![CDATA[x]]>",
    "a section unknown": "<p>a</p>\n<![nothing[",
    "a declaration": "<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;</p>",
    "an instruction": "<?xml version='1.0'?><p>a</p>",
    "a comment open": "<!-- " * 20_000,
    "angles": "<" * 200_000,
    "attributes": "<p " + "a=b " * 100_000 + ">x</p>",
    "ampersands": "<p>" + "&" * 200_000 + "</p>",
    "a colour unknown": '<p class="c-nothing">x</p>',
    "a hundred thousand classes": '<p class="' + "c-red " * 100_000 + '">x</p>',
}
"""Kind → a template that writes Word's small HTML."""

FORMS = ("markdown", "html", "pdf", "docx")
KINDS = len(JINJA) + len(TYPST) + len(WORD)


@dataclass(frozen=True)
class Attack:
    """One template: its kind, its format, its text."""

    kind: str
    form: str
    text: str


@dataclass(frozen=True)
class Memory:
    """A template that lies in no file; a file of the same name stands for it in includes."""

    form: str
    text: str
    folder: str = "mine"

    def read(self, name: str) -> tuple[str, str] | None:
        return (self.text, f"mine/{name}") if name == FILES[self.form] else None


def attacks(*, every_form: bool) -> Iterator[Attack]:
    """Every kind once; with `every_form`, those of Jinja in each of the four formats."""
    for index, (kind, text) in enumerate(JINJA.items()):
        for form in FORMS if every_form else (FORMS[index % 2],):
            yield Attack(kind, form, text.replace("FILE", FILES[form]))
    yield from (Attack(kind, "pdf", text) for kind, text in TYPST.items())
    yield from (Attack(kind, "docx", text) for kind, text in WORD.items())


@dataclass
class Outcome:
    """How an attack ended: `pack`, the limit's or mistake's message, or what is wrong with that."""

    message: str
    seconds: float
    faults: list[str] = field(default_factory=list)


def attempt(attack: Attack, limits: Limits, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """One attack, made as `sipctl report` makes a pack, under some limits."""
    pack, usual = build(), tempfile.gettempdir()
    monkeypatch.setattr(render, "limits_for", lambda _: limits)
    monkeypatch.setattr(tempfile, "tempdir", tempfile.mkdtemp(prefix="attack-", dir=usual))
    started = time.monotonic()
    faults, message = [], "pack"
    try:
        render.render_pack(pack, Memory(attack.form, attack.text), attack.form)
    except Refusal as refusal:
        message = refusal.message
        if refusal.code != 2:
            faults.append(f"exit {refusal.code}")
        if not message.startswith(f"mine/{FILES[attack.form]}"):
            faults.append("it does not begin with the template's name")
    except BaseException as error:
        faults.append(f"{type(error).__name__}: {error}")
    seconds = time.monotonic() - started
    if seconds > limits.clock + 3:
        faults.append(f"it took {seconds:.0f} s")
    own = Path(tempfile.gettempdir())
    faults += [f"it left {path.name}" for path in own.iterdir()]
    shutil.rmtree(own)
    monkeypatch.setattr(tempfile, "tempdir", usual)
    return Outcome(message, seconds, faults)


class Listener:
    """A proxy of this machine that counts who comes: nobody may."""

    def __enter__(self) -> Self:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._count, daemon=True).start()
        return self

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def __exit__(self, *_: object) -> None:
        self.socket.close()


def main() -> int:
    """Every attack in every form under the real limits; prints counts, and 1 if any got through."""
    import pytest

    build()
    ends: Counter[str] = Counter()
    wrong = []
    slowest = 0.0
    with pytest.MonkeyPatch.context() as patch, Listener() as listener:
        for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            patch.setenv(name, listener.address)
        for attack in attacks(every_form=True):
            outcome = attempt(attack, limits_for(0), patch)
            ends[_kind_of(outcome.message)] += 1
            slowest = max(slowest, outcome.seconds)
            wrong += [f"{attack.form}: {attack.kind}: {fault}" for fault in outcome.faults]
            print(
                f"{outcome.seconds:5.1f} s  {attack.form:9} {attack.kind[:40]:40} {outcome.message[:90]!r}",
                flush=True,
            )
        wrong += [f"{listener.calls} connections were made"] if listener.calls else []
    print(f"\n{KINDS} kinds, {sum(ends.values())} templates, the slowest {slowest:.1f} s")
    print("".join(f"  {count:4} {end}\n" for end, count in ends.most_common()), end="")
    print("\n".join(wrong) or "all held")
    return bool(wrong)


def _kind_of(message: str) -> str:
    if message == "pack":
        return "packs"
    limits = {
        "computing": "CPU",
        "longer than": "clock",
        "memory than": "memory",
        "pack of more": "output",
        "deeper": "depth",
        "breaks the": "crash",
    }
    return next((name for words, name in limits.items() if words in message), "mistakes told")
