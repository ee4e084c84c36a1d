"""The options of a command whose records may be meant for a recipient, and what becomes of the log where it fails."""

import sqlite3
from collections.abc import Sequence
from shlex import quote
from typing import Any

import typer
from typer.core import TyperOption

from caseload.commands.kit.options import Files
from caseload.errors import CaseloadError, Invalid, Refused
from caseload.records.disclosure import Basis, Notice
from caseload.records.kinds import parse_ref
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.gate import Ask
from caseload.records.of.via import Via
from caseload.session import STDOUT, Session
from caseload.store.changes import undo

_OPTIONS: tuple[tuple[str, str, str, str, type[Vocabulary] | None], ...] = (
    ("to", "--recipient", "REF|WORDS", "Only what may go to this person, provider or whoever; it is logged.", None),
    ("purpose", "--purpose", "TEXT", "For what, in the words of the consent.", None),
    ("via", "--via", "WORD", "How it is sent", Via),
    ("notice", "--notice", "WORD", "Which notice of 42 CFR 2.32 goes along; full unless said", Notice),
    ("basis", "--basis", "WORD", "With --no-consent: the exception that the law names", Basis),
    ("reason", "--reason", "TEXT", "With --no-consent: why.", None),
)


class NotWhole(Refused):
    """What went out, and is logged, is not all that was asked for."""


def discloses(base: type[Files]) -> type[Files]:
    """The class of a command that shows records, and with --recipient discloses them: then it writes one step."""

    class Discloses(base):  # type: ignore[valid-type,misc]
        """As its base, with what was typed for the disclosure in `asked.typed`, and -n."""

        def __init__(self, *args: Any, **attributes: Any) -> None:
            super().__init__(*args, **attributes)
            self.params += [_option(*one) for one in _OPTIONS]
            self.params.append(_flag("no_consent", ["--no-consent"], "Without a consent, by --basis and --reason."))
            self.params.append(_flag("dry_run", ["-n", "--dry-run"], "With --recipient: say it, write nothing."))

        def invoke(self, ctx: Any) -> Any:
            """Run it; a disclosure whose file did not come to its place is taken back."""
            session: Session = ctx.obj
            session.asked.dry_run = bool(session.asked.typed.pop("dry_run", False))
            if session.dry_run:
                if "to" not in session.asked.typed:
                    raise Invalid("is for what writes", "--recipient beside it", field="-n")
                session.asked.output, session.asked.force = None, False
            try:
                return super().invoke(ctx)
            except (typer.Exit, NotWhole):
                raise
            except Exception:
                take_back(session)
                raise

    return Discloses


def clears(withheld: Sequence[tuple[Record, str]], client_id: int, ask: Ask) -> str:
    """The command that a refusal leads to: what the consent that comes nearest lacks, else one that is to be made."""
    nearest = next((why.split()[0] for _, why in withheld if parse_ref(why.split()[0])), None)
    if nearest:
        return f"caseload consent check {nearest}"
    return f"caseload consent add c{client_id} --recipient {quote(ask.recipient.called)} --purpose {quote(ask.purpose)}"


def grounds() -> list[TyperOption]:
    """The options that say on what ground something goes out, where the command itself knows to whom and how."""
    options = [_option(*one) for one in _OPTIONS if one[0] not in ("to", "via")]
    return [*options, _flag("no_consent", ["--no-consent"], "Without a consent, by --basis and --reason.")]


def take_back(session: Session) -> None:
    """Take the log of what did not go out back; what went to stdout may have been read in part, and stays logged.

    Where that cannot be, on a disk that is full for the database, too, what failed says that the step is stored.
    """
    if session.asked.output in STDOUT or "store" not in vars(session) or (number := session.store.stored) is None:
        return
    try:
        with session.store.step(session.command):
            undo(session.store, number)
    except (sqlite3.Error, CaseloadError):
        session.store.stored = number
        return
    session.store.stored = None
    session.tell("nothing went out: what was logged of it is taken back")


def _option(name: str, flag: str, metavar: str, told: str, words: type[Vocabulary] | None) -> TyperOption:
    def keep(ctx: Any, param: Any, given: str | None) -> None:  # noqa: ARG001 - Typer's signature
        if given is None:
            return
        try:
            ctx.obj.asked.typed[name] = words(given) if words else given
        except ValueError:
            raise Invalid("is not accepted", f"one of {accepted}", typed=given, field=flag) from None
        if ctx.obj.asked.typed[name] is Notice.NONE:
            raise Invalid("is not accepted", f"one of {accepted}", typed=given, field=flag)

    # What Part 2 protects never goes without one; what it does not protect has none, whatever is said.
    accepted = "full, short" if words is Notice else words and words.accepted()
    told = f"{told}: {accepted}." if words else told
    return TyperOption(
        param_decls=[f"{name}_outgoing", flag], type=str, metavar=metavar, expose_value=False, help=told, callback=keep
    )


def _flag(name: str, decls: list[str], told: str) -> TyperOption:
    def keep(ctx: Any, param: Any, given: bool) -> None:  # noqa: ARG001 - Typer's signature
        if given:
            ctx.obj.asked.typed[name] = True

    return TyperOption(
        param_decls=[f"{name}_outgoing", *decls], is_flag=True, default=False, expose_value=False, help=told,
        callback=keep,
    )  # fmt: skip
