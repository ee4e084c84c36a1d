"""The figures of `report outcomes`: what each counts, of what, and how it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.records.client import Client
from caseload.records.of.values import number

FEW = 10
"""Of fewer there is no percentage: one more or less would move it by more than ten."""


class Row(NamedTuple):
    """One record that a figure counts."""

    ref: str
    client: Client | None
    title: str = ""
    from_on: date | None = None
    on: date | None = None
    days: int | None = None
    amount: float | None = None
    standing: str = ""
    mark: str = ""
    """The law that guards the record."""
    program: int = 0
    """The number of the programme that it is of, if it is of one."""
    group: str = ""
    """The part of the clients that it stands in, where they are parted."""


class Shape(StrEnum):
    """What a figure makes of its rows."""

    COUNT = "count"
    SHARE = "share"
    MEDIAN = "days"
    MEAN = "each"
    MONEY = "dollars"


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its section, and the sentence that says what it counts; `of` names its denominator."""

    label: str
    section: str
    says: str
    shape: Shape = Shape.COUNT
    of: str = ""

    @property
    def key(self) -> str:
        """The label as it is typed: goals-met."""
        return self.label.lower().replace(" ", "-")


@dataclass(frozen=True)
class Found:
    """What there is in the period: the rows of each figure by its key, and what has to be said beside it."""

    rows: Mapping[str, Sequence[Row]]
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def of(self, clients: frozenset[int], program: int = 0) -> "Found":
        """What of it is of those clients, and what is of a programme, of this one; notes are of all."""

        def is_of(row: Row) -> bool:
            return bool(row.client and row.client.id in clients) and (not program or row.program in (0, program))

        return Found({key: [one for one in rows if is_of(one)] for key, rows in self.rows.items()})


