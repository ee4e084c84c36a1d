"""Whether the database is sound, private and within its rules, and whether cron still sends the digest."""

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from caseload.config import Config
from caseload.reports.memory import Said, memory_path, remembered
from caseload.store.core import Store
from caseload.store.soundness import CHECKS

SILENT_DAYS = 3
"""After so many days without a digest, cron may be broken."""


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


def health(store: Store, path: Path, config: Config, state_dir: Path, now: datetime) -> list[Check]:
    """Everything looked at, a fault a line; writes nothing."""
    found: list[Check] = []
    for name, look in CHECKS.items():
        faults = [Check(name, "bad", fault) for fault in look(store)]
        found += faults or [Check(name, "ok", "")]
    found += _modes(path)
    found.append(_digest(remembered(memory_path(state_dir, path)), now))
    found.append(Check("configuration", "ok", f"names in digests: {config.names}"))
    return found


def _modes(path: Path) -> Iterator[Check]:
    for place in (path, path.parent):
        mode = stat.S_IMODE(place.stat().st_mode)
        private = 0o700 if place.is_dir() else 0o600
        advice = f"; chmod {private:o} makes it yours alone" if mode & 0o077 else ""
        yield Check("private", "warning" if advice else "ok", f"{place} has mode {mode:04o}{advice}")


def _digest(digests: Sequence[Said], now: datetime) -> Check:
    if not digests:
        return Check("digest", "warning", "none was ever sent from this machine; see caseload digest --help")
    days = (now.date() - digests[-1].at.date()).days
    state = "warning" if days > SILENT_DAYS else "ok"
    return Check("digest", state, f"the last one was on {digests[-1].at:%Y-%m-%d %H:%M}")
