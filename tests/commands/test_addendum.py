"""caseload addendum: added to signed notes, never changed."""

import json

import pytest

from commands.conftest import Quick, once


@once
def signed(served: Quick) -> Quick:
    """Ana's n1 is signed, n2 is a draft; n1 has the addendum ad1."""
    served("note", "add", "ana", "Signed words", "--sign")
    served("note", "add", "ana", "A draft")
    served("addendum", "add", "n1", "Her", "daughter", "was", "there", "--kind", "late_entry", "--reason", "forgotten")
    return served


def test_an_addendum_goes_to_a_signed_note_by_either_verb(signed: Quick) -> None:
    ran = signed.run("note", "addendum", "n1", "Second floor")
    assert ran.out == "ad2\n"
    assert ran.err == "ad2 Second floor · ana-ruiz · addendum to n1 · undo: caseload undo\n"
    kept = json.loads(signed("addendum", "list", "--json"))
    assert [[one[key] for key in ("id", "note", "kind", "body", "reason")] for one in kept] == [
        ["ad1", "n1", "late-entry", "Her daughter was there", "forgotten"],
        ["ad2", "n1", "addendum", "Second floor", None],
    ]
    page = signed("note", "show", "n1")
    assert page.index("Her daughter was there") < page.index("Second floor")


def test_addenda_are_listed_by_client_with_their_beginning(signed: Quick) -> None:
    signed("addendum", "add", "n1", "-", stdin="First line\nsecond\n")
    assert signed("addendum", "list", "--client", "bo") == ""
    assert signed("addendum", "list", "--client", "ana").splitlines() == [
        "ad1\tn1\tlate-entry\tana-ruiz\tHer daughter was there",
        "ad2\tn1\taddendum\tana-ruiz\tFirst line",
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "n2", "More"), 1, "n2 is a draft; change it with caseload note edit n2"),
        (("add", "n9", "More"), 3, "no note n9"),
        (("add", "t1", "More"), 2, "is not a note"),
        (("add", "n1"), 2, "TEXT: is missing"),
        (("add", "n1", ""), 2, "body: is empty"),
        (("edit", "ad1"), 1, "ad1 is part of a signed note; void it, or add another"),
        (("edit", "ad1", "Other words", "--reason", "x", "--clear", "reason"), 1, "ad1 is part of a signed note"),
        (("edit", "ad9"), 3, "no addendum ad9"),
    ],
)
def test_what_an_addendum_cannot_be_is_refused_with_its_code_and_nothing_is_written(
    signed: Quick, words: tuple[str, ...], code: int, said: str
) -> None:
    before = signed.fingerprint
    ran = signed.run("addendum", *words)
    assert (ran.code, said in ran.err, signed.fingerprint) == (code, True, before), ran


def test_an_addendum_is_voided_and_comes_back(signed: Quick) -> None:
    signed("addendum", "void", "ad1", "--reason", "wrong note")
    assert signed("addendum", "list", "--ids") == ""
    assert signed("addendum", "list", "--voided", "--ids") == "ad1\n"
    signed("undo")
    assert signed("addendum", "list", "--ids") == "ad1\n"
