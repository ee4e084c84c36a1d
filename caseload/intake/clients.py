"""Clients that an import brings beside those there are: handles of their own, and who may have been entered before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from caseload.errors import Invalid
from caseload.records.client import Client, is_open
from caseload.records.of.likeness import is_namesake, keys
from caseload.records.of.names import fitting, free_handle, handle_from
from caseload.records.of.namesakes import TAKES, TAKES_TWO, named_apart, way_out
from caseload.records.of.order import Life
from caseload.value import replace

_UNKNOWN = Life()


class Clients:
    """The clients there are, and those that have come."""

    def __init__(self, known: Iterable[Client]) -> None:
        self._handles: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._lives: dict[int, Life] = {}
        self._alike: dict[str, list[tuple[Client, int]]] = defaultdict(list)
        for one in known:
            self._handles.add(one.handle)
            self._numbers[one.handle] = one.id
            self._lives[one.id] = Life(one.born_on, one.opened_on, one.died_on)
            if not one.voided_at:
                self._remember(one, 0)

    def life(self, number: int | None) -> Life:
        """What bounds the dates of a stored client's records."""
        return self._lives.get(number or 0, _UNKNOWN)

    def named(self, handle: str) -> int | None:
        """The number of the stored client who has a handle."""
        return self._numbers.get(handle)

    def take(self, handle: str) -> None:
        """Claim a handle; raises Invalid where it is taken."""
        if fitting(handle) in self._handles:
            raise Invalid("is another client's already", "a handle of its own, or a blank", field="handle")
        self._handles.add(handle)

    def enter(self, client: Client, line: int, *, is_named: bool, force: bool = False) -> tuple[Client, list[Client]]:
        """A new client of a line, with a handle made for one who is not `is_named`, and those who look like this one.

        They have the name in some spelling. Raises Invalid where nothing tells the client from one of them, neither two
        birthdays nor `force`; one who is voided is nobody's namesake.
        """
        shared = [one for key in sorted(keys(client)) for one in self._alike.get(key, ())]
        known = [] if client.voided_at else [*{one.handle: (one, line) for one, line in shared}.values()]
        if not force:
            _refuse_same([(one, at) for one, at in known if is_namesake(client, one)])
        if not is_named:
            made = handle_from(client.given_name, client.family_name)
            client = replace(client, handle=free_handle(made, self._handles))
        self.take(client.handle)
        if not client.voided_at:
            self._remember(client, line)
        return client, [one for one, _ in known]

    def _remember(self, client: Client, line: int) -> None:
        for key in keys(client):
            self._alike[key].append((client, line))


def _refuse_same(same: Sequence[tuple[Client, int]]) -> None:
    if here := [one for one, line in same if not line]:
        raise Invalid(f"the client is here already: {', '.join(named_apart(here))}", way_out(here))
    for one, line in same:
        way = TAKES if one.born_on else TAKES_TWO
        raise Invalid(f"the client is in line {line} already, and no birthdays tell the two apart", way)


def ended_or_begun(before: Client, after: Client) -> str:
    """What a row says of care beginning or ending, which here is a command with more to it; or nothing."""
    if is_open(before) and not is_open(after):
        return "the client is closed by it (client close cancels what is still open, too)"
    if is_open(after) and not is_open(before):
        return "the client is open again by it (client reopen keeps the time that has ended, too)"
    died = after.died_on is not None and before.died_on is None
    return "the client has died by it and is not closed (client close does that)" if died and is_open(after) else ""
