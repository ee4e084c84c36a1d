"""A release of information: what a client allows to be disclosed, to whom, for what, until when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, NamedTuple

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import Vocabulary, in_order, kind
from caseload.records.of.clock import Clock
from caseload.records.of.guarded import Sensitivity
from caseload.records.of.names import fold
from caseload.records.of.nature import Coded, Says, With
from caseload.records.of.recipient import Addressed
from caseload.value import replace


class ConsentKind(Vocabulary):
    """By which rule it is made: 45 CFR 164.508, or a kind of 42 CFR 2.31."""

    HIPAA = "hipaa"
    TPO_SINGLE = "tpo-single"
    SPECIFIC = "specific"
    COUNSELING_NOTES = "counseling-notes"
    PROCEEDINGS = "proceedings"
    INTERMEDIARY = "intermediary"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"authorization": "hipaa", "tpo": "tpo-single"}


class ConsentStatus(Vocabulary):
    """Where a consent stands (HL7 FHIR R4 Consent.status)."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    REJECTED = "rejected"
    INACTIVE = "inactive"
    ENTERED_IN_ERROR = "entered-in-error"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The word people type."""
        return {"revoked": "inactive"}


class DataClass(Vocabulary):
    """What sort of record it covers: what no law of its own guards, and each of those that one does."""

    GENERAL = "general"
    SUD = "SUD"
    MH = "MH"
    HIV = "HIV"
    SDV = "SDV"
    PSYTHPN = "PSYTHPN"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The same in lower case; what notes call normal."""
        return {"normal": "general", **{member.value.lower(): member.value for member in cls}}


class Statement(Vocabulary):
    """What the paper has to tell whoever signs it."""

    REVOCATION = "revocation"
    CONDITIONING = "conditioning"
    REDISCLOSURE = "redisclosure"
    HIPAA_REDISCLOSURE = "hipaa-redisclosure"
    REFUSAL = "refusal"


