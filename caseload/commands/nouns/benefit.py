"""caseload benefit."""

from typing import Annotated

import typer

from caseload.actions import contesting
from caseload.actions.applying import considered_so, papers_of
from caseload.commands.kit import contested as said_of
from caseload.commands.kit.changing import title_of
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.eligibility import screens
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import due_column, marked, put_list, unless_hidden, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Reason, Refs, Text, current, lists, noun, word
from caseload.commands.kit.saying import added, clock_told, on, saved, saved_all
from caseload.errors import Invalid
from caseload.intake.piped import ids
from caseload.output.column import Column
from caseload.records import benefit as benefits
from caseload.records.appeal import Action, Appeal
from caseload.records.benefit import Benefit, BenefitStatus
from caseload.records.kinds import parse_ref
from caseload.records.verification import Verification, got
from caseload.session import Session
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.clients import Handles

app = noun("Benefits, each from considering to renewal: applied for, asked about, decided, contested.")
register(app, Benefit)
screens(app)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A benefit's id: b1.")]


@app.command(cls=adds(Benefit))
def add(ctx: typer.Context, client: ClientWho, name: Text, closed: Closed = False) -> None:
    """Add a benefit: considered, unless it is said where it stands.

    \b
    Examples:
      caseload benefit add ana SNAP --household 3
      caseload benefit add ana Medicaid --category magi --status approved --effective 2026-03-01 --until 2027-02-28
    """
    session = current(ctx)
    clock_told(session, session.asked.typed.get("interview"))
    words, whose = title_of(session, name, None), lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the benefit", closed=closed)
    with session.step() as store:
        benefit = store.add(made(session, Benefit, whose, name=words))
        appeal = contesting.opened(store, benefit, session.today)
    added(session, benefit, *_said(session, benefit), said)
    said_of.tell_days(session, appeal)
    said_of.tell_past_end(session, benefit)


@app.command("list", cls=lists(Benefit))
def list_(ctx: typer.Context) -> None:
    """Benefits that are worked on or go on; --due asks for the day they are certified to.

    \b
    Examples:
      caseload benefit list --client ana --status all
      caseload benefit list --due +60d --csv
    """
    session = current(ctx)
    put_list(session, Benefit, wanted(session, Benefit), _columns(session))


@app.command(cls=edits(Benefit))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a benefit.

    \b
    Examples:
      caseload benefit edit b1 --until 2027-05-31 --amount 291
      caseload benefit edit b1 --form-on yesterday --renewal-due +30d
    """
    session = current(ctx)
    said_of.edit_decided(session, Benefit, refs, lambda before: edited_as_typed(session, before, clear))


Which = Annotated[str, typer.Argument(metavar="REF|CLIENT", help="A benefit's id, or for whom it is.")]
Programme = Annotated[list[str] | None, typer.Argument(metavar="[TEXT...]", help="The programme, for a client.")]
_APPLYING = ("category", "household", "agency", "worker", "expedited", "interview", "decision_due")


@app.command(cls=takes(Benefit, *_APPLYING))
def apply(ctx: typer.Context, which: Which, name: Programme = None, on_day: On = None, closed: Closed = False) -> None:
    """It was applied for: what was considered, or for a client a new one.

    \b
    Examples:
      caseload benefit apply ana SNAP --household 3 --expedited
      caseload benefit add ana TANF
      caseload benefit apply b2 --on yesterday --agency "county office"
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    clock_told(session, session.asked.typed.get("interview"))
    words, whose, said = title_of(session, name or (), None), 0, None
    if name is not None:
        whose = lookup.client(session.store, which).id
        said = ask_if_closed(session, [whose], "add the benefit", closed=closed)
    with session.step() as store:
        before = _benefit(store, which) if name is None else considered_so(store, whose, words)
        if before is None:
            given = {"status": BenefitStatus.APPLIED, "applied_on": day}
            benefit = store.add(made(session, Benefit, whose, name=words, **given))
        else:
            benefit = store.save(benefits.applied(before, day, **session.asked.typed))
    if before is None:
        added(session, benefit, *_said(session, benefit), said)
    else:
        saved(session, benefit, said)
    said_of.tell_applied(session, benefit)


def _benefit(store: Store, ref: str) -> Benefit:
    if parse_ref(ref) is None:
        raise Invalid("is no id", "b1, or a client and the programme's name", typed=ref, field="REF")
    return lookup.of_kind(store, Benefit, ref)


