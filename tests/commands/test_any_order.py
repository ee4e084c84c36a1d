"""Commands in any order, each taken back and brought back as a model of steps and records says, byte for byte.

The model knows nothing of the change log. It has the export before and after each step, and from them which records
the step made of which; by that alone it says whether an undo goes through, what is there then, or why it is refused.
"""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from conftest import program_in
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from caseload.records.kinds import parse_ref
from caseload.store import changes
from caseload.store.operations import changes_of

from .conftest import copied, made

LINES = (
    "client add Cy Dee{n}", "client edit {c} --city Reno{n} --tag court", "client handle {c} h{n}",
    "client close {c} --reason moved --drop-open", "client reopen {c}", "client void {c} --reason x --yes",
    "client link {c} {c}", "person add {c} Rosa Ruiz{n}", "person edit {pe} --role payee",
    "plan add {c} Care --started-on 2026-11-02", "plan revise {p} --reason changed", "goal add {c} Walk{n} --plan {p}",
    "goal observe {g} {n}", "goal met {g}", "goal edit {g} --target-on 2027-02-01",
    "task add {c} Rent{n} --due today --every 1w", "task add {c} Ask{n} --goal {g}", "task edit {t} --due +{n}d",
    "done {t}", "done {t} {t}", "task drop {t}", "task void {t} --reason x --yes",
    "snooze {t} --to +{n}d --reason busy", "appointment add {c} Visit{n} --at tomorrow@9:00",
    "appointment kept {a} --minutes 30", "appointment move {a} --to +3d", "benefit add {c} SNAP --status applied",
    "note add {c} Words{n} --goal {g}", "note sign {n_}", "note edit {n_} Other{n}", "note addendum {n_} More{n}",
    "note void {n_} --reason x --yes", "log {c} Seen{n} -m 5 --goal {g} --done {t} --task Again --due +1w --sign",
    "need add {c} --domain food Food{n}", "template apply intake {c}", "import client {file}",
)  # fmt: skip
KINDS = ("c", "pe", "p", "g", "t", "a", "n")

OUTSIDE = (("client", "c", "city"), ("task", "t", "title"), ("goal", "g", "title"), ("appointment", "a", "title"))
"""What another program writes to: a table, its letter, a column of free text."""

WHY = {
    "signed": "and a signature stands", "changed": "has been changed since", "needed": "that would be gone",
    "undone": "is undone already", "nothing": "there is nothing to ", "taken": "give that one another first",
}  # fmt: skip
"""The rules by which taking back is refused, each by words that no other one says."""

Record = dict[str, Any] | None
Records = dict[str, Record]


@dataclass
class Step:
    """What the model knows of a command: its number, the records before and after it, and when it signed a note."""

    number: int
    before: Records
    after: Records
    signed: datetime | None
    is_done: bool = True


