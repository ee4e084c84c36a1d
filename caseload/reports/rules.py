"""Every clock: what it looks at, from what it counts, how often, how early it warns, when it is late, and who says so.

An ordinary clock is declared with its kind and takes its place in RULES by name. Any other has a row of RULES, a
function of its record and a read in the store. No kind is loaded for having a rule: `sought` tells whether any record
may be due by it, and what asks further, a kind's own functions too, is imported where it runs.
"""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from caseload import paths
from caseload.config import Config, RuleSetting, zone
from caseload.errors import Invalid, Refused
from caseload.records import appointment
from caseload.records.kinds import with_article
from caseload.records.of import visit
from caseload.records.of.base import Record
from caseload.records.task import task_due
from caseload.reports.benefit_rules import BENEFIT_RULES
from caseload.reports.rule import (
    Rule,
    appointment_clock,
    contact_clocks,
    its_own,
    no_clock_but_tasks,
    ordinary,
    read_by,
    safety_clock,
    seeking,
)
from caseload.reports.stay_rules import AFTER_STAYS, CAA
from caseload.store.reads import clocks
from caseload.store.reads import sought_by_rules as sought
from caseload.value import replace

if TYPE_CHECKING:
    from caseload.records.of.deadline import Deadlines
    from caseload.reports.roundings import Payers

R = TypeVar("R", bound=Record)

_DRIVEN = read_by("rides", "driven")
_DANE = "Dane County WI case-noting rules"

