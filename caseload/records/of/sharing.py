"""What one contact with several clients took, or one drive to several contacts, shared among them."""

from collections.abc import Sequence

from caseload.errors import Refused
from caseload.records.note import Note
from caseload.records.of.base import Vocabulary
from caseload.value import replace


class Split(Vocabulary):
    """How minutes and miles of one contact are written for several clients."""

    EVEN = "even"
    EACH = "each"


def shared(whole: Note, among: int, split: Split) -> list[Note]:
    """So many notes of one contact, each with its share: all of it with `each`, else parts whose sum is the whole."""
    if split is Split.EACH:
        return [whole] * among
    minutes = [None] * among if whole.minutes is None else parts(whole.minutes, among)
    tenths = [None] * among if whole.miles is None else parts(round(whole.miles * 10), among)
    return [
        replace(whole, minutes=each, miles=None if driven is None else driven / 10)
        for each, driven in zip(minutes, tenths, strict=True)
    ]


def driven_together(notes: Sequence[Note], miles: float) -> list[Note]:
    """The notes in the order of their contacts, each with its share of the miles of one drive to all of them.

    Raises Refused for one that is signed, and for one that has miles of its own.
    """
    for one in notes:
        if refusal := one.refusal_to_change():
            raise Refused(refusal)
        if one.miles is not None:
            raise Refused(f"{one.ref} has {one.miles:g} miles already", f"caseload note edit {one.ref} --clear miles")
    ordered = sorted(notes, key=lambda one: (one.occurred, one.id))
    shares = parts(round(miles * 10), len(ordered))
    return [replace(one, miles=share / 10) for one, share in zip(ordered, shares, strict=True)]


def parts(total: int, among: int) -> list[int]:
    """A whole number in so many parts, as even as can be; what is left over goes to the first ones."""
    share, left = divmod(total, among)
    return [share + (place < left) for place in range(among)]
