"""What counts by the law's table, as rules.toml has it: from outside, on benefits and appeals."""

import csv
import io
from pathlib import Path

import pytest
from conftest import Program

EXPANSION = "[clock.medicaid-renewal-expansion]\non = true\n"


@pytest.fixture
def ana(nobody: Program) -> Program:
    nobody("init")
    nobody("client", "add", "Ana", "Ruiz")
    return nobody


def placed(program: Program, text: str) -> Path:
    place = program.home / "config" / "caseload" / "rules.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def due(program: Program, ref: str, rule: str, day: str = "2026-11-25") -> dict[str, str]:
    """What a rule says of a record on a day."""
    said = program("show", ref, "--why", "--csv", env={"CASELOAD_NOW": f"{day}T09:00"})
    return next(row for row in csv.DictReader(io.StringIO(said)) if (row["id"], row["rule"]) == (ref, rule))


@pytest.mark.parametrize(
    ("decided", "renewal", "sooner"),
    [
        ("2025-12-15", "2026-12-15", "2026-12-15"),
        ("2026-01-15", "2027-01-15", "2027-01-15"),
        ("2026-07-15", "2027-07-15", "2027-01-15"),
    ],
)
def test_a_renewal_in_2026_and_one_in_2027_go_each_by_its_own_rule(
    ana: Program, decided: str, renewal: str, sooner: str
) -> None:
    words = ("--category", "expansion", "--status", "approved", "--decided-on", decided, "--effective", decided)
    ana("benefit", "add", "ana", "Medicaid", *words)
    said = due(ana, "b1", "benefit-renewal")
    assert said["due"] == renewal
    assert "once rules.toml says so" in said["source"]
    place = placed(ana, EXPANSION)
    said = due(ana, "b1", "benefit-renewal")
    assert said["due"] == sooner
    assert "once rules.toml says so" not in said["source"]
    assert (f"{place}, line 1" in said["source"]) is (renewal != sooner)


def test_a_figure_of_rules_toml_counts_and_why_names_its_source(ana: Program) -> None:
    ana("benefit", "add", "ana", "Medicaid", "--status", "approved", "--effective", "2026-03-01")
    ana("benefit", "close", "b1", "--reason", "x", "--notice-on", "2026-11-20", "--effective", "2026-12-01")
    assert due(ana, "ap1", "appeal")["due"] == "2027-02-18"
    place = placed(ana, "[clock.medicaid-hearing]\ncount = '60d'\nsource = 'state rule 123-4'\n")
    said = due(ana, "ap1", "appeal")
    assert (said["due"], said["arithmetic"].partition(",")[0]) == ("2027-01-19", "2026-11-20 + 60d = 2027-01-19")
    assert said["source"] == f"state rule 123-4; {place}, line 1; check the notice"
    ana("appeal", "edit", "ap1", "--deadline", "2027-01-04")
    said = due(ana, "ap1", "appeal")
    assert said["due"] == "2027-01-04"
    assert "printed on the notice" in said["source"]


OWN = """\
[clock.tanf-decision]
label = "TANF decision"
count = "30d"
anchor = "applied_on"
source = "state rule 1"

[clock.tanf-verify]
label = "TANF verification"
count = "10d"
anchor = "asked_on"
source = "state rule 2"

[clock.tanf-renewal]
label = "TANF renewal"
count = "6m"
anchor = "decided_on"
source = "state rule 3"

[clock.tanf-hearing]
label = "TANF hearing"
count = "60d"
anchor = "notice_on"
source = "state rule 4"

[clock.tanf-aid-continuing]
label = "TANF goes on"
count = "10d"
anchor = "notice_on"
source = "state rule 5"

[clock.tanf-hearing-decision]
label = "TANF hearing decided"
count = "90d"
anchor = "filed_on"
source = "state rule 6"
"""


def test_a_programme_without_federal_days_has_those_of_rules_toml(ana: Program) -> None:
    ana("benefit", "apply", "ana", "TANF", "--on", "2026-11-02")
    assert "no law of the table sets a day" in due(ana, "b1", "benefit-decision")["reason"]
    placed(ana, OWN)
    assert due(ana, "b1", "benefit-decision")["due"] == "2026-12-02"
    ana("benefit", "ask", "b1", "Rent receipt", "--on", "2026-11-20")
    assert due(ana, "vf1", "verification")["due"] == "2026-11-30"
    ana("benefit", "approve", "b1", "--on", "2026-11-24")
    assert due(ana, "b1", "benefit-renewal")["due"] == "2027-05-24"
    ana("benefit", "close", "b1", "--reason", "x", "--notice-on", "2026-11-24", "--effective", "2026-12-31")
    assert due(ana, "ap1", "appeal")["due"] == "2027-01-23"
    assert due(ana, "ap1", "aid-continuing")["due"] == "2026-12-04"
    ana("appeal", "file", "ap1", "--on", "2026-11-25")
    assert due(ana, "ap1", "appeal-decision")["due"] == "2027-02-23"


