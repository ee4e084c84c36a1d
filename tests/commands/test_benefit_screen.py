"""`benefit screen`: a household against the poverty guidelines, and the limits that are known; never a decision."""

import json
from pathlib import Path

import pytest
from conftest import Program
from terminal import on_terminal

NO_DECISION = "No decision: apply, or check with the agency. Programmes count household and income otherwise."

PAGE = """\
Benefits for Ana Ruiz · c1
on 2026-11-25

Reckoned
  household   3, as ana-ruiz says
  income      $21,450.00 a year, $1,787.50 a month, as recorded on 2026-11-25 from 1 source
  of poverty  78.5% by the guideline of 2026
  guideline   $27,320.00 a year for 3: 2026, the 48 states and DC (ana-ruiz is in OH); 91 FR 1797, verified; in effect \
from 2026-01-13, one source

Programmes
  medicaid  no limit known here; rules.toml [limit.medicaid] takes yours
  snap      no limit known here; rules.toml [limit.snap] takes yours
  ssi       no limit known here; rules.toml [limit.ssi] takes yours
  ssdi      no limit known here; rules.toml [limit.ssdi] takes yours
  tanf      no limit known here; rules.toml [limit.tanf] takes yours
  housing   no limit known here; rules.toml [limit.housing] takes yours

No decision: apply, or check with the agency. Programmes count household and income otherwise.
"""

LIMITS = """\
[limit.snap]
percent = 130
year = 2026
source = "state manual 4.1"

[[limit.medicaid]]
percent = 138
year = 2025
for = "adults"
source = "agency bulletin"

[[limit.medicaid]]
percent = 75.5
year = 2026
for = "parents"
source = "agency bulletin"

[limit.heating-aid]
percent = 60
year = 2027
source = "leaflet"
"""


@pytest.fixture
def ana(nobody: Program) -> Program:
    """Ana of three persons in Ohio, with wages."""
    nobody("init")
    nobody("client", "add", "Ana", "Ruiz")
    nobody("client", "edit", "ana", "--household-size", "3", "--state", "OH")
    nobody("income", "add", "ana", "Wages", "--amount", "412.50", "--per", "week", "--from", "2026-03-02")
    return nobody


def placed(program: Program, text: str) -> Path:
    place = program.home / "config" / "caseload" / "rules.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def rows(program: Program, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(program("benefit", "screen", *words, "--json"))
    return found


def told(program: Program, *words: str) -> str:
    return program.run("benefit", "screen", *words).err


def test_a_page_says_what_was_reckoned_and_that_no_limit_is_known(ana: Program) -> None:
    assert ana("benefit", "screen", "ana") == PAGE


def test_a_household_is_screened_against_the_guideline_of_either_year(ana: Program) -> None:
    for year, percent, guideline, source in ((2025, 80.5, 26650, "90 FR 5917"), (2026, 78.5, 27320, "91 FR 1797")):
        for row in rows(ana, "ana", "--year", f"{year}"):
            assert [row[key] for key in ("year", "percent", "guideline", "guideline_source", "mark", "area")] == [
                year, percent, guideline, source, "verified", "contiguous",
            ]  # fmt: skip
            assert (row["answer"], row["size"], row["yearly"]) == ("no-limit-known", 3, 21450)
    assert "80.5% by the guideline of 2025" in ana("benefit", "screen", "ana", "--year", "2025")


@pytest.mark.parametrize("columns", [50, 80, 120])
def test_on_a_terminal_nothing_is_cut(ana: Program, columns: int) -> None:
    placed(ana, LIMITS)
    seen = on_terminal(ana, "benefit", "screen", "ana", columns=columns, env={"NO_COLOR": "1", "PAGER": "cat"}).plain
    assert "…" not in seen
    assert max(map(len, seen.splitlines())) <= columns
    assert "no limit known here; rules.toml [limit.housing] takes yours" in " ".join(seen.split())
    assert NO_DECISION in " ".join(seen.split())


def test_nothing_is_written(ana: Program) -> None:
    before = ana.fingerprint
    ana("benefit", "screen", "ana", "--household", "2", "--income", "900", "--per", "two-weeks")
    assert ana.fingerprint == before


