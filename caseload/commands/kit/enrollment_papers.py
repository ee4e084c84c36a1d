"""What goes out about an enrollment: the attendance report, and the letter that it is completed."""

from typing import Annotated

import typer

from caseload.commands.kit.options import current
from caseload.commands.kit.papers import Page, Prints, put_paper
from caseload.commands.kit.recipients import lines_of
from caseload.errors import Refused
from caseload.output.forms import bodies
from caseload.paths import forms_dir
from caseload.records.client import Client
from caseload.records.enrollment import Enrollment
from caseload.reports.papers import attendance as paper
from caseload.reports.papers.letter import FRAME
from caseload.reports.papers.sheet import FORM
from caseload.store import lookup

Ref = Annotated[str, typer.Argument(metavar="REF", help="An enrollment's id: en1.")]


def register(app: typer.Typer) -> None:
    """Give the noun its verbs that print."""
    app.command("report", cls=Prints)(report)
    app.command("letter", cls=Prints)(letter)


def report(ctx: typer.Context, ref: Ref) -> None:
    """Attendance on paper: what is asked for, done and left, and every meeting; to anyone else by --recipient alone.

    It is in the client's language where the client reads it, in English for a court, or as --language says.

    \b
    Examples:
      caseload enrollment report en1
      caseload enrollment report en1 -o report.html
    """
    session = current(ctx)
    found = lookup.of_kind(session.store, Enrollment, ref)
    who = session.store.get(Client, found.client_id)
    put_paper(session, Page(FORM, who, (who, found), lambda desk: paper.report(desk, who, found), is_theirs=True))


def letter(ctx: typer.Context, ref: Ref) -> None:
    """A letter that the programme was completed; to a court, school or probation officer by --recipient.

    What it says is the form completion.txt, yours to change: caseload form copy completion. See caseload help programs.

    \b
    Examples:
      caseload enrollment letter en3
      caseload enrollment letter en3 --language es -o letter.html
    """
    session = current(ctx)
    found = lookup.of_kind(session.store, Enrollment, ref)
    if not paper.is_completed(found):
        way = f"caseload enrollment complete {found.ref}, or caseload enrollment report {found.ref} for what is done"
        raise Refused(f"{found.ref} is {found.status}", way)
    who = session.store.get(Client, found.client_id)
    to, body = lines_of(session), bodies(paper.BODY, forms_dir(session.environ))
    page = Page(
        FRAME, who, (who, found), lambda desk: paper.letter(desk, who, found, to), is_theirs=True, body=body
    )  # fmt: skip
    put_paper(session, page)
