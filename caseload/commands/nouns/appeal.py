"""caseload appeal."""

from typing import Annotated

import typer

from caseload.actions import contesting
from caseload.commands.kit.changing import edited
from caseload.commands.kit.contested import (
    Aid,
    Because,
    Came,
    Held,
    decision_typed,
    filed_said,
    notice_typed,
    tell_days,
    tell_late,
    tell_outcome,
    tell_sooner,
)
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import by_rule, late_by, put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, On, Reason, Writes, current, lists, noun, word
from caseload.commands.kit.saying import added, clock_told, on, saved, saved_all
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.records.appeal import Action, Appeal, Level, dropped, heard, to_be_heard
from caseload.records.of.deadline import AT_MOST
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.benefits import Called
from caseload.store.reads.clients import Handles
from caseload.when.dates import say_late

app = noun("Appeals, level by level: until when they may be filed, when they are heard, what came of them.")
register(app, Appeal)

Ref = Annotated[str, typer.Argument(metavar="REF", help="An appeal's id: ap1.")]
Of = Annotated[str, typer.Argument(metavar="REF", help="What was decided on: the benefit, b1, or authorization, au1.")]
At = Annotated[Level | None, word(Level, "--level", "Who is asked; the programme's first unless said")]
What = Annotated[Action | None, word(Action, "--action", "What was decided; as the benefit stands unless said")]


@app.command(cls=adds(Appeal))
def add(ctx: typer.Context, benefit: Of, level: At = None, action: What = None) -> None:
    """Add an appeal that may be filed, or was: its days count from the notice.

    \b
    Examples:
      caseload appeal add b1 --action cut --notice-on yesterday --effective +14d
      caseload authorization approve au1 --units 12
      caseload appeal add au1 --notice-on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        known = contesting.of_what(store, benefit, level, action)
        for name in ("effective_on", "notice_on"):
            if name in known and name not in session.asked.typed:
                session.asked.typed[name] = known[name]
        given = {name: value for name, value in known.items() if name not in session.asked.typed}
        appeal = contesting.refuse_second(store, made(session, Appeal, known["client_id"], **given))
        if action is None:
            contesting.refuse_of_nothing(store, appeal)
        appeal = store.add(appeal)
    added(session, appeal, str(appeal.status), on(session, "notice", appeal.notice_on))
    tell_late(session, appeal)
    tell_days(session, appeal)


@app.command("list", cls=lists(Appeal))
def list_(ctx: typer.Context) -> None:
    """Appeals that are to be filed or wait for a decision; --due asks for the day they are heard.

    \b
    Examples:
      caseload appeal list --client ana --status all
      caseload appeal list --status to-file --csv
    """
    session = current(ctx)
    put_list(session, Appeal, wanted(session, Appeal), _columns(session))


@app.command(cls=edits(Appeal))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of an appeal.

    \b
    Examples:
      caseload benefit close b1 --reason "form not back" --notice-on yesterday
      caseload appeal edit ap2 --deadline +60d --aid yes
    """
    session = current(ctx)

    def change(before: Appeal) -> Appeal:
        return contesting.of_its_level(session.store, before, edited_as_typed(session, before, clear))

    found = edited(session, Appeal, refs, change)
    saved_all(session, [(one, ()) for one in found])
    for one in found:
        if session.asked.typed.keys() & {"filed_on", "aid_continuing"}:
            tell_late(session, one)
        if session.asked.typed.keys() & {"level", *contesting.OF_THE_NOTICE}:
            tell_days(session, one)


