"""The clocks of benefits, of what they ask for and of appeals, in the order in which RULES has them."""

from caseload.config import RuleSetting
from caseload.reports.rule import Rule, aid_clock, benefit_clock, its_own, no_clock_but_tasks, read_by, seeking
from caseload.store.reads import sought_by_rules as sought

_CONTESTED = read_by("benefits_due", "contested")
_PRINTED_FIRST = "a day printed on the notice first"
_UNSET = "no source has an interval: what config.toml says"

BENEFIT_RULES: tuple[Rule, ...] = (
    Rule(
        name="benefit-renewal", table="benefit", looks_at="approved benefits",
        counts_from="renewal_due, else form_on, else certified_to, else the last decision",
        sought=sought.APPROVED, find=seeking(sought.APPROVED),
        reckon=its_own("of.benefit_due", "renewal_due"), lead="45d", words="benefit to renew",
        many="benefits to renew", stopped=benefit_clock, source=f"42 CFR 435.916, 7 CFR 273.14; {_PRINTED_FIRST}",
    ),
    Rule(
        name="benefit-reconsideration", table="benefit", looks_at="Medicaid of MAGI groups, closed without a renewal",
        counts_from="closed_on", sought=sought.CLOSED, find=seeking(sought.CLOSED),
        reckon=its_own("of.benefit_due", "reconsideration_due"), lead="90d", words="late renewal that still counts",
        many="late renewals that still count", stopped=benefit_clock,
        source=f"42 CFR 435.916(a)(3)(iii); {_PRINTED_FIRST}",
    ),
    Rule(
        name="benefit-decision", table="benefit", looks_at="applications that are not decided",
        counts_from="decision_due, else applied_on", sought=sought.ASKED_FOR,
        find=seeking(sought.ASKED_FOR), reckon=its_own("of.benefit_due", "decision_due"),
        words="decision on a benefit", many="decisions that agencies owe", stopped=benefit_clock,
        source=f"42 CFR 435.912, 7 CFR 273.2; {_PRINTED_FIRST}",
    ),
    Rule(
        name="interview", table="benefit", looks_at="benefits with an interview that was not held",
        counts_from="interview", sought=sought.TO_INTERVIEW, find=seeking(sought.TO_INTERVIEW),
        reckon=its_own("of.benefit_due", "interview_due"), lead="7d", words="interview with an agency",
        stopped=benefit_clock,
        source="as the agency set it; late once it is over and nobody has said that it was held",
    ),
    Rule(
        name="verification", table="verification", looks_at="what open benefits ask for, not handed in",
        counts_from="needed_by, else asked_on", sought=sought.OUTSTANDING, find=read_by("benefits_due", "outstanding"),
        look=read_by("benefits_due", "requested"), reckon=its_own("of.benefit_due", "verification_due"), lead="5d",
        words="verification", many="verifications to hand in", stopped=benefit_clock,
        source=f"7 CFR 273.2(f)(5); {_PRINTED_FIRST}",
    ),
    # Each of these stands alone on a page, however many there are: a day that is missed costs somebody their care.
    Rule(
        name="appeal", table="appeal", looks_at="appeals that are to be filed", counts_from="deadline, else notice_on",
        sought=sought.TO_FILE, find=read_by("benefits_due", "to_file"), look=_CONTESTED,
        reckon=its_own("of.appeal_due", "window_due"), lead="30d", words="appeal to file",
        stopped=no_clock_but_tasks, source=f"by programme and level; {_PRINTED_FIRST}",
    ),
    Rule(
        name="aid-continuing", table="appeal", looks_at="open appeals of a closing or a cut, aid not asked for",
        counts_from="aid_by, else effective_on or notice_on", sought=sought.AID_NOT_ASKED,
        find=read_by("benefits_due", "aid_not_asked"), look=_CONTESTED, reckon=its_own("of.appeal_due", "aid_due"),
        lead="30d", words="ask that a benefit goes on", stopped=aid_clock, source=f"by programme; {_PRINTED_FIRST}",
    ),
    *(
        Rule(
            name=f"{against.table}-not-contested", table=against.table,
            looks_at=f"{against.table}s decided against a client, without an appeal",
            counts_from="notice_on, else the denial; else the day of entry",
            sought=against, find=read_by("benefits_due", find), look=read_by("benefits_due", "against_whom"),
            reckon=its_own("of.appeal_due", "contest_due"), lead="30d", words=f"{against.table}: to contest or not",
            many=f"{against.table}s that are not contested", stopped=no_clock_but_tasks,
            source="the time to appeal, by programme and its first level",
        )
        for against, find in (
            (sought.BENEFIT_AGAINST, "benefits_against"), (sought.AUTHORIZATION_AGAINST, "authorizations_against"),
        )
    ),
    Rule(
        name="appeal-without-day", table="appeal", looks_at="open appeals whose days cannot be counted",
        counts_from="the day of entry", sought=sought.WITHOUT_DAY, find=read_by("benefits_due", "without_day"),
        look=_CONTESTED, reckon=its_own("of.appeal_due", "lacking_due"), words="appeal without a day",
        stopped=no_clock_but_tasks, source="caseload's own: what has no day is missed",
    ),
    Rule(
        name="hearing", table="appeal", looks_at="appeals that were filed", counts_from="hearing_on",
        sought=sought.TO_HEAR, find=read_by("benefits_due", "to_hear"), look=_CONTESTED,
        reckon=its_own("of.appeal_due", "hearing_due"), lead="14d", words="hearing", stopped=no_clock_but_tasks,
        source="as set; late once it is over and nobody has said that it was held",
    ),
    Rule(
        name="appeal-decision", table="appeal", looks_at="appeals that were filed",
        counts_from="decision_due, else filed_on", sought=sought.FILED, find=read_by("benefits_due", "filed"),
        look=_CONTESTED, reckon=its_own("of.appeal_due", "decision_due"),
        words="decision on an appeal", many="decisions on appeals that are owed", stopped=no_clock_but_tasks,
        source=f"by programme and level; {_PRINTED_FIRST}",
    ),
    Rule(
        name="appeal-standing", table="appeal", looks_at="appeals that were filed, whose decision has no day",
        counts_from="filed_on", sought=sought.FILED, find=read_by("benefits_due", "filed"), look=_CONTESTED,
        reckon=its_own("of.appeal_due", "standing_due"), unset=True, setting=RuleSetting(off=True),
        words="ask how an appeal stands", many="appeals to ask about", stopped=no_clock_but_tasks, source=_UNSET,
    ),
    Rule(
        name="benefit-standing", table="benefit", looks_at="applications whose decision has no day",
        counts_from="applied_on", sought=sought.ASKED_FOR, find=seeking(sought.ASKED_FOR),
        reckon=its_own("of.benefit_due", "standing_due"), unset=True, setting=RuleSetting(off=True),
        words="ask how an application stands", many="applications to ask about", stopped=benefit_clock, source=_UNSET,
    ),
)  # fmt: skip
"""Each with its defaults."""
