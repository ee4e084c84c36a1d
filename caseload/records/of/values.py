"""A stored value as people and files read it: one form in cells, one in JSON."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from caseload.when.dates import When


class Own(dict[str, object]):
    """What a record holds in fields of the user's own: by the field's typed id, in the order of the ids; never changed.

    Values are as JSON has them: text (a day and a word too), a number, true or false, several words as a list.
    """

    def __str__(self) -> str:
        """As it is stored, and as `export all` has it."""
        # Mostly there are none, and a write would load `json` to say so.
        if not self:
            return "{}"
        import json

        return json.dumps(self, ensure_ascii=False)

    @classmethod
    def of(cls, held: Mapping[str, object]) -> "Own":
        """What is there of those values, in the order of the ids; 3.0 is 3, as files have it."""
        there = ((key, _plain(value)) for key, value in held.items() if value is not None)
        return cls(sorted(there, key=lambda pair: (len(pair[0]), pair[0])))

    def edited_as(self, before: "Own", after: "Own") -> "Own":
        """These values, changed as an edit changed those of another record."""
        changed = {key: after.get(key) for key in {**before, **after} if before.get(key) != after.get(key)}
        return Own.of({**self, **changed})


def _plain(value: object) -> object:
    return jsonable(value) if isinstance(value, float) else value


def dollars(cents: int) -> str:
    """Cents as people read them: $1,850.00."""
    return f"${cents // 100:,}.{cents % 100:02}"


def bare_amount(text: str) -> str:
    """An amount as a number is written: without the sign of dollars, and the commas between its thousands."""
    bare = text.strip().removeprefix("$").strip()
    first, *groups = bare.partition(".")[0].split(",")
    is_grouped = first.isdigit() and len(first) <= 3 and all(len(one) == 3 and one.isdigit() for one in groups)
    return bare.replace(",", "") if is_grouped else bare


def grouped(value: float) -> str:
    """As `number`, for people: with commas between thousands."""
    whole, point, rest = number(value).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.removeprefix("-").isdigit() else number(value)


def number(value: float) -> str:
    """The shortest decimal that reads back as `value`; no trailing `.0`."""
    # A count may be a whole number, which Python knows of itself only from 3.12 on.
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def cell(value: object) -> str:
    """A value as one cell of text: nothing is empty, true is yes, several are joined by blanks."""
    match value:
        case None:
            return ""
        case str():
            return str(value)
        case bool():
            return "yes" if value else "no"
        case float():
            return number(value)
        case tuple() | list():
            return " ".join(cell(one) for one in value)
        case Own():
            return str(value) if value else ""
        case _:
            return str(value)


def jsonable(value: object) -> object:
    """A value as `json` writes it: nothing is null, dates and words are text, several are an array."""
    match value:
        case None | bool() | int():
            return value
        case float():
            return int(value) if value.is_integer() and abs(value) < 1e15 else value
        case StrEnum():
            return value.value
        case tuple() | list():
            return [jsonable(one) for one in value]
        case Own():
            return {key: jsonable(one) for key, one in value.items()}
        case date() | When():
            return str(value)
        case _:
            return value if isinstance(value, str) else str(value)
