"""A field of the user's own: what a funder, a county or a grant asks for that no program foresaw."""

import re
from typing import Annotated, ClassVar
from unicodedata import category, normalize

from caseload.errors import Invalid
from caseload.records.of.base import Record, Vocabulary, kind
from caseload.records.of.nature import Coded


class OwnType(Vocabulary):
    """What a field of the user's own holds; words are several."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes-no"
    WORD = "word"
    WORDS = "words"


WORDED = (OwnType.WORD, OwnType.WORDS)


@kind
class OwnField(Record):
    """A field that the user has declared for a kind; its values stand in the records, under its id."""

    TABLE: ClassVar[str] = "field"
    PREFIX: ClassVar[str] = "f"
    SINCE: ClassVar[int] = 5
    ORDER: ClassVar[tuple[str, ...]] = ("of", "id")
    TITLE: ClassVar[str] = "label"
    VOID: ClassVar[str] = "drop"

    of: Annotated[str, Coded]
    """The noun of the kind it is for."""
    name: str
    type: Annotated[OwnType, "What it holds; text unless said"] = OwnType.TEXT
    label: Annotated[str, "What people call it; made of the name unless said."]
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """The rules of one declaration; whether its name is free is a question to the store."""
        super().__post_init__()
        # Here: the kinds are not there yet when this module is loaded.
        from caseload.records.kinds import KINDS

        if self.of not in (own := [kind.TABLE for kind in KINDS if kind.OWN]):
            raise Invalid("takes no fields of your own", f"one of {', '.join(own)}", field="of")
        if not re.fullmatch("[a-z][a-z0-9_]*", self.name):
            raise Invalid("is no name of a field", "a-z, 0-9 and _, a letter first: cohort, vet_status", field="name")
        has_words = self.type in WORDED
        if has_words and not self.words:
            raise Invalid(f"are missing from a field of type {self.type}", "--words A,B,C", field="words")
        if self.words and not has_words:
            raise Invalid(f"stand beside the type {self.type}", "--type word, or words for several", field="words")
        for word in self.words:
            if word == "none":
                # `--where "cohort = none"` asks for those that hold nothing.
                raise Invalid("holds none, which means nothing at all", "another word: not-any", field="words")
            if word != as_word(word):
                raise Invalid("holds what is no word", "small letters, digits and hyphens: army-reserve", field="words")


def as_word(text: str) -> str:
    """The text as a word is kept: small letters, hyphens for all between; Invalid is left to the record's rules."""
    letters = normalize("NFC", normalize("NFC", text).casefold())
    # A mark belongs to the letter before it: without them Hindi and Thai would fall apart.
    return "-".join("".join(one if one.isalnum() or category(one)[0] == "M" else " " for one in letters).split())


def split_words(typed: str) -> tuple[str, ...]:
    """The words in `Army, Air Force`, each once, as they are kept."""
    return tuple(dict.fromkeys(word for one in typed.split(",") if (word := as_word(one))))


def renamed(name: str) -> str:
    """What a field is called once its kind has one of that name by itself."""
    return f"own_{name}"
