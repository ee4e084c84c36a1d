"""Every failure a user can cause; each owns its sentence and its exit code."""

import re
from collections.abc import Iterable
from typing import ClassVar

_NAMED = re.compile("\ufdd0([^\ufdd1]*)\ufdd1")
"""Between characters that no text has a use for."""


def aside(words: object) -> str:
    """What tells people whom or what a refusal is about, after its id: a handle, a title; said at a terminal only.

    Elsewhere stderr is a mail of cron's or a log, where the id is enough: f"c1{aside('ana-ruiz')} is closed".
    """
    return f"\ufdd0 {_NAMED.sub('', str(words))}\ufdd1"


def spoken(text: str, *, at_terminal: bool) -> str:
    """A text with what is an `aside` in it, or without."""
    return _NAMED.sub(r"\1" if at_terminal else "", text)


def quoted(typed: object) -> str:
    """What was typed as a refusal quotes it: a long one by its beginning and its end."""
    text = str(typed)
    return text if len(text) <= _QUOTED else f"{text[:40]}...{text[-20:]}"


_QUOTED = 100
"""So many characters are quoted whole: most paths, no number of 400 digits."""


class CaseloadError(Exception):
    """A failure told to the user in one line: what happened, then what to do next."""

    code: ClassVar[int] = 1

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step

    def __str__(self) -> str:
        """One line: what happened; what to do next. It quotes no name and no title."""
        return self.said(at_terminal=False)

    def said(self, *, at_terminal: bool) -> str:
        """The same line, for someone at a terminal with the names of what it is about."""
        line = f"{self.what}; {self.next_step}" if self.next_step else self.what
        return _ENDLESS.sub(lambda found: quoted(found[0]), spoken(line, at_terminal=at_terminal))


_ENDLESS = re.compile(r"[^\s/]{256,}")
"""A word longer than any name of a file: a key of 40 kB, a heading that is no heading."""


class Refused(CaseloadError):
    """The program understood and will not, or could not, do it (exit 1)."""


class Invalid(CaseloadError):
    """A value that is not accepted (exit 2).

    `fault` never quotes the value: imports print it beside a line and a column, and a value may be someone's diagnosis.
    `typed` is the value as it stood on this command line, quoted back only there.
    """

    code = 2

    def __init__(self, fault: str, accepted: str = "", *, typed: str | None = None, field: str = "") -> None:
        self.fault = fault
        self.accepted = accepted
        self.typed = typed
        self.field = field
        named = f"{field}: " if field else ""
        super().__init__(f"{named}{fault}" if typed is None else f'{named}"{quoted(typed)}" {fault}', accepted)


class BadSettings(Invalid):
    """What a file of the user's own holds, config.toml or rules.toml, is not accepted (exit 2)."""


class NotFound(CaseloadError):
    """Nothing is stored under what was typed (exit 3)."""

    code = 3


class Ambiguous(CaseloadError):
    """More than one record answers to what was typed (exit 4).

    `candidates` are lines to choose from: an id, and words that tell it from the others, names among them an `aside`.
    """

    code = 4

    def __init__(self, what: str, candidates: Iterable[str]) -> None:
        lines = tuple(candidates)
        self.candidates = tuple(spoken(line, at_terminal=True) for line in lines)
        super().__init__(f"{what}: {', '.join(lines)}", f"type one of these ids{aside('or handles')}")


class Unusable(CaseloadError):
    """The database is missing, locked, corrupt, foreign or newer than the program (exit 5)."""

    code = 5


class CannotWrite(CaseloadError):
    """The output could not be written: a full disk, a closed device (exit 74)."""

    code = 74


class Fault(CaseloadError):
    """What nobody foresaw (exit 1)."""


class StoredBut(CaseloadError):
    """What was asked is stored, and something failed after that (exit 74): whoever asks again stores it twice."""

    code = 74

    def __init__(self, stored: str, failed: CaseloadError) -> None:
        super().__init__(f"stored as operation {stored}, but {failed.what}", "do not repeat it; see caseload history")


class BadRow(CaseloadError):
    """A stored row that no longer passes the rules of its kind; lists skip it and count it, `doctor` names it."""

    def __init__(self, ref: str, fault: str, mended_by: str = "") -> None:
        super().__init__(f"{ref} breaks a rule ({fault})", f"mend it: {mended_by}" if mended_by else _DOCTOR)
        self.ref = ref
        self.fault = fault
        self.mended_by = mended_by
        """The command that does it; nothing where there is none."""


_DOCTOR = "see caseload doctor"
