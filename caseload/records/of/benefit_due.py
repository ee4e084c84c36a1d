"""When a benefit is renewed, decided and asked about, and what it asks for handed in."""

from datetime import date, timedelta
from typing import NamedTuple

from caseload.records.benefit import ASKED_FOR, Benefit, BenefitStatus, Category, is_open
from caseload.records.of.by_law import NO_NUMBER, asked_again, by_law, of_ones_own, printed
from caseload.records.of.clock import Reckoned, Still, Terms, on_day
from caseload.records.of.deadline import CHECK, Counted, Deadlines, due_by, says
from caseload.records.of.programme import Programme
from caseload.records.verification import Verification
from caseload.when.dates import When

STILL_TOLD = timedelta(days=30)
"""How long a late renewal that is late itself is told."""


def renewal_due(benefit: Benefit, terms: Terms, _today: date) -> Reckoned | Still:
    """The renewal of what is approved: as printed; else when the form is to be back; else before it ends."""
    if benefit.status is not BenefitStatus.APPROVED:
        return Still(f"{benefit.ref} is {benefit.status}")
    ends = benefit.certified_to and on_day(
        f"{benefit.ref} certified_to", When(benefit.certified_to), f"certified to {benefit.certified_to}"
    )
    if benefit.renewal_sent_on:
        said = f"renewal handed in {benefit.renewal_sent_on}, not decided"
        return ends._replace(reason=said) if ends else Still(said)
    late = f"it ends {benefit.certified_to}" if benefit.certified_to else ""
    if found := printed(benefit, "renewal_due", f"renewal form due {benefit.renewal_due}", late):
        return found
    if benefit.programme is Programme.MEDICAID and benefit.form_on:
        form = by_law(benefit, "medicaid-renewal-form", terms, f"renewal form of {benefit.form_on}", late)
        if isinstance(form, Reckoned):
            return form
    if ends:
        return _before_the_end(benefit, terms, ends, late)
    return end_of(benefit, terms)


def _before_the_end(benefit: Benefit, terms: Terms, ends: Reckoned, late: str) -> Reckoned:
    if benefit.programme is not Programme.SNAP:
        return ends
    found = by_law(benefit, "snap-recert", terms, ends.reason, late)
    # The 15th of its last month is behind the end where it is certified to a day before that.
    return found if isinstance(found, Reckoned) and str(found.due) <= str(ends.due) else ends


def end_of(benefit: Benefit, terms: Terms) -> Reckoned | Still:
    """The day on which a benefit whose end nobody knows is renewed by law, counted from its last decision."""
    said = f"last decided {benefit.decided_on or benefit.effective_on}"
    if benefit.programme is not Programme.MEDICAID:
        own = by_law(benefit, of_ones_own(benefit.name_in_rules, "renewal"), terms, said, instead="effective_on")
        return own if own != Still(NO_NUMBER) else Still(f"{benefit.ref} has no end: --until DAY, as the notice says")
    if benefit.category is not Category.EXPANSION:
        return by_law(benefit, "medicaid-renewal", terms, said, instead="effective_on")
    sooner = by_law(benefit, "medicaid-renewal-expansion", terms, said, instead="effective_on")
    found = by_law(benefit, "medicaid-renewal", terms, said, instead="effective_on")
    if isinstance(sooner, Reckoned) or isinstance(found, Still):
        return sooner
    if terms.deadlines.rows("medicaid-renewal-expansion")[0].default == "on":
        return found
    return found._replace(law=f"{found.law}; every 6 months from 2027 on, once rules.toml says so")


def counts_late(benefit: Benefit) -> bool:
    """Whether a law has a renewal count after the closing."""
    return benefit.programme is Programme.MEDICAID and benefit.category in (Category.MAGI, Category.EXPANSION)


def reconsideration_due(benefit: Benefit, terms: Terms, today: date) -> Reckoned | Still:
    """The last day on which a renewal that came too late counts without a new application."""
    if benefit.status is not BenefitStatus.CLOSED:
        return Still(f"{benefit.ref} is {benefit.status}")
    if not counts_late(benefit):
        return Still(f"{benefit.ref} is not Medicaid of category magi or expansion")
    if benefit.renewal_sent_on:
        return Still(f"the renewal was handed in on {benefit.renewal_sent_on}")
    found = counts_until(benefit, terms)
    if isinstance(found, Reckoned) and found.due.day + STILL_TOLD < today:
        return Still(f"the renewal counted until {found.due.day}: a new application is needed")
    return found


