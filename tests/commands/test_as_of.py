"""`--as-of DAY` shows the caseload as its records stood at the end of that day, by clocks of that day.

What differs from the same command run then, at a minute to midnight: pages and tables say of which day they are; the
day's page tells nothing of cron and copies, and the digest nothing of what earlier digests had, which are of the day on
which they are run; what is printed is `as of` its day.
"""

import re
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from conftest import program_in
from hypothesis import given, settings
from hypothesis import strategies as st

from caseload.commands.kit.looking_back import OF_TODAY, refuse_now
from caseload.commands.kit.options import Files
from caseload.commands.root import COMMANDS, _load
from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.store.core import Store
from caseload.store.opening import open_existing
from caseload.value import replace

from .conftest import Quick, copied

START = date(2026, 11, 2)
LATER = "2027-06-30T10:00"

WRITES = (
    "client add Ida Moe {n}", "client add Bo Ng {n} --acuity 4", "client edit c1 --acuity 2 --city Reno{n}",
    "client edit c2 --handle h{n}", "task add c1 Call {n} --due +2d --priority urgent", "task add me File --due fri",
    "done t1", "task edit t2 --due +{n}d", "snooze t2 --to +3d --reason busy", "task void t1 --reason twice --yes",
    "log c1 Talked {n} -k call -m 10 --task Again --due +1d", "log c2 Seen {n} -k visit -m 30 --miles 3 --sign",
    "plan add c1 Care {n}", "goal add c1 Walk {n} --baseline 0 --target 9 --unit km", "goal observe g1 {n}",
    "appointment add c1 Clinic {n} --at +1d", "appointment kept a1", "benefit add c1 SNAP --status applied",
    "field add task place{n} --type text", "client close c2 --reason moved", "client void c2 --reason twice --yes",
    "import client {file}", "task add c1 Dose {n} --due today --every 1d", "undo", "undo", "redo",
)  # fmt: skip

READS = (
    "today", "overdue --csv", "agenda --due month", "agenda --ics --tasks", "show c1", "task list --status all --table",
    "client list --voided --json", "history", "export all", "gaps", "report caseload", "report outcomes month",
    "client summary c1",
)  # fmt: skip
"""A page, a list, a report, an export of each sort there is."""


def at(day: date, time: str) -> dict[str, str]:
    return {"CASELOAD_NOW": f"{day}T{time}"}


def shown(program: Quick, line: str, *more: str, env: dict[str, str]) -> tuple[int, str]:
    """What a command shows, but for what by design differs."""
    ran = program.run(*line.split(), *more, env=env)
    day = r"as of \w{3} [-0-9]{10}"
    # What is `as of` a day says so, and not that it is of the records as they stand.
    out = re.sub(rf"\A{day}\n\n", "", ran.out.replace(", of the records as they stand", ""))
    out = re.sub(rf"(?m)^{day}( · |\n)", "", out)
    return ran.code, out.replace("Printed: As of", "Printed:")


def captured(program: Quick, *more: str, env: dict[str, str]) -> dict[str, tuple[int, str]]:
    return {line: shown(program, line, *more, env=env) for line in READS}


@settings(max_examples=2)
@given(days=st.lists(st.lists(st.sampled_from(WRITES), min_size=2, max_size=7), min_size=2, max_size=3))
def test_a_day_looked_back_to_gives_the_bytes_of_that_day(days: list[list[str]], empty_home: Path) -> None:
    with TemporaryDirectory() as folder:
        program = copied(program_in(Path(folder)), empty_home)
        file = Path(folder) / "sheet.csv"
        program("client", "add", "Ana", "Ruiz", env=at(START, "08:00"))
        then, number = {}, 0
        for after, writes in enumerate(days):
            day = START + timedelta(days=3 * after)
            for line in writes:
                number += 1
                file.write_text(f"given_name,family_name,external_id\nEva{number},Lund,{number}\nOle,Dahl{number},x\n")
                program.run(*line.format(n=number, file=file).split(), env=at(day, f"10:{number:02}"))
            then[day] = captured(program, env=at(day, "23:59"))
        before = program.fingerprint
        for day, pages in then.items():
            # And of a day on which nothing was done, the records of the last one before it.
            assert captured(program, "--as-of", str(day), env={"CASELOAD_NOW": LATER}) == pages
            quiet = shown(program, "export all", "--as-of", str(day + timedelta(days=1)), env={"CASELOAD_NOW": LATER})
            assert quiet == pages["export all"]
        assert program.fingerprint == before


