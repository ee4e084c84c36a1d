"""What is read together with a record, on its page: a plan's goals, a goal's observations, a note's addenda."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import tzinfo
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from caseload.output.clean import shown
from caseload.output.column import Column
from caseload.output.page import Lines, Listing, Section
from caseload.records.appeal import Appeal
from caseload.records.appointment import Appointment
from caseload.records.assessment import Assessment
from caseload.records.authorization import Authorization
from caseload.records.benefit import Benefit
from caseload.records.goal import Goal, all_met
from caseload.records.instrument import Instrument
from caseload.records.need import Need, asks_for_help
from caseload.records.note import Note
from caseload.records.observation import Observation
from caseload.records.of.base import Record
from caseload.records.plan import GOAL_AS_REVISED, Plan
from caseload.records.provider import Provider
from caseload.records.template import Template
from caseload.records.verification import Verification, standing_of
from caseload.reports.checklists import template_sections
from caseload.reports.client_sections.service import columns as service_columns
from caseload.reports.door import door_sections
from caseload.reports.screens import screening_sections
from caseload.store.core import Store
from caseload.store.reads.benefits import appeals_of, appeals_of_authorization, verifications_of
from caseload.store.reads.care import goals_of_plan, observations_of_goal
from caseload.store.reads.needs import goals_of_need
from caseload.store.reads.referrals import ended_at
from caseload.store.reads.served_by import services_of_plan
from caseload.store.reads.work import addenda_of_note
from caseload.when.dates import local

R = TypeVar("R", bound=Record)


class _Asked(NamedTuple):
    """The caseload, the zone of its clock, and which records stay out."""

    store: Store
    zone: tzinfo | None
    stays_out: Callable[[Record], bool] | None

    def kept(self, found: Sequence[R]) -> list[R]:
        """Those that may be shown."""
        return [one for one in found if not (self.stays_out and self.stays_out(one))]


def belonging(
    store: Store, record: Record, zone: tzinfo | None, stays_out: Callable[[Record], bool] | None
) -> Iterator[Section]:
    """The sections of what belongs to a record; none for most kinds."""
    if found := _OF_KIND.get(record.TABLE):
        yield from found(_Asked(store, zone, stays_out), record)


def _of_plan(asked: _Asked, plan: Plan) -> Iterator[Section]:
    if plan.goals_as_revised:
        was = json.loads(plan.goals_as_revised)
        columns = [Column[Any](key, itemgetter(key), text=key == "title") for key in GOAL_AS_REVISED]
        yield Section(f"Goals of version {plan.version}, as they stood", Listing(was, columns, headings=True))
        return
    yield Section("Goals", Listing(asked.kept(goals_of_plan(asked.store, plan.id)), _GOAL))
    if services := asked.kept(services_of_plan(asked.store, plan.id)):
        yield Section("Services", Listing(services, service_columns(asked.store)))


def _of_need(asked: _Asked, need: Need) -> Iterator[Section]:
    goals = goals_of_need(asked.store, need.id)
    done = f"all are met: caseload need met {need.ref}" if all_met(goals) and asks_for_help(need) else ""
    yield Section("Goals", Listing(asked.kept(goals), _GOAL), done)


def _of_provider(asked: _Asked, provider: Provider) -> Iterator[Section]:
    if ended := ended_at(asked.store, provider.id):
        yield Section("Referrals to it", Lines((str(ended),)))


def _of_goal(asked: _Asked, goal: Goal) -> Iterator[Section]:
    yield Section("Observations", Listing(observations_of_goal(asked.store, goal.id), _OBSERVATION))


def _of_note(asked: _Asked, note: Note) -> Iterator[Section]:
    for one in addenda_of_note(asked.store, note.id):
        because = f" ({one.reason})" if one.reason else ""
        when = shown(local(one.created_at or "", asked.zone))
        yield Section(f"{one.ref} {one.kind} of {when}{because}", Lines((one.body,)))


def _of_a_screen(asked: _Asked, record: Record) -> Iterator[Section]:
    if isinstance(record, Instrument | Assessment):
        yield from screening_sections(asked.store, record)


def _of_template(_asked: _Asked, template: Template) -> Iterator[Section]:
    return template_sections(template)


def _of_benefit(asked: _Asked, benefit: Benefit) -> Iterator[Section]:
    if papers := verifications_of(asked.store, [benefit.id]):
        yield Section("Asked for", Listing(papers, _VERIFICATION))
    if appeals := asked.kept(appeals_of(asked.store, benefit.id)):
        yield Section("Appeals", Listing(appeals, _APPEAL))


def _of_appointment(asked: _Asked, visit: Appointment) -> Iterator[Section]:
    yield from door_sections(asked.store, visit)


def _of_authorization(asked: _Asked, authorization: Authorization) -> Iterator[Section]:
    if appeals := asked.kept(appeals_of_authorization(asked.store, authorization.id)):
        yield Section("Appeals", Listing(appeals, _APPEAL))


_OF_KIND: Mapping[str, Callable[[_Asked, Any], Iterator[Section]]] = {
    "plan": _of_plan, "need": _of_need, "provider": _of_provider, "goal": _of_goal, "note": _of_note,
    "benefit": _of_benefit, "authorization": _of_authorization, "appointment": _of_appointment,
    "instrument": _of_a_screen, "assessment": _of_a_screen,
    "template": _of_template,
}  # fmt: skip
"""By the table of the kind."""

_GOAL: tuple[Column[Goal], ...] = (
    Column("id", lambda one: one.ref),
    Column("lifecycle", lambda one: one.lifecycle),
    Column("target_on", lambda one: one.target_on),
    Column("title", lambda one: one.called, text=True),
)
_VERIFICATION: tuple[Column[Verification], ...] = (
    Column("id", lambda one: one.ref),
    Column("standing", standing_of),
    Column("needed_by", lambda one: one.needed_by and f"needed by {one.needed_by}"),
    Column("what", lambda one: one.called, text=True),
)
_APPEAL: tuple[Column[Appeal], ...] = (
    Column("id", lambda one: one.ref),
    Column("level", lambda one: one.level),
    Column("action", lambda one: f"of the {one.action}"),
    Column("status", lambda one: ", ".join(filter(None, (one.status, one.decision)))),
    Column("notice_on", lambda one: one.notice_on and f"notice {one.notice_on}"),
    Column("filed_on", lambda one: one.filed_on and f"filed {one.filed_on}"),
    Column("aid", lambda one: one.aid_continuing and f"aid continuing: {one.aid_continuing}", text=True),
)
_OBSERVATION: tuple[Column[Observation], ...] = (
    Column("id", lambda one: one.ref),
    Column("observed_on", lambda one: one.observed_on),
    Column("value", lambda one: one.value, right=True),
    Column("achievement", lambda one: one.achievement),
    Column("comment", lambda one: one.comment, text=True),
)
