"""caseload report, and the agenda as a map: the page, the rows behind it, and what config.toml changes."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from commands.conftest import Quick, once

PAGE = Path(__file__).parents[2] / "docs" / "capacity.md"
LINES = ("report caseload", "report capacity", "agenda --heat")


def configured(program: Quick, text: str) -> Quick:
    folder = program.home / "config" / "caseload"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(text, "utf-8")
    return program


@once
def busy(served: Quick) -> Quick:
    """Nine hours booked within the week, three of them twice: Ana Ruiz of acuity 4, Bo Ng of none, a training."""
    served("client", "edit", "ana", "--acuity", "4")
    served("appointment", "add", "ana", "Court", "--at", "2026-11-26T09:00", "--minutes", "480")
    served("appointment", "add", "me", "Training", "--at", "2026-11-26T14:00", "--minutes", "240")
    served("appointment", "add", "bo", "Visit", "--at", "2026-11-27T09:00")
    return served


@pytest.mark.parametrize("line", LINES)
def test_the_rows_have_the_headers_that_the_page_promises(busy: Quick, line: str) -> None:
    promised = dict(
        re.findall(r"^### ([\w -]+)$.*?^```\n(.*?)\n```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )
    assert list(promised) == list(LINES)
    assert busy(*line.split(), "--csv").splitlines()[0] == promised[line]
    assert list(json.loads(busy(*line.split(), "--json"))[0]) == promised[line].split(",")


@pytest.mark.parametrize("line", LINES)
def test_an_empty_caseload_has_pages_too(empty: Quick, line: str) -> None:
    ran = empty.run(*line.split())
    assert (ran.code, ran.err) == (0, "")
    assert re.search("No client is open|nobody served|Nothing falls in these weeks", ran.out)


def test_more_clients_are_in_the_totals_and_not_in_the_rows(busy: Quick) -> None:
    alone = busy("report", "caseload")
    with_more = busy("report", "caseload", "--add", "3@2", "--add", "1@4")
    said = "With 3 more of acuity 2, 1 more of acuity 4: 15 points (now 5), 6 served (now 2).\n"
    assert with_more.replace(said, "") == alone != with_more


def test_a_program_gets_the_same_rows_and_the_totals_stand_beside_them(busy: Quick) -> None:
    ran = busy.run("report", "caseload", "--add", "3@2", "--csv")
    assert ran.out == busy("report", "caseload", "--csv")
    assert ran.err == "With 3 more of acuity 2: 11 points (now 5), 5 served (now 2).\n"


def test_what_is_added_must_be_a_number_at_an_acuity(busy: Quick) -> None:
    ran = busy.run("report", "caseload", "--add", "3@5")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith('caseload: --add: "3@5" is not a number of clients at an acuity; try 3@2')


def test_weights_come_from_the_config(busy: Quick) -> None:
    assert "· 5 points" in busy("report", "caseload")
    configured(busy, "[capacity.weights]\n1 = 0.5\n4 = 6\n")
    assert "· 6.5 points" in busy("report", "caseload")
    assert busy("report", "caseload", "--fields", "handle,points").splitlines() == ["ana-ruiz\t6", "bo-ng\t0.5"]


def test_without_hours_none_are_assumed_and_the_page_says_how_to_set_them(busy: Quick) -> None:
    page = busy("report", "capacity")
    assert "hours = 37.5 under [capacity] in config.toml" in page
    assert "%" not in page.partition("Booked hours")[2]
    assert {row["available_hours"] for row in csv.DictReader(io.StringIO(busy("report", "capacity", "--csv")))} == {""}


def test_hours_are_compared_with_the_week_of_the_config_and_over_is_said(busy: Quick) -> None:
    configured(busy, "[capacity]\nhours = 6\n")
    page = busy("report", "capacity")
    assert re.search(r"1 week .* 9 h +6 h +3 +██████████ +150%, over\n", page)
    assert re.search(r"2 weeks .* 9 h +12 h +3 +████████░░ +75%\n", page)
    assert "1 appointment without a length: not in the hours" in page
    assert "1 overlaps an earlier one: the time counts once" in page
    rows = list(csv.reader(io.StringIO(busy("report", "capacity", "--csv"))))[1:]
    assert rows[0] == ["1", "2026-12-01", "9", "6", "150", "3", "1", "1"]
    assert rows[2] == ["4", "2026-12-22", "9", "24", "37.5", "3", "1", "1"]


def test_a_closed_client_is_no_load_and_an_open_one_who_waits_is_on_the_board_without_points(busy: Quick) -> None:
    busy("client", "close", "bo", "--reason", "moved", "--drop-open")
    busy("client", "add", "Eli", "Fox", "--status", "waitlist", "--acuity", "4")
    rows = json.loads(busy("report", "caseload", "--json"))
    assert [(row["handle"], row["status"], row["points"]) for row in rows] == [
        ("ana-ruiz", "active", 4), ("eli-fox", "waitlist", 0),
    ]  # fmt: skip


def test_a_map_has_its_own_weeks_and_refuses_others(busy: Quick) -> None:
    ran = busy.run("agenda", "--heat", "--due", "month")
    assert (ran.code, ran.err) == (
        2,
        "caseload: --heat: always shows eight weeks on a map; leave --due and --ics out\n",
    )


def test_a_map_of_one_client_counts_that_clients_days_alone(busy: Quick) -> None:
    rows = json.loads(busy("agenda", "bo", "--heat", "--json"))
    assert [(row["day"], row["without_minutes"]) for row in rows if row["appointments"]] == [("2026-11-27", 1)]


def test_a_map_carries_its_numbers_and_its_legend_in_words(busy: Quick) -> None:
    page = busy("agenda", "--heat")
    assert re.search(r"^  Nov 23 .*>", page, re.MULTILINE)
    assert re.search(r"most on \w{3} \d{4}-\d\d-\d\d: \d", page)
    assert page.splitlines()[-1].startswith("· nothing, ░ 1")
