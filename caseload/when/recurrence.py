"""When a thing comes round again: rules as people type them, their one kept text, and the dates that follow from them.

`parse_every` reads a plain interval, `parse_recurrence` any rule; `Recurrence` is what a kept text means. All is
bounded: no day after 2200, no rule more often than daily, no count above 1000.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.value import Value, replace
from caseload.when.dates import FIRST_YEAR, LAST_YEAR, WEEKDAYS, parse_span
from caseload.when.patterns import ORDINALS, Monthly, Pattern, Steps, weekly
from caseload.when.rrule import Rule, ever, parse_rrule

EVERY_FORMS = 'try 3d, 2w, 1m, 1y, weekly or "every 2 weeks"'
RULE_FORMS = 'try 2w, "mon,thu", "2w on tue", "monthly on the last friday" or an RRULE; see caseload help dates'

MOST_TIMES = 1000

_WORDS = {"daily": "1d", "weekly": "1w", "monthly": "1m", "yearly": "1y"}
_WEEKDAYS = {form: day for day, name in enumerate(WEEKDAYS) for form in (name, name[:3], f"{name}s")}
_WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_NTH = {form: nth for nth, form in ORDINALS.items()} | {"first": 1, "second": 2, "third": 3, "fourth": 4}

_END = re.compile(r"(.+?) (?:until (?P<until>\S+)|(?:for )?(?P<times>[0-9]+) times?)", re.IGNORECASE)


class Recurrence(Value):
    """A rule: its pattern, and its end by a last day or by how many there are, the first included."""

    pattern: Pattern
    until: date | None = None
    times: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Recurrence":
        """What the text means, typed or kept; Invalid otherwise. Asks nothing about whether such a day ever comes."""
        return _parse(text)

    def __str__(self) -> str:
        """The kept form: `2w`, `mon,thu until 2027-03-01`, `monthly on the last friday 10 times`."""
        until = f" until {self.until}" if self.until else ""
        times = f" {self.times} time{'s' * (self.times != 1)}" if self.times else ""
        return f"{self.pattern}{until}{times}"

    def rrule(self, anchor: date) -> str:
        """The RRULE of RFC 5545, without that name, that means the same with the anchor as its DTSTART.

        UNTIL is a day: beside a DTSTART with a time and a zone, RFC 5545 wants the moment in UTC.
        """
        until = f";UNTIL={self.until:%Y%m%d}" if self.until else ""
        return self.pattern.rrule(anchor) + until + (f";COUNT={self.times}" if self.times else "")

    def ending(self, until: date | None, times: int | None) -> "Recurrence":
        """The same with another end, where one is given; Invalid for two."""
        if until is None and times is None:
            return self
        if until is not None and times is not None:
            raise Invalid("cannot stand beside --times", "one of the two", field="--until")
        if times is not None and not 1 <= times <= MOST_TIMES:
            raise Invalid("is not a number of times", f"1 to {MOST_TIMES} times", typed=str(times), field="--times")
        return Recurrence(self.pattern, until, times)


class Following(NamedTuple):
    """The next of a series: its day, and the rule as it goes on from there."""

    day: date
    rule: Recurrence


def parse_every(text: str) -> str:
    """The interval as it is kept: `2w` for `2w` and `every 2 weeks`, `1m` for `monthly`; Invalid otherwise."""
    words = " ".join(text.lower().split())
    if found := re.fullmatch(r"every (?:([0-9]+) )?(day|week|month|year)s?", words):
        words = f"{found[1] or 1}{found[2][0]}"
    try:
        return str(parse_span(_WORDS.get(words, words)))
    except Invalid as error:
        raise Invalid(error.fault, EVERY_FORMS, typed=text) from None


def parse_recurrence(text: str) -> str:
    """The rule as it is kept, its end with it; Invalid for one that cannot be read, or that never comes."""
    rule = Recurrence.parse(text)
    if isinstance(rule.pattern, Rule) and not ever(rule.pattern):
        raise Invalid("never comes", "a rule for days that the calendar has", typed=text)
    return str(rule)


def occurrences(rule: Recurrence, anchor: date, after: date, until: date) -> Iterator[date]:
    """The days of the rule, counted from the anchor and never before it, after one day and not after another.

    The anchor is the first of `times` whether or not it is a day of the rule, as RFC 5545 has it of DTSTART.
    """
    last = until if rule.until is None else min(until, rule.until)
    found = rule.pattern.days(anchor, max(anchor, min(after, date.max - timedelta(days=1)) + timedelta(days=1)))
    if rule.times is not None:
        found = islice(rule.pattern.days(anchor, anchor), rule.times - (not is_on(rule, anchor)))
    return (day for day in takewhile(lambda day: day <= last, found) if day > after)


def is_on(rule: Recurrence, day: date) -> bool:
    """Whether a series of this rule may begin on that day."""
    return rule.pattern.first(day) == day


def following(rule: Recurrence, anchor: date, last: date, not_before: date) -> Following | None:
    """The first day of the rule after `last` and not before `not_before`; None where the series is over.

    Days are counted from the anchor, `times` from `last`: what it passes over has been one of them.
    """
    earliest = max(last + timedelta(days=1), not_before, anchor)
    start = earliest if rule.times is None else max(last + timedelta(days=1), anchor)
    for passed, day in enumerate(rule.pattern.days(anchor, start), 1):
        left = rule.times if rule.times is None else rule.times - passed
        if left == 0 or (rule.until is not None and day > rule.until):
            return None
        if day >= earliest:
            return Following(day, replace(rule, times=left))
    return None


@lru_cache(maxsize=256)
def _parse(text: str) -> Recurrence:
    # Cached: every member of a series holds the same text.
    try:
        return _read(" ".join(text.split()))
    except Invalid as error:
        raise Invalid(error.fault, error.accepted, typed=text) from None


def _read(body: str) -> Recurrence:
    if not body.isascii() or len(body) > 500:
        raise Invalid("is not a rule for what comes round", RULE_FORMS)
    ends: list[tuple[str | None, str | None]] = []
    while found := _END.fullmatch(body):
        body = found[1]
        ends.append((found["until"], found["times"]))
    if re.match(r"rrule:|freq ?=|.*;", body, re.IGNORECASE):
        pattern, until, times = parse_rrule(body)
        ends += [one for one in ((_dashed(until), None), (None, times)) if any(one)]
    else:
        pattern = _pattern(body.lower())
    if len(ends) > 1:
        raise Invalid("has two ends", "one of until and times")
    last, count = ends[0] if ends else (None, None)
    return Recurrence(pattern, _until(last), _times(count))


def _until(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or str(day) != text or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid("has an end that is not a day", "until 2027-03-01, or UNTIL=20270301 in an RRULE")
    return day


def _dashed(text: str | None) -> str | None:
    """The day of an UNTIL; with a time it is a moment in UTC, and only the zone it came from knows whose day."""
    return text and f"{text[:4]}-{text[4:6]}-{text[6:]}"


def _times(text: str | None) -> int | None:
    if text is None:
        return None
    times = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
    if not 1 <= times <= MOST_TIMES:
        raise Invalid(f"has an end that is not after 1 to {MOST_TIMES} times", "a count in that range, or a last day")
    return times


def _pattern(words: str) -> Pattern:
    """The pattern that words in lower case say."""
    words = re.sub(r"^every other ", "every 2 ", words)
    step, on, which = words.partition(" on ")
    if on:
        return _on(step, which.removeprefix("the "))
    if words in ("weekdays", "every weekday"):
        return weekly(1, set(range(5)))
    two, days = words.startswith("every 2 "), words.removeprefix("every ").removeprefix("2 ")
    if weekdays := _weekdays(days):
        return weekly(2 if two else 1, weekdays)
    try:
        return Steps(parse_span(parse_every(words)))
    except Invalid:
        raise Invalid("is not a rule for what comes round", RULE_FORMS) from None


def _on(step: str, which: str) -> Pattern:
    try:
        span = parse_span(parse_every(step))
    except Invalid:
        raise Invalid("is not a rule for what comes round", RULE_FORMS) from None
    if span.unit == "w" and (weekdays := _weekdays(which)):
        return weekly(span.count, weekdays)
    if span.unit == "m":
        if found := re.fullmatch(r"([1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?", which):
            return Monthly(span.count, int(found[1]))
        nth, _, day = which.partition(" ")
        if which == "last day":
            return Monthly(span.count, -1)
        if nth in _NTH and day in _WEEKDAYS:
            return Monthly(span.count, _NTH[nth], _WEEKDAYS[day])
    raise Invalid("is not a day that every week or month has", RULE_FORMS)


def _weekdays(words: str) -> set[int] | None:
    """The days in `mon,thu`, `mon, thu` or `mon and thu`; None where anything else stands there."""
    found = [_WEEKDAYS.get(word) for word in re.split(r" ?, ?| and | ", words)]
    return None if None in found else {day for day in found if day is not None}
