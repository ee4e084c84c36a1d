"""What goes with records that 42 CFR Part 2 protects: the notice of 2.32, in its own words, and a consent's scope."""

from caseload.records.consent import Consent
from caseload.records.disclosure import Notice

FULL = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2). "
    "These rules prohibit you from using or disclosing this record, or testimony that describes the information "
    "contained in this record, in any civil, criminal, administrative, or legislative proceedings by any Federal,"
    " State, or local authority, against the patient, unless authorized by the consent of the patient, except as "
    "provided at 42 CFR 2.12(c)(5) or as authorized by a court in accordance with 42 CFR 2.64 or 2.65. In "
    "addition, the Federal rules prohibit you from making any other use or disclosure of this record unless at "
    "least one of the following applies: (i) Further use or disclosure is expressly permitted by the written "
    "consent of the individual whose information is being disclosed in this record or as otherwise permitted by "
    "42 CFR part 2. (ii) You are a covered entity or business associate and have received the record for "
    "treatment, payment, or health care operations, or (iii) You have received the record from a covered entity "
    "or business associate as permitted by 45 CFR part 164, subparts A and E. A general authorization for the "
    "release of medical or other information is NOT sufficient to meet the required elements of written consent "
    "to further use or redisclose the record (see 42 CFR 2.31)."
)
"""Statement 1, 42 CFR 2.32(a)(1)."""

SHORT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""Statement 2, 42 CFR 2.32(a)(2)."""


def scope(consent: Consent, to: str) -> str:
    """What a consent covers, as 2.32(b) has it go along; `to` is the recipient by name."""
    until = consent.expires_on or consent.expires_event or "it is revoked"
    return (
        f"Scope of the consent ({consent.kind}), signed {consent.signed_on} by {consent.signed_by}: "
        f"{consent.discloser} may disclose to {to}: {consent.description}; for {consent.purpose}; until {until}."
    )


def notice(which: Notice) -> str:
    """The statement, or nothing for none."""
    return {Notice.FULL: FULL, Notice.SHORT: SHORT}.get(which, "")
