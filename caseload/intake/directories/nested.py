"""The JSON of an HSDS API, taken apart into the tables it was made of: a page, a list, one service, one a line."""

import json
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from caseload.errors import Invalid
from caseload.intake.directories import numbers
from caseload.intake.directories.shape import Directory, Row
from caseload.intake.source import whole

ACCEPTED = "services as the API of HSDS gives them: a page, a list, one, or one a line"


def pages(files: Sequence[Path]) -> Directory:
    """The tables in some JSON files; raises Invalid, naming the file, for what is no JSON or no service."""
    apart = _Apart()
    for file in files:
        try:
            for one in _documents(file):
                apart.take(one, file)
        except RecursionError:
            raise Invalid(f"{file} is nested too deeply", ACCEPTED) from None
    return Directory(apart.tables, apart.is_part(len(files)))


def _documents(file: Path) -> Sequence[Any]:
    """What a file holds: one document, or one a line."""
    try:
        text = whole(str(file), StringIO(), "the directory as a folder of tables").decode("utf-8-sig")
        return [json.loads(text)]
    except UnicodeDecodeError:
        raise Invalid(f"{file} is not UTF-8", "JSON in UTF-8") from None
    except ValueError as error:
        first = getattr(error, "lineno", 1)
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except ValueError:
            # Of a single document that is broken, where it is; of lines the one that is.
            at = number if len(found) > 1 else first
            raise Invalid(f"{file}, line {at}: not JSON", ACCEPTED) from None
    return [found]


class _Apart:
    """JSON being taken apart; a row that comes again, as an organization does in each of its services, is one."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {}
        self._seen: set[tuple[str, str]] = set()
        self._pages = 0
        self._is_one = False

    def take(self, found: Any, file: Path) -> None:
        """What one document holds; raises Invalid where it is nothing of a directory."""
        if isinstance(found, dict) and isinstance(found.get("contents"), list):
            self._pages = max(self._pages, int(numbers.number(str(found.get("total_pages", ""))) or 1))
            found = found["contents"]
        elif isinstance(found, dict) and isinstance(found.get("services"), list) and "name" not in found:
            found = found["services"]
        elif isinstance(found, dict):
            self._is_one = True
            found = [found]
        for number, one in enumerate(found if isinstance(found, list) else [None], 1):
            if not isinstance(one, dict) or not one.keys() & _TELLING:
                which = f": entry {number} of {len(found)}" if isinstance(found, list) and len(found) > 1 else ""
                raise Invalid(f"{file} holds what is no service{which}", ACCEPTED)
            if isinstance(one.get("contents"), list):
                self.take(one, file)
            elif isinstance(one.get("service"), dict) and isinstance(one.get("location"), dict):
                self._row("service_at_location", one, {})
            elif isinstance(one.get("services"), list):
                organization = {key: value for key, value in one.items() if key != "services"}
                for service in filter(lambda below: isinstance(below, dict), one["services"]):
                    self._row("service", {"organization": organization, **service}, {})
            else:
                self._row("service", one, {})

    def is_part(self, files: int) -> str:
        """Why it may be a part only: of so many pages some are missing, or it is one service."""
        if self._pages > files:
            return f"{files} of {self._pages} pages"
        return "one service" if self._is_one and len(self.tables.get("service", ())) == 1 else ""

    def _row(self, table: str, item: Mapping[str, Any], above: Mapping[str, str]) -> str:
        """The id of a row of a table, of which the rows below it are taken too."""
        number = numbers.text(item.get("id")) or (f"{'/'.join(above.values())}/{table}" if above else "")
        row = {key: said for key, value in item.items() if (said := numbers.text(value))} | dict(above)
        is_new = not number or (table, number) not in self._seen
        self._seen.add((table, number))
        if number:
            row["id"] = number
        for key, value in item.items():
            if isinstance(value, dict) and key in _ONE:
                row[f"{key}_id"] = self._row(key, value, {f"{table}_of": number})
            elif isinstance(value, list) and key in _SEVERAL and is_new:
                for place, below in enumerate(value):
                    if isinstance(below, dict):
                        self._row(_SEVERAL[key], below, self._above(table, number, below, place))
        if is_new:
            self.tables.setdefault(table, []).append(row)
        return number

    def _above(self, table: str, number: str, below: Mapping[str, Any], place: int) -> dict[str, str]:
        above = {"link_id": number, "link_entity": table} if "taxonomy_term" in below else {f"{table}_id": number}
        return above if below.get("id") else {**above, "place": str(place)}


_TELLING = frozenset((
    "status", "organization", "organization_id", "service_at_locations", "service", "services", "contents",
))  # fmt: skip
"""Of these a service has one, and so has what holds services; an organization or a place alone has none."""
_ONE = frozenset(("organization", "program", "location", "service", "taxonomy_term"))
_SEVERAL = {
    "phones": "phone", "schedules": "schedule", "service_areas": "service_area", "languages": "language",
    "cost_options": "cost_option", "required_documents": "required_document", "contacts": "contact",
    "attributes": "attribute", "addresses": "address", "accessibility": "accessibility",
    "service_at_locations": "service_at_location", "eligibility": "eligibility",
    "regular_schedules": "regular_schedule", "holiday_schedules": "holiday_schedule", "capacities": "service_capacity",
}  # fmt: skip
"""What stands inside a service, a place or an organization, and the table it is a row of."""
