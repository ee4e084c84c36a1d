"""caseload condition."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Text, Writes, current, lists, noun
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.errors import Invalid
from caseload.output.column import Column
from caseload.records.condition import Condition, dated, is_part, resolved
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles

app = noun("Diagnoses, allergies and risks, as someone said them.")
register(app, Condition)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A condition's id: dx1.")]


Onset = Annotated[
    str | None,
    typer.Option(
        "--onset", "--onset-on", metavar="WHEN", help="When it began: a day, or as far as known 2019-03, 2019."
    ),
]


@app.command(cls=adds(Condition))
def add(ctx: typer.Context, client: ClientWho, title: Text, onset: Onset = None, closed: Closed = False) -> None:
    """Add a diagnosis, an allergy or a risk, with who said so.

    \b
    Examples:
      caseload condition add ana Asthma --code J45.909 --code-system icd --said-by "Dr. Ito"
      caseload condition add ana Diabetes --onset 2019
      caseload condition add ana Penicillin --type allergy --said-by Ana
    """
    session = current(ctx)
    session.asked.typed.setdefault("said_on", session.today)
    _began(session, onset)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the condition", closed=closed)
    with session.step() as store:
        condition = store.add(dated(made(session, Condition, whose, title=" ".join(title)), None, session.today))
    added(session, condition, *_said(session, condition), said)


@app.command("list", cls=lists(Condition))
def list_(ctx: typer.Context) -> None:
    """Diagnoses, allergies and risks that are there; --due asks for the day they began.

    \b
    Examples:
      caseload condition list --client ana
      caseload condition list --where "type = allergy" --csv
    """
    session = current(ctx)
    put_list(session, Condition, wanted(session, Condition), _columns(session))


@app.command(cls=edits(Condition))
def edit(ctx: typer.Context, refs: Chosen = None, onset: Onset = None, clear: Clear = None) -> None:
    """Change what is known of a condition.

    \b
    Examples:
      caseload condition edit dx1 --prognosis "stable under treatment"
      caseload condition edit dx1 --status remission --abated-on yesterday
    """
    session = current(ctx)
    _began(session, onset)
    found = edited(
        session, Condition, refs, lambda before: dated(edited_as_typed(session, before, clear), before, session.today)
    )
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=Writes)
def resolve(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """It is over.

    \b
    Examples:
      caseload condition resolve dx1 --on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        condition = resolved(lookup.of_kind(store, Condition, ref), session.fact_day(on_day) or session.today)
        condition = store.save(condition)
    saved(session, condition, on(session, "over", condition.abated_on), told=("abated_on",))


def _began(session: Session, typed: str | None) -> None:
    """Have when it began among what was typed: the day, or the month or year alone, and not the other any more."""
    if typed is None:
        return
    part = typed.strip()
    if not is_part(part):
        session.asked.typed |= {"onset_on": session.fact_day(typed), "onset_in": None}
        return
    if part > str(session.today):
        raise Invalid("is still to come", "a month or a year that has begun", typed=part, field="--onset")
    session.asked.typed |= {"onset_on": None, "onset_in": part}


def _said(session: Session, condition: Condition) -> tuple[str | None, ...]:
    """What a confirmation repeats of a condition."""
    code = " ".join(filter(None, (condition.code_system, condition.code))) or None
    by = f"said by {condition.said_by}" if condition.said_by else None
    began = on(session, "began", condition.onset_on) or (condition.onset_in and f"began {condition.onset_in}")
    return str(condition.type), str(condition.status), code, by, began


def _columns(session: Session) -> list[Column[Condition]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("type", lambda one: one.type, "Type"),
        Column("title", lambda one: one.title, "What", text=True),
        Column("code", lambda one: one.code, "Code"),
        Column("status", lambda one: one.status, "Status"),
        Column("onset_on", lambda one: one.onset_on, "Began", say=lambda one: one.began),
        Column("said_by", lambda one: one.said_by, "Said by", text=True),
    ]
