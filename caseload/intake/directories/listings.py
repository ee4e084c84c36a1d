"""Providers out of the tables of a directory: one for each service at each of its places."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from caseload.errors import Invalid
from caseload.intake.directories import numbers, schedules
from caseload.intake.directories.rows import Rows
from caseload.intake.directories.shape import Directory, Row
from caseload.records.provider import Capacity, Cost, Provider, ProviderStatus, is_free
from caseload.value import replace


@dataclass
class Listings:
    """The providers of a directory by external_id, and what is wrong with its rows: told, and no reason to stop."""

    providers: dict[str, Provider] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    """What is there and cannot be kept as it is."""


def listings(found: Directory, today: date, monday: int | None) -> Listings:
    """The providers; `monday` is the number that Monday has where weekdays are numbers.

    A service without a place is one by itself. Raises Invalid for weekdays that are numbers where `monday` is None.
    """
    made, rows = Listings(), Rows(found.tables)
    made.faults += rows.dangling()
    for service in rows.tables.get("service", ()):
        if "id" not in service:
            made.faults.append(" ".join(("a service without an id is left out:", service.get("name", ""))).strip(": "))
            continue
        if "name" not in service:
            made.faults.append(f"service {service['id']} has no name")
        places = rows.places(service) or [{}]
        for link in places:
            number = f"{service['id']}@{link['location_id']}" if "location_id" in link else service["id"]
            if number in made.providers:
                made.faults.append(f"service {number} stands twice; the first is taken")
                continue
            try:
                made.providers[number] = _Listing(rows, service, link, made.faults, today, monday).provider(number)
            except Invalid as error:
                if error.field == "weekday":
                    raise
                made.left_out.add(number)
                made.faults.append(f"service {number}: {error.field} {error.fault}; it is left out")
    # A service at several places has its own cells once.
    made.faults = list(dict.fromkeys(made.faults))
    return made


@dataclass
class _Listing:
    """One service at one place, being read."""

    rows: Rows
    service: Row
    link: Row
    faults: list[str]
    today: date
    monday: int | None

    def provider(self, number: str) -> Provider:
        """The provider; what no provider may hold is left out, and told."""
        location = self.rows.one("location", self.link.get("location_id"))
        owner = self.service.get("organization_id") or location.get("organization_id")
        organization = self.rows.one("organization", owner)
        address = self._address()
        status = self._status()
        provider = Provider(
            name=organization.get("name") or organization.get("alternate_name") or self.service.get("name")
            or f"organization {owner or 'unknown'}",
            service=self.service.get("name"), category=self._category(), status=status,
            description=self._description(organization),
            email=self._first("email", organization, location), url=self._first("url", organization, location),
            address=_joined([location.get("name") if location.get("name") != organization.get("name") else None,
                             *(address.get(f"address_{line}") for line in range(1, 5)),
                             address.get("street_1"), address.get("street")], ", "),
            city=address.get("city"), state=address.get("state_province") or address.get("state"),
            zip=address.get("postal_code") or address.get("zip"), area=self._area(), hours=self._hours(number),
            eligibility=self._eligibility(),
            languages=self._languages(), documents=self._texts("required_document", "document", "required_documents"),
            application=self.service.get("application_process") or self.service.get("how_to_apply"),
            accessibility=self._accessibility(location), capacity=self._capacity(),
            wait=self.service.get("wait_time") or self.service.get("wait"), external_id=number,
            **self._phones(organization),
        )  # fmt: skip
        return self._with_numbers(self._with_cost(provider), location, number)

    def _eligibility(self) -> str | None:
        rows = self._cells("eligibility", "eligibility")
        said = (self.service.get(key) for key in ("eligibility_description", "eligibility", "audience"))
        return _joined([*said, *rows], "; ")

    def _cells(self, table: str, *keys: str) -> list[str]:
        """What the rows of a table that are this service's say, in the first of the columns that is filled."""
        found = (next((row[key] for key in keys if key in row), "") for row in self._mine(table))
        return [one for one in found if one]

    def _mine(self, table: str) -> list[Row]:
        return self.rows.of(table, "service_id", self.service["id"])

    def _there(self, table: str) -> list[Row]:
        """The rows of a table that are about this service at this place, the nearest first; no other service's."""
        place = self.link.get("location_id")
        here = [
            row for row in self.rows.of(table, "location_id", place)
            if row.get("service_id", self.service["id"]) == self.service["id"]
        ]  # fmt: skip
        mine = [row for row in self._mine(table) if row.get("location_id", place) == place]
        at = self.rows.of(table, "service_at_location_id", self.link.get("id"))
        return _once([*at, *mine, *here])

    def _texts(self, table: str, key: str, cell: str) -> str | None:
        return _joined([*self._cells(table, key), self.service.get(cell)], ", ")

    def _address(self) -> Row:
        there = self.rows.of("address", "location_id", self.link.get("location_id"))
        sorts = ("physical", "", "virtual", "postal")
        return min(there, key=lambda row: sorts.index(_sort(row, sorts)), default={})

    def _status(self) -> ProviderStatus:
        said = self.service.get("status")
        try:
            return ProviderStatus(said) if said else ProviderStatus.ACTIVE
        except ValueError:
            self.faults.append(f"service {self.service['id']}: status is no word of HSDS; taken as inactive")
            return ProviderStatus.INACTIVE

    def _description(self, organization: Row) -> str | None:
        alert = self.service.get("alert")
        said = self.service.get("description") or organization.get("description")
        return _joined([f"Alert: {alert}" if alert else None, said], "\n")

    def _category(self) -> str | None:
        number, found = self.service["id"], list[str | None]()
        terms = [row.get("taxonomy_term_id") for row in self._mine("service_attribute")]
        terms += [row.get("taxonomy_id") for row in self._mine("service_taxonomy")]
        for row in self.rows.of("attribute", "link_id", number):
            if row.get("link_entity", "service") == "service":
                terms.append(row.get("taxonomy_term_id"))
                found.append(None if row.get("taxonomy_term_id") else row.get("value"))
        terms += [one.strip() for one in self.service.get("taxonomy_ids", "").split(",")]
        for term in filter(None, terms):
            row = self.rows.one("taxonomy_term", term) or self.rows.one("taxonomy", term)
            row = row or next(iter(self.rows.of("taxonomy", "taxonomy_id", term)), {})
            found.append(row.get("name") or row.get("term"))
        return _joined(found, ", ")

    def _first(self, key: str, organization: Row, location: Row) -> str | None:
        contacts = [*self._mine("contact"), *self.rows.of("contact", "location_id", self.link.get("location_id"))]
        rows = (self.service, *(contacts if key == "email" else ()), location, organization)
        return next(
            (said for row in rows if (said := row.get(key) or (row.get("website") if key == "url" else None))), None
        )

    def _phones(self, organization: Row) -> dict[str, Any]:
        contacts = [row["id"] for row in self._mine("contact") if "id" in row]
        rows = [*self._there("phone"), *(row for one in contacts for row in self.rows.of("phone", "contact_id", one))]
        if organization:
            rows += self.rows.of("phone", "organization_id", organization["id"])
        faxes = [_phone(row) for row in rows if row.get("type", "").lower() == "fax" and "number" in row]
        voices = [_phone(row) for row in rows if row.get("type", "").lower() != "fax" and "number" in row]
        voices, faxes = _unlike(voices), _unlike([*faxes, *filter(None, [self.service.get("fax")])])
        return {
            "phone": next(iter(voices), None),
            "phone_other": _joined(voices[1:], "; "),
            "fax": _joined(faxes, "; "),
        }

    def _area(self) -> str | None:
        rows = [
            *self._mine("service_area"),
            *self.rows.of("service_area", "service_at_location_id", self.link.get("id")),
        ]
        said = (
            row.get("name") or row.get("service_area") or row.get("description") or row.get("extent") for row in rows
        )
        return _joined([*said, self.service.get("service_areas")], ", ")

    def _hours(self, number: str) -> str | None:
        kinds = ("schedule", "regular_schedule", "holiday_schedule")
        at = {kind: self.rows.of(kind, "service_at_location_id", self.link.get("id")) for kind in kinds}
        near = {kind: self._mine(kind) for kind in kinds}
        found = at if any(at.values()) else near if any(near.values()) else {kind: self._there(kind) for kind in kinds}
        hours = schedules.hours(found, self.today, self.monday)
        self.faults += [f"service {number}: {fault}" for fault in hours.faults]
        return hours.said

    def _languages(self) -> str | None:
        rows = [row for row in self._there("language") if not (row.get("phone_id") and len(row) < 3)]
        said = [row.get("name") or row.get("language") or row.get("code") for row in rows]
        helped = self.service.get("interpretation_services")
        plain = _joined([*said, self.service.get("languages")], ", ")
        return _joined([plain, helped and f"(interpretation: {_plain(helped)})"], " ") if plain else None

    def _accessibility(self, location: Row) -> str | None:
        rows = self.rows.of("accessibility", "location_id", self.link.get("location_id"))
        said = (_joined([row.get("accessibility"), row.get("description"), row.get("details")], ": ") for row in rows)
        helped = self.service.get("interpretation_services")
        return _joined([*said, location.get("accessibility"), helped and f"interpretation: {helped}"], "; ")

    def _capacity(self) -> Capacity | None:
        left = [numbers.number(row.get("available", "")) for row in self._mine("service_capacity")]
        there = [one for one in left if one is not None]
        return (Capacity.CAPACITY if any(there) else Capacity.NO_CAPACITY) if there else None

    def _with_cost(self, provider: Provider) -> Provider:
        options = self._mine("cost_option")
        said = [_joined([row.get("option"), row.get("amount_description") or _amount(row)], ": ") for row in options]
        paid = [row["payment"] for row in self._mine("payment_accepted") if "payment" in row]
        paid += filter(None, [self.service.get("accepted_payments")])
        fees = _joined([self.service.get("fees_description") or self.service.get("fees"), *said], "; ")
        amounts = [numbers.number(row.get("amount", "")) for row in options]
        cost = None
        if any("sliding" in (one or "").lower() for one in (fees, *said)):
            cost = Cost.SLIDING_SCALE
        elif any(amounts):
            cost = Cost.CHARGED
        elif (amounts and None not in amounts) or is_free(replace(provider, fees=fees)):
            cost = Cost.FREE
        return replace(
            provider, cost=cost, fees=_joined([fees, f"accepted: {', '.join(paid)}" if paid else None], "; ")
        )

    def _with_numbers(self, provider: Provider, location: Row, number: str) -> Provider:
        """The provider with ages, coordinates and the day of assurance; a pair that cannot be is left out, and told."""
        said: dict[str, Any] = {}
        for row, key in ((self.service, "minimum_age"), (self.service, "maximum_age"), (location, "latitude"),
                         (location, "longitude")):  # fmt: skip
            value = numbers.number(row.get(key, ""))
            if value is not None:
                # Publishers write 17 digits; six places are the length of a hand.
                said[key] = round(value, 6)
            elif key in row:
                whose = self.service["id"] if row is self.service else number
                self.faults.append(f"service {whose}: {key} is no number and is left out")
        if "assured_date" in self.service:
            said["assured_on"] = found = numbers.day(self.service["assured_date"])
            if found is None or found > self.today:
                self.faults.append(f"service {self.service['id']}: assured_date is no day up to today and is left out")
                del said["assured_on"]
        pairs: tuple[tuple[str, ...], ...] = (
            ("minimum_age", "maximum_age"),
            ("latitude", "longitude"),
            ("assured_on",),
        )
        for names in pairs:
            values: dict[str, Any] = {name: said[name] for name in names if name in said}
            try:
                provider = replace(provider, **values)
            except Invalid as error:
                self.faults.append(f"service {number}: {error.field} {error.fault} and is left out")
        return provider


def _sort(row: Row, sorts: tuple[str, ...]) -> str:
    sort = row.get("address_type", "").lower()
    return sort if sort in sorts else ""


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({id(row): row for row in rows}.values())


def _joined(said: Iterable[str | None], between: str) -> str | None:
    return between.join(dict.fromkeys(filter(None, said))) or None


def _plain(said: str) -> str:
    return said.replace("(", "[").replace(")", "]")


def _amount(row: Row) -> str | None:
    return _joined([row.get("amount"), row.get("currency")], " ")


def _phone(row: Row) -> str:
    """A number as people call it: 555-0100 ext. 7 (intake)."""
    extension = row.get("extension", "").removesuffix(".0")
    about = row.get("description") or row.get("department")
    return " ".join(filter(None, (row["number"], extension and f"ext. {extension}", about and f"({about})")))


def _unlike(numbered: Iterable[str]) -> list[str]:
    """The numbers, each once: a second one of the same digits is the same."""
    found: dict[str, str] = {}
    for one in numbered:
        found.setdefault("".join(filter(str.isdigit, one.partition(" (")[0])) or one, one)
    return list(found.values())
