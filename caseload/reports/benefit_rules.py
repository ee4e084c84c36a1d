"""The clocks of benefits, of what they ask for and of appeals, in the order in which RULES has them."""

from caseload.config import RuleSetting
from caseload.reports.rule import Rule, aid_clock, benefit_clock, its_own, no_clock_but_tasks, seeking
from caseload.store.reads import benefits_due

_PRINTED_FIRST = "a day printed on the notice first"
_UNSET = "no source has an interval: what config.toml says"

BENEFIT_RULES: tuple[Rule, ...] = (
    Rule(
        name="benefit-renewal", table="benefit", looks_at="approved benefits",
        counts_from="renewal_due, else form_on, else certified_to, else the last decision",
        sought=benefits_due.APPROVED, find=seeking(benefits_due.APPROVED),
        reckon=its_own("of.benefit_due", "renewal_due"), lead="45d", words="benefit to renew",
        many="benefits to renew", stopped=benefit_clock, source=f"42 CFR 435.916, 7 CFR 273.14; {_PRINTED_FIRST}",
    ),
    Rule(
        name="benefit-reconsideration", table="benefit", looks_at="Medicaid of MAGI groups, closed without a renewal",
        counts_from="closed_on", sought=benefits_due.CLOSED, find=seeking(benefits_due.CLOSED),
        reckon=its_own("of.benefit_due", "reconsideration_due"), lead="90d", words="late renewal that still counts",
        many="late renewals that still count", stopped=benefit_clock,
        source=f"42 CFR 435.916(a)(3)(iii); {_PRINTED_FIRST}",
    ),
    Rule(
        name="benefit-decision", table="benefit", looks_at="applications that are not decided",
        counts_from="decision_due, else applied_on", sought=benefits_due.ASKED_FOR,
        find=seeking(benefits_due.ASKED_FOR), reckon=its_own("of.benefit_due", "decision_due"),
        words="decision on a benefit", many="decisions that agencies owe", stopped=benefit_clock,
        source=f"42 CFR 435.912, 7 CFR 273.2; {_PRINTED_FIRST}",
    ),
    Rule(
        name="interview", table="benefit", looks_at="benefits with an interview that was not held",
        counts_from="interview", sought=benefits_due.TO_INTERVIEW, find=seeking(benefits_due.TO_INTERVIEW),
        reckon=its_own("of.benefit_due", "interview_due"), lead="7d", words="interview with an agency",
        stopped=benefit_clock,
        source="as the agency set it; late once it is over and nobody has said that it was held",
    ),
    Rule(
        name="verification", table="verification", looks_at="what open benefits ask for, not handed in",
        counts_from="needed_by, else asked_on", sought=benefits_due.OUTSTANDING, find=benefits_due.outstanding,
        look=benefits_due.requested, reckon=its_own("of.benefit_due", "verification_due"), lead="5d",
        words="verification", many="verifications to hand in", stopped=benefit_clock,
        source=f"7 CFR 273.2(f)(5); {_PRINTED_FIRST}",
    ),
    # Each of these stands alone on a page, however many there are: a day that is missed costs somebody their care.
    Rule(
        name="appeal", table="appeal", looks_at="appeals that are to be filed", counts_from="deadline, else notice_on",
        sought=benefits_due.TO_FILE, find=benefits_due.to_file, look=benefits_due.contested,
        reckon=its_own("of.appeal_due", "window_due"), lead="30d", words="appeal to file",
        stopped=no_clock_but_tasks, source=f"by programme and level; {_PRINTED_FIRST}",
    ),
    Rule(
        name="aid-continuing", table="appeal", looks_at="open appeals of a closing or a cut, aid not asked for",
        counts_from="aid_by, else effective_on or notice_on", sought=benefits_due.AID_NOT_ASKED,
        find=benefits_due.aid_not_asked, look=benefits_due.contested, reckon=its_own("of.appeal_due", "aid_due"),
        lead="30d", words="ask that a benefit goes on", stopped=aid_clock, source=f"by programme; {_PRINTED_FIRST}",
    ),
    *(
        Rule(
            name=f"{sought.table}-not-contested", table=sought.table,
            looks_at=f"{sought.table}s decided against a client, without an appeal",
            counts_from="notice_on, else the denial; else the day of entry",
            sought=sought, find=benefits_due.against(sought), look=benefits_due.against_whom,
            reckon=its_own("of.appeal_due", "contest_due"), lead="30d", words=f"{sought.table}: to contest or not",
            many=f"{sought.table}s that are not contested", stopped=no_clock_but_tasks,
            source="the time to appeal, by programme and its first level",
        )
        for sought in (benefits_due.BENEFIT_AGAINST, benefits_due.AUTHORIZATION_AGAINST)
    ),
    Rule(
        name="appeal-without-day", table="appeal", looks_at="open appeals whose days cannot be counted",
        counts_from="the day of entry", sought=benefits_due.WITHOUT_DAY, find=benefits_due.without_day,
        look=benefits_due.contested, reckon=its_own("of.appeal_due", "lacking_due"), words="appeal without a day",
        stopped=no_clock_but_tasks, source="caseload's own: what has no day is missed",
    ),
    Rule(
        name="hearing", table="appeal", looks_at="appeals that were filed", counts_from="hearing_on",
        sought=benefits_due.TO_HEAR, find=benefits_due.to_hear, look=benefits_due.contested,
        reckon=its_own("of.appeal_due", "hearing_due"), lead="14d", words="hearing", stopped=no_clock_but_tasks,
        source="as set; late once it is over and nobody has said that it was held",
    ),
    Rule(
        name="appeal-decision", table="appeal", looks_at="appeals that were filed",
        counts_from="decision_due, else filed_on", sought=benefits_due.FILED, find=benefits_due.filed,
        look=benefits_due.contested, reckon=its_own("of.appeal_due", "decision_due"),
        words="decision on an appeal", many="decisions on appeals that are owed", stopped=no_clock_but_tasks,
        source=f"by programme and level; {_PRINTED_FIRST}",
    ),
    Rule(
        name="appeal-standing", table="appeal", looks_at="appeals that were filed, whose decision has no day",
        counts_from="filed_on", sought=benefits_due.FILED, find=benefits_due.filed, look=benefits_due.contested,
        reckon=its_own("of.appeal_due", "standing_due"), unset=True, setting=RuleSetting(off=True),
        words="ask how an appeal stands", many="appeals to ask about", stopped=no_clock_but_tasks, source=_UNSET,
    ),
    Rule(
        name="benefit-standing", table="benefit", looks_at="applications whose decision has no day",
        counts_from="applied_on", sought=benefits_due.ASKED_FOR, find=seeking(benefits_due.ASKED_FOR),
        reckon=its_own("of.benefit_due", "standing_due"), unset=True, setting=RuleSetting(off=True),
        words="ask how an application stands", many="applications to ask about", stopped=benefit_clock, source=_UNSET,
    ),
)  # fmt: skip
"""Each with its defaults."""
