"""What was found out about two clients who look alike: one person, or two."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.base import Record, Vocabulary, kind
from caseload.records.of.nature import To


class LinkType(Vocabulary):
    """How two clients belong together (HL7 FHIR R4 Patient.link.type; the last word from its match-grade)."""

    SEEALSO = "seealso"
    REPLACED_BY = "replaced-by"
    CERTAINLY_NOT = "certainly-not"


@kind
class Link(Record):
    """Two clients who are one person, or who look it and are not; neither is merged, moved or hidden by it."""

    TABLE: ClassVar[str] = "link"
    PREFIX: ClassVar[str] = "lk"
    SINCE: ClassVar[int] = 4
    WHEN: ClassVar[str] = "linked_on"
    ORDER: ClassVar[tuple[str, ...]] = ("linked_on", "id")
    TITLE: ClassVar[str] = "said"
    WITHIN: ClassVar[tuple[str, ...]] = ("linked_on",)
    FACTS: ClassVar[tuple[str, ...]] = ("linked_on",)

    client_id: Annotated[int, also.CLIENT]
    other_id: Annotated[int, To("client")]
    type: LinkType = LinkType.SEEALSO
    linked_on: date
    reason: str | None = None

    def __post_init__(self) -> None:
        """The rules of one link."""
        super().__post_init__()
        if self.client_id == self.other_id:
            raise Invalid("is the client itself", "another client", field="other")

    @property
    def outlives(self) -> bool:
        """What is found out of two records is no matter of a life."""
        return True

    @property
    def said(self) -> str:
        """What the link says of its client, with the other to come after it."""
        return said_of(self, self.client_id)


def said_of(link: Link, client_id: int) -> str:
    """What the link says of one of its two, with the other to come after it: the same person as."""
    if link.type is LinkType.REPLACED_BY and client_id == link.other_id:
        return "replaces"
    return {
        LinkType.SEEALSO: "the same person as",
        LinkType.REPLACED_BY: "replaced by",
        LinkType.CERTAINLY_NOT: "not the same person as",
    }[link.type]


def other_of(link: Link, client_id: int) -> int:
    """The number of the other of the two."""
    return link.other_id if client_id == link.client_id else link.client_id


def settled(links: Iterable[Link]) -> Callable[[int, int], bool]:
    """Whether two clients were said to be one person, or two; also by way of a third who is the same as one."""
    known = list(links)
    same: dict[int, int] = {}

    def first(number: int) -> int:
        while number in same:
            number = same[number]
        return number

    for link in known:
        one, other = first(link.client_id), first(link.other_id)
        if link.type is not LinkType.CERTAINLY_NOT and one != other:
            same[one] = other
    apart = {
        frozenset((first(link.client_id), first(link.other_id)))
        for link in known if link.type is LinkType.CERTAINLY_NOT
    }  # fmt: skip
    return lambda one, other: first(one) == first(other) or frozenset((first(one), first(other))) in apart
