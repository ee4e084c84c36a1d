"""Schema 8."""

from sqlite_utils import Database  # noqa: TID253 - imported only where a schema is behind

from caseload.store.migrations.making import extend, guard, make_kind, put_aside, put_back


def m008_who_someone_is_for_an_agency(db: Database) -> None:
    """Identifier, household, income."""
    put_aside(db)
    extend(db, "client", {"household_size": "integer check (household_size >= 1)"})
    extend(db, "person", {"in_household": "integer not null default 0 check (in_household in (0, 1))"})
    make_kind(
        db, "identifier", _IDENTIFIER, searched=("agency",), days=("from_on", "until_on"),
        indexes=(
            "create index identifier_client on identifier (client_id)",
            f"create index identifier_number on identifier ({_NUMBER})",
        ),
    )  # fmt: skip
    make_kind(
        db, "income", _INCOME, searched=("what",), days=("from_on", "until_on"),
        indexes=(
            "create index income_client on income (client_id)",
            "create index income_person on income (person_id) where person_id is not null",
        ),
    )  # fmt: skip
    for table in ("identifier", "income"):
        guard(db, table)
    put_back(db)


_NUMBER = "lower(replace(replace(value, '-', ''), ' ', ''))"
"""A number as it is looked for: whatever its capitals, blanks and hyphens. No search index has a word of it."""

_IDENTIFIER = """
    client_id integer not null references client (id),
    system text not null default 'other'
        check (system in ('medicaid', 'medicare', 'ssn', 'mrn', 'booking', 'doc', 'school', 'case', 'other')),
    value text not null,
    agency text,
    from_on text,
    until_on text
"""

_INCOME = """
    client_id integer not null references client (id),
    what text not null,
    amount real not null check (amount >= 0),
    per text not null check (per in ('week', 'two-weeks', 'month', 'year')),
    person_id integer references person (id),
    from_on text,
    until_on text
"""
