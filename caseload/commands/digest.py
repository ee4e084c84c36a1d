"""caseload digest."""

from typing import Annotated

import typer

from caseload.commands.options import current, verbs
from caseload.config import NamesShown
from caseload.daily.digest import Form, answer

app = verbs()

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
    news = answer(current(ctx), days=days, names=names, always=always, form=form, date=date)
    if exit_code and news:
        raise typer.Exit(1)
