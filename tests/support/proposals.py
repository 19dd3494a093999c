"""What a help line of a refusal proposes to type: what stands in quotes, or after `say which:`."""

import re

from sipctl.plan.timing import TimingContext, Unreadable, read

JOINTS = {"and", "to", "from", "until", "every"}  # quoted as words to write between two times


def proposals(unreadable: Unreadable, context: TimingContext) -> list[str]:
    """Every phrase that the help of a refusal offers."""
    named = {meeting.name or meeting.id for meeting in context.calendar.meetings}
    quoted = re.findall(r'"([^"]+)"', unreadable.help)
    which = re.search(r"say which: ([^\"]+?)( or a later one)?$", unreadable.help)
    listed = re.split(r", | or ", which[1]) if which else []
    offered = [unreadable.proposal] if unreadable.proposal else []
    return [text for text in [*quoted, *listed, *offered] if text not in JOINTS | named]


def refused(unreadable: Unreadable, context: TimingContext) -> list[str]:
    """Those of the proposals that are refused in their turn."""
    offered = proposals(unreadable, context)
    return [text for text in offered if isinstance(read(text, context), Unreadable)]
