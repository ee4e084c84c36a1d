"""caseload import directory: HSDS of every version, once and again."""

import json
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from directories import HSDS_1_1, HSDS_2_0, HSDS_3_0, HSDS_3_1, OHANA, PACKAGED, SERVICE, SINGULAR, Files, page, put

from commands.conftest import Quick

FOLDERS: dict[str, Files] = {
    "1.1": HSDS_1_1, "2.0": HSDS_2_0, "3.0": HSDS_3_0, "3.1": HSDS_3_1, "singular": SINGULAR, "package": PACKAGED
}  # fmt: skip

MEALS = {
    "name": "Elm Street Kitchen", "service": "Hot meals", "category": "Food", "status": "active",
    "description": "Lunch for everyone", "phone": "(555) 0199 ext. 4", "phone_other": "555-0100", "fax": "555-0101",
    "email": "kitchen@example.org", "url": "https://kitchen.example.org", "address": "12 Elm Street",
    "city": "Chicago", "state": "IL", "zip": "60601", "latitude": 41.885, "longitude": -87.622, "area": "Cook County",
    "hours": "mon-fri 11:00-13:00, sat 09:00-12:00", "eligibility": "adult", "cost": "free", "fees": "Free",
    "languages": "English, Spanish", "documents": "Photo id", "application": "Walk in",
    "accessibility": "ramp: At the side", "wait": "None", "external_id": "00501@7", "source": "hsds",
}  # fmt: skip
"""What every version has of the first service."""


def brought(program: Quick, tmp_path: Path, files: Files, *words: str) -> str:
    """What is said of importing the folder of those files, anew, with weekdays from Monday 1 on."""
    shutil.rmtree(tmp_path / "hsds", ignore_errors=True)
    ran = program.run("import", "directory", str(put(tmp_path / "hsds", files)), "--monday", "1", *words)
    assert ran.code == 0, ran.err
    return ran.err


def kept(program: Quick, *words: str) -> list[dict[str, Any]]:
    """The providers, with what they hold."""
    found = json.loads(program("provider", "export", "--json", *words))
    return [{key: value for key, value in one.items() if value is not None} for one in found]


@pytest.mark.parametrize("version", FOLDERS)
def test_a_service_at_its_place_is_one_provider_in_every_version(empty: Quick, tmp_path: Path, version: str) -> None:
    assert "2 providers added, 0 updated" in brought(empty, tmp_path, FOLDERS[version])
    meals, box = kept(empty)
    assert meals == meals | MEALS
    assert (box["external_id"], box["status"], box["wait"]) == ("00502@7", "temporarily-closed", "2 weeks")
    assert box["fees"].startswith("$5 a box")
    later = {"minimum_age": 18, "maximum_age": 99, "assured_on": "2026-10-01"}
    assert {key: meals.get(key) for key in later} == (later if version[0] not in "12" else dict.fromkeys(later))
    assert meals.get("capacity") == ("no-capacity" if version == "3.1" else None)
    if version[0] not in "12":
        assert box["description"] == "Alert: Closed for repairs\nA box a week"
        assert box["cost"] == "charged"
    else:
        assert box["fees"] == "$5 a box; accepted: cash, EBT"


@pytest.mark.parametrize("version", FOLDERS)
def test_again_the_same_adds_and_changes_nothing(empty: Quick, tmp_path: Path, version: str) -> None:
    brought(empty, tmp_path, FOLDERS[version])
    before = empty("export", "all")
    assert "0 providers added, 0 updated, 2 unchanged, 0 set inactive; source hsds; nothing is changed" in brought(
        empty, tmp_path, FOLDERS[version]
    )
    assert empty("export", "all") == before


def test_what_changed_is_updated_what_is_gone_is_inactive_and_told_and_one_undo_takes_it_back(
    empty: Quick, tmp_path: Path
) -> None:
    brought(empty, tmp_path, HSDS_3_0)
    empty("provider", "edit", "pr1", "--remarks", "Ask for Maria", "--capacity", "waitlist")
    empty("provider", "add", "Harbor Legal Aid")
    before = kept(empty)
    first, meals, _ = HSDS_3_0["services.csv"].splitlines(keepends=True)
    changed = {**HSDS_3_0, "services.csv": first + meals.replace("Lunch", "Supper")}
    said = brought(empty, tmp_path, changed, "--dry-run")
    assert "dry run, nothing is written" in said
    assert kept(empty) == before
    said = brought(empty, tmp_path, changed)
    assert "0 providers added, 1 updated (description 1), 0 unchanged, 1 set inactive; source hsds" in said
    assert "no more in the directory, set inactive: pr2 Food box, Elm Street Kitchen" in said
    assert "odd: service_at_location service_id refers to no service: 00502" in said
    meals_now, box, harbor = kept(empty)
    assert (meals_now["description"], meals_now["remarks"]) == ("Supper for everyone", "Ask for Maria")
    assert (meals_now["capacity"], box["status"], harbor["status"]) == ("waitlist", "inactive", "active")
    assert "0 providers added, 0 updated, 1 unchanged, 0 set inactive" in brought(empty, tmp_path, changed)
    empty("undo")
    assert kept(empty) == before
    assert "2 unchanged" in brought(empty, tmp_path, HSDS_3_0)


