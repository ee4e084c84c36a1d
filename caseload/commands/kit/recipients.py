"""To whom, as it was typed and as people read it."""

from typing import Annotated

import typer

from caseload.records.of.recipient import Addressed, Recipient
from caseload.records.person import Person
from caseload.session import Session
from caseload.store.reads.recipients import address_of, called, name_of, named, spelled

_HELP = "To whom: a person (pe1), a provider (pr1), or a name or class in words."
To = Annotated[str, typer.Option("--recipient", "--to", metavar="REF|WORDS", help=_HELP)]
OtherTo = Annotated[str | None, typer.Option("--recipient", "--to", metavar="REF|WORDS", help=_HELP)]

OfTo = Annotated[
    str | None,
    typer.Option("--recipient", "--to", metavar="REF|WORDS", help="To whom: pe1, pr1, words, or what one is called."),
]


def of_recipient(session: Session, kind: type[Addressed], text: str | None) -> None:
    """Have a list show what is to that recipient alone, beside what --where asks; a name means its bearers, too."""
    if text is None:
        return
    to = Recipient.parse(text)
    refs = [to.called] if to.words is None else named(session.store, to.words)
    each = [f"{_field_of(ref)} = {ref}" for ref in refs]
    words = spelled(session.store, kind, to.words) if to.words is not None else []
    each += ['recipient = "{}"'.format(one.replace('"', '""')) for one in words]
    asked = session.asked.filters
    where = f"({' or '.join(each)})"
    session.asked.filters = asked._replace(where=f"({asked.where}) and {where}" if asked.where else where)


def _field_of(ref: str) -> str:
    """The field of a recipient that holds such a typed id."""
    return "person" if ref.startswith(Person.PREFIX) else "provider"


def keep_recipient(session: Session, text: str | None) -> None:
    """Have the recipient that was typed among what was typed; raises Invalid for an id of another kind."""
    if text is not None:
        to = Recipient.parse(text)
        session.asked.typed |= {
            "person_id": None if to.person_id is None else to.called,
            "provider_id": None if to.provider_id is None else to.called,
            "recipient": to.words,
        }


def to_said(session: Session, record: Addressed) -> str | None:
    """Who a recipient named by id is, as a confirmation says it; words say it themselves."""
    return None if record.recipient is not None else f"to {called(session.store, record.to)}"


def lines_of(session: Session) -> list[str]:
    """The lines of the address of whom a letter is to, by name; none where that is the client."""
    typed = session.asked.typed.get("to")
    if typed is None:
        return []
    to = Recipient.parse(typed)
    if to.words == "client":
        return []
    return [one for one in (name_of(session.store, to), address_of(session.store, to)) if one]
