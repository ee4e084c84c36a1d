"""The names of the commands, each loaded when it is named, and what Typer says made into sentences of ours."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_command_name
from typer.models import CommandInfo

from caseload.commands.kit.looking_back import refuse_now
from caseload.commands.kit.options import GLOBALS, Noun
from caseload.errors import Invalid, quoted
from caseload.session import Session

HEADINGS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "The day": {
        "today": ("verbs.today", "Appointments, what is due or late; plain `caseload` too."),
        "overdue": ("verbs.overdue", "What is late, for whom, and how long."),
        "agenda": ("verbs.agenda", "What comes up, on one time line; --ics for your calendar."),
        "visits": ("verbs.visits", "The day's sheet for the road; --close in the evening."),
        "remind": ("verbs.remind", "Whom to remind of appointments, and in which words."),
        "digest": ("verbs.digest", "For the morning's mail: what is new or newly late first."),
        "log": ("verbs.log", "Write up a contact: note, minutes, miles, goals, follow-up."),
        "done": ("verbs.done", "Complete tasks."),
        "snooze": ("verbs.snooze", "Put an item out of sight until a day; its due date stays."),
        "waive": ("verbs.waive", "Let one rule not count for one record until a day."),
        "assess": ("verbs.assess", "Screen a client: item by item, or the answers from a file."),
        "gaps": ("verbs.gaps", "What records lack, each with the command that mends it."),
        "task": ("nouns.task", "Things to do."),
        "appointment": ("nouns.appointment", "Things at a time."),
        "ride": ("nouns.ride", "How clients get to appointments: asked for, confirmed."),
        "expense": ("nouns.expense", "Money spent for clients or on the road; receipts."),
        "note": ("nouns.note", "Contacts, attempted or made."),
        "drafts": ("tools.drafts", "Texts never stored: where they are, how to go on with them."),
        "addendum": ("nouns.addendum", "Additions to signed notes."),
        "waiver": ("nouns.waiver", "What was snoozed or waived, until when and why."),
        "show": ("verbs.show", "Anything by its id, or a client's one-page file by name."),
        "find": ("verbs.find", "Full-text search over everything."),
        "undo": ("verbs.steps", "Take back the last command, whole."),
        "redo": ("verbs.steps", "Bring back what was undone."),
        "history": ("verbs.steps", "What was done, when; or all that happened to one record."),
    },
    "People": {
        "client": ("nouns.client", "The people served."),
        "person": ("nouns.person", "The people around a client: family, guardian, doctor, payee."),
        "identifier": ("nouns.identifier", "Numbers that agencies know clients by; last four shown."),
        "income": ("nouns.income", "Money that comes in; the household's, a month and a year."),
        "episode": ("nouns.episode", "Earlier times of being served."),
        "condition": ("nouns.condition", "Diagnoses, allergies and risks, as someone said them."),
        "incident": ("nouns.incident", "What happened, and to whom it is to be reported."),
        "safety": ("nouns.safety", "Safety plans: what to watch for, what helps, whom to call."),
        "link": ("nouns.link", "Which clients are one person, or were said not to be."),
    },
    "Plan of care": {
        "instrument": ("nouns.instrument", "Screening tools: what they ask and how they count."),
        "assessment": ("nouns.assessment", "Screens that were done, and what they came to."),
        "template": ("nouns.template", "Checklists that become dated tasks, and move with a date."),
        "step": ("nouns.step", "Steps of clients' checklists: done, open, left out and why."),
        "need": ("nouns.need", "What a client lacks, what stands in the way, what helps."),
        "plan": ("nouns.plan", "Plans of care, versioned."),
        "goal": ("nouns.goal", "What clients want to reach."),
        "observation": ("nouns.observation", "Measured points of a goal."),
    },
    "Services and benefits": {
        "coverage": ("nouns.coverage", "What insures clients, from when until when; its gaps."),
        "authorization": ("nouns.authorization", "What payers approved: units used, left, when they run out."),
        "provider": ("nouns.provider", "The directory: who provides what, where, for whom."),
        "service": ("nouns.service", "What is provided to clients, by whom and how often."),
        "medication": ("nouns.medication", "What clients take; refills, and the list for a visit."),
        "referral": ("nouns.referral", "Closed loops to providers: sent, answered, help or none."),
        "benefit": ("nouns.benefit", "Medicaid, SNAP and others: applied for, decided, renewed."),
        "verification": ("nouns.verification", "Papers and facts that benefits ask for."),
        "appeal": ("nouns.appeal", "Decisions contested: until when, how, what came of it."),
        "stay": ("nouns.stay", "Hospital, jail, treatment: until when, where to, followed up."),
    },
    "Papers": {
        "document": ("nouns.document", "Papers that clients need, have asked for or have."),
        "consent": ("nouns.consent", "What clients allow to be disclosed: to whom, for what."),
        "disclosure": ("nouns.disclosure", "What went to whom, and on what ground."),
        "packet": ("verbs.packet", "A period on paper, for payer, court or client."),
        "handover": ("verbs.handover", "What a colleague needs while you are away, on one page."),
        "letter": ("verbs.letter", "A letter to a client, or about one, from a form."),
        "form": ("tools.form", "What letters are made from; copy one and change it."),
    },
    "Programmes": {
        "program": ("nouns.program", "Courses and programmes: what they ask for, who is next."),
        "enrollment": ("nouns.enrollment", "Who is in a programme: done, left, at risk, completed."),
        "meeting": ("nouns.meeting", "The sessions of a programme, one or a series."),
        "roll": ("verbs.roll", "Who came, for a whole group: keys, exceptions, or a file."),
        "attendance": ("nouns.attendance", "Who came to which meeting, late, excused, made up."),
    },
    "Reports": {
        "board": ("tools.board", "By what comes first: authorizations, benefits, releases."),
        "report": ("tools.report", "The board, how full the caseload is, who may be in it twice."),
    },
    "Data": {
        "field": ("nouns.field", "Fields of your own: what a funder or a county asks for."),
        "export": ("tools.export", "Records out: CSV, TSV, JSON; everything with `all`."),
        "import": ("tools.importing", "Records in, from a CSV file or a calendar."),
        "sql": ("tools.sql", "Any question in SQL, on a connection that only reads."),
    },
    "Set-up": {
        "init": ("tools.init", "Make the database."),
        "path": ("tools.init", "Where the database, configuration and state are; the zone."),
        "demo": ("tools.demo", "An invented caseload in a file of its own, to look around in."),
        "backup": ("tools.backup", "A copy of everything, looked through before it counts."),
        "restore": ("tools.restore", "Put a copy in the place of the database; that is kept."),
        "merge": ("tools.merge", "What was done in a copy of this file, taken in."),
        "encrypt": ("tools.encrypt", "The database encrypted, with a passphrase."),
        "rekey": ("tools.encrypt", "Another passphrase, and another recovery code."),
        "decrypt": ("tools.encrypt", "The database readable by every program again."),
        "unlock": ("tools.unlock", "The passphrase not asked for, for a while."),
        "lock": ("tools.unlock", "The passphrase asked for again."),
        "doctor": ("tools.doctor", "Whether the database is sound, private and within its rules."),
        "help": ("tools.help", "This; a command, a page, or what you look for: `help visit`."),
    },
}
"""The headings of the help in their order, and under each its commands: the module that holds it, and its line.

