"""The end of a number, which is all that is shown of it."""

import re

_SHOWN = 4
_MASK = "***"
_NONE = "****"


def significant(text: str) -> str:
    """The letters and digits of a number, without what parts them: 123456789 of 123-45-6789."""
    return "".join(filter(str.isalnum, text))


def tail(text: str) -> str:
    """The last four letters and digits behind a mask: ***6789; of four or fewer the mask alone."""
    kept = significant(text)
    return f"{_MASK}{kept[-_SHOWN:]}" if len(kept) > _SHOWN else _NONE


def is_tail(text: str) -> bool:
    """Whether a text is what `tail` makes of one, which is no number any more."""
    return re.fullmatch(r"\*{3}(\*|[^\W_]{4})", text.strip()) is not None
