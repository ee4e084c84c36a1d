"""A language is one, whatever it is called."""

import pytest

from caseload.records.of.languages import language, languages


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("es", "spa", "Spanish", "español", "ESPANOL", "es-MX", "Spanish language"), "es"),
        (("zh", "Chinese", "Mandarin", "zh-Hans", "中文"), "zh"),
        (("ht", "Haitian Creole", "creole", "Kreyòl"), "ht"),
        (("American Sign Language", "ASL", "sign language"), "ase"),
        (("Mam", "mam"), "mam"),
    ],
)
def test_names_and_codes_of_a_language_are_one(words: tuple[str, ...], code: str) -> None:
    assert {language(word) for word in words} == {code}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("English, Spanish and Haitian Creole (some)", {"en", "es", "ht"}),
        ("inglés y español", {"en", "es"}),
        ("Vietnamese; Khmer/Lao", {"vi", "km", "lo"}),
        ("", set()),
    ],
)
def test_the_languages_in_a_text(text: str, found: set[str]) -> None:
    assert languages(text) == found
