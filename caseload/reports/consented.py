"""What of some records may go to a recipient, and what may not: the gate, put before records of the store.

Everything meant for a recipient asks here, and goes by the answer alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from caseload.records.client import Client
from caseload.records.consent import Consent
from caseload.records.disclosure import Basis
from caseload.records.kinds import has_client, many
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.records.of.gate import Answer, Ask, gate, is_part2
from caseload.records.of.guarded import Guarded
from caseload.store.core import Store
from caseload.store.reads.clients import client_id_of, clients_by_number
from caseload.store.reads.consents import consents_of_client, disclosures_under
from caseload.store.reads.guards import guards_of
from caseload.store.reads.recipients import called as recipient_called

UNMARKED = ("referred_by", "destination", "tags", "remarks")
"""Of a client's record, which no law is named for, what is typed in words."""


class Part(NamedTuple):
    """What goes out about one client by one consent, or by none: the records, whether Part 2 protects any of them."""

    client: Client
    records: tuple[Record, ...]
    consent: Consent | None
    is_part2: bool

    @property
    def counts(self) -> str:
        """How many of each kind: 3 notes, 1 task."""
        return counted(self.records)


class Cleared(NamedTuple):
    """What the gate let through and what it did not: a part for each client and consent, and why the others stay."""

    parts: tuple[Part, ...]
    withheld: tuple[tuple[Record, str], ...]

    @property
    def refs(self) -> frozenset[str]:
        """The typed ids of what may go out."""
        return frozenset(one.ref for part in self.parts for one in part.records)

    @property
    def is_part2(self) -> bool:
        """Whether the notice of 42 CFR 2.32 has to go with it."""
        return any(part.is_part2 for part in self.parts)

    @property
    def consents(self) -> list[Consent]:
        """The consents under which it goes out."""
        return [part.consent for part in self.parts if part.consent]

    def told(self) -> list[str]:
        """What is withheld, counted and named by kind, a line for each reason."""
        reasons: dict[str, list[Record]] = {}
        for record, why in self.withheld:
            reasons.setdefault(why, []).append(record)
        return [f"{counted(found)} withheld: {why}" for why, found in reasons.items()]


def counted(records: Iterable[Record]) -> str:
    """How many of each kind: 3 notes, 1 task."""
    return ", ".join(many(table, count) for table, count in Counter(one.TABLE for one in records).items())


_Known = tuple[Sequence[Consent], Sequence[str]]
"""The consents of a client, and how the client is called."""


def cleared(store: Store, records: Iterable[Record], ask: Ask, *, is_next: bool = False) -> Cleared:
    """What of the records may go to the recipient that day, for that purpose; each is asked for by itself.

    Whoever serves the client next (`is_next`) may have what keeps the work in order, too: consents, what went out,
    checklists, what was put off. Each is guarded by every law that guards what it is about.
    """
    known: dict[int, _Known] = {}
    out: dict[tuple[int, int], list[tuple[Record, Answer, bool]]] = {}
    withheld = []
    for record in records:
        number = record.id if isinstance(record, Client) else client_id_of(store, record)
        answer, protected = _asked(store, record, number, ask, known, is_next=is_next)
        if not answer.is_open or number is None:
            withheld.append((record, answer.why_not))
        else:
            by = answer.consent.id if answer.consent else 0
            out.setdefault((number, by), []).append((record, answer, protected))
    clients = clients_by_number(store, {number for number, _ in out})
    parts = tuple(_part(clients[number], found) for (number, _), found in out.items())
    return Cleared(parts, tuple(withheld))


def _part(client: Client, found: Sequence[tuple[Record, Answer, bool]]) -> Part:
    records = tuple(record for record, _, _ in found)
    return Part(client, records, found[0][1].consent, any(part2 for _, _, part2 in found))


def _asked(
    store: Store, record: Record, number: int | None, ask: Ask, known: dict[int, _Known], *, is_next: bool
) -> tuple[Answer, bool]:
    """Whether the record may go, and whether Part 2 protects it."""
    kind = type(record)
    may = may_leave(kind) or (is_next and has_client(kind) and kind is not Link)
    if not may or number is None or record.voided_at:
        return Answer(why_not="voided" if record.voided_at else "nobody's but yours"), False
    if number not in known:
        known[number] = consents_of_client(store, number), called(store, number)
    guards = guards_of(store, record)
    return _let_out(*known[number], guards, ask), any(map(is_part2, guards))


def _let_out(consents: Sequence[Consent], client: Sequence[str], guards: Sequence[Guarded | None], ask: Ask) -> Answer:
    """Whether the gate is open for each of the guards: by one consent for all, or by several; else why not."""
    by_one = (Answer(one) for one in consents if all(gate([one], client, each, ask).is_open for each in guards))
    every = [gate(consents, client, each, ask) for each in guards]
    shut = next((one for one in every if not one.is_open), None)
    return shut or (next(by_one, every[0]) if ask.basis is Basis.CONSENT else every[0])


def may_leave(kind: type[Record]) -> bool:
    """Whether records of a kind may be meant for a recipient at all: what keeps your own work in order may not."""
    from caseload.records.kinds import PARENTS

    return kind is Client or issubclass(kind, Guarded) or (kind in PARENTS and may_leave(PARENTS[kind][1]))


def called(store: Store, client_id: int) -> tuple[str, ...]:
    """How a client is called, and may have signed."""
    client = store.get(Client, client_id, voided=True)
    return tuple(filter(None, (client.name, client.preferred_name)))


def to_be_told(store: Store, consent: Consent) -> list[str]:
    """Who had something under a consent, what and until when: they have to be told that it was revoked."""
    found: dict[str, list[str]] = {}
    for one in disclosures_under(store, [consent.id]):
        found.setdefault(recipient_called(store, one.to), []).append(str(one.at.day))
    return [f"{to}, {len(days)} disclosure{'s'[: len(days) > 1]}, the last {days[-1]}" for to, days in found.items()]