def test_a_voided_provider_stays_voided_and_what_comes_back_is_what_the_file_says(empty: Quick, tmp_path: Path) -> None:
    brought(empty, tmp_path, HSDS_3_0)
    empty("provider", "void", "pr2", "--reason", "never was")
    empty("provider", "edit", "pr1", "--status", "inactive")
    said = brought(empty, tmp_path, HSDS_3_0)
    assert "voided here, and left so: 1 provider\n" in said
    assert "0 providers added, 1 updated (status 1)" in said
    assert [one["id"] for one in kept(empty)] == ["pr1"]


def test_another_directory_of_the_same_name_sets_nothing_inactive(empty: Quick, tmp_path: Path) -> None:
    brought(empty, tmp_path, HSDS_3_0)
    before = kept(empty)
    other = {
        "organizations.csv": "id,name\n12,Harbor Legal Aid\n",
        "services.csv": "id,organization_id,name,status\n00501,12,Advice,active\n1,12,Representation,active\n",
    }
    folder = str(put(tmp_path / "elsewhere" / "hsds", other))
    ran = empty.run("import", "directory", folder)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "hsds is the name of another directory here: none of its providers is in this one" in ran.err
    assert "another --source NAME keeps both" in ran.err
    assert kept(empty) == before
    assert "2 providers added" in empty.run("import", "directory", folder, "--source", "legal").err
    assert "2 set inactive" in empty.run("import", "directory", folder, "--source", "hsds").err


def test_every_table_that_refers_to_nothing_is_told_first_and_a_dry_run_tells_all(empty: Quick, tmp_path: Path) -> None:
    files = {
        "organizations.csv": "id,name\n12,Kitchen\n",
        "services.csv": "id,organization_id,name,minimum_age\n" + "".join(f"{n},12,S{n},some\n" for n in range(1, 9)),
        "services_taxonomy.csv": "id,service_id,taxonomy_id\n1,1,BD-9\n",
        "taxonomy.csv": "id,name\nBD-1,Food\n",
        "service_areas.csv": "id,service_id,service_area\n1,77,North\n",
    }
    folder = str(put(tmp_path / "hsds", files))
    all_of_it = empty.run("import", "directory", folder, "--dry-run").err
    ran = empty.run("import", "directory", folder)
    for said in (all_of_it, ran.err):
        assert said.splitlines()[:2] == [
            "odd: service_area service_id refers to no service: 77",
            "odd: service_taxonomy taxonomy_id refers to no taxonomy: BD-9",
        ]
    assert "and 5 more that are odd; with -n all of them are told" in ran.err
    assert all_of_it.count("odd: ") == 10


def test_ohanas_services_have_their_place_and_their_lists_themselves(empty: Quick, tmp_path: Path) -> None:
    assert "1 provider added" in brought(empty, tmp_path, OHANA)
    (meals,) = kept(empty)
    told = {**MEALS, "phone": "555-0100", "hours": "fri 11:00-13:00", "external_id": "501@7"}
    lacking = ("phone_other", "fax", "accessibility", "wait")
    assert meals == meals | {key: value for key, value in told.items() if key not in lacking}


JSONS = {
    "page.json": json.dumps(page([SERVICE])),
    "list.json": json.dumps([SERVICE]),
    "one.json": json.dumps(SERVICE),
    "lines.ndjson": "".join(json.dumps({**SERVICE, "id": number}) + "\n" for number in ("00501", "00503")),
    "places.json": json.dumps(page([
        {**SERVICE["service_at_locations"][0],
         "service": {key: value for key, value in SERVICE.items() if key != "service_at_locations"}},
    ])),
    "organizations.json": json.dumps([{
        **SERVICE["organization"], "services": [{key: SERVICE[key] for key in SERVICE if key != "organization"}],
    }]),
}  # fmt: skip


@pytest.mark.parametrize("name", JSONS)
def test_the_json_of_an_api_is_the_same_as_the_tables(empty: Quick, tmp_path: Path, name: str) -> None:
    file = put(tmp_path, {name: JSONS[name]}) / name
    empty("import", "directory", str(file), "--source", "hsds")
    meals = kept(empty)[0]
    assert meals == meals | MEALS | {"minimum_age": 18, "maximum_age": 99, "assured_on": "2026-10-01"}
    ran = empty.run("import", "directory", str(file), "--source", "hsds")
    assert "0 providers added, 0 updated" in ran.err
    assert "0 set inactive; source hsds; nothing is changed" in ran.err


