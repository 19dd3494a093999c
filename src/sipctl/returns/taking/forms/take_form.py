"""A form that came back → what each of its rows becomes, if it is of this plan and round."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from sipctl.plan.english import excerpt
from sipctl.plan.model.entries import Activity, Aim, Area, Kpi
from sipctl.plan.state.resolve import match
from sipctl.plan.state.typed_day import days_meant
from sipctl.returns import layout
from sipctl.returns.taking.cells import days
from sipctl.returns.taking.cells.answers import Unclear
from sipctl.returns.taking.forms.form_file import same_words
from sipctl.returns.taking.forms.own_words import added_text_finder
from sipctl.returns.taking.forms.rows import AnswerRow, FormFacts, RowReader
from sipctl.returns.taking.forms.sent_texts import SHOWN, one_line
from sipctl.returns.taking.taken import (
    NotTaken,
    ProposedRecord,
    RowPlace,
    Taking,
    unclear,
    without_contradictions,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from sipctl.returns.taking.forms.form_file import FormFile, FormRow
    from sipctl.returns.taking.forms.rows import Ask
    from sipctl.returns.taking.forms.sent_texts import SentTexts


def take_form(file: str, form: FormFile, sent: SentTexts, today: date, ask: Ask) -> Taking:
    """What the rows of a form become; one `NotTaken` for a form of another plan or an older round.

    `sent` are the texts of the plan's forms as they went out.
    """
    reader = _FormReader(file, form, sent, today, ask)
    fault = reader.fault()
    return Taking(not_taken=(fault,)) if fault else reader.take()


def answer_key(row: ProposedRecord) -> Hashable:
    """The round and row that a record answers: different records of one key contradict."""
    return row.record.return_, (row.record.row or "").rpartition("/")[0]


class _FormReader:
    """Reads one form against the plan."""

    def __init__(self, file: str, form: FormFile, sent: SentTexts, today: date, ask: Ask) -> None:
        self.file, self.form, self.sent = file, form, sent
        self.plan, self.context = sent.plan, sent.context
        self.today, self.ask = today, ask
        owners = (layout.row_parts(row.row_id) for row in form.rows)
        self.row_leads = list(dict.fromkeys(parts[0] for parts in owners if parts))
        self.lead = form.facts.get("lead") or (self.row_leads[0] if self.row_leads else "")
        self.term = form.facts.get("round") or self._newest_round()

    # --- whether it is of this plan and round -----------------------------------------------------

    def fault(self) -> NotTaken | None:
        """Why nothing of the form can be taken; None if it can."""
        why = self._version() or self._plan() or self._lead() or self._round()
        return unclear(RowPlace(self.file, ""), "", "", why) if why else None

    def _version(self) -> Unclear | None:
        version = self.form.facts.get("version", layout.FORM_VERSION)
        if version == layout.FORM_VERSION:
            return None
        message = (
            f"this is a form of version {version}, and this sipctl reads {layout.FORM_VERSION}"
        )
        return Unclear(message, "ask again, with the sipctl that takes the answers")

    def _plan(self) -> Unclear | None:
        """Why the form is of another plan, by trust, title and years; None if it is of this one."""
        about = self.plan.about
        own = {"trust": about.body.name, "plan": about.title}
        own |= {"from": str(about.runs.from_), "to": str(about.runs.to)}
        for name, value in own.items():
            fact = self.form.facts.get(name)
            if fact and not same_words(fact, value) and not _same_day(fact, value):
                word = layout.FACTS[name]
                message = (
                    f'this form is of another plan: under {word} it says "{fact}", not "{value}"'
                )
                return Unclear(message, "take it where that plan is: --plan DIR")
        return None

    def _lead(self) -> Unclear | None:
        known = match(self.lead, self.plan.people.leads)
        if known is None:
            message = f'this form is of "{self.lead}", whom people.yaml does not know'
            return Unclear(message, "correct the initials on its last sheet, or add the lead")
        self.lead = known
        return None

    def _round(self) -> Unclear | None:
        """Why the form is of no round that can be answered now; None if it is of one."""
        if not self.term:
            message = "this form does not say of which round it is"
            return Unclear(message, _WHOLE_FORM)
        term = self.context.calendar.term(self.term)
        if term is None:
            message = f'this form is of "{self.term}", which is no term of this plan'
            return Unclear(message, "correct the round on its last sheet")
        newest = self.context.calendar.term(self._newest_round())
        if newest and term.starts < newest.starts:
            message = (
                f"this is a form of {self.term}, and {self.lead} has been asked for {newest.key}"
            )
            return Unclear(message, "it is old: put down with sipctl record what still counts")
        return None

    def _newest_round(self) -> str:
        """The term of the newest round in which the lead was asked; "" for none."""
        asked = [asking for asking in self.plan.rounds.values() if self.lead in asking.leads]
        return max(asked, key=lambda asking: asking.asked).term if asked else ""

    # --- its rows --------------------------------------------------------------------------------

    def take(self) -> Taking:
        """What each row becomes, and what else is written in the form."""
        day = self._day()
        if isinstance(day, NotTaken):
            return Taking(not_taken=(day,))
        dates = [row.answers[key] for row in self.form.rows for key in row.answers if key in _DATES]
        reader = RowReader(
            FormFacts(self.lead, self.term, self._made()),
            *(self.plan, self.context, self.today),
            day=day,
            month_first=any(days.is_month_first(cell.text) for cell in dates),
            ask=self.ask,
        )
        proposed: list[ProposedRecord] = []
        not_taken: list[NotTaken] = []
        for row in self.form.rows:
            result = self._row(reader, row)
            proposed += [result] if isinstance(result, ProposedRecord) else []
            not_taken += result if isinstance(result, list) else []
            not_taken += self._texts_beside_answers(row)
        kept, doubled = without_contradictions(proposed, answer_key)
        not_taken += [*doubled, *self._texts_outside_rows()]
        return Taking(tuple(kept), tuple(not_taken), tuple(self._notices()))

    def _day(self) -> date | NotTaken | None:
        """The day that all answers are of; None if none is given; why, if it cannot be read."""
        cell = self.form.answered_on
        if cell is None:
            return None
        first = self.plan.about.runs.from_
        day = days.read_day(cell.text, self.today, first)
        if not isinstance(day, Unclear):
            return day
        return unclear(RowPlace(self.file, cell.place), "", "Answered on", day)

    def _made(self) -> date:
        """The day on which the form was made: where it does not say, that of the round."""
        asked = self.form.facts.get("asked", "")
        meant = days_meant(asked, self.today) if asked else ()
        if len(meant) == 1:
            return meant[0]
        rounds = {asking.term: asking.asked for asking in self.plan.rounds.values()}
        return rounds.get(self.term, self.plan.about.runs.from_)

    def _row(self, reader: RowReader, row: FormRow) -> ProposedRecord | list[NotTaken] | None:
        """What a row becomes: nothing where nobody answered it."""
        answers = {key: cell for key, cell in row.answers.items() if cell.text or cell.link}
        if not answers:
            return None
        parts = layout.row_parts(row.row_id)
        why = self._misplaced(row, parts)
        if why or parts is None:
            place = RowPlace(self.file, row.place)
            subject = parts[1] if parts else ""
            return [unclear(place, subject, "", why or Unclear("", ""))]
        heads = {column.field: column.heading for column in row.part.answers}
        place = RowPlace(self.file, row.place)
        return reader.read(AnswerRow(place, parts[1], parts[2], answers, heads))

    def _misplaced(self, row: FormRow, parts: tuple[str, str, str] | None) -> Unclear | None:
        """Why a row is not the one that its id says, or has no id; None if it is."""
        number = row.text("id")
        if parts is None:
            message = "this row was added, or has lost what stands under Row"
            return Unclear(
                message, f"put it down with sipctl record {number or 'ID'}, or sipctl add"
            )
        lead, name, key = parts
        if not same_words(lead, self.lead):
            message = f"this row is of {lead}'s form, and the form is {self.lead}'s"
            return Unclear(message, f"let {lead} answer it")
        if number and not same_words(number, name):
            message = f"this row says {number} at its beginning and {name} at its end"
            return Unclear(message, _WHOLE_ROWS)
        other = self._other_title(row, name) or self._other_milestone(row, name, key)
        if other:
            own = f"{name} {key}".rstrip()
            message = f"this row has the title of {other}, and it is the row of {own}"
            return Unclear(message, _WHOLE_ROWS)
        if self.form.facts and (number or self._has_title(row, name)):
            return self._without_heading(row)
        if not self._has_title(row, name):
            return Unclear(f"this row does not have the title of {name}", _WHOLE_FORM)
        return self._without_heading(row)

    def _without_heading(self, row: FormRow) -> Unclear | None:
        """Why a text in a row may be an answer that has lost its heading; None if none may be."""
        beside = next((cell.text for _, cell in row.others if cell.text), "")
        lost = [column.heading for column in row.part.answers if column.id not in row.cells]
        if not beside or not lost:
            return None
        message = (
            f'"{excerpt(beside)}" stands under no heading of the form, and "{lost[0]}" is missing'
        )
        return Unclear(message, "put the heading back over its column")

    def _other_title(self, row: FormRow, name: str) -> str:
        """The id of another thing whose title a row has; "" for its own or an unknown title."""
        what = _words(row.text("what"))
        if not what or self._has_title(row, name):
            return ""
        for thing in self.plan.walk(Activity, Kpi, Area, Aim):
            title = _words(thing.title)
            if what == title or what.endswith(f": {title}"):
                return thing.id
        return ""

    def _other_milestone(self, row: FormRow, name: str, key: str) -> str:
        """The other milestone of an activity that a row's title begins with; "" for none."""
        thing = self.plan.find(name)
        labels = thing.entry.when if thing and isinstance(thing.entry, Activity) else {}
        what = _words(row.text("what"))
        named = [label for label in labels if label and what.startswith(f"{_words(label)}: ")]
        return named[0] if key in labels and named and key not in named else ""

    def _has_title(self, row: FormRow, name: str) -> bool:
        """Whether a row has the title of an id; True for an id that the plan does not have."""
        thing = self.plan.find(name)
        return thing is None or _words(thing.title) in _words(row.text("what"))

    # --- what else is written in it --------------------------------------------------------------

    def _texts_beside_answers(self, row: FormRow) -> Iterator[NotTaken]:
        """Texts and comments in a row where no answer is asked for."""
        parts = layout.row_parts(row.row_id)
        name = parts[1] if parts else ""
        for head, cell in row.others:
            if cell.text:
                message = f'"{excerpt(cell.text)}" stands under no heading of the form'
                why = Unclear(message, "move it to one of the form's own cells")
                yield unclear(RowPlace(self.file, cell.place), name, head, why)
        for cell in (*row.cells.values(), *(cell for _, cell in row.others)):
            for note in cell.notes:
                why = Unclear(f'a comment says "{excerpt(note)}"', "type it into a cell of the row")
                yield unclear(RowPlace(self.file, cell.place), name, "", why)

    def _texts_outside_rows(self) -> Iterator[NotTaken]:
        """Texts that people wrote in the form outside its rows."""
        term = self.context.calendar.term(self.term)
        if term is None:
            return
        added_text = added_text_finder(self.plan, term, self.lead, self.form.facts, self.form.rows)
        day = self.form.answered_on
        texts = [(cell.place, cell.text) for cell in self.form.texts if cell is not day]
        texts += [(cell.place, note) for cell in self.form.texts for note in cell.notes]
        for place, text in (*texts, *(("", line) for line in self.form.loose)):
            written = added_text(text)
            if written and not (day and (place, text) == (day.place, day.text)):
                message = f'"{excerpt(written)}" is written outside the rows of the form'
                why = Unclear(message, "move it to a cell of a row")
                yield unclear(RowPlace(self.file, place), "", "", why)

    def _notices(self) -> Iterator[str]:
        """Sentences on what somebody should know of the form as a whole."""
        yield from (f"{self.file}: {sentence}" for sentence in self.form.left_out)
        if not self.form.facts:
            yield (
                f"{self.file} does not say of which plan and round it is: read as {self.lead}'s of"
                f" {self.term}"
            )
        elif self.term not in [asking.term for asking in self.plan.rounds.values()]:
            yield f"{self.file}: this plan has no round of {self.term}; it is taken all the same"
        if not any(cell.text for row in self.form.rows for cell in row.answers.values()):
            yield f"{self.file}: nothing is filled in"
        stem = PurePath(self.file).stem
        if stem in self.plan.people.leads and stem != self.lead:
            yield f"{self.file} is named after {stem}, and it is {self.lead}'s form"
        yield from self._written_over()

    def _written_over(self) -> Iterator[str]:
        """Sentences on texts in cells that are only shown which the form was not sent with."""
        term = self.context.calendar.term(self.term)
        texts = self.sent.texts_of(self.lead, term, self._made()) if term else ()
        for row in self.form.rows if texts else ():
            for column in row.part.columns:
                text = row.text(column.id)
                if column.id not in SHOWN or not text or one_line(text) in texts:
                    continue
                place = f"{self.file}, {row.cells[column.id].place}"
                what = f'"{excerpt(text)}" under {column.heading} is not what the form said'
                yield f"{place}: {what}; it is not taken{_command_instead(column.id, row)}"


def _command_instead(column: str, row: FormRow) -> str:
    """The command that changes a title or a date that somebody wrote over; "" for other columns."""
    parts = layout.row_parts(row.row_id)
    command = {"what": "set {} title", "when": "move {}"}.get(column)
    return f" (sipctl {command.format(parts[1])})" if parts and command else ""


_DATES = ("date", "new_date_wanted")
_WHOLE_FORM = "take the form itself, as .xlsx or .docx, and not one sheet of it"
_WHOLE_ROWS = "sort whole rows, not some of their columns; then take it again"


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _same_day(text: str, value: str) -> bool:
    """Whether a text is the day `value`, perhaps in another format that a spreadsheet gave it."""
    return value[:1].isdigit() and value in map(str, days_meant(text, date.max))
