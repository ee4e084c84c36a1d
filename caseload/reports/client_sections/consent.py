"""What a client allows to be disclosed, as long as it holds or is being drawn up."""

from collections.abc import Iterator

from caseload.output.column import Column
from caseload.records.consent import Consent, closed
from caseload.reports.client_sections import Asked, Shown
from caseload.reports.consented import called
from caseload.store.reads.consents import open_consents_of_client
from caseload.store.reads.recipients import called as recipient_called


def shown(asked: Asked) -> Shown:
    """Each consent: to whom, for what, what it covers, until when; or why it opens no gate."""
    names = called(asked.store, asked.client.id)

    def parts(one: Consent) -> Iterator[str]:
        yield ", ".join(one.data_classes)
        if why_not := closed(one, asked.now.date(), names):
            yield f"opens no gate: {why_not}"
        elif one.expires_event and not one.expires_on:
            yield f"until {one.expires_event}"

    columns = (
        Column[Consent]("id", lambda one: one.ref),
        Column[Consent]("kind", lambda one: one.kind),
        Column[Consent]("until", lambda one: one.expires_on and f"until {one.expires_on}"),
        Column[Consent]("to", lambda one: recipient_called(asked.store, one.to), text=True),
        Column[Consent]("purpose", lambda one: one.purpose, text=True),
        Column[Consent]("covers", lambda one: " · ".join(filter(None, parts(one))), text=True),
    )
    return Shown("Consents", open_consents_of_client(asked.store, asked.client.id), columns)
