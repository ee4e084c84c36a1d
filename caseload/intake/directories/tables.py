"""The tables of a directory, whatever its version calls them: out of a folder, an archive, or JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from caseload.errors import Invalid
from caseload.intake import delimited
from caseload.intake.directories import nested
from caseload.intake.directories.shape import Directory, Row
from caseload.intake.source import whole


def directory(place: str, encoding: str | None = None) -> Directory:
    """What is in a folder of tables or of API pages, in a .zip of them, or in one JSON file.

    `encoding` is that of its tables, or concluded from each. Raises Invalid for what cannot be read, and where there is
    no service in it.
    """
    path = Path(place)
    if place == "-":
        raise Invalid("a directory is not read from stdin", ACCEPTED)
    try:
        found = _read(path, encoding)
    except OSError as error:
        raise Invalid(f"{place} cannot be read ({error.strerror})", ACCEPTED) from None
    if not found.tables.get("service"):
        raise Invalid(f"{place} holds no services", ACCEPTED)
    return found


ACCEPTED = "a folder with services.csv, a .zip of one, or the JSON of an HSDS API"
_MOST = 1 << 29
"""Bytes that an archive may unpack to."""


def _read(path: Path, encoding: str | None) -> Directory:
    if path.is_dir():
        return _folder(path, encoding)
    if path.suffix.lower() == ".zip":
        return _archive(path, encoding)
    if path.name == "datapackage.json":
        return _folder(path.parent, encoding)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        raise Invalid(f"{path} is one table", f"the folder with all of them: caseload import directory {path.parent}")
    return nested.pages([path])


def _folder(folder: Path, encoding: str | None) -> Directory:
    named = dict(_declared(folder)) or {}
    for file in sorted(folder.iterdir()):
        table = _TABLES.get(_bare(file.stem))
        if table and file.suffix.lower() in (".csv", ".tsv", ".txt") and file.is_file():
            named.setdefault(file, table)
    pages = [one for one in sorted(folder.iterdir()) if one.suffix.lower() in (".json", ".ndjson", ".jsonl")]
    pages = [one for one in pages if one.name != "datapackage.json"]
    if "service" not in named.values() and pages:
        return nested.pages(pages)
    tables: dict[str, list[Row]] = {}
    notes = []
    for file, table in named.items():
        if not file.stat().st_size:
            continue
        with delimited.table(str(file), StringIO(), encoding=encoding) as opened:
            keys = [_bare(heading) for heading in opened.header]
            rows = (_row(keys, row.cells, table, _bare(file.stem)) for row in opened.rows)
            tables.setdefault(table, []).extend(row for row in rows if row)
            notes += [opened.note] if opened.note else []
    return Directory(tables, notes=tuple(notes))


def _declared(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files that a datapackage.json names, each with its table; those that are not there are left out."""
    if not (folder / "datapackage.json").is_file():
        return
    try:
        package = json.loads(whole(str(folder / "datapackage.json"), StringIO(), ACCEPTED).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Invalid(f"{folder / 'datapackage.json'} is no JSON", "mend it, or take it away") from None
    resources = package.get("resources") if isinstance(package, dict) else None
    for one in resources if isinstance(resources, list) else ():
        said = one.get("path") if isinstance(one, dict) else None
        table = _TABLES.get(_bare(str(one.get("name", "")))) if isinstance(one, dict) else None
        for path in said if isinstance(said, list) else [said]:
            if not isinstance(path, str) or ".." in PurePosixPath(path).parts or PurePosixPath(path).is_absolute():
                continue
            file = folder / path
            if (table := table or _TABLES.get(_bare(file.stem))) and file.is_file():
                yield file, table


def _row(keys: Sequence[str], cells: Sequence[str], table: str, stem: str) -> Row:
    row = {key: text for key, cell in zip(keys, cells, strict=False) if (text := cell.strip())}
    if row and table == "address" and stem in _SORTS:
        row.setdefault("address_type", _SORTS[stem])
    return row


def _archive(path: Path, encoding: str | None) -> Directory:
    """A folder in an archive: what is in it comes into a folder that only this run can read, and is gone after it."""
    try:
        with ZipFile(path) as archive, TemporaryDirectory() as folder:
            members = [one for one in archive.infolist() if _is_wanted(one.filename)]
            if sum(one.file_size for one in members) > _MOST:
                raise Invalid(f"{path} unpacks to more than {_MOST >> 20} MB", "unpack it, and import the folder")
            names = [PurePosixPath(one.filename).name for one in members]
            many = Counter(names)
            if twice := next((name for name in names if name != "datapackage.json" and many[name] > 1), None):
                raise Invalid(f"{path} holds {twice} twice", "unpack it, and import one folder after the other")
            for one in members:
                with archive.open(one) as packed, (Path(folder) / PurePosixPath(one.filename).name).open("wb") as file:
                    copyfileobj(packed, file)
            (Path(folder) / "datapackage.json").unlink(missing_ok=True)
            return _folder(Path(folder), encoding)
    except (BadZipFile, RuntimeError, NotImplementedError):
        raise Invalid(f"{path} is no archive that can be read", ACCEPTED) from None


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in (".csv", ".tsv", ".json", ".ndjson", ".jsonl") and "__MACOSX" not in path.parts


def _bare(heading: str) -> str:
    """A heading or a file's name as HSDS writes it: Postal Code is postal_code."""
    return "_".join(heading.strip().lower().replace("-", " ").replace("_", " ").split())


_SORTS = {
    "physical_address": "physical", "physical_addresses": "physical", "postal_address": "postal",
    "postal_addresses": "postal", "mail_addresses": "postal",
}  # fmt: skip
"""Tables of addresses of one sort, up to 2.0."""

_NAMES: dict[str, Any] = {
    "service": "services", "organization": "organizations", "program": "programs", "location": "locations",
    "service_at_location": "service_at_locations services_at_location services_at_locations",
    "address": "addresses physical_address physical_addresses postal_address postal_addresses mail_addresses",
    "phone": "phones", "contact": "contacts", "schedule": "schedules", "regular_schedule": "regular_schedules",
    "holiday_schedule": "holiday_schedules", "service_area": "service_areas", "language": "languages",
    "accessibility": "accessibility_for_disabilities accessibilities", "required_document": "required_documents",
    "cost_option": "cost_options", "eligibility": "eligibilities", "payment_accepted": "payments_accepted payments",
    "taxonomy": "taxonomies", "taxonomy_term": "taxonomy_terms", "attribute": "attributes",
    "service_attribute": "service_attributes", "other_attribute": "other_attributes",
    "service_taxonomy": "services_taxonomy service_taxonomies services_taxonomies", "service_capacity": "",
}  # fmt: skip
_TABLES = {name: table for table, others in _NAMES.items() for name in (table, *others.split())}
"""The table that a name means, in the singular or the plural, of any version."""