def test_a_limit_of_the_users_is_said_with_its_source_and_the_year_it_goes_by(ana: Program) -> None:
    placed(ana, LIMITS)
    found = rows(ana, "ana")
    said = {(row["programme"], row["whom"]): (row["answer"], row["said"], row["year"]) for row in found}
    assert said["snap", None] == (
        "may-be-eligible", "may be eligible, because 78.5% of poverty in 2026 is at most 130%", 2026,
    )  # fmt: skip
    assert said["medicaid", "adults"] == (
        "may-be-eligible", "may be eligible, because 80.5% of poverty in 2025 is at most 138%", 2025,
    )  # fmt: skip
    assert said["medicaid", "parents"] == (
        "above-limit", "78.5% of poverty in 2026 is above 75.5%: check what the agency leaves out", 2026,
    )  # fmt: skip
    assert said["heating-aid", None] == (
        "no-limit-known", "no limit known here: 60% of 2027, and there is no guideline of 2027", None,
    )  # fmt: skip
    assert said["tanf", None][0] == "no-limit-known"
    assert ("medicaid", None) not in said
    page = ana("benefit", "screen", "ana")
    assert "is at most 130%; state manual 4.1 (rules.toml, line 1)" in page
    assert "medicaid, adults" in page


@pytest.mark.parametrize(
    ("income", "word", "said"),
    [
        ("20748.00", "may-be-eligible", "may be eligible, because 130.0% of poverty in 2026 is at most 130%"),
        ("20748.01", "above-limit", "130.0% of poverty in 2026 is a little above 130%: check how the agency rounds"),
        ("20770", "above-limit", "130.1% of poverty in 2026 is above 130%: check what the agency leaves out"),
        ("0", "may-be-eligible", "may be eligible, because 0.0% of poverty in 2026 is at most 130%"),
    ],
)
def test_at_a_limit_a_cent_counts(ana: Program, income: str, word: str, said: str) -> None:
    placed(ana, LIMITS)
    found = rows(ana, "ana", "--household", "1", "--income", income, "--per", "year")
    assert [(row["answer"], row["said"]) for row in found if row["programme"] == "snap"] == [(word, said)]


def test_a_limit_holds_from_and_until_its_days(ana: Program) -> None:
    placed(ana, LIMITS.replace("percent = 130\n", "percent = 130\nfrom = 2026-12-01\n"))
    answers = {row["programme"]: row["answer"] for row in rows(ana, "ana")}
    assert answers["snap"] == "no-limit-known"
    answers = {row["programme"]: row["answer"] for row in rows(ana, "ana", "--on", "2026-12-01")}
    assert answers["snap"] == "may-be-eligible"


@pytest.mark.parametrize(
    ("words", "area", "guideline", "percent"),
    [
        (("--area", "ak", "--household", "9"), "AK", 76750, 27.9),
        (("--area", "HI"), "HI", 31420, 68.3),
        (("--area", "contiguous", "--household", "1"), "contiguous", 15960, 134.4),
    ],
)
def test_the_area_may_be_given(ana: Program, words: tuple[str, ...], area: str, guideline: int, percent: float) -> None:
    found = rows(ana, "ana", *words)[0]
    assert (found["area"], found["guideline"], found["percent"]) == (area, guideline, percent)


def test_the_area_is_that_of_the_clients_state(ana: Program) -> None:
    ana("client", "edit", "ana", "--state", "Alaska")
    assert rows(ana, "ana")[0]["area"] == "AK"
    assert "Alaska (ana-ruiz is in Alaska)" in ana("benefit", "screen", "ana")
    ana("client", "edit", "ana", "--clear", "state")
    assert "the 48 states and DC (ana-ruiz has no state)" in ana("benefit", "screen", "ana")


def test_where_there_is_no_guideline_it_says_so_unless_rules_toml_has_one(ana: Program) -> None:
    ana("client", "edit", "ana", "--state", "PR")
    ran = ana.run("benefit", "screen", "ana")
    assert ran.code == 1
    assert (
        "there is no poverty guideline for Puerto Rico, where ana-ruiz lives; --area contiguous, or a row PR" in ran.err
    )
    assert "is Puerto Rico, for which there is no guideline; one of contiguous, AK, HI" in told(
        ana, "ana", "--area", "pr"
    )
    placed(
        ana, "[poverty.2026]\neffective = 2026-01-13\nsource = 'the agency'\nPR = { first = 9000, additional = 3000 }\n"
    )
    found = rows(ana, "ana")[0]
    assert (found["area"], found["percent"], found["mark"]) == ("PR", 143.0, "yours")


