"""One administration of a screening tool: who was asked what, when and how, and what the answers come to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, NamedTuple

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.base import Order, Vocabulary, kind
from caseload.records.of.clock import Clock, Reckoned, Still, Terms, counted, on_day
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Bare, Coded, Picture, Prose, Says
from caseload.value import replace
from caseload.when.dates import When

A_SCREEN = "a screen, not a diagnosis"
"""What every page says of one."""


class Stage(Vocabulary):
    """At which point of serving (HUD HMIS data collection stage)."""

    ENTRY = "entry"
    UPDATE = "update"
    ANNUAL = "annual"
    EXIT = "exit"
    POST_EXIT = "post-exit"


class Method(Vocabulary):
    """How the answers came."""

    SELF_REPORTED = "self-reported"
    BY_RELATED = "reported-by-related-person"
    OBSERVED = "observed"
    ADMINISTRATIVE = "administrative"

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """The words people type."""
        return {"self": "self-reported", "related": "reported-by-related-person"}


class AssessmentStatus(Vocabulary):
    """Where a screen stands (HL7 FHIR R4 QuestionnaireResponse.status)."""

    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    AMENDED = "amended"
    STOPPED = "stopped"
    ENTERED_IN_ERROR = "entered-in-error"


DONE = ("completed", "amended")


@kind
class Assessment(Guarded):
    """A screen done with an instrument, or done elsewhere and told in words."""

    TABLE: ClassVar[str] = "assessment"
    PREFIX: ClassVar[str] = "as"
    SINCE: ClassVar[int] = 7
    OWN: ClassVar[bool] = True
    AN: ClassVar[str] = "an"
    STATUS: ClassVar[str] = "status"
    OPEN: ClassVar[tuple[str, ...]] = ("in-progress", "completed", "amended")
    WHEN: ClassVar[str] = "assessed_on"
    ORDER: ClassVar[tuple[str, ...]] = ("assessed_on", "id")
    TITLE: ClassVar[str] = "summary"
    CLOCKS: ClassVar[tuple[Clock, ...]] = (
        Clock(
            name="screen-flag", field="assessed_on", words="a screen to answer", many="screens to answer",
            looks_at="screens with an answer that someone must act on", until="answered_on", ended="answered on",
            source="the instrument's own rule: PHQ-9, item 9 above 0",
        ),
        Clock(
            name="reassessment", field="assessed_on", words="reassessment", many="reassessments",
            looks_at="completed screens, the last with each instrument", counts=DONE, every="12m", lead="30d",
            reason="last screened {}", source="OAR 410-138-0007",
        ),
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("assessed_on", "answered_on")
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = dict.fromkeys(
        ("score", "score_of", "band", "positive", "domains"), (*DONE, "entered-in-error")
    )
    ORDERED: ClassVar[Order] = {"assessed_on": ("answered_on",)}
    WITHIN: ClassVar[tuple[str, ...]] = ("assessed_on",)
    SEARCHED: ClassVar[tuple[str, ...]] = ("screen", "outside", "asked_by", "result")

    client_id: Annotated[int, also.CLIENT]
    instrument_id: Annotated[int | None, also.SCREEN] = None
    screen: Annotated[str | None, Bare, Coded] = None
    """The name of the instrument, whatever its version: what one screen is compared by with another."""
    outside: Annotated[str | None, Bare, also.SCREEN] = None
    """The name of a screen that was done elsewhere."""
    stage: Annotated[Stage | None, "At which point of serving"] = None
    assessed_on: Annotated[date, Says("The day it was done; today unless said.", flag="--date"), also.SCREENED]
    method: Annotated[Method | None, "How the answers came"] = None
    asked_by: Annotated[str | None, Says("Who asked; you unless said.", flag="--by"), also.ASKER] = None
    answers: Annotated[str | None, Picture] = None
    """By item its code and points, or how it is missing, as JSON; see records.of.scoring."""
    score: Annotated[int | None, "The total, where it is known without the answers.", also.SCORE] = None
    score_of: Annotated[str | None, Coded] = None
    """What the score is of, where it is that of one domain and not of the whole: safety."""
    band: Annotated[str | None, Coded] = None
    positive: bool | None = None
    domains: Annotated[tuple[str, ...], Coded] = ()
    """What was found, by the names of the instrument's domains."""
    flags: Annotated[tuple[str, ...], Coded] = ()
    """The answers that someone must act on, by the names of the instrument's flags."""
    need_ids: Annotated[tuple[int, ...], Says("A need that it found; may be repeated.", flag="--need")] = ()
    result: Annotated[str | None, "What came of it, in words.", Prose, also.RESULT] = None
    status: Annotated[AssessmentStatus, "Where it stands", also.STANDING] = AssessmentStatus.COMPLETED
    answered_on: date | None = None
    """The day on which something was done about the flags."""
    task_id: Annotated[int | None, Says("The task that answers it; see assessment answer.", later=True)] = None
    note_id: Annotated[int | None, Says("The note that answers it; see assessment answer.", later=True)] = None

    def __post_init__(self) -> None:
        """The rules of one assessment; whether its answers are its instrument's is a question to the store."""
        super().__post_init__()
        if (self.instrument_id is None) == (self.outside is None):
            fault = "is missing" if self.outside is None else "stands beside a screen done elsewhere"
            raise Invalid(fault, "an instrument, or --outside NAME for a screen done elsewhere", field="instrument")
        if self.outside is not None:
            for name in ("answers", "score", "band"):
                if getattr(self, name) is not None:
                    raise Invalid("is of a screen done elsewhere", "--result TEXT, in words", field=name)
        for name in ("domains", "flags"):
            if any(one.split() != [one] for one in getattr(self, name)):
                raise Invalid("holds a blank", "names of one word, as the instrument has them", field=name)
        if self.answers is not None and not _is_object(self.answers):
            raise Invalid(
                "is not what assess writes", 'a JSON object, {"phq9-1": {"code": "LA6568-5"}}', field="answers"
            )
        if self.status is AssessmentStatus.IN_PROGRESS and self.score is not None:
            raise Invalid("is of a screen that is not complete", "no score, or status completed", field="score")

    @property
    def name(self) -> str:
        """What was asked: phq-9, or the name of a screen done elsewhere."""
        return self.outside or self.screen or f"in{self.instrument_id}"

    @property
    def summary(self) -> str:
        """What was asked and what came of it: phq-9, 12, moderate."""
        return ", ".join((self.name, *self.came_to()))

    @property
    def priority(self) -> str | None:
        """Urgent as long as nobody has said what was done about an answer that someone must act on."""
        return "urgent" if self.flags and self.answered_on is None else None

    @property
    def as_item(self) -> str:
        """What was asked and when: a list of what is due is no place for the result; of a guarded one not even that."""
        return self.TABLE if self.mark else f"{self.name} of {self.assessed_on}"

    @property
    def scored(self) -> str:
        """The score, and what it is of where it is not of the whole: safety 12."""
        return " ".join(filter(None, (self.score_of, "incomplete" if self.score is None else str(self.score))))

    def came_to(self) -> Sequence[str]:
        """What came of it, in a few words: the total and its band, or that it is incomplete, or told in words."""
        if self.outside is not None:
            return ("done elsewhere",)
        if self.status in (AssessmentStatus.IN_PROGRESS, AssessmentStatus.STOPPED):
            return (str(self.status),)
        if self.result and self.answers is None and self.score is None:
            return ("told in words",)
        said = [self.scored] if self.score is not None else []
        said += [self.band] if self.band else []
        said += ["positive"] if self.positive and not self.domains else []
        return (*said, *self.domains) or (("negative",) if self.positive is False else ("incomplete",))


