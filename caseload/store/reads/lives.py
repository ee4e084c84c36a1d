"""What bounds the dates of a client's records, and of what goes by another record of the client's."""

from datetime import date
from typing import TypeVar

from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.of.order import Life
from caseload.store.core import Store

R = TypeVar("R", bound=Record)


def life_of(store: Store, client_id: int) -> Life:
    """When a client was born, first opened and died, as far as it is known."""
    from caseload.records.episode import Episode

    client = _beside(store, Client, client_id)
    earlier = store.select(Episode, "client_id = ? and opened_on is not null and voided_at is null", (client_id,))
    opened = [day for day in (client.opened_on, *(one.opened_on for one in earlier)) if day]
    return Life(client.born_on, min(opened, default=None) if client.opened_on else None, client.died_on)


def begun_for(store: Store, record: Record) -> list[tuple[str, str, date]]:
    """What a record's dates are not before, beside its client.

    The target of a goal: the start of its plan. What a note says was delivered: the start of the service. What was
    disclosed by a consent: its signature. A safety plan: the day of the one that it takes the place of.
    """
    if record.TABLE == "goal" and (plan_id := vars(record)["plan_id"]):
        from caseload.records.plan import Plan

        began = _beside(store, Plan, plan_id).started_on
        return [("target_on", "the start of its plan", began)] if began else []
    if record.TABLE == "disclosure" and (consent_id := vars(record)["consent_id"]):
        from caseload.records.consent import Consent

        signed = _beside(store, Consent, consent_id).signed_on
        return [("at", "the signature of its consent", signed)] if signed else []
    if record.TABLE == "note" and (service_id := vars(record)["service_id"]):
        from caseload.records.service import Service

        first = _beside(store, Service, service_id).started_on
        return [("occurred", "the start of its service", first)] if first else []
    if record.TABLE == "safety":
        # Whatever else of the client's the step has changed, it has superseded.
        others = [one for one in store.was.values() if one.TABLE == "safety" and one.id != record.id]
        days = [vars(one)["reviewed_on"] for one in others if vars(one)["client_id"] == vars(record)["client_id"]]
        return [("reviewed_on", "that of the one before it", day) for day in days if day]
    return []


def over_for(store: Store, record: Record) -> list[tuple[str, str, date]]:
    """What a record's dates are not after, beside its client: of a note of a service the end of that."""
    if record.TABLE == "note" and (service_id := vars(record)["service_id"]):
        from caseload.records.service import Service

        last = _beside(store, Service, service_id).ended_on
        return [("occurred", "the end of its service", last)] if last else []
    return []


def _beside(store: Store, kind: type[R], number: int) -> R:
    """The record of that number; one that a dry run has made is not there any more."""
    made = store.written.get(f"{kind.PREFIX}{number}")
    return made if isinstance(made, kind) else store.get(kind, number, voided=True)
