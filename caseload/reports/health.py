"""Whether the database is sound, private and within its rules, and whether cron still sends the digest."""

import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote

from caseload import paths
from caseload.config import Config, zone
from caseload.errors import Invalid, Unusable
from caseload.reports.law import overridden
from caseload.reports.memory import SILENT_DAYS, Said, days_since, memory_path, remembered
from caseload.reports.rule import Rule
from caseload.reports.surroundings import is_encrypted, is_far_away, sent_by
from caseload.store import driver
from caseload.store.apart import conflicted
from caseload.store.backups import verified
from caseload.store.copies import LOCKED, copies, left_behind
from caseload.store.core import Store
from caseload.store.damage import is_damage, mark, unmark
from caseload.store.dated import folder, made_at
from caseload.store.encrypting import in_clear
from caseload.store.purges import purges
from caseload.store.restoring import saved_before
from caseload.store.soundness import CHECKS, NotLookedAt, looked
from caseload.when.dates import say_distance


@dataclass(frozen=True)
class Check:
    """One thing looked at: ok, warning or bad, and what was found."""

    name: str
    state: str
    detail: str

    @property
    def is_bad(self) -> bool:
        """Whether something must be mended."""
        return self.state == "bad"


def health(
    store: Store, path: Path, config: Config, rules: Sequence[Rule], state_dir: str, now: datetime
) -> list[Check]:
    """Everything looked at, a fault a line; writes nothing into it, and leaves a mark beside one that is damaged."""
    found = [check for name in CHECKS for check in _checked(store, name)]
    if any(check.is_bad and check.name == "integrity" and is_damage(check.detail) for check in found):
        mark(path)
    elif Check("integrity", "ok", "") in found:
        unmark(path)
    found += _purges(store)
    found += _copies(store, path)
    found += _backups(store, path, config, now)
    found += _modes(path)
    found += _around(path)
    found += _encryption(path, config)
    found.append(_digest(remembered(Path(memory_path(state_dir, str(path)))), now))
    found += _clocks(config, rules)
    found.append(_workdays(config, rules, now))
    found.append(Check("configuration", "ok", f"names in digests: {config.names}"))
    return found


_SET_ASIDE = "is what a restore has replaced; it is yours to remove"


def _checked(store: Store, name: str) -> list[Check]:
    try:
        return [Check(name, "bad", fault) for fault in looked(store, name)] or [Check(name, "ok", "")]
    except NotLookedAt as why:
        return [Check(name, "warning", f"not looked at, because {why}")]


def _purges(store: Store) -> Iterator[Check]:
    """A line for a purge that was stopped between the removal and the file's being written anew."""
    with suppress(sqlite3.Error):
        for one in purges(store):
            if not one.overwritten_at:
                said = f"operation {one.operation} removed {one.total} records, and the file still has what they said"
                yield Check("purge", "bad", f"{said}; caseload client purge finishes it")


def _copies(store: Store, path: Path) -> Iterator[Check]:
    """A line for each copy that an upgrade has left, and for what is no copy, or half of one."""
    for copy, schema, fault in copies(store, path):
        said = (
            fault
            if fault == LOCKED
            else f"{fault}: no copy to go back to"
            if fault
            else f"is sound, from before schema {schema + 1}"
        )
        yield Check("copies", "warning" if fault else "ok", f"{copy} {said}")
    for one, is_itself in saved_before(path):
        said = "is another name of the database, of a killed restore; it can be removed" if is_itself else _SET_ASIDE
        yield Check("copies", "warning" if is_itself else "ok", f"{one} {said}")
    for one, at in conflicted(store, path):
        what = f"{one} is a copy of this caseload with steps that are not here, the last of {at[:10]}"
        yield Check("copies", "warning", f"{what}; caseload merge {quote(str(one))} takes them in")
    for left in left_behind(path):
        yield Check("copies", "warning", f"{left} is what a killed run left; it can be removed")


