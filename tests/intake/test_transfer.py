"""A client goes whole into another caseload: as it was but for ids, known again when it comes twice, or not at all."""

from io import BytesIO, TextIOWrapper
from typing import Any

import pytest
from hypothesis import given, settings
from invented import BUSY, DAY, dump, new_store

from caseload.config import Sender
from caseload.intake.arriving import Arrival, Arrived
from caseload.intake.brought import brought
from caseload.intake.everything import transfer
from caseload.records.client import Client
from caseload.records.consent import Consent
from caseload.records.disclosure import Disclosure
from caseload.records.field import OwnField
from caseload.records.kinds import KINDS, parse_ref
from caseload.records.of.base import Record
from caseload.records.of.origin import Origin
from caseload.records.of.repointed import repointed
from caseload.records.of.values import Own
from caseload.records.task import Task
from caseload.records.waiver import Waiver
from caseload.reports.consented import UNMARKED
from caseload.reports.transferred import Sent, as_json, sent, theirs
from caseload.store.core import Store
from caseload.store.own import own_fields
from caseload.value import replace
from caseload.when.dates import When
from intake.test_everything import SOME, filled_with

HEAD = {"from": {"name": "Kim Park", "agency": "Elm County Care"}, "notice": None}


def elsewhere() -> Store:
    """Another caseload, with nothing in it."""
    store = new_store(filled=False)
    with store.step("init"):
        store.adopt("0123456789abcdef")
    return store


def gathered(store: Store, client: Client) -> Sent:
    """All that is the client's, as if every consent were there."""
    said = (*UNMARKED, *(one.key for one in own_fields(store, Client)))
    return sent(store, theirs(store, client).records, said, reveal=True)


def written(store: Store, client: Client) -> str:
    return "".join(as_json(store, gathered(store, client), {**HEAD, "client": client.ref}))


def taken(store: Store, text: str) -> Arrived:
    file = brought(transfer("-", TextIOWrapper(BytesIO(text.encode()))))
    with store.step("import transfer", bulk=True):
        return Arrival(store, file, Sender()).take()


def as_there(store: Store, database: str, was: Sent) -> dict[str, Any]:
    """What a transfer brought, as it was where it came from, by the typed ids that it had there."""
    refs: dict[tuple[type[Record], int], str] = {}
    kept = {(type(one), one.source, one.external_id): one.ref for one in (*was.records, *was.beside) if one.external_id}
    every = [one for kind in KINDS for one in store.select(kind, "true")]
    for one in every:
        origin = Origin.of(one)
        here = type(one), one.id
        refs[here] = origin.ref if origin and origin.database == database else ""
        refs[here] = refs[here] or kept.get((type(one), one.source, one.external_id or ""), "")

    def number(kind: type[Record], here: int) -> int | None:
        found = parse_ref(refs.get((kind, here), ""))
        return found[1] if found else None

    before = {one.ref: one for one in (*was.records, *was.beside)}
    found: dict[str, Any] = {}
    for one in every:
        if ref := refs.get((type(one), one.id)):
            back: Any = repointed(one, number)
            own = Own.of({refs[OwnField, int(key[1:])]: value for key, value in one.own.items()})
            mine = before[ref]
            found[ref] = replace(back, own=own, id=mine.id, source=mine.source, external_id=mine.external_id)
    return found


@settings(max_examples=6, deadline=None, suppress_health_check=BUSY)
@given(some=SOME)
def test_what_is_a_clients_comes_out_as_it_went_in_but_for_ids(some: list[Record]) -> None:
    """A record of every kind, and more drawn that refer to them; a second time nothing is added."""
    store, other = filled_with(some), elsewhere()
    client = store.get(Client, 1)
    was, text = gathered(store, client), written(store, client)
    assert not was.lost
    taken(other, text)
    found = as_there(other, store.database, was)
    for one in (*was.records, *was.beside):
        there = found[one.ref]
        if isinstance(one, Consent):
            there = replace(there, status=one.status, discloser=one.discloser)
        if isinstance(one, Disclosure):
            there = replace(there, disclosed_by=one.disclosed_by)
        assert there == one
    again = dump(other)
    assert not any(taken(other, text).added.values())
    assert dump(other) == again


def _disclosed(*records: str) -> Disclosure:
    return Disclosure(client_id=1, at=When(DAY), what="x", recipient="Dr. Ito", records=records)


NUMBERS = {"c1": 9, "g1": 11, "g2": 12, "n1": 21, "n2": 22, "n4": 24, "t5": 35}


@pytest.mark.parametrize(
    ("record", "field", "there"),
    [
        (Task(title="Call", waiting_on="t5, Dr. Lee, t6"), "waiting_on", "t35, Dr. Lee"),
        (Task(title="Call", waiting_on="t6"), "waiting_on", None),
        (Task(title="Call", waiting_on="T5 form"), "waiting_on", "T5 form"),
        (Waiver(item="n2", until=DAY, reason="away"), "item", "n22"),
        (_disclosed("n1..n4"), "records", ("n21", "n22", "n24", "and-1-more")),
        (_disclosed("g1", "g2", "x9", "and-3-more"), "records", ("g11", "g12", "and-4-more")),
        (_disclosed("n1..n999999999999999999"), "records", ()),
    ],
)
def test_ids_in_texts_are_those_of_the_records_there_and_none_of_others(
    record: Record, field: str, there: object
) -> None:
    """Words that a person typed stay; a run longer than anybody's records is nobody's."""
    made = repointed(record, lambda kind, number: NUMBERS.get(f"{kind.PREFIX}{number}"))
    assert getattr(made, field) == there


def test_what_hides_a_record_that_is_not_there_is_not_there_either() -> None:
    assert repointed(Waiver(item="n3", until=DAY, reason="away"), lambda *_: None) is None