@dataclass(frozen=True)
class Counted:
    """A figure of some rows: its value, what it is out of, and both in words."""

    figure: Figure
    rows: Sequence[Row]
    base: int | None = None
    """How many there are in the denominator; None where it has none."""
    group: str = ""
    by: str = ""
    notes: Sequence[str] = ()
    most: float = 0
    """The largest value of those beside it, which its bar is compared with; 0 where it stands alone."""

    @property
    def value(self) -> float | None:
        """What the figure comes to; None where there is nothing to make it of."""
        if self.is_empty:
            return None
        shape = self.figure.shape
        if shape is Shape.MEDIAN:
            days = [one.days for one in self.rows if one.days is not None]
            return float(median(days))
        if shape is Shape.MONEY:
            return round(sum(one.amount or 0 for one in self.rows), 2)
        if shape is Shape.MEAN:
            return round(len(self.rows) / (self.base or 1), 1)
        return float(len(self.rows))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that it could be a figure of."""
        shape = self.figure.shape
        return self.base == 0 or (not self.rows and shape in (Shape.MEDIAN, Shape.MONEY))

    @property
    def is_of_few(self) -> bool:
        """Whether it is of so few that a percentage, or a median, says little."""
        shape = self.figure.shape
        return self.base is not None and 0 < self.base < FEW and shape is not Shape.MONEY

    @property
    def fraction(self) -> float | None:
        """How large a part it is; None where it is none, or of too few."""
        if self.figure.shape is not Shape.SHARE or not self.base or self.is_of_few:
            return None
        return len(self.rows) / self.base

    @property
    def length(self) -> float | None:
        """How long its bar is, from 0 to 1: the part that it is, else how it compares with the largest beside it."""
        if self.figure.shape is Shape.SHARE and not self.most:
            return self.fraction
        if not self.most or self.value is None or (self.is_of_few and self.figure.shape is not Shape.SHARE):
            return None
        return self.value / self.most

    @property
    def percent(self) -> int | None:
        """The part in whole percent; 100 and 0 only where it is all, or none."""
        if (part := self.fraction) is None:
            return None
        return round(part * 100) if part in (0, 1) else min(99, max(1, round(part * 100)))

    @property
    def said(self) -> str:
        """The value for people: 12, 12 days, $2,400; a dash where there is none."""
        if (value := self.value) is None:
            return "-"
        if self.figure.shape is Shape.MONEY:
            return f"${value:,.2f}".removesuffix(".00")
        said = number(value)
        return f"{said} {'day' if value == 1 else 'days'}" if self.figure.shape is Shape.MEDIAN else said

    @property
    def out_of(self) -> str:
        """What it is out of, for people: of 24; nothing where there is no denominator."""
        if self.base is None or self.figure.shape is Shape.MONEY:
            return ""
        return f"of {self.base}" if self.base else "of none"

    @property
    def part(self) -> str:
        """The percentage, or that it is of few."""
        if self.is_of_few:
            return "few"
        return "" if self.percent is None else f"{self.percent}%"

    @property
    def sentence(self) -> str:
        """What it counts, and what has to be known beside it."""
        return " ".join((self.figure.says, *self.notes))


def counted(figure: Figure, found: Found, group: str = "", by: str = "") -> Counted:
    """A figure of what there is."""
    rows = found.rows.get(figure.key, ())
    # A median is of the values that there are.
    of = rows if figure.shape is Shape.MEDIAN else found.rows.get(figure.of, ()) if figure.of else None
    return Counted(figure, rows, None if of is None else len(of), group, by, found.notes.get(figure.key, ()))


def beside(several: Sequence[Counted]) -> list[Counted]:
    """The figures of several groups, the bar of each as long as it compares with the largest."""
    most = max((one.value or 0 for one in several), default=0)
    return [replace(one, most=most) for one in several]


def figure_named(figures: Sequence[Figure], typed: str) -> Figure:
    """The figure of that name; Invalid with all names otherwise."""
    word = typed.strip().lower().replace(" ", "-").replace("_", "-")
    for one in figures:
        if one.key == word:
            return one
    raise Invalid("is no figure", f"one of {', '.join(one.key for one in figures)}", typed=typed, field="--rows")


PEOPLE, GOALS, HELP, BENEFITS, ENDS = "People", "Goals", "Needs and referrals", "Benefits", "Closings"
PROGRAMMES, STAYS = "Programmes", "Stays in facilities"
"""The sections of the page."""


_FIGURES: tuple[Figure, ...] = (
    Figure(
        "Clients served", PEOPLE, "Clients served on a day of the period; on hold counts, waiting does not."
    ),
    Figure("Openings", PEOPLE, "Times of being served that began in the period; who came back began anew."),
    Figure(
        "First contact", PEOPLE, "Median days from an opening of the period to the first contact made.",
        Shape.MEDIAN,
    ),
    Figure(
        "Contacts", PEOPLE, "Contacts made in the period with clients served, as the contact clock counts them."
    ),
    Figure("Contacts each", PEOPLE, "Contacts, divided by clients served.", Shape.MEAN, "clients-served"),
    Figure("Appointments", PEOPLE, "Appointments of the period kept or missed; a cancelled one is neither."),
    Figure("Appointments kept", PEOPLE, "Appointments kept, of those kept or missed.", Shape.SHARE, "appointments"),
    Figure(
        "Goals", GOALS, "Goals open in the period of clients served, and those met, dropped or observed in it."
    ),
    Figure("Goals met", GOALS, "Goals seen achieved on a day of the period, of all goals.", Shape.SHARE, "goals"),
    Figure(
        "Goals improving", GOALS,
        "Goals neither met nor dropped whose last observation of the period says improving, of all goals.",
        Shape.SHARE, "goals",
    ),
    Figure(
        "Goals worsening", GOALS,
        "Goals neither met nor dropped whose last observation of the period says worsening, of all goals.",
        Shape.SHARE, "goals",
    ),
    Figure(
        "Goals dropped", GOALS, "Goals dropped or rejected, entered so in the period, of all goals.",
        Shape.SHARE, "goals",
    ),
    Figure("Needs", HELP, "Needs and barriers in the period of clients served; strengths are none."),
    Figure(
        "Needs resolved", HELP, "Needs gone since a day of the period, of all needs; help alone resolves none.",
        Shape.SHARE, "needs",
    ),
    Figure(
        "Referrals ended", HELP,
        "Referrals that were sent and ended in the period, whatever came of them; each try counts.",
    ),
    Figure(
        "Referrals helped", HELP, "Referrals by which the client got help, of those that ended.",
        Shape.SHARE, "referrals-ended",
    ),
    Figure(
        "Benefits decided", BENEFITS,
        "Benefits first granted, or denied, on a day of the period; a renewal is no new one.",
    ),
    Figure("Benefits won", BENEFITS, "Benefits granted, of those decided.", Shape.SHARE, "benefits-decided"),
    Figure(
        "Dollars a year", BENEFITS,
        "12 times the monthly amount of the benefits won, but for those that ended by the last day of the period.",
        Shape.MONEY, "benefits-won",
    ),
    Figure(
        "Attendances", PROGRAMMES, "Clients on the rolls of meetings of the period, but for who was excused."
    ),
    Figure("Attended", PROGRAMMES, "Those who came, late too, of the attendances.", Shape.SHARE, "attendances"),
    Figure("Enrollments ended", PROGRAMMES, "Enrollments completed or broken off on a day of the period."),
    Figure("Completed", PROGRAMMES, "Those completed, of the enrollments ended.", Shape.SHARE, "enrollments-ended"),
    Figure("Stays ended", STAYS, "Stays in a facility that the client left on a day of the period."),
    Figure("Days of a stay", STAYS, "Median days from the first to the last, of the stays ended.", Shape.MEDIAN),
    Figure(
        "Stays again", STAYS, "In a place of the same sort again 1 to {within} days later, of the stays ended.",
        Shape.SHARE, "stays-ended",
    ),
    Figure("Closings", ENDS, "Times of being served that ended in the period."),
    Figure(
        "Length of stay", ENDS, "Median days on the caseload, from opening to closing, of the closings.",
        Shape.MEDIAN,
    ),
    Figure("Departures", ENDS, "Closings but for deaths."),
    Figure(
        "Readmissions", ENDS, "Clients opened again within {within} days of closing, of the departures.",
        Shape.SHARE, "departures",
    ),
)  # fmt: skip


def figures(within: int) -> tuple[Figure, ...]:
    """Every figure in its order; `within` is the number of days in which coming back is a readmission."""
    return tuple(replace(one, says=one.says.replace("{within}", str(within))) for one in _FIGURES)
