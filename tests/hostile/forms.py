"""Forms as they may come back: ten thousand of them, each changed in several ways at random.

Whatever was done to a form, each answer in it is taken or said; none is taken twice; no day moves
and no status changes; what was written in the row of one thing is never recorded of another.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from support.forms import TAKEN, read_plan

from hostile.word_forms import MutatedDocument
from hostile.workbook_forms import MutatedWorkbook
from sipctl.plan.context import timing_context
from sipctl.returns.taking import preview
from sipctl.returns.taking.files import UnreadFile, read_files
from sipctl.returns.taking.forms.form_file import read_form
from sipctl.returns.taking.forms.sent_texts import SentTexts
from sipctl.returns.taking.forms.take_form import take_form
from sipctl.returns.taking.prove import proved
from sipctl.returns.taking.taken import NotTaken, RowPlace, Taking
from sipctl.views.text.screen import Screen

if TYPE_CHECKING:
    import random

    from sipctl.plan.model.entries import Plan
    from sipctl.returns.taking.files import ReturnedFile

PLAN = read_plan()
CONTEXT = timing_context(PLAN)
SENT_TEXTS = SentTexts(PLAN, CONTEXT)

Mutated = MutatedWorkbook | MutatedDocument


def mutated(seed: int) -> Mutated:
    """Of three forms two workbooks and a Word document."""
    return MutatedDocument(seed) if seed % 3 == 2 else MutatedWorkbook(seed)


def as_letter(name: str, data: bytes, pick: random.Random) -> bytes:
    """A form in the e-mail by which it came: as a reply or forwarded, with what else hangs on it."""
    letter = EmailMessage()
    letter["Subject"] = "RE: Your return"
    letter.set_content("Here it is.\n\nJ")
    letter.add_alternative("<p>Here it is.</p>", subtype="html")
    kind = pick.choice(("octet-stream", "vnd.ms-excel", "zip"))
    letter.add_attachment(data, maintype="application", subtype=kind, filename=name)
    if pick.random() < 0.5:
        letter.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif")
    if pick.random() < 0.5:
        outer = EmailMessage()
        outer["Subject"] = "FW: RE: Your return"
        outer.set_content("See below")
        outer.add_attachment(letter)
        letter = outer
    return letter.as_bytes()


# --- what must hold ----------------------------------------------------------------------------------


def read(form: Mutated) -> tuple[list[ReturnedFile], list[UnreadFile]]:
    """The form as a file, now and then in the e-mail by which it came, read back."""
    name, data = form.file()
    if form.random.random() < 0.1:
        name, data = f"{name}.eml", as_letter(name, data, form.random)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return read_files([str(path)])


def take(files: list[ReturnedFile], unread: list[UnreadFile], plan: Plan = PLAN) -> Taking:
    """What the file gives."""
    forms = [(file, read_form(file.document)) for file in files]
    refused = [(file.name, file.message) for file in unread]
    refused += [(file.name, "no form") for file, form in forms if form is None]
    taking = Taking(
        not_taken=tuple(NotTaken(RowPlace(name, ""), "", "", why, "") for name, why in refused)
    )
    sent = SENT_TEXTS if plan is PLAN else SentTexts(plan, CONTEXT)
    for file, form in forms:
        if form is not None:
            taking = taking.joined_with(take_form(file.name, form, sent, TAKEN, lambda _: None))
    return taking


def faults_of(seed: int, counts: Counter[str]) -> list[str]:
    """What did not hold of one form."""
    form = mutated(seed)
    files, unread = read(form)
    taking = take(files, unread)
    if seed % 10 == 0:
        taking = proved(taking, PLAN, CONTEXT, TAKEN)
    text = preview.render(taking, Screen())
    counts.update(
        forms=1, taken=len(taking.new), said=len(taking.not_taken), answers=len(form.answers)
    )
    counts.update(
        whole_forms_refused=any(not row.place.place and not row.head for row in taking.not_taken)
    )
    faults = [
        f"{fault} ({', '.join(form.done)})" for fault in _lost_or_changed(form, taking, text, files)
    ]
    rows = Counter((row.record.return_, row.record.row) for row in taking.new)
    faults += [f"{row} is taken twice" for row, count in rows.items() if count > 1]
    added = {
        f"records/2024-25/spring/2025-03-20-1a.1-JK-{n:06}.yaml": row.record
        for n, row in enumerate(taking.new)
    }
    again = take(files, unread, replace(PLAN, records={**PLAN.records, **added}))
    faults += [f"{row.record.row} is taken again" for row in again.new]
    return faults


def _lost_or_changed(
    form: Mutated, taking: Taking, text: str, files: list[ReturnedFile]
) -> list[str]:
    faults = []
    refused = any(
        row.head == "Answered on" or (not row.place.place and "written outside" not in row.message)
        for row in taking.not_taken
    )
    places = _places(files)
    mentioned = {_line_of(row.place.place) for row in taking.not_taken}
    for word, answer in form.answers.items():
        records = [
            row.record
            for row in taking.new
            if word in f"{row.record.note} {row.record.summary} {row.record.evidence}"
        ]
        is_said = refused or word in text or bool(mentioned & places.get(word, set()))
        if not records and not is_said and form.has(word):
            faults.append(f"{word} ({answer}) is lost")
        for record in records:
            row = (record.row or "").rpartition("/")[0]
            if row != answer.id and answer.id != "nothing":
                faults.append(f"{word} of {answer.id} is recorded of {row}")
            for key, value in answer.values.items():
                merged = not {"merge", "merge_lines"}.isdisjoint(form.done)
                struck_out = "struck out, and left out" in text
                is_gone = merged or struck_out or (key == "value" and record.result)
                allowed = (value, None) if is_gone else (value,)
                if key == "date" and (merged or struck_out):  # the day of taking counts
                    allowed = (value, TAKEN)
                if getattr(record, key) not in allowed:
                    faults.append(f"{word}: {key} {value} became {getattr(record, key)}")
    return faults


def _places(files: list[ReturnedFile]) -> dict[str, set[str]]:
    """The lines in which each word stands, as they are called when something is said of them."""
    places: dict[str, set[str]] = {}
    for table in (table for file in files for table in file.document.tables):
        for row in table.rows:
            for cell in row:
                for word in re.findall(r"w\d+x\d+x", " ".join((cell.text, *cell.notes))):
                    places.setdefault(word, set()).add(_line_of(cell.place))
    return places


def _line_of(place: str) -> str:
    """The row of a sheet (`KPIs!3`) or CSV, the table of a Word form, of a place in it."""
    if place.startswith("table "):
        return place.partition(",")[0]
    sheet, _, cell = place.rpartition("!")
    numbers = re.findall(r"[0-9]+", cell if sheet else place)
    return f"{sheet}!{numbers[0] if numbers else 0}"


def main(count: int = 10_000, first: int = 0, every: int = 1000) -> int:
    """Changes and takes `count` forms; 1 if anything did not hold. Prints the counts `every` so many."""
    counts: Counter[str] = Counter()
    bad = 0
    for seed in range(first, first + count):
        try:
            faults = faults_of(seed, counts)
        except Exception as error:
            faults = [f"traceback: {error!r}"]
            counts["tracebacks"] += 1
        bad += bool(faults)
        for fault in faults:
            print(f"form {seed}: {fault}", flush=True)
        if (seed - first + 1) % every == 0:
            print(f"{seed - first + 1} forms: {dict(counts)}; {bad} with faults", flush=True)
    print(f"{count} forms: {dict(counts)}; {bad} with faults")
    return 1 if bad else 0
