"""One record of any kind, every field that holds something, and what belongs to it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo

from caseload.output.page import Facts, Lines, Page, Section
from caseload.records.assessment import A_SCREEN, Assessment
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of, of_nature
from caseload.records.of.guarded import GUARDS
from caseload.records.of.nature import Picture, Prose, Stamp
from caseload.records.of.values import Own
from caseload.reports.belonging import belonging
from caseload.reports.checklists import origin_section
from caseload.reports.client_sections.service import delivery
from caseload.reports.due import Standing
from caseload.reports.items import standing_said
from caseload.reports.own_facts import own_facts
from caseload.reports.paid import paid_facts
from caseload.reports.rule import Rule
from caseload.reports.rules import rules_of
from caseload.store.core import Store
from caseload.store.masks import Masks
from caseload.store.reads.clients import Handles, client_id_of
from caseload.store.reads.guarded import marked
from caseload.store.reads.waivers import standing_waivers
from caseload.when.dates import local
from caseload.when.workdays import WEEKDAYS_ALONE


def record_page(
    store: Store, record: Record, now: datetime, rules: Sequence[Rule], zone: tzinfo | None = None,
    stays_out: Callable[[Record], bool] | None = None, *, reveal: bool = False,
) -> Page:  # fmt: skip
    """The page of one record, its moments on the clock of a zone; what `stays_out` is not among what belongs to it.

    What is confidential is masked unless `reveal`.
    """
    handle = Handles(store)[client_id_of(store, record)]
    title = f"{record.ref} {marked(store, record)}" + (f" · {handle}" if handle else "")
    voided = f"Voided: {record.void_reason}" if record.voided_at else ""
    snoozed = next((f"Snoozed until {one.until}: {one.reason}" for one in standing_waivers(store, now.date())
                    if one.item == record.ref), "")  # fmt: skip
    facts = (
        *_facts(store, record, zone, reveal=reveal), *delivery(store, record, now.date()),
        *paid_facts(store, record, now.date(), rules[0].payers if rules else {}), *own_facts(store, record),
        *_clocks(store, record, now, rules),
    )  # fmt: skip
    sections = (Section(type(record).TABLE.capitalize(), Facts(facts)), *_texts(record))
    made_by = origin_section(store, record, rules[0].workdays if rules else WEEKDAYS_ALONE)
    screened = _A_SCREEN if isinstance(record, Assessment) else ""
    return Page(
        title,
        voided or snoozed or screened,
        (*sections, *made_by, *belonging(store, record, zone, stays_out), *_of_programs(store, record, now)),
    )


def _of_programs(store: Store, record: Record, now: datetime) -> Iterator[Section]:
    """What is computed of a programme and of who is in it."""
    if record.TABLE in ("program", "enrollment", "meeting"):
        from caseload.reports.enrolled import enrolled_sections

        yield from enrolled_sections(store, record, now.date())


def _facts(store: Store, record: Record, zone: tzinfo | None, *, reveal: bool) -> Iterator[tuple[str, object]]:
    shown = Masks(store, reveal=reveal)
    for field in fields_of(type(record)):
        value = shown(field, record)
        is_fact = not (field.type is Own or field.is_a(Prose) or field.is_a(Picture))
        if field.name in GUARDS and value == field.default:
            continue
        if is_fact and value is not None and value is not False and value != ():
            yield field.key.replace("_", " "), local(str(value), zone) if field.is_a(Stamp) else field.said(value)


def _clocks(store: Store, record: Record, now: datetime, rules: Sequence[Rule]) -> Iterator[tuple[str, object]]:
    """When each rule falls due that is not already told by the record's own dates."""
    standing = Standing(store, now, rules)
    for rule in rules_of(type(record), rules):
        if rule.every and not record.voided_at and (said := standing_said(standing(rule.name, record), now)):
            yield rule.name.replace("-", " "), f"due {said}"


def _texts(record: Record) -> Iterator[Section]:
    for name in of_nature(type(record), Prose):
        if text := getattr(record, name):
            yield Section(name.replace("_", " ").capitalize(), Lines((text,)))


_A_SCREEN = f"{A_SCREEN[0].upper()}{A_SCREEN[1:]}"
