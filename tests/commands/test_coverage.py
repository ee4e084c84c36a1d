"""caseload coverage: spans with their gaps told, the member number by its last four."""

import json

import pytest

from commands.conftest import Quick


@pytest.fixture
def insured(nobody: Quick) -> Quick:
    nobody("init")
    nobody("client", "add", "Ana", "Ruiz", "--opened-on", "2026-03-02")
    nobody("coverage", "add", "ana", "Medicaid", "--member-id", "AB1234567", "--until", "2026-04-30")
    return nobody


def test_days_without_and_days_shared_are_told_when_one_is_added_and_edited(insured: Quick) -> None:
    said = insured.run("coverage", "add", "ana", "Medicaid", "--from", "2026-06-01").err
    assert "no coverage 2026-05-01 to 2026-05-31" in said
    assert (
        "beside cv2 Medicaid from 2026-11-01" in insured.run("coverage", "add", "ana", "VA", "--from", "2026-11-01").err
    )
    said = insured.run("coverage", "edit", "cv2", "--from", "2026-04-30").err
    assert "overlaps cv1 Medicaid on 2026-04-30" in said
    assert "no coverage" not in said


def test_the_page_of_the_client_and_its_own_tell_the_gap(insured: Quick) -> None:
    insured("coverage", "add", "ana", "Medicaid", "--from", "2026-06-01")
    assert "no coverage 2026-05-01 to 2026-05-31" in insured("show", "ana")
    assert "2026-05-01 to 2026-05-31" in insured("show", "cv1")
    assert "no coverage 2026-05-01 to 2026-05-31" in insured("coverage", "list", "--table")


@pytest.mark.parametrize(
    "line",
    [
        "show cv1",
        "show ana",
        "coverage list --csv",
        "coverage export --json",
        "history cv1",
        "coverage show cv1 --json",
    ],
)
def test_the_member_number_is_masked_without_reveal(insured: Quick, line: str) -> None:
    assert "AB1234567" not in insured(*line.split())
    if line != "show ana":
        assert "***4567" in insured(*line.split())
        assert "AB1234567" in insured(*line.split(), "--reveal")


def test_a_whole_member_number_is_found_however_it_is_parted_and_a_part_of_it_is_not(insured: Quick) -> None:
    insured("coverage", "edit", "cv1", "--member-id", "AB-123 4567")
    for typed in ("AB1234567", "ab-123-4567", "AB 123 4567"):
        (found,) = json.loads(insured("find", typed, "--json"))
        assert (found["id"], found["excerpt"]) == ("cv1", "Medicaid ***4567")
        assert "123" not in insured("find", typed)
    assert json.loads(insured("find", "AB1234567", "--json", "--reveal"))[0]["excerpt"] == "Medicaid AB-123 4567"
    assert json.loads(insured("find", "AB1234567", "--kind", "coverage", "--json"))[0]["id"] == "cv1"
    for other in (("AB12345",), ("4567",), ("AB1234567", "--kind", "identifier")):
        assert json.loads(insured("find", *other, "--json")) == []
    plan = insured("sql", "explain query plan select * from coverage where lower(replace(replace(member_id, '-', ''),"
                   " ' ', '')) = 'x' and member_id is not null", "--csv")  # fmt: skip
    assert "coverage_member" in plan


def test_an_edit_of_the_member_number_says_its_end(insured: Quick) -> None:
    said = insured.run("coverage", "edit", "cv1", "--member-id", "ZZ7654321").err
    assert ("ZZ7654321" in said, "***4321" in said) == (False, True)


def test_a_coverage_that_ends_covers_up_to_its_last_day(insured: Quick) -> None:
    insured("coverage", "add", "ana", "Medicaid", "--from", "2026-06-01")
    assert "last day Sun 2026-11-15" in insured.run("coverage", "end", "cv2", "--on", "2026-11-15").err
    assert "client-without-coverage" in insured("gaps", "--csv")
    again = insured.run("coverage", "end", "cv2")
    assert (again.code, "cv2 is cancelled already" in again.err) == (1, True)
    insured("undo")
    assert json.loads(insured("coverage", "list", "--json"))[1]["status"] == "active"


def test_what_is_to_end_stands_on_the_day_until_another_takes_over(insured: Quick) -> None:
    insured("coverage", "add", "ana", "Sunrise", "--from", "2026-01-01")
    insured("coverage", "end", "cv2", "--on", "2026-12-10")
    assert "cv2" in insured("today")
    late = {"CASELOAD_NOW": "2026-12-12T09:00"}
    assert "cv2" in insured("overdue", "--ids", env=late).split()
    insured("coverage", "add", "ana", "Medicare", "--from", "2026-12-11")
    assert "cv2" not in insured("overdue", "--ids", env=late).split()


def test_a_file_of_another_program_comes_in_by_its_headings(nobody: Quick) -> None:
    nobody("init")
    nobody("client", "add", "Ana", "Ruiz")
    file = nobody.home / "insurance.csv"
    file.write_text(
        "Client Name,Insurance,Plan,Policy Number,Effective Date,End Date\n"
        "Ana Ruiz,Medicaid,Sunrise,00123456,2026-06-01,2026-12-31\n"
    )
    file.with_suffix(".toml").write_text(nobody("import", "coverage", str(file), "--guess"))
    ran = nobody.run("import", "coverage", str(file), "--map-file", str(file.with_suffix(".toml")))
    assert ran.code == 0, ran.err
    (found,) = json.loads(nobody("coverage", "list", "--json", "--reveal"))
    keys = ("payer", "plan_name", "member_id", "started_on", "ended_on")
    assert [found[key] for key in keys] == ["Medicaid", "Sunrise", "00123456", "2026-06-01", "2026-12-31"]
