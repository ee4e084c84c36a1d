"""`merge`: what was done in a copy of the file since both went apart is here too, once; nothing else is otherwise."""

import json
import os
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path
from shlex import split
from tempfile import TemporaryDirectory

import pytest
from conftest import Program, program_in
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import another, example
from merged import both, exported, held
from terminal import on_terminal
from week_apart import DESK, LAPTOP, Done

from caseload.records.appointment import Appointment
from caseload.records.kinds import KINDS
from caseload.records.note import Note, signed
from caseload.records.of.appointment_series import member
from caseload.records.of.base import Record
from caseload.records.of.repointed import repointed
from caseload.store.core import Store
from caseload.store.opening import SCHEMA, open_existing
from caseload.store.operations import log_unguarded
from caseload.when.dates import When
from commands.conftest import Quick, copied

AT = "2026-11-25T15:00:00Z"


def apart(program: Program, name: str = "other") -> Quick:
    """The program on a copy of its database as it stands, which lies elsewhere."""
    place = program.home / name / "copy.db"
    place.parent.mkdir()
    shutil.copyfile(program.db, place)
    place.chmod(0o600)
    return Quick(program.home, program.environ | {"CASELOAD_DB": str(place)})


def do(program: Quick, *lines: str) -> None:
    for line in lines:
        program(*split(line))


def take(program: Quick, other: Quick, *words: str) -> str:
    """Have the other copy taken in; what was said of it."""
    ran = program.run("merge", str(other.db), *words)
    assert ran.code == 0, ran.err
    return ran.err


def due(program: Quick, ref: str) -> object:
    return exported(program)[ref]["due"]


# A week each


def work(program: Quick, week: tuple[Done, ...]) -> None:
    for day, words in week:
        typed, _, answers = words.partition(" <")
        moment = {"CASELOAD_NOW": f"2026-{day}:00"}
        ran = program.run(*split(typed), stdin=answers.replace("\\n", "\n"), env=moment)
        assert ran.code == 0, (words, ran.err)


@pytest.fixture(scope="module")
def laptop_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = program_in(tmp_path_factory.mktemp("laptop"))
    Quick(program.home, program.environ)("demo", "--db", str(program.db))
    return program.home


def test_two_copies_worked_on_for_a_week_each_are_made_one_record_by_record(nobody: Program, laptop_home: Path) -> None:
    laptop = copied(nobody, laptop_home)
    shared = exported(laptop)
    desk = apart(laptop)
    work(laptop, LAPTOP)
    work(desk, DESK)
    before = laptop("export", "all")
    ours, theirs = held(laptop, shared), held(desk, shared, {"ines-duarte": "ines-duarte-2"})

    listed = laptop.run("merge", str(desk.db), env={"CASELOAD_NOW": "2026-12-02T09:00"})
    assert listed.code == 2
    assert {tuple(line.split("\t")[:2]) for line in listed.out.splitlines()} == {
        ("c22", "phone"), ("t14", "due"), ("t14", "voided_at"), ("t14", "void_reason")
    }  # fmt: skip
    assert laptop("export", "all") == before

    said = take(laptop, desk, "--ours")
    # A signature stands, whatever was written at the desk, and so does what was decided.
    kept = {("n12", "minutes"): ours.known["n12"]["minutes"], ("c22", "phone"): "555-0140"}
    kept |= {("t14", name): ours.known["t14"][name] for name in ("due", "voided_at", "void_reason")}
    wanted = both(shared, ours, theirs, kept)
    found = held(laptop, shared)
    assert found.known == wanted.known
    # One field of the user's own, declared in both, is one; nothing else is joined.
    [field] = [label for label in wanted.new if label.startswith("field-")]
    assert found.new == wanted.new - Counter([field])
    assert "may be here already: c26 ines-duarte" in said
    assert "if so, caseload client link c27 c26" in said
    assert "their t26..t27 are t29..t30" in said
    of_hers = {ref for ref, row in exported(laptop).items() if row.get("client") == "c27"}
    assert of_hers == {"t29", "r14", "as14"}
    assert laptop.run("doctor").out.count("\tbad\t") == 0

    laptop("undo")
    assert laptop("export", "all") == before
    assert "their t26..t27 are" in take(laptop, desk, "--ours")
    assert "nothing that is not here" in take(laptop, desk)

    # The other way round, and once more: both are the same then, but for the numbers.
    take(desk, laptop)
    assert "nothing that is not here" in take(laptop, desk)
    assert "nothing that is not here" in take(desk, laptop)
    assert held(desk, shared) == held(laptop, shared)


