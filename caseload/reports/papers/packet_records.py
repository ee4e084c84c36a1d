"""The records that a packet of a period is made of, as far as they may be shown."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from caseload.output.languages import Language
from caseload.records.addendum import Addendum
from caseload.records.appointment import Appointment
from caseload.records.client import Client
from caseload.records.goal import Goal
from caseload.records.need import Need
from caseload.records.need import Support as Helped
from caseload.records.note import Activity, Note, Reached
from caseload.records.of.base import Record
from caseload.records.plan import Plan
from caseload.records.referral import Referral
from caseload.records.referral import is_open as is_asked
from caseload.records.service import Service
from caseload.records.service import is_open as goes_on
from caseload.reports.papers import Desk
from caseload.reports.papers.labelled import need_said
from caseload.store.reads.care import plans_of_client
from caseload.store.reads.listed import Wanted, listed
from caseload.store.reads.work import addenda_of_note

R = TypeVar("R", bound=Record)


_NEVER_SO = "entered-in-error"
"""The standing of what was never so: it is no part of anybody's page."""


class Declined(NamedTuple):
    """What the client said no to, why, and which record says it."""

    what: str
    why: str | None
    record: Need | Service


class Packet(NamedTuple):
    """The records of a period that a packet is made of, as far as they may be shown."""

    client: Client
    first: date
    last: date
    plans: Sequence[Plan]
    notes: Sequence[Note]
    appointments: Sequence[Appointment]
    goals: Sequence[Goal]
    services: Sequence[Service]
    needs: Sequence[Need]
    referrals: Sequence[Referral]

    added: Mapping[int, Sequence[Addendum]]
    """What was added to a signed note, by its number."""

    def declined(self, language: Language) -> list[Declined]:
        """What the client said no to."""
        services = [Declined(one.what, one.decline_reason, one) for one in self.services if one.declined]
        needs = [one for one in self.needs if one.support is Helped.DECLINED]
        return [*services, *(Declined(need_said(language, one), one.decline_reason, one) for one in needs)]

    @property
    def coordinated(self) -> list[Note]:
        """The contacts that were with others about the client."""
        activities = (Activity.CARE_COORDINATION, Activity.CARE_TRANSITIONS)
        return [one for one in self.notes if one.activity in activities or one.reached is Reached.COLLATERAL]

    @property
    def awaited(self) -> list[Service]:
        """The services that are needed and have not begun."""
        return [one for one in self.services if one.status in ("not-started", "scheduled", "on-hold")]

    @property
    def going_on(self) -> list[Service]:
        """The services that go on or are to begin."""
        return [one for one in self.services if goes_on(one)]

    @property
    def asked_for(self) -> list[Referral]:
        """The referrals that are open."""
        return [one for one in self.referrals if is_asked(one)]


def gathered(desk: Desk, client: Client, first: date, last: date) -> Packet:
    """What of the client's records the packet of those days is made of."""

    def every(kind: type[R]) -> list[R]:
        found = listed(desk.store, kind, Wanted(client.id, statuses=()), desk.now)
        return [one for one in found if getattr(one, kind.STATUS or "", None) != _NEVER_SO]

    def within(found: Sequence[R], day: Callable[[R], date]) -> list[R]:
        return desk.kept(sorted((one for one in found if first <= day(one) <= last), key=lambda one: str(day(one))))

    notes = within(every(Note), lambda one: one.occurred.day)
    added = {one.id: desk.kept(addenda_of_note(desk.store, one.id)) for one in notes}
    return Packet(
        client, first, last, desk.kept(plans_of_client(desk.store, client.id)), notes,
        within(every(Appointment), lambda one: one.starts.day), desk.kept(every(Goal)), desk.kept(every(Service)),
        desk.kept(every(Need)), desk.kept(every(Referral)), added,
    )  # fmt: skip
