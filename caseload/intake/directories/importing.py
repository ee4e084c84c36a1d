"""A directory into the store: what is new is added, what changed updated, what its source no more has set inactive."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from caseload.errors import Refused
from caseload.intake.directories.listings import listings
from caseload.intake.directories.shape import Directory
from caseload.records.provider import Provider, ProviderStatus
from caseload.store.bulk import taken
from caseload.store.core import Store
from caseload.store.reads.directory import providers_of_source
from caseload.value import replace


class Taken(NamedTuple):
    """What became of a directory's providers."""

    added: int
    updated: int
    same: int
    changed: Mapping[str, int]
    """How many of those updated changed in each field."""
    vanished: Sequence[Provider]
    """Those that the directory has no more, set inactive."""
    voided: int
    """How many were voided here, and stay so."""
    faults: Sequence[str]


def import_directory(
    store: Store, found: Directory, source: str, today: date, monday: int | None, *, is_named: bool = True
) -> Taken:
    """Store the directory inside the running step; only providers of its own source are changed.

    Raises Invalid for weekdays that are numbers where `monday` is None; Refused where the source is only the file's
    name and what came from it before is another directory, by chance of the same name.
    """
    made = listings(found, today, monday)
    here = providers_of_source(store, source)
    counts, changed, faults = Counter[str](), Counter[str](), list(made.faults)
    unreadable = _taken(store, source, list(made.providers)) - here.keys()
    for number, provider in made.providers.items():
        before = here.get(number)
        if number in unreadable:
            faults.append(f"service {number} is here and cannot be read; see caseload doctor")
        elif before is None:
            store.add(replace(provider, source=source))
            counts["added"] += 1
        elif before.voided_at:
            counts["voided"] += 1
        else:
            after = renewed(before, provider)
            differs = [name for name in _GIVEN if getattr(before, name) != getattr(after, name)]
            counts["updated" if differs else "same"] += 1
            changed.update(differs)
            store.save(after)
    vanished = []
    for number, one in here.items() if not found.is_part else ():
        is_there = number in made.providers or number in made.left_out or one.voided_at
        if not is_there and one.status in (ProviderStatus.ACTIVE, ProviderStatus.TEMPORARILY_CLOSED):
            vanished.append(store.save(replace(one, status=ProviderStatus.INACTIVE)))
    if vanished and not is_named and not any(_is_of(one, made.providers) for one in here.values()):
        raise Refused(
            f"{source} is the name of another directory here: none of its providers is in this one",
            f"another --source NAME keeps both, --source {source} takes this one for it",
        )
    return Taken(counts["added"], counts["updated"], counts["same"], changed, vanished, counts["voided"], faults)


def _is_of(before: Provider, told: Mapping[str, Provider]) -> bool:
    """Whether it is in the directory: of its number, and of its organization or service; many count from 1."""
    now = told.get(before.external_id or "")
    return now is not None and (now.name == before.name or now.service == before.service)


def renewed(before: Provider, told: Provider) -> Provider:
    """The provider as the directory tells it now; remarks and fields of the user's own stay.

    So do coordinates, capacity and wait of which it says nothing, and a later day of assurance.
    """
    values: dict[str, Any] = {name: getattr(told, name) for name in _GIVEN}
    for name in ("latitude", "longitude", "capacity", "wait"):
        if values[name] is None:
            values[name] = getattr(before, name)
    days = [day for day in (before.assured_on, told.assured_on) if day]
    values["assured_on"] = max(days, default=None)
    return replace(before, **values)


_APART = ("id", "external_id", "source", "created_at", "updated_at", "voided_at", "void_reason", "own", "remarks")
_GIVEN = tuple(name for name in Provider.DEFAULTS if name not in _APART)
"""What a directory tells of a provider."""

_AT_ONCE = 500


def _taken(store: Store, source: str, numbers: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(numbers), _AT_ONCE):
        found |= taken(store, Provider, source, numbers[start : start + _AT_ONCE])
    return found