@app.command(cls=takes(Verification, "needed_by"))
def ask(ctx: typer.Context, ref: Ref, what: Text, on_day: On = None) -> None:
    """The agency asks for a paper or a fact; its clock runs until it is handed in.

    \b
    Examples:
      caseload benefit ask b1 Pay stubs of four weeks --needed-by +10d
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        benefit = store.save(benefits.asked_for_papers(lookup.of_kind(store, Benefit, ref)))
        asked = made(session, Verification, benefit_id=benefit.id, what=" ".join(what), asked_on=day)
        verification = store.add(asked)
    due = said_of.needed_said(session, verification)
    added(session, verification, f"for {benefit.ref} {benefit.called}", due)
    session.tell(f"next: caseload benefit got {verification.ref}, once it is here; --sent, once it is handed in")


Sent = Annotated[bool, typer.Option("--sent", help="The agency has it now.")]


@app.command("got", cls=takes(Verification))
def got_(ctx: typer.Context, refs: Refs, on_day: On = None, sent: Sent = False) -> None:
    """What was asked for is here, or handed in: one by one, or for a benefit all that is outstanding.

    \b
    Examples:
      caseload benefit got vf1
      caseload benefit got b1 --sent --on yesterday
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        found = [one for ref in ids(session.inp, refs) for one in papers_of(store, ref, sent=sent)]
        kept = [store.save(got(one, day, sent=sent)) for one in {one.id: one for one in found}.values()]
    saved_all(session, [(one, ()) for one in kept])
    if not sent:
        session.tell(f"next: caseload benefit got {' '.join(one.ref for one in kept)} --sent, once it is handed in")


At = Annotated[str | None, typer.Argument(metavar="[WHEN]", help='When: "fri 2pm"; or none, and --held.')]


@app.command(cls=takes(Benefit))
def interview(ctx: typer.Context, ref: Ref, when: At = None, held: said_of.Held = False, on_day: On = None) -> None:
    """When the agency interviews, or that it did.

    \b
    Examples:
      caseload benefit interview b1 "+5d 10:30"
      caseload benefit interview b1 --held --on yesterday
    """
    session = current(ctx)
    if held is (when is not None):
        raise Invalid("is missing" if when is None else "stands beside --held", "a time, or --held", field="WHEN")
    if when is not None:
        clock_told(session, session.when(when))
    with session.step() as store:
        before = lookup.of_kind(store, Benefit, ref)
        if when is not None:
            after = benefits.to_be_interviewed(before, session.when(when))
        else:
            after = benefits.interviewed(before, session.fact_day(on_day) or session.today)
        benefit = store.save(after)
    saved(session, benefit)
    said_of.tell_sooner(session, f"benefit interview {benefit.ref}", benefit.interview, benefit.interviewed_on)


_GRANTED = ("category", "household", "effective_on", "certified_to", "amount", "agency", "worker")


