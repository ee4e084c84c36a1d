"""What is voided takes with it all that has no meaning without it, of every kind; undo brings all of it back."""

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from conftest import Program, program_in
from invented import EXAMPLES, new_store

from caseload.actions import voiding
from caseload.actions.voiding import hanging, void_all
from caseload.records.appeal import Appeal, Level
from caseload.records.attendance import Attendance, Attended
from caseload.records.client import Client
from caseload.records.kinds import KINDS, PARENTS, kind_of
from caseload.records.of.base import Record, key_of, kind
from caseload.records.of.fields import fields_of
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.value import NEEDED, replace
from commands.conftest import Quick, copied, holding

HANGING = [
    (kind_of(field.refers), each, field.name)
    for each in KINDS for field in fields_of(each)
    if field.refers and (field.name == "client_id" or field.name in each.HANGS or field.default is NEEDED)
]  # fmt: skip
"""What a kind hangs from, itself, and by which field: its client, what it names, what it cannot be without."""

VOID = ("--reason", "entered twice", "--yes")


def worded(record: Record) -> Record:
    """The record with the word lemon in the first text that `find` looks through, if it looks through any."""
    word: dict[str, Any] = dict.fromkeys(record.SEARCHED[:1], "lemon")
    if isinstance(record, Attendance):
        # Only who did not come has a reason.
        word |= {"attended": Attended.NO, "minutes_late": None, "hours_credited": None, "makeup_of_id": None}
    return replace(record, **word)


@pytest.fixture(scope="session")
def lemons_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # What is invented is an appeal of a benefit; of an authorization there are others.
    contested = Appeal(client_id=1, authorization_id=1, level=Level.PLAN_INTERNAL)
    return holding(tmp_path_factory.mktemp("lemons"), map(worded, (*EXAMPLES, contested)))


@pytest.fixture
def lemons(nobody: Program, lemons_home: Path) -> Quick:
    """The invented records; all that `find` looks through hold the word lemon."""
    return copied(nobody, lemons_home)


@pytest.fixture(scope="session")
def all_lemons(lemons_home: Path) -> str:
    """Everything, as it is before anything is voided; and it is sound."""
    program = Quick(lemons_home, program_in(lemons_home).environ)
    assert program.run("doctor").code == 0
    return program("export", "all")


def rows(program: Quick) -> dict[str, list[dict[str, Any]]]:
    """Every row of every kind, the voided too."""
    found = json.loads(program("export", "all"))
    return {each.TABLE: found[each.TABLE] for each in KINDS}


def places(program: Quick, kind: type[Record], ref: str) -> set[str]:
    """Where a record is in sight: in the list of its kind, in the export, in what is found."""
    status = ("--status", "all") if kind.STATUS else ()
    asked = {
        "list": (kind.TABLE, "list", "--ids", *status),
        "export": (kind.TABLE, "export", "--ids"),
        "find": ("find", "lemon", "--ids", "--limit", "999"),
    }
    return {place for place, words in asked.items() if ref in program(*words).split()}


@pytest.mark.parametrize(
    ("parent", "kind", "column"), HANGING, ids=[f"{two.TABLE} by {name}" for _, two, name in HANGING]
)
def test_what_hangs_from_a_record_is_voided_with_it_out_of_sight_and_brought_back_by_undo(
    lemons: Quick, all_lemons: str, parent: type[Record], kind: type[Record], column: str
) -> None:
    found = json.loads(all_lemons)[kind.TABLE]
    hangs = [(one["id"], one[key_of(column)]) for one in found if one[key_of(column)]]
    assert hangs, f"no invented {kind.TABLE} hangs from a {parent.TABLE}"
    ref, above = hangs[0]
    everywhere = {"list", "export", *(["find"] if kind.SEARCHED else [])}
    assert places(lemons, kind, ref) == everywhere
    lemons(parent.TABLE, "void", above, *VOID)
    assert places(lemons, kind, ref) == set()
    assert lemons.run("show", ref).code == 3
    assert ref in lemons("export", kind.TABLE, "--ids", "--voided").split()
    assert lemons.run("doctor").code == 0
    lemons("undo")
    assert places(lemons, kind, ref) == everywhere
    assert lemons("export", "all") == all_lemons
    assert lemons.run("doctor").code == 0


def test_nothing_that_is_a_clients_outlives_the_client_and_nothing_else_goes(lemons: Quick) -> None:
    lemons("client", "void", "c1", *VOID)
    kept = rows(lemons)
    whose = {one["id"]: one.get("client") for some in kept.values() for one in some}
    for each in KINDS:
        above = key_of(PARENTS[each][0]) if each in PARENTS else ""
        for one in kept[each.TABLE]:
            owner = one["id"] if each is Client else whose[one[above]] if above else one.get("client")
            if each is Waiver:
                owner = whose[one["item"]]
            assert (one["void_reason"] == "entered twice") is (owner == "c1"), one["id"]


def test_a_kind_that_is_new_hangs_from_what_its_fields_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """By client_id, by what it cannot be without, by what it names in HANGS, and by nothing else."""

    @kind
    class Paper(Record):
        TABLE: ClassVar[str] = "paper"
        PREFIX: ClassVar[str] = "xa"
        client_id: int | None = None
        title: str

    @kind
    class Page(Record):
        TABLE: ClassVar[str] = "page"
        PREFIX: ClassVar[str] = "xb"
        paper_id: int
        task_id: int | None = None

    @kind
    class Seal(Record):
        TABLE: ClassVar[str] = "seal"
        PREFIX: ClassVar[str] = "xc"
        HANGS: ClassVar[tuple[str, ...]] = ("page_id",)
        page_id: int | None = None

    @kind
    class Mark(Record):
        TABLE: ClassVar[str] = "mark"
        PREFIX: ClassVar[str] = "xd"
        page_id: int | None = None
        page_ids: tuple[int, ...] = ()

    new: tuple[type[Record], ...] = (Paper, Page, Seal, Mark)
    monkeypatch.setattr(voiding, "KINDS", (*KINDS, *new))
    store = new_store()
    for one in new:
        columns = ", ".join(field.name for field in fields_of(one) if field.name != "id")
        store.connection.execute(f"create table {one.TABLE} (id integer primary key, {columns})")
    paper = store.add(Paper(client_id=1, title="lease"))
    page = store.add(Page(paper_id=1, task_id=1))
    seal, mark = store.add(Seal(page_id=1)), store.add(Mark(page_id=1, page_ids=(1,)))
    other = store.add(Paper(client_id=2, title="lease"))

    assert refs(hanging(store, store.get(Client, 1))) >= {paper.ref, page.ref, seal.ref}
    assert refs(hanging(store, paper)) == {page.ref, seal.ref}
    assert refs(hanging(store, store.get(Task, 1))) == set()
    void_all(store, store.get(Client, 1), "entered twice")
    assert [standing(store, one) for one in (paper, page, seal)] == ["entered twice"] * 3
    assert [standing(store, one) for one in (mark, other)] == [None] * 2


def refs(records: list[Record]) -> set[str]:
    return {one.ref for one in records}


def standing(store: Store, record: Record) -> str | None:
    return store.get(type(record), record.id, voided=True).void_reason