def test_a_record_is_wound_back_through_all_that_was_done_to_it_since(empty: Quick) -> None:
    for days, city in enumerate(("Reno", "Elko", "Ely", "Fallon")):
        verb = ("edit", "c1") if days else ("add", "Zoe", "Abel")
        empty("client", *verb, "--city", city, env=at(START + timedelta(days=days), "09:00"))
    for days, city in enumerate(("Reno", "Elko", "Ely")):
        day = str(START + timedelta(days=days))
        assert empty("client", "list", "--fields", "city", "--as-of", day, env={"CASELOAD_NOW": LATER}) == f"{city}\n"


@pytest.mark.usefixtures("chicago")
def test_an_import_is_wound_back_with_what_it_added_and_then_changed(empty: Quick) -> None:
    """Its new rows are one range of ids in the log, which is written when it has come to its end."""
    empty("client", "add", "Zoe", "Abel", env=at(START, "09:00"))
    store = Store(open_existing(empty.db), f"{START + timedelta(days=1)}T15:00:00Z")
    with store.step("import client", bulk=True):
        ana = store.add(Client(given_name="Ana", family_name="Ruiz", handle="ana"))
        store.add(Client(given_name="Bo", family_name="Ng", handle="bo"))
        store.save(replace(ana, family_name="Ruiz-Lee"))
    store.close()
    empty("client", "edit", "c2", "--city", "Reno", env=at(START + timedelta(days=2), "09:00"))
    empty("undo", env=at(START + timedelta(days=3), "09:00"))
    empty("undo", env=at(START + timedelta(days=3), "09:01"))
    empty("redo", env=at(START + timedelta(days=4), "09:00"))
    found = [
        empty("client", "list", "--fields", "id,family_name,city", "--as-of", str(START + timedelta(days=after)))
        for after in range(5)
    ]
    imported = "c2\tRuiz-Lee\t\nc3\tNg\t\nc1\tAbel\t\n"
    in_reno = imported.replace("Lee\t", "Lee\tReno")
    assert list(map(sorted_lines, found)) == list(
        map(sorted_lines, ("c1\tAbel\t\n", imported, in_reno, "c1\tAbel\t\n", imported))
    )


def sorted_lines(text: str) -> list[str]:
    return sorted(text.splitlines())


def test_what_another_program_changed_has_its_time_too(served: Quick) -> None:
    before = served("export", "all")
    connection = sqlite3.connect(served.db)
    connection.execute("update client set city = 'Reno' where id = 1")
    connection.execute("delete from goal where id = 3")
    connection.commit()
    # The real day, on which another program writes whatever CASELOAD_NOW says.
    (stamp,) = connection.execute("select max(at) from change").fetchone()
    connection.close()
    wrote = datetime.fromisoformat(stamp).astimezone(ZoneInfo(served.environ["TZ"])).date()
    later = at(wrote + timedelta(days=9), "09:00")
    assert served("export", "all", "--as-of", str(wrote - timedelta(days=1)), env=later) == before
    assert "Reno" in served("export", "client", "--as-of", str(wrote), env=later)


def test_a_step_of_the_last_minute_counts_and_one_of_midnight_does_not_on_a_day_of_25_hours(empty: Quick) -> None:
    for title, now in (("Early", "2026-11-01T01:30"), ("Late", "2026-11-01T23:59"), ("Next", "2026-11-02T00:00")):
        empty("task", "add", "me", title, env={"CASELOAD_NOW": now})
    assert empty("task", "list", "--fields", "title", "--as-of", "2026-11-01") == "Early\nLate\n"
    assert empty("today", "--as-of", "2026-11-01").startswith("Today, Sun 2026-11-01\nas of Sun 2026-11-01")


def test_a_day_that_is_not_over_or_before_the_log_is_refused(served: Quick, nobody: Quick) -> None:
    served("client", "edit", "c1", "--city", "Reno")
    before = served.fingerprint
    for day, code, said in (
        ("today", 2, 'caseload: --as-of: "today" is not over; a day before today, 2026-11-25; without --as-of records'),
        ("2026-12-01", 2, '"2026-12-01" is not over'),
        ("soonish", 2, '"soonish" is not a date'),
        ("yesterday", 1, "caseload: the change log begins on Wed 2026-11-25, with client add: what was before is not"),
    ):
        ran = served.run("task", "list", "--as-of", day)
        assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
        assert said in ran.err
    assert served.run("today", "--as-of").err == "caseload: --as-of: needs a value; --as-of DATE\n"
    assert served.fingerprint == before


