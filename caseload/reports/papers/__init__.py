"""Pages for other people: the words that a form makes one of, a module a page."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from caseload.config import Sender
from caseload.output.languages import Language
from caseload.records.client import Client
from caseload.records.of.base import Record
from caseload.records.person import Person
from caseload.reports.rule import Rule
from caseload.store.core import Store
from caseload.store.masks import reached

R = TypeVar("R", bound=Record)


class Desk(NamedTuple):
    """What a page is made with: the records, whose desk it comes from, when, in which language, for whose eyes."""

    store: Store
    sender: Sender
    now: datetime
    language: Language
    rules: tuple[Rule, ...]
    stays_out: Callable[[Record], bool]
    """Whether a record is no part of the page."""
    reveal: bool = False
    for_others: bool = False
    """Whether somebody else than the client or you is to have the page: the gate was asked."""

    def reaches(self, client: Client, person: Person) -> bool:
        """Whether the page has how somebody around a client is reached."""
        return reached(self.store, client, person, reveal=self.reveal)

    def kept(self, found: Iterable[R]) -> list[R]:
        """Those that are part of the page."""
        return [one for one in found if not self.stays_out(one)]


def heading(desk: Desk, mark: str) -> dict[str, Any]:
    """What every form has: the labels, the day, the sender; `mark` stands at the foot of each page, nobody's name."""
    return {
        "t": desk.language.labels,
        "language": desk.language.code,
        "today": desk.language.day(desk.now.date()),
        "sender": {name: getattr(desk.sender, name) or "" for name in Sender._fields},
        "mark": mark,
    }


def person_words(desk: Desk, client: Client) -> dict[str, Any]:
    """Who the page is about, by name and birthday; the name to be called by, too."""
    return {
        "id": client.ref,
        "name": client.name,
        "called": client.preferred_name or client.given_name or client.name,
        "born": desk.language.day(client.born_on),
    }
