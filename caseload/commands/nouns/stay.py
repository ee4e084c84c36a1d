"""caseload stay."""

from datetime import date
from typing import Annotated

import typer

from caseload.commands.kit.changing import edit_all, picked
from caseload.commands.kit.closed import Closed, ask_if_closed
from caseload.commands.kit.every_noun import register
from caseload.commands.kit.fields import adds, edited_as_typed, edits, made, takes
from caseload.commands.kit.listing import put_list, wanted
from caseload.commands.kit.newly import Newly
from caseload.commands.kit.options import Chosen, Clear, ClientWho, On, Writes, current, lists, noun
from caseload.commands.kit.saying import added, clients_became, on, saved, saved_all
from caseload.errors import Invalid, Refused, aside
from caseload.output.column import Column
from caseload.records.of.setting import HELD, NO_FACILITY, Setting
from caseload.records.stay import Stay, followed_up, left, moved
from caseload.session import Session
from caseload.store import lookup
from caseload.store.core import Store
from caseload.store.reads.benefits import open_benefits
from caseload.store.reads.clients import Handles
from caseload.store.reads.stays import stays_of_client, told_of

app = noun(
    "Time in a hospital, jail, prison, treatment, nursing home or shelter; while open it says where a client is."
)
register(app, Stay)

Ref = Annotated[str, typer.Argument(metavar="REF", help="A stay's id: st1.")]
_FACILITIES = ", ".join(word for word in Setting.accepted().split(", ") if Setting(word) not in NO_FACILITY)


def _facility(typed: str | Setting) -> Setting:
    """The sort of place that was typed; raises Invalid with those there are."""
    try:
        found = Setting(typed)
    except ValueError:
        raise Invalid("is no sort of place", f"one of {_FACILITIES}", typed=typed, field="SETTING") from None
    if found in NO_FACILITY:
        raise Invalid("is no facility", f"one of {_FACILITIES}", typed=typed, field="SETTING")
    return found


Where = Annotated[
    Setting, typer.Argument(metavar="SETTING", parser=_facility, help=f"What sort of place: {_FACILITIES}.")
]  # fmt: skip
Day = Annotated[str, typer.Argument(metavar="DAY", help="The new day: 2027-02-12, +3w.")]


@app.command(cls=adds(Stay))
def add(ctx: typer.Context, client: ClientWho, setting: Where, closed: Closed = False) -> None:
    """Add a stay that goes on, or with --left-on one that is over; a hospital stay may be within a prison term.

    \b
    Examples:
      caseload stay add ana jail --place "Dane County Jail" --from 2026-08-03 --expected +60d --certainty firm
      caseload stay add ana hospital --place "County Hospital" --from yesterday
    """
    session = current(ctx)
    whose = lookup.client(session.store, client).id
    said = ask_if_closed(session, [whose], "add the stay", closed=closed)
    with session.step() as store:
        newly = Newly(session, [whose])
        _, beside = told_of(store, whose)
        stay = store.add(made(session, Stay, whose, setting=setting))
    within = f"within {beside[0].ref} {beside[0].called}" if beside and stay.left_on is None else None
    added(session, stay, *_said(session, stay), within, *clients_became(session), said)
    newly.tell()
    if stay.left_on is None and stay.expected_on is None:
        session.tell(f"until when is not known: caseload stay move {stay.ref} DAY")


@app.command("list", cls=lists(Stay))
def list_(ctx: typer.Context) -> None:
    """Stays that go on, by the day they are to end, then those that are over; --due asks for the day expected.

    \b
    Examples:
      caseload stay list --where "left_on = none"
      caseload stay list --client ana
      caseload stay list --due 30d --csv
    """
    session = current(ctx)
    put_list(session, Stay, wanted(session, Stay), _columns(session))


@app.command(cls=edits(Stay))
def edit(ctx: typer.Context, refs: Chosen = None, clear: Clear = None) -> None:
    """Change what is known of a stay: while it is open the client's setting, release and certainty change with it.

    \b
    Examples:
      caseload stay edit st1 --expected +9d --certainty firm
      caseload stay edit st1 --met-by "her sister Rosa" --to family --destination "12 Elm St"
    """
    session = current(ctx)
    with session.step():
        found = picked(session, Stay, refs, "edit")
        newly = Newly(session, [one.client_id for one in found])
        stays = edit_all(session, found, lambda before: edited_as_typed(session, before, clear))
    saved_all(session, [(one, tuple(clients_became(session)) if len(stays) == 1 else ()) for one in stays])
    newly.tell()


