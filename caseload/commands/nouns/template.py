"""caseload template."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from caseload.actions.anchoring import count_from, lines
from caseload.actions.checklists import Applied, anchor_named, apply, take_in
from caseload.commands.kit.closed import said_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.listing import put_export, put_list, wanted
from caseload.commands.kit.options import ClientWho, Composes, Reads, Writes, current, lists, noun, text
from caseload.commands.kit.saying import added, odd_told, on, saved
from caseload.errors import Invalid
from caseload.intake.piped import STDIN
from caseload.intake.toml_file import read_toml
from caseload.output.column import Column, choose
from caseload.output.emit import emit
from caseload.output.terminal import stream
from caseload.output.toml import toml
from caseload.records.kinds import many
from caseload.records.of.checklist import DAY, Change, changes, date_of
from caseload.records.template import HEADER, Template, template_of
from caseload.session import Filters, Session
from caseload.store import lookup
from caseload.store.reads.checklists import (
    applied_templates,
    other_versions,
    template_meant,
    templates_not_yet_used,
)
from caseload.store.shipped import shipped_template

app = noun("Checklists that become dated tasks; those that come with caseload are stored when first applied.")
register(app, Template, because="imported by mistake", without=("show", "export"))

File = Annotated[str, typer.Argument(metavar="FILE|-|NAME", help="A file of TOML, - for stdin, or a shipped name.")]
Which = Annotated[str, typer.Argument(metavar="NAME", help="Which template: its name, release, or its id, tp1.")]
Maybe = Annotated[
    str | None, typer.Argument(metavar="[NAME]", help="Which one, as TOML; all of them in a list if none.")
]
Of = Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only of this template.")]


@app.command("list", cls=lists(Template))
def list_(ctx: typer.Context) -> None:
    """The templates; a table has those that come with caseload and were not applied yet, too.

    \b
    Examples:
      caseload template list --table
    """
    session = current(ctx)
    is_all = session.asked.filters._replace(limit=None) == Filters()
    put_list(session, Template, wanted(session, Template), _COLUMNS,
             more=templates_not_yet_used(session.store) if is_all else (), made_by="template import FILE")  # fmt: skip


@app.command(cls=Reads)
def show(ctx: typer.Context, name: Which) -> None:
    """Show a template: from which date it counts, and its steps with when each is due.

    \b
    Examples:
      caseload template show release
    """
    session = current(ctx)
    from caseload.daily.show import put_page

    put_page(session, template_meant(session.store, name))


@app.command("import", cls=Writes)
def import_(ctx: typer.Context, file: File) -> None:
    """Take a template in from TOML, as template export writes it; one that was applied needs a new version.

    \b
    Examples:
      caseload template import release
      caseload template export intake | sed 's/version = "1"/version = "1-mine"/' | caseload template import -
    """
    session = current(ctx)
    one = None if file == STDIN or Path(file).exists() else shipped_template(file)
    if one is None:
        one = template_of(read_toml(file, session.inp, Template.TABLE, "release"))
    with session.step() as store:
        stored = take_in(store, one)
    if stored.ref in session.store.was or not session.store.wrote:
        saved(session, stored)
    else:
        added(session, stored, stored.title, f"{len(stored.read().steps)} steps", f"counts from {_from(stored)}")


@app.command(cls=lists(Template, Composes))
def export(ctx: typer.Context, name: Maybe = None) -> None:
    """One template as TOML, to change and import as a new version; without a name every template, as a list.

    \b
    Examples:
      caseload template export release -o release.toml
      caseload template export --csv
    """
    session = current(ctx)
    with session.into(own=name is not None):
        if name is None:
            put_export(session, Template)
            return
        one = template_meant(session.store, name)
        head = {key: str(getattr(one, key)) for key in HEADER}
        stream(session.terminal, [toml(head | dict(sorted(json.loads(one.definition).items())))])


@app.command("apply", cls=Writes)
def apply_(
    ctx: typer.Context, name: Which, client: ClientWho,
    anchor: Annotated[
        str | None,
        typer.Option(
            "--anchor", metavar="DATE|DAY",
            help="What it counts from: release-on, opened-on, closed-on, plan-review, or a day; the template's own unless said.",  # noqa: E501
        ),
    ] = None,
    exempt: Annotated[
        list[str] | None,
        typer.Option("--exempt", metavar="STEP", help="A step to leave out, with --reason; may be repeated."),
    ] = None,
    reason: Annotated[str | None, text("--reason", "Why a step is left out; it is kept.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Although it is applied to the client so already.")] = False,
) -> None:  # fmt: skip
    """Make the steps of a template for a client; what counts from a date of the client's moves with it.

    \b
    Examples:
      caseload template apply release ana --anchor 2027-01-15
      caseload template apply intake ana --exempt insurance --reason "card is on file"
    """
    session = current(ctx)
    if bool(exempt) != (reason is not None):
        fault, field = ("has no reason", "--exempt") if exempt else ("is for a step that is left out", "--reason")
        raise Invalid(fault, "--exempt STEP --reason TEXT", field=field)
    template = template_meant(session.store, name)
    word, day = (template.anchor, None) if anchor is None else anchor_named(anchor, session.day)
    if word == DAY and day is None:
        raise Invalid(f"is missing: {template.name} counts from a day", "such as 2027-01-15, or fri", field="--anchor")
    label = "counted from" if word == DAY else f"counted from {word}"
    left = dict.fromkeys(exempt or (), reason or "")
    with session.step():
        found = lookup.client(session.store, client)
        applied = apply(session.anchors, template, found, word, day, left, again=again)
    session.did(
        applied.template.named, found.handle, on(session, label, applied.anchored_on),
        *_counted(applied), said_if_closed(session, [found.id]),
    )  # fmt: skip
    _told(session, applied)
    odd_told(session)


@app.command(cls=Writes)
def move(
    ctx: typer.Context, name: Which, client: ClientWho,
    day: Annotated[str, typer.Argument(metavar="DAY", help="The day that it counts from instead: 2027-01-22, +1w.")],
    since: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The day it counts from now, where there are several.")
    ] = None,
) -> None:  # fmt: skip
    """A checklist that was counted from a day counts from another: what is open and as the template dated it moves.

    One that counts from a date of the client's moves with that date.

    \b
    Examples:
      caseload template apply transfer ana --anchor 2027-01-15
      caseload template move transfer ana 2027-01-22
    """
    session = current(ctx)
    template, to = template_meant(session.store, name), session.day(day)
    with session.step():
        found = lookup.client(session.store, client)
        followed = count_from(session.anchors, template, found, to, session.day(since))
    session.did(template.name, found.handle, on(session, "counted from", to), said_if_closed(session, [found.id]))
    for line in lines([followed], session.now):
        session.tell(line)


def _counted(applied: Applied) -> Iterator[str]:
    """What was made, what is left out, what is still to come."""
    tables = [one.record.TABLE for one in applied.placed if one.record]
    yield ", ".join(many(table, tables.count(table)) for table in dict.fromkeys(tables))
    exempt = [one.step.name for one in applied.placed if one.step.exempt_reason]
    if exempt:
        yield f"left out: {', '.join(exempt)}"
    if later := len(applied.placed) - len(tables) - len(exempt):
        yield f"{later} to come, each when what it waits for is done"


def _told(session: Session, applied: Applied) -> None:
    """What was made, a line each, and what of it is late from the start."""
    late: list[str] = []
    made = [one.record for one in applied.placed if one.record]
    for number, record in enumerate(made):
        due, waits = date_of(record), getattr(record, "waiting_on", None)
        if number < _NAMED:
            said = (f"{record.ref} {record.called}", on(session, "due", due), waits and f"waits for {waits}")
            session.tell("  " + " · ".join(filter(None, said)))
        session.gave(record.ref)
        if due and due.is_past(session.now):
            late.append(record.ref)
    if len(made) > _NAMED:
        session.tell(f"  and {len(made) - _NAMED} more; see caseload step list")
    if late:
        way = "caseload snooze REF --to DAY --reason TEXT, or drop what is settled"
        session.tell(f"late from the start: {', '.join(late)}; {way}")


_NAMED = 30
"""How many of what was made are told one by one."""


class _Differs(NamedTuple):
    """One thing that is otherwise in another version than in the one that was applied."""

    template: Template
    clients: int
    other: Template
    change: Change


@app.command(cls=Reads)
def diff(ctx: typer.Context, name: Of = None) -> None:
    """What is otherwise in a template since it was applied: in your newest version, or as caseload comes with it.

    What was applied stays as it is.

    \b
    Examples:
      caseload template diff
      caseload template diff release --csv
    """
    session = current(ctx)
    wanted_name = None if name is None else template_meant(session.store, name).name
    rows = [
        _Differs(template, clients, other, change)
        for template, clients in applied_templates(session.store)
        if wanted_name in (None, template.name)
        for other in other_versions(session.store, template)
        for change in _between(template, other)
    ]
    columns = choose(_DIFFERS, session.asked.fields)
    empty = "nothing is otherwise than it was applied"
    emit(rows, columns, session.form, session.terminal, excel=session.asked.excel, empty=empty)


def _between(before: Template, after: Template) -> Iterator[Change]:
    for word in ("title", "anchor", "pace"):
        was, now = str(getattr(before, word)), str(getattr(after, word))
        if was != now:
            yield Change("", word, was, now)
    yield from changes(before.read(), after.read())


def _from(template: Template) -> str:
    return "a day that is said where it is applied" if template.anchor == DAY else template.anchor


_DIFFERS: tuple[Column[_Differs], ...] = (
    Column("template", lambda one: one.template.name, "Template"),
    Column("version", lambda one: one.template.version, "Applied"),
    Column("clients", lambda one: one.clients, "Clients", right=True),
    Column("other", lambda one: one.other.version, "Now"),
    Column("step", lambda one: one.change.step or None, "Step"),
    Column("word", lambda one: one.change.word, "Word"),
    Column("was", lambda one: one.change.was or None, "Was", text=True),
    Column("now", lambda one: one.change.now or None, "Is", text=True),
)

_COLUMNS: tuple[Column[Template], ...] = (
    Column("id", lambda one: one.ref if one.id else None, "Id"),
    Column("name", lambda one: one.name, "Name"),
    Column("version", lambda one: one.version, "Version"),
    Column("title", lambda one: one.title, "Title", text=True),
    Column("anchor", lambda one: one.anchor, "Counts from"),
    Column("pace", lambda one: one.pace, "Pace"),
    Column("steps", lambda one: len(one.read().steps), "Steps", right=True),
    Column("use", lambda one: None if one.id else "not yet used", "Use"),
)
