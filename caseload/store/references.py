"""What refers to a record that it must not refer to: not there, itself, another client's, linked already."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from caseload.errors import Invalid, Refused
from caseload.records.kinds import KINDS, PARENTS, leads_to_client, parse_ref
from caseload.records.link import Link
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of, references
from caseload.records.of.nature import NotItself
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.reads.clients import client_in
from caseload.store.reads.listed import naming, referring


class Broken(NamedTuple):
    """A field of a record, and what is wrong with what it refers to."""

    kind: type[Record]
    id: int
    key: str
    fault: str


def broken(store: Store) -> Iterator[Broken]:
    """Everything that refers to what it must not, kind by kind."""
    for kind in KINDS:
        for field in fields_of(kind):
            if field.refers:
                yield from _broken(store, kind, field)


def linked_twice(store: Store) -> Iterator[Broken]:
    """Every link of two clients that another links already."""
    for number, earlier in store.connection.execute(_LINKED_TWICE):
        yield Broken(Link, number, "other", f"is linked with the client by {Link.PREFIX}{earlier} already")


_LINKED_TWICE = """
select later.id, min(earlier.id) from link as later join link as earlier on earlier.id < later.id
    and (earlier.client_id, earlier.other_id) in (
        (later.client_id, later.other_id), (later.other_id, later.client_id))
where later.voided_at is null and earlier.voided_at is null group by later.id"""


def missing_items(store: Store) -> Iterator[Broken]:
    """Every waiver of what is not there."""
    for number, item in store.connection.execute("select id, item from waiver where voided_at is null"):
        if not is_there(store, item):
            yield Broken(Waiver, number, "item", MISSING_ITEM)


MISSING_ITEM = "is no record that is there"


def is_there(store: Store, ref: str) -> bool:
    """Whether a record has that typed id, the voided too."""
    found = parse_ref(ref)
    if found is None or ref != f"{found[0].PREFIX}{found[1]}":
        return False
    sql = f"select 1 from {found[0].TABLE} where id = ?"
    return store.connection.execute(sql, (found[1],)).fetchone() is not None


def refuse_about_nothing(store: Store, waiver: Waiver, rules: Collection[str]) -> None:
    """Raises Invalid for what puts nothing out of sight: its item is not there, or its rule is none."""
    if not is_there(store, waiver.item):
        raise Invalid(MISSING_ITEM, "the typed id of one that is stored, such as t1", field="item")
    if waiver.rule is not None and waiver.rule not in rules:
        raise Invalid("is not a rule", f"one of {', '.join(rules)}, or none for every rule", field="rule")


def refuse_given_away(store: Store, before: Record, after: Record) -> None:
    """Refuse to save a record by itself as another client's where what refers to it would stay behind."""
    number = getattr(after, "client_id", None)
    if number == getattr(before, "client_id", None):
        return
    for kind in KINDS:
        for field in references(kind, before.TABLE):
            by_one = () if field.many else referring(store, kind, field.name, before.id, voided=True)
            for one in naming(store, kind, field.name, before.id) if field.many else by_one:
                if one.ref != before.ref:
                    way = f"caseload {before.TABLE} edit {before.ref} --to-client {f'c{number}' if number else 'me'}"
                    raise Refused(f"{one.ref} refers to {before.ref} and would stay with the client it is of", way)


def _broken(store: Store, kind: type[Record], field: Field) -> Iterator[Broken]:
    parent = next(one for one in KINDS if field.refers == one.TABLE)
    is_itself = "one.id = other.id" if field.is_a(NotItself) else "false"
    # What a record belongs to says whose it is; a client and a provider are no client's.
    belongs = not leads_to_client(parent) or PARENTS.get(kind, ("",))[0] == field.name
    # A voided record stays as it was when what it refers to moves to another client.
    whose = f"{client_in(kind, 'one')} is not {client_in(parent, 'other')}"
    is_anothers = "false" if belongs else f"one.voided_at is null and {whose}"
    number, source = f"one.{field.name}", f"{kind.TABLE} as one"
    if field.many:
        number = "each.value"
        source += f", json_each(iif(json_valid(one.{field.name}), one.{field.name}, '[]')) as each"
    sql = f"""
        select one.id, other.id is null, {is_itself}
        from {source} left join {parent.TABLE} as other on other.id = {number}
        where {number} is not null and (other.id is null or {is_itself} or {is_anothers}) order by one.id
    """
    for row, is_missing, itself in store.connection.execute(sql):
        fault = f"a {parent.TABLE} that is not there" if is_missing else f"another client's {parent.TABLE}"
        yield Broken(kind, row, field.key, f"refers to {'itself' if itself else fault}")
