"""Which clients look like one who comes: names and birthdays alone are read, of those whose name begins alike."""

from typing import NamedTuple

from caseload.records.client import Client
from caseload.records.of.likeness import initials_of, likeness, same_name
from caseload.records.of.names import fold_name
from caseload.store.core import Store
from caseload.store.reads.plain import has_other_letters, without_marks


class Known(NamedTuple):
    """What is read of a client to tell whether another is the same; `born_on` as it is stored."""

    id: int
    handle: str
    status: str
    given_name: str | None
    family_name: str | None
    preferred_name: str | None
    born_on: str | None
    died_on: str | None

    @property
    def ref(self) -> str:
        """The typed id."""
        return f"{Client.PREFIX}{self.id}"

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)


def alike(store: Store, client: Client) -> list[tuple[Known, str]]:
    """Every client, closed ones too, who may be the same person as a new one, and why; by number."""
    new = _known(client)
    # Folding ten thousand names takes longer than all the rest; one that begins with another letter is another.
    letters = "".join(sorted(letter for letter in initials_of(client) if "a" <= letter <= "z"))
    begins = " or ".join(
        f"lower(substr({column}, 1, 1)) between 'a' and 'z' and instr(:letters, lower(substr({column}, 1, 1)))"
        f" or {column} not glob '[a-zA-Z]*'"
        for column in ("given_name", "family_name", "preferred_name")
    )
    sql = f"""select {", ".join(Known._fields)} from client
where voided_at is null and (born_on is null or :born_on is null or born_on = :born_on)
    and (born_on = :born_on or {begins}) order by id"""
    found = map(Known._make, store.connection.execute(sql, {"born_on": new.born_on, "letters": letters}))
    return [(one, why) for one in found if (why := likeness(new, one))]


def of_another_birthday(store: Store, client: Client) -> list[Known]:
    """Every client of the same name as a new one whom only the birthday tells from the new one; by number."""
    if client.born_on is None:
        return []
    new, family = _known(client), fold_name(client.family_name or "").replace(" ", "")
    firsts = [fold_name(name).replace(" ", "") for name in (client.given_name or "", client.preferred_name or "")]
    names = sorted({joined for first in firsts for joined in (f"{first}{family}", f"{family}{first}")})
    plain = [f"ifnull({column}, '') || ifnull(family_name, '')" for column in ("given_name", "preferred_name")]
    fits = " or ".join(
        f"{without_marks(one)} in ({', '.join('?' * len(names))}) or {has_other_letters(one)}" for one in plain
    )
    # A name of signs alone is its signs.
    signs = " or ".join(
        f"{column} not glob '*[a-zA-Z0-9]*'" for column in ("given_name", "family_name", "preferred_name")
    )
    sql = f"""select {", ".join(Known._fields)} from client
where voided_at is null and born_on <> ? and ({fits} or {signs}) order by id"""
    found = store.connection.execute(sql, (new.born_on, *names, *names))
    return [one for one in map(Known._make, found) if same_name(new, one)]


def _known(client: Client) -> Known:
    born_on, died_on = (str(day) if day else None for day in (client.born_on, client.died_on))
    names = client.given_name, client.family_name, client.preferred_name
    return Known(0, client.handle, client.status, *names, born_on, died_on)
