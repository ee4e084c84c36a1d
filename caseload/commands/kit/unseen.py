"""A number that is not to stand on the command line: typed at a prompt that shows nothing, or piped in."""

from collections.abc import Sequence

from caseload.errors import Invalid
from caseload.intake.piped import STDIN, decoded, read_small
from caseload.session import Session

_ONE = "one number, and nothing else"


def unseen(session: Session, words: Sequence[str], field: str) -> str:
    """What was typed; for nothing or a `-` what is typed unseen at a terminal, or comes through stdin.

    Raises Invalid where nothing comes, or more than a line.
    """
    if words and list(words) != [STDIN]:
        return " ".join(words).strip()
    if not words and not session.interactive:
        raise Invalid("is missing", "the number, or - to read it from stdin", field=field)
    if session.interactive:
        # Only a number that is asked for pays for the import.
        from getpass import getpass

        text = getpass(f"{field} (not shown): ", session.terminal.err)
    else:
        text = decoded(read_small(STDIN, session.inp, _ONE), field).removeprefix("\ufeff")
    found = text.strip()
    if not found or len(found.splitlines()) > 1:
        raise Invalid("is empty" if not found else "has several lines", _ONE, field=field)
    return found