class AnyOrder(RuleBasedStateMachine):
    """Ana and Bo, and whatever becomes of them."""

    def __init__(self, home: Path, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.program = copied(program_in(folder), home)
        self.file = folder / "sheet.csv"
        self.now = datetime(2026, 11, 25, 9)
        self.count = 0
        self.steps: list[Step] = []
        self.undone: list[Step] = []
        self.counted: Counter[str] = Counter()
        """How often each command was done, and each undo and redo done or refused by which rule."""
        self.texts: dict[str, str] = {}
        """The export of each set of records that there ever was."""
        self.theirs: dict[str, tuple[Record, Record]] = {}
        self.last_theirs: set[str] = set()
        self.text = self.export()

    def teardown(self) -> None:
        for what in self.counted:
            event(what)
        shutil.rmtree(self.folder)

    # What is asked of the program

    def export(self) -> str:
        return self.program("export", "all")

    def run(self, *words: str) -> str:
        """The name of the rule that refused, else nothing."""
        ran = self.program.run(*words, env={"CASELOAD_NOW": f"{self.now:%Y-%m-%dT%H:%M}"})
        return "" if ran.code == 0 else next((why for why, said in WHY.items() if said in ran.err), ran.err)

    def last(self) -> tuple[int, str]:
        with closing(sqlite3.connect(self.program.db)) as one:
            number, kind = one.execute("select id, kind from operation order by id desc limit 1").fetchone()
        return number, kind

    # Commands

    @rule(line=st.sampled_from(LINES), which=st.integers(0, 30))
    def command(self, line: str, which: int) -> None:
        self.do(line, which)

    @rule(line=st.sampled_from(LINES), which=st.integers(0, 30))
    def another_command(self, line: str, which: int) -> None:
        self.do(line, which)

    def do(self, line: str, which: int) -> None:
        self.count += 1
        self.now += timedelta(minutes=1)
        self.file.write_text(f"given_name,family_name,external_id\nEva,Lund{self.count},{self.count}\nOle,Dahl,x\n")
        words = [self.filled(word, which + at) for at, word in enumerate(line.split())]
        number, before = self.last()[0], self.text
        ran = self.program.run(*words, env={"CASELOAD_NOW": f"{self.now:%Y-%m-%dT%H:%M}"})
        self.text = self.export()
        last, kind = self.last()
        if last == number:
            assert self.text == before, (words, ran)
            return
        assert (last, kind) == (number + 1, "do")
        self.counted[f"did {' '.join(line.split()[:2])}"] += 1
        then, now = records(before), records(self.text)
        touched = {ref for ref in then | now if then.get(ref) != now.get(ref)}
        was, became = ({ref: of.get(ref) for ref in touched} for of in (then, now))
        signs = any(one and is_signing(ref, was[ref], one) for ref, one in became.items())
        self.steps.append(Step(last, was, became, self.now if signs else None))
        self.undone.clear()
        self.last_theirs -= touched

    def filled(self, word: str, which: int) -> str:
        for letters in KINDS:
            mark = "{n_}" if letters == "n" else f"{{{letters}}}"
            if word == mark:
                return self.one_of(letters, which) or f"{letters}1"
        return word.format(n=self.count % 20 + 1, file=self.file)

    def one_of(self, letters: str, which: int) -> str:
        there = [ref for ref in records(self.text) if ref.rstrip("0123456789") == letters]
        return there[which % len(there)] if there else ""

    @rule()
    def sleep(self) -> None:
        self.now += timedelta(days=1)

    @rule(where=st.sampled_from(OUTSIDE), which=st.integers(0, 30))
    def write_with_another_program(self, where: tuple[str, str, str], which: int) -> None:
        table, letters, column = where
        if ref := self.one_of(letters, which):
            self.count += 1
            before = records(self.text)[ref]
            with closing(sqlite3.connect(self.program.db)) as one, one:
                one.execute(f"update {table} set {column} = 'theirs {self.count}' where id = {ref[len(letters) :]}")
            self.text = self.export()
            first = self.theirs[ref][0] if ref in self.last_theirs else before
            self.theirs[ref] = first, records(self.text)[ref]
            self.last_theirs.add(ref)

    # Back and forth

    @rule()
    def undo(self) -> None:
        done = [one for one in self.steps if one.is_done]
        self.take_back(done[-1] if done else None)

    @precondition(lambda self: self.steps)
    @rule(which=st.integers(0, 30))
    def undo_by_number(self, which: int) -> None:
        self.take_back(one := self.steps[-1 - which % len(self.steps)], str(one.number))

    def take_back(self, step: Step | None, *number: str) -> None:
        # The invented ones came in with steps of their own, which the walk leaves alone.
        if step is None:
            return
        if not step.is_done:
            expected = {"undone"}
        elif step.signed and step.signed.date() < self.now.date():
            expected = {"signed"}
        else:
            expected = self.against(step.after, step.before)
        if not self.come_to(expected, step.before, "undo", *number):
            step.is_done = False
            self.undone.append(step)

    @precondition(lambda self: self.undone or self.count % 9 == 1)
    @rule()
    def redo(self) -> None:
        if not self.undone:
            self.come_to({"nothing"}, {}, "redo")
            return
        step = self.undone[-1]
        if not self.come_to(self.against(step.before, step.after), step.after, "redo"):
            self.undone.pop()
            step.is_done = True

    @precondition(lambda self: self.theirs)
    @rule(which=st.integers(0, 30))
    def take_back_what_another_program_wrote(self, which: int) -> None:
        ref = sorted(self.theirs)[which % len(self.theirs)]
        before, after = self.theirs[ref]
        self.come_to(self.against({ref: after}, {ref: before}), {ref: before}, "undo", "--outside", ref)

    def against(self, found: Records, wanted: Records) -> set[str]:
        """The rules that stand against having the records be as wanted again; none where nothing does."""
        there = records(self.text)
        then = {ref: one for ref, one in (there | wanted).items() if one is not None}
        handles = [one["handle"] for ref, one in then.items() if "handle" in one]
        rules = {"changed"} if any(there.get(ref) != one for ref, one in found.items()) else set()
        if len(handles) > len(set(handles)):
            rules.add("taken")
        if not rules and any(of not in then for ref, one in then.items() for of in named(one)):
            rules.add("needed")
        return rules

    def come_to(self, expected: set[str], wanted: Records, *words: str) -> str:
        """Have the program do as the model says; the rule by which it refused."""
        self.now += timedelta(minutes=1)
        before, there = self.text, records(self.text)
        why = self.run(*words)
        self.counted[f"{words[0]}: {why or 'done'}"] += 1
        assert why in (expected or {""}), (words, why, expected)
        self.text = self.export()
        if why:
            assert self.text == before
        else:
            then = {ref: one for ref, one in (there | wanted).items() if one is not None}
            assert records(self.text) == then
            self.last_theirs -= set(wanted)
        return why

    @invariant()
    def the_same_records_are_the_same_bytes(self) -> None:
        assert self.texts.setdefault(json.dumps(records(self.text), sort_keys=True), self.text) == self.text

    @invariant()
    def nothing_refers_to_what_is_gone(self) -> None:
        there = records(self.text)
        assert not [(ref, of) for ref, one in there.items() for of in named(one) if of not in there]


def records(text: str) -> dict[str, dict[str, Any]]:
    """The records of an export by id."""
    return {one["id"]: one for found in json.loads(text).values() if isinstance(found, list) for one in found}


def named(one: Record) -> Iterator[str]:
    """The ids of other records in one."""
    for field, value in (one or {}).items():
        for said in value if isinstance(value, list) else [value]:
            if field not in ("id", "handle") and isinstance(said, str) and parse_ref(said):
                yield said


def is_signing(ref: str, before: Record, after: dict[str, Any]) -> bool:
    """Whether a note is signed now that was not, or has an addendum now."""
    if ref.startswith("ad"):
        return before is None
    return ref.startswith("n") and after.get("status") == "signed" and (before or {}).get("status") != "signed"


@pytest.fixture(scope="session")
def busy_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a database with two clients, and of the first something to go on with."""
    return made(
        tmp_path_factory.mktemp("busy"),
        *("client add Ana Ruiz", "client add Bo Ng", "plan add c1 Care", "goal add c1 Walk", "task add c1 Rent"),
        *("task add c2 Ask", "appointment add c1 Visit --at tomorrow@9:00", "note add c1 Words", "person add c1 Rosa"),
    )


def test_commands_in_any_order_are_taken_back_and_brought_back_as_their_steps_say(
    busy_home: Path, tmp_path: Path
) -> None:
    class Here(AnyOrder):
        def __init__(self) -> None:
            super().__init__(busy_home, Path(mkdtemp(dir=tmp_path)))

    run_state_machine_as_test(
        Here,
        settings=settings(
            # The same walks each time, but where there is time for many.
            derandomize=settings().max_examples < 1000,
            max_examples=settings().max_examples // 12, stateful_step_count=25, deadline=None,
            suppress_health_check=[HealthCheck.too_slow], phases=[Phase.reuse, Phase.generate],
        ),
    )  # fmt: skip


def test_each_rule_that_refuses_is_met_and_told_from_the_others(served_home: Path, tmp_path: Path) -> None:
    walk = AnyOrder(served_home, tmp_path)
    walk.redo()
    walk.do("plan add {c} Care --started-on 2026-11-02", 0)
    walk.do("goal add c1 Walk --plan p3", 0)
    walk.undo_by_number(1)
    walk.do("task add c1 Call", 0)
    walk.do("task edit t1 --due +2d", 0)
    walk.undo_by_number(1)
    walk.undo()
    walk.undo_by_number(0)
    walk.redo()
    walk.do("log c1 Seen --sign", 0)
    walk.do("client handle c2 other", 0)
    walk.do("client handle c1 bo-ng", 0)
    walk.undo_by_number(1)
    walk.undo()
    walk.undo()
    walk.sleep()
    walk.undo()
    walk.write_with_another_program(OUTSIDE[2], 0)
    walk.take_back_what_another_program_wrote(0)
    walk.take_back_what_another_program_wrote(0)
    met = {what.partition(": ")[2] for what in walk.counted if ": " in what}
    assert met == {"done", *WHY}


@pytest.mark.parametrize("name", ["_same", "_refuse_dangling"])
def test_an_undo_that_looks_less_closely_is_found_out(
    served_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(changes, name, lambda *_: True)
    with pytest.raises(AssertionError):
        test_each_rule_that_refuses_is_met_and_told_from_the_others(served_home, tmp_path)


def test_an_undo_that_forgets_a_field_is_found_out(
    served_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = AnyOrder(served_home, tmp_path)
    walk.do("client edit c1 --city Reno", 0)
    whole = changes_of

    def less(*given: Any) -> Iterator[Any]:
        for one in whole(*given):
            yield replace(one, before={key: value for key, value in (one.before or {}).items() if key != "updated_at"})

    monkeypatch.setattr(changes, "changes_of", less)
    with pytest.raises(AssertionError):
        walk.undo()
