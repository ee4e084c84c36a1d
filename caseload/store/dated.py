"""What the copies of a database are called: by their names alone it is known when each was made.

A copy has its name only once it is verified, so that nothing has to be opened to know how old the last one is.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from caseload import paths


def folder(database: str) -> str:
    """Where the copies of a database are, unless config.toml says otherwise: `backups`, beside it."""
    return f"{paths.absolute(database).rpartition('/')[0]}/backups"


def name(database: str, stamp: str) -> str:
    """What a copy is called that was made at a moment of UTC: caseload-2026-11-25T150000Z.db, which sorts by it."""
    base, ending = _parts(database)
    return f"{base}-{stamp.replace(':', '')}{ending}"


def next_name(database: str, stamp: str, is_taken: Callable[[str], bool]) -> str:
    """The name of that moment, or of the first one after it that is not taken."""
    moment = datetime.fromisoformat(stamp)
    while is_taken(called := name(database, moment.strftime(_STAMP))):
        moment += timedelta(seconds=1)
    return called


_STAMP = "%Y-%m-%dT%H:%M:%SZ"


def made_at(names: list[str], database: str) -> dict[str, str]:
    """Of names in a folder those that copies of the database have, oldest first, each with its moment in UTC."""
    return dict(sorted(_made_at(names, *_parts(database)), key=lambda one: one[1]))


def _made_at(names: list[str], base: str, ending: str) -> Iterator[tuple[str, str]]:
    length = len(base) + len("-2026-11-25T150000Z") + len(ending)
    for one in names:
        if len(one) == length and one.startswith(f"{base}-") and one.endswith(ending):
            told = one[len(base) + 1 : length - len(ending)]
            stamp = f"{told[:13]}:{told[13:15]}:{told[15:]}"
            try:
                if datetime.fromisoformat(stamp).strftime(_STAMP) == stamp:
                    yield one, stamp
            except ValueError:
                continue


def _parts(database: str) -> tuple[str, str]:
    """The name of a database around the moment; no two databases of a folder give the same."""
    whole = database.rpartition("/")[2]
    return (whole[:-3], ".db") if whole.endswith(".db") and whole != ".db" else (whole, "")
