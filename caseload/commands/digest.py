"""caseload digest."""

from enum import StrEnum
from typing import Annotated

import typer

from caseload.commands.options import current, verbs
from caseload.config import NamesShown
from caseload.errors import CannotWrite
from caseload.output.columns import Format, emit
from caseload.output.markup import page_html, page_markdown
from caseload.output.terminal import warn, write
from caseload.output.text import page_text
from caseload.reports import digest as report
from caseload.reports.memory import before_today, memory_path, remember, remembered

app = verbs()


class Form(StrEnum):
    """How the digest is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


_PAGES = {Form.TEXT: page_text, Form.MARKDOWN: page_markdown, Form.HTML: page_html}

Days = Annotated[int, typer.Option("--days", metavar="N", min=0, max=366, help="How many days ahead.")]
Names = Annotated[
    NamesShown | None, typer.Option("--names", metavar="initials|handle|full", help="How clients are named.")
]
Always = Annotated[bool, typer.Option("--always", help="Say so even when there is nothing to say.")]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when there is something to say.")]
As = Annotated[Form, typer.Option("--format", metavar="text|markdown|html|json", help="How it is written.")]
Date = Annotated[str | None, typer.Option("--date", metavar="DAY", help="As of that day; it is not remembered.")]


@app.command()
def digest(
    ctx: typer.Context, days: Days = 7, names: Names = None, always: Always = False, exit_code: ExitCode = False,
    form: As = Form.TEXT, date: Date = None,
) -> None:  # fmt: skip
    """The morning's mail: what is new or newly late first. With nothing to say it is silent, so cron sends nothing.

    Under initials a client's own names are shortened in titles too; other names that you typed into them travel.

    \b
    Examples:
      caseload digest
      caseload digest --names handle --days 14
    """
    session = current(ctx)
    memory = memory_path(session.state_dir, session.path)
    digests = remembered(memory)
    now = session.moment_of(date)
    with session.store.snapshot():
        found = report.digest(session.store, now, session.rules, days, before_today(digests, now))
    shown = names or session.config.names
    told = report.discreet(found) if shown is NamesShown.INITIALS else found
    if form is Form.JSON:
        emit(told.items, report.columns(shown), Format.JSON, session.terminal)
    elif found.has_news or always:
        write(session.terminal, _PAGES[form](report.page(told, shown)))
    if date is None:
        try:
            remember(memory, digests, report.said(found))
        except CannotWrite as error:
            warn(session.terminal, f"caseload: {error}")
    if exit_code and found.has_news:
        raise typer.Exit(1)
