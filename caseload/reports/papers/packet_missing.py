"""What a record lacks of the elements of 42 CFR 441.18(a)(7) in a period, each with the command that mends it."""

from collections.abc import Iterator

from caseload.config import Sender
from caseload.records.note import Reached
from caseload.records.plan import PlanStatus
from caseload.reports.due import Standing
from caseload.reports.papers import Desk
from caseload.reports.papers.packet_records import Packet

Lacking = tuple[str, str, str]
"""The number of the element, what is missing, the command."""


def missing(desk: Desk, packet: Packet) -> list[Lacking]:
    """All of it, by element."""
    return [
        *_of_sender(desk.sender), *_of_contacts(packet), *_of_plan(packet), *_of_others(packet), *_of_waits(packet),
        *_of_reviews(desk, packet),
    ]  # fmt: skip


def _of_sender(sender: Sender) -> Iterator[Lacking]:
    for name, said in (("agency", "the agency"), ("name", "who provides the service")):
        if not getattr(sender, name):
            yield "(iii)", said, f'{name} = "..." under [sender] in config.toml'


def _of_contacts(packet: Packet) -> Iterator[Lacking]:
    ref = packet.client.ref
    if not packet.notes:
        yield "(ii)", "no contact in this period", f"caseload log {ref} TEXT --at DAY"
    drafts = [one.ref for one in packet.notes if one.status == "draft"]
    if drafts:
        yield "(ii)", f"not signed: {' '.join(drafts)}", f"caseload note sign {' '.join(drafts)}"
    for one in packet.notes:
        if one.reached is not Reached.NO and not one.minutes:
            yield "(iv)", f"{one.ref}: no minutes", _mended(one.ref, one.status, "--minutes MIN", "no minutes kept")
        if not one.body:
            yield "(iv)", f"{one.ref}: no content", _mended(one.ref, one.status, "", "TEXT")
        if one.activity is None:
            yield "(iv)", f"{one.ref}: not said what for", _mended(one.ref, one.status, "--activity WORD", "WHAT FOR")


def _mended(ref: str, status: str, options: str, words: str) -> str:
    """How a note is mended: what is signed only takes an addition."""
    edit = f"caseload note edit {ref} {options}".strip()
    return edit if status == "draft" else f"caseload note addendum {ref} {words}"


def _of_plan(packet: Packet) -> Iterator[Lacking]:
    active = [one for one in packet.plans if one.status is PlanStatus.ACTIVE]
    if not active:
        yield "(iv)", "no plan of care is active", f"caseload plan add {packet.client.ref} TITLE"
    for plan in active:
        if plan.agreed_on is None:
            yield "(iv)", f"{plan.ref}: the client's signature", f"caseload plan sign {plan.ref} --on DAY"
    for goal in packet.goals:
        if goal.achievement is None and goal.lifecycle in ("active", "accepted", "completed"):
            yield "(iv)", f"{goal.ref}: whether it is reached", f"caseload goal edit {goal.ref} --achievement WORD"


def _of_others(packet: Packet) -> Iterator[Lacking]:
    for what, why, one in packet.declined:
        if why is None:
            kind = "need" if one.startswith("nd") else "service"
            option = "--reason" if kind == "need" else "--decline-reason"
            yield "(v)", f"{one} {what}: why it was declined", f"caseload {kind} edit {one} {option} TEXT"
    if not packet.coordinated:
        note = f"caseload note add {packet.client.ref} TEXT --activity care-coordination --with WHOM"
        yield "(vi)", "coordination with other case managers, or that none is needed", note


def _of_waits(packet: Packet) -> Iterator[Lacking]:
    for service in packet.awaited:
        if service.started_on is None:
            yield (
                "(vii)",
                f"{service.ref}: when it is to begin",
                f"caseload service edit {service.ref} --started-on DAY",
            )
    for referral in packet.asked_for:
        if referral.next_due is None:
            step = f"caseload referral edit {referral.ref} --next-action TEXT --next-due DAY"
            yield "(vii)", f"{referral.ref}: the next step and its day", step


def _of_reviews(desk: Desk, packet: Packet) -> Iterator[Lacking]:
    standing = Standing(desk.store, desk.now, desk.rules)
    for plan in packet.plans:
        if plan.status is not PlanStatus.ACTIVE:
            continue
        item = standing("plan-review", plan)
        if item is None:
            yield "(viii)", f"{plan.ref}: when it is reviewed", f"caseload plan edit {plan.ref} --review-every 6m"
        elif item.late:
            yield "(viii)", f"{plan.ref}: its review is late", f"caseload plan review {plan.ref} --on DAY"