@app.command(cls=takes(Stay, "certainty"))
def move(ctx: typer.Context, ref: Ref, day: Day) -> None:
    """The day on which it is to end has moved; certainty stays as it was unless said.

    \b
    Examples:
      caseload stay move st1 2027-02-12 --certainty firm
      caseload stay move st1 +74d --certainty estimated
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Stay, ref)
        newly = Newly(session, [before.client_id])
        stay = store.save(moved(before, session.day(day), **session.asked.typed))
    saved(session, stay, *clients_became(session))
    newly.tell()


@app.command(cls=takes(Stay, "goes_to", "destination"))
def leave(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The client has left: the day, and where to; a hospital stay within a term goes back to where the term is.

    \b
    Examples:
      caseload stay leave st1 --on yesterday --to home --destination "12 Elm St"
    """
    session = current(ctx)
    with session.step() as store:
        before = lookup.of_kind(store, Stay, ref)
        newly = Newly(session, [before.client_id])
        day, given = session.fact_day(on_day) or session.today, dict(session.asked.typed)
        _, others = told_of(store, before.client_id)
        back = next((one.setting for one in reversed(others) if one.id != before.id), None)
        if back and before.goes_to is None:
            given.setdefault("goes_to", back)
        _refuse_inner(store, before, day)
        stay = store.save(left(before, day, **given))
    saved(session, stay, on(session, "left", stay.left_on), *clients_became(session), told=("left_on",))
    newly.tell()
    if stay.goes_to is None:
        session.tell(f"where to is not known: caseload stay edit {stay.ref} --to SETTING --destination TEXT")
    elif stay.goes_to in HELD and not back:
        session.tell(f"next: caseload stay add c{stay.client_id} {stay.goes_to} --from {stay.left_on}")
    if stay.goes_to not in HELD:
        _suspended_told(session, stay.client_id)


def _refuse_inner(store: Store, stay: Stay, day: date) -> None:
    """Refuse to end a stay before one that was within it, as a hospital's within a term."""
    for one in stays_of_client(store, stay.client_id):
        is_within = one.id != stay.id and one.from_on and stay.from_on and one.from_on >= stay.from_on
        if is_within and one.left_on and one.left_on > day:
            way = f"a day from then on, or caseload stay edit {one.ref}"
            raise Refused(f"{one.ref} within it ended {one.left_on}", way)


def _suspended_told(session: Session, client_id: int) -> None:
    """Tell of benefits that were suspended for a stay: leaving does not make them go on."""
    for one in open_benefits(session.store, client_id):
        if one.suspended_on:
            named = f"{one.ref}{aside(one.called)}"
            told = f"{named} is still suspended, since {one.suspended_on}"
            session.tell(f"{told}; once it goes on: caseload benefit edit {one.ref} --clear suspended_on")


@app.command(cls=Writes)
def follow(ctx: typer.Context, ref: Ref, on_day: On = None) -> None:
    """The client was heard of after leaving; a contact that is logged and reached the client says so by itself.

    \b
    Examples:
      caseload stay leave st1 --on -3d --to home
      caseload stay follow st1 --on yesterday
    """
    session = current(ctx)
    with session.step() as store:
        stay = lookup.of_kind(store, Stay, ref)
        stay = store.save(followed_up(stay, session.fact_day(on_day) or session.today))
    saved(session, stay, on(session, "followed up", stay.followed_up_on), told=("followed_up_on",))


def _said(session: Session, stay: Stay) -> tuple[str | None, ...]:
    """What a confirmation repeats of a stay."""
    certainty = f"({stay.certainty})" if stay.certainty and stay.expected_on else ""
    expected = on(session, "expected", stay.expected_on)
    return (
        on(session, "from", stay.from_on), expected and f"{expected} {certainty}".strip(),
        f"met by {stay.met_by}" if stay.met_by else None, on(session, "left", stay.left_on),
        f"to {stay.goes_to}" if stay.goes_to else None, stay.destination,
    )  # fmt: skip


def _columns(session: Session) -> list[Column[Stay]]:
    handles = Handles(session.store)
    return [
        Column("id", lambda one: one.ref, "Id"),
        Column("client_handle", lambda one: handles[one.client_id], "Client"),
        Column("setting", lambda one: one.setting, "Setting", text=True),
        Column("place", lambda one: one.place, "Place", text=True),
        Column("from_on", lambda one: one.from_on, "From"),
        Column("expected_on", lambda one: one.expected_on, "Expected"),
        Column("certainty", lambda one: one.certainty, "Sure"),
        Column("left_on", lambda one: one.left_on, "Left"),
        Column("goes_to", lambda one: one.goes_to, "To"),
    ]
