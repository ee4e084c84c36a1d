"""Caseloads made once by commands, and copied for each test."""

import json
from pathlib import Path

import pytest
from conftest import Program, furnish, program_in
from nouns import ADDED
from typable import add_line

from caseload.records.kinds import KINDS

NASTY = "[red]x[/] [/home/x] :key: \x1b[31m"
"""A title that Rich, a terminal or a careless table would obey."""


SIGNED = (
    "--data-class general --discloser me --description all --purpose referral;treatment --expires-on 2027-05-31 "
    "--statement revocation --statement conditioning --statement redisclosure --signed-by client --signed-on 2026-10-01"
)
"""What a consent needs to cover a referral, and a transfer."""


@pytest.fixture(scope="session")
def rich_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of Ana Ruiz, c1: at least one record of each kind, numbered from 1, some late.

    A kind whose records are typed and that no line here makes is added with the words that its `add` takes.
    """
    program = program_in(tmp_path_factory.mktemp("rich"))
    for words in (
        ("init",),
        ("field", "add", "client", "insured", "--type", "yes-no"),
        ("field", "add", "client", "season", "--words", "spring,fall"),
        ("client", "add", "Ana", "Ruiz", "--phone", "00501", "--opened-on", "2026-03-02", "--acuity", "4",
         "--household-size", "2"),
        ("client", "add", "Zoë", "Müller", "--opened-on", "2026-05-04"),
        ("person", "add", "ana", "Carmen", "Ruiz", "--relationship", "mother"),
        ("plan", "add", "ana", "Plan of care", "--started-on", "2026-03-02"),
        ("goal", "add", "ana", "Stay in own apartment", "--plan", "p1", "--target", "100", "--target-on", "2026-11-20"),
        ("observation", "add", "g1", "25", "--on", "2026-11-02"),
        ("goal", "observe", "g1", "40", "--on", "2026-11-16"),
        ("task", "add", "ana", "Call the landlord", "--due", "2026-11-20", "--priority", "urgent"),
        ("task", "add", "ana", "Refill the pill organizer", "--due", "2026-11-23", "--every", "1w"),
        ("task", "add", "zoe", "Book an interpreter", "--due", "today"),
        ("task", "add", "me", "Renew licence", "--due", "2026-11-30"),
        ("appointment", "add", "ana", "Home visit", "--at", "2026-11-25T15:00", "--minutes", "60"),
        ("appointment", "add", "ana", "Eye clinic", "--at", "2026-11-19T14:00", "--minutes", "45"),
        ("note", "add", "ana", 'First line\nsecond, "quoted"\tline', "--at", "2026-11-23T10:00", "-k", "call"),
        ("note", "add", "ana", "Home visit", "--at", "2026-11-16T15:00", "-k", "visit", "--sign"),
        ("note", "addendum", "n2", "The stove is unsafe"),
        ("provider", "add", "Elm", "Street", "Kitchen", "--service", "Hot meals"),
        ("provider", "add", "Harbor", "Pantry"),
        ("referral", "add", "ana", "Food box", "--provider", "pr1"),
        ("consent", "add", "ana", "--recipient", "pr1", *SIGNED.split()),
        ("referral", "send", "r1", "--on", "2026-11-10"),
        ("benefit", "add", "ana", "Medicaid", "--status", "approved", "--until", "2026-11-20"),
        ("benefit", "ask", "b1", "Pay stubs", "--needed-by", "2026-12-01", "--on", "2026-11-20"),
        ("appeal", "add", "b1", "--notice-on", "2026-11-20", "--effective", "2026-12-01"),
        ("stay", "add", "zoe", "hospital", "--place", "County Hospital", "--from", "2026-11-16"),
        ("instrument", "import", "cage"),
        ("assessment", "add", "ana", "phq-9", "--score", "15", "--date", "2026-11-02", "--sensitivity", "normal"),
        ("assessment", "add", "ana", "phq-9", "--score", "9", "--date", "2026-11-23", "--sensitivity", "normal"),
        ("program", "add", "Youth", "path", "--requires",
         "12 sessions; course Parenting: 4 sessions; phases Start > Work > End", "--capacity", "2"),
        ("program", "add", "Anger", "management"),
        ("enrollment", "add", "ana", "pg1", "--from", "2026-10-01"),
        ("enrollment", "add", "zoe", "pg1", "--status", "waitlist"),
        ("enrollment", "add", "ana", "pg2", "--status", "completed", "--ended-on", "2026-11-20"),
        ("meeting", "add", "pg1", "--at", "2026-11-24T16:00", "--topic", "Parenting"),
        ("meeting", "add", "pg1", "--at", "2026-12-08T16:00"),
        ("waive", "zoe", "--rule", "face-to-face", "--until", "2027-01-31", "--reason", "abroad with family"),
        ("client", "link", "ana", "zoe", "--not-same", "--reason", "neighbours"),
        # Everything left out: the ids of what the examples name stay as they are.
        ("template", "apply", "transfer", "zoe", "--anchor", "2026-12-15", "--reason", "settled by phone",
         *(word for step in ("tell", "consent", "summary", "together", "providers", "after")
           for word in ("--exempt", step))),
    ):  # fmt: skip
        program(*words)
    kept = json.loads(program("export", "all"))
    for kind in ADDED:
        if not kept[kind.TABLE]:
            program(*add_line(kind, 1))
            kept[kind.TABLE] = [kind]
    lacking = [kind.TABLE for kind in KINDS if not kept[kind.TABLE]]
    assert not lacking, f"no {lacking} in the caseload of tests/checklist/conftest.py"
    return program.home


@pytest.fixture
def rich(nobody: Program, rich_home: Path) -> Program:
    """The program on a copy of Ana Ruiz's caseload."""
    return furnish(nobody, rich_home)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, rich_home: Path) -> Program:
    """The same for a whole module, which only reads it or is refused."""
    return furnish(program_in(tmp_path_factory.mktemp("read")), rich_home)
