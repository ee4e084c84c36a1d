"""A caseload for pages on paper: Ana, whose plan has goals, steps and services, and whom the clinic may be told of."""

from collections.abc import Sequence

from caseload.records.appointment import AppointmentStatus
from caseload.records.authorization import AuthorizationStatus
from caseload.records.benefit import BenefitStatus
from caseload.records.client import CloseReason
from caseload.records.condition import ConditionStatus, ConditionType
from caseload.records.document import DocumentStatus
from caseload.records.enrollment import EnrollmentStatus
from caseload.records.goal import Achievement, Lifecycle
from caseload.records.identifier import System
from caseload.records.medication import MedicationStatus
from caseload.records.need import Domain, NeedType, Support
from caseload.records.note import Activity, Mode
from caseload.records.of.base import Vocabulary
from caseload.records.of.setting import Setting
from caseload.records.of.units import Unit
from caseload.records.referral import ReferralStatus
from caseload.records.service import ServiceStatus
from commands.conftest import Quick

SENDER = """
[sender]
name = "Kim Park"
title = "Case manager"
agency = "Elm County Care"
address = "12 Main St, Springfield IL 62701"
phone = "217-555-0142"
"""

CONSENT = (
    "--data-class general --discloser me --description all --purpose referral --expires-on 2027-05-31 "
    "--statement revocation --statement conditioning --statement redisclosure --signed-by client --signed-on 2026-10-01"
)


def fill(program: Quick) -> None:
    """Ana's plan, p1: goals g1, g2 and, under a law of its own, g3; the clinic is pr1, its consent cs1."""
    given: Sequence[Sequence[str]] = (
        ("client", "add", "Ana", "Ruiz", "--opened-on", "2026-03-02", "--language", "Spanish",
         "--born-on", "1961-04-02", "--address", "534 Elm St", "--city", "Springfield", "--phone", "217-555-0177"),
        ("plan", "add", "ana", "Staying at home", "--started-on", "2026-09-01", "--review-every", "6m",
         "--backup-plan", "Call Rosa first. Then the on-call line, 217-555-0100."),
        ("goal", "add", "ana", "Stay in own apartment", "--plan", "p1", "--target-on", "2027-02-28",
         "--client-words", "I want to keep my own door."),
        ("goal", "add", "ana", "Walk to the market", "--plan", "p1", "--baseline", "0", "--target", "12",
         "--unit", "blocks"),
        ("goal", "add", "ana", "Six months sober", "--plan", "p1", "--sensitivity", "SUD", "--part2", "yes"),
        ("goal", "observe", "g2", "5", "--on", "2026-11-16"),
        ("task", "add", "ana", "Call the landlord about the stairs", "--goal", "g1", "--due", "2026-12-04"),
        ("task", "add", "ana", "Bring the lease", "--goal", "g1", "--responsible", "client", "--due", "2026-12-02"),
        ("task", "add", "ana", "My own list", "--due", "2026-12-02"),
        ("person", "add", "ana", "Rosa Ruiz", "--relationship", "sister", "--guardian", "--phone", "217-555-0101"),
        ("service", "add", "ana", "Hot meals", "--plan", "p1", "--provided-by", "Elm Street Kitchen",
         "--frequency", "Monday, Wednesday, Friday"),
        ("service", "add", "ana", "Bath aide", "--plan", "p1", "--provided-by", "Home Help", "--amount", "2 hours"),
        ("service", "decline", "sv2", "--reason", "prefers her sister"),
        ("provider", "add", "Harbor", "Clinic", "--service", "Doctor"),
        ("consent", "add", "ana", "--recipient", "pr1", *CONSENT.split()),
    )  # fmt: skip
    for words in given:
        program(*words)


def with_sender(program: Quick) -> Quick:
    """The program with a config that says who pages are from."""
    folder = program.home / "config" / "caseload"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(SENDER)
    return program


def fill_programme(program: Quick) -> None:
    """What pages beside the plan are of: en1, completed, with a requirement left to none; r1 to the clinic."""
    for words in (
        "program add Youth path --requires 2_sessions;_course_Parenting:_1_session --hours 1.5",
        "enrollment add ana pg1 --from 2026-10-15 --ordered-by county_court",
        "meeting add pg1 --at 2026-10-20T16:00 --topic Parenting",
        "meeting add pg1 --at 2026-10-27T16:00 --topic Money",
        "roll pg1 --on 2026-10-20 --all yes",
        "roll pg1 --on 2026-10-27 --all yes --late ana=10",
        "enrollment complete en1 --on 2026-11-02",
        "referral add ana Ramp --provider pr1 --request Three_steps_at_the_door",
    ):
        program(*(word.replace("_", " ") for word in words.split()))


HER_OWN = ("--recipient", "client", "--purpose", "copy", "--no-consent", "--basis", "to-individual", "--reason", "copy")

PAGES = {
    "plan": ("plan", "print", "p1"),
    "plan, large": ("plan", "print", "p1", "--large", "--language", "en"),
    "plan, with the notice": ("plan", "print", "p1", *HER_OWN),
    "client file": ("client", "file", "ana"),
    "letter": ("letter", "ana", "missed"),
    "packet": ("packet", "ana"),
    "packet for the client": ("packet", "ana", "--for", "client"),
    "packet for the client, large": ("packet", "ana", "--for", "client", "--large"),
    "packet for a court": ("packet", "ana", "--for", "court"),
    "summary": ("client", "summary", "ana"),
    "attendance": ("enrollment", "report", "en1"),
    "completion": ("enrollment", "letter", "en1"),
    "referral": ("referral", "letter", "r1"),
    "handover": ("handover", "--until", "2026-12-31"),
    "handover, large": ("handover", "--large"),
    "visits": ("visits", "tomorrow"),
    "outcomes": ("report", "outcomes"),
    "outcomes, parted": ("report", "outcomes", "--by", "setting"),
    "rows of a figure": ("report", "outcomes", "--rows", "contacts"),
}
"""The words that print each page."""


SAID: tuple[tuple[type[Vocabulary], str], ...] = (
    (Mode, "note"), (Activity, "activity"), (Setting, "setting"), (Domain, ""), (NeedType, ""), (Support, "need"),
    (Lifecycle, "goal"), (Achievement, "goal"), (ServiceStatus, "service"), (ReferralStatus, "referral"),
    (BenefitStatus, "benefit"), (DocumentStatus, "document"), (AuthorizationStatus, "authorization"), (Unit, "unit"),
    (EnrollmentStatus, "enrollment"), (AppointmentStatus, "appointment"), (ConditionType, ""),
    (ConditionStatus, "condition"), (MedicationStatus, "medication"), (CloseReason, "close"), (System, ""),
)  # fmt: skip
"""The vocabularies whose words stand on pages, each with what its words are of."""
