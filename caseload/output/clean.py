"""Stored text made fit for a person's screen: the one sanitizer at the edge of output.

Files and pipes get what is stored; tables, pages, notes and errors pass through here.
"""

import re
from datetime import date
from typing import NewType

from caseload.records.of.values import cell
from caseload.when.dates import When, say_when

Harmless = NewType("Harmless", str)
"""Text that a terminal only prints, beside colours of the program's own: nothing else is let out to one."""


def _span(first: int, last: int) -> range:
    return range(first, last + 1)


# Said by a mark, because a terminal would obey them: ESC is ␛, DEL is ␡; what has no picture of its own is �.
_MARKED = {code: 0x2400 + code for code in _span(0x00, 0x1F)} | {0x7F: 0x2421}
_MARKED |= dict.fromkeys(_span(0x80, 0x9F), 0xFFFD)
_MARKED |= dict.fromkeys([*_span(0x202A, 0x202E), *_span(0x2066, 0x2069)], 0xFFFD)  # bidi overrides and isolates
_MARKED |= dict.fromkeys([0x2028, 0x2029, *_span(0xFFF9, 0xFFFB), *_span(0xD800, 0xDFFF)], 0xFFFD)

# Left out: nothing to see, and terminals disagree about their width. U+FE0E and U+FE0F only ask for a look.
_LEFT_OUT = dict.fromkeys(
    [
        *(0xAD, 0x61C, 0x180E, 0xFE0E, 0xFE0F, 0xFEFF),
        *(0x200B, 0x200E, 0x200F),
        *_span(0x2060, 0x2065),
        *_span(0x206A, 0x206F),
        *_span(0xE0000, 0xE007F),
    ],
    None,
)

_TABLE = _MARKED | _LEFT_OUT
_TABLE_OF_LINES = _TABLE | {0x09: 0x09, 0x0A: 0x0A}

# Kept as text: re compiles them when a text first needs one, which most never do.
_BREAKS = "[\t\n\v\f\r\x85\u2028\u2029]+"
_LINE_END = "\r\n|[\n\r\x85\u2028\u2029]"
_JOINER = "[\u200c\u200d]"


def clean(text: str) -> str:
    """The text as one line that a terminal only prints.

    Runs of tabs and line breaks become a blank; control characters, bidi overrides and lone surrogates a visible mark;
    zero-width characters vanish, but for the joiners that Persian and Indic spelling needs.
    """
    if _is_harmless(text):
        return text
    return _join(re.sub(_BREAKS, " ", text)).translate(_TABLE)


def clean_lines(text: str) -> list[str]:
    """As `clean`, a string for each line of the text."""
    return [text] if _is_harmless(text) else [clean(line) for line in re.split(_LINE_END, text)]


def visible(block: str) -> Harmless:
    """Lines of a file format as a person may look at them: as `clean`, with tabs and line feeds kept."""
    return Harmless(_join(block).translate(_TABLE_OF_LINES))


def shown(value: object) -> str:
    """A stored value as one clean line for people: a When with its weekday, several joined by commas."""
    return clean(_spoken(value))


def shown_lines(value: object) -> list[str]:
    """As `shown`, keeping the line breaks of a note or an address."""
    return clean_lines(_spoken(value))


def _spoken(value: object) -> str:
    match value:
        case When():
            return say_when(value)
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(_spoken(one) for one in value)
        case _:
            return cell(value)


def _is_harmless(text: str) -> bool:
    # Whatever is marked, broken or joined is not printable to Python, but for the two that ask for a look.
    return text.isprintable() and not ("\ufe0e" in text or "\ufe0f" in text)


def _join(text: str) -> str:
    return text if text.isascii() else re.sub(_JOINER, _joiner, text)


def _joiner(found: re.Match[str]) -> str:
    """The joiner between two letters of a script that spells with it; nothing between emoji or ASCII.

    Emoji are taken apart because half of the terminals draw the parts anyway, and then no column is straight.
    """
    text, at = found.string, found.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return found[0] if _spells(before) and _spells(after) else ""


def _spells(character: str) -> bool:
    # Letters and their marks may go on a Python name, emoji may not.
    return not character.isascii() and f"a{character}".isidentifier()
