"""What the clocks of benefits and appeals look at: each read over-fetches, and a rule decides."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from caseload.records.of.base import Record
from caseload.store.core import Store
from caseload.store.reads.sought import Asked, read
from caseload.store.reads.sought_by_rules import (
    AID_NOT_ASKED,
    AUTHORIZATION_AGAINST,
    BENEFIT_AGAINST,
    FILED,
    OUTSTANDING,
    REQUESTED,
    TO_FILE,
    TO_HEAR,
    WITHOUT_DAY,
)

if TYPE_CHECKING:
    from caseload.records.of.appeal_due import Against, Contested
    from caseload.records.of.authorization_due import RequestedOf
    from caseload.records.of.benefit_due import Requested


def outstanding(store: Store, asked: Asked) -> "list[Requested]":
    """What is outstanding, each with its benefit."""
    return _requested(store, read(store, OUTSTANDING, asked))


def requested(store: Store, record: Record, _today: date) -> "Requested":
    """One verification with its benefit."""
    return _requested(store, [record])[0]


def benefits_against(store: Store, asked: Asked) -> "list[Against]":
    """Benefits that were decided against clients and nobody contests, each with its programme."""
    return [_against(store, one) for one in read(store, BENEFIT_AGAINST, asked)]


def authorizations_against(store: Store, asked: Asked) -> "list[Against]":
    """As `benefits_against`, of authorizations."""
    return [_against(store, one) for one in read(store, AUTHORIZATION_AGAINST, asked)]


def against_whom(store: Store, record: Record, _today: date) -> "Against":
    """One benefit or authorization with its programme, and whether an appeal of it is there."""
    from caseload.store.reads.benefits import appeals_about

    found = _against(store, record)
    return found._replace(is_contested=bool(appeals_about(store, found.record)))


def _against(store: Store, record: Any) -> "Against":
    from caseload.records.of.appeal_due import Against
    from caseload.store.reads.benefits import programme_of_authorization

    if record.TABLE == "benefit":
        return Against(record, record.name_in_rules)
    return Against(*programme_of_authorization(store, record.id))


def requested_of_payers(store: Store, asked: Asked) -> "list[RequestedOf]":
    """Authorizations that were asked for, each with the programme of its payer."""
    return [requested_of_payer(store, one, asked.today) for one in read(store, REQUESTED, asked)]


def requested_of_payer(store: Store, record: Record, _today: date) -> "RequestedOf":
    """One authorization with the programme of its payer."""
    from caseload.records.of.authorization_due import RequestedOf
    from caseload.store.reads.benefits import programme_of_authorization

    return RequestedOf(*programme_of_authorization(store, record.id))


def _requested(store: Store, found: Iterable[Any]) -> "list[Requested]":
    from caseload.records.of.benefit_due import Requested
    from caseload.store.reads.benefits import benefits_by_number

    every = list(found)
    benefits = benefits_by_number(store, (one.benefit_id for one in every))
    return [Requested(one, benefits.get(one.benefit_id)) for one in every]


def to_file(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals that may be filed, each with what it contests."""
    return _contested(store, read(store, TO_FILE, asked))


def aid_not_asked(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals of which nobody has said whether the benefit goes on, each with what it contests."""
    return _contested(store, read(store, AID_NOT_ASKED, asked))


def without_day(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals that may lack a day which their deadlines count from, each with what it contests."""
    return _contested(store, read(store, WITHOUT_DAY, asked))


def to_hear(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals that are to be heard by then, each with what it contests."""
    return _contested(store, read(store, TO_HEAR, asked))


def filed(store: Store, asked: Asked) -> "list[Contested]":
    """Appeals that wait for a decision, each with what it contests."""
    return _contested(store, read(store, FILED, asked))


def contested(store: Store, record: Record, _today: date) -> "Contested":
    """One appeal with what it contests."""
    return _contested(store, [record])[0]


def _contested(store: Store, found: Iterable[Any]) -> "list[Contested]":
    from caseload.store.reads.benefits import contested_each

    return contested_each(store, found)