@kind
class Consent(Addressed):
    """One release of information that a client, or whoever may sign for the client, gives."""

    TABLE: ClassVar[str] = "consent"
    PREFIX: ClassVar[str] = "cs"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("draft", "proposed", "active")
    WHEN: ClassVar[str] = "expires_on"
    ORDER: ClassVar[tuple[str, ...]] = ("client_id", "expires_on is null", "expires_on", "id")
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="consent", field="expires_on", called="day of expiry", words="consent", many="consents that end",
            reason="consent expires", looks_at="active consents with expires_on", counts=("active",), lead="30d",
            source="as signed; warning ahead: practice",
        ),
        Clock(
            name="consent-event", field="event_asked_on", called="event to ask about", words="consent",
            many="consents to ask about", reason="last asked on {} whether its event has happened",
            looks_at="active consents with expires_event", counts=("active",), until="event_on", ended="ended on",
            unset=True, source="no source has an interval",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("signed_on", "event_on", "event_asked_on", "revoked_on")
    ORDERED: ClassVar[Mapping[str, tuple[str, ...]]] = {"signed_on": ("event_on", "event_asked_on")}
    WITHIN: ClassVar[tuple[str, ...]] = ("signed_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("recipient", "purpose", "description", "discloser", "intermediary")

    client_id: Annotated[int, also.CLIENT]
    kind: Annotated[ConsentKind, "By which rule it is made"] = ConsentKind.HIPAA
    discloser: Annotated[str | None, "Who may disclose: a name, or a class of persons."] = None
    intermediary: Annotated[str | None, "Through whom it goes, where the recipients are its participants."] = None
    purpose: Annotated[str | None, "For what; several with ; between them."] = None
    data_classes: Annotated[
        tuple[str, ...],
        Says("A sort of record it covers, may be repeated: general, SUD, MH, HIV, SDV, PSYTHPN.", flag="--data-class"),
        Coded,
    ] = ()
    description: Annotated[str | None, "What it covers, how much and of what kind, in words."] = None
    statements: Annotated[
        tuple[str, ...],
        Says("A statement that the paper has, may be repeated; consent check names them.", flag="--statement"),
        Coded,
    ] = ()  # fmt: skip
    signed_by: Annotated[str | None, "Who signed it: client, or a name."] = None
    authority: Annotated[str | None, "By what right somebody else than the client signed: guardian."] = None
    signed_on: Annotated[date | None, "The day it was signed.", also.SIGNED] = None
    expires_on: Annotated[date | None, "The last day on which it holds.", also.FINISHED] = None
    expires_event: Annotated[str | None, "The event that ends it, in words; none where none is to."] = None
    event_on: Annotated[date | None, Says("The day that event happened.", later=True), With("expires_event")] = None
    event_asked_on: Annotated[
        date | None, Says("The day it was last asked whether it has.", later=True), With("expires_event")
    ] = None  # fmt: skip
    revoked_on: Annotated[date | None, Says("The day it was revoked.", later=True)] = None
    revoked_how: Annotated[str | None, Says("How it was revoked.", later=True), With("revoked_on")] = None
    revoked_by: Annotated[str | None, Says("Who revoked it.", later=True), With("revoked_on")] = None
    status: Annotated[ConsentStatus, "Where it stands; draft unless signed", also.STANDING] = ConsentStatus.DRAFT

    def __post_init__(self) -> None:
        """The rules of one consent, its words as the vocabularies have them."""
        super().__post_init__()
        vars(self)["data_classes"] = _words(DataClass, self.data_classes, "data_classes")
        vars(self)["statements"] = _words(Statement, self.statements, "statements")
        in_order(self, "signed_on", "expires_on")
        in_order(self, "signed_on", "revoked_on")
        if self.event_on and not self.expires_event:
            raise Invalid("is set on a consent without expires_event", "the event, too", field="event_on")

    @property
    def title(self) -> str:
        """What it is and to whom: hipaa to pe2."""
        return f"{self.kind} to {self.to.called}"


def _words(words: type[Vocabulary], typed: Sequence[str], field: str) -> tuple[str, ...]:
    read = []
    for one in typed:
        try:
            read.append(str(words(one)))
        except ValueError:
            raise Invalid("is not accepted", f"some of {words.accepted()}", typed=one, field=field) from None
    return tuple(dict.fromkeys(read))


class Missing(NamedTuple):
    """An element that a consent lacks: what it is, the options of `consent edit` that add it, who asks for it."""

    name: str
    edit: str
    law: str


_CFR = "42 CFR 2.31(a)"
_HIPAA = "45 CFR 164.508"
_NOTHING = frozenset({"none", "no expiration", "never"})
_PSYCHOTHERAPY = (str(Sensitivity.PSYTHPN),)


def missing(consent: Consent, client: Sequence[str] = ()) -> list[Missing]:
    """What the rule of its kind asks for and a consent lacks, in that order; `client` is how the client is called.

    What it covers in `data_classes` is asked for by caseload itself, which could not tell otherwise.
    """
    law = _Law.of(consent.kind)
    found = [
        *_unsaid(consent, law),
        *_unstated(consent, law),
        *_unsigned(consent, law, client),
    ]
    alone = _PSYCHOTHERAPY[0] in consent.data_classes and consent.data_classes != _PSYCHOTHERAPY
    if alone or (consent.kind is ConsentKind.COUNSELING_NOTES and consent.data_classes not in ((), _PSYCHOTHERAPY)):
        found.append(Missing("notes of counseling alone, nothing beside them", "--data-class PSYTHPN", law.notes))
    return found


class _Law(NamedTuple):
    """Where the elements stand in the rule of a kind."""

    discloser: str
    description: str
    purpose: str
    expiry: str
    signature: str
    signed_on: str
    authority: str
    notes: str
    statements: Mapping[Statement, str]

    @classmethod
    def of(cls, kind: ConsentKind) -> "_Law":
        """Those of 164.508(c) for an authorization, else those of 2.31."""
        if kind is ConsentKind.HIPAA:
            return cls(
                f"{_HIPAA}(c)(1)(ii)", f"{_HIPAA}(c)(1)(i)", f"{_HIPAA}(c)(1)(iv)", f"{_HIPAA}(c)(1)(v)",
                f"{_HIPAA}(c)(1)(vi)", f"{_HIPAA}(c)(1)(vi)", f"{_HIPAA}(c)(1)(vi)", f"{_HIPAA}(b)(3)(ii)",
                {
                    Statement.REVOCATION: f"{_HIPAA}(c)(2)(i)",
                    Statement.CONDITIONING: f"{_HIPAA}(c)(2)(ii)",
                    Statement.REDISCLOSURE: f"{_HIPAA}(c)(2)(iii)",
                },
            )  # fmt: skip
        tpo = {
            Statement.HIPAA_REDISCLOSURE: f"{_CFR}(4)(iii)",
            Statement.REDISCLOSURE: f"{_CFR}(10)",
            Statement.REFUSAL: f"{_CFR}(10)",
        }
        return cls(
            f"{_CFR}(2)", f"{_CFR}(3)", f"{_CFR}(5)", f"{_CFR}(7)", f"{_CFR}(8)", f"{_CFR}(9)", "42 CFR 2.14, 2.15",
            "42 CFR 2.31",
            {Statement.REVOCATION: f"{_CFR}(6)", **(tpo if kind is ConsentKind.TPO_SINGLE else {})},
        )  # fmt: skip


def _unsaid(consent: Consent, law: _Law) -> Iterator[Missing]:
    if not consent.discloser:
        yield Missing("who may disclose", "--discloser TEXT", law.discloser)
    if not consent.description:
        yield Missing("what may be disclosed, how much and of what kind", "--description TEXT", law.description)
    if not consent.data_classes:
        alone = DataClass.PSYTHPN if consent.kind is ConsentKind.COUNSELING_NOTES else DataClass.GENERAL
        yield Missing("which sorts of record it covers", f"--data-class {alone}", "caseload's own")
    if consent.kind is ConsentKind.INTERMEDIARY and not consent.intermediary:
        yield Missing("the intermediary", "--intermediary TEXT", f"{_CFR}(4)(ii)")
    if not consent.purpose:
        yield Missing("for what purpose", "--purpose TEXT", law.purpose)
    is_none = fold(consent.expires_event or "") in _NOTHING
    if consent.expires_on is None and (
        not consent.expires_event or (is_none and consent.kind is not ConsentKind.TPO_SINGLE)
    ):
        yield Missing("a day or an event that ends it", "--expires-on DAY", law.expiry)


def _unstated(consent: Consent, law: _Law) -> Iterator[Missing]:
    # Each with all of them, since an edit sets the whole list.
    every = " ".join(f"--statement {one}" for one in dict.fromkeys((*consent.statements, *map(str, law.statements))))
    for statement, where in law.statements.items():
        if statement not in consent.statements:
            yield Missing(_STATED[statement], every, where)


_STATED = {
    Statement.REVOCATION: "the statement of the right to revoke, and how",
    Statement.CONDITIONING: "the statement whether treatment, payment or eligibility depend on it",
    Statement.REDISCLOSURE: "the statement that it may be disclosed again and be protected no more",
    Statement.HIPAA_REDISCLOSURE: "the statement that it may be disclosed again as HIPAA has it, not in proceedings",
    Statement.REFUSAL: "the statement of what follows from not signing",
}


def _unsigned(consent: Consent, law: _Law, client: Sequence[str]) -> Iterator[Missing]:
    if not consent.signed_by:
        yield Missing("the signature", "--signed-by client", law.signature)
    elif not consent.authority and not _is_the_client(consent.signed_by, client):
        yield Missing(f"by what right {consent.signed_by} signs", "--authority TEXT", law.authority)
    if consent.signed_on is None:
        yield Missing("the day of signature", "--signed-on DAY", law.signed_on)


def _is_the_client(signed_by: str, names: Sequence[str]) -> bool:
    said = set(fold(signed_by).split())
    return said in ({"client"}, {"patient"}, {"self"}) or any(said <= set(fold(name).split()) for name in names)


def signed(consent: Consent, by: str, on: date, authority: str | None = None) -> Consent:
    """The consent as signed that day, and active; raises Refused for one that is over or signed already."""
    if consent.status not in Consent.OPEN or consent.revoked_on:
        raise Refused(f"{consent.ref} is {consent.status}", "write another with caseload consent add")
    if consent.signed_on and consent.status is ConsentStatus.ACTIVE:
        raise Refused(f"{consent.ref} was signed on {consent.signed_on}", f"caseload consent edit {consent.ref}")
    asked = consent.event_asked_on or (on if consent.expires_event else None)
    return replace(
        consent, signed_by=by, signed_on=on, authority=authority or consent.authority, event_asked_on=asked,
        status=ConsentStatus.ACTIVE,
    )  # fmt: skip


def revoked(consent: Consent, on: date, how: str | None, by: str | None) -> Consent:
    """The consent as revoked that day, and inactive; raises Refused for one that was never signed or is revoked."""
    if consent.revoked_on:
        raise Refused(f"{consent.ref} was revoked on {consent.revoked_on}")
    if consent.signed_on is None:
        raise Refused(f"{consent.ref} was never signed", f"caseload consent void {consent.ref} --reason TEXT")
    return replace(consent, revoked_on=on, revoked_how=how, revoked_by=by, status=ConsentStatus.INACTIVE)


def ended(consent: Consent, on: date | None, asked_on: date) -> Consent:
    """The consent whose event happened `on` a day, and inactive; or, without one, as asked about that day."""
    if not consent.expires_event:
        raise Refused(f"{consent.ref} ends by no event", f"caseload consent edit {consent.ref} --expires-event TEXT")
    if consent.event_on:
        raise Refused(f"{consent.ref} ended on {consent.event_on}")
    if on is None:
        return replace(consent, event_asked_on=asked_on)
    return replace(consent, event_on=on, event_asked_on=asked_on, status=ConsentStatus.INACTIVE)


def dated(consent: Consent, before: Consent) -> Consent:
    """The consent as it was edited, inactive where a day that ends it was newly said.

    Raises Invalid where it was never signed.
    """
    new = [name for name in ("revoked_on", "event_on") if getattr(consent, name) and not getattr(before, name)]
    if not new or consent.status not in Consent.OPEN:
        return consent
    if consent.signed_on is None:
        raise Invalid("is set on a consent that was never signed", "the day of signature, too", field=new[0])
    return replace(consent, status=ConsentStatus.INACTIVE)


def closed(consent: Consent, day: date, client: Sequence[str] = ()) -> str:
    """Why a consent opens no gate on a day; nothing where it does."""
    if consent.signed_on is None or consent.signed_on > day:
        return "is not signed" if consent.signed_on is None else f"is signed on {consent.signed_on}"
    if consent.revoked_on and consent.revoked_on <= day:
        return f"was revoked on {consent.revoked_on}"
    if consent.expires_on and consent.expires_on < day:
        return f"expired on {consent.expires_on}"
    if consent.event_on and consent.event_on <= day:
        return f"ended on {consent.event_on}"
    is_past = consent.status is ConsentStatus.INACTIVE and (consent.revoked_on or consent.event_on)
    if consent.voided_at or (consent.status is not ConsentStatus.ACTIVE and not is_past):
        return "was voided" if consent.voided_at else f"is {consent.status}"
    if lacks := missing(consent, client):
        return f"lacks {len(lacks)} element{'s'[: len(lacks) > 1]}: caseload consent check {consent.ref}"
    return ""
