"""config.toml, read and checked."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from caseload import paths
from caseload.errors import Invalid
from caseload.toml import MOST, decoded, line_of, tree
from caseload.value import Value
from caseload.when.dates import DateOrder, Span, parse_lead, parse_span, parse_term
from caseload.when.workdays import Roll, Workdays, country, days, days_or_names, state

if TYPE_CHECKING:
    from pathlib import Path


class NamesShown(StrEnum):
    """How clients are named where others may read along, as in a mailed digest."""

    INITIALS = "initials"
    HANDLE = "handle"
    FULL = "full"


class RuleSetting(NamedTuple):
    """What `[rules.NAME]` says of one clock; None leaves it as it is."""

    every: Span | None = None
    lead: Span | None = None
    grace: Span | None = None
    roll: Roll | None = None
    attempts: int | None = None
    collateral: bool | None = None
    meetings: bool | None = None
    off: bool = False
    acuity: Mapping[int, Span] = MappingProxyType({})
    """Intervals for clients of an acuity."""


class Sender(NamedTuple):
    """Who letters are from: what `[sender]` says."""

    name: str = ""
    title: str = ""
    agency: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


class Config(Value):
    """What the user has settled once; every field has a default."""

    APART: ClassVar[tuple[str, ...]] = ("place", "file")
    timezone: str | None = None
    date_order: DateOrder | None = None
    database: "Path | None" = None
    sign_on_save: bool = False
    names: NamesShown = NamesShown.INITIALS
    rules: Mapping[str, RuleSetting] = MappingProxyType({})
    """What is settled of each clock, by the name that the file has."""
    hours: float | None = None
    """Working hours a week."""
    weights: Mapping[int, float] = MappingProxyType({})
    """What a client of an acuity weighs in the caseload."""
    alarm: int | None = None
    """Minutes before an appointment at which a calendar reminds; none unless set."""
    workdays: Workdays = Workdays()
    """The days that are worked: what `[holidays]` says."""
    sender: Sender = Sender()
    payers: Mapping[str, str] = MappingProxyType({})
    """How each payer rounds minutes, by the name that the file has: `[payers."NAME"] rounding`."""
    transport: Mapping[str, tuple[Span, str]] = MappingProxyType({})
    """How long ahead who drives is asked, and who says so: `[transport."NAME"] lead, source`; under "" all others."""
    backup_every: Span | None = Span(7, "d")
    """How old the last good copy may be before the day's page says so; None is never."""
    backup_folder: "Path | None" = None
    """Where copies are kept, if not beside the database."""
    retention: Span | None = None
    """How long records are kept; None where nobody said."""
    retention_source: str = ""
    place: Callable[[str], str] = "{} in config.toml".format
    """Where in the file a key is set: its path and line."""
    file: str | None = None
    """Where config.toml is, or would be."""

    @property
    def rules_file(self) -> str | None:
        """Where the user's rules.toml would be, which `own_law` reads: beside config.toml."""
        return None if self.file is None else paths.beside(self.file, paths.RULES)


def read_config(path: "str | Path") -> Config:
    """The settings in the file, or the defaults where there is none; Invalid, naming file and line, for a bad one."""
    try:
        data = paths.read(path, MOST + 1)
    except FileNotFoundError:
        return Config(file=str(path))
    except OSError as error:
        raise Invalid(f"{path} cannot be read ({error.strerror})", "mend it, or set CASELOAD_CONFIG") from None
    text = decoded(path, data)
    settings = dict(_settled(path, text))

    def place(key: str) -> str:
        return f"{path}, line {line_of(text, key)}"

    if "holidays state" in settings and "holidays country" not in settings:
        raise Invalid(f"{place('holidays.state')}: a state of no country", 'country = "US" beside it')
    return Config(**_gathered(settings, place), place=place, file=str(path))


def zone(config: Config) -> tzinfo | None:
    """The zone of the config, or None for the system's, as `datetime.astimezone` takes it."""
    return None if config.timezone is None else _zone(config.timezone)


class _Setting(NamedTuple):
    """A key of the file: the field it sets, how its value is read (ValueError where it cannot be), what it takes."""

    field: str
    read: Callable[[Any], object]
    takes: str


