"""A number that an agency knows a client by."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.base import Vocabulary, in_order, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Bare, Digits, LastFour, Says
from caseload.records.of.tail import is_tail, significant, tail


class System(Vocabulary):
    """Whose number it is."""

    MEDICAID = "medicaid"
    MEDICARE = "medicare"
    SSN = "ssn"
    MRN = "mrn"
    BOOKING = "booking"
    DOC = "doc"
    SCHOOL = "school"
    CASE = "case"
    OTHER = "other"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {
            "social": "ssn", "social-security": "ssn", "mbi": "medicare", "chart": "mrn", "medical-record": "mrn",
            "jail": "booking", "prison": "doc", "corrections": "doc", "inmate": "doc", "student": "school",
            "case-number": "case",
        }  # fmt: skip

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """What a column of such numbers is called."""
        systems = ((key.partition("_")[0], one.phrases.split("|")) for key, one in also.NUMBERS.items())
        return {phrase.replace(" ", "-"): system for system, phrases in systems for phrase in phrases}


ONE_PERSON = (System.SSN, System.MEDICAID, System.MEDICARE)
"""The systems that give no number to two people: one number of two clients says that they may be one."""


@kind
class Identifier(Guarded):
    """A number that an agency knows one client by; shown by its last four characters alone."""

    TABLE: ClassVar[str] = "identifier"
    PREFIX: ClassVar[str] = "i"
    SINCE: ClassVar[int] = 8
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    WHEN: ClassVar[str] = "until_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "system", "id")
    TITLE: ClassVar[str] = "said"
    LIVED: ClassVar[tuple[str, ...]] = ("from_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("agency",)

    client_id: Annotated[int, also.CLIENT]
    system: Annotated[System, "Whose number it is", also.SYSTEM] = System.OTHER
    value: Annotated[
        str, Says("Another number, or - to type it unseen.", later=True), Bare, Digits, LastFour, also.IDENTIFIER
    ]  # fmt: skip
    agency: Annotated[str | None, "The agency: county jail, Elm Street School.", also.ISSUER] = None
    from_on: Annotated[date | None, Says("Since when it is the client's.", flag="--from"), also.ISSUED_FROM] = None
    until_on: Annotated[date | None, Says("The last day it holds.", flag="--until"), also.HOLDS_UNTIL] = None

    def __post_init__(self) -> None:
        """The rules of one number."""
        super().__post_init__()
        if is_tail(self.value):
            raise Invalid("is only the mask of it", "the number itself; export it with --reveal", field="value")
        if not significant(self.value):
            raise Invalid("is no number", "letters or digits, such as 1234567A", field="value")
        in_order(self, "from_on", "until_on")

    @property
    def said(self) -> str:
        """Whose number it is, and its end: medicaid ***6789."""
        return f"{self.system} {tail(self.value)}"


def oddity(identifier: Identifier) -> str:
    """What is odd about its shape, or nothing: an SSN has nine digits. No law of ours says so, and it is kept."""
    if identifier.system is not System.SSN:
        return ""
    found = significant(identifier.value)
    if len(found) == SSN_DIGITS and found.isascii() and found.isdecimal():
        return ""
    short = " (a spreadsheet may have dropped a zero)" if found.isdecimal() and len(found) in (7, 8) else ""
    return f"an SSN without nine digits{short}"


SSN_DIGITS = 9
