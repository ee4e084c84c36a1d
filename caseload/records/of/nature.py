"""What stands beside a field in its declaration: its words, and what sort of value it is beyond its type.

A field with words is typed by people: `add` and `edit` have an option for it, whose help are the words. `Says` adds
what the words alone do not tell. The other classes here are natures; a field may have several.
"""

from typing import NamedTuple


class Says(NamedTuple):
    """The words of a field, and how its option differs from what type and name would make of it."""

    words: str
    flag: str = ""
    """The option, where it is not the field's name: --given."""
    short: str = ""
    metavar: str = ""
    least: float | None = None
    needed: bool = False
    """Whether `add` cannot do without it."""
    later: bool = False
    """Whether it is said of a record that is there already: `edit` takes it, `add` does not."""


class Also(NamedTuple):
    """Headings of foreign files that may mean the field; see records.of.headings."""

    phrases: str
    above: bool = False
    """Whether they mean it in a file of the kind above it, too, of which a row may bring one along."""


class To(NamedTuple):
    """The table a reference points to, where its name does not say so: supersedes_id -> plan."""

    table: str


class Prose:
    """Text that is read as paragraphs, not as a label and a value."""


class With(NamedTuple):
    """What says nothing without another field: an edit that clears that one clears it too."""

    field: str


class Bare:
    """Text that tells one record from another, or reaches somebody: a blank at an end is never meant."""


class Digits:
    """Text that a spreadsheet may take for a number, and shorten."""


class Interval:
    """A length of time as it is kept: 3d, 2w, 1m, 1y."""


class Rule:
    """A rule of recurrence as it is kept: 2w, mon,thu, an RRULE."""


class Stamp:
    """A moment in UTC: 2026-11-25T14:00:00Z."""


class NotItself:
    """A reference that never is to the record itself."""


class Picture:
    """What a command has frozen as JSON; read on a page of its own, never typed."""


class Coded:
    """Text that the program takes from a few, and that tells of nobody: a noun, a typed id, the name of a rule."""


class Listed:
    """Text that a directory has of an agency: it tells of nobody who is served."""


class Personal:
    """A date that tells who somebody is."""


class Mask:
    """What is masked while the client's address is confidential."""


class Distance:
    """Miles to a tenth, typed as such or as what the odometer said before and after."""


class Money:
    """An amount in dollars, which files write with a sign and with commas between thousands."""


class Units:
    """An amount of units, or dollars where these are counted, which files write as they write money."""


class LastFour:
    """A number that tells who somebody is: all that is shown of it, unless asked for, are its last four characters."""
