"""caseload medication."""

from typing import Annotated

import typer

from caseload.commands.kit.changing import edited, title_of
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import due_column, put_list, unless_hidden, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Reason, Text, Writes, current, day, lists, noun
from caseload.commands.kit.saying import added, on, saved, saved_all
from caseload.errors import Refused
from caseload.output.column import Column
from caseload.records.medication import Medication, reconciled, refilled, stopped
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles
from caseload.store.reads.served_by import medications_taken

app = noun("What clients take, who sees to it, and when it is refilled.")
register(app, Medication)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A medication's id: m1.")]
Next = Annotated[str | None, day("--next", "The day of the refill after this one; unknown unless said.")]


@app.command(cls=adds(Medication))
def add(ctx: typer.Context, client: ClientWho, name: Text, closed: Closed = False) -> None:
    """Add a medication that a client takes.

    \b
    Examples:
      caseload medication add ana Metformin 500 mg --dose "1 tablet" --schedule "twice a day" --refill-due +25d
      caseload medication add ana Insulin --managed-by "her sister" --prescriber "Dr. Lee" --reason diabetes
    """
    session = current(ctx)
    words, whose = title_of(session, name, None), lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the medication", closed=closed)
    with session.step() as store:
        medication = store.add(made(session, Medication, whose, name=words))
    added(session, medication, *_said(session, medication), said)


@app.command("list", cls=lists(Medication))
def list_(ctx: typer.Context) -> None:
    """What is taken, client by client, as it is printed for a visit; --due asks for the day of the next refill.

    \b
    Examples:
      caseload medication list --client ana
      caseload medication list --client ana --fields name,dose,schedule,prescriber,reason --markdown
      caseload medication list --due week
    """
    session = current(ctx)
    put_list(session, Medication, wanted(session, Medication), _columns(session))


@app.command(cls=edits(Medication))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a medication.

    \b
    Examples:
      caseload medication edit m1 --dose "2 tablets" --schedule "at bedtime"
      caseload medication edit m1 --status on-hold --reason "before surgery"
    """
    session = current(ctx)
    found = edited(session, Medication, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=Writes)
def refill(ctx: typer.Context, ref: Ref, following: Next = None) -> None:
    """A medication was refilled: its refill is due no more, or again on the next day that is said.

    \b
    Examples:
      caseload medication refill m1 --next +30d
    """
    session = current(ctx)
    with session.step() as store:
        medication = store.save(refilled(lookup.of_kind(store, Medication, ref), session.day(following)))
    again = on(session, "next refill", medication.refill_due) or "no next refill is known; --next DAY keeps one"
    saved(session, medication, "refilled", again, told=("refill_due",))


@app.command(cls=Writes)
def stop(ctx: typer.Context, ref: Ref, reason: Reason, on_day: On = None) -> None:
    """A medication is taken no more; it stays in the client's record with the reason.

    \b
    Examples:
      caseload medication stop m1 --reason "rash, Dr. Lee" --on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        found = lookup.of_kind(store, Medication, ref)
        medication = store.save(stopped(found, session.fact_day(on_day) or session.today, reason))
    saved(session, medication, on(session, "stopped", medication.ended_on), told=("ended_on",))


@app.command(cls=Writes)
def reconcile(ctx: typer.Context, client: ClientWho, on_day: On = None) -> None:
    """What a client takes was compared with the list: every active medication at once.

    \b
    Examples:
      caseload medication reconcile ana --on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        whose = lookup.client(store, client)
        found = medications_taken(store, whose.id)
        if not found:
            nothing = f"{whose.ref} {whose.handle} has no active medication"
            raise Refused(nothing, f"caseload medication add {whose.ref} NAME")
        compared = session.fact_day(on_day) or session.today
        changed = [store.save(reconciled(one, compared)) for one in found]
    saved_all(session, [(one, (on(session, "reconciled", compared),)) for one in changed], told=("reconciled_on",))


def _said(session: Session, medication: Medication) -> tuple[str | None, ...]:
    """What a confirmation repeats of a medication."""
    return (
        medication.dose, medication.schedule, str(medication.status), on(session, "refill due", medication.refill_due),
    )  # fmt: skip


def _columns(session: Session) -> list[Column[Medication]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("name", lambda one: one.name, "Name", text=True, say=unless_hidden(session, lambda one: one.name)),
        Column("dose", lambda one: one.dose, "Dose", text=True),
        Column("schedule", lambda one: one.schedule, "Schedule", text=True),
        Column("prescriber", lambda one: one.prescriber, "Prescriber", text=True),
        Column("managed_by", lambda one: one.managed_by, "Managed by", text=True),
        Column("status", lambda one: one.status, "Status"),
        due_column(session, "refill_due", lambda one: one.refill_due, "refill", "Refill"),
    ]
