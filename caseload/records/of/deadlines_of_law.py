"""The table of deadlines that laws set, each with its citation and its mark; tests hold it to its sources."""

from datetime import date
from typing import NamedTuple

from caseload.records.of.deadline import Deadline, Mark
from caseload.when.workdays import Roll

_NEW_YEAR_2027 = date(2027, 1, 1)
_END_2026 = date(2026, 12, 31)
_FORMER = "for applications before 2027"

MEDICAID = (
    Deadline(
        "medicaid-renewal", "Medicaid renewal", "medicaid", "decided_on", 12, "months", "42 CFR 435.916", "verified",
        note="children, parents, pregnant people, expansion adults; for others at least as often",
    ),
    Deadline(
        "medicaid-renewal-expansion", "Medicaid renewal of an expansion adult", "medicaid", "decided_on", 6, "months",
        "P.L. 119-21 s.71107", "verified", default="off", since=_NEW_YEAR_2027, by="due",
        note="expansion adults, for renewals from 2027-01-01 on",
    ),
    Deadline(
        "medicaid-renewal-form", "renewal form back", "medicaid", "form_on", 30, "days",
        "42 CFR 435.916(a)(3)(i)(B)", "verified", note="a state may give more",
    ),
    Deadline(
        "medicaid-reconsideration", "late renewal without a new application", "medicaid", "closed_on", 90, "days",
        "42 CFR 435.916(a)(3)(iii)", "verified", note="MAGI groups alone",
    ),
    Deadline(
        "medicaid-decision", "decision on a Medicaid application", "medicaid", "applied_on", 45, "days",
        "42 CFR 435.912", "verified",
    ),
    Deadline(
        "medicaid-decision-disability", "Medicaid decision on disability", "medicaid", "applied_on", 90, "days",
        "42 CFR 435.912", "verified",
    ),
    Deadline(
        "medicaid-hearing", "Medicaid fair hearing", "medicaid", "notice_on", 90, "days", "42 CFR 431.221(d)",
        "verified", at_most=True, note="at most: the notice may give less",
    ),
    Deadline(
        "medicaid-aid-continuing", "hearing asked for before the date of action", "medicaid", "effective_on", -1,
        "days", "42 CFR 431.230(a)", "verified", note="then services go on until the decision",
    ),
    Deadline(
        "medicaid-reinstate", "reinstatement may be asked for", "medicaid", "effective_on", 10, "days",
        "42 CFR 431.231", "verified", note="the agency may grant it",
    ),
    Deadline(
        "medicaid-hearing-decision", "decision of a Medicaid hearing", "medicaid", "filed_on", 90, "days",
        "42 CFR 431.244(f)", "one source", note="ordinarily",
    ),
    Deadline(
        "medicaid-engagement", "community engagement shown, or an exemption", "medicaid", "notice_on", 30, "days",
        "P.L. 119-21 s.71119", "one source", mail_days=5, default="ask", since=_NEW_YEAR_2027,
        note="30 days from receipt: verified, 5 days of mail: one source; states may begin earlier or be exempt",
    ),
    Deadline(
        "medicaid-retroactive", "first day that Medicaid may cover", "medicaid", "applied_on", -3, "first-of-month",
        "P.L. 119-21 s.71112", "one source", until=_END_2026, note=_FORMER,
    ),
    Deadline(
        "medicaid-retroactive", "first day that Medicaid may cover", "medicaid", "applied_on", -2, "first-of-month",
        "P.L. 119-21 s.71112", "one source", since=_NEW_YEAR_2027, note="all but expansion adults",
    ),
    Deadline(
        "medicaid-retroactive-expansion", "first day that Medicaid may cover", "medicaid", "applied_on", -3,
        "first-of-month", "P.L. 119-21 s.71112", "one source", until=_END_2026, note=_FORMER,
    ),
    Deadline(
        "medicaid-retroactive-expansion", "first day that Medicaid may cover", "medicaid", "applied_on", -1,
        "first-of-month", "P.L. 119-21 s.71112", "one source", since=_NEW_YEAR_2027, note="expansion adults",
    ),
)  # fmt: skip

