"""A screen is guarded by the law that guards what its instrument asks about, unless another is said."""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest
from conftest import Program

from caseload.records.kinds import KINDS
from caseload.store.opening import open_existing
from caseload.store.shipped import shipped
from commands.conftest import Quick

LAWS = {
    "audit-c": "SUD", "dast-10": "SUD", "cage": "SUD", "ahc-hrsn-supplemental": "SUD", "phq-9": "MH", "phq-2": "MH",
    "gad-7": "MH", "ahc-hrsn": "SDV", "hunger-vital-sign": "normal", "katz-6": "normal", "lawton-8": "normal",
}  # fmt: skip
GENERAL = (
    "consent add ana --recipient Clinic --purpose care --data-class {} --discloser me --description all "
    "--statement revocation --statement conditioning --statement redisclosure --signed-by client --signed-on today "
    "--expires-on 2027-11-30"
)


def law_of(program: Quick, ref: str) -> str:
    return str(json.loads(program("assessment", "show", ref, "--json", "--sensitive"))[0]["sensitivity"])


def test_each_shipped_instrument_says_which_law_guards_what_it_asks_about() -> None:
    assert {one.name: str(one.sensitivity) for one in shipped()} == LAWS


@pytest.mark.parametrize(("name", "answers"), [("phq-2", "1=3\n2=3\n"), ("cage", "1=yes\n2=yes\n3=yes\n4=yes\n")])
def test_no_general_consent_lets_out_what_somebody_answered(served: Quick, name: str, answers: str) -> None:
    served(*GENERAL.format("general").split())
    served("assess", "ana", name, "--answers", "-", stdin=answers)
    served("assess", "ana", "hunger-vital-sign", "--answers", "-", stdin="1=often\n2=never\n")
    out = ("export", "assessment", "--recipient", "Clinic", "--purpose", "care", "--json", "--fields", "id,answers")
    ran = served.run(*out)
    assert ([one["id"] for one in json.loads(ran.out)], f"1 assessment withheld: cs1 does not cover {LAWS[name]}" in
            ran.err) == (["as2"], True)  # fmt: skip
    assert "nothing goes to Clinic" in served.run("show", "as1", "--recipient", "Clinic", "--purpose", "care").err
    served("undo")
    served("consent", "void", "cs1", "--reason", "narrow")
    if name == "phq-2":
        served(*GENERAL.format("general --data-class MH").split())
        assert [one["id"] for one in json.loads(served(*out))] == ["as1", "as2"]


def test_the_law_is_taken_over_by_every_way_in_unless_another_is_said(served: Quick, tmp_path: Path) -> None:
    served("assessment", "add", "ana", "phq-9", "--score", "9", "--date", "2026-10-01")
    (tmp_path / "old.csv").write_text("client,instrument,assessed_on,score\nana-ruiz,phq-9,2026-10-02,8\n", "utf-8")
    served("import", "assessment", str(tmp_path / "old.csv"))
    served("assess", "ana", "phq-2", "--answers", "-", "--sensitivity", "SUD", stdin="1=0\n2=0\n")
    assert [law_of(served, ref) for ref in ("as1", "as2", "as3")] == ["MH", "MH", "SUD"]
    ran = served.run("assess", "ana", "phq-2", "--answers", "-", "--sensitivity", "normal", stdin="1=0\n2=0\n")
    said = "as4 is normal, and phq-2 asks about MH: it goes out by a general consent\n"
    assert (law_of(served, "as4"), said in ran.err) == ("normal", True)
    assert "as1 is normal, and phq-9 asks" in served.run("assessment", "edit", "as1", "--sensitivity", "normal").err
    served("assessment", "amend", "as4", "1=1")
    assert law_of(served, "as4") == "normal", "what somebody has said stays"


def test_a_screen_done_elsewhere_is_guarded_as_somebody_says_and_that_nobody_has_is_told(served: Quick) -> None:
    ran = served.run("assess", "ana", "--outside", "C-SSRS", "--result", "low risk")
    assert "what a law guards: caseload assessment edit as1 --sensitivity MH|SUD|HIV|SDV" in ran.err
    ran = served.run("assess", "ana", "--outside", "C-SSRS", "--result", "low risk", "--sensitivity", "MH")
    assert ("what a law guards" in ran.err, law_of(served, "as2")) == (False, "MH")


def test_a_need_of_what_a_guarded_domain_found_is_guarded_and_others_are_not(served: Quick) -> None:
    answers = "1=1\n2=8\n3=often\n4=never\n5=no\n6=no\n7=3\n8=3\n9=3\n10=2\n"
    served("assess", "ana", "ahc-hrsn", "--answers", "-", "--needs", stdin=answers)
    needs = json.loads(served("need", "list", "--json", "--sensitive", "--fields", "id,domain"))
    laws = {
        one["id"]: json.loads(served("show", one["id"], "--json", "--sensitive"))[0]["sensitivity"] for one in needs
    }
    assert sorted((one["domain"], laws[one["id"]]) for one in needs) == [
        ("food-insecurity", "normal"), ("sdoh-category-unspecified", "SDV"),
    ]  # fmt: skip


