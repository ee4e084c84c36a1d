"""The clocks around a release from custody and after a discharge."""

from caseload.reports.rule import Rule, its_own, read_by
from caseload.store.reads.sought_by_rules import LEFT, TO_BE_LET_OUT

CAA = "CAA 2023 s.5121 (young people; for adults a default)"

_AROUND, _LEFT = read_by("stays_due", "around_one"), read_by("stays_due", "left")

AFTER_STAYS: tuple[Rule, ...] = (
    Rule(
        name="release-before", table="stay", looks_at="stays in custody, once rules.toml has release-youth-pre on",
        counts_from="expected_on, unless a contact was made in the 30 days before", sought=TO_BE_LET_OUT,
        find=read_by("stays_due", "to_be_let_out"), look=_AROUND, reckon=its_own("of.discharge", "before_release_due"),
        lead="30d", words="contact before a release", many="contacts before a release",
        source="P.L. 117-328 s.5121 (young people)",
    ),
    Rule(
        name="release-after", table="stay", looks_at="stays in custody that have ended",
        counts_from="left_on, unless a contact was made since", sought=LEFT, find=_LEFT, look=_AROUND,
        reckon=its_own("of.discharge", "after_release_due"), every="30d", lead="14d",
        words="contact after a release", many="contacts after a release", source=CAA,
    ),
    Rule(
        name="discharge-contact", table="stay", looks_at="stays in hospital, treatment or a nursing home, ended",
        counts_from="left_on, unless a contact was made since", sought=LEFT, find=_LEFT, look=_AROUND,
        reckon=its_own("of.discharge", "contact_due"), lead="7d", words="contact after a discharge",
        source="CPT 99495/99496: 2 business days",
    ),
    Rule(
        name="discharge-visit", table="stay", looks_at="stays in hospital, treatment or a nursing home, ended",
        counts_from="left_on, unless a visit or an appointment was kept since", sought=LEFT, find=_LEFT, look=_AROUND,
        reckon=its_own("of.discharge", "visit_due"), lead="7d", words="visit after a discharge",
        source="CPT 99496, HEDIS FUH: 7 days",
    ),
    Rule(
        name="discharge-month", table="stay", looks_at="psychiatric stays that have ended",
        counts_from="left_on, unless a visit or an appointment was kept since", sought=LEFT, find=_LEFT, look=_AROUND,
        reckon=its_own("of.discharge", "month_due"), lead="14d", words="visit within 30 days of a discharge",
        source="HEDIS FUH: 30 days",
    ),
)  # fmt: skip
"""They stand behind the release itself among the RULES."""