MANAGED_CARE = (
    Deadline(
        "mco-appeal", "appeal to the plan", "managed-care", "notice_on", 60, "days", "42 CFR 438.402(c)(2)(ii)",
        "verified", note="from the date on the notice",
    ),
    Deadline(
        "mco-hearing", "fair hearing after the plan's appeal", "managed-care", "notice_on", 120, "days",
        "42 CFR 438.408(f)(2)", "verified", default="ask", unconfirmed=90,
        note="the state sets 90 to 120 days from the plan's resolution",
    ),
    Deadline(
        "mco-continue", "services go on during the plan's appeal", "managed-care", "notice_on", 10, "days",
        "42 CFR 438.420", "verified", later_of="effective_on",
    ),
    Deadline(
        "mco-appeal-decision", "the plan decides the appeal", "managed-care", "filed_on", 30, "days",
        "42 CFR 438.408(b)", "one source", note="14 days more where it is extended",
    ),
    Deadline(
        "mco-auth-standard", "the plan decides on an authorization", "managed-care", "requested_on", 14, "days",
        "42 CFR 438.210(d)", "one source", default="ask", until=date(2025, 12, 31),
        note="rating periods before 2026; 14 days more where it is extended",
    ),
    Deadline(
        "mco-auth-standard", "the plan decides on an authorization", "managed-care", "requested_on", 7, "days",
        "42 CFR 438.210(d)", "one source", default="ask", since=date(2026, 1, 1),
        note="rating periods from 2026-01-01; 14 days more where it is extended",
    ),
    Deadline(
        "mco-auth-expedited", "the plan decides on an urgent authorization", "managed-care", "requested_on", 72,
        "hours", "42 CFR 438.210(d)", "one source", default="ask",
    ),
)  # fmt: skip

SNAP = (
    Deadline(
        "snap-decision", "decision on a SNAP application", "snap", "applied_on", 30, "days", "7 CFR 273.2(g)(1)",
        "verified",
    ),
    Deadline(
        "snap-expedited", "expedited SNAP decision", "snap", "applied_on", 7, "days", "7 CFR 273.2(i)", "verified",
    ),
    Deadline(
        "snap-verify", "verification for SNAP", "snap", "asked_on", 10, "days", "7 CFR 273.2(f)(5)", "verified",
        note="at least",
    ),
    Deadline(
        "snap-recert", "SNAP recertification in time", "snap", "certified_to", 15, "15th", "7 CFR 273.14",
        "verified", note="the 15th of the last month",
    ),
    Deadline(
        "snap-hearing", "SNAP fair hearing", "snap", "notice_on", 90, "days", "7 CFR 273.15(g)", "verified",
        note="in some states from the day of action",
    ),
    Deadline(
        "snap-aid-continuing", "hearing asked for before the change", "snap", "effective_on", -1, "days",
        "7 CFR 273.15(k)", "verified", note="and the certification period has not ended; then SNAP goes on",
    ),
    Deadline(
        "snap-hearing-decision", "decision of a SNAP hearing", "snap", "filed_on", 60, "days", "7 CFR 273.15(c)",
        "verified",
    ),
)  # fmt: skip

SOCIAL_SECURITY = (
    Deadline(
        "ssa-appeal", "reconsideration, hearing or Appeals Council", "ssa", "notice_on", 60, "days",
        "20 CFR 404.909 416.1409", "verified", mail_days=5, roll=Roll.FEDERAL,
    ),
    Deadline(
        "ssi-continue", "SSI payments go on", "ssi", "notice_on", 10, "days", "20 CFR 416.1336(b)", "verified",
        mail_days=5,
    ),
    Deadline(
        "ssa-cessation-continue", "benefits go on after disability is found to have ended", "ssa", "notice_on", 10,
        "days", "20 CFR 404.1597a 416.996(c)", "verified", mail_days=5,
        note="only where disability was found to have ended",
    ),
    Deadline(
        "ssa-overpayment-30", "recovery of an overpayment does not start", "ssdi", "notice_on", 30, "days",
        "20 CFR 404.506(c)", "one source", default="ask",
    ),
    Deadline(
        "ssa-court", "federal court after the Appeals Council", "ssa", "notice_on", 60, "days", "SSA Handbook",
        "one source", note="60 days after receipt; no days of mail are presumed",
    ),
)  # fmt: skip

