"""The kinds of file that a plan is made of, and what one of each may say."""

from __future__ import annotations

from typing import Literal

from sipctl.plan.model import entries as m

FileKind = Literal["plan", "people", "calendar", "aim", "record", "round", "framework"]
FILE_MODELS: dict[str, type] = {
    "plan": m.About,
    "people": m.People,
    "calendar": m.TermCalendar,
    "aim": m.Aim,
    "record": m.Record,
    "round": m.Round,
    "framework": m.Framework,
}
