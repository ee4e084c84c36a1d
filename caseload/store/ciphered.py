"""The pages of an encrypted file, one by one, as SQLCipher 4 lays them out; for what SQLite cannot open any more.

A page ends with its initialization vector (16 bytes) and its seal (64, HMAC-SHA512 of what is before it and of its
number); the first begins with the salt, where a database that is not encrypted says what it is.
(https://www.zetetic.net/sqlcipher/design/)
"""

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import suppress
from hashlib import pbkdf2_hmac
from hmac import compare_digest, digest
from typing import Any

from caseload.errors import Unusable
from caseload.store.driver import MAGIC, PAGE, Key

_VECTOR, _SEAL = 16, 64
SPARE = _VECTOR + _SEAL
"""Bytes at the end of each page that hold nothing of SQLite's."""


def sealed(data: bytes, key: Key) -> Iterator[bool]:
    """Of each whole page, from the first on, whether it is as SQLCipher wrote it with that key."""
    seals = pbkdf2_hmac("sha512", key.secret, bytes(one ^ 0x3A for one in key.salt), 2, len(key.secret))
    for number in range(1, len(data) // PAGE + 1):
        page = data[(number - 1) * PAGE : number * PAGE]
        said = page[_begins(number) : -_SEAL] + number.to_bytes(4, "little")
        yield compare_digest(digest(seals, said, "sha512"), page[-_SEAL:])


def in_clear(data: bytes, key: Key) -> bytes:
    """What the pages of a file hold, those that are not as they were written as zeros; raises Unusable.

    Nothing of it is anywhere but in memory.
    """
    cipher = _Cipher(key.secret)
    found = bytearray(len(data) // PAGE * PAGE)
    for number, is_sealed in enumerate(sealed(data, key), 1):
        if is_sealed:
            page, begins = data[(number - 1) * PAGE : number * PAGE], _begins(number)
            clear = cipher.deciphered(page[begins:-SPARE], page[-SPARE:-_SEAL])
            found[(number - 1) * PAGE : number * PAGE - SPARE] = MAGIC[:begins] + clear
    return bytes(found)


def _begins(number: int) -> int:
    """After how many bytes of a page its content is encrypted."""
    return len(MAGIC) if number == 1 else 0


class _Cipher:
    """AES-256-CBC as OpenSSL has it: within SQLCipher's own driver, else in the library of the system."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self.library = _openssl()
        self.state = self.library.EVP_CIPHER_CTX_new()

    def __del__(self) -> None:
        self.library.EVP_CIPHER_CTX_free(self.state)

    def deciphered(self, data: bytes, vector: bytes) -> bytes:
        out, size, openssl = ctypes.create_string_buffer(len(data) + 16), ctypes.c_int(), self.library
        ways = openssl.EVP_aes_256_cbc()
        if (
            openssl.EVP_DecryptInit_ex(self.state, ways, None, self.secret, vector) != 1
            or openssl.EVP_CIPHER_CTX_set_padding(self.state, 0) != 1
            or openssl.EVP_DecryptUpdate(self.state, out, ctypes.byref(size), data, len(data)) != 1
        ):
            raise Unusable("OpenSSL does not decipher a page", "--debug shows where")
        return out.raw[: size.value]


def _openssl() -> Any:
    from sqlcipher3 import _sqlite3

    for place in (_sqlite3.__file__, ctypes.util.find_library("crypto")):
        with suppress(OSError, AttributeError):
            if place:
                library = ctypes.CDLL(place)
                for name in ("EVP_CIPHER_CTX_new", "EVP_aes_256_cbc"):
                    getattr(library, name).restype = ctypes.c_void_p
                pointer, number, text = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
                library.EVP_CIPHER_CTX_free.argtypes = [pointer]
                library.EVP_CIPHER_CTX_set_padding.argtypes = [pointer, number]
                library.EVP_DecryptInit_ex.argtypes = [pointer, pointer, pointer, text, text]
                library.EVP_DecryptUpdate.argtypes = [pointer, text, ctypes.POINTER(number), text, number]
                return library
    raise Unusable("the pages of an encrypted file are read by OpenSSL, which is not found", "install libssl")
