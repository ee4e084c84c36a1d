"""Who in the directory fits somebody: what is asked for, what nobody knows, how far it is."""

import re
from collections.abc import Callable, Iterable, Sequence
from math import asin, cos, radians, sin, sqrt
from statistics import fmean
from typing import NamedTuple

from caseload.errors import Invalid
from caseload.records.of.hours import is_open
from caseload.records.of.languages import language, languages
from caseload.records.of.names import fold
from caseload.records.provider import Provider, is_free
from caseload.when.dates import When

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""


class Place(NamedTuple):
    """Where somebody is: as it was typed, and as far as the directory itself tells where that is."""

    typed: str
    zip: str = ""
    cities: frozenset[str] = frozenset()
    point: Point | None = None
    told_by: int = 0
    """How many providers of that ZIP code or city the point is the middle of."""


class Sought(NamedTuple):
    """What a provider is to fit; None asks nothing."""

    near: Place | None = None
    language: str | None = None
    open: When | None = None
    age: float | None = None
    free: bool = False


class Found(NamedTuple):
    """A provider that fits as far as is known: `unknown` names what nobody has said of it."""

    provider: Provider
    miles: float | None = None
    unknown: tuple[str, ...] = ()


def found(providers: Iterable[Provider], sought: Sought, *, by_place: bool = True) -> list[Found]:
    """The providers that fit, in their order or, of a place, the nearest first; after them those of whom it is unknown.

    Without `by_place` another order was asked for, and stays.
    """
    fitting = [one for one in (_fitting(provider, sought) for provider in providers) if one]
    near = sought.near if by_place else None
    return sorted(fitting, key=lambda one: (bool(one.unknown), *(_far(one, near) if near else ())))


def _fitting(provider: Provider, sought: Sought) -> Found | None:
    answers = {name: ask(provider, sought) for name, ask in _ASKED.items()}
    if any(answer is False for answer in answers.values()):
        return None
    unknown = tuple(name for name, answer in answers.items() if answer is None)
    return Found(provider, _miles_from(sought.near, provider), unknown)


def _speaks(provider: Provider, sought: Sought) -> bool | None:
    if sought.language is None:
        return True
    if not provider.languages:
        return None
    # An interpreter, or others that nobody names, may be of that language or not.
    return language(sought.language) in languages(provider.languages) or (
        None if _MORE.search(provider.languages) else False
    )


_MORE = re.compile(
    r"\b(?:interpret\w*|translat\w*|language line|any|all|others?|more|various|multiple)\b", re.IGNORECASE
)


def _opens(provider: Provider, sought: Sought) -> bool | None:
    if sought.open is None:
        return True
    return is_open(provider.hours, sought.open.day.weekday(), sought.open.time)


def _takes(provider: Provider, sought: Sought) -> bool | None:
    youngest, oldest = provider.minimum_age, provider.maximum_age
    if sought.age is None:
        return True
    if youngest is None and oldest is None:
        return None
    # Somebody is 18 until the day of being 19.
    return (youngest is None or youngest <= sought.age) and (oldest is None or sought.age < int(oldest) + 1)


def _costs_nothing(provider: Provider, sought: Sought) -> bool | None:
    return is_free(provider) if sought.free else True


_ASKED: dict[str, Callable[[Provider, Sought], bool | None]] = {
    "languages": _speaks, "hours": _opens, "ages": _takes, "cost": _costs_nothing
}  # fmt: skip
"""What may be asked of a provider, by the name of what may be unknown."""


def place(typed: str, directory: Sequence[Provider]) -> Place:
    """Where a ZIP code, a city, or latitude and longitude are; Invalid for what is none of them.

    No table of ZIP codes is shipped: where one lies is told by the providers there whose coordinates are known.
    """
    text = typed.strip()
    if found := re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?)\s*[, ]\s*(-?\d{1,3}(?:\.\d+)?)", text):
        point = float(found[1]), float(found[2])
        if abs(point[0]) <= 90 and abs(point[1]) <= 180:
            return Place(text, point=point)
    if re.fullmatch(r"\d{5}(-\d{4})?", text):
        there = [one for one in directory if _zip(one) == text[:5]]
        cities = frozenset(fold(one.city) for one in there if one.city)
        return Place(text, text[:5], cities, *_middle(there))
    if not re.search(r"[^\W\d_]", text):
        raise Invalid("is no place", "a ZIP code, a city, or latitude,longitude", typed=typed, field="--near")
    city, there = _city(text, directory)
    return Place(text, cities=frozenset((city,)), point=_middle(there)[0], told_by=_middle(there)[1])


def _city(typed: str, directory: Sequence[Provider]) -> tuple[str, list[Provider]]:
    """A city, and who is in it: as it was typed, or of "Chicago, IL" what stands before the state."""
    city = fold(typed)
    there = [one for one in directory if city in (fold(one.city or ""), fold(one.zip or ""))]
    said = re.fullmatch(r"(.+?)(?: ?, ?(.+)| (\w\w))", " ".join(typed.split()))
    if there or not said:
        return city, there
    before, state = fold(said[1]), fold(said[2] or said[3])
    there = [one for one in directory if fold(one.city or "") == before and fold(one.state or state) == state]
    # Without a comma two letters at the end are a state only where a city stands before them.
    return (before, there) if there or said[2] else (city, there)


def said_of(place: Place) -> str:
    """How the order came about, in one line."""
    if place.told_by:
        providers = "1 provider" if place.told_by == 1 else f"the middle of {place.told_by} providers"
        return f"miles are as the crow flies, from {providers} in {place.typed}"
    if place.point:
        return f"miles are as the crow flies, from {place.typed}"
    by = "ZIP code, then by its first three digits, then by city" if place.zip else "city"
    return f"where {place.typed} lies is not known here: no miles, but by {by}"


def _middle(there: Sequence[Provider]) -> tuple[Point | None, int]:
    points = [point for one in there if (point := _point(one))]
    if not points:
        return None, 0
    return (fmean(point[0] for point in points), fmean(point[1] for point in points)), len(points)


def _point(provider: Provider) -> Point | None:
    if provider.latitude is None or provider.longitude is None:
        return None
    # 0,0 is what programs write where nothing is known.
    return (provider.latitude, provider.longitude) if provider.latitude or provider.longitude else None


def _miles_from(near: Place | None, provider: Provider) -> float | None:
    there = _point(provider)
    return round(miles(near.point, there), 1) if near and near.point and there else None


def miles(one: Point, other: Point) -> float:
    """As the crow flies, on a round earth."""
    (north, east), (other_north, other_east) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * 3958.8 * asin(min(1.0, sqrt(half)))


def _far(one: Found, near: Place) -> tuple[int, float]:
    """By miles where they are known; the same ZIP code is none, other codes and cities come after all miles."""
    if one.miles is not None:
        return 0, one.miles
    provider = one.provider
    if near.zip and _zip(provider) == near.zip:
        return 0, 0.0
    if near.zip and _zip(provider)[:3] == near.zip[:3]:
        return 1, 0.0
    return (2, 0.0) if provider.city and fold(provider.city) in near.cities else (3, 0.0)


def _zip(provider: Provider) -> str:
    return (provider.zip or "").strip()[:5]
