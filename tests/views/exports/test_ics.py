"""The calendar: read by another library; the same events whatever moves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
import vobject
from support.plans import SCHOOL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = "2025-03-31"


def read(data: str | bytes) -> dict[tuple[str, str], Any]:
    """Another library's events by summary (without its mark) and first day."""
    text = data.decode() if isinstance(data, bytes) else data
    (parsed,) = vobject.readComponents(text)
    events = parsed.contents.get("vevent", [])
    assert len({event.uid.value for event in events}) == len(events)
    return {(event.summary.value, event.dtstart.value.isoformat()): event for event in events}


@pytest.fixture
def export(
    sipctl: Callable[..., Any], write: Callable[[dict[str, str]], Path]
) -> Callable[..., Any]:
    def run(*argv: str, day: str = DAY, aim: str = SCHOOL["aims/1-people.yaml"]) -> Any:
        plan = write({**SCHOOL, "aims/1-people.yaml": aim})
        done = sipctl("export", "-f", "ics", "--as-of", day, *argv, cwd=plan)
        assert (done.code, done.err) == (0, "")
        return done.out if "-o" in argv else read(done.out)

    return run


def test_another_library_reads_all_day_events_that_keep_nobody_busy(
    export: Callable[..., Any],
) -> None:
    event = export()["1a.1 =HYPERLINK(1) (JK, SD)", "2025-04-04"]
    assert event.dtstart.value == date(2025, 4, 4)
    assert event.dtend.value == date(2025, 4, 5)
    assert event.dtstart.params["VALUE"] == ["DATE"]
    assert event.transp.value == "TRANSPARENT"
    assert event.status.value == "CONFIRMED"
    assert [category.value for category in event.contents["categories"]] == [
        ["=People, learning", "Staff"]
    ]
    assert "Open from 2025-01-06 to 2025-04-04" in event.description.value


def test_what_is_done_or_withdrawn_is_marked(export: Callable[..., Any]) -> None:
    result = export()
    done = result["Done: 1a.2 Launch: Map forums (SD)", "2025-01-31"]
    assert "Settled on 2025-01-20" in done.description.value
    assert result["Withdrawn: 1a.5 Close the site", "2025-07-31"].status.value == "CANCELLED"
    assert "1a.4" not in " ".join(summary for summary, _ in result)


def test_a_moved_day_keeps_its_event_and_counts_on(export: Callable[..., Any]) -> None:
    before = export(day="2024-12-01")["1a.2 Launch: Map forums (SD)", "2024-12-20"]
    moved = export(day="2024-12-02")["1a.2 Launch: Map forums (SD)", "2025-01-31"]
    settled = export()["Done: 1a.2 Launch: Map forums (SD)", "2025-01-31"]
    assert before.uid.value == moved.uid.value == settled.uid.value
    assert [item.sequence.value for item in (before, moved, settled)] == ["0", "1", "2"]
    assert [item.dtstamp.value.isoformat() for item in (before, moved, settled)] == [
        "2024-09-01T00:00:00+00:00",
        "2024-12-02T00:00:00+00:00",
        "2025-01-20T09:30:15+00:00",
    ]


def test_an_occurrence_of_a_series_is_known_by_its_period(export: Callable[..., Any]) -> None:
    text = SCHOOL["aims/1-people.yaml"]
    before = export()
    after = export(aim=text.replace("when: termly}", "when: termly from Spring 2025}"))
    spring = "1a.3 Look at policies (JK)", "2025-04-04"
    assert before[spring].uid.value == after[spring].uid.value
    assert ("1a.3 Look at policies (JK)", "2024-12-20") not in after


def test_uids_never_change(export: Callable[..., Any]) -> None:
    result = export()
    assert result["1a.1 =HYPERLINK(1) (JK, SD)", "2025-04-04"].uid.value == (
        "e55786b6-b160-5558-8a80-816e4b76c458"
    )
    assert result["1a.3 Look at policies (JK)", "2025-04-04"].uid.value == (
        "acdad537-d85c-56aa-ab8e-d2fb2b22c746"
    )


