"""One client: whom the rules let in, when care begins and ends, what is masked; and names."""

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caseload.errors import Invalid, Refused
from caseload.records.client import (
    Answer,
    Client,
    ClientStatus,
    CloseReason,
    begun,
    clocks_run,
    closed,
    is_open,
    reopened,
)
from caseload.records.of.base import MASK
from caseload.records.of.names import fold, free_handle, handle_from, is_handle, split_name
from caseload.value import replace
from caseload.when.dates import age

ANA = Client(id=1, given_name="Ana", family_name="Ruiz", handle="ana-ruiz", opened_on=date(2026, 3, 2))
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"given_name": None, "family_name": None}, "name"),
        ({"given_name": " "}, "given_name"),
        ({"phone": "555\0"}, "phone"),
        ({"acuity": 0}, "acuity"),
        ({"acuity": 5}, "acuity"),
        ({"handle": "Ana"}, "handle"),
        ({"handle": "ana ruiz"}, "handle"),
        ({"handle": "ana--ruiz"}, "handle"),
        ({"handle": "josé"}, "handle"),
        ({"handle": "t42"}, "handle"),
        ({"handle": "me"}, "handle"),
        ({"contact_every": "fortnightly"}, "contact_every"),
        ({"face_to_face_every": "monthly"}, "face_to_face_every"),
        ({"tags": ("high risk",)}, "tags"),
        ({"tags": ("",)}, "tags"),
        ({"tags": ("\udc80",)}, "tags"),
        ({"zip": MASK}, "zip"),
        ({"born_on": date(2026, 3, 2), "died_on": date(2026, 3, 1)}, "died_on"),
        ({"closed_on": date(2026, 3, 1)}, "closed_on"),
    ],
)
def test_a_client_that_breaks_a_rule_is_refused_by_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        replace(ANA, **wrong)  # type: ignore[arg-type]
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("today", "years"),
    [("2023-02-28", 14), ("2023-03-01", 15), ("2024-02-28", 15), ("2024-02-29", 16), ("2100-03-01", 92)],
)
def test_who_was_born_on_29_february_is_a_year_older_on_1_march_in_common_years(today: str, years: int) -> None:
    assert age(date(2008, 2, 29), date.fromisoformat(today)) == years


@pytest.mark.parametrize("status", ClientStatus)
def test_clocks_run_for_active_and_onhold_clients_alone(status: ClientStatus) -> None:
    client = replace(ANA, status=status)
    assert clocks_run(client) == (status in ("active", "onhold"))
    assert not clocks_run(replace(client, died_on=TODAY))
    assert is_open(client) == (status in ("planned", "waitlist", "active", "onhold"))


@pytest.mark.parametrize(
    ("status", "opened_on"),
    [("active", TODAY), ("onhold", TODAY), ("planned", None), ("waitlist", None), ("finished", None)],
)
def test_care_begins_today_unless_a_day_is_known_once_the_clocks_run(status: str, opened_on: date | None) -> None:
    client = replace(ANA, status=ClientStatus(status), opened_on=None)
    assert begun(client, TODAY).opened_on == opened_on
    assert begun(ANA, TODAY) is ANA


def test_a_client_may_be_closed_on_the_day_of_opening_but_not_before() -> None:
    assert closed(ANA, date(2026, 3, 2), CloseReason.MOVED).closed_on == ANA.opened_on
    with pytest.raises(Invalid):
        closed(ANA, date(2026, 3, 1), CloseReason.MOVED)


@pytest.mark.parametrize(
    ("reason", "known", "died_on"),
    [
        (CloseReason.DECEASED, None, TODAY),
        (CloseReason.DECEASED, date(2026, 11, 20), date(2026, 11, 20)),
        (CloseReason.MOVED, date(2026, 11, 20), date(2026, 11, 20)),
        (CloseReason.MOVED, None, None),
    ],
)
def test_closing_as_deceased_sets_the_day_of_death_unless_it_is_known(
    reason: CloseReason, known: date | None, died_on: date | None
) -> None:
    assert closed(replace(ANA, died_on=known), TODAY, reason).died_on == died_on


