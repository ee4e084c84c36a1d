"""What contact there has been with a client, and the clocks that run from it (Dane County case-noting rules)."""

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import NamedTuple

from caseload.records.client import Client
from caseload.records.note import WRITTEN, Direction, Mode, Note, Reached
from caseload.records.of.clock import Reckoned, Still, Terms, counted, entered_on, on_day
from caseload.when.dates import Span, When

FIRST_VISIT = Span(30, "d")
"""The first face-to-face contact, counted from opening."""


class Contact(NamedTuple):
    """What the clocks need to know of a note."""

    id: int
    occurred: When
    mode: Mode
    direction: Direction | None
    reached: Reached
    client_id: int = 0
    meeting: int = 0
    """The number of the meeting of a programme, where it is that and no note."""

    @property
    def anchor(self) -> str:
        """The note's date as an anchor: n12 occurred; the meeting's: me7 held."""
        return f"me{self.meeting} held" if self.meeting else f"{Note.PREFIX}{self.id} occurred"


def is_made(contact: Contact, *, collateral: bool = False) -> bool:
    """Whether the client was reached; `collateral` contacts count only where that is settled.

    What was written counts when it came from the client, or when the client is known to have had it.
    """
    if contact.reached is Reached.COLLATERAL:
        return collateral
    if contact.mode in WRITTEN:
        return contact.direction is Direction.INBOUND or contact.reached is Reached.YES
    return contact.reached in (Reached.YES, Reached.GROUP)


def is_attempt(contact: Contact) -> bool:
    """Whether someone tried to reach the client and did not."""
    return contact.reached is Reached.NO and contact.direction is not Direction.INBOUND


class Contacts(NamedTuple):
    """One client, and the contacts from which the clocks count."""

    client: Client
    since_made: Sequence[Contact] = ()
    """The latest contact made and all since, newest first; all there are where none was made."""
    in_person: Contact | None = None
    """The latest visit at which the client was reached."""
    met: Contact | None = None
    """The latest meeting of a programme that the client kept; it counts only where that is settled."""
    kept: tuple[str, When] | None = None
    """The latest appointment that took place: its typed id, and when."""
    missed: Sequence[tuple[str, When]] = ()
    """The appointments missed since then, newest first: the typed id of each, and when."""
    ahead: str = ""
    """The typed id of something to come for this client."""
    replaces: Sequence[Client] = ()
    """The other records of the same person, with which nobody goes on; their contacts are among these."""

    @property
    def record(self) -> Client:
        """The record whose typed id an item about them has."""
        return self.client

    def belongs(self, contact: Contact) -> bool:
        """Whether it is of this time with the client: what was before the opening, where that is known, is not.

        A record that was replaced brings its own opening, unless it was closed before this one was opened.
        """
        opened = self.client.opened_on
        if opened is None:
            return True
        others = (one.opened_on for one in self.replaces if one.closed_on is None or one.closed_on >= opened)
        return contact.occurred.day >= min([opened, *filter(None, others)])

    def said_of(self, contact: Contact) -> str:
        """When it was, and under which note of which record where that is another one of the same person."""
        other = next((one for one in self.replaces if one.id == contact.client_id), None)
        return f"{contact.occurred.day}" + (f" ({Note.PREFIX}{contact.id} of {other.ref})" if other else "")

    def beginning(self, zone: tzinfo | None) -> tuple[str, str, date] | None:
        """Where counting begins without any contact: in words, as an anchor, and the day.

        The opening; without one the day the client was entered, by the user's clock.
        """
        client = self.client
        if client.opened_on:
            return "opening", f"{client.ref} opened_on", client.opened_on
        # Another program's stamp may be none: `doctor` tells.
        entered = entered_on(client, zone)
        return ("being entered", f"{client.ref} created_at", entered) if entered else None

    def made(self, *, collateral: bool, meetings: bool = False) -> Contact | None:
        """The latest contact made."""
        found = next((one for one in self.since_made if is_made(one, collateral=collateral)), None)
        return self.or_met(found, meetings=meetings)

    def or_met(self, found: Contact | None, *, meetings: bool) -> Contact | None:
        """The contact, or the meeting that the client kept after it, where that counts."""
        met = self.met if meetings else None
        return met if met and (found is None or met.occurred > found.occurred) else found


