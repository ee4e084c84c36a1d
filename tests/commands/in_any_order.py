"""A walk through commands, and a model of steps and records that says of each undo and redo what comes of it.

The model knows nothing of the change log. It has the export before and after each step, and from them which records
the step made of which; by that alone it says whether an undo goes through, what is there then, or why it is refused.
"""

import json
import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from conftest import program_in
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from .conftest import Quick, copied
from .exported import Record, Records, is_above, kept, named, owners, records

_STATED = "--statement revocation --statement conditioning --statement redisclosure"
_WHOLE = f"--description words --expires-on 2027-11-01 {_STATED}"
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
    "import client {file} --on-dup update", "goal void {g} --reason x --yes", "person void {pe} --reason x --yes",
    "appointment void {a} --reason x --yes", "client edit {c} --legal-hold", "client edit {c} --no-legal-hold",
    "field add task mine{n}", "task edit {t} --set {x}=Words{n}", "field drop {f}",
    f"consent add {{c}} --recipient Clinic --purpose care --data-class general --discloser me {_WHOLE}",
    "consent sign {cs}", "consent revoke {cs} --how written", "consent void {cs} --reason x --yes",
    "export note --client {c} --recipient Clinic --purpose care --csv",
    "export task --client {c} --recipient Court --purpose care --no-consent --basis law --reason asked --csv",
    "client purge {c} --reason over --confirm {h}", "merge {copy} --ours", "merge {copy} --theirs",
)  # fmt: skip
KINDS = ("c", "pe", "p", "g", "t", "a", "n", "f", "cs")

BULK = ("import", "merge")
"""What begins a command whose new records are one entry of the log, so that none of them counts as signed by it."""

OUTSIDE = (("client", "c", "city"), ("task", "t", "title"), ("goal", "g", "title"), ("appointment", "a", "title"))
"""What another program writes to: a table, its letter, a column of free text."""

WHY = {
    "own": "refers to a field that would be gone", "signed": "and a signature stands",
    "changed": "has been changed since", "needed": "that would be gone", "undone": "is undone already",
    "nothing": "there is nothing to ", "taken": "give that one another first", "purged": "no purge is taken back",
    "held": "is under legal hold, and", "let out": "let something out on an earlier day",
    "revoked": "and others were told",
}  # fmt: skip
"""The rules by which taking back is refused, each by words that no other one says."""


@dataclass
class Step:
    """What the model knows of a command: its number, its moment, the records before and after it.

    And what others go by since it was done, by the rule that keeps it from being taken back on a later day.
    """

    number: int
    at: datetime
    before: Records
    after: Records
    stands: set[str]
    is_done: bool = True


