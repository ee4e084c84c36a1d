"""A client of another caseload taken in: all ids new, all references re-pointed, what came before known again."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from caseload.config import Sender
from caseload.errors import Invalid, Refused
from caseload.intake.brought import Brought
from caseload.intake.building import BadRows, Fault
from caseload.intake.everything import WROTE
from caseload.intake.known_here import Directory, Key, before, directory, numbered_alike
from caseload.records.assessment import Assessment
from caseload.records.client import Client
from caseload.records.consent import Consent, ConsentStatus
from caseload.records.disclosure import Disclosure
from caseload.records.expense import Expense
from caseload.records.field import OwnField
from caseload.records.identifier import Identifier
from caseload.records.kinds import KINDS, has_client
from caseload.records.note import Note, NoteStatus
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of
from caseload.records.of.names import fold, free_handle, is_me
from caseload.records.of.nature import Stamp
from caseload.records.of.origin import SOURCE, Origin
from caseload.records.of.repointed import repointed, whole
from caseload.records.of.values import Own
from caseload.store import bulk, references
from caseload.store.again import differs
from caseload.store.bulk import Known
from caseload.store.core import Store
from caseload.store.reads.clients import handles_like
from caseload.store.reads.identifiers import same_number
from caseload.value import replace


class Arrived(NamedTuple):
    """What became of a transfer."""

    client: Client
    added: Mapping[str, int]
    """How many of each table are new."""
    here: int
    """How many of the client's records were here."""
    unlike: tuple[str, ...]
    """Those of them that the file has otherwise, by their ids here; they stay as they are."""
    gone: int
    """How many were voided here, or are none without one that was; they stay so."""
    shut: tuple[str, ...]
    """Consents that open no gate here."""
    drafts: tuple[str, ...]
    """Notes of somebody else that nobody has signed."""
    unclaimed: tuple[str, ...]
    """What somebody else has spent, and not claimed yet."""
    shared: tuple[str, ...]
    """Numbers that another client here has, too: SSN of c4."""
    told: tuple[str, ...]
    """What is kept apart from what is here."""