RULES: tuple[Rule, ...] = (
    replace(
        ordinary("task", stopped=no_clock_but_tasks), sought=None,
        find=clocks.tasks, reckon=task_due,
    ),
    Rule(
        name="appointment", table="appointment", looks_at="appointments without an outcome", counts_from="starts",
        words="appointment", many="appointments without an outcome", find=clocks.open_appointments,
        reckon=appointment.outcome_due, lead="7d", stopped=appointment_clock, is_on_time_line=True,
        source="as booked; late once it is over and nobody has said whether it was kept",
    ),
    Rule(
        name="kept-unwritten", table="appointment", looks_at="appointments kept with a client, for 30 days",
        counts_from="its last day, unless a note is of its days, from its hour on",
        find=clocks.unwritten_visits, reckon=visit.unwritten_due, look=read_by("visits", "visit_of"), every="2d",
        words="visit to write up", many="visits to write up", source="practice: notes within 24 to 48 hours",
    ),
    Rule(
        name="referral", table="referral", looks_at="open referrals",
        counts_from="next_due; else the day of sending, or of entry where it is a draft",
        sought=sought.OPEN_REFERRALS, find=seeking(sought.OPEN_REFERRALS), reckon=its_own("referral", "next_step_due"),
        every="7d", words="referral", many="referrals without an answer",
        source="caseload's own: a letter sent is no help received",
    ),
    Rule(
        name="referral-help", table="referral", looks_at="referrals accepted or in progress, without a next step",
        counts_from="answered_on, else sent_on",
        sought=sought.OPEN_REFERRALS, find=seeking(sought.OPEN_REFERRALS), reckon=its_own("referral", "help_due"),
        every="30d", words="help promised", many="referrals accepted, without help",
        source="caseload's own: completed is not help received",
    ),
    Rule(
        name="contact", table="client", looks_at="clients who are served",
        counts_from="the last contact made, else opened_on",
        find=clocks.contacts, reckon=its_own("of.contact", "contact_due"),
        every="1m", lead="7d", collateral=True, words="contact", many="contacts", own="contact_every",
        of_contacts=True,
        stopped=contact_clocks, source=_DANE,
    ),
    Rule(
        name="face-to-face", table="client", looks_at="clients who are served",
        counts_from="the last visit that reached the client; the first within 30 days of opened_on",
        find=clocks.contacts, reckon=its_own("of.contact", "face_to_face_due"),
        every="3m", lead="14d", words="face-to-face contact", many="face-to-face contacts", own="face_to_face_every",
        of_contacts=True,
        stopped=contact_clocks, source=_DANE,
    ),
    Rule(
        name="attempts", table="client", looks_at="clients who are served",
        counts_from="the third attempt in a row that did not reach the client",
        find=clocks.contacts, reckon=its_own("of.contact", "attempts_due"),
        attempts=3, collateral=True, words="attempts without contact", many="clients not reached", of_contacts=True,
        stopped=contact_clocks, source="Unite Us practice",
    ),
    Rule(
        name="no-shows", table="client", looks_at="clients who are served",
        counts_from="the third appointment in a row that the client missed",
        find=clocks.contacts, reckon=its_own("of.contact", "no_shows_due"),
        attempts=3, collateral=True, words="appointments missed in a row", many="clients who missed several in a row",
        of_contacts=True,
        stopped=contact_clocks, source="practice: three in a row end many services",
    ),
    Rule(
        name="silent", table="client", looks_at="clients who are served, with nothing to come",
        counts_from="the last note, appointment kept or opened_on",
        find=clocks.contacts, reckon=its_own("of.contact", "silent_due"),
        every="45d", words="nothing recorded, nothing to come", many="silent clients", of_contacts=True,
        stopped=contact_clocks, source="caseload's own: nobody drops out of sight",
    ),
    Rule(
        name="release", table="client", looks_at="clients with a release date", counts_from="release_on",
        sought=sought.RELEASES, find=read_by("stays_due", "releases"), look=read_by("stays_due", "freed"),
        reckon=its_own("of.release", "release_due"),
        lead="30d", grace="30d", margin="30d", words="release", many="releases",
        source=CAA,
    ),
    *AFTER_STAYS,
    Rule(
        name="plan-review", table="plan", looks_at="active plans", counts_from="reviewed_on, else started_on",
        sought=sought.ACTIVE_PLANS, find=seeking(sought.ACTIVE_PLANS), reckon=its_own("plan", "review_due"),
        every="6m", lead="30d", words="plan", many="plan reviews", own="review_every",
        source=f"{_DANE}; 42 CFR 441.18(a)(7)(viii)",
    ),
    ordinary("plan-unsigned"),
    ordinary("plan-copy"),
    ordinary("goal-target"),
    ordinary("note-unsigned"),
    replace(
        ordinary("screen-flag", stopped=safety_clock),
        sought=sought.FLAGGED_SCREENS, find=seeking(sought.FLAGGED_SCREENS), reckon=its_own("assessment", "flag_due"),
    ),
    replace(
        ordinary("reassessment"),
        sought=sought.LAST_SCREENS, find=clocks.last_screens, look=clocks.screened,
        reckon=its_own("assessment", "reassessment_due"),
    ),
    # A report is owed though the client has left, or has died of what happened.
    ordinary("incident", stopped=no_clock_but_tasks),
    ordinary("provider-assurance"),
    ordinary("refill"),
    ordinary("reconciliation"),
    ordinary("document-needed"),
    ordinary("document-expiry"),
    replace(
        ordinary("coverage-end"),
        find=read_by("authorizations", "ending_coverages"), look=read_by("authorizations", "covered"),
        reckon=its_own("coverage", "end_due"),
    ),
    replace(
        ordinary("authorization-end"),
        find=read_by("authorizations", "ending_authorizations"), look=read_by("authorizations", "with_successor"),
        reckon=its_own("of.drawn", "end_due"),
    ),
    Rule(
        name="authorization-runout", table="authorization", looks_at="authorizations that are approved and have units",
        counts_from="the units left, at the rate of the last 8 weeks", sought=sought.RUNNING_OUT,
        find=read_by("authorizations", "running_out"), look=read_by("authorizations", "drawn_by"),
        reckon=its_own("of.drawn", "runout_due"),
        lead="30d", words="authorization runs short", many="authorizations that run short",
        source="HHAeXchange worklist has 14 days; a plan may take 14 to decide (42 CFR 438.210(d))",
    ),
    Rule(
        name="authorization-decision", table="authorization", looks_at="authorizations that a payer has not decided on",
        counts_from="requested_on", sought=sought.REQUESTED, find=read_by("benefits_due", "requested_of_payers"),
        look=read_by("benefits_due", "requested_of_payer"), reckon=its_own("of.authorization_due", "decision_due"),
        words="decision of a payer", many="decisions that payers owe",
        source="42 CFR 438.210(d), one source, once rules.toml says that it counts; else rules.toml",
    ),
    Rule(
        name="ride", table="ride", looks_at="rides needed, or booked for another time, to appointments to come",
        counts_from="request_by; else the appointment, and [transport] in config.toml",
        sought=sought.TO_ASK, find=read_by("rides", "to_ask"), look=_DRIVEN,
        reckon=its_own("of.ride_due", "request_due"), lead="3d", margin="4d", words="ride to ask for",
        many="rides to ask for", stopped=appointment_clock,
        source="each transport provider has its own; none is set unless config.toml has it",
    ),
    Rule(
        name="ride-confirm", table="ride", looks_at="rides that were asked for, to appointments that are to come",
        counts_from="the appointment", sought=sought.TO_CONFIRM, find=read_by("rides", "to_confirm"), look=_DRIVEN,
        reckon=its_own("of.ride_due", "confirmation_due"), lead="3d", words="ride to confirm",
        many="rides to confirm", stopped=appointment_clock,
        source="caseload's own: a ride that nobody confirmed may not come",
    ),
    ordinary("expense-claim", stopped=no_clock_but_tasks),
    ordinary("consent"),
    ordinary("consent-event"),
    Rule(
        name="program-requirement", table="enrollment", looks_at="enrollments that will not be complete by their end",
        counts_from="due, else the program's last day", sought=sought.ENROLLED,
        find=read_by("programs", "ending_enrollments"), look=read_by("programs", "followed"),
        reckon=its_own("of.at_risk", "shortfall_due"), lead="14d", words="programme at risk",
        many="programmes at risk", source="caseload's own: what is short is told while something can be done",
    ),
    *BENEFIT_RULES,
)  # fmt: skip
"""Every clock with its defaults: the one table of them."""