def _backups(store: Store, path: Path, config: Config, now: datetime) -> Iterator[Check]:
    """The last good copy, looked through, and how old it is; before it a line for each later one that is none."""
    place, every = Path(config.backup_folder or folder(str(path))), config.backup_every
    for name, stamp in reversed(made_at(paths.names(place), str(path)).items()):
        try:
            found = verified(place / name)
        except Unusable as error:
            yield Check("backup", "warning", error.what)
            continue
        if found.database != store.database:
            yield Check("backup", "warning", f"{place / name} is of another caseload")
            continue
        day = datetime.fromisoformat(stamp).astimezone(zone(config)).date()
        old = every is not None and every.after(day) < now.date()
        said = f"{found.path} is sound, {found.records} records, of {day}, {say_distance(day, now.date())}"
        yield Check("backup", "warning" if old else "ok", said)
        return
    yield Check("backup", "warning" if every else "ok", f"no good copy is in {place}; caseload backup makes one")


def _modes(path: Path) -> Iterator[Check]:
    for place in (path, path.parent):
        mode = stat.S_IMODE(place.stat().st_mode)
        private = 0o700 if place.is_dir() else 0o600
        advice = f"; chmod {private:o} makes it yours alone" if mode & 0o077 else ""
        yield Check("private", "warning" if advice else "ok", f"{place} has mode {mode:04o}{advice}")


def _encryption(path: Path, config: Config) -> Iterator[Check]:
    """Of a file that is encrypted that it is, and which copies are not."""
    if driver.key_of(path) is not None:
        yield Check("encryption", "ok", "the file is encrypted (SQLCipher 4)")
        for one in in_clear(path, config.backup_folder):
            yield Check("encryption", "warning", f"{one} is not encrypted")


def _around(path: Path) -> Iterator[Check]:
    whose = "whoever has it has the file" if driver.key_of(path) is None else "drafts and swap are read there"
    disk = {
        True: Check("disk", "ok", "is encrypted"),
        False: Check("disk", "warning", f"is not encrypted, as far as the system tells: {whose}"),
        None: Check("disk", "warning", "cannot tell whether it is encrypted"),
    }
    yield disk[is_encrypted(path)]
    if folder := sent_by(path):
        yield Check("folder", "warning", f"{folder}, and two computers make two caseloads; let it hold copies")
    elif is_far_away(path):
        yield Check("folder", "warning", f"{path.parent} is on another computer: SQLite cannot rely on its locks there")
    else:
        yield Check("folder", "ok", "is sent nowhere, as far as it can be told")


def _clocks(config: Config, rules: Sequence[Rule]) -> list[Check]:
    """A line for each rule that is switched off, whose items are in no list, and for what rules.toml has otherwise."""
    off = [rule.name for rule in rules if rule.setting.off and not (rule.unset and rule.setting.every is None)]
    found = [Check("clocks", "warning", f"{name} is off: {config.place(f'rules.{name}.off')}") for name in off]
    try:
        found += [Check(table, "warning" if other else "ok", line) for table, other, line in overridden(config)]
    except Invalid as error:
        found.append(Check("your rules", "bad", str(error)))
    return found or [Check("clocks", "ok", "none is off, none is other than shipped")]


def _workdays(config: Config, rules: Sequence[Rule], now: datetime) -> Check:
    """Which days are no business days, and by which rules a due date keeps off them."""
    try:
        config.workdays.holiday(now.date())
    except Invalid as error:
        return Check("business days", "bad", str(error))
    rolls = [f"{rule.name} by {roll}" for rule in rules if (roll := rule.setting.roll or rule.roll) != "none"]
    moved = f"; due dates move to them: {', '.join(rolls)}" if rolls else ""
    return Check("business days", "ok", f"{config.workdays.said()}{moved}")


def _digest(digests: Sequence[Said], now: datetime) -> Check:
    if not digests:
        return Check("digest", "warning", "none was ever sent from this machine; see caseload help cron")
    days = days_since(digests[-1].at, now)
    said = f"the last one was on {digests[-1].at:%Y-%m-%d %H:%M}"
    if days > SILENT_DAYS:
        return Check("digest", "warning", f"{said}, {days} days ago: is cron running? see caseload help cron")
    return Check("digest", "ok", said)
