"""The recovery code of an encrypted file: handed to its user, and proven before anything depends on it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from caseload import placing
from caseload.errors import CannotWrite, Invalid, Refused, Unusable
from caseload.output.terminal import hidden, warn
from caseload.session import Session
from caseload.store import driver
from caseload.store.driver import Key
from caseload.store.keys import code, derived, new_salt, opened_by
from caseload.unlocking import new_key

Recovery = Annotated[
    Path | None,
    typer.Option(
        "--recovery", metavar="FILE",
        help="Write the recovery code into a new file, yours alone, instead of showing it; keep that elsewhere.",
    ),
]  # fmt: skip

_TYPED_BACK, _TRIES = 2, 3


def refuse_unproven(session: Session, recovery: Path | None) -> None:
    """Raises Invalid where nobody could be shown a recovery code; Unusable where SQLCipher is not installed."""
    driver.cipher()
    if recovery is None and not session.interactive:
        raise Invalid("needs a place for the recovery code, and there is nobody to show it to", "--recovery FILE")
    if recovery is not None:
        place = session.new(recovery)._replace(force=None)
        if place.is_straight:
            raise Refused(f"{recovery} is a device or a pipe, and the code is to be kept", "name a new file")
        place.check()


def encrypted_anew(
    session: Session, recovery: Path | None, was: Key | None = None
) -> tuple[Key, Callable[[Path], None]]:
    """A new key, and what proves of a file made with it that its recovery code opens it.

    At a terminal the code is shown, and typed back in part before there is anything to open. Raises Refused for the
    passphrase that there `was`.
    """
    text = session.passphrases.new()
    if was is not None and derived(text, was.salt) == was:
        raise Refused("the new passphrase is the one of now", "give both, a line each, the new one last")
    key = new_key(text, new_salt())
    if recovery is None:
        _shown(session, code(key))

    def prove(made: Path) -> None:
        if recovery is not None:
            _written(recovery, code(key))
        said = code(key) if recovery is None else recovery.read_text("ascii")
        found = opened_by(said.strip(), driver.salt_of(made) or b"")
        if found is None or not driver.fits(made, found):
            raise Unusable("the recovery code does not open what was made", "nothing was changed; try again")

    return key, prove


def _shown(session: Session, text: str) -> None:
    groups = text.split("-")
    half = len(groups) // 2
    warn(session.terminal, "the recovery code opens the file when the passphrase is lost. Write it down, on paper:\n")
    warn(session.terminal, f"    {'-'.join(groups[:half])}-\n    {'-'.join(groups[half:])}\n")
    last = "-".join(groups[-_TYPED_BACK:])
    for left in reversed(range(_TRIES)):
        typed = hidden(session.terminal, session.inp, f"type its last {_TYPED_BACK} groups back:")
        if "".join(filter(str.isalnum, typed)).upper() == last.replace("-", ""):
            return
        if left:
            warn(session.terminal, "that is not what stands there")
    raise Refused("the recovery code was not typed back", "nothing was changed; write it down, then try again")


def _written(place: Path, text: str) -> None:
    try:
        with placing.unfinished(place) as path:
            path.write_text(f"{text}\n", "ascii")
            placing.put(path, place)
    except FileExistsError:
        raise Refused(f"there is a file already at {place}", "nothing was changed; name a new one") from None
    except OSError as error:
        raise CannotWrite(f"cannot write {place}: {error.strerror}", "nothing was changed") from error
