"""Manual pages of the faults that keep a file from loading: its text, its shape, its name.

Those faults are found where files are read, before there is a plan for a rule to look at. A test
holds that every slug that can be printed has a page here or in a rule's docstring.
"""

from __future__ import annotations

from inspect import cleandoc
from typing import Final

_FILES: Final = {
    "missing-file": """
        A plan needs plan.yaml, people.yaml, calendar.yaml and at least one file under aims/, and
        one of them is not there.

        If it was there before, somebody has moved or renamed it: put it back. A new plan can
        begin with small ones:

            leads:
              JK: {}
        """,
    "unreadable-file": """
        This computer will not let sipctl read the file, or it is no ordinary file.

        Look at its permissions, or ask whoever put it there. If the plan is on a shared drive or
        in a synchronised folder, the file may not have arrived yet.
        """,
    "bad-file-name": """
        The file's name has characters in it that are not text, so it cannot even be shown.

        Rename the file with plain letters, digits and hyphens: aims/2-people.yaml
        """,
    "leads-outside": """
        This is not a file but a link to one outside the plan's folder. Whoever else has the plan
        does not have that file, so sipctl does not read it.

        Put the file itself here.
        """,
    "same-name": """
        Two files have names that differ by capitals alone. A Mac or a Windows computer takes the
        two for one file, and git would lose one of them there.

        Rename one of them, or join the two.
        """,
    "unknown-file": """
        A YAML file lies in the plan's folder under a name that sipctl does not read, so nothing
        in it counts. Often it is a copy ("people (2).yaml"), a slip in a name, or .yml for .yaml.

        Rename it to what it should be, or move it out of the plan's folder:

            plan.yaml  people.yaml  calendar.yaml  aims/2-people.yaml
            records/2024-25/spring/2025-03-04-1b.2-JK.yaml
        """,
    "too-large": """
        The file is larger than 16 MB. A plan of ten thousand activities has a quarter of that, so
        this is some other file, or something has been written into it again and again.

        Put the right file in its place; git has the older versions.
        """,
    "empty-file": """
        There is nothing in the file, or nothing but comments.

        Write what belongs there (the help line says what it needs at least), or bring back the
        version that was there before: git has it.
        """,
}

_TEXT: Final = {
    "not-utf-8": """
        The file was saved in an older encoding (Windows-1252 and the like), in which letters such
        as é or ’ are written differently, or it is not a text file.

        Open it in its editor and save it as UTF-8: in most of them, Save As, then Encoding.
        """,
    "control-character": """
        A character stands in the text that cannot be shown: it came along when the text was pasted
        from another program. It could garble a terminal or a document.

        Delete it. It stands where the fault points; if you cannot see it, delete the characters on
        both sides too and type those again.
        """,
    "merge-conflict": """
        Two people changed the same lines, and git left both versions in the file for somebody to
        choose.

        Keep the lines that are right, and delete the marks and the rest:

            <<<<<<< HEAD
                when: Spring 2025
            =======
                when: Summer 2025
            >>>>>>> dates
        """,
    "text-lost-to-comment": """
        After a space, # begins a comment in YAML, and the rest of the line is ignored. So
        `title: Policy #4` quietly loses its number.

        Put quotes round the whole text:

            title: "Policy #4"

        If it is meant as a comment, put a space after the #.
        """,
    "colon-in-text": """
        A colon followed by a space means "name: value" in YAML, so a text with one in it cannot be
        read.

        Put quotes round the whole text:

            title: "HR: choose a system"
        """,
    "question-in-text": """
        Inside [ ] or { }, some programs that read YAML stop at a question mark.

        Put quotes round the text:

            - {id: 1a.k1, measure: Pupils who pass, query: "All pupils, or most?"}
        """,
    "no-space": """
        The colon after a name has no space behind it, so YAML takes the whole line for a text.

        Write a space after the colon:

            title: Early reading         # not title:Early reading
        """,
    "no-colon": """
        The line is neither "name: value" nor part of the text above it.

        Write the name and a colon in front of it. If it goes on with the text above, indent it
        deeper than the name of that text:

            detail: Regular communication through termly assemblies
              and by attending staff meetings.
        """,
    "misplaced-list": """
        A list with hyphens begins on the same line as its name.

        Begin it on the next line:

            committees:
              - {id: far, name: Finance Committee}

        If it is a text that begins with a hyphen, put quotes round it.
        """,
    "odd-space": """
        A space here is not the space bar's. Web pages and Word use others that look the same, and
        a name with one in it is another name: nothing that needs it would find it.

        Delete it, and type an ordinary space if one belongs there.
        """,
    "open-quote": """
        A text begins with a quote and the quote that should end it is missing.

        End the text with the same quote. Inside '…', write an apostrophe twice; inside "…" it may
        stand as it is:

            title: "Leaders' termly evaluations"
        """,
    "text-after-quote": """
        A text goes on after the quote that ends it. Often the quotes were meant for a few words
        only.

        Put the whole text between quotes of the other kind:

            measure: 'Rated "good" or better'
        """,
    "odd-start": """
        A text begins with a character that means something in YAML, such as %, @ or `.

        Put quotes round the text:

            unit: "%"
        """,
    "bad-escape": r"""
        Inside "…", a backslash begins a special character, and this one is none.

        Use the other quotes, or write the backslash twice:

            evidence: ['S:\People\Strategy.docx']
        """,
    "open-bracket": """
        A list [a, b] or a group {a: 1, b: 2} begins here and does not end, or a comma is missing
        inside.

        Close the bracket, and put a comma between any two things:

            leads: [JK, SD]
            - {id: 2a.p1, title: Launch a people strategy}
        """,
    "indentation": """
        The spaces in front of a line say what it belongs to, and this one lines up with nothing
        above it.

        Give it as many spaces as its neighbours of the same kind:

            - id: 2a.3
              title: Improve advertising materials
              leads: [JK]
        """,
    "tab": """
        The line begins with a tab, which YAML does not take: it looks different in every editor.

        Use spaces, two for each step. Most editors can be told to do that when you press Tab.
        """,
    "not-yaml": """
        The file breaks off the rules of YAML here, and sipctl cannot say in plainer words how.

        Look at the line, and at the one above it: the spaces in front, colons, quotes, brackets.
        If you cannot see it, put the last version that worked beside it: git has it.
        """,
    "duplicate-key": """
        The same name stands twice in one group of lines. Only one of them would count, and nobody
        could tell which.

        Keep one. If both are needed, give each a name of its own (two milestones, say), or make
        them one list:

            leads: [JK, SD]
        """,
    "bad-key": """
        In front of a colon there has to be a plain word, and there is a list, a group or nothing.

        Write a name there. If the line is meant to be text that has a colon in it, put quotes
        round it:

            success: ["Evaluated: by each academy"]
        """,
    "anchor": """
        & in front of a word gives a name to a piece of the file, to be used again elsewhere. A plan
        says everything where it stands, so it has no use for that; and often the & was text.

        Put quotes round the text:

            name: "&Beyond"
        """,
    "alias": """
        * in front of a word stands for a piece of the file elsewhere. A plan says everything where
        it stands, so it has no use for that; and often the * was text.

        Put quotes round the text, or write a list with hyphens:

            target: "*** or better"
        """,
    "merge-key": """
        << in front of a colon copies lines from elsewhere in the file. A plan says everything where
        it stands, so it does not use that.

        Write the lines out here.
        """,
    "tag": """
        ! in front of a word is an instruction to programs. A plan has no use for any; often the !
        was text.

        Put quotes round the text:

            title: "!mpact week"
        """,
    "several-documents": """
        A line of --- begins a second document in the same file, and only one is read.

        Take the line out, or move what follows it to a file of its own.
        """,
    "too-deep": """
        Brackets or indentation are nested deeper than anything in a plan. A bracket may have been
        typed many times over.

        Take the extra ones out.
        """,
}

