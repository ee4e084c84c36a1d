"""The zone of the system: whether what TZ says is one, and what it is called.

The C library takes a TZ that it does not know for UTC, and says nothing.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from caseload import paths
from caseload.errors import Invalid, quoted

_FOLDERS = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")

_OFFSET = r"[+-]?\d{1,2}(?::\d{1,2}){0,2}"
_NAME = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_DATE = r"(?:J\d{1,3}|\d{1,3}|M(?:0?[1-9]|1[0-2])\.[1-5]\.[0-6])"
_SWITCH = rf",{_DATE}(?:/[+-]?\d{{1,3}}(?::\d{{1,2}}){{0,2}})?"
_RULE = rf"{_NAME}({_OFFSET})(?:{_NAME}({_OFFSET})?(?:{_SWITCH}{_SWITCH})?)?"
"""A rule as POSIX has it: EST5EDT, UTC+5, <+03>-3, EST5EDT,M3.2.0,M11.1.0."""

_A_DAY = 24 * 60 * 60


def check_tz(environ: Mapping[str, str]) -> None:
    """Refuse, by name, a TZ that the C library would not read; raises Invalid with what to write instead."""
    typed = environ.get("TZ", "")
    name = typed.removeprefix(":")
    if not typed or name in ("UTC", "GMT") or (name and _is_file(name, environ)):
        return
    rule = re.fullmatch(_RULE, name, re.ASCII)
    if rule is None or any(int(part) > 59 for part in re.findall(r":(\d+)", name.partition(",")[0])):
        raise Invalid(f"TZ={quoted(typed)} is no zone that this computer knows", f"write {_instead(name, environ)}")
    for offset in filter(None, rule.groups()):
        if not _is_within_a_day(offset):
            raise Invalid(f"TZ={quoted(typed)} is a day or more from UTC", f"write {_instead(name, environ)}")


def system_zone(environ: Mapping[str, str], moment: datetime) -> str:
    """What the system's zone is called, by TZ or /etc/localtime, with its offset at that moment."""
    # An empty TZ is UTC to the C library.
    named = (environ["TZ"].removeprefix(":") or "UTC") if "TZ" in environ else _installed() or "no name"
    return f"{named} ({offset_said(moment.astimezone())})"


def offset_said(moment: datetime) -> str:
    """UTC-06:00."""
    return f"UTC{moment.isoformat()[-6:]}"


def like(name: str, names: Iterable[str]) -> str:
    """The zone that someone may have meant, in words that can be copied; else one to go by."""
    from difflib import get_close_matches

    known = {one.casefold(): one for one in names}
    close = get_close_matches(name.casefold().replace(" ", "_"), known, n=1, cutoff=0.75)
    return known[close[0]] if close else "America/Chicago"


def _instead(name: str, environ: Mapping[str, str]) -> str:
    from zoneinfo import available_timezones

    if re.search(r"\d", name):
        return "a zone such as TZ=America/Chicago, or hours west of UTC, fewer than 24: TZ=CST6CDT"
    known = [one for one in available_timezones() if _is_file(one, environ)]
    return f"TZ={like(name, known)}" if known else 'timezone = "America/Chicago" in config.toml: no zones are installed'


def _is_file(name: str, environ: Mapping[str, str]) -> bool:
    """Whether the C library finds a file of zone data by that name: America is a folder, tzdata.zi another thing."""
    for folder in filter(None, (environ.get("TZDIR"), *_FOLDERS)):
        try:
            if paths.read(name if name.startswith("/") else f"{folder}/{name}", 4) == b"TZif":
                return True
        except (OSError, ValueError):
            continue
    return False


def _is_within_a_day(offset: str) -> bool:
    hours, minutes, seconds = [*map(int, offset.lstrip("+-").split(":")), 0, 0][:3]
    return hours * 3600 + minutes * 60 + seconds < _A_DAY


def _installed() -> str:
    """The name of the zone that the computer is set to; nothing where /etc/localtime is a file without one."""
    from pathlib import Path

    try:
        return str(Path("/etc/localtime").resolve(strict=True)).partition("/zoneinfo/")[2]
    except OSError:
        return ""
