"""What a client's file says of health: allergies first, then conditions, medicines, the safety plan, who pays."""

from collections.abc import Iterator

from caseload.output.page import Section
from caseload.records.assessment import DONE, Assessment
from caseload.records.client import Client
from caseload.records.condition import Condition, ConditionType
from caseload.records.medication import MedicationStatus
from caseload.reports.papers import Desk
from caseload.reports.papers.labelled import Pairs, facts, table
from caseload.store.masks import number_shown
from caseload.store.reads.authorizations import coverages_of
from caseload.store.reads.identifiers import identifiers_of_client
from caseload.store.reads.safety import conditions_of_client, plans_that_hold
from caseload.store.reads.screens import screens_of_client
from caseload.store.reads.served_by import medications_listed


def health(desk: Desk, client: Client) -> Iterator[Section]:
    """The sections; that no allergy or medicine is written down is said, since it does not mean that there is none."""
    yield from _conditions(desk, client)
    word, day = desk.language.word, desk.language.day
    yield table(desk, "medicines", desk.kept(medications_listed(desk.store, client.id)), (
        ("medicine", lambda one: one.name), ("dose", lambda one: one.dose), ("schedule", lambda one: one.schedule),
        ("stands", lambda one: "" if one.status is MedicationStatus.ACTIVE else word(one.status, "medication")),
        ("managed_by", lambda one: one.managed_by), ("prescriber", lambda one: one.prescriber),
        ("refill_by", lambda one: day(one.refill_due)),
    ), "no_medicine")  # fmt: skip
    yield facts(desk, "safety_plan", _safety(desk, client))
    if desk.for_others:
        yield _screens(desk, client)


def _conditions(desk: Desk, client: Client) -> Iterator[Section]:
    known, word = desk.kept(conditions_of_client(desk.store, client.id)), desk.language.word

    def stands(one: Condition) -> str:
        return "" if one.status == "active" else word(one.status, "condition")

    allergies = [one for one in known if one.type is ConditionType.ALLERGY]
    yield table(desk, "allergies", allergies, (
        ("allergy", lambda one: one.title), ("stands", stands), ("said_by", lambda one: one.said_by),
    ), "no_allergy")  # fmt: skip
    # A risk is how others see somebody, and nothing to read about oneself alone.
    told = (ConditionType.DIAGNOSIS, *((ConditionType.RISK,) if desk.for_others else ()))
    yield table(desk, "conditions", [one for one in known if one.type in told], (
        ("what", lambda one: one.title), ("of", lambda one: word(one.type)),
        ("code", lambda one: one.code if desk.for_others else None), ("stands", stands),
        ("said_by", lambda one: one.said_by),
    ))  # fmt: skip


def _safety(desk: Desk, client: Client) -> Pairs:
    """The plan that holds: all of it for the client, who made it; for others how a crisis begins, and whom to call."""
    for plan in desk.kept(plans_that_hold(desk.store, client.id))[:1]:
        names = ("warning_signs", "people", "professionals") if desk.for_others else _STEPS
        yield from (("ask_help" if name == "people" else name, getattr(plan, name)) for name in names)


_STEPS = ("warning_signs", "coping", "distractions", "people", "professionals", "environment", "reasons")
"""The parts of a safety plan in the order in which they are gone through."""


def _screens(desk: Desk, client: Client) -> Section:
    """The last screen with each instrument, of those that are done."""
    last: dict[str, Assessment] = {}
    for one in desk.kept(screens_of_client(desk.store, client.id)):
        if one.status in DONE:
            last[one.name] = one
    return table(desk, "screens", last.values(), (
        ("date", lambda one: desk.language.day(one.assessed_on)), ("screen", lambda one: one.name),
        ("result", lambda one: ", ".join(one.came_to())),
    ), note=desk.language.labels["a_screen"] if last else "")  # fmt: skip


def paying(desk: Desk, client: Client) -> Iterator[Section]:
    """Who pays, and the numbers that agencies know the client by, of which the last four are shown."""
    day, today = desk.language.day, desk.now.date()
    covered = [one for one in coverages_of(desk.store, [client.id]).get(client.id, []) if one.status in one.OPEN]
    yield table(desk, "coverage", desk.kept(covered), (
        ("payer", lambda one: ", ".join(filter(None, (one.payer, one.plan_name, one.type)))),
        ("number", lambda one: one.member_id and number_shown(desk.store, one, one.member_id, reveal=desk.reveal)),
        ("from", lambda one: day(one.started_on)), ("until", lambda one: day(one.ended_on)),
    ))  # fmt: skip
    known = [one for one in identifiers_of_client(desk.store, client.id) if (one.until_on or today) >= today]
    yield table(desk, "numbers", desk.kept(known), (
        ("what", lambda one: desk.language.word(one.system)),
        ("number", lambda one: number_shown(desk.store, one, one.value, reveal=desk.reveal)),
        ("agency", lambda one: one.agency),
    ))  # fmt: skip
