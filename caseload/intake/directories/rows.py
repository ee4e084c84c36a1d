"""The tables of a directory by what refers to what, and what refers to nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from caseload.intake.directories.shape import Row


class Rows:
    """The tables of a directory, looked up by what refers to what."""

    def __init__(self, tables: Mapping[str, list[Row]]) -> None:
        self.tables = tables
        self._by: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def of(self, table: str, key: str, value: str | None) -> list[Row]:
        """The rows of a table that have a value in one column."""
        if (table, key) not in self._by:
            by = defaultdict(list)
            for row in self.tables.get(table, ()):
                if key in row:
                    by[row[key]].append(row)
            self._by[table, key] = by
        return self._by[table, key].get(value or "", [])

    def one(self, table: str, number: str | None) -> Row:
        """The row of that id; an empty one where there is none."""
        return next(iter(self.of(table, "id", number)), {})

    def places(self, service: Row) -> list[Row]:
        """A link to each place of a service, each once; Ohana's services name their one place themselves."""
        links = self.of("service_at_location", "service_id", service["id"])
        found = {row["location_id"]: row for row in links if "location_id" in row}
        if not found and "location_id" in service:
            found = {service["location_id"]: {"location_id": service["location_id"]}}
        return list(found.values())

    def dangling(self) -> Iterator[str]:
        """What refers to a row that is not there, counted by table and column."""
        for table, key, to in _REFERS:
            ids = {row["id"] for row in self.tables.get(to, ()) if "id" in row}
            if to.startswith("taxonomy"):
                # 1.1 has its terms in one table, later versions in another, and Ohana a number beside the id.
                terms = (*self.tables.get("taxonomy", ()), *self.tables.get("taxonomy_term", ()))
                ids = {row[name] for row in terms for name in ("id", "taxonomy_id") if name in row}
            lost = [row[key] for row in self.tables.get(table, ()) if key in row and row[key] not in ids]
            if lost:
                what = f"{table} {key} refers to no {to}: {', '.join(list(dict.fromkeys(lost))[:3])}"
                yield what + (f" and {len(lost) - 3} more" if len(lost) > 3 else "")


_REFERS = (
    ("service", "organization_id", "organization"), ("service", "location_id", "location"),
    ("service_at_location", "service_id", "service"), ("service_at_location", "location_id", "location"),
    ("location", "organization_id", "organization"),
    *((table, f"{to}_id", to)
      for table in ("phone", "schedule", "regular_schedule", "holiday_schedule", "language", "contact")
      for to in ("service", "location", "service_at_location")),
    ("phone", "organization_id", "organization"), ("contact", "organization_id", "organization"),
    ("address", "location_id", "location"), ("accessibility", "location_id", "location"),
    *((table, "service_id", "service") for table in (
        "required_document", "cost_option", "service_area", "eligibility", "payment_accepted", "service_capacity",
        "service_attribute", "service_taxonomy",
    )),
    ("attribute", "taxonomy_term_id", "taxonomy_term"), ("service_attribute", "taxonomy_term_id", "taxonomy_term"),
    ("service_taxonomy", "taxonomy_id", "taxonomy"),
)  # fmt: skip
