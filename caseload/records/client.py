"""The person served."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of.base import MASK, Record, Vocabulary, in_order, intervals
from caseload.records.of.clock import Reckoned, Still, Terms, on_day
from caseload.records.of.names import discreet, initials, is_handle, is_like_an_id
from caseload.when.dates import When


class ClientStatus(Vocabulary):
    """Where the episode of care stands (HL7 FHIR R4 EpisodeOfCare.status)."""

    PLANNED = "planned"
    WAITLIST = "waitlist"
    ACTIVE = "active"
    ONHOLD = "onhold"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """On-hold, as the other kinds spell it; open and closed, as people say it."""
        return {"on-hold": "onhold", "open": "active", "closed": "finished"}


class CloseReason(Vocabulary):
    """Why a client was closed."""

    GOALS_MET = "goals-met"
    MOVED = "moved"
    DECLINED = "declined"
    LOST_CONTACT = "lost-contact"
    INELIGIBLE = "ineligible"
    TRANSFERRED = "transferred"
    DECEASED = "deceased"
    OTHER = "other"


class Setting(Vocabulary):
    """Where the client is living or held."""

    HOME = "home"
    ASSISTED_LIVING = "assisted-living"
    NURSING_HOME = "nursing-home"
    HOSPITAL = "hospital"
    PSYCHIATRIC = "psychiatric"
    TREATMENT = "treatment"
    JAIL_PRISON = "jail-prison"
    SHELTER = "shelter"
    UNSHELTERED = "unsheltered"
    TRANSITIONAL = "transitional"
    FOSTER = "foster"
    FAMILY_FRIENDS = "family-friends"
    OTHER = "other"
    UNKNOWN = "unknown"


class Certainty(Vocabulary):
    """How far a release date can be relied on."""

    FIRM = "firm"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class Answer(Vocabulary):
    """A yes or a no, or which of three ways it is missing; none of the three is a no (HUD HMIS FY2026)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    NOT_COLLECTED = "not-collected"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """One letter, as forms have it."""
        return {"y": "yes", "n": "no"}


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Client(Record):
    """The person served."""

    TABLE: ClassVar[str] = "client"
    PREFIX: ClassVar[str] = "c"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("planned", "waitlist", "active", "onhold")
    WHEN: ClassVar[str] = "opened_on"
    ORDER: ClassVar[tuple[str, ...]] = ("fold(coalesce(family_name, given_name))", "fold(given_name)", "id")
    TITLE: ClassVar[str] = "name"
    FACTS: ClassVar[tuple[str, ...]] = ("born_on", "died_on", "opened_on", "closed_on")
    SEARCHED: ClassVar[tuple[str, ...]] = (
        "given_name", "family_name", "preferred_name", "handle", "phone", "phone_other", "email", "address", "city",
        "zip", "language", "tags", "remarks", "external_id",
    )  # fmt: skip

    given_name: str | None = None
    family_name: str | None = None
    preferred_name: str | None = None
    pronouns: str | None = None
    born_on: date | None = None
    died_on: date | None = None
    phone: str | None = None
    phone_other: str | None = None
    email: str | None = None
    address: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    address_confidential: bool = False
    language: str | None = None
    interpreter: Answer | None = None
    handle: str = "client"
    status: ClientStatus = ClientStatus.ACTIVE
    acuity: int | None = None
    setting: Setting | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    close_reason: CloseReason | None = None
    destination: str | None = None
    contact_every: str | None = None
    face_to_face_every: str | None = None
    voicemail_ok: Answer | None = None
    text_ok: Answer | None = None
    best_time: str | None = None
    do_not_contact: bool = False
    release_on: date | None = None
    release_certainty: Certainty | None = None
    legal_hold: bool = False
    tags: tuple[str, ...] = ()
    remarks: str | None = None

    def __post_init__(self) -> None:
        """The rules of one client."""
        super().__post_init__()
        if not (self.given_name or self.family_name):
            raise Invalid("has no name", "a given name, a family name or both", field="name")
        if self.acuity is not None and not 1 <= self.acuity <= 4:
            raise Invalid("is not an acuity", "1, 2, 3 or 4 (4 is the most need)", field="acuity")
        if is_like_an_id(self.handle):
            raise Invalid("has the shape of an id", "a handle such as ana-ruiz", field="handle")
        if not is_handle(self.handle):
            raise Invalid("is not a handle", "words in lower case joined by hyphens, such as ana-ruiz", field="handle")
        intervals(self, "contact_every", "face_to_face_every")
        if any(tag.split() != [tag] for tag in self.tags):
            raise Invalid("is not a tag", "one word, such as court or high-risk", field="tags")
        for name in _WHERE:
            if getattr(self, name) == MASK:
                raise Invalid("is only the mask of it", "the value itself; export it with --reveal", field=name)
        in_order(self, "born_on", "died_on")
        in_order(self, "opened_on", "closed_on")

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)

    @property
    def initials(self) -> str:
        """The first letters of the name."""
        return initials(self.given_name, self.family_name)

    def discreet(self, text: str) -> str:
        """A text that others may read, the client's own names in it shortened to their initials."""
        return discreet(text, self.given_name, self.family_name, self.preferred_name)

    def confidential(self) -> tuple[str, ...]:
        """Where the client lives, when nobody is to find it."""
        return _WHERE if self.address_confidential else ()


