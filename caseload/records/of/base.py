"""What every kept record has: an id for life, where it came from, when it was written, and whether it was voided."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeVar, dataclass_transform

from caseload.errors import Invalid
from caseload.records.of import headings as also
from caseload.records.of.nature import Bare, Digits, Stamp
from caseload.records.of.values import Own
from caseload.value import NEEDED, replace
from caseload.when.dates import FIRST_YEAR, LAST_YEAR, parse_span

MASK = "(confidential)"
"""What is shown in place of a confidential value."""


T = TypeVar("T")
Order = Mapping[str, tuple[str, ...]]


@dataclass_transform(kw_only_default=True, frozen_default=True)
def kind(declared: type[T]) -> type[T]:
    """The class as a kind: frozen, made with keywords only, equal by value.

    As a frozen dataclass, whose three functions Python compiles for each class at every start: that is most of what a
    kind would cost.
    """
    own = {name: vars(declared).get(name, NEEDED) for name in declared.__annotations__ if not name.isupper()}
    defaults: Any = {**getattr(declared, "DEFAULTS", {}), **own}
    declared.DEFAULTS = defaults  # type: ignore[attr-defined]
    declared.NEEDS = frozenset(name for name in defaults if defaults[name] is NEEDED)  # type: ignore[attr-defined]
    return declared


if TYPE_CHECKING:
    from caseload.records.of.clock import Clock
    from caseload.when.dates import When


class Vocabulary(StrEnum):
    """Words the field has agreed on, hyphenated; read with underscores, blanks or capitals too."""

    @classmethod
    def ranked(cls) -> tuple[str, ...]:
        """The words from least to most, where each says more than the one before; none where they are no scale."""
        return ()

    @classmethod
    def aliases(cls) -> Mapping[str, str]:
        """Shorter words people type, each with the word it stands for."""
        return {}

    @classmethod
    def spellings(cls) -> Mapping[str, str]:
        """Other words that files and letters have for them: read wherever one is typed, named nowhere."""
        return {}

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        word = "-".join(str(value).casefold().replace("_", " ").replace("-", " ").split())
        word = cls.aliases().get(word) or cls.spellings().get(word, word)
        return next((member for member in cls if member.value == word), None)

    @classmethod
    def accepted(cls) -> str:
        """The words that `read` takes, in one line."""
        words = {word.casefold() for word in cls}
        return ", ".join([*cls, *(one for one in cls.aliases() if one.casefold() not in words)])

    @classmethod
    def instead(cls, typed: str) -> str:  # noqa: ARG003 - a vocabulary may know what was meant
        """What to type in place of a word that is none of these."""
        return f"one of {cls.accepted()}"


@kind
class Record:
    """One kept thing; a subclass is a kind. Two are equal when they are of one kind and hold the same."""

    TABLE: ClassVar[str]
    PREFIX: ClassVar[str]
    SINCE: ClassVar[int] = 1
    """The number of the schema that first had the kind; what an older one exported has none of it."""
    PLURAL: ClassVar[str] = ""
    """Several of them, where it is not the table's name with an s."""
    SINGULAR: ClassVar[str] = ""
    """What one is called in a sentence, where it is not the table's name."""
    AN: ClassVar[str] = "a"
    """The article before the noun."""
    STATUS: ClassVar[str] = ""
    """The field that says where a record stands, if the kind has one."""
    OPEN: ClassVar[tuple[str, ...]] = ()
    """The words of STATUS that `list` shows unasked."""
    WHEN: ClassVar[str] = ""
    """The date by which the kind is filtered (`--due`) and listed."""
    ORDER: ClassVar[tuple[str, ...]] = ("id",)
    """The columns a list is sorted by, unasked."""
    TITLE: ClassVar[str] = "title"
    """The field that names a record to people."""
    TRAVELS: ClassVar[bool] = False
    """Whether that name, and whatever else was typed into it, may go out by mail and into calendars.

    A record of any other kind is called there by the rule's own words: "HIV test result" does not belong in a mail.
    """
    CLOCKS: ClassVar["tuple[Clock, ...]"] = ()
    """When a record falls due by a date of its own; what is less ordinary has a function, named in reports.rules."""
    ASKED: ClassVar[tuple[str, ...]] = ()
    """Words of STATUS, not of OPEN, under which something may still be due: the note of a kept appointment."""
    FACTS: ClassVar[tuple[str, ...]] = ()
    """The dates of fact: not in the future when typed in, not before the client's birth; warned about when imported."""
    ORDERED: ClassVar[Order] = {}
    """Dates, each with those that do not come before it; another order is told, and kept, where no rule refuses it."""
    WITHIN: ClassVar[tuple[str, ...]] = ()
    """Dates that cannot be before the client was opened, nor after the client's death; told, and kept."""
    LIVED: ClassVar[tuple[str, ...]] = ()
    """Those of the client's own life: before the opening as may be, but not after the death; told, and kept."""
    SEARCHED: ClassVar[tuple[str, ...]] = ()
    """The text fields that `find` looks through."""
    ALONE: ClassVar[tuple[str, ...]] = ()
    """The fields whose value no rule of the kind weighs against another's: only that there is one may matter there."""
    HANGS: ClassVar[tuple[str, ...]] = ()
    """Optional references to what a record has no meaning without; so have client_id and those it cannot lack."""
    STANDS: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Fields that mean something only beside some words of STATUS, or of the one other vocabulary that has them all.

    An edit to another word of it clears them.
    """
    IMPLIES: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Fields that say a word of another where nobody says one: who has abated_on and no status is resolved."""
    VOID: ClassVar[str] = "void"
    """The verb that voids a record."""
    OWN: ClassVar[bool] = False
    """Whether the user may declare fields for it: every kind whose records can be edited."""
    DEFAULTS: ClassVar[Mapping[str, object]]
    """Every field in the order of declaration, with its value where nothing is said; NEEDED where there is none."""
    NEEDS: ClassVar[frozenset[str]]
    """The fields that every record of the kind is given."""

    id: int = 0
    external_id: Annotated[
        str | None, "Its number in another system.", Bare, Digits, also.NUMBER, also.CLIENT_NUMBER
    ] = None  # fmt: skip
    source: str | None = None
    created_at: Annotated[str | None, Stamp] = None
    updated_at: Annotated[str | None, Stamp] = None
    voided_at: Annotated[str | None, Stamp] = None
    void_reason: str | None = None
    own: Own = Own()
    """What it holds in fields of the user's own; see records.field."""

    def __init__(self, **values: Any) -> None:
        """Raises TypeError for a field that is missing or that the kind has not, Invalid where a rule is broken."""
        held = vars(self)
        held.update(self.DEFAULTS)
        held.update(values)
        if len(held) != len(self.DEFAULTS) or not values.keys() >= self.NEEDS:
            wrong = sorted((values.keys() - self.DEFAULTS.keys()) | (self.NEEDS - values.keys()))
            raise TypeError(f"{type(self).__name__} has no such field, or needs it: {', '.join(wrong)}")
        self.__post_init__()

    def __post_init__(self) -> None:
        """Refuse what no kind may hold: empty or unreadable text, numbers beyond 15 digits, days no When can be."""
        for name, value in vars(self).items():
            # Most are None; a file of a million rows comes by here with each of them.
            if value is not None and (check := _CHECKS.get(type(value))):
                check(name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} of a record is not changed; replace makes another record")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{name} of a record is not deleted; replace makes another record")

    def __eq__(self, other: object) -> bool:
        return vars(self) == vars(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self.id))

    def __repr__(self) -> str:
        """The id alone: what a record holds has no place in a traceback."""
        return f"<{type(self).__name__} {self.ref}>"

    @property
    def ref(self) -> str:
        """The typed id: t42."""
        return f"{self.PREFIX}{self.id}"

    @property
    def called(self) -> str:
        """The record's name for people."""
        return str(getattr(self, self.TITLE) or self.ref)

    @property
    def as_item(self) -> str:
        """What an item about the record is called on the user's own pages; nothing where a rule's words say more."""
        return self.called

    @property
    def travels(self) -> bool:
        """Whether its name may go out by mail and into calendars; see TRAVELS."""
        return self.TRAVELS

    @property
    def over(self) -> "When | None":
        """When it is over, where that is not the moment that it is dated by."""
        return None

    @property
    def outlives(self) -> bool:
        """Whether its dates may be after the client's death."""
        return False

    def confidential(self) -> tuple[str, ...]:
        """The fields of this record that stay masked until someone asks to see them."""
        return ()

    def refusal_to_change(self) -> str:
        """Why the record may not be edited any more, or nothing."""
        return ""


