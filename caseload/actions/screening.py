"""A screen stored, with the instrument that it was done with: one that comes with the program is stored with it."""

import json
from datetime import date

from caseload.errors import Refused
from caseload.records.assessment import Assessment
from caseload.records.instrument import Instrument
from caseload.records.need import Domain as NeedDomain
from caseload.records.need import Need
from caseload.store.core import Store
from caseload.store.reads.needs import needs_of_client
from caseload.store.reads.screening import counted_by, refuse_used, version_of
from caseload.value import replace


def use(store: Store, instrument: Instrument) -> Instrument:
    """The instrument as it is stored, from now on at the latest."""
    return instrument if instrument.id else store.add(instrument)


def screen(store: Store, instrument: Instrument, one: Assessment) -> Assessment:
    """The assessment stored, counted by its instrument; one that was begun already is saved anew."""
    one = replace(one, instrument_id=use(store, instrument).id)
    counted = counted_by(instrument, one)
    return store.save(counted) if one.id else store.add(counted)


def find_needs(store: Store, one: Assessment, on: date) -> tuple[Assessment, list[Need]]:
    """The assessment with the needs that it offers, and those of them that are new: what is there already is taken.

    Raises Refused where it has found nothing.
    """
    if not one.domains or one.instrument_id is None:
        raise Refused(f"{one.ref} has found no need", "caseload need add writes one")
    definition = store.get(Instrument, one.instrument_id).read()
    there, new, numbers = needs_of_client(store, one.client_id), list[Need](), dict.fromkeys(one.need_ids)
    for domain in definition.domains:
        if domain.name not in one.domains:
            continue
        wanted = NeedDomain(domain.need)
        words = domain.name.replace("-", " ") if wanted is NeedDomain.SDOH_CATEGORY_UNSPECIFIED else None
        same = (need for need in there if need.domain is wanted and words in (None, need.description))
        need = next(same, None)
        if need is None:
            law = domain.sensitivity
            need = Need(client_id=one.client_id, domain=wanted, description=words, identified_on=on, sensitivity=law)
            need = store.add(need)
            new.append(need)
        numbers[need.id] = None
    return store.save(replace(one, need_ids=tuple(numbers))), new


def take_in(store: Store, instrument: Instrument) -> Instrument:
    """An instrument from a file stored: new, or in place of what is stored of that version and not used yet.

    Raises Refused for one that differs from the version with which a screen was done.
    """
    before = version_of(store, instrument.name, instrument.version)
    if before is None:
        return store.add(instrument)
    # The same in another order of its keys is the same.
    is_same = json.loads(before.definition) == json.loads(instrument.definition)
    after = replace(
        before, title=instrument.title, licence=instrument.licence, panel_loinc=instrument.panel_loinc,
        total_loinc=instrument.total_loinc, sensitivity=instrument.sensitivity,
        definition=before.definition if is_same else instrument.definition,
    )  # fmt: skip
    if after != before:
        try:
            refuse_used(store, before)
        except Refused as error:
            raise Refused(error.what, 'give the file a version of its own, such as version = "2"') from None
    return store.save(after)
