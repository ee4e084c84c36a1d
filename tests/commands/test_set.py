"""--set: what is typed for fields of the user's own, on every kind, and where it shows."""

import json
import re

import pytest

from caseload.records.attendance import Attendance
from caseload.records.of.base import Record
from caseload.records.task import Task
from commands.conftest import Quick
from commands.owned import ADD, HELD, OWN, SETS, TYPED, held, names

ANOTHER = {**ADD, "appeal": ADD["appeal"].replace("cut", "denial"), "attendance": "en1 me2 --excused --reason court"}
"""The line of a second record of a kind: one decision is appealed once."""

EACH = pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.TABLE)


# Typed


@EACH
def test_a_value_of_every_type_is_set_on_add_and_edit_and_emptied(mine: Quick, kind: type[Record]) -> None:
    if kind is Attendance:
        mine("meeting", "add", "pg1", "--at", "fri@15:00")
    ran = mine.run(kind.TABLE, "add", *ANOTHER[kind.TABLE].split(), *SETS)
    assert "school Lincoln = High · grade 9.5 · left 2026-02-03 · veteran no · cohort early-spring" in ran.err
    assert held(mine, ran.out.strip()) == HELD
    one = f"{kind.PREFIX}1"
    assert held(mine, one) == {}
    mine(kind.TABLE, "edit", one, *SETS)
    assert held(mine, one) == HELD
    mine(kind.TABLE, "edit", one, "--set", "grade=-0", "--clear", "school", "--clear", "veteran")
    assert held(mine, one) == {**{key: HELD[key] for key in ("left", "cohort", "barriers")}, "grade": 0}
    mine("undo")
    assert held(mine, one) == HELD
    shown = mine("show", one)
    assert re.search(r"Served\?\s+no\n", shown)
    assert re.search(r"Barriers\s+money,? child-care\n", shown)


REFUSED = [
        ("--set grade", '--set: "grade" has no =; --set NAME=VALUE, such as veteran=yes'),
        ("--set =5", '--set: "" is no field of your own of KIND; one of school, grade, left, veteran, cohort, barri'),
        ("--set gade=5", '--set: "gade" is no field of your own of KIND; one of school'),
        ("--set own=5", '--set: "own" is no field of your own of KIND'),
        ("--set GRADE=5", '--set: "GRADE" is no field of your own of KIND'),
        ("--set id=5", '--set: "id" is a field of KIND by itself'),
        ("--set external-id=5", '--set: "external_id" is a field of KIND by itself; --external-id sets it'),
        ("--set grade=1 --set grade=2", '--set: "grade" is set twice; it once'),
        ("--set grade=1,5", '--set grade: "1,5" is not a number; such as 12 or 12.5, at most 15 digits'),
        ("--set grade=1234567890123456", '--set grade: "1234567890123456" is not a number; such as'),
        ("--set left=soonish", '--set left: "soonish" is not a date'),
        ("--set left=2027-02-29", '--set left: "2027-02-29" is not a day of the calendar'),
        ("--set veteran=maybe", '--set veteran: "maybe" is not yes or no; yes, no'),
        ("--set cohort=winter", '--set cohort: "winter" is not one of its words; one of early-spring, fall'),
        ("--set barriers=money,gas", '--set barriers: "money,gas" is not one of its words; several of money'),
        ("--set school=", '--set school: "" is empty; text; --clear school empties it'),
        ("--set school=x --clear school", "school: is both set and cleared; one of the two"),
        ("--clear nonsense", '"nonsense" is not a field of KIND that can be cleared; one of'),
    ]  # fmt: skip


@EACH
def test_what_cannot_be_set_is_refused_with_what_is_accepted(mine: Quick, kind: type[Record]) -> None:
    """Everything of tasks; of any other kind a name that is none, and another few in their turn."""
    turn = OWN.index(kind)
    some = REFUSED if kind is Task else [REFUSED[2], *(REFUSED[(turn * 3 + more) % len(REFUSED)] for more in range(3))]
    before = mine.fingerprint
    for words, said in some:
        ran = mine.run(kind.TABLE, "edit", f"{kind.PREFIX}1", *words.split())
        assert (ran.code, ran.out, mine.fingerprint) == (2, "", before)
        assert ran.err.startswith(f"caseload: {said.replace('KIND', kind.TABLE)}")
        assert ran.err.count("\n") == 1