R = TypeVar("R", bound=Record)


def follower(record: R, **changes: Any) -> R:
    """A new record like this one but for the changes; what is of this one alone, number, origin and stamps, stays."""
    return replace(record, **{**_OF_ONE_ALONE, **changes})


_OF_ONE_ALONE = {name: value for name, value in Record.DEFAULTS.items() if name != "own"}


def _has_15_digits(value: float) -> bool:
    # SQLite's JSON keeps 15 digits, and the change log must bring back what was there.
    if type(value) is int:
        return abs(value) < 10**15
    return isfinite(value) and float(f"{value:.15g}") == value


def check_text(name: str, value: str) -> None:
    """Refuse text that no field may hold: empty, or with what is no character."""
    if not value.strip():
        raise Invalid("is empty", "write something, or leave it out", field=key_of(name))
    if "\0" in value:
        raise Invalid("holds a NUL character", "text without it", field=key_of(name))
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Invalid("is not valid UTF-8", "text in UTF-8", field=key_of(name)) from None


def _check_texts(name: str, value: tuple[object, ...]) -> None:
    for one in value:
        check_text(name, str(one))


def check_own(_name: str, held: Own) -> None:
    """Refuse a value in a field of the user's own that no field may hold."""
    for key, value in held.items():
        if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict | list) for one in value)):
            raise Invalid("holds one value within another", "text, a number, true, false or several words", field=key)
        if check := _CHECKS.get(tuple if isinstance(value, list) else type(value)):
            check(key, value)


