"""The person served."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

from caseload.errors import Invalid, Refused, aside
from caseload.records.of import headings as also
from caseload.records.of.base import MASK, Order, Record, Vocabulary, in_order, intervals, kind
from caseload.records.of.fields import of_nature
from caseload.records.of.names import is_handle, is_like_an_id, is_me
from caseload.records.of.nature import Bare, Digits, Interval, Mask, Personal, Prose, Says, With
from caseload.records.of.setting import Certainty, Setting
from caseload.value import replace


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


@kind
class Client(Record):
    """The person served."""

    TABLE: ClassVar[str] = "client"
    PREFIX: ClassVar[str] = "c"
    OWN: ClassVar[bool] = True
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("planned", "waitlist", "active", "onhold")
    WHEN: ClassVar[str] = "opened_on"
    ORDER: ClassVar[tuple[str, ...]] = (
        "fold(cast(coalesce(family_name, given_name) as blob))", "fold(cast(given_name as blob))", "id",
    )  # fmt: skip
    TITLE: ClassVar[str] = "name"
    FACTS: ClassVar[tuple[str, ...]] = ("born_on", "died_on", "opened_on", "closed_on")
    ORDERED: ClassVar[Order] = {"born_on": ("opened_on", "closed_on", "release_on"), "opened_on": ("died_on",)}
    SEARCHED: ClassVar[tuple[str, ...]] = (
        "given_name", "family_name", "preferred_name", "handle", "phone", "phone_other", "email", "address", "city",
        "zip", "language", "tags", "remarks", "external_id",
    )  # fmt: skip

    given_name: Annotated[
        str | None, Says("The given name, where the words of NAME leave a doubt.", flag="--given"), Bare, also.GIVEN
    ] = None
    family_name: Annotated[
        str | None, Says('The family name, if of several words: "van der Berg".', flag="--family"), Bare, also.FAMILY
    ] = None
    preferred_name: Annotated[str | None, "What the client is called.", Bare, also.NICKNAME] = None
    pronouns: Annotated[str | None, "Such as she/her."] = None
    born_on: Annotated[date | None, "The birthday.", Personal, also.BIRTH] = None
    died_on: Annotated[date | None, "The day of death.", Personal, also.DEATH] = None
    phone: Annotated[str | None, "A telephone number, kept as it is written.", Bare, Digits, also.PHONE] = None
    phone_other: Annotated[str | None, "A second telephone number.", Bare, Digits, also.OTHER_PHONE] = None
    email: Annotated[str | None, "An email address.", Bare, also.EMAIL] = None
    address: Annotated[str | None, "Street and number.", Mask, also.STREET] = None
    city: Annotated[str | None, "The city.", Mask] = None
    state: Annotated[str | None, "The state."] = None
    zip: Annotated[str | None, "The ZIP code, leading zeros kept.", Bare, Digits, Mask, also.ZIP] = None
    address_confidential: Annotated[bool, "The address must not be found: masked unless --reveal is typed."] = False
    language: Annotated[str | None, "The language to speak."] = None
    interpreter: Annotated[Answer | None, "Whether an interpreter is needed"] = None
    handle: Annotated[str, "The short name to type; made from the name unless said: ana-ruiz.", Bare] = "client"
    status: Annotated[ClientStatus, "Where the episode of care stands", also.STANDING] = ClientStatus.ACTIVE
    acuity: Annotated[int | None, Says("How much is needed; 4 is the most.", metavar="1-4")] = None
    setting: Annotated[Setting | None, "Where the client lives or is held"] = None
    opened_on: Annotated[date | None, "The day care began; today unless said, once active.", also.BEGUN] = None
    closed_on: Annotated[date | None, "The day care ended; see client close.", also.ENDED] = None
    close_reason: Annotated[CloseReason | None, "Why care ended"] = None
    destination: Annotated[str | None, "Where the client went."] = None
    referred_by: Annotated[str | None, "Who sent the client.", Bare, also.REFERRED_BY] = None
    household_size: Annotated[
        int | None, Says("How many live in the household, the client too.", least=1), also.HOUSEHOLD_SIZE
    ] = None
    contact_every: Annotated[str | None, "How often to be in contact: 2w, 1m.", Interval] = None
    face_to_face_every: Annotated[str | None, "How often to meet in person: 3m.", Interval] = None
    voicemail_ok: Annotated[Answer | None, "Whether voicemail may be left"] = None
    text_ok: Annotated[Answer | None, "Whether text messages may be sent"] = None
    best_time: Annotated[str | None, "When to call."] = None
    safety: Annotated[str | None, "What to know before the door: dog, go in twos.", also.AT_THE_DOOR] = None
    do_not_contact: Annotated[bool, "Nobody is to get in touch."] = False
    release_on: Annotated[date | None, "The day of release or discharge.", also.RELEASE] = None
    release_certainty: Annotated[Certainty | None, "How sure that day is", With("release_on")] = None
    legal_hold: Annotated[bool, "Nothing of this client may be destroyed."] = False
    tags: Annotated[tuple[str, ...], Says("A word to find clients by; repeatable.", flag="--tag", metavar="WORD")] = ()
    remarks: Annotated[str | None, "Anything else to know.", Prose, also.WORDS] = None

    def __post_init__(self) -> None:
        """The rules of one client."""
        super().__post_init__()
        if not (self.given_name or self.family_name):
            raise Invalid("has no name", "a given name, a family name or both", field="name")
        if self.acuity is not None and not 1 <= self.acuity <= 4:
            raise Invalid("is not an acuity", "1, 2, 3 or 4 (4 is the most need)", field="acuity")
        if is_like_an_id(self.handle):
            raise Invalid("has the shape of an id", "a handle such as ana-ruiz", field="handle")
        if is_me(self.handle):
            raise Invalid("is reserved: me is for what is nobody's", "another handle", field="handle")
        if not is_handle(self.handle):
            raise Invalid("is not a handle", "words in lower case joined by hyphens, such as ana-ruiz", field="handle")
        if self.household_size is not None and self.household_size < 1:
            raise Invalid("is less than 1", "1 is the client alone", field="household_size")
        intervals(self, "contact_every", "face_to_face_every")
        if any(tag.split() != [tag] for tag in self.tags):
            raise Invalid("is not a tag", "one word, such as court or high-risk", field="tags")
        for name in of_nature(Client, Mask):
            if getattr(self, name) == MASK:
                raise Invalid("is only the mask of it", "the value itself; export it with --reveal", field=name)
        in_order(self, "born_on", "died_on")
        in_order(self, "opened_on", "closed_on")

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)

    @property
    def as_item(self) -> str:
        """Nothing: whom it is about stands beside an item, and only the rule says what is to be done."""
        return ""

    @property
    def initials(self) -> str:
        """The first letters of the name."""
        from caseload.records.of.initials import initials

        return initials(self.given_name, self.family_name)

    def discreet(self, text: str, *known_as: str) -> str:
        """A text that others may read, the client's own names in it shortened, and others under which one is known."""
        from caseload.records.of.discreet import discreet

        return discreet(text, self.given_name, self.family_name, self.preferred_name, self.handle, *known_as)

    def confidential(self) -> tuple[str, ...]:
        """Where the client lives, when nobody is to find it."""
        return of_nature(Client, Mask) if self.address_confidential else ()