def test_a_page_of_several_says_nothing_of_what_it_lacks(empty: Quick, tmp_path: Path) -> None:
    other = {**SERVICE, "id": "00503", "name": "Breakfast"}
    pages = put(tmp_path / "api", {
        "1.json": json.dumps(page([SERVICE], 1, 2)), "2.json": json.dumps(page([other], 2, 2)),
    })  # fmt: skip
    assert "2 providers added" in empty.run("import", "directory", str(pages)).err
    ran = empty.run("import", "directory", str(pages / "1.json"), "--source", "api")
    assert "it is 1 of 2 pages: what it lacks is not set inactive" in ran.err
    assert "1 unchanged, 0 set inactive" in ran.err
    (pages / "2.json").write_text(json.dumps(page([], 2, 2)), "utf-8")
    assert "1 unchanged, 1 set inactive" in empty.run("import", "directory", str(pages)).err


def test_a_zip_of_the_folder_is_read_too(empty: Quick, tmp_path: Path) -> None:
    folder = put(tmp_path / "hsds", HSDS_3_0)
    archive = shutil.make_archive(str(tmp_path / "hsds"), "zip", tmp_path, folder.name)
    assert "2 providers added" in empty.run("import", "directory", archive).err
    assert kept(empty)[0] == kept(empty)[0] | MEALS


BAD = [
    ({"organizations.csv": "id,name\n1,Kitchen\n"}, "hsds holds no services; a folder with services.csv"),
    ({"services.csv": "id,name\n"}, "hsds holds no services"),
    ({"services.csv": 'id,name\n1,"open\n'}, "a quote is left open"),
    ({**HSDS_3_0, "datapackage.json": "{"}, "datapackage.json is no JSON"),
    ({"a.json": '{"contents": ['}, "a.json, line 1: not JSON"),
    ({"a.json": "[1, 2]"}, "a.json holds what is no service: entry 1 of 2"),
    ({"a.json": '{"error": "not found"}'}, "a.json holds what is no service"),
    ({"a.json": '[{"id": "12", "name": "Elm Street Kitchen"}]'}, "a.json holds what is no service"),
    ({"a.json": '{"id": "12", "services": ["meals"]}'}, "a.json holds what is no service"),
    ({"a.json": "[" * 100_000}, "a.json is nested too deeply"),
    ({"a.json": '{"id": "1", "name": "x"}\n{"id": \n'}, "a.json, line"),
    ({}, "hsds holds no services"),
]


@pytest.mark.parametrize(("files", "said"), BAD, ids=range(len(BAD)))
def test_what_is_no_directory_is_one_line_and_nothing_is_written(
    empty: Quick, tmp_path: Path, files: Files, said: str
) -> None:
    before = empty("export", "all")
    (tmp_path / "hsds").mkdir()
    ran = empty.run("import", "directory", str(put(tmp_path / "hsds", files)))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err
    assert empty("export", "all") == before


@pytest.mark.parametrize(("place", "said"), [
    ("nowhere", "cannot be read"), ("hsds/services.csv", "is one table; the folder with all of them"),
    ("broken.zip", "is no archive"), ("twice.zip", "holds services.csv twice; unpack it"),
])  # fmt: skip
def test_a_place_that_is_none_is_refused(empty: Quick, tmp_path: Path, place: str, said: str) -> None:
    put(tmp_path / "hsds", HSDS_3_0)
    (tmp_path / "broken.zip").write_bytes(b"PK")
    with ZipFile(tmp_path / "twice.zip", "w") as archive:
        for folder in ("north", "south"):
            archive.writestr(f"{folder}/services.csv", HSDS_3_0["services.csv"])
    ran = empty.run("import", "directory", str(tmp_path / place))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert said in ran.err


def test_a_directory_is_not_read_from_stdin(empty: Quick) -> None:
    ran = empty.run("import", "directory", "-")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "a directory is not read from stdin; a folder with services.csv" in ran.err


def test_numbers_of_weekdays_need_someone_to_say_which_is_monday(empty: Quick, tmp_path: Path) -> None:
    folder = str(put(tmp_path / "hsds", HSDS_1_1))
    ran = empty.run("import", "directory", folder)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "weekdays are numbers, and no file says which is Monday; --monday 0, 1 or 2" in ran.err
    assert kept(empty) == []
    told = {
        "0": "tue-sat 11:00-13:00, sun 09:00-12:00", "1": MEALS["hours"],
        "2": "mon-thu 11:00-13:00, fri 09:00-12:00, sun 11:00-13:00",
    }  # fmt: skip
    for monday, hours in told.items():
        empty("import", "directory", folder, "--monday", monday)
        assert kept(empty)[0]["hours"] == hours


