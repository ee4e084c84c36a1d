"""A first map file, made from the headings of a file and a look at its cells, for someone to finish."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from shlex import quote

from caseload.errors import Invalid
from caseload.intake.delimited import Table
from caseload.intake.layout import COMPUTED, children, keys_of
from caseload.intake.values import DERIVED, is_endless
from caseload.records.client import Client
from caseload.records.field import OwnField, OwnType, as_word
from caseload.records.identifier import Identifier
from caseload.records.income import Income
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import Field, field_named, fields_of
from caseload.records.of.headings import BIRTH, CLIENT, CLIENT_NUMBER, FAMILY, GIVEN, NUMBERS, RECORD_NUMBER
from caseload.records.of.names import fold
from caseload.records.of.nature import Also
from caseload.records.of.own import as_name, own_field, told
from caseload.when.dates import DateOrder, When
from caseload.when.recorded import parse_recorded

_ROWS = 1_000
"""Rows that are looked at."""


def guess(
    kind: type[Record], table: Table, own: Sequence[Field] = (), is_client: Callable[[str], bool] | None = None
) -> str:
    """A map file for the table as far as its headings and first rows tell; what they do not is left to decide.

    For each column that nothing takes, also of the user's `own`, it says how a field would be declared for it.
    `is_client` tells whether a cell is a client who is stored: of several columns that may be, the best is taken.
    """
    rows = [row.cells for row in islice(table.rows, _ROWS) if len(row.cells) == len(table.header)]
    cells = {heading: [row[place] for row in rows] for place, heading in enumerate(table.header)}
    mapped = _mapped(kind, cells, own, is_client or (lambda _: False))
    left = [heading for heading in table.header if heading not in mapped and heading not in COMPUTED]
    again = [heading for heading in left if "client" in mapped.values() and _is_client_again(heading)]
    undecided = [heading for heading in left if heading not in again]
    dated = [heading for heading, key in mapped.items() if _type(kind, key, own) in (date, When)]
    proposed = [one for one in undecided if kind.OWN and _own_type(cells[one], ()) is OwnType.DAY]
    head = [f"# How the columns of {table.name} become fields of {kind.TABLE}. See caseload help import.", ""]
    return "\n".join(
        [
            *head,
            *(_date_order(dated, cells) or _date_order(proposed, cells)),
            "# Take the # off a column to leave it out, or give it a field under [columns].",
            "leave_out = [",
            *(f"  # {_quoted(heading)}," for heading in undecided),
            *(f"  {_quoted(heading)},  # says once more who the client is" for heading in again),
            "]",
            "",
            *_proposals(kind, [*keys_of(kind, own)], undecided, cells),
            *("[columns]", *(_column(kind, heading, key) for heading, key in mapped.items())),
            *_constants(kind, mapped),
            *_words(kind, mapped, cells, own),
            "",
        ]
    )


def _phrase(heading: str) -> str:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.findall(r"\w+", fold(parted).replace("_", " ").replace("%", " percent ").replace("#", " no ")))


def _proposals(
    kind: type[Record], keys: Sequence[str], undecided: Sequence[str], cells: Mapping[str, Sequence[str]]
) -> list[str]:
    """How each column that nothing takes would become a field of the user's own."""
    if not (kind.OWN and undecided):
        return []
    said = ["# Or keep them in fields of your own, each declared first; then give them here under [columns]:"]
    names: list[str] = []
    numbers = [heading for heading in undecided if _is_number(heading)]
    for heading in undecided:
        if heading in numbers:
            continue
        name = as_name(kind, heading, {*keys, *names})
        names.append(name)
        words = sorted({word for text in cells[heading] if (word := as_word(text))})
        type_ = _own_type(cells[heading], words)
        of_words = f" --words {quote(','.join(words))}" if type_ is OwnType.WORD else ""
        label = quote(" ".join(heading.split()))
        add = f"caseload field add {kind.TABLE} {name} --type {type_}{of_words} --label {label}"
        said += [f"#   {add}", f"#   {_quoted(heading)} = {_quoted(name)}"]
    if numbers:
        said = [*_masked(kind, numbers), *(said if len(said) > 1 else ())]
    return [*said, ""]