A heading without commands is not shown. A line of the help, with its command, fits in 80 columns.
"""

COMMANDS: Mapping[str, tuple[str, str]] = {
    name: command for commands in HEADINGS.values() for name, command in commands.items()
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
            raise Invalid("is not a command", _instead(args[0]), typed=args[0])
        if args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        name, rest = _ALIASES.get(args[0], args[0]), args[1:]
        command = _load(name, *rest[:1])
        if ctx.obj.as_of:
            refuse_now(name, command, rest)
        return name, command, rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - Typer's signature
        """The commands under their headings, without importing them; the lines begin in one column."""
        widest = max(map(len, COMMANDS))
        for heading, commands in HEADINGS.items():
            if commands:
                with formatter.section(heading):
                    formatter.write_dl([(name.ljust(widest), line) for name, (_, line) in commands.items()])


def run(session: Session, words: Sequence[str]) -> int:
    """Run the command that the words name and return its exit code; raises Invalid for words that are none."""
    try:
        with root().make_context("caseload", list(words), obj=session) as context:
            context.command.invoke(context)
    except typer.Exit as finished:
        return finished.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        raise _as_usage(error) from error
    except Invalid as error:
        raise _by_option(error, words) from error
    return 0


def _by_option(error: Invalid, words: Sequence[str]) -> Invalid:
    """The refusal of a verb of a noun with its options in the place of fields."""
    from caseload.commands.kit.refusals import by_option
    from caseload.records.kinds import KINDS

    kinds = {kind.TABLE: kind for kind in KINDS}
    at = next((at for at, word in enumerate(words[:-1]) if word in kinds and word in COMMANDS), None)
    if at is None or not error.field:
        return error
    group = _load(words[at])
    command = group.commands.get(words[at + 1]) if isinstance(group, TyperGroup) else None
    if not isinstance(command, TyperCommand):
        return error
    return by_option(error, kinds[words[at]], command)


def root() -> TyperGroup:
    """The root group with its help."""
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


_EITHER = {"screen": "caseload assess ana phq-9 asks a screen, caseload benefit screen ana weighs income"}
"""What a word that is no command may mean, where it means two."""


def _instead(word: str) -> str:
    """Where a word that is no command leads: the help that answers it, else the command that looks nearest."""
    from difflib import get_close_matches

    from caseload.commands.tools.help import pointer

    if word in _EITHER:
        return _EITHER[word]
    near = get_close_matches(word, [*COMMANDS, *_ALIASES], 1)
    return pointer(word) or (f"Did you mean '{near[0]}'?" if near else "see caseload help")


def _load(name: str, verb: str = "") -> TyperCommand | TyperGroup:
    """The command of that name; of a noun, where it has the verb, that verb alone: the others take as long to make."""
    app = import_module(f"caseload.commands.{COMMANDS[name][0]}").app
    if app.registered_callback and (named := [one for one in app.registered_commands if _verb(one) == verb]):
        app = copy(app)
        app.registered_commands = named
    command = get_command(app)
    if isinstance(command, TyperGroup) and name in command.commands:
        command = command.commands[name]
    for one in (command, *getattr(command, "commands", {}).values()):
        one.epilog = GLOBALS
    return command  # type: ignore[return-value]


def _verb(command: CommandInfo) -> str:
    return command.name or get_command_name(getattr(command.callback, "__name__", ""))


def _as_usage(error: typer.TyperException) -> Invalid:
    """Typer's complaint in one line with the command it is about; a missing verb comes with the verbs."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "caseload"
    if type(error).__name__ == "NoArgsIsHelpError" or error.message.startswith("Missing command"):
        verbs = ", ".join(context.command.list_commands(context)) if context else ""
        return Invalid("a verb is missing", f"one of {verbs}", field=path)
    if below := _BELOW_ZERO.search(error.format_message()):
        return Invalid("is no option, and no number here is below zero", f"see {path} --help", typed=below[1])
    told = _LONG.sub(lambda long: quoted(long[0]), " ".join(error.format_message().split()).rstrip("."))
    told = _LONG_NUMBER.sub("is not a number of at most 15 digits", told)
    return Invalid(told, f"see {path} --help", field=path.removeprefix("caseload ") if path != "caseload" else "")


_LONG = re.compile(r"[^\s']{100,}")
_BELOW_ZERO = re.compile(r"No such option: (-[0-9.,]+)")
_LONG_NUMBER = re.compile(r"(?<=\.\.\.[0-9]{20}' )is not a valid (integer|int|float)( range)?")
"""What Typer says of a number that has thousands of digits, of which Python reads none."""
