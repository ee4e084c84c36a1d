"""caseload incident: what happened, to whom it is to be reported, and the clock until it was."""

import json

import pytest

from commands.conftest import Quick


@pytest.fixture
def fallen(served: Quick) -> Quick:
    """As `served`: Ana fell yesterday (ic1), to be reported to APS by tomorrow, nine o'clock."""
    words = ("--at", "yesterday", "--place", "home", "--reported-to", "APS", "--report-due", "tomorrow 9am")
    served("incident", "add", "ana", "Fell", "on", "the", "stairs", *words)
    return served


def late(program: Quick, now: str) -> list[str]:
    """The incidents that are late at a moment."""
    return program("overdue", "--kind", "incident", "--ids", env={"CASELOAD_NOW": now}).split()


def agenda(program: Quick, now: str) -> bool:
    """Whether today's page names the incident."""
    return "ic1 " in program("today", env={"CASELOAD_NOW": now})


def test_what_happened_is_dated_now_unless_said_and_says_back_by_when_it_is_to_be_reported(fallen: Quick) -> None:
    kept = json.loads(fallen("incident", "show", "ic1", "--json"))[0]
    assert [kept[key] for key in ("what", "happened", "place", "reported_to", "report_due", "reported_on")] == [
        "Fell on the stairs", "2026-11-24", "home", "APS", "2026-11-26T09:00", None,
    ]  # fmt: skip
    ran = fallen.run("incident", "add", "bo", "Lost his keys")
    assert "happened Wed 2026-11-25 09:00 (today)" in ran.err
    assert fallen.run("incident", "add", "bo", "Will fall", "--at", "tomorrow").code == 2


@pytest.mark.parametrize(
    ("now", "shows", "is_late"),
    [
        ("2026-11-25T09:00", True, False),
        ("2026-11-26T08:59", True, False),
        ("2026-11-26T09:00", True, True),
        ("2026-11-27T09:00", True, True),
    ],
)
def test_it_shows_at_once_and_is_late_from_its_minute(fallen: Quick, now: str, shows: bool, is_late: bool) -> None:
    assert (agenda(fallen, now), late(fallen, now) == ["ic1"]) == (shows, is_late)


CASES = [
    ("2026-11-26", "2026-11-26T23:59", []),
    ("2026-11-26", "2026-11-27T00:00", ["ic1"]),
    ("2026-11-28", "2026-11-29T00:00", ["ic1"]),
    ("2028-02-29", "2028-02-29T23:59", []),
    ("2028-02-29", "2028-03-01T00:00", ["ic1"]),
    ("2026-11-30", "2026-12-01T00:00", ["ic1"]),
]


@pytest.mark.parametrize(("due", "now", "found"), CASES)
def test_a_day_alone_is_late_when_it_is_over_weekends_and_leap_days_too(
    fallen: Quick, due: str, now: str, found: list[str]
) -> None:
    fallen("incident", "edit", "ic1", "--report-due", due)
    assert late(fallen, now) == found


ENDED = [
    "incident report ic1",
    "incident edit ic1 --clear report_due",
    "incident void ic1 --reason twice",
    "waive ic1 --rule incident --until 2026-12-31 --reason told",
    "snooze ic1 --to 2026-12-31 --reason told",
]


@pytest.mark.parametrize("line", ENDED)
def test_what_is_reported_undated_voided_or_waived_is_late_no_more(fallen: Quick, line: str) -> None:
    fallen(*line.split())
    assert late(fallen, "2026-11-28T09:00") == []


@pytest.mark.parametrize(
    "line", ["client close ana --reason moved --drop-open", "client edit ana --status waitlist",
             "client close ana --reason deceased --on 2026-11-25 --drop-open"],
)  # fmt: skip
def test_a_report_is_owed_though_the_client_has_left_or_died(fallen: Quick, line: str) -> None:
    fallen(*line.split())
    assert late(fallen, "2026-11-28T09:00") == ["ic1"]


def test_config_moves_how_early_it_shows_and_how_late_it_is(fallen: Quick) -> None:
    folder = fallen.home / "config" / "caseload"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('[rules.incident]\nlead = "0d"\ngrace = "1d"\n', "utf-8")
    assert not agenda(fallen, "2026-11-25T09:00")
    assert late(fallen, "2026-11-27T08:59") == []
    assert late(fallen, "2026-11-27T09:00") == ["ic1"]
    (folder / "config.toml").write_text("[rules.incident]\noff = true\n", "utf-8")
    assert late(fallen, "2026-11-28T09:00") == []


def test_why_tells_the_anchor_and_whose_word_it_is(fallen: Quick) -> None:
    told = fallen("show", "ic1", "--why")
    assert "counts from  ic1 report_due 2026-11-26T09:00" in told
    assert "as the law or the agency says, typed" in told


def test_a_report_keeps_the_day_and_to_whom_once_and_undo_takes_it_back(fallen: Quick) -> None:
    ran = fallen.run("incident", "report", "ic1", "--recipient", "APS, case 12", "--on", "today")
    assert "reported to APS -> APS, case 12 · reported Wed 2026-11-25 (today)" in ran.err
    again = fallen.run("incident", "report", "ic1")
    assert (again.code, again.err) == (
        1, "caseload: ic1 was reported on 2026-11-25; caseload incident edit ic1 --reported-on DAY changes the day\n",
    )  # fmt: skip
    assert "Incidents" not in fallen("show", "ana")
    fallen("undo")
    assert "report due 2026-11-26 09:00 (tomorrow)" in fallen("show", "ana")
    assert " 2026-11-26 09:00" in fallen("incident", "list", "--table", env={"COLUMNS": "120"})


def test_what_happened_never_leaves_by_mail_or_calendar_and_is_no_title_of_the_day(fallen: Quick) -> None:
    mails = (fallen("digest", "--always", "--names", "full"), fallen("agenda", "--ics"))
    pages = (fallen("today"), fallen("overdue", "--csv", env={"CASELOAD_NOW": "2026-11-28T09:00"}))
    assert "incident to report" in mails[0]
    assert "incident of 2026-11-24" in pages[0]
    for said in (*mails, *pages):
        assert "stairs" not in said


def test_an_incident_that_nobody_is_to_be_told_of_is_no_gap(fallen: Quick) -> None:
    fallen("incident", "add", "bo", "Lost his keys")
    rows = json.loads(fallen("gaps", "--kind", "incident", "--json"))
    assert [(row["id"], row["command"]) for row in rows] == [("ic1", "caseload incident report ic1 --on DAY")]
