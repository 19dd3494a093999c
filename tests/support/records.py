"""What the tests of recording share: a plan, a day, and how records are read back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.store.files import plan_files
from sipctl.store.files.folder import Folder
from sipctl.store.load import load
from support.calendars import WITHOUT_HALF_TERMS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Result

    from sipctl.plan.model.entries import Record

PLAN = {
    "plan.yaml": "title: A plan\ntrust: {name: T}\nruns: {from: 2024-09-01, to: 2027-08-31}\n"
    "kpis: [{id: t.k1, measure: Staff stay, monitored: annually}]\n",
    "people.yaml": "leads: {JK: {}, SD: {}, 'NO': {}}\nacademies: {WPSA: {}}\n",
    "calendar.yaml": WITHOUT_HALF_TERMS,
    "aims/1-teaching.yaml": """\
id: 1
title: Teaching
areas:
  - id: 1a
    title: Reading
    activities:
      - {id: 1a.1, title: Choose a scheme, leads: [JK], when: Spring 2025}
      - id: 1a.2
        title: Tell parents
        leads: [JK]
        when: {Launch: January 2025, Develop further: Spring and Summer 2025}
      - {id: 1a.3, title: Listen to readers, leads: [SD], when: termly from Autumn 2024}
      - {id: 1a.4, title: Buy books, leads: [SD], when: ad hoc}
    kpis:
      - {id: 1a.k1, measure: Reading ages, baseline: Autumn 2024, monitored: termly from Spring 2025}
""",
    "aims/2-people.yaml": "id: 2\ntitle: People\nareas:\n  - id: 2a\n    title: HR\n"
    "    activities:\n      - {id: 2a.2, title: HR software, leads: [JK], when: Spring 2025}\n",
}
DAY = ("--by", "JK", "--as-of", "2025-03-04")


def records_in(top: Path) -> list[Record]:
    """The records of a plan, which has to load."""
    contents = plan_files.read(Folder(top / "plan", "plan"))
    loaded = load([s for s in contents.sources if s.path.startswith("records/")])
    assert loaded.faults == ()
    return [file.model for file in loaded.files.values()]


def output(result: Result) -> str:
    """What a command that went well said, the digits of file names made the same."""
    assert (result.code, result.err) == (0, "")
    return re.sub(r"-[0-9a-f]{6}\.yaml", "-digits.yaml", result.out)


def refusal(result: Result, top: Path, code: int = 2) -> str:
    """What a refused command printed to stderr: it wrote no record."""
    assert (result.code, result.out) == (code, "")
    assert not (top / "plan/records").exists()
    return result.err
