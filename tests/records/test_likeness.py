"""Two spellings of one name are told, whatever they differ in; two birthdays part them."""

import unicodedata
from datetime import date

import pytest

from caseload.records.client import Client
from caseload.records.of.likeness import is_namesake, likeness

BORN = date(1950, 2, 28)


def client(given: str | None, family: str | None, born_on: date | None = None) -> Client:
    return Client(given_name=given, family_name=family, handle="x", born_on=born_on)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("Ana", "Ruiz"), ("Ana", "Ruiz"), "same name"),
        (("Ana ", "Ruiz"), ("Ana", "Ruiz"), "names differ in blanks"),
        (("Zoë", "Müller"), (unicodedata.normalize("NFD", "Zoë"), "Müller"), "same name in other code points"),
        (("Ana", "Ruiz"), ("ANA", "ruiz"), "names differ in capitals"),
        (("Ana", "Ruiz"), ("\u200eAna", "Ru\u200biz"), "names differ in characters that nobody sees"),
        (("Zoë", "Müller"), ("Zoe", "Muller"), "names differ in accents"),
        (("Mary", "O'Neill"), ("Mary", "O’Neill"), "names differ in apostrophes, hyphens or blanks"),
        (("Mary", "O'Neill"), ("Mary", "ONeill"), "names differ in apostrophes, hyphens or blanks"),
        (("Mary", "O'Neill"), ("Mary", "O Neill"), "names differ in apostrophes, hyphens or blanks"),
        (("Mary-Kate", "Li"), ("Mary Kate", "Li"), "names differ in apostrophes, hyphens or blanks"),
        (("Mary-Kate", "Li"), ("Marykate", "Li"), "names differ in apostrophes, hyphens or blanks"),
        (("Mary‐Kate", "Li"), ("Mary-Kate", "Li"), "names differ in apostrophes, hyphens or blanks"),
        (("Wei", "Li"), ("Li", "Wei"), "names swapped"),
        (("Zoë", "O'Neill"), ("oneill", "zoe"), "names swapped"),
        (("Jan van der", "Berg"), ("Jan", "van der Berg"), "same name"),
        (("伟", "李"), ("李", "伟"), "names swapped"),
        (("Eve", None), (None, "Eve"), "same name"),
        (("Ana", "Ruiz"), ("Anna", "Ruiz"), ""),
        (("Ann", "Aruiz"), ("Anna", "Ruiz"), "names differ in apostrophes, hyphens or blanks"),
        (("Ana", "Ruiz"), ("Bo", "Li"), ""),
    ],
)
def test_what_two_names_differ_in_is_named(one: tuple[str, str], other: tuple[str, str], reason: str) -> None:
    expected = f"{reason}, birthdays unknown" if reason else ""
    assert likeness(client(*one), client(*other)) == likeness(client(*other), client(*one)) == expected


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (client("Ana", "Ruiz", BORN), client("Ana", "Ruiz", BORN), "same name, same birthday"),
        (client("Ana", "Ruiz", BORN), client("Ana", "Ruiz"), "same name, birthday unknown of one"),
        (client("Ana", "Ruiz", BORN), client("Ana", "Ruiz", date(1950, 3, 28)), ""),
        (client("Ana", "Ruiz", BORN), client("Anna", "Ruiz", BORN), "same family name, same birthday"),
        (client("Ana", "Ruiz", BORN), client("Ana", "Rúiz-Lopez", BORN), "same given name, same birthday"),
        (client("Ana", "Ruiz", BORN), client("Bo", "Li", BORN), ""),
        (client("Ana", None, BORN), client("Bo", None, BORN), ""),
    ],
)
def test_a_birthday_joins_and_parts(one: Client, other: Client, reason: str) -> None:
    assert likeness(one, other) == likeness(other, one) == reason


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("Ana", "Ruiz", "Kiki"), ("Kiki", "Ruiz", None), True),
        (("Ana", "Ruiz", "Kiki"), ("Ruíz", "KIKI", None), True),
        (("Ana", "Ruiz", "Kiki"), ("Eva", "Ruiz", "Kiki"), True),
        (("Ana", None, "Ana Ruiz"), ("Ana", "Ruiz", None), True),
        (("Ana", "Ruiz", "Kiki"), ("Kiki", "Li", None), False),
        (("Ana", "Ruiz", "Kiki"), ("Eva", "Ruiz", None), False),
    ],
)
def test_what_someone_is_called_is_a_name_too(
    one: tuple[str, str, str], other: tuple[str, str, str], *, alike: bool
) -> None:
    first, second = (
        Client(given_name=given, family_name=family, preferred_name=called, handle="x")
        for given, family, called in (one, other)
    )
    expected = "called by one name, birthdays unknown" if alike else ""
    assert likeness(first, second) == likeness(second, first) == expected
    assert is_namesake(first, second) is is_namesake(second, first) is alike
