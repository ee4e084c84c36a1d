"""What the records of clients who are served lack, each with the command that mends it.

GAPS is the one list of it. A kind that comes adds its row there, and a read to store.reads.gaps.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from caseload.output.column import Column
from caseload.records.appeal import Appeal
from caseload.records.appointment import Appointment, last_day
from caseload.records.authorization import Authorization
from caseload.records.benefit import Benefit, is_to_end
from caseload.records.client import Client, clocks_stopped
from caseload.records.enrollment import Enrollment
from caseload.records.expense import Expense
from caseload.records.goal import Goal
from caseload.records.incident import Incident
from caseload.records.kinds import has_client
from caseload.records.meeting import Meeting
from caseload.records.need import Need, asks_for_help
from caseload.records.note import Note
from caseload.records.of.base import Record
from caseload.records.of.deadline import Deadlines
from caseload.records.of.programme import Programme
from caseload.records.of.setting import HELD
from caseload.records.of.units import Rounding
from caseload.records.of.visit import is_to_be_written
from caseload.records.person import Person
from caseload.records.plan import Plan
from caseload.records.program import Program
from caseload.records.referral import Referral
from caseload.records.ride import Ride
from caseload.records.service import Service
from caseload.records.stay import Stay
from caseload.records.verification import Verification
from caseload.reports.items import handles
from caseload.store.core import Store
from caseload.store.reads import authorizations, benefits, programs, rides, stays, stays_due
from caseload.store.reads import gaps as reads
from caseload.store.reads.clients import client_id_of, clients_by_number
from caseload.store.reads.expenses import without_receipt
from caseload.store.reads.sought import Asked
from caseload.store.reads.waivers import standing_waivers


def always(_record: Any, _today: date) -> bool:
    """Whatever was read lacks it."""
    return True


class Gap(NamedTuple):
    """Something that records of a kind may lack. `find` over-fetches in one read; `lacks` decides, told the day."""

    name: str
    """That of the rule by which it falls due, where there is one: who waives the rule waives this."""
    kind: type[Record]
    words: str
    """What is lacking."""
    mends: str
    """The command, with {ref}, {client} (typed ids) and any field of the record; words in capitals are to be typed."""
    find: Callable[[Store, Asked], Iterable[Any]]
    lacks: Callable[[Any, date], bool] = always


_ASKS = {
    "medicaid": (Programme.MEDICAID, Programme.MANAGED_CARE), "ssn": (Programme.SSI, Programme.SSDI),
    "medicare": (Programme.MEDICARE, Programme.MEDICARE_ADVANTAGE),
}  # fmt: skip
"""Which programmes know a client by which number."""

GAPS: tuple[Gap, ...] = (
    Gap("client-without-plan", Client, "no plan of care", "plan add {client} TITLE", reads.clients_without_plan),
    Gap(
        "client-without-coverage", Client, "no coverage holds", "coverage add {client} PAYER", authorizations.uncovered,
    ),
    Gap("plan-unsigned", Plan, "not signed", "plan sign {ref} --on DAY", reads.plans_unsigned),
    Gap("plan-copy", Plan, "no copy given", "plan edit {ref} --copy-given-on DAY", reads.plans_without_copy),
    Gap(
        "need-without-goal", Need, "no goal, help not declined", "goal add {client} TITLE --need {ref}",
        reads.needs_without_goal, lambda need, _: asks_for_help(need),
    ),
    Gap(
        "decline-without-reason", Need, "declined, no reason", "need edit {ref} --reason TEXT",
        reads.declines_without_reason,
    ),
    Gap(
        "need-goals-met", Need, "goals met, the need not", "need met {ref}",
        reads.needs_with_goals_met, lambda need, _: asks_for_help(need),
    ),
    Gap(
        "goal-without-measure", Goal, "nothing is measured", "goal edit {ref} --measure TEXT",
        reads.goals_without_measure,
    ),
    Gap("goal-without-target", Goal, "no value to reach", "goal edit {ref} --target N", reads.goals_without_target),
    Gap(
        "service-without-provider", Service, "nobody provides it", "service edit {ref} --provider PROVIDER",
        reads.services_without_provider,
    ),
    Gap(
        "service-without-frequency", Service, "not said how often", "service edit {ref} --frequency TEXT",
        reads.services_without_frequency,
    ),
    Gap(
        "authorization-runout", Authorization, "runs out before its end",
        "authorization renew {ref} --from DAY --until DAY", authorizations.short,
    ),
    Gap(
        "kept-unwritten", Appointment, "kept, no note", "log {client} TEXT --at {starts}",
        reads.visits_unwritten, lambda visit, today: is_to_be_written(visit) and last_day(visit) <= today,
    ),
    Gap(
        "referral-without-next", Referral, "no next step", "referral edit {ref} --next-action TEXT --next-due DAY",
        reads.referrals_without_next,
    ),
    Gap(
        "verification", Verification, "asked for, not handed in", "benefit got {ref} --sent",
        benefits.verifications_outstanding,
    ),
    Gap(
        "benefit-without-end", Benefit, "no end is known", "benefit edit {ref} --until DAY", benefits.without_end,
        lambda benefit, _: is_to_end(benefit),
    ),
    Gap(
        "benefit-medicaid-number", Benefit, "no Medicaid number", "identifier add {client} medicaid NUMBER",
        benefits.without_number("medicaid"), lambda benefit, _: benefit.programme in _ASKS["medicaid"],
    ),
    Gap(
        "benefit-ssn", Benefit, "no Social Security number", "identifier add {client} ssn NUMBER",
        benefits.without_number("ssn"), lambda benefit, _: benefit.programme in _ASKS["ssn"],
    ),
    Gap(
        "benefit-medicare-number", Benefit, "no Medicare number", "identifier add {client} medicare NUMBER",
        benefits.without_number("medicare"), lambda benefit, _: benefit.programme in _ASKS["medicare"],
    ),
    Gap(
        "benefit-not-contested", Benefit, "decided against, no appeal considered", "appeal add {ref} --notice-on DAY",
        benefits.not_contested,
    ),
    Gap(
        "authorization-not-contested", Authorization, "decided against, no appeal considered",
        "appeal add {ref} --notice-on DAY", benefits.authorizations_not_contested,
    ),
    Gap(
        "appeal-without-day", Appeal, "no day to file by", "appeal edit {ref} --deadline DAY",
        benefits.appeals_without_day,
    ),
    Gap(
        "appointment-without-ride", Appointment, "needs a ride, none is arranged", "ride add {ref} --driver TEXT",
        rides.without_ride,
    ),
    Gap("ride-called-off", Ride, "booked for what was called off", "ride cancel {ref}", rides.of_what_was_called_off),
    Gap("ride-without-outcome", Ride, "nobody says whether it came", "ride done {ref}", rides.without_outcome),
    Gap("expense-without-receipt", Expense, "no receipt", "expense edit {ref} --receipt TEXT", without_receipt),
    Gap("stay-without-day", Stay, "nobody knows until when", "stay move {ref} DAY", stays.without_day),
    Gap(
        "release-unmet", Stay, "let out within 30 days, nobody meets", "stay edit {ref} --met-by NAME",
        stays.ending_soon, lambda stay, _: stay.met_by is None and stay.setting in HELD,
    ),
    Gap(
        "release-nowhere", Stay, "let out within 30 days, no place to go", "stay edit {ref} --to SETTING",
        stays.ending_soon, lambda stay, _: stay.goes_to is None and stay.destination is None,
    ),
    Gap(
        "release-without-benefit", Stay, "let out within 30 days, no benefit applied for",
        "benefit apply {client} NAME", stays.ending_without_benefit, lambda stay, _: stay.setting in HELD,
    ),
    Gap(
        "stay-left-nowhere", Stay, "left, where to is not known", "stay edit {ref} --to SETTING", stays.ended_nowhere,
    ),
    Gap("stay-unheard", Stay, "left, not heard of since", "stay follow {ref} --on DAY", stays_due.ended_unheard),
    Gap(
        "program-without-requirements", Program, "asks for nothing", "program edit {ref} --requires REQUIREMENTS",
        programs.without_requirements,
    ),
    Gap(
        "enrollment-without-attendance", Enrollment, "in no roll for 30 days", "attendance add {ref} MEETING",
        programs.unattended,
    ),
    Gap(
        "meeting-without-roll", Meeting, "over, no roll", "roll pg{program_id} --meeting {ref} --all WORD",
        programs.meetings_without_roll,
    ),
    Gap("incident", Incident, "not reported", "incident report {ref} --on DAY", reads.incidents_unreported),
    Gap("note-unsigned", Note, "not signed", "note sign {ref}", reads.notes_unsigned),
    Gap(
        "person-without-consent", Person, "gets papers, no consent holds", "consent add {client} --recipient {ref}",
        reads.people_without_consent,
    ),
)  # fmt: skip
"""Everything that a record may lack, in the order in which a client's gaps are listed."""