class AnyOrder(RuleBasedStateMachine):
    """Ana and Bo, and whatever becomes of them."""

    def __init__(self, home: Path, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.program = copied(program_in(folder), home)
        self.copy = folder / "copy.db"
        self.there = Quick(self.program.home, self.program.environ | {"CASELOAD_DB": str(self.copy)})
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
        self.purged: set[str] = set()
        self.holds: dict[str, datetime] = {}
        """The clients who came under legal hold on this walk, and when each last did."""
        self.seen: dict[str, int] = {}
        """The highest number of each kind that there ever was."""
        self.text = ""
        self.look()

    def teardown(self) -> None:
        for what in self.counted:
            event(what)
        shutil.rmtree(self.folder)

    # What is asked of the program

    def look(self) -> None:
        """Read all that is there now."""
        before, self.text = self.text and records(self.text), self.program("export", "all")
        for ref, one in records(self.text).items():
            letters = ref.rstrip("0123456789")
            self.seen[letters] = max(self.seen.get(letters, 0), int(ref[len(letters) :]))
            if one.get("legal_hold") and not (before and ref in before and before[ref]["legal_hold"]):
                self.holds[ref] = self.now

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
        words, number, before, seen = self.words(line, which), self.last()[0], self.text, dict(self.seen)
        ran = self.program.run(*words, env={"CASELOAD_NOW": f"{self.now:%Y-%m-%dT%H:%M}"})
        self.look()
        last, kind = self.last()
        if last == number:
            assert self.text == before, (words, ran)
            return
        assert (last, kind) == (number + 1, "do")
        self.counted[f"did {' '.join(line.split()[:2])}"] += 1
        then, now = records(before), records(self.text)
        touched = {ref for ref in then | now if then.get(ref) != now.get(ref)}
        was, became = ({ref: of.get(ref) for ref in touched} for of in (then, now))
        new = touched - then.keys() if line.startswith(BULK) else set()
        stands = {
            why
            for ref in touched - {one for one in new if is_above(one, seen)}
            for why in kept(ref, was[ref], became[ref])
        }
        if line.startswith("client purge"):
            self.purged |= touched
        self.steps.append(Step(last, self.now, was, became, stands))
        self.undone.clear()
        self.last_theirs -= touched

    def words(self, line: str, which: int) -> list[str]:
        """A command as it is typed, about some of the records that there are."""
        n = self.count % 20 + 1
        rows = f"Eva,Lund{self.count},{self.count}\nOle,Dahl,x\nIda,Moe{n},7\n"
        self.file.write_text(f"given_name,family_name,external_id\n{rows}")
        there, found = records(self.text), []
        for at, word in enumerate(line.split()):
            mark = re.fullmatch(r"\{(\w+?)_?\}", word)
            if mark and mark[1] in KINDS:
                found.append(self.one_of(mark[1], which + at) or f"{mark[1]}1")
                continue
            handle = there[found[2]]["handle"] if word == "{h}" and found[2] in there else "nobody"
            field = there.get(self.one_of("f", which), {}).get("name", "none")
            found.append(word.format(n=n, file=self.file, copy=self.copy, h=handle, x=field))
        return found

    def one_of(self, letters: str, which: int) -> str:
        there = [ref for ref in records(self.text) if ref.rstrip("0123456789") == letters]
        return there[which % len(there)] if there else ""

    @rule()
    def take_a_copy_along(self) -> None:
        shutil.copyfile(self.program.db, self.copy)
        self.copy.chmod(0o600)

    @precondition(lambda self: self.copy.exists())
    @rule(line=st.sampled_from(LINES), which=st.integers(0, 30))
    def work_in_the_copy(self, line: str, which: int) -> None:
        self.count += 1
        self.now += timedelta(minutes=1)
        if not line.startswith("merge"):
            self.there.run(*self.words(line, which), env={"CASELOAD_NOW": f"{self.now:%Y-%m-%dT%H:%M}"})

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
            self.look()
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
        elif settled := self.settled(step):
            expected = settled
        elif self.purged & step.after.keys():
            expected = {"purged"}
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
        expected = {"purged"} if ref in self.purged else self.against({ref: after}, {ref: before})
        self.come_to(expected, {ref: before}, "undo", "--outside", ref)

    def settled(self, step: Step) -> set[str]:
        """What of a step stands by now, whatever came after it: what others go by, and what a legal hold keeps."""
        is_later, there = step.at.date() < self.now.date(), records(self.text)
        added = [ref for ref, before in step.before.items() if before is None and ref in there]
        held = {one for ref in added for one in owners(there[ref], there) if there.get(one, {}).get("legal_hold")}
        found = step.stands if is_later else set()
        return found | ({"held"} if any(is_later or self.holds[one] > step.at for one in held) else set())

    def against(self, found: Records, wanted: Records) -> set[str]:
        """The rules that stand against having the records be as wanted again; none where nothing does."""
        there = records(self.text)
        then = {ref: one for ref, one in (there | wanted).items() if one is not None}
        handles = [one.get("handle") or (one["of"], one["name"]) for ref, one in then.items()
                   if "handle" in one or (ref.startswith("f") and not one["voided_at"])]  # fmt: skip
        rules = {"changed"} if any(there.get(ref) != one for ref, one in found.items()) else set()
        if len(handles) > len(set(handles)):
            rules.add("taken")
        if not rules and any(of not in then for ref, one in then.items() for of in named(one)):
            rules.add("needed")
        if not rules and any(of not in then for one in then.values() for of in one.get("own", {})):
            rules.add("own")
        return rules

    def come_to(self, expected: set[str], wanted: Records, *words: str) -> str:
        """Have the program do as the model says; the rule by which it refused."""
        self.now += timedelta(minutes=1)
        before, there = self.text, records(self.text)
        why = self.run(*words)
        self.counted[f"{words[0]}: {why or 'done'}"] += 1
        assert why in (expected or {""}), (words, why, expected)
        self.look()
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
