"""The lead, who agreed to an edit, and why: as typed, or asked for on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, did_you_mean, nearest
from sipctl.plan.model.scalars import control_character
from sipctl.plan.state.resolve import readings

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan


def known_lead(plan: Plan, typed: str) -> str:
    """The initials that were typed, as people.yaml has them; raises Refusal for unknown ones."""
    known = list(plan.people.leads)
    names = readings(typed, known)
    if len(names) == 1:
        return names[0]
    near = nearest(typed, known)
    somebody_new = f"sipctl add lead {typed.strip()} --role ..."
    help_line = f"{did_you_mean(near)} Else: {somebody_new}" if near else somebody_new
    raise Refusal(f'"{typed}" is nobody that people.yaml knows', help_line)


_SAY_SO = "say so with --agreed, such as --agreed Trustees; trustees ask for it later"


def given_text(option: str, text: str | None) -> str | None:
    """The text of an option; raises Refusal if it is blank or has a control character."""
    if text is None:
        return None
    if not text.strip():
        raise Refusal(f"{option} is empty", "write something")
    if control_character(text) is not None:
        raise Refusal(f"{option} holds a character that cannot be shown", "take it out")
    return text


def agreed_by(agreed: str | None, what: str) -> str:
    """Who agreed `what`: `--agreed`, else an answer on a terminal; elsewhere raises Refusal."""
    from sipctl.cli.runtime.prompts import ask_text, can_ask

    given = given_text("--agreed", agreed)
    if given is not None:
        return given
    if can_ask():
        return ask_text(f"Who agreed {what}?")
    raise Refusal(f"who agreed {what}?", _SAY_SO)
