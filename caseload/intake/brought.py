"""A transfer as it was read: a client of another caseload and all that came along, under the ids that it had there."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from caseload.errors import Invalid, Refused
from caseload.intake.building import BadRows, Fault
from caseload.intake.everything import WROTE, Export, Run
from caseload.records.client import Client
from caseload.records.field import OwnField
from caseload.records.kinds import KINDS, kind_of, leads_to_client, parse_ref
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.records.of.fields import fields_of


class Head(NamedTuple):
    """What a transfer says of itself: whose it is, from whom, with which notice, how many records of each kind."""

    client: str
    sender: Mapping[str, str]
    notice: str
    records: Mapping[str, int]

    @classmethod
    def of(cls, said: Mapping[str, object]) -> "Head":
        """The head of a file; raises Invalid where it is none."""
        client, sender, notice, records = (said.get(key) for key in ("client", "from", "notice", "records"))
        if not isinstance(client, str) or not isinstance(notice or "", str):
            raise Invalid("the head of the file is damaged", WROTE)
        if not _is_of(sender, str) or not _is_of(records, int):
            raise Invalid("the head of the file is damaged", WROTE)
        return cls(client, sender, notice or "", records)  # type: ignore[arg-type]

    @property
    def by(self) -> str:
        """Who sent it, in words: Kim Park, Elm County Care; nothing where nobody says so."""
        return ", ".join(filter(None, (self.sender.get(one, "").strip() for one in ("name", "agency"))))


def _is_of(found: object, held: type) -> bool:
    return isinstance(found, dict) and all(type(one) is held for one in found.values())


class Brought(NamedTuple):
    """The caseload that it is of, the client, and every record, kinds that are referred to first."""

    database: str
    head: Head
    client: Client
    records: tuple[Record, ...]
    where: Mapping[str, str]
    """The place in the file of each, by its typed id there."""


def brought(export: Export) -> Brought:
    """The records of a transfer; raises BadRows for those that cannot be stored, Invalid where some are missing."""
    if not export.database:
        raise Invalid("the file does not say of which caseload it is", WROTE)
    head, run = Head.of(export.head), Run()
    records: list[Record] = []
    where: dict[str, str] = {}
    for kind in KINDS:
        if kind.TABLE in export.tables:
            rows = export.tables[kind.TABLE]
            found = run.records(kind, rows)
            for place, one in enumerate(run.declared(found) if kind is OwnField else found, 1):
                records.append(one)
                where[one.ref] = rows.where(place)
    if run.faults:
        raise BadRows(run.faults)
    if Counter(one.TABLE for one in records) != Counter(head.records):
        raise Invalid("the file has not the records that its head names", WROTE)
    clients = [one for one in records if isinstance(one, Client)]
    if [one.ref for one in clients] != [head.client]:
        raise Refused("the file has not the one client that its head names", f"{WROTE}, a file for each client")
    if faults := list(_faults(records, clients[0], where)):
        raise BadRows(faults)
    return Brought(export.database, head, clients[0], tuple(records), where)


def _faults(records: list[Record], client: Client, where: Mapping[str, str]) -> Iterator[Fault]:
    """What refers to what is not in the file, and what is another client's."""
    for one in records:
        if isinstance(one, Link):
            yield Fault(where[one.ref], "other", Invalid("is another client's, which no transfer has", WROTE))
        for field in fields_of(type(one)):
            value = getattr(one, field.name)
            if not field.refers or value is None:
                continue
            prefix = kind_of(field.refers).PREFIX
            for number in value if field.many else (value,):
                if f"{prefix}{number}" not in where:
                    fault = f"refers to a {field.refers} that is not there"
                    yield Fault(where[one.ref], field.key, Invalid(fault, WROTE))
        if leads_to_client(type(one)) == "client_id" and vars(one)["client_id"] != client.id:
            yield Fault(where[one.ref], "client", Invalid("is not the client whom the file is of", WROTE))
        if one.TABLE == "waiver" and (parse_ref(vars(one)["item"]) is None or vars(one)["item"] not in where):
            yield Fault(where[one.ref], "item", Invalid("is no record that is there", WROTE))
