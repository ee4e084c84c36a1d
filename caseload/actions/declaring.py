"""Fields of the user's own declared, and given another type: what records hold in them is read anew."""

from datetime import date

from caseload.errors import Invalid
from caseload.records.field import OwnField
from caseload.records.kinds import kind_of
from caseload.records.of.own import accepted, own_field, refuse_taken, said, told
from caseload.records.of.values import Own, cell
from caseload.store.core import Store
from caseload.store.own import declared, holding
from caseload.value import replace


def named(store: Store, new: OwnField) -> OwnField:
    """The declaration, if its name is free; raises Invalid where it means something already."""
    refuse_taken(new, declared(store, kind_of(new.of)))
    return new


def retyped(store: Store, before: OwnField, after: OwnField) -> OwnField:
    """The declaration as edited, every value that records hold in it read anew where its type is another.

    Raises Invalid naming the first record whose value does not fit, Refused where a signed note would have to change.
    """
    if before.type is after.type:
        # There may be more words, and none fewer.
        return after
    field = own_field(after)
    for record in holding(store, after):
        text = cell(record.own.get(after.ref))
        try:
            value = told(field, text, date.fromisoformat) if text else None
        except (Invalid, ValueError):
            raise Invalid(f"is not {said(field)} in {record.ref}", accepted(field), field=after.name) from None
        store.save(replace(record, own=Own.of({**record.own, after.ref: value})))
    return after