def _masked(kind: type[Record], numbers: Sequence[str]) -> list[str]:
    """What becomes of columns with numbers that tell who somebody is: fields of the user's own are not masked."""
    listed = ", ".join(map(_quoted, numbers))
    if kind is Identifier:
        return [f"# One number a row: take the file once more with {listed} in the place of the other."]
    return [f"# Numbers to be masked: {listed}. Leave them out here, then caseload import identifier FILE --guess."]


_MOST_WORDS, _SELDOM = 8, 3
"""A column of so few different words, each as often as that on the average, is one of words and not of text."""


def _own_type(texts: Sequence[str], words: Sequence[str]) -> OwnType:
    """What the cells of a column look like: yes or no, numbers, days, a few words, or text."""
    filled = [text for text in texts if text.strip()]
    for type_ in (OwnType.YES_NO, OwnType.NUMBER, OwnType.DAY) if filled else ():
        field = own_field(OwnField(of=_ANY.TABLE, name="any", type=type_, label="any"))
        if any(all(_fits(field, text, order) for text in filled) for order in DateOrder):
            return type_
    few = 1 < len(words) <= _MOST_WORDS and "none" not in words and len(filled) >= _SELDOM * len(words)
    return OwnType.WORD if few and all(len(word) <= 30 for word in words) else OwnType.TEXT


_ANY = Client


def _fits(field: Field, text: str, order: DateOrder | None = None) -> bool:
    try:
        told(field, text, lambda typed: parse_recorded(typed, order, None).day)
    except Invalid:
        return False
    return True


def _column(kind: type[Record], heading: str, key: str) -> str:
    field = field_named(kind, key)
    # What is said of a record that is there already ("Another name.") says nothing of a column.
    words = f"  # {field.says.words}" if field and field.says and not field.says.later else ""
    return f"{_quoted(heading)} = {_quoted(key)}{words}"


def _mapped(
    kind: type[Record], cells: Mapping[str, Sequence[str]], own: Sequence[Field], is_client: Callable[[str], bool]
) -> dict[str, str]:
    """The field of each heading that can be told, each once; a date and a time, or two names, may share one."""
    keys, meanings = keys_of(kind, own), _meanings(kind)
    labelled = {_phrase(field.label): field.key for field in own}
    found: dict[str, str] = {heading: heading for heading in cells if heading in keys}
    if "client" in keys:
        found |= {one: "client" for one in cells if _phrase(one) == "client" and "client" not in found.values()}
    for heading in cells:
        phrase = _phrase(heading)
        named = phrase.replace(" ", "_")
        known = (*meanings.get(phrase, ()), named, *_referring(kind, named), labelled.get(phrase, ""))
        tried = () if heading in found else known
        for key in tried:
            shared = phrase.endswith("time") and _type(kind, key) is When
            its_own = key != "external_id" or _is_its_number(kind, heading, cells)
            if key in keys and its_own and (shared or key not in found.values()):
                found[heading] = key
                break
    _keep_one_number(kind, found)
    if "client" in keys:
        freed = _choose_client(found, cells, is_client)
        numbers = (one for one in freed if _says(one, RECORD_NUMBER) and _is_its_number(kind, one, cells))
        found |= {one: "external_id" for one in numbers if "external_id" not in found.values()}
    return {heading: found[heading] for heading in cells if heading in found}


def _referring(kind: type[Record], named: str) -> Sequence[str]:
    """The reference that a heading such as benefit_id names."""
    field = field_named(kind, named.removesuffix("_id"))
    return [field.key] if field and field.refers else []


def _is_its_number(kind: type[Record], heading: str, cells: Mapping[str, Sequence[str]]) -> bool:
    """Whether a column may be the record's own number: not a person's, and no two cells are one.

    Programmes of one household share a case number.
    """
    if kind is not Client and _says(heading, CLIENT) and not _says(heading, RECORD_NUMBER):
        return False
    filled = [text.strip() for text in cells[heading] if text.strip()]
    return len(filled) == len({*filled})


