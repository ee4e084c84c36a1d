"""What a record lacks of the elements of 42 CFR 441.18(a)(7) in a period, each with the command that mends it."""

from collections.abc import Iterator
from typing import NamedTuple

from caseload.output.languages import Language
from caseload.records.note import Note, Reached
from caseload.records.plan import PlanStatus
from caseload.reports.due import Standing
from caseload.reports.papers import Desk
from caseload.reports.papers.packet_records import Packet


class Lacking(NamedTuple):
    """One thing that is missing: the number of the element, in words, the command that mends it."""

    element: str
    said: str
    command: str


def missing(desk: Desk, packet: Packet) -> list[Lacking]:
    """All of it, by element."""
    t = desk.language.labels
    parts = (
        _of_sender(desk), _of_contacts(packet), _of_plan(packet), _of_others(desk.language, packet), _of_waits(packet),
        _of_reviews(desk, packet),
    )  # fmt: skip
    found = [
        Lacking(element, ": ".join(filter(None, (ref, t[label]))), command)
        for part in parts
        for element, ref, label, command in part
    ]
    return sorted(found, key=lambda one: _ELEMENTS.index(one.element))


_ELEMENTS = ("(ii)", "(iii)", "(iv)", "(v)", "(vi)", "(vii)", "(viii)")


_Found = Iterator[tuple[str, str, str, str]]
"""The element, the id of what lacks it, the label of what it lacks, the command."""


def _of_sender(desk: Desk) -> _Found:
    for name, label in (("agency", "lacks_agency"), ("name", "lacks_name")):
        if not getattr(desk.sender, name):
            yield "(iii)", "", label, f'{name} = "..." under [sender] in config.toml'


def _of_contacts(packet: Packet) -> _Found:
    ref = packet.client.ref
    if not packet.notes:
        yield "(ii)", "", "no_contact", f"caseload log {ref} TEXT --at DAY"
    drafts = " ".join(one.ref for one in packet.notes if one.status == "draft")
    if drafts:
        yield "(ii)", drafts, "lacks_signing", f"caseload note sign {drafts}"
    for one in packet.notes:
        if packet.added.get(one.id):
            # What was signed stays as it is: the addition, which is on the page, says what it lacks.
            continue
        if one.reached is not Reached.NO and not one.minutes:
            yield "(iv)", one.ref, "lacks_minutes", _mended(one, "--minutes MIN", "no minutes kept")
        if not one.body:
            yield "(iv)", one.ref, "lacks_content", _mended(one, "", "TEXT")
        if one.activity is None:
            yield "(iv)", one.ref, "lacks_activity", _mended(one, "--activity WORD", "WHAT FOR")


def _mended(note: Note, options: str, words: str) -> str:
    """How a note is mended: what is signed only takes an addition."""
    edit = f"caseload note edit {note.ref} {options}".strip()
    return edit if note.status == "draft" else f"caseload note addendum {note.ref} {words}"


def _of_plan(packet: Packet) -> _Found:
    active = [one for one in packet.plans if one.status is PlanStatus.ACTIVE]
    if not active:
        yield "(iv)", "", "lacks_plan", f"caseload plan add {packet.client.ref} TITLE"
    for plan in active:
        if plan.agreed_on is None:
            yield "(iv)", plan.ref, "lacks_signature", f"caseload plan sign {plan.ref} --on DAY"
    for goal in packet.goals:
        if goal.achievement is None and goal.lifecycle in ("active", "accepted", "completed"):
            yield "(iv)", goal.ref, "lacks_achievement", f"caseload goal edit {goal.ref} --achievement WORD"


def _of_others(language: Language, packet: Packet) -> _Found:
    for one in packet.declined(language):
        if one.why is None:
            kind, ref = one.record.TABLE, one.record.ref
            option = "--reason" if kind == "need" else "--decline-reason"
            yield "(v)", f"{ref} {one.what}", "lacks_reason", f"caseload {kind} edit {ref} {option} TEXT"
    if not packet.coordinated:
        note = f"caseload note add {packet.client.ref} TEXT --activity care-coordination --with WHOM"
        yield "(vi)", "", "lacks_coordination", note


def _of_waits(packet: Packet) -> _Found:
    for service in packet.awaited:
        if service.started_on is None:
            edit = f"caseload service edit {service.ref} --started-on DAY"
            yield "(vii)", service.ref, "lacks_start", edit
    for referral in packet.asked_for:
        if referral.next_due is None:
            step = f"caseload referral edit {referral.ref} --next-action TEXT --next-due DAY"
            yield "(vii)", referral.ref, "lacks_next_step", step


def _of_reviews(desk: Desk, packet: Packet) -> _Found:
    standing = Standing(desk.store, desk.now, desk.rules)
    for plan in packet.plans:
        if plan.status is not PlanStatus.ACTIVE:
            continue
        item = standing("plan-review", plan)
        if item is None:
            yield "(viii)", plan.ref, "lacks_review", f"caseload plan edit {plan.ref} --review-every 6m"
        elif item.late:
            yield "(viii)", plan.ref, "review_late", f"caseload plan review {plan.ref} --on DAY"
