"""What is booked for a client who is gone, on hold or linked is left out nowhere; only the clocks stop."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Program

from caseload.records.appointment import Appointment
from caseload.records.client import Client, ClientStatus
from caseload.records.link import Link, LinkType
from caseload.records.of.base import Record
from caseload.records.task import Task
from caseload.when.dates import When
from commands.conftest import Quick, copied, holding

TODAY = date(2026, 11, 25)
STOPPED = ("finished", "cancelled", "died")
"""Those for whom clocks stop; for any other one an outcome is asked for."""

CLIENTS = {
    "finished": Client(given_name="Ana", handle="ana", status=ClientStatus.FINISHED, closed_on=date(2026, 11, 20)),
    "cancelled": Client(given_name="Bo", handle="bo", status=ClientStatus.CANCELLED),
    "died": Client(given_name="Cy", handle="cy", opened_on=date(2026, 1, 1), died_on=date(2026, 11, 20)),
    "onhold": Client(given_name="Dee", handle="dee", status=ClientStatus.ONHOLD, opened_on=date(2026, 1, 1)),
    "planned": Client(given_name="Eva", handle="eva", status=ClientStatus.PLANNED),
    "waitlist": Client(given_name="Fay", handle="fay", status=ClientStatus.WAITLIST),
    "linked": Client(given_name="Gus", handle="gus", opened_on=date(2026, 11, 20)),
}
MARKS = {
    "finished": "c1 was closed on 2026-11-20", "cancelled": "c2 is cancelled", "died": "c3 died on 2026-11-20",
}  # fmt: skip
DAYS = (-2, 0, 3)
"""When each has an appointment and a task: over, today, to come."""


def records() -> list[Record]:
    """Each client with what is booked and to do, and the last one replaced by the one on hold."""
    found: list[Record] = list(CLIENTS.values())
    for number, name in enumerate(CLIENTS, 1):
        for days in DAYS:
            when = When(TODAY + timedelta(days=days))
            clock = When.parse(f"{when}T15:00")
            found.append(Appointment(client_id=number, title=f"visit {name} {days}", starts=clock, minutes=30))
            found.append(Task(client_id=number, title=f"call {name} {days}", due=when))
    return [*found, Link(client_id=7, other_id=4, type=LinkType.REPLACED_BY, linked_on=TODAY)]


@pytest.fixture(scope="module")
def gone_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the database of `gone`."""
    return holding(tmp_path_factory.mktemp("gone"), records())


@pytest.fixture
def gone(nobody: Program, gone_home: Path) -> Quick:
    """A caseload in which every client is closed, deceased, not yet served, on hold or linked."""
    return copied(nobody, gone_home)


def titles(kind: str, *days: int, of: tuple[str, ...] = tuple(CLIENTS)) -> set[str]:
    """What each of the clients has on those days."""
    return {f"{kind} {name} {day}" for name in of for day in days}


def shown(program: Quick, *words: str) -> set[str]:
    """The titles of visits and calls that a command answers with, each of them once."""
    rows = json.loads(program(*words))
    found = [row["title"] for row in rows if row["title"].startswith(("visit", "call"))]
    assert len(found) == len(set(found))
    return set(found)


def test_what_is_booked_stands_alike_in_list_agenda_calendar_map_and_on_the_clients_page(gone: Quick) -> None:
    everything = titles("visit", *DAYS)
    around = "2026-11-20..2026-12-05"
    assert shown(gone, "appointment", "list", "--json") == everything
    assert shown(gone, "agenda", "--due", around, "--json") == everything | titles("call", *DAYS)
    calendar = gone("agenda", "--ics", "--tasks").replace("\r\n ", "")
    assert set(re.findall(r"^SUMMARY:.*?((?:visit|call) \w+ -?\d)", calendar, re.MULTILINE)) == everything | titles(
        "call", *DAYS
    )
    for number, name in enumerate(CLIENTS, 1):
        page = gone("show", f"c{number}")
        assert set(re.findall(r"(?:visit|call) \w+ -?\d", page)) == titles("visit", *DAYS, of=(name,)) | titles(
            "call", *DAYS, of=(name,)
        )
    days = {row["day"]: row["appointments"] for row in json.loads(gone("agenda", "--heat", "--json"))}
    assert [days[str(TODAY + timedelta(days=day))] for day in DAYS] == [len(CLIENTS)] * 3


def test_the_days_page_and_the_digest_have_what_is_booked_and_ask_no_outcome_of_who_is_gone(gone: Quick) -> None:
    served = tuple(name for name in CLIENTS if name not in STOPPED)
    late = titles("visit", -2, of=served) | titles("call", -2)
    assert shown(gone, "overdue", "--json") == late
    day = late | titles("visit", 0, 3) | titles("call", 0, 3)
    assert shown(gone, "today", "--json") == day
    assert shown(gone, "digest", "--format", "json") == day
    for page in (gone("today"), gone("agenda"), gone("digest")):
        assert {one for one in titles("visit", 0) if one not in page} == set()
    assert shown(gone, "today", "--date", "2026-11-28", "--json") >= titles("visit", 3)


def test_what_stands_of_who_is_gone_is_marked_on_pages_in_lists_and_in_the_calendar(gone: Quick) -> None:
    pages = {words: gone(*words.split(), env={"COLUMNS": "160"}) for words in (
        "today", "agenda --due 2026-11-20..2026-12-05", "digest", "appointment list --table", "task list --table",
    )}  # fmt: skip
    for words, page in pages.items():
        # What is at one time with another is named there by title and client alone.
        for line in page.partition("At one time")[0].splitlines():
            if found := re.search(r"(?:visit|call) (\w+) -?\d", line):
                mark = MARKS.get(found[1], "")
                assert (f"{mark})" in line) if mark else not re.search(r"died|closed|cancelled", line), (words, line)
    for words in ("today --json", "agenda --json"):
        for row in json.loads(gone(*words.split())):
            name = row["title"].split()[1] if " " in row["title"] else ""
            assert row["reason"].endswith(MARKS.get(name, "")), row
    calendar = gone("agenda", "--ics", "--tasks").replace("\r\n ", "")
    assert len(re.findall(r"\(client died\)", calendar)) == 6
    assert len(re.findall(r"\(client closed\)", calendar)) == 12


def test_why_says_that_what_is_over_is_never_late(gone: Quick) -> None:
    refs = {row["title"]: row["id"] for row in json.loads(gone("appointment", "list", "--json"))}
    page = gone("show", refs["visit died -2"], "--why")
    assert "on its day, 2 days ago; never late: c3 died on 2026-11-20" in page


def test_a_client_closed_by_another_program_is_told_of_once_by_the_next_digest(gone: Quick) -> None:
    gone("digest")
    refs = {row["title"]: row["id"] for row in json.loads(gone("appointment", "list", "--json"))}
    rows = gone("digest", env={"CASELOAD_NOW": "2026-11-26T07:00"})
    assert re.search(rf"^    {refs['visit finished 0']} +client closed on 2026-11-20", rows, re.MULTILINE)