def _choose_client(
    found: dict[str, str], cells: Mapping[str, Sequence[str]], is_client: Callable[[str], bool]
) -> list[str]:
    """Of the columns that may say whose a row is, the first or, where clients are known, the one that finds most.

    Returns those that were taken for it before, and are not any more.
    """
    said = [heading for heading in cells if found.get(heading) == "client"]
    if any(_phrase(one) == "client" for one in said):
        return []
    # A number of the record itself is the client's where the clients have it.
    others = [heading for heading in cells if found.get(heading) in (None, "external_id") and _says(heading, CLIENT)]
    names = [
        [heading for heading in cells if heading not in found and _says(heading, also)] for also in (FAMILY, GIVEN)
    ]
    hits = {one: sum(map(is_client, _joined(cells, [one]))) for one in others}
    choices = [*filter(None, [said]), *([one] for one in others if hits[one])]
    choices += [[names[0][0], names[1][0]]] if all(names) else []
    if not choices:
        return []
    best = max(choices, key=lambda some: sum(map(is_client, _joined(cells, some))))
    for heading in said:
        del found[heading]
    found |= dict.fromkeys(best, "client")
    return [heading for heading in said if heading not in found]


_TRIED = 20
"""Cells by which it is told whether a column has clients who are stored."""


def _joined(cells: Mapping[str, Sequence[str]], headings: Sequence[str]) -> list[str]:
    rows = (" ".join(filter(None, row)) for row in zip(*(cells[one] for one in headings), strict=True))
    return [*dict.fromkeys(row for row in rows if row.strip())][:_TRIED]


def _says(heading: str, also: Also) -> bool:
    return _phrase(heading) in also.phrases.split("|")


def _is_client_again(heading: str) -> bool:
    """Whether a column says who the client is, which another says already; a number of an agency's says more."""
    return not _is_number(heading) and any(_says(heading, one) for one in (CLIENT, FAMILY, GIVEN, BIRTH))


_PER = {"weekly": "week", "monthly": "month", "annual": "year", "yearly": "year"}


def _constants(kind: type[Record], mapped: Mapping[str, str]) -> list[str]:
    """What the heading of an amount says of every row: how often it comes in."""
    if kind is not Income or "per" in mapped.values():
        return []
    words = [word for heading, key in mapped.items() if key == "amount" for word in _phrase(heading).split()]
    return [line for word in words if word in _PER for line in ("", "[constants]", f'per = "{_PER[word]}"')]


def _keep_one_number(kind: type[Record], found: dict[str, str]) -> None:
    """Of columns that each hold a number of the row's only one, the first; where none says whose, one may say that."""
    rivals = [heading for heading, key in found.items() if "value" in _gives(kind, key)]
    for heading in rivals if len(rivals) > 1 and "client" not in found.values() else ():
        if _phrase(heading) in CLIENT_NUMBER.phrases.split("|"):
            found[heading] = "client"
            rivals.remove(heading)
            break
    for heading in rivals[1:]:
        del found[heading]


def _gives(kind: type[Record], key: str) -> Sequence[str]:
    """The fields that a derived one turns into."""
    derived = DERIVED.get(kind, {}).get(key)
    return derived.gives if derived else ()


def _is_number(heading: str) -> bool:
    """Whether a column is called after the numbers of an agency."""
    return any(_phrase(heading) in one.phrases.split("|") for one in NUMBERS.values())


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


def _date_order(dated: Sequence[str], cells: Mapping[str, Sequence[str]]) -> list[str]:
    texts = {text.strip() for heading in dated for text in cells[heading] if re.match(r"\s*\d+\D\d+\D\d", text)}
    texts = {text for text in texts if not is_endless(text)}
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


def _words(
    kind: type[Record], mapped: Mapping[str, str], cells: Mapping[str, Sequence[str]], own: Sequence[Field]
) -> Iterator[str]:
    """A translation to fill in for each word of a column that its field does not take."""
    for heading, key in mapped.items():
        field, words = field_named(kind, key, own), _type(kind, key, own)
        if not (field and isinstance(words, type) and issubclass(words, Vocabulary)):
            continue
        strange = sorted({fold(text) for text in cells[heading] if text.strip() and not _is_word(field, words, text)})
        if strange:
            yield f"\n[values.{_quoted(heading)}]\n# each of them one of {words.accepted()}"
            yield from (f'# {_quoted(word)} = ""' for word in strange[:20])


def _is_word(field: Field, words: type[Vocabulary], text: str) -> bool:
    try:
        return bool(words(text))
    except ValueError:
        return bool(field.own) and _fits(field, text)


def _type(kind: type[Record], key: str, own: Sequence[Field] = ()) -> object:
    field: Field | None = field_named(kind, key, own)
    return field and field.type


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, too.
    return json.dumps(text, ensure_ascii=False)
