"""Numbers that agencies know clients by, as a file brings them: their shape, and whose they are already."""

from collections.abc import Callable

from caseload.records.identifier import ONE_PERSON, Identifier, System, oddity
from caseload.records.of.tail import significant
from caseload.store.core import Store
from caseload.store.reads.identifiers import same_number


class Numbers:
    """What is noted of the numbers of one file; they are kept all the same."""

    def __init__(self, store: Store, note: Callable[[str, str], None]) -> None:
        self._store, self._note = store, note
        self._met: dict[tuple[System, str], int] = {}

    def watch(self, line: int, number: Identifier) -> None:
        """Note what is odd about one number: an SSN of eight digits, one that somebody else has."""
        if what := oddity(number):
            self._note(f"it is {what}", str(line))
        key = number.system, significant(number.value).lower()
        here = same_number(self._store, number)
        if any(one.client_id == number.client_id for one in here):
            self._note("the client has that number already", str(line))
        clients = {one.client_id for one in here}
        clients |= {self._met.setdefault(key, number.client_id)}
        if clients - {number.client_id}:
            may = ", who may be the same person (report duplicates)" if number.system in ONE_PERSON else ""
            self._note(f"the number is another client's, too{may}", str(line))
