"""Where the passphrase of an encrypted file comes from, in which order; the key that it makes is given to the store.

A passphrase is never in an argument, in the environment, or in what is said.
"""

import os
import shlex
import subprocess
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from caseload.errors import Unusable
from caseload.store import driver
from caseload.store.driver import Key
from caseload.store.held_keys import kept
from caseload.store.keys import derived, is_code, opened_by

FD, COMMAND, FOR = "CASELOAD_PASSPHRASE_FD", "CASELOAD_PASSPHRASE_COMMAND", "CASELOAD_PASSPHRASE_FOR"

_SECONDS = 30
"""For which a command may think."""

_TRIES = 3

_STORES = frozenset({"SecretService", "libsecret", "kwallet", "macOS", "Windows"})
"""The modules of keyring that keep a passphrase encrypted; its others keep it in a file as it is, or nowhere."""

_GIVE = f"type it at a terminal, or see {COMMAND} in caseload help encryption"


class Passphrases:
    """The passphrases that one run is given; `ask` asks somebody at a terminal, and is None where nobody is."""

    def __init__(self, environ: Mapping[str, str], ask: Callable[[str], str] | None) -> None:
        self.environ = environ
        self.ask = ask

    def unlock(self, path: str | os.PathLike[str], *, anew: bool = False) -> None:
        """Give the store the key of an encrypted file; raises Unusable where what is given does not open it.

        Where it is wanted `anew`, a key that is kept does not do: whoever sits there need not be who unlocked it.
        """
        driver.cipher()
        salt = driver.salt_of(path) or b""
        if not anew and (held := kept(salt, self.environ)) and driver.fits(path, held[0]):
            driver.give(held[0])
            return
        given = self._given(path)
        if given is None:
            self._asked(path, salt)
            return
        for text in given:
            if (key := _key(text, salt)) and driver.fits(path, key):
                driver.give(key)
                return
        raise _wrong(path, given[0])

    def _asked(self, path: str | os.PathLike[str], salt: bytes) -> None:
        if self.ask is None:
            raise Unusable(f"{path} is encrypted, or no database, and no passphrase is given", _GIVE)
        said = ""
        for left in reversed(range(_TRIES)):
            text = self.ask(f"{said}passphrase of {path}:")
            said = "that does not open it; "
            if (key := _key(text, salt)) and driver.fits(path, key):
                driver.give(key)
                return
            if not text or not left:
                raise _wrong(path, text)

    def new(self) -> str:
        """A passphrase to encrypt a file with from now on, given, or typed twice; Unusable for none, or a bad one.

        Of several lines of CASELOAD_PASSPHRASE_FD it is the last.
        """
        if FD in self.environ:
            return _refuse_unfit(self._lines[-1])
        if COMMAND in self.environ:
            return _refuse_unfit(self._commanded("new"))
        if self.ask is None:
            raise Unusable("a new passphrase is wanted, and none is given", _GIVE)
        text = _refuse_unfit(self.ask("new passphrase, best several words:"))
        if self.ask("the same once more:") != text:
            raise Unusable("the two are not the same", "nothing was changed; try again")
        return text

    def _given(self, path: str | os.PathLike[str]) -> list[str] | None:
        """What is given without asking anybody; None where nothing is."""
        if FD in self.environ:
            return self._lines
        if COMMAND in self.environ:
            return [self._commanded(str(Path(path).absolute()))]
        found = _in_keyring(str(Path(path).absolute()))
        return None if found is None else [found]

    @cached_property
    def _lines(self) -> list[str]:
        """What stands to be read at a number, a passphrase a line."""
        try:
            with os.fdopen(int(self.environ[FD]), "r", encoding="utf-8", closefd=False) as file:
                lines = file.read(_MOST).removesuffix("\n").split("\n")
        except UnicodeDecodeError:
            raise Unusable(f"what {FD} gives is not UTF-8", "nothing was opened") from None
        except (OSError, ValueError):
            raise Unusable(f"{FD} is not the number of something that can be read", "as in 3< FILE, and 3") from None
        return [one.removesuffix("\r") for one in lines]

    def _commanded(self, what: str) -> str:
        """What a command prints, which is told for what; without a shell, and without the newline at its end."""
        try:
            words = shlex.split(self.environ[COMMAND])
            told = {**self.environ, FOR: what}
            # The user's own command, without a shell.
            ran = subprocess.run(  # noqa: S603  # nosec B603
                words or [""], env=told, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=_SECONDS, check=False
            )
            text = ran.stdout.decode().removesuffix("\n").removesuffix("\r")
        except subprocess.TimeoutExpired:
            raise Unusable(f"{COMMAND} has not answered for {_SECONDS} seconds", "nothing was opened") from None
        except (OSError, ValueError):
            raise Unusable(f"{COMMAND} cannot be run, or gives no UTF-8", "set it to a command and its words") from None
        if ran.returncode:
            raise Unusable(f"{COMMAND} ended with {ran.returncode}", "nothing was opened")
        return text


_MOST = 100_000


def _in_keyring(path: str) -> str | None:
    """What the user's keyring has under `caseload` and the path; None where there is none to be trusted."""
    try:
        import keyring
    except ImportError:
        return None
    try:
        store = keyring.get_keyring()
        for one in getattr(store, "backends", (store,)):
            if type(one).__module__.removeprefix("keyring.backends.") in _STORES:
                found: str | None = one.get_password("caseload", path)
                if found is not None:
                    return found
    except Exception:  # noqa: BLE001 - of whatever kind: a keyring that is locked or gone gives nothing
        return None
    return None


def _key(text: str, salt: bytes) -> Key | None:
    try:
        return opened_by(text, salt) if text else None
    except UnicodeEncodeError:
        return None


def _wrong(path: str | os.PathLike[str], text: str) -> Unusable:
    """What is said of one that does not open a file; nothing of it is."""
    if not text:
        return Unusable(f"the passphrase of {path} is empty", _GIVE)
    if is_code(text):
        what = f"this recovery code does not open {path}"
        return Unusable(what, "look whether each letter is right, and whether it is of this file since its last rekey")
    what = f"this passphrase does not open {path}, which is encrypted otherwise, damaged, or no database"
    return Unusable(what, "try again, or give the recovery code in its place; see caseload help encryption")


SHORTEST = 8


def _refuse_unfit(text: str) -> str:
    """A new passphrase; raises Unusable for one that opens the file to a guess, or means something else elsewhere."""
    if len(text) < SHORTEST:
        raise Unusable(f"a passphrase of fewer than {SHORTEST} characters is guessed", "take several words")
    if is_code(text) or text[:2].lower() == "x'":
        raise Unusable("a passphrase that looks like a key is taken for one", "take several words")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unusable("the passphrase is not UTF-8", "nothing was changed") from None
    if "\0" in text or "\n" in text:
        raise Unusable("a passphrase is one line of text", "nothing was changed")
    return text


def new_key(text: str, salt: bytes) -> Key:
    """The key of a new passphrase, which this run was given by that."""
    key = derived(text, salt)
    driver.give(key)
    return key
