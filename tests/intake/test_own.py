"""Fields of the user's own in files: mapped, guessed, merged, refused cell by cell; all of it out and back again."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands.conftest import Quick, copied, made
from conftest import Program
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BUSY, dump, example, new_store
from owned import OWN, declare, step

from caseload.errors import Invalid
from caseload.intake import delimited, importing
from caseload.intake.asked import Asked, Imported, OnDup
from caseload.intake.building import BadRows
from caseload.intake.delimited import Row
from caseload.intake.importing import import_rows
from caseload.intake.layout import Layout
from caseload.intake.mapping import Map, read_map
from caseload.intake.values import Written
from caseload.records.appointment import Appointment
from caseload.records.benefit import Benefit
from caseload.records.client import Client
from caseload.records.field import OwnField, OwnType
from caseload.records.goal import Goal
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record
from caseload.records.of.values import Own
from caseload.records.provider import Provider
from caseload.records.task import Task
from caseload.store.changes import undo
from caseload.store.core import Store
from caseload.store.own import own_fields
from caseload.when.dates import DateOrder, When
from intake.conftest import NOW

FIELDS = (("school", OwnType.TEXT), ("grade", OwnType.NUMBER), ("left", OwnType.DAY), ("served", OwnType.YES_NO),
          ("cohort", OwnType.WORD), ("barriers", OwnType.WORDS))  # fmt: skip
WORDS = ("army", "air-force")
Tables = Sequence[tuple[list[str], list[list[str]]]]


BARE = Map()


def ready(*kinds: type[Record]) -> Store:
    """An empty database in which the kinds have FIELDS, labelled The school and so on; of the first kind f1 to f6."""
    store = new_store(filled=False)
    with store.step("declare"):
        for kind in kinds or (Client,):
            for name, type_ in FIELDS:
                declare(store, kind, type_, name)
    return store


def take(store: Store, kind: type[Record], rows: Tables, said: Map = BARE, on_dup: OnDup = OnDup.SKIP,
         rejected: list[str] | None = None) -> list[Imported]:  # fmt: skip
    """What importing the tables does, one after the other, all from one source."""
    done = []
    for header, cells in rows:
        asked = Asked(
            kind=kind, source="s", on_dup=on_dup, written=Written(said.date_order), now=NOW,
            reject=None if rejected is None else lambda _, faults: rejected.extend(map(str, faults)),
        )  # fmt: skip
        layout = Layout(said, kind, header, own=own_fields(store, kind))
        with store.step("import", bulk=True):
            done.append(import_rows(store, (Row(line, one) for line, one in enumerate(cells, 2)), layout, asked))
    return done


def kept(store: Store, kind: type[Record] = Client) -> list[dict[str, object]]:
    """What each record holds, by the names of the fields."""
    fields = own_fields(store, kind)
    found = store.select(kind, "true order by id")
    return [{field.key: field.of(one) for field in fields if field.of(one) is not None} for one in found]


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def empty(nobody: Program, empty_home: Path) -> Quick:
    """The program with a new, empty database."""
    return copied(nobody, empty_home)


# Columns


@pytest.mark.parametrize(
    ("heading", "columns"),
    [("school", {}), ("School", {}), ("The school", {}), ("THE  SCHOOL", {}), ("Thé School", {}),
     ("Where she went", {"Where she went": "school"}), ("grade", {"grade": "school"})],
)  # fmt: skip
def test_a_column_is_known_by_name_by_label_or_by_a_map(heading: str, columns: dict[str, str]) -> None:
    store = ready()
    take(store, Client, [(["given_name", heading], [["Ana", "Lincoln"], ["Bo", " "]])], Map(columns=columns))
    assert kept(store) == [{"school": "Lincoln"}, {}]


@pytest.mark.parametrize(
    ("header", "said", "told"),
    [
        (["given_name", "Shool"], Map(), 'not mapped: "Shool"'),
        (["given_name", "The school", "the school"], Map(), 'not mapped: "The school", "the school"'),
        (["given_name", "Status", "The new"], Map(), 'not mapped: "The new"'),
        (["given_name", "x"], Map(columns={"x": "shool"}), '"shool" is not a field of client; did you mean "school"?'),
        (["given_name", "x", "The school"], Map(columns={"x": "school"}), "two columns give school, one called so"),
        (["given_name"], Map(constants={"shool": "x"}), '"shool" is not a field of client'),
        (["given_name", "own"], Map(), 'not mapped: "own"'), (["given_name", "f1"], Map(), 'not mapped: "f1"'),
    ],
)  # fmt: skip
def test_a_column_that_names_no_field_or_two_is_not_taken(header: list[str], said: Map, told: str) -> None:
    store = ready()
    for name in ("new", "old"):
        step(store, lambda store, name=name: store.add(OwnField(of="client", name=name, label="The new")))  # type: ignore[misc]
    with pytest.raises(Invalid) as refusal:
        take(store, Client, [(header, [])], said)
    assert told in str(refusal.value)


def test_a_label_like_the_name_of_a_field_of_the_kind_takes_no_column_from_it() -> None:
    store = new_store(filled=False)
    step(store, lambda store: store.add(OwnField(of="client", name="vet", label="Status")))
    take(store, Client, [(["given_name", "Status"], [["Ana", "waitlist"]])])
    assert (store.get(Client, 1).status, store.get(Client, 1).own) == ("waitlist", {})


# Cells


GOOD = [
    ("school", " Lincoln = High ", "Lincoln = High"), ("school", "'=1+1", "=1+1"), ("school", "'x", "'x"),
    ("grade", "9.50", 9.5), ("grade", "85 %", 85), ("left", "11/30/2019", "2019-11-30"),
    ("left", "2019-11-30", "2019-11-30"),
    ("served", "Y", True), ("served", "FALSE", False), ("cohort", "Air Force", "air-force"),
    ("barriers", "army; Air Force", ["army", "air-force"]), ("barriers", "air-force army", ["air-force", "army"]),
]  # fmt: skip


@pytest.mark.parametrize("of_each", range(3))
@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.TABLE)
def test_a_cell_is_read_as_the_field_has_it(kind: type[Record], of_each: int) -> None:
    store = ready(kind)
    with store.step("add"):
        store.add(Client(given_name="Ana", handle="ana"))
        store.add(Goal(client_id=1, title="Walk"))
        store.add(Provider(name="Elm Street Kitchen"))
        store.add(Benefit(client_id=1, name="Medicaid"))
        for table in ("program", "enrollment", "meeting"):
            store.add(example(kind_of(table)))
        store.add(Appointment(client_id=1, title="Visit", starts=When(date(2026, 12, 1))))
    header, cells = NEEDED[kind.TABLE]
    cells_of = {key: [(cell, value) for one, cell, value in GOOD if one == key] for key, _, _ in GOOD}
    own = {key: some[of_each] for key, some in cells_of.items() if of_each < len(some)}
    rows = [([*header.split(","), *map(str.upper, own)], [[*cells.split(","), *(cell for cell, _ in own.values())]])]
    take(store, kind, rows, Map(columns={key.upper(): key for key in own}, date_order=DateOrder.MDY))
    assert kept(store, kind)[-1] == {key: value for key, (_, value) in own.items()}


NEEDED = {
    "client": ("given_name", "Cy"), "person": ("client,name", "c1,Rosa"),
    "plan": ("client,title,started_on", "c1,Care,2026-11-20"),
    "instrument": ("name,version,title,definition", 'mood,1,Mood,{"items":[{"code":"a"}]}'),
    "assessment": ("client,outside,assessed_on", "c1,C-SSRS,2026-11-20"),
    "consent": ("client,recipient", "c1,Legal Aid"),
    "episode": ("client,closed_on", "c1,2025-03-02"),
    "condition": ("client,title", "c1,Asthma"), "incident": ("client,what,happened", "c1,Fall,2026-11-20"),
    "safety": ("client,warning_signs", "c1,no sleep"),
    "identifier": ("client,value", "c1,004172289"), "income": ("client,what,amount,per", "c1,SSI,967,month"),
    "need": ("client,domain", "c1,food-insecurity"),
    "provider": ("name", "Elm Street Kitchen"),
    "goal": ("client,title", "c1,Walk"), "observation": ("goal,observed_on,value", "g1,2026-11-20,1"),
    "benefit": ("client,name", "c1,Medicaid"),
    "verification": ("benefit,what", "b1,Pay stubs"),
    "ride": ("appointment,driver", "a1,MTM"), "expense": ("spent_on,amount,what", "2026-11-20,4.50,Parking"),
    "appeal": ("client,benefit,level", "c1,b1,fair-hearing"),
    "stay": ("client,setting", "c1,hospital"),
    "program": ("name", "Youth path"), "enrollment": ("client,program", "c1,pg1"),
    "meeting": ("program,held", "pg1,2026-11-20"), "attendance": ("enrollment,meeting", "en1,me1"),
    "referral": ("client,provider,service_type", "c1,pr1,Food box"),
    "task": ("title", "Call"), "appointment": ("title,starts", "Visit,2026-12-01"),
    "coverage": ("client,payer", "c1,Medicaid"), "authorization": ("client,service_type", "c1,Counseling"),
    "note": ("client,occurred", "c1,2026-11-20"), "service": ("client,what", "c1,Meals"),
    "medication": ("client,name", "c1,Metformin"), "document": ("client,title", "c1,Lease"),
}  # fmt: skip
"""What a file of each kind needs: headings, and the cells under them."""


BAD = [("grade", "1,5"), ("grade", "secret"), ("grade", "1234567890123456"), ("left", "secret"), ("left", "30/11/2019"),
       ("left", "2026-02-30"), ("served", "secret"), ("cohort", "secret"), ("barriers", "army, secret"),
       ("barriers", ","), ("school", "a\0secret"), ("school", "\ud800secret")]  # fmt: skip


@pytest.mark.parametrize(("key", "cell"), BAD)
def test_a_bad_cell_is_named_by_line_and_column_and_never_quoted(key: str, cell: str) -> None:
    store, said = ready(), Map(columns={"What it is": key}, date_order=DateOrder.MDY)
    before = dump(store)
    rows = [(["given_name", "What it is"], [["Ana", ""], ["Bo", cell], ["Cy", cell]])]
    with pytest.raises(BadRows) as bad:
        take(store, Client, rows, said)
    told = [str(fault) for fault in bad.value.faults]
    assert [one.partition(": ")[0] for one in told] == ["line 3, What it is", "line 4, What it is"]
    assert "secret" not in " ".join(told)
    assert dump(store) == before
    rejected: list[str] = []
    take(store, Client, rows, said, rejected=rejected)
    assert (rejected, kept(store)) == (told, [{}])


# Again


def test_the_same_file_again_adds_nothing_and_what_differs_is_merged_into_what_is_there() -> None:
    for number in ("external_id", "zip"):
        store = ready()
        header = [number, "given_name", "school", "grade", "served", "barriers"]
        rows = [
            ["7", "Ana", "Lincoln", "9.0", "no", "army; 東京"],
            ["8", "Bo", "", "", "", ""],
        ]
        take(store, Client, [(header, rows)])
        before = dump(store)
        for on_dup in (OnDup.SKIP, OnDup.UPDATE):
            (done,) = take(store, Client, [(header, rows)], on_dup=on_dup)
            assert (done.added, done.skipped, done.updated, done.differ) == ({"client": 0}, len(rows), 0, 0)
            assert dump(store) == before


def test_an_update_takes_what_the_file_says_and_leaves_what_it_does_not() -> None:
    store = ready()
    first = (["external_id", "given_name", "school", "grade"], [["7", "Ana", "Lincoln", "9"], ["8", "Bo", "Main", ""]])
    take(store, Client, [first])
    then = (
        ["external_id", "given_name", "grade", "cohort"],
        [["7", "Ana", "10", "army"], ["8", "Bo", "", "Air Force"]],
    )
    (skipped,) = take(store, Client, [then])
    (done,) = take(store, Client, [then], on_dup=OnDup.UPDATE)
    assert (skipped.differ, done.updated) == (2, 2)
    assert kept(store) == [
        {"school": "Lincoln", "grade": 10, "cohort": "army"},
        {"school": "Main", "cohort": "air-force"},
    ]
    step(store, undo)
    assert kept(store) == [{"school": "Lincoln", "grade": 9}, {"school": "Main"}]


def test_a_constant_is_for_every_row_that_says_nothing_itself() -> None:
    store = ready()
    rows = (["given_name", "cohort"], [["Ana", ""], ["Bo", "army"]])
    take(store, Client, [rows], Map(constants={"cohort": "Air Force", "served": "yes"}))
    assert kept(store) == [{"cohort": "air-force", "served": True}, {"cohort": "army", "served": True}]


def test_a_map_translates_cells_of_own_fields_too(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('[columns]\n"Arm" = "cohort"\n[values."Arm"]\n"usaf" = "Air Force"\n"-" = ""\n')
    store = ready()
    take(store, Client, [(["given_name", "Arm"], [["Ana", "USAF"], ["Bo", "-"]])], read_map(tmp_path / "m.toml"))
    assert kept(store) == [{"cohort": "air-force"}, {}]


# Declarations, and calendars


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["f1", "client", "school", "number", ""], "line 2, type: is not that of the field that is here"),
        (["f1", "task", "school", "text", ""], "line 2, of: is not that of the field that is here; another field"),
        (["f5", "client", "cohort", "word", "army navy"], "line 2, words: is not that of the field that is here"),
        (["f1", "client", "grade", "text", ""], "line 2, name: is declared already"),
        (["f1", "client", "given_name", "text", ""], "line 2, name: is a field of client by itself"),
        (["", "client", "limit", "text", ""], "line 2, name: is an option, a column or a word of --where"),
        (["", "client", "school", "text", ""], "line 2, name: is declared already"),
        (["", "waiver", "x", "text", ""], "line 2, of: takes no fields of your own"),
        (["", "client", "x", "word", ""], "line 2, words: are missing from a field of type word"),
    ],
)
def test_a_declaration_in_a_file_is_held_to_the_rules_of_one_that_is_typed(row: list[str], told: str) -> None:
    store = ready()
    step(store, lambda store: store.add(Client(given_name="Ana", handle="ana", own=Own({"f1": "x", "f5": "army"}))))
    before = dump(store)
    with pytest.raises(BadRows) as bad:
        take(store, OwnField, [(DECLARED, [[*row, "X"]])], on_dup=OnDup.UPDATE)
    assert [str(fault).startswith(told) for fault in bad.value.faults] == [True], bad.value.faults[0]
    assert dump(store) == before


DECLARED = ["id", "of", "name", "type", "words", "label"]


def test_declarations_come_in_once_with_new_labels_and_more_words() -> None:
    store = ready()
    rows = [
        ["f5", "client", "cohort", "word", "army air-force 東京 navy", "Cohort"],
        ["", "task", "cohort", "text", "", "C"],
    ]
    (done,) = take(store, OwnField, [(DECLARED, rows)], on_dup=OnDup.UPDATE)
    assert (done.added, done.updated) == ({"field": 1}, 1)
    assert store.get(OwnField, 5).words == ("army", "air-force", "東京", "navy")
    (again,) = take(store, OwnField, [(DECLARED, rows)], on_dup=OnDup.UPDATE)
    assert (again.added, again.updated, again.skipped) == ({"field": 0}, 0, 2)
    with pytest.raises(BadRows, match="1 bad row"):
        take(store, OwnField, [(DECLARED, [["", "note", "x", "text", "", "X"], ["", "note", "x", "text", "", "Y"]])])


EVENT = """BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1@x\nDTSTAMP:20261101T000000Z
DTSTART:20261201T150000Z\nSUMMARY:Clinic\nEND:VEVENT\nEND:VCALENDAR\n"""


def test_a_calendar_fills_own_fields_by_what_is_set_for_all_of_it(empty: Quick) -> None:
    for line in ("field add appointment cohort --words army,navy", "field add appointment school"):
        empty(*line.split())
    file = empty.home / "clinic.ics"
    file.write_text(EVENT)
    empty("import", "appointment", str(file), "--set", "cohort=Army", "--set", "school=Main")
    empty("appointment", "edit", "a1", "--set", "school=Lincoln")
    empty("import", "appointment", str(file), "--set", "cohort=navy", "--on-dup", "update")
    assert empty("appointment", "list", "--fields", "cohort,school") == "navy\tLincoln\n"
    ran = empty.run("import", "appointment", str(file), "--set", "cohort=airforce")
    assert (ran.code, ran.err) == (2, "caseload: --set cohort: is not one of its words; one of army, navy\n")


# Rows alike


POOLS = {
    "title": ["Call", "Write", "'=x"], "client": ["c1", "", "c9"], "school": ["Lincoln", "", "'=1", " x "],
    "grade": ["9", "9.0", "", "x"], "cohort": ["army", "Air Force", "", "navy"], "left": ["2026-11-20", "1/2/2020", ""],
    "external_id": ["1", "2", ""], "waiting_on": ["her", ""],
}  # fmt: skip


@pytest.mark.parametrize("skip", [True, False], ids=["skip-bad", "all-or-nothing"])
@given(data=st.data())
@settings(max_examples=settings().max_examples // 6, suppress_health_check=BUSY)
def test_what_comes_of_rows_that_are_alike_is_what_comes_of_them_one_by_one(skip: bool, data: st.DataObject) -> None:
    header = ["title", *data.draw(st.lists(st.sampled_from([*POOLS][1:]), unique=True, min_size=1))]
    usual = data.draw(st.tuples(*(st.sampled_from(POOLS[key][:2]) for key in header)))
    rows = [list(usual) for _ in range(data.draw(st.integers(4, 12)))]
    for number, row in enumerate(rows):
        if "external_id" in header:
            row[header.index("external_id")] = str(number)
        for place in data.draw(st.lists(st.integers(0, len(header) - 1), max_size=2)):
            row[place] = data.draw(st.sampled_from(POOLS[header[place]]))
    said = Map(date_order=DateOrder.MDY, constants=data.draw(st.sampled_from([{}, {"served": "no", "cohort": "army"}])))
    on_dup = data.draw(st.sampled_from([OnDup.SKIP, OnDup.UPDATE]))

    def outcome() -> Any:
        store = ready(Task)
        rejected: list[str] | None = [] if skip else None
        step(store, lambda store: store.add(Client(given_name="Ana", handle="ana")))
        told: Any = None
        try:
            told = take(store, Task, [(header, rows)] * 2, said, on_dup, rejected)
        except BadRows as bad:
            told = [str(fault) for fault in bad.faults]
        return dump(store), told, rejected

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_ROWS", 3)
        quick = outcome()
        patch.setattr(importing, "stands_alone", lambda *_: False)
        assert outcome() == quick