def counts_until(benefit: Benefit, terms: Terms) -> Reckoned | Still:
    """The last day on which a late renewal of what was closed counts, whoever it is for and whenever it is asked."""
    said = f"closed {benefit.closed_on}: the renewal still counts if handed in"
    return by_law(benefit, "medicaid-reconsideration", terms, said, "a new application is needed")


def decision_due(benefit: Benefit, terms: Terms, _today: date) -> Reckoned | Still:
    """The day by which the agency is to have decided."""
    if benefit.status not in ASKED_FOR:
        return Still(f"{benefit.ref} is {benefit.status}")
    said = f"the agency is to decide, applied {benefit.applied_on or 'on an unknown day'}"
    late = f"no decision, applied {benefit.applied_on}: call the agency; a hearing may be asked for on the delay"
    return printed(benefit, "decision_due", said, late) or by_law(benefit, _decision_key(benefit), terms, said, late)


def standing_due(benefit: Benefit, terms: Terms, today: date) -> Reckoned | Still:
    """The day to ask how an application stands for whose decision no day is known."""
    by_then = decision_due(benefit, terms, today)
    if isinstance(by_then, Reckoned):
        return Still(f"its decision is due {by_then.due.day}")
    if benefit.status not in ASKED_FOR or benefit.applied_on is None:
        return by_then
    return asked_again(benefit, "applied_on", terms)


def _decision_key(benefit: Benefit) -> str:
    if benefit.programme is Programme.SNAP:
        return "snap-expedited" if benefit.expedited else "snap-decision"
    if benefit.programme is not Programme.MEDICAID:
        return of_ones_own(benefit.name_in_rules, "decision")
    return "medicaid-decision-disability" if benefit.category is Category.DISABILITY else "medicaid-decision"


def covered_from(benefit: Benefit, deadlines: Deadlines) -> str:
    """From which day on Medicaid that was applied for may cover, and who says so; nothing for anything else."""
    if benefit.programme is not Programme.MEDICAID:
        return ""
    key = "medicaid-retroactive-expansion" if benefit.category is Category.EXPANSION else "medicaid-retroactive"
    found = deadlines.counting(key, lambda field: getattr(benefit, field, None))
    counted = found and due_by(*found)
    if not found or not isinstance(counted, Counted):
        return ""
    return f"bills from {counted.due} on may be covered, if that is asked for: {says(found[0])}"


def interview_due(benefit: Benefit, _terms: Terms, _today: date) -> Reckoned | Still:
    """The agency's interview at its time, of an application or a renewal, until it was held."""
    if benefit.status not in (*ASKED_FOR, BenefitStatus.APPROVED):
        return Still(f"{benefit.ref} is {benefit.status}")
    if benefit.interviewed_on:
        return Still(f"held on {benefit.interviewed_on}")
    if benefit.interview is None:
        return Still(f"{benefit.ref} has no interview")
    found = on_day(f"{benefit.ref} interview", benefit.interview, "interview with the agency")
    return found._replace(late_reason=f"caseload benefit interview {benefit.ref} --held says that it was held")


class Requested(NamedTuple):
    """A verification, and the benefit that asks for it; None where that cannot be read."""

    record: Verification
    benefit: Benefit | None


def verification_due(requested: Requested, terms: Terms, _today: date) -> Reckoned | Still:
    """The last day to hand in what a benefit asks for, as long as it is worked on."""
    one, benefit = requested
    if one.sent_on:
        return Still(f"handed in on {one.sent_on}")
    if benefit is None or not is_open(benefit):
        return Still(f"b{one.benefit_id} is {benefit.status if benefit else 'not there'}")
    said = f"asked for {one.asked_on}" if one.asked_on else "asked for"
    if one.received_on:
        said = f"here since {one.received_on}, not handed in"
    found: Reckoned | Still | None = printed(one, "needed_by", said)
    if found is None:
        key = "snap-verify" if benefit.programme is Programme.SNAP else of_ones_own(benefit.name_in_rules, "verify")
        found = by_law(one, key, terms, said)
    if found == Still(NO_NUMBER):
        return Still(f"{one.ref} has no needed_by: the letter has one")
    if isinstance(found, Still):
        return found
    # What is asked for may tell what only the benefit's guard lets out.
    law = "" if found.law.startswith("printed") else f"; {CHECK}"
    words = "" if benefit.mark else f"{one.what}, for {benefit.name}; {said}{law}"
    return found._replace(own_words=words)
