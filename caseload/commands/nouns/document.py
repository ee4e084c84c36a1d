"""caseload document."""

import typer

from caseload.commands.kit.changing import edited, title_of
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import due_column, put_list, unless_hidden, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Refs, Text, Writes, current, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.intake.piped import ids
from caseload.output.column import Column
from caseload.records.document import Document, got, requested
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles

app = noun("Papers that clients need, have asked for or have.")
register(app, Document)


@app.command(cls=adds(Document))
def add(ctx: typer.Context, client: ClientWho, title: Text, closed: Closed = False) -> None:
    """Add a paper that a client needs, or has.

    \b
    Examples:
      caseload document add ana Birth certificate --needed-by +3w --responsible me --cost 25 --fund "client aid"
      caseload document add ana Lease --status received --expires-on 2027-06-30 --location "her file, drawer 2"
    """
    session = current(ctx)
    words, whose = title_of(session, title, None), lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the document", closed=closed)
    with session.step() as store:
        document = store.add(made(session, Document, whose, title=words))
    added(session, document, *_said(session, document), said)


@app.command("list", cls=lists(Document))
def list_(ctx: typer.Context) -> None:
    """Papers that are needed, asked for or at hand; --due asks for the day they expire.

    \b
    Examples:
      caseload document list --client ana
      caseload document list --status needed --status requested
      caseload document list --due +60d --csv
    """
    session = current(ctx)
    put_list(session, Document, wanted(session, Document), _columns(session))


@app.command(cls=edits(Document))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a paper.

    \b
    Examples:
      caseload document edit d1 --needed-by +1w --clear responsible
      caseload document edit d1 --status expired
    """
    session = current(ctx)
    found = edited(session, Document, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, ()) for one in found])


@app.command(cls=Writes)
def request(ctx: typer.Context, refs: Refs, on_day: On = None) -> None:
    """Papers were asked for; what is here already is asked for anew.

    \b
    Examples:
      caseload document request d1 --on yesterday
    """
    session = current(ctx)
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        found = [store.save(requested(one, day)) for one in _meant(session, refs)]
    said = [(one, (on(session, "requested", day), on(session, "needed by", one.needed_by))) for one in found]
    saved_all(session, said, ("requested_on",))


@app.command("got", cls=takes(Document, "expires_on", "issued_on", "location"))
def got_(ctx: typer.Context, refs: Refs, on_day: On = None) -> None:
    """Papers are here; how long one holds starts its clock.

    \b
    Examples:
      caseload document got d1 --expires-on +4y
      caseload document got d1 --on mon --location "copy in her file"
    """
    session, typed = current(ctx), current(ctx).asked.typed
    day = session.fact_day(on_day) or session.today
    with session.step() as store:
        found = [store.save(got(one, day, **typed)) for one in _meant(session, refs)]
    said = [(one, (on(session, "received", day), on(session, "expires", one.expires_on))) for one in found]
    kept = ("received_on", "expires_on") if all(one.expires_on for one in found) else ("received_on",)
    saved_all(session, said, kept)


def _meant(session: Session, refs: list[str]) -> list[Document]:
    """The papers of which the ids were typed, each once."""
    return [lookup.of_kind(session.store, Document, ref) for ref in dict.fromkeys(ids(session.inp, refs))]


def _said(session: Session, document: Document) -> tuple[str | None, ...]:
    """What a confirmation repeats of a document."""
    dates = (("needed by", document.needed_by), ("expires", document.expires_on))
    return str(document.status), *(on(session, label, day) for label, day in dates)


def _columns(session: Session) -> list[Column[Document]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("title", lambda one: one.title, "Title", text=True, say=unless_hidden(session, lambda one: one.title)),
        Column("status", lambda one: one.status, "Status"),
        due_column(session, "needed_by", lambda one: one.needed_by, "document-needed", "Needed by"),
        due_column(session, "expires_on", lambda one: one.expires_on, "document-expiry", "Expires"),
        Column("responsible", lambda one: one.responsible, "Who", text=True),
    ]
