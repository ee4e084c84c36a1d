"""A client's one-page file on paper; for someone else without what is your own of it."""

from collections.abc import Mapping
from typing import Any

from caseload.output.page import Facts, Listing, Section
from caseload.records.client import Client
from caseload.reports.client_file import OPEN, client_page
from caseload.reports.papers import Desk
from caseload.reports.papers.sheet import sheet

_YOURS = frozenset(("Linked", "Due", "Fields of your own", "Remarks"))
"""Sections that are your own, or that no law is named for."""

_UNMARKED = frozenset(("referred by", "destination", "tags", "legal hold"))
"""Facts of a client that may tell what a law guards, and have no mark that says so."""


def words(desk: Desk, client: Client) -> Mapping[str, Any]:
    """The words of the file."""
    page = client_page(
        desk.store, client, desk.now, desk.rules, reveal=desk.reveal, stays_out=desk.stays_out,
        with_due=not desk.for_others, limit=0 if desk.for_others else OPEN,
    )  # fmt: skip
    if desk.for_others:
        page = page._replace(sections=tuple(_for_others(one) for one in page.sections if one.heading not in _YOURS))
    said = f"as of {desk.language.day(desk.now.date())}"
    return sheet(desk, page._replace(subtitle=" · ".join(filter(None, (page.subtitle, said)))), client.ref)


def _for_others(section: Section) -> Section:
    """The section without what is unmarked, and without counts of what is not shown."""
    section, body = section._replace(note=""), section.body
    if isinstance(body, Facts):
        return section._replace(body=Facts(tuple(pair for pair in body.pairs if pair[0] not in _UNMARKED)))
    return section._replace(body=body._replace(unread=0, rest="")) if isinstance(body, Listing) else section
