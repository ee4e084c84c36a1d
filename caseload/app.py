"""The names of the commands, the global options, and the one place where errors become exit codes."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from importlib import import_module
from io import BytesIO, TextIOWrapper
from typing import Any, Literal, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from caseload import __version__
from caseload.commands.options import GLOBALS, Noun
from caseload.errors import CannotWrite, CaseloadError, Invalid
from caseload.output.clean import clean
from caseload.output.terminal import Closed, abandon
from caseload.session import Options, Session

COMMANDS: Mapping[str, tuple[str, str]] = {
    "today": ("today", "Today's page: appointments, what is due, what is late. Also plain `caseload`."),
    "overdue": ("overdue", "What is late, for whom, and how long."),
    "agenda": ("agenda", "Appointments and due dates on one time line; --ics for your calendar."),
    "digest": ("digest", "The morning's mail: what is new or newly late first; silent when there is nothing."),
    "log": ("log", "Write up a contact: note, minutes, miles, goals, a task done, a follow-up; one step."),
    "done": ("done", "Complete tasks."),
    "snooze": ("snooze", "Put an item out of sight until a day, with a reason; its due date stays."),
    "waive": ("waive", "Let one rule not count for one record until a day, with the reason."),
    "show": ("show", "Anything by its id, or a client's one-page file by handle or name."),
    "find": ("find", "Full-text search over everything."),
    "undo": ("steps", "Take back the last command, whole."),
    "redo": ("steps", "Bring back what was undone."),
    "history": ("steps", "What was done, when; or all that happened to one record."),
    "client": ("client", "The people served."),
    "person": ("person", "The people around a client: family, guardian, doctor, payee."),
    "plan": ("plan", "Plans of care, versioned."),
    "goal": ("goal", "What clients want to reach."),
    "observation": ("observation", "Measured points of a goal."),
    "task": ("task", "Things to do."),
    "appointment": ("appointment", "Things at a time."),
    "note": ("note", "Contacts, attempted or made."),
    "addendum": ("addendum", "Additions to signed notes."),
    "waiver": ("waiver", "What was snoozed or waived, until when and why."),
    "report": ("report", "Reports over the caseload: the board, and how full it is."),
    "export": ("export", "Records out: CSV, TSV, JSON; everything with `all`."),
    "import": ("importing", "Records in, from a CSV file and a map of its columns, or from a calendar."),
    "sql": ("sql", "Any question in SQL, on a connection that only reads."),
    "init": ("init", "Make the database."),
    "path": ("init", "Where the database, the configuration and the state are."),
    "demo": ("demo", "An invented caseload in a file of its own, to look around in."),
    "doctor": ("doctor", "Whether the database is sound, private and within its rules."),
    "help": ("help", "This, a command's help, or a topic; `caseload help help` lists those."),
}
"""Every command: the module under `commands` that holds it, and its line in the help."""

_ALIASES = {"appt": "appointment"}


class Root(Noun):
    """The root group: a command's module is imported only when the command is named."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer's signature
        """The command of that name, or None."""
        name = _ALIASES.get(cmd_name, cmd_name)
        return _load(name) if name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command, its name and the rest; a wrong word is answered with the nearest right one."""
        if args[0] not in COMMANDS and args[0] not in _ALIASES and not args[0].startswith("-"):
            near = get_close_matches(args[0], [*COMMANDS, *_ALIASES], 1)
            hint = f"Did you mean '{near[0]}'?" if near else "see caseload help"
            raise Invalid("is not a command", hint, typed=args[0])
        return super().resolve_command(ctx, [_ALIASES.get(args[0], args[0]), *args[1:]])

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - Typer's signature
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def main() -> NoReturn:
    """Run the program on this process's arguments and exit with its code."""
    # Records are UTF-8 whatever the locale says; a byte that is not is refused by the record, in a sentence.
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    # None where stdout was closed before Python started (`>&-`): help would then write to nowhere, and exit 0.
    sys.stdout = sys.stdout or Closed()
    os.umask(0o077)
    sys.exit(run(sys.argv[1:]))


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code; whatever goes wrong is one line on stderr."""
    debug = "--debug" in argv
    try:
        code = _dispatch(argv)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon(sys.stdout)
        return 141
    except (KeyboardInterrupt, typer.Abort):
        _complain("stopped; nothing was changed")
        return 130
    except Exception as error:  # the one place where errors become exit codes
        if debug:
            raise
        known = _as_caseload_error(error)
        _complain(str(known))
        if isinstance(known, CannotWrite):
            abandon(sys.stdout)
        return known.code
    return code


def lift(argv: Sequence[str]) -> tuple[Options, list[str]]:
    """The global options, wherever they stand before `--`, and the words that are left."""
    options, words, rest = Options(), [], list(argv)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            words += [word, *rest]
            break
        if name in ("--db", "--color"):
            if not equals and not rest:
                wanted = {"--db": "PATH", "--color": "auto|always|never"}[name]
                raise Invalid("needs a value", f"{name} {wanted}", field=name)
            options = _with(options, name, value if equals else rest.pop(0))
        elif word in _FLAGS:
            options = _FLAGS[word](options)
        else:
            words.append(word)
    return options, words


_FLAGS: Mapping[str, Callable[[Options], Options]] = {
    "--no-input": lambda options: replace(options, no_input=True),
    "--quiet": lambda options: replace(options, quiet=True),
    "-q": lambda options: replace(options, quiet=True),
    "--debug": lambda options: replace(options, debug=True),
}

_COLORS: Mapping[str, Literal["auto", "always", "never"]] = {"auto": "auto", "always": "always", "never": "never"}


def _with(options: Options, name: str, value: str) -> Options:
    if name == "--db":
        return replace(options, db=value)
    if value not in _COLORS:
        raise Invalid("is not a choice of --color", "auto, always or never", typed=value)
    return replace(options, color=_COLORS[value])


def _dispatch(argv: Sequence[str]) -> int:
    options, words = lift(argv)
    if words[:1] == ["--version"]:
        sys.stdout.write(f"caseload {__version__}\n")
        return 0
    session = Session(options, os.environ, sys.stdout, sys.stderr, sys.stdin or TextIOWrapper(BytesIO()))
    session.literal = "--" in words
    if not words and not session.path.exists():
        sys.stdout.write(_WELCOME)
        return 0
    try:
        with _root().make_context("caseload", words or ["today"], obj=session) as context:
            context.command.invoke(context)
    except typer.Exit as finished:
        return finished.exit_code
    finally:
        session.close()
    return 0


_WELCOME = """\
caseload keeps what is due, what is late, for whom, and why, in one file that is yours.

  caseload init     make that file
  caseload demo     look around in an invented caseload first
  caseload help     every command
