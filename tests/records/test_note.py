"""A note and its addenda: what they may say, and what may still be changed."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import Invalid, Refused
from caseload.records.addendum import Addendum, addable
from caseload.records.note import Mode, Note, NoteStatus, Reached, beginning, signed
from caseload.records.of.guarded import Sensitivity
from caseload.value import replace
from caseload.when.dates import When

NOTE = Note(id=15, client_id=1, occurred=When(date(2026, 11, 25), time(9)), body="Saw the flat.")
AT = "2026-11-25T15:00:00Z"


def test_a_note_is_signed_once_and_then_never_changed() -> None:
    assert NOTE.refusal_to_change() == ""
    final = signed(NOTE, AT)
    assert final == replace(NOTE, status=NoteStatus.SIGNED, signed_at=AT)
    assert final.refusal_to_change() == "n15 is signed; add to it with caseload note addendum n15 TEXT"
    with pytest.raises(Refused, match="n15 is signed already"):
        signed(final, AT)


def test_only_a_signed_note_is_added_to_and_an_addendum_is_never_changed() -> None:
    final = signed(NOTE, AT)
    assert addable(final) is final
    with pytest.raises(Refused, match="n15 is a draft; change it with caseload note edit n15"):
        addable(NOTE)
    more = Addendum(id=1, note_id=15, body="More")
    assert more.refusal_to_change().startswith("ad1 is part of a signed note; void it")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"minutes": -1}, "minutes"),
        ({"miles": -0.1}, "miles"),
        ({"miles": 3.45}, "miles"),
        ({"signed_at": AT}, "signed_at"),
        ({"body": " \n"}, "body"),
        ({"body": "a\0b"}, "body"),
    ],
)
def test_what_is_not_a_note(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(NOTE, **values)
    assert refused.value.field == field


def test_a_note_imported_as_signed_has_no_moment_of_signing() -> None:
    assert replace(NOTE, status=NoteStatus.SIGNED).signed_at is None


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_the_beginning_of_a_text_is_one_line_that_a_list_has_room_for(text: str) -> None:
    line = beginning(text)
    assert 0 < len(line) <= 100
    assert line.splitlines() == [line]
    assert text.strip().startswith(line.removesuffix("…"))


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        ("\n First \nsecond", "First"),
        ("x" * 100, "x" * 100),
        ("x" * 101, "x" * 99 + "…"),
        (f"{'word ' * 30}", f"{'word ' * 19}word…"),
        (None, "other 2026-11-25"),
    ],
)
def test_a_note_is_named_by_its_beginning_or_by_how_it_took_place(body: str | None, summary: str) -> None:
    assert replace(NOTE, body=body).called == summary


@pytest.mark.parametrize(
    ("vocabulary", "typed", "word"),
    [
        (Mode, "call", "phone-call"),
        (Mode, "visit", "in-person"),
        (Mode, "Video Call", "video-call"),
        (Reached, "n", "no"),
        (Sensitivity, "sud", "SUD"),
        (Sensitivity, "psytHPN", "PSYTHPN"),
        (Sensitivity, "Normal", "normal"),
    ],
)
def test_words_are_read_as_people_type_them(vocabulary: type[Mode], typed: str, word: str) -> None:
    assert vocabulary(typed) == word