_SHAPE: Final = {
    "missing-key": """
        A line that sipctl needs is not there: an activity without an id or a title, a term without
        its last day, a plan without its years.

        Add the line that the message names:

            - id: 2a.3
              title: Improve advertising materials
        """,
    "unknown-key": """
        The word in front of the colon is not one that can stand here, so nothing after it would
        count. Usually it is a slip (lead: for leads:), or it stands one step too far in or out.

        Write the word that the help proposes:

            leads: [JK]          # not lead:

        If it is the rest of a text with a comma, put quotes round the whole text:

            - {from: Autumn 2024, date: 2025-01-20, why: "Restarted, again"}
        """,
    "empty-value": """
        There is a name and a colon, and nothing after it.

        Write what belongs there, or take the line out. A list that is empty on purpose is []:

            leads: []
        """,
    "unknown-word": """
        Only certain words can stand here, and this is not one of them.

        A status is one of not-started, on-track, at-risk, off-track, complete, paused and
        withdrawn; the result of a KPI is met, partly-met or not-met:

            status: on-track
        """,
    "wrong-shape": """
        There is a text where a list should be, a list where a group of lines should be, or the
        like.

        Write it as the help says:

            leads: [JK]                      # a list, even of one
            trust: {name: Example Trust}     # a group of names and values
        """,
    "wrong-text": """
        What stands here is not of the kind that is asked for: an id, initials, true or false, a
        number of days.

        Write it as the help says:

            - id: 2a.3
              leads: [JK]
              after: [2a.2]
        """,
    "bad-name": """
        The name in front of a colon is not of the kind that is asked for here: initials, an
        academic year, a term.

            leads:
              JK: {}
            years:
              2024/25:
                autumn: {starts: 2024-09-02, ends: 2024-12-20}
        """,
    "bad-date": """
        This is not a date, or there is no such day (30 February).

        Write the year, month and day in figures:

            date: 2025-03-04
        """,
    "bad-number": """
        This is not a number. Write digits alone, and put what is counted into `unit:`:

            value: 14.2
            unit: "%"
        """,
    "record-subject": """
        A record is about one activity or one KPI, and says of it what can be said of it.

        Of an activity, a status; of a KPI, a result, a value, or both:

            activity: 1b.2             kpi: 2a.k1
            date: 2025-03-04           date: 2025-03-04
            by: JK                     by: JK
            status: on-track           value: 14.2
        """,
}

PAGES: Final[dict[str, str]] = {
    slug: cleandoc(page) for slug, page in (_FILES | _TEXT | _SHAPE).items()
}
"""The page of each such slug. All of them are errors."""
