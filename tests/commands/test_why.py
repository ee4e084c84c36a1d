"""caseload show --why, overdue --why: every deadline explains itself."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import program_in
from dateutil.relativedelta import relativedelta  # noqa: TID253 - sums that are not the program's own

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record
from caseload.reports.items import PUBLIC
from caseload.reports.rules import RULES, rules_of
from caseload.reports.why import COLUMNS
from commands.conftest import Quick


def settle(program: Quick, text: str) -> Path:
    """A config.toml with that text."""
    path = program.home / "config" / "caseload" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def facts(page: str, heading: str) -> dict[str, str]:
    """The facts under one heading of a page."""
    section = page.split(f"\n{heading}\n", 1)[1].split("\n\n", 1)[0]
    return dict(re.split(r"  +", line.strip(), maxsplit=1) for line in section.splitlines() if line.strip())


def test_a_late_contact_names_its_note_its_interval_its_source_and_the_sum(served: Quick) -> None:
    served("note", "add", "ana", "Talked", "--at", "2026-10-10", "-k", "call", "--sign")
    assert facts(served("show", "c1", "--why"), "c1 · contact") == {
        "stands": "15 days late",
        "because": "last contact 2026-10-10, every 1m",
        "counts from": "n1 occurred 2026-10-10",
        "arithmetic": "2026-10-10 + 1m = 2026-11-10, late after 2026-11-10",
        "shows from": "Tue 2026-11-03, 7d before",
        "rule": "clients who are served; from the last contact made, else opened_on",
        "source": "Dane County WI case-noting rules",
        "set by": "the default",
    }


def test_the_grace_of_a_release_stands_in_its_sum(served: Quick) -> None:
    served("client", "edit", "ana", "--setting", "jail-prison", "--release-on", "2026-11-20")
    found = facts(served("show", "ana", "--why"), "c1 · release")
    assert found["stands"] == "due 5 days ago, not late until 2026-12-20"
    assert found["arithmetic"] == "2026-11-20, late after 2026-11-20 + 30d = 2026-12-20"


@pytest.mark.parametrize(
    ("config", "options", "due", "set_by"),
    [
        ("", [], "2026-11-10", "the default"),
        ('[rules.contact]\nevery = "2w"\n', [], "2026-10-24", "{config}, line 2 (rules.contact.every)"),
        (
            '[rules.contact]\nevery = "2w"\n[rules.contact.acuity]\n3 = "3w"\n4 = "1w"\n', ["--acuity", "4"],
            "2026-10-17", "{config}, line 5 (rules.contact.acuity.4)",
        ),
        ('[rules.contact]\nevery = "2w"\n', ["--contact-every", "3d"], "2026-10-13", "c1 contact_every"),
        (
            '[rules.contact]\nlead = "1d"\n\ngrace = "2d"\n', [], "2026-11-10",
            "{config}, line 2 (rules.contact.lead), {config}, line 4 (rules.contact.grace)",
        ),
    ],
)  # fmt: skip
def test_why_says_where_an_interval_was_configured(
    served: Quick, config: str, options: list[str], due: str, set_by: str
) -> None:
    served("note", "add", "ana", "Talked", "--at", "2026-10-10", "-k", "call", "--sign")
    if options:
        served("client", "edit", "ana", *options)
    path = settle(served, config)
    rows = json.loads(served("show", "ana", "--why", "--json"))
    (row,) = (row for row in rows if row["rule"] == "contact")
    assert (row["due"], row["configured"]) == (due, set_by.format(config=path))


@pytest.mark.parametrize(
    ("before", "rule", "because"),
    [
        (["client", "edit", "ana", "--status", "onhold"], "contact", "c1 is onhold"),
        (["client", "edit", "ana", "--do-not-contact"], "face-to-face", "c1 is marked do not contact"),
        (["client", "close", "ana", "--reason", "moved", "--drop-open"], "contact", "c1 is finished"),
        (["client", "close", "ana", "--reason", "deceased", "--on", "2026-11-01"], "contact", "c1 died on 2026-11-01"),
        (["task", "add", "ana", "Call", "--due", "+3d"], "silent", "t1 is to come"),
        (["note", "add", "ana", "x", "-k", "call", "--reached", "no"], "attempts", "1 of 3 attempts in a row"),
    ],
)
def test_why_says_what_keeps_a_rule_from_counting(served: Quick, before: list[str], rule: str, because: str) -> None:
    served(*before)
    assert facts(served("show", "c1", "--why"), f"c1 · {rule}")["stands"] == f"does not count: {because}"


def test_a_rule_that_is_off_says_where_in_why_and_is_not_late(served: Quick) -> None:
    assert "plan-review" in served("overdue")
    path = settle(served, "[rules.plan-review]\noff = true\n")
    assert "plan-review" not in served("overdue")
    stands = facts(served("show", "p1", "--why"), "p1 · Care · plan-review")["stands"]
    assert stands == f"does not count: the rule is off: {path}, line 2"
    assert "review" not in served("plan", "review", "p1") + served("plan", "list", "--fields", "review_due")


def test_a_clients_why_tells_of_all_that_is_due_for_the_client(served: Quick) -> None:
    served("task", "add", "ana", "Call", "--due", "2026-11-20")
    page = served("show", "ana", "--why")
    assert facts(page, "t1 · Call · task")["arithmetic"] == "2026-11-20, late after 2026-11-20"
    assert facts(page, "p1 · Care · plan-review")["stands"] == "84 days late"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not rules_of(kind, RULES)], ids=lambda kind: kind.TABLE)
def test_a_kind_that_is_never_due_says_so(twofold: Quick, kind: type[Record]) -> None:
    assert "No rule looks at this." in twofold("show", f"{kind.PREFIX}1", "--why")
    assert twofold("show", f"{kind.PREFIX}1", "--why", "--json") == "[]\n"


def test_the_columns_of_why_begin_with_those_of_every_item(served: Quick) -> None:
    assert [column.key for column in COLUMNS[: len(PUBLIC)]] == [column.key for column in PUBLIC]
    plain, explained = (json.loads(served("overdue", *why, "--json")) for why in ([], ["--why"]))
    assert [{key: row[key] for key in plain[0]} for row in explained] == plain


def test_every_late_line_of_the_invented_caseload_explains_itself(tmp_path: Path) -> None:
    program = program_in(tmp_path)
    program("demo", "--db", program.environ["CASELOAD_DB"])
    late = json.loads(program("overdue", "--why", "--json"))
    assert len({row["rule"] for row in late}) >= 6
    for row in late:
        assert all(row[key] for key in ("anchor", "anchored", "opens", "arithmetic", "source", "configured")), row
        assert row["arithmetic"].startswith(row["anchored"])
        assert row["arithmetic"].endswith(row["grace_ends"])
    page = program("overdue", "--why", "--table", env={"COLUMNS": "100"})
    assert page.count("counts from") == len(late)


def test_help_clocks_lists_every_rule_with_its_defaults_and_its_source(served: Quick) -> None:
    table = dict(
        re.findall(
            r"^\| `([a-z-]+)` \| (.*) \|$",
            served("help", "clocks").partition("## What a record lacks")[0],
            re.MULTILINE,
        )
    )
    every = {rule.name: rule.every or "-" for rule in RULES}
    assert {name: cells.split(" | ")[2] for name, cells in table.items()} == every
    for rule in RULES:
        looks_at, counts_from, _, lead, grace, source = table[rule.name].split(" | ")
        assert (looks_at, counts_from, lead, grace, source) == (
            rule.looks_at, rule.counts_from, rule.lead, rule.grace, rule.source,
        )  # fmt: skip


EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "spreadsheet"
NOW = datetime(2026, 11, 25, 9)


@pytest.fixture(scope="module")
def spreadsheet(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The caseload of docs/import.md: a case manager's spreadsheet, taken in whole."""
    program = Quick(*made_empty(tmp_path_factory.mktemp("spreadsheet")))
    for kind in ("client", "goal", "task", "appointment", "note"):
        place = EXAMPLES / f"{kind}s"
        program("import", kind, f"{place}.csv", "--map-file", f"{place}.toml")
    return program