def contact_due(contacts: Contacts, terms: Terms, _today: date) -> Reckoned | Still:
    """The next contact: an interval after the last one made, or after the opening if that is later."""
    made = contacts.made(collateral=terms.collateral, meetings=terms.meetings)
    return _since(contacts, made, "contact", terms, terms.every)


def face_to_face_due(contacts: Contacts, terms: Terms, _today: date) -> Reckoned | Still:
    """The next visit: an interval after the last one, the first within 30 days of the opening, or sooner."""
    first = min(FIRST_VISIT, terms.every or FIRST_VISIT, key=lambda span: span.after(date(2000, 1, 1)))
    visit = contacts.or_met(contacts.in_person, meetings=terms.meetings)
    return _since(contacts, visit, "visit", terms, first)


def _since(contacts: Contacts, last: Contact | None, what: str, terms: Terms, first: Span | None) -> Reckoned | Still:
    if last is not None and contacts.belongs(last) and terms.every:
        said = f"last {what} {contacts.said_of(last)}, every {terms.every}"
        return counted(last.anchor, last.occurred.day, terms.every, said)
    beginning = contacts.beginning(terms.zone)
    if beginning is None or first is None:
        return Still("no opening to count from")
    name, anchor, day = beginning
    return counted(anchor, day, first, f"no {what} since {name} {day}, within {first}")


def attempts_due(contacts: Contacts, terms: Terms, _today: date) -> Reckoned | Still:
    """What to decide after so many attempts in a row without reaching the client, from the day of the last of them."""
    in_row: list[Contact] = []
    for one in contacts.since_made:
        if is_made(one, collateral=terms.collateral):
            break
        if is_attempt(one) and contacts.belongs(one):
            in_row.append(one)
    if len(in_row) < terms.attempts:
        return Still(f"{len(in_row)} of {terms.attempts} attempts in a row")
    reached_it = in_row[-terms.attempts]
    day = When(reached_it.occurred.day)
    said = f"{len(in_row)} attempts in a row, the last {contacts.said_of(in_row[0])}; {_DECIDE}"
    return on_day(reached_it.anchor, day, said)


def no_shows_due(contacts: Contacts, terms: Terms, _today: date) -> Reckoned | Still:
    """What to decide after so many no-shows in a row; a contact made since the last of them settles it.

    One between two of them does not: the client was reached, promised to come, and did not.
    """
    opened = contacts.client.opened_on
    in_row = [one for one in contacts.missed if opened is None or one[1].day >= opened]
    if len(in_row) < terms.attempts:
        return Still(f"{len(in_row)} of {terms.attempts} no-shows in a row")
    made, last = contacts.made(collateral=terms.collateral), in_row[0][1]
    if made is not None and _is_since(made.occurred, last):
        return Still(f"contact made on {made.occurred.day}, after {len(in_row)} no-shows in a row")
    ref, when = in_row[-terms.attempts]
    return on_day(f"{ref} starts", When(when.day), f"{len(in_row)} no-shows in a row, the last {last.day}; {_DECIDE}")


_DECIDE = "decide how to go on"


def _is_since(moment: When, last: When) -> bool:
    """Whether it came after; of one day, where no time tells, it did."""
    if moment.day == last.day and not (moment.time and last.time):
        return True
    return moment > last


def silent_due(contacts: Contacts, terms: Terms, _today: date) -> Reckoned | Still:
    """A client of whom nothing was recorded for an interval and for whom nothing is to come."""
    if contacts.ahead:
        return Still(f"{contacts.ahead} is to come")
    found = [(f"last note {contacts.said_of(one)}", one.anchor, one.occurred.day) for one in contacts.since_made[:1]]
    if contacts.kept:
        ref, when = contacts.kept
        found.append((f"last appointment kept {when.day}", f"{ref} starts", when.day))
    if contacts.met and terms.meetings:
        found.append((f"last meeting kept {contacts.met.occurred.day}", contacts.met.anchor, contacts.met.occurred.day))
    if not found or contacts.client.opened_on:
        begun = contacts.beginning(terms.zone)
        found += [(f"{begun[0]} {begun[2]}", *begun[1:])] if begun else []
    if not found or terms.every is None:
        return Still("no opening to count from")
    said, anchor, day = max(found, key=lambda one: one[2])
    return counted(anchor, day, terms.every, f"{said}, every {terms.every}")
