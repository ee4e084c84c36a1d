"""Minutes of a period by client, activity, payer or week; units by the payer's rule; what stands at one time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.output.page import Listing, Page, Section
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.coverage import Coverage
from caseload.records.note import Note, Reached
from caseload.records.of.units import Delivery, Rounding, Unit, by_day
from caseload.reports.items import counted
from caseload.value import replace
from caseload.when.dates import monday

GUARDED = "guarded by law"
"""What stands for the name of a payer that goes to nobody."""

BY = ("client", "activity", "payer", "week")
"""By what minutes are summed, in `--by`."""

QUARTER = 15


class Contact(NamedTuple):
    """One contact with whom it is about, and who pays for it where that is known."""

    note: Note
    client: Client | None
    payer: str = ""


class Sum(NamedTuple):
    """The contacts of one client, activity, payer or week, and the units that the payers' rules make of them."""

    name: str
    contacts: tuple[Contact, ...]
    units: int | None
    """Of 15 minutes; None where no rule of a payer is known for any of them."""
    lost: int
    """Minutes that rounding loses; below zero where it wins some."""
    client: Client | None = None

    @property
    def minutes(self) -> int:
        """Of all of them; a contact of which nobody knows how long it took counts none."""
        return sum(one.note.minutes or 0 for one in self.contacts)

    @property
    def untimed(self) -> int:
        """How many of them nobody has timed."""
        return sum(one.note.minutes is None for one in self.contacts)


class Week(NamedTuple):
    """One week: minutes with or for clients, those of one's own, and the hours there are."""

    begins: date
    minutes: int
    own: int
    contract: float | None

    @property
    def over(self) -> int:
        """Minutes beyond the hours of the contract."""
        return max(0, self.minutes + self.own - round((self.contract or 0) * 60)) if self.contract else 0


class Overlap(NamedTuple):
    """Two contacts that want one person at once, and for how many minutes."""

    earlier: Note
    later: Note
    minutes: int


def payer_of(note: Note, services: Mapping[int, str], coverages: Sequence[Coverage], payers: Iterable[str]) -> str:
    """Who pays for a contact: the payer of its service, else who insured the client that day.

    Of several who did, one of whom it is known how minutes are rounded.
    """
    if (found := services.get(note.service_id or 0)) is not None:
        return found
    day = note.occurred.day
    held = [
        one.payer
        for one in coverages
        if one.client_id == note.client_id
        and (one.started_on is None or one.started_on <= day)
        and (one.ended_on is None or day <= one.ended_on)
    ]
    known = set(payers)
    return next((one for one in held if one.casefold() in known), held[0] if held else "")


def without_guarded(
    coverages: Iterable[Coverage], services: Mapping[int, str], payers: Iterable[str]
) -> tuple[list[Coverage], dict[int, str]]:
    """Both with no payer's name that only a guarded coverage has, unless config.toml names the payer."""
    kept, known = list(coverages), set(payers)
    told = known | {one.payer.casefold() for one in kept if not one.mark}
    return (
        [one if one.payer.casefold() in told else replace(one, payer=GUARDED) for one in kept],
        {number: name if name.casefold() in told else GUARDED for number, name in services.items()},
    )


def units_of(contacts: Iterable[Contact], payers: Mapping[str, Rounding]) -> tuple[int | None, int]:
    """The units of 15 minutes, client by client and day by day, and the minutes that rounding loses.

    An attempt is never a unit, nor is a contact for which no payer's rule of minutes is known.
    """
    groups: dict[tuple[int, str], list[Delivery]] = defaultdict(list)
    for one in contacts:
        rule = payers.get(one.payer.casefold())
        if rule in _OF_MINUTES and one.note.reached is not Reached.NO and one.note.minutes:
            with_client = one.note.reached is not Reached.COLLATERAL
            groups[one.note.client_id, one.payer.casefold()].append(
                Delivery(one.note.occurred.day, one.note.minutes, with_client)
            )
    if not groups:
        return None, 0
    units = sum(
        sum((by_day(Unit.QUARTER_HOUR, payers[payer], some) or {}).values()) for (_, payer), some in groups.items()
    )
    minutes = sum(one.minutes or 0 for some in groups.values() for one in some)
    return round(units), minutes - QUARTER * round(units)


_OF_MINUTES = (
    Rounding.EIGHT_MINUTE, Rounding.EIGHT_MINUTE_PER_SERVICE, Rounding.FULL, Rounding.FIRST_MINUTE_THEN_HALF,
)  # fmt: skip


def sums(found: Sequence[Contact], by: str, payers: Mapping[str, Rounding]) -> list[Sum]:
    """The contacts summed; raises Invalid for what they are not summed by."""
    if by not in BY:
        raise Invalid("is not accepted", f"one of {', '.join(BY)}", typed=by, field="--by")
    groups: dict[str, list[Contact]] = {}
    for one in found:
        groups.setdefault(_KEYS[by](one), []).append(one)
    key: Callable[[str], Any] = (lambda name: int(name[1:])) if by == "client" else str
    return [
        Sum(
            name,
            tuple(groups[name]),
            *units_of(groups[name], payers),
            groups[name][0].client if by == "client" else None,
        )
        for name in sorted(groups, key=key)
    ]


_KEYS: Mapping[str, Callable[[Contact], str]] = {
    "client": lambda one: f"{Client.PREFIX}{one.note.client_id}",
    "activity": lambda one: str(one.note.activity or "none"),
    "payer": lambda one: one.payer or "nobody known",
    "week": lambda one: str(monday(one.note.occurred.day)),
}


