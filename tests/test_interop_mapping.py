"""The mapping of docs/interop.md: every field and word of every kind is in it, and what it names exists.

tests/standards/ has the elements, codes and columns of the standards, in the versions that the page says.
"""

import re
from itertools import chain
from pathlib import Path

import pytest

from caseload.records.kinds import KINDS
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import Field, field_named, fields_of
from caseload.records.of.guarded import GUARDS

ROOT = Path(__file__).parents[1]
STANDARDS = ROOT / "tests" / "standards"
PAGE = (ROOT / "docs" / "interop.md").read_text("utf-8").partition("## How a field maps")[2]

Cells = list[str]


def rows_under(heading: str) -> tuple[Cells, list[Cells]]:
    """The header and the rows of the one table under a heading of the page."""
    (text,) = re.findall(rf"^##+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    header, ruler, *rows = [
        [cell.strip(" `") if not number else cell.strip() for number, cell in enumerate(line.strip("|").split("|"))]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    assert set("".join(ruler)) == {"-"}
    assert all(len(row) == len(header) and all(row) for row in rows)
    return header, rows


def mapped(kind: str) -> list[str]:
    """The fields in the table of a kind, in its order."""
    return [name.strip(" `") for first, *_ in rows_under(kind)[1] for name in first.split(",")]


def standard(name: str) -> dict[str, list[str]]:
    """A file of tests/standards: what stands before the blank or the colon, and the words after it."""
    lines = (STANDARDS / name).read_text("utf-8").splitlines()
    return {re.sub(":$", "", first): rest for first, *rest in map(str.split, lines) if first != "#"}


# Every field has a row


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.TABLE)
def test_every_field_of_every_kind_is_in_the_mapping(kind: type[Record]) -> None:
    common = mapped("everything")
    assert mapped(kind.TABLE) == [field.key for field in fields_of(kind) if field.key not in common]


def test_what_every_kind_has_is_mapped_once() -> None:
    assert mapped("everything") == [
        "id", "external_id", "source", "created_at", "updated_at", "voided_at", "void_reason", "own", *GUARDS,
    ]  # fmt: skip


def test_every_table_is_of_a_kind_and_names_its_standards() -> None:
    assert re.findall(r"^### (\w+)$", PAGE, re.MULTILINE) == ["everything", *(kind.TABLE for kind in KINDS)]
    plain, cards = ["field", "FHIR R4", "HUD HMIS CSV"], ["field", "FHIR R4", "vCard 4", "HUD HMIS CSV"]
    for kind in KINDS:
        # Whoever can be written to has a card.
        assert rows_under(kind.TABLE)[0] == (cards if field_named(kind, "email") else plain)


# Every word has its place


def vocabularies() -> dict[str, type[Vocabulary]]:
    """Each field that takes the words of a vocabulary: client.status and so on."""
    fields: list[tuple[type[Record], Field]] = [(kind, field) for kind in KINDS for field in fields_of(kind)]
    words = [(kind, field) for kind, field in fields if issubclass(field.type, Vocabulary)]
    guards = {f"everything.{field.key}": field.type for _, field in words if field.name in GUARDS}
    return guards | {f"{kind.TABLE}.{field.key}": field.type for kind, field in words if field.name not in GUARDS}


def test_every_vocabulary_has_its_row() -> None:
    assert [row[0] for row in rows_under("Words with a code system")[1]] == list(vocabularies())


def test_word_for_word_is_what_it_says() -> None:
    codes = standard("fhir-r4-codes.txt")
    found = {row[0]: row for row in rows_under("Words with a code system")[1] if row[3] == "word for word"}
    for name, (_, _, system, _, without) in found.items():
        words = [str(word) for word in vocabularies()[name]]
        left = [] if without == "-" else without.split(", ")
        assert sorted([*words, *left]) == sorted(codes[system]), name
    assert len(found) >= 11


def test_every_vocabulary_is_word_for_word_or_translated_or_own() -> None:
    translated = {row[0] for row in rows_under("Words that are translated")[1]}
    for name, element, system, how, _ in rows_under("Words with a code system")[1]:
        assert how in ("word for word", "translated below", "own words"), name
        assert name in translated or how != "translated below", name
        assert system == "-" or how != "own words", name
        assert element != "-" or how == "own words", name


def test_a_translated_vocabulary_is_translated_whole() -> None:
    rows = rows_under("Words that are translated")[1]
    for name in dict.fromkeys(row[0] for row in rows):
        assert [row[1] for row in rows if row[0] == name] == [str(word) for word in vocabularies()[name]], name


def test_the_codes_of_a_translation_exist() -> None:
    known = set(chain.from_iterable(standard("fhir-r4-codes.txt").values()))
    said = " ".join(row[2] for row in rows_under("Words that are translated")[1])
    codes = set(re.findall(r"\b[A-Z]{2,}\b", said)) | set(re.findall(r"data-absent-reason ([\w-]+)", said))
    assert len(codes) >= 18
    assert codes <= known


def test_the_numbers_of_a_translation_are_in_their_list() -> None:
    lists = {"client.interpreter": "1.8", "client.setting": "4.12", "client.close_reason": "V9.1"}
    rows = [row for row in rows_under("Words that are translated")[1] if row[3] != "-"]
    assert {row[0] for row in rows} == set(lists)
    for name, word, _, said in rows:
        numbers = re.findall(r"\d+", said.partition(", where")[0])
        assert numbers, word
        assert set(numbers) <= set(standard("hmis-csv.txt")[lists[name]]), word


# What the page names exists


def after(place: str, step: str, elements: dict[str, list[str]]) -> list[str]:
    """Where a step from an element or a type leads: the element itself and its types, or one type of a choice."""
    if (types := elements.get(f"{place}.{step}")) is not None:
        return [f"{place}.{step}", *types]
    choices = {name: types for name, types in elements.items() if name.startswith(f"{place}.") and name.endswith("[x]")}
    return [
        one
        for name, types in choices.items()
        for one in types
        if step == name.removeprefix(f"{place}.").removesuffix("[x]") + one[0].upper() + one[1:]
    ]


def is_element(path: str, elements: dict[str, list[str]]) -> bool:
    """Whether FHIR R4 has it: Task.restriction.period.end, Goal.target.dueDate."""
    first, *steps = path.split(".")
    places = [first]
    for step in steps:
        places = [found for place in places for found in after(place, step, elements)]
    return bool(places)


def test_every_element_that_the_page_names_is_one_of_fhir_r4() -> None:
    elements = standard("fhir-r4-elements.txt")
    named = set(re.findall(r"`([A-Z][A-Za-z]+(?:\.[a-z][A-Za-z]*)+)`", PAGE))
    assert len(named) > 100
    assert sorted(path for path in named if not is_element(path, elements)) == []
    assert not is_element("Appointment.cancellationReason", elements)
    assert not is_element("Goal.target.dueInstant", elements)


def test_every_column_that_the_page_names_is_one_of_hud() -> None:
    columns = {name: found for name, found in standard("hmis-csv.txt").items() if name.isalpha()}
    page = re.sub(r"\([A-Za-z.]+ until FY\d+\)", "", PAGE)
    named = re.findall(rf"\b({'|'.join(columns)})\.(?!csv\b)(\w+)", page)
    assert len(named) > 20
    assert [f"{file}.{column}" for file, column in named if column not in columns[file]] == []


def test_every_system_that_the_page_names_has_its_codes() -> None:
    named = set(re.findall(r"https?://[\w./-]+", PAGE))
    assert named <= set(standard("fhir-r4-codes.txt"))