@pytest.mark.parametrize(
    ("name", "category", "applied", "covered"),
    [
        ("Medicaid", "expansion", "2026-11-20", "2026-08-01"),
        ("Medicaid", "magi", "2026-11-20", "2026-08-01"),
        ("Medicaid", "expansion", "2027-01-04", "2026-12-01"),
        ("Medicaid", "magi", "2027-01-04", "2026-11-01"),
        ("SNAP", "magi", "2026-11-20", ""),
    ],
)
def test_an_application_says_from_which_day_bills_may_be_covered(
    ana: Program, name: str, category: str, applied: str, covered: str
) -> None:
    words = ("benefit", "apply", "ana", name, "--category", category, "--on", applied)
    ran = ana.run(*words, env={"CASELOAD_NOW": "2027-01-05T09:00"})
    assert ran.code == 0
    if covered:
        told = f"bills from {covered} on may be covered, if that is asked for: P.L. 119-21 s.71112, one source"
        assert told in ran.err
        assert "check the notice" in ran.err
    else:
        assert "bills" not in ran.err


def test_rules_toml_is_read_only_where_a_record_asks_for_a_deadline(ana: Program) -> None:
    place = placed(ana, "[clock.medicaid-hearing]\ncount = '60d'\n")
    ana("task", "add", "ana", "Call", "--due", "today")
    assert "Call" in ana("today")
    ana("benefit", "add", "ana", "SNAP", "--status", "applied", "--applied-on", "2026-11-20")
    ran = ana.run("today")
    assert (ran.code, ran.out) == (2, "")
    assert f"{place}, line 1: 'source' is missing" in ran.err


def test_a_programme_that_only_the_user_knows_has_the_days_of_rules_toml(ana: Program) -> None:
    placed(ana, OWN.replace("tanf-", "child-care-"))
    ana("benefit", "apply", "ana", "Child care", "--on", "2026-11-02")
    assert due(ana, "b1", "benefit-decision")["due"] == "2026-12-02"
    ana("benefit", "deny", "b1", "--reason", "x", "--notice-on", "2026-11-24")
    assert due(ana, "ap1", "appeal")["due"] == "2027-01-23"
    assert "appeal without a day" not in ana("today")


def test_a_plan_decides_on_a_request_by_the_day_that_rules_toml_confirms(ana: Program) -> None:
    ana("coverage", "add", "ana", "Medicaid managed care")
    ana("authorization", "add", "ana", "Counseling", "--coverage", "cv1", "--requested-on", "2026-11-10")
    assert "rules.toml turns it on" in due(ana, "au1", "authorization-decision")["reason"]
    placed(ana, "[clock.mco-auth-standard]\non = true\n")
    assert due(ana, "au1", "authorization-decision")["due"] == "2026-11-17"
    assert "no decision, requested 2026-11-10: call the payer" in ana("today")


def test_recovery_of_an_overpayment_is_asked_about_once_rules_toml_confirms(ana: Program) -> None:
    placed(ana, "[clock.ssa-overpayment-30]\non = true\n")
    ana("benefit", "add", "ana", "SSDI", "--status", "approved")
    said = ana.run("appeal", "add", "b1", "--action", "overpayment", "--notice-on", "2026-11-20").err
    assert "ask before recovery starts by Sun 2026-12-20" in said
    assert due(ana, "ap1", "aid-continuing")["due"] == "2026-12-20"


def test_what_no_law_has_decided_by_is_asked_about_by_the_interval_of_config(ana: Program) -> None:
    ana("benefit", "apply", "ana", "SSI", "--on", "2026-06-01")
    assert "waits since 2026-06-01" not in ana("today")
    place = ana.home / "config" / "caseload" / "config.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text('[rules.benefit-standing]\nevery = "90d"\n[rules.appeal-standing]\nevery = "60d"\n')
    assert "waits since 2026-06-01: ask" in ana("today")
    ana("benefit", "deny", "b1", "--reason", "x", "--notice-on", "2026-08-01")
    ana("appeal", "file", "ap1", "--on", "2026-09-01")
    assert "waits since 2026-09-01: ask" in ana("today")
    ana("waive", "ap1", "--rule", "appeal-standing", "--until", "+1m", "--reason", "asked")
    assert "waits since 2026-09-01" not in ana("today")


def test_a_step_that_is_stored_before_rules_toml_is_found_broken_says_so(ana: Program) -> None:
    """Whoever repeats what seems to have been refused would have it twice."""
    ana("benefit", "add", "ana", "SNAP")
    place = placed(ana, "[clock\n")
    ran = ana.run("benefit", "apply", "b1")
    assert ran.code == 74
    assert f"stored as operation 3: benefit apply b1, but {place}, line 1: not TOML; do not repeat it" in ran.err