@pytest.mark.parametrize(
    ("day", "year", "aged"),
    [
        ("2025-06-30", 2025, False),
        ("2026-01-12", 2025, False),
        ("2026-01-13", 2026, False),
        ("2026-12-31", 2026, False),
        ("2027-01-01", 2026, True),
        ("2027-03-01", 2026, True),
    ],
)
def test_the_newest_guideline_in_effect_counts_and_one_of_an_earlier_year_is_told(
    ana: Program, day: str, year: int, aged: bool
) -> None:
    words = ("ana", "--on", day, "--income", "1000", "--per", "month")
    assert rows(ana, *words)[0]["year"] == year
    line = f"the newest guidelines here are of 2026, older than {day}: rules.toml [poverty.2027] may have those of 2027"
    assert (line in told(ana, *words, "--csv")) is aged
    assert ("he newest guidelines" in ana("benefit", "screen", *words)) is aged


def test_a_newer_guideline_of_rules_toml_counts_from_its_day(ana: Program) -> None:
    placed(
        ana,
        "[poverty.2027]\neffective = 2027-01-15\nsource = 'FR'\ncontiguous = { first = 16300, additional = 5800 }\n",
    )
    assert [rows(ana, "ana", "--on", day)[0]["year"] for day in ("2027-01-14", "2027-01-15")] == [2026, 2027]
    assert "newest" not in told(ana, "ana", "--on", "2027-01-15", "--csv")
    assert "rules.toml, line 4; in effect from 2027-01-15" in ana("benefit", "screen", "ana", "--on", "2027-02-01")


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("--income", "900"), 2, "--per: is missing; --income AMOUNT --per month: how much, and how often"),
        (("--per", "month"), 2, "--income: is missing; --income AMOUNT --per month"),
        (("--income", "-1", "--per", "month"), 2, '--income: "-1" is less than 0; 0 is no income'),
        (("--income", "nan", "--per", "month"), 2, '--income: "nan" is not a number'),
        (("--income", "9.999", "--per", "month"), 2, '--income: "9.999" '),
        (("--income", "9", "--per", "decade"), 2, '--per: "decade" is not accepted; one of'),
        (("--household", "0"), 2, '--household: "0" is less than 1; 1 is the client alone'),
        (("--year", "2024"), 2, '--year: "2024" has no guideline for contiguous; one of 2025, 2026, or'),
        (("--area", "texas"), 2, '--area: "texas" is no area with a guideline; one of contiguous, AK, HI'),
        (("--on", "2024-05-01"), 1, "c1 has no income recorded on 2024-05-01; --income AMOUNT --per month, or"),
        (
            ("--on", "2024-05-01", "--income", "9", "--per", "year"), 1,
            "no guideline here was in effect on 2024-05-01; --year, one of 2025, 2026",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_told_in_one_line(
    ana: Program, words: tuple[str, ...], code: int, line: str
) -> None:
    ran = ana.run("benefit", "screen", "ana", *words)
    assert (ran.code, ran.out) == (code, "")
    assert line in ran.err
    assert ran.err.count("\n") == 1


def test_a_household_of_unknown_size_is_asked_for(ana: Program) -> None:
    ana("client", "edit", "ana", "--clear", "household_size")
    ran = ana.run("benefit", "screen", "ana")
    assert ran.code == 1
    assert (
        "how many live in the household of c1 is not known; --household N, or caseload client edit ana-ruiz" in ran.err
    )
    ana("person", "add", "ana", "Leo", "Ruiz", "--in-household")
    assert rows(ana, "ana")[0]["size"] == 2
    ana("client", "edit", "ana", "--household-size", "4")
    assert "household   4, as ana-ruiz says; 2 are known" in ana("benefit", "screen", "ana")


def test_without_a_terminal_it_is_said_that_nothing_is_decided(ana: Program) -> None:
    assert NO_DECISION in told(ana, "ana", "--csv")
    assert ana("benefit", "screen", "ana", "--fields", "programme,answer", "--csv").splitlines()[:2] == [
        "programme,answer", "medicaid,no-limit-known",
    ]  # fmt: skip


def test_a_mistake_in_rules_toml_is_told_with_its_line(ana: Program) -> None:
    place = placed(ana, "[limit.snap]\npercent = 130\nyear = 2026\n")
    ran = ana.run("benefit", "screen", "ana")
    assert ran.code == 2
    assert f"{place}, line 1: 'source' is missing" in ran.err


def test_a_wrong_word_names_both_ways_to_screen(nobody: Program) -> None:
    ran = nobody.run("screen", "ana")
    assert ran.code == 2
    assert "caseload assess" in ran.err
    assert "caseload benefit screen" in ran.err
