"""caseload report served: who was served in a period; a client who came back is one, the times are two."""

import pytest

from commands.conftest import Quick, once


@once
def years(empty: Quick) -> Quick:
    """Ana was served twice, Bo and Eve once, Cy still is, Di waits again; Flo was an error, Gus is voided."""
    empty("client", "add", "Ana", "--opened-on", "2025-03-01", "--referred-by", "Dr. Lee")
    empty("client", "close", "ana", "--reason", "moved", "--on", "2025-09-30", "--destination", "Reno")
    empty("client", "reopen", "ana", "--on", "2026-02-01", "--referred-by", "County court")
    empty("client", "add", "Bo", "--opened-on", "2024-05-05")
    empty("client", "close", "bo", "--reason", "goals-met", "--on", "2026-01-31")
    empty("client", "add", "Cy", "--opened-on", "2023-01-01")
    empty("client", "add", "Di", "--status", "waitlist")
    empty(
        "episode", "add", "di", "--opened-on", "2022-01-01", "--closed-on", "2025-06-30", "--close-reason", "declined"
    )
    empty("client", "add", "Flo", "--status", "entered-in-error", "--opened-on", "2025-01-01")
    empty("client", "add", "Gus", "--opened-on", "2025-01-01")
    empty("client", "void", "gus", "--reason", "twice")
    empty("client", "add", "Eve", "--opened-on", "2020-01-01")
    empty("client", "close", "eve", "--reason", "moved", "--on", "2024-12-31")
    return empty


@pytest.mark.parametrize(
    ("period", "ids", "says"),
    [
        ("2025-01-01..2025-12-31", "e2 c3 c2 e1", "4 clients · 1 opened · 2 closed: 1 declined, 1 moved"),
        ("2026-01-01..2026-11-25", "c3 c2 c1", "3 clients · 1 opened · 1 closed: 1 goals-met"),
        ("2025-03-01..2026-11-25", "e2 c3 c2 e1 c1", "4 clients · 2 opened · 3 closed"),
        ("2025-10-01..2026-01-31", "c3 c2", "2 clients · 0 opened · 1 closed: 1 goals-met"),
        ("2026-02-01..2026-02-01", "c3 c1", "2 clients · 1 opened · 0 closed"),
        ("..2022-12-31", "c7 e2", "2 clients · 2 opened · 0 closed"),
        ("1990-01-01..1990-12-31", "", "Nobody was served."),
    ],
)
def test_each_time_counts_in_the_period_that_it_falls_into(years: Quick, period: str, ids: str, says: str) -> None:
    ran = years.run("report", "served", period, "--ids")
    assert ran.out.split() == ids.split()
    assert says in ran.err
    assert says in years("report", "served", period)


def test_unless_said_it_is_this_year_so_far(years: Quick) -> None:
    assert years("report", "served").startswith("Served 2026-01-01 to 2026-11-25\n3 clients · 1 opened")
    assert years("report", "served", "--csv").splitlines() == [
        "id,client_handle,opened_on,closed_on,close_reason,destination,referred_by",
        "c3,cy,2023-01-01,,,,",
        "c2,bo,2024-05-05,2026-01-31,goals-met,,",
        "c1,ana,2026-02-01,,,,County court",
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("none", 'RANGE: "none" is no period'),
        ("overdue", 'RANGE: "overdue" is no period'),
        ("2026-11-26..", "is still to come"),
        ("30d", "counts ahead, and a report looks back; try 2026-10-27..today"),
        ("2026-02-30..today", "is not a day of the calendar"),
    ],
)
def test_what_is_no_period_is_refused(years: Quick, typed: str, says: str) -> None:
    ran = years.run("report", "served", typed)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err


def test_without_names_nothing_typed_is_left_and_initials_stand_beside_the_id(years: Quick) -> None:
    for names, heading, row in (
        ("initials", "id,initials,opened_on,closed_on,close_reason", "e1,A,2025-03-01,2025-09-30,moved"),
        ("none", "id,opened_on,closed_on,close_reason", "e1,2025-03-01,2025-09-30,moved"),
    ):
        said = years("report", "served", "2025-03-01..2025-09-30", "--names", names, "--csv").splitlines()
        assert said[0] == heading
        assert row in said
