"""Until when a decision may be contested and a benefit goes on meanwhile; when an appeal is heard, and decided."""

from datetime import date
from typing import NamedTuple

from caseload.records.appeal import Appeal, AppealStatus
from caseload.records.of.by_law import PRINTED, by_law, printed
from caseload.records.of.clock import Reckoned, Still, Terms, on_day
from caseload.records.of.deadline import CHECK
from caseload.records.of.guarded import Guarded
from caseload.records.of.levels import aid_key, decision_key, goes_on, window_key
from caseload.records.of.programme import Programme


class Contested(NamedTuple):
    """An appeal, what was decided on, and whose deadlines count; None of what cannot be read or is not known."""

    record: Appeal
    of: Guarded | None = None
    programme: Programme | None = None


def window_due(contested: Contested, terms: Terms, _today: date) -> Reckoned | Still:
    """The last day to file, until it is filed or said that it will not be."""
    appeal = contested.record
    if appeal.status is not AppealStatus.TO_FILE:
        return Still(f"{appeal.ref} is {appeal.status}")
    said = f"notice of {appeal.notice_on}" if appeal.notice_on else "to be filed"
    late = "the day to file has passed; a late one needs good cause"
    found = printed(appeal, "deadline", said, late)
    return _named(
        contested, found or by_law(appeal, window_key(contested.programme, appeal.level), terms, said, late), said
    )


def aid_due(contested: Contested, terms: Terms, _today: date) -> Reckoned | Still:
    """The last day to ask that the benefit goes on until the appeal is decided."""
    appeal = contested.record
    if not goes_on(appeal.action):
        return Still(f"nothing was paid that could go on: {appeal.about}")
    if appeal.status not in Appeal.OPEN:
        return Still(f"{appeal.ref} is {appeal.status}")
    if appeal.aid_continuing:
        return Still(f"aid continuing: {appeal.aid_continuing}")
    said = f"it ends {appeal.effective_on}" if appeal.effective_on else "it is to end"
    late = "the day to ask that it goes on has passed"
    if found := printed(appeal, "aid_by", said, late):
        return _named(contested, found, said)
    key = aid_key(contested.programme, appeal.level, appeal.action)
    reinstated = by_law(appeal, "medicaid-reinstate", terms, "") if key == "medicaid-aid-continuing" else None
    if isinstance(reinstated, Reckoned):
        late = f"{late}; the agency may reinstate it if asked by {reinstated.due.day}"
    return _named(contested, by_law(appeal, key, terms, said, late), said)


def _named(contested: Contested, found: Reckoned | Still, said: str) -> Reckoned | Still:
    """The same with the benefit's name, for pages that stay at home; of a guarded one without."""
    of = contested.of
    if isinstance(found, Still) or of is None or of.mark:
        return found
    check = "" if found.law.startswith("printed") else f"; {CHECK}"
    about = f"{contested.record.level}, {contested.record.action} of {contested.record.of}"
    said = ", ".join(filter(None, (said, about)))
    return found._replace(own_words=f"{of.called}: {said}{check}")


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
