"""Fields of the user's own in databases in memory: one of every type for a kind, and what may be held in them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import strategies as st
from invented import NUMBERS, TEXT, new_store

from caseload.errors import Invalid
from caseload.records.field import OwnField, OwnType
from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.records.of.own import own_field, refuse_unfit
from caseload.records.of.values import Own, jsonable
from caseload.store.core import Store
from caseload.value import replace

OWN = [kind for kind in KINDS if kind.OWN]
WORDS = ("army", "air-force", "東京")
VALUES: dict[OwnType, st.SearchStrategy[Any]] = {
    OwnType.TEXT: TEXT, OwnType.NUMBER: NUMBERS.map(jsonable),
    OwnType.DAY: st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(str),
    OwnType.YES_NO: st.booleans(), OwnType.WORD: st.sampled_from(WORDS),
    OwnType.WORDS: st.lists(st.sampled_from(WORDS), min_size=1, unique=True),
}  # fmt: skip


def step(store: Store, work: Callable[[Store], object], *, bulk: bool = False) -> None:
    with store.step("work", bulk=bulk):
        work(store)


def declare(store: Store, kind: type[Record], type_: OwnType, name: str) -> OwnField:
    words = WORDS if type_ in (OwnType.WORD, OwnType.WORDS) else ()
    return store.add(OwnField(of=kind.TABLE, name=name, type=type_, label=f"The {name}", words=words))


def with_fields(kind: type[Record]) -> tuple[Store, list[OwnField]]:
    """A store in which a kind has a field of every type, and one of text that was dropped."""
    store = new_store()
    with store.step("declare"):
        made = [declare(store, kind, type_, f"mine_{type_.replace('-', '_')}") for type_ in OwnType]
        gone = declare(store, kind, OwnType.TEXT, "gone")
        store.save(replace(gone, voided_at=store.at, void_reason="x"))
    return store, [*made, gone]


@st.composite
def held(draw: st.DrawFn, fields: list[OwnField]) -> Own:
    """What a record may hold in some of the fields."""
    return Own.of({one.ref: draw(VALUES[one.type]) for one in fields if draw(st.booleans())})


def fits(one: OwnField, value: object) -> bool:
    with suppress(Invalid):
        refuse_unfit(Own({own_field(one).own: value}), [one])
        return True
    return False