@pytest.mark.parametrize("reason", [reason for reason in CloseReason if reason is not CloseReason.DECEASED])
def test_reopening_takes_the_closing_off(reason: CloseReason) -> None:
    finished = closed(ANA, TODAY, reason, "Austin")
    assert reopened(finished, TODAY) == replace(ANA, opened_on=TODAY)


def test_what_is_closed_cannot_be_closed_and_what_is_open_cannot_be_reopened() -> None:
    finished = closed(ANA, TODAY, CloseReason.MOVED)
    with pytest.raises(Refused, match="finished"):
        closed(finished, TODAY, CloseReason.MOVED)
    with pytest.raises(Refused, match="open already"):
        reopened(ANA, TODAY)
    with pytest.raises(Refused, match="died"):
        reopened(closed(ANA, TODAY, CloseReason.DECEASED), TODAY)
    with pytest.raises(Refused, match="closed on"):
        reopened(finished, date(2026, 11, 24))


def test_only_where_a_client_with_a_confidential_address_lives_is_masked() -> None:
    client = replace(ANA, address="1 Elm St", city="Austin", state="TX", address_confidential=True)
    assert client.confidential() == ("address", "city", "zip")
    assert replace(client, address_confidential=False).confidential() == ()


@pytest.mark.parametrize(("typed", "word"), [("y", "yes"), ("NO", "no"), ("not_collected", "not-collected")])
def test_an_answer_is_read_as_forms_have_it(typed: str, word: str) -> None:
    assert Answer(typed) == word


# Names


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Ana", ("Ana", None)),
        ("Ana Ruiz", ("Ana", "Ruiz")),
        ("Ana María Ruiz", ("Ana María", "Ruiz")),
        ("Ruiz, Ana", ("Ana", "Ruiz")),
        ("van der Berg, Jan", ("Jan", "van der Berg")),
        ("Ruiz ,Ana María", ("Ana María", "Ruiz")),
        ("Ruiz,", (None, "Ruiz")),
        (", Ana", ("Ana", None)),
        ("", (None, None)),
    ],
)
def test_the_last_word_is_the_family_name_without_a_comma(words: str, name: tuple[str | None, str | None]) -> None:
    assert split_name(words) == name


@pytest.mark.parametrize(
    ("given_name", "family_name", "handle"),
    [
        ("Ana", "Ruiz", "ana-ruiz"),
        ("Mary-Kate", "O'Neill", "mary-kate-oneill"),
        ("Zoë", "Müller", "zoe-muller"),
        ("Łukasz", "Ørsted", "lukasz-orsted"),
        ("Олена", "Шевченко", "олена-шевченко"),
        ("सीता", "शर्मा", "सीता-शर्मा"),
        ("たろう", "がんば", "たろう-がんば"),
        ("민수", "김", "민수-김"),
        ("Snake__Case", None, "snake-case"),
        ("T42", None, "t42-client"),
        ("Me", None, "me-client"),
        ("***", None, "client"),
    ],
)
def test_a_handle_is_the_name_folded_its_script_kept_and_never_an_id(
    given_name: str, family_name: str | None, handle: str
) -> None:
    assert handle_from(given_name, family_name) == handle


@given(st.text(), st.text())
@example("℡", "㎏ ﷺ")
@example("İ", "ẞ̧")
def test_whatever_the_name_its_handle_is_one(given_name: str, family_name: str) -> None:
    assert is_handle(handle_from(given_name, family_name))


@given(st.text())
def test_folding_twice_is_folding_once_and_accents_and_case_are_nothing_to_it(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(text.casefold()) == fold(text)


def test_a_taken_handle_gets_the_first_free_number() -> None:
    assert free_handle("ana", {"anabel"}) == "ana"
    assert free_handle("ana", {"ana", "ana-2", "ana-4"}) == "ana-3"
