"""Confidential text of a record is shown by no fault, whatever is wrong in that record."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st
from support.each_row import each_row

from sipctl.plan import rules
from sipctl.plan.context import timing_context
from sipctl.plan.faults import Fault, Placed
from sipctl.store.load import load
from sipctl.store.locate import locate
from sipctl.store.yaml.read import Source
from sipctl.store.yaml.redact import withheld
from sipctl.views.faults import text as views
from sipctl.views.text.screen import Screen

PATH = "records/2024-25/autumn/2024-11-21-1a.1-AB.yaml"
SECRET = ("resigning", "Zebedee", "tomorrow")
"""Words that stand nowhere but in the confidential text."""

STYLES = {
    "plain": "confidential: resigning Zebedee tomorrow\n",
    "two lines": "confidential: resigning Zebedee\n  tomorrow\n",
    "quoted": 'confidential: "resigning Zebedee: tomorrow"\n',
    "single": "confidential: 'resigning Zebedee''s tomorrow'\n",
    "block": "confidential: |\n  resigning\n  Zebedee\n\n  tomorrow\n",
    "folded": "confidential: >-\n  resigning Zebedee\n  tomorrow\n",
}
REST = [
    "activity: 1a.1\n",
    "date: 2024-11-21\n",
    "by: AB\n",
    "status: at-risk\n",
    "note: Told the board\n",
    "evidence: [Minutes, Photo]\n",
]
PLAN = {
    "plan.yaml": "title: P\ntrust: {name: T}\nruns: {from: 2024-09-01, to: 2027-08-31}\n",
    "people.yaml": "leads: {AB: {}}\n",
    "calendar.yaml": ("years:\n  2024/25:\n    autumn: {starts: 2024-09-02, ends: 2024-12-20}\n"),
    "aims/1.yaml": (
        "id: 1\ntitle: T\nareas:\n- id: 1a\n  title: A\n  activities:\n"
        "  - {id: 1a.1, title: x, leads: [AB], when: Autumn 2024}\n"
    ),
}


def placed(text: str | bytes, path: str = PATH) -> list[Placed]:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    sources = [Source(name, content.encode()) for name, content in PLAN.items()]
    sources.append(Source(path, data))
    loaded = load(sources)
    faults = list(loaded.faults)
    if loaded.ok:
        plan = loaded.plan()
        faults = rules.check(plan, timing_context(plan), date(2025, 6, 1))
    return [fault for fault in locate(faults, sources, "plan") if fault.fault.file == path]


def printed(placed: list[Placed]) -> str:
    formats = [
        view
        for name in ("concise", "json", "github", "sarif")
        if (view := getattr(views, name, None))
    ]
    return "\n".join(
        [
            views.text(placed, Screen()),
            views.text(placed, Screen(40)),
            *(view(placed) for view in formats),
        ]
    )


def assert_kept(text: str | bytes, path: str = PATH) -> None:
    result = placed(text, path)
    shown = printed(result) + repr(result)
    assert not any(word in shown for word in SECRET), shown


def record(style: str, place: int) -> str:
    lines = [*REST]
    lines.insert(place, STYLES[style])
    return "".join(lines)


SPOILS = st.sampled_from(
    [
        *("confidental", "Confidential", "confidentail", "condifential", "confidential note"),
        *(
            "confidentiel",
            "onfidential",
            "confidentia",
            "CONFIDENTIAL",
            "konfidential",
            "private_confidential",
        ),
    ]
)
WORDS = st.sampled_from(
    [
        "",
        ":",
        ": ",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        "\n",
        "\n\n",
        "  ",
        "\t",
        " #",
        " # ",
        "#",
        "- ",
        "-",
        ",",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        "? ",
        "\\",
        "\x00",
        "\x1b",
        "\u00a0",
        "\ud800",
        "<<<<<<< a\n",
        "---\n",
        "...\n",
        "é",
        "status: nope\n",
        "x: 1\n",
        "confidential: ",
        "zzz",
    ]
)


@each_row("style", STYLES)
@each_row("place", [0, 3, 6])
def test_a_record_in_order_has_its_secret_to_itself(style: str, place: int) -> None:
    assert_kept(record(style, place))
    wrong = record(style, place).replace("at-risk", "at-rsik").replace("by: AB", "by: A B")
    assert_kept(wrong)
    items = {fault.fault.message: fault.place.text for fault in placed(wrong)}
    assert items == {  # what is not confidential is still shown
        '"at-rsik" is not a status': "status: at-rsik",
        '"A B" is not a lead\'s initials': "by: A B",
    }


@given(
    style=st.sampled_from(sorted(STYLES)),
    place=st.sampled_from([0, 2, 4, 6]),
    where=st.floats(0, 1),
    length=st.integers(0, 4),
    word=WORDS,
)
def test_nothing_spoilt_anywhere_shows_it(
    style: str, place: int, where: float, length: int, word: str
) -> None:
    text = record(style, place)
    cut = int(where * len(text))
    assert_kept(text[:cut] + word + text[cut + length :])


@given(
    style=st.sampled_from(sorted(STYLES)), place=st.sampled_from([0, 4, 6]), key=SPOILS, more=WORDS
)
def test_no_misspelt_name_shows_it(style: str, place: int, key: str, more: str) -> None:
    text = record(style, place).replace("confidential", key)
    assert_kept(text)
    assert_kept(text + more)


@each_row(
    "text",
    [
        "{activity: 1a.1, date: 2024-11-21, by: AB, status: x, confidential: resigning, Zebedee}\n",
        "{activity: 1a.1, date: 2024-11-21, by: AB, status: at-risk, confidential: resigning, Zebedee\n",
        "{confidential: resigning, Zebedee: tomorrow}\n",
        "confidential: {resigning: Zebedee, tomorrow}\n",
        "confidential: [resigning, Zebedee, [tomorrow]]\n",
        "confidential: resigning\nconfidential: Zebedee\n",
        "status: on-track\n  confidential resigning\n",
        "for: Launch\n  confidential resigning\nactivity: 1a.1\ndate: 2024-11-21\nby: AB\nstatus: complete\n",
        'status: x" resigning confidential "y\n',
        "by: AB confidential resigning\n",
        '"\\x63onfidential": resigning\n"conf\\u0069dential": Zebedee\n',
        "status: x # confidential: resigning\n",
        "# confidential: resigning\nstatus: x\n",
        "confidential resigning: Zebedee\n",
        "confidential:resigning\nstatus: x\n",
        "confidential: see #resigning\nstatus: x\n",
        "confidential: &resigning x\n",
        "confidential: *resigning\n",
        "confidential: !resigning x\n",
        "confidential: resigning\n---\nZebedee\n",
        "a: " + "resigning confidential " * 5000,
        "confidential: resigning\nZebedee tomorrow\n",
        "confidential: resigning\n\tZebedee\n",
        "corrects: confidential/resigning\n",
        "unit: confidential resigning\nstatus: [confidential resigning]\n",
        "? confidential\n: resigning\nstatus: x\n",
        "? [confidential, resigning]\n: x\n",
        "confidential: re\\x\nnote: {resigning confidential: 1}\n",
    ],
)
def test_other_ways_to_spoil_a_record(text: str) -> None:
    assert_kept(text)
    assert_kept(text.replace("\n", "\r\n"))
    assert_kept(text + "\x00")
    assert_kept(text.encode() + b"\xff")
    assert_kept(text.encode("utf-16"))


def test_a_record_that_lies_in_the_wrong_place() -> None:
    for path in ("aims/2.yaml", "records/x.yaml"):
        for style in STYLES:
            assert_kept(record(style, 4), path)


def test_a_record_that_does_not_read_is_told_without_its_words() -> None:
    (item,) = placed("activity: 1a.1\ndate: 2024-11-21\nby: AB\nstatsu: at-risk\n")
    assert (item.place.line, item.place.column, item.place.text) == (4, 1, None)
    assert item.fault.message == "this is not something a plan can say here"
    assert item.fault.help == 'did you mean "status"?'


def test_an_aim_may_speak_of_confidential_things() -> None:
    text = "id: 2\ntitle: Confidential reporting\nareas: x\n"
    (item,) = placed(text, "aims/2.yaml")
    assert item.place.text == "areas: x"


@example("confidential")
@given(st.text(max_size=30))
def test_withholding_never_raises(text: str) -> None:
    fault = Fault("a", "error", f'"{text}" is wrong', "h", PATH, ("status",))
    data = f'status: "x"\nnote: {text}\n'.encode("utf-8", "replace")
    (item,) = locate([fault], [Source(PATH, data)], "plan")
    assert re.fullmatch("plan/.*", item.place.file)


KEYS = ("result", "agreed", "status", "return")


def test_withheld_texts_of_one_length_keep_their_order() -> None:
    lines = "".join(f"{key}: |\n  some\n  {key}\n" for key in KEYS)
    texts = withheld(Source(PATH, f"{lines}confidential: x\n".encode())).texts
    assert texts[:4] == tuple(f"some\n{key}\n" for key in KEYS)
