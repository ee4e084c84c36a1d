"""Pages about one client that are printed: the file, the closing summary."""

import typer

from caseload.commands.kit.options import ClientWho, current
from caseload.commands.kit.papers import Page, Prints, put_paper
from caseload.reports.papers import client_file
from caseload.reports.papers import summary as summary_paper
from caseload.reports.papers.sheet import FORM
from caseload.store import lookup


def register(app: typer.Typer) -> None:
    """Give the noun its verbs that print."""
    app.command("file", cls=Prints)(file)
    app.command("summary", cls=Prints)(summary)


def file(ctx: typer.Context, client: ClientWho) -> None:
    """A client's one-page file on paper, as show has it; for someone else what may go there, without what is yours.

    \b
    Examples:
      caseload client file ana -o ana.html
    """
    session = current(ctx)
    who = lookup.client(session.store, client)
    put_paper(session, Page(FORM, who, (who,), lambda desk: client_file.words(desk, who)))


def summary(ctx: typer.Context, client: ClientWho) -> None:
    """A closing summary: opened, worked on, reached, what stays open, who goes on.

    \b
    Examples:
      caseload client summary ana
      caseload client summary ana -o summary.html
    """
    session = current(ctx)
    who = lookup.client(session.store, client)
    put_paper(session, Page(FORM, who, (who,), lambda desk: summary_paper.words(desk, who)))
