"""Decisions against a client and how they are contested: each with the benefit that it changes, in one step."""

from datetime import date
from typing import Any, NamedTuple

from caseload.errors import Invalid, Refused
from caseload.records.appeal import AGAINST, Action, Appeal, AppealStatus, Decision, Level, decided, filed
from caseload.records.authorization import ASKED_FOR, Authorization, AuthorizationStatus, approved
from caseload.records.authorization import denied as denied_by_payer
from caseload.records.benefit import (
    CONTESTED,
    UNDECIDED,
    Benefit,
    BenefitStatus,
    appealed,
    closed,
    decision_stands,
    denied,
    given_back,
)
from caseload.records.of.guarded import GUARDS
from caseload.records.of.levels import first_level, next_level, refuse_level
from caseload.records.of.programme import Programme
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.benefits import (
    Decided,
    appeals_of,
    appeals_of_authorization,
    is_against,
    is_uncontested,
    programme_of_authorization,
)
from caseload.value import replace

OF_THE_NOTICE = ("notice_on", "received_on", "effective_on", "deadline", "aid_by")
"""What a notice says of how it may be contested."""


class Contested(NamedTuple):
    """A benefit after a step, and the appeal that may be filed or was; None where there is none."""

    benefit: Benefit | None
    appeal: Appeal | None = None


def of_what(store: Store, ref: str, level: Level | None, action: Action | None) -> dict[str, Any]:
    """What is known of an appeal by what was decided on, a benefit or an authorization; raises Invalid for others.

    Raises Refused where nobody has decided, and no action is said: the delay itself may be contested.
    """
    of = lookup.record(store, ref)
    if isinstance(of, Benefit | Authorization) and action is None:
        _refuse_undecided(of)
    if isinstance(of, Benefit):
        programme = of.programme
        acted = action or (Action.CLOSING if of.closed_on else Action.DENIAL if of.status in CONTESTED else Action.CUT)
        known: dict[str, Any] = {"benefit_id": of.id, "level": level or first_level(programme), "action": acted}
        if acted is Action.CLOSING and of.closed_on:
            known["effective_on"] = of.closed_on
    elif isinstance(of, Authorization):
        programme = programme_of_authorization(store, of.id)[1]
        first = first_level(programme) if programme else Level.PLAN_INTERNAL
        acted = action or (Action.CUT if of.status is AuthorizationStatus.PARTIAL else Action.DENIAL)
        known = {"authorization_id": of.id, "level": level or first, "action": acted}
    else:
        raise Invalid("is neither a benefit nor an authorization", "b1, or au1", typed=ref, field="REF")
    refuse_level(programme, level)
    if of.notice_on and of.status in (*CONTESTED, AuthorizationStatus.DENIED, AuthorizationStatus.PARTIAL):
        known["notice_on"] = of.notice_on
    return {"client_id": of.client_id, **known, **{name: getattr(of, name) for name in GUARDS}}


def refuse_second(store: Store, appeal: Appeal) -> Appeal:
    """The appeal; raises Refused where the same decision, which its notice tells from others, has one at its level."""
    for other in _about_the_same(store, appeal):
        if (other.level, other.action) != (appeal.level, appeal.action) or other.id == appeal.id:
            continue
        unsaid = other.notice_on is None and other.status in (AppealStatus.TO_FILE, AppealStatus.NOT_FILED)
        if unsaid or appeal.notice_on in (None, other.notice_on):
            edits = f"caseload appeal edit {other.ref} changes it" if other.status in Appeal.OPEN else ""
            files = f"caseload appeal file {other.ref}" if other.status is AppealStatus.NOT_FILED else ""
            way = "for another decision --notice-on, its day" if not unsaid else ""
            what = f"{other.ref} is the {other.level} about {other.about} already, {other.status}"
            raise Refused(what, "; ".join(filter(None, (edits, files, way))))
    return appeal


def refuse_of_nothing(store: Store, appeal: Appeal) -> None:
    """Raises Refused where neither a notice nor what it is about says that anything was denied, cut or closed."""
    of: Benefit | Authorization
    if appeal.benefit_id:
        of = store.get(Benefit, appeal.benefit_id)
        decided_against = of.status in CONTESTED or of.closed_on is not None
    else:
        of = store.get(Authorization, appeal.authorization_id or 0)
        decided_against = of.status in (AuthorizationStatus.DENIED, AuthorizationStatus.PARTIAL)
    if not (decided_against or appeal.notice_on):
        what = f"{of.ref} is {of.status}: nothing of it was denied, cut or closed"
        raise Refused(what, "--notice-on DAY, as the notice has it, or --action WORD")