class Lack(NamedTuple):
    """One gap of one record, of a client who is served or nobody's."""

    gap: Gap
    record: Record
    client: Client | None
    """Whose; None of what is no client's: a programme, a meeting."""

    @property
    def ref(self) -> str:
        """The typed id of the record."""
        return self.record.ref

    @property
    def title(self) -> str:
        """The record's name; where that is not said on the day's pages, its noun."""
        return self.record.as_item or self.record.TABLE

    @property
    def command(self) -> str:
        """What mends it, to be run as it is, but for the words in capitals."""
        said = {**vars(self.record), "ref": self.ref, "client": self.client.ref if self.client else ""}
        return f"caseload {self.gap.mends.format_map(said)}"


def lacking(
    store: Store, today: date, client_id: int | None = None, gaps: Sequence[Gap] = GAPS,
    payers: Mapping[str, Rounding] = MappingProxyType({}), law: Callable[[], Deadlines] | None = None,
) -> list[Lack]:  # fmt: skip
    """What the records of everyone who is served lack that day, or of one client; client by client.

    What a waiver lets go under the gap's name is left out.
    """
    asked = Asked(today, today, client_id, payers=payers, law=law)
    waived = {(one.item, one.rule) for one in standing_waivers(store, today)}
    found = [
        (gap, one, client_id_of(store, one))
        for gap in gaps for one in gap.find(store, asked) if gap.lacks(one, today)
    ]  # fmt: skip
    clients = clients_by_number(store, {number for *_, number in found if number is not None})
    lacks = [
        Lack(gap, one, clients.get(number or 0))
        for gap, one, number in found
        if (number in clients or not has_client(gap.kind)) and (one.ref, gap.name) not in waived
    ]
    worked_on = (one for one in lacks if one.client is None or not clocks_stopped(one.client))
    return sorted(worked_on, key=lambda one: one.client.id if one.client else sys.maxsize)


COLUMNS: tuple[Column[Lack], ...] = (
    Column("id", lambda one: one.ref),
    Column("kind", lambda one: one.gap.kind.TABLE),
    Column("gap", lambda one: one.gap.name),
    Column("client", lambda one: one.client and one.client.ref),
    Column("client_handle", lambda one: one.client and one.client.handle),
    Column("title", lambda one: one.title, text=True),
    Column("lacks", lambda one: one.gap.words),
    Column("command", lambda one: one.command),
)
"""The columns of `gaps`; a later kind adds rows, never columns."""


def shown_columns(lacks: Sequence[Lack]) -> tuple[Column[Lack], ...]:
    """How a terminal shows them: whose it is, what it is and lacks, what mends it."""

    def what(one: Lack) -> str:
        return one.gap.words if isinstance(one.record, Client) else f"{one.gap.words}: {one.title}"

    return (
        Column("id", lambda one: one.ref, "Id"),
        Column("client", handles(lacks), "Client"),
        Column("title", what, "What", text=True),
        Column("command", lambda one: one.command, "Mended by"),
    )