def test_what_refers_to_nothing_and_what_cannot_be_kept_is_told_and_the_rest_comes_in(
    empty: Quick, tmp_path: Path
) -> None:
    files = {
        "services.csv": (
            "id,organization_id,name,status,minimum_age,maximum_age,assured_date\n"
            "1,99,Shelter,open,twelve,,2030-01-01\n2,98,Clinic,active,30,20,\n,98,Nameless,active,,,\n1,99,Again,active,,,\n"
        ),
        "service_at_location.csv": "id,service_id,location_id\n1,1,L\n2,2,gone\n",
        "locations.csv": "id,latitude,longitude\nL,999,1\n",
        "schedules.csv": (
            "id,service_id,freq,byday,opens_at,closes_at,description\n1,1,WEEKLY,MO,nine,17:00,\n"
            "2,2,MONTHLY,2TU,09:00,12:00,Box day\n"
        ),
    }  # fmt: skip
    told = brought(empty, tmp_path, files, "-n")
    said = brought(empty, tmp_path, files)
    assert "2 providers added" in said
    shelter, clinic = kept(empty)
    assert (shelter["name"], shelter["status"], shelter["hours"]) == ("Shelter", "inactive", "mon")
    assert (clinic["hours"], "minimum_age" in clinic) == ("Box day; monthly 2tu 09:00-12:00", False)
    assert "latitude" not in shelter
    faults = (
        "odd: service 1: status is no word of HSDS; taken as inactive", "opens_at or closes_at is no time of day",
        "odd: service 1: minimum_age is no number and is left out", "assured_date is no day up to today",
    )  # fmt: skip
    for fault in faults:
        assert fault in told, fault
    assert "more that are odd" in said
    # Open on some Tuesdays: nobody calls it closed.
    assert empty("provider", "list", "--open", "tue", "--fields", "id,unknown") == "pr2\thours\n"


def test_one_service_at_two_places_is_two_providers(empty: Quick, tmp_path: Path) -> None:
    two = {
        **HSDS_3_0, "service_at_location.csv": "id,service_id,location_id\n1,00501,7\n2,00502,7\n3,00501,8\n",
        "locations.csv": "id,location_type,name\n7,physical,\n8,physical,Annex\n",
    }  # fmt: skip
    brought(empty, tmp_path, two)
    assert [one["external_id"] for one in kept(empty)] == ["00501@7", "00501@8", "00502@7"]
    assert kept(empty)[1]["address"] == "Annex"


def test_options_of_other_imports_are_refused(empty: Quick, tmp_path: Path) -> None:
    folder = str(put(tmp_path / "hsds", HSDS_3_0))
    assert "--monday: is for a directory" in empty.run("import", "task", "x.csv", "--monday", "1").err
    for words in (
        ("--map", "a=b"),
        ("--on-dup", "update"),
        ("--guess",),
        ("--delimiter", "tab"),
        ("--force",),
        ("--set", "city=x"),
    ):
        ran = empty.run("import", "directory", folder, *words)
        assert (ran.code, "takes --source, --monday, --encoding and --dry-run alone" in ran.err) == (2, True)


def test_the_encoding_of_its_tables_may_be_said(empty: Quick, tmp_path: Path) -> None:
    folder = put(tmp_path / "hsds", {"services.csv": "id,name,status\n1,x,active\n2,,active\n"})
    (folder / "services.csv").write_bytes("id,name,status\n1,Кухня,active\n2,,active\n".encode("cp1251"))
    ran = empty.run("import", "directory", str(folder), "--encoding", "windows-1251")
    assert "odd: service 2 has no name" in ran.err
    assert [one.get("service") for one in kept(empty)] == ["Кухня", None]


def test_a_coordinate_of_many_digits_is_kept_to_the_length_of_a_hand(empty: Quick, tmp_path: Path) -> None:
    lines = HSDS_3_0["locations.csv"].replace("41.885", "41.88512345678901234").replace("-87.622", "-87.62212345678901")
    assert "odd" not in brought(empty, tmp_path, {**HSDS_3_0, "locations.csv": lines})
    assert (kept(empty)[0]["latitude"], kept(empty)[0]["longitude"]) == (41.885123, -87.622123)


def test_the_name_of_a_folder_is_its_source_whole(empty: Quick, tmp_path: Path) -> None:
    empty("import", "directory", str(put(tmp_path / "chicago-2.0", HSDS_3_0)))
    assert kept(empty)[0]["source"] == "chicago-2.0"
