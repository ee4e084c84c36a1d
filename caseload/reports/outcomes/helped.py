"""Needs resolved, referrals that got help and benefits won in a period."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from caseload.records.benefit import Benefit, BenefitStatus
from caseload.records.need import Need, NeedStatus, is_strength
from caseload.records.referral import Outcome, standing_of
from caseload.reports.outcomes.asked import Asked, unknown
from caseload.reports.outcomes.figure import Found
from caseload.store.reads import outcomes as reads
from caseload.store.reads.outcomes import Change

MONTHS = 12


def needs(asked: Asked) -> Found:
    """The needs and barriers that were there, and those that went."""
    lost, there = 0, []
    for one in reads.needs(asked.store):
        if is_strength(one) or not asked.counts(one):
            continue
        resolved = one.status is NeedStatus.RESOLVED
        lost += resolved and one.resolved_on is None
        if (resolved and asked.period.holds(one.resolved_on)) or _was_there(asked, one):
            there.append(one)
    rows = [(one, asked.row(one, one.identified_on, one.resolved_on, f"{one.status}, {one.support}")) for one in there]
    gone = [
        row for one, row in rows if one.status is NeedStatus.RESOLVED and asked.period.holds(one.resolved_on)
    ]  # fmt: skip
    return Found(
        {"needs": [row for _, row in rows], "needs-resolved": gone}, {"needs-resolved": unknown(lost, "resolved")}
    )


def _was_there(asked: Asked, need: Need) -> bool:
    """Whether it was there on a day of the period, of a client who was served in it."""
    first, last = asked.period
    began = need.identified_on or asked.entered(need)
    if need.client_id not in asked.served or began is None or began > last:
        return False
    return need.status in Need.OPEN or (need.resolved_on is not None and need.resolved_on >= first)


def referrals(asked: Asked) -> Found:
    """The referrals that ended, and those by which help came."""
    over = [one for one in reads.referrals_ended(asked.store) if asked.counts(one)]
    ended = [one for one in over if asked.period.holds(one.closed_on)]
    rows = [asked.row(one, one.sent_on, one.closed_on, standing_of(one)) for one in ended]
    helped = [row for one, row in zip(ended, rows, strict=True) if one.outcome is Outcome.GOT_HELP]
    lost = sum(one.closed_on is None for one in over)
    return Found(
        {"referrals-ended": rows, "referrals-helped": helped}, {"referrals-ended": unknown(lost, "ended")}
    )  # fmt: skip


def benefits(asked: Asked) -> Found:
    """The benefits that were first granted or denied, those granted, and what these pay in a year."""
    changes: dict[int, list[Change]] = {}
    for one in reads.benefit_changes(asked.store):
        changes.setdefault(one.number, []).append(one)
    every = [one for one in reads.benefits_decided(asked.store) if asked.counts(one)]
    appealed = reads.granted_by_appeal(asked.store)
    dated = [
        (one, won_on(one, changes.get(one.id, ()), appealed.get(one.id)) if is_won(one) else one.decided_on)
        for one in every
    ]  # fmt: skip
    decided = [(one, day) for one, day in dated if asked.period.holds(day)]
    rows = [
        asked.row(one, one.applied_on, day, _standing(one), amount=_yearly(one) if is_won(one) else None)
        for one, day in decided
    ]
    won = [(one, row) for (one, _), row in zip(decided, rows, strict=True) if is_won(one)]
    there = [(one, row) for one, row in won if not _ended_by(one, asked.period.last)]
    lacking = sum(one.amount is None for one, _ in there)
    ended = len(won) - len(there)
    lost = sum(day is None for _, day in dated)
    notes = [
        f"{lacking} without an amount." if lacking else "",
        f"{ended} had ended by then." if ended else "",
    ]  # fmt: skip
    return Found(
        {
            "benefits-decided": rows,
            "benefits-won": [row for _, row in won],
            "dollars-a-year": [row for _, row in there if row.amount is not None],
        },
        {"benefits-decided": unknown(lost, "decided"), "dollars-a-year": [one for one in notes if one]},
    )


def is_won(benefit: Benefit) -> bool:
    """Whether an agency has granted it, even if it has ended since: what is contested without an end was denied."""
    contested = benefit.status is BenefitStatus.APPEALING and benefit.closed_on is not None
    return contested or benefit.status in (BenefitStatus.APPROVED, BenefitStatus.CLOSED)


def won_on(benefit: Benefit, changes: Sequence[Change], by_appeal: date | None = None) -> date | None:
    """The day of the decision that first granted a benefit: its record has only the last one, the log those before.

    An edit of that very day corrects it; what an undo took back was never granted. After a denial it is the day of the
    appeal's decision.
    """
    if by_appeal:
        return by_appeal
    found: str | None = None
    held = False
    for one in changes:
        if one.before and _is_held(one.before) and not held:
            found, held = _decided(one.before), True
        if one.after is None or not _is_held(one.after):
            found, held = None, False
        elif not held or (one.command != _DECIDES and one.before and _decided(one.before) == found):
            found, held = _decided(one.after), True
    with suppress(ValueError):
        if found:
            return date.fromisoformat(found)
    return benefit.decided_on or benefit.effective_on


_DECIDES = "benefit approve"
"""The command that enters a decision of the agency, not a correction of it."""


def _is_held(image: Sequence[str | None]) -> bool:
    status, closed_on = image[:2]
    return status in ("approved", "closed") or (status == "appealing" and closed_on is not None)


def _decided(image: Sequence[str | None]) -> str | None:
    return image[2] or image[3]


def _standing(benefit: Benefit) -> str:
    ended = f", ended {benefit.closed_on}" if benefit.closed_on else ""
    return f"{benefit.status}{ended}"


def _yearly(benefit: Benefit) -> float | None:
    return None if benefit.amount is None else round(benefit.amount * MONTHS, 2)


def _ended_by(benefit: Benefit, day: date) -> bool:
    return benefit.closed_on is not None and benefit.closed_on <= day
