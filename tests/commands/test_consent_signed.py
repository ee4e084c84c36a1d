"""What was signed is not changed by an edit: it is narrowed, filled where nothing was kept, or mended within a day."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands.conftest import Quick, once

NEXT_WEEK = {"CASELOAD_NOW": "2026-12-03T09:00"}
SIGNED = (
    "consent add ana --recipient Clinic --purpose care;housing --data-class general --data-class MH --discloser me "
    "--description visits --statement revocation --statement conditioning --statement redisclosure "
    "--signed-by client --signed-on 2026-11-24 --expires-on 2027-05-31"
)


@once
def signed(empty: Quick) -> None:
    """Ana, and a consent of hers that was signed yesterday and is kept today."""
    empty("client", "add", "Ana", "Ruiz")
    empty(*SIGNED.split())


def kept(program: Quick, *keys: str) -> list[Any]:
    record = json.loads(program("consent", "show", "cs1", "--json"))[0]
    return [record[key] for key in keys]


WIDER = [
    ("--recipient Clinics", "recipient"),
    ("--purpose anything", "purpose"),
    ("--purpose care;housing;work", "purpose"),
    ("--data-class general --data-class MH --data-class SUD", "data_classes"),
    ("--data-class SUD", "data_classes"),
    ("--expires-on 2027-06-01", "expires_on"),
    ("--clear expires_on --expires-event never", "expires_on"),
    ("--kind tpo-single", "kind"),
    ("--discloser everyone", "discloser"),
    ("--clear discloser", "discloser"),
    ("--description all", "description"),
    ("--signed-by Bo", "signed_by"),
    ("--signed-on 2026-11-20", "signed_on"),
    ("--signed-by Bo --signed-on 2026-12-02", "signed_by"),
    ("--clear signed_on", "signed_on"),
    ("--statement revocation --statement refusal", "statements"),
    ("--recipient Clinics --expires-on 2028-01-01", "recipient, expires_on"),
]


@pytest.mark.parametrize(("edit", "field"), WIDER)
def test_an_edit_widens_no_consent_that_was_signed(signed: Quick, edit: str, field: str) -> None:
    before = signed.fingerprint
    ran = signed.run("consent", "edit", "cs1", *edit.split(), env=NEXT_WEEK)
    assert (ran.code, ran.err, signed.fingerprint) == (1, (
        f"caseload: cs1 is signed, and no edit changes what was signed: {field}; caseload consent revoke cs1, then "
        "caseload consent add what is signed anew; what was typed wrong is voided: "
        "caseload consent void cs1 --reason TEXT\n"
    ), before)  # fmt: skip


NARROWER = [
    ("--data-class general", "data_classes", ["general"]),
    ("--purpose Housing", "purpose", "Housing"),
    ("--expires-on 2027-01-31", "expires_on", "2027-01-31"),
    ("--expires-event moves", "expires_event", "moves"),
    ("--status inactive", "status", "inactive"),
    ("--revoked-on 2026-12-01", "status", "inactive"),
    ("--signed-on 2026-12-02", "signed_on", "2026-12-02"),
    ("--authority guardian", "authority", "guardian"),
    ("--recipient CLINIC", "recipient", "CLINIC"),
]


@pytest.mark.parametrize(("edit", "field", "value"), NARROWER)
def test_an_edit_that_narrows_it_or_says_what_was_never_kept_works(
    signed: Quick, edit: str, field: str, value: object
) -> None:
    signed("consent", "edit", "cs1", *edit.split(), env=NEXT_WEEK)
    assert kept(signed, field) == [value]


def test_a_slip_of_the_hand_is_mended_within_a_day_unless_something_went_out_by_it(signed: Quick) -> None:
    signed("consent", "edit", "cs1", "--recipient", "Clinics", "--data-class", "general")
    signed("undo")
    signed("note", "add", "ana", "Saw", "the", "flat")
    signed("export", "note", "--recipient", "Clinic", "--purpose", "care")
    assert "no edit changes what was signed: recipient" in signed.run("consent", "edit", "cs1", "--to", "Clinics").err


def test_the_words_of_the_paper_become_whom_they_mean(signed: Quick) -> None:
    signed("provider", "add", "Clinic")
    signed("provider", "add", "Other")
    assert signed.run("consent", "edit", "cs1", "--recipient", "pr2", env=NEXT_WEEK).code == 1
    signed("consent", "edit", "cs1", "--recipient", "pr1", env=NEXT_WEEK)
    assert kept(signed, "recipient", "provider") == [None, "pr1"]


def test_what_has_ended_is_not_brought_back(signed: Quick) -> None:
    signed("consent", "revoke", "cs1", env=NEXT_WEEK)
    for edit in ("--clear revoked_on --status active", "--revoked-on 2026-12-10", "--status active"):
        ran = signed.run("consent", "edit", "cs1", *edit.split(), env={"CASELOAD_NOW": "2026-12-12T09:00"})
        assert (ran.code, "no edit changes what was signed" in ran.err) == (1, True), edit


def test_a_file_widens_none_either(signed: Quick, tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text("id,data_classes\ncs1,general MH SUD\n", "utf-8")
    ran = signed.run("import", "consent", str(file), "--on-dup", "update", "--set", "client=ana-ruiz", "--set",
                     "recipient=Clinic", env=NEXT_WEEK)  # fmt: skip
    assert (ran.code, "no edit changes what was signed: data_classes" in ran.err) == (1, True)
    assert kept(signed, "data_classes") == [["general", "MH"]]


def test_one_that_is_not_signed_is_edited_and_the_day_counts_from_its_signature(empty: Quick) -> None:
    empty("client", "add", "Ana", "Ruiz")
    empty("consent", "add", "ana", "--recipient", "Clinic", "--purpose", "care")
    empty("consent", "edit", "cs1", "--purpose", "anything", "--recipient", "Clinics", env=NEXT_WEEK)
    empty("consent", "sign", "cs1", env=NEXT_WEEK)
    empty("consent", "edit", "cs1", "--purpose", "care", env=NEXT_WEEK)
    ran = empty.run("consent", "edit", "cs1", "--purpose", "all", env={"CASELOAD_NOW": "2026-12-05T09:00"})
    assert "no edit changes what was signed: purpose" in ran.err


def test_check_names_an_edit_for_what_was_never_kept_and_none_that_would_be_refused(signed: Quick) -> None:
    signed(*SIGNED.replace(" --statement redisclosure", "").replace("--discloser me ", "").split())
    ran = signed.run("consent", "check", "cs2", "--fields", "edit", env=NEXT_WEEK)
    assert ran.out.splitlines() == [
        "caseload consent edit cs2 --discloser TEXT", "caseload consent void cs2 --reason TEXT",
    ]  # fmt: skip
