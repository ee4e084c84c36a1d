"""Which fields of the user's own a kind has: what was declared for it and not dropped."""

from typing import TYPE_CHECKING

from caseload.records.of.base import Record
from caseload.records.of.fields import Field
from caseload.store.core import Store
from caseload.store.rows import listed_in
from caseload.when.dates import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from caseload.records.field import OwnField


def declared(store: Store, kind: type[Record], *, dropped: bool = False) -> "list[OwnField]":
    """The declarations for a kind in the order of their ids; those that were dropped, too, where asked."""
    where = "of = ?" if dropped else "of = ? and voided_at is null"
    if store.connection.execute(f"select 1 from field where {where}", (kind.TABLE,)).fetchone() is None:
        return []
    from caseload.records.field import OwnField

    return store.select(OwnField, f"{where} order by id", (kind.TABLE,))


def own_fields(store: Store, kind: type[Record]) -> tuple[Field, ...]:
    """The fields of the user's own that a kind has, in the order of their ids."""
    if not (kind.OWN and (found := declared(store, kind))):
        return ()
    from caseload.records.of.own import is_built_in, own_field

    # One that another program has given the name of a field of the kind would stand in its place.
    return tuple(own_field(one) for one in found if not is_built_in(one))


def holding(store: Store, declaration: "OwnField") -> list[Record]:
    """Every record that holds something in a field of the user's own, the voided too."""
    from caseload.records.kinds import kind_of

    kind = kind_of(declaration.of)
    return store.select(kind, f"own <> '{{}}' and json_type(own, '$.{declaration.ref}') is not null order by id")


def unfit(store: Store, kind: type[Record], first: int, last: int) -> set[tuple[int, str]]:
    """What records of a kind, from one number to another, hold that no declaration takes: number, id of the field."""
    sql = f"""
        select {kind.TABLE}.id, part.key from {kind.TABLE}, json_each(own) as part
        left join field on part.key = 'f' || field.id and field.of = ?
        where own <> '{{}}' and {kind.TABLE}.id between ? and ? and not ifnull({_TAKES}, 0)"""
    return set(store.connection.execute(sql, (kind.TABLE, first, last)))


_TAKES = f"""case field.type
    when 'text' then part.type = 'text'
    when 'number' then part.type in ('integer', 'real')
    when 'yes-no' then part.type in ('true', 'false')
    when 'day' then part.type = 'text' and part.value is date(part.value)
        and substr(part.value, 1, 4) between '{FIRST_YEAR}' and '{LAST_YEAR}'
    when 'word' then part.type = 'text' and part.value in (select value from json_each({listed_in("field.words")}))
    when 'words' then part.type = 'array' and part.value <> '[]' and not exists (
        select value from json_each(iif(part.type = 'array', part.value, '[]'))
        except select value from json_each({listed_in("field.words")}))
end"""
"""SQL for what `records.of.own.fits` says of a value that is stored."""