def test_the_same_facts_give_the_same_bytes_on_another_day(
    sipctl: Callable[..., Any], write: Callable[[dict[str, str]], Path]
) -> None:
    plan = write(SCHOOL)
    first, later = (
        sipctl("export", "-f", "ics", "--as-of", day, cwd=plan).out
        for day in ("2025-02-03", "2025-06-30")
    )
    assert first == later


@pytest.fixture
def over(
    sipctl: Callable[..., Any], write: Callable[[dict[str, str]], Path], tmp_path: Path
) -> Callable[..., bytes]:
    """Writes a calendar over the one before; each call gives other files of the plan."""

    def run(changed: dict[str, str] | None = None, day: str = DAY, *more: str) -> bytes:
        file = tmp_path / "over.ics"
        plan = write({**SCHOOL, **(changed or {})})
        done = sipctl("export", "-o", str(file), "--as-of", day, *more, cwd=plan)
        assert (done.code, done.err) == (0, "")
        return file.read_bytes()

    return run


def marks(data: bytes) -> dict[str, tuple[date, int, datetime]]:
    """Each event's day, SEQUENCE and DTSTAMP, by UID."""
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    for event in events:
        assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt
    return {
        str(event["UID"]): (event["DTSTART"].dt, int(event["SEQUENCE"]), event["DTSTAMP"].dt)
        for event in events
    }


SPRING_ENDS_LATER = {
    "calendar.yaml": SCHOOL["calendar.yaml"].replace("ends: 2025-04-04", "ends: 2025-04-11")
}
BY_HAND = {
    "aims/1-people.yaml": SCHOOL["aims/1-people.yaml"].replace("when: July 2025", "when: June 2025")
}


@pytest.mark.parametrize(("changed", "number"), [(SPRING_ENDS_LATER, 3), (BY_HAND, 1)])
def test_a_day_that_moves_without_a_record_counts_on_from_the_earlier_calendar(
    over: Callable[..., bytes], changed: dict[str, str], number: int
) -> None:
    before, after = marks(over()), marks(over(changed))
    moved = {uid for uid in before if before[uid][0] != after[uid][0]}
    assert len(moved) == number
    for uid in moved:
        assert after[uid][1] == before[uid][1] + 1
        assert after[uid][2].date() == date(2025, 3, 31), "the day asked about"
    still = before.keys() - moved
    assert {uid: after[uid] for uid in still} == {uid: before[uid] for uid in still}
    back = marks(over())
    assert {uid: back[uid][1] - before[uid][1] for uid in moved} == dict.fromkeys(moved, 2)
    assert all(back[uid][2] > after[uid][2] for uid in moved)


def test_a_calendar_in_which_nothing_changed_keeps_every_byte(over: Callable[..., bytes]) -> None:
    over()
    changed = over(SPRING_ENDS_LATER)
    assert over(SPRING_ENDS_LATER) == changed
    assert over(SPRING_ENDS_LATER, "2025-06-30") == changed


def test_a_revision_never_falls_behind(over: Callable[..., bytes]) -> None:
    """A record tells more than the calendar before; a day in the past, less."""
    record = {
        "records/2025-03-30-1a.1-JK.yaml": "activity: 1a.1\ndate: 2025-03-30\nby: JK\n"
        "status: on-track\n"
    }
    items = [marks(over({}, "2025-03-29")), marks(over(record)), marks(over(record, "2025-03-29"))]
    (uid,) = (uid for uid in items[0] if items[0][uid] != items[1][uid])
    assert [line[uid][1] for line in items] == [0, 1, 2]
    assert items[1][uid][2].date() == date(2025, 3, 30)
    assert items[0][uid][2] < items[1][uid][2] < items[2][uid][2]


def states(data: bytes) -> set[tuple[str, date, str]]:
    """Summary, day and STATUS of each event."""
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {(str(event["SUMMARY"]), event["DTSTART"].dt, str(event["STATUS"])) for event in events}


def termly_as(phrase: str) -> dict[str, str]:
    aim = SCHOOL["aims/1-people.yaml"]
    assert "when: termly}" in aim
    return {"aims/1-people.yaml": aim.replace("when: termly}", f"when: {phrase}}}")}


