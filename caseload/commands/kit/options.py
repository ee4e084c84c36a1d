"""What two or more nouns share on the command line: kinds of command, and one alias an option."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from caseload.commands.kit.nameless import names_option
from caseload.errors import Invalid
from caseload.output.column import Format
from caseload.records.kinds import has_client
from caseload.records.of.base import Record, Vocabulary
from caseload.session import STDOUT, Asked, Session

GLOBALS = """Anywhere on the line: --db PATH, --as-of DATE, --color auto|always|never, --no-input, -q/--quiet, --debug,
-h/--help, --version."""


_EVERY_NOUN = ("add", "list", "show", "edit", "void", "export")
"""The verbs that all nouns have, as help lists them."""


class Noun(TyperGroup):
    """A group of verbs; a wrong one is answered with the nearest right one."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """The verbs: those that all nouns have, then its own."""
        common = [verb for verb in _EVERY_NOUN if verb in self.commands]
        return common + [verb for verb in self.commands if verb not in common]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of verbs, each with its whole sentence, which Click would cut."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, _sentence(self.commands[verb].help or "")) for verb in self.list_commands(ctx)])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The verb, its name and the rest."""
        if args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            from caseload.commands.kit.index import verbs_meant

            near = verbs_meant(args[0], self.list_commands(ctx))
            hint = f"Did you mean '{near[0]}'?" if near else f"one of {', '.join(self.list_commands(ctx))}"
            raise Invalid(f"is not a verb of {ctx.command_path.removeprefix('caseload ')}", hint, typed=args[0])
        return super().resolve_command(ctx, args)


def _sentence(help: str) -> str:  # noqa: A002 - Typer's word
    """The first paragraph of a command's help, in one line."""
    return " ".join(help.partition("\n\n")[0].split())


class Files(TyperCommand):
    """A command that takes -o and --force: its subclass says where among its options."""

    def invoke(self, ctx: Any) -> Any:
        """Run it; raises Invalid for a --force that has nothing to replace."""
        if ctx.obj.asked.force and ctx.obj.asked.output in STDOUT:
            raise Invalid("replaces the file of -o, and none is named", "-o FILE, or no --force", field="--force")
        return super().invoke(ctx)


class Composes(Files):
    """A command that shows records, and says itself what goes into the file that -o names.

    It takes the format flags, --fields, --excel, --reveal, -o and --force.
    """

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params += [_flag(f"--{word}", "format", word, told) for word, told in _FORMATS.items()]
        told = "With --csv: for a spreadsheet (BOM, CRLF, formulas guarded)."
        self.params.append(_flag("--excel", "excel", True, told))
        self.params.append(
            _flag("--reveal", "reveal", True, "Confidential addresses and whole numbers, too (as export all).")
        )
        if not any("--names" in one.opts for one in self.params):
            self.params.append(names_option())
        told = "Records under a law of their own (SUD, MH, HIV, SDV, PSYTHPN) too."
        self.params.append(_flag("--sensitive", "sensitive", True, told))
        self.params.append(_once(["fields", "--fields"], "A,B,C", "Only these fields, in this order."))
        self.params += into_file()


class Reads(Composes):
    """A command whose records, or whose page, go to stdout or as a whole into the file that -o names."""

    def invoke(self, ctx: Any) -> Any:
        """Run it; a file is there where the command came to its end, whatever its exit code."""
        ended: typer.Exit | None = None
        with ctx.obj.into():
            try:
                super().invoke(ctx)
            except typer.Exit as exit_:
                ended = exit_
        if ended:
            raise ended


LISTED = ("client", "status", "due", "tag", "where", "voided", "sort", "limit")
"""The filters of a list."""


def lists(
    kind: type[Record] | None = None, base: type[Composes] = Reads, *, by: Sequence[str] = LISTED
) -> type[Composes]:
    """The class of a command that shows records of a kind, or of any: a Reads with the filters of a list."""

    class Lists(base):  # type: ignore[valid-type,misc]
        """As its base, with filters in `session.asked.filters`."""

        def __init__(self, *args: Any, **attributes: Any) -> None:
            super().__init__(*args, **attributes)
            self.params += filters(kind, *by)

    return Lists


def bulk(kind: type[Record], *names: str) -> type["Writes"]:
    """The class of a command that changes the records named, or all that these filters find."""

    class Bulk(Writes):
        """A Writes with filters, and --confirm for the number that they find."""

        def __init__(self, *args: Any, **attributes: Any) -> None:
            super().__init__(*args, **attributes)
            self.params += filters(kind, *names, "confirm")

    return Bulk


CHOSEN = ("client", "status", "due", "tag", "where")
"""The filters of a change that has no options of these names."""


