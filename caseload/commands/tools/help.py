"""caseload help."""

import sys
from pathlib import Path
from typing import Annotated

import typer

import caseload
from caseload.commands.kit.options import current, verbs
from caseload.output.pager import present
from caseload.reports.schedule import Schedule, filled, schedule
from caseload.session import Session

app = verbs()

TOPICS = (
    "calendar",
    "capacity",
    "clocks",
    "cron",
    "dates",
    "exit-codes",
    "formats",
    "growing",
    "import",
    "interop",
    "views",
)

Words = Annotated[list[str] | None, typer.Argument(metavar="[COMMAND...|TOPIC]", help="A command, or a topic.")]


@app.command()
def help(ctx: typer.Context, words: Words = None) -> None:  # noqa: A001 - the command's name
    """The list of commands, a command's help, or a topic.

    Topics: calendar, capacity, clocks, cron, dates, exit-codes, formats, growing, import, interop, views.

    `help import` is the page on importing; the options of the command are in `import --help`. `help cron` prints the
    lines that have the digest mailed, ready for this installation.

    \b
    Examples:
      caseload help task add
      caseload help dates
      caseload help cron
    """
    session = current(ctx)
    if words and len(words) == 1 and words[0] in TOPICS:
        text = topic(words[0])
        present(session.terminal, filled(text, _schedule(session)) if words[0] == "cron" else text)
        return
    root = ctx.find_root().command
    with root.make_context("caseload", [*(words or []), "--help"], obj=session) as context:
        root.invoke(context)


def _schedule(session: Session) -> Schedule:
    named = bool(session.options.db or session.environ.get("CASELOAD_DB"))
    return schedule(sys.argv[0], session.environ, session.config, session.path, named=named)


def topic(name: str) -> str:
    """The page of a topic."""
    # Installed, the pages are in the package; in a checkout they are where they are written.
    package = Path(caseload.__file__).parent
    places = (package / "topics" / f"{name}.md", package.parent / "docs" / f"{name}.md")
    return next(place for place in places if place.exists()).read_text("utf-8")