def uids_of(data: bytes, summary: str) -> dict[date, str]:
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {
        event["DTSTART"].dt: str(event["UID"]) for event in events if summary in event["SUMMARY"]
    }


@pytest.mark.parametrize("phrase", ["half-termly", "annually", "4 April 2025", "Spring 2025"])
def test_a_day_that_stays_keeps_its_event_whatever_its_cadence(
    over: Callable[..., bytes], phrase: str
) -> None:
    before, after = (uids_of(over(files), "1a.3") for files in ({}, termly_as(phrase)))
    same = before.keys() & after.keys()
    assert same
    assert {day: after[day] for day in same} == {day: before[day] for day in same}


def test_what_the_plan_no_longer_has_is_cancelled(over: Callable[..., bytes]) -> None:
    before = over()
    annually = termly_as("annually from Summer 2025")
    after = over(annually)
    gone = {event for event in states(before) if "1a.3" in event[0]} - states(after)
    assert gone
    assert {(*event[:2], "CANCELLED") for event in gone} <= states(after)
    assert over(annually) == after
    assert {
        event for event in states(over(annually, DAY, "--lead", "SD")) if "1a.3" in event[0]
    } == {(*event[:2], "CANCELLED") for event in gone}


def test_the_calendar_of_another_plan_is_not_cancelled(over: Callable[..., bytes]) -> None:
    over()
    other = {"plan.yaml": SCHOOL["plan.yaml"].replace("name: ", "name: Other ", 1)}
    assert not any(
        state == "CANCELLED" and "Withdrawn" not in summary
        for summary, _, state in states(over(other))
    )


MORE_DAMAGE = (
    (b"SEQUENCE:0", b"SEQUENCE:x"),
    (b"DTSTAMP:2024", b"DTSTAMP:99"),
    (b"UID:", b"X-UID:"),
    (b"DTSTART;VALUE=DATE", b"DTSTART;VALUE=DATE,TEXT"),
    (b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nBEGIN:VEVENT"),
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"END:VCALENDAR", b""),
        (b"DTSTAMP:20240901", b"DTSTAMP:99991231"),
        (b"SUMMARY:", b"SUMMARY\xff"),
        *(pytest.param(*pair, marks=pytest.mark.slow) for pair in MORE_DAMAGE),
    ],
)
def test_an_earlier_calendar_that_cannot_be_read_tells_nothing(
    over: Callable[..., bytes], tmp_path: Path, old: bytes, new: bytes
) -> None:
    fresh = over()
    spoilt = fresh.replace(old, new)
    assert spoilt != fresh
    (tmp_path / "over.ics").write_bytes(spoilt)
    assert marks(over()).keys() == marks(fresh).keys()


def test_alarms_come_in_the_morning_for_what_is_still_to_do(export: Callable[..., Any]) -> None:
    result = export("--alarm", "1 week")
    alarm = result["1a.1 =HYPERLINK(1) (JK, SD)", "2025-04-04"].valarm
    assert alarm.trigger.value == timedelta(days=-7, hours=9)
    rung = {key for key, event in result.items() if "valarm" in event.contents}
    assert min(day for _, day in rung) >= DAY
    assert not any(summary.startswith(("Done", "Withdrawn")) for summary, _ in rung)


def test_kpis_are_added_when_asked_for(export: Callable[..., Any]) -> None:
    named = {summary.split()[0] for summary, _ in export("--kpis")} - {"Done:", "Withdrawn:"}
    assert named == {"1a.1", "1a.2", "1a.3", "1a.6", "1a.k1"}


def test_each_lead_has_a_calendar(export: Callable[..., Any], tmp_path: Path) -> None:
    result = export("-o", f"{tmp_path}/cal/")
    assert result == f"Wrote 3 calendars to {tmp_path}/cal.\n"
    items = {path.name: read(path.read_bytes()) for path in sorted((tmp_path / "cal").iterdir())}
    assert list(items) == ["JK.ics", "SD.ics", "_nobody.ics"]
    assert {summary.split(" (")[0] for summary, _ in items["_nobody.ics"]} == {
        "Withdrawn: 1a.5 Close the site"
    }
    shared = "1a.1 =HYPERLINK(1) (JK, SD)", "2025-04-04"
    assert items["JK.ics"][shared].uid.value == items["SD.ics"][shared].uid.value
    export("-o", f"{tmp_path}/cal/", "--lead", "JK")  # a subscribed file is made again


