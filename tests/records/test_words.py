"""The words beside the fields, and those by which a kind is called: people read them in help, pages and messages."""

import re

import pytest
from invented import example
from nouns import ADDED, LEAVES, TABLES, typed_fields
from typable import flag_of, option_of

from caseload.commands.kit.options import LISTED
from caseload.records.kinds import KINDS, many, noun_of, with_article
from caseload.records.of.base import Record, Vocabulary

EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=TABLES)
EACH_ADDED = pytest.mark.parametrize("kind", ADDED, ids=lambda kind: kind.TABLE)

FILTERS = {f"--{name}" for name in (*LISTED, "confirm")}


def is_sentence(words: str) -> bool:
    """Whether they begin with a capital, have single blanks between them, and fit into help's column."""
    return words[:1].isupper() and " ".join(words.split()) == words and len(words) <= 100


@EACH_KIND
def test_the_words_of_a_field_are_a_sentence_that_ends_where_no_words_of_a_vocabulary_follow(
    kind: type[Record],
) -> None:
    words = {field: field.says.words for field in typed_fields(kind) if field.says}
    assert {field.key: said for field, said in words.items() if not is_sentence(said)} == {}
    ended = {field.key: said.endswith(".") for field, said in words.items()}
    assert ended == {field.key: not issubclass(field.type, Vocabulary) for field in words}


@EACH_ADDED
def test_add_asks_for_what_is_not_said_later_and_insists_on_what_it_cannot_do_without(kind: type[Record]) -> None:
    options = {field: option_of(LEAVES[f"{kind.TABLE} add"], field) for field in typed_fields(kind)}
    later = [field.key for field in options if field.says and field.says.later]
    needed = [field.key for field in options if field.says and field.says.needed]
    assert [field.key for field in options if field.key in later and options[field]] == []
    assert [field.key for field, option in options.items() if option and option.required] == needed


@EACH_KIND
def test_no_two_fields_of_a_kind_are_typed_with_one_flag(kind: type[Record]) -> None:
    flags = [one for field in typed_fields(kind) for one in (flag_of(field), field.says and field.says.short) if one]
    assert len(set(flags)) == len(flags), flags


@EACH_ADDED
@pytest.mark.parametrize("verb", ["add", "edit"])
def test_no_filter_stands_in_the_place_of_a_field(kind: type[Record], verb: str) -> None:
    """The field would lose its option to the filter unseen."""
    command = LEAVES[f"{kind.TABLE} {verb}"]
    filters = {flag for one in command.params if str(one.name).endswith("_filter") for flag in one.opts}
    assert filters <= FILTERS
    assert {flag_of(field) for field in typed_fields(kind)} & filters == set()


def test_no_option_of_a_command_is_there_twice() -> None:
    flags = {
        path: [flag for one in it.params for flag in (*one.opts, *one.secondary_opts)] for path, it in LEAVES.items()
    }
    assert {path: found for path, found in flags.items() if len(set(found)) < len(found)} == {}


# What a kind is called


@EACH_KIND
def test_an_stands_before_a_vowel_as_it_is_spoken(kind: type[Record]) -> None:
    """An hour, but a unit."""
    spoken = re.match(r"[aeiou]|hour|honest", noun_of(kind)) and not re.match(r"uni|use|eu|one", noun_of(kind))
    assert with_article(kind) == f"{'an' if spoken else 'a'} {noun_of(kind)}"


@EACH_KIND
def test_several_are_called_by_a_plural_of_their_own_where_an_s_would_not_do(kind: type[Record]) -> None:
    several = many(kind.TABLE, 2).removeprefix("2 ")
    assert many(kind.TABLE, 1) == f"1 {noun_of(kind)}"
    an_s_would_do = not re.search(r"([^aeiou]y|s|x|z|ch|sh|um|person|child)$", kind.TABLE)
    assert (several == f"{kind.TABLE}s") is an_s_would_do, several
    assert (kind.PLURAL == "") is an_s_would_do


@EACH_KIND
def test_a_kind_is_told_by_one_short_sentence(kind: type[Record]) -> None:
    told = (type(example(kind)).__doc__ or "").partition("\n")[0]
    assert re.fullmatch(r"[A-Z].{5,150}\.", told)