@app.command(cls=takes(Benefit, *_GRANTED))
def approve(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The agency grants it, renews it or gives it back; until when is on the notice, and else counted, and said so.

    \b
    Examples:
      caseload benefit apply ana SSI
      caseload benefit approve b2 --effective 2026-12-01 --amount 967 --until 2029-11-30
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        benefit = store.save(benefits.approved(lookup.of_kind(store, Benefit, ref), day, **session.asked.typed))
        settled = contesting.settle(store, benefit, "the agency approved it")
    saved(session, benefit, *(f"{one.ref} {one.status}" for one in settled))
    said_of.tell_approved(session, benefit)


@app.command(cls=takes(Appeal, *contesting.OF_THE_NOTICE))
def deny(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """The agency turned it down; the appeal that may be filed stands there at once, its days from --notice-on.

    \b
    Examples:
      caseload benefit apply ana SSDI
      caseload benefit deny b2 --reason "can do light work" --notice-on today
    """
    session = current(ctx)
    notice = said_of.notice_typed(session)
    with session.step() as store:
        before = lookup.of_kind(store, Benefit, ref)
        day = session.fact_day(on_day) or notice.get("notice_on") or session.today
        done = contesting.deny(store, before, day, reason, notice)
    _decided_against(session, done)


@app.command(cls=takes(Appeal, *contesting.OF_THE_NOTICE))
def close(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """The agency ends it, on the day that --effective says; the appeal stands there at once, its days from --notice-on.

    \b
    Examples:
      caseload benefit close b1 --reason "form not back" --notice-on yesterday --effective +14d
    """
    session = current(ctx)
    notice = said_of.notice_typed(session)
    with session.step() as store:
        before = lookup.of_kind(store, Benefit, ref)
        day = notice.get("effective_on") or session.fact_day(on_day) or session.today
        done = contesting.close(store, before, day, reason, notice)
    _decided_against(session, done)


def _decided_against(session: Session, done: contesting.Contested) -> None:
    benefit, appeal = done
    assert benefit is not None  # noqa: S101 - it was decided on
    assert appeal is not None  # noqa: S101 - the first level is open
    saved(session, benefit)
    said_of.tell_days(session, appeal)


@app.command(cls=takes(Benefit, "certified_to", "amount", "effective_on"))
def renew(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The renewal was handed in; with --until the agency has renewed it to that day.

    \b
    Examples:
      caseload benefit renew b1
      caseload benefit renew b1 --until 2027-12-31 --amount 280
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    typed = session.asked.typed
    with session.step() as store:
        before = lookup.of_kind(store, Benefit, ref)
        if typed and "certified_to" not in typed:
            raise Invalid("is missing", f"the day to which {before.ref} is renewed", field="--until")
        handed_in = benefits.renewal_handed_in(before, day)
        benefit = store.save(benefits.approved(handed_in, day, **typed) if typed else handed_in)
    saved(session, benefit)
    said_of.tell_past_end(session, benefit)
    if not typed:
        said_of.tell_renewed_late(session, benefit, day)
        session.tell(f"next: caseload benefit approve {benefit.ref} --until DAY, once it is renewed")


What = Annotated[Action | None, word(Action, "--action", "What was decided, where it is a cut or an overpayment")]


@app.command(cls=takes(Appeal, *contesting.OF_THE_NOTICE, "level", "represented_by"))
def appeal(ctx: typer.Context, ref: Ref, on_day: On = None, aid: said_of.Aid = None, action: What = None) -> None:
    """Contest what was decided: the appeal that is to be filed, or with --notice-on one of a cut.

    \b
    Examples:
      caseload benefit close b1 --reason "form not back" --notice-on yesterday --effective +14d
      caseload benefit appeal b1 --aid asked
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    said = {name: word for name, word in (("aid_continuing", aid), ("action", action)) if word}
    given = {**session.asked.typed, **said}
    with session.step() as store:
        done = contesting.file(store, lookup.of_kind(store, Benefit, ref), day, given)
    assert done.appeal is not None  # noqa: S101 - one was filed
    saved(session, done.appeal, said_of.filed_said(done))
    said_of.tell_late(session, done.appeal)
    said_of.tell_days(session, done.appeal)
    session.gave(done.appeal.ref)


@app.command(cls=takes(Appeal, *contesting.OF_THE_NOTICE))
def decide(
    ctx: typer.Context, ref: Ref, decision: said_of.Came, on_day: On = None, reason: said_of.Because = None
) -> None:
    """The appeal of a benefit was decided; see appeal decide.

    \b
    Examples:
      caseload benefit close b1 --reason "form not back" --notice-on yesterday
      caseload benefit appeal b1
      caseload benefit decide b1 reversed
    """
    session = current(ctx)
    with session.step() as store:
        found = contesting.waiting_for_decision(store, lookup.of_kind(store, Benefit, ref))
        day = session.fact_day(on_day) or session.today
        outcome = contesting.decide(
            store, found, day, said_of.decision_typed(decision), said_of.notice_typed(session), reason
        )
    said_of.tell_outcome(session, outcome)


def _said(session: Session, benefit: Benefit) -> tuple[str | None, ...]:
    """What a confirmation repeats of a benefit."""
    days = (("applied", benefit.applied_on), ("from", benefit.effective_on), ("certified to", benefit.certified_to))
    paid, suspended = benefit.monthly and f"{benefit.monthly} a month", on(session, "suspended", benefit.suspended_on)
    return str(benefit.status), *(on(session, label, day) for label, day in days), suspended, paid


def _columns(session: Session) -> list[Column[Benefit]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("name", lambda one: one.name, "Benefit", text=True,
               say=unless_hidden(session, marked(session, lambda one: one.name))),
        Column("status", lambda one: one.status, "Status"),
        Column("applied_on", lambda one: one.applied_on, "Applied"),
        due_column(session, "certified_to", lambda one: one.certified_to, "benefit-renewal", "Certified to"),
        Column("amount", lambda one: one.amount, "A month", right=True, say=lambda one: one.monthly),
    ]  # fmt: skip