MEDICARE = (
    Deadline(
        "medicare-l1", "Medicare redetermination", "medicare", "notice_on", 120, "days", "42 CFR 405.942", "verified",
        mail_days=5,
    ),
    Deadline(
        "medicare-l2", "Medicare reconsideration (QIC)", "medicare", "notice_on", 180, "days", "42 CFR 405.962",
        "verified", mail_days=5,
    ),
    Deadline(
        "medicare-l3", "Medicare hearing (ALJ)", "medicare", "notice_on", 60, "days", "42 CFR 405.1014", "verified",
        mail_days=5,
    ),
    Deadline(
        "medicare-l4", "Medicare Appeals Council", "medicare", "notice_on", 60, "days", "42 CFR 405.1102", "verified",
        mail_days=5,
    ),
    Deadline(
        "ma-partd-l1", "first appeal to a Medicare Advantage or Part D plan", "medicare-advantage", "notice_on", 65,
        "days", "42 CFR 422.582(b) 423.582(b)", "verified", note="some notices still say 60",
    ),
)  # fmt: skip

TRANSITIONS = (
    Deadline(
        "tcm-contact", "contact after discharge", "transition", "discharged_on", 2, "business-days",
        "CPT 99495/99496", "verified",
    ),
    Deadline(
        "tcm-visit-high", "visit after discharge, high complexity", "transition", "discharged_on", 7, "days",
        "CPT 99496", "verified",
    ),
    Deadline(
        "tcm-visit-moderate", "visit after discharge, moderate complexity", "transition", "discharged_on", 14, "days",
        "CPT 99495", "verified",
    ),
    Deadline(
        "fuh-7", "follow-up after psychiatric hospital care, 7 days", "transition", "discharged_on", 7, "days",
        "HEDIS FUH", "verified", note="a visit on the day of discharge does not count",
    ),
    Deadline(
        "fuh-30", "follow-up after psychiatric hospital care, 30 days", "transition", "discharged_on", 30, "days",
        "HEDIS FUH", "verified", note="a visit on the day of discharge does not count",
    ),
    Deadline(
        "release-youth-pre", "screening before release, young people", "release", "release_on", -30, "days",
        "P.L. 117-328 s.5121", "verified", default="off",
    ),
    Deadline(
        "release-youth-post", "case management after release, young people", "release", "release_on", 30, "days",
        "P.L. 117-328 s.5121", "verified", default="off",
    ),
    Deadline(
        "plan-review-hcbs", "review of a person-centred plan", "waiver", "started_on", 12, "months",
        "42 CFR 441.301(c)(3)", "verified",
    ),
)  # fmt: skip

DEADLINES = (*MEDICAID, *MANAGED_CARE, *SNAP, *SOCIAL_SECURITY, *MEDICARE, *TRANSITIONS)

UNREAD = frozenset((
    "plan-review-hcbs", "medicaid-engagement", "mco-auth-expedited",
))  # fmt: skip
"""What no record counts by yet."""


class Controversy(NamedTuple):
    """What must be at stake, in dollars, for a level of appeal in a year."""

    key: str
    year: int
    dollars: int
    citation: str = "FR 2025-21879, FR 2026-19016"
    mark: Mark = "one source"
    origin: str = ""
    """Where rules.toml has it; nothing for what is shipped."""

    def __str__(self) -> str:
        """In one line: $200 at stake in 2026 (FR ..., one source)."""
        who = self.origin and f"{self.citation}: {self.origin}"
        return f"${self.dollars:,} at stake in {self.year} ({who or f'{self.citation}, {self.mark}'})"


AT_STAKE = (
    Controversy("medicare-l3", 2025, 190),
    Controversy("medicare-l3", 2026, 200),
    Controversy("medicare-l3", 2027, 200),
    Controversy("medicare-l5", 2025, 1900),
    Controversy("medicare-l5", 2026, 1960),
    Controversy("medicare-l5", 2027, 2000),
)
"""Medicare's amounts in controversy: l3 a hearing, l5 a federal court."""
