"""What a programme asks for, as people type it and files hold it: 12 sessions; course Parenting: 4 sessions."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.records.of.names import fold
from caseload.records.of.values import number

FORMS = '"12 sessions; 24 hours; 16 weeks; 8 weeks in a row; course Parenting: 4 sessions; phases Start > Work > End"'
"""What is accepted, as an example of everything."""


class Measure(StrEnum):
    """What is counted."""

    SESSIONS = "sessions"
    HOURS = "hours"
    WEEKS = "weeks"
    RUN = "weeks in a row"
    PHASES = "phases"


class Requirement(NamedTuple):
    """One thing that is asked for: so many of a measure, in one course or in all; or phases, one after the other."""

    measure: Measure
    needed: float
    course: str = ""
    phases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it is called among those of its programme: sessions, weeks in a row, Parenting, phases."""
        return self.course or str(self.measure)

    def __str__(self) -> str:
        """As it is typed."""
        if self.phases:
            return f"phases {' > '.join(self.phases)}"
        return f"course {self.course}: {self.counted(self.needed)}" if self.course else self.counted(self.needed)

    def counted(self, count: float) -> str:
        """A count of what it measures: 1 session, 8 weeks in a row."""
        word, *rest = self.measure.split(" ")
        return " ".join((number(float(count)), word[:-1] if count == 1 else word, *rest))


def parse_requirements(text: str | None) -> tuple[Requirement, ...]:
    """What a programme asks for, in the order in which it is said; raises Invalid naming the part that is none."""
    found: list[Requirement] = []
    for part in re.split(r"[;\n]", text or ""):
        if not part.strip():
            continue
        one = _requirement(" ".join(part.split()))
        if any(fold(one.key) == fold(other.key) for other in found):
            raise Invalid(f"asks for {one.key} a second time", "once each", typed=part.strip(), field="requirements")
        found.append(one)
    return tuple(found)


def said(requirements: Sequence[Requirement]) -> str:
    """They as they are typed."""
    return "; ".join(map(str, requirements))


def named(requirements: Sequence[Requirement], text: str) -> Requirement:
    """The one that is called so, or begins so; raises Invalid naming them all where none is, or two are."""
    wanted = fold(text)
    exact = [one for one in requirements if wanted in (fold(one.key), fold(str(one)), fold(f"course {one.course}"))]
    found = exact or [one for one in requirements if wanted and fold(one.key).startswith(wanted)]
    if len(found) != 1:
        accepted = ", ".join(one.key for one in requirements) or "the programme has none"
        raise Invalid("is no requirement of the programme", accepted, typed=text)
    return found[0]


def phases_of(requirements: Sequence[Requirement]) -> tuple[str, ...]:
    """The phases in their order; none where it has none."""
    return next((one.phases for one in requirements if one.phases), ())


def read_waived(text: str | None) -> dict[str, str]:
    """The requirements that were waived, by their key, each with its reason: a line each, `sessions: the judge`."""
    parts = (line.partition(":") for line in (text or "").split("\n") if line.strip())
    return {key.strip(): reason.strip() for key, _, reason in parts}


def write_waived(waived: Mapping[str, str]) -> str | None:
    """As `read_waived` reads it; None for none."""
    return "\n".join(f"{key}: {' '.join(reason.split())}" for key, reason in waived.items()) or None


_MOST = 10_000
_MEASURED = (
    r"(?P<count>[0-9]{1,6}(?:\.[0-9]{1,2})?) "
    r"(?P<consecutive>consecutive )?(?P<of>session|hour|week)s?(?P<row> in a row)?"
)
_MEASURES = {"session": Measure.SESSIONS, "hour": Measure.HOURS, "week": Measure.WEEKS}


def _requirement(text: str) -> Requirement:
    folded = text.casefold()
    if folded.startswith(("phases ", "phases:")):
        return _phases(text[len("phases") :].lstrip(": "), text)
    if folded.startswith("course "):
        return _course(text[len("course ") :], text)
    return _counted(folded, text)


def _phases(names: str, typed: str) -> Requirement:
    phases = tuple(name.strip() for name in names.split(">"))
    if len(phases) < 2 or not all(phases):
        raise Invalid("is no order of phases", "two or more with > between them", typed=typed, field="requirements")
    if len({fold(name) for name in phases}) < len(phases):
        raise Invalid("has a phase twice", "each once", typed=typed, field="requirements")
    return Requirement(Measure.PHASES, float(len(phases)), phases=phases)


def _course(rest: str, typed: str) -> Requirement:
    name, colon, count = (part.strip() for part in rest.partition(":"))
    if not name or (colon and not count):
        accepted = "course NAME: 4 sessions, course NAME: 6 hours, or course NAME"
        raise Invalid("is no course", accepted, typed=typed, field="requirements")
    one = _counted(count.casefold(), typed) if colon else Requirement(Measure.SESSIONS, 1.0)
    if one.measure not in (Measure.SESSIONS, Measure.HOURS):
        raise Invalid("counts a course in weeks", "its sessions or its hours", typed=typed, field="requirements")
    if fold(name) in {fold(measure) for measure in Measure}:
        raise Invalid("is a course called as a measure", "another name", typed=typed, field="requirements")
    return one._replace(course=name)


def _counted(words: str, typed: str) -> Requirement:
    found = re.fullmatch(_MEASURED, words)
    if found is None:
        raise Invalid("is no requirement", FORMS, typed=typed, field="requirements")
    measure, count = _MEASURES[found["of"]], float(found["count"])
    if found["consecutive"] or found["row"]:
        if measure is not Measure.WEEKS:
            raise Invalid("is in a row, and is no weeks", "8 weeks in a row", typed=typed, field="requirements")
        measure = Measure.RUN
    if not 0 < count <= _MOST or (measure is not Measure.HOURS and not count.is_integer()):
        whole = "a whole number above 0" if measure is not Measure.HOURS else "a number above 0"
        raise Invalid(f"is no count of {measure}", f"{whole}, {_MOST} at most", typed=typed, field="requirements")
    return Requirement(measure, count)
