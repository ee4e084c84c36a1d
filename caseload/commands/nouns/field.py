"""caseload field."""

from typing import Annotated

import typer

from caseload.actions import declaring
from caseload.commands.kit.changing import edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.options import Chosen, Clear, current, lists, noun
from caseload.commands.kit.saying import added, saved_all
from caseload.output.column import Column
from caseload.records.field import WORDED, OwnField, OwnType, split_words
from caseload.records.kinds import kind_named

app = noun("Fields of your own: what a funder, a county or a grant asks for; see help fields.")
_DROP = "Drop {a} {noun}: it leaves every list; what records hold in it stays, and undo brings it back."
register(app, OwnField, _DROP, "the grant has ended")

OfKind = Annotated[str, typer.Argument(metavar="KIND", help="The kind it is for: client, task, note, ...")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="How it is typed: a-z, 0-9 and _; veteran, county_2.")]
Words = Annotated[
    str | None,
    typer.Option("--words", metavar="A,B,C", help="The words it may hold, commas between; to an edit, more of them."),
]


@app.command(cls=adds(OwnField))
def add(ctx: typer.Context, kind: OfKind, name: Name, words: Words = None) -> None:
    """Declare a field of your own for a kind; `--set NAME=VALUE` fills it, and every list and export has it.

    \b
    Examples:
      caseload field add client veteran --type yes-no --label "Veteran"
      caseload field add client cohort --type word --words "spring,fall"
    """
    session = current(ctx)
    typed, name = session.asked.typed, name.replace("-", "_")
    typed.setdefault("type", OwnType.WORD if words else OwnType.TEXT)
    typed.setdefault("label", name.replace("_", " ").strip().capitalize())
    with session.step() as store:
        declared = made(session, OwnField, of=kind_named(kind).TABLE, name=name, words=split_words(words or ""))
        declared = store.add(declaring.named(store, declared))
    added(session, declared, *_said(declared))


@app.command("list", cls=lists(OwnField))
def list_(ctx: typer.Context) -> None:
    """The fields of your own, kind by kind.

    \b
    Examples:
      caseload field list
      caseload field list --where "of = client" --csv
    """
    session = current(ctx)
    put_list(session, OwnField, wanted(session, OwnField), _COLUMNS)


@app.command(cls=edits(OwnField))
def edit(ctx: typer.Context, refs: Chosen = None, words: Words = None, clear: Clear = None) -> None:
    """Change a field's label, give it more words, or another type if every value that is there fits it.

    \b
    Examples:
      caseload field edit f1 --label "Served in the military"
      caseload field edit f2 --words winter
    """
    session = current(ctx)
    typed = session.asked.typed

    def change(before: OwnField) -> OwnField:
        more = dict.fromkeys((*before.words, *split_words(words or "")))
        is_worded = typed.get("type", before.type) in WORDED
        said = (tuple(more) if is_worded or words else ()) if words or typed else None
        after = edited_as_typed(session, before, clear, words=said)
        return declaring.retyped(session.store, before, after)

    found = edited(session, OwnField, refs, change)
    saved_all(session, [(declared, ()) for declared in found])


def _said(declared: OwnField) -> tuple[str | None, ...]:
    """What a confirmation repeats of a declaration."""
    return f"{declared.of} {declared.name}", str(declared.type), ", ".join(declared.words)


_COLUMNS: tuple[Column[OwnField], ...] = (
    Column("id", lambda one: one.ref, "Id"),
    Column("of", lambda one: one.of, "Kind"),
    Column("name", lambda one: one.name, "Name"),
    Column("type", lambda one: one.type, "Type"),
    Column("label", lambda one: one.label, "Label", text=True),
    Column("words", lambda one: one.words, "Words", text=True),
)
