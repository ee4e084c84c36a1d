"""What of a transfer is here already: what came before, by the origin that it keeps; what the directory has anyway."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from caseload.errors import BadRow, Invalid, NotFound
from caseload.records.field import OwnField
from caseload.records.instrument import Instrument
from caseload.records.kinds import kind_of, parse_ref
from caseload.records.of.base import Record
from caseload.records.of.names import fold
from caseload.records.of.origin import SOURCE, Origin
from caseload.records.of.own import refuse_taken, refuse_unfit
from caseload.records.of.values import Own
from caseload.records.program import Program
from caseload.records.provider import Provider
from caseload.records.template import Template
from caseload.store import bulk
from caseload.store.bulk import Known
from caseload.store.core import Store
from caseload.store.own import declared
from caseload.store.reads.carried import programs_called, providers_called
from caseload.store.reads.checklists import template_known, template_version
from caseload.store.reads.screening import known_as, version_of
from caseload.value import replace

Key = tuple[type[Record], int]
"""A record by its kind and its number in the caseload that it comes from."""
T = TypeVar("T", Instrument, Template)


def before(store: Store, record: Record, database: str) -> Known | None:
    """What is stored of a record that came from that caseload before, or was here first and comes back."""
    if found := bulk.called(store, type(record), Origin(database, record.ref).external_id, [SOURCE]):
        return found[0]
    was = Origin.of(record)
    ref = parse_ref(was.ref) if was and was.database == store.database else None
    if ref is None or ref[0] is not type(record):
        return None
    try:
        # A copy that was put back may have given its number to another since.
        is_same = store.get(*ref, voided=True).created_at == record.created_at
    except (NotFound, BadRow):
        return None
    return bulk.known(store, *ref) if is_same else None


def numbered_alike(store: Store, record: Record) -> list[Known]:
    """What is stored under the number that a record has in another system, from the same source."""
    if record.external_id is None:
        return []
    return bulk.called(store, type(record), record.external_id, [record.source])


class Directory(NamedTuple):
    """What is nobody's: the numbers here of what is here, and what is to be added, some of it under another name."""

    here: Mapping[Key, int]
    new: tuple[Record, ...]
    screens: Mapping[int, str]
    """What each instrument is called here, by its number there."""
    told: tuple[str, ...]


def directory(store: Store, records: Iterable[Record], database: str, held: Mapping[str, Sequence[Own]]) -> Directory:
    """What of the directory and of the declarations is here already; `held` are the values of own fields, by kind."""
    here: dict[Key, int] = {}
    new: list[Record] = []
    screens: dict[int, str] = {}
    told: list[str] = []
    for one in records:
        came = before(store, one, database)
        known = store.get(type(one), came.id) if came and not came.voided else None
        if isinstance(one, OwnField) and known and not _takes(known, one, held[one.of]):
            known = None
        if found := known or _same(store, one, held):
            here[type(one), one.id] = found.id
            screens |= {one.id: found.name} if isinstance(found, Instrument) else {}
            continue
        added = named_apart(store, one, new)
        screens |= {one.id: added.name} if isinstance(added, Instrument) else {}
        if added != one:
            told.append(f"{one.TABLE} {_name(one)} is another here: what came is called {_name(added)}")
        elif isinstance(one, Program) and (same := programs_called(store, one.name)):
            told.append(f"{same[0].ref} is a {one.TABLE} of that name, too; what came is kept apart from it")
        new.append(added)
    return Directory(here, tuple(new), screens, tuple(told))


def _same(store: Store, one: Record, held: Mapping[str, Sequence[Own]]) -> Record | None:
    """The stored one that it is."""
    if isinstance(one, OwnField):
        return next((each for each in declared(store, kind_of(one.of)) if _takes(each, one, held[one.of])), None)
    if isinstance(one, Instrument):
        return as_asked(one, version_of(store, one.name, one.version))
    if isinstance(one, Template):
        return as_asked(one, template_version(store, one.name, one.version))
    # A number alone is not enough: many lists count from 1.
    alike = (store.get(type(one), each.id) for each in numbered_alike(store, one) if not each.voided)
    same = next((each for each in alike if _shares_a_name(one, each)), None)
    return same or (_same_place(store, one) if isinstance(one, Provider) else None)


def _takes(mine: Record, one: OwnField, held: Iterable[Own]) -> bool:
    """Whether a declaration is that of the other, and takes all that comes."""
    if not isinstance(mine, OwnField) or (mine.name, mine.type) != (one.name, one.type):
        return False
    try:
        for own in held:
            refuse_unfit(Own({key: value for key, value in own.items() if key == one.ref}), [replace(mine, id=one.id)])
    except Invalid:
        return False
    return True


def as_asked(one: T, stored: T | None) -> T | None:
    """The stored one where it asks the same; else None."""
    return stored if stored and _asks(stored) == _asks(one) else None


def _asks(one: Instrument | Template) -> object:
    """What makes a version of an instrument or a template what it is."""
    return (one.read(), one.anchor, one.pace) if isinstance(one, Template) else one.read()


def _shares_a_name(one: Record, other: Record) -> bool:
    service = getattr(one, "service", None)
    return _name(one) == _name(other) or (service is not None and service == getattr(other, "service", None))


def _same_place(store: Store, one: Provider) -> Provider | None:
    """A provider of its name and service, of which nothing that both say of where they are differs."""

    def differs(other: Provider) -> bool:
        pairs = [(getattr(one, name), getattr(other, name)) for name in ("address", "city", "zip", "phone")]
        return any(mine and theirs and fold(mine) != fold(theirs) for mine, theirs in pairs)

    return next((other for other in providers_called(store, one.name, one.service) if not differs(other)), None)


def named_apart(store: Store, one: Record, new: Iterable[Record]) -> Record:
    """What is to be added, under a name that means nothing else here, so that nothing that is typed here changes."""
    if not isinstance(one, OwnField | Instrument | Template):
        return one
    between = "_" if isinstance(one, OwnField) else "-"
    names = (one.name, *(f"{one.name}{between}{number}" for number in range(2, _MOST)))
    each = (replace(one, name=name) for name in names)
    return next((renamed for renamed in each if not _means_another(store, renamed, new)), one)


_MOST = 1000


def _means_another(store: Store, one: OwnField | Instrument | Template, new: Iterable[Record]) -> bool:
    """Whether the name means another, stored, shipped or brought along."""
    if isinstance(one, OwnField):
        others = [*declared(store, kind_of(one.of)), *(each for each in new if isinstance(each, OwnField))]
        try:
            refuse_taken(replace(one, id=0), others)
        except Invalid:
            return True
        return False
    if isinstance(one, Template):
        known: Instrument | Template | None = template_known(store, one.name)
    else:
        known = known_as(store, one.name)
    return known is not None and _asks(known) != _asks(one)


def _name(one: Record) -> str:
    return str(getattr(one, "name", ""))
