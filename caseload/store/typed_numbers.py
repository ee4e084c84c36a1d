"""A number is found however its parts are set off: 6085550177, 608-555-0177, (608) 555 0177, CA 20418."""

import re
from collections.abc import Iterator

from caseload.records.of.base import Record
from caseload.records.provider import Provider
from caseload.store.core import Store

_LEAST, _MOST = 5, 20
"""So many letters and digits has a number that may be written in parts."""

_TELEPHONE = 7
_WITH_COUNTRY = re.compile(r"1\d{10}")
"""A number of North America as it is called from elsewhere, which is seldom how it is kept."""

_RUN = re.compile(r"(?<!\w)[+(]?\d[\d\s().+/-]*\d(?!\w)")

_BARE = "{}"
for _mark in "-() ./+":
    _BARE = f"replace({_BARE}, '{_mark}', '')"


def parts_of(text: str) -> list[str]:
    """The parts of the one telephone number or the like in what was typed; none where it is in one part, or several."""
    runs = [re.findall(r"\d+", found[0]) for found in _RUN.finditer(text)]
    runs = [parts for parts in runs if len(parts) > 1 and sum(map(len, parts)) >= _TELEPHONE]
    return runs[0] if len(runs) == 1 else []


def number_ways(store: Store, kind: type[Record], word: str) -> Iterator[str]:
    """Expressions for a word with digits in it that stands in the index of the kind in parts, the last begun so."""
    word = word.lower()
    if not (word.isascii() and _LEAST <= len(word) <= _MOST and any(map(str.isdigit, word))):
        return
    pieces = {word[one:two] for one in range(len(word)) for two in range(one + 1, len(word) + 1)}
    sql = f"select term from temp.{vocabulary(store, kind)} where term in ({', '.join('?' * len(pieces))})"
    known = {str(term) for (term,) in store.connection.execute(sql, tuple(pieces))}
    for parts in _parted(word, known):
        yield f'"{" ".join(parts)}"*'
    if _WITH_COUNTRY.fullmatch(word):
        yield from (f'"{word[1:]}"*', *number_ways(store, kind, word[1:]))


def _parted(word: str, known: set[str]) -> Iterator[list[str]]:
    for place in range(1, len(word)):
        if word[:place] in known:
            yield [word[:place], word[place:]]
            yield from ([word[:place], *rest] for rest in _parted(word[place:], known))


def vocabulary(store: Store, kind: type[Record]) -> str:
    """The table of all words in the index of the kind, made where it is not there yet."""
    name = f"{kind.TABLE}_vocabulary"
    store.connection.execute(
        f"create virtual table if not exists temp.{name} using fts5vocab (main, {kind.TABLE}_fts, row)"
    )
    return name


def reached_by(store: Store, typed: str) -> list[tuple[Provider, str]]:
    """The providers who have that telephone or fax number, or one that ends so, each with it; no index has theirs."""
    digits = re.sub(r"[-() ./+]", "", typed)
    digits = digits[1:] if _WITH_COUNTRY.fullmatch(digits) else digits
    if not (digits.isascii() and digits.isdigit() and len(digits) >= _LEAST):
        return []
    columns = ("phone", "phone_other", "fax")
    where = " or ".join(f"{_BARE.format(name)} like '%' || ?" for name in columns)
    found = store.select(Provider, f"({where}) and voided_at is null order by id", (digits,) * len(columns))
    return [
        (one, next(number for name in columns if (number := getattr(one, name)) and _ends(number, digits)))
        for one in found
    ]


def _ends(number: str, digits: str) -> bool:
    return re.sub(r"[-() ./+]", "", number).endswith(digits)
