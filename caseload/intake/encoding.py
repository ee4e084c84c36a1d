"""In which encoding a file was written: as someone says, as its first bytes say, or as all of its bytes allow."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

ENCODINGS = {
    "utf-8": "utf-8-sig", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
    "iso-8859-1": "iso-8859-1", "iso-8859-2": "iso-8859-2", "iso-8859-15": "iso-8859-15", "mac-roman": "mac-roman",
    "shift-jis": "cp932", "euc-kr": "cp949", "gb18030": "gb18030", "big5": "big5hkscs",
}  # fmt: skip
"""What may be asked for, and Python's name for it."""

UNDECODABLE = "\udcff"
"""What stands in a text where bytes were that mean nothing in its encoding; no text has it of its own."""

ERRORS = "caseload-mark"
"""The name under which codecs know what puts UNDECODABLE there."""


def _mark(error: UnicodeError) -> tuple[str, int]:
    return UNDECODABLE, error.end if isinstance(error, UnicodeDecodeError) else 0


codecs.register_error(ERRORS, _mark)


class Encoding(NamedTuple):
    """Python's name for an encoding, and where it was only concluded, what to tell the user."""

    codec: str
    note: str = ""


def encoding_of(file: BinaryIO, name: str, asked: str | None) -> Encoding:
    """How to read the file, which is left at its beginning: by its byte order mark, else as asked, else by its bytes.

    What is wholly UTF-8 is UTF-8. Windows-1252 is concluded only where every byte has a meaning in it and no two or
    more of them would be a letter in UTF-8.
    """
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16")
    if start.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig")
    # A heading begins with a letter of ASCII more often than not, and no text holds a NUL.
    wide = {(True, False): "utf-16-be", (False, True): "utf-16-le"}.get((start[:1] == b"\0", start[1:2] == b"\0"))
    if asked == "utf-16":
        return Encoding(wide or "utf-16-le")
    if asked:
        return Encoding(ENCODINGS[asked])
    if wide:
        return _concluded(name, wide)
    if not _is_utf_8(file) and _may_be_windows_1252(file):
        return _concluded(name, "windows-1252")
    return Encoding("utf-8-sig")


def _concluded(name: str, word: str) -> Encoding:
    note = f"{name} is not UTF-8 and is read as {word}; if letters come out wrong, name another with --encoding"
    return Encoding(ENCODINGS[word], note)


def _is_utf_8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(file):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


# Windows-1252 leaves these without a meaning; a NUL is in no text.
_NOT_1252 = re.compile(rb"[\x00\x81\x8d\x8f\x90\x9d]")
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _may_be_windows_1252(file: BinaryIO) -> bool:
    before = b""
    for block in _blocks(file):
        if _NOT_1252.search(block) or _UTF_8.search(before + block):
            return False
        before = block[-3:]
    return True


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """The file from its beginning; once no more is asked for, it is there again."""
    file.seek(0)
    try:
        while block := file.read(1 << 20):
            yield block
    finally:
        file.seek(0)
