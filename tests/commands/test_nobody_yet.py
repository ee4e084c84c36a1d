"""A caseload in which nobody is says at a terminal what to do next, whatever was asked of it."""

import pytest

from caseload.records.kinds import KINDS
from commands.conftest import Quick

NEXT = "nobody is in this caseload yet: caseload client add Ana Ruiz adds somebody"
PAGES = (
    "", "today", "overdue", "agenda", "agenda --heat", "visits", "gaps", "remind", "handover", "digest", "history",
    "find anything", "report caseload", "report capacity", "report outcomes", "report served", "report contacts",
    "report time",
    "report miles", "report retention", "board authorization", "board benefit", "board release", "doctor",
)  # fmt: skip


@pytest.mark.parametrize("line", [*PAGES, *(f"{kind.TABLE} list" for kind in KINDS)])
def test_every_list_and_page_of_an_empty_caseload_says_what_to_do_next(empty: Quick, line: str) -> None:
    ran = empty.answered("", *line.split())
    assert (ran.code, NEXT in ran.err) == (0, True)


def test_it_is_said_to_somebody_at_a_terminal_alone_and_only_until_there_is_something(empty: Quick) -> None:
    """Cron would mail it; --quiet wants nothing said; of a past day there is nothing to be done."""
    assert empty.run("today").err == empty.run("digest").err == ""
    assert empty.answered("", "today", "--quiet").err == ""
    empty("task", "add", "me", "Renew licence")
    assert NEXT not in empty.answered("", "today").err
    empty("undo")
    empty("client", "add", "Bo", "Ng")
    assert NEXT not in empty.answered("", "client", "list").err