def test_a_day_is_typed_in_words_and_a_name_with_hyphens(mine: Quick) -> None:
    mine("field", "add", "task", "seen_on", "--type", "day")
    assert "seen on 2026-11-30" in mine.run("task", "edit", "t1", "--set", "seen-on=next monday").err
    assert "left 2028-02-29" in mine.run("task", "edit", "t1", "--set", "left=29 feb").err


def test_what_follows_begins_with_what_the_one_before_held(mine: Quick) -> None:
    mine("plan", "edit", "p1", "--set", "cohort=fall")
    mine("plan", "revise", "p1", "--reason", "moved")
    mine("task", "add", "ana", "Ring", "--every", "1w", "--due", "fri", "--set", "grade=3")
    mine("done", "t2")
    line = "appointment add ana Group --at 2026-12-01 --every 1w --times 4 --set cohort=fall --set grade=1"
    mine(*line.split())
    assert (held(mine, "p2"), held(mine, "t3"), held(mine, "a5")) == (
        {"cohort": "fall"}, {"grade": 3}, {"grade": 1, "cohort": "fall"}
    )  # fmt: skip
    mine("appointment", "edit", "a4", "--set", "grade=4")
    mine("appointment", "edit", "a3", "--following", "--set", "school=Lincoln", "--clear", "cohort")
    assert [held(mine, f"a{number}") for number in (2, 3, 4, 5)] == [
        {"grade": 1, "cohort": "fall"}, {"grade": 1, "school": "Lincoln"}, {"grade": 4, "school": "Lincoln"},
        {"grade": 1, "school": "Lincoln"},
    ]  # fmt: skip


# Listed


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ("veteran = yes", "2"), ("veteran = no", "1"), ("veteran != yes", "1 3"), ("veteran = none", "3"),
        ("grade = 9.5", "1"), ("grade > 9", "1 2"), ("grade >= 10", "2"), ("grade < 10", "1"), ("grade != none", "1 2"),
        ("left = week", "2"), ("left <= 2026-11-25", "1"), ("left = 2026-02-03", "1"), ("left = none", "3"),
        ("cohort = 'Early Spring'", "1"), ("cohort != fall", "1 3"), ("cohort ~ spring", "1"), ("cohort = none", "3"),
        ("barriers = money", "1 2"), ("barriers = 'Child Care'", "1"), ("barriers != ride", "1 3"),
        ("barriers ~ rid", "2"),
        ("barriers = none", "3"), ("school ~ lincoln", "1"), ("school = '10 Main'", "2"), ("school > 2", "1"),
        ("not (veteran = yes or grade < 10)", "3"), ("given_name = ana and veteran = no or school = none", "3"),
    ],
)  # fmt: skip
def test_where_asks_for_a_field_of_ones_own_as_for_any(filled: Quick, where: str, ids: str) -> None:
    assert filled("client", "list", "--where", where, "--sort", "id", "--ids").split() == [
        f"c{one}" for one in ids.split()
    ]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("veteran > yes", 'character 11: "yes" cannot stand after veteran >; veteran takes = !='),
        ("veteran = maybe", '"maybe" is not a value of veteran; yes or no'),
        ("grade = x", '"x" is not a number for grade'), ("grade ~ 1", "cannot stand after grade ~"),
        ("left < soonish", '"soonish" is not a date'),
        ("cohort = winter", "is not a word of cohort; one of early-spring, fall"),
        ("cohort < fall", "cannot stand after cohort <; cohort takes = != ~"),
        ("barriers = winter", "is not a word of barriers; one of money, child-care, ride"),
        ("own = 1", '"own" is not a field of client'), ("f1 = 1", '"f1" is not a field of client'),
    ],
)  # fmt: skip
def test_where_refuses_what_the_field_does_not_take(filled: Quick, where: str, said: str) -> None:
    ran = filled.run("client", "list", "--where", where)
    assert (ran.code, said in ran.err) == (2, True), ran.err


@pytest.mark.parametrize(
    ("sort", "ids"),
    [("grade", "3 1 2"), ("-grade", "2 1 3"), ("left", "3 1 2"), ("veteran", "3 1 2"), ("cohort", "3 1 2"),
     ("-cohort", "2 1 3"), ("school", "3 2 1"), ("barriers", "3 1 2"), ("born_on,-id", "3 2 1"),
     ("-born_on,-school", "1 2 3")],
)  # fmt: skip
def test_nothing_sorts_before_all_and_words_as_they_were_declared(filled: Quick, sort: str, ids: str) -> None:
    assert filled("client", "list", "--sort", sort, "--ids").split() == [f"c{one}" for one in ids.split()]
    filled("client", "edit", "ana", "--born-on", "1980-01-01")
    assert filled("client", "list", "--sort", "born_on", "--ids").split()[-1] == "c1"


