"""Rows that are like one before come in as if each had been checked by itself: same records, same faults, rejects."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BUSY, RECORDS, TEXT, dump, new_store

from caseload.intake import delimited, importing
from caseload.intake.asked import Asked, OnDup
from caseload.intake.building import BadRows
from caseload.intake.delimited import Row
from caseload.intake.importing import import_rows
from caseload.intake.layout import Layout
from caseload.intake.mapping import Map
from caseload.intake.values import Written
from caseload.records.client import Client
from caseload.records.kinds import KINDS
from caseload.records.note import Note
from caseload.records.of.base import Record
from caseload.records.task import Task
from caseload.reports.rules import RULES
from caseload.store.core import Store
from caseload.value import replace
from caseload.when.dates import DateOrder

HOSTILE = st.sampled_from(
    [
        "",
        "",
        " ",
        "\u00a0",
        "'=1+1",
        "=1+1",
        "'-5",
        "'",
        "'x",
        "\ud800",
        "a\0b",
        "é",
        "!",
        "  Call",
        "a\u2028b",
        "2026-02-30",
        " 4 ",
        "4\u00a0",
        "1.23E+05",
    ]
)
DATES = ["2026-11-20", "2026-11-24", "11/23/2026", "2026-11-24T10:15", "2026-12-24", "2026-11-25T09:01", "2019-12-31"]
POOLS = {
    "title": ["Call", "Write", "Visit"], "body": ["Saw her.", "No answer."], "waiting_on": ["bank", ""],
    "client": ["c1", "ana-ruiz", "bo", "c9", ""], "goal": ["g1", "", "g9"], "goals": ["g1", ""],
    "due": [*DATES, ""], "occurred": DATES, "completed_on": [*DATES, "", ""], "anchor_on": [*DATES, ""],
    "status": ["completed", "ready", "draft", "signed", "done", ""], "priority": ["urgent", "stat", "", "now"],
    "responsible": ["me", "client", ""], "every": ["2w", "", ""], "after": ["1m", ""],
    "external_id": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", ""], "source": ["s", "s", "other", ""],
    "minutes": ["0", "45", "45.0", "-1", ""], "miles": ["3.4", "3.44", ""], "mode": ["visit", "email", ""],
    "reached": ["y", "no", ""], "sensitivity": ["SUD", "mh", ""], "with_whom": ["Rosa", ""],
    "voided_at": ["", "", "2026-01-02T03:04:05Z"], "created_at": ["2026-01-02T03:04:05Z", ""], "Other": ["", "x"],
}  # fmt: skip
COLUMNS = {
    Task: ("title", "client", "due", "completed_on", "status", "priority", "external_id", "waiting_on", "goal",
           "source", "every", "after", "responsible", "voided_at", "created_at", "Other"),
    Note: ("client", "occurred", "body", "status", "external_id", "minutes", "mode", "reached", "miles", "goals",
           "sensitivity", "with_whom", "source", "Other"),
}  # fmt: skip
MAPS: tuple[dict[str, Any], ...] = (
    {},
    {"constants": {"status": "completed", "source": "s"}},
    {"constants": {"external_id": "7", "waiting_on": "her"}},
    {"columns": {"Other": "title"}, "join": {"title": ": "}},
    {"values": {"priority": {"now": {"": "stat"}, "": {"": "asap"}}}},
)


@pytest.fixture(autouse=True)
def three_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_ROWS", 3)


@st.composite
def files(draw: st.DrawFn, kind: type[Record]) -> tuple[list[str], list[list[str]]]:
    """A header, and rows most of which are like others."""
    needed = COLUMNS[kind][:2]
    header = [*needed, *draw(st.lists(st.sampled_from(COLUMNS[kind][2:]), unique=True, max_size=7))]
    usual = st.tuples(*(st.sampled_from(POOLS[key][:3]) for key in header)).map(list)
    some = draw(st.lists(usual, min_size=1, max_size=2))
    rows = []
    for number in range(draw(st.integers(3, 14))):
        row = list(draw(st.sampled_from(some)))
        if "external_id" in header:
            row[header.index("external_id")] = str(number)
        for place in draw(st.lists(st.integers(0, len(header) - 1), max_size=2)):
            row[place] = draw(st.sampled_from(POOLS[header[place]]) | HOSTILE | TEXT)
        if draw(st.integers(0, 30)) == 0:
            row.pop()
        rows.append(row)
    return header, rows


def outcome(
    kind: type[Record], tables: Sequence[tuple[list[str], list[list[str]]]], said: Map, on_dup: OnDup, *, skip: bool
) -> tuple[Any, ...]:
    """All that can be told of importing the tables one after the other: what is stored, said, and rejected."""
    store = new_store()
    with store.step("add"):
        store.add(Client(given_name="Bo", handle="bo", opened_on=date(2026, 11, 22)))
    told: list[Any] = []
    rejected: list[tuple[int, list[str]]] = []
    for header, rows in tables:
        asked = Asked(
            kind=kind, source="s", on_dup=on_dup, written=Written(DateOrder.MDY), now=datetime(2026, 11, 25, 9),
            rules=[rule.name for rule in RULES],
            reject=(lambda row, faults: rejected.append((row.line, list(map(str, faults))))) if skip else None,
        )  # fmt: skip
        numbered = (Row(2 * line, cells) for line, cells in enumerate(rows, 1))
        try:
            with store.step("import", bulk=True):
                told.append(import_rows(store, numbered, Layout(fitting(said, header), kind, header), asked))
        except BadRows as bad:
            told.append([str(fault) for fault in bad.faults])
    return dump(store), told, rejected, logged(store)


def fitting(said: Map, header: Sequence[str]) -> Map:
    """The map without the columns that this file has not."""
    columns = {heading: key for heading, key in said.columns.items() if heading in header}
    if columns:
        columns |= {"title": "title"}
    out = () if columns or "Other" not in header else ("Other",)
    values = {heading: words for heading, words in said.values.items() if heading in header}
    return replace(said, columns=columns, values=values, leave_out=out)


def logged(store: Store) -> list[Any]:
    return store.connection.execute("select kind, record_id, last_id, before, after from change").fetchall()


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "stands_alone", lambda *_: False)


@pytest.mark.parametrize("skip", [True, False], ids=["skip-bad", "all-or-nothing"])
@pytest.mark.parametrize("kind", COLUMNS)
@given(data=st.data())
@settings(suppress_health_check=BUSY, max_examples=settings().max_examples // 5)
def test_what_comes_of_a_file_is_what_comes_of_its_rows_one_by_one(
    kind: type[Record], skip: bool, data: st.DataObject
) -> None:
    said = Map(**data.draw(st.sampled_from(MAPS if kind is Task else MAPS[:1])))
    tables = data.draw(st.lists(files(kind), min_size=1, max_size=2))
    on_dup = data.draw(st.sampled_from(OnDup))
    quick = outcome(kind, tables, said, on_dup, skip=skip)
    with pytest.MonkeyPatch.context() as patch:
        one_by_one(patch)
        assert outcome(kind, tables, said, on_dup, skip=skip) == quick


USUAL = {
    "title": "Call", "client": "c1", "due": "2026-11-24", "completed_on": "2026-11-24", "status": "completed",
    "priority": "urgent", "waiting_on": "bank", "responsible": "me", "occurred": "2026-11-24T10:15", "body": "Saw her.",
    "minutes": "45", "mode": "visit", "reached": "yes", "miles": "3.4",
}  # fmt: skip
STRANGE = [
    "", " ", "\u00a0", "'=1+1", "=1+1", "'-5", "'", "'x", "\ud800", "a\0b", "é", "!", "  Call", "2026-02-30",
    "2026-12-24", "2019-12-31", "-1", "0", "3.44", "cancelled", "done", "signed", "now", "visit", "bo", "c9", "7", "19",
    "3 ", "\t3", "3\u00a0", "1.23E+05",
]  # fmt: skip


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_strange_cell_in_a_row_like_others_is_read_as_it_is_anywhere(kind: type[Record]) -> None:
    header = [*(key for key in USUAL if key in COLUMNS[kind]), "external_id"]
    said = USUAL | ({"status": "draft"} if kind is Note else {})
    for place, key in enumerate(header):
        # One after the other in a file; an external_id may be that of another row, and each has a file of its own.
        files = [[cell] for cell in STRANGE] if key == "external_id" else [STRANGE]
        for cells in files:
            usual = [said[key] for key in header[:-1]]
            rows = [[*usual, str(number)] for number in range(11, 17 + 4 * len(cells))]
            for number, cell in enumerate(cells):
                rows[5 + 4 * number][place] = cell
            quick = outcome(kind, [(header, rows)], Map(), OnDup.UPDATE, skip=True)
            assert len(quick[0][kind.TABLE]) > 0.7 * len(rows)
            with pytest.MonkeyPatch.context() as patch:
                one_by_one(patch)
                assert outcome(kind, [(header, rows)], Map(), OnDup.UPDATE, skip=True) == quick, key


def both_roads(tables: Sequence[tuple[list[str], list[list[str]]]], said: Map, on_dup: OnDup, *, skip: bool) -> None:
    quick = outcome(Task, tables, said, on_dup, skip=skip)
    with pytest.MonkeyPatch.context() as patch:
        one_by_one(patch)
        assert outcome(Task, tables, said, on_dup, skip=skip) == quick


def named(*names: object) -> tuple[list[str], list[list[str]]]:
    """Rows alike, with these for external ids."""
    return ["title", "client", "external_id"], [["Call", "c1", str(name)] for name in names]


def titled(*titles: str) -> tuple[list[str], list[list[str]]]:
    """Rows alike, with no external ids."""
    return ["title", "client"], [[title, "c1"] for title in titles]


@pytest.mark.parametrize("skip", [True, False])
@pytest.mark.parametrize("on_dup", OnDup)
def test_new_rows_among_stored_ones_come_in_and_the_others_are_known(on_dup: OnDup, skip: bool) -> None:
    again = named("'=1", 30, 31, 32, "=1", 33, "'=1", 34, "", 30, "", "=2", "'=2", 40, 41, "'=3", 42, "=3")
    both_roads([named(*range(5, 9)), named(*range(1, 20)), again], Map(), on_dup, skip=skip)
    both_roads([titled(*"aabc"), titled(*"ddddabcaaee"), titled(*"aabc")], Map(), on_dup, skip=skip)


def test_a_fault_leaves_rows_before_it_known_to_those_that_follow() -> None:
    header, rows = named(*range(11, 17), 14, 18, 16, 13, 19)
    rows[4][1] = "nobody"
    both_roads([(header, rows)], Map(), OnDup.SKIP, skip=False)


@pytest.mark.parametrize(
    "constants", [{"external_id": "7"}, {"completed_on": "2026-12-24", "status": "completed"}, {"waiting_on": "her"}]
)
def test_what_every_row_is_given_is_checked_in_every_row(constants: dict[str, str]) -> None:
    both_roads([titled(*"abcdefghi")], Map(constants=constants), OnDup.SKIP, skip=True)


@pytest.mark.parametrize("names", [(4, 5, 6, "", 7, 8), (4, 5, 6, 7, "", 8), (4, 5, 6, 7, 8, 9, 10, "")])
def test_a_blank_that_stands_for_an_external_id_is_known_among_the_others(names: tuple[object, ...]) -> None:
    both_roads([named(*names)], Map(constants={"external_id": "7"}), OnDup.SKIP, skip=True)


def test_most_rows_of_a_file_are_like_others_and_are_not_checked_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[int] = []
    take = importing._Run.take

    def counted(run: Any, row: Row) -> None:
        checked.append(row.line)
        take(run, row)

    monkeypatch.setattr(importing._Run, "take", counted)
    days = ["2026-11-20", "2026-11-21", "2026-11-23"]
    rows = [
        [f"Call {number}", "c1", days[number % 3], "completed", days[number % 3], str(number)] for number in range(30)
    ]
    rows[20] = ["Call", "c1", "", "ready", "", "a"]
    rows[25][5] = "3"
    header = ["title", "client", "due", "status", "completed_on", "external_id"]
    _, _, rejected, _ = outcome(Task, [(header, rows)], Map(), OnDup.SKIP, skip=True)
    assert checked == [2, 4, 6, 42, 52]
    assert rejected == [(52, ["line 52, external_id: is the same as in line 8; one row a record"])]


ALONE = [(kind, name) for kind in KINDS for name in kind.ALONE]


@pytest.mark.parametrize(("kind", "name"), ALONE)
@given(data=st.data())
@settings(suppress_health_check=BUSY, max_examples=settings().max_examples // 5)
def test_a_field_that_stands_alone_fits_every_record_that_has_one(
    kind: type[Record], name: str, data: st.DataObject
) -> None:
    one, other = data.draw(RECORDS[kind]), data.draw(RECORDS[kind])
    if getattr(one, name) is not None and getattr(other, name) is not None:
        value: dict[str, Any] = {name: getattr(other, name)}
        assert getattr(replace(one, **value), name) == value[name]
