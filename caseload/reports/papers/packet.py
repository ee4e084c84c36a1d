"""A packet of a period: what 42 CFR 441.18(a)(7) has a case record document, for a payer, a court or the client."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from caseload.output.page import Page, Section
from caseload.reports.papers import Desk
from caseload.reports.papers.labelled import held, signed, statement, table
from caseload.reports.papers.packet_client import for_client
from caseload.reports.papers.packet_court import for_court
from caseload.reports.papers.packet_missing import Lacking
from caseload.reports.papers.packet_payer import for_payer
from caseload.reports.papers.packet_records import Packet
from caseload.reports.papers.sheet import sheet


class Reader(StrEnum):
    """For whom the packet is."""

    PAYER = "payer"
    COURT = "court"
    CLIENT = "client"


def words(desk: Desk, packet: Packet, reader: Reader, missing: Sequence[Lacking]) -> Mapping[str, Any]:
    """The words of the packet; what is missing stands first where anything is given."""
    t, day, client = desk.language.labels, desk.language.day, packet.client
    title, sections = _READERS[reader]
    theirs = reader is Reader.CLIENT
    lacks = table(desk, "missing", missing, (
        ("citation", lambda one: one.element), ("what_is_missing", lambda one: one.said),
        ("mended", lambda one: one.command),
    ))  # fmt: skip
    period = f"{t['period']}: {day(packet.first)} {t['to']} {day(packet.last)}"
    said = f"{t['as_of']} {day(desk.now.date())}"
    every = (lacks, *sections(desk, packet), *(() if theirs else (statement(desk),)))
    page = Page(f"{t[title]} {client.name}", f"{period}\n{said}", tuple(held(every)), t["wrong"] if theirs else "")
    return sheet(desk, page, client.ref, signed=() if theirs else signed(desk))


_Sections = Callable[[Desk, Packet], Iterator[Section]]

_READERS: Mapping[Reader, tuple[str, _Sections]] = {
    Reader.PAYER: ("record_of", for_payer),
    Reader.COURT: ("court_report_of", for_court),
    Reader.CLIENT: ("together", for_client),
}
"""The label of its title, its sections."""
