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
        ("edit dx1 --abated-on yesterday", "--abated-on: does not stand beside status active; status resolved"),
        ("resolve dx2 --on 2019-04-30", "--on: is before --onset"),
        ("resolve dx1 --on 2026-11-26", "2026-11-26"),
        ("edit dx1 --onset-on tomorrow", "tomorrow"),
    ],
)
def test_days_that_cannot_be_are_refused_and_nothing_is_written(said: Quick, line: str, told: str) -> None:
    before = said.fingerprint
    ran = said.run("condition", *line.split())
    assert (ran.code, told in ran.err) == (2, True), ran.err
    assert said.fingerprint == before


@pytest.mark.parametrize(("onset", "is_odd"), [("1984", True), ("1985-01", True), ("1985-02", False), ("1985", False)])
def test_an_onset_known_in_part_is_weighed_against_the_birthday_as_a_day_is(
    said: Quick, onset: str, is_odd: bool
) -> None:
    said("client", "edit", "ana", "--born-on", "1985-02-11")
    told = said.run("condition", "add", "ana", "Gout", "--onset", onset).err
    assert (f"onset in {onset} is before the client's birthday, Mon 1985-02-11" in told) is is_odd


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


def began(program: Quick, ref: str) -> list[object]:
    record = json.loads(program("condition", "show", ref, "--json"))[0]
    return [record["onset_on"], record["onset_in"]]


def test_what_began_in_a_year_or_a_month_is_kept_as_that_and_no_day_is_made_up(served: Quick, tmp_path: Path) -> None:
    for when in ("2019", "2019-03", "2019-03-05"):
        ran = served.run("condition", "add", "ana", f"Since {when}", "--onset", when)
        assert "began " in ran.err
        assert when in ran.err
    assert [began(served, ref) for ref in ("dx1", "dx2", "dx3")] == [
        [None, "2019"], [None, "2019-03"], ["2019-03-05", None],
    ]  # fmt: skip
    served("condition", "add", "ana", "Of 2018", "--onset-on", "2018-12-31")
    assert served("condition", "list", "--ids").split() == ["dx4", "dx1", "dx2", "dx3"]
    assert " 2019-03 " in served("condition", "list", "--table", env={"COLUMNS": "120"})
    served("condition", "edit", "dx1", "--onset", "2020-02-29")
    served("condition", "edit", "dx3", "--onset", "2018")
    assert [began(served, ref) for ref in ("dx1", "dx3")] == [["2020-02-29", None], [None, "2018"]]
    before = served("export", "all")
    (tmp_path / "all.json").write_text(before, "utf-8")
    served("import", "all", str(tmp_path / "all.json"), "--db", (other := str(tmp_path / "other.db")))
    assert served("export", "all", "--db", other) == before


BAD = [
    ("2019-13", "2019-13"), ("2027", "is still to come"), ("2026-12", "is still to come"), ("19", '"19"'),
    ("2019-3", '"2019-3"'),
]  # fmt: skip


@pytest.mark.parametrize(("when", "said"), BAD)
def test_no_month_no_year_and_one_to_come_are_refused(served: Quick, when: str, said: str) -> None:
    before = served.fingerprint
    ran = served.run("condition", "add", "ana", "Asthma", "--onset", when)
    assert (ran.code, said in ran.err, served.fingerprint) == (2, True, before), ran.err


def test_a_file_may_say_the_year_alone(served: Quick, tmp_path: Path) -> None:
    file = tmp_path / "dx.csv"
    file.write_text("Client,Diagnosis,Onset Date\nana-ruiz,Asthma,2019\nana-ruiz,Gout,2020-03-01\n", "utf-8")
    (tmp_path / "map.toml").write_text(served("import", "condition", str(file), "--guess"), "utf-8")
    words = ("import", "condition", str(file), "--map-file", str(tmp_path / "map.toml"))
    served(*words)
    assert [began(served, ref) for ref in ("dx1", "dx2")] == [[None, "2019"], ["2020-03-01", None]]
    assert "2 skipped" in served.run(*words).err
    file.write_text("client,title,onset,abated_on,status\nana-ruiz,Flu,2021,2020-05-01,resolved\n", "utf-8")
    assert "onset_in: is after abated_on" in served.run("import", "condition", str(file)).err
