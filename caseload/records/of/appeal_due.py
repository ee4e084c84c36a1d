"""Until when a decision may be contested and a benefit goes on meanwhile; when an appeal is heard, and decided."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from caseload.records.appeal import Action, Appeal, AppealStatus
from caseload.records.authorization import Authorization, AuthorizationStatus
from caseload.records.benefit import Benefit, BenefitStatus
from caseload.records.of.by_law import NO_NUMBER, PRINTED, StandIn, asked_again, by_law, printed
from caseload.records.of.clock import Reckoned, Still, Terms, entered_on, on_day
from caseload.records.of.guarded import Guarded
from caseload.records.of.levels import aid_key, decision_key, first_level, levels_known, window_key
from caseload.when.dates import When


class Contested(NamedTuple):
    """An appeal, what was decided on, and whose deadlines count; None of what cannot be read or is not known."""

    record: Appeal
    of: Guarded | None = None
    programme: str | None = None
    """The programme, else what rules.toml may have its days by."""


def window_due(contested: Contested, terms: Terms, _today: date) -> Reckoned | Still:
    """The last day to file, until it is filed or said that it will not be."""
    appeal = contested.record
    if appeal.status is not AppealStatus.TO_FILE:
        return Still(f"{appeal.ref} is {appeal.status}")
    said = f"notice of {appeal.notice_on}" if appeal.notice_on else "to be filed"
    late = "the day to file has passed; a late one needs good cause"
    if found := printed(appeal, "deadline", said, late):
        return _named(contested, found, said)
    decided = None if appeal.notice_on else _decided(contested)
    if decided:
        said = f"{COUNTED_SO}, {decided.day}"
    key = window_key(contested.programme, appeal.level)
    return _named(contested, by_law(appeal, key, terms, said, late, stand_in=decided), said)


COUNTED_SO = "no day of the notice is known: counted from the decision"


def _decided(contested: Contested) -> StandIn | None:
    """The day of the decision, which is no later than its notice; that of a closing is not kept."""
    day: date | None = getattr(contested.of, "decided_on", None)
    if contested.of is None or day is None or contested.record.action is not Action.DENIAL:
        return None
    return StandIn(f"{contested.of.ref} decided_on", day)


class Against(NamedTuple):
    """What was decided against a client, by which programme, and whether an appeal of it is there."""

    record: Benefit | Authorization
    programme: str | None
    is_contested: bool = False


LATELY = timedelta(days=365)
"""So long after a decision it is asked whether it is contested."""

STILL_TOLD = timedelta(days=30)
"""How long it is told that the day to file has passed."""


def contest_due(against: Against, terms: Terms, today: date) -> Reckoned | Still:
    """The last day to contest a decision without an appeal; the day of its entry where none can be counted."""
    one = against.record
    if against.is_contested:
        return Still(f"an appeal of {one.ref} is there")
    if one.status not in AGAINST_A_CLIENT:
        return Still(f"{one.ref} is {one.status}")
    said = f"{one.status}, no appeal: appeal add {one.ref}"
    # The notice of a closing comes before it: to count from the closing would give days that nobody has.
    stand_in = StandIn(f"{one.ref} decided_on", one.decided_on) if one.decided_on and _is_denied(one) else None
    key = window_key(against.programme, first_level(against.programme))
    found = by_law(
        one, key, terms, said, f"{said}; the day to file has passed, late needs good cause", stand_in=stand_in
    )
    if isinstance(found, Reckoned):
        passed = found.due.day + STILL_TOLD < today
        return Still(f"the last day to file was {found.due.day}") if passed else found
    known = one.notice_on or getattr(one, "closed_on", None) or one.decided_on
    entered = entered_on(one, terms.zone)
    if entered is None:
        return found
    if known and known + LATELY < today:
        return Still(f"{one.status} more than a year ago, {known}")
    return on_day(f"{one.ref} created_at", When(entered), f"{said} --notice-on DAY, as the notice has it")


def _is_denied(one: Benefit | Authorization) -> bool:
    return one.status in (BenefitStatus.DENIED, AuthorizationStatus.DENIED, AuthorizationStatus.PARTIAL)


AGAINST_A_CLIENT = (BenefitStatus.DENIED, BenefitStatus.CLOSED, AuthorizationStatus.DENIED, AuthorizationStatus.PARTIAL)
"""Decided against the client, in part at least, and not contested."""


def aid_due(contested: Contested, terms: Terms, _today: date) -> Reckoned | Still:
    """The last day to ask that the benefit goes on until the appeal is decided."""
    appeal = contested.record
    key = aid_key(contested.programme, appeal.level, appeal.action)
    if not key:
        return Still(f"nothing was paid that could go on: {appeal.about}")
    if appeal.status not in Appeal.OPEN:
        return Still(f"{appeal.ref} is {appeal.status}")
    if appeal.aid_continuing:
        return Still(f"aid continuing: {appeal.aid_continuing}")
    said = f"it ends {appeal.effective_on}" if appeal.effective_on else "it is to end"
    late = "the day to ask that it goes on has passed"
    if appeal.action is Action.OVERPAYMENT:
        said, late = "recovery of an overpayment does not start", "recovery may have started: a waiver may be asked for"
    if found := printed(appeal, "aid_by", said, late):
        return _named(contested, found, said)
    reinstated = by_law(appeal, "medicaid-reinstate", terms, "") if key == "medicaid-aid-continuing" else None
    if isinstance(reinstated, Reckoned):
        late = f"{late}; the agency may reinstate it if asked by {reinstated.due.day}"
    return _named(contested, by_law(appeal, key, terms, said, late), said)


def _named(contested: Contested, found: Reckoned | Still, said: str) -> Reckoned | Still:
    """The same with the benefit's name, for pages that stay at home; of a guarded one without."""
    of = contested.of
    if isinstance(found, Still) or of is None or of.mark:
        return found
    check = found.reason.removeprefix(said) if said else ""
    about = f"{contested.record.level}, {contested.record.action} of {contested.record.of}"
    said = ", ".join(filter(None, (said, about)))
    return found._replace(own_words=f"{of.called}: {said}{check}")


