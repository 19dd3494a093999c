"""The vocabulary of the timing language: which words make which token.

`grammar.lark` says how tokens follow one another. A line here is a token's type, its value and
the words for it, with `|` between one wording and another; hyphens between words do not matter.
The names of terms and meetings come from the calendar (`Vocabulary`).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

from sipctl.plan.calendar.periods import MONTHS, WEEKDAYS
from sipctl.plan.calendar.terms import HOLIDAYS, Calendar
from sipctl.plan.frozen import frozen

COUNTS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
ORDINALS = "first|second|third|fourth|fifth|sixth"

# fmt: off
LINES = (
    # beside a time, without a meaning of their own
    ("FILLER", "", "the|of|time|basis|meeting|meetings|date|dates"),
    ("FILLER", "review", "review|reviews"),
    ("ARTICLE", "", "a|an"),
    ("LOOK", "", "reviewed|monitor|monitored|monitoring|evaluate|evaluated|evaluation|check|checked"
                 "|checks|update|updated|updates|report|reported|reporting|meet|meets|measure"
                 "|measured|audit|audited|assess|assessed|assessment|revisit|revisited|looked at"
                 "|revise|revised|refreshed|held|discussed|analysed|tracked"
                 "|to review|to monitor|to evaluate|to check|to update|to report|to assess"
                 "|to revise|to revisit"
                 "|frequency|how often|timescale|timescales|timeframe|time frame|timeline|when"),
    ("NEXT", "next", "next"),
    ("NEXT", "", "date for|dates for|due for"),
    ("TO_BE", "", "to be|will be|shall be|should be|is|are|is to be|are to be"),
    ("AT_LEAST", "", "at least|min|min of|at a minimum|as a minimum|at minimum|minimum|minimum of"
                     "|a minimum of|no less than|not less than|no fewer than|not fewer than"
                     "|no less frequently than|not less frequently than|no less often than"
                     "|not less often than|at the very least|at the least"),
    ("MORE_OFTEN", "", "more often|more frequently|or more often|or more frequently"
                       "|and more often|and more frequently|but more often|but more frequently"),
    ("LATEST", "", "at the latest|at latest|latest|or earlier|or sooner|or before"),
    ("INTERVAL", "", "interval|intervals|cycle"),
    ("EVERY", "", "intervals of"),
    ("PLAN", "", "plan|this plan|our plan|strategy|strategic plan|improvement plan"
                 "|development plan|school improvement plan|school development plan"),

    # about a period
    ("IN", "over", "over"),
    ("IN", "", "in|during|throughout|within|at|on|across|in the course of"
               "|over the course of|during the course of|throughout the course of"),
    ("IN", "for", "for|in time for|ready for|in readiness for|planned for|scheduled for"
                   "|timetabled for"),
    ("BY", "", "by|no later than|not later than|due by|due|on or before|by or before|not after"),
    ("BEFORE", "", "before|prior to|ahead of"),
    ("START", "", "start of|beginning of|beg of"),
    ("START", "label", "start|starts|begin|begins|commence|commences|commencement"),
    ("END", "", "end of|close of"),
    ("END", "label", "end|ends|ending"),
    ("COMPLETION", "", "completion|completion by|complete by|for completion|for completion by"
                       "|for completion in|to be completed|to be complete|to complete"
                       "|finish|finishes|finish by|finishing|completing|target"
                       "|target completion"),
    ("COMPLETION", "deadline", "deadline|closing"),
    ("FROM", "", "from|starting|starting in|starting from|beginning in|beginning from|beginning"
                 "|commencing|commencing in|since|as from|as of|with effect from|wef|w.e f"),
    ("TO", "", "to|until|till|til|up to|up until|through|through to|up to and including"
                 "|to and including|until and including"),
    ("BETWEEN", "", "between"),
    ("AND", "", "and|plus"),
    ("OR", "", "or|and or"),
    ("THEN", "", "then|and then|followed by|thereafter|and thereafter|subsequently|afterwards"
                 "|after that|from then on|from then onwards"),
    ("ONWARDS", "", "onwards|onward|and onwards|and beyond|on wards"),
    ("ONGOING", "", "ongoing|on going|continuous|continuously|continual|continually"),
    ("WITH", "", "with"),
    ("AS_NEEDED", "", "ad hoc|adhoc|as needed|as required|as necessary|as appropriate|as and when"
                      "|as and when necessary|as and when needed|as and when required"
                      "|when the need arises|when need arises|when needed|when required"
                      "|when necessary|where needed|where necessary|if needed|if required"
                      "|if necessary|if and when needed|if and when required|if the need arises"
                      "|should the need arise|where required|where appropriate"
                      "|if and when necessary|as the need arises|as need arises"),

    # periods
    ("WEEK_OF", "begins", "w/b|w/c|w.b|w.c|wb|wc|week beginning|week commencing|week starting"),
    ("WEEK_OF", "ends", "w/e|w.e|week ending"),
    ("WEEK_OF", "holds", "week of"),
    ("HOLIDAY", "easter", "easter"),
    ("HOLIDAY", "christmas", "christmas|xmas"),
    ("BREAK", "", "holiday|holidays|break|vacation"),
    ("HALF", "", "half"),
    ("HALF_TERM", "", "half term|half terms|ht|½ term|½ terms"),
    ("T", "", "t"),
    ("TERM_WORD", "term", "term|terms"),
    ("QUARTER_OF", "", "q|qtr"),
    ("ACADEMIC_YEAR", "", "academic year|school year|ay|academic years|school years|all year"
                          "|all year round|year round|whole year|full year|all school year"
                          "|whole school year|this year|this academic year|this school year"
                          "|current year|current academic year|current school year"
                          "|through the year|all through the year|through the school year"),

    # cadences: a unit, and a step of so many of them
    ("CADENCE", "day*1", "daily"),
    ("CADENCE", "week*1", "weekly"),
    ("CADENCE", "week*2", "fortnightly|alternate weeks"),
    ("CADENCE", "half-month*1", "semi monthly"),
    ("CADENCE", "month*1", "monthly"),
    ("CADENCE", "month*2", "alternate months"),
    ("CADENCE", "half*1", "half termly|halftermly|½ termly|all half terms"),
    ("CADENCE", "term*1", "termly|all terms"),
    ("CADENCE", "quarter*1", "quarterly"),
    ("CADENCE", "half-year*1", "bi annually|biannually|bi annual|biannual|half yearly|six monthly"
                               "|semi annually|semi annual"),
    ("CADENCE", "year*1", "annually|annual|yearly|per annum|p.a.|p.a"),
    ("CADENCE", "year*2", "biennially|biennial|alternate years"),
    ("UNIT", "day", "day|days"),
    ("UNIT", "school-day", "school day|school days|working day|working days"),
    ("UNIT", "week", "week|weeks|wk|wks"),
    ("UNIT", "fortnight", "fortnight|fortnights"),
    ("UNIT", "month", "month|months"),
    ("UNIT", "quarter", "quarter|quarters"),
    ("UNIT", "half-year", "half year|half years"),
    ("UNIT", "year", "year|years|yr|yrs"),
    ("EVERY", "", "every|each|per|once per|once every|once each"),
    ("EVERY", "of", "each of"),
    ("OTHER_ONE", "", "other"),
    ("OTHER_ONE", "alternate", "alternate"),
    ("LAST", "", "last|final|latter"),
    ("OFTEN", "1", "once"),
    ("OFTEN", "2", "twice"),
    ("OFTEN", "3", "thrice"),
    ("TIMES", "", "times|x|×"),
    ("SCHEDULE", "", "schedule|schedules|calendar|committee|board|group"),

    # recognised only to be refused in words that help
    ("PLACEHOLDER", "", "tbc|tba|tbd|t b c|t b a|t b d|to be confirmed|to be agreed"
                        "|to be decided|to be arranged|to be determined|n/a|none|nil|unknown"
                        "|xx|xxx|xxxx|yy|yyyy|dd|mm"
                        "|enter date|enter date here|insert date|insert date here|date here"
                        "|add date|choose a date|select date|click here"
                        "|not applicable"),
    ("SOON", "", "asap|as soon as possible|immediately|immediate|straight away|soon|now|today"
                 "|tomorrow|next week|next month|next term|next half term|next year|this week"
                 "|this month|this term|this half term|last term|last year|current term"
                 "|new academic year|new school year|new term|new year|coming term|coming year"
                 "|in due course|short term|medium term|long term|mid term|longer term"
                 "|next academic year|next school year"),
    ("ROUGHLY", "", "early|mid|late|around|about|approximately|approx|circa|towards|middle of"
                    "|half way through|halfway through|midway through|part way through"
                    "|either side of"),
    ("SOMETIMES", "", "regularly|regular|frequently|frequent|periodically|periodic|occasionally"
                      "|routinely|constantly|always|at regular intervals|when possible"
                      "|where possible"),
    ("TWO_SENSES", "week", "bi weekly|biweekly"),
    ("TWO_SENSES", "month", "bi monthly|bimonthly"),
    ("TWO_SENSES", "term", "bi termly|bitermly"),
    ("MONEY_YEAR", "", "financial year|fiscal year|tax year|fy"),
    ("AFTER", "", "after|following|post|not before|no earlier than|not earlier than|not until"
                  "|no sooner than|not sooner than|or later|or after"),
    ("STATUS", "done", "completed|complete|finished"),
    ("STATUS", "goal", "done|achieved|in place|closed|implemented|actioned|met|embedded|started"),
    ("STATUS", "", "in progress|not started|on track|overdue|paused|not met|partly met|underway"
                   "|under way|on hold|withdrawn|cancelled|already in place|already complete"
                   "|already completed|already done"),
    ("POINTER", "", "as per|see|refer to|according to|in accordance with|in line with|linked to"
                    "|link to|as set out in|as above|as below|ditto"),
)
# fmt: on

# Read as terms in every plan: if the calendar lacks one, the refusal names the terms that it has.
SEASONS = ("autumn", "spring", "summer")
_PIECES = re.compile(r"[wnp][/.][bceaa](?![^\W_])\.?|[½×]|[0-9]+|[^\W\d_]+")

Entry = tuple[tuple[str, ...], str, str]  # the pieces of a wording, its token's type and value


def types(names: str) -> frozenset[str]:
    """Token types, from their names with spaces between."""
    return frozenset(names.split())


def pieces_of(text: str) -> tuple[str, ...]:
    """A wording as the lexer sees it: lower-case words and figures, without what is between."""
    return tuple(_PIECES.findall(text.lower()))


@frozen()
class Vocabulary:
    """Wordings by their first piece, the longest of them first; abbreviations of terms."""

    entries: dict[str, list[Entry]]
    shorts: dict[str, str]
    key_names: frozenset[str]
    term_names: frozenset[str]
    meeting_names: tuple[str, ...]

    @cached_property
    def tokens_of(self) -> dict[str, Any]:
        """The tokens of each phrase that `tokenize` has cut with these words."""
        return {}

    def words(self) -> Iterable[str]:
        """Every word that means something, to propose for one that does not."""
        return (piece for entries in self.entries.values() for e in entries for piece in e[0])


def vocabulary_of(calendar: Calendar) -> Vocabulary:
    """The words of the language, and those of this calendar."""
    return _vocabulary(calendar.names, tuple((m.id, m.name) for m in calendar.meetings))


@lru_cache(maxsize=8)
def _vocabulary(terms: tuple[str, ...], meetings: tuple[tuple[str, str], ...]) -> Vocabulary:
    """The words of the language, and the names of these terms and meetings (each: id, name).

    A term or meeting may not take a word of the language for its name, or nothing with that word
    could be read any more; one that is named like a month or a holiday keeps its name.
    """
    entries = {first: list(wordings) for first, wordings in _language().items()}
    for name in terms:
        _add(entries, pieces_of(name), "TERM", name, over=("MONTH", "HOLIDAY", "WEEKDAY"))
    for season in SEASONS:
        _add(entries, (season,), "TERM", season)
    for number, meeting in enumerate(meetings):
        for wording in meeting:
            for pieces in _meeting_wordings(wording):
                _add(entries, pieces, "BARE_MEETING", str(number))
    for wordings in entries.values():
        wordings.sort(key=lambda entry: -len(entry[0]))
    readable = frozenset(
        value for wordings in entries.values() for _, type_, value in wordings if type_ == "TERM"
    )
    names = (*terms, *SEASONS)
    key_names, meeting_names = frozenset((*names, *HOLIDAYS)), _meeting_names(meetings, entries)
    return Vocabulary(entries, _shorts(names), key_names, readable, meeting_names)


def _meeting_names(
    meetings: tuple[tuple[str, str], ...], entries: dict[str, list[Entry]]
) -> tuple[str, ...]:
    """What to call each meeting: by its name, or by its id where the name cannot be read."""
    names = []
    for number, (id_, name) in enumerate(meetings):
        entry = (next(_meeting_wordings(name), ()), "BARE_MEETING", str(number))
        readable = bool(entry[0]) and entry in entries.get(entry[0][0], [])
        names.append(name if readable else id_)
    return tuple(names)


@lru_cache(maxsize=1)
def _language() -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    for type_, value, wordings in (*LINES, *_named_lines()):
        for wording in wordings.split("|"):
            _add(entries, pieces_of(wording), type_, value)
    return entries


def _named_lines() -> Iterable[tuple[str, str, str]]:
    for number, name in enumerate(MONTHS, 1):
        yield "MONTH", str(number), f"{name}|{name[:3]}" + ("|sept" if number == 9 else "")
    shorts = ("", "|tues", "", "|thur|thurs", "", "", "")
    for number, (name, more) in enumerate(zip(WEEKDAYS, shorts, strict=True)):
        yield "WEEKDAY", str(number), f"{name}|{name}s|{name[:3]}{more}"
    for number, word in enumerate(COUNTS.split("|"), 1):
        yield "COUNT", str(number), word
    for number, word in enumerate(ORDINALS.split("|"), 1):
        yield "ORDINAL", str(number), word


def _add(
    entries: dict[str, list[Entry]],
    pieces: tuple[str, ...],
    type_: str,
    value: str,
    over: tuple[str, ...] = (),
) -> None:
    """Add a wording, unless it already means something else that is not among `over`."""
    if not pieces:
        return
    same = [entry for entry in entries.get(pieces[0], []) if entry[0] == pieces]
    if any(entry[1] not in over for entry in same):
        return
    for entry in same:
        entries[pieces[0]].remove(entry)
    entries.setdefault(pieces[0], []).append((pieces, type_, value))


def _meeting_wordings(name: str) -> Iterator[tuple[str, ...]]:
    """A meeting's name with `and` for `&`, without "meeting", in the singular and the plural."""
    pieces = pieces_of(name.replace("&", " and "))
    while pieces and pieces[-1] in ("meeting", "meetings"):
        pieces = pieces[:-1]
    if pieces and pieces[0] == "the":
        pieces = pieces[1:]
    if not pieces:
        return
    stem = pieces[-1].removesuffix("s")
    for last in dict.fromkeys((pieces[-1], stem, stem + "s")):
        if last:
            yield (*pieces[:-1], last)


def _shorts(names: Iterable[str]) -> dict[str, str]:
    """`aut` for autumn: the first letters of one term's name alone, two or more of them."""
    shorts: dict[str, str] = {}
    for name in dict.fromkeys(names):
        for length in range(2, len(name)):
            short = name[:length]
            shorts[short] = "" if shorts.get(short, name) != name else name
    return {short: name for short, name in shorts.items() if name and short.isalpha()}
