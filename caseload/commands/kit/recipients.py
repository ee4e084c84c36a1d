"""To whom, as it was typed and as people read it."""

from typing import Annotated

import typer

from caseload.records.of.recipient import Addressed, Recipient
from caseload.session import Session
from caseload.store.reads.recipients import called

_HELP = "To whom: a person (pe1), a provider (pr1), or a name or class in words."
To = Annotated[str, typer.Option("--recipient", "--to", metavar="REF|WORDS", help=_HELP)]
OtherTo = Annotated[str | None, typer.Option("--recipient", "--to", metavar="REF|WORDS", help=_HELP)]


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
