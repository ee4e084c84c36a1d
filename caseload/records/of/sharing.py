"""What one contact with several clients took, shared among them."""

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


def parts(total: int, among: int) -> list[int]:
    """A whole number in so many parts, as even as can be; what is left over goes to the first ones."""
    share, left = divmod(total, among)
    return [share + (place < left) for place in range(among)]
