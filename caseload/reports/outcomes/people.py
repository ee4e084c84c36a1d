"""Who was served, reached and seen in a period; openings, closings and who came back."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from caseload.records.appointment import AppointmentStatus
from caseload.records.client import CloseReason
from caseload.records.of.contact import is_made
from caseload.reports.outcomes.asked import Asked
from caseload.reports.outcomes.figure import Found, Row
from caseload.reports.served import Served
from caseload.store.reads.contacts import records_replaced
from caseload.store.reads.outcomes import Noted, appointments_over, met_since, noted_since

_HELD = AppointmentStatus.FULFILLED


def people(asked: Asked) -> Found:
    """Clients served, openings, contacts and appointments of the period."""
    made = list(_made(asked))
    openings = [one for one in asked.times if asked.period.holds(one.time.opened_on)]
    reached = list(_reached(asked, openings, made))
    missing = len(openings) - len(reached)
    contacts = sorted(
        (one for one in made if one.contact.client_id in asked.served and _in_period(asked, one)),
        key=lambda one: one.contact.occurred,
    )
    over = appointments_over(asked.store, *asked.period)
    appointments = [
        asked.row(one, None, one.starts.day, str(one.status)) for one in over if one.client_id in asked.clients
    ]
    noted = [_contact_row(asked, one) for one in contacts]
    silent = len(asked.served) - len({one.contact.client_id for one in contacts})
    return Found(
        {
            "clients-served": [_client_row(found) for found in asked.served.values()],
            "openings": [_row(one, one.time.opened_on, one.time.opened_on) for one in openings],
            "first-contact": reached,
            "contacts": noted,
            "contacts-each": noted,
            "appointments": appointments,
            "appointments-kept": [one for one in appointments if one.standing == _HELD],
        },
        {
            "first-contact": [f"{missing} of {len(openings)} openings had none."] if missing else [],
            "contacts-each": [f"{silent} of them had none."] if silent else [],
        },
    )  # fmt: skip


def ends(asked: Asked) -> Found:
    """Closings of the period, how long those had been served, and who came back."""
    closings = closings_of(asked)
    left = [one for one in closings if one.time.close_reason is not CloseReason.DECEASED]
    back = [(one, again) for one in left if (again := _again(asked, one))]
    recent = asked.today - timedelta(days=asked.within)
    returned = {one.ref for one, _ in back}
    open_yet = sum(1 for one in left if one.ref not in returned and (one.time.closed_on or date.min) > recent)
    known = [one for one in closings if one.time.opened_on]
    lacking = len(closings) - len(known)
    return Found(
        {
            "closings": [_row(one, one.time.opened_on, one.time.closed_on) for one in closings],
            "length-of-stay": [_row(one, one.time.opened_on, one.time.closed_on) for one in known],
            "departures": [_row(one, one.time.opened_on, one.time.closed_on) for one in left],
            "readmissions": [_row(one, one.time.closed_on, again, f"opened again {again}") for one, again in back],
        },
        {
            "length-of-stay": [f"{lacking} opened on no known day."] if lacking else [],
            "readmissions": [f"{open_yet} closed less than {asked.within} days ago may still come back."]
            if open_yet else [],
        },
    )  # fmt: skip


def by_reason(closings: Sequence[Served]) -> dict[str, list[Row]]:
    """The closings by their reason, the most frequent first."""
    return _parted((str(one.time.close_reason or "no reason kept"), one) for one in closings)


def by_destination(closings: Sequence[Served], *, withheld: bool) -> dict[str, list[Row]]:
    """The closings by where the client went, whatever its capitals; what a law guards is not named where `withheld`."""
    said: dict[str, str] = {}

    def named(one: Served) -> str:
        words = (one.time.destination or "").strip()
        if not words:
            return "not kept"
        if one.mark:
            return "guarded by law" if withheld else f"{one.mark} {words}"
        return said.setdefault(words.casefold(), words)

    return _parted((named(one), one) for one in closings)


def closings_of(asked: Asked) -> list[Served]:
    """The times of being served that ended in the period."""
    return [one for one in asked.times if not one.runs and asked.period.holds(one.time.closed_on)]


def _parted(named: Iterator[tuple[str, Served]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for name, one in named:
        found.setdefault(name, []).append(_row(one, one.time.opened_on, one.time.closed_on))
    return dict(sorted(found.items(), key=lambda part: (-len(part[1]), part[0])))


def _client_row(found: Sequence[Served]) -> Row:
    """A client who was served, by the latest of the times; guarded where each of them is."""
    last = found[-1]
    mark = last.mark if all(one.mark for one in found) else ""
    day = None if last.runs else last.time.closed_on
    return Row(last.client.ref, last.client, "", last.time.opened_on, day, None, None, str(last.client.status), mark)


def _row(one: Served, from_on: date | None, on: date | None, standing: str = "") -> Row:
    days = (on - from_on).days if on and from_on else None
    standing = standing or str(one.time.close_reason or "")
    title = f"{one.mark} {one.time.destination or ''}".strip()
    return Row(one.ref, one.client, title, from_on, on, days, None, standing, one.mark)


def _made(asked: Asked) -> Iterator[Noted]:
    """The contacts made since the first day of the period, with clients that count."""
    counts = {number: asked.counting(client) for number, client in asked.clients.items()}
    for one in noted_since(asked.store, asked.period.first):
        terms = counts.get(one.contact.client_id)
        if terms and is_made(one.contact, collateral=terms.collateral):
            yield one
    if any(terms.meetings for terms in counts.values()):
        for one in met_since(asked.store, asked.period.first, asked.today):
            terms = counts.get(one.contact.client_id)
            if terms and terms.meetings:
                yield one


def _in_period(asked: Asked, one: Noted) -> bool:
    return asked.period.holds(one.contact.occurred.day)


def _contact_row(asked: Asked, one: Noted) -> Row:
    contact = one.contact
    client, how = asked.clients[contact.client_id], "meeting" if contact.meeting else contact.mode
    day, standing = contact.occurred.day, str(contact.reached)
    return Row(one.ref, client, f"{one.mark} {how}".strip(), None, day, None, None, standing, one.mark, one.program)


def _reached(asked: Asked, openings: Sequence[Served], made: Sequence[Noted]) -> Iterator[Row]:
    """For each opening after which the person was reached, while it ran, the days until then."""
    by_client: dict[int, list[Noted]] = {}
    for one in made:
        by_client.setdefault(one.contact.client_id, []).append(one)
    replaced = records_replaced(asked.store, [one.client for one in openings])
    for opening in openings:
        person = (opening.client.id, *(one.id for one in replaced.get(opening.client.id, ())))
        found = _first(opening, [one for number in person for one in by_client.get(number, ())])
        if found:
            yield _row(opening, opening.time.opened_on, found.contact.occurred.day, f"by {found.ref}")


def _first(opening: Served, made: Sequence[Noted]) -> Noted | None:
    first, last = opening.time.opened_on or date.min, opening.time.closed_on
    last = date.max if opening.runs or last is None else last
    there = (one for one in made if first <= one.contact.occurred.day <= last)
    return min(there, key=lambda one: (one.contact.occurred, one.contact.id), default=None)


def _again(asked: Asked, closing: Served) -> date | None:
    """The day on which a client was opened again soon enough after a closing."""
    closed = closing.time.closed_on
    assert closed is not None  # noqa: S101 - it is in the period by that day
    days = (
        other.time.opened_on
        for other in asked.times_of[closing.client.id]
        if other.ref != closing.ref and other.time.opened_on
    )
    return min((day for day in days if 0 <= (day - closed).days <= asked.within), default=None)