def weeks(found: Iterable[Contact], own: Iterable[Appointment], contract: float | None) -> list[Week]:
    """The weeks in which something was done, by their Mondays."""
    of_clients, of_ones_own = defaultdict[date, int](int), defaultdict[date, int](int)
    for one in found:
        of_clients[monday(one.note.occurred.day)] += one.note.minutes or 0
    for each in own:
        if not each.is_stay:
            of_ones_own[monday(each.starts.day)] += each.minutes or 0
    begins = sorted({*of_clients, *of_ones_own})
    return [Week(day, of_clients[day], of_ones_own[day], contract) for day in begins]


def overlaps(notes: Iterable[Note]) -> Iterator[Overlap]:
    """Contacts at one time, in pairs; what was written for several clients at once is one contact."""
    last: tuple[Note, datetime] | None = None
    timed = [one for one in notes if one.occurred.time is not None and one.minutes]
    for one in sorted(timed, key=lambda one: (str(one.occurred), one.id)):
        begins = one.occurred.starts()
        ends = begins + timedelta(minutes=one.minutes or 0)
        if last is not None and not _is_one_contact(last[0], one):
            shared = (min(last[1], ends) - begins) // timedelta(minutes=1)
            if shared > 0:
                yield Overlap(last[0], one, shared)
        if last is None or ends > last[1]:
            last = (one, ends)


def _is_one_contact(one: Note, other: Note) -> bool:
    """Whether two notes were written of the same contact, with several clients."""
    return (one.occurred, one.mode, one.body) == (other.occurred, other.mode, other.body)


def columns(by: str) -> tuple[Column[Sum], ...]:
    """The columns of `report time`."""
    name: tuple[Column[Sum], ...] = (Column(by, lambda one: one.name, by.capitalize()),)
    if by == "client":
        name = (
            Column("client", lambda one: one.name, "Client", say=lambda one: one.client.handle if one.client else None),
            Column("client_handle", lambda one: one.client.handle if one.client else None),
        )
    return (
        *name,
        Column("contacts", lambda one: len(one.contacts), "Contacts", right=True),
        Column("minutes", lambda one: one.minutes, "Min", right=True),
        Column("hours", lambda one: round(one.minutes / 60, 2), "Hours", right=True),
        Column("untimed", lambda one: one.untimed, "Untimed", right=True),
        Column("units", lambda one: one.units, "Units", right=True),
        Column("lost_minutes", lambda one: None if one.units is None else one.lost, "Lost", right=True),
    )


_WEEK: tuple[Column[Week], ...] = (
    Column("week", lambda one: one.begins, "Week of"),
    Column("clients", lambda one: said_hours(one.minutes), "For clients", right=True),
    Column("own", lambda one: said_hours(one.own) if one.own else None, "Your own", right=True),
    Column("contract", lambda one: one.contract and f"{one.contract:g} h", "Contract", right=True),
    Column("over", lambda one: f"{said_hours(one.over)} over" if one.over else None, "Over",
           style=lambda one: "late" if one.over else ""),
)  # fmt: skip


def said_hours(minutes: int) -> str:
    """Minutes as hours: 7 h 05."""
    return f"{minutes // 60} h {minutes % 60:02}"


def page(
    found: Sequence[Contact], by: str, payers: Mapping[str, Rounding], of_weeks: Sequence[Week],
    pairs: Sequence[Overlap], period: tuple[date, date],
) -> Page:  # fmt: skip
    """The minutes of a period summed, the weeks, what stands at one time."""
    on_a_page = [one for one in columns(by) if one.key not in ("client_handle", "hours")]
    sections = [Section(f"By {by}", Listing(sums(found, by, payers), on_a_page, headings=True))] if found else []
    if by != "week" and of_weeks:
        sections.append(Section("Weeks", Listing(of_weeks, _WEEK)))
    if pairs:
        sections.append(Section(f"At one time: {len(pairs)}", Listing(pairs, _PAIR)))
    return Page(f"Time {period[0]} to {period[1]}", totals(found, payers), tuple(sections), _asks(found, payers))


_PAIR: tuple[Column[Overlap], ...] = (
    Column("at", lambda one: one.later.occurred),
    Column("one", lambda one: f"{one.earlier.ref}, {one.earlier.minutes} min from {one.earlier.occurred.time:%H:%M}"),
    Column("other", lambda one: f"and {one.later.ref}, {one.later.minutes} min"),
    Column("minutes", lambda one: f"{one.minutes} min counted twice", style=lambda _: "late"),
)


def totals(found: Sequence[Contact], payers: Mapping[str, Rounding]) -> str:
    """All of it in one line: 12 contacts · 9 h 20 · 30 units, 14 min lost by rounding."""
    if not found:
        return "Nothing was written."
    whole = Sum("", tuple(found), *units_of(found, payers))
    lost = f"{whole.lost} min lost by rounding" if whole.lost >= 0 else f"{-whole.lost} min won by rounding"
    units = f"{counted(whole.units, 'unit', 'units') or 'no unit'}, {lost}" if whole.units is not None else ""
    untimed = f"{whole.untimed} without minutes" if whole.untimed else ""
    contacts = counted(len(found), "contact", "contacts")
    return " · ".join(filter(None, (contacts, said_hours(whole.minutes), units, untimed)))


def _asks(found: Sequence[Contact], payers: Mapping[str, Rounding]) -> str:
    """Of which payers nobody has said how minutes are rounded."""
    bare = sorted({one.payer for one in found if one.payer not in ("", GUARDED) and one.payer.casefold() not in payers})
    return f"No rule of rounding: {', '.join(bare)}; [payers.NAME] in config.toml has it" if bare else ""