def filters(kind: type[Record] | None, *names: str) -> list[TyperOption]:
    """The filters of those names that a kind can have, each kept in `session.asked.filters`."""
    without = {"status": kind and not kind.STATUS, "due": kind and not kind.WHEN}
    without |= dict.fromkeys(("client", "tag"), kind and not has_client(kind))
    return [_filter(name, *_FILTERS[name]) for name in names if not without.get(name)]


_FILTERS: Mapping[str, tuple[str, Any, str]] = {
    "client": ("CLIENT", str, "Only of this client; of `me`, nobody's."),
    "status": ("WORD", str, "Only of this status: `open`, `all`, several with commas; may be repeated."),
    "due": ("RANGE", str, "Only dated within: a date, 7d, week, A..B, overdue, none."),
    "tag": ("WORD", str, "Only of clients with this tag; may be repeated."),
    "where": ("EXPR", str, "Only where this holds: 'due < fri and title ~ lease'; see help formats."),
    "voided": ("", bool, "The voided ones instead; with export, too."),
    "sort": ("FIELD,...", str, "By these fields; -FIELD downwards."),
    "limit": ("N", int, "At most so many."),
    "confirm": ("N", int, "With a filter: go on with N records unasked, and with no other number."),
}


def _filter(name: str, metavar: str, type_: Any, help: str) -> TyperOption:  # noqa: A002 - Typer's word
    several = name in ("status", "tag", "sort")

    def keep(ctx: Any, param: Any, given: Any) -> None:  # noqa: ARG001 - Typer's signature
        if not given:
            return
        asked: Asked = ctx.obj.asked
        if type_ is bool or several:
            kept: Any = given if type_ is bool else tuple(given)
            asked.filters = asked.filters._replace(**{name: kept})
            return
        if len(given) > 1:
            # The last would win, unseen: an edit meant for one client would go to another's.
            accepted = '--where "(ONE) and (OTHER)"' if name == "where" else "it once"
            raise Invalid("is given twice", accepted, field=f"--{name}")
        if type_ is int and given[0] < 0:
            raise Invalid("is less than 0", "0 or more", field=f"--{name}")
        if name == "confirm":
            asked.confirm = given[0]
        else:
            # More rows than Python counts are all of them.
            one = min(given[0], sys.maxsize) if type_ is int else given[0]
            asked.filters = asked.filters._replace(**{name: one})

    # Not the bare name: a command may have a parameter of that name for something else.
    decls = [f"{name}_filter", f"--{name}"]
    if type_ is bool:
        return TyperOption(
            param_decls=decls, is_flag=True, default=False, expose_value=False, help=help, callback=keep
        )  # fmt: skip
    return TyperOption(
        param_decls=decls, expose_value=False, type=type_, metavar=metavar, multiple=True, help=help, callback=keep
    )


class Writes(TyperCommand):
    """A command that writes: it takes -n/--dry-run, the real run rolled back."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        option = TyperOption(
            param_decls=["dry_run", "-n", "--dry-run"], is_flag=True, expose_value=False, default=False,
            help="Do it all, say what it would do, and write nothing.", callback=_keep("dry_run"),
        )  # fmt: skip
        self.params.append(option)


def moves(base: type[Writes]) -> type[Writes]:
    """The class of a command that can give its records to another client, by --to-client."""

    class Moves(base):  # type: ignore[valid-type,misc]
        """As its base, with the client in `session.asked.to_client`; and --closed, unless the command has its own."""

        def __init__(self, *args: Any, **attributes: Any) -> None:
            super().__init__(*args, **attributes)
            told = "Give it to another client, with what belongs to it; me for none."
            self.params.append(_once(["to_client", "--to-client"], "CLIENT", told))
            if not any("--closed" in param.opts for param in self.params):
                self.params.append(
                    _flag("--closed", "closed", True, "With --to-client: although the client is closed.")
                )

    return Moves


_FORMATS = {
    "table": "A table, also into a pipe.",
    "plain": "Plain text, also on a terminal.",
    "tsv": "Tab-separated, without a header.",
    "csv": "CSV with a header.",
    "json": "One JSON array.",
    "jsonl": "A JSON object a line.",
    "markdown": "A pipe table in Markdown.",
    "ids": "Only the ids.",
}


def _flag(name: str, attribute: str, value: object, help: str) -> TyperOption:  # noqa: A002 - Typer's word
    """A flag that sets one attribute of the session; two formats at once are refused."""

    def keep(ctx: Any, param: Any, given: bool) -> None:  # noqa: ARG001 - Typer's signature
        if given and attribute == "format":
            if ctx.obj.asked.format not in (None, value):
                raise Invalid("cannot stand beside --" + ctx.obj.asked.format, "one format", field=name)
            ctx.obj.asked.format = Format(str(value))
        elif given:
            setattr(ctx.obj.asked, attribute, value)

    return TyperOption(
        param_decls=[name.removeprefix("--") + "_flag", name], is_flag=True, expose_value=False, default=False,
        help=help, callback=keep,
    )  # fmt: skip


def into_file() -> list[TyperOption]:
    """The options -o and --force, kept in the session."""
    told = "Into a new file, mode 0600; its ending may name the format."
    named = _once(["output", "-o", "--output"], "FILE", told)
    return [named, _flag("--force", "force", True, "With -o: replace a file that is there.")]


def _once(names: list[str], metavar: str, help: str) -> TyperOption:  # noqa: A002 - Typer's word
    """An option with one text for the session's attribute of its name; Typer would let the last of several win."""

    def keep(ctx: Any, param: Any, given: tuple[str, ...]) -> None:  # noqa: ARG001 - Typer's signature
        if len(given) > 1:
            raise Invalid("is given more than once", "one is taken", field=names[1])
        setattr(ctx.obj.asked, names[0], next(iter(given), None))

    return TyperOption(
        param_decls=names, expose_value=False, type=str, metavar=metavar, multiple=True, help=help, callback=keep
    )


