"""Instruments by name, and the screens that were done with them."""

from collections.abc import Sequence
from typing import Any

from caseload.errors import Invalid, NotFound, Refused, quoted
from caseload.records.assessment import DONE, Assessment
from caseload.records.instrument import Instrument
from caseload.records.kinds import many, parse_ref
from caseload.records.of.base import Record
from caseload.records.of.scoring import answered, kept, of_total, outcome, read_answers
from caseload.store.core import Store
from caseload.store.shipped import shipped, shipped_as
from caseload.value import replace


def instrument_meant(store: Store, text: str) -> Instrument:
    """The instrument of a typed id, else the newest of that name, else the one that comes with the program, unstored.

    Raises NotFound naming those there are.
    """
    found = parse_ref(text)
    if found and found[0] is Instrument:
        return store.get(Instrument, found[1])
    if one := known_as(store, text):
        return one
    names = _names(store)
    others = "another comes in with caseload instrument import FILE, or is kept in words with assess --outside NAME"
    raise NotFound(f'there is no instrument "{quoted(text)}"', f"one of {', '.join(names)}; {others}")


def known_as(store: Store, text: str) -> Instrument | None:
    """The instrument that a name means: the newest stored, else the one that comes with the program, unstored."""
    name = text.strip().lower().replace("_", "-").replace(" ", "-")
    if one := newest(store, name) or shipped_as(name):
        return one
    same = [one for one in _names(store) if one.replace("-", "") == name.replace("-", "")]
    return newest(store, same[0]) or shipped_as(same[0]) if len(same) == 1 else None


def newest(store: Store, name: str) -> Instrument | None:
    """The version that was stored last of the instrument of a name."""
    found = store.select(Instrument, "name = ? and voided_at is null order by id desc limit 1", (name,))
    return found[0] if found else None


def version_of(store: Store, name: str, version: str) -> Instrument | None:
    """One version of an instrument, if it is stored."""
    sql = "name = ? and version = ? and voided_at is null order by id desc limit 1"
    found = store.select(Instrument, sql, (name, version))
    return found[0] if found else None


def not_yet_used(store: Store) -> list[Instrument]:
    """The instruments that come with the program and of which no version is stored."""
    stored = {str(row[0]) for row in store.connection.execute("select name from instrument where voided_at is null")}
    return [one for one in shipped() if one.name not in stored]


def _names(store: Store) -> list[str]:
    stored = (str(row[0]) for row in store.connection.execute("select name from instrument where voided_at is null"))
    return sorted({*stored, *(one.name for one in shipped())})


def refuse_used(store: Store, instrument: Record) -> None:
    """Raises Refused for an instrument with which a screen was done, a voided one too: it stays as it was asked."""
    sql = "select count(*) from assessment where instrument_id = ?"
    if count := int(store.connection.execute(sql, (instrument.id,)).fetchone()[0]):
        what = f"{instrument.ref} has {many(Assessment.TABLE, count)}, and stays as it was asked"
        raise Refused(what, "import the change as a new version: caseload instrument import FILE.toml")


def refuse_asked_otherwise(store: Store, before: Record, after: Record) -> None:
    """As `refuse_used`, unless all that changes is which law guards what it asks about."""
    law: dict[str, Any] = {"sensitivity": vars(after)["sensitivity"]}
    if replace(before, **law) != after:
        refuse_used(store, before)


def settled(store: Store, one: Assessment) -> Assessment:
    """The assessment with what its answers, or its total, come to by its instrument.

    Raises Invalid for answers that are none, for a score that the answers contradict, and for a domain or a flag that
    the instrument has not: what somebody typed there would stand in lists without names.
    """
    instrument = None if one.instrument_id is None else store.get(Instrument, one.instrument_id, voided=True)
    definition = instrument.read() if instrument else None
    _refuse_unknown(one, "domains", [each.name for each in definition.domains] if definition else [])
    _refuse_unknown(one, "flags", [each.name for each in definition.flags] if definition else [])
    return counted_by(instrument, one) if instrument else one


def _refuse_unknown(one: Assessment, field: str, names: Sequence[str]) -> None:
    if not set(getattr(one, field)) <= set(names):
        raise Invalid("is not what the instrument has", f"some of {', '.join(names)}" if names else "none", field=field)


def counted_by(instrument: Instrument, one: Assessment) -> Assessment:
    """As `settled`, by an instrument that may not be stored yet."""
    definition = instrument.read()
    if one.answers is None:
        if one.score is None:
            return replace(one, screen=instrument.name, score_of=None)
        found = of_total(definition, one.score)
        positive = one.positive if found.positive is None else found.positive
        domains = tuple(dict.fromkeys((*found.domains, *one.domains)))
        return replace(
            one, screen=instrument.name, score_of=found.score_of, band=found.band, positive=positive, domains=domains
        )  # fmt: skip
    answers = answered(definition, read_answers(one.answers))
    found = outcome(definition, answers)
    if one.score not in (None, found.score):
        accepted = "none: an answer is missing" if found.score is None else f"{found.score}, or none"
        raise Invalid("is not what the answers come to", accepted, field="score")
    if one.status not in DONE:
        found = found._replace(score=None, score_of=None, band=None, positive=None, domains=())
    return replace(
        one, screen=instrument.name, answers=kept(answers), score=found.score, score_of=found.score_of, band=found.band,
        positive=found.positive, domains=found.domains, flags=found.flags,
    )  # fmt: skip
