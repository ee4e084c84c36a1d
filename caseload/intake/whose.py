"""Whose a row of a file is: this caseload's, another's, or nobody says; and which typed ids in it are believed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum

from caseload.errors import Invalid
from caseload.intake.values import Texts
from caseload.records.kinds import kind_of, leads_to_client
from caseload.records.of.base import Record
from caseload.records.of.fields import Field, fields_of


class Whose(Enum):
    """Which caseload a row says that it is of, in its column `database`."""

    OURS = "ours"
    THEIRS = "theirs"
    UNSAID = "unsaid"


class Beside:
    """What stands in a row beside a record's own columns and says whose it is: its database, its client's handle."""

    def __init__(self, places: Mapping[str, int], mine: str) -> None:
        """`places` of the columns `database` and `client_handle`, those that are there; `mine` is this database."""
        self._database, self._handle, self._mine = places.get("database"), places.get("client_handle"), mine

    def whose(self, cells: Sequence[str]) -> Whose:
        """Whose the row says that it is."""
        said = "" if self._database is None else cells[self._database].strip()
        if not said:
            return Whose.UNSAID
        return Whose.OURS if said == self._mine else Whose.THEIRS

    def is_nobodys(self, cells: Sequence[str]) -> bool:
        """Whether the row says that it is no client's."""
        return self._handle is not None and not self.handle(cells)

    def handle(self, cells: Sequence[str]) -> str:
        """The client's handle that stands in the row, or nothing."""
        return "" if self._handle is None else cells[self._handle].strip()


def whose_by(kind: type[Record]) -> Sequence[Field]:
    """The references by which a row says whose it is without a client: an appeal's benefit. None for most kinds."""
    if "client_id" not in kind.NEEDS:
        return ()
    hung = (one for one in fields_of(kind) if one.name in kind.HANGS)
    return [one for one in hung if one.refers and not one.many and leads_to_client(kind_of(one.refers))]


def refuse_theirs(texts: Texts, keys: Collection[str], *, is_whose_known: bool) -> None:
    """Refuse a row of another caseload that names a record under one of those keys: here it means someone else.

    A namesake here is no more the same than an id is; so it has to be known otherwise whose it is here.
    """
    if named := sorted(keys & texts.keys()):
        key = named[0]
        how = f"the column left out with --map {key}=" + (", and --set client=NAME" if key == "client" else "")
        raise Invalid("is of another caseload: the row's database is not this one", how, field=key)
    if not is_whose_known:
        raise Invalid("is a client of another caseload", "--set client=NAME says whose it is here", field="client")


def refuse_handle(
    handle: str, clients: Collection[int], whose: Whose, named: Callable[[str], int | None], *, key: str
) -> None:
    """Refuse a row of those clients beside a handle that is another's here or, unless the row is ours, nobody's.

    So is one refused that names no client, which `key` does in such rows. `named` gives the number of the client who
    has a handle.
    """
    if not clients:
        what = f"is a client's, and the row names none under {key}"
        way = f"a column {key}, or the handles left out with --map client_handle="
        raise Invalid(what, way, field="client_handle")
    other = named(handle)
    for client in sorted(clients):
        if other is not None and other != client:
            what = f"is the handle of c{other}, and the row is of c{client}"
            raise Invalid(what, "one client", field="client_handle")
        if other is None and whose is not Whose.OURS:
            raise Invalid(f"is not the handle of c{client} here", OURS_ALONE, field="client_handle")


def refuse_nobodys(client: int | None) -> None:
    """Refuse a row beside a blank for a handle, as what is nobody's has, whose typed id is that of a client's here."""
    if client is not None:
        raise Invalid(f"is blank, and the row is of c{client} here", OURS_ALONE, field="client_handle")


OURS_ALONE = "an export of this caseload with its column database, or the handles left out"
"""What a row may have where its id and the handle beside it do not go together."""
