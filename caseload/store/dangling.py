"""Records that refer to what is not there, as an undo must know them: some, and those that name them."""

from collections.abc import Iterator, Mapping

from caseload.records.kinds import KINDS, kind_of
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of
from caseload.records.waiver import Waiver
from caseload.store.core import Store
from caseload.store.rows import listed_in


def lost_in(store: Store, touched: Mapping[str, tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """Such records by typed id, and the table of what is lost, of what has to do with those numbers of a table."""
    for table, (first, last) in touched.items():
        for sql in (*_dangling(table), _DANGLING_WAIVER.format(prefix=kind_of(table).PREFIX, table=table)):
            yield from store.connection.execute(sql, {"first": first, "last": last})


def _dangling(table: str) -> Iterator[str]:
    """Queries for a record that has to do with some numbers of a table and refers to nothing: its typed id, to what."""
    for kind in KINDS:
        for field in fields_of(kind):
            if field.refers and table in (kind.TABLE, field.refers):
                where = f"{_lost(field)} and ({' or '.join(_near(kind, field, table))})"
                yield f"select '{kind.PREFIX}' || id, '{field.refers}' from {kind.TABLE} where {where}"


def _lost(field: Field) -> str:
    """SQL for a reference that leads nowhere."""
    there = f"(select id from {field.refers})"
    if field.many:
        each = f"json_each({listed_in(field.name)})"
        return f"{field.name} <> '[]' and exists (select 1 from {each} where value not in {there})"
    return f"{field.name} is not null and {field.name} not in {there}"


def _near(kind: type[Record], field: Field, table: str) -> Iterator[str]:
    """SQL for what has to do with the numbers asked about: the record itself, or what it refers to."""
    if table == kind.TABLE:
        yield "id between :first and :last"
    if table == field.refers:
        # Those that name several have no index to ask; the few that are lost are as good an answer.
        yield "true" if field.many else f"{field.name} between :first and :last"


_DANGLING_WAIVER = f"""
select '{Waiver.PREFIX}' || id, '{{table}}' from waiver
where item glob '{{prefix}}[0-9]*' and cast(substr(item, length('{{prefix}}') + 1) as integer) between :first and :last
    and cast(substr(item, length('{{prefix}}') + 1) as integer) not in (select id from {{table}})"""
