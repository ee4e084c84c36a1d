"""Languages of pages for other people: a TOML of labels each, the package's or the user's own beside config.toml.

What a language lacks is said in English, label by label, and can be told.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from caseload import paths, toml
from caseload.errors import Invalid, NotFound
from caseload.records.of.languages import language
from caseload.when.dates import When

ENGLISH = "en"

_SHIPPED = files("caseload") / "forms"

_TABLES = ("labels", "words", "dates")

_COUNTED = {"months": 12, "weekdays": 7}
"""How many names the lists under [dates] have."""


class Language(NamedTuple):
    """How pages speak: labels, the words of vocabularies, dates; `lacking` is what is said in English instead."""

    code: str
    labels: Mapping[str, str]
    words: Mapping[str, str]
    dates: Mapping[str, Any]
    lacking: tuple[str, ...] = ()

    def day(self, day: date | None) -> str:
        """A day in words: October 5, 2026; nothing for none."""
        return self._filled(str(self.dates["day"]), day) if day else ""

    def when(self, when: When) -> str:
        """A moment in words: Monday, October 5, 2026, 2:30 PM; without its time where it has none."""
        said = self._filled(str(self.dates["weekday"]), when.day)
        return f"{said}, {self.clock(when.time)}" if when.time else said

    def clock(self, at: time) -> str:
        """A time of the day on a clock of twelve hours, or of twenty-four where the language has no halves."""
        halves = self.dates["am"], self.dates["pm"]
        if not all(halves):
            return f"{at.hour}:{at.minute:02}"
        return f"{at.hour % 12 or 12}:{at.minute:02} {halves[at.hour >= 12]}"

    def word(self, word: object, of: str = "") -> str:
        """A word of a vocabulary as people say it, of what it may be otherwise; nothing for none."""
        if word is None:
            return ""
        return self.words.get(f"{of}.{word}") or self.words.get(str(word)) or str(word).replace("-", " ")

    def _filled(self, pattern: str, day: date) -> str:
        parts = {
            "{day}": str(day.day), "{year}": str(day.year), "{month}": self.dates["months"][day.month - 1],
            "{weekday}": self.dates["weekdays"][day.weekday()],
        }  # fmt: skip
        for mark, said in parts.items():
            pattern = pattern.replace(mark, said)
        return pattern


def shipped() -> list[str]:
    """The files of the languages that the program has: en.toml."""
    return sorted(one.name for one in _SHIPPED.iterdir() if one.name.endswith(".toml"))


def known(folder: Path) -> list[str]:
    """The codes of the languages there are, the user's own among them."""
    own = [one.name for one in sorted(folder.glob("*.toml"))] if folder.is_dir() else []
    return sorted({name.removesuffix(".toml") for name in (*shipped(), *own)})


def spoken(called: str, folder: Path) -> Language:
    """The language of that name or code; raises NotFound for one that has no file, Invalid for a file that is none."""
    code = language(called)
    if code not in known(folder):
        raise NotFound(
            f"there are no labels for {called}",
            f"one of {', '.join(known(folder))}; caseload form copy en.toml is a start, as {folder}/{_bare(code)}.toml",
        )
    english = _read(ENGLISH, None)
    own = _read(code, folder)
    lacking = [key for table in _TABLES for key in english[table] if key not in own[table]]
    labels, words, dates = ({**english[table], **own[table]} for table in _TABLES)
    return Language(code, labels, words, dates, tuple(lacking))


def _bare(code: str) -> str:
    return code if code.isascii() and code.isalpha() else "CODE"


def _read(code: str, folder: Path | None) -> Mapping[str, Mapping[str, Any]]:
    """The tables of a language's file: the user's over the shipped one's, label by label."""
    found: dict[str, dict[str, Any]] = {table: {} for table in _TABLES}
    for path, text in _texts(f"{code}.toml", folder):
        for table, held in toml.tree(path, text).items():
            if table not in _TABLES or not isinstance(held, dict):
                raise Invalid(f"{path}: {table} is no table of a language", f"one of {', '.join(_TABLES)}")
            for key, value in held.items():
                found[table][key] = _checked(path, text, f"{table}.{key}", value)
    return found


def _texts(name: str, folder: Path | None) -> Iterator[tuple[str, str]]:
    if name in shipped():
        yield name, (_SHIPPED / name).read_text(encoding="utf-8")
    if folder is None:
        return
    own = folder / name
    try:
        yield str(own), toml.decoded(own, paths.read(own, toml.MOST + 1))
    except FileNotFoundError:
        return
    except OSError as error:
        raise Invalid(f"{own} cannot be read ({error.strerror})", "mend it, or move it away") from None


def _checked(path: str, text: str, key: str, value: object) -> object:
    many = _COUNTED.get(key.removeprefix("dates."))
    fits = isinstance(value, str) if many is None else _is_list(value, many)
    if not fits:
        takes = "words" if many is None else f"a list of {many} names"
        raise Invalid(f"{path}, line {toml.line_of(text, key)}: not what {key} takes", takes)
    return value


def _is_list(value: object, many: int) -> bool:
    return isinstance(value, Sequence) and len(value) == many and all(isinstance(one, str) for one in value)