class Arrival:
    """A transfer on its way into a store, whose running step is a bulk one."""

    def __init__(self, store: Store, brought: Brought, sender: Sender) -> None:
        """Raises Refused where the file is of this very caseload, or where its client is two here, or voided."""
        if brought.database == store.database:
            ref = brought.client.ref
            raise Refused(f"the file is of this very caseload, or of a copy of it: the client is {ref} here",
                          f"caseload show {ref}; a transfer is taken in where somebody else goes on")  # fmt: skip
        self._store, self._brought, self._sender = store, brought, sender
        self._theirs = [one for one in brought.records if has_client(type(one))]
        self._came = {one.ref: found for one in self._theirs if (found := before(store, one, brought.database))}
        self._numbers = Counter(map(_numbered, brought.records))
        self.number = self._known_client()
        """The client's number here, if the client came before."""
        self._came |= self._kept_apart()
        self.client = self._named()
        """The client as a new one would be."""

    def _known_client(self) -> int | None:
        numbers = {one.client_id for one in self._came.values() if one.client_id is not None}
        if len(numbers) > 1:
            refs = " and ".join(f"c{number}" for number in sorted(numbers))
            raise Refused(f"what came before of this client is {refs}'s here", "give all of it to one of them first")
        number = next(iter(numbers), None)
        if number is not None and self._store.get(Client, number, voided=True).voided_at:
            raise Refused(f"the client came before, and c{number} was voided here", f"see caseload history c{number}")
        return number

    def _named(self) -> Client:
        client = self._brought.client
        return replace(client, id=0, handle=free_handle(client.handle, handles_like(self._store, client.handle)))

    def numbered(self) -> int | None:
        """The number of a client here who has the new one's number in another system, from the same source."""
        found = [one for one in numbered_alike(self._store, self._brought.client) if not one.voided]
        return found[0].id if found and self.number is None else None

    def take(self) -> Arrived:
        """Store what is new; raises BadRows for what refers to what it must not."""
        held = defaultdict[str, list[Own]](list)
        for one in self._theirs:
            held[one.TABLE].append(one.own)
        others = [one for one in self._brought.records if not has_client(type(one))]
        known = directory(self._store, others, self._brought.database, held)
        here = {**known.here, **self._here()}
        new, gone = self._new(known, here)
        numbers = {**here, **self._numbered_on(new)}
        made = [self._made(one, numbers, known.screens) for one in new]
        for kind in KINDS:
            bulk.add_all(self._store, kind, [one for one in made if type(one) is kind])
        pairs = list(zip(made, new, strict=True))
        self._refuse_broken({(type(one), one.id): was.ref for one, was in pairs})
        return self._arrived(known, numbers, pairs, gone)

    def _kept_apart(self) -> dict[str, Known]:
        """What came before, and has kept the number that it has in another system."""
        found: dict[str, Known] = {}
        for one in self._theirs if self.number is not None else ():
            alike = [each for each in numbered_alike(self._store, one) if each.client_id == self.number]
            if alike and one.ref not in self._came and self._numbers[_numbered(one)] == 1:
                found[one.ref] = alike[0]
        return found

    def _here(self) -> dict[Key, int]:
        """The numbers here of what is here of the client's, and not voided."""
        found = {(type(one), one.id): self._came[one.ref].id for one in self._theirs if self._is_live(one)}
        return found if self.number is None else {**found, (Client, self._brought.client.id): self.number}

    def _is_live(self, one: Record) -> bool:
        return one.ref in self._came and not self._came[one.ref].voided

    def _new(self, known: Directory, here: Mapping[Key, int]) -> tuple[list[Record], list[Record]]:
        """What is to be added, and what is none without what was voided here."""
        theirs = [one for one in self._theirs if (type(one), one.id) not in here]
        voided = [one for one in theirs if one.ref in self._came]
        new = [*known.new, *(one for one in theirs if one.ref not in self._came)]
        there = {*here, *((type(one), one.id) for one in new)}
        kept, lost = whole(new, lambda kind, number: number if (kind, number) in there else None)
        return kept, [*voided, *lost]

    def _numbered_on(self, new: Sequence[Record]) -> dict[Key, int]:
        """The numbers that new records will have."""
        ahead: dict[type[Record], int] = {}
        numbers: dict[Key, int] = {}
        for one in new:
            kind = type(one)
            numbers[kind, one.id] = ahead[kind] = ahead.get(kind, bulk.next_id(self._store, kind) - 1) + 1
        return numbers

    def _made(self, one: Record, numbers: Mapping[Key, int], screens: Mapping[int, str]) -> Record:
        """The record as it is stored here."""
        own = {f"{OwnField.PREFIX}{numbers[OwnField, int(key[1:])]}": value for key, value in one.own.items()}
        said: dict[str, Any] = {"id": numbers[type(one), one.id], "own": Own.of(own), **self._origin(one)}
        if isinstance(one, Client):
            said["handle"] = self.client.handle
        if isinstance(one, Assessment) and one.instrument_id is not None:
            said["screen"] = screens[one.instrument_id]
        if isinstance(one, Consent):
            said |= self._consented(one)
        if isinstance(one, Disclosure) and one.disclosed_by is None:
            said["disclosed_by"] = self._by
        there = repointed(one, lambda kind, number: numbers.get((kind, number))) or one
        return replace(there, **said)

    @property
    def _by(self) -> str:
        """Who sent it, as a record has it."""
        return self._brought.head.by or f"caseload {self._brought.database}"

    def _origin(self, one: Record) -> dict[str, str | None]:
        """Where it is from: its number in another system where that is free, else its typed id where it was before."""
        # Of no source several may have one number.
        is_one = one.external_id is not None and self._numbers[_numbered(one)] == 1
        if is_one and (one.source is None or not numbered_alike(self._store, one)):
            return {}
        was = Origin(self._brought.database, one.ref).external_id
        is_taken = bool(bulk.called(self._store, type(one), was, [SOURCE]))
        return {"source": None, "external_id": None} if is_taken else {"source": SOURCE, "external_id": was}

    def _consented(self, one: Consent) -> dict[str, Any]:
        """What a consent says here: who `me` was; active it is only where it names who is here, or the agency."""
        discloser = self._by if one.discloser and is_me(one.discloser) else one.discloser
        own = {fold(text) for text in (self._sender.name, self._sender.agency) if text}
        is_ours = fold(discloser or "") in own
        shut = one.status is ConsentStatus.ACTIVE and not is_ours
        return {"discloser": discloser, **({"status": ConsentStatus.INACTIVE} if shut else {})}

    def _refuse_broken(self, new: Mapping[Key, str]) -> None:
        """Raises BadRows for what is new and refers to what it must not; told by the place in the file."""
        faults = [
            Fault(self._brought.where[ref], one.key, Invalid(one.fault, WROTE))
            for one in references.broken(self._store) if (ref := new.get((one.kind, one.id)))
        ]  # fmt: skip
        if faults:
            raise BadRows(faults)

    def _arrived(
        self,
        known: Directory,
        numbers: Mapping[Key, int],
        pairs: Sequence[tuple[Record, Record]],
        gone: Sequence[Record],
    ) -> Arrived:
        store, made = self._store, [one for one, _ in pairs]
        new = {one.ref for one in made}
        here = [(one, numbers[type(one), one.id]) for one in self._theirs if (type(one), one.id) in numbers]
        here = [(one, number) for one, number in here if f"{one.PREFIX}{number}" not in new]
        unlike = [f"{one.PREFIX}{number}" for one, number in here if self._differs(one, number, numbers, known)]
        shared = [
            f"{one.system} of {Client.PREFIX}{other.client_id}"
            for one in made if isinstance(one, Identifier)
            for other in same_number(store, one) if other.client_id != one.client_id
        ]  # fmt: skip
        shut = [one.ref for one, was in pairs if isinstance(one, Consent) and one.status is not vars(was)["status"]]
        drafts = [one.ref for one in made if isinstance(one, Note) and one.status is NoteStatus.DRAFT]
        unclaimed = [one.ref for one in made if isinstance(one, Expense) and one.claimed_on is None]
        return Arrived(
            store.get(Client, numbers[Client, self._brought.client.id]), Counter(one.TABLE for one in made), len(here),
            tuple(unlike), len(gone), tuple(shut), tuple(drafts), tuple(unclaimed), tuple(dict.fromkeys(shared)),
            known.told,
        )  # fmt: skip

    def _differs(self, one: Record, number: int, numbers: Mapping[Key, int], known: Directory) -> bool:
        try:
            made = self._made(one, numbers, known.screens)
        except KeyError:
            # It holds something in a field that is not here.
            return True
        names = {field.name for field in fields_of(type(one)) if not field.is_a(Stamp)}
        return differs(self._store, number, made, names - {"id", "source", "external_id", "handle"})


def _numbered(record: Record) -> tuple[type[Record], str | None, str | None]:
    return type(record), record.source, record.external_id
