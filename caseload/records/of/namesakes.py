"""Clients of one name, told apart: by birthday, and where that does not do it by what differs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from caseload.errors import aside
from caseload.records.client import Client
from caseload.records.of.likeness import keys, may_be_same, same_name


def told_apart(clients: Iterable[Client]) -> Mapping[int, str]:
    """What tells each client from those of the same name among them, by number; nothing for a name that stands alone.

    That is the birthday; beside a namesake of the same or an unknown one what else differs, but never where someone
    lives who is not to be found.
    """
    groups: dict[str, dict[int, Client]] = defaultdict(dict)
    for one in clients:
        for key in keys(one):
            groups[key][one.id] = one
    known: dict[int, Client] = {}
    others: dict[int, dict[int, Client]] = defaultdict(dict)
    for group in groups.values():
        for one in group.values() if len(group) > 1 else ():
            known[one.id] = one
            others[one.id] |= {key: other for key, other in group.items() if key != one.id and same_name(one, other)}
    return {number: apart(known[number], [*found.values()]) for number, found in others.items() if found}


def told(clients: Sequence[Client]) -> list[str]:
    """The clients as a question names them, each told from its namesakes: c1 ana-ruiz (born 1950-02-28)."""
    differ = told_apart(clients)
    return [f"{one.ref}{aside(one.handle)} ({differ.get(one.id) or apart(one)})" for one in clients]


class Here(Protocol):
    """What is told of a client whose name a new one has: a Client, or what the store reads of one."""

    @property
    def ref(self) -> str: ...  # noqa: D102 - Client says it
    @property
    def handle(self) -> str: ...  # noqa: D102 - as above
    @property
    def status(self) -> str: ...  # noqa: D102 - as above
    @property
    def born_on(self) -> object: ...  # noqa: D102 - as above
    @property
    def died_on(self) -> object: ...  # noqa: D102 - as above


def named(client: Here) -> str:
    """A client who is here: c1 ana-ruiz (born 1950-02-28, finished)."""
    return f"{client.ref}{aside(client.handle)} ({_born(client.born_on)}, {client.status})"


TAKES = "--force or another birthday takes it"

TAKES_TWO = "--force takes it, or a birthday of each"
"""As TAKES, beside someone without a birthday: another's own does not tell the two apart."""


def way_out(namesakes: Sequence[Here]) -> str:
    """What to do about a new client whom nothing tells from these."""
    closed = [one for one in namesakes if one.status not in Client.OPEN and not one.died_on]
    takes = _taken_by([one for one in namesakes if not one.born_on])
    back = f"caseload client reopen {closed[0].ref} if it is the same person, " if closed else ""
    return f"{back}else {takes}" if closed else f"if it is someone else, {takes}"


def _taken_by(unborn: Sequence[Here]) -> str:
    if not unborn:
        return TAKES
    return f"{TAKES_TWO}: caseload client edit {unborn[0].ref} --born-on DAY" if len(unborn) == 1 else TAKES_TWO


def apart(client: Client, others: Sequence[Client] = ()) -> str:
    """The client's birthday, and as much more as tells the client from each of the others."""
    return ", ".join((_born(client.born_on), *_differing(client, others)))


def named_apart(clients: Sequence[Client]) -> list[str]:
    """Clients who are here, as `named` has each, with as much more as tells each from the others."""
    return [
        f"{one.ref}{aside(one.handle)} ({', '.join(dict.fromkeys((_born(one.born_on), str(one.status), *more)))})"
        for one in clients
        for more in [_differing(one, [other for other in clients if other is not one])]
    ]


def _differing(client: Client, others: Sequence[Client]) -> Sequence[str]:
    said = []
    left = [(one, _facts(one)) for one in others if may_be_same(client, one)]
    for place, fact in enumerate(_facts(client)):
        still = [(one, facts) for one, facts in left if facts[place] == fact]
        if len(still) < len(left):
            said.append(fact)
            left = still
    return said


def differ(one: Client, other: Client) -> str:
    """In what two clients differ, their birthdays aside: active or finished, in Austin or in Reno."""
    pairs = zip(_facts(one), _facts(other), strict=True)
    return ", ".join(f"{mine} or {theirs}" for mine, theirs in pairs if mine != theirs)


def _born(day: object) -> str:
    return f"born {day}" if day else "birthday unknown"


def _facts(client: Client) -> Sequence[str]:
    """What may differ between two of one name, what is seen at once first."""
    digits = "".join(filter(str.isdigit, client.phone or client.phone_other or ""))
    is_hidden = "city" in client.confidential()
    return (
        str(client.status),
        f"called {client.preferred_name}" if client.preferred_name else "called nothing else",
        "city confidential" if is_hidden else f"in {client.city}" if client.city else "city unknown",
        f"phone ..{digits[-4:]}" if digits else "no phone",
        f"opened {client.opened_on}" if client.opened_on else "not opened",
    )