def test_after_import_all_the_log_begins_with_that_import(served: Quick, tmp_path: Path, empty_home: Path) -> None:
    served("export", "all", "-o", str(tmp_path / "all.json"))
    other = copied(program_in(tmp_path / "other"), empty_home)
    other("import", "all", str(tmp_path / "all.json"), env={"CASELOAD_NOW": "2026-12-01T09:00"})
    later = {"CASELOAD_NOW": "2026-12-09T09:00"}
    ran = other.run("client", "list", "--as-of", "2026-11-30", env=later)
    assert "the change log begins on Tue 2026-12-01, with import all" in ran.err
    assert other("export", "all", "--as-of", "2026-12-01", env=later) == served("export", "all")


def test_every_command_that_shows_records_takes_it_and_no_other() -> None:
    left = set(OF_TODAY)
    for name in COMMANDS:
        command = _load(name)
        for verb, one in getattr(command, "commands", {"": command}).items():
            line = f"{name} {verb}".strip()
            takes = isinstance(one, Files) and line not in OF_TODAY
            assert takes or verb not in ("list", "show", "export") or name == "form", line
            left.discard(line)
            if takes:
                refuse_now(name, command, [verb])
            else:
                with pytest.raises(Invalid, match="lists, pages, reports and exports take it"):
                    refuse_now(name, command, [verb])
    assert left == set()


GROUND = "--purpose care --no-consent --basis to-individual --reason asked"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("task add c1 Call", 2, "task add writes"),
        ("done t1 -n", 2, "done writes"),
        ("undo", 2, "undo writes"),
        ("sql select", 2, "sql asks the file itself"),
        ("find lease", 2, "find looks through the words that records have now"),
        ("letter missed c1", 2, "letter is written and sent today"),
        ("backup", 2, "backup shows no records"),
        ("visits --close", 2, "--close: writes; leave --as-of out"),
        (
            "show p1 --recipient client --purpose care --no-consent --basis to-individual --reason asked -o {file}",
            1,
            "--as-of only looks back",
        ),
    ],
)
def test_a_write_is_refused_and_leaves_the_file_as_it_was(
    served: Quick, tmp_path: Path, line: str, code: int, said: str
) -> None:
    before = served.fingerprint
    day = {"CASELOAD_NOW": "2026-11-28T09:00"}
    file = tmp_path / "out.txt"
    ran = served.run(*line.format(file=file).split(), "--as-of", "2026-11-25", env=day)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert served.fingerprint == before
    assert not file.exists()


def test_a_digest_of_a_past_day_leaves_no_stamp_and_reads_none(served: Quick) -> None:
    served("task", "add", "c1", "Call", "--due", "2026-11-20")
    later = {"CASELOAD_NOW": "2026-11-28T09:00"}
    first = served("digest", "--as-of", "2026-11-25", env=later)
    assert first.startswith("Caseload, Wed 2026-11-25\nas of Wed 2026-11-25")
    assert not (served.home / "state").exists()
    served("digest", env=later)
    stamps = sorted((one.name, one.read_bytes()) for one in (served.home / "state").rglob("*.json"))
    assert served("digest", "--as-of", "2026-11-25", env={"CASELOAD_NOW": "2026-12-28T09:00"}) == first
    assert sorted((one.name, one.read_bytes()) for one in (served.home / "state").rglob("*.json")) == stamps


def test_a_client_who_was_purged_since_is_gone_from_the_past_too_and_that_is_told(served: Quick) -> None:
    served("client", "edit", "bo", "--city", "Reno", env={"CASELOAD_NOW": "2026-11-28T09:00"})
    purged = {"CASELOAD_NOW": "2026-12-01T09:00"}
    served("client", "purge", "bo", "--reason", "over", "--confirm", "bo-ng", env=purged)
    later = {"CASELOAD_NOW": "2026-12-09T09:00"}
    ran = served.run("client", "list", "--fields", "id", "--as-of", "2026-11-27", env=later)
    assert ran.out == "c1\n"
    assert ran.err == "1 client was purged after that day (Tue 2026-12-01): nothing of that is left to show\n"
    assert served.run("goal", "list", "--fields", "id", "--as-of", "2026-11-27", env=later).out == "g1\ng2\n"
    assert served.run("client", "list", "--as-of", "2026-12-01", env=later).err == ""
    # Who came after that day is not missing from it.
    served("client", "add", "Eva", "Lund", env={"CASELOAD_NOW": "2026-12-02T09:00"})
    served(
        "client", "purge", "eva", "--reason", "over", "--confirm", "eva-lund", env={"CASELOAD_NOW": "2026-12-03T09:00"}
    )
    assert served.run("client", "list", "--as-of", "2026-12-01", env=later).err == ""
    assert "(Thu 2026-12-03)" in served.run("client", "list", "--as-of", "2026-12-02", env=later).err
    assert "as they stand" not in served("report", "outcomes", "month", "--as-of", "2026-12-01", env=later)
