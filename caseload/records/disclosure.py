"""What went to whom, when, why, and on what ground: the log that is never rewritten, only voided and written anew."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid
from caseload.records.consent import Consent, ConsentKind
from caseload.records.of import headings as also
from caseload.records.of.base import Vocabulary, kind
from caseload.records.of.nature import Coded, Says
from caseload.records.of.recipient import Addressed
from caseload.records.of.via import Via
from caseload.when.dates import Span, When


class Basis(Vocabulary):
    """On what ground it went out: a consent, or an exception that a law names."""

    CONSENT = "consent"
    TPO = "tpo"
    TO_INDIVIDUAL = "to-individual"
    MEDICAL_EMERGENCY = "medical-emergency"
    COURT_ORDER = "court-order"
    REQUIRED_BY_LAW = "required-by-law"
    RESEARCH = "research"
    AUDIT = "audit"
    INVOLVED_IN_CARE = "involved-in-care"
    INCIDENT = "incident"
    NATIONAL_SECURITY = "national-security"
    CORRECTIONAL = "correctional"
    LIMITED_DATA_SET = "limited-data-set"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"emergency": "medical-emergency", "law": "required-by-law", "client": "to-individual"}


class Notice(Vocabulary):
    """Which statement of 42 CFR 2.32 went with it."""

    NONE = "none"
    FULL = "full"
    SHORT = "short"


PART_2_BASES = frozenset((Basis.TO_INDIVIDUAL, Basis.MEDICAL_EMERGENCY, Basis.COURT_ORDER, Basis.RESEARCH, Basis.AUDIT))
"""Without a consent what 42 CFR Part 2 protects goes out on these alone (2.51, 2.52, 2.53, 2.61 to 2.67)."""

_NOT_COUNTED = frozenset((
    Basis.CONSENT, Basis.TPO, Basis.TO_INDIVIDUAL, Basis.INVOLVED_IN_CARE, Basis.INCIDENT, Basis.NATIONAL_SECURITY,
    Basis.CORRECTIONAL, Basis.LIMITED_DATA_SET,
))  # fmt: skip
"""What 45 CFR 164.528 leaves out of an accounting."""


@kind
class Disclosure(Addressed):
    """One disclosure about a client."""

    TABLE: ClassVar[str] = "disclosure"
    PREFIX: ClassVar[str] = "ds"
    SINCE: ClassVar[int] = 7
    WHEN: ClassVar[str] = "at"
    ORDER: ClassVar[tuple[str, ...]] = ("at desc", "id desc")
    FACTS: ClassVar[tuple[str, ...]] = ("at",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("recipient", "what", "purpose", "reason")

    client_id: Annotated[int, also.CLIENT]
    consent_id: Annotated[int | None, "The consent that covers it: cs1."] = None
    at: Annotated[When, Says("When it went out; now unless said."), also.DUE]
    what: Annotated[str, Says("What went out, in words.", needed=True), also.WORDS]
    counts: Annotated[str | None, Coded] = None
    """How many records of each kind a command let out: 3 notes, 1 task."""
    records: Annotated[tuple[str, ...], Coded] = ()
    """Which records those were, by their typed ids, several in a row as one: n1..n3."""
    purpose: Annotated[str | None, "For what."] = None
    basis: Annotated[Basis, "On what ground; consent unless said"] = Basis.CONSENT
    reason: Annotated[str | None, "Without a consent, why: the nature of the emergency, the order."] = None
    via: Annotated[Via | None, "How it was sent"] = None
    notice: Annotated[Notice, "Which statement of 42 CFR 2.32 went with it; none unless said"] = Notice.NONE
    disclosed_by: Annotated[str | None, Says("Who sent it, where that is somebody else.", flag="--by")] = None

    def __post_init__(self) -> None:
        """The rules of one disclosure."""
        super().__post_init__()
        if self.counts is not None and not all(map(_is_a_count, self.counts.split(", "))):
            raise Invalid("is no count of records", "such as 3 notes, 1 task; words go into what", field="counts")
        if self.basis is not Basis.CONSENT and self.consent_id is not None:
            raise Invalid("cannot stand beside a consent", "basis consent, or no consent", field="basis")
        if self.basis is Basis.MEDICAL_EMERGENCY and not self.reason:
            raise Invalid("is missing", "--reason with the nature of the emergency (42 CFR 2.51)", field="reason")

    @property
    def title(self) -> str:
        """What and to whom: 3 notes to pe2."""
        return f"{self.what} to {self.to.called}"

    @property
    def as_item(self) -> str:
        """To whom, by id: a list of what was done is no place for what went out."""
        return f"{self.counts or 'disclosure'} to {self.to.called if self.recipient is None else 'a recipient'}"


def held(refs: Iterable[str], more: int = 0) -> tuple[str, ...]:
    """Typed ids as a disclosure keeps them: three and more in a row as n1..n3; of very many how many more there are.

    `more` are those that are not named anyway.
    """
    from caseload.records.kinds import parse_ref

    runs: list[list[str]] = []
    for ref in sorted(dict.fromkeys(refs), key=lambda one: (one.rstrip("0123456789"), len(one), one)):
        before, here = (parse_ref(runs[-1][-1]) if runs else None), parse_ref(ref)
        if before and here == (before[0], before[1] + 1):
            runs[-1].append(ref)
        else:
            runs.append([ref])
    each = [one for run in runs for one in ([f"{run[0]}..{run[-1]}"] if len(run) > 2 else run)]
    left = max(0, len(each) - _KEPT) + more
    return (*each[:_KEPT], f"and-{left}-more") if left > 0 else tuple(each)


def spread(runs: Iterable[str]) -> tuple[list[str], int]:
    """The typed ids that a disclosure keeps, one by one, and how many more it says that there were."""
    from caseload.records.kinds import parse_ref

    refs, more = list[str](), 0
    for run in runs:
        first, _, last = run.partition("..")
        begin, end = parse_ref(first), parse_ref(last or first)
        if begin and end and begin[0] is end[0] and 0 <= (count := end[1] - begin[1] + 1) <= _LONGEST:
            refs += (f"{begin[0].PREFIX}{number}" for number in range(begin[1], begin[1] + count))
        elif run.startswith("and-"):
            more += int(said) if (said := run.removeprefix("and-").removesuffix("-more")).isdecimal() else 0
    return refs, more


_KEPT = 1000
_LONGEST = 100_000
"""Records in a row; more of one client nobody has."""


def _is_a_count(text: str) -> bool:
    """Whether it says how many of a kind: 3 notes. Lists without names show it, so that it is nothing else."""
    from caseload.records.kinds import kind_named

    number, _, noun = text.partition(" ")
    try:
        return number.isdecimal() and bool(kind_named(noun))
    except Invalid:
        return False


def accounted(
    found: Iterable[Disclosure], consents: Mapping[int, Consent], today: date, *, hipaa: bool, part2: bool
) -> list[Disclosure]:
    """The disclosures that an accounting asked for today has: of 164.528 six years, of 42 CFR 2.25 three; or all.

    The first leaves out the grounds that it exempts; the second has what went out by a consent that is no HIPAA
    authorization.
    """
    if not (hipaa or part2):
        return list(found)
    first = Span(6 if hipaa else 3, "y").after(today, -1)

    def counts(one: Disclosure) -> bool:
        if hipaa:
            return one.basis not in _NOT_COUNTED
        consent = consents.get(one.consent_id or 0)
        return one.basis is Basis.CONSENT and (consent is None or consent.kind is not ConsentKind.HIPAA)

    return [one for one in found if first <= one.at.day <= today and counts(one)]