def made_empty(home: Path) -> tuple[Path, dict[str, str]]:
    program = program_in(home)
    program("init")
    return program.home, program.environ


def every_record(program: Quick) -> dict[str, dict[str, Any]]:
    """Every record by its typed id, as export all has them."""
    tables = json.loads(program("export", "all"))
    return {row["id"]: row for rows in tables.values() if isinstance(rows, list) for row in rows}


def end_of(moment: str) -> datetime:
    """When something is late: its minute, or the end of its day."""
    parsed = datetime.fromisoformat(moment)
    return parsed if "T" in moment else parsed + timedelta(days=1)


def test_the_spreadsheets_overdue_list_is_explained_line_by_line(spreadsheet: Quick) -> None:
    """Each anchor is the record's own field, each sum comes out by another's arithmetic, each end has passed."""
    records = every_record(spreadsheet)
    late = json.loads(spreadsheet("overdue", "--why", "--json"))
    assert len(late) > 80
    units = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
    for row in late:
        ref, field = row["anchor"].split()
        assert str(records[ref][field]).startswith(row["anchored"]), row
        if row["every"]:
            step = relativedelta(**{units[row["every"][-1]]: int(row["every"][:-1])})  # type: ignore[arg-type]
            day = date.fromisoformat(row["anchored"][:10]) + step
            assert str(day) == row["due"], row
        else:
            assert row["due"] == row["anchored"], row
        assert end_of(row["grace_ends"]) <= NOW, row
        assert row["days_late"] == (NOW.date() - date.fromisoformat(row["grace_ends"][:10])).days, row