# Drawn

_WORDS = (
    "task add {who} Buy {n} stamps --due 2026-12-{day}",
    "task add {who} Weekly {n} --due 2026-12-{day} --every 1w",
    "log {who} Said {n} -k call -m {n} --goal {goal}",
    "client edit {who} --phone 555-{n}",
    "goal edit {goal} --title Climb{n}",
    "goal observe {goal} {n}",
    "plan revise {plan} --reason reason{n}",
    "appointment add {who} Group {n} --at 2026-12-{day}T09:00 --every mon --until 2026-12-29",
    "done {task}",
    "snooze {task} --to 2026-12-{day} --reason later",
    "task void {task} --reason twice{n}",
    "undo {step}",
    "redo",
)
_OURS = {"who": "c1", "goal": "g2", "plan": "p1"}
_THEIRS = {"who": "c2", "goal": "g3", "plan": "p2"}
_DRAWN = st.lists(st.tuples(st.sampled_from(_WORDS), st.integers(10, 99), st.integers(10, 28)), max_size=6)


def _at_random(program: Quick, drawn: list[tuple[str, int, int]], about: dict[str, str], begun: int) -> None:
    for words, n, day in drawn:
        tasks = program("task", "list", "--client", about["who"], "--ids").split()
        last = json.loads(program("history", "--limit", "1", "--json"))[0]["op"]
        task = max(tasks, key=lambda ref: int(ref[1:]), default="t99")
        if words.startswith(("undo", "redo")) and last == begun:
            continue
        # What cannot be done is not: a task that is done, a step on which a later one stands.
        program.run(*split(words.format(n=n, day=day, task=task, step=last, **about)))


