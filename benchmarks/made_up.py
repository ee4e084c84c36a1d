"""The text of a made-up kind, in the style of a real one: the goal."""

RECORD = '''"""A made-up kind."""

from datetime import date
from typing import Annotated, ClassVar

from caseload.records.of import headings as also
from caseload.records.of.base import Record, Vocabulary, in_order, kind, positive
{imports}from caseload.records.of.nature import Bare, Prose, Says


class {kind}Status(Vocabulary):
    """Where it stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class {kind}Sort(Vocabulary):
    """What sort it is."""

    HOUSING = "housing"
    HEALTH = "health"
    INCOME = "income"
    OTHER = "other"


@kind
class {kind}(Record):
    """What is kept of one {word}."""

    TABLE: ClassVar[str] = "{word}"
    PREFIX: ClassVar[str] = "{prefix}"
    SINCE: ClassVar[int] = {schema}
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("proposed", "active", "on-hold")
    WHEN: ClassVar[str] = "due_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "due_on is null", "due_on", "id")
    FACTS: ClassVar[tuple[str, ...]] = ("begun_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "comment")
{clock}
    client_id: Annotated[int, also.CLIENT]
    title: Annotated[str, Says("Other words.", later=True), also.TITLE]
    sort: Annotated[{kind}Sort | None, Says("What sort it is", short="-k")] = None
    status: Annotated[{kind}Status, "Where it stands", also.STANDING] = {kind}Status.ACTIVE
    begun_on: Annotated[date | None, "The day it began.", also.STARTED] = None
    due_on: Annotated[date | None, "The day it is due: +3m, 2027-01-31.", also.TARGET] = None
    number: Annotated[str | None, "The number that others know it by.", Bare] = None
    cost: Annotated[float | None, Says("What it costs.", least=0)] = None
    agreed: Annotated[bool, "The client agrees with it."] = False
    comment: Annotated[str | None, "What else there is to say.", Prose] = None

    def __post_init__(self) -> None:
        """The rules of one {word}."""
        super().__post_init__()
        positive(self, "cost")
        in_order(self, "begun_on", "due_on")


def is_open({word}: {kind}) -> bool:
    """Whether it is still worked on, or about to be."""
    return {word}.status in {kind}.OPEN
'''

_CLOCK = """Clock(
            name="{word}-due", field="due_on", called="due date", words="{word} due",
            looks_at="open records", lead="14d", source="made up",
        )"""

RULELESS = ("", "")
RULED = (
    "from caseload.records.of.clock import Clock\n",
    f"""\
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        {_CLOCK},
    )
""",
)
"""What a record imports and declares with and without an ordinary clock."""

DECLARED = (
    f""""{{word}}-due": Declared("{{word}}", "client_id", "status", ("proposed", "active", "on-hold"), {_CLOCK})"""
)
"""The clock once more, where it is read without the kind."""

TABLE = """
create table {word} (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    title text not null,
    sort text check (sort in ('housing', 'health', 'income', 'other')),
    status text not null default 'active' check (status in ('proposed', 'active', 'on-hold', 'completed',
        'cancelled')),
    begun_on text,
    due_on text,
    number text,
    cost real,
    agreed integer not null default 0 check (agreed in (0, 1)),
    comment text,
    own text not null default '{{}}' check (json_valid(own) and json_type(own) = 'object'),
    own_words text,
    BASE
) strict;
create index {word}_client on {word} (client_id);
create index {word}_open on {word} (client_id, due_on)
where status in ('proposed', 'active', 'on-hold') and voided_at is null;
create index {word}_due on {word} (due_on)
where status in ('proposed', 'active', 'on-hold') and voided_at is null;
"""

MIGRATION = '''"""Schema {schema}."""

from sqlite_utils import Database

from caseload.store.migrations.making import BASE, index_own, keep_own_searchable, watch


def {step}(db: Database) -> None:
    """The made-up kinds."""
    for statement in _TABLES.replace("    BASE\\n", f"    {{BASE}}\\n").split(";\\n"):
        db.conn.execute(statement)
    for table in {words!r}:
        watch(db, table)
        index_own(db, table, ("title", "comment"))
        keep_own_searchable(db, table, ("title", "comment"))


_TABLES = """{tables}"""
'''

ENTRY = '"{word}": ("nouns.{word}", "Made up, for a measurement.")'

NOUN = '''"""caseload {word}."""

import typer

from caseload.commands.kit.changing import edited
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made
from caseload.commands.kit.listing import put_list, unless_hidden, wanted
from caseload.commands.kit.options import Chosen, Clear, ClientWho, Text, current, lists, noun
from caseload.commands.kit.saying import added, on, saved_all
from caseload.output.column import Column
from caseload.records.{word} import {kind}
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import Handles

app = noun("Made up, for a measurement.")
register(app, {kind})


@app.command(cls=adds({kind}))
def add(ctx: typer.Context, client: ClientWho, title: Text) -> None:
    """Add one.

    \\b
    Examples:
      caseload {word} add ana Something to measure --due-on +3m
    """
    session = current(ctx)
    with session.step() as store:
        one = store.add(made(session, {kind}, lookup.client(store, client).id, title=" ".join(title)))
    added(session, one, *_said(session, one))


@app.command("list", cls=lists({kind}))
def list_(ctx: typer.Context) -> None:
    """Those that are open.

    \\b
    Examples:
      caseload {word} list --client ana
    """
    session = current(ctx)
    put_list(session, {kind}, wanted(session, {kind}), _columns(session))


@app.command(cls=edits({kind}))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change one.

    \\b
    Examples:
      caseload {word} edit {prefix}1 --due-on +1m
    """
    session = current(ctx)
    found = edited(session, {kind}, refs, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, _said(session, one)) for one in found])


def _said(session: Session, one: {kind}) -> tuple[str | None, ...]:
    """What a confirmation repeats."""
    return str(one.status), on(session, "due", one.due_on)


def _columns(session: Session) -> list[Column[{kind}]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("title", lambda one: one.title, "Title", text=True, say=unless_hidden(session, lambda one: one.title)),
        Column("status", lambda one: one.status, "Status"),
        Column("due_on", lambda one: one.due_on, "Due"),
    ]
'''
