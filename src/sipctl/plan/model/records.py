"""What a file under records/ or rounds/ may say: what happened, and who was asked for it."""

from __future__ import annotations

from sipctl.plan.frozen import described, frozen
from sipctl.plan.model import scalars as w
from sipctl.plan.model.entry import Entry

# --- records/**/*.yaml ---------------------------------------------------------------------------


@frozen(kw_only=True)
class Record(Entry):
    """What happened: a status of an activity, a reading of a KPI, a summary of an aim or area;
    or what a board asked or decided of one of them, and the answer to it.
    """

    activity: w.ActivityId | None = described(
        "The activity that this is about, such as 1b.2.", default=None
    )
    kpi: w.KpiId | None = described("The KPI that this is about, such as 2a.k1.", default=None)
    area: w.AreaId | None = described("The area that this is about, such as 2a.", default=None)
    aim: w.AimId | None = described("The aim that this is about, such as 2.", default=None)
    date: w.Day = described("The day on which it was so, such as 2025-03-04.")
    by: w.Author = described(
        "Who says so, by initials; of what a board asked or decided, its short name: trustees."
    )
    at: w.Clock | None = described(
        "The time in UTC. It only orders the records of one day.", default=None
    )
    status: w.Status | None = described("The lead's own judgement of the activity.", default=None)
    result: w.Result | None = described("Whether the KPI was met.", default=None)
    value: w.Number | None = described(
        "What was measured, in figures alone, such as 14.2.", default=None
    )
    unit: w.Text | None = described("What the figures count, such as days.", default=None)
    for_: w.Text | None = described(
        "The period (spring-2025) or milestone that it settles.", default=None
    )
    summary: w.Text | None = described(
        "How the aim or area stands, in its owner's words. It may be shown to governors.",
        default=None,
    )
    asked: w.Text | None = described(
        "What a board asked. It is open until a record with answers: and this file's name.",
        default=None,
    )
    decided: w.Text | None = described("What a board decided.", default=None)
    note: w.Text | None = described(
        "What there is to say. It may be shown to governors.", default=None
    )
    agreed: w.Text | None = described(
        "Who agreed that it is withdrawn, such as Trustees.", default=None
    )
    help_wanted: w.Text | None = described(
        "What comes next, or what help the lead asks for. It may be shown to governors.",
        label="Next, or help wanted",
        default=None,
    )
    new_date_wanted: w.Text | None = described(
        "When the lead would rather have it done, such as Summer 2025: a proposal until "
        "sipctl move writes it down.",
        default=None,
    )
    decision_wanted: w.Text | None = described(
        "What an aim's or area's owner asks others to decide.", default=None
    )
    confidential: w.Text | None = described(
        "What commands do not show unless asked. Whoever can read the files reads it.", default=None
    )
    academy: w.Academy | None = described("The academy where it was so.", default=None)
    corrects: w.RecordName | None = described(
        "The file name of a record that was a mistake and counts for nothing.", default=None
    )
    answers: w.RecordName | None = described(
        "The file name of a record in which a board asked what this one answers.", default=None
    )
    return_: w.TermKey | None = described(
        "The round of asking that it came in with, such as spring-2025. sipctl take writes it.",
        default=None,
    )
    row: w.ReturnRow | None = described(
        "Which row of the return it was: lead, id, date and six digits of the answers.",
        default=None,
    )
    evidence: tuple[w.Text, ...] = described("Links or names of documents.", default=())

    @property
    def subject(self) -> str:
        """The id that the record is about."""
        return self.activity or self.kpi or self.area or str(self.aim or "")

    @property
    def is_by_board(self) -> bool:
        """Whether a board asked or decided it, and no lead says it."""
        return self.asked is not None or self.decided is not None

    @property
    def is_of_board(self) -> bool:
        """Whether it is a board's, or only an answer to one: it says nothing of how work stands."""
        return self.is_by_board or (self.answers is not None and not self._says_how_it_stands)

    @property
    def _says_how_it_stands(self) -> bool:
        if self.activity:
            return self.status is not None
        if self.kpi:
            return self.result is not None or self.value is not None
        return bool(self.summary or self.help_wanted or self.decision_wanted)


# --- rounds/*.yaml -------------------------------------------------------------------------------


@frozen(kw_only=True)
class Round(Entry):
    """One round of asking: which term it is about, when it began, by when to answer."""

    term: w.TermKey = described("The term that the round is about, such as spring-2025.")
    asked: w.Day = described("The day on which the leads were first asked, such as 2025-03-14.")
    by: w.Day = described(
        "The day to answer by, such as 2025-03-28. What comes in later is marked late in packs."
    )
    leads: tuple[w.Initials, ...] = described(
        "Who is asked, by initials, such as [JK, SD].", default=()
    )
