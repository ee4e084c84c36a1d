"""Full-text search over every kind, accents folded; whatever is typed is words, never an expression."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from caseload.records.kinds import TABLES, kind_of, parent_of
from caseload.records.of.base import Record
from caseload.records.of.fields import of_nature
from caseload.records.of.guarded import PART_2, Guarded
from caseload.records.of.nature import Mask
from caseload.store.core import Store
from caseload.store.masks import hidden_rows, is_masked, number_shown
from caseload.store.reads.clients import client_in
from caseload.store.reads.guarded import guard_of
from caseload.store.reads.listed import guarded as guard_in
from caseload.store.rows import searched_columns
from caseload.store.typed_numbers import number_ways, parts_of, reached_by, vocabulary

if TYPE_CHECKING:
    from caseload.records.coverage import Coverage
    from caseload.records.identifier import Identifier


class Hit(NamedTuple):
    """A record that holds the words: its typed id, its client, a piece of its text; a lower rank fits better."""

    ref: str
    kind: str
    client_id: int | None
    excerpt: str
    rank: float
    guard: str = ""
    """The mark of the law that guards it: [SUD]."""
    date: str | None = None
    """The date by which its kind is listed, as it is stored."""

    @property
    def marked(self) -> str:
        """The excerpt, its mark before it."""
        return f"{self.guard} {self.excerpt}".strip()


# Scripts without blanks between words: the index takes a whole sentence for one word, or ends one at a vowel sign.
_UNBLANKED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1980-\u19df\u2e80-\u2fdf\u3005-\u3007"
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Compiled by `re` where they are first needed, which in ASCII they are not: it takes longer than to find a word.
_UNSPACED = f"[{_UNBLANKED}]"
_WORD = f"(?:[{_UNBLANKED}]|[^\\W_][\u0300-\u036f]*)+"
_RUN = f"[{_UNBLANKED}]+|[^{_UNBLANKED}]+"
_PLAIN_WORD = r"[^\W_]+"

_GLUED = (
    ("\u061c", "\u061c"), ("\u2066", "\u2069"), ("\u20ba", "\u20cf"), ("\u218a", "\u218b"), ("\u23f4", "\u23ff"),
    ("\u2b4d", "\u2bff"), ("\u2e3a", "\u2fdf"), ("\u3005", "\u9fff"), ("\ue000", "\ufaff"),
    ("\U0001f000", "\U0003ffff"),
)  # fmt: skip
"""What the index does not know for a mark, younger than it is, and takes for the beginning of the word behind it."""

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens and the like: nobody sees them, and the index ends a word at each."""

_LIGATED = ((("ffi", "\ufb03"), ("ffl", "\ufb04"), ("ff", "\ufb00"), ("fi", "\ufb01"), ("fl", "\ufb02")),
            (("fi", "\ufb01"), ("fl", "\ufb02")))  # fmt: skip
"""What the fonts of a letter that was pasted make one sign of: those that have all of them, and those that have two."""

_WIDE = {code: code + 0xFEE0 for code in range(ord("0"), ord("z") + 1)}

_SPLIT_TWICE = 14
"""The longest word, in letters, that is looked for with two breaks in it; a longer one with one."""

_MOST_WORDS = 100
"""A pasted page is found by its beginning; SQLite takes no expression of any length."""

_EXCERPT = 60
"""Characters of an excerpt in such a script."""


def find(
    store: Store, text: str, *, kind: type[Record] | None = None, limit: int | None = None, reveal: bool = False,
    guarded: bool | None = None,
) -> list[Hit]:  # fmt: skip
    """The records in which every word, or the beginning of one, stands; the best first. No words find nothing.

    Without `reveal` what is confidential is not looked through. `guarded` is only what a law of its own guards, or
    only what none does; None is both.
    """
    seen = text.replace("\u00ad", "")
    one_word = _PLAIN_WORD if seen.isascii() else _WORD
    words = list(dict.fromkeys(re.findall(one_word, normalize("NFC", seen))))[:_MOST_WORDS]
    kinds = [one for one in ((kind,) if kind else map(kind_of, TABLES)) if one.SEARCHED] if words else []
    if guarded:
        kinds = [one for one in kinds if guard_in(one)]
    parts = parts_of(seen)
    hits = [hit for one in kinds for hit in _hits(store, one, words, parts, limit, reveal=reveal, guarded=guarded)]
    if kind is None or kind.TABLE in _NUMBERED:
        hits = [*_numbered(store, seen, kind, reveal=reveal, guarded=guarded), *hits]
    found = sorted(hits, key=lambda hit: hit.rank)[:limit]
    if reveal:
        store.revealed.update(hit.ref for hit in found if is_masked(store, hit.ref))
    return found


