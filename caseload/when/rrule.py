"""Rules of RFC 5545 for what the words cannot say: read strictly, normalised, and expanded by dateutil.

SECONDLY to HOURLY, parts that would be lost and values out of range are Invalid.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.value import Value
from caseload.when.dates import LAST_YEAR, Span
from caseload.when.patterns import DAY_CODES, MOST_STEPS, ORDINALS, Monthly, Pattern, Steps, Weekly, clipped, frequency

RRULE_FORMS = "such as FREQ=YEARLY;BYMONTH=3;BYDAY=2TU"

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")


class _Part(NamedTuple):
    """What a part takes: with which frequencies it stands, the greatest number, and whether one may count back."""

    beside: tuple[str, ...]
    most: int
    back: bool = True


_NUMBERED: Mapping[str, _Part] = {
    "BYMONTH": _Part(_FREQUENCIES, 12, back=False),
    "BYWEEKNO": _Part(("YEARLY",), 53),
    "BYYEARDAY": _Part(("YEARLY",), 366),
    "BYMONTHDAY": _Part(("DAILY", "MONTHLY", "YEARLY"), 31),
    # dateutil begins a first week in its middle, and would count positions in what is left of it.
    "BYSETPOS": _Part(("MONTHLY", "YEARLY"), 366),
}
_ORDER = ("BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST")

# The calendar repeats every 400 years to the day of the week. dateutil gives up where the year 9999 ends, so a rule is
# run 19 times 400 years ahead: one that never comes is over in moments, and not after eight thousand years of days.
_AHEAD = 19 * 400


class Rule(Value):
    """A rule as RFC 5545 writes it, normalised, without its end."""

    text: str

    def __str__(self) -> str:
        """FREQ=YEARLY;BYMONTH=3;BYDAY=2TU."""
        return self.text

    def days(self, anchor: date, start: date) -> Iterator[date]:
        """As dateutil expands it from the anchor."""
        # Only those who have such a rule pay for the import: about as long as starting Python.
        from dateutil.rrule import rrulestr

        starts = datetime(anchor.year + _AHEAD, anchor.month, anchor.day)  # noqa: DTZ001 - a day, in no zone
        for moment in rrulestr(self.text, dtstart=starts):
            day = date(moment.year - _AHEAD, moment.month, moment.day)
            if day.year > LAST_YEAR:
                return
            if day >= start:
                yield day

    def rrule(self, anchor: date) -> str:  # noqa: ARG002 - of all patterns
        """Itself."""
        return self.text

    def first(self, day: date) -> date | None:
        """The first that dateutil gives."""
        return next(self.days(day, day), None)

    def shifted(self, days: int, anchor: date) -> Pattern | None:  # noqa: ARG002 - of all patterns
        """Only to where it is."""
        return self if days == 0 else None


class Read(NamedTuple):
    """What an RRULE says: its pattern, and the texts of its UNTIL and COUNT."""

    pattern: Pattern
    until: str | None
    times: str | None


def parse_rrule(text: str) -> Read:
    """The pattern in the words' form where they can say it, else as a Rule; Invalid for what is no such rule."""
    parts = _parts(text)
    until, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    name = parts.pop("FREQ", "")
    if name in _TOO_OFTEN:
        raise Invalid(f"comes round {name.lower()}", "DAILY is the most often; the time of day is that of the date")
    if name not in _FREQUENCIES:
        raise Invalid("has no FREQ of DAILY, WEEKLY, MONTHLY or YEARLY", RRULE_FORMS)
    interval = _interval(parts.pop("INTERVAL", "1"))
    values = {part: _value(part, parts.pop(part), name) for part in _ORDER if part in parts}
    if parts:
        raise Invalid(f"has {next(iter(parts))}, which would be lost", f"the parts FREQ, INTERVAL, {', '.join(_ORDER)}")
    _refuse_misfits(values)
    if values.get("WKST") == "MO":
        del values["WKST"]
    found = _said_in_words(name, interval, values)
    rest = "".join(f";{part}={value}" for part, value in values.items())
    return Read(found or Rule(frequency(name, interval) + rest), until, count)