def is_open(client: Client) -> bool:
    """Whether the client still is on the caseload."""
    return client.status in Client.OPEN


def unserved(client: Client, on: date | None = None) -> str:
    """Why nothing new is expected of the client, who is closed or has died; or nothing.

    A day `on` before either is a day on which the client was served: what was done then may well be written later.
    """
    ends = [day for day in (client.closed_on, client.died_on) if day]
    if (is_open(client) and client.died_on is None) or (on and ends and on < min(ends)):
        return ""
    reason = f" ({client.close_reason})" if client.close_reason and client.died_on is None else ""
    standing = f"was closed on {client.closed_on}" if client.closed_on else f"is {client.status}"
    standing = standing if client.died_on is None else f"died on {client.died_on}"
    return f"{client.ref}{aside(client.handle)} {standing}{reason}"


def clocks_run(client: Client) -> bool:
    """Whether deadlines other than tasks count: planned, waitlist, finished and deceased clients stop them."""
    return not clocks_stopped(client)


def clocks_stopped(client: Client) -> str:
    """Why no deadline but a task's counts for the client, or nothing."""
    if client.died_on is not None:
        return f"{client.ref} died on {client.died_on}"
    served = client.status in (ClientStatus.ACTIVE, ClientStatus.ONHOLD)
    return "" if served else f"{client.ref} is {client.status}"


def contacts_stopped(client: Client) -> str:
    """Why no contact is asked for with a client who is served, or nothing."""
    if client.status is ClientStatus.ONHOLD:
        return f"{client.ref} is onhold"
    return f"{client.ref} is marked do not contact" if client.do_not_contact else ""


