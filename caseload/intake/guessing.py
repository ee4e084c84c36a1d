"""A first map file, made from the headings of a file and a look at its cells, for someone to finish."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from caseload.errors import Invalid
from caseload.intake.delimited import Table
from caseload.intake.layout import COMPUTED, keys_of
from caseload.records.of.base import Record, Vocabulary
from caseload.records.of.fields import Field, field_named
from caseload.records.of.names import fold
from caseload.when.dates import DateOrder, When
from caseload.when.recorded import parse_recorded

_ROWS = 1_000
"""Rows that are looked at."""

_MEANINGS = {
    "client external_id": "client no|client number|client id|record no|record number|case no|case number|case id|mrn|"
    "chart no|patient|patient id|member|member id|participant|resident",
    "external_id": "id|no|number|uuid|ref|reference",
    "client name": "client name|patient name|person served",
    "name client": "name|full name|contact|contact name",
    "given_name": "first|first name|firstname|forename|given",
    "family_name": "last|last name|lastname|surname|family",
    "preferred_name": "nickname|goes by|known as",
    "born_on": "dob|birthdate|birth date|birthday|date of birth|born",
    "died_on": "dod|deathdate|death date|date of death|deceased on",
    "phone": "telephone|tel|cell|mobile|phone number|home phone",
    "phone_other": "other phone|second phone|work phone",
    "email": "e mail|mail|email address",
    "address": "street|street address|address 1|home address",
    "zip": "zip code|zipcode|postal code|postcode",
    "opened_on started_on from_on": "opened|open date|intake|intake date|admitted|admission date|enrolled|start date",
    "closed_on ended_on until_on": "closed|close date|discharged|discharge date|exit date|end date",
    "release_on": "release|release date",
    "remarks body comment": "remark|notes|note|comments|comment|narrative|progress note",
    "starts occurred observed_on due": "date|when|visit date|contact date|service date|appointment date|due date|"
    "deadline",
    "starts occurred due": "time|start time|date time|datetime",
    "starts started_on from_on": "start|begin|begins",
    "ends ended_on until_on": "stop|end|end time|finish",
    "target_on": "target date|goal date|by when",
    "completed_on": "done on|completed|completed date|date done|finished on",
    "status lifecycle": "status|state of it|done|complete|outcome|stage",
    "minutes": "min|mins|duration|length|time spent",
    "title": "what|to do|todo|task|subject|description|goal|plan|appointment|summary|item",
    "place": "where|location|site",
    "mode": "type|contact type|how|method|kind of contact",
    "reached": "reached client|contact made|spoke with client",
    "with_whom": "with|who|person contacted",
    "miles": "mileage|distance",
    "observation.value value": "percent|progress|score|percent complete",
    "transport": "transportation|ride",
    "relationship": "relation|relationship to client",
    "goals": "goal ids|goals addressed",
}
"""Fields in the order in which they are tried, and the headings that may mean them."""

_FIELDS = {phrase: keys.split() for keys, phrases in _MEANINGS.items() for phrase in phrases.split("|")}


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
            *("[columns]", *(f"{_quoted(heading)} = {_quoted(key)}" for heading, key in mapped.items())),
            *_words(kind, mapped, cells),
            "",
        ]
    )


def _mapped(kind: type[Record], header: Sequence[str]) -> dict[str, str]:
    """The field of each heading that can be told, each once; a date and a time may share one."""
    keys = keys_of(kind)
    found: dict[str, str] = {heading: heading for heading in header if heading in keys}
    for heading in header:
        phrase = " ".join(re.findall(r"\w+", fold(heading).replace("%", " percent ").replace("#", " no ")))
        tried = () if heading in found else (*_FIELDS.get(phrase, ()), phrase.replace(" ", "_"))
        for key in tried:
            shared = phrase.endswith("time") and _type(kind, key) is When
            if key in keys and (shared or key not in found.values()):
                found[heading] = key
                break
    return {heading: found[heading] for heading in header if heading in found}


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