def _about_the_same(store: Store, appeal: Appeal) -> list[Appeal]:
    if appeal.benefit_id:
        return appeals_of(store, appeal.benefit_id)
    return appeals_of_authorization(store, appeal.authorization_id or 0)


def of_its_level(store: Store, before: Appeal, after: Appeal) -> Appeal:
    """The appeal after a change; raises Invalid for a level that its programme does not have."""
    if before.level is not after.level:
        refuse_level(_decided_on(store, after)[1], after.level)
    return after


def _refuse_undecided(of: Benefit | Authorization) -> None:
    if of.status in (*UNDECIDED, *ASKED_FOR):
        what = f"{of.ref} is {of.status}: nothing was denied, cut or closed"
        verbs = "benefit deny|close" if isinstance(of, Benefit) else "authorization deny"
        raise Refused(what, f"caseload {verbs} {of.ref} comes first; for anything else --action WORD")


def deny(store: Store, benefit: Benefit, on: date, reason: str, notice: dict[str, Any]) -> Contested:
    """The application turned down, and the appeal that may be filed; without a notice it says what it lacks."""
    after = store.save(denied(benefit, on, reason, notice.get("notice_on")))
    return Contested(after, _to_file(store, after, Action.DENIAL, notice))


def deny_authorization(
    store: Store, before: Authorization, on: date, given: dict[str, Any]
) -> tuple[Authorization, Appeal]:
    """What was asked of a payer turned down, and the appeal that may be filed, at the first level of its programme."""
    after = store.save(denied_by_payer(before, on, given))
    known = of_what(store, after.ref, None, None)
    return after, store.add(Appeal(**known))


def opened(store: Store, after: Decided, today: date, before: Decided | None = None) -> Appeal | None:
    """The appeal that may be filed of what was entered, or edited, as decided against the client, as by its verb.

    None where it stood so before, where one is there, and where it was decided more than a year ago.
    """
    if (before is not None and is_against(before)) or not is_uncontested(store, after, today):
        return None
    return store.add(Appeal(**of_what(store, after.ref, None, None)))


def cut(store: Store, after: Authorization) -> Appeal | None:
    """The appeal that may be filed of what was approved in part; None where there was no cut."""
    if after.status is not AuthorizationStatus.PARTIAL:
        return None
    return store.add(Appeal(**of_what(store, after.ref, None, None)))


def close(store: Store, benefit: Benefit, on: date, reason: str, notice: dict[str, Any]) -> Contested:
    """The benefit ended on a day, and the appeal that may be filed, whose aid continuing counts from that day."""
    after = store.save(closed(benefit, on, reason, notice.get("notice_on")))
    return Contested(after, _to_file(store, after, Action.CLOSING, {**notice, "effective_on": on}))


def _to_file(store: Store, benefit: Benefit, action: Action, notice: dict[str, Any]) -> Appeal:
    return store.add(appeal_of(benefit, action, **notice))


def appeal_of(benefit: Benefit, action: Action, **given: Any) -> Appeal:
    """An appeal that may be filed, at the first level of the benefit's programme; guarded as the benefit is."""
    guards = {name: getattr(benefit, name) for name in GUARDS}
    first = first_level(benefit.programme)
    return Appeal(
        client_id=benefit.client_id, benefit_id=benefit.id, action=action, **{"level": first, **guards, **given}
    )


