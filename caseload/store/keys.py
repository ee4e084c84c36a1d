"""Keys of encrypted files: derived from a passphrase as SQLCipher 4 does, or written out as a recovery code."""

import base64
import binascii
import re
import secrets
from hashlib import pbkdf2_hmac, sha256
from unicodedata import normalize

from caseload.store.driver import Key

ROUNDS = 256_000
"""Of PBKDF2-HMAC-SHA512, as SQLCipher 4 has by itself: other programs open the file with the passphrase alone."""

SALT, SECRET, _CHECK = 16, 32, 3
_GROUP, _LETTERS = 4, 56


def new_salt() -> bytes:
    """A salt that no other file has."""
    return secrets.token_bytes(SALT)


def derived(passphrase: str, salt: bytes) -> Key:
    """The key that a passphrase makes with a salt; a third of a second's work, whoever does it."""
    return Key(salt, pbkdf2_hmac("sha512", normalize("NFC", passphrase).encode(), salt, ROUNDS, SECRET))


def code(key: Key) -> str:
    """A key as a recovery code: 14 groups of 4 letters and digits; the last tell whether it is copied right."""
    letters = base64.b32encode(key.secret + _check(key.secret)).decode("ascii")
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def is_code(text: str) -> bool:
    """Whether a text has the form of a recovery code, rightly copied or not."""
    return re.fullmatch(f"[A-Z2-7]{{{_LETTERS}}}", _bare(text)) is not None


def opened_by(text: str, salt: bytes) -> Key | None:
    """The key that is meant by what was typed, a recovery code or a passphrase; None for a code that has a mistake."""
    if not is_code(text):
        return derived(text, salt)
    try:
        found = base64.b32decode(_bare(text))
    except binascii.Error:
        return None
    return Key(salt, found[:SECRET]) if found[SECRET:] == _check(found[:SECRET]) else None


def _bare(text: str) -> str:
    """Without what stands between groups, and with the letters that 0, 1 and 8 are written for: no code has those."""
    return (
        re.sub(r"[\s\-\u2010-\u2015\u2212]", "", text).upper().translate({ord("0"): "O", ord("1"): "I", ord("8"): "B"})
    )


def _check(secret: bytes) -> bytes:
    return sha256(secret).digest()[:_CHECK]
