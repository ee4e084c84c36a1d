"""Screens on pages of their own: one with its answers, and what an instrument asks."""

from collections.abc import Iterator
from typing import Any

from caseload.output.column import Column
from caseload.output.page import Facts, Lines, Listing, Section
from caseload.records.assessment import Assessment
from caseload.records.instrument import Instrument
from caseload.store.core import Store


def screening_sections(store: Store, record: Instrument | Assessment) -> Iterator[Section]:
    """What an instrument asks, or how a screen was answered."""
    return _asked(record) if isinstance(record, Instrument) else _answered(store, record)


def _answered(store: Store, one: Assessment) -> Iterator[Section]:
    """The answers of a screen, an item a line, in the order in which they were asked."""
    if one.answers is None or one.instrument_id is None:
        return
    from caseload.records.of.scoring import read_answers, said_of

    definition = store.get(Instrument, one.instrument_id, voided=True).read()
    answers = read_answers(one.answers)
    rows = [(item, answers.get(item.code, {})) for item in definition.items]
    columns: tuple[Column[Any], ...] = (
        Column("item", lambda row: row[0].label, text=True),
        Column("answer", lambda row: said_of(*row) or "not answered", text=True),
        Column("points", lambda row: row[1].get("points"), right=True),
    )
    yield Section("Answers", Listing(rows, columns))


def _asked(one: Instrument) -> Iterator[Section]:
    """What an instrument asks, item by item with the answers it takes, and how it counts."""
    definition = one.read()
    if definition.remarks:
        yield Section("Remarks", Lines((definition.remarks,)))
    if definition.asks:
        yield Section("Asks", Lines((definition.asks,)))
    columns: tuple[Column[Any], ...] = (
        Column("item", lambda item: item.code),
        Column("label", lambda item: item.label + (f" ({item.mark})" if item.mark else ""), text=True),
        Column(
            "answers", lambda item: ", ".join(f"{item.number(each)} {each.label}" for each in item.options), text=True
        ),
    )
    yield Section("Items", Listing(definition.items, columns))
    least, most = definition.span
    counts = [("total", f"{least} to {most}")] if definition.scored else []
    counts += [("reversed", ", ".join(definition.reversed))] if definition.reversed else []
    counts += [("cut-off", ", ".join(f"{each.at_least} {each.whom and f'for {each.whom}'}".strip()
                                     for each in definition.cut_offs))] if definition.cut_offs else []  # fmt: skip
    counts += [("band", f"{band.least} and more: {band.label}") for band in definition.bands]
    counts += [("domain", each.name + (f" ({each.mark})" if each.mark else "")) for each in definition.domains]
    counts += [("flag", flag.says) for flag in definition.flags]
    yield Section("Counts", Facts(tuple(counts)))