_NUMBERED = ("identifier", "coverage", "provider")
"""The kinds of which a number is found as a whole."""


def _numbered(
    store: Store, text: str, kind: type[Record] | None, *, reveal: bool, guarded: bool | None
) -> Iterator[Hit]:
    """What has the number typed, the whole of it: no index has a word of such a number, nor the beginning."""
    from caseload.store.reads.identifiers import numbered, of_member

    # What is no character stands in no number.
    typed = text.encode(errors="ignore").decode().strip()
    identifiers = numbered(store, typed) if kind is None or kind.TABLE == "identifier" else ()
    coverages = of_member(store, typed) if kind is None or kind.TABLE == "coverage" else ()
    found: list[tuple[Identifier | Coverage, str, str]] = [
        *((one, str(one.system), one.value) for one in identifiers),
        *((one, one.payer, one.member_id or "") for one in coverages),
    ]
    for one, whose, number in found:
        if guarded in (None, bool(one.mark)):
            said, day = f"{whose} {number_shown(store, one, number, reveal=reveal)}", getattr(one, one.WHEN)
            yield Hit(one.ref, one.TABLE, one.client_id, said, _FIRST, one.mark, str(day) if day else None)
    if not guarded and (kind is None or kind.TABLE == "provider"):
        for provider, number in reached_by(store, typed):
            checked = str(provider.assured_on) if provider.assured_on else None
            yield Hit(provider.ref, provider.TABLE, None, f"{provider.name} {number}", _FIRST, "", checked)


_FIRST = float("-inf")
"""Before whatever holds the words."""


def _hits(
    store: Store, kind: type[Record], words: Sequence[str], parts: Sequence[str], limit: int | None,
    *, reveal: bool, guarded: bool | None,
) -> Iterator[Hit]:  # fmt: skip
    for columns, condition in _scopes(kind, reveal=reveal):
        if guarded is not None and (guard := guard_in(kind)):
            # Those that are guarded are few, and have an index; the plus keeps it out of the search index, row by row.
            is_it = f"+{kind.TABLE}.id in (select id from {kind.TABLE} where {guard})" if guarded else f"not ({guard})"
            condition += f" and {is_it}"  # noqa: PLW2901 - narrowed
        sql, values = _query(store, kind, columns, words, parts, condition)
        for number, client_id, excerpt, rank, mark, day in store.connection.execute(
            sql, (*values, -1 if limit is None else limit)
        ):
            # None of a row that another program changed behind the index's back.
            yield Hit(
                f"{kind.PREFIX}{number}",
                kind.TABLE,
                client_id,
                " ".join((excerpt or "").split()),
                rank,
                guard_of(store, store.get(kind, number)) if kind.TABLE in _GUARDED_BY_OTHERS else mark or "",
                day,
            )


_GUARDED_BY_OTHERS = ("step", "waiver")
"""What is guarded as one of several kinds is: which, only the record says."""


def _scopes(kind: type[Record], *, reveal: bool) -> Iterator[tuple[Sequence[str], str]]:
    """The columns to look through, and a condition in SQL on the rows for which they are those."""
    hidden = of_nature(kind, Mask)
    if not hidden or reveal:
        yield searched_columns(kind), "true"
        return
    yield searched_columns(kind), f"not {hidden_rows(kind)}"
    yield [name for name in searched_columns(kind) if name not in hidden], hidden_rows(kind)


def _query(
    store: Store, kind: type[Record], columns: Sequence[str], words: Sequence[str], parts: Sequence[str],
    condition: str,
) -> tuple[str, list[str]]:  # fmt: skip
    """SQL for number, client, excerpt, rank, mark and date of what holds the words, up to a limit yet to be bound."""
    table, index = kind.TABLE, f"{kind.TABLE}_fts"
    indexed = [word for word in words if not _is_unspaced(word)]
    unspaced = [run.lower() for word in words if _is_unspaced(word) for run in re.findall(_RUN, word)]
    text = "lower(" + " || ".join(f"coalesce({table}.{name} || char(10), '')" for name in columns) + ")"
    if indexed:
        source, rank = f"{index} join {table} on {table}.id = {index}.rowid", f"{index}.rank"
        where, excerpt = [f"{index} match ?"], f"snippet({index}, -1, '', '', '…', 12)"
        every = [
            [*_spellings(word), *_glued_to(store, kind, word), *number_ways(store, kind, word)] for word in indexed
        ]
        whole = "".join(parts)
        together = [forms for word, forms in zip(indexed, every, strict=True) if word not in parts]
        or_whole = [*together, [f'"{whole}"*', *number_ways(store, kind, whole)]] if whole else []
        values = [_expression(columns, every, or_whole)]
        has_unseen = f"{text} glob '*[{_UNSEEN}]*'"
        broken = [list(_broken(word)) for word in indexed]
        ways = [*chain.from_iterable(broken)]
        if ways and _is_there(store, source, f"{index} match ? and {has_unseen}", _expression(columns, [ways])):
            both = [[*forms, *more] for forms, more in zip(every, broken, strict=True)]
            values.insert(0, _expression(columns, both, or_whole))
            where.append(f"({table}.id in (select rowid from {index} where {index} match ?) or {has_unseen})")
    else:
        source, rank, where = table, "0.0", []
        excerpt, values = f"substr({text}, max(1, instr({text}, ?) - {_EXCERPT // 3}), {_EXCERPT})", unspaced[:1]
    where += [f"{table}.voided_at is null", condition, *(f"instr({text}, ?)" for _ in unspaced)]
    day = f"{table}.{kind.WHEN}" if kind.WHEN else "null"
    select = f"select {table}.id, {client_in(kind)}, {excerpt}, {rank} as fit, {_mark(kind)}, {day} from {source}"
    return f"{select} where {' and '.join(where)} order by fit, {table}.id limit ?", values + unspaced