def _check_number(name: str, value: float) -> None:
    if not _has_15_digits(value):
        raise Invalid("is not a number of at most 15 digits", "such as 12.5", field=key_of(name))


def _check_day(name: str, value: date) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Invalid(f"is outside the years {FIRST_YEAR} to {LAST_YEAR}", field=key_of(name))


_CHECKS: Mapping[type, Callable[[str, Any], None]] = {
    str: check_text, tuple: _check_texts, int: _check_number, float: _check_number, date: _check_day, Own: check_own
}  # fmt: skip


def key_of(name: str) -> str:
    """A field as flags, headers and JSON name it: client_id is client, goal_ids is goals."""
    return (name if name in ("external_id", "member_id") else name.removesuffix("_id")).replace("_ids", "s")


def positive(record: Record, *names: str) -> None:
    """Refuse a negative number in any of the fields `names`."""
    for name in names:
        value = getattr(record, name)
        if value is not None and value < 0:
            raise Invalid("is negative", "0 or more", field=name)


def money(record: Record, *names: str) -> None:
    """Refuse a negative amount, and what is finer than a cent, in any of the fields `names`."""
    positive(record, *names)
    for name in names:
        value = getattr(record, name)
        if value is not None and round(value, 2) != value:
            raise Invalid("is finer than a cent", "such as 12.5", field=name)


MOST_MINUTES = 366 * 24 * 60
"""A year. What takes longer has a digit too many, and would end where no calendar reaches."""


def at_most(record: Record, most: int, *names: str) -> None:
    """Refuse a number above `most` in any of the fields `names`."""
    for name in names:
        if (value := getattr(record, name)) is not None and value > most:
            raise Invalid(f"is more than {most}", f"{most} or less", field=name)


def intervals(record: Record, *names: str) -> None:
    """Refuse what is not an interval as it is kept, in any of the fields `names`."""
    for name in names:
        if (text := getattr(record, name)) is not None and not _is_kept(parse_span, text):
            raise Invalid("is not an interval", "such as 3d, 2w, 1m or 1y", field=name)


def recurrences(record: Record, *names: str) -> None:
    """Refuse what is not a rule of recurrence as it is kept, in any of the fields `names`."""
    for name in names:
        if (text := getattr(record, name)) is None:
            continue
        from caseload.when.recurrence import Recurrence

        if not _is_kept(Recurrence.parse, text):
            raise Invalid("is not a rule of recurrence", "such as 2w or mon,thu", field=name)


def _is_kept(read: Callable[[str], object], text: str) -> bool:
    try:
        return str(read(text)) == text
    except Invalid:
        return False


def in_order(record: Record, earlier: str, later: str) -> None:
    """Refuse a `later` date, or a greater number, before the `earlier` one, where both are there."""
    first, last = getattr(record, earlier), getattr(record, later)
    if first is not None and last is not None and last < first:
        if isinstance(last, int | float):
            raise Invalid(f"is below {earlier}", f"{earlier} or more", field=later)
        raise Invalid(f"is before {earlier}", f"a day on or after {earlier}", field=later)
