"""caseload find."""

from operator import attrgetter
from typing import Annotated

import typer

from caseload.commands.kit.listing import at_first, tell_of_others, with_namesakes
from caseload.commands.kit.options import Reads, Text, current, verbs
from caseload.daily.out import nameless, tell_withheld, withholds
from caseload.output.column import Column, Format, choose
from caseload.output.emit import emit
from caseload.records.kinds import kind_named
from caseload.records.of.public import Names
from caseload.session import Session
from caseload.store import search
from caseload.store.reads.clients import Handles, Initials
from caseload.when.dates import When

app = verbs()

SCREENFUL = 50
"""How many are shown on a terminal unless a limit is typed."""

OfKind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only of this kind: note, task, client.")]
Limit = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many; 50 on a terminal, else all.")
]


@app.command(cls=Reads)
def find(ctx: typer.Context, text: Text, kind: OfKind = None, limit: Limit = None) -> None:
    """Records in which all the words stand, or words that begin with them; accents and capitals do not matter.

    A number is found however its parts are set off: 608-555-0177 by 6085550177. The date is that by which `list` has
    the record.

    \b
    Examples:
      caseload find voicemail
      caseload find 6085550177
      caseload find lease ramp --kind note --csv
    """
    session = current(ctx)
    only = kind_named(kind) if kind else None
    words, reveal, most = " ".join(text), session.asked.reveal, limit and at_first(session, limit, SCREENFUL)
    if withholds(session):
        tell_withheld(session, len(search.find(session.store, words, kind=only, reveal=reveal, guarded=True)))
    unguarded = False if withholds(session) else None
    hits = search.find(session.store, words, kind=only, limit=most, reveal=reveal, guarded=unguarded)
    shown = hits[: at_first(session, limit, SCREENFUL)]
    columns = choose(nameless(session, _columns(session)), session.asked.fields)
    columns = with_namesakes(
        session, columns, attrgetter("client_id"), lambda: {hit.client_id for hit in shown if hit.client_id}
    )
    emit(shown, columns, session.form, session.terminal,
         excel=session.asked.excel, empty="nothing was found")  # fmt: skip
    tell_of_others(session, len(shown), len(hits), limit)


def _columns(session: Session) -> list[Column[search.Hit]]:
    handles, initials = Handles(session.store), Initials(session.store)
    told = [Column[search.Hit]("initials", lambda hit: initials[hit.client_id])]
    text = Column[search.Hit]("excerpt", lambda hit: hit.excerpt, "Text", text=True, say=lambda hit: hit.marked)
    day = Column[search.Hit]("date", lambda hit: hit.date, say=lambda hit: hit.date and When.parse(hit.date))
    return [
        Column("id", lambda hit: hit.ref, "Id"),
        *(told if session.asked.names is Names.INITIALS else ()),
        Column("kind", lambda hit: hit.kind),
        Column("client_handle", lambda hit: handles[hit.client_id], "Client"),
        # Programs count on the place of what was there first.
        *((day, text) if session.form is Format.TABLE else (text, day)),
    ]