def _settled(path: "str | Path", text: str) -> Iterator[tuple[str, Any]]:
    try:
        flat = list(_flat(tree(path, text)))
    except RecursionError:
        raise Invalid(f"{path}: nested too deeply", "tables of one level, such as [rules.contact]") from None
    for key, value in flat:
        setting = _SETTINGS.get(key) or _below_a_table(key)
        if setting is None:
            raise Invalid(f"{path}, line {line_of(text, key)}: {key!r} is not a setting", _settings_like(key))
        try:
            yield setting.field, setting.read(value)
        except Invalid as error:
            fault = f"{path}, line {line_of(text, key)}: not a value of {key!r}"
            raise Invalid(fault, f"it takes {error.accepted}, and {error.fault}") from None
        except ValueError:
            line = line_of(text, key)
            raise Invalid(f"{path}, line {line}: not a value of {key!r}", f"it takes {setting.takes}") from None


def _below_a_table(key: str) -> _Setting | None:
    """The setting of a key below a table whose keys are the user's own: rules.contact.every, capacity.weights.4."""
    if found := re.fullmatch(r"rules\.([^. ]+)\.([a-z]+)(?:\.([1-4]))?", key):
        name, attribute, level = found.groups()
        setting = _RULE_SETTINGS.get(attribute)
        if setting and (attribute == "acuity") == (level is not None):
            return setting._replace(field=f"rules {name} {attribute} {level or ''}".strip())
    if found := re.fullmatch(r"payers\.(.+)\.rounding", key):
        return _Setting(f"payers {found[1]}", _text, 'a rule of rounding such as "eight-minute"')
    if found := re.fullmatch(r"transport\.(?:(.+)\.)?(lead|source)", key):
        read, takes = (_ahead, 'how long before, such as "2bd" or "5d"') if found[2] == "lead" else (_text, "text")
        return _Setting(f"transport {found[2]} {found[1] or ''}", read, takes)
    if found := re.fullmatch(r"capacity\.weights\.([1-4])", key):
        return _Setting(f"weights {found[1]}", _amount, "a weight of 0 to 1000, such as 2.5")
    return None


