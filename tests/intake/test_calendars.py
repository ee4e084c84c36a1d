"""caseload import appointment FILE.ics: an outside calendar in, and in again."""

import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from commands.conftest import Quick
from conftest import Program
from hypothesis import given
from hypothesis import strategies as st

from caseload.intake.calendars.occurrences import Patience, occurrences


@pytest.fixture
def quick(ana: Program, monkeypatch: pytest.MonkeyPatch) -> Iterator[Quick]:
    """The program with one client, Ana Ruiz (c1), and this process's clock in Chicago."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Chicago")
        time.tzset()
        yield Quick(ana.home, ana.environ | {"TZ": "America/Chicago"})
    time.tzset()


def calendar(*parts: str, head: str = "") -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *filter(None, [head]), *parts, "END:VCALENDAR", ""))


def event(*lines: str, uid: str = "a@x", start: str = ":20261130T090000", title: str = "Group") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART{start}", f"SUMMARY:{title}", *lines, "END:VEVENT"))


def put(program: Program, text: str, name: str = "clinic.ics") -> str:
    """The calendar as a file; where it is."""
    file = program.home / name
    file.write_bytes(text.encode())
    return str(file)


def take(program: Quick, text: str, *words: str) -> str:
    """What is said about a calendar that is taken in."""
    ran = program.run("import", "appts", put(program, text), *words)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return ran.err


def listed(program: Quick, fields: str = "starts,minutes,status,title") -> list[str]:
    rows = program("appointment", "list", "--status", "all", "--fields", fields).splitlines()
    return [row.replace("\t", " ").strip() for row in rows]


CHICAGO = ";TZID=America/Chicago:"

# A DTSTART as it stands in the file, the end or length, and what is kept by a clock in Chicago.
TIMES = [
    (":20261130T150000Z", "DURATION:PT45M", "2026-11-30T09:00 45"),
    (":20261130T090000", "DTEND:20261130T103000", "2026-11-30T09:00 90"),
    (";TZID=America/New_York:20261130T100000", "DTEND:20261130T160000Z", "2026-11-30T09:00 60"),
    (";TZID=Eastern Standard Time:20261130T100000", "DURATION:PT1H", "2026-11-30T09:00 60"),
    (";TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261130T160000", "DURATION:PT1H", "2026-11-30T09:00 60"),
    (";VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261202", "2026-11-30 2880"),
    (":20261130", "TRANSP:OPAQUE", "2026-11-30"),
    (f"{CHICAGO}20261130T090030", "TRANSP:OPAQUE", "2026-11-30T09:00"),
    (f"{CHICAGO}20270314T023000", "DURATION:PT30M", "2027-03-14T03:30 30"),
    (f"{CHICAGO}20261101T003000", "DTEND;TZID=America/Chicago:20261101T023000", "2026-11-01T00:30 180"),
    (":21991231T235900Z", "DURATION:P1D", "2199-12-31T17:59 1440"),
    (":19020101T000000", "DURATION:P1W", "1902-01-01T00:00 10080"),
]


@pytest.mark.parametrize(("start", "end", "kept"), TIMES)
def test_times_are_told_by_the_users_clock(quick: Quick, start: str, end: str, kept: str) -> None:
    take(quick, calendar(event(end, start=start)))
    assert listed(quick, "starts,minutes") == [kept]


def test_the_zone_of_the_config_is_the_users_clock(quick: Quick) -> None:
    config = Path(quick.environ["XDG_CONFIG_HOME"], "caseload", "config.toml")
    config.parent.mkdir(parents=True)
    config.write_text('timezone = "Asia/Tokyo"\n')
    take(quick, calendar(event(start=":20261130T150000Z")))
    assert listed(quick, "starts") == ["2026-12-01T00:00"]


ZONE = "\r\n".join(
    (
        "BEGIN:VTIMEZONE", "TZID:Eastern (made up)", "BEGIN:STANDARD", "DTSTART:16011104T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:16010311T020000", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400", "END:DAYLIGHT", "END:VTIMEZONE",
    )
)  # fmt: skip


def test_a_zone_that_the_file_defines_is_followed_on_either_side_of_its_changes(quick: Quick) -> None:
    made_up = ";TZID=Eastern (made up):"
    days = ("20261130T100000", "20270701T100000", "20270314T040000", "20261101T120000")
    parts = (event(uid=day, start=f"{made_up}{day}") for day in days)
    take(quick, calendar(ZONE, *parts))
    assert listed(quick, "starts") == [
        "2026-11-01T11:00", "2026-11-30T09:00", "2027-03-14T03:00", "2027-07-01T09:00"
    ]  # fmt: skip


def test_what_an_event_says_is_kept_and_who_it_is_for_is_asked(quick: Quick) -> None:
    lines = ("LOCATION:Main St\\, room 4", "DESCRIPTION:Bring glasses\\nand ID", "STATUS:TENTATIVE", "X-A:b")
    said = take(
        quick, calendar(event(*lines, title="Eye  clinic\\n\\, new")), "--set", "client=ana", "--set", "kind=eye"
    )
    assert said == "1 appointment added, 0 updated, 0 skipped · undo: caseload undo\n"
    (row,) = listed(quick, "client_handle,title,place,prepare,status,kind,external_id,source")
    assert row == "ana-ruiz Eye clinic , new Main St, room 4 Bring glasses\\nand ID pending eye a@x clinic.ics"


def test_folded_lines_are_one_line_and_a_byte_order_mark_is_none(quick: Quick) -> None:
    take(quick, "\ufeff" + calendar(event(title="Zoë a\r\n nd\r\n\t Bo")).replace("\r\n", "\n"))
    assert listed(quick, "title") == ["Zoë and Bo"]


def test_without_a_title_it_is_an_appointment_and_without_set_nobodys(quick: Quick) -> None:
    take(quick, calendar(event(title="")))
    assert listed(quick, "title,client") == ["Appointment"]


def test_a_recurring_event_is_an_appointment_for_each_date_within_the_horizon(quick: Quick) -> None:
    said = take(quick, calendar(event("RRULE:FREQ=WEEKLY;BYDAY=MO", start=f"{CHICAGO}20200106T090000")))
    assert "57 appointments added, 0 updated, 0 skipped; recurring ones to 2027-11-26" in said
    days = [row[:10] for row in listed(quick)]
    assert (days[0], days[-1]) == ("2026-10-26", "2027-11-22")
    assert {row[11:16] for row in listed(quick)} == {"09:00"}
    assert listed(quick, "external_id")[0] == "a@x/20261026T140000Z"


def test_what_does_not_recur_comes_in_however_far_it_is(quick: Quick) -> None:
    far = (event(uid=f"{year}@x", start=f":{year}0301T090000") for year in (1999, 2026, 2040))
    # Nobody's but one's own needs no outcome.
    assert "over already" not in take(quick, calendar(*far))
    assert [row[:4] for row in listed(quick)] == ["1999", "2026", "2040"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=3", ["2026-11-30", "2026-12-07", "2026-12-14"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261207T150000Z", ["2026-11-30", "2026-12-07"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261207T145959Z", ["2026-11-30"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261207", ["2026-11-30", "2026-12-07"]),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", ["2026-11-30", "2026-12-31", "2027-01-31"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=2", ["2026-11-30", "2026-12-08", "2027-01-12"]),
        ("RRULE:FREQ=DAILY;INTERVAL=10;COUNT=2", ["2026-11-30", "2026-12-10"]),
        ("RRULE:FREQ=YEARLY", ["2026-11-30"]),
        ("RRULE:FREQ=MONTHLY;INTERVAL=9;UNTIL=99991231T235959Z", ["2026-11-30", "2027-08-30"]),
        ("RRULE:FREQ=DAILY;UNTIL=00010101T000000Z", ["2026-11-30"]),
        ("RDATE:20261201T090000,20261203T110000", ["2026-11-30", "2026-12-01", "2026-12-03"]),
        ("RDATE;VALUE=PERIOD:20261201T090000/PT2H", ["2026-11-30", "2026-12-01"]),
        ("RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE:20261201T090000", ["2026-11-30", "2026-12-02"]),
        ("RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;VALUE=DATE:20261201", ["2026-11-30", "2026-12-02"]),
        ("RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;TZID=America/New_York:20261201T100000", ["2026-11-30", "2026-12-02"]),
    ],
)
def test_the_dates_of_a_recurring_event(quick: Quick, rule: str, days: list[str]) -> None:
    take(
        quick,
        calendar(
            event(rule, start=f"{CHICAGO}20261130T090000" if "TZID" in rule or "Z" in rule else ":20261130T090000")
        ),
    )
    assert [row[:10] for row in listed(quick)] == days


def test_a_series_keeps_its_time_of_day_across_a_change_of_the_clocks(quick: Quick) -> None:
    take(quick, calendar(event("RRULE:FREQ=DAILY;COUNT=3", start=f"{CHICAGO}20270313T090000")))
    assert [row[:16] for row in listed(quick)] == ["2027-03-13T09:00", "2027-03-14T09:00", "2027-03-15T09:00"]


WEEKLY = event("RRULE:FREQ=WEEKLY;COUNT=4", "DURATION:PT1H", start=f"{CHICAGO}20261130T090000")


def about(slot: str, *lines: str, start: str, title: str = "Moved") -> str:
    return event(f"RECURRENCE-ID{slot}", *lines, start=start, title=title)


def test_one_date_of_a_series_may_be_moved_or_called_off(quick: Quick) -> None:
    moved = about(f"{CHICAGO}20261207T090000", "DURATION:PT30M", start=f"{CHICAGO}20261208T133000")
    off = about(":20261214T150000Z", "STATUS:CANCELLED", start=f"{CHICAGO}20261214T090000")
    take(quick, calendar(WEEKLY, moved, off))
    assert listed(quick) == [
        "2026-11-30T09:00 60 booked Group", "2026-12-08T13:30 30 booked Moved", "2026-12-21T09:00 60 booked Group"
    ]  # fmt: skip


def test_a_series_may_be_another_from_one_date_on(quick: Quick) -> None:
    slot = ";RANGE=THISANDFUTURE;TZID=America/Chicago:20261207T090000"
    later = about(slot, "DURATION:PT2H", start=f"{CHICAGO}20261207T100000", title="Later")
    take(quick, calendar(WEEKLY, later))
    assert listed(quick) == [
        "2026-11-30T09:00 60 booked Group", "2026-12-07T10:00 120 booked Later", "2026-12-14T10:00 120 booked Later",
        "2026-12-21T10:00 120 booked Later",
    ]  # fmt: skip


def test_the_same_file_twice_adds_nothing(quick: Quick) -> None:
    text = calendar(WEEKLY, event(uid="b@x", start=";VALUE=DATE:20261201"))
    take(quick, text)
    before = quick.fingerprint
    said = take(quick, text, "--on-dup", "update")
    assert said == "0 appointments added, 0 updated, 5 skipped; recurring ones to 2027-11-26; nothing is changed\n"
    assert quick.fingerprint == before


def test_a_changed_file_is_told_of_and_taken_over_when_asked(quick: Quick) -> None:
    take(quick, calendar(WEEKLY, event(uid="b@x")), "--set", "client=ana")
    quick("appointment", "edit", "a5", "--transport", "bus", "--place", "Room 1")
    moved = calendar(WEEKLY.replace("T090000", "T110000"), event("LOCATION:Hall", uid="b@x", title="Other"))
    assert "skipped although changed in the file: 1; --on-dup update takes that over" in take(
        quick, calendar(WEEKLY, event("LOCATION:Hall", uid="b@x", title="Other"))
    )
    said = take(quick, moved, "--on-dup", "update")
    # Another time of day means other dates, by RFC 5545: those there were are no more.
    assert "4 appointments added, 1 updated, 0 skipped, 4 cancelled; recurring ones" in said
    row = quick("appointment", "list", "--fields", "id,client_handle,title,place,transport,status").splitlines()[-5:]
    assert "a5\tana-ruiz\tOther\tHall\tbus\tbooked" in row


def test_a_date_that_is_no_more_is_cancelled_and_nothing_of_it_is_lost(quick: Quick) -> None:
    take(quick, calendar(WEEKLY))
    quick("appointment", "edit", "a2", "--bring", "papers")
    fewer = WEEKLY.replace("COUNT=4", "COUNT=3").replace(
        "DURATION", "EXDATE;TZID=America/Chicago:20261207T090000\r\nDURATION"
    )
    assert "2 skipped, 2 cancelled" in take(quick, calendar(fewer), "--on-dup", "update")
    assert [row.split()[2] for row in listed(quick)] == ["booked", "cancelled", "booked", "cancelled"]
    assert listed(quick, "bring")[1] == "papers"
    quick("undo")
    assert [row.split()[2] for row in listed(quick)] == ["booked"] * 4


@pytest.mark.parametrize("off", ["STATUS:CANCELLED", "METHOD:CANCEL"])
def test_an_event_that_was_called_off_is_cancelled_here(quick: Quick, off: str) -> None:
    take(quick, calendar(event()))
    gone = calendar(event(off)) if off[:6] == "STATUS" else calendar(event(), head=off)
    assert "0 updated, 0 skipped, 1 cancelled" in take(quick, gone, "--on-dup", "update")
    assert listed(quick) == ["2026-11-30T09:00  cancelled Group"]


def test_an_event_that_is_on_again_is_booked_again_and_told(quick: Quick) -> None:
    take(quick, calendar(event()))
    take(quick, calendar(event("STATUS:CANCELLED")), "--on-dup", "update")
    assert "skipped although changed in the file: 1" in take(quick, calendar(event()))
    assert "1 updated" in take(quick, calendar(event()), "--on-dup", "update")
    assert listed(quick) == ["2026-11-30T09:00  booked Group"]


@pytest.mark.parametrize("done", ["appointment cancel a1 --reason pat", "appointment void a1 --reason twice"])
def test_what_is_over_or_voided_here_stays_as_it_is(quick: Quick, done: str) -> None:
    take(quick, calendar(event()))
    quick(*done.split())
    before = quick.fingerprint
    assert "1 skipped; nothing is changed" in take(quick, calendar(event(title="Other")), "--on-dup", "update")
    assert quick.fingerprint == before


def test_on_dup_fail_names_the_record(quick: Quick) -> None:
    take(quick, calendar(event()))
    ran = quick.run("import", "appt", put(quick, calendar(event())), "--on-dup", "fail")
    assert (ran.code, ran.out) == (1, "")
    assert "line 3, UID: is stored already, as a1; --on-dup skip or update takes it" in ran.err


def test_what_went_out_is_known_again_when_it_comes_back(quick: Quick, tmp_path: Path) -> None:
    take(quick, calendar(WEEKLY, event("DESCRIPTION:Fasting", uid="b@x")), "--set", "client=ana")
    quick("appointment", "add", "ana", "Home visit", "--at", "2026-12-02@10:00", "-m", "45", "--bring", "ID")
    text = quick("agenda", "--ics")
    assert "0 appointments added, 0 updated, 6 skipped; nothing is changed" in take(quick, text, "--on-dup", "update")
    moved = text.replace("20261202T10", "20261202T13").replace("Home visit", "Changed in the phone")
    assert "1 updated, 5 skipped" in take(quick, moved, "--on-dup", "update")
    assert "a6 2026-12-02T13:00 45 Home visit ID" in listed(quick, "id,starts,minutes,title,bring")
    off = text.replace("STATUS:CONFIRMED", "STATUS:CANCELLED")
    assert "6 cancelled" in take(quick, off, "--on-dup", "update")


def test_a_dry_run_counts_as_the_real_run_and_one_import_is_one_undo(quick: Quick) -> None:
    take(quick, calendar(WEEKLY))
    text, before = calendar(WEEKLY.replace("COUNT=4", "COUNT=2"), event(uid="b@x")), quick.fingerprint
    export = quick("export", "all")
    dry = take(quick, text, "--on-dup", "update", "-n")
    assert quick.fingerprint == before
    real = take(quick, text, "--on-dup", "update")
    assert dry.replace("dry run, nothing is written: ", "") == real.replace(" · undo: caseload undo", "")
    quick("undo")
    assert quick("export", "all") == export


def test_one_bad_event_stops_the_whole_file_and_every_one_is_named(quick: Quick) -> None:
    text = calendar(event(), event(uid="b@x", start=":20261332T090000"), event("RRULE:FREQ=HOURLY", uid="c@x"))
    ran = quick.run("import", "appts", put(quick, text))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "line 10, DTSTART: cannot be read; such as DTSTART;TZID=America/Chicago:20261130T090000",
        "line 17, RRULE: recurs by the hour or faster, or by no known rule; DAILY, WEEKLY, MONTHLY or YEARLY",
        "caseload: 2 bad rows, nothing was imported; mend the file or its map, then try again",
    ]
    assert listed(quick) == []


def test_what_is_no_event_is_passed_over_and_told(quick: Quick) -> None:
    other = "BEGIN:VTODO\r\nUID:t@x\r\nEND:VTODO"
    assert "passed over: 1 VFREEBUSY, 2 VTODO; only events become appointments" in take(
        quick, calendar(other, other, "BEGIN:VFREEBUSY\r\nEND:VFREEBUSY", event("BEGIN:VALARM\r\nEND:VALARM"))
    )


def test_stdin_is_looked_at(quick: Quick) -> None:
    ran = quick.run("import", "appointments", "-", "--source", "clinic", stdin=calendar(event()))
    assert ran.code == 0, ran.err
    assert listed(quick, "source") == ["clinic.ics"]
    assert "1 skipped" in take(quick, calendar(event()))


def test_a_calendar_by_another_name_is_known_by_its_first_line(quick: Quick) -> None:
    ran = quick.run("import", "appt", put(quick, calendar(event()), "calendar.txt"))
    assert (ran.code, listed(quick, "source")) == (0, ["calendar.ics"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "task", "FILE"), "is a calendar, which holds appointments; caseload import appointment"),
        (("import", "client", "FILE"), "is a calendar, which holds appointments"),
        (("import", "appt", "FILE", "--map", "a=title"), "is a calendar; leave --map"),
        (("import", "appt", "FILE", "--guess"), "is a calendar; leave --map"),
        (("import", "appt", "FILE", "--delimiter", "tab"), "is a calendar; leave --map"),
        (("import", "appt", "FILE", "--set", "starts=2026-11-30"), '"starts" is not a field that --set may give here'),
        (("import", "appt", "FILE", "--set", "status=gone"), "--set status: is not accepted"),
        (("import", "appt", "missing.ics"), "missing.ics cannot be read"),
    ],
)
def test_what_a_calendar_cannot_be_asked_is_refused(quick: Quick, words: tuple[str, ...], said: str) -> None:
    file = put(quick, calendar(event()))
    ran = quick.run(*(file if word == "FILE" else word for word in words))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert listed(quick) == []


def test_a_client_that_nobody_is_is_not_found(quick: Quick) -> None:
    assert quick.run("import", "appt", put(quick, calendar(event())), "--set", "client=nobody").code == 3


def test_import_all_takes_no_calendar(quick: Quick) -> None:
    ran = quick.run("import", "all", put(quick, calendar(event())))
    assert (ran.code, ran.out) == (2, "")


@given(
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 20),
    count=st.none() | st.integers(1, 40),
    by=st.sampled_from(
        ["", ";BYDAY=MO,FR", ";BYMONTHDAY=31", ";BYMONTH=2;BYMONTHDAY=29", ";BYDAY=-1SU", ";BYYEARDAY=366"]
    ),
    start=st.datetimes(datetime(1990, 1, 1), datetime(2028, 1, 1)),
    days=st.integers(-10, 3000),
)
def test_a_rule_gives_the_dates_that_dateutil_gives_near_the_end_of_all_years(
    freq: str, interval: int, count: int | None, by: str, start: datetime, days: int
) -> None:
    from dateutil.rrule import rrulestr
    from icalendar import vRecur

    start = start.replace(microsecond=0)
    if "-1SU" in by and freq in ("DAILY", "WEEKLY"):
        by = ""
    if "MONTHDAY" in by and freq == "WEEKLY":
        by = ""
    text = f"FREQ={freq};INTERVAL={interval}{by}{f';COUNT={count}' if count else ''}"
    last = start + timedelta(days=days)
    found = occurrences(vRecur.from_ical(text), text, start, None, last, Patience())
    assert found == (rrulestr(text, dtstart=start).between(start, last, inc=True) if days >= 0 else [])


def test_the_horizon_is_from_30_days_back_to_366_ahead(quick: Quick) -> None:
    take(quick, calendar(event("RRULE:FREQ=DAILY", start=";VALUE=DATE:20260101")))
    days = [date.fromisoformat(row[:10]) for row in listed(quick)]
    assert (days[0], days[-1], len(days)) == (date(2026, 10, 26), date(2027, 11, 26), 397)


# Older and newer revisions of an event

MON, TUE = f"{CHICAGO}20261130T100000", f"{CHICAGO}20261201T150000"


def revision(number: int | None, start: str = MON, *lines: str) -> str:
    """A calendar with one event in some revision."""
    return calendar(event(*(() if number is None else (f"SEQUENCE:{number}",)), *lines, start=start))


@pytest.mark.parametrize(("first", "second"), [(2, 1), (2, 0), (2, None), (1, 0)])
def test_an_older_revision_never_replaces_a_newer_one_and_is_told_by_its_line(
    quick: Quick, first: int, second: int | None
) -> None:
    take(quick, revision(first, TUE))
    said = take(quick, revision(second, MON, "LOCATION:Elsewhere"), "--on-dup", "update")
    assert "left out, older than what is here (SEQUENCE): line " in said
    assert listed(quick, "starts,place") == ["2026-12-01T15:00 "] or listed(quick, "starts") == ["2026-12-01T15:00"]
    take(quick, revision(second, MON, "STATUS:CANCELLED"), "--on-dup", "update")
    assert listed(quick, "starts,status") == ["2026-12-01T15:00 booked"]


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 2), (None, 0), (None, 3), (0, None)])
def test_the_same_or_a_newer_revision_is_taken_over(quick: Quick, first: int | None, second: int | None) -> None:
    take(quick, revision(first, TUE))
    said = take(quick, revision(second, MON), "--on-dup", "update")
    assert "left out" not in said
    assert listed(quick, "starts") == ["2026-11-30T10:00"]


def test_of_two_revisions_in_one_file_the_later_one_is_taken_whichever_comes_first(quick: Quick) -> None:
    older, newer = event("SEQUENCE:0", start=MON), event("SEQUENCE:2", start=TUE)
    for number, parts in enumerate(((older, newer), (newer, older))):
        said = take(quick, calendar(*parts), "--on-dup", "update")
        assert "left out, older than what is here (SEQUENCE): line " in said, number
        assert listed(quick, "starts") == ["2026-12-01T15:00"], number


def test_an_older_series_brings_none_of_its_dates_back(quick: Quick) -> None:
    """Moved from Mondays to Tuesdays; then the file of before comes again."""
    weekly = "RRULE:FREQ=WEEKLY;COUNT=3"
    take(quick, revision(1, MON, weekly))
    take(quick, revision(2, TUE, weekly), "--on-dup", "update")
    moved = listed(quick, "starts,status")
    said = take(quick, revision(1, MON, weekly), "--on-dup", "update")
    assert "left out, older" in said
    assert listed(quick, "starts,status") == moved


def test_a_date_of_a_later_revision_than_its_series_stays_and_the_others_follow(quick: Quick) -> None:
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=3", start=MON)
    one = event("SEQUENCE:3", f"RECURRENCE-ID{CHICAGO}20261207T100000", start=f"{CHICAGO}20261208T100000")
    take(quick, calendar(weekly, one))
    longer = event("RRULE:FREQ=WEEKLY;COUNT=3", "LOCATION:Room 4", start=MON)
    said = take(quick, calendar(longer), "--on-dup", "update")
    assert "left out, older" in said
    assert listed(quick, "starts") == ["2026-11-30T10:00", "2026-12-08T10:00", "2026-12-14T10:00"]


def test_our_own_calendar_of_before_a_change_does_not_take_the_change_back(quick: Quick) -> None:
    quick("appointment", "add", "ana", "Visit", "--at", "2026-12-01@10:00")
    later = {"CASELOAD_NOW": "2026-11-25T10:00"}
    quick("appointment", "edit", "a1", "--title", "Home visit", env={"CASELOAD_NOW": "2026-11-25T09:30"})
    before = quick("agenda", "--ics", env={"CASELOAD_NOW": "2026-11-25T09:40"})
    quick("appointment", "move", "a1", "--to", "2026-12-02@10:00", env=later)
    file = quick.home / "ours.ics"
    file.write_text(before)
    ran = quick.run("import", "appointment", str(file), "--on-dup", "update", env=later)
    assert ran.code == 0
    assert "left out, older" in ran.err
    assert listed(quick, "starts") == ["2026-12-02T10:00"]
    number = int(re.search(r"SEQUENCE:(\d+)", quick("agenda", "--ics", env=later))[1])  # type: ignore[index]
    moved = re.sub(r"SEQUENCE:\d+", f"SEQUENCE:{number + 1}", before)
    file.write_text(moved)
    quick("import", "appointment", str(file), "--on-dup", "update", env=later)
    assert listed(quick, "starts") == ["2026-12-01T10:00"]