def settled(config: Config) -> tuple[Rule, ...]:
    """The rules as config.toml has them; raises Invalid, naming file and line, for a rule or setting there is not."""
    names = [rule.name for rule in RULES]
    for name, setting in config.rules.items():
        if name not in names:
            raise Invalid(
                f"{config.place(f'rules.{name}')}: {name!r} is not a rule", f"the rules are {', '.join(names)}"
            )
        _refuse_senseless(config, RULES[names.index(name)], setting)
    every: Mapping[str, Any] = {
        "zone": zone(config), "workdays": config.workdays, "law": cache(partial(deadlines, config)),
        "payers": _payers(config),
        "leads": {name: (span.among(config.workdays), by) for name, (span, by) in config.transport.items()},
    }  # fmt: skip
    return tuple(replace(rule, setting=_setting(rule, config), **every) for rule in RULES)


def _payers(config: Config) -> "Payers":
    """How each payer rounds minutes, read where config.toml says it of one."""
    if not config.payers:
        return {}
    from caseload.reports.roundings import roundings

    return roundings(config)


def deadlines(config: Config) -> "Deadlines":
    """The deadlines that laws set, as rules.toml has them; read when a record asks for one."""
    if config.rules_file is None or paths.is_missing(config.rules_file):
        from caseload.records.of.deadline import Deadlines

        return Deadlines(workdays=config.workdays)
    from caseload.reports.law import deadlines as in_force

    return in_force(config)


def _setting(rule: Rule, config: Config) -> RuleSetting:
    """What the user has settled of a rule; one without an interval stays off."""
    said = config.rules.get(rule.name, rule.setting)
    return said._replace(off=True) if rule.unset and said.every is None else said


def _refuse_senseless(config: Config, rule: Rule, setting: RuleSetting) -> None:
    given: Mapping[str, tuple[object, bool]] = {
        "every": (setting.every, bool(rule.every) or rule.unset),
        "acuity": (setting.acuity, bool(rule.every)),
        "roll": (setting.roll, bool(rule.every) or rule.unset),
        "attempts": (setting.attempts, bool(rule.attempts)),
        "collateral": (setting.collateral, rule.collateral),
        "meetings": (setting.meetings, rule.name in ("contact", "face-to-face", "silent")),
    }
    for key, (value, meant) in given.items():
        if value not in (None, {}) and not meant:
            place = config.place(f"rules.{rule.name}.{key}")
            raise Invalid(f"{place}: the rule {rule.name} has no {key!r}", "leave it out; see caseload help clocks")


def rules_of(kind: type[Record], rules: Sequence[Rule]) -> list[Rule]:
    """The rules whose items are records of a kind."""
    return [rule for rule in rules if rule.table == kind.TABLE]


def named(name: str, rules: Sequence[Rule]) -> Rule:
    """The rule of that name; raises Invalid naming them all."""
    found = next((rule for rule in rules if rule.name == name), None)
    if found is None:
        raise Invalid("is not a rule", f"one of {', '.join(rule.name for rule in rules)}", typed=name, field="--rule")
    return found


def clocked(record: R, rules: Sequence[Rule]) -> R:
    """The record, if any rule looks at its kind; raises Refused for what is never due."""
    if not rules_of(type(record), rules):
        kinds = ", ".join(dict.fromkeys(rule.table for rule in rules))
        raise Refused(f"{record.ref} is {with_article(type(record))}, which is never due", f"what can be: {kinds}")
    return record


def rule_about(record: Record, name: str, rules: Sequence[Rule]) -> Rule:
    """The rule of that name, if it looks at records like this one; raises Invalid naming those that do."""
    mine = rules_of(type(clocked(record, rules)), rules)
    if any(rule.name == name for rule in rules) and not any(rule.name == name for rule in mine):
        fault = f"does not look at {with_article(type(record))}"
        raise Invalid(fault, f"one of {', '.join(rule.name for rule in mine)}", typed=name, field="--rule")
    return named(name, mine)
