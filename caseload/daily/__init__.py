"""The daily questions: what their commands show, and a line that asks one without options, read without Typer.

To load Typer is a third of a short run. What these lines mean is said once, in the modules here, which the commands
call too; a test holds that both roads give the same.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module

from caseload.output.column import Format
from caseload.session import Session

_MANY = 1_000

WORDS: Mapping[str, range] = {
    "today": range(1),
    "overdue": range(2),
    "agenda": range(2),
    "digest": range(1),
    "show": range(1, _MANY),
}
"""Each question, a module here, with how many words may follow it."""

_FORMATS = {f"--{one}": one for one in Format}
_UNFORMATTED = ("digest",)


def answered(session: Session, words: Sequence[str]) -> bool:
    """Whether the words were a daily question with at most one format; if so it has been answered."""
    name, *rest = words or ["today"]
    flags = [word for word in rest if word.startswith("-")]
    following = [word for word in rest if not word.startswith("-")]
    if name not in WORDS or len(following) not in WORDS[name]:
        return False
    if len(flags) > (name not in _UNFORMATTED) or not _FORMATS.keys() >= set(flags):
        return False
    session.command = name
    for flag in flags:
        session.asked.format = _FORMATS[flag]
    import_module(f"caseload.daily.{name}").answer(session, *following)
    return True
