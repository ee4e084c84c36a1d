"""Time in a facility: a hospital, a jail or prison, treatment, a nursing home, a shelter."""

from datetime import date
from typing import Annotated, Any, ClassVar

from caseload.errors import Invalid, Refused
from caseload.records.of import headings as also
from caseload.records.of.base import in_order, kind
from caseload.records.of.guarded import Guarded
from caseload.records.of.nature import Says, With
from caseload.records.of.setting import NO_FACILITY, Certainty, Setting
from caseload.value import replace


@kind
class Stay(Guarded):
    """One stay of one client, from the admission on; while it is open it says where the client is, and until when."""

    TABLE: ClassVar[str] = "stay"
    PREFIX: ClassVar[str] = "st"
    SINCE: ClassVar[int] = 13
    OWN: ClassVar[bool] = True
    TITLE: ClassVar[str] = "setting"
    WHEN: ClassVar[str] = "expected_on"
    ORDER: ClassVar[tuple[str, ...]] = (
        "left_on is null desc", "left_on", "expected_on is null", "expected_on", "id",
    )  # fmt: skip
    FACTS: ClassVar[tuple[str, ...]] = ("from_on", "left_on", "followed_up_on")
    LIVED: ClassVar[tuple[str, ...]] = ("from_on", "left_on")
    SEARCHED: ClassVar[tuple[str, ...]] = ("place", "met_by", "destination")

    client_id: Annotated[int, also.CLIENT]
    setting: Annotated[Setting, Says("What sort of place it is", later=True), also.FACILITY_TYPE]
    place: Annotated[str | None, 'Which it is: "Dane County Jail".', also.FACILITY] = None
    from_on: Annotated[date | None, Says("The day it began.", flag="--from"), also.ADMITTED] = None
    expected_on: Annotated[
        date | None, Says("The day of release or discharge, as expected.", flag="--expected"), also.EXPECTED
    ] = None  # fmt: skip
    certainty: Annotated[Certainty | None, "How sure that day is", With("expected_on")] = None
    met_by: Annotated[str | None, "Who meets the client at the door: her sister, pe2.", also.MET_BY] = None
    left_on: Annotated[date | None, "The day the client left; see stay leave.", also.LEFT] = None
    goes_to: Annotated[Setting | None, Says("Where to, planned or known", flag="--to"), also.GOES_TO] = None
    destination: Annotated[str | None, 'Where that is: "his sister, 12 Elm St".', also.DESTINATION] = None
    followed_up_on: Annotated[
        date | None, "The day the client was first heard of after leaving; see stay follow.", With("left_on")
    ] = None  # fmt: skip

    def __post_init__(self) -> None:
        """The rules of one stay."""
        super().__post_init__()
        if self.setting in NO_FACILITY:
            accepted = ", ".join(one for one in Setting if one not in NO_FACILITY)
            raise Invalid(f"is no facility: {self.setting}", f"one of {accepted}", field="setting")
        in_order(self, "from_on", "expected_on")
        in_order(self, "from_on", "left_on")
        in_order(self, "left_on", "followed_up_on")

    @property
    def called(self) -> str:
        """What it is called: jail-prison, Dane County Jail."""
        return " ".join(filter(None, (self.mark, ", ".join(filter(None, (self.setting, self.place))))))

    @property
    def as_item(self) -> str:
        """Nothing: what is to be done says more, and its reason names the place."""
        return ""


def is_open(stay: Stay) -> bool:
    """Whether the client is in it."""
    return stay.left_on is None and stay.voided_at is None


def moved(stay: Stay, to: date, certainty: Certainty | None = None) -> Stay:
    """The stay with another day on which it is expected to end; Refused where it has ended."""
    _refuse_ended(stay)
    return replace(stay, expected_on=to, certainty=certainty or stay.certainty)


def left(stay: Stay, on: date, **given: Any) -> Stay:
    """The stay ended that day; Refused where it has ended."""
    _refuse_ended(stay)
    return replace(stay, left_on=on, **given)


def followed_up(stay: Stay, on: date) -> Stay:
    """The stay after which the client was heard of that day; Refused where it goes on."""
    if stay.left_on is None:
        raise Refused(f"{stay.ref} goes on", f"caseload stay leave {stay.ref} --on DAY comes first")
    if on <= stay.left_on:
        raise Invalid(
            f"is not after {stay.left_on}, the day of leaving, which does not count", "a later day", field="--on"
        )
    return replace(stay, followed_up_on=on)


def _refuse_ended(stay: Stay) -> None:
    if stay.left_on is not None:
        way = f"caseload stay edit {stay.ref}, or --clear left_on if the client is still there"
        raise Refused(f"{stay.ref} ended on {stay.left_on}", way)