_WHERE = ("address", "city", "zip")


def is_open(client: Client) -> bool:
    """Whether the client still is on the caseload."""
    return client.status in Client.OPEN


def clocks_run(client: Client) -> bool:
    """Whether deadlines other than tasks count: planned, waitlist, finished and deceased clients stop them."""
    return not clocks_stopped(client)


def clocks_stopped(client: Client) -> str:
    """Why no deadline but a task's counts for the client, or nothing."""
    if client.died_on is not None:
        return f"{client.ref} died on {client.died_on}"
    served = client.status in (ClientStatus.ACTIVE, ClientStatus.ONHOLD)
    return "" if served else f"{client.ref} is {client.status}"


_HELD = (Setting.JAIL_PRISON, Setting.HOSPITAL, Setting.PSYCHIATRIC, Setting.TREATMENT, Setting.NURSING_HOME)
"""Where someone is let out of."""


def release_due(client: Client, terms: Terms, today: date) -> Reckoned | Still:
    """The release, until the client is known to be out: past the day, in a setting that nobody is released from.

    Services are due from 30 days before it to 30 days after (CAA 2023 s.5121, for young people in custody).
    """
    if client.release_on is None:
        return Still(f"{client.ref} has no release date")
    if client.release_on < today and client.setting not in (None, Setting.UNKNOWN, *_HELD):
        return Still(f"{client.ref} is out: {client.setting}")
    certainty = client.release_certainty or Certainty.UNKNOWN
    said = "date not certain" if certainty is Certainty.UNKNOWN else f"date {certainty}"
    reckoned = on_day(f"{client.ref} release_on", When(client.release_on), said)
    return reckoned if certainty is Certainty.FIRM else reckoned._replace(margin=terms.margin)


def begun(client: Client, today: date) -> Client:
    """The client opened today, where the clocks run and no day of opening is known."""
    return replace(client, opened_on=today) if clocks_run(client) and client.opened_on is None else client


def closed(client: Client, on: date, reason: CloseReason, destination: str | None = None) -> Client:
    """The client as finished on that day; with reason deceased it is the day of death unless one is known."""
    if not is_open(client):
        raise Refused(f"{client.ref} {client.handle} is already {client.status}", "see caseload show " + client.ref)
    return replace(
        client,
        status=ClientStatus.FINISHED,
        closed_on=on,
        close_reason=reason,
        destination=destination or client.destination,
        died_on=client.died_on or (on if reason is CloseReason.DECEASED else None),
    )


def reopened(client: Client, on: date) -> Client:
    """The client active again from that day, the closing taken off."""
    if is_open(client):
        raise Refused(f"{client.ref} {client.handle} is open already ({client.status})")
    if client.died_on is not None:
        raise Refused(f"{client.ref} {client.handle} died on {client.died_on}", "if not, edit it with --clear died_on")
    if client.closed_on is not None and on < client.closed_on:
        raise Refused(f"{client.ref} {client.handle} was closed on {client.closed_on}", "reopen it then or later")
    return replace(
        client, status=ClientStatus.ACTIVE, opened_on=on, closed_on=None, close_reason=None, destination=None
    )