def test_the_calendar_of_a_lead_who_has_no_dates_any_more_is_emptied(
    export: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "cal"
    export("-o", f"{folder}/")
    export("-o", f"{folder}/whole.ics")
    strangers = {"AB.ics": b"BEGIN:VCALENDAR\r\nPRODID:-//Somebody//EN\r\nEND:VCALENDAR\r\n"}
    strangers["CD.ics"] = (folder / "SD.ics").read_bytes()  # of ours, but not that lead's
    strangers["whole.ics"] = (folder / "whole.ics").read_bytes()
    for name, data in strangers.items():
        (folder / name).write_bytes(data)
    aim = SCHOOL["aims/1-people.yaml"].replace("JK, SD", "JK").replace("[SD]", "[JK]")
    only = export("-o", f"{folder}/", "--lead", "JK", aim=aim)
    assert "Emptied" not in only
    result = export("-o", f"{folder}/", aim=aim)
    assert result == (
        f"Wrote 2 calendars to {folder}. Emptied SD.ics, for which there are no dates now.\n"
    )
    emptied = icalendar.Calendar.from_ical((folder / "SD.ics").read_bytes())
    assert str(emptied["X-WR-CALNAME"]) == "School Plan 2024–25: SD"
    assert {(str(event["SUMMARY"]), str(event["STATUS"])) for event in emptied.walk("VEVENT")} == {
        ("1a.1 =HYPERLINK(1) (JK, SD)", "CANCELLED"),
        ("Done: 1a.2 Launch: Map forums (SD)", "CONFIRMED"),
        ("1a.2 Grow: Map forums (SD)", "CANCELLED"),
    }
    assert {name: (folder / name).read_bytes() for name in strangers} == strangers
    assert "Emptied" not in export("-o", f"{folder}/", aim=aim)


def test_what_was_not_asked_for_is_not_emptied(export: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "cal"
    export("-o", f"{folder}/")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    result = export("-o", f"{folder}/", "--term", "autumn-2024")
    assert result == f"Wrote 1 calendar to {folder}.\n"  # SD has dates in other terms
    assert (folder / "SD.ics").read_bytes() == before["SD.ics"]


def test_a_calendar_of_somebody_elses_stays(
    export: Callable[..., Any], sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    export("-o", f"{tmp_path}/cal/")
    mine = tmp_path / "cal" / "SD.ics"
    mine.write_text("BEGIN:VCALENDAR\r\nPRODID:-//Somebody//EN\r\nEND:VCALENDAR\r\n")
    first = (tmp_path / "cal" / "JK.ics").stat().st_mtime_ns
    done = sipctl("export", "-f", "ics", "-o", f"{tmp_path}/cal", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "SD.ics is there already" in done.err
    assert (tmp_path / "cal" / "JK.ics").stat().st_mtime_ns == first


def test_calendars_are_written_all_or_none(
    sipctl: Callable[..., Any], write: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    plan = write(SCHOOL)
    (tmp_path / "cal").mkdir()
    (tmp_path / "cal" / "SD.ics").symlink_to("/dev/full")
    (tmp_path / "file").touch()
    for place, item in (("cal", "SD.ics cannot be written"), ("file/", "file is not a folder")):
        where = f"{tmp_path}/{place}"
        done = sipctl("export", "-f", "ics", "-o", where, cwd=plan)
        assert (done.code, done.out) == (2, "")
        assert item in done.err
    assert [path.name for path in (tmp_path / "cal").iterdir()] == ["SD.ics"]


def test_records_of_a_day_without_a_time_still_date_an_event(export: Callable[..., Any]) -> None:
    event = export()["Withdrawn: 1a.5 Close the site", "2025-07-31"]
    assert event.dtstamp.value.replace(tzinfo=None) == datetime(2025, 2, 3)
