"""Every law that guards what a record is about, as a consent is about the sorts of record that it covers."""

from caseload.records.consent import Consent, DataClass
from caseload.records.disclosure import Disclosure, Notice, spread
from caseload.records.kinds import kind_of
from caseload.records.of.base import Record
from caseload.records.of.guarded import Guarded, Sensitivity
from caseload.records.step import Step
from caseload.records.template import Template
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.reads.guarded import guarded_by, there


def guards_of(store: Store, record: Record) -> list[Guarded | None]:
    """What says which laws guard a record: as `guarded_by` one; of what is about others, each of those."""
    if isinstance(record, Consent):
        found = _of_classes(record)
    elif isinstance(record, Disclosure):
        found = _of_disclosure(store, record)
    elif isinstance(record, Waiver):
        about = there(store, record.item)
        found = guards_of(store, about) if about else []
    elif isinstance(record, Step):
        found = _of_step(store, record)
    else:
        found = [guarded_by(store, record)]
    return found or [None]


def _of_classes(consent: Consent) -> list[Guarded | None]:
    """A consent that covers what a law guards tells that there is some."""
    return [Guarded(sensitivity=Sensitivity(one)) for one in consent.data_classes if one != DataClass.GENERAL]


def _of_disclosure(store: Store, disclosure: Disclosure) -> list[Guarded | None]:
    found: list[Guarded | None] = [Guarded(sensitivity=Sensitivity.SUD)] * (disclosure.notice is not Notice.NONE)
    if disclosure.consent_id is not None:
        found += _of_classes(store.get(Consent, disclosure.consent_id, voided=True))
    for ref in spread(disclosure.records)[0]:
        if (about := there(store, ref)) and not isinstance(about, Disclosure):
            found += guards_of(store, about)
    return found


def _of_step(store: Store, step: Step) -> list[Guarded | None]:
    """What it made, and what any step of its template is to make: where one goes, the whole template goes along."""
    made = there(store, f"{kind_of(step.made[0]).PREFIX}{step.made[1]}") if step.made else None
    found = guards_of(store, made) if made else []
    laws = (one.fields.get("sensitivity") for one in store.get(Template, step.template_id, voided=True).read().steps)
    return [*found, *(Guarded(sensitivity=Sensitivity(law)) for law in laws if law)]