def test_an_instrument_of_ones_own_says_its_law_in_its_file_and_after_it_was_used(
    served: Quick, tmp_path: Path
) -> None:
    text = served("instrument", "export", "phq-2").replace('version = "1"', 'version = "2"')
    assert 'sensitivity = "MH"' in text
    ran = served.run("instrument", "import", "-", stdin=text.replace('sensitivity = "MH"\n', ""))
    assert "sensitivity normal" in ran.err
    served("assess", "ana", "phq-2", "--answers", "-", stdin="1=0\n2=0\n")
    ran = served.run("instrument", "edit", "in1", "--sensitivity", "MH")
    assert "caseload assessment edit --where 'screen = phq-2' --sensitivity MH" in ran.err
    served("assess", "ana", "phq-2", "--answers", "-", stdin="1=0\n2=0\n")
    assert [law_of(served, ref) for ref in ("as1", "as2")] == ["normal", "MH"]
    assert "stays as it was asked" in served.run("instrument", "edit", "in1", "--title", "Two").err
    ran = served.run("instrument", "import", "-", stdin=text.replace('"MH"', '"mental"').replace('"2"', '"3"'))
    assert "sensitivity: is not accepted; one of normal, SUD, MH, HIV, SDV, PSYTHPN" in ran.err


SCHEMA_7 = Path(__file__).parent.parent / "store" / "schemas" / "schema-7.db.gz"


def old_file(path: Path) -> None:
    """A file of schema 7 with screens of shipped instruments, one of them marked, and the core screen itself."""
    path.write_bytes(gzip.decompress(SCHEMA_7.read_bytes()))
    connection = sqlite3.connect(path)
    core = next(one for one in shipped() if one.name == "ahc-hrsn").definition.replace(',"sensitivity":"SDV"', "")
    assert "SDV" not in core
    for number, name, definition in ((11, "ahc-hrsn", core), (12, "phq-9", None), (13, "katz-6", None)):
        connection.execute(
            "insert into instrument (id, name, version, title, definition, created_at, updated_at) select ?, ?, '1',"
            " 'Old', coalesce(?, definition), created_at, updated_at from instrument where id = 1",
            (number, name, definition),
        )
    for number, instrument, name, law in (
        (11, 11, "ahc-hrsn", "normal"), (12, 12, "phq-9", "normal"), (13, 12, "phq-9", "HIV"),
        (14, 13, "katz-6", "normal"),
    ):  # fmt: skip
        connection.execute(
            "insert into assessment (id, client_id, instrument_id, screen, assessed_on, score, sensitivity, created_at,"
            " updated_at) values (?, 1, ?, ?, '2026-10-01', 4, ?, '2026-10-01T00:00:00Z', '2026-10-01T00:00:00Z')",
            (number, instrument, name, law),
        )
    connection.commit()
    connection.close()


LATER = [("as11", "SDV"), ("as12", "MH"), ("as13", "HIV"), ("as14", "normal")]


def test_screens_of_an_older_file_are_guarded_as_those_of_a_new_one_but_for_what_was_marked(tmp_path: Path) -> None:
    old_file(path := tmp_path / "old.db")
    read = open_existing(path)
    found = read.execute("select 'as' || id, sensitivity from assessment where id > 10 order by id").fetchall()
    laws = read.execute("select name, sensitivity from instrument where id > 10 order by id").fetchall()
    assert (found, laws) == (LATER, [("ahc-hrsn", "SDV"), ("phq-9", "MH"), ("katz-6", "normal")])
    (definition,) = read.execute("select definition from instrument where id = 11").fetchone()
    shipped_now = next(one for one in shipped() if one.name == "ahc-hrsn").definition
    assert json.loads(definition) == json.loads(shipped_now)
    changed = "select kind || record_id from change where operation_id is null and kind = 'assessment' and id > 0"
    assert {"assessment11", "assessment12"} <= {row[0] for row in read.execute(changed)}
    read.close()


def test_what_an_older_program_exported_is_guarded_as_its_file_would_be(nobody: Program, tmp_path: Path) -> None:
    old_file(tmp_path / "old.db")
    open_existing(tmp_path / "old.db").close()
    everything = json.loads(nobody("export", "all", "--db", str(tmp_path / "old.db")))
    everything["schema"] = 7
    for kind in KINDS:
        if kind.SINCE > 7:
            del everything[kind.TABLE]
    for one in everything["instrument"]:
        del one["sensitivity"]
    for one in everything["assessment"]:
        one["sensitivity"] = "HIV" if one["id"] == "as13" else "normal"
    (tmp_path / "all.json").write_text(json.dumps(everything), "utf-8")
    nobody("import", "all", str(tmp_path / "all.json"))
    told = json.loads(nobody("export", "assessment", "--json", "--sensitive"))
    assert [(one["id"], one["sensitivity"]) for one in told if len(one["id"]) > 3] == LATER
