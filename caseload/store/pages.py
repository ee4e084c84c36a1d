"""What the pages of a damaged file still hold, read without SQLite, by its format (sqlite.org/fileformat2.html)."""

import struct
from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple

Value = int | float | str | bytes | None

MAGIC = b"SQLite format 3\0"
_TABLE_INTERIOR, _TABLE_LEAF, _INDEX_INTERIOR, _INDEX_LEAF = 5, 13, 2, 10
INDEX_PAGES = frozenset({_INDEX_INTERIOR, _INDEX_LEAF})
"""How a page of an index begins."""

_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of an integer, by its serial type."""


class NoText(bytes):
    """A text that is not UTF-8, as it is stored."""


class Row(NamedTuple):
    """A row as it is stored: its number, its values in the order of the columns it had when it was written."""

    number: int
    values: tuple[Value, ...]


class Leaf(NamedTuple):
    """The rows of a page, and how many of it could not be read."""

    rows: list[Row]
    broken: int


class Pages:
    """A file of SQLite's, page by page; pages count from 1."""

    def __init__(self, data: bytes | mmap, spare: int = 0) -> None:
        """`spare` is how many bytes at the end of a page are not SQLite's, where the first page does not say."""
        self.data = data
        is_headed = data[:16] == MAGIC
        size = int.from_bytes(data[16:18], "big") if is_headed else 0
        size = 65_536 if size == 1 else size
        # SQLite's own default, and ours, where the first page does not say.
        self.size = size if size in {2**power for power in range(9, 17)} else 4_096
        self.usable = self.size - (data[20] if is_headed and data[20] <= self.size - 480 else spare)
        self.count = -(-len(data) // self.size)

    def page(self, number: int) -> bytes:
        """The bytes of a page; raises ValueError for one that there is not."""
        if not 1 <= number <= self.count:
            raise ValueError("there is no such page")
        return self.data[(number - 1) * self.size : number * self.size].ljust(self.size, b"\0")

    def free(self) -> set[int]:
        """The pages that hold nothing any more, as far as the file says so."""
        found: set[int] = set()
        trunk = int.from_bytes(self.data[32:36], "big") if self.data[:16] == MAGIC else 0
        while trunk and trunk not in found and trunk <= self.count:
            following, count, *numbers = struct.unpack(
                f">{self.usable // 4}I", self.page(trunk)[: self.usable // 4 * 4]
            )
            if count > len(numbers) or not all(1 < one <= self.count for one in (*numbers[:count], following or 2)):
                # It was destroyed, and what it names may be in use.
                break
            found.update((trunk, *numbers[:count]))
            trunk = following
        return found

    def leaves(self, root: int, seen: set[int]) -> Iterator[tuple[int, Leaf | None]]:
        """The leaves below a page, each with its rows; None for a page that is neither a leaf nor leads to any.

        All that is met is added to what was `seen`, and what is in there is not looked at again.
        """
        ahead = [root]
        for number in self._met(ahead, seen):
            below = self._below(number)
            if below is None:
                yield number, self.leaf(number)
            else:
                ahead += reversed(below)

    def leaf(self, number: int) -> Leaf | None:
        """The rows of a page of a table; None where it is none."""
        cells = self._cells(number, _TABLE_LEAF, 8)
        if cells is None:
            return None
        page, rows, broken = self.page(number), [], 0
        for cell in cells:
            try:
                size, at = _varint(page, cell)
                row, at = _varint(page, at)
                rows.append(Row(_signed(row), _values(self._payload(page, at, size, self.usable - 35))))
            except (ValueError, IndexError):
                broken += 1
        return Leaf(rows, broken) if rows or not broken else None

    def keys(self, root: int, seen: set[int]) -> Iterator[int]:
        """The numbers of the rows that an index has, from all of its pages that can be read."""
        ahead = [root]
        for number in self._met(ahead, seen):
            page = self.page(number)
            inner = self._cells(number, _INDEX_INTERIOR, 12)
            if inner:
                ahead += [int.from_bytes(page[at : at + 4], "big") for at in inner]
            if inner is not None:
                at = 108 if number == 1 else 8
                ahead.append(int.from_bytes(page[at : at + 4], "big"))
            for cell in [one + 4 for one in inner] if inner is not None else self._cells(number, _INDEX_LEAF, 8) or ():
                try:
                    size, at = _varint(page, cell)
                    last = _values(self._payload(page, at, size, (self.usable - 12) * 64 // 255 - 23))[-1]
                except (ValueError, IndexError):
                    continue
                if isinstance(last, int):
                    yield last

    def _met(self, ahead: list[int], seen: set[int]) -> Iterator[int]:
        """The pages that are `ahead`, and that are put there meanwhile, each once; all are added to what was `seen`."""
        while ahead:
            number = ahead.pop()
            if number not in seen and 1 <= number <= self.count:
                seen.add(number)
                yield number

    def _below(self, number: int) -> list[int] | None:
        """The pages to which an inner page of a table leads; None where it is none."""
        try:
            cells = self._cells(number, _TABLE_INTERIOR, 12)
        except ValueError:
            return None
        if cells is None:
            return None
        page, at = self.page(number), 108 if number == 1 else 8
        found = [int.from_bytes(page[one : one + 4], "big") for one in (*cells, at)]
        return found if all(1 < one <= self.count for one in found) else None

    def _cells(self, number: int, kind: int, head: int) -> list[int] | None:
        """Where the cells of a page of that kind begin; None where it is of another, or its head is no head."""
        page, at = self.page(number), 100 if number == 1 else 0
        if page[at] != kind:
            return None
        count, content = struct.unpack(">HH", page[at + 3 : at + 7])
        first = at + head + 2 * count
        if not first <= (content or 65_536) <= self.usable:
            return None
        cells = struct.unpack(f">{count}H", page[at + head : first])
        return list(cells) if all(first <= one < self.usable for one in cells) else None

    def _payload(self, page: bytes, at: int, size: int, most: int) -> bytes:
        """The bytes of a cell, those on other pages among them; raises ValueError where they are not there."""
        if size > len(self.data):
            raise ValueError("is longer than the file")
        if size <= most:
            return _exactly(page[at : at + size], size)
        least = (self.usable - 12) * 32 // 255 - 23
        here = least + (size - least) % (self.usable - 4)
        here = here if here <= most else least
        parts, missing = [_exactly(page[at : at + here], here)], size - here
        following = int.from_bytes(page[at + here : at + here + 4], "big")
        while missing > 0:
            more = self.page(following)
            parts.append(more[4 : 4 + min(missing, self.usable - 4)])
            missing -= len(parts[-1])
            following = int.from_bytes(more[:4], "big")
        return b"".join(parts)


def _exactly(data: bytes, size: int) -> bytes:
    if len(data) != size:
        raise ValueError("is cut off")
    return data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins there, and where it ends; raises IndexError at the end of the data."""
    value = 0
    for one in range(at, at + 8):
        value = value << 7 | data[one] & 0x7F
        if data[one] < 0x80:
            return value, one + 1
    return value << 8 | data[at + 8], at + 9


def _signed(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number


def _values(payload: bytes) -> tuple[Value, ...]:
    """The values of a record; raises ValueError or IndexError where it is none, to the byte."""
    head, at = _varint(payload, 0)
    types = []
    while at < head:
        kind, at = _varint(payload, at)
        types.append(kind)
    if at != head:
        raise ValueError("has no head")
    values = []
    for kind in types:
        size = _INTEGERS.get(kind, 0) if kind < 7 else 8 if kind == 7 else 0 if kind < 12 else (kind - 12) // 2
        values.append(_value(kind, _exactly(payload[at : at + size], size)))
        at += size
    if at != len(payload):
        raise ValueError("is longer than its head says")
    return tuple(values)


def _value(kind: int, data: bytes) -> Value:
    if kind in _INTEGERS:
        return int.from_bytes(data, "big", signed=True)
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind < 12:
        if kind > 9:
            raise ValueError("is of no type")
        return {0: None, 8: 0, 9: 1}[kind]
    if kind % 2 == 0:
        return data
    try:
        return data.decode()
    except UnicodeDecodeError:
        return NoText(data)
