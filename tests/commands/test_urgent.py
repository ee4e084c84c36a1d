"""What is urgent comes first, what is many of one kind is one line, what is left is counted with where to see it."""

import json
import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Program

from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.note import Mode, Note, NoteStatus, Reached
from caseload.records.of.base import Record
from caseload.records.task import Priority, Task
from caseload.when.dates import When
from commands.conftest import Quick, copied, holding

GOLDEN = Path(__file__).parents[1] / "golden" / "day"
PAGES = {
    "forty-today.txt": ("today", "80"),
    "forty-today-table-50.txt": ("today --table", "50"),
    "forty-today-table-80.txt": ("today --table", "80"),
    "forty-digest.txt": ("digest", "80"),
    "forty-digest.md": ("digest --format markdown --names handle", "80"),
}
"""File, the command whose stdout it holds, the columns."""


def forty_late() -> list[Record]:
    """Seven clients: 16 notes to sign, 6 contacts, 17 tasks and a goal late; the last task in the list is stat."""
    names = ("Ana Ruiz", "Bo Ng", "Cy Ito", "Dee Roy", "Eva Lund", "Fay Ode", "Gus Day")
    found: list[Record] = []
    for number, name in enumerate(names, 1):
        given, family = name.split()
        handle = name.lower().replace(" ", "-")
        found.append(Client(given_name=given, family_name=family, handle=handle, opened_on=date(2026, 9, 1), phone="5"))
        visit = When(date(2026, 10, 10 + number))
        found.append(
            Note(client_id=number, occurred=visit, mode=Mode.IN_PERSON, reached=Reached.YES, status=NoteStatus.SIGNED)
        )
    first = date(2026, 11, 1)
    for number in range(16):
        when = When(first + timedelta(days=number))
        found.append(Note(client_id=7, occurred=when, mode=Mode.IN_PERSON, reached=Reached.YES))
    for number in range(16):
        priority = {4: Priority.URGENT, 9: Priority.ASAP}.get(number, Priority.ROUTINE)
        due = When(first + timedelta(days=number))
        found.append(Task(client_id=1 + number % 6, title=f"Call number {number + 1}", due=due, priority=priority))
    found.append(Goal(client_id=2, title="Walk", target_on=date(2026, 11, 2)))
    found.append(Task(client_id=3, title="Ask for shelter", due=When(date(2026, 11, 24)), priority=Priority.STAT))
    return found


