"""What people answer in the forms that are changed at random, and what each of it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

STATUSES: dict[str, str | None] = {
    **dict.fromkeys(("On track", "on-track", " ON  TRACK ", "green", "G", "🟢 On track", "Green (on track)"), "on-track"),
    **dict.fromkeys(("At risk", "amber", "A", "at\u200b risk"), "at-risk"),
    **dict.fromkeys(("done", "Complete", "Done.", "blue"), "complete"),
    **dict.fromkeys(("Off track", "red", "r"), "off-track"),
    **dict.fromkeys(("nearly there", "G/A", "auf Kurs", "en bonne voie", "yes", "100%", "=E3", "#N/A", "on track?", "not on track", "closed"), None),
}  # fmt: skip
DAY = date(2025, 3, 4)
DAYS: dict[Any, date | None] = {
    **dict.fromkeys(("4 March 2025", "4/3/2025", "04.03.2025", "4-3-25", "2025-03-04", "4th Mar 2025", "Tuesday 4 March 2025", "4 Mar"), DAY),
    **dict.fromkeys(("4 de marzo de 2025", "4 März 2025", "3/14/2025", "yesterday", "45720", "2025年3月4日", "=TODAY()", "March", "31/2/2025", "the 4th"), None),
}  # fmt: skip
FIGURES: dict[Any, str | None] = {
    "98%": "98", "98 %": "98", 98: "98", "14.2": "14.2", "14,2": "14.2", 14.2: "14.2", "1,234": "1234", "９８": "98",
    "about 98": None, "95-97": None, "n/a": None, "1.2.3": None, "=B2": None, "98 von 100": None, "zwölf": None,
}  # fmt: skip
WANTED: dict[str, str | None] = {
    "Summer 2025": "Summer 2025", "14 July 2025": "14 July 2025", "14/7/2025": "14/7/2025", "by the end of June 2025": "by the end of June 2025",
    "when they come": None, "tbc": None, "été 2025": None, "=A1": None,
}  # fmt: skip


@dataclass
class Answer:
    """What a row was answered: the id of the row, and the values that must not become others.
    None stands for a text that may mean anything: it has to be said."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)
