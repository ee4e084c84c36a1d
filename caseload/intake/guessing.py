"""A first map file, made from the headings of a file and a look at its cells, for someone to finish."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from caseload.errors import Invalid
from caseload.intake.delimited import Table
from caseload.intake.layout import COMPUTED, children, keys_of
from caseload.intake.values import DERIVED
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import Field, field_named, fields_of
from caseload.records.of.names import fold
from caseload.when.dates import DateOrder, When
from caseload.when.recorded import parse_recorded

_ROWS = 1_000
"""Rows that are looked at."""


def guess(kind: type[Record], table: Table) -> str:
    """A map file for the table as far as its headings and first rows tell; what they do not is left to decide."""
    rows = [row.cells for row in islice(table.rows, _ROWS) if len(row.cells) == len(table.header)]
    cells = {heading: [row[place] for row in rows] for place, heading in enumerate(table.header)}
    mapped = _mapped(kind, table.header)
    undecided = [heading for heading in table.header if heading not in mapped and heading not in COMPUTED]
    head = [f"# How the columns of {table.name} become fields of {kind.TABLE}. See caseload help import.", ""]
    return "\n".join(
        [
            *head,
            *_date_order(kind, mapped, cells),
            "# Take the # off a column to leave it out, or give it a field under [columns].",
            *("leave_out = [", *(f"  # {_quoted(heading)}," for heading in undecided), "]", ""),
            *("[columns]", *(_column(kind, heading, key) for heading, key in mapped.items())),
            *_words(kind, mapped, cells),
            "",
        ]
    )


def _column(kind: type[Record], heading: str, key: str) -> str:
    field = field_named(kind, key)
    words = f"  # {field.says.words}" if field and field.says else ""
    return f"{_quoted(heading)} = {_quoted(key)}{words}"


def _mapped(kind: type[Record], header: Sequence[str]) -> dict[str, str]:
    """The field of each heading that can be told, each once; a date and a time may share one."""
    keys, meanings = keys_of(kind), _meanings(kind)
    found: dict[str, str] = {heading: heading for heading in header if heading in keys}
    for heading in header:
        phrase = " ".join(re.findall(r"\w+", fold(heading).replace("%", " percent ").replace("#", " no ")))
        tried = () if heading in found else (*meanings.get(phrase, ()), phrase.replace(" ", "_"))
        for key in tried:
            shared = phrase.endswith("time") and _type(kind, key) is When
            if key in keys and (shared or key not in found.values()):
                found[heading] = key
                break
    return {heading: found[heading] for heading in header if heading in found}


def _meanings(kind: type[Record]) -> Mapping[str, Sequence[str]]:
    """The fields that a heading may mean, in the order in which they are tried: the kind's own before client and id."""
    found: dict[str, list[str]] = defaultdict(list)
    by_name = {field.name: field for field in fields_of(kind)}
    last = [by_name.pop(name) for name in ("client_id", "external_id") if name in by_name]
    own = [(field.key, field.also) for field in by_name.values()]
    derived = [(key, one.also) for key, one in DERIVED.get(kind, {}).items()]
    below = [
        (f"{child.TABLE}.{field.key}", tuple(one for one in field.also if one.above))
        for child in children(kind)
        for field in fields_of(child)
    ]
    for key, also in (*own, *derived, *((field.key, field.also) for field in last), *below):
        for phrase in (phrase for one in also for phrase in one.phrases.split("|")):
            found[phrase].append(key)
    return found


def _date_order(kind: type[Record], mapped: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> list[str]:
    dated = [heading for heading, key in mapped.items() if _type(kind, key) in (date, When)]
    texts = {text.strip() for heading in dated for text in cells[heading] if re.match(r"\s*\d+\D\d+\D\d", text)}
    if not any(not _reads(text, None) for text in texts):
        return []
    orders = [order.value for order in DateOrder if all(_reads(text, order) for text in texts)]
    if len(orders) == 1:
        return [f'date_order = "{orders[0]}"', ""]
    found = f"could be {' or '.join(orders)}" if orders else "do not follow one order, or have years of two digits"
    return [f'# date_order = "mdy"   # the dates {found}', ""]


def _reads(text: str, order: DateOrder | None) -> bool:
    try:
        return bool(parse_recorded(text, order, None))
    except Invalid:
        return False


def _words(kind: type[Record], mapped: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A translation to fill in for each word of a column that its field does not take."""
    for heading, key in mapped.items():
        words = _type(kind, key)
        if not isinstance(words, type) or not issubclass(words, Vocabulary):
            continue
        strange = sorted({fold(text) for text in cells[heading]} - {"", *map(fold, (*words, *words.aliases()))})
        if strange:
            yield f"\n[values.{_quoted(heading)}]\n# each of them one of {words.accepted()}"
            yield from (f'# {_quoted(word)} = ""' for word in strange[:20])


def _type(kind: type[Record], key: str) -> object:
    field: Field | None = field_named(kind, key)
    return field and field.type


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, too.
    return json.dumps(text, ensure_ascii=False)