"""


def _root() -> TyperGroup:
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback(cls=Root, help=_ABOUT, epilog=GLOBALS)(_nothing)
    group = get_command(app)
    group.context_settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
    return group  # type: ignore[return-value]


_ABOUT = """A caseload in the terminal: what is due, what is late, for whom, and why.

\b
Examples:
  caseload client add Ana Ruiz --phone 00501
  caseload task add ana Call the landlord --due fri
  caseload overdue --csv
"""


def _nothing() -> None:
    """The root does nothing by itself."""


def _load(name: str) -> TyperCommand | TyperGroup:
    module = COMMANDS[name][0]
    command = get_command(import_module(f"caseload.commands.{module}").app)
    if isinstance(command, TyperGroup) and name in command.commands:
        command = command.commands[name]
    for one in (command, *getattr(command, "commands", {}).values()):
        one.epilog = GLOBALS
    return command  # type: ignore[return-value]


def _as_caseload_error(error: Exception) -> CaseloadError:
    """The error as a sentence of ours; one that nobody foresaw says how to see more, and nothing of what it held."""
    if isinstance(error, CaseloadError):
        return error
    if isinstance(error, typer.TyperException):
        return _as_usage(error)
    sqlite3 = sys.modules.get("sqlite3")
    if sqlite3 and isinstance(error, sqlite3.Error):
        from caseload.store.opening import explained  # noqa: PLC0415 - only after SQLite was needed anyway

        return explained(error)
    if isinstance(error, OSError):
        return CannotWrite(f"the system refuses: {error.strerror or type(error).__name__}", "--debug shows where")
    return CaseloadError(f"a fault in caseload itself ({type(error).__name__})", "--debug shows where")


def _as_usage(error: typer.TyperException) -> CaseloadError:
    """Typer's complaint in one line with the command it is about; a missing verb comes with the verbs."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "caseload"
    if type(error).__name__ == "NoArgsIsHelpError" or error.message.startswith("Missing command"):
        verbs = ", ".join(context.command.list_commands(context)) if context else ""
        return Invalid("a verb is missing", f"one of {verbs}", field=path)
    told = " ".join(error.format_message().split()).rstrip(".")
    return Invalid(told, f"see {path} --help", field=path.removeprefix("caseload ") if path != "caseload" else "")


def _complain(line: str) -> None:
    sys.stderr.write(f"caseload: {clean(line)}\n")
