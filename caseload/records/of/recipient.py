"""To whom something goes: a person around the client, a provider of the directory, or whom some words name."""

from typing import Annotated, NamedTuple, Self

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.base import Record, kind
from caseload.records.of.names import fold
from caseload.records.of.nature import Bare, Says


class Recipient(NamedTuple):
    """Exactly one of the three; words are the same where they differ in case, blanks and accents alone."""

    person_id: int | None = None
    provider_id: int | None = None
    words: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """What was typed: a typed id of a person or a provider, else words; raises Invalid for another kind's id."""
        from caseload.records.kinds import parse_ref

        found = parse_ref(text)
        if found is None:
            return cls(words=text.strip() or None)
        table, number = found[0].TABLE, found[1]
        if table not in ("person", "provider"):
            raise Invalid("is neither a person nor a provider", "pe1, pr1, or the words of the consent", typed=text)
        return cls(person_id=number) if table == "person" else cls(provider_id=number)

    @property
    def called(self) -> str:
        """pe2, pr1, or the words."""
        if self.person_id is not None:
            return f"pe{self.person_id}"
        return f"pr{self.provider_id}" if self.provider_id is not None else self.words or ""

    def is_same(self, other: Self) -> bool:
        """Whether both are one recipient; a name in words is not taken for the person who bears it."""
        return self[:2] == other[:2] and fold(self.words or "") == fold(other.words or "")


@kind
class Addressed(Record):
    """A record that says to whom; the three fields stand behind the kind's own."""

    person_id: int | None = None
    """Someone around the client."""
    provider_id: int | None = None
    recipient: Annotated[
        str | None, Says("To whom: a person (pe1), a provider (pr1), or words.", needed=True), Bare, also.RELEASED_TO
    ] = None

    def __post_init__(self) -> None:
        """Exactly one of the three is there."""
        super().__post_init__()
        count = sum(one is not None for one in self.to)
        if count != 1:
            fault = "is missing" if not count else "is said twice"
            raise Invalid(fault, "one person (pe1), one provider (pr1), or words", field="recipient")

    @property
    def to(self) -> Recipient:
        """To whom it is."""
        return Recipient(self.person_id, self.provider_id, self.recipient)
