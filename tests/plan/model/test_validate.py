"""What does not fit a plan's models is told in plain words: every fault of a file, whole."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from support.each_row import each_row

from sipctl.plan.model import entries as m
from sipctl.plan.model.validation import messages, validate
from sipctl.plan.model.validation.file_kinds import FILE_MODELS
from sipctl.store.yaml.read import Source
from sipctl.store.yaml.read import read as parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.faults import Fault

PLAN = "title: a\nruns: {from: 2024-09-01, to: 2027-08-31}\ntrust: {name: X}\n"
AIM = (
    "id: 1\ntitle: t\nareas:\n  - id: 1a\n    title: x\n    activities:\n"
    "      - id: 1a.1\n        title: y\n"
)
RECORD = "activity: 1a.1\ndate: 2025-03-04\nby: JK\nstatus: on-track\n"

# Kind of file, text, and of each fault: its route (# where it stands at the key), slug, message, help.
CASES = [
    ("plan", PLAN, []),
    (
        "plan",
        "titel: a\n",
        [
            ("", "missing-key", 'this file has no "runs"', "add runs: …"),
            (
                "titel#",
                "unknown-key",
                '"titel" is not something a plan can say here',
                'did you mean "title"?',
            ),
        ],
    ),
    (
        "plan",
        PLAN + "kpis: a\n",
        [
            (
                "kpis",
                "wrong-shape",
                '"kpis" should be a list',
                "write a line for each under it, beginning with a hyphen and a space",
            )
        ],
    ),
    (
        "plan",
        PLAN + "kpis: {a: b}\n",
        [
            (
                "kpis",
                "wrong-shape",
                '"kpis" should be a list',
                "put a hyphen and a space in front of the first line of each, as lists have",
            )
        ],
    ),
    (
        "plan",
        PLAN + "kpis: [a]\n",
        [
            (
                "kpis/0",
                "wrong-shape",
                'one of "kpis" should be lines that each have a name and a colon',
                "begin it with id: …, and line the rest up under that",
            )
        ],
    ),
    (
        "plan",
        PLAN + "kpis: [{id: 2a.k1}]\n",
        [("kpis/0#", "missing-key", 'KPI 2a.k1 has no "measure"', "add measure: …")],
    ),
    (
        "plan",
        PLAN + "mission: text\n",
        [
            (
                "mission",
                "wrong-shape",
                '"mission" should be a list',
                "write a line for each under it, beginning with a hyphen and a space",
            )
        ],
    ),
    (
        "plan",
        PLAN + "mission: [[a]]\n",
        [
            (
                "mission/0",
                "wrong-shape",
                'one of "mission" should be text, not a list',
                "write one text here; if it has [ in it, put quotes round it",
            )
        ],
    ),
    (
        "plan",
        PLAN + 'mission: [a, ""]\n',
        [
            (
                "mission/1",
                "empty-value",
                'one of "mission" is empty',
                "write something, or leave the line out",
            )
        ],
    ),
    (
        "plan",
        PLAN + "mission:\n  - a\n  -\n",
        [
            (
                "mission/1",
                "empty-value",
                'one of "mission" is empty',
                "write something after its hyphen, or take it out",
            )
        ],
    ),
    (
        "plan",
        PLAN + 'vision: ""\n',
        [("vision", "empty-value", '"vision" is empty', "write something, or leave the line out")],
    ),
    ("plan", PLAN + "vision:\n", []),
    (
        "plan",
        PLAN + "vision: [a]\n",
        [
            (
                "vision",
                "wrong-shape",
                '"vision" should be text, not a list',
                "write one text here; if it has [ in it, put quotes round it",
            )
        ],
    ),
    (
        "plan",
        PLAN + "vision: {a: b}\n",
        [
            (
                "vision",
                "wrong-shape",
                '"vision" should be text, not a group of lines',
                "write one text here; if it has a colon or { in it, put quotes round it",
            )
        ],
    ),
    (
        "plan",
        PLAN + "values: [{name: a, nolan: x}]\n",
        [("values/0/nolan", "wrong-shape", '"nolan" should be a list', "write [x]")],
    ),
    (
        "plan",
        PLAN + "settings: a\n",
        [
            (
                "settings",
                "wrong-shape",
                '"settings" should be lines that each have a name and a colon',
                "write review: … on a line under it, two spaces further in; or {} if there is nothing to say",
            )
        ],
    ),
    (
        "plan",
        PLAN + "settings:\n",
        [
            (
                "settings#",
                "empty-value",
                '"settings" has nothing after it',
                "write review: … on a line under it, two spaces further in; or {} if there is nothing to say",
            )
        ],
    ),
    (
        "plan",
        PLAN + "settings: {due_soon: 14}\n",
        [("settings/due_soon", "wrong-text", '"14" is not a stretch of days', "such as 14 days")],
    ),
    (
        "plan",
        PLAN + "settings: {colours: {complete: Blue!, x: [a]}}\n",
        [
            (
                "settings/colours/complete",
                "wrong-text",
                '"Blue!" is not a short name',
                "small letters, digits and hyphens, such as far",
            ),
            (
                "settings/colours/x",
                "wrong-shape",
                '"x" should be a short name, not a list',
                "small letters, digits and hyphens, such as far",
            ),
        ],
    ),
    (
        "plan",
        PLAN + "settings: {colours: x}\n",
        [
            (
                "settings/colours",
                "wrong-shape",
                '"colours" should be lines that each have a name and a colon',
                "write a line for each under it, such as on-track: green",
            )
        ],
    ),
    (
        "plan",
        PLAN + "settings: {colour: x}\n",
        [
            (
                "settings/colour#",
                "unknown-key",
                '"colour" is not something a plan can say here',
                'did you mean "colours"?',
            )
        ],
    ),
    (
        "plan",
        "title: a\nruns: 2024\ntrust: X\n",
        [
            (
                "trust",
                "wrong-shape",
                '"trust" should be lines that each have a name and a colon',
                "write name: … on a line under it, two spaces further in",
            ),
            (
                "runs",
                "wrong-shape",
                '"runs" should be lines that each have a name and a colon',
                "write from: … on a line under it, two spaces further in",
            ),
        ],
    ),
    (
        "plan",
        "title: a\nruns: {from: 2024-02-30}\nschool: {}\n",
        [
            ("school#", "missing-key", '"school" has no "name"', "add name: …"),
            (
                "runs/from",
                "bad-date",
                '"2024-02-30" is not a date',
                "write a date as year-month-day, such as 2025-03-04",
            ),
            ("runs#", "missing-key", '"runs" has no "to"', "add to: …"),
        ],
    ),
    (
        "plan",
        "title: a\nruns: {from: 1 Sept 2024, to: }\nschool: {nam: x}\n",
        [
            (
                "school/nam#",
                "unknown-key",
                '"nam" is not something a plan can say here',
                'did you mean "name"?',
            ),
            (
                "runs/from",
                "bad-date",
                '"1 Sept 2024" is not a date',
                "write a date as year-month-day, such as 2025-03-04",
            ),
            (
                "runs/to#",
                "empty-value",
                '"to" has nothing after it',
                "write a date as year-month-day, such as 2025-03-04",
            ),
        ],
    ),
    (
        "plan",
        PLAN + "school: {name: y}\n",
        [
            (
                "school#",
                "missing-key",
                "this plan is a trust's or a school's, not both",
                "take trust: or school: out",
            )
        ],
    ),
    (
        "plan",
        "title: a\nruns: {from: 2024-09-01, to: 2027-08-31}\n",
        [
            (
                "",
                "missing-key",
                "this file does not say whose plan it is",
                "add trust: {name: …}, or school: {name: …} for a single school",
            )
        ],
    ),
    (
        "plan",
        "x\n",
        [
            (
                "",
                "wrong-shape",
                "this file should be lines that each have a name and a colon",
                "give it at least title:, trust: {name: …} and runs: {from: …, to: …}",
            )
        ],
    ),
    (
        "plan",
        "[a]\n",
        [
            (
                "",
                "wrong-shape",
                "this file should be lines that each have a name and a colon",
                "give it at least title:, trust: {name: …} and runs: {from: …, to: …}",
            )
        ],
    ),
    (
        "plan",
        "# c\n",
        [
            (
                "",
                "empty-file",
                "this file is empty",
                "give it at least title:, trust: {name: …} and runs: {from: …, to: …}",
            )
        ],
    ),
    (
        "plan",
        "{}\n",
        [
            ("", "missing-key", 'this file has no "title"', "add title: …"),
            ("", "missing-key", 'this file has no "runs"', "add runs: …"),
        ],
    ),
    (
        "people",
        "leads: [JK]\n",
        [
            (
                "leads",
                "wrong-shape",
                '"leads" should be lines that each have a name and a colon',
                "write a line for each under it, such as JK: {}",
            )
        ],
    ),
    (
        "people",
        "leads: {J K: {}, JK: x, AB: [a], CD: {grp: true}, EF: {group: yes}, GH: {left: soon}, IJ: }\n",
        [
            (
                "leads/J K#",
                "bad-name",
                '"J K" is not a lead\'s initials',
                "letters and digits, no spaces, such as JK",
            ),
            (
                "leads/JK",
                "wrong-shape",
                '"JK" should be lines that each have a name and a colon',
                "write role: … on a line under it, two spaces further in; or {} if there is nothing to say",
            ),
            (
                "leads/AB",
                "wrong-shape",
                '"AB" should be lines that each have a name and a colon',
                "write role: … on a line under it, two spaces further in; or {} if there is nothing to say",
            ),
            (
                "leads/CD/grp#",
                "unknown-key",
                '"grp" is not something a plan can say here',
                'did you mean "group"?',
            ),
            ("leads/EF/group", "wrong-text", '"yes" is not true or false', "write true or false"),
            (
                "leads/GH/left",
                "bad-date",
                '"soon" is not a date',
                "write a date as year-month-day, such as 2025-03-04",
            ),
            (
                "leads/IJ#",
                "empty-value",
                '"IJ" has nothing after it',
                "write role: … on a line under it, two spaces further in; or {} if there is nothing to say",
            ),
        ],
    ),
    (
        "people",
        "leads:\n",
        [
            (
                "leads#",
                "empty-value",
                '"leads" has nothing after it',
                "write a line for each under it, such as JK: {}",
            )
        ],
    ),
    (
        "people",
        "trustees: [{name: a, links: [{role: x, oversees: [one]}]}]\n",
        [
            (
                "trustees/0/links/0/oversees/0",
                "wrong-text",
                '"one" is not an aim\'s number',
                "write the number, such as 2",
            )
        ],
    ),
    (
        "people",
        "trustees: {name: a}\n",
        [
            (
                "trustees",
                "wrong-shape",
                '"trustees" should be a list',
                "put a hyphen and a space in front of the first line of each, as lists have",
            )
        ],
    ),
    (
        "people",
        "trustees: [{links: []}]\n",
        [("trustees/0#", "missing-key", 'this trustee has no "name"', "add name: …")],
    ),
    (
        "people",
        "committees: [{id: Far, name: x, oversees: 5}]\n",
        [
            (
                "committees/0/id",
                "wrong-text",
                '"Far" is not a short name',
                "small letters, digits and hyphens, such as far",
            ),
            ("committees/0/oversees", "wrong-shape", '"oversees" should be a list', "write [5]"),
        ],
    ),
    (
        "people",
        "academies: {W PSA: {}, X: {nme: y}}\n",
        [
            (
                "academies/W PSA#",
                "bad-name",
                '"W PSA" is not an academy\'s short name',
                "letters and digits, such as WPSA",
            ),
            (
                "academies/X/nme#",
                "unknown-key",
                '"nme" is not something a plan can say here',
                'did you mean "name"?',
            ),
        ],
    ),
    (
        "people",
        "academies: [WPSA]\n",
        [
            (
                "academies",
                "wrong-shape",
                '"academies" should be lines that each have a name and a colon',
                "write a line for each under it, such as WPSA: {}",
            )
        ],
    ),
    ("calendar", "years: {}\n", []),
    ("calendar", "closed: []\n", [("", "missing-key", 'this file has no "years"', "add years: …")]),
    (
        "calendar",
        "years: {2024: {}}\n",
        [("years/2024#", "bad-name", '"2024" is not an academic year', "such as 2024/25")],
    ),
    (
        "calendar",
        "years: {2024/25: {autumn: {starts: 2024-09-02, ends: 2024-12-20, half_term: [2024-10-28]}}}\n",
        [
            (
                "years/2024/25/autumn/half_term",
                "wrong-shape",
                '"half_term" should be two dates: its first and its last day',
                "write the two in brackets, such as [2024-10-28, 2024-11-01]",
            )
        ],
    ),
    (
        "calendar",
        "years: {2024/25: {autumn: {starts: 2024-09-02, ends: 2024-12-20, half_term: [2024-10-28, 2024-10-29, 2024-10-30]}}}\n",
        [
            (
                "years/2024/25/autumn/half_term",
                "wrong-shape",
                '"half_term" should be two dates: its first and its last day',
                "write the two in brackets, such as [2024-10-28, 2024-11-01]",
            )
        ],
    ),
    (
        "calendar",
        "years: {2024/25: {autumn: {starts: 2024-09-02, ends: 2024-12-20, half_term: 2024-10-28}}}\n",
        [
            (
                "years/2024/25/autumn/half_term",
                "wrong-shape",
                '"half_term" should be two dates: its first and its last day',
                "write the two in brackets, such as [2024-10-28, 2024-11-01]",
            )
        ],
    ),
    (
        "calendar",
        "years: {2024/25: {autumn: {starts: 2024-09-02, end: 2024-12-20}, Autumn 2: {starts: 1, ends: 2}, provisional: maybe}}\n",
        [
            (
                "years/2024/25/provisional",
                "wrong-text",
                '"provisional" is true or false',
                "write provisional: true, or take the line out",
            )
        ],
    ),
    (
        "calendar",
        "years: {2024/25: {autumn: x}}\n",
        [
            (
                "years/2024/25/autumn",
                "wrong-shape",
                '"autumn" should be lines that each have a name and a colon',
                "write starts: … on a line under it, two spaces further in",
            )
        ],
    ),
    (
        "calendar",
        "years: {2024/25: x, 2025/26: }\n",
        [
            (
                "years/2024/25",
                "wrong-shape",
                "an academic year is a group of terms",
                "write a line for each term under it: autumn: {starts: …, ends: …}",
            ),
            (
                "years/2025/26#",
                "empty-value",
                '"2025/26" has nothing after it',
                "write a line for each term under it: autumn: {starts: …, ends: …}",
            ),
        ],
    ),
    (
        "calendar",
        "years: {2024/25: {provisional: }}\n",
        [
            (
                "years/2024/25/provisional#",
                "empty-value",
                '"provisional" has nothing after it',
                "write provisional: true, or take the line out",
            )
        ],
    ),
    (
        "calendar",
        "years: {2024/25: {autumn: {starts: 2024-09-02, ends: 2024-12-20, half_term: []}}}\nclosed: 2024-12-25\nmeetings: {Lgb: {name: x}, far: {every: 1, dates: [x]}}\n",
        [
            (
                "years/2024/25/autumn/half_term",
                "wrong-shape",
                '"half_term" should be two dates: its first and its last day',
                "write the two in brackets, such as [2024-10-28, 2024-11-01]",
            ),
            ("closed", "wrong-shape", '"closed" should be a list', "write [2024-12-25]"),
            (
                "meetings/Lgb#",
                "bad-name",
                '"Lgb" is not a short name',
                "small letters, digits and hyphens, such as far",
            ),
            ("meetings/far#", "missing-key", '"far" has no "name"', "add name: …"),
            (
                "meetings/far/dates/0",
                "bad-date",
                '"x" is not a date',
                "write a date as year-month-day, such as 2025-03-04",
            ),
        ],
    ),
    (
        "calendar",
        "years: [a]\n",
        [
            (
                "years",
                "wrong-shape",
                '"years" should be lines that each have a name and a colon',
                "write a line for each under it, such as 2024/25: and its terms under it",
            )
        ],
    ),
    ("aim", AIM, []),
    (
        "aim",
        "id: one\n",
        [
            ("id", "wrong-text", '"one" is not an aim\'s number', "write the number, such as 2"),
            ("", "missing-key", 'this file has no "title"', "add title: …"),
        ],
    ),
    (
        "aim",
        "id: 1.0\ntitle: x\n",
        [("id", "wrong-text", '"1.0" is not an aim\'s number', "write the number, such as 2")],
    ),
    (
        "aim",
        AIM + "        when: [a]\n",
        [
            (
                "areas/0/activities/0/when",
                "wrong-shape",
                "a time is one phrase, or a phrase for each milestone",
                'write one phrase, such as "Spring 2025", or lines such as Launch: January 2025',
            )
        ],
    ),
    (
        "aim",
        AIM + "        status: green\n",
        [
            (
                "areas/0/activities/0/status#",
                "unknown-key",
                '"status" is not something a plan can say here',
                "take it out: what has happened is put down with sipctl record",
            )
        ],
    ),
    ("aim", AIM + "        when:\n", []),
    (
        "aim",
        AIM + "        when: {Launch: , b: [x]}\n",
        [
            (
                "areas/0/activities/0/when/Launch#",
                "empty-value",
                '"Launch" has nothing after it',
                'write one phrase, such as "Spring 2025", or lines such as Launch: January 2025',
            )
        ],
    ),
    (
        "aim",
        AIM + "        when: {}\n",
        [
            (
                "areas/0/activities/0/when",
                "wrong-shape",
                "a time is one phrase, or a phrase for each milestone",
                'write one phrase, such as "Spring 2025", or lines such as Launch: January 2025',
            )
        ],
    ),
    (
        "aim",
        AIM + "        lead: JK\n",
        [
            (
                "areas/0/activities/0/lead#",
                "unknown-key",
                '"lead" is not something a plan can say here',
                'did you mean "leads"?',
            )
        ],
    ),
    (
        "aim",
        AIM + "        leads: JK\n",
        [("areas/0/activities/0/leads", "wrong-shape", '"leads" should be a list', "write [JK]")],
    ),
    (
        "aim",
        AIM + "        leads: JK, KH\n",
        [
            (
                "areas/0/activities/0/leads",
                "wrong-shape",
                '"leads" should be a list',
                "write [JK, KH]",
            )
        ],
    ),
    (
        "aim",
        AIM + "        leads: [JK KH]\n",
        [
            (
                "areas/0/activities/0/leads/0",
                "wrong-text",
                '"JK KH" is not a lead\'s initials',
                "write [JK, KH]",
            )
        ],
    ),
    (
        "aim",
        AIM + "        leads:\n          -JK\n",
        [
            (
                "areas/0/activities/0/leads",
                "wrong-shape",
                '"leads" should be a list',
                "a space is needed after each hyphen",
            )
        ],
    ),
    (
        "aim",
        AIM + "        moved: [{from: x}]\n",
        [
            (
                "areas/0/activities/0/moved/0#",
                "missing-key",
                'this move has no "date"',
                "add date: …",
            )
        ],
    ),
    (
        "aim",
        AIM + "        moved: {from: x}\n",
        [
            (
                "areas/0/activities/0/moved",
                "wrong-shape",
                '"moved" should be a list',
                "put a hyphen and a space in front of the first line of each, as lists have",
            )
        ],
    ),
    (
        "aim",
        AIM + "        see: [x]\n        after: [1a]\n        priority: p1\n",
        [
            (
                "areas/0/activities/0/priority",
                "wrong-text",
                '"p1" is not a priority\'s id',
                "such as 2a.p1",
            ),
            (
                "areas/0/activities/0/after/0",
                "wrong-text",
                '"1a" is not an activity\'s id',
                "such as 2a.3",
            ),
            (
                "areas/0/activities/0/see/0",
                "wrong-text",
                "\"x\" is not an activity's or KPI's id",
                "such as 2a.3 or 2a.k1",
            ),
        ],
    ),
    (
        "aim",
        AIM + '        zzz: 1\n        again: \n        "some more text": \n',
        [
            (
                "areas/0/activities/0/zzz#",
                "unknown-key",
                '"zzz" is not something a plan can say here',
                "known here: academies, after, answered, came_from, detail, id, leads, led, moved, priority, query, resources, see, starts, success, title, when",
            ),
            (
                "areas/0/activities/0/again#",
                "unknown-key",
                '"again" is not something a plan can say here',
                "if it is the rest of a text with a comma, put quotes round the whole text",
            ),
            (
                "areas/0/activities/0/some more text#",
                "unknown-key",
                '"some more text" is not something a plan can say here',
                "if it is the rest of a text with a comma, put quotes round the whole text",
            ),
        ],
    ),
    (
        "aim",
        "id: 1\ntitle: t\nareas: [a, [b], {id: 1a}]\noutcomes: [{id: 1, title: x}]\n",
        [
            ("outcomes/0/id", "wrong-text", '"1" is not an outcome\'s number', 'such as "2.1"'),
            (
                "areas/0",
                "wrong-shape",
                'one of "areas" should be lines that each have a name and a colon',
                "begin it with id: …, and line the rest up under that",
            ),
            (
                "areas/1",
                "wrong-shape",
                'one of "areas" should be lines that each have a name and a colon',
                "begin it with id: …, and line the rest up under that",
            ),
            ("areas/2#", "missing-key", 'area 1a has no "title"', "add title: …"),
        ],
    ),
    (
        "aim",
        "id: 1\ntitle: t\nareas: {1a: {title: x}}\n",
        [
            (
                "areas",
                "wrong-shape",
                '"areas" should be a list',
                "put a hyphen and a space in front of the first line of each, as lists have",
            )
        ],
    ),
    ("record", RECORD, []),
    (
        "record",
        "{}\n",
        [
            ("", "missing-key", 'this file has no "date"', "add date: …"),
            ("", "missing-key", 'this file has no "by"', "add by: …"),
        ],
    ),
    (
        "record",
        RECORD + "kpi: 1a.k1\n",
        [
            (
                "kpi#",
                "record-subject",
                "a record is about an activity or a KPI, not both",
                "take one of the two out, and write another record for it",
            )
        ],
    ),
    (
        "record",
        "activity: 1a.1\ndate: 2025-03-04\nby: JK\nstatus: on track\n",
        [("status", "unknown-word", '"on track" is not a status', 'did you mean "on-track"?')],
    ),
    (
        "record",
        "activity: 1a.1\ndate: 2025-03-04\nby: JK\nstatus: [a]\n",
        [
            (
                "status",
                "unknown-word",
                "a list is not a status",
                "one of: not-started, on-track, at-risk, off-track, complete, paused, withdrawn",
            )
        ],
    ),
    (
        "record",
        "activity: 1a.1\ndate: 2025-03-04\nby: JK\nstatus: {a: b}\n",
        [
            (
                "status",
                "unknown-word",
                "a group of lines is not a status",
                "one of: not-started, on-track, at-risk, off-track, complete, paused, withdrawn",
            )
        ],
    ),
    (
        "record",
        "activity: 1a.1\ndate: 2025-03-04\nby: JK\nstatus: \n",
        [
            (
                "",
                "record-subject",
                "a record of an activity needs a status",
                "add status:, such as on-track",
            )
        ],
    ),
    ("record", RECORD + "at: 14:05\n", []),
    (
        "record",
        RECORD
        + "at: 25:00\nresult: good\nvalue: 1e5\nfor: \nnote: {why: Restarted, again}\nevidence: x\ncorrects: a/b.yaml\non: 2025\n",
        [
            (
                "at",
                "wrong-text",
                '"25:00" is not a time of day',
                "write hours, minutes and seconds in UTC, such as 14:05:09",
            ),
            (
                "result",
                "unknown-word",
                '"good" is not a result',
                "one of: met, partly-met, not-met",
            ),
            ("value", "bad-number", '"1e5" is not a number', "digits only, such as 14.2"),
            (
                "note",
                "wrong-shape",
                '"note" should be text, not a group of lines',
                "write one text here; if it has a colon or { in it, put quotes round it",
            ),
            (
                "corrects",
                "wrong-text",
                '"a/b.yaml" is not a record\'s file name',
                "the name of the file, ending in .yaml",
            ),
            (
                "evidence",
                "wrong-shape",
                '"evidence" should be a list',
                "write a line for each under it, beginning with a hyphen and a space",
            ),
            (
                "on#",
                "unknown-key",
                '"on" is not something a plan can say here',
                "known here: academy, activity, agreed, aim, answers, area, asked, at, by, confidential, corrects, date, decided, decision_wanted, evidence, for, help_wanted, kpi, new_date_wanted, note, result, return, row, status, summary, unit, value",
            ),
        ],
    ),
    (
        "record",
        "kpi: 1a.k1\ndate: 2025-03-04\nby: JK\n",
        [
            (
                "",
                "record-subject",
                "a record of a KPI needs a result or a value",
                "add result: met, partly-met or not-met, or a value: such as 14.2",
            )
        ],
    ),
]


def faults(kind: Any, text: str) -> list[Fault]:
    content = parse(Source("f.yaml", text.encode()))
    assert content.faults == []
    model, errors = validate.read(kind, content.data, "f.yaml")
    assert (model is None) == bool(errors)
    return errors


@each_row(("kind", "text", "expected"), CASES)
def test_each_file(kind: str, text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert [
        ("/".join(map(str, fault.route)) + "#" * fault.key, fault.slug, fault.message, fault.help)
        for fault in faults(kind, text)
    ] == expected
    assert all(fault.severity == "error" and fault.file == "f.yaml" for fault in faults(kind, text))


# --- no word of pydantic's, whatever is put where ----------------------------------------------

PYDANTIC = re.compile(
    r"\b(input|valid|validat\w+|tuple|dict\w*|str|string|mapping|literal|keyword|argument|"
    r"dataclass|instance|field|none|null|type|Expected|object|something else|see its context)\b"
)
PYTHON = re.compile(r"[\[{]'|': |<class|\bNone\b|\bTrue\b")


def assert_plain(fault: Fault, data: Any) -> None:
    words = re.sub(r'".*"', "", f"{fault.message} {fault.help}", flags=re.DOTALL)
    assert not PYDANTIC.search(words), fault
    assert not PYTHON.search(fault.message + fault.help), fault
    assert fault.message
    assert fault.help, fault
    here = data  # the route leads to something that is written
    for step in fault.route:
        here = here[step]


WRONG = (
    None,
    "",
    "   ",
    "x",
    "12345",
    "2025-02-30",
    [],
    ["x"],
    [None],
    [[]],
    {},
    {"x": "y"},
    {"x": None},
    "y" * 500,
)


def routes(data: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield route
    pairs = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for step, value in pairs:
        yield from routes(value, (*route, step))


def put(data: Any, route: tuple[Any, ...], value: Any) -> Any:
    if not route:
        return value
    first, *rest = route
    copied = dict(data) if isinstance(data, dict) else list(data)
    copied[first] = put(copied[first], tuple(rest), value)
    return copied


FULL = ROOT / "tests" / "plans" / "everything" / "plan"
KINDS = {
    "plan": "plan.yaml",
    "people": "people.yaml",
    "calendar": "calendar.yaml",
    "aim": "aims/1-teaching.yaml",
    "record": "records/2024-25/autumn/2024-11-21-1a.1-AB-0a1b2c.yaml",
}


@each_row("kind", KINDS)
def test_anything_in_the_place_of_anything(kind: Any) -> None:
    data = parse(Source("f.yaml", (FULL / KINDS[kind]).read_bytes())).data
    for route in routes(data):
        for wrong in WRONG:
            spoilt = put(data, route, wrong)
            model, errors = validate.read(kind, spoilt, "f.yaml")
            assert (model is None) == bool(errors), (route, wrong)
            for fault in errors:
                assert_plain(fault, spoilt)


@each_row("kind", KINDS)
def test_anything_beside_anything(kind: Any) -> None:
    data = parse(Source("f.yaml", (FULL / KINDS[kind]).read_bytes())).data
    for route in routes(data):
        here = data
        for step in route:
            here = here[step]
        more = {**here, "zzz": "1"} if isinstance(here, dict) else None
        for value in () if more is None else ("1", None, [], {}):
            spoilt = put(data, route, {**here, "z z": value})
            for fault in validate.read(kind, spoilt, "f.yaml")[1]:
                assert_plain(fault, spoilt)


plain = st.recursive(
    st.none() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "title", "areas", "kpis", "when", "leads", "from", "2024/25", "JK"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(kind=st.sampled_from(sorted(KINDS)), data=plain)
def test_reading_never_raises(kind: Any, data: Any) -> None:
    for fault in validate.read(kind, data, "f.yaml")[1]:
        assert_plain(fault, data)


# --- what may be said where ---------------------------------------------------------------------


def models(hint: Any) -> Iterator[type]:
    if dataclasses.is_dataclass(hint):
        yield hint  # type: ignore[misc]
    if get_origin(hint) is not None:
        for arg in get_args(hint):
            yield from models(arg)


def test_every_model_knows_its_keys_by_route() -> None:
    expected = {
        (m.About, ()): m.About,
        (m.About, ("trust",)): m.Body,
        (m.About, ("values", 0)): m.Value,
        (m.About, ("kpis", 3)): m.Kpi,
        (m.About, ("settings",)): m.Settings,
        (m.People, ("leads", "JK")): m.Lead,
        (m.People, ("trustees", 0, "links", 1)): m.Link,
        (m.People, ("academies", "X")): m.AcademyEntry,
        (m.TermCalendar, ("years", "2024/25", "autumn")): m.TermDates,
        (m.TermCalendar, ("meetings", "lgb")): m.MeetingEntry,
        (m.Aim, ("areas", 0, "activities", 5, "moved", 0)): m.Move,
        (m.Aim, ("areas", 0, "priorities", 0)): m.Priority,
        (m.Aim, ("outcomes", 0)): m.Outcome,
        (m.Record, ()): m.Record,
    }
    for (root, route), model in expected.items():
        keys = {field.name.rstrip("_") for field in dataclasses.fields(model)}
        assert messages.fields_at(root, route) == keys, route
    for root in FILE_MODELS.values():
        assert messages.fields_at(root, ("no", "such", "route", 1)) == set()


def test_every_model_names_its_nearest_key() -> None:
    for root, route, wrong, right in [
        ("plan", "settings: {due_son: 14 days}", "due_son", "due_soon"),
        ("plan", "values: [{name: a, nolen: []}]", "nolen", "nolan"),
        ("people", "leads: {JK: {roll: x}}", "roll", "role"),
        ("people", "committees: [{id: far, name: x, oversee: []}]", "oversee", "oversees"),
        ("calendar", "years: {}\nmeetings: {lgb: {name: x, evry: termly}}", "evry", "every"),
        ("aim", f"{AIM}        sucess: []", "sucess", "success"),
        ("aim", f"{AIM}    query: x\n    kpi: []", "kpi", "kpis"),
        ("record", f"{RECORD}evidance: []", "evidance", "evidence"),
    ]:
        text = f"{PLAN}{route}\n" if root == "plan" else f"{route}\n"
        (fault,) = faults(root, text)
        assert fault.message == f'"{wrong}" is not something a plan can say here'
        assert (fault.help, fault.key) == (f'did you mean "{right}"?', True)


def test_every_annotation_of_every_model_resolves() -> None:
    for root in FILE_MODELS.values():
        waiting, seen = [root], set()
        while waiting:
            model = waiting.pop()
            seen.add(model)
            for hint in get_type_hints(model).values():
                waiting += [inner for inner in models(hint) if inner not in seen]
