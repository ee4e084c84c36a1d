"""caseload condition: what a client has, must not be given or is in danger of, as someone said it."""

import json
from pathlib import Path

import pytest

from commands.conftest import Quick


def condition(program: Quick, ref: str, *keys: str) -> list[object]:
    """Those fields of one condition."""
    record = json.loads(program("condition", "show", ref, "--json"))[0]
    return [record[key] for key in keys]


@pytest.fixture
def said(served: Quick) -> Quick:
    """As `served`: Ana with asthma (dx1), an allergy (dx2) and a risk (dx3)."""
    served("condition", "add", "ana", "Asthma", "--code", "J45.909", "--code-system", "ICD", "--said-by", "Dr. Ito")
    served("condition", "add", "ana", "Penicillin", "--type", "allergy", "--onset-on", "2019-05-01")
    served("condition", "add", "ana", "Falls", "--type", "risk")
    return served


def test_a_condition_keeps_its_code_whose_it_is_and_who_said_so_and_when(said: Quick) -> None:
    assert condition(said, "dx1", "type", "title", "code", "code_system", "status", "said_by", "said_on") == [
        "diagnosis", "Asthma", "J45.909", "icd-10-cm", "active", "Dr. Ito", "2026-11-25",
    ]  # fmt: skip
    said("condition", "edit", "dx1", "--clear", "code")
    assert condition(said, "dx1", "code", "code_system") == [None, None]
    ran = said.run("condition", "add", "ana", "Flu", "--code-system", "icd-9")
    assert (ran.code, 'code-system: "icd-9" is not accepted' in ran.err) == (2, True), ran.err


def test_what_is_over_is_dated_said_back_and_gone_from_list_and_page(said: Quick) -> None:
    ran = said.run("condition", "resolve", "dx2", "--on", "yesterday")
    assert "status active -> resolved · over Tue 2026-11-24 (yesterday)" in ran.err
    assert condition(said, "dx2", "status", "abated_on") == ["resolved", "2026-11-24"]
    assert said("condition", "list", "--ids") == "dx1\ndx3\n"
    assert "Penicillin" not in said("show", "ana")
    ran = said.run("condition", "resolve", "dx2")
    assert (ran.code, "dx2 is resolved already; caseload condition edit dx2 --status recurrence" in ran.err) == (
        1,
        True,
    )
    said("condition", "edit", "dx2", "--status", "relapse")
    assert condition(said, "dx2", "status", "abated_on") == ["relapse", None]
    said("condition", "edit", "dx2", "--status", "resolved")
    assert condition(said, "dx2", "abated_on") == ["2026-11-25"]
    said("undo")
    assert condition(said, "dx2", "status") == ["relapse"]


def test_with_the_day_it_ended_it_is_over_typed_or_in_a_file_without_a_status(said: Quick, tmp_path: Path) -> None:
    said("condition", "add", "ana", "Flu", "--onset-on", "2026-01-03", "--abated-on", "2026-01-20")
    assert condition(said, "dx4", "status", "abated_on") == ["resolved", "2026-01-20"]
    said("condition", "add", "ana", "Gout", "--abated-on", "2026-01-20", "--status", "remission")
    assert condition(said, "dx5", "status") == ["remission"]
    sheet, first_map = tmp_path / "conditions.csv", tmp_path / "map.toml"
    sheet.write_text(
        "PATIENT,DESCRIPTION,START,STOP\nc1,Angina,2025-01-03,2025-02-01\nc1,Anemia,2026-03-01,\n", "utf-8"
    )
    first_map.write_text(said("import", "condition", str(sheet), "--guess"), "utf-8")
    said("import", "condition", str(sheet), "--map-file", str(first_map))
    keys = ("title", "onset_on", "abated_on", "status")
    assert condition(said, "dx6", *keys) == ["Angina", "2025-01-03", "2025-02-01", "resolved"]
    assert condition(said, "dx7", *keys) == ["Anemia", "2026-03-01", None, "active"]
    # What is said of a record that is there is no word for a column.
    assert "Other words" not in first_map.read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("edit dx1 --abated-on yesterday", "abated_on: does not stand beside status active; status resolved"),
        ("resolve dx2 --on 2019-04-30", "abated_on: is before onset_on"),
        ("resolve dx1 --on 2026-11-26", "2026-11-26"),
        ("edit dx1 --onset-on tomorrow", "tomorrow"),
    ],
)
def test_days_that_cannot_be_are_refused_and_nothing_is_written(said: Quick, line: str, told: str) -> None:
    before = said.fingerprint
    ran = said.run("condition", *line.split())
    assert (ran.code, told in ran.err) == (2, True), ran.err
    assert said.fingerprint == before


def test_the_page_has_allergies_first_and_who_said_so(said: Quick) -> None:
    page = said("show", "ana")
    (section,) = [part for part in page.split("\n\n") if part.startswith("Conditions\n")]
    assert [" ".join(line.split()) for line in section.splitlines()[1:]] == [
        "dx2 allergy Penicillin", "dx1 diagnosis Asthma J45.909 said by Dr. Ito", "dx3 risk Falls",
    ]  # fmt: skip


def test_a_guessed_problem_list_comes_in_and_twice_adds_nothing(served: Quick, tmp_path: Path) -> None:
    file = tmp_path / "problems.csv"
    file.write_text("Client Name,Diagnosis,ICD-10,Onset,Diagnosed by\nBo Ng,Gout,M10.9,2020-02-29,Dr. Ito\n", "utf-8")
    guessed = tmp_path / "problems.toml"
    guessed.write_text(served("import", "condition", str(file), "--guess"), "utf-8")
    for _ in range(2):
        served("import", "condition", str(file), "--map-file", str(guessed))
    assert served("condition", "list", "--fields", "id,client,title,code,said_by") == "dx1\tc2\tGout\tM10.9\tDr. Ito\n"
    assert served("find", "gout", "--ids") == "dx1\n"
    assert "Gout" not in served("condition", "list", "--csv", "--names", "initials")


def test_no_condition_is_in_what_goes_out_by_mail(said: Quick) -> None:
    for line in ("digest --always --names full", "today", "agenda"):
        assert "Asthma" not in said(*line.split())