def _is_unspaced(word: str) -> bool:
    """Whether a word has signs of a script without blanks."""
    return not word.isascii() and re.search(_UNSPACED, word) is not None


def _is_there(store: Store, source: str, where: str, expression: str) -> bool:
    """Whether any record holds the words: each way to break one would make the weighing of all that hold it slower."""
    sql = f"select 1 from {source} where {where} limit 1"
    return store.connection.execute(sql, (expression,)).fetchone() is not None


def _mark(kind: type[Record]) -> str:
    """SQL for the mark of the law that guards a record."""
    mark = f"case when sensitivity <> 'normal' then '[' || sensitivity || ']' when part2 = 'yes' then '{PART_2}' end"
    if issubclass(kind, Guarded):
        return mark
    column, parent = parent_of(kind.TABLE) or ("", "")
    return f"(select {mark} from {parent} where {parent}.id = {kind.TABLE}.{column})" if column else "null"


def _expression(columns: Sequence[str], every: Sequence[Sequence[str]], otherwise: Sequence[Sequence[str]] = ()) -> str:
    """What is looked for in the columns: of each word one of its forms, or what is there otherwise."""
    both = (" AND ".join(f"({' OR '.join(forms)})" for forms in one) for one in (every, otherwise) if one)
    return f"{{{' '.join(columns)}}} : ({' OR '.join(f'({one})' for one in both)})"


def _spellings(word: str) -> list[str]:
    """Expressions for words that begin so, as typed or without accents: the index does not fold every letter.

    Nor does it those that are one sign for two letters, or wider than others, as they come out of a PDF.
    """
    plain = normalize("NFKC", word)
    forms = (word, _bare(word) or word, plain, _bare(plain) or plain, *_ligated(plain.lower()), plain.translate(_WIDE))
    return [f'"{form}"*' for form in dict.fromkeys(forms)]


def _ligated(word: str) -> Iterator[str]:
    """How words that begin so are written with ligatures; the end of what was typed may be half of one."""
    for signs in _LIGATED:
        for typed, ends in ((word, ""), *_half_typed(word, signs)):
            found = typed
            for letters, sign in signs:
                found = found.replace(letters, sign)
            yield found + ends


def _half_typed(word: str, signs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for letters, sign in signs:
        for length in range(1, len(letters)):
            if word.endswith(letters[:length]):
                yield word[:-length], sign


def _broken(word: str) -> Iterator[str]:
    """Expressions for a word with what nobody sees in it, once or twice: to the index that is several words."""
    places = range(1, len(word))
    if len(word) <= _SPLIT_TWICE:
        yield from (f'"{word[:one]} {word[one:two]} {word[two:]}"*' for one, two in combinations(places, 2))
    yield from (f'"{word[:one]} {word[one:]}"*' for one in places)


def _bare(word: str) -> str:
    return normalize("NFC", "".join(letter for letter in normalize("NFD", word) if not combining(letter)))


def _glued_to(store: Store, kind: type[Record], word: str) -> Iterator[str]:
    """Expressions for what stands in the index as one word, a mark and behind it one that begins so."""
    sought = _bare(word).lower()
    for first, last in _GLUED:
        sql = f"select term from temp.{vocabulary(store, kind)} where term >= ? and term < ?"
        for (term,) in store.connection.execute(sql, (first, chr(ord(last) + 1))):
            if any(part.startswith(sought) for part in re.findall(r"[^\W_]+", re.sub(_UNSPACED, " ", term))):
                yield f'"{term}"'
