"""Opening hours in words, read where they can be: "mon-fri 9-17, sat 10-12 (not on holidays)"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import time

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Span = tuple[time, time] | None
"""From when to when; None where the day is open and nobody says when."""
Week = Mapping[int, Sequence[Span]]
"""The spans of each day that is open, Monday being 0."""


def is_open(hours: str | None, day: int, at: time | None = None) -> bool | None:
    """Whether it is open on a day of the week, or at a time of it; None where the words do not say so."""
    week = read_hours(hours) if hours else None
    if week is None:
        return None
    spans = week.get(day, ())
    if at is None or not spans:
        return bool(spans)
    if any(span and _holds(span, at) for span in spans):
        return True
    return None if None in spans else False


def read_hours(text: str) -> Week | None:
    """The week that the words tell; None for any that are not understood, so that nothing is called closed by guess.

    What stands in brackets is words for people and is passed over.
    """
    if len(text) > _LONGEST:
        return None
    plain = re.sub(r"\([^()]*\)", " ", text.lower().translate(_DASHES))
    if re.fullmatch(r"\s*(24/7|24 hours( a day)?,? *7 days( a week)?|always( open)?)\s*", plain):
        return {day: [_ALL_DAY] for day in range(7)}
    plain = _LETTERS.sub(_spelled, plain)
    tokens = list(_TOKEN.finditer(plain))
    if not tokens or "".join(plain.split()) != "".join("".join(one[0].split()) for one in tokens):
        return None
    return _week(tokens)


_LONGEST = 1_000
"""Characters of hours that are read: of more, no rule of ours makes a week."""


def written(week: Week) -> str:
    """A week in the words that are read: mon-fri 09:00-17:00, sat 10:00-12:00."""
    said = {day: " ".join(_said(span) for span in sorted(spans, key=_first)).strip() for day, spans in week.items()}
    runs: list[list[int]] = []
    for day in sorted(said):
        if runs and runs[-1][-1] == day - 1 and said[day] == said[day - 1]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{_run(days)} {said[days[0]]}".strip() for days in runs)


def read_time(text: str) -> time | None:
    """A time of day as files have it: 09:00, 9:00 AM, 09:00:00Z; None for what is none."""
    found = re.fullmatch(
        r"(\d{1,2})(?::(\d\d))?(?::\d\d(?:\.\d+)?)?\s*([ap]\.?m\.?)?(?:z|[+-]\d\d:?\d\d)?", text.strip().lower()
    )
    if not found:
        return None
    return _time(int(found[1]), int(found[2] or 0), (found[3] or "")[:1])


_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-") | {".": " "})
_ALL_DAY = (time(0), time(23, 59))
_DAY = (
    "mon(?:days?)?|mo|tues?(?:days?)?|tu|wed(?:nesdays?)?|we|thu(?:rs?(?:days?)?)?|th|fri(?:days?)?|fr"
    "|sat(?:urdays?)?|sa|sun(?:days?)?|su"
)
_LETTERS = re.compile(r"\b(?<![ap]\s)(m)?(tu|t)?(w)?(th|t(?=f))?(f)?(sa)?(su)?\b")
"""Days by their letters, in their order: MWF, TTh; a T is Tuesday, before F Thursday; the m of a.m. is none."""
_CLOCK = r"(?:\d{1,2}(?::\d\d)?\s*(?:[ap]\s?m\b)?|noon|midnight)"
_TOKEN = re.compile(
    rf"(?P<range>\b(?:{_DAY})\b\s*(?:-|to|through|thru)\s*\b(?:{_DAY})\b)"
    rf"|(?P<day>\b(?:{_DAY})\b)"
    r"|(?P<every>\b(?:daily|every ?day|7 days(?: a week)?)\b)|(?P<work>\bweekdays\b)|(?P<end>\bweekends?\b)"
    r"|(?P<all>\b24 hours\b)|(?P<closed>\bclosed\b)"
    rf"|(?P<span>{_CLOCK}\s*(?:-|to|until)\s*{_CLOCK})"
    r"|(?P<between>[,;:&\n/]|\band\b|\bopen\b|\bfrom\b|\bhours\b)"
)


def _spelled(found: re.Match[str]) -> str:
    """The days that letters stand for; MF may be two days or five, and stays as it is."""
    days = [day for day, letter in zip(DAYS, found.groups(), strict=True) if letter]
    return ", ".join(days) if days and found[0] != "mf" else found[0]


def _week(tokens: Iterable[re.Match[str]]) -> Week | None:
    week: dict[int, list[Span]] = {}
    days: list[int] = []
    is_told = False
    for token in tokens:
        kind = str(token.lastgroup)
        if new := _days(token, kind):
            days, is_told = ([] if is_told else days) + new, False
            week |= {day: [] for day in new if day not in week}
        elif kind != "between" and not days:
            return None
        elif kind != "between":
            is_told = True
            _tell(week, days, token[0], kind)
    # A day that stands alone is open, and nobody says when.
    return {day: spans or [None] for day, spans in week.items()}


def _tell(week: dict[int, list[Span]], days: Sequence[int], text: str, kind: str) -> None:
    """What is said of some days: that they are closed, or one time more at which they are open."""
    for day in days:
        if kind == "closed":
            week.pop(day, None)
        else:
            week.setdefault(day, []).append(_ALL_DAY if kind == "all" else _span(text))


def _days(token: re.Match[str], kind: str) -> list[int]:
    whole = {"every": range(7), "work": range(5), "end": range(5, 7)}
    if kind in whole:
        return list(whole[kind])
    found = [DAYS.index(next(day for day in DAYS if day.startswith(word[:2]))) for word in re.findall(_DAY, token[0])]
    if kind == "range":
        first, last = found
        return [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
    return found if kind == "day" else []


def _span(text: str) -> Span:
    """From when to when; None where the hours alone do not tell morning from evening."""
    found = re.findall(r"(\d{1,2})(?::(\d\d))?\s*([ap])?|(noon|midnight)", text)
    (first, is_plain), (last, is_bare) = (_clock(*one) for one in found[:2])
    if first is None or last is None:
        return None
    if is_bare and is_plain and last <= first and last.hour < 12:
        last = last.replace(hour=last.hour + 12)
    elif is_plain and not is_bare:
        afternoon = first.replace(hour=(first.hour + 12) % 24)
        if last.hour >= 12 and first.hour < 12 and afternoon < last:
            first = afternoon
    if is_plain and is_bare and first.hour in range(1, 7):
        return None
    return first, last


def _clock(hour: str, minute: str, half: str, word: str) -> tuple[time | None, bool]:
    """The time, and whether nobody says of which half of the day; 09:00 says it by its zero."""
    if word:
        return time(12 if word == "noon" else 0), False
    return _time(int(hour), int(minute or 0), half), not half and not hour.startswith("0") and int(hour) < 13


def _time(hour: int, minute: int, half: str) -> time | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(23, 59) if (hour, minute) == (24, 0) else time(hour, minute) if hour < 24 and minute < 60 else None


def _holds(span: tuple[time, time], at: time) -> bool:
    first, last = span
    return first <= at < last if first < last else at >= first or at < last


def _said(span: Span) -> str:
    return f"{span[0]:%H:%M}-{span[1]:%H:%M}" if span else ""


def _first(span: Span) -> time:
    return span[0] if span else time(0)


def _run(days: Sequence[int]) -> str:
    return DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