def lacking(contested: Contested, terms: Terms, today: date) -> dict[str, str]:
    """What is not known and the deadlines of an open appeal count from, in words, by the option that gives it."""
    appeal, found = contested.record, dict[str, str]()
    rows = terms.deadlines.rows
    if appeal.status is AppealStatus.TO_FILE and appeal.deadline is None:
        if not rows(window_key(contested.programme, appeal.level)):
            found["--deadline"] = "the last day to file, as the notice has it"
        elif appeal.notice_on is None:
            found["--notice-on"] = "the day of the notice"
    if appeal.aid_by or isinstance(aid := aid_due(contested, terms, today), Reckoned):
        return found
    if aid == Still(NO_NUMBER) and found and not levels_known(contested.programme):
        return {**found, "--aid-by": "the last day to ask that it goes on"}
    named = _BY_ANCHOR.get(aid.reason.removeprefix(f"{appeal.ref} has no "))
    return {**found, named[0]: named[1]} if named else found


_BY_ANCHOR = {
    "notice_on": ("--notice-on", "the day of the notice"),
    "effective_on": ("--effective", "the day on which it takes effect"),
}


def mends(appeal: Appeal, options: Iterable[str]) -> str:
    """The command that gives the days which are lacking."""
    return f"appeal edit {appeal.ref} {' '.join(f'{option} DAY' for option in options)}"


def lacking_due(contested: Contested, terms: Terms, today: date) -> Reckoned | Still:
    """The day on which an appeal was entered, as long as a day is lacking that its deadlines count from."""
    appeal = contested.record
    if appeal.status not in Appeal.OPEN:
        return Still(f"{appeal.ref} is {appeal.status}")
    found = lacking(contested, terms, today)
    entered = entered_on(appeal, terms.zone)
    if not found or entered is None:
        return Still("the days that its deadlines count from are known")
    due = on_day(f"{appeal.ref} created_at", When(entered), f"{mends(appeal, found)}: {' and '.join(found.values())}")
    of = contested.of
    if of is None or of.mark:
        return due
    # The command comes first: a narrow page cuts what is last.
    return due._replace(own_words=f"{due.reason}; {of.called}, {appeal.level}, {appeal.action} of {appeal.of}")


def hearing_due(contested: Contested, _terms: Terms, _today: date) -> Reckoned | Still:
    """The hearing at its time, until it was held."""
    appeal = contested.record
    if appeal.status is not AppealStatus.FILED:
        return Still(f"{appeal.ref} is {appeal.status}")
    if appeal.heard_on:
        return Still(f"heard on {appeal.heard_on}")
    if appeal.hearing_on is None:
        return Still(f"{appeal.ref} has no day on which it is heard")
    found = on_day(f"{appeal.ref} hearing_on", appeal.hearing_on, "hearing")
    late = f"caseload appeal hearing {appeal.ref} --held, or appeal decide {appeal.ref}"
    return _named(contested, found._replace(law=PRINTED, late_reason=late), "")


def decision_due(contested: Contested, terms: Terms, _today: date) -> Reckoned | Still:
    """The day by which an appeal that was filed is to be decided."""
    appeal = contested.record
    if appeal.status is not AppealStatus.FILED:
        return Still(f"{appeal.ref} is {appeal.status}")
    said = f"to be decided, filed {appeal.filed_on or 'on an unknown day'}"
    late = f"no decision, filed {appeal.filed_on}: ask for it"
    key = decision_key(contested.programme, appeal.level)
    return printed(appeal, "decision_due", said, late) or by_law(appeal, key, terms, said, late)


def standing_due(contested: Contested, terms: Terms, today: date) -> Reckoned | Still:
    """The day to ask how an appeal stands that was filed and for whose decision no day is known."""
    appeal = contested.record
    by_then = decision_due(contested, terms, today)
    if isinstance(by_then, Reckoned):
        return Still(f"its decision is due {by_then.due.day}")
    if appeal.status is not AppealStatus.FILED or appeal.filed_on is None:
        return by_then
    return asked_again(appeal, "filed_on", terms)
