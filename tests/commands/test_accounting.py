"""The accounting of disclosures loses nothing that went out: what an undo or a void took out stands there, with why."""

import json
from pathlib import Path
from typing import Any

from caseload.records.disclosure import held
from commands.conftest import Quick
from commands.test_consent_signed import NEXT_WEEK, signed

__all__ = ["signed"]

OUT = ("export", "note", "--recipient", "Clinic", "--purpose", "care", "--json", "--fields", "id")


def accounted(program: Quick, *words: str) -> list[tuple[Any, ...]]:
    found = json.loads(program("client", "disclosures", "ana", "--json", *words))
    return [(one["id"], one["records"], one["void_reason"]) for one in found]


def test_it_says_which_records_went_out_and_not_only_how_many(signed: Quick) -> None:
    for number in range(4):
        signed("note", "add", "ana", f"Visit {number}")
    signed("note", "edit", "n4", "--sensitivity", "SUD")
    signed(*OUT)
    signed("note", "void", "n2", "--reason", "wrong", "--yes")
    signed(*OUT)
    assert accounted(signed) == [("ds2", ["n1", "n3"], None), ("ds1", ["n1..n3"], None)]
    assert "n1..n3" in signed("show", "ds1")


def test_ids_in_a_row_are_one_and_very_many_are_counted() -> None:
    assert held(["t10", "n1", "n2", "t2", "n3", "n1", "t3", "as7"]) == ("as7", "n1..n3", "t2", "t3", "t10")
    many = held(f"n{number}" for number in range(1, 2200, 2))
    assert (len(many), many[:2], many[-1]) == (1001, ("n1", "n3"), "and-100-more")


def test_what_was_let_out_and_undone_the_same_day_stands_in_the_accounting(signed: Quick, tmp_path: Path) -> None:
    signed("note", "add", "ana", "Visit")
    signed(*OUT, "-o", str(tmp_path / "notes.json"))
    signed("undo")
    assert signed("disclosure", "list", "--ids") == ""
    assert accounted(signed) == [("ds1", ["n1"], "taken back by an undo")]
    ran = signed.run("client", "disclosures", "ana")
    assert (ran.out.rstrip().endswith("taken back by an undo"), "1 of these is voided" in ran.err) == (True, True)
    assert accounted(signed, "--part2") == []
    signed("redo")
    assert accounted(signed) == [("ds1", ["n1"], None)]


def test_what_was_voided_stands_there_with_its_reason_in_every_accounting(signed: Quick) -> None:
    signed("disclosure", "add", "ana", "--to", "Court", "--what", "the file", "--basis", "court-order")
    signed("disclosure", "void", "ds1", "--reason", "never sent")
    assert accounted(signed, "--hipaa") == [("ds1", [], "never sent")]
    signed("undo")
    assert accounted(signed) == [("ds1", [], None)]


def test_from_the_day_after_no_undo_takes_out_what_went_out_a_signature_or_a_revocation(signed: Quick) -> None:
    signed("note", "add", "ana", "Visit")
    signed(*OUT)
    before = signed.fingerprint
    ran = signed.run("undo", env=NEXT_WEEK)
    assert (ran.code, ran.err, signed.fingerprint) == (1, (
        "caseload: operation 4 let something out on an earlier day, as ds1 says; "
        "caseload disclosure void ds1 --reason TEXT says what was wrong\n"
    ), before)  # fmt: skip
    ran = signed.run("undo", "2", env=NEXT_WEEK)
    assert "kept the signature of cs1 on an earlier day, and a signature stands" in ran.err
    signed("consent", "revoke", "cs1")
    assert "revoked cs1 on an earlier day" in signed.run("undo", env=NEXT_WEEK).err
    signed("undo")


def test_a_disclosure_that_came_with_a_file_and_was_undone_went_out_nowhere(signed: Quick, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("client,recipient,what,at\nana-ruiz,Court,the file,2026-11-20\n", "utf-8")
    signed("import", "disclosure", str(tmp_path / "log.csv"))
    assert len(accounted(signed)) == 1
    signed("undo")
    assert accounted(signed) == []


def test_lists_of_consents_and_disclosures_go_by_recipient_whatever_it_is_known_by(signed: Quick) -> None:
    signed("provider", "add", "Legal", "Aid")
    signed("person", "add", "ana", "Rosa", "Ruiz")
    for to in ("Legal aid", "pr1", "pe1", 'The "A" Team'):
        signed("consent", "add", "ana", "--recipient", to, "--purpose", "care")
        signed("disclosure", "add", "ana", "--to", to, "--what", "her lease")

    def listed(noun: str, *words: str) -> list[str]:
        return signed(noun, "list", "--ids", *words).split()

    assert listed("consent", "--recipient", "LEGAL AID") == ["cs2", "cs3"]
    assert listed("consent", "--recipient", "pr1") == ["cs3"]
    assert listed("consent", "--recipient", "rosa ruiz") == ["cs4"]
    assert listed("consent", "--recipient", 'the "a" team') == ["cs5"]
    assert listed("consent", "--to", "Clinic", "--where", "purpose = care or purpose ~ care") == ["cs1"]
    assert listed("disclosure", "--recipient", "Legal Aid", "--client", "ana") == ["ds2", "ds1"]
    assert listed("disclosure", "--to", "nobody") == []
