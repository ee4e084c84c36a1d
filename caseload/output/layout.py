"""How the columns of a list share the width of a terminal, in columns of it: numbers only."""

from collections.abc import Iterator, Sequence

GAP = 2

USUAL = 80
"""The width of most terminals."""

# A text column with less room than this says nothing.
LEAST_TEXT = 24


def fit(wanted: Sequence[int], is_text: Sequence[bool], room: int, least: int = LEAST_TEXT) -> list[int] | None:
    """The width of each column side by side; None when text would get next to nothing, or an id or a date be cut.

    Columns of text share what the others leave; what a short one does not need goes to the longer ones.
    """
    texts = [place for place, text in enumerate(is_text) if text]
    left = room - GAP * (len(wanted) - 1) - sum(width for width, text in zip(wanted, is_text, strict=True) if not text)
    if left < sum(min(wanted[place], least) for place in texts):
        return None
    widths = list(wanted)
    for done, place in enumerate(sorted(texts, key=lambda place: wanted[place])):
        widths[place] = min(wanted[place], left // (len(texts) - done))
        left -= widths[place]
    return widths


def flow(widths: Sequence[int], room: int) -> Iterator[list[int]]:
    """The places of cells line by line, each line as full as `room` allows; a cell wider than it stands alone."""
    line: list[int] = []
    taken = 0
    for place, width in enumerate(widths):
        if line and taken + GAP + width > room:
            yield line
            line, taken = [], 0
        taken += width + GAP * bool(line)
        line.append(place)
    if line:
        yield line