def test_fields_come_by_name_after_those_of_the_kind_in_every_form(filled: Quick) -> None:
    built_in = [name for name in names(filled, "client", "export") if name not in (*TYPED, "database")]
    assert names(filled, "client", "export") == [*built_in, *TYPED, "database"]
    row = filled("client", "list", "--csv").splitlines()
    assert row[0].endswith(f",void_reason,{','.join(TYPED)},database")
    asked = ("client", "list", "--sort", "id", "--fields", ",".join(("id", *TYPED)))
    assert filled(*asked, "--csv").splitlines()[1:] == [
        "c1,Lincoln = High,9.5,2026-02-03,no,early-spring,money child-care",
        "c2,10 Main,10,2026-11-26,yes,fall,ride money",
        "c3,,,,,,",
    ]
    assert json.loads(filled(*asked, "--json"))[0] == {"id": "c1", **HELD}
    assert json.loads(filled(*asked, "--json"))[2] == {"id": "c3", **dict.fromkeys(TYPED)}
    assert filled(*asked, "--tsv").splitlines()[1] == "c2\t10 Main\t10\t2026-11-26\tyes\tfall\tride money"
    assert "| c2 | 10 Main | 10 | 2026-11-26 | yes | fall | ride money |" in filled(*asked, "--markdown")
    assert filled(*asked, "--table").splitlines()[0].split() == [
        "Id", "School", "Grade", "Left", "Served?", "Cohort", "Barriers"
    ]  # fmt: skip


def test_what_is_written_for_a_spreadsheet_is_guarded(filled: Quick) -> None:
    filled("client", "edit", "ana", "--set", "school==1+1", "--set", "grade=-5")
    out = filled("client", "list", "--fields", "school,grade", "--where", "id = c1", "--csv", "--excel")
    assert out == "\ufeffschool,grade\r\n'=1+1,-5\r\n"


@EACH
def test_many_are_changed_by_a_filter_of_ones_own(mine: Quick, kind: type[Record]) -> None:
    if kind is Attendance:
        mine("meeting", "add", "pg1", "--at", "fri@15:00")
    mine(kind.TABLE, "add", *ANOTHER[kind.TABLE].split(), "--set", "cohort=fall")
    everyone = len(mine(kind.TABLE, "list", "--ids").split())
    where = ("--where", "cohort = none or cohort = fall")
    ran = mine.run(kind.TABLE, "edit", *where, "--set", "cohort=early-spring", "--confirm", str(everyone))
    if everyone == 1:
        # Of safety plans one holds, and what is alone is told by its name.
        assert "cohort fall -> early-spring" in ran.err
        return
    assert ran.err.startswith(f"{everyone} in one step · cohort early-spring · undo: caseload undo\n")
    assert mine(kind.TABLE, "list", *where, "--ids") == ""
    assert ran.err.count("cohort early-spring") == everyone
    mine("undo")
    assert len(mine(kind.TABLE, "list", "--where", "cohort = fall", "--ids").split()) == 1


def test_what_is_due_is_told_as_if_there_were_no_own_fields(filled: Quick) -> None:
    filled("task", "add", "ana", "Call", "--due", "yesterday")
    before = [filled(*words.split()) for words in ("today", "digest", "overdue", "agenda", "report caseload")]
    filled("field", "add", "task", "grade", "--type", "number")
    filled("task", "edit", "t1", "--set", "grade=5")
    assert [filled(*words.split()) for words in ("today", "digest", "overdue", "agenda", "report caseload")] == before


def test_the_expressions_of_the_page_answer_in_sql(filled: Quick) -> None:
    by_name = "(select id from field where of = 'client' and name = 'cohort' and voided_at is null)"
    for cohort in ("own ->> '$.f5'", f"own ->> ('$.f' || {by_name})"):
        asked = f"select handle, {cohort} as cohort, own ->> '$.f4' as veteran from client_summary order by handle"
        assert (
            filled("sql", asked, "--csv") == "handle,cohort,veteran\nana-ruiz,early-spring,0\nbo-li,fall,1\ncy-fox,,\n"
        )
