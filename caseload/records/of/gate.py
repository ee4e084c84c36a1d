"""The gate: whether one record may go to a recipient for a purpose on a day, by which consent, or why not. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from caseload.records.consent import Consent, ConsentKind, DataClass, closed
from caseload.records.disclosure import PART_2_BASES, Basis
from caseload.records.of.guarded import Guarded, Part2, Sensitivity
from caseload.records.of.names import fold
from caseload.records.of.recipient import Recipient

_PART_2_KINDS = frozenset(
    (ConsentKind.TPO_SINGLE, ConsentKind.SPECIFIC, ConsentKind.PROCEEDINGS, ConsentKind.INTERMEDIARY)
)
_TPO = frozenset(("treatment", "payment", "health care operations", "healthcare operations", "operations"))


class Ask(NamedTuple):
    """To whom something is to go, for what, when; without a consent by which ground, and why."""

    recipient: Recipient
    purpose: str
    day: date
    basis: Basis = Basis.CONSENT


class Answer(NamedTuple):
    """Whether it may: by which consent, where by one; why not, where not."""

    consent: Consent | None = None
    why_not: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it may go."""
        return not self.why_not


def is_part2(guard: Guarded | None) -> bool:
    """Whether 42 CFR Part 2 has to be taken to protect it: it does, or it is of SUD and nobody knows."""
    if guard is None:
        return False
    return guard.part2 is Part2.YES or (guard.part2 is Part2.UNKNOWN and guard.sensitivity is Sensitivity.SUD)


def classes(guard: Guarded | None) -> frozenset[str]:
    """The sorts of record that a consent must name to cover it, all of them."""
    if guard is not None and guard.sensitivity is Sensitivity.PSYTHPN:
        return frozenset((str(DataClass.PSYTHPN),))
    found = {str(guard.sensitivity)} if guard is not None and guard.sensitivity is not Sensitivity.NORMAL else set()
    found |= {str(DataClass.SUD)} if is_part2(guard) else set()
    return frozenset(found or {str(DataClass.GENERAL)})


def gate(consents: Sequence[Consent], client: Sequence[str], guard: Guarded | None, ask: Ask) -> Answer:
    """Whether a record of a client may go out; `guard` says which law guards it, `client` is how that one is called.

    Of several consents the first that covers it answers; where none does, the one that lacks least says why, and one of
    another purpose after the others.
    """
    if ask.basis is not Basis.CONSENT:
        return Answer(why_not=_excepted(guard, ask, client))
    nearest, why = (0, False), f"no consent names {ask.recipient.called}"
    for consent in consents:
        if not consent.to.is_same(ask.recipient):
            continue
        steps = (
            closed(consent, ask.day, client),
            _unnamed(consent, guard),
            _other_kind(consent, guard),
            _other_purpose(consent, ask.purpose),
        )
        if not any(steps):
            return Answer(consent)
        kept = sum(not said for said in steps), not steps[-1]
        if why.startswith("no consent") or kept > nearest:
            nearest, why = kept, f"{consent.ref} {next(filter(None, steps))}"
    return Answer(why_not=why)


def _excepted(guard: Guarded | None, ask: Ask, client: Sequence[str]) -> str:
    """Why a ground that is no consent does not do, or nothing; `client` is how that one is called."""
    basis = ask.basis
    if basis is Basis.TO_INDIVIDUAL and ask.recipient.words is not None:
        own = {fold(one) for one in (*client, "client")}
        if fold(ask.recipient.words) not in own:
            return "the recipient is not the client; --recipient client"
    if guard is not None and guard.sensitivity is Sensitivity.PSYTHPN:
        return "notes of psychotherapy or counseling go out by a consent for them alone"
    if is_part2(guard) and basis not in PART_2_BASES:
        return f"42 CFR Part 2 knows no {basis} without a consent"
    return ""


def _unnamed(consent: Consent, guard: Guarded | None) -> str:
    lacking = sorted(classes(guard) - set(consent.data_classes))
    return f"does not cover {', '.join(lacking)}" if lacking else ""


def _other_kind(consent: Consent, guard: Guarded | None) -> str:
    """Why its kind does not do for a record: a general authorization is none for what Part 2 protects."""
    if guard is not None and guard.sensitivity is Sensitivity.PSYTHPN:
        wanted = {ConsentKind.HIPAA, ConsentKind.COUNSELING_NOTES}
        wanted -= {Part2.YES: {ConsentKind.HIPAA}, Part2.NO: {ConsentKind.COUNSELING_NOTES}}.get(guard.part2, set())
        return "" if consent.kind in wanted else f"is {consent.kind}, none of {' or '.join(sorted(wanted))}"
    if consent.kind is ConsentKind.COUNSELING_NOTES:
        return "is for counseling notes alone"
    return "is no consent of 42 CFR 2.31" if is_part2(guard) and consent.kind not in _PART_2_KINDS else ""


def _other_purpose(consent: Consent, purpose: str) -> str:
    known = {fold(one) for one in (consent.purpose or "").split(";")} | {fold(consent.purpose or "")}
    known |= _TPO if consent.kind is ConsentKind.TPO_SINGLE else set()
    return "" if fold(purpose) in known else f'is for "{consent.purpose}"'