def _gathered(settings: Mapping[str, Any], place: Callable[[str], str]) -> dict[str, Any]:
    """The fields of Config, those below a table put together: `rules contact acuity 4` into a RuleSetting."""
    gathered = {name: value for name, value in settings.items() if " " not in name}
    gathered["weights"] = {int(name[8:]): value for name, value in settings.items() if name.startswith("weights ")}
    holidays = {name[9:]: value for name, value in settings.items() if name.startswith("holidays ")}
    gathered["workdays"] = Workdays(**holidays, place=place)
    gathered["sender"] = Sender(**{name[7:]: value for name, value in settings.items() if name.startswith("sender ")})
    gathered["payers"] = {name[7:]: value for name, value in settings.items() if name.startswith("payers ")}
    leads = {name[15:].casefold(): span for name, span in settings.items() if name.startswith("transport lead ")}
    by = {name[17:].casefold(): said for name, said in settings.items() if name.startswith("transport source ")}
    gathered["transport"] = {name: (span, by.get(name, "")) for name, span in leads.items()}
    rules: dict[str, dict[Any, Any]] = {}
    for name, value in settings.items():
        if name.startswith("rules "):
            _, rule, attribute, *level = name.split(" ")
            mine = rules.setdefault(rule, {})
            held, key = (mine.setdefault("acuity", {}), int(level[0])) if level else (mine, attribute)
            held[key] = value
    gathered["rules"] = {rule: RuleSetting(**values) for rule, values in rules.items()}
    return gathered


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting with its dotted key, as `privacy.names`."""
    for name, value in tree.items():
        key = above + name
        if value == {} and above == "rules.":
            # Nothing is said of it, but it must be a rule.
            yield f"{key}.off", False
        elif isinstance(value, dict) and key not in _SETTINGS:
            yield from _flat(value, f"{key}.")
        else:
            yield key, value


def _settings_like(key: str) -> str:
    # Only a mistake pays for the import.
    from difflib import get_close_matches

    close = get_close_matches(key, _SETTINGS, n=1)
    if key.startswith("rules.") and ".acuity" in key:
        return "acuity is a table of 1 to 4, each with an interval"
    if key.startswith("rules."):
        return f"a rule takes {', '.join(_RULE_SETTINGS)}"
    return (
        f"Did you mean {close[0]!r}?"
        if close
        else f"the settings are {', '.join(_SETTINGS)}, capacity.weights, rules.NAME"
    )


def _zone(name: str) -> tzinfo:
    # As with tomllib: only those who set a zone pay.
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _zone_name(value: object) -> str:
    name = _text(value)
    try:
        _zone(name)
    # An unknown zone is a KeyError, and "America" an OSError: it is a folder of zones.
    except (KeyError, OSError, ValueError):
        # Only a mistake pays for the imports.
        from zoneinfo import available_timezones

        from caseload.when.zones import like

        raise Invalid(f'"{name}" is none', f'a zone such as "{like(name, available_timezones())}"') from None
    return name


def _file(value: object) -> "Path":
    from pathlib import Path

    try:
        path = Path(_text(value)).expanduser()
    except RuntimeError:
        raise ValueError from None
    # Relative to what? cron and a terminal start in different folders.
    if not path.is_absolute():
        raise ValueError
    return path


def _on_save(value: object) -> bool:
    if value != "on-save":
        raise ValueError
    return True


def _minutes(value: object) -> int:
    # TOML's true is a Python int; a week before is as early as anyone is reminded.
    if type(value) is not int or not 0 <= value <= 7 * 24 * 60:
        raise ValueError
    return value


def _yes(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004  # as in _text
    return value


def _several(value: object) -> int:
    if not isinstance(value, int) or not 1 <= value <= 99 or isinstance(value, bool):
        raise ValueError
    return value


def _amount(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1000:
        raise ValueError
    return float(value)


def _span(value: object) -> Span:
    return _read_span(parse_term, value)


def _or_off(value: object) -> Span | None:
    return None if value == "off" else _read_span(parse_span, value)


def _lead(value: object) -> Span:
    return _read_span(parse_lead, value)


def _ahead(value: object) -> Span:
    span = _span(value)
    # Rides are looked for so far ahead, and nobody is asked two months before.
    if span.least_days > _FAR_AHEAD:
        raise ValueError
    return span


_FAR_AHEAD = 40


def _read_span(read: Callable[[str], Span], value: object) -> Span:
    try:
        return read(_text(value))
    except Invalid:
        raise ValueError from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004  # a wrong type is one more value that is not taken
    return value


_SETTINGS: Mapping[str, _Setting] = {
    "timezone": _Setting("timezone", _zone_name, 'a zone such as "America/Chicago"'),
    "date_order": _Setting("date_order", DateOrder, '"mdy", "dmy" or "ymd"'),
    "database": _Setting("database", _file, 'a whole path such as "~/cases.db"'),
    "sign": _Setting("sign_on_save", _on_save, '"on-save"'),
    "privacy.names": _Setting("names", NamesShown, '"initials", "handle" or "full"'),
    "backup.every": _Setting("backup_every", _or_off, 'an interval such as "7d" or "1m", or "off"'),
    "backup.folder": _Setting("backup_folder", _file, 'a whole path such as "/media/you/stick/copies"'),
    "retention.period": _Setting("retention", _span, 'how long, such as "7y"'),
    "retention.source": _Setting("retention_source", _text, "text in quotes"),
    "capacity.hours": _Setting("hours", _amount, "the hours of a working week, such as 37.5"),
    "calendar.alarm": _Setting("alarm", _minutes, "whole minutes before the start, 0 to 10080"),
    "holidays.country": _Setting("holidays country", country, 'a country of two letters such as "US"'),
    "holidays.state": _Setting("holidays state", state, 'a state of the country such as "OH"'),
    "holidays.extra": _Setting("holidays extra", days, 'days off such as ["2026-12-24", "07-03"], at most 200'),
    **{f"sender.{one}": _Setting(f"sender {one}", _text, "text in quotes") for one in Sender._fields},
    "holidays.except": _Setting("holidays left_out", days_or_names, 'days or holidays such as ["Columbus Day"]'),
}

_RULE_SETTINGS: Mapping[str, _Setting] = {
    "every": _Setting("", _span, 'an interval such as "2w", "1m", "90d" or "2bd"'),
    "lead": _Setting("", _lead, 'how early it shows, such as "7d" or "0d"'),
    "grace": _Setting("", _lead, 'how long after its due date it is late, such as "5d" or "0d"'),
    "roll": _Setting("", Roll, '"none", "workday" or "federal"'),
    "attempts": _Setting("", _several, "a number of attempts from 1 to 99"),
    "collateral": _Setting("", _yes, "true or false"),
    "meetings": _Setting("", _yes, "true or false"),
    "off": _Setting("", _yes, "true or false"),
    "acuity": _Setting("", _span, 'an interval such as "1w", in a table of acuities 1 to 4'),
}
"""What `[rules.NAME]` may say, `[rules.NAME.acuity]` an interval for each acuity."""
