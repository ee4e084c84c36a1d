"""caseload help."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from textwrap import wrap
from typing import Annotated, Any

import typer

import caseload
from caseload.commands.kit.index import Answer, compared, index, look_up, look_up_each
from caseload.commands.kit.options import current, verbs
from caseload.errors import Invalid
from caseload.output.pager import present
from caseload.output.terminal import stream
from caseload.reports.schedule import Schedule, filled, schedule
from caseload.session import Session

app = verbs()

TOPICS = (
    "as-of",
    "benefits",
    "calendar",
    "capacity",
    "clocks",
    "consent",
    "copies",
    "cron",
    "dates",
    "directory",
    "duties",
    "encryption",
    "exit-codes",
    "fields",
    "formats",
    "growing",
    "household",
    "import",
    "index",
    "interop",
    "merge",
    "notices",
    "outcomes",
    "pages",
    "payers",
    "privacy",
    "programs",
    "purge",
    "quarter",
    "release",
    "road",
    "screening",
    "templates",
    "views",
    "walkthrough",
)

Words = Annotated[
    list[str] | None, typer.Argument(metavar="[COMMAND...|TOPIC|WORD...]", help="A command, a topic, or any words.")
]


@app.command()
def help(ctx: typer.Context, words: Words = None) -> None:  # noqa: A001 - the command's name
    """The list of commands, a command's help, a topic, or what does the thing you look for.

    Topics: as-of, benefits, calendar, capacity, clocks, consent, copies, cron, dates, directory, duties, encryption,
    exit-codes, fields, formats, growing, household, import, index, interop, merge, notices, outcomes, pages,
    payers, privacy, programs, purge, quarter, release, road, screening, templates, views, walkthrough.

    Other words are answered from the index, which `help index` prints: with what does it, or that it is not here.
    `help import` and `help merge` are pages; the options of the commands are in `import --help`. `help cron` prints the
    lines that have the digest mailed, ready for this installation.

    \b
    Examples:
      caseload help task add
      caseload help dates
      caseload help home visit
    """
    session, root = current(ctx), ctx.find_root().command
    asked = _as_named(list(words or []), [*TOPICS, *_names(ctx, root)])
    if len(asked) == 1 and asked[0] in TOPICS:
        text = topic(asked[0])
        _put(session, filled(text, _schedule(session)) if asked[0] == "cron" else text)
        return
    path = _command(ctx, root, asked)
    if path != asked and (answers := _answers(ctx, root, asked, path)):
        _put(session, *(_fitted(answer, session.terminal.width) for answer in answers))
        return
    with root.make_context("caseload", [*(path or []), "--help"], obj=session) as context:
        root.invoke(context)


def _put(session: Session, *texts: str) -> None:
    """A page: drawn for a terminal, as it is written for a pipe."""
    if session.terminal.is_tty:
        from caseload.output.topic import drawn

        present(session.terminal, drawn("\n".join(texts), session.terminal, TOPICS))
    else:
        stream(session.terminal, texts)


def pointer(word: str) -> str:
    """The help that answers a word which is no command: a topic, or a word of the index; nothing where none does."""
    found = look_up(word, index(topic("index")) | _pages(TOPICS))
    return f"see caseload help {found.word}" if found else ""


def _names(ctx: typer.Context, root: Any) -> list[str]:
    names: list[str] = root.list_commands(ctx)
    return names


def _as_named(words: list[str], names: Iterable[str]) -> list[str]:
    """The words, or the one name that they are: Tasks is task, exit codes is exit-codes."""
    name = look_up(" ".join(words), {compared(name): name for name in names})
    return [name] if name else words


def _command(ctx: typer.Context, root: Any, words: list[str]) -> list[str] | None:
    """The words that name a command, those behind it left off; None where they name none, or a verb that it lacks."""
    command = root.get_command(ctx, words[0]) if words else root
    if command is None:
        return None
    if len(words) < 2 or not hasattr(command, "commands"):
        return words[:1]
    return words[:2] if words[1] in command.commands else None


def _answers(ctx: typer.Context, root: Any, words: list[str], path: list[str] | None) -> list[Answer]:
    """What the index says to the words, joined or each; none where a command's help says it, else raises Invalid."""
    known = index(topic("index"))
    if whole := look_up(" ".join(words), known):
        return [whole]
    if path is not None:
        return []
    noun = root.get_command(ctx, words[0])
    if noun is None:
        if answers := look_up_each(_each(words), known | _pages([*TOPICS, *_names(ctx, root)])):
            return answers
        accepted = "see caseload help, caseload help index, or caseload find WORD to look in your records"
        raise Invalid("is not here", accepted, typed=" ".join(words))
    if answers := look_up_each(_each(words[1:]), known):
        return answers
    raise Invalid(f"is not a verb of {words[0]}", f"one of {', '.join(noun.list_commands(ctx))}", typed=words[1])


def _each(words: list[str]) -> list[str]:
    """The words one by one, those too that were typed in quotes or with a stroke between them: HIV/AIDS."""
    return re.findall(r"[^\s/]+", " ".join(words))


def _pages(names: Iterable[str]) -> dict[str, Answer]:
    """The topics and commands of those names as answers, so that each is found among other words too."""
    return {compared(name): Answer(name, f"`caseload help {name}`.") for name in names}


def _fitted(answer: Answer, width: int) -> str:
    """The answer in lines of that width, broken between words but in no command, which can be copied whole."""
    text = re.sub("`[^`]+`", lambda code: code[0].replace(" ", "\xa0"), f"{answer.word}: {answer.line}")
    lines = wrap(text, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return "".join(line.replace("\xa0", " ") + "\n" for line in lines)


def _schedule(session: Session) -> Schedule:
    named = bool(session.options.db or session.environ.get("CASELOAD_DB"))
    return schedule(sys.argv[0], session.environ, session.config, session.path, named=named)


def topic(name: str) -> str:
    """The page of a topic."""
    # Installed, the pages are in the package; in a checkout where they are written, the notices beside LICENSE.
    package = Path(caseload.__file__).parent
    written = "NOTICE" if name == "notices" else f"docs/{name}.md"
    places = (package / "topics" / f"{name}.md", package.parent / written)
    return next(place for place in places if place.exists()).read_text("utf-8")
