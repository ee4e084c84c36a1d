"""caseload letter."""

from collections.abc import Mapping
from typing import Annotated

import typer

from caseload.commands.kit.options import ClientWho, current, verbs
from caseload.commands.kit.papers import Page, Prints, put_paper
from caseload.commands.kit.recipients import lines_of
from caseload.output.forms import bodies
from caseload.paths import forms_dir
from caseload.records.appointment import Appointment
from caseload.reports.papers import Desk
from caseload.reports.papers import letter as paper
from caseload.store import lookup

app = verbs()

Form = Annotated[str, typer.Argument(metavar="FORM", help="appointment, missed, closing, or a form of yours.")]
Which = Annotated[
    str | None, typer.Option("--appointment", metavar="REF", help="Which appointment; the next one unless said: a3.")
]


@app.command(cls=Prints)
def letter(ctx: typer.Context, client: ClientWho, form: Form, appointment: Which = None) -> None:
    """A letter to a client from a form, in the client's language; or about one to anyone else, by --recipient.

    To the client it names no programme and no diagnosis, for others may open it: not what an appointment is called,
    only when and where. FORM is a text file, FORM.es.txt the Spanish one; see caseload help pages.

    \b
    Examples:
      caseload letter ana missed
      caseload letter ana closing --language es -o letter.html
      caseload letter ana appointment --appointment a1 --format markdown
    """
    session = current(ctx)
    body = bodies(form, forms_dir(session.environ))
    who = lookup.client(session.store, client)
    chosen = lookup.of_kind(session.store, Appointment, appointment) if appointment else None
    if who.do_not_contact:
        session.tell(f"nobody is to get in touch with {who.handle}")
    if who.address_confidential and not session.asked.reveal:
        session.tell("the address is confidential and stays out; --reveal prints it")
    to = lines_of(session)

    def words(desk: Desk) -> Mapping[str, object]:
        made = paper.words(desk, who, to, chosen)
        paper.refuse_without(form, made, who)
        return made

    put_paper(session, Page(paper.FRAME, who, (who,), words, is_theirs=True, body=body))