def test_nothing_late_is_missing_from_the_spreadsheets_list(spreadsheet: Quick) -> None:
    """Counted again from the exported rows, without any of the program's rules."""
    records = every_record(spreadsheet)
    late = {(row["id"], row["rule"]) for row in json.loads(spreadsheet("overdue", "--json"))}
    of_kind = {kind: [row for ref, row in records.items() if re.fullmatch(rf"{kind}\d+", ref)] for kind in "ctan"}
    tasks = {(row["id"], "task") for row in of_kind["t"] if row["status"] == "ready" and row["due"]
             and end_of(row["due"]) <= NOW}  # fmt: skip
    visits = {(row["id"], "appointment") for row in of_kind["a"] if row["status"] == "booked"
              and end_of(row["starts"]) + timedelta(minutes=row["minutes"] or 0) <= NOW}  # fmt: skip
    month = relativedelta(months=1)
    unheard = set()
    for client in of_kind["c"]:
        if client["status"] != "active" or client["died_on"]:
            continue
        made = [row["occurred"][:10] for row in of_kind["n"] if row["client"] == client["id"]
                and row["reached"] == "yes"
                and row["occurred"][:10] <= "2026-11-25"]  # fmt: skip
        last = max([*made, client["opened_on"]])
        if date.fromisoformat(last) + month < NOW.date():
            unheard.add((client["id"], "contact"))
    assert tasks | visits | unheard == {pair for pair in late if pair[1] in ("task", "appointment", "contact")}
    assert len(tasks) > 30
    assert len(unheard) > 5


def test_why_tells_of_a_lead_made_longer_and_of_an_interval_that_is_not_the_configured_one(served: Quick) -> None:
    served("client", "add", "Cy", "Ito", "--face-to-face-every", "6m", "--release-on", "2028-02-29")
    page = served("show", "cy", "--why")
    shows = facts(page, "c3 · release")["shows from"]
    assert shows == "Fri 2027-12-31, 30d before, and 30d more because the date may move"
    assert facts(page, "c3 · face-to-face")["set by"] == "the default for the first, 30d"
    served("client", "edit", "cy", "--face-to-face-every", "1w")
    assert facts(served("show", "cy", "--why"), "c3 · face-to-face")["set by"] == "c3 face_to_face_every"
