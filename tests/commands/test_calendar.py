"""caseload agenda --ics: what a calendar gets, and what other programs read in it."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import Program
from dateutil.rrule import rrulestr  # noqa: TID253 - what another library makes of our rules
from readers import ical_js, khal

from .conftest import Quick, copied, made

icalendar = pytest.importorskip("icalendar")

CHICAGO = ZoneInfo("America/Chicago")

pytestmark = pytest.mark.usefixtures("chicago")


@pytest.fixture(scope="session")
def booked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with appointments of every sort, on either side of a change of the clocks, and tasks."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CASELOAD_TEST_TZ", CHICAGO.key)
        return made(
            tmp_path_factory.mktemp("booked"),
            "client add Ana Ruiz",
            "client add Bo Ng --address 12-Elm-Street --address-confidential",
            "appointment add ana Home_visit --at 2026-11-27@14:00 -m 45 --place Library --bring ID --transport bus",
            "appointment add ana Hearing --at 2027-03-14@01:30 -m 60",
            "appointment add ana Lost_hour --at 2027-03-14@02:30 -m 30",
            "appointment add ana Twice_hour --at 2027-11-07@01:30 -m 45",
            "appointment add me Training --at 2026-12-01",
            "appointment add bo Visit --at 2026-12-02@10:00 --place 12,Elm,St",
            "appointment add bo Clinic --at 2026-12-03@10:00 --status proposed --place Town_hall",
            "appointment add ana Court --at 2026-12-04@10:00",
            "appointment add ana Dialysis --at 2026-11-20@10:00 -m 240",
            "appointment add ana Missed --at 2026-11-19@10:00",
            "appointment cancel a8 --reason pat",
            "appointment kept a9",
            "appointment noshow a10",
            "task add ana Rent --due 2026-11-30 --priority stat",
            "task add ana Report --due 2027-01-31@17:00 --every 1m",
            "task add me Someday",
        )


@pytest.fixture
def booked(nobody: Program, booked_home: Path) -> Quick:
    return copied(nobody, booked_home)


def read(text: str) -> Any:
    return icalendar.Calendar.from_ical(text)


def events(text: str) -> dict[str, Any]:
    """The events by the words of their summary after the name."""
    return {str(one["SUMMARY"]).rpartition(": ")[2]: one for one in read(text).walk("VEVENT")}


@pytest.fixture
def calendar(booked: Quick) -> dict[str, Any]:
    return events(booked("agenda", "--ics"))


def test_every_program_reads_the_same_as_the_database_has(booked: Quick, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    settings(booked, "[calendar]\nalarm = 30\n")
    booked("agenda", "--ics", "--tasks", "-o", str(file))
    theirs = {one["uid"]: one for one in ical_js(file)}
    ours = {str(one["UID"]): one for one in read(file.read_text()).walk() if one.name in ("VEVENT", "VTODO")}
    assert theirs.keys() == ours.keys()
    assert len(theirs) == 10 + 2
    rows = sqlite3.connect(booked.db).execute("select starts, title from appointment").fetchall()
    rows += sqlite3.connect(booked.db).execute("select due, title from task where due is not null").fetchall()
    kept = sorted((in_utc(when), title) for when, title in rows)
    assert sorted((one["start"], one["summary"].rpartition(": ")[2]) for one in theirs.values()) == kept
    for name, one in ours.items():
        start = one["DTSTART" if "DTSTART" in one else "DUE"].dt
        assert theirs[name]["start"] == told(start)
        assert theirs[name]["summary"] == one["SUMMARY"]
        assert theirs[name]["sequence"] == one["SEQUENCE"]
        assert theirs[name]["status"] == one["STATUS"]
        assert theirs[name]["class"] == one["CLASS"] == "CONFIDENTIAL"
        assert len(theirs[name]["alarms"]) == len(one.walk("VALARM"))
    assert {alarm for one in theirs.values() for alarm in one["alarms"]} == {"-PT30M"}


def in_utc(stored: str) -> str:
    moment = datetime.fromisoformat(stored)
    return stored if len(stored) == 10 else told(moment.replace(tzinfo=CHICAGO))


def told(moment: date) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(moment, datetime) else str(moment)


def test_ical_js_and_icalendar_see_the_same_end_whatever_is_done_to_the_clocks(booked: Quick, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    booked("agenda", "--ics", "-o", str(file))
    theirs = {one["summary"].rpartition(": ")[2]: one["end"] for one in ical_js(file)}
    assert theirs["Home_visit"] == "2026-11-27T20:45:00Z"
    assert theirs["Hearing"] == "2027-03-14T08:30:00Z"
    assert theirs["Lost_hour"] == "2027-03-14T09:00:00Z"
    assert theirs["Twice_hour"] == "2027-11-07T07:15:00Z"
    assert theirs["Court"] == "2026-12-04T16:00:00Z"


def test_khal_takes_the_file_in_and_lists_what_is_in_it(booked: Quick, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    booked("agenda", "--ics", "--tasks", "-o", str(file))
    khal(tmp_path, "import", "--batch", str(file))
    listed = khal(tmp_path, "list", "--format", "{start} {title} {location} {status}", "2026-11-27", "1d")
    assert "2026-11-27 14:00 AR c1: Home_visit Library" in listed
    assert "10:00" in khal(tmp_path, "list", "2026-12-04", "1d")
    assert "Training" in khal(tmp_path, "list", "2026-12-01", "1d")
    khal(tmp_path, "import", "--batch", str(file))
    assert khal(tmp_path, "list", "--format", "{title}", "2026-11-27", "1d").count("Home_visit") == 1


def test_two_runs_give_the_same_bytes(booked: Quick) -> None:
    assert booked("agenda", "--ics", "--tasks") == booked("agenda", "--ics", "--tasks")


def test_the_uid_of_an_appointment_stays_through_edits_and_a_move_of_the_whole_caseload(
    booked: Quick, tmp_path: Path
) -> None:
    before = {name: str(one["UID"]) for name, one in events(booked("agenda", "--ics")).items()}
    booked("appointment", "move", "a1", "--to", "2026-12-05@9:00")
    booked("export", "all", "-o", str(tmp_path / "all.json"))
    elsewhere = {"CASELOAD_DB": str(tmp_path / "elsewhere.db")}
    booked("import", "all", str(tmp_path / "all.json"), "--db", elsewhere["CASELOAD_DB"])
    after = {
        name: str(one["UID"])
        for name, one in events(booked("agenda", "--ics", "--db", elsewhere["CASELOAD_DB"])).items()
    }
    assert after == before
    assert len(set(after.values())) == 10


def test_the_sequence_rises_with_every_change_and_does_not_fall_with_undo(booked: Quick) -> None:
    def sequence(at: str) -> int:
        return int(events(booked("agenda", "--ics", env={"CASELOAD_NOW": at}))["Home_visit"]["SEQUENCE"])

    seen = [sequence("2026-11-25T09:00")]
    booked("appointment", "move", "a1", "--to", "2026-12-05@9:00", env={"CASELOAD_NOW": "2026-11-25T10:00"})
    seen.append(sequence("2026-11-25T10:01"))
    booked("undo", env={"CASELOAD_NOW": "2026-11-25T11:00"})
    seen.append(sequence("2026-11-25T11:01"))
    booked("redo", env={"CASELOAD_NOW": "2026-11-25T12:00"})
    seen.append(sequence("2026-11-25T12:01"))
    booked("client", "edit", "ana", "--family", "Ruiz-Vega", env={"CASELOAD_NOW": "2026-11-25T13:00"})
    seen.append(sequence("2026-11-25T13:01"))
    assert seen == [0, 3600, 7200, 10800, 14400]


@pytest.mark.parametrize(
    ("names", "said"), [((), "AR c1"), (("--names", "handle"), "ana-ruiz"), (("--names", "full"), "Ana Ruiz")]
)
def test_clients_are_initials_unless_more_is_asked_for(booked: Quick, names: tuple[str, ...], said: str) -> None:
    text = booked("agenda", "--ics", *names)
    assert f"SUMMARY:{said}: Home_visit\r\n" in text
    assert ("Ruiz" in text) == ("full" in names)
    assert "SUMMARY:Training\r\n" in text


def test_config_says_how_clients_are_named(booked: Quick) -> None:
    settings(booked, '[privacy]\nnames = "handle"\n')
    assert "SUMMARY:ana-ruiz: Home_visit" in booked("agenda", "--ics")


def settings(program: Program, text: str) -> None:
    file = Path(program.environ["XDG_CONFIG_HOME"], "caseload", "config.toml")
    file.parent.mkdir(parents=True)
    file.write_text(text)


def test_what_may_tell_a_confidential_address_stays_out(calendar: dict[str, Any]) -> None:
    assert "LOCATION" not in calendar["Visit"]
    assert calendar["Clinic"]["LOCATION"] == "Town_hall"
    assert calendar["Home_visit"]["LOCATION"] == "Library"


def test_a_title_with_a_confidential_address_stays_out_too(booked: Quick) -> None:
    booked("appointment", "edit", "a6", "--title", "Visit at 12 Elm", "--bring", "key of Elm 12")
    text = booked("agenda", "--ics")
    assert "Elm" not in text
    assert "SUMMARY:BN c2: Appointment\r\n" in text


def test_an_appointment_says_what_is_needed_for_it_and_no_more(calendar: dict[str, Any]) -> None:
    assert calendar["Home_visit"]["DESCRIPTION"] == "Bring: ID\nTransport: bus"
    assert "DESCRIPTION" not in calendar["Missed"]


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Home_visit", "CONFIRMED"),
        ("Clinic", "TENTATIVE"),
        ("Court", "CANCELLED"),
        ("Dialysis", "CONFIRMED"),
        ("Missed", "CONFIRMED"),
    ],
)
def test_a_calendar_says_cancelled_or_tentative_and_not_who_came(
    calendar: dict[str, Any], title: str, status: str
) -> None:
    assert calendar[title]["STATUS"] == status
    assert calendar[title]["TRANSP"] == ("TRANSPARENT" if status == "CANCELLED" else "OPAQUE")


def test_a_day_alone_is_a_day_and_an_unknown_length_no_end(calendar: dict[str, Any]) -> None:
    assert calendar["Training"]["DTSTART"].dt == date(2026, 12, 1)
    assert "DTEND" not in calendar["Training"]
    assert "DTEND" not in calendar["Court"]


def test_alarms_are_for_what_is_to_come_and_only_if_asked_for(booked: Quick) -> None:
    assert "VALARM" not in booked("agenda", "--ics")
    settings(booked, "[calendar]\nalarm = 30\n")
    alarmed = {name for name, one in events(booked("agenda", "--ics")).items() if one.walk("VALARM")}
    assert alarmed == {"Home_visit", "Hearing", "Lost_hour", "Twice_hour", "Visit", "Clinic"}


@pytest.mark.parametrize("alarm", ["true", "-1", "10081", '"30"', "1.5"])
def test_an_alarm_is_whole_minutes(booked: Quick, alarm: str) -> None:
    settings(booked, f"[calendar]\nalarm = {alarm}\n")
    ran = booked.run("agenda", "--ics")
    assert (ran.code, ran.out) == (2, "")
    assert "line 2: not a value of 'calendar.alarm'; it takes whole minutes" in ran.err


def test_tasks_come_on_request_the_recurring_with_a_rule_that_keeps_to_month_ends(booked: Quick) -> None:
    assert "VTODO" not in booked("agenda", "--ics")
    tasks = {str(one["SUMMARY"]): one for one in read(booked("agenda", "--ics", "--tasks")).walk("VTODO")}
    assert set(tasks) == {"AR c1: Rent", "AR c1: Report"}
    rent, report = tasks["AR c1: Rent"], tasks["AR c1: Report"]
    assert (rent["DUE"].dt, rent["PRIORITY"], rent["STATUS"]) == (date(2026, 11, 30), 1, "NEEDS-ACTION")
    rule = report["RRULE"].to_ical().decode()
    assert rule == "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    assert days(report, 4) == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def days(task: Any, count: int) -> list[date]:
    start = task["DTSTART"].dt.replace(tzinfo=None)
    found: Iterator[datetime] = iter(rrulestr(task["RRULE"].to_ical().decode(), dtstart=start))
    return [next(found).date() for _ in range(count)]


SPANS = [
    (every, first)
    for every in ("1d", "3d", "2w", "1m", "5m", "1y")
    for first in ("2026-11-30", "2027-01-31", "2028-02-29", "2026-12-15")
]


@pytest.mark.parametrize(
    ("every", "first"),
    [
        *SPANS,
        ("mon,thu", "2026-11-30"),
        ("2w on tue", "2026-12-01"),
        ("monthly on the last friday", "2026-11-27"),
        ("monthly on the last day", "2027-01-31"),
        ("3m on the 31st", "2027-01-31"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=1", "2026-12-01"),
    ],
)
def test_the_rule_of_a_task_gives_the_days_on_which_it_comes_back(empty: Quick, every: str, first: str) -> None:
    empty("task", "add", "me", "Count", "--due", first, "--every", every)
    (task,) = read(empty("agenda", "--ics", "--tasks", "--due", "..2028-12-31")).walk("VTODO")
    task["DTSTART"].dt = datetime.combine(task["DTSTART"].dt, datetime.min.time())
    for number, day in enumerate(days(task, 4), 1):
        due = empty("task", "list", "--fields", "due").strip()
        assert due == str(day)
        empty("done", f"t{number}", "--on", str(min(day, date(2026, 11, 25))))


@pytest.mark.parametrize(
    ("due", "end", "rule"),
    [
        ("2026-11-30", "2026-12-14", "UNTIL=20261214"),
        ("2026-11-30@17:00", "2026-12-14", "UNTIL=20261215T055959Z"),
        ("2026-06-01@23:30", "2026-06-15", "UNTIL=20260616T045959Z"),
    ],
)
def test_the_end_of_a_rule_is_a_day_beside_a_day_and_a_moment_in_utc_beside_a_time(
    empty: Quick, due: str, end: str, rule: str
) -> None:
    empty("task", "add", "me", "Count", "--due", due, "--every", "1w", "--until", end)
    (task,) = read(empty("agenda", "--ics", "--tasks", "--due", "..2028-12-31")).walk("VTODO")
    text = task["RRULE"].to_ical().decode()
    assert text == f"FREQ=WEEKLY;{rule}"
    start = task["DTSTART"].dt if "@" in due else datetime.combine(task["DTSTART"].dt, datetime.min.time())
    assert str([one.date() for one in rrulestr(text, dtstart=start)][-1]) == end


def test_the_file_has_lines_of_at_most_75_bytes_that_end_as_the_rfc_says(booked: Quick) -> None:
    booked("appointment", "edit", "a1", "--title", "Zoë über " * 30, "--bring", "a\nb\r\nc\x1b[31m;,\\")
    text = booked("agenda", "--ics")
    assert re.sub("\r\n", "", text).isprintable()
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    one = next(one for one in events(text).values() if "über" in one["SUMMARY"])
    assert one["DESCRIPTION"] == "Bring: a\nb\nc [31m;,\\\nTransport: bus"


def test_it_has_no_method_and_so_its_stamp_is_the_last_change(booked: Quick) -> None:
    found = read(booked("agenda", "--ics"))
    assert "METHOD" not in found
    assert {key: found[key] for key in ("VERSION", "CALSCALE", "X-WR-CALNAME")} == {
        "VERSION": "2.0", "CALSCALE": "GREGORIAN", "X-WR-CALNAME": "caseload"
    }  # fmt: skip
    for one in found.walk("VEVENT"):
        assert one["DTSTAMP"].dt == one["LAST-MODIFIED"].dt >= one["CREATED"].dt


def test_an_empty_calendar_is_a_calendar(empty: Quick) -> None:
    assert read(empty("agenda", "--ics"))["X-WR-CALNAME"] == "caseload"


def test_the_range_and_the_client_are_those_of_agenda(booked: Quick) -> None:
    assert set(events(booked("agenda", "bo", "--ics"))) == {"Visit", "Clinic"}
    assert set(events(booked("agenda", "--ics", "--due", "2026-12-01..2026-12-02"))) == {"Training", "Visit"}
    booked("appointment", "add", "me", "Far", "--at", "2027-12-01@9:00")
    booked("appointment", "add", "me", "Old", "--at", "2026-10-01@9:00")
    assert {"Far", "Old"} & set(events(booked("agenda", "--ics"))) == set()
    assert {"Far", "Old"} <= set(events(booked("agenda", "--ics", "--due", "2026-01-01..")))


def test_a_file_is_yours_alone_and_replaced_only_with_force(booked: Quick, tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    ran = booked.run("agenda", "-o", str(file))
    assert (ran.code, ran.out, ran.err) == (0, "", f"wrote {file} (mode 0600): 10 entries\n")
    assert (file.stat().st_mode & 0o777, file.read_bytes()[:17]) == (0o600, b"BEGIN:VCALENDAR\r\n")
    assert booked.run("agenda", "--ics", "-o", str(file)).code == 1
    booked("agenda", "--ics", "-o", str(file), "--force")


def test_a_file_of_no_known_format_is_refused_naming_those_there_are(booked: Quick) -> None:
    ran = booked.run("agenda", "-o", "agenda.xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert ".csv, .tsv, .json" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("--tasks",), ("--names", "full"), ("--ics", "--csv"),
        ("--ics", "--fields", "id"), ("--ics", "--reveal"),
    ],
)  # fmt: skip
def test_flags_that_do_not_go_together_are_refused(booked: Quick, words: tuple[str, ...]) -> None:
    ran = booked.run("agenda", *words)
    assert (ran.code, ran.out) == (2, "")
    assert "--ics" in ran.err


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "XYZ-3"])
def test_where_the_zone_has_no_name_times_are_in_utc(booked: Quick, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(booked.home, booked.environ | {"TZ": zone})
    text = program("agenda", "--ics")
    assert "VTIMEZONE" not in text
    hour = 11 if zone == "XYZ-3" else 14
    assert f"DTSTART:20261127T{hour}0000Z" in text


def test_the_zone_of_the_config_wins(booked: Quick) -> None:
    settings(booked, 'timezone = "Pacific/Auckland"\n')
    text = booked("agenda", "--ics")
    assert "DTSTART;TZID=Pacific/Auckland:20261127T140000" in text


def test_the_definition_of_the_zone_holds_in_years_to_come(booked: Quick) -> None:
    from icalendar.timezone.zoneinfo import ZONEINFO

    zone = read(booked("agenda", "--ics")).walk("VTIMEZONE")[0]
    for one in zone.walk():
        one.pop("RRULE", None) if one.name == "VTIMEZONE" else None
    found = ZONEINFO().create_timezone(zone)
    for month in range(24 * 12):
        moment = datetime(2025 + month // 12, month % 12 + 1, 12, 12) + timedelta(days=month % 7)
        assert moment.replace(tzinfo=found).utcoffset() == moment.replace(tzinfo=CHICAGO).utcoffset(), moment


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Zulu", "GMT", "Europe/London", "Asia/Tokyo"])
def test_times_are_those_of_the_zone_of_the_config_whatever_the_systems(booked: Quick, zone: str) -> None:
    settings(booked, f'timezone = "{zone}"\n')
    for one in read(booked("agenda", "--ics", "--tasks")).walk("VEVENT"):
        start = one["DTSTART"].dt
        if isinstance(start, datetime):
            assert start.utcoffset() == start.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    starts = booked("appointment", "list", "--status", "all", "--fields", "starts").split()
    written = {str(one["DTSTART"].dt)[:16].replace(" ", "T") for one in events(booked("agenda", "--ics")).values()}
    assert written <= {*starts, *(start.replace("T02:30", "T03:30") for start in starts)}
