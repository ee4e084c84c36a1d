"""docs/formats.md says of every command that shows records which filters it takes; overdue and agenda take theirs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caseload.commands.kit.options import LISTED
from caseload.commands.root import COMMANDS, root
from caseload.records.kinds import KINDS
from caseload.reports.items import PUBLIC
from commands.conftest import Quick, once

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
FILTERS = {f"--{name}" for name in LISTED}


def promised() -> dict[str, set[str]]:
    """The filters that the page promises, by command; KIND stands for every kind that is not named itself."""
    section = PAGE.read_text("utf-8").split("| command | takes |")[1].split("\n\n")[0]
    rows = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| `")]
    found: dict[str, set[str]] = {}
    for commands, takes in rows:
        of_it = set(re.findall(r"`(--[\w-]+)`", takes.partition(";")[0]))
        for command in re.findall("`([^`]+)`", commands):
            kinds = [kind.TABLE for kind in KINDS] if command.startswith("KIND ") else [""]
            found = (
                {command.replace("KIND", kind): of_it for kind in kinds}
                | found
                | ({} if kinds != [""] else {command: of_it})
            )
    return found


def shown() -> Iterator[tuple[str, set[str]]]:
    """Every command that takes -o, with the filters it takes."""
    group = root()
    with group.make_context("caseload", [], resilient_parsing=True) as context:
        for name in COMMANDS:
            command: Any = group.get_command(context, name)
            for verb, one in getattr(command, "commands", {"": command}).items():
                options = {option for param in one.params for option in param.opts}
                if "-o" in options:
                    yield f"{name} {verb}".strip(), options & FILTERS


def test_the_page_says_of_every_command_that_shows_records_which_filters_it_takes() -> None:
    assert promised() == dict(shown())


def test_every_page_and_list_takes_a_file() -> None:
    named = {name for name, _ in shown()}
    assert named >= {"today", "overdue", "agenda", "digest", "show", "find", "history", "sql", "doctor", "export"}


@once
def late(served: Quick) -> Quick:
    """Of Ana (tagged court): t1 late by 5 days, urgent; t2 by 2; of Bo: t3 by 10; of nobody: t4 by 1; t5 on Friday."""
    served("client", "edit", "ana", "--tag", "court")
    served("task", "add", "ana", "Call", "--due", "2026-11-20", "-p", "urgent")
    served("task", "add", "ana", "Write", "--due", "2026-11-23")
    served("task", "add", "bo", "Visit", "--due", "2026-11-15")
    served("task", "add", "me", "Renew", "--due", "2026-11-24")
    served("task", "add", "ana", "Lease", "--due", "fri")
    return served


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", "t3 t1 t2 t4"),
        ("--client ana", "t1 t2"),
        ("--tag court", "t1 t2"),
        ("--tag court --tag other", ""),
        ("--due 2026-11-20..2026-11-23", "t1 t2"),
        ("--due ..2026-11-15", "t3"),
        ("--limit 2", "t3 t1"),
        ("--limit 0", ""),
        ("--sort -due", "t4 t2 t1 t3"),
        ("--sort -id", "t4 t3 t2 t1"),
        ("--sort days_late", "t4 t2 t1 t3"),
        ("--sort -priority,-due", "t1 t4 t2 t3"),
        ("--sort client_handle --sort -due", "t4 t2 t1 t3"),
        ("--sort client,id --limit 3", "t4 t1 t2"),
        ("--by client", "t1 t2 t3 t4"),
    ],
)
def test_what_is_late_is_filtered_and_sorted(late: Quick, words: str, found: str) -> None:
    assert late("overdue", "--kind", "task", *words.split(), "--ids").split() == found.split()


@pytest.mark.parametrize("column", [column.key for column in PUBLIC])
def test_what_is_late_is_sorted_by_each_of_its_columns_whatever_is_empty(late: Quick, column: str) -> None:
    upwards, downwards = (late("overdue", "--sort", sign + column, "--json") for sign in ("", "-"))
    first, last = ([one[column] for one in json.loads(text)] for text in (upwards, downwards))
    assert first == last[::-1]
    assert len(first) > 4


def test_what_is_late_is_explained_only_for_what_is_left(late: Quick) -> None:
    assert len(json.loads(late("overdue", "--tag", "court", "--kind", "task", "--why", "--json"))) == 2
    assert late.run("overdue", "--due", "none", "--exit-code").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("overdue --sort colour", "days_late"),
        ("overdue --sort due --by client", "cannot stand beside"),
        ("overdue ana --client bo", "CLIENT or --client"),
        ("agenda ana --client bo", "CLIENT or --client"),
        ("agenda --heat --tag court", "leave --tag"),
        ("agenda --ics --limit 3", "leave --tag"),
    ],
)
def test_what_cannot_be_is_refused(late: Quick, words: str, said: str) -> None:
    ran = late.run(*words.split())
    assert (ran.code, ran.out, said in ran.err) == (2, "", True)


def test_the_agenda_is_of_a_client_of_a_tag_and_of_so_many(late: Quick) -> None:
    late("task", "add", "bo", "Ride", "--due", "fri")
    assert late("agenda", "--ids").split() == ["t5", "t6"]
    assert late("agenda", "--client", "bo", "--ids") == "t6\n"
    assert late("agenda", "--tag", "court", "--ids") == "t5\n"
    assert late("agenda", "--limit", "1", "--ids") == "t5\n"
    count = len(late("overdue", "--tag", "court").splitlines())
    assert f"\n{count} late before" in late("agenda", "--tag", "court", "--plain")
    assert "SUMMARY" not in late("agenda", "--ics", "--client", "bo")