def flag_due(assessment: Assessment, _terms: Terms, _today: date) -> Reckoned | Still:
    """A flag asks on the day of the screen, until somebody says what was done about it."""
    if not assessment.flags:
        return Still(f"{assessment.ref} has no answer to act on")
    if assessment.answered_on:
        return Still(f"answered on {assessment.answered_on}")
    if assessment.status is AssessmentStatus.ENTERED_IN_ERROR:
        return Still(f"{assessment.ref} is {assessment.status}")
    found = on_day(f"{assessment.ref} assessed_on", When(assessment.assessed_on), "a screen to answer")
    # Which answer it is is read on one's own pages; what goes out by mail says no more than the words above.
    how = f"caseload assessment answer {assessment.ref} says what was done"
    return found._replace(own_words=f"{', '.join(assessment.flags)}: {how}", next_step=f"{found.reason}: {how}")


class Screened(NamedTuple):
    """A screen, and the typed id of a newer one of the same client with the same instrument, if there is one."""

    assessment: Assessment
    later: str = ""

    @property
    def record(self) -> Assessment:
        """The record whose typed id an item about it has."""
        return self.assessment


def reassessment_due(screened: Screened, terms: Terms, _today: date) -> Reckoned | Still:
    """The next screen with an instrument, an interval after the last one."""
    assessment, later = screened
    if assessment.outside is not None:
        return Still("it was done elsewhere")
    if assessment.status not in DONE:
        return Still(f"{assessment.ref} is {assessment.status}")
    if later:
        return Still(f"done again, as {later}")
    if terms.every is None:
        return Still("no interval is set")
    said = f"last screened {assessment.assessed_on}"
    return counted(f"{assessment.ref} assessed_on", assessment.assessed_on, terms.every, said)


def acted_on(assessment: Assessment, on: date, task_id: int | None, note_id: int | None) -> Assessment:
    """The assessment with what was done about its flags, and when."""
    return replace(
        assessment, answered_on=on, task_id=task_id or assessment.task_id, note_id=note_id or assessment.note_id
    )


def _is_object(text: str) -> bool:
    import json

    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