def no_longer_served(client: Client) -> str:
    """What is said beside whatever still stands of a client who has died or was closed: c1 died on 2026-11-20."""
    if client.died_on is not None:
        return f"{client.ref} died on {client.died_on}"
    if is_open(client):
        return ""
    finished = client.status is ClientStatus.FINISHED
    said = f"{client.ref} {'was closed' if finished else f'is {client.status}'}"
    return f"{said} on {client.closed_on}" if finished and client.closed_on else said


def begun(client: Client, today: date) -> Client:
    """The client opened today, where the clocks run and no day of opening is known."""
    return replace(client, opened_on=today) if clocks_run(client) and client.opened_on is None else client


def closed(
    client: Client, on: date, reason: CloseReason, destination: str | None = None, died_on: date | None = None
) -> Client:
    """The client as finished on that day; with reason deceased it is the day of death unless one is known."""
    if not is_open(client):
        raise Refused(f"{client.ref}{aside(client.handle)} is already {client.status}", f"caseload show {client.ref}")
    finished = replace(
        client,
        status=ClientStatus.FINISHED,
        closed_on=on,
        close_reason=reason,
        destination=destination or client.destination,
        died_on=died_on or client.died_on,
    )
    return with_death(finished)


def with_death(client: Client) -> Client:
    """The client with a day of death, that of closing, where deceased is why care ended and no day is known."""
    if client.close_reason is not CloseReason.DECEASED or client.died_on is not None:
        return client
    return replace(client, died_on=client.closed_on)


_ENDS = ("died_on", "closed_on", "close_reason")
"""What is said only of a client whose care has ended."""


def entered(client: Client, today: date) -> Client:
    """A new client, closed today where finished on no day that was said.

    Raises Invalid for one who is open and has died or was closed.
    """
    if is_open(client):
        for name in _ENDS:
            if getattr(client, name) is not None:
                accepted = "--status finished beside it; or add the client, then caseload client close"
                raise Invalid(f"is set on a client who is {client.status}", accepted, field=name)
        return client
    if client.status is ClientStatus.FINISHED and client.closed_on is None:
        client = replace(client, closed_on=today)
    return with_death(client)


def edited(before: Client, after: Client) -> Client:
    """The client as an edit leaves it.

    Raises Refused where care would end or begin again, which is more than a word of the record: it names the command
    that asks about what is still open, or keeps the time that was.
    """
    named = f"{before.ref}{aside(before.handle)}"
    if is_open(before):
        new = [name for name in _ENDS if getattr(after, name) not in (None, getattr(before, name))]
        if new or not is_open(after):
            raise Refused(f"{named} is {before.status}, and an edit does not end care", _closing(after))
    elif is_open(after):
        what = f"{named} is {before.status}, and an edit does not take a client back"
        raise Refused(what, f"caseload client reopen {before.ref}")
    elif before.closed_on and not after.closed_on and after.status is not ClientStatus.ENTERED_IN_ERROR:
        what = f"{named} is {before.status}, and a closed client has a day of closing"
        raise Refused(what, f"caseload client reopen {before.ref}, or --closed-on DAY puts it right")
    return after if is_open(after) or after.close_reason is before.close_reason else with_death(after)


def _closing(client: Client) -> str:
    """The command that closes a client as an edit would have."""
    reason = client.close_reason or (CloseReason.DECEASED if client.died_on else "WORD")
    days = {"--on": client.closed_on, "--died-on": client.died_on}
    options = "".join(f" {flag} {day}" for flag, day in days.items() if day)
    void = f", or caseload client void {client.ref}" if client.status is ClientStatus.ENTERED_IN_ERROR else ""
    return f"caseload client close {client.ref} --reason {reason}{options}{void}"


def reopened(client: Client, on: date, referred_by: str | None = None) -> Client:
    """The client active again from that day, what was said of the ended time taken off: closing, who sent the client.

    Raises Refused for one who is open, who has died, or who was closed after that day.
    """
    named = f"{client.ref}{aside(client.handle)}"
    if is_open(client):
        raise Refused(f"{named} is open already ({client.status})")
    if client.died_on is not None:
        raise Refused(f"{named} died on {client.died_on}", "if not, edit it with --clear died_on")
    if client.closed_on is not None and on < client.closed_on:
        raise Refused(f"{named} was closed on {client.closed_on}", "reopen it then or later")
    return replace(
        client,
        status=ClientStatus.ACTIVE,
        opened_on=on,
        closed_on=None,
        close_reason=None,
        destination=None,
        referred_by=referred_by,
    )
