"""What the last digests spoke of: one file a database in the state folder, holding ids, rules and dates only."""

import os
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from caseload import paths
from caseload.errors import CannotWrite
from caseload.reports.due import Item
from caseload.store.core import Store
from caseload.value import Value, replace
from caseload.when.dates import When

if TYPE_CHECKING:
    from pathlib import Path


class Said(Value):
    """What an earlier digest spoke of: its moment, each item's typed id, rule and last good day, how far it looked."""

    at: datetime
    items: frozenset[tuple[str, str, When]]
    until: date
    stamp: str
    """Its moment in UTC, as records have theirs."""
    database: str = ""
    """Which caseload it spoke of; earlier versions did not keep it."""
    newest: str = ""
    """The newest step that it knew of."""

    @cached_property
    def _good_until(self) -> Mapping[tuple[str, str], When]:
        return {(ref, rule): when for ref, rule, when in self.items}

    def lacked(self, item: Item) -> bool:
        """Whether the item is new since then: it would have been in that digest, or its record was made since.

        What has only come within the days that a digest looks ahead is not new.
        """
        if (item.ref, item.rule) in self._good_until:
            return False
        return item.due.day <= self.until or (item.record.created_at or "") > self.stamp

    def called_late(self, item: Item) -> bool:
        """Whether the item was late in it."""
        when = self._good_until.get((item.ref, item.rule))
        return when is not None and when.is_past(self.at)


def memory_path(state_dir: str, database: str) -> str:
    """The file that belongs to a database."""
    # Not hashlib: it takes longer to load than the digest's memory to read. The name tells two files of a folder apart.
    told = crc32(os.fsencode(paths.absolute(database)))
    return f"{state_dir}/digest-{paths.stem(database)[:40]}-{told:08x}.json"


def remembered(path: "Path") -> list[Said]:
    """The digests that are remembered, oldest first; none where the file is missing or cannot be read."""
    try:
        text = path.read_text("utf-8")
        import json

        return [_said(one) for one in json.loads(text)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # The file may be lost without harm: the next digest just calls nothing new.
        return []


def of_this(digests: Sequence[Said], store: Store) -> list[Said]:
    """The digests that spoke of this caseload as it has come to be: not of another, nor of steps that it lacks."""
    return [one for one in digests if one.database in ("", store.database) and store.has_seen(one.newest)]


SILENT_DAYS = 3
"""After so many days without a digest, cron may be broken."""


def last_at(path: str) -> datetime | None:
    """When the last digest was, which alone is read from its memory: to load `json` would be a tenth of `today`."""
    try:
        text = paths.read(path).decode()
        # In what a digest speaks of a quote would be escaped.
        return datetime.fromisoformat(text.rpartition('"at": "')[2].partition('"')[0])
    except (OSError, ValueError):
        return None


def days_since(last: datetime | None, now: datetime) -> int:
    """Days since the last digest; 0 where none was sent."""
    return (now.date() - last.date()).days if last else 0


def gone_silent(last: datetime | None, now: datetime) -> str:
    """One line where the last digest is too old; nothing where none was ever sent, for nobody waits for one."""
    if last is None or (days := days_since(last, now)) <= SILENT_DAYS:
        return ""
    said = f"{last:%Y-%m-%d %H:%M}"
    return f"the last digest was on {said}, {days} days ago: is cron running? see caseload help cron"


def before_today(digests: Sequence[Said], now: datetime) -> Said | None:
    """The last digest of an earlier day, so that a second run the same day says the same."""
    return next((one for one in reversed(digests) if one.at.date() < now.date()), None)


def remember(path: "Path", digests: Sequence[Said], latest: Said) -> None:
    """Keep the latest digest and the last one of an earlier day; raises CannotWrite."""
    earlier = before_today(digests, latest.at)
    _write(path, [_plain(one) for one in (earlier, latest) if one])


def _write(path: "Path", kept: Sequence[Mapping[str, object]]) -> None:
    import json

    from caseload import placing

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with placing.unfinished(path) as under_way:
            under_way.write_text(json.dumps(kept), "utf-8")
            placing.put_over(under_way, path)
    except OSError as error:
        raise CannotWrite(f"cannot remember this digest in {path}: {error.strerror}", "see caseload path") from error


def forget(path: "Path", refs: Collection[str]) -> None:
    """Have the digests that are remembered speak of these no more; raises CannotWrite."""
    digests = remembered(path)
    if any(ref in refs for one in digests for ref, _, _ in one.items):
        kept = [_plain(replace(one, items=frozenset(it for it in one.items if it[0] not in refs))) for one in digests]
        _write(path, kept)


def _plain(one: Said) -> dict[str, object]:
    items = sorted([ref, rule, str(when)] for ref, rule, when in one.items)
    plain = {"at": one.at.isoformat(), "stamp": one.stamp, "until": str(one.until), "items": items}
    return {**plain, "database": one.database, "newest": one.newest}


def _said(plain: Any) -> Said:
    items = frozenset((str(ref), str(rule), When.parse(when)) for ref, rule, when in plain["items"])
    until = date.fromisoformat(plain["until"])
    origin = (str(plain.get("database", "")), str(plain.get("newest", "")))
    return Said(datetime.fromisoformat(plain["at"]), items, until, str(plain["stamp"]), *origin)
