"""Calendar files made to do harm: each is refused in a sentence, soon, in little memory, and nothing is stored."""

import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Program, executable

SECONDS = 30
"""The longest that any of them may take, on a busy machine."""

MEMORY = 400_000_000
"""Bytes of address space that a run may have."""


def calendar(*parts: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""))


def event(*lines: str, uid: str = "a@x", start: str = "20261130T090000") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", *lines, "END:VEVENT"))


def events(count: int, *lines: str, start: str = "20261130T090000") -> str:
    return calendar(*(event(*lines, uid=f"{number}@x", start=start) for number in range(count)))


def zone(rule: str, name: str = "Nowhere") -> str:
    return "\r\n".join(
        (
            "BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:19000101T000000", f"RRULE:{rule}",
            "TZOFFSETFROM:-0500", "TZOFFSETTO:-0600", "END:STANDARD", "END:VTIMEZONE",
        )
    )  # fmt: skip


NOWHERE = "\r\n".join(("BEGIN:VEVENT", "UID:z@x", "DTSTART;TZID=Nowhere:20261130T090000", "END:VEVENT"))

# What the file is called, what is in it, the exit code, and the words of the refusal.
HOSTILE: dict[str, tuple[Callable[[], str | bytes], int, str]] = {
    "empty": (lambda: "", 2, "is empty"),
    "blank lines only": (lambda: "\r\n" * 400_000, 2, "is empty"),
    "lines and lines": (lambda: calendar("A:\r\n" * 1_500_000), 2, "line 500001: more than 500,000 lines"),
    "a spreadsheet by another name": (lambda: "title,starts\nVisit,2026-11-30\n", 2, "line 1: is no calendar"),
    "a card": (lambda: "BEGIN:VCARD\r\nEND:VCARD\r\n", 2, "line 1: is no calendar"),
    "more after its end": (lambda: calendar() + "rubbish\r\n", 2, "line 4: stands outside a calendar"),
    "larger than a calendar is": (lambda: calendar("X-A:" + "b" * 10_000_001), 2, "larger than 10 MB"),
    "random bytes": (lambda: bytes(range(256)) * 1000, 2, "line 1: a NUL character"),
    "a NUL in a title": (lambda: calendar(event("SUMMARY:a\0b")), 2, "line 6: a NUL character"),
    "windows-1252": (lambda: calendar(event("SUMMARY:Zoë")).encode("cp1252"), 2, "line 6: not UTF-8"),
    "utf-16": (lambda: calendar(event("SUMMARY:Zoë")).encode("utf-16"), 2, "line 1: not UTF-8"),
    "cut short": (lambda: calendar(event())[:-17], 2, "line 1: begins what never ends"),
    "ends what did not begin": (lambda: calendar("END:VEVENT"), 2, "line 3: ends what did not begin"),
    "nested deep": (lambda: calendar("\r\n".join(["BEGIN:VEVENT"] * 50_000)), 2, "line 8: components stand in one"),
    "many components": (lambda: calendar("BEGIN:VTODO\r\nEND:VTODO\r\n" * 30_000), 2, "more than 20,000 components"),
    "a fold without end": (lambda: calendar(event("SUMMARY:a" + "\r\n a" * 500_000)), 2, "line 6: more than 100,000"),
    "a line without end": (lambda: calendar(event("SUMMARY:" + "a" * 5_000_000)), 2, "line 6: more than 100,000"),
    "a component without a name": (lambda: calendar("BEGIN:", "END:"), 2, "line 3: begins a component without a name"),
    "by the second": (lambda: calendar(event("RRULE:FREQ=SECONDLY")), 1, "line 6, RRULE: recurs by the hour"),
    "by the minute": (lambda: calendar(event("RRULE:FREQ=MINUTELY")), 1, "line 6, RRULE: recurs by the hour"),
    "by the hour": (lambda: calendar(event("RRULE:FREQ=HOURLY")), 1, "line 6, RRULE: recurs by the hour"),
    "by no frequency": (lambda: calendar(event("RRULE:COUNT=4")), 1, "line 6, RRULE"),
    "every second of a day": (
        lambda: calendar(event(f"RRULE:FREQ=DAILY;BYSECOND={','.join(map(str, range(60)))}")), 1, "several times a day",
    ),
    "an interval of nothing": (lambda: calendar(event("RRULE:FREQ=DAILY;INTERVAL=0")), 1, "RRULE: has an INTERVAL"),
    "an interval of ages": (lambda: calendar(event(f"RRULE:FREQ=DAILY;INTERVAL={10**9}")), 1, "has an INTERVAL"),
    "a number of 5,000 digits": (lambda: calendar(event(f"RRULE:FREQ=DAILY;COUNT={'9' * 5000}")), 1, "line 6, RRULE"),
    "a count of nothing": (lambda: calendar(event("RRULE:FREQ=DAILY;COUNT=0")), 1, "RRULE: has a COUNT below 1"),
    "a rule with unknown parts": (lambda: calendar(event("RRULE:FREQ=DAILY;BYEASTER=1")), 1, "line 6, RRULE"),
    "another calendar's rule": (lambda: calendar(event("RRULE:RSCALE=HEBREW;FREQ=YEARLY")), 1, "line 6, RRULE"),
    "no rule at all": (lambda: calendar(event("RRULE:every Monday")), 1, "line 6, RRULE"),
    "two rules": (lambda: calendar(event("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY")), 1, "RRULE: stands twice"),
    "an exception rule": (lambda: calendar(event("RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY")), 1, "EXRULE: is not read"),
    "rules that never come": (
        lambda: events(2000, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), 2, "take too long to count",
    ),
    "daily since 1900, many": (
        lambda: events(2000, "RRULE:FREQ=DAILY;COUNT=999999999", start="19000101T090000"), 2, "events of the file",
    ),
    "every day of many years": (
        lambda: events(3000, "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"), 2, "have more than 5,000 dates",
    ),
    "a flood of dates": (
        lambda: events(200, "RDATE:" + ",".join(f"202701{n % 28 + 1:02}T{n % 24:02}{n % 60:02}00" for n in range(840))),
        2, "have more than 5,000 dates",
    ),
    "a zone that changes every second": (
        lambda: calendar(zone("FREQ=SECONDLY"), NOWHERE), 1, "line 3, RRULE: recurs by the hour or faster",
    ),
    "zones that never change": (
        lambda: calendar(
            *(zone("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", f"Nowhere{number}") for number in range(3000)), NOWHERE
        ),
        2, "take too long to count",
    ),
    "a zone without an offset": (
        lambda: calendar(zone("FREQ=YEARLY").replace("TZOFFSETTO", "X-OFFSET"), NOWHERE), 1, "line 3: is a time zone",
    ),
    "a zone that is a folder": (
        lambda: calendar(NOWHERE.replace("Nowhere", "America")), 1, "line 3: cannot be read",
    ),
    "a zone that is a path": (
        lambda: calendar(NOWHERE.replace("Nowhere", "../../../../etc/passwd")), 1, "line 5, DTSTART: is in a time zone",
    ),
    "a zone with a long name": (
        lambda: calendar(NOWHERE.replace("Nowhere", "a" * 5000)), 1, "line 3",
    ),
    "a zone nobody knows": (lambda: calendar(NOWHERE), 1, "line 5, DTSTART: is in a time zone that is not known"),
    "no UID": (lambda: calendar(event().replace("UID:a@x\r\n", "")), 1, "line 3, UID: is missing"),
    "no DTSTART": (lambda: calendar(event().replace("DTSTART", "X-START")), 1, "line 3, DTSTART: is missing"),
    "a date that is none": (lambda: calendar(event(start="20261331")), 1, "line 5, DTSTART: cannot be read"),
    "a date that is a length": (lambda: calendar(event(start="PT1H")), 1, "line 5, DTSTART: is not a date"),
    "the year 9999": (lambda: calendar(event(start="99991231T235959Z")), 1, "line 5, DTSTART: is outside the years"),
    "the year 1": (lambda: calendar(event(start="00010101T000000Z")), 1, "line 5, DTSTART: is outside the years"),
    "an end before the start": (lambda: calendar(event("DTEND:20261130T080000")), 1, "line 6, DTEND: is before"),
    "a length below nothing": (lambda: calendar(event("DURATION:-PT1H")), 1, "line 6, DURATION: is before the start"),
    "a length of ages": (lambda: calendar(event(f"DURATION:P{'9' * 30}D")), 1, "line 6, DURATION"),
    "the same event twice": (lambda: calendar(event(), event()), 1, "line 7, UID: is the same as in line 3"),
    "a UID that is a date of another": (
        lambda: calendar(event("RRULE:FREQ=DAILY"), event(uid="a@x/20261201T090000")), 1, "line 8, UID: with a date",
    ),
    "a series that turns from a time into days": (
        lambda: calendar(
            event("RRULE:FREQ=DAILY"),
            event("RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261201", start="20261201T090000Z"),
        ),
        1, "line 11, RECURRENCE-ID: is not told as the start is",
    ),
    "two starts": (lambda: calendar(event("DTSTART:20261201T090000")), 1, "line 5, DTSTART: stands twice"),
    "a rule that ends beyond all days": (
        lambda: calendar(event("RRULE:FREQ=DAILY;UNTIL=99999999T999999Z")), 1, "line 6, RRULE",
    ),
}  # fmt: skip


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_calendar_is_refused_in_a_sentence_and_soon(caseload: Program, tmp_path: Path, name: str) -> None:
    made, code, said = HOSTILE[name]
    content, file = made(), tmp_path / "hostile.ics"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = caseload.fingerprint
    ran = subprocess.run(
        [executable(), "import", "appts", file, "--on-dup", "update"],
        capture_output=True, env=caseload.environ, timeout=SECONDS, check=False, preexec_fn=limited,
    )  # fmt: skip
    told = ran.stderr.decode()
    assert (ran.returncode, ran.stdout) == (code, b""), told
    assert said in told
    assert "Traceback" not in told
    assert max(map(len, told.splitlines())) < 300
    assert caseload.fingerprint == before


@pytest.mark.parametrize("place", ["/dev/zero", "/dev/urandom"])
def test_a_stream_without_end_is_read_no_further_than_a_calendar_goes(caseload: Program, place: str) -> None:
    ran = caseload.shell(f"head -c 40000000 {place} > endless.ics; caseload import appts endless.ics")
    assert ran.code == 2
    ran = caseload.shell("(echo BEGIN:VCALENDAR; yes) | caseload import appts -")
    assert (ran.code, ran.out) == (2, "")
    assert "stdin is larger than 10 MB" in ran.err


def test_a_full_calendar_is_taken_in_soon_all_the_same(caseload: Program, tmp_path: Path) -> None:
    file = tmp_path / "full.ics"
    file.write_text(events(5_000, "SUMMARY:Visit", "DURATION:PT1H", "DESCRIPTION:" + "a" * 200), newline="")
    ran = subprocess.run(
        [executable(), "import", "appts", file],
        capture_output=True, env=caseload.environ, timeout=SECONDS, check=False, preexec_fn=limited,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert b"5000 appointments added" in ran.stderr
