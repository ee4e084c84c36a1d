"""Which copies are kept as they grow older, and the others removed: never the one just verified, nor another's."""

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, tzinfo
from pathlib import Path

from caseload import paths
from caseload.errors import Invalid
from caseload.store.backups import caseload_of
from caseload.store.core import Store
from caseload.store.dated import made_at
from caseload.when.dates import When, local

_PERIODS: Mapping[str, Callable[[date], object]] = {
    "d": lambda day: day,
    "w": lambda day: day.isocalendar()[:2],
    "m": lambda day: (day.year, day.month),
    "y": lambda day: day.year,
}


def parse_keep(text: str) -> dict[str, int]:
    """How many days, weeks, months and years: 7d,4w,12m; raises Invalid."""
    found = [re.fullmatch(r"([1-9][0-9]{0,2})([dwmy])", one.strip()) for one in text.lower().split(",")]
    keep = {one[2]: int(one[1]) for one in found if one}
    if len(keep) < len(found):
        raise Invalid("is not how many to keep", "days, weeks, months, years, each once: 7d,4w,12m", typed=text,
                      field="--keep")  # fmt: skip
    return keep


def kept(made: dict[str, date], keep: Mapping[str, int]) -> set[str]:
    """Of copies with their days, oldest first, the newest of each of the last so many days, weeks that have one."""
    found = set()
    for unit, count in keep.items():
        newest: dict[object, str] = {}
        for name in reversed(made):
            newest.setdefault(_PERIODS[unit](made[name]), name)
        found |= set([*newest.values()][:count])
    return found


def rotate(store: Store, verified: Path, database: Path, keep: Mapping[str, int], zone: tzinfo | None) -> int:
    """Remove the copies beside one that was just verified that are not to be kept; how many were.

    What is not a copy of this caseload stays, or cannot be read, or be removed: `doctor` tells of it.
    """
    folder = verified.parent
    days = {name: _day(at, zone) for name, at in made_at(paths.names(folder), str(database)).items()}
    removed = 0
    for name in days.keys() - kept(days, keep) - {verified.name}:
        with suppress(OSError, sqlite3.Error):
            if caseload_of(folder / name) == store.database:
                paths.remove(folder / name)
                removed += 1
    return removed


def _day(stamp: str, zone: tzinfo | None) -> date:
    at = local(stamp, zone)
    return at.day if isinstance(at, When) else date.min
