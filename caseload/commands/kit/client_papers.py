"""What is made of one client as a whole: the file and the closing summary on paper, the transfer; the purge."""

import typer

from caseload.commands.kit.options import ClientWho, current
from caseload.commands.kit.papers import Page, Prints, put_paper
from caseload.commands.kit.purging import Certifies, purge
from caseload.commands.kit.transferring import Sends, transfer
from caseload.reports.papers import client_file
from caseload.reports.papers import summary as summary_paper
from caseload.reports.papers.sheet import FORM
from caseload.store import lookup


def register(app: typer.Typer) -> None:
    """Give the noun its verbs that send a client's records out, or remove them for good."""
    app.command("file", cls=Prints)(file)
    app.command("summary", cls=Prints)(summary)
    app.command("transfer", cls=Sends)(transfer)
    app.command("purge", cls=Certifies)(purge)


def file(ctx: typer.Context, client: ClientWho) -> None:
    """A client's file for the client, or by --recipient for a doctor or family: health, plan, help, what comes next.

    It is in the client's language where the client reads it, and has nothing of your own (remarks, tags, what is due);
    that is what show prints.

    \b
    Examples:
      caseload client file ana -o ana.html
      caseload client file ana --recipient pr1 --purpose treatment -o ana.pdf
    """
    session = current(ctx)
    who = lookup.client(session.store, client)
    put_paper(session, Page(FORM, who, (who,), lambda desk: client_file.words(desk, who), is_theirs=True))


def summary(ctx: typer.Context, client: ClientWho) -> None:
    """A closing summary: opened, worked on, reached, what stays open, who goes on; in the client's language.

    \b
    Examples:
      caseload client summary ana
      caseload client summary ana -o summary.html
    """
    session = current(ctx)
    who = lookup.client(session.store, client)
    put_paper(session, Page(FORM, who, (who,), lambda desk: summary_paper.words(desk, who), is_theirs=True))