@settings(max_examples=3, deadline=None)
@given(mine=_DRAWN, theirs=_DRAWN)
def test_whatever_was_done_on_both_sides_is_in_both_after_a_merge_each_way(
    served_home: Path, mine: list[tuple[str, int, int]], theirs: list[tuple[str, int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        here = copied(program_in(Path(folder)), served_home)
        there = apart(here)
        shared = exported(here)
        begun = json.loads(here("history", "--limit", "1", "--json"))[0]["op"]
        _at_random(here, mine, _OURS, begun)
        _at_random(there, theirs, _THEIRS, begun)
        wanted = both(shared, held(here, shared), held(there, shared))
        take(here, there)
        assert held(here, shared) == wanted
        take(there, here)
        assert held(there, shared) == wanted
        assert "nothing that is not here" in take(here, there)
        assert "nothing that is not here" in take(there, here)


def _newest(new: dict[type[Record], int], kind: type[Record], number: int) -> int:
    return new.get(kind, number)


def test_a_record_of_every_kind_comes_with_all_that_it_refers_to(twofold: Quick) -> None:
    shared = exported(twofold)
    other = apart(twofold)
    for program, step, first in ((twofold, "here", 300), (other, "there", 500)):
        store = Store(open_existing(program.db), AT)
        new: dict[type[Record], int] = {}
        with store.step(step):
            for kind in KINDS:
                for number in range(2 if program is other else 3):
                    one = another(example(kind), first + number)
                    one = repointed(one, partial(_newest, new)) or one
                    added = store.add(signed(one, AT) if isinstance(one, Note) else one)
                new[kind] = added.id
        store.close()
    ours, theirs = held(twofold, shared), held(other, shared)
    take(twofold, other)
    found, wanted = held(twofold, shared), both(shared, ours, theirs)
    assert found.known == wanted.known
    assert not found.new - wanted.new
    # What is the same by its name, or links the same two, is not there twice.
    assert {one.partition("-")[0] for one in wanted.new - found.new} == {"instrument", "template", "link"}
    assert {kind.TABLE for kind in KINDS} == {label.partition("-")[0] for label in theirs.new}


# What both have changed


@pytest.fixture
def pair(served: Quick) -> tuple[Quick, Quick]:
    """Two copies: ana's task t1 and her draft n1, bo's task t2."""
    do(
        served,
        "task add ana Call --due 2026-12-01",
        "task add bo Write --due 2026-12-02",
        "log ana Talked -k call -m 5",
    )
    return served, apart(served)


def test_the_same_field_of_both_is_listed_with_both_values_and_decided(pair: tuple[Quick, Quick]) -> None:
    here, there = pair
    do(here, "task edit t1 --due 2026-12-03")
    do(there, "task edit t1 --due 2026-12-04 --priority urgent", "task edit t2 --priority asap")
    before = here.fingerprint
    for words in ((), ("--dry-run",), ("--no-input",)):
        ran = here.run("merge", str(there.db), *words)
        assert (ran.code, ran.out) == (2, "t1\tdue\t2026-12-03\t2026-12-04\n")
        assert "--ours or --theirs decides" in ran.err
    assert here.run("merge", str(there.db), "--ours", "--theirs").code == 2
    assert here.run("merge", str(there.db), "--theirs", "-n").code == 0
    assert here.fingerprint == before
    assert "2 changed: t1, t2" in take(here, there, "--ours")
    assert (due(here, "t1"), exported(here)["t1"]["priority"]) == ("2026-12-03", "urgent")
    # What was decided is not asked once more, and is the answer for the other copy.
    assert "nothing that is not here" in take(here, there)
    take(there, here)
    assert due(there, "t1") == "2026-12-03"


@pytest.mark.parametrize(("typed", "wanted"), [("o", "2026-12-03"), ("theirs", "2026-12-04"), ("stop", None)])
def test_somebody_at_a_terminal_is_asked_one_by_one(pair: tuple[Quick, Quick], typed: str, wanted: str | None) -> None:
    here, there = pair
    do(here, "task edit t1 --due 2026-12-03", "client edit bo --phone 555-1")
    do(there, "task edit t1 --due 2026-12-04", "client edit bo --phone 555-2")
    before = here.fingerprint
    asked = [("or stop?", "what\n"), ("or stop?", "t\n"), ("or stop?", f"{typed}\n")]
    seen = on_terminal(here, "merge", str(there.db), columns=50, keys=asked)
    assert "1/2 c2 Bo Ng (bo-ng)" in seen.plain
    assert "2/2 t1 Call (ana-ruiz)" in seen.plain
    assert "theirs: 2026-12-04" in seen.plain
    assert all(len(line) <= 50 for line in seen.screen)
    if wanted is None:
        assert (seen.code, here.fingerprint) == (1, before)
    else:
        assert seen.code == 0
        assert (due(here, "t1"), exported(here)["c2"]["phone"]) == (wanted, "555-2")


def test_what_breaks_a_rule_in_parts_is_decided_as_one(pair: tuple[Quick, Quick]) -> None:
    here, there = pair
    do(here, "task done t1", "task void t2 --reason twice")
    do(there, "task drop t1", "task edit t2 --due 2026-12-20")
    ran = here.run("merge", str(there.db))
    fields = {
        ref: {line.split("\t")[1] for line in ran.out.splitlines() if line.startswith(ref)} for ref in ("t1", "t2")
    }
    assert fields["t1"] >= {"status"}
    assert fields["t2"] == {"due", "voided_at", "void_reason"}
    wanted = exported(there)
    take(here, there, "--theirs")
    found = exported(here)
    assert (found["t1"], found["t2"]) == (wanted["t1"], wanted["t2"])


def test_what_was_signed_here_stands_and_what_is_held_is_not_voided(pair: tuple[Quick, Quick]) -> None:
    here, there = pair
    do(here, "note sign n1", "client edit bo --legal-hold")
    do(there, "note edit n1 --minutes 50", "task void t2 --reason twice")
    said = take(here, there, "--theirs")
    assert "n1 stays as it is here: n1 is signed" in said
    assert "t2 stays as it is here: c2 is under legal hold" in said
    found = exported(here)
    assert (found["n1"]["minutes"], found["t2"]["voided_at"]) == (5, None)
    assert "nothing that is not here" in take(here, there)


def test_what_was_taken_back_in_one_is_gone_unless_the_other_worked_on_it(pair: tuple[Quick, Quick]) -> None:
    here, there = pair
    steps = json.loads(here("history", "--json"))
    made = {one["refs"][0]: str(one["op"]) for one in steps}
    do(here, f"undo {made['t1']}", "client add Cy Moe")
    do(there, f"undo {made['t2']}", "task edit t1 --due 2026-12-09")
    listed = here.run("merge", str(there.db))
    assert (listed.code, listed.out) == (2, "t1\tthe record\ttaken back\tchanged\n")
    take(here, there, "--theirs")
    assert due(here, "t1") == "2026-12-09"
    assert "t2" not in exported(here)
    here("undo")
    assert {"t1", "t2"} & exported(here).keys() == {"t2"}
    take(here, there, "--ours")
    assert not {"t1", "t2"} & exported(here).keys()
    # What was decided is the answer for the other, too.
    take(there, here)
    assert not {"t1", "t2"} & exported(there).keys()


def test_a_client_taken_back_here_comes_back_with_what_was_done_there_or_nothing_of_it_does(served: Quick) -> None:
    do(served, "client add Cy Moe")
    other = apart(served)
    do(served, "undo")
    do(other, "task add cy Call", "log cy Talked -k call")
    listed = served.run("merge", str(other.db))
    assert (listed.code, listed.out) == (2, "c3\tthe record\ttaken back\tchanged\n")
    assert "not taken in, being about what is gone here: 1 task, 1 note" in take(served, other, "--ours", "-n")
    take(served, other, "--theirs")
    assert {"c3", "t1", "n1"} <= exported(served).keys()
    served("undo")
    take(served, other, "--ours")
    assert not {"c3", "t1", "n1"} & exported(served).keys()


# Once, and as one step


def test_a_merge_that_was_undone_is_no_word_on_what_it_had_brought(pair: tuple[Quick, Quick]) -> None:
    here, there = pair
    do(there, "task add ana Theirs", "task edit t1 --due 2026-12-09")
    take(here, there)
    take(there, here)
    do(here, "task add ana Ours", "undo", "undo")
    assert "t3" not in exported(here)
    take(there, here)
    assert (exported(there)["t3"]["title"], due(there, "t1")) == ("Theirs", "2026-12-09")
    take(here, there)
    titles = [str(row.get("title")) for row in exported(here).values() if row["table"] == "task"]
    assert sorted(titles) == ["Call", "Theirs", "Write"]
    assert due(here, "t1") == "2026-12-09"


def test_what_was_voided_in_both_and_is_worked_on_again_in_one_is_so_in_both(pair: tuple[Quick, Quick]) -> None:
    here, there = pair
    do(here, "task void t2 --reason twice")
    take(there, here)
    do(here, "undo", "task edit t2 --due 2026-12-20")
    take(there, here)
    found = exported(there)["t2"]
    assert (found["due"], found["voided_at"]) == ("2026-12-20", None)


def test_three_copies_come_to_the_same_whichever_way_it_goes_round(pair: tuple[Quick, Quick]) -> None:
    here, there = pair
    third = apart(here, "third")
    shared = exported(here)
    for program, name in ((here, "Ours"), (there, "Theirs"), (third, "Third")):
        do(program, f"task add ana {name}", f"client edit bo --phone 555-{len(name)}")
    take(here, there, "--ours")
    take(third, here, "--theirs")
    # What it has of the other already, by way of the first, is not there twice.
    take(third, there, "--ours")
    take(there, third, "--theirs")
    take(here, third, "--theirs")
    take(here, there)
    assert held(here, shared) == held(there, shared) == held(third, shared)
    titles = [str(row.get("title")) for row in exported(here).values() if row["table"] == "task"]
    assert sorted(titles) == ["Call", "Ours", "Theirs", "Third", "Write"]


def test_two_imports_of_the_same_second_are_two(served: Quick, tmp_path: Path) -> None:
    other = apart(served)
    for program, name in ((served, "one"), (other, "two")):
        (tmp_path / f"{name}.csv").write_text("title\n" + "".join(f"{name} {n}\n" for n in range(3)))
        program("import", "task", str(tmp_path / f"{name}.csv"))
    assert "task: their t1..t3 are t4..t6" in take(served, other)
    titles = {row["title"] for row in exported(served).values() if row["table"] == "task"}
    assert titles == {f"{name} {n}" for name in ("one", "two") for n in range(3)}


def test_what_is_the_same_by_its_number_its_slot_or_its_name_is_joined(served: Quick, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("title,external_id,client\nFrom the list,17,c1\n")
    do(served, "program add Group", "enrollment add ana pg1 --from 2026-11-01", "roll pg1 --on 2026-11-24 --all yes",
       'appointment add ana Dialysis --at "2026-11-30T09:00" --every mon --until 2026-12-07')  # fmt: skip
    other = apart(served)
    for program, notes in ((served, "text"), (other, "number")):
        do(program, "roll pg1 --on 2026-11-25 --all yes", f"import task {tmp_path / 'list.csv'}",
           f"field add client remark --type {notes}", "field add client bed")  # fmt: skip
        store = Store(open_existing(program.db), AT)
        with store.step("series"):
            first = store.get(Appointment, 1)
            store.add(member(first, When.parse("2026-12-14T09:00")))
        store.close()
    do(other, "client edit bo --set remark=7 --set bed=12", "task edit t1 --priority stat")
    said = take(served, other, "--theirs")
    assert "another field here has its name; what came is called remark_2" in said
    found = exported(served)
    assert [row["title"] for row in found.values() if row["table"] == "task"] == ["From the list"]
    assert found["t1"]["priority"] == "stat"
    counts = Counter(row["table"] for row in found.values())
    assert (counts["meeting"], counts["attendance"], counts["appointment"]) == (2, 2, 3)
    assert sorted(row["name"] for row in found.values() if row["table"] == "field") == ["bed", "remark", "remark_2"]
    show = served("client", "show", "c2", "--json")
    assert (json.loads(show)[0]["remark_2"], json.loads(show)[0]["bed"]) == (7, "12")


# What is no copy of this file


def test_a_file_that_is_none_or_another_caseloads_is_refused_and_never_written(pair: tuple[Quick, Quick]) -> None:
    here, there = pair
    do(there, "task add ana Theirs")
    whole = there.db.read_bytes()
    before = here.fingerprint

    def refused(code: int, said: str) -> None:
        kept = there.db.read_bytes()
        ran = here.run("merge", str(there.db))
        assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1), ran
        assert said in ran.err
        assert there.db.read_bytes() == kept
        assert here.fingerprint == before

    stranger = Quick(here.home, here.environ | {"CASELOAD_DB": str(here.home / "s.db")})
    do(stranger, "init", "client add Ana Ruiz")
    there.db.write_bytes(stranger.db.read_bytes())
    refused(1, "import transfer")
    there.db.write_bytes(b"id,title\n1,Call\n" * 20)
    refused(5, "is not a caseload database")
    there.db.write_bytes(whole[:60] + (SCHEMA + 1).to_bytes(4, "big") + whole[64:])
    refused(5, "was made by a newer caseload")
    there.db.write_bytes(whole[: len(whole) // 8 * 4] + os.urandom(8192) + whole[len(whole) // 8 * 4 + 8192 :])
    refused(5, "is not sound")
    there.db.write_bytes(whole)
    with closing(sqlite3.connect(there.db)) as other:
        other.execute("drop table merge")
    refused(5, "cannot be read as a caseload")
    there.db.write_bytes(whole)
    with closing(sqlite3.connect(there.db)) as other, other:
        other.execute("update task set due = 'soon' where title = 'Theirs'")
    refused(1, "in the other copy t3 breaks a rule")
    there.db.unlink()
    assert here.run("merge", str(there.db)).code == 5
    assert here.run("merge", str(here.db)).code == 1


def test_a_copy_of_an_older_schema_is_brought_up_to_date_in_private(served: Quick) -> None:
    other = apart(served)
    do(served, "task add ana Ours")
    do(other, "task add ana Theirs")
    with closing(sqlite3.connect(other.db)) as old:
        # As the schema was before steps had marks.
        _unguarded(old)
        old.executescript("""
            drop table merge; drop table merge_record; alter table operation drop column mark;
            alter table operation drop column who; alter table operation drop column origin;
            create trigger change_is_not_replaced before insert on change
            when exists (select 1 from change where id = new.id)
            begin select raise(abort, 'the change log is never edited'); end;
            delete from _sqlite_migrations where id > (select max(id) - 2 from _sqlite_migrations);
        """)
        old.execute(f"pragma user_version = {SCHEMA - 2}")
    with closing(sqlite3.connect(served.db)) as same:
        # Both were made before steps had marks.
        with log_unguarded(same):
            same.execute("update operation set mark = null")
        same.commit()
    before = other.db.read_bytes()
    assert "their t1 is t2" in take(served, other)
    assert other.db.read_bytes() == before
    assert sorted(one.name for one in other.db.parent.iterdir()) == ["copy.db"]


def _unguarded(one: sqlite3.Connection) -> None:
    guards = "select name from sqlite_master where type = 'trigger' and name glob '*_is_not_*' and tbl_name <> 'note'"
    for (name,) in one.execute(guards).fetchall():
        if name not in ("change_is_not_deleted", "change_is_not_edited"):
            one.execute(f"drop trigger {name}")


def test_doctor_names_a_copy_beside_the_file_that_has_what_the_file_has_not(served: Quick) -> None:
    beside = served.db.with_name("caseload (Kim's conflicted copy 2026-11-25).db")
    shutil.copyfile(served.db, beside)
    other = Quick(served.home, served.environ | {"CASELOAD_DB": str(beside)})
    assert "conflicted" not in served.run("doctor").out
    do(other, "task add ana Theirs")
    [line] = [line for line in served.run("doctor").out.splitlines() if "conflicted" in line]
    assert line.startswith("copies\twarning\t")
    assert "caseload merge '" in line
    take(served, other)
    assert "conflicted" not in served.run("doctor").out


def test_what_is_masked_or_guarded_is_not_shown_where_it_differs(served: Quick) -> None:
    do(served, "identifier add ana ssn 123-45-6789", "log ana Talked -k call", "note edit n1 --sensitivity HIV")
    other = apart(served)
    do(served, "identifier edit i1 --value 123-45-1111", "note edit n1 Ours")
    do(other, "identifier edit i1 --value 123-45-2222", "note edit n1 Theirs")
    ran = served.run("merge", str(other.db))
    assert ran.code == 2
    assert "123-45" not in ran.out + ran.err
    assert "Ours" not in ran.out + ran.err
    assert "123-45-2222" in served.run("merge", str(other.db), "--reveal").out


def test_a_purge_is_neither_undone_nor_done_by_a_merge(pair: tuple[Quick, Quick]) -> None:
    here, there = pair
    do(there, "task add bo Theirs", "task edit t2 --due 2026-12-20", "task add ana Also")
    do(here, 'client purge bo --reason "record schedule" --confirm bo-ng')
    said = take(here, there)
    assert "purged here, and left out with all that hangs from it: t2, c2" in said
    assert "1 task added" in said
    found = exported(here)
    assert not {"c2", "p2", "g3", "t2"} & found.keys()
    assert b"Theirs" not in here.db.read_bytes()
    assert "purged there, and still here: c2" in take(there, here)
    assert {"c2", "t2"} <= exported(there).keys()
