"""What the nouns benefit and appeal say alike: the days that a step has opened, and what comes next."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

import typer

from caseload.actions.contesting import OF_THE_NOTICE, Contested, Outcome, opened
from caseload.commands.kit.changing import edit_all, picked
from caseload.commands.kit.options import word
from caseload.commands.kit.saying import became, on, saved, saved_all
from caseload.errors import Invalid
from caseload.records.appeal import AGAINST, Action, AidContinuing, Appeal, Decision, before_filing, is_open
from caseload.records.authorization import Authorization
from caseload.records.benefit import Benefit
from caseload.records.of.appeal_due import COUNTED_SO, lacking, mends
from caseload.records.of.base import Record
from caseload.records.of.benefit_due import counts_late, counts_until, covered_from
from caseload.records.of.clock import Still, Terms
from caseload.records.of.levels import goes_on
from caseload.records.verification import Verification
from caseload.reports.reckoning import Reckoning
from caseload.reports.rules import deadlines
from caseload.session import Session
from caseload.store.reads.benefits import verifications_of
from caseload.store.reads.benefits_due import contested
from caseload.when.dates import When

Aid = Annotated[AidContinuing | None, word(AidContinuing, "--aid", "Whether it goes on until it is decided")]
Because = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it was decided so.")]
Held = Annotated[bool, typer.Option("--held", help="It was held; today unless --on says.")]
Came = Annotated[str, typer.Argument(metavar="DECISION", help=f"What came of it: {Decision.accepted()}.")]


def decision_typed(text: str) -> Decision:
    """The decision that was typed."""
    try:
        return Decision(text)
    except ValueError:
        raise Invalid("is not accepted", f"one of {Decision.accepted()}", typed=text, field="DECISION") from None


def notice_typed(session: Session) -> dict[str, Any]:
    """What was typed of a notice: its date, when it came, its days."""
    return {name: value for name, value in session.asked.typed.items() if name in OF_THE_NOTICE}


def tell_applied(session: Session, benefit: Benefit) -> None:
    """How far back what was applied for may cover, and what comes next."""
    if told := covered_from(benefit, deadlines(session.config)):
        session.tell(told)
    session.tell(f"next: caseload benefit ask {benefit.ref} TEXT for each paper; benefit interview {benefit.ref} WHEN")


def window_said(session: Session, appeal: Appeal) -> str:
    """Until when an appeal is to be filed, by whose rule; or why no day is known."""
    return _day_said(session, "appeal", appeal, f"{appeal.ref} {appeal.level}: file by")


def aid_said(session: Session, appeal: Appeal) -> str | None:
    """Until when it may be asked that the benefit goes on; nothing where nothing could."""
    if appeal.aid_continuing:
        return None
    if appeal.action is Action.OVERPAYMENT:
        found = reckoned(session, "aid-continuing", appeal)
        counts = found is not None and not isinstance(found.when, Still)
        label = f"{appeal.ref}: ask before recovery starts by"
        return _day_said(session, "aid-continuing", appeal, label) if counts else None
    if not goes_on(appeal.action):
        return None
    return _day_said(session, "aid-continuing", appeal, f"{appeal.ref}: ask that it goes on by")


def _day_said(session: Session, rule: str, appeal: Appeal, label: str) -> str:
    reckoning = reckoned(session, rule, appeal)
    if reckoning is None:
        return f"{label}: the rule {rule} is off"
    if isinstance(reckoning.when, Still):
        # What is lacking is told after it, with the command.
        return f"{label}: no day is known" if _lacking(session, appeal) else f"{label}: {reckoning.when.reason}"
    instead = f"{COUNTED_SO}; " if COUNTED_SO in reckoning.when.reason else ""
    return f"{on(session, label, reckoning.when.due)}: {instead}{reckoning.when.law}"


def reckoned(session: Session, rule: str, record: Record) -> Reckoning | None:
    """What a rule says of a record; None where it is off."""
    from caseload.reports.due import Standing

    standing = Standing(session.store, session.now, session.rules)
    found = next(one for one in session.rules if one.name == rule)
    return None if found.setting.off else standing.reckoning(found, record)


def needed_said(session: Session, verification: Verification) -> str:
    """Until when a paper is to be handed in, by whose rule; or what says so."""
    reckoning = reckoned(session, "verification", verification)
    if reckoning is None or isinstance(reckoning.when, Still):
        return "no day is known: --needed-by DAY, as the letter says"
    return f"{on(session, 'needed by', reckoning.when.due)}: {reckoning.when.law}"


def tell_days(session: Session, appeal: Appeal | None) -> None:
    """Tell of the days that an appeal has, each with who says so, and of the command that goes on from there."""
    if appeal is None or not is_open(appeal):
        return
    if appeal.status == "to-file":
        session.tell(window_said(session, appeal))
    if aid := aid_said(session, appeal):
        session.tell(aid)
    if found := _lacking(session, appeal):
        session.tell(f"not known: {' and '.join(found.values())}; caseload {mends(appeal, found)}")
    session.tell(f"next: {_next(appeal)}")


D = TypeVar("D", Benefit, Authorization)


def edit_decided(session: Session, kind: type[D], refs: Sequence[str] | None, change: Callable[[D], D]) -> None:
    """Edit what was named or found, tell of it, and of the appeals of what is now decided against the client."""
    with session.step() as store:
        chosen = picked(session, kind, refs, "edit")
        was = {one.id: one for one in chosen}
        found = edit_all(session, chosen, change)
        appeals = [opened(store, one, session.today, was[one.id]) for one in found]
    saved_all(session, [(one, ()) for one in found])
    for appeal in appeals:
        tell_days(session, appeal)


def _lacking(session: Session, appeal: Appeal) -> dict[str, str]:
    """The days that are not known and that its deadlines count from, by the options that give them."""
    law = deadlines(session.config)
    terms = Terms(law=lambda: law)
    return lacking(contested(session.store, appeal, session.today), terms, session.today)


def tell_late(session: Session, appeal: Appeal) -> None:
    """Tell that an appeal was filed, or that it goes on asked for, after the last day; that it was stays recorded."""
    if appeal.filed_on is None:
        return
    before = before_filing(appeal)
    if last := _passed(session, "appeal", before, appeal.filed_on):
        session.tell(f"filed after {last}, the last day to file: say why it is late (good cause), and keep the answer")
    asked = appeal.aid_continuing is AidContinuing.ASKED
    if asked and (last := _passed(session, "aid-continuing", before, appeal.filed_on)):
        session.tell(f"asked after {last}, the last day to ask that it goes on: the agency may refuse; appeal edit "
                     f"{appeal.ref} --aid yes|no, as it answers")  # fmt: skip


def _passed(session: Session, rule: str, record: Record, on_day: date) -> str | None:
    """The last day that a rule gives, where it was before a day."""
    found = reckoned(session, rule, record)
    if found is None or isinstance(found.when, Still) or found.when.due.day >= on_day:
        return None
    return str(found.when.due.day)


def tell_sooner(session: Session, sets: str, at: When | None, held: date | None) -> None:
    """Tell that something was held before the time for which it was set."""
    if at and held and (held < at.day or (held == session.today and When.at(session.now) < at)):
        session.tell(f"held before its time, {at}: caseload {sets} WHEN if another is to come")


def _next(appeal: Appeal) -> str:
    if appeal.status == "to-file":
        aid = " --aid asked" if goes_on(appeal.action) else ""
        return f"caseload appeal file {appeal.ref}{aid}, or caseload appeal drop {appeal.ref} --reason TEXT"
    if appeal.hearing_on is None:
        return f"caseload appeal hearing {appeal.ref} WHEN, once it is set; appeal decide {appeal.ref} DECISION"
    return f"caseload appeal decide {appeal.ref} {'|'.join(Decision)}"


def tell_outcome(session: Session, outcome: Outcome) -> None:
    """Confirm what was decided, what it did to what was decided on, and the next level that is open."""
    appeal, of, following = outcome
    saved(session, appeal, *(list(became(session, of)) or [f"{of.ref} stays {of.status}"]))
    if following:
        tell_days(session, following)
    elif appeal.decision in AGAINST:
        session.tell("no next level is known: ask legal aid whether a court is")
    if appeal.decision not in (Decision.REVERSED, Decision.PARTLY):
        return
    if isinstance(of, Benefit):
        what = "--until DAY --amount N" if of.certified_to is None else "--amount N"
        session.tell(f"next: caseload benefit edit {of.ref} {what}, as the new notice says")
    else:
        session.tell(f"next: caseload authorization approve {of.ref} --units N --until DAY, as the new letter says")


def filed_said(done: Contested) -> str | None:
    """What a filing did to the benefit: b1 Medicaid appealing."""
    return f"{done.benefit.ref} {done.benefit.called} {done.benefit.status}" if done.benefit else None


def tell_past_end(session: Session, benefit: Benefit) -> None:
    """Tell of what is approved to a day that is over."""
    if benefit.status == "approved" and benefit.certified_to and benefit.certified_to < session.today:
        ways = f"caseload benefit renew {benefit.ref} --until DAY, or benefit close {benefit.ref} --reason TEXT"
        session.tell(f"{benefit.ref} is certified to {benefit.certified_to}, which is over: {ways}")


def tell_renewed_late(session: Session, benefit: Benefit, day: date) -> None:
    """Tell that a renewal was handed in after the closing, where it does not count, or nobody knows that it does."""
    if benefit.closed_on is None or day <= benefit.closed_on:
        return
    law = deadlines(session.config)
    found = counts_until(benefit, Terms(law=lambda: law))
    anew = f"caseload benefit apply c{benefit.client_id} {benefit.name}"
    if not counts_late(benefit) or isinstance(found, Still):
        session.tell(f"handed in after the closing, {benefit.closed_on}: ask whether it counts; else {anew}")
    elif day > found.due.day:
        session.tell(f"handed in after {found.due.day}, the last day on which it counts ({found.law}): {anew}")


def tell_approved(session: Session, benefit: Benefit) -> None:
    """Say until when it holds where that was counted, and what the agency had asked for and still waits for."""
    tell_past_end(session, benefit)
    if told := _end_said(session, benefit):
        session.tell(told)
    if left := verifications_of(session.store, [benefit.id], outstanding=True):
        refs = " ".join(one.ref for one in left)
        session.tell(f"still asked for: {refs}; caseload benefit got {refs} --sent, once all is handed in")


def _end_said(session: Session, benefit: Benefit) -> str | None:
    """The day on which a benefit is renewed where nobody has said until when it holds, and by which law."""
    if benefit.certified_to is not None:
        return None
    reckoning = reckoned(session, "benefit-renewal", benefit)
    if reckoning is None or isinstance(reckoning.when, Still):
        return f"no end is known: caseload benefit edit {benefit.ref} --until DAY, as the notice says"
    told = on(session, "renewal counted for", reckoning.when.due)
    return f"{told}: {reckoning.when.law}; caseload benefit edit {benefit.ref} --until DAY has the printed one"