def _keep(attribute: str) -> Any:
    def keep(ctx: Any, param: Any, given: object) -> None:  # noqa: ARG001 - Typer's signature
        setattr(ctx.obj.asked, attribute, given)

    return keep


def noun(help: str) -> typer.Typer:  # noqa: A002 - Typer's word
    """The group of a noun's verbs."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback(cls=Noun, help=help, no_args_is_help=False)(_nothing)
    return app


def verbs() -> typer.Typer:
    """The home of one or more daily verbs that need no noun."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def _nothing() -> None:
    """A noun does nothing by itself."""


def current(ctx: typer.Context) -> Session:
    """The session of this run, told which command it runs, and what that empties."""
    session: Session = ctx.obj
    session.command, session.asked.clear = ctx.command_path.partition(" ")[2], tuple(ctx.params.get("clear") or ())
    return session


def word(kind: type[Vocabulary], flag: str, help: str, *more: str) -> Any:  # noqa: A002 - Typer's word
    """An option that takes a word of a vocabulary, its aliases too."""

    def read(text: str | Vocabulary) -> Vocabulary:
        try:
            return kind(text)
        except ValueError:
            raise Invalid("is not accepted", kind.instead(str(text)), typed=str(text), field=flag) from None

    return typer.Option(flag, *more, parser=read, metavar="WORD", help=f"{help}: {kind.accepted()}.")


def text(flag: str, help: str) -> Any:  # noqa: A002 - Typer's word
    """An option that takes free text."""
    return typer.Option(flag, metavar="TEXT", help=help)


def day(flag: str, help: str) -> Any:  # noqa: A002 - Typer's word
    """An option that takes a day as people type it."""
    return typer.Option(flag, metavar="DAY", help=help)


ClientWho = Annotated[str, typer.Argument(metavar="CLIENT", help="A client: id, handle, or enough of the name.")]
ClientOrMe = Annotated[str, typer.Argument(metavar="CLIENT|me", help="A client, or `me` for none.")]
Text = Annotated[list[str], typer.Argument(metavar="TEXT...", help="The words; quotes are not needed.")]
Clear = Annotated[list[str] | None, typer.Option("--clear", metavar="FIELD", help="Empty this field; may be repeated.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept.")]
On = Annotated[str | None, day("--on", "The day it took place; today unless said.")]
Value = Annotated[
    float | None, typer.Argument(metavar="VALUE", help="What was measured; put -- before a negative number.")
]
Refs = Annotated[list[str], typer.Argument(metavar="REF...|-", help="Ids; with - those on stdin, one a line.")]
Chosen = Annotated[
    list[str] | None,
    typer.Argument(metavar="[REF...|-]", help="Ids; with - those on stdin, one a line; or none, and a filter."),
]
FreeText = Annotated[
    list[str] | None, typer.Argument(metavar="[TEXT...|-]", help="The words; - reads stdin; none opens your editor.")
]
Due = Annotated[
    str | None, typer.Option("--due", metavar="WHEN", help='When: fri, +3d, "30 nov", "fri 2pm"; see help dates.')
]
To = Annotated[str, typer.Option("--to", metavar="WHEN", help='When: fri, +3d, "30 nov"; see help dates.')]
Until = Annotated[str | None, day("--until", "With a rule of recurrence: the last day it may come round on.")]
Times = Annotated[
    int | None, typer.Option("--times", metavar="N", help="With a rule of recurrence: how many, this one included.")
]
Collateral = Annotated[bool, typer.Option("--collateral", help="With someone around the client, not the client.")]
Sign = Annotated[bool, typer.Option("--sign", help="Sign it at once; then only an addendum corrects it.")]
Yes = Annotated[bool, typer.Option("--yes", help="Go on without asking.")]
