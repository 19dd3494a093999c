"""The statuses of an activity and the results of a KPI: order, colour, sign and meaning."""

from __future__ import annotations

from sipctl.plan.frozen import frozen

NO_RECORD = "no-record"
"""The status of what nobody has judged yet. JSON says `not-started`, recorded on no day."""

AT_RISK = ("at-risk", "off-track")
"""The statuses by which a lead judges work to be at risk: it is named, whatever its dates."""

COLOURS = (
    *("red", "amber", "green", "blue", "grey", "purple"),
    *("orange", "yellow", "teal", "pink", "brown", "black"),
)
"""The colours that a status may have: those that every screen, page and document can show."""


@frozen()
class StatusInfo:
    """One status or result: the colour it has where the plan's settings give none, and its looks.

    `sign` stands beside the word, so that colour is never the only cue; `block` fills a bar on a
    terminal, `plain_block` one in ASCII. `rank` orders judgements from the worst, 0, to the best;
    it is None for what is no judgement.
    """

    colour: str
    sign: str
    meaning: str
    block: str = ""
    plain_block: str = ""
    rank: int | None = None


STATUS_INFO = {
    "complete": StatusInfo("blue", "✓", "finished, as its lead recorded", "█", "#", 4),
    "on-track": StatusInfo("green", "●", "its lead expects it to be done in time", "▓", "=", 3),
    "at-risk": StatusInfo(
        "amber", "▲", "its lead fears that it may not be done in time", "▒", "~", 1
    ),
    "off-track": StatusInfo(
        "red", "■", "its lead does not expect it to be done in time", "░", "!", 0
    ),
    "not-started": StatusInfo(
        "grey", "○", "its lead recorded that work has not begun", "○", "o", 2
    ),
    NO_RECORD: StatusInfo("grey", "–", "nobody has judged it yet, so nothing is claimed", "·", "."),
    "paused": StatusInfo(
        "purple", "‖", "stopped for now; nothing falls overdue meanwhile", "‖", "p"
    ),
    "withdrawn": StatusInfo("grey", "×", "will not be done", "-", "-"),
}
"""Every status of an activity, from what is done to what will not be: as they are listed."""

RESULT_INFO = {
    "met": StatusInfo("green", "✓", "the measure shows what was hoped for"),
    "partly-met": StatusInfo("amber", "◐", "it shows some of it"),
    "not-met": StatusInfo("red", "■", "it does not show it"),
}
"""Every result of a KPI, the best first."""

ALL_INFO = STATUS_INFO | RESULT_INFO
