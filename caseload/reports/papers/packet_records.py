"""The records that a packet of a period is made of, as far as they may be shown."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

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
from caseload.reports.papers import Desk
from caseload.store.reads.care import plans_of_client
from caseload.store.reads.listed import Wanted, listed

R = TypeVar("R", bound=Record)


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

    @property
    def declined(self) -> list[tuple[str, str | None, str]]:
        """What the client said no to: what, why, which record."""
        services = [(one.what, one.decline_reason, one.ref) for one in self.services if one.declined]
        needs = [(one.title, one.decline_reason, one.ref) for one in self.needs if one.support is Helped.DECLINED]
        return [*services, *needs]

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
    def asked_for(self) -> list[Referral]:
        """The referrals that are open."""
        return [one for one in self.referrals if is_asked(one)]


def gathered(desk: Desk, client: Client, first: date, last: date) -> Packet:
    """What of the client's records the packet of those days is made of."""

    def every(kind: type[R]) -> list[R]:
        return list(listed(desk.store, kind, Wanted(client.id, statuses=()), desk.now))

    def within(found: Sequence[R], day: Callable[[R], date]) -> list[R]:
        return desk.kept(sorted((one for one in found if first <= day(one) <= last), key=lambda one: str(day(one))))

    return Packet(
        client, first, last, desk.kept(plans_of_client(desk.store, client.id)),
        within(every(Note), lambda one: one.occurred.day), within(every(Appointment), lambda one: one.starts.day),
        desk.kept(every(Goal)), desk.kept(every(Service)), desk.kept(every(Need)), desk.kept(every(Referral)),
    )  # fmt: skip