@app.command(cls=takes(Appeal, "represented_by", "decision_due"))
def file(ctx: typer.Context, ref: Ref, on_day: On = None, aid: Aid = None) -> None:
    """The appeal was filed; whether it was asked that the benefit goes on.

    \b
    Examples:
      caseload appeal file ap1 --aid asked --represented-by "legal aid"
    """
    session = current(ctx)
    given = {**session.asked.typed, **({"aid_continuing": aid} if aid else {})}
    with session.step() as store:
        appeal = lookup.of_kind(store, Appeal, ref)
        done = contesting.file_appeal(store, appeal, session.fact_day(on_day) or session.today, given)
    assert done.appeal is not None  # noqa: S101 - it was filed
    saved(session, done.appeal, filed_said(done))
    tell_late(session, done.appeal)
    tell_days(session, done.appeal)


@app.command(cls=Writes)
def drop(ctx: typer.Context, ref: Ref, reason: Reason) -> None:
    """None will be filed, and why: its days stop.

    \b
    Examples:
      caseload appeal drop ap1 --reason "she found work with insurance"
    """
    session = current(ctx)
    with session.step() as store:
        appeal = store.save(dropped(lookup.of_kind(store, Appeal, ref), reason))
    saved(session, appeal)


When_ = Annotated[str | None, typer.Argument(metavar="[WHEN]", help='When: "fri 2pm"; or none, and --held.')]


@app.command(cls=Writes)
def hearing(ctx: typer.Context, ref: Ref, when: When_ = None, held: Held = False, on_day: On = None) -> None:
    """When it is heard, or that it was.

    \b
    Examples:
      caseload appeal file ap1 --on yesterday
      caseload appeal hearing ap1 "+10d 9am"
    """
    session = current(ctx)
    if held is (when is not None):
        raise Invalid("is missing" if when is None else "stands beside --held", "a time, or --held", field="WHEN")
    if when is not None:
        clock_told(session, session.when(when))
    with session.step() as store:
        before = lookup.of_kind(store, Appeal, ref)
        if when is not None:
            after = to_be_heard(before, session.when(when))
        else:
            after = heard(before, session.fact_day(on_day) or session.today)
        appeal = store.save(after)
    saved(session, appeal)
    tell_sooner(session, f"appeal hearing {appeal.ref}", appeal.hearing_on, appeal.heard_on)
    tell_days(session, appeal)


@app.command(cls=takes(Appeal, *contesting.OF_THE_NOTICE))
def decide(ctx: typer.Context, ref: Ref, decision: Came, on_day: On = None, reason: Because = None) -> None:
    """It was decided: what was reversed is given back, and against another decision the next level is opened.

    \b
    Examples:
      caseload appeal file ap1 --on yesterday
      caseload appeal decide ap1 reversed
    """
    session = current(ctx)
    with session.step() as store:
        appeal = lookup.of_kind(store, Appeal, ref)
        day = session.fact_day(on_day) or session.today
        outcome = contesting.decide(store, appeal, day, decision_typed(decision), notice_typed(session), reason)
    tell_outcome(session, outcome)


def _columns(session: Session) -> list[Column[Appeal]]:
    handles, called, standing = Handles(session.store), Called(session.store), by_rule(session, "appeal")

    def file_by(one: Appeal) -> object:
        item = standing(one)
        return item and item.due

    def said_by(one: Appeal) -> str:
        item = standing(one)
        if item is None:
            return ""
        at_most, late = "at most " if AT_MOST in item.reason else "", say_late(item.grace_ends, session.now)
        return ", ".join(filter(None, (f"{at_most}{item.due}", late)))

    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("of", lambda one: one.of, "Of", say=lambda one: f"{one.of} {called[one.benefit_id]}".strip()),
        Column("action", lambda one: one.action, "About"),
        Column("level", lambda one: one.level, "Level", text=True),
        Column("status", lambda one: one.status, "Status",
               say=lambda one: ", ".join(filter(None, (one.status, one.decision)))),
        Column("notice_on", lambda one: one.notice_on, "Notice"),
        Column("file_by", file_by, "File by", say=said_by, style=late_by(session, "appeal")),
        Column("hearing_on", lambda one: one.hearing_on, "Hearing"),
    ]  # fmt: skip
