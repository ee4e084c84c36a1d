"""caseload remind."""

from datetime import timedelta
from operator import attrgetter
from typing import Annotated

import typer

from caseload.commands.kit.options import Reads, Writes, current, verbs, word
from caseload.commands.kit.saying import saved_all
from caseload.daily.out import put_page_or_list, tell_withheld, withholds
from caseload.errors import Invalid
from caseload.intake.piped import ids
from caseload.records.appointment import Appointment
from caseload.records.kinds import parse_ref
from caseload.records.note import Mode
from caseload.records.of.reminder import not_allowed, reminded, way_of
from caseload.reports import reminders as report
from caseload.reports.items import handles
from caseload.session import Session
from caseload.store import lookup
from caseload.store.reads.clients import clients_by_number

app = verbs()

What = Annotated[
    list[str] | None, typer.Argument(metavar="[DAY|REF...]", help="The day, tomorrow unless said; with --sent the ids.")
]
Sent = Annotated[bool, typer.Option("--sent", help="Keep that these were sent: ids such as a5, or - for stdin.")]
By = Annotated[Mode | None, word(Mode, "--by", "With --sent: how; as the client allows unless said")]


class Reminds(Reads, Writes):
    """A command that shows records, and with --sent writes."""


@app.command(cls=Reminds)
def remind(ctx: typer.Context, what: What = None, sent: Sent = False, by: By = None) -> None:
    """Whom to remind of tomorrow's appointments, or a day's: by text, call or mail as the client allows, and the words.

    The words say when, in English or Spanish, and never what for, with whom or where. caseload sends nothing itself;
    --sent keeps that you did, in one step, and not twice.

    \b
    Examples:
      caseload remind
      caseload remind fri --csv
      caseload remind --sent a1 --by call
    """
    session = current(ctx)
    if sent:
        _keep(session, what or [], by)
        return
    if by:
        raise Invalid("is of what was sent", "--sent beside it", field="--by")
    if len(what or ()) > 1 or (what and parse_ref(what[0])):
        raise Invalid("is no day", "one day, or --sent and ids", typed=" ".join(what or ()), field="DAY")
    day = session.day(what[0]) if what else session.today + timedelta(days=1)
    sender = session.config.sender
    found = report.reminders(session.store, day, session.today, sender.name, sender.phone)
    shown = [one for one in found if not one.appointment.mark] if withholds(session) else found
    columns = report.COLUMNS
    if session.asked.names:
        columns = tuple(one for one in columns if one.key not in report.TELLING)
    put_page_or_list(session, report.page(shown, day, handles(shown)), shown, columns, attrgetter("client"))
    tell_withheld(session, len(found) - len(shown))


def _keep(session: Session, typed: list[str], by: Mode | None) -> None:
    """Keep of appointments that their clients were reminded today."""
    if not typed:
        raise Invalid("are missing", "ids such as a5; caseload remind lists them", field="REF")
    with session.step() as store:
        named = (lookup.of_kind(store, Appointment, ref) for ref in ids(session.inp, typed))
        found = list({one.id: one for one in named}.values())
        clients = clients_by_number(store, {one.client_id for one in found if one.client_id is not None})
        done = []
        for one in found:
            client = clients.get(one.client_id or 0)
            mode = by or (way_of(client).mode if client else Mode.OTHER)
            if mode is None:
                raise Invalid(f"of {one.ref} is not known", "--by WORD, such as in-person", field="how")
            done.append(store.save(reminded(one, session.today, mode)))
    saved_all(session, [(one, (f"reminded by {one.reminded_by}",)) for one in done])
    for one in done:
        client = clients.get(one.client_id or 0)
        if client and one.reminded_by and (against := not_allowed(Mode(one.reminded_by), client)):
            session.tell(f"{one.ref}, {client.handle}: {against}, as the client said; caseload show {client.ref}")
