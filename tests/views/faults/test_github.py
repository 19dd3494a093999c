"""Faults as workflow commands: nothing that people typed can end one or begin another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from sipctl.plan.faults import Fault, Place, Placed
from sipctl.views.faults import text as faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

COMMAND = re.compile(
    r"::(?P<severity>error|warning) (?P<properties>[^:\r\n]*)::(?P<message>[^\r\n]*)\n"
)


def placed(
    message: str, helped: str = "", file: str = "plan/plan.yaml", severity: str = "error"
) -> Placed:
    fault = Fault("some-slug", severity, message, helped, "plan.yaml")  # type: ignore[arg-type]
    return Placed(fault, Place(file, 3, 5, 3, 9))


def unescaped(text: str) -> str:
    """As a host reads a property or a message."""
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_a_fault_at_its_place() -> None:
    text = faults.github([placed('"tbc" is no time', "such as Spring 2025")])
    assert text == (
        "::error file=plan/plan.yaml,line=3,endLine=3,col=5,endColumn=9,title=some-slug"
        '::"tbc" is no time%0Asuch as Spring 2025\n'
    )


def test_columns_are_left_out_where_a_fault_runs_over_several_lines() -> None:
    fault = placed("x").fault
    text = faults.github([Placed(fault, Place("plan/plan.yaml", 3, 5, 4, 2))])
    assert text == "::error file=plan/plan.yaml,line=3,endLine=4,title=some-slug::x\n"


def test_errors_come_before_warnings_each_in_order_of_place() -> None:
    items = [placed("a", severity="warning"), placed("b"), placed("c", severity="warning")]
    text = faults.github([*items, placed("d")])
    assert re.findall(r"::(\w)\n", text) == ["b", "d", "a", "c"]


def test_no_faults_say_nothing() -> None:
    assert faults.github([]) == ""


ANYTHING = st.text(st.characters(codec="utf-8"), max_size=40) | st.lists(
    st.sampled_from(["::", "%", "\n", "\r", "%0A", ",", ":", "::error::", "|", "`", "a"])
).map("".join)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_whatever_is_typed_stays_in_its_command(message: str, helped: str, file: str) -> None:
    from sipctl.views.text.english import safe_text

    text = faults.github([placed(message, helped, file)])
    match = COMMAND.fullmatch(text)
    assert match, text
    properties = dict(pair.split("=", 1) for pair in match["properties"].split(","))
    assert list(properties) == ["file", "line", "endLine", "col", "endColumn", "title"]
    assert unescaped(properties["file"]) == safe_text(file)
    shown = safe_text(message) + (f"\n{safe_text(helped)}" if helped else "")
    assert unescaped(match["message"]) == shown


def test_of_a_real_plan(sipctl: Callable[..., Result], write: Callable[..., Path]) -> None:
    folder = write({"plan.yaml": 'title: "100 %: a::b, c\\n::error::d"\nruns: {from: tbc}\n'})
    answer = sipctl("check", "--format", "github", cwd=folder)
    assert answer.code == 1
    for line in answer.out.splitlines(keepends=True):
        assert COMMAND.fullmatch(line)
    assert "file=plan/plan.yaml,line=2," in answer.out
