"""Tables of a directory with anything in their cells: providers come of them, and the same ones again."""

from hypothesis import given
from hypothesis import strategies as st
from invented import DAY, NASTY, dump, new_store

from caseload.intake.directories.importing import import_directory, renewed
from caseload.intake.directories.shape import Directory
from caseload.records.provider import Provider
from caseload.store.changes import undo

IDS = st.sampled_from(["1", "00501", "2"])
ODD = [text.strip() for text in NASTY] + [
    "12",
    "-1",
    "999",
    "99:99",
    "9:00 AM",
    "09:00",
    "17:00Z",
    "MO,TU",
    "2TU",
    "1e400",
]
ODD += ["2026-10-01", "2199-01-01", "active", "temporarily closed", "free", "0", "\ud800", "a\0b", "(", "nan"]
CELLS = st.sampled_from(ODD)


def row(*keys: str, **ids: bool) -> st.SearchStrategy[dict[str, str]]:
    """A row with some of the keys, each with a cell, and ids of which those that are True are always there."""
    needed = {key: IDS for key, is_needed in ids.items() if is_needed}
    optional = {key: IDS for key, is_needed in ids.items() if not is_needed} | dict.fromkeys(keys, CELLS)
    return st.fixed_dictionaries(needed, optional=optional)


TABLES = st.fixed_dictionaries({
    "service": st.lists(row("name", "description", "status", "minimum_age", "maximum_age", "assured_date", "fees",
                            "languages", "alert", "url", id=True, organization_id=False), min_size=1, max_size=3),
    "organization": st.lists(row("name", "website", id=True), max_size=2),
    "location": st.lists(row("name", "latitude", "longitude", "accessibility", id=True), max_size=2),
    "service_at_location": st.lists(row(id=False, service_id=True, location_id=True), max_size=3),
    "address": st.lists(row("address_1", "city", "postal_code", "address_type", location_id=True), max_size=2),
    "phone": st.lists(row("number", "extension", "type", service_id=False, location_id=False), max_size=3),
    "schedule": st.lists(row("freq", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "dtstart", "interval",
                             "description", service_id=True), max_size=3),
    "regular_schedule": st.lists(row("opens_at", "closes_at", service_id=True, weekday=True), max_size=2),
    "cost_option": st.lists(row("option", "amount", "currency", service_id=True), max_size=2),
    "attribute": st.lists(row("value", "link_entity", link_id=True, taxonomy_term_id=False), max_size=2),
    "taxonomy_term": st.lists(row("name", id=True), max_size=2),
    "service_capacity": st.lists(row("available", service_id=True), max_size=2),
})  # fmt: skip


@given(tables=TABLES)
def test_whatever_stands_in_the_cells_comes_in_once_and_again_the_same(tables: dict[str, list[dict[str, str]]]) -> None:
    store = new_store(filled=False)
    before = dump(store)
    with store.step("import directory", bulk=True):
        first = import_directory(store, Directory(tables), "s", DAY, 1)
    kept = dump(store)["provider"]
    assert len(kept) == first.added
    with store.step("import directory", bulk=True):
        again = import_directory(store, Directory(tables), "s", DAY, 1)
    assert (again.added, again.updated, len(again.vanished), again.same) == (0, 0, 0, first.added)
    assert dump(store)["provider"] == kept
    assert again.faults == first.faults
    if first.added:
        undo(store)
        assert dump(store) == before


def test_what_the_directory_does_not_say_of_a_place_stays_and_a_later_assurance_too() -> None:
    mine = Provider(id=1, name="A", latitude=1.0, longitude=2.0, wait="a week", phone="555-0100", assured_on=DAY)
    told = Provider(name="B")
    assert renewed(mine, told) == Provider(id=1, name="B", latitude=1.0, longitude=2.0, wait="a week", assured_on=DAY)