def file(store: Store, benefit: Benefit, on: date, given: dict[str, Any]) -> Contested:
    """What was decided on a benefit contested that day: the appeal that may be filed, or a new one.

    Raises Refused where nothing was decided against the client, or where it is contested already.
    """
    found = [one for one in appeals_of(store, benefit.id) if one.status in (*Appeal.OPEN, AppealStatus.NOT_FILED)]
    under_way = next((one for one in found if one.status is AppealStatus.FILED), None)
    if under_way and "notice_on" not in given:
        what = f"{benefit.ref} is contested already, by {under_way.ref}"
        raise Refused(what, f"caseload appeal decide {under_way.ref} DECISION, or --notice-on DAY for another decision")
    waiting = next((one for one in reversed(found) if one.status is AppealStatus.TO_FILE), None)
    if waiting is None:
        waiting = next((one for one in reversed(found) if one.status is AppealStatus.NOT_FILED), None)
    if waiting is not None and "action" not in given:
        refuse_level(benefit.programme, given.get("level"))
        return file_appeal(store, waiting, on, given)
    if "action" not in given:
        _refuse_undecided(benefit)
    if benefit.status not in CONTESTED and "notice_on" not in given:
        what = f"{benefit.ref} is {benefit.status}: nothing was denied, cut or closed"
        way = f"caseload benefit deny|close {benefit.ref} comes first; for a cut --notice-on DAY"
        raise Refused(what, way)
    known = {"notice_on": benefit.notice_on} if benefit.notice_on and benefit.status in CONTESTED else {}
    acted = {"action": _action(benefit)}
    if benefit.closed_on:
        acted["effective_on"] = benefit.closed_on  # type: ignore[assignment]
    refuse_level(benefit.programme, given.get("level"))
    return file_appeal(store, refuse_second(store, appeal_of(benefit, **{**known, **acted, **given})), on, {})


def _action(benefit: Benefit) -> Action:
    if benefit.closed_on:
        return Action.CLOSING
    return Action.CUT if benefit.status is BenefitStatus.APPROVED else Action.DENIAL


def file_appeal(store: Store, appeal: Appeal, on: date, given: dict[str, Any]) -> Contested:
    """The appeal filed that day, and the benefit that it contests, where it is one."""
    after = filed(appeal, on, **given)
    kept = store.save(after) if after.id else store.add(after)
    benefit = store.get(Benefit, kept.benefit_id) if kept.benefit_id else None
    return Contested(store.save(appealed(benefit)) if benefit else None, kept)


class Outcome(NamedTuple):
    """An appeal decided, what was decided on, and the next level that may be asked; None where there is none."""

    appeal: Appeal
    of: Benefit | Authorization
    following: Appeal | None = None


def decide(
    store: Store, appeal: Appeal, on: date, decision: Decision, notice: dict[str, Any], reason: str | None
) -> Outcome:  # fmt: skip
    """The appeal decided: what was reversed is given back, what was not may be taken to the next level."""
    after = store.save(decided(appeal, on, decision, **({"reason": reason} if reason else {})))
    of, programme = _decided_on(store, after)
    if isinstance(of, Authorization):
        reversed_ = decision is Decision.REVERSED and of.status is AuthorizationStatus.DENIED
        of = store.save(approved(of, on, {})) if reversed_ else of
    else:
        in_favour = decision in (Decision.REVERSED, Decision.PARTLY)
        of = store.save(given_back(of) if in_favour else decision_stands(of))
    level = next_level(programme, after.level) if decision in AGAINST else None
    if level is None:
        return Outcome(after, of)
    whose = {name: getattr(after, name) for name in ("client_id", "benefit_id", "authorization_id", "action", *GUARDS)}
    return Outcome(after, of, store.add(Appeal(level=level, **whose, **{"notice_on": on, **notice})))


def _decided_on(store: Store, appeal: Appeal) -> tuple[Benefit | Authorization, Programme | None]:
    if appeal.authorization_id:
        return programme_of_authorization(store, appeal.authorization_id)
    benefit = store.get(Benefit, appeal.benefit_id or 0)
    return benefit, benefit.programme


def waiting_for_decision(store: Store, benefit: Benefit) -> Appeal:
    """The appeal of a benefit that was filed and not decided; raises Refused where there is none."""
    found = [one for one in appeals_of(store, benefit.id) if one.status is AppealStatus.FILED]
    if not found:
        raise Refused(f"no appeal of {benefit.ref} waits for a decision", f"caseload benefit appeal {benefit.ref}")
    return found[-1]


def settle(store: Store, of: Benefit | Authorization, reason: str) -> list[Appeal]:
    """The appeals that are to be filed and need not be: who decided has decided otherwise itself."""
    every = appeals_of(store, of.id) if isinstance(of, Benefit) else appeals_of_authorization(store, of.id)
    found = [one for one in every if one.status is AppealStatus.TO_FILE]
    return [store.save(replace(one, status=AppealStatus.NOT_FILED, reason=reason)) for one in found]