@pytest.fixture(scope="module")
def forty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the database of `forty`."""
    return holding(tmp_path_factory.mktemp("forty"), forty_late())


@pytest.fixture
def forty(nobody: Program, forty_home: Path) -> Quick:
    """The program with 40 late things, one of them stat."""
    return copied(nobody, forty_home)


def late_in(page: str) -> str:
    """The section of what is late."""
    return page.partition("\nLate: ")[2].partition("\n\n")[0]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_forty_late_things_is_as_its_golden_file(forty: Quick, name: str) -> None:
    line, columns = PAGES[name]
    said = forty(*line.split(), env={"COLUMNS": columns})
    if os.environ.get("CASELOAD_GOLDEN") == "write":
        (GOLDEN / name).write_text(said, "utf-8")
    assert said == (GOLDEN / name).read_text("utf-8")
    (heading,) = [place for place, row in enumerate(said.splitlines()) if row.strip("# ") == "Stat: 1"]
    assert heading <= 4
    assert "Ask for shelter" in "".join(said.splitlines()[heading : heading + 6])


def test_what_is_stat_asap_and_urgent_comes_before_what_is_only_later(forty: Quick) -> None:
    rows = json.loads(forty("today", "--json"))
    late = [row["priority"] for row in rows if row["days_late"]]
    assert len(late) == 40
    assert late[:3] == ["stat", "asap", "urgent"]
    assert not {"stat", "asap", "urgent"} & set(late[3:])
    days = [row["days_late"] for row in rows if row["days_late"]][3:]
    assert days == sorted(days, reverse=True)


def test_json_csv_and_ids_keep_everything_and_nothing_is_put_together_there(forty: Quick) -> None:
    for command in ("today", "overdue"):
        assert len(forty(command, "--ids").split()) >= len(set(forty("overdue", "--ids").split()))
        assert sum(bool(row["days_late"]) for row in json.loads(forty(command, "--json"))) == 40
        assert len(forty(command, "--csv").splitlines()) > 40
    assert sum(bool(row["days_late"]) for row in json.loads(forty("digest", "--format", "json"))) == 40


def test_many_notes_to_sign_are_one_line_whose_command_signs_them(forty: Quick) -> None:
    for page in (forty("today"), forty("digest")):
        (line,) = [row.strip() for row in page.splitlines() if "notes to sign" in row]
        assert line == (
            "16 notes to sign (n8, n9, n10 and 13 more), the first 22 days late: "
            "caseload overdue --rule note-unsigned --ids | caseload note sign -"
        )
    program = Program(forty.home, forty.environ)
    ran = program.shell(line.partition(": ")[2])
    assert ran.code == 0, ran.err
    assert forty("note", "list", "--status", "draft", "--ids") == ""
    assert "notes to sign" not in forty("today")


def test_notes_that_are_due_and_not_late_are_signed_by_their_ids(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz")
    for _ in range(5):
        empty("log", "ana", "Talked", "-k", "call", "--at", "2026-11-23")
    (line,) = [row for row in empty("today").splitlines() if "notes to sign" in row]
    assert line.endswith("today: caseload note sign n1 n2 n3 n4 n5")
    empty(*line.partition(": caseload ")[2].split())
    assert empty("note", "list", "--status", "draft", "--ids") == ""


@pytest.mark.parametrize("count", [4, 5])
def test_few_of_one_kind_stand_alone(empty: Quick, count: int) -> None:
    for number in range(count):
        empty("client", "add", f"Ana{number}", "Ruiz", "--opened-on", "2026-10-01")
    page = empty("today")
    assert ("5 contacts (c1, c2, c3 and 2 more), the first 24 days late: caseload overdue --rule contact" in page) is (
        count == 5
    )
    assert len(re.findall(r" contact \(no contact since", page)) == (4 if count == 4 else 0)


def test_what_is_urgent_stands_alone_however_many_there_are(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz")
    for number in range(1, 7):
        empty("medication", "add", "ana", f"Tablets {number}", "--refill-due", "2026-11-10")
        empty("incident", "add", "ana", "Fell", "--at", "2026-11-20", "--report-due", f"2026-11-2{min(number, 4)}")
    for day in range(11, 16):
        empty("assess", "ana", "phq-9", "--date", f"2026-11-{day}", "--answers", "-",
              stdin="".join(f"{item}=1\n" for item in range(1, 10)))  # fmt: skip
    for page in (empty("today"), empty("digest")):
        late = page.partition("\nLate: 17\n")[2].splitlines()
        alone = [row for row in late if "urgent: " in row]
        assert len(alone) == (10 if "Today" in page else 11)
        assert sum("a screen to answer" in row or "self-harm" in row for row in alone) == 5
        assert late.index(alone[-1]) < next(at for at, row in enumerate(late) if "6 refills (m1, m2" in row)
    assert "and 1 more: caseload overdue" in empty("today")


def test_a_section_in_which_nothing_stands_alone_is_its_line(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz")
    for day in range(11, 16):
        empty("log", "ana", "Talked", "-k", "call", "--at", f"2026-11-{day}")
    said = "5 notes to sign (n1, n2, n3 and 2 more), the first 12 days late:"
    does = "caseload overdue --rule note-unsigned --ids | caseload note sign -"
    head = "Today, Wed 2026-11-25\n5 late\n\nLate: 5\n"
    assert empty("today") == f"{head}  {said} {does}\n"
    assert empty("today", "--table", env={"COLUMNS": "80"}) == f"{head}  {said}\n      {does}\n"
    assert f"<h2>Late: 5</h2>\n<p>{said} {does}</p>" in empty("digest", "--format", "html")


def test_what_a_page_only_counts_is_shown_by_the_command_it_names(forty: Quick) -> None:
    late = late_in(forty("today"))
    shown = set(re.findall(r"^  ([a-z]+\d+) ", late, re.MULTILINE))
    left = re.search(r"and (\d+) more: caseload (.+)$", late, re.MULTILINE)
    together = sum(int(one) for one in re.findall(r"^  (\d+) .*, the first", late, re.MULTILINE))
    assert left
    assert (len(shown), together) == (10, 22)
    assert len(shown) + int(left[1]) + together == int(late.partition(",")[0])
    assert shown < set(forty(*left[2].split(), "--ids").split())


def test_what_is_coming_is_shown_by_an_agenda_that_reaches_as_far(empty: Quick) -> None:
    for number in range(12):
        empty("task", "add", "me", f"Call {number}", "--due", "2026-12-02")
    empty("task", "add", "me", "Hearing", "--due", "2026-12-02", "--priority", "urgent")
    page = empty("today")
    left = re.search(r"and 3 more: caseload (agenda .+)$", page, re.MULTILINE)
    assert left
    assert "urgent: Hearing" in page
    assert len(empty(*left[1].split(), "--ids").split()) == 13


def test_what_is_due_today_is_whole_as_tsv(empty: Quick) -> None:
    for number in range(23):
        empty("task", "add", "me", f"Call {number}", "--due", "today")
    assert "  and 3 more: caseload today --tsv\n" in empty("today")
    assert len(empty("today", "--tsv").splitlines()) == 23


# What is stat


def stat_lines(program: Quick, day: str, *words: str) -> list[str]:
    """The section of what is stat in the digest of a morning."""
    page = program("digest", *words, env={"CASELOAD_NOW": f"{day}T07:00"})
    return page.partition("Stat: ")[2].partition("\n\n")[0].splitlines()[1:]


def test_a_digest_names_what_is_stat_every_morning_until_it_is_done(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz", "--opened-on", "2026-11-20")
    empty("task", "add", "ana", "Ask for shelter", "--due", "2026-11-20", "--priority", "stat")
    for number in range(15):
        empty("task", "add", "me", f"Call {number}", "--due", "2026-11-01")
    for day in ("2026-11-25", "2026-11-26", "2026-11-27", "2026-12-30"):
        assert any("Ask for shelter" in line for line in stat_lines(empty, day)), day
    empty("done", "t1")
    assert stat_lines(empty, "2026-12-31") == []


@pytest.mark.parametrize(
    ("due", "said"), [(("--due", "2027-03-01"), "2027-03-01"), ((), "2026-11-25"), (("--due", "today"), "2026-11-25")]
)
def test_what_is_stat_is_named_however_far_ahead_it_is_or_undated(
    empty: Quick, due: tuple[str, ...], said: str
) -> None:
    empty("task", "add", "me", "Ask for shelter", *due, "--priority", "stat")
    for command in ("today", "digest"):
        assert re.search(rf"^Stat: 1\n.*{said} .*Ask for shelter", empty(command), re.MULTILINE | re.DOTALL), command
        rows = json.loads(empty(command, *(("--format", "json") if command == "digest" else ("--json",))))
        assert [row["id"] for row in rows] == ["t1"]


def test_what_is_stat_and_has_no_date_is_late_from_the_day_after_it_was_entered(empty: Quick) -> None:
    empty("task", "add", "me", "Ask for shelter", "--priority", "stat")
    empty("task", "add", "me", "Ask for a chair", "--priority", "asap")
    assert empty("overdue", "--ids") == ""
    tomorrow = {"CASELOAD_NOW": "2026-11-26T07:00"}
    assert empty("overdue", "--ids", env=tomorrow) == "t1\n"
    why = empty("show", "t1", "--why", env=tomorrow)
    assert re.search(r"counts from +t1 created_at 2026-11-25", why)
    assert "stat, without a due date" in why
    empty("task", "edit", "t1", "--priority", "asap")
    assert empty("overdue", "--ids", env=tomorrow) == ""


def test_a_clients_page_never_leaves_out_what_is_stat(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz")
    for number in range(16):
        empty("task", "add", "ana", f"Call {number}", "--due", "today")
    empty("task", "add", "ana", "Ask for shelter", "--priority", "stat")
    section = empty("show", "ana").partition("\nOpen tasks\n")[2].partition("\n\n")[0].splitlines()
    assert section[0].endswith("stat  Ask for shelter")
    assert section[-1] == "  and 2 more: caseload task list --client c1"


def test_what_is_stat_and_put_off_is_named_as_such_by_digest_and_page_until_it_is_done(empty: Quick) -> None:
    empty("task", "add", "me", "Ask for shelter", "--due", "today", "--priority", "stat")
    empty("snooze", "t1", "--to", "2026-12-01", "--reason", "x")
    (line,) = stat_lines(empty, "2026-11-26")[1:]
    assert "snoozed until 2026-12-01: Ask for shelter" in line
    (line,) = [row for row in empty("today").splitlines() if row.startswith("  t1 ")]
    assert "snoozed until 2026-12-01: Ask for shelter" in line
    assert empty("today", "--ids") == "t1\n"
    # What is late, and whoever asks for that, goes by the snooze.
    assert empty("overdue", "--ids", env={"CASELOAD_NOW": "2026-11-27T07:00"}) == ""
    empty("done", "t1")
    assert "Ask for shelter" not in empty("today")
    assert stat_lines(empty, "2026-11-27") == []