def ever(rule: Rule) -> bool:
    """Whether the rule comes at all, whatever day it counts from."""
    # 400 years from here are the whole calendar; with an interval it comes no more often.
    once = Rule(re.sub(r";INTERVAL=\d+", "", rule.text))
    return once.first(date(2000, 1, 1)) is not None


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.upper().removeprefix("RRULE:").strip("; ").split(";"):
        name, equals, value = (one.strip() for one in part.partition("="))
        if not equals or not value:
            raise Invalid("is not a list of NAME=VALUE with ; between them", RRULE_FORMS)
        if name in parts:
            raise Invalid(f"has {name} twice" if name.isalpha() else "has a part twice", RRULE_FORMS)
        parts[name] = value
    if not all(re.fullmatch(r"[A-Z-]{1,20}", name) for name in parts):
        raise Invalid("has a part that is no word", RRULE_FORMS)
    return parts


def _interval(text: str) -> int:
    if not re.fullmatch(r"0*[1-9][0-9]{0,2}", text):
        raise Invalid(f"has an INTERVAL that is not 1 to {MOST_STEPS}", RRULE_FORMS)
    return int(text)


def _value(part: str, text: str, name: str) -> str:
    """The value of a part, normalised: each once, in order."""
    if part == "WKST":
        if text not in DAY_CODES:
            raise Invalid("has a WKST that is no day", "MO, TU, WE, TH, FR, SA or SU")
        return text
    if part == "BYDAY":
        return ",".join(_day(one, name) for one in sorted(set(text.split(",")), key=_by_day))
    numbered = _NUMBERED[part]
    if name not in numbered.beside:
        raise Invalid(f"has {part} beside FREQ={name}", f"it stands beside {' or '.join(numbered.beside)}")
    return ",".join(map(str, sorted({_number(part, one, numbered) for one in text.split(",")})))


def _number(part: str, text: str, numbered: _Part) -> int:
    found = int(text) if re.fullmatch(r"[+-]?[0-9]{1,3}", text) else 0
    if not 1 <= abs(found) <= numbered.most or (found < 0 and not numbered.back):
        raise Invalid(f"has a {part} out of range", f"1 to {numbered.most}{', or - to count back' * numbered.back}")
    return found


def _by_day(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", text)
    if not found:
        raise Invalid("has a BYDAY that is no day", "such as MO, 2TU or -1FR")
    return int(found[1] or 0), DAY_CODES.index(found[2])


def _day(text: str, name: str) -> str:
    nth, weekday = _by_day(text)
    most = {"MONTHLY": 5, "YEARLY": 53}.get(name, 0)
    if abs(nth) > most or (nth == 0 and len(text) > 2):
        accepted = f"1 to {most}, or - to count back" if most else "a day alone, such as MO"
        raise Invalid(f"has a BYDAY with a number out of range for FREQ={name}", accepted)
    return f"{nth or ''}{DAY_CODES[weekday]}"


def _refuse_misfits(values: Mapping[str, str]) -> None:
    """Refuse what RFC 5545 leaves open, or forbids, and programs read in different ways."""
    if "BYWEEKNO" in values and ("BYDAY" not in values or re.search(r"\d", values["BYDAY"])):
        raise Invalid("has BYWEEKNO without plain days", "BYDAY such as MO beside it")
    if "BYSETPOS" in values and len(values.keys() - {"BYSETPOS", "WKST"}) == 0:
        raise Invalid("has BYSETPOS without days to count", "BYDAY or BYMONTHDAY beside it")


def _said_in_words(name: str, interval: int, values: Mapping[str, str]) -> Pattern | None:
    """The same days as a pattern of words; a bare MONTHLY or YEARLY is none, for it leaves out what others clip."""
    days = [_by_day(day) for day in values.get("BYDAY", "").split(",") if day]
    if not values and name in ("DAILY", "WEEKLY"):
        return Steps(Span(interval, "d" if name == "DAILY" else "w"))
    if name == "WEEKLY" and (values.keys() == {"BYDAY"} or (interval == 1 and values.keys() == {"BYDAY", "WKST"})):
        return Weekly(interval, tuple(weekday for _, weekday in days))
    if name != "MONTHLY":
        return None
    if values.keys() == {"BYDAY"} and len(days) == 1 and days[0][0] in ORDINALS:
        return Monthly(interval, *days[0])
    said = ";".join(f"{part}={value}" for part, value in values.items())
    return next((Monthly(interval, nth) for nth in (-1, *range(1, 32)) if said == clipped(nth)), None)
