"""caseload digest."""

from typing import Annotated, Any

import typer

from caseload.commands.kit.options import Files, current, into_file, verbs
from caseload.config import NamesShown
from caseload.daily.digest import Form, answer

app = verbs()

Days = Annotated[int, typer.Option("--days", metavar="N", min=0, max=366, help="How many days ahead.")]
Names = Annotated[
    NamesShown | None, typer.Option("--names", metavar="initials|handle|full", help="How clients are named.")
]
Always = Annotated[bool, typer.Option("--always", help="Say so even when there is nothing to say.")]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when there is something to say.")]
As = Annotated[
    Form | None,
    typer.Option("--format", metavar="text|markdown|html|json", help="How it is written; text unless said."),
]
Date = Annotated[str | None, typer.Option("--date", metavar="DAY", help="As of that day; it is not remembered.")]


class Mails(Files):
    """A command whose page goes to stdout, or into the file that -o names."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params += into_file()


@app.command(cls=Mails)
def digest(
    ctx: typer.Context, days: Days = 7, names: Names = None, always: Always = False, exit_code: ExitCode = False,
    form: As = None, date: Date = None,
) -> None:  # fmt: skip
    """The morning's mail: what is new or newly late first. With nothing to say it is silent, so cron sends nothing.

    With -o FILE (.txt, .md, .html, .json) there is always a file, which then says that nothing is new or due.

    Under initials a client's own names are shortened in titles too; other names that you typed into them travel.

    \b
    Examples:
      caseload digest
      caseload digest --names handle --days 14
      caseload digest -o digest.html --force --quiet
    """
    news = answer(current(ctx), days=days, names=names, always=always, form=form, date=date)
    if exit_code and news:
        raise typer.Exit(1)
